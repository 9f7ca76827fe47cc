//! The spending of the plan is within what the DUP gives to staff.

use super::{posto, spese};
use crate::rules::{Ambito, Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola = Regola::errore("P0750", "assunzioni-e-dup", include_str!("assunzioni_e_dup.md"), check)
    .ambito(Ambito::EntiLocali)
    .fonte(fonti::DM25_7_2023)
    .origine(&["N53"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for (dati, _) in spese(cx) {
        let d = &dati.value;
        for anno in cx.set.anni() {
            let (Some(next), Some(given)) = (d.prevista(anno), d.dup(anno)) else { continue };
            if next > given {
                let span = posto(d.prevista.as_ref(), anno).unwrap_or(d.anno.span);
                let other = posto(d.dup.as_ref(), anno).unwrap_or(d.anno.span);
                out.push(
                    REGOLA
                        .at(span, format!("nel {anno} la spesa prevista è {next}, e il DUP dà al personale {given}"))
                        .other(other, "le risorse del DUP sono qui")
                        .help("riduci la spesa prevista, o aggiorna prima il DUP"),
                );
            }
        }
    }
}
