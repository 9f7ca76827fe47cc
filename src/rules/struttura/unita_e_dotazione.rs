//! The people that a unit says to have are those of the rows of staff that name it.

use super::struttura;
use crate::piano::element::unita::Unita;
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola = Regola::errore("P0712", "unita-e-dotazione", include_str!("unita_e_dotazione.md"), check);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let Some(all) = struttura(cx) else { return };
    for (pos, unita) in cx.piano.elementi.each::<Unita>() {
        let (Some(typed), Some(sum)) = (unita.value.dipendenti, all.dalla_dotazione(pos)) else { continue };
        if typed.value != sum {
            out.push(
                REGOLA
                    .at(typed.span, format!("{} ha {} persone, nella dotazione {sum}", cx.nome(pos), typed.value))
                    .help("togli `dipendenti`: si calcola dalla dotazione; o correggi le righe che nominano l’unità"),
            );
        }
    }
}
