//! The auditors have given their opinion on the staff plan.

use super::{dichiarato, letto};
use crate::piano::element::adempimento::Oggetto;
use crate::rules::{Ambito, Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola = Regola::avviso("P0752", "parere-revisori", include_str!("parere_revisori.md"), check)
    .ambito(Ambito::EntiLocali)
    .fonte(fonti::L448_2001_19_8)
    .origine(&["N54"])
    .contenuto("3.3");

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    if cx.piano.elementi.adempimenti.is_empty() || !letto(cx) {
        return;
    }
    let all = cx.piano.elementi.adempimenti.iter().map(|record| &record.value);
    let opinion = all.filter(|a| a.oggetto.value == Oggetto::ParereRevisori).collect::<Vec<_>>();
    if let Some(first) = opinion.first() {
        if opinion.iter().all(|a| a.atto.is_none() && a.data.is_none()) {
            out.push(
                REGOLA
                    .at(first.oggetto.span, "il parere dei revisori non dice di quando è")
                    .help("aggiungi `data`, o `atto` con l’id del parere"),
            );
        }
        return;
    }
    if dichiarato(cx, Oggetto::ParereRevisori) {
        return;
    }
    if let Some(place) = super::assume(cx) {
        out.push(
            REGOLA.at(place, "il piano assume e non ha il parere dei revisori").help(
                "aggiungi `{ oggetto = \"parere-revisori\", esito = \"favorevole\", data = … }` agli adempimenti",
            ),
        );
    }
}
