//! Two cards of one body have two numbers: the index and the offices call them so.

use crate::base::span::Span;
use crate::diag::{Diagnostic, Severity};
use crate::piano::element::Kind;
use crate::rules::{Cx, Regola};
use std::collections::BTreeMap;

pub static REGOLA: Regola = Regola {
    codice: "P1106",
    pagina: include_str!("scambio_numero.md"),
    nome: "scambio-numero",
    livello: Severity::Avviso,
    origine: &["NUMBERING"],
    check,
    ..Regola::BASE
};

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let mut seen: BTreeMap<(usize, u32), Span> = BTreeMap::new();
    for scheda in cx.piano.elementi.schede_scambio.iter().map(|scheda| &scheda.value) {
        let (Some(ente), Some(numero)) = (cx.index.element(Kind::Ente, &scheda.ente.value), &scheda.numero) else {
            continue;
        };
        match seen.get(&(ente, numero.value)) {
            Some(first) => out.push(
                REGOLA
                    .at(numero.span, format!("questo ente ha già una scheda numero {}", numero.value))
                    .other(*first, "è questa")
                    .help("cambia uno dei due numeri"),
            ),
            None => drop(seen.insert((ente, numero.value), numero.span)),
        }
    }
}
