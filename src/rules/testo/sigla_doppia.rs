//! An acronym stands for one thing.

use crate::rules::{Cx, Regola};
use std::collections::BTreeMap;

pub static REGOLA: Regola = Regola::avviso("P0509", "sigla-doppia", include_str!("sigla_doppia.md"), check);

fn check(cx: &Cx<'_>, out: &mut Vec<crate::diag::Diagnostic>) {
    let mut first = BTreeMap::new();
    for termine in &cx.piano.elementi.termini {
        let Some(sigla) = &termine.value.sigla else { continue };
        let word = sigla.value.trim();
        let Some((at, nome)) = first.get(word) else {
            first.insert(word, (sigla.span, &termine.value.nome.value));
            continue;
        };
        out.push(
            REGOLA
                .at(
                    sigla.span,
                    format!("la sigla «{word}» è di due termini: «{nome}» e «{}»", termine.value.nome.value),
                )
                .label("qui di nuovo")
                .other(*at, "qui per la prima volta")
                .note("nel testo la sigla resta sola: nessuno dei due nomi le è messo accanto")
                .help("unisci i due termini, o togli la `sigla` a quello che nel testo si scrive per esteso"),
        );
    }
}
