//! An objective, or one unit's share of it, has one outcome at each moment.

use crate::piano::element::Kind;
use crate::rules::{Cx, Diagnostic, Regola};
use std::collections::BTreeMap;

pub static REGOLA: Regola =
    Regola::errore("P0316", "misure-doppie", include_str!("misure_doppie.md"), check).origine(&["SAME-FACT-TWICE"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for (n, obiettivo) in cx.obiettivi() {
        let mut first = BTreeMap::new();
        for misura in &obiettivo.value.misurazioni {
            let unita = misura.value.unita.as_ref().map(|rif| cx.index.element(Kind::Unita, &rif.value));
            let Some(other) = first.insert((misura.value.momento, unita), misura.span) else { continue };
            let when = misura.value.momento.label();
            out.push(
                REGOLA
                    .at(misura.span, format!("{} ha due esiti al {when}", cx.nome(n)))
                    .label("qui di nuovo")
                    .other(other, "qui per la prima volta")
                    .help("tieni quello giusto; l’esito della quota di un’unità si distingue con `unita = \"…\"`"),
            );
        }
    }
}
