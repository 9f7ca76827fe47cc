//! A body above the threshold of return hires for less than a third of what those who leave cost.

use super::spese;
use crate::conti::organico::Organico;
use crate::conti::soglie::Posizione;
use crate::rules::{Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola =
    Regola::avviso("P0745", "rientro", include_str!("rientro.md"), check).fonte(fonti::DL34_2019_33_2);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let above = |c: &crate::conti::soglie::Capacita<'_>| {
        c.dati.ente.is_none() && c.rientro().is_some() && c.posizione() == Some(Posizione::Sopra)
    };
    let Some(dati) = spese(cx).find_map(|(_, capacita)| capacita.filter(above)) else { return };
    let Some(plan) = Organico::di(cx.piano) else { return };
    for anno in &plan.anni {
        // What was saved before the triennium is not in the plan.
        let (Some(spent), Some(saved)) = (plan.costo(*anno), plan.risparmio(anno - 1)) else { continue };
        if i128::from(spent.0) * 100 > i128::from(saved.0) * 30 {
            out.push(
                REGOLA
                    .at(
                        dati.dati.anno.span,
                        format!(
                            "nel {anno} le assunzioni costano {spent}, e le cessazioni del {} valgono {saved}",
                            anno - 1
                        ),
                    )
                    .note("sopra la soglia di rientro si può spendere al massimo il 30 % di chi è uscito l’anno prima")
                    .help("riduci le assunzioni finché il rapporto non torna sotto la soglia di rientro"),
            );
        }
    }
}
