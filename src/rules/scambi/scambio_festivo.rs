//! An exchange of several days begins on a day on which offices are open.

use crate::rules::{Cx, Diagnostic, Regola};
use jiff::civil::Weekday;

pub static REGOLA: Regola =
    Regola::avviso("P1104", "scambio-festivo", include_str!("scambio_festivo.md"), check).origine(&["WEEKDAY"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for scheda in cx.piano.elementi.schede_scambio.iter().map(|scheda| &scheda.value) {
        for (d, (da, a)) in scheda.giorni(cx.anno) {
            let name = match da.0.weekday() {
                Weekday::Saturday => "sabato",
                Weekday::Sunday => "domenica",
                _ => continue,
            };
            // A note beside the date shows that the author knows which day it is.
            if let Some(quando) = d.value.quando.as_ref().filter(|_| da < a && d.value.nota.is_none()) {
                out.push(
                    REGOLA
                        .at(quando.span, format!("il periodo comincia di {name}, il {da}"))
                        .help("controlla il primo giorno; se è giusto, dillo nella `nota`"),
                );
            }
        }
    }
}
