//! When the spending grows, the auditors have sworn that the budget stays balanced.

use super::{dichiarato, letto, spese};
use crate::piano::element::adempimento::Oggetto;
use crate::piano::element::ente::Tipo;
use crate::rules::{Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola = Regola::avviso("P0753", "asseverazione", include_str!("asseverazione.md"), check)
    .fonte(fonti::DM17_3_2020_5)
    .contenuto("3.3");

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    if cx.set.ente.tipo != Tipo::Comune
        || cx.piano.elementi.adempimenti.is_empty()
        || dichiarato(cx, Oggetto::AsseverazioneEquilibrio)
        || !letto(cx)
    {
        return;
    }
    for (dati, capacita) in spese(cx).filter(|(dati, _)| dati.value.ente.is_none()) {
        let Some(capacita) = capacita else { continue };
        let more = cx.set.anni().find(|anno| dati.value.prevista(*anno).is_some_and(|next| next > capacita.spesa));
        let Some(anno) = more else { continue };
        let span = super::posto(dati.value.prevista.as_ref(), anno).unwrap_or(dati.value.anno.span);
        out.push(
            REGOLA
                .at(span, format!("nel {anno} la spesa cresce, e non c’è l’asseverazione dell’equilibrio di bilancio"))
                .help("aggiungi `{ oggetto = \"asseverazione-equilibrio\", esito = \"asseverato\", data = … }` agli adempimenti"),
        );
    }
}
