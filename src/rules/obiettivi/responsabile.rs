//! Somebody answers for every objective: a unit, or who is named.

use crate::conti::requisiti::{Risposta, responsabile};
use crate::rules::confronti::{ALTRI, vivi, vivi_scritti};
use crate::rules::{Ambito, Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola = Regola::errore("P0323", "responsabile", include_str!("responsabile.md"), check)
    .ambito(Ambito::Ordinario)
    .fonte(fonti::DM132_2022_ALLEGATO_2_2)
    .origine(&["N26", "RESP-MISSING"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let all = vivi_scritti(cx).count();
    // A plan that has just been begun is not asked yet who answers for its objectives.
    if cx.sezione("2.2").is_none() && all < ALTRI {
        return;
    }
    let none: Vec<_> = vivi(cx).filter(|(_, o)| responsabile(&o.value) == Risposta::Manca).collect();
    // When no record of the plan says it, one message is given for the whole plan.
    let never = none.len() == all && all > 1;
    for (n, obiettivo) in none.iter().take(if never { 1 } else { usize::MAX }) {
        let titolo = obiettivo.value.titolo.span;
        let problem = REGOLA.at(titolo, format!("di {} non si dice chi risponde", cx.nome(*n)));
        let problem =
            if never { problem.note(format!("nessuno dei {all} obiettivi del piano lo dice")) } else { problem };
        out.push(problem.help(
            "aggiungi `unita = \"…\"` con il codice o il nome dell’unità; se non è ancora deciso, scrivi `unita = { assente = \"motivo\" }`",
        ));
    }
}
