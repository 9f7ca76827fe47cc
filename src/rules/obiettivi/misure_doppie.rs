//! An objective, or one unit's share of it, has one outcome at each moment.

use crate::rules::vocabolario::doppi;
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola =
    Regola::errore("P0316", "misure-doppie", include_str!("misure_doppie.md"), check).origine(&["SAME-FACT-TWICE"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for (n, obiettivo) in cx.scritti() {
        // An outcome whose moment was not read is of no moment.
        let misure = obiettivo.value.misurazioni.iter().filter(|misura| misura.intero).map(|misura| {
            let unita = misura.value.unita.as_ref().map(|rif| cx.index.rif(rif));
            ((misura.value.momento, unita), misura.span, misura.value.momento.label())
        });
        for doppio in doppi(misure) {
            out.push(
                REGOLA
                    .doppio(&doppio, format!("{} ha due esiti al {}", cx.nome(n), doppio.ancora.1))
                    .help("tieni quello giusto; l’esito della quota di un’unità si distingue con `unita = \"…\"`"),
            );
        }
    }
}
