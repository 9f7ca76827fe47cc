//! What is offered can still be taken: no date of an exchange is before the day of the publication.

use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola = Regola::avviso("P1101", "scambio-passato", include_str!("scambio_passato.md"), check)
    .origine(&["DATE-BEFORE-ISSUE"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let issue = cx.set.data.value;
    for scheda in cx.piano.elementi.schede_scambio.iter().map(|scheda| &scheda.value) {
        for d in &scheda.disponibilita {
            let Some(span) = d.value.quando.as_ref().or(d.value.finestra.as_ref()).map(|quando| quando.span) else {
                continue;
            };
            let days = d.value.giorni(cx.anno);
            let past: Vec<String> = days.iter().filter(|(_, a)| *a < issue).map(|(_, a)| a.to_string()).collect();
            let all = if days.is_empty() {
                d.value.ultimo(cx.anno).is_some_and(|last| last < issue)
            } else {
                past.len() == days.len()
            };
            if past.is_empty() && !all {
                continue;
            }
            let message = if all {
                format!("questa data è già passata il {issue}, giorno della pubblicazione")
            } else {
                format!(
                    "alcuni giorni sono già passati il {issue}, giorno della pubblicazione: {}",
                    crate::rules::elenco(&past)
                )
            };
            out.push(
                REGOLA
                    .at(span, message)
                    .note("il giorno della pubblicazione è `data` in piao.toml")
                    .help("togli i giorni passati, o scrivi l’anno se sono quelli dell’anno prossimo"),
            );
        }
    }
}
