//! `piao nuovo-anno`: the plan of the next triennium, or those of all the bodies of a workspace, in a new folder.

use super::args::NuovoAnno;
use super::insieme::{self, Asked};
use super::{Outcome, out, quanti, read_plan, say, show_all, stop, wrap};
use crate::anno::{self, Nuovo};
use crate::diag::{Diagnostics, Severity};
use crate::emit::layouts::Layouts;
use crate::project::{Ask, Compiled, Driver, Plan, Workspace};
use crate::publish;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The most columns of the lines at the end.
const WIDTH: usize = 100;

pub(super) fn run(options: &NuovoAnno) -> Outcome {
    let folder =
        if options.folder.is_file() { options.folder.parent().unwrap_or(Path::new(".")) } else { &options.folder };
    let driver = Driver::new(Layouts::embedded());
    let made = match insieme::asked(&driver, folder, None) {
        Ok(Asked::One(plan)) => one(*plan, || driver.open(folder).map_err(|problem| stop(&problem)), folder, options),
        Ok(Asked::All(workspace)) => all(&workspace, folder, options),
        Err(outcome) => Err(outcome),
    };
    made.map_or_else(|outcome| outcome, |()| Outcome::Done)
}

/// Writes the next year of the one plan in `folder`.
fn one(
    plan: Plan,
    again: impl FnOnce() -> Result<Plan, Outcome>,
    folder: &Path,
    options: &NuovoAnno,
) -> Result<(), Outcome> {
    let Some(new) = made(plan, again)? else {
        say(
            "Il piano nuovo non è stato scritto: prima vanno corretti questi errori, perché ciò che non si legge andrebbe perso.",
        );
        return Err(Outcome::Errors);
    };
    let output = options.output.clone().unwrap_or_else(|| beside(folder, new.anno));
    write(&new.files(), folder, &output)?;
    let (first, last) = new.triennio;
    out(&format!("Il piano {first}-{last} è in {}.", output.display()));
    tell(&new, "  ", "  ");
    if new.problemi.has_blocking() {
        show_all(&new.problemi, &new.sources);
        say("Il piano nuovo è stato scritto, ma così non si compila: questi errori vanno corretti a mano.");
        return Err(Outcome::Errors);
    }
    next(&output, "quella di prima");
    Ok(())
}

/// Writes the next year of all the plans of a workspace, with their list: all of them, or none.
fn all(workspace: &Workspace, folder: &Path, options: &NuovoAnno) -> Result<(), Outcome> {
    let mut plans: Vec<(usize, Nuovo)> = Vec::new();
    let mut broken = false;
    for n in workspace.order() {
        match made(workspace.plan(n), || Ok(workspace.plan(n)))? {
            Some(new) => plans.push((n, new)),
            None => broken = true,
        }
    }
    if broken {
        say(
            "Nessun piano nuovo è stato scritto: prima vanno corretti questi errori, perché ciò che non si legge andrebbe perso.",
        );
        return Err(Outcome::Errors);
    }
    let mut files: BTreeMap<String, Vec<u8>> = workspace.elenco().into_iter().collect();
    for (n, new) in &plans {
        let here = workspace.cartella(*n);
        files.extend(new.files().into_iter().map(|(path, bytes)| (format!("{here}/{path}"), bytes)));
    }
    let anno = plans.iter().map(|(_, new)| new.anno).max().unwrap_or_default();
    let output = options.output.clone().unwrap_or_else(|| beside(folder, anno));
    write(&files, folder, &output)?;
    out(&format!("I {} piani nuovi, con il loro elenco, sono in {}.", plans.len(), output.display()));
    for (n, new) in &plans {
        let (first, last) = new.triennio;
        tell(new, &format!("  {} {first}-{last}: ", workspace.cartella(*n)), "    ");
    }
    // Each was made beside the plans that end. What one of them cites may be gone from the new one of another.
    let mut broken = 0;
    if let Ok(Some(written)) = Driver::new(Layouts::embedded()).workspace(&output) {
        for n in written.order() {
            let compiled = read_plan(written.plan(n), Ask::default())?;
            broken += usize::from(blocking(&compiled));
        }
    }
    if broken > 0 {
        let plans = quanti(
            broken,
            "non si compila: i suoi errori vanno corretti a mano",
            "non si compilano: i loro errori vanno corretti a mano",
        );
        say(&format!("I piani nuovi sono stati scritti, ma {plans}."));
        return Err(Outcome::Errors);
    }
    next(&output, "quelle di prima");
    Ok(())
}

/// The plan of the year after. None when something of it cannot be read, which is told. What is in force at the end of the year is in the
/// last version that the sources hold: the plan is opened `again` for that.
fn made(plan: Plan, again: impl FnOnce() -> Result<Plan, Outcome>) -> Result<Option<Nuovo>, Outcome> {
    let mut compiled = read_plan(plan, Ask::default())?;
    if let Some(version) = compiled.piano.impostazioni.as_ref().and_then(anno::ultima) {
        compiled = read_plan(again()?, Ask { version: Some(version), ..Ask::default() })?;
    }
    if blocking(&compiled) || compiled.sources.partial {
        return Ok(None);
    }
    anno::nuovo(&compiled.sources, &compiled.piano).map(Some).ok_or(Outcome::CouldNotRun)
}

/// Whether something keeps the plan from being compiled, which is told.
fn blocking(compiled: &Compiled) -> bool {
    let mut found = Diagnostics::default();
    found.extend(compiled.diags.iter().filter(|problem| problem.severity == Severity::Blocco).cloned());
    if found.has_blocking() {
        show_all(&found, &compiled.sources);
    }
    found.has_blocking()
}

fn write(files: &BTreeMap<String, Vec<u8>>, folder: &Path, output: &Path) -> Result<(), Outcome> {
    let written = publish::outside(output, folder).and_then(|()| publish::write_new(files, output));
    written.map_err(|problem| stop(&problem))
}

/// Says how much of a plan goes on, after `head`, and what does not.
fn tell(new: &Nuovo, head: &str, indent: &str) {
    out(&format!(
        "{head}{}, {}, {}.",
        quanti(new.portati, "obiettivo continua", "obiettivi continuano"),
        quanti(new.archiviati.len(), "scheda è archiviata", "schede sono archiviate"),
        quanti(new.decisioni, "decisione è da prendere", "decisioni sono da prendere"),
    ));
    for name in &new.archiviati {
        wrap(name, &format!("{indent}archiviato: "), WIDTH);
    }
    for path in &new.lasciati {
        wrap(path, &format!("{indent}resta con il piano di prima: "), WIDTH);
    }
}

/// Says what to do now.
fn next(output: &Path, before: &str) {
    let next = format!(
        "Adesso si cerca «DECIDERE» nei file, e si ripete `piao controlla {}` finché non ne restano. Prima di pubblicare si copiano nella \
         cartella nuova le `edizioni` di {before}.",
        output.display()
    );
    wrap(&next, "", WIDTH);
}

/// The folder of the new plan beside that of the old one: with the new year in its name in the place of the one before, or after it.
fn beside(folder: &Path, anno: i16) -> PathBuf {
    let whole = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    let name = whole.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let before = (anno - 1).to_string();
    let name = match name.contains(&before) {
        true => name.replace(&before, &anno.to_string()),
        false => format!("{name}-{anno}"),
    };
    // The path is as short as the one that was typed.
    match folder.parent() {
        Some(parent) if folder.file_name().is_some() => parent.join(name),
        _ => whole.parent().map_or_else(|| PathBuf::from(&name), |parent| parent.join(&name)),
    }
}
