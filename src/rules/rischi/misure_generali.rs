//! The measures that the ANAC asks of every body are there.

use crate::conti::requisiti::{self, Risposta};
use crate::rules::rischi::nell_insieme;
use crate::rules::{Cx, Diagnostic, Regola, elenco, fonti};

pub static REGOLA: Regola = Regola::avviso("P0615", "misure-generali", include_str!("misure_generali.md"), check)
    .fonte(fonti::PNA_MISURE_GENERALI)
    .contenuto("2.3");

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let misure = &cx.piano.elementi.misure_prevenzione;
    let Some(place) = nell_insieme(cx).filter(|_| !misure.is_empty()) else { return };
    let missing = requisiti::temi_generali(cx.set.profilo());
    let missing: Vec<_> = missing.filter(|tema| requisiti::tema_generale(cx.piano, *tema) == Risposta::Manca).collect();
    if missing.is_empty() {
        return;
    }
    let names: Vec<String> = missing.iter().map(|tema| tema.label().to_owned()).collect();
    let words: Vec<String> = missing.iter().map(|tema| format!("`{}`", tema.nome())).collect();
    out.push(REGOLA.at(place, format!("fra le misure generali non ce n’è una su: {}", elenco(&names))).help(format!(
        "aggiungi le schede `[[misura_prevenzione]]` con `tipo = \"generale\"` e `tema`: {}; di quella che l’ente non ha, `[[adempimento]]` con `oggetto = \"misura-assente\"`, `tema` ed `esito`",
        words.join(", ")
    )));
}
