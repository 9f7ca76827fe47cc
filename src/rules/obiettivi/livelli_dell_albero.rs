//! The tree has the levels that it declares, and siblings have different numbers.

use crate::conti::performance::padre;
use crate::piano::element::nodo::MAX_TREE;
use crate::piano::element::nodo::Nodo;
use crate::piano::element::pos::Pos;
use crate::rules::vocabolario::doppi;
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola =
    Regola::errore("P0321", "livelli-dell-albero", include_str!("livelli_dell_albero.md"), check)
        .origine(&["NUMBERING", "NODE-DUP"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let declared = cx.set.albero.livelli.len();
    let above = |n: &Pos<Nodo>| padre(cx.piano, cx.index, *n);
    let mut codes = Vec::new();
    for (n, nodo) in cx.piano.elementi.each::<Nodo>() {
        // A loop, or a tree that is too deep to be shown, is reported by `check`. The codes in it mean nothing.
        if std::iter::successors(Some(n), above).take(MAX_TREE + 1).count() > MAX_TREE {
            continue;
        }
        let Some(code) = cx.index.codice(n) else { continue };
        let depth = code.split('.').count();
        if declared > 0 && depth > declared {
            let span = nodo.value.padre.as_ref().map_or(nodo.value.titolo.span, |padre| padre.span);
            out.push(
                REGOLA
                    .at(
                        span,
                        format!("«{}» è al livello {depth} dell’albero, che ne ha {declared}", nodo.value.titolo.value),
                    )
                    .help("aggiungi il nome del livello in `[albero] livelli` di `piao.toml`, o cambia `padre`"),
            );
        }
        let span = nodo.value.numero.as_ref().map_or(nodo.value.titolo.span, |numero| numero.span);
        codes.push((code, span, code));
    }
    for doppio in doppi(codes) {
        out.push(
            REGOLA
                .doppio(&doppio, format!("due voci dell’albero hanno il codice {}", doppio.ancora.1))
                .help("cambia `numero` a una delle due, o toglilo: i numeri vengono da soli"),
        );
    }
}
