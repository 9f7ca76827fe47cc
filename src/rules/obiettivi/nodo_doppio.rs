//! A node of the tree stands there once.

use crate::conti::performance::padre;
use crate::rules::confronti::parole;
use crate::rules::{Cx, Diagnostic, Regola};
use std::collections::BTreeMap;

pub static REGOLA: Regola =
    Regola::avviso("P0339", "nodo-doppio", include_str!("nodo_doppio.md"), check).origine(&["NODE-DUP"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    // A node that was not read gives its children to nobody, and its number to another.
    if !cx.letti_i_nodi() {
        return;
    }
    let mut titles = BTreeMap::new();
    for (n, nodo) in cx.piano.elementi.nodi.iter().enumerate() {
        let titolo = &nodo.value.titolo;
        if let Some(first) = titles.get(&(padre(cx.piano, cx.index, n), parole(&titolo.value))).copied() {
            out.push(
                REGOLA
                    .at(titolo.span, format!("«{}» è già nell’albero, nello stesso posto", crate::base::text::short(titolo.value.trim())))
                    .label("qui di nuovo")
                    .other(first, "qui per la prima volta")
                    .help("togli uno dei due e porta i suoi obiettivi sull’altro; se sono due cose diverse, dillo nel titolo"),
            );
            continue;
        }
        titles.insert((padre(cx.piano, cx.index, n), parole(&titolo.value)), titolo.span);
    }
}
