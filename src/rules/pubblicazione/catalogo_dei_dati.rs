//! The catalogue of the open data says who publishes them and how to write to them: the code of the body and its certified mail.

use crate::piano::element::value::Dovuto;
use crate::piano::settings::Stato;
use crate::rules::{Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola =
    Regola::avviso("P0810", "catalogo-dei-dati", include_str!("catalogo_dei_dati.md"), check).fonte(fonti::DCAT_AP_IT);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    // A plan that is not approved is not in a catalogue yet. A field that is not there at all is the matter of P1009.
    if cx.set.stato != Stato::Approvato {
        return;
    }
    let ente = &cx.set.ente;
    let fields = [
        (
            &ente.codice_ipa,
            "codice_ipa",
            "il codice IPA",
            "è quello dell’Indice dei domicili digitali, indicepa.gov.it",
        ),
        (&ente.pec, "pec", "la PEC", "è quella pubblicata in indicepa.gov.it"),
    ];
    for (field, key, name, place) in fields {
        let Some(Dovuto::Assente(reason)) = field else { continue };
        out.push(
            REGOLA
                .at(reason.span, format!("senza {name} dell’ente il catalogo dei dati aperti è respinto"))
                .note("dati.gov.it chiede di ogni catalogo chi lo pubblica e come gli si scrive")
                .help(format!("scrivi `{key} = \"…\"`: {place}")),
        );
    }
}
