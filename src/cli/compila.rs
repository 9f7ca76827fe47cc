//! `piao compila`: makes the PDF and the site, and reports all the problems in one run.

use super::args::Compila;
use super::gia_pubblicata;
use super::insieme::{self, Asked};
use super::phases::Phases;
use super::{
    Outcome, Task, compiled, counted, heading, out, over_a_later_edition, refused, show_all, stop, tell_completed,
    tell_left,
};
use crate::diag::codes::{P0201, P0202, P0904};
use crate::diag::{Diagnostic, Diagnostics, nearest};
use crate::emit::Artifacts;
use crate::emit::layouts::Layouts;
use crate::piano::element::id::Id;
use crate::piano::element::quanti;
use crate::piano::settings::{Impostazioni, Stato};
use crate::project::{Compiled, Driver, Format, OUTPUTS, Plan};
use crate::publish::{self, Fascicolo};
use crate::{index, source};
use std::path::Path;

pub(super) fn run(options: &Compila) -> Outcome {
    let layouts = match layouts(options) {
        Ok(layouts) => layouts,
        Err(problem) => return stop(&problem),
    };
    // This is checked first, so that nobody waits for a compile whose output cannot be written.
    if let Err(problem) = publish::free(&options.output, &options.folder) {
        return stop(&problem);
    }
    let driver = Driver::new(layouts);
    match insieme::asked(&driver, &options.folder, options.ente.as_deref()) {
        Ok(Asked::One(_)) if options.share.is_some() => insieme::one_alone("--parte", &options.folder),
        Ok(Asked::One(plan)) => {
            let around = plan.workspace().map(Path::to_owned);
            let outcome = one(*plan, options, &mut |_| {});
            let whole = options.only != Some(Format::Pdf) && options.extract.is_none();
            match around.filter(|_| whole) {
                Some(root) if matches!(outcome, Outcome::Done) => insieme::list_again(&driver, &root, &options.output),
                _ => outcome,
            }
        }
        Ok(Asked::All(workspace)) => insieme::compila(&workspace, options, driver.layouts()),
        Err(outcome) => outcome,
    }
}

/// Compiles one plan, and prints its problems and its summary. `letta` is told of the plan, if it can be made.
pub(super) fn one(plan: Plan, options: &Compila, letta: &mut dyn FnMut(&Compiled)) -> Outcome {
    if let Some(problem) = insieme::fuori_elenco(&plan, &options.output) {
        return stop(&problem);
    }
    // A plan of a workspace has its place in the publication of all.
    let output = &insieme::al_posto(&options.output, plan.place());
    if output != &options.output
        && let Err(problem) = publish::free(&options.output, plan.root())
            .and_then(|()| publish::begin(&options.output))
            .and_then(|()| publish::free(output, plan.root()))
    {
        return stop(&problem);
    }
    let mut phases = Phases::new(8);
    let mut plan = match compiled(plan, options.version, Task::Write, &mut phases) {
        Ok(plan) => plan,
        Err(outcome) => return outcome,
    };
    plan.compiled().into_iter().for_each(letta);
    let extract = match options.extract.as_deref().map(|word| find_part(word, &plan, "--estratto")).transpose() {
        Ok(extract) => extract,
        Err(problem) => return stop(&problem),
    };
    let set = plan.compiled().and_then(|compiled| compiled.piano.impostazioni.as_ref());
    if extract.is_none()
        && let Some(this_one) = set.map(Impostazioni::edizione)
        && let command = format!("piao compila {}", plan.root().display())
        && let Some(problem) = over_a_later_edition(output, &this_one, &command, options.version)
    {
        return refused(&plan, vec![problem], Task::Write, &mut phases);
    }
    plan.cerca_di_prima(std::slice::from_ref(output));
    // Layouts of others are being tried: they are made again, and what typst says of them is told.
    let every = extract.is_none() && options.only.is_none() && options.layouts.is_none();
    let fonti = every.then(|| plan.fonti()).flatten();
    if let Some(there) =
        fonti.as_deref().and_then(|fonti| publish::made_of(output, fonti, &|path| Format::of(path).is_some()))
    {
        phases.finish();
        // Of an approved plan it is told each time which pages of others are no longer those that its edition says.
        let approved =
            |compiled: &Compiled| compiled.piano.impostazioni.as_ref().is_some_and(|set| set.stato == Stato::Approvato);
        if plan.compiled().is_some_and(approved) {
            plan.vicine();
        }
        let Some(compiled) = plan.compiled() else { return Outcome::CouldNotRun };
        let diags = told(compiled, output, vec![], true);
        out(&format!(
            "{}: niente è cambiato, {} in {}, {}",
            compiled.document.as_ref().map_or("", |document| &document.meta.ente),
            quanti(there, "file", "file"),
            output.display(),
            counted(&diags)
        ));
        times(options, &phases);
        return Outcome::Done;
    }
    let made = match (&extract, options.only) {
        (Some(id), _) => extracted(&mut plan, id, &mut phases),
        (None, Some(only)) => files(&mut plan, &[only], &mut phases),
        (None, None) => files(&mut plan, &OUTPUTS, &mut phases),
    };
    let made = match made {
        Ok(made) => made,
        Err(problems) => return refused(&plan, problems, Task::Write, &mut phases),
    };
    // Only what is made again is replaced. The editions that `pubblica` left here may be the only copy, and its papers and the
    // extracts are work that nobody asked to undo.
    let kept = |path: &str| match (Format::of(path), options.only, &extract) {
        (None, ..) | (_, _, Some(_)) => true,
        (Some(form), only, None) => only.is_some_and(|only| form != only),
    };
    let files = Fascicolo { fatti: made.artifacts, fonti, ..Fascicolo::default() };
    let written = match phases.run("scrittura", || publish::write(&files, output, &kept)) {
        Ok(written) => written,
        Err(problem) => {
            phases.finish();
            return stop(&problem);
        }
    };
    let elapsed = phases.finish();
    let Some(compiled) = plan.compiled() else { return Outcome::CouldNotRun };
    let diags = told(compiled, output, made.warnings, extract.is_none());
    if let Some(document) = &compiled.document {
        summary(output, &document.meta, made.count, written, elapsed, &diags);
    }
    if extract.is_none() {
        tell_left(output, &publish::left(&files, output));
    }
    tell_completed(output);
    times(options, &phases);
    Outcome::Done
}

/// Shows the problems of a plan: its own, those `found` while its outputs were made and, of a `whole` plan, what there is to say of the edition
/// that is published already.
fn told(compiled: &Compiled, output: &Path, found: Vec<Diagnostic>, whole: bool) -> Diagnostics {
    let mut diags = compiled.diags.clone();
    diags.extend(found);
    if whole {
        diags.extend(gia_pubblicata::avviso(compiled, &[output.to_owned(), compiled.sources.root.clone()]));
    }
    heading(compiled, &diags);
    show_all(&diags, &compiled.sources);
    diags
}

/// Prints how long each phase took, when it is asked for.
fn times(options: &Compila, phases: &Phases) {
    for (name, time) in phases.times().iter().filter(|_| options.timings) {
        out(&format!("  {:>7.0} ms  {name}", time.as_secs_f64() * 1000.0));
    }
}

/// The files to write, and what the summary says of them.
struct Made {
    artifacts: Artifacts,
    /// Pages of the PDF, when it was made.
    count: Option<u32>,
    /// The warnings of typst about the layouts, for whoever writes them.
    warnings: Vec<Diagnostic>,
}

fn files(plan: &mut Plan, formats: &[Format], phases: &mut Phases) -> Result<Made, Vec<Diagnostic>> {
    let mut outputs = plan.outputs(formats, &mut |step| phases.step(step))?;
    let artifacts = outputs.take_files();
    let (count, warnings) = outputs.pdf.map_or((None, vec![]), |pdf| (Some(pdf.count), pdf.warnings));
    Ok(Made { artifacts, count, warnings })
}

/// Makes the PDF of one part of the plan. Its numbers, and the pages that it cites, are those of the whole plan.
fn extracted(plan: &mut Plan, id: &Id, phases: &mut Phases) -> Result<Made, Vec<Diagnostic>> {
    let pdf = plan.extract(id, &mut |step| phases.step(step))?;
    let artifacts = Artifacts::from([(format!("piao-{id}.pdf"), pdf.bytes)]);
    Ok(Made { artifacts, count: Some(pdf.count), warnings: pdf.warnings })
}

/// `Unione Reno Galliera, Piano … 2025-2027 (bozza): 64 pagine, 52 file in pubblicazione, 1,2 secondi, nessun avviso`
fn summary(
    output: &Path,
    meta: &crate::document::Meta,
    count: Option<u32>,
    written: publish::Written,
    elapsed: std::time::Duration,
    diags: &Diagnostics,
) {
    let pages = match count {
        None => String::new(),
        Some(1) => "1 pagina, ".into(),
        Some(n) => format!("{n} pagine, "),
    };
    let files = if written.files == 1 { "1 file".to_owned() } else { format!("{} file", written.files) };
    let changed = match written.changed {
        n if n == written.files => String::new(),
        0 => " (nessuno cambiato)".into(),
        1 => " (1 cambiato)".into(),
        n => format!(" ({n} cambiati)"),
    };
    let seconds = format!("{:.1}", elapsed.as_secs_f64()).replace('.', ",");
    let told = counted(diags);
    out(&format!(
        "{}, {} ({}): {pages}{files}{changed} in {}, {seconds} secondi, {told}",
        meta.ente,
        meta.nome(),
        meta.stato.label(),
        output.display()
    ));
}

fn layouts(options: &Compila) -> Result<Layouts, Diagnostic> {
    let mut layouts = Layouts::embedded();
    let Some(folder) = &options.layouts else { return Ok(layouts) };
    let mut diags = Diagnostics::default();
    if !folder.is_dir() {
        return Err(Diagnostic::global(
            P0904,
            format!("la cartella dell’impaginazione `{}` non c’è", folder.display()),
        )
        .help("indica una cartella con dentro `pdf/` o `html/`, come `layouts/` di piao"));
    }
    let found = source::discover(folder, &mut diags);
    if let Some(problem) = diags.sorted().first() {
        return Err((*problem).clone());
    }
    let mut some = false;
    for file in found.files {
        some |= layouts.get(&file.path).is_some();
        layouts.insert(file.path.clone(), file.bytes.to_vec());
    }
    if !some {
        let names: Vec<&str> = layouts.iter().map(|(name, _)| name).take(3).collect();
        return Err(Diagnostic::global(
            P0904,
            format!("in `{}` non c’è nessun file dell’impaginazione", folder.display()),
        )
        .help(format!("i nomi dei file devono essere gli stessi, per esempio {}", names.join(", "))));
    }
    Ok(layouts)
}

/// The part that `word` names, after `option`: by id or code, or by the number of its section.
pub(super) fn find_part(word: &str, plan: &Plan, option: &str) -> Result<Id, Diagnostic> {
    let Some(compiled) = plan.compiled() else { return Err(unknown_part(word, &index::Index::default(), option)) };
    let mut found = None;
    if let Some(document) = &compiled.document {
        document.walk(&mut |section, _| {
            if section.number.as_deref() == Some(word.trim()) {
                found = Some(section.id.clone());
            }
        });
    }
    // A record may have the code that is the number of a section, and be printed nowhere: who types a number reads it on the section.
    match compiled.index.find(word).as_slice() {
        _ if found.is_some() => {}
        [thing] => found = Some(thing.id.clone()),
        _ => {}
    }
    found.ok_or_else(|| unknown_part(word, &compiled.index, option))
}

fn unknown_part(word: &str, index: &index::Index, option: &str) -> Diagnostic {
    if let several @ [_, _, ..] = index.find(word).as_slice() {
        let ids: Vec<String> = several.iter().map(|thing| format!("{option} {}", thing.id)).collect();
        return Diagnostic::global(P0202, format!("«{word}» può essere più di una cosa"))
            .help(format!("scrivi {}", ids.join(" oppure ")));
    }
    let problem = Diagnostic::global(P0201, format!("«{word}» non è l’id di una parte del piano"));
    match nearest(word, index.things().iter().map(|thing| thing.id.as_str())) {
        Some(near) => problem.help(format!("forse intendevi `{option} {near}`")),
        None => problem.help("l’id è quello scritto nel file della sezione o nel dato"),
    }
}
