//! Each hire says what it costs.

use crate::base::span::interi;
use crate::rules::{Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola = Regola::avviso("P0751", "costo-assunzione", include_str!("costo_assunzione.md"), check)
    .fonte(fonti::DM132_2022_ALLEGATO_3_3);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let hires = interi(&cx.piano.elementi.assunzioni).map(|record| &record.value);
    for a in hires.filter(|a| a.numero.value > 0 && a.costo.is_none() && !a.etero) {
        out.push(
            REGOLA
                .at(a.numero.span, format!("di questa assunzione del {} non si dice il costo", a.anno.value))
                .help("aggiungi `costo = \"…\"`: quanto costano queste persone in un anno, senza IRAP"),
        );
    }
}
