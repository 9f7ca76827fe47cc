//! What the contract of 2022 calls offices of high qualification is not called by the name that they had before.

use crate::base::text::minuscolo;
use crate::rules::{Ambito, Cx, Diagnostic, Regola, fonti};
use std::ops::Range;

pub static REGOLA: Regola = Regola::nota("P0719", "ruolo-eq", include_str!("ruolo_eq.md"), check)
    .ambito(Ambito::EntiLocali)
    .dal(jiff::civil::date(2023, 4, 1))
    .fonte(fonti::CCNL_2022);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for testo in cx.testi() {
        for (span, _) in testo.find(nomi) {
            out.push(REGOLA.at(span, "le posizioni organizzative non ci sono più").help(
                "scrivi «incarico di elevata qualificazione» (EQ); se citi un atto di prima, `[[ammetti]]` lo lascia",
            ));
        }
    }
}

/// The places of the old name.
fn nomi(text: &str) -> Vec<Range<usize>> {
    let low = minuscolo(text);
    let words = ["posizione organizzativa", "posizioni organizzative"];
    words.iter().flat_map(|word| low.match_indices(word).map(|(at, _)| at..at + word.len())).collect()
}
