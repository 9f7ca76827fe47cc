//! Where cards say what an objective is for, each of them says it.

use crate::rules::confronti::senza;
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola =
    Regola::nota("P0335", "finalita-vuota", include_str!("finalita_vuota.md"), check).origine(&["FINALITY-EMPTY"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for (n, obiettivo) in senza(cx, |o| o.finalita.is_some()) {
        out.push(
            REGOLA
                .at(obiettivo.value.titolo.span, format!("di {} non si dice la finalità", cx.nome(n)))
                .note("gli altri obiettivi del piano la dicono quasi tutti")
                .help("aggiungi `finalita = \"…\"`, o in una scheda Markdown il titolo «Finalità»: a che cosa serve, in una frase"),
        );
    }
}
