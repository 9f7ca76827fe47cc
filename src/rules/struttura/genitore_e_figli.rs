//! The units under a unit do not have more people than it has.

use super::struttura;
use crate::piano::element::unita::Unita;
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola = Regola::avviso("P0713", "genitore-e-figli", include_str!("genitore_e_figli.md"), check);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let Some(all) = struttura(cx) else { return };
    for (pos, unita) in cx.piano.elementi.each::<Unita>() {
        let Some(typed) = unita.value.dipendenti else { continue };
        // Where the rows of staff say how many they are, a typed number that differs has a message of its own.
        if all.dalla_dotazione(pos).is_some() {
            continue;
        }
        let below: Vec<(String, u32)> =
            all.sotto(Some(pos)).filter_map(|child| Some((cx.nome(child), all.persone(child)?))).collect();
        let sum: u64 = below.iter().map(|(_, people)| u64::from(*people)).sum();
        if sum > u64::from(typed.value) {
            let addends: Vec<String> = below.iter().map(|(nome, people)| format!("{nome} {people}")).collect();
            out.push(
                REGOLA
                    .at(
                        typed.span,
                        format!("{} ha {} persone, e le unità che ne fanno parte {sum}", cx.nome(pos), typed.value),
                    )
                    .note(format!("si sommano: {}", addends.join(", ")))
                    .help("correggi il numero sbagliato: chi lavora in un’unità lavora anche in quella sopra"),
            );
        }
    }
}
