//! An exchange on offer says when it can be done.

use crate::diag::{Diagnostic, Severity};
use crate::rules::{Cx, Regola};

pub static REGOLA: Regola = Regola {
    codice: "P1102",
    pagina: include_str!("scambio_senza_date.md"),
    nome: "scambio-senza-date",
    livello: Severity::Avviso,
    origine: &[],
    check,
    ..Regola::BASE
};

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for scheda in &cx.piano.elementi.schede_scambio {
        if scheda.value.disponibilita.is_empty() && cx.letto(scheda.span) {
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
