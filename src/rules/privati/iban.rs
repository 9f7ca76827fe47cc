//! No bank account is printed.

use crate::rules::{Cx, Diagnostic, Gruppo, Regola, Stampato, Trovati, fonti, personali};
use std::ops::Range;

pub static REGOLA: Regola = Regola::errore("P1302", "iban", include_str!("iban.md"), check)
    .fonte(fonti::DLGS33_2013_7_BIS_E_GARANTE)
    .origine(&["N65"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for span in cx.nei_stampati(conti).filter_map(|(stampato, dove)| stampato.testo.span(dove)) {
        out.push(
            REGOLA
                .at(span, "c’è un IBAN, il numero di un conto corrente")
                .note("le sue cifre di controllo sono giuste: è un conto vero")
                .help("toglilo; i conti per i pagamenti all’ente si pubblicano nella sezione «Pagamenti» del sito, non nel piano"),
        );
    }
}

#[comemo::memoize]
fn conti(gruppo: &Gruppo<Stampato>) -> Trovati<Range<usize>> {
    gruppo.trova(personali::iban)
}
