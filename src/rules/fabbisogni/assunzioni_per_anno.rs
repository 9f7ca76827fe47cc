//! Every year of the triennium says who enters, even if nobody does.

use super::organico;
use crate::rules::{Cx, Diagnostic, Regola, elenco, fonti};

pub static REGOLA: Regola =
    Regola::avviso("P0734", "assunzioni-per-anno", include_str!("assunzioni_per_anno.md"), check)
        .fonte(fonti::DM132_2022_4_1_C_3)
        .contenuto("3.3");

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let Some(plan) = organico(cx) else { return };
    let missing = plan.anni_senza_assunzioni();
    let Some(first) = missing.first() else { return };
    let years: Vec<String> = missing.iter().map(ToString::to_string).collect();
    out.push(REGOLA.at(super::posto(cx), format!("il piano non dice le assunzioni del {}", elenco(&years))).help(
        format!("aggiungi un’`assunzione` per ogni anno; se non entra nessuno, `{{ anno = {first}, numero = 0 }}`"),
    ));
}
