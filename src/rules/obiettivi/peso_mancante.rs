//! Where the phases of an objective have weights, each of them has one.

use crate::piano::element::obiettivo::fase::{StatoFase, numeri};
use crate::rules::confronti::vivi_scritti;
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola =
    Regola::errore("P0347", "peso-mancante", include_str!("peso_mancante.md"), check).origine(&["WEIGHT-MISSING"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for (n, obiettivo) in vivi_scritti(cx) {
        let fasi = &obiettivo.value.fasi;
        if !fasi.iter().any(|fase| fase.value.peso.is_some()) {
            continue;
        }
        for (fase, numero) in fasi.iter().zip(numeri(fasi)) {
            let gone = matches!(fase.value.stato, Some(StatoFase::Annullata | StatoFase::Confluita));
            // Phase 0 is the link to the plan of the year before, and its weight counts nothing.
            if fase.value.peso.is_some() || gone || numero == "0" || !fase.intero {
                continue;
            }
            out.push(
                REGOLA
                    .at(fase.span, format!("la fase {numero} di {} non ha un peso, e le altre sì", cx.nome(n)))
                    .label("manca `peso`")
                    .help("aggiungi `peso = …`; se quest’anno la fase non conta, scrivi `peso = \"==\"`"),
            );
        }
    }
}
