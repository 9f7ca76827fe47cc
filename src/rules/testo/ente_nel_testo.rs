//! How many employees and inhabitants the body has is the same in the text and in `piao.toml`. Only what is certainly said of the whole
//! body, and of now, is compared.

use crate::base::span::Span;
use crate::lingua::numeri::thousands;
use crate::piano::element::value::Dovuto;
use crate::rules::{Cx, Diagnostic, Discorso, Gruppo, Regola, Trovati, inizio};
use std::ops::Range;

pub static REGOLA: Regola =
    Regola::avviso("P0555", "ente-nel-testo", include_str!("ente_nel_testo.md"), check).origine(&["SAME-FACT-TWICE"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let ente = &cx.set.ente;
    let known: Vec<(&str, u32, Option<Span>)> = [
        match &ente.dipendenti {
            Some(Dovuto::Valore(number)) => Some(("dipendenti", number.value, Some(number.span))),
            _ => None,
        },
        match &ente.abitanti {
            Some(Dovuto::Valore(number)) => Some(("abitanti", *number, None)),
            _ => None,
        },
    ]
    .into_iter()
    .flatten()
    .collect();
    for (what, right, there) in known {
        for (testo, (dove, written)) in cx.nei_testi_del_piano(|gruppo| nei_discorsi(gruppo, what)) {
            let Some(span) = testo.span(dove).filter(|_| vicini(written, right)) else { continue };
            let message = format!(
                "qui gli {what} sono {}, in `piao.toml` {}",
                thousands(u64::from(written)),
                thousands(u64::from(right))
            );
            let message = if what == "dipendenti" { message.replacen("gli ", "i ", 1) } else { message };
            let problem = REGOLA.at(span, message).help(format!(
                "correggi il numero sbagliato, o al suo posto scrivi `[=ente.{what}]`, che lo prende da `piao.toml`"
            ));
            out.push(match there {
                Some(place) => problem.other(place, "l’altro numero è qui"),
                None => problem,
            });
        }
    }
}

#[comemo::memoize]
fn nei_discorsi(gruppo: &Gruppo<Discorso>, what: &str) -> Trovati<(Range<usize>, u32)> {
    gruppo.trova(|text| detti(text, what))
}

/// Numbers that are farther apart count other things.
fn vicini(a: u32, b: u32) -> bool {
    a != b && a.abs_diff(b) <= 3.max(a.max(b) / 10)
}

/// Words after the number that say that only some are counted.
const PARTE: [&str; 24] = [
    "del settore",
    "dell area",
    "del servizio",
    "dell ufficio",
    "degli uffici",
    "della polizia",
    "dei servizi",
    "con ",
    "che ",
    "in lavoro",
    "in smart",
    "part time",
    "a tempo",
    "di cui",
    "donne",
    "uomini",
    "per ",
    "su ",
    "equivalenti",
    "interessati",
    "coinvolti",
    "formati",
    "in comando",
    "delle aree",
];

/// Words before the number that make it no count of now, or none of all.
const ALTRO: [&str; 16] = [
    "oltre", "circa", "quasi", "almeno", "fino a", "sino a", "meno di", "piu di", "sotto i", "sopra i", "tra", "fra",
    "da", "a", "ogni", "per",
];

/// The numbers of `what` that a text says of the whole body, each with its place: `I 31 dipendenti`, `il Comune ha 4.812 abitanti`.
fn detti(text: &str, what: &str) -> Vec<(Range<usize>, u32)> {
    let mut out = Vec::new();
    for (at, _) in text.match_indices(what) {
        let end = at + what.len();
        if text.get(end..).is_some_and(|rest| rest.starts_with(char::is_alphanumeric)) {
            continue;
        }
        let before = text.get(..at).unwrap_or_default().trim_end_matches([' ', '\u{a0}']);
        let digits = before.len() - before.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.').len();
        let start = before.len() - digits;
        let written = before.get(start..).unwrap_or_default();
        let grouped = written.split('.').skip(1).all(|group| group.len() == 3);
        let Some(number) = written.replace('.', "").parse::<u32>().ok().filter(|_| grouped) else { continue };
        let (first, hidden) = inizio(text, start, &['.', ';', '\u{fffc}']);
        if hidden {
            continue;
        }
        // A sentence about another year, or one of law («Comuni fino a 5.000 abitanti»).
        let last = text.get(end..).and_then(|t| t.find(['.', ';'])).map_or(text.len(), |n| end + n);
        let head = crate::base::text::flat(text.get(first..start).unwrap_or_default());
        let tail = crate::base::text::flat(text.get(end..last).unwrap_or_default());
        let year = |words: &str| {
            words.split(' ').any(|w| w.len() == 4 && w.starts_with("20") && w.bytes().all(|b| b.is_ascii_digit()))
        };
        let past = ["erano", "aveva", "contava", "contavano", "saranno", "avra", "diventeranno", "prevede"];
        let elsewhere = |words: &str| year(words) || words.split(' ').any(|word| past.contains(&word));
        let part = PARTE.iter().any(|words| format!("{tail} ").starts_with(words));
        let loose = ALTRO.iter().any(|word| head.ends_with(&format!(" {word}")) || head == *word);
        if part || loose || elsewhere(&head) || elsewhere(&tail) || number % 1000 == 0 {
            continue;
        }
        // Who has them: an article with nothing before it, or the body as the subject.
        let article = ["i", "gli", "tutti i", "tutti gli", "ai", "dei", "degli"].iter().any(|one| head == *one);
        let words: Vec<&str> = head.split(' ').collect();
        let subject = |word: &&&str| ["comune", "ente", "amministrazione", "unione", "provincia"].contains(*word);
        let verb = words.last().is_some_and(|w| ["ha", "conta", "impiega", "sono", "con"].contains(w));
        if article || verb && words.iter().rev().take(6).any(|word| subject(&word)) {
            out.push((start..end, number));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{detti, vicini};

    #[test]
    fn what_is_said_of_the_whole_body_is_read() {
        for (text, number) in [
            ("I 31 dipendenti lavorano in quattro aree", 31),
            ("Il Comune ha 31 dipendenti, divisi in quattro aree", 31),
            ("L’ente conta 31 dipendenti.", 31),
            ("Come dice \u{fffc}, il Comune ha 31 dipendenti", 31),
            ("Si parte da qui. I 31 dipendenti sono divisi in quattro aree.", 31),
        ] {
            assert_eq!(detti(text, "dipendenti").into_iter().map(|(_, n)| n).collect::<Vec<_>>(), [number], "{text}");
        }
        assert_eq!(detti("Il Comune ha 4.812 abitanti", "abitanti").len(), 1);
    }

    #[test]
    fn a_part_another_year_and_a_threshold_are_left_alone() {
        for text in [
            "I 31 dipendenti dell’area tecnica",
            "I 31 dipendenti in lavoro agile",
            "Nel 2019 il Comune aveva 31 dipendenti",
            "Nel \u{fffc} il Comune ha 31 dipendenti",
            "Al 31/12/2019 l’ente ha 31 dipendenti",
            "oltre 31 dipendenti",
            "per ogni 31 dipendenti",
            "Si formano 31 dipendenti",
            "gli enti fino a 50 dipendenti",
            "I 31 dipendenti che hanno risposto",
            "31 dipendenti",
            "Al corso partecipano i 31 dipendenti iscritti",
        ] {
            assert!(detti(text, "dipendenti").is_empty(), "{text}");
        }
        assert!(detti("I Comuni con 5.000 abitanti", "abitanti").is_empty());
    }

    #[test]
    fn only_numbers_that_are_nearly_the_same_are_compared() {
        assert!(vicini(31, 28) && vicini(4812, 4790));
        assert!(!vicini(28, 28) && !vicini(28, 12));
    }
}
