//! Every year of the triennium says who leaves, even if nobody does.

use super::organico;
use crate::rules::{Cx, Diagnostic, Regola, elenco, fonti};

pub static REGOLA: Regola =
    Regola::errore("P0733", "cessazioni-per-anno", include_str!("cessazioni_per_anno.md"), check)
        .fonte(fonti::DM132_2022_4_1_C_2)
        .origine(&["N51"])
        .contenuto("3.3");

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let Some(plan) = organico(cx) else { return };
    let missing = plan.anni_senza_cessazioni();
    let Some(first) = missing.first() else { return };
    let years: Vec<String> = missing.iter().map(ToString::to_string).collect();
    // Where the terminations are written, if any is.
    let here = cx.piano.elementi.cessazioni.last().map_or_else(|| super::posto(cx), |last| last.span);
    out.push(REGOLA.at(here, format!("il piano non dice le cessazioni del {}", elenco(&years))).help(format!(
        "aggiungi una `cessazione` per ogni anno; se non esce nessuno, `{{ anno = {first}, numero = 0 }}`"
    )));
}
