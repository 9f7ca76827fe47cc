//! An exchange on offer says when it can be done.

use crate::base::span::interi;
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola = Regola::avviso("P1102", "scambio-senza-date", include_str!("scambio_senza_date.md"), check);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for scheda in interi(&cx.piano.elementi.schede_scambio) {
        if scheda.value.disponibilita.is_empty() {
            let title = crate::base::text::short(&scheda.value.titolo.value);
            out.push(
                REGOLA.at(scheda.value.titolo.span, format!("lo scambio «{title}» non dice quando si può fare")).help(
                    "aggiungi almeno una riga, per esempio `disponibilita = [{ quando = \"5 e 6 novembre\" }]`; se il giorno \
                     non si sa ancora scrivi il mese, o `quando = \"da fissare\"`",
                ),
            );
        }
    }
}
