//! `piao controlla`: everything that is wrong with a plan, in one run, for a person or for a program. Nothing is written
//! (`correggi.rs` does, when asked).

use super::args::{Controlla, Formato, USCITA};
use super::{MESSAGGI_PROGRAMMI, Outcome, completezza, counts, gia_pubblicata, out, read, say, show_all};
use crate::diag::Severity;
use crate::report::{machine, terminal};

pub(super) fn run(options: &Controlla) -> Outcome {
    let mut letto = match read(&options.folder, options.ask) {
        Ok(letto) => letto,
        Err(outcome) => return outcome,
    };
    let shelves = [USCITA.into(), letto.sources.root.clone()];
    letto.diags.extend(gia_pubblicata::avviso(&letto, &shelves));
    let (diags, sources) = (&letto.diags, &letto.sources);
    let all = diags.sorted();
    let few = all.get(..MESSAGGI_PROGRAMMI).unwrap_or(&all);
    match options.format {
        format if options.complete => completezza::print(&letto, format),
        Formato::Testo => {
            show_all(diags, sources);
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
                say(match letto.broken(false) {
                    true => "Il piano è approvato: con questi errori non si compila e non si pubblica.",
                    false => {
                        "Questi errori non fermano una bozza: si può compilare lo stesso. Fermeranno il piano approvato."
                    }
                });
            }
        }
        Formato::Breve => few.iter().for_each(|problem| out(&machine::line(problem, sources))),
        Formato::Json => out(machine::json(few, sources).trim_end()),
        Formato::Sarif => out(machine::sarif(few, sources).trim_end()),
    }
    // On the stream of errors, so that what a program reads stays in its form.
    if options.format != Formato::Testo && !options.complete && few.len() < all.len() {
        let rest = all.len() - few.len();
        say(&format!("Questi sono i primi {} messaggi; altri {rest} non sono scritti qui.", few.len()));
    }
    let errors = diags.count(Severity::Blocco) + diags.count(Severity::Errore);
    if errors > 0 { Outcome::Errors } else { Outcome::Done }
}
