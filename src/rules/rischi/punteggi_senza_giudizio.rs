//! Numbers of probability and impact have a judgement in words beside them.

use crate::rules::rischi::{nell_insieme, rischi};
use crate::rules::{Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola =
    Regola::nota("P0609", "punteggi-senza-giudizio", include_str!("punteggi_senza_giudizio.md"), check)
        .fonte(fonti::PNA_2019_1);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let processi = &cx.piano.elementi.processi;
    if !rischi(cx).numeri() || processi.is_empty() || nell_insieme(cx).is_none() {
        return;
    }
    let said = processi
        .iter()
        .map(|processo| &processo.value)
        .any(|p| p.motivazione.is_some() || p.rischi.iter().any(|rischio| rischio.value.motivazione.is_some()));
    if !said {
        out.push(
            REGOLA
                .at(cx.tabella("rischi"), "i rischi hanno punteggi e nessun giudizio in parole")
                .note("dal 2019 l’ANAC chiede un giudizio motivato: i numeri da soli non lo sono")
                .help("aggiungi `motivazione = \"…\"` ai processi, cominciando da quelli con il livello più alto"),
        );
    }
}
