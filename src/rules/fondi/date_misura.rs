//! The dates of a measure exist and come in their order: application, contract, completion, verification.

use crate::base::giorno::Giorno;
use crate::base::span::Span;
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola =
    Regola::errore("P1205", "date-misura", include_str!("date_misura.md"), check).origine(&["DATE-VALID"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for misura in &cx.piano.elementi.misure_digitali {
        // The latest day on which each of those before can be, at the soonest.
        let mut before: Option<(&str, Giorno, Span, &str)> = None;
        for (name, date) in misura.value.date() {
            match &date.value.lettura {
                Err(error) => {
                    let problem = REGOLA.at(date.span, &error.messaggio).help(&error.rimedio);
                    out.push(match &error.proposta {
                        Some(right) => problem.proposta(date.span, cx.scritto(date.span, right)),
                        None => problem,
                    });
                    continue;
                }
                // A year that is not written may be any.
                Ok(_) if !date.value.parola.chars().any(|c| c.is_ascii_digit()) => continue,
                Ok(_) => {}
            }
            let days = date.value.intervalli(cx.anno);
            let Some(last) = date.value.scadenza(cx.anno) else { continue };
            let first = days.iter().filter_map(|i| i.da).min().unwrap_or(last);
            if let Some((other, day, span, words)) = before
                && last < day
            {
                out.push(
                    REGOLA
                        .at(
                            date.span,
                            format!(
                                "la data di {name}, {}, viene prima di quella di {other}, {words}",
                                date.value.parola
                            ),
                        )
                        .other(span, format!("{other} è qui"))
                        .help("controlla le due date: l’ordine è candidatura, contratto, completamento, verifica"),
                );
            }
            // A deadline alone may be met earlier.
            let soonest = if days.iter().all(|i| i.da.is_some()) { first } else { continue };
            if before.is_none_or(|(_, day, _, _)| soonest > day) {
                before = Some((name, soonest, date.span, &date.value.parola));
            }
        }
    }
}
