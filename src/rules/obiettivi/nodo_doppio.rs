//! A node of the tree stands there once.

use crate::base::text::{flat, short};
use crate::conti::performance::padre;
use crate::piano::element::nodo::Nodo;
use crate::rules::vocabolario::doppi;
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola =
    Regola::avviso("P0339", "nodo-doppio", include_str!("nodo_doppio.md"), check).origine(&["NODE-DUP"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    // When a node was not read, its children have no parent and another node has its number.
    if !cx.letti_i_nodi() {
        return;
    }
    let nodi = cx.piano.elementi.each::<Nodo>().map(|(n, nodo)| (n, &nodo.value.titolo));
    let places = nodi.map(|(n, titolo)| ((padre(cx.piano, cx.index, n), flat(&titolo.value)), titolo.span, titolo));
    for doppio in doppi(places) {
        let titolo = short(doppio.ancora.1.value.trim());
        out.push(
            REGOLA.doppio(&doppio, format!("«{titolo}» è già nell’albero, nello stesso posto")).help(
                "togli uno dei due e porta i suoi obiettivi sull’altro; se sono due cose diverse, dillo nel titolo",
            ),
        );
    }
}
