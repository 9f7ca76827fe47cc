//! Two cards of one body have two numbers: the index and the offices call them so.

use crate::base::span::Span;
use crate::piano::element::ente::Ente;
use crate::piano::element::pos::Pos;
use crate::rules::{Cx, Diagnostic, Regola};
use std::collections::BTreeMap;

pub static REGOLA: Regola =
    Regola::avviso("P1106", "scambio-numero", include_str!("scambio_numero.md"), check).origine(&["NUMBERING"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let mut seen: BTreeMap<(Vec<Pos<Ente>>, u32), Span> = BTreeMap::new();
    for scheda in cx.piano.elementi.schede_scambio.iter().map(|scheda| &scheda.value) {
        // Cards of several bodies together are counted by themselves.
        let enti: Option<Vec<Pos<Ente>>> = scheda.ente.0.iter().map(|rif| cx.index.rif(rif)).collect();
        let (Some(enti), Some(numero)) = (enti, &scheda.numero) else {
            continue;
        };
        match seen.get(&(enti.clone(), numero.value)) {
            Some(first) => out.push(
                REGOLA
                    .at(numero.span, format!("questo ente ha già una scheda numero {}", numero.value))
                    .other(*first, "è questa")
                    .help("cambia uno dei due numeri"),
            ),
            None => drop(seen.insert((enti, numero.value), numero.span)),
        }
    }
}
