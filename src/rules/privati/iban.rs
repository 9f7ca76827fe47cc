//! No bank account is printed.

use crate::diag::{Diagnostic, Severity};
use crate::rules::{Cx, Fonte, Regola, personali};

pub static REGOLA: Regola = Regola {
    codice: "P1302",
    pagina: include_str!("iban.md"),
    nome: "iban",
    livello: Severity::Errore,
    fonte: Fonte::letta("d.lgs. 33/2013, art. 7-bis; linee guida del Garante 15 maggio 2014 (GU 134/2014)"),
    origine: &["N65"],
    check,
    ..Regola::BASE
};

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for testo in cx.stampati().iter().map(|stampato| &stampato.testo) {
        for range in personali::iban(&testo.parole) {
            out.extend(testo.span(range).map(|span| {
                REGOLA
                    .at(span, "c’è un IBAN, il numero di un conto corrente")
                    .note("le sue cifre di controllo sono giuste: è un conto vero")
                    .help("toglilo; i conti per i pagamenti all’ente si pubblicano nella sezione «Pagamenti» del sito, non nel piano")
            }));
        }
    }
}
