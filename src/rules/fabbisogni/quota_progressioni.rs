//! A plan that hires says which share of the posts is kept for progressions.

use super::organico;
use crate::rules::{Ambito, Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola = Regola::avviso("P0740", "quota-progressioni", include_str!("quota_progressioni.md"), check)
    .ambito(Ambito::Ordinario)
    .fonte(fonti::DL80_2021_6_2_C)
    .contenuto("3.3");

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let Some(plan) = organico(cx) else { return };
    let Some(first) = plan.assunzioni().find(|a| a.numero.value > 0) else { return };
    if cx.set.fabbisogni.progressioni.is_none() && cx.lette_le_impostazioni() {
        out.push(
            REGOLA
                .at(first.numero.span, "il piano assume e non dice quale quota dei posti è per le progressioni")
                .help("in `piao.toml`, sotto `[fabbisogni]`: `progressioni = \"50 %\"`; se non ce ne sono, `progressioni = { assente = \"motivo\" }`"),
        );
    }
}
