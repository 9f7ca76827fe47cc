//! `piao compila`: sources to PDF and site, with everything that is wrong told at once.

use super::args::{Compila, Output};
use super::opera::{Opera, Prodotti, stop};
use super::phases::Phases;
use super::{Outcome, counts, show_all};
use crate::diag::codes::{P0201, P0202, P0904};
use crate::diag::{Diagnostic, Diagnostics, nearest};
use crate::emit::layouts::Layouts;
use crate::emit::{Artifacts, pdf};
use crate::piano::element::id::Id;
use crate::publish::{self, Fascicolo};
use crate::{index, source};

pub(super) fn run(options: &Compila) -> Outcome {
    let layouts = match layouts(options) {
        Ok(layouts) => layouts,
        Err(problem) => return stop(&problem),
    };
    // Before the work, not after it: a folder that cannot be replaced is known at once.
    if let Err(problem) = publish::ours(&options.output) {
        return stop(&problem);
    }
    let mut phases = Phases::new(8);
    let mut opera = match Opera::leggi(&options.folder, false, &mut phases) {
        Ok(opera) => opera,
        Err(outcome) => return outcome,
    };
    let extract = match &options.extract {
        None => None,
        Some(word) => match find_part(word, &opera.document, &opera.index) {
            Some(id) => Some(id),
            None => return stop(&unknown_extract(word, &opera.index)),
        },
    };
    let made = match &extract {
        Some(id) => estratto(&opera, id, &layouts, &mut phases),
        None => opera.fai(&layouts, options.only, &mut phases),
    };
    let made = match made {
        Ok(made) => made,
        Err(problems) => return opera.fallita(problems, &mut phases),
    };
    opera.diags.extend(made.avvisi);
    let kept = |path: &str| {
        // The editions that `pubblica` left here may be the only copy.
        path.starts_with("edizioni/")
            || match (options.only, &extract) {
                (_, Some(_)) => true,
                (Some(Output::Pdf), None) => path.starts_with("sito/"),
                (Some(Output::Sito), None) => !path.starts_with("sito/"),
                (None, None) => false,
            }
    };
    let files = Fascicolo { fatti: made.artifacts, ..Fascicolo::default() };
    let written = match phases.run("scrittura", || publish::write(&files, &options.output, &kept)) {
        Ok(written) => written,
        Err(problem) => {
            phases.finish();
            return stop(&problem);
        }
    };
    let elapsed = phases.finish();
    show_all(&opera.diags, &opera.sources);
    summary(options, &opera.document.meta, made.count, written, elapsed, &opera.diags);
    if options.timings {
        for (name, time) in phases.times() {
            println!("  {:>7.0} ms  {name}", time.as_secs_f64() * 1000.0);
        }
    }
    Outcome::Done
}

/// The PDF of one part, with the numbers and the pages that it has in the whole.
fn estratto(opera: &Opera, id: &Id, layouts: &Layouts, phases: &mut Phases) -> Result<Prodotti, Vec<Diagnostic>> {
    // The pages of the whole plan are what the extract cites.
    let whole = phases.run("composizione del piano", || pdf::render(&opera.document, layouts, None))?;
    let part = pdf::Part { id, pages: &whole.pages };
    let extract = phases.run("composizione dell’estratto", || pdf::render(&opera.document, layouts, Some(&part)))?;
    Ok(Prodotti {
        artifacts: Artifacts::from([(format!("piao-{id}.pdf"), extract.bytes)]),
        count: Some(extract.count),
        avvisi: extract.warnings,
        pages: None,
    })
}

/// `Unione Reno Galliera, Piano … 2025-2027 (bozza): 64 pagine, 52 file in pubblicazione, 1,2 secondi, nessun avviso`
fn summary(
    options: &Compila,
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
    let problems = counts(diags).unwrap_or_else(|| "nessun avviso".to_owned());
    println!(
        "{}, {} {} ({}): {pages}{files}{changed} in {}, {seconds} secondi, {problems}",
        meta.ente,
        meta.titolo,
        meta.triennio,
        meta.stato.label(),
        options.output.display()
    );
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
        layouts.insert(file.path, file.bytes.to_vec());
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

/// The part that `word` names: by id or code, or by the number of its section.
fn find_part(word: &str, document: &crate::document::Document, index: &index::Index) -> Option<Id> {
    if let [thing] = index.find(word).as_slice() {
        return Some(thing.id.clone());
    }
    let mut found = None;
    document.walk(&mut |section, _| {
        if section.number.as_deref() == Some(word.trim()) {
            found = Some(section.id.clone());
        }
    });
    found
}

fn unknown_extract(word: &str, index: &index::Index) -> Diagnostic {
    if let several @ [_, _, ..] = index.find(word).as_slice() {
        let ids: Vec<String> = several.iter().map(|thing| format!("--estratto {}", thing.id)).collect();
        return Diagnostic::global(P0202, format!("«{word}» può essere più di una cosa"))
            .help(format!("scrivi {}", ids.join(" oppure ")));
    }
    let problem = Diagnostic::global(P0201, format!("«{word}» non è l’id di una parte del piano"));
    match nearest(word, index.things().iter().map(|thing| thing.id.as_str())) {
        Some(near) => problem.help(format!("forse intendevi `--estratto {near}`")),
        None => problem.help("l’id è quello scritto nel file della sezione o nel dato"),
    }
}
