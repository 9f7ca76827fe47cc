//! `piao nuovo-anno`: the plan of the next triennium, in a new folder.

use super::args::NuovoAnno;
use super::{Outcome, out, quanti, read, say, show_all, stop, wrap};
use crate::anno;
use crate::diag::Diagnostics;
use crate::project::Ask;
use crate::publish;
use std::path::{Path, PathBuf};

/// The most columns of the lines at the end.
const WIDTH: usize = 100;

pub(super) fn run(options: &NuovoAnno) -> Outcome {
    let folder =
        if options.folder.is_file() { options.folder.parent().unwrap_or(Path::new(".")) } else { &options.folder };
    let mut compiled = match read(folder, Ask::default()) {
        Ok(compiled) => compiled,
        Err(outcome) => return outcome,
    };
    // What is in force at the end of the year is in the last version that the sources hold.
    if let Some(version) = compiled.piano.impostazioni.as_ref().and_then(anno::ultima) {
        match read(folder, Ask { version: Some(version), ..Ask::default() }) {
            Ok(last) => compiled = last,
            Err(outcome) => return outcome,
        }
    }
    if compiled.diags.has_blocking() || compiled.sources.partial {
        let mut blocking = Diagnostics::default();
        blocking
            .extend(compiled.diags.iter().filter(|problem| problem.severity == crate::diag::Severity::Blocco).cloned());
        show_all(&blocking, &compiled.sources);
        say(
            "Il piano nuovo non è stato scritto: prima vanno corretti questi errori, perché ciò che non si legge andrebbe perso.",
        );
        return Outcome::Errors;
    }
    let Some(new) = anno::nuovo(&compiled.sources, &compiled.piano) else { return Outcome::CouldNotRun };
    let output = options.output.clone().unwrap_or_else(|| beside(folder, new.anno));
    if let Err(problem) = publish::outside(&output, folder).and_then(|()| publish::write_new(&new.files(), &output)) {
        return stop(&problem);
    }
    let (first, last) = new.triennio;
    out(&format!("Il piano {first}-{last} è in {}.", output.display()));
    let one = |n, one: &str, many: &str| quanti(n, one, many);
    out(&format!(
        "  {}, {}, {}.",
        one(new.portati, "obiettivo continua", "obiettivi continuano"),
        one(new.archiviati.len(), "scheda è archiviata", "schede sono archiviate"),
        one(new.decisioni, "decisione è da prendere", "decisioni sono da prendere"),
    ));
    for name in &new.archiviati {
        wrap(name, "  archiviato: ", WIDTH);
    }
    for path in &new.lasciati {
        wrap(path, "  resta con il piano di prima: ", WIDTH);
    }
    if new.problemi.has_blocking() {
        show_all(&new.problemi, &new.sources);
        say("Il piano nuovo è stato scritto, ma così non si compila: questi errori vanno corretti a mano.");
        return Outcome::Errors;
    }
    let next = format!(
        "Adesso si cerca «DECIDERE» nei file, e si ripete `piao controlla {}` finché non ne restano. Prima di pubblicare si copiano nella \
         cartella nuova le `edizioni` di quella di prima.",
        output.display()
    );
    wrap(&next, "", WIDTH);
    Outcome::Done
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
