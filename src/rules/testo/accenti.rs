//! Words have their accents, and apostrophes are no accents.

use crate::lingua::accenti::Errore;
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola = Regola::avviso("P0513", "accenti", include_str!("accenti.md"), check).origine(&["ACCENTS"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for testo in cx.testi() {
        for parola in crate::lingua::accenti::find(&testo.parole) {
            let word = testo.parole.get(parola.dove.clone()).unwrap_or_default();
            let Some(span) = testo.span(parola.dove.clone()) else { continue };
            let what = match parola.errore {
                Errore::Perduto => "ha perso l’accento",
                Errore::Apostrofo => "ha un apostrofo al posto dell’accento",
                Errore::Altro => "ha l’accento sbagliato",
                Errore::Superfluo => "si scrive senza accento",
                Errore::Elisione if word.starts_with(['q', 'Q']) => "si scrive senza apostrofo",
                Errore::Elisione => "vuole l’apostrofo, non l’accento",
            };
            let problem = REGOLA.at(span, format!("«{word}» {what}"));
            let right = &parola.giusta;
            out.push(match testo.esatto(parola.dove).filter(|_| parola.certa) {
                Some(exact) => problem.help(format!("scrivi «{right}»")).patch(exact, right.clone()),
                None if parola.certa => problem.help(format!("scrivi «{right}»")),
                None => problem.help(format!("forse è «{right}»")),
            });
        }
    }
}
