//! The year in the number of an act is the year of its date.

use crate::lingua::norme::anni_diversi;
use crate::rules::{Cx, Diagnostic, Discorso, Gruppo, Regola, Trovati};
use std::ops::Range;

pub static REGOLA: Regola =
    Regola::errore("P1210", "atto-anno", include_str!("atto_anno.md"), check).origine(&["ACT-YEAR"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for atto in cx.piano.elementi.atti.iter().map(|atto| &atto.value) {
        let in_number = atto.numero.as_ref().and_then(|numero| {
            let (_, anno) = numero.value.trim().rsplit_once('/')?;
            let anno = anno.parse::<i16>().ok().filter(|_| anno.len() == 4)?;
            // European acts have the year before the number, and other offices number them.
            Some((numero, anno))
        });
        if let (Some((numero, anno)), Some(data)) = (in_number, &atto.data)
            && data.anno() != anno
        {
            out.push(
                REGOLA
                    .at(numero.span, format!("il numero è del {anno}, la data è del {}", data.anno()))
                    .other(data.span, format!("{}", data.value))
                    .help("controlla sull’atto quale dei due anni è giusto"),
            );
        } else if let (Some(anno), Some(data)) = (atto.anno, &atto.data)
            && data.anno() != anno
        {
            out.push(
                REGOLA
                    .at(data.span, format!("la data è del {}, ma `anno` è {anno}", data.anno()))
                    .help("con la data `anno` non serve: togli la riga, o correggi la data"),
            );
        }
    }
    for (discorso, (range, number, date)) in cx.nella_prosa(diversi) {
        let Some(span) = discorso.span(range) else { continue };
        out.push(
            REGOLA
                .at(span, format!("il numero dell’atto è del {number}, la sua data è del {date}"))
                .help("controlla sull’atto quale dei due anni è giusto"),
        );
    }
}

#[comemo::memoize]
fn diversi(gruppo: &Gruppo<Discorso>) -> Trovati<(Range<usize>, i16, i16)> {
    gruppo.trova(anni_diversi)
}
