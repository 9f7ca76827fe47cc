//! An objective has its place in the strategic tree.

use crate::rules::confronti::{ALTRI, eccezione, vivi, vivi_scritti};
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola = Regola::avviso("P0337", "senza-strategia", include_str!("senza_strategia.md"), check)
    .origine(&["STRATEGY-MISSING"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    // Without a tree there is no place to say.
    if cx.piano.elementi.nodi.is_empty() {
        return;
    }
    let all = vivi_scritti(cx).filter(|(_, o)| o.value.di_performance()).count();
    let none: Vec<_> = vivi(cx).filter(|(_, o)| o.value.nodo.is_none() && o.value.di_performance()).collect();
    // With few objectives nothing is said. When many have no place, one message is given for all.
    let each = eccezione(none.len(), all);
    let once = !each && all >= ALTRI;
    for (n, obiettivo) in none.iter().take(if each { usize::MAX } else { usize::from(once) }) {
        let message = match none.len() {
            _ if each => format!("{} non ha un posto nell’albero strategico", cx.nome(*n)),
            missing if missing == all => "nessun obiettivo ha un posto nell’albero strategico".to_owned(),
            missing => format!("{missing} obiettivi su {all} non hanno un posto nell’albero strategico"),
        };
        let problem = REGOLA.at(obiettivo.value.titolo.span, message);
        let problem = if each { problem } else { problem.label("questo è il primo") };
        out.push(problem.help("aggiungi `nodo = \"…\"` con l’id o il codice del nodo a cui contribuisce"));
    }
}
