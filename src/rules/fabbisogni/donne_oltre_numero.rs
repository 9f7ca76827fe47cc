//! The women of a row of the headcount are no more than its people.

use crate::base::span::interi;
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola = Regola::errore("P0729", "donne-oltre-numero", include_str!("donne_oltre_numero.md"), check);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for riga in interi(&cx.piano.elementi.dotazione) {
        let numero = riga.value.numero;
        let Some(donne) = riga.value.donne.filter(|donne| donne.value > numero.value) else { continue };
        out.push(
            REGOLA
                .at(donne.span, format!("le donne sono {}, le persone di questa riga {}", donne.value, numero.value))
                .other(numero.span, "le persone, donne comprese")
                .help("correggi il numero sbagliato: `donne` conta quante delle persone di `numero` sono donne"),
        );
    }
}
