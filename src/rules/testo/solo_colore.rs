//! What is meant is said in words: a colour alone is not seen by everybody.

use crate::base::text::fold;
use crate::lingua::sigle::runs;
use crate::rules::{Cx, Diagnostic, Discorso, Gruppo, Regola, Trovati};
use std::ops::Range;

pub static REGOLA: Regola =
    Regola::nota("P0524", "solo-colore", include_str!("solo_colore.md"), check).origine(&["COLOUR-ONLY"]);

/// Colours, without their last letter where it agrees.
const COLORI: [&str; 16] = [
    "rosso",
    "rossa",
    "rossi",
    "rosse",
    "verde",
    "verdi",
    "giallo",
    "gialla",
    "gialli",
    "gialle",
    "blu",
    "azzurro",
    "azzurre",
    "arancione",
    "arancioni",
    "viola",
];

/// What is coloured to say something.
const COSE: [&str; 16] = [
    "casella",
    "caselle",
    "cella",
    "celle",
    "riga",
    "righe",
    "voce",
    "voci",
    "colonna",
    "colonne",
    "parte",
    "parti",
    "testo",
    "testi",
    "carattere",
    "caratteri",
];

/// Words that a colour stands beside when it carries the meaning.
const EVIDENZA: [&str; 10] = [
    "evidenziat",
    "segnat",
    "indicat",
    "scritt",
    "riportat",
    "colorat",
    "contrassegnat",
    "marcat",
    "riquadr",
    "sottolineat",
];

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for (testo, dove) in cx.nei_testi(nominati) {
        let Some((span, words)) = testo.span(dove.clone()).zip(testo.parole.get(dove)) else { continue };
        out.push(
            REGOLA
                .at(span, format!("«{words}» dice qualcosa soltanto a chi vede il colore"))
                .note("in bianco e nero, a chi non distingue i colori e a chi ascolta il testo il significato si perde")
                .help("aggiungi una parola o un segno che dica la stessa cosa, per esempio una colonna «Stato» con «in ritardo»"),
        );
    }
}

#[comemo::memoize]
fn nominati(gruppo: &Gruppo<Discorso>) -> Trovati<Range<usize>> {
    gruppo.trova(colori)
}

/// Where a colour carries the meaning.
fn colori(text: &str) -> Vec<Range<usize>> {
    let words: Vec<(usize, &str, String)> = runs(text).map(|(at, word)| (at, word, fold(word))).collect();
    let mut out: Vec<Range<usize>> = Vec::new();
    for (n, (at, word, low)) in words.iter().enumerate() {
        if !COLORI.contains(&low.as_str()) {
            continue;
        }
        let end = at + word.len();
        let before = |k: usize| n.checked_sub(k).and_then(|n| words.get(n));
        let near = |k: usize| before(k).map_or("", |(_, _, low)| low.as_str());
        let after = words.get(n + 1).map_or("", |(_, _, low)| low.as_str());
        // «il verde pubblico», «la linea blu»: things that have that colour in their name.
        if ["pubblico", "pubblica", "urbano", "attrezzato", "privato", "comunale", "scolastico"].contains(&after) {
            continue;
        }
        let start = if near(1) == "in" {
            let said =
                (2..=4).find(|k| EVIDENZA.iter().any(|stem| near(*k).starts_with(stem)) || COSE.contains(&near(*k)));
            let first = before(1).map(|(at, _, _)| *at).unwrap_or(*at);
            let opens = text
                .get(..first)
                .is_some_and(|head| head.trim_end().is_empty() || head.trim_end().ends_with(['(', ';', ':']));
            match said.and_then(before) {
                Some((from, _, _)) => Some(*from),
                None => opens.then_some(first),
            }
        } else if COSE.contains(&near(1))
            || (near(1) == "colore" || near(1) == "color")
                && ["indica", "segnala", "significa", "vuol"].contains(&after)
        {
            before(1).map(|(at, _, _)| *at)
        } else {
            None
        };
        if let Some(start) = start.filter(|start| out.last().is_none_or(|last| last.end <= *start)) {
            out.push(start..end);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::colori;

    #[test]
    fn colours_that_carry_a_meaning_are_found() {
        for text in [
            "gli obiettivi in ritardo sono evidenziati in rosso",
            "evidenziato in verde",
            "le caselle gialle sono da compilare",
            "In rosso gli obiettivi non raggiunti",
            "gli obiettivi (in blu quelli nuovi)",
            "il testo in rosso è stato aggiunto",
            "il colore rosso indica il ritardo",
        ] {
            assert_eq!(colori(text).len(), 1, "{text}");
        }
    }

    #[test]
    fn colours_of_things_are_left_alone() {
        for text in [
            "il verde pubblico",
            "investire in verde pubblico e parchi",
            "conti in rosso",
            "la Croce Rossa",
            "il codice rosso e il codice rosa",
            "la bandiera blu",
            "energia verde",
            "",
        ] {
            assert!(colori(text).is_empty(), "{text}");
        }
    }
}
