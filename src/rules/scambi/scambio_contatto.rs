//! One person is spelt in one way: two spellings under one address are two persons for whoever looks for them.

use crate::base::span::Spanned;
use crate::rules::{Cx, Diagnostic, Regola};
use std::collections::BTreeMap;

pub static REGOLA: Regola =
    Regola::nota("P1107", "scambio-contatto", include_str!("scambio_contatto.md"), check).origine(&["STAFF-CATEGORY"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let mut seen: BTreeMap<String, &Spanned<String>> = BTreeMap::new();
    for scheda in cx.piano.elementi.schede_scambio.iter().map(|scheda| &scheda.value) {
        for (mail, nome) in [&scheda.referente, &scheda.segreteria].into_iter().flatten().flat_map(|c| c.grafie()) {
            match seen.get(&mail) {
                Some(first) if first.value.trim() != nome.value.trim() => out.push(
                    REGOLA
                        .at(nome.span, "con questo indirizzo c’è già una persona scritta in un altro modo")
                        .other(first.span, "qui")
                        .help("scrivi il nome nello stesso modo nelle due schede"),
                ),
                Some(_) => {}
                None => drop(seen.insert(mail, nome)),
            }
        }
    }
}
