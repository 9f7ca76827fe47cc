//! A date that is fixed is a day.

use crate::piano::element::scheda_scambio::disponibilita::StatoData;
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola = Regola::avviso("P1105", "scambio-fissato", include_str!("scambio_fissato.md"), check);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for d in cx.piano.elementi.schede_scambio.iter().flat_map(|scheda| &scheda.value.disponibilita) {
        let readable = d.value.quando.as_ref().is_none_or(|quando| quando.value.lettura.is_ok());
        let Some(stato) = d.value.stato.as_ref().filter(|s| s.value != StatoData::DaFissare && readable) else {
            continue;
        };
        if d.value.giorni(cx.anno).is_empty() {
            out.push(
                REGOLA
                    .at(stato.span, format!("questa data è «{}», ma non dice nessun giorno", stato.value.label()))
                    .help("scrivi il giorno in `quando`, o `stato = \"da-fissare\"`")
                    .proposta(stato.span, cx.scritto(stato.span, &StatoData::DaFissare.nome())),
            );
        }
    }
}
