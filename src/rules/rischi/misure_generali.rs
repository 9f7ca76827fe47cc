//! The measures that the ANAC asks of every body are there.

use crate::piano::element::misura_prevenzione::Tema;
use crate::piano::piano_tipo::Profilo;
use crate::rules::rischi::nell_insieme;
use crate::rules::{Cx, Diagnostic, Regola, elenco, fonti};

pub static REGOLA: Regola = Regola::avviso("P0615", "misure-generali", include_str!("misure_generali.md"), check)
    .fonte(fonti::PNA_MISURE_GENERALI)
    .contenuto("2.3");

/// The subjects that no plan leaves out.
const DOVUTI: [Tema; 8] = [
    Tema::CodiceComportamento,
    Tema::ConflittoInteressi,
    Tema::Inconferibilita,
    Tema::IncarichiExtra,
    Tema::Pantouflage,
    Tema::Whistleblowing,
    Tema::Formazione,
    Tema::Commissioni,
];

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let misure = &cx.piano.elementi.misure_prevenzione;
    let Some(place) = nell_insieme(cx).filter(|_| !misure.is_empty()) else { return };
    // Where few people work, rotation is replaced by other measures.
    let large = (cx.set.profilo() == Profilo::Ordinario).then_some(Tema::Rotazione);
    let there = |tema: &Tema| misure.iter().any(|misura| misura.value.tema == Some(*tema));
    let missing: Vec<Tema> = DOVUTI.into_iter().chain(large).filter(|tema| !there(tema)).collect();
    if missing.is_empty() {
        return;
    }
    let names: Vec<String> = missing.iter().map(|tema| tema.label().to_owned()).collect();
    let words: Vec<String> = missing.iter().map(|tema| format!("`{}`", tema.nome())).collect();
    out.push(REGOLA.at(place, format!("fra le misure generali non ce n’è una su: {}", elenco(&names))).help(format!(
        "aggiungi le schede `[[misura_prevenzione]]` con `tipo = \"generale\"` e `tema`: {}",
        words.join(", ")
    )));
}
