//! Where objectives cite the DUP, each of them does.

use crate::rules::confronti::senza;
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola =
    Regola::nota("P0341", "dup-mancante", include_str!("dup_mancante.md"), check).origine(&["DUP-MISSING"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for (n, obiettivo) in senza(cx, |o| !o.dup.0.is_empty() || !o.di_performance()) {
        out.push(
            REGOLA
                .at(obiettivo.value.titolo.span, format!("{} non ha un riferimento al DUP", cx.nome(n)))
                .note("gli altri obiettivi del piano lo hanno quasi tutti")
                .help("aggiungi il punto del DUP da cui viene, per esempio `dup = \"3.1.2\"`"),
        );
    }
}
