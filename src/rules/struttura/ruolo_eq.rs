//! What the contract of 2022 calls offices of high qualification is not called by the name that they had before.

use crate::base::text::minuscolo;
use crate::rules::{Ambito, Cx, Diagnostic, Discorso, Gruppo, Regola, Trovati, fonti};
use std::ops::Range;

pub static REGOLA: Regola = Regola::nota("P0719", "ruolo-eq", include_str!("ruolo_eq.md"), check)
    .ambito(Ambito::EntiLocali)
    .dal(jiff::civil::date(2023, 4, 1))
    .fonte(fonti::CCNL_2022);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for span in cx.nei_testi(nomi).filter_map(|(testo, dove)| testo.span(dove)) {
        out.push(REGOLA.at(span, "le posizioni organizzative non ci sono più").help(
            "scrivi «incarico di elevata qualificazione» (EQ); se citi un atto di prima, `[[ammetti]]` lo lascia",
        ));
    }
}

/// The places of the old name.
#[comemo::memoize]
fn nomi(gruppo: &Gruppo<Discorso>) -> Trovati<Range<usize>> {
    let words = ["posizione organizzativa", "posizioni organizzative"];
    gruppo.trova(|text| {
        let low = minuscolo(text);
        let at = |word: &&str| low.match_indices(*word).map(|(at, _)| at..at + word.len()).collect::<Vec<_>>();
        words.iter().flat_map(at).collect::<Vec<_>>()
    })
}
