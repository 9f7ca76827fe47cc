//! It is sure how many persons the words of a capacity make.

use crate::base::span::Span;
use crate::piano::element::scheda_scambio::capienza::Posti;
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola = Regola::avviso("P1127", "posti-incerti", include_str!("posti_incerti.md"), check);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for scheda in cx.piano.elementi.schede_scambio.iter().map(|scheda| &scheda.value) {
        let capienze = &scheda.capienza.0;
        // The first words that leave the doubt; several sure ones may still not agree.
        let unsure = capienze.iter().find(|c| !c.value.certa).or_else(|| capienze.first());
        let place: Option<Span> = unsure.map(|c| c.span);
        if let (Posti::Incerti, Some(span)) = (scheda.posti(), place) {
            out.push(
                REGOLA
                    .at(span, "non si capisce quante persone in tutto: la scheda resta fuori dal totale dei posti")
                    .help("aggiungi il numero di tutte le persone, per esempio `\"massimo 20 in totale\"`"),
            );
        }
    }
}
