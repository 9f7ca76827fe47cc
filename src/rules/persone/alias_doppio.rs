//! A name means one unit, and so does a code.

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
    let codes = cx.piano.elementi.unita.iter().filter_map(|unita| unita.value.codice.as_ref());
    let codes = codes.map(|code| (code.value.trim().to_lowercase(), code.span, code.value.trim()));
    for doppio in doppi(codes) {
        out.push(
            REGOLA
                .doppio(&doppio, format!("il codice {} è di due unità", doppio.ancora.1))
                .note("chi lo scrive intenderebbe la prima")
                .help("dai a una delle due il codice giusto"),
        );
    }
}
