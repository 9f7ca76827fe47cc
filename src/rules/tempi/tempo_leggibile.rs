//! What is written where a time is due can be read as a time.

use crate::lingua::segnaposto;
use crate::lingua::tempo::Genere;
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola =
    Regola::errore("P0401", "tempo-leggibile", include_str!("tempo_leggibile.md"), check).origine(&["TIME-PARSE"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for quando in cx.tempi() {
        let Err(error) = &quando.tempo.lettura else { continue };
        // A day that does not exist is the matter of another rule.
        if matches!(error.genere, Genere::Impossibile | Genere::GiornoDellaSettimana) {
            continue;
        }
        // Nor are words that stand for a time still to be written.
        if !segnaposto::find(&quando.tempo.parola).is_empty() {
            continue;
        }
        let problem = REGOLA.at(quando.span, &error.messaggio).help(&error.rimedio);
        out.push(match &error.proposta {
            Some(right) => problem.proposta(quando.span, cx.scritto(quando.span, right)),
            None => problem,
        });
    }
}
