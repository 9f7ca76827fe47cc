//! The code of a project of the PNRR is its path, in one form.

use crate::conti::finanziamenti::pnrr;
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola = Regola::avviso("P1207", "percorso-pnrr", include_str!("percorso_pnrr.md"), check);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let missions = cx.piano.elementi.progetti.iter().any(|progetto| progetto.value.percorso().is_some());
    for progetto in &cx.piano.elementi.progetti {
        let p = &progetto.value;
        // Where no project says its mission, nobody adds them by mission.
        if missions && progetto.intero && p.codice.is_none() && pnrr(&p.programma.value) {
            out.push(
                REGOLA
                    .at(p.programma.span, "questo progetto del PNRR non dice la sua missione: nei totali sta fra le «Missione non indicata»")
                    .help("aggiungi il suo percorso, per esempio `codice = \"M5.C2.I1.1.1\"`: missione 5, componente 2, investimento 1.1.1"),
            );
        }
        let Some(codice) = p.codice.as_ref().filter(|c| !c.value.is_empty() && pnrr(&p.programma.value)) else {
            continue;
        };
        if p.percorso().is_none() {
            out.push(
                REGOLA
                    .at(codice.span, format!("«{}» non dice missione, componente e investimento", crate::base::text::short(&codice.value)))
                    .help("scrivi per esempio \"M5.C2.I1.1.1\": missione 5, componente 2, investimento 1.1.1; se il codice è un CUP, va in `cup`"),
            );
        }
    }
}
