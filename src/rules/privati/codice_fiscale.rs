//! No codice fiscale of a person is printed.

use crate::rules::{Cx, Diagnostic, Gruppo, Regola, Stampato, Trovati, fonti, personali};
use std::ops::Range;

pub static REGOLA: Regola = Regola::errore("P1301", "codice-fiscale", include_str!("codice_fiscale.md"), check)
    .fonte(fonti::DLGS33_2013_7_BIS_E_GARANTE)
    .origine(&["N65"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for span in cx.nei_stampati(codici).filter_map(|(stampato, dove)| stampato.testo.span(dove)) {
        out.push(
            REGOLA
                .at(span, "c’è il codice fiscale di una persona")
                .note("dice il sesso, il giorno e il luogo di nascita; ha la lettera di controllo giusta: non è un codice qualsiasi")
                .help("toglilo: nel piano una persona con un incarico si indica con il nome e l’incarico, le altre si contano"),
        );
    }
}

#[comemo::memoize]
fn codici(gruppo: &Gruppo<Stampato>) -> Trovati<Range<usize>> {
    gruppo.trova(personali::codici_fiscali)
}
