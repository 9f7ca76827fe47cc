//! Nobody is granted more than was asked for.

use crate::base::text::short;
use crate::conti::finanziamenti::Fondo;
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola =
    Regola::errore("P1201", "finanziato-oltre-richiesto", include_str!("finanziato_richiesto.md"), check)
        .origine(&["FUNDING"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for fondo in interi(cx) {
        let (Some(asked), Some(granted)) = (fondo.richiesto(), fondo.finanziato()) else { continue };
        if granted.value > asked.value {
            let (nome, asked, what) = (nome(fondo), asked.value, granted.value);
            out.push(
                REGOLA
                    .at(granted.span, format!("{nome}: il finanziato, {what}, è più del richiesto, {asked}"))
                    .help("correggi `finanziato` o `richiesto`"),
            );
        }
    }
}

/// Every project and measure of which everything was read.
pub fn interi<'a>(cx: &Cx<'a>) -> impl Iterator<Item = Fondo<'a>> + use<'a> {
    Fondo::tutti(cx.piano).filter(|fondo| fondo.intero())
}

/// What a project or a measure is called in a message.
pub fn nome(fondo: Fondo<'_>) -> String {
    format!("«{}»", short(&fondo.titolo().value))
}
