//! A name means one unit.

use crate::piano::element::Element;
use crate::rules::{Cx, Diagnostic, Regola};
use std::collections::BTreeMap;

pub static REGOLA: Regola =
    Regola::errore("P0702", "alias-doppio", include_str!("alias_doppio.md"), check).origine(&["UNIT-NAME"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let mut first = BTreeMap::new();
    for (n, unita) in cx.piano.elementi.unita.iter().enumerate() {
        for name in unita.value.alias() {
            let (other, span) = *first.entry(name.value.trim().to_lowercase()).or_insert((n, name.span));
            if other != n {
                out.push(
                    REGOLA
                        .at(name.span, format!("«{}» è il nome di due unità", name.value.trim()))
                        .label("qui di nuovo")
                        .other(span, "qui per la prima volta")
                        .note("chi lo scrive intenderebbe la prima")
                        .help("cambia il nome di una delle due, o togli questo alias"),
                );
            }
        }
    }
}
