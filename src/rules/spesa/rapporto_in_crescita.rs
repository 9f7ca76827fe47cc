//! A body between the two thresholds does not raise its ratio.

use super::{posto, spese};
use crate::conti::soglie::Posizione;
use crate::rules::{Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola =
    Regola::avviso("P0744", "rapporto-in-crescita", include_str!("rapporto_in_crescita.md"), check)
        .fonte(fonti::DM17_3_2020_6);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for (dati, capacita) in spese(cx) {
        let Some(capacita) = capacita.filter(|c| c.posizione() == Some(Posizione::Intermedia)) else { continue };
        let now = capacita.rapporto(capacita.spesa);
        for anno in cx.set.anni() {
            let Some(next) = dati.value.prevista(anno).filter(|next| *next > capacita.spesa) else { continue };
            let span = posto(dati.value.prevista.as_ref(), anno).unwrap_or(dati.value.anno.span);
            let ratio = capacita.rapporto(next).esteso();
            out.push(
                REGOLA
                    .at(
                        span,
                        format!(
                            "nel {anno} il rapporto sarebbe {ratio}, più di quello dell’ultimo rendiconto, {}",
                            now.esteso()
                        ),
                    )
                    .help(format!("fra le due soglie si può assumere senza superare {}", capacita.spesa)),
            );
        }
    }
}
