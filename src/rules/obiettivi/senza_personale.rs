//! Where objectives say who works on them, each of them says it.

use crate::rules::confronti::senza;
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola =
    Regola::nota("P0336", "senza-personale", include_str!("senza_personale.md"), check).origine(&["STAFF-MISSING"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for (n, obiettivo) in senza(cx, |o| !o.personale.0.is_empty()) {
        out.push(
            REGOLA
                .at(obiettivo.value.titolo.span, format!("di {} non si dice chi ci lavora", cx.nome(n)))
                .note("gli altri obiettivi del piano lo dicono quasi tutti")
                .help("aggiungi quante persone per categoria: `personale = { C1 = 2, D1 = 1 }`"),
        );
    }
}
