//! The plan has an objective that saves energy.

use crate::diag::{Diagnostic, Severity};
use crate::piano::element::obiettivo::Etichetta;
use crate::rules::piano_tipo::accessibilita_fisica::etichettati;
use crate::rules::{Ambito, Cx, Fonte, Regola};

pub static REGOLA: Regola = Regola {
    codice: "P1027",
    pagina: include_str!("risparmio_energetico.md"),
    nome: "risparmio-energetico",
    livello: Severity::Nota,
    ambito: Ambito::Ordinario,
    fonte: Fonte::letta("circolare del Dipartimento della funzione pubblica n. 2 del 2022"),
    origine: &["N23"],
    check,
    ..Regola::BASE
};

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let Some(place) = cx.richiesto_in("2.1") else { return };
    if etichettati(cx).iter().all(|(_, _, etichette)| !etichette.contains(&Etichetta::RisparmioEnergetico)) {
        out.push(
            REGOLA
                .at(place, "nessun obiettivo è di risparmio energetico")
                .help("se un obiettivo lo è, aggiungigli `etichette = [\"risparmio-energetico\"]`; altrimenti valutane uno, per esempio sui consumi degli edifici"),
        );
    }
}
