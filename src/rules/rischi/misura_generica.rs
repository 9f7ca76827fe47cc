//! The title of a measure says what is done.

use crate::base::text::flat_words;
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola = Regola::avviso("P0612", "misura-generica", include_str!("misura_generica.md"), check);

/// Words that alone say nothing of what will be done.
const VUOTE: [&str; 12] = [
    "controlli",
    "controllo",
    "formazione",
    "trasparenza",
    "rotazione",
    "vigilanza",
    "monitoraggio",
    "monitoraggi",
    "verifica",
    "verifiche",
    "informatizzazione",
    "semplificazione",
];
/// Words that add nothing to those.
const LEGAMI: [&str; 8] = ["e", "del", "della", "dei", "delle", "personale", "attivita", "misure"];

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for misura in &cx.piano.elementi.misure_prevenzione {
        let m = &misura.value;
        let words = flat_words(&m.titolo.value);
        let empty = |word: &String| VUOTE.contains(&word.as_str());
        let linking = |word: &String| LEGAMI.contains(&word.as_str());
        // A general measure with its subject says by that which it is.
        if m.tema.is_none() && words.iter().any(empty) && words.iter().all(|word| empty(word) || linking(word)) {
            out.push(
                REGOLA
                    .at(m.titolo.span, format!("«{}» non dice che cosa si fa", m.titolo.value.trim()))
                    .help("scrivi chi fa che cosa, e quando: «controllo di un atto su dieci, estratto ogni trimestre»"),
            );
        }
    }
}
