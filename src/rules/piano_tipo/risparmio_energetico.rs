//! The plan has an objective that saves energy.

use crate::conti::requisiti;
use crate::piano::element::obiettivo::Etichetta;
use crate::rules::{Ambito, Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola =
    Regola::nota("P1027", "risparmio-energetico", include_str!("risparmio_energetico.md"), check)
        .ambito(Ambito::Ordinario)
        .fonte(fonti::CIRCOLARE_DFP_2_2022)
        .origine(&["N23"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let Some(place) = cx.richiesto_in("2.1") else { return };
    if requisiti::etichettati(cx.piano)
        .iter()
        .all(|(_, etichette)| !etichette.contains(&Etichetta::RisparmioEnergetico))
    {
        out.push(
            REGOLA
                .at(place, "nessun obiettivo è di risparmio energetico")
                .help("se un obiettivo lo è, aggiungigli `etichette = [\"risparmio-energetico\"]`; altrimenti valutane uno, per esempio sui consumi degli edifici"),
        );
    }
}
