//! `piao controlla`: everything that is wrong with a plan, in one run, for a person or for a program. Nothing is written
//! (`correggi.rs` does, when asked).

use super::args::{Controlla, Formato, USCITA};
use super::insieme::{self, Asked};
use super::{
    MESSAGGI_PROGRAMMI, Outcome, completezza, counts, counts_of, gia_pubblicata, out, read_plan, say, show_some,
};
use crate::conti::completezza::Completezza;
use crate::diag::{Diagnostic, Diagnostics, Severity};
use crate::emit::layouts::Layouts;
use crate::project::{Compiled, Driver};
use crate::report::{machine, terminal};
use crate::source::Sources;
use std::collections::BTreeSet;
use std::path::Path;

pub(super) fn run(options: &Controlla) -> Outcome {
    let driver = Driver::new(Layouts::embedded());
    let letto = |read: Compiled| Letto::di(read, options.complete);
    let letti = match insieme::asked(&driver, &options.folder, options.ente.as_deref()) {
        Ok(Asked::One(plan)) => read_plan(*plan, options.ask).map(|read| vec![letto(read)]),
        Ok(Asked::All(workspace)) => insieme::read_all(&workspace, options.ask, letto),
        Err(outcome) => Err(outcome),
    };
    letti.map_or_else(|outcome| outcome, |letti| tell(&letti, options))
}

/// What is kept of a plan that was read: all that is told of it, and no more, because plans may be thousands.
pub(super) struct Letto {
    /// The body whose plan it is. None when `piao.toml` could not be read.
    pub(super) ente: Option<String>,
    sources: Sources,
    pub(super) diags: Diagnostics,
    /// Whether the problems forbid making the outputs.
    pub(super) broken: bool,
    /// None when nobody asked for it, and when it has none.
    pub(super) completezza: Option<Completezza>,
}

impl Letto {
    fn di(mut read: Compiled, complete: bool) -> Self {
        let shelves = [Path::new(USCITA).join(read.sources.uscita()), read.sources.root.clone()];
        read.diags.extend(gia_pubblicata::avviso(&read, &shelves));
        read.diags.extend(gia_pubblicata::di_prima(&read, &shelves));
        Letto {
            ente: read.document.as_ref().map(|document| document.meta.ente.clone()),
            broken: read.broken(false),
            completezza: complete.then(|| read.completezza()).flatten(),
            sources: read.sources,
            diags: read.diags,
        }
    }
}

/// Prints the problems of the plans, each once: what is wrong with a text that several plans show is told of the first of them.
fn tell(letti: &[Letto], options: &Controlla) -> Outcome {
    let mut told = BTreeSet::new();
    // Those that are told here, and those that were told of a plan before.
    let (mut lists, mut before): (Vec<Vec<&Diagnostic>>, Vec<Vec<&Diagnostic>>) = (vec![], vec![]);
    for letto in letti {
        let mut own = BTreeSet::new();
        let (mut here, mut there) = (vec![], vec![]);
        for problem in letto.diags.sorted() {
            let place = problem.span.and_then(|span| terminal::place(&letto.sources, span));
            let which = place.map(|place| (place, problem.code, &problem.message));
            let known = which.as_ref().is_some_and(|which| told.contains(which));
            if which.is_none_or(|which| own.insert(which)) {
                if known { &mut there } else { &mut here }.push(problem);
            }
        }
        lists.push(here);
        before.push(there);
        told.extend(own);
    }
    let total: usize = lists.iter().map(Vec::len).sum();
    let mut room = MESSAGGI_PROGRAMMI;
    let few: Vec<(&[&Diagnostic], &Sources)> = lists
        .iter()
        .zip(letti)
        .map(|(all, letto)| {
            let some = all.get(..room).unwrap_or(all);
            room -= some.len();
            (some, &letto.sources)
        })
        .collect();
    let shown: usize = few.iter().map(|(all, _)| all.len()).sum();
    match options.format {
        format if options.complete => completezza::print_all(letti, format),
        Formato::Testo => {
            for ((letto, all), before) in letti.iter().zip(&lists).zip(&before) {
                if letti.len() > 1
                    && let Some(ente) = &letto.ente
                {
                    say(&format!("{ente}:"));
                }
                in_words(letto, all, before);
            }
        }
        Formato::Breve => {
            for (all, sources) in &few {
                all.iter().for_each(|problem| out(&machine::line(problem, sources)));
            }
        }
        Formato::Json => out(machine::json(&few).trim_end()),
        Formato::Sarif => out(machine::sarif(&few).trim_end()),
    }
    // On the stream of errors, so that what a program reads stays in its form.
    if options.format != Formato::Testo && !options.complete && shown < total {
        say(&format!("Questi sono i primi {shown} messaggi; altri {} non sono scritti qui.", total - shown));
    }
    let errors = |letto: &Letto| letto.diags.count(Severity::Blocco) + letto.diags.count(Severity::Errore) > 0;
    if letti.iter().any(errors) { Outcome::Errors } else { Outcome::Done }
}

/// Prints the problems of a plan for people. `before`: those of texts that several plans show, told of the first of them.
fn in_words(letto: &Letto, all: &[&Diagnostic], before: &[&Diagnostic]) {
    let (diags, sources) = (&letto.diags, &letto.sources);
    show_some(all, sources);
    if let Some(before) = counts_of(before) {
        say(&format!("Già detto sopra, in ciò che il piano include: {before}."));
    }
    for (problem, reason) in diags.excused() {
        let place = problem.span.and_then(|span| terminal::place(sources, span));
        let place = place.map_or_else(String::new, |(file, line, _)| format!("{file}:{line}: "));
        say(&format!("ammesso[{}]: {place}{} (motivo: {reason})", problem.code, problem.message));
    }
    if counts(diags).is_none() {
        say("Nessun problema.");
    }
    // Whether the errors of rules stop the outputs depends on the state: their own name does not say it.
    if diags.count(Severity::Errore) > 0 && !diags.has_blocking() {
        say(match letto.broken {
            true => "Il piano è approvato: con questi errori non si compila e non si pubblica.",
            false => "Questi errori non fermano una bozza: si può compilare lo stesso. Fermeranno il piano approvato.",
        });
    }
}
