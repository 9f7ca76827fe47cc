//! A union of Comuni has no threshold.

use super::spese;
use crate::piano::element::ente::Tipo;
use crate::rules::{Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola = Regola::avviso("P0759", "unione-e-soglia", include_str!("unione_e_soglia.md"), check)
    .fonte(fonti::SEZ_AUTONOMIE_4_2021);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    if cx.set.ente.tipo != Tipo::Unione {
        return;
    }
    for (dati, _) in spese(cx).filter(|(dati, _)| dati.value.ente.is_none()) {
        let d = &dati.value;
        if let Some(typed) = d.soglia.or(d.soglia_rientro) {
            out.push(
                REGOLA
                    .at(typed.span, "un’Unione di Comuni non ha una soglia")
                    .note("le Unioni assumono nei limiti della spesa del 2008 e di chi esce")
                    .help("togli la soglia e scrivi `[spesa_personale.limite]` con `comma = 562`"),
            );
        }
    }
}
