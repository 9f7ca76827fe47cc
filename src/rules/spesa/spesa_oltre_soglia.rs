//! A body within its threshold stays within it.

use super::{posto, spese};
use crate::conti::soglie::Posizione;
use crate::rules::{Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola = Regola::errore("P0743", "spesa-oltre-soglia", include_str!("spesa_oltre_soglia.md"), check)
    .fonte(fonti::DM17_3_2020_SOGLIE);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for (dati, capacita) in spese(cx) {
        let Some(capacita) = capacita.filter(|c| c.posizione() == Some(Posizione::Entro)) else { continue };
        let (Some(soglia), Some(most)) = (capacita.soglia(), capacita.massima()) else { continue };
        for anno in cx.set.anni() {
            let Some(next) = dati.value.prevista(anno).filter(|next| capacita.oltre(*next, soglia)) else { continue };
            let span = posto(dati.value.prevista.as_ref(), anno).unwrap_or(dati.value.anno.span);
            out.push(
                REGOLA
                    .at(span, format!("nel {anno} la spesa prevista è {next}, e quella massima {most}"))
                    .note(format!("la soglia è {} delle entrate nette, che sono {}", soglia.esteso(), capacita.nette()))
                    .help("riduci la spesa prevista, o sposta qualche assunzione"),
            );
        }
    }
}
