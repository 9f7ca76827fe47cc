//! The sections that a monitoring is about are those of the Piano-tipo.

use crate::piano::piano_tipo::{SEZIONI, titolo};
use crate::rules::{Cx, Diagnostic, Regola};

// A section with a wrong number would be watched by nobody.
pub static REGOLA: Regola =
    Regola::errore("P1055", "sezioni-del-monitoraggio", include_str!("sezioni_del_monitoraggio.md"), check);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for m in &cx.piano.elementi.monitoraggi {
        for sezione in m.value.sezioni.iter().filter(|sezione| titolo(sezione.value.trim()).is_none()) {
            let numbers: Vec<&str> = SEZIONI.iter().map(|(numero, _)| *numero).collect();
            out.push(
                REGOLA
                    .at(sezione.span, format!("il Piano-tipo non ha una sezione «{}»", sezione.value.trim()))
                    .help(format!("scrivi uno di questi numeri: {}", numbers.join(", "))),
            );
        }
        if m.value.sezioni.is_empty() && m.intero {
            out.push(
                REGOLA
                    .at(m.value.titolo.span, "questo monitoraggio non dice quali sezioni guarda")
                    .help("scrivi `sezioni = [\"2.3\"]`, con il numero del Piano-tipo"),
            );
        }
    }
}
