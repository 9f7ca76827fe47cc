//! No codice fiscale of a person is printed.

use crate::diag::{Diagnostic, Severity};
use crate::rules::{Cx, Fonte, Regola, personali};

pub static REGOLA: Regola = Regola {
    codice: "P1301",
    pagina: include_str!("codice_fiscale.md"),
    nome: "codice-fiscale",
    livello: Severity::Errore,
    fonte: Fonte::letta("d.lgs. 33/2013, art. 7-bis; linee guida del Garante 15 maggio 2014 (GU 134/2014)"),
    origine: &["N65"],
    check,
    ..Regola::BASE
};

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for testo in cx.stampati().iter().map(|stampato| &stampato.testo) {
        for range in personali::codici_fiscali(&testo.parole) {
            out.extend(testo.span(range).map(|span| {
                REGOLA
                    .at(span, "c’è il codice fiscale di una persona")
                    .note("dice il sesso, il giorno e il luogo di nascita; ha la lettera di controllo giusta: non è un codice qualsiasi")
                    .help("toglilo: nel piano una persona con un incarico si indica con il nome e l’incarico, le altre si contano")
            }));
        }
    }
}
