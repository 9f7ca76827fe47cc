//! A name means one unit.

use crate::piano::element::Element;
use crate::rules::vocabolario::doppi;
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola =
    Regola::errore("P0702", "alias-doppio", include_str!("alias_doppio.md"), check).origine(&["UNIT-NAME"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let units = cx.piano.elementi.unita.iter().enumerate();
    let names = units.flat_map(|(n, unita)| unita.value.alias().into_iter().map(move |name| (n, name)));
    let names = names.map(|(n, name)| (name.value.trim().to_lowercase(), name.span, (n, name.value.trim())));
    for doppio in doppi(names) {
        let (n, name) = doppio.ancora.1;
        if n != doppio.prima.1.0 {
            out.push(
                REGOLA
                    .doppio(&doppio, format!("«{name}» è il nome di due unità"))
                    .note("chi lo scrive intenderebbe la prima")
                    .help("cambia il nome di una delle due, o togli questo alias"),
            );
        }
    }
}
