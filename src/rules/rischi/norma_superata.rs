//! The abuse of office, which was repealed, is not told as a crime in force.

use crate::base::text::minuscolo;
use crate::rules::{Cx, Diagnostic, Discorso, Gruppo, Regola, Trovati, fonti};
use std::ops::Range;

pub static REGOLA: Regola = Regola::avviso("P0614", "norma-superata", include_str!("norma_superata.md"), check)
    .dal(jiff::civil::date(2024, 8, 25))
    .fonte(fonti::L114_2024);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for (testo, found) in cx.nei_testi(abusi) {
        let Some(span) = testo.span(found) else { continue };
        out.push(
            REGOLA
                .at(span, "l’abuso d’ufficio non è più un reato dal 25 agosto 2024")
                .note("l’articolo 323 del codice penale è abrogato")
                .help("descrivi la condotta, senza l’articolo: «decisione presa per favorire qualcuno»"),
        );
    }
}

#[comemo::memoize]
fn abusi(gruppo: &Gruppo<Discorso>) -> Trovati<Range<usize>> {
    gruppo.trova(abuso)
}

/// Where a text tells of the crime, unless it says that it was repealed.
fn abuso(text: &str) -> Option<Range<usize>> {
    const PAROLE: [&str; 6] =
        ["abuso d’ufficio", "abuso d'ufficio", "abuso di ufficio", "323 c.p", "323 cp", "323 del codice penale"];
    let lower = minuscolo(text);
    if ["abroga", "soppress", "abolit", "non è più"].iter().any(|word| lower.contains(word)) {
        return None;
    }
    let (at, word) = PAROLE.iter().filter_map(|word| Some((lower.find(word)?, *word))).min()?;
    Some(at..at + word.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_crime_that_is_no_more() {
        for text in ["Abuso d’ufficio del responsabile", "condotte dell’art. 323 c.p.", "art. 323 del codice penale"]
        {
            assert!(abuso(text).is_some(), "{text}");
        }
        for text in ["l’abuso d’ufficio, abrogato nel 2024", "orario d’ufficio", "delibera n. 323"] {
            assert!(abuso(text).is_none(), "{text}");
        }
    }
}
