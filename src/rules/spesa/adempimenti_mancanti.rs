//! The other things that a body must have done before it hires.

use super::{dichiarato, letto};
use crate::piano::element::adempimento::Oggetto;
use crate::rules::{Ambito, Cx, Diagnostic, Regola, elenco, fonti};

pub static REGOLA: Regola =
    Regola::avviso("P0755", "adempimenti-mancanti", include_str!("adempimenti_mancanti.md"), check)
        .ambito(Ambito::EntiLocali)
        .fonte(fonti::ADEMPIMENTI)
        .contenuto("3.3");

const DOVUTI: [Oggetto; 3] = [Oggetto::InformazioneSindacale, Oggetto::AzioniPositive, Oggetto::BilanciBdap];

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    if cx.piano.elementi.adempimenti.is_empty() || !letto(cx) {
        return;
    }
    let Some(place) = super::assume(cx) else { return };
    let missing: Vec<String> =
        DOVUTI.iter().filter(|what| !dichiarato(cx, **what)).map(|what| format!("`{}`", what.nome())).collect();
    if !missing.is_empty() {
        out.push(
            REGOLA
                .at(place, format!("fra gli adempimenti prima di assumere mancano: {}", elenco(&missing)))
                .help("aggiungi ciascuno con il suo `esito`, anche se è «non dovuto», e perché"),
        );
    }
}
