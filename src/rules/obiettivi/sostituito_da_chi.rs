//! An objective that was replaced says by which.

use crate::piano::element::obiettivo::Stato;
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola = Regola::avviso("P0354", "sostituito-da-chi", include_str!("sostituito_da_chi.md"), check);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for (n, obiettivo) in cx.obiettivi() {
        let o = &obiettivo.value;
        let Some(stato) = &o.stato else { continue };
        match (stato.value, &o.sostituito_da) {
            (Stato::Sostituito, None) => out.push(
                REGOLA
                    .at(stato.span, format!("{} è sostituito e non si dice da quale obiettivo", cx.nome(n)))
                    .help("aggiungi `sostituito_da = \"codice\"`; se non lo sostituisce nessuno, scrivi `stato = \"annullato\"`"),
            ),
            (Stato::Attivo | Stato::Nuovo, Some(other)) => out.push(
                REGOLA
                    .at(other.span, format!("{} ha un sostituto e il suo stato è «{}»", cx.nome(n), stato.value.label()))
                    .help("scrivi `stato = \"sostituito\"`, o togli `sostituito_da`"),
            ),
            _ => {}
        }
    }
}
