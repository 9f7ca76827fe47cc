//! The PNRR pays until 31 August 2026: what must be completed later is not paid by it.

use crate::base::giorno::Giorno;
use crate::conti::finanziamenti::pnrr;
use crate::piano::element::misura_digitale::StatoCandidatura;
use crate::rules::{Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola = Regola::avviso("P1230", "pnrr-chiuso", include_str!("pnrr_chiuso.md"), check)
    .fonte(fonti::UE_2021_241_20_5)
    .origine(&["N63"]);

/// The last day on which what is done counts.
const FINE: Giorno = Giorno(jiff::civil::date(2026, 8, 31));

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for misura in &cx.piano.elementi.misure_digitali {
        let m = &misura.value;
        let mine = m.programma.as_ref().is_none_or(|programma| pnrr(&programma.value));
        if !mine {
            continue;
        }
        if let Some(date) = &m.completamento {
            if date.value.scadenza(cx.anno).is_some_and(|day| day > FINE) {
                out.push(
                    REGOLA.at(date.span, "il completamento è dopo il 31/08/2026, quando il PNRR si chiude").help(
                        "correggi la data; se si completa con altri fondi, scrivi quali in `programma`, per esempio `programma = \"fondi propri\"`",
                    ),
                );
            }
        } else if let Some(stato) = m.stato.filter(|stato| stato.value == StatoCandidatura::Assegnata)
            && cx.set.data.value > FINE
            && m.verifica.is_none()
            && misura.intero
        {
            out.push(
                REGOLA
                    .at(stato.span, format!("il PNRR si è chiuso il 31/08/2026, e questa misura è ancora «{}»", stato.value.label()))
                    .help("aggiungi quando è stata completata, per esempio `completamento = \"31/05/2026\"`, o aggiorna lo stato: \"E\" se è erogata, \"R\" se è rinunciata"),
            );
        }
    }
}
