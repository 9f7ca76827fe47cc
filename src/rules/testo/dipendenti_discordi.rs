//! How many employees the body has is said once: the total of a table that counts them is the number of `piao.toml`.

use crate::base::span::Span;
use crate::base::text::flat;
use crate::piano::each_prose;
use crate::piano::element::value::Dovuto;
use crate::piano::prose::{BlockKind, Inline, Table};
use crate::rules::{Cx, Diagnostic, Discorso, Gruppo, Regola, Trovati, inizio};
use std::ops::Range;

pub static REGOLA: Regola =
    Regola::avviso("P0552", "dipendenti-discordi", include_str!("dipendenti_discordi.md"), check)
        .origine(&["SAME-FACT-TWICE"]);

/// Headers of columns that count employees, and nothing else.
const TITOLI: [&str; 8] = [
    "dipendenti",
    "n dipendenti",
    "numero dipendenti",
    "numero di dipendenti",
    "totale dipendenti",
    "dipendenti in servizio",
    "personale in servizio",
    "unita di personale",
];

/// Rows that are the total of a column.
const TOTALI: [&str; 3] = ["totale", "totale generale", "totale complessivo"];

/// Rows that are the total of the employees, whatever heads the column.
const TOTALI_DEI_DIPENDENTI: [&str; 8] = [
    "totale dipendenti",
    "totale dei dipendenti",
    "totale generale dipendenti",
    "totale dipendenti in servizio",
    "totale personale",
    "totale del personale",
    "totale personale in servizio",
    "totale personale dipendente",
];

/// Numbers that are farther apart count other things: the employees of one office, those who work remotely.
fn vicini(a: u32, b: u32) -> bool {
    a != b && a.abs_diff(b) <= 3.max(a.max(b) / 10)
}

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let Some(Dovuto::Valore(dipendenti)) = &cx.set.ente.dipendenti else { return };
    let told = |span: Span, count: u32, cure: &str| {
        REGOLA
            .at(span, format!("qui i dipendenti sono {count}, in `piao.toml` {}", dipendenti.value))
            .other(dipendenti.span, "l’altro numero è qui")
            .help(cure)
    };
    each_prose(cx.piano, &mut |prose| {
        prose.each_block(&mut |block| {
            let BlockKind::Table(table) = &block.kind else { return };
            for cell in totali(table) {
                let words = Discorso::of(cell);
                let Some(count) = numero(words.parole.trim()) else { continue };
                let start = words.parole.len() - words.parole.trim_start().len();
                let Some(span) = words.span(start..words.parole.trim_end().len()) else { continue };
                if vicini(count, dipendenti.value) {
                    out.push(told(
                        span,
                        count,
                        "correggi il numero sbagliato; se contano cose diverse, dillo nel titolo della colonna",
                    ));
                }
            }
        });
    });
    for (testo, (dove, count)) in cx.nei_testi_del_piano(|gruppo| nei_discorsi(gruppo, cx.anno)) {
        let Some(span) = testo.span(dove).filter(|_| vicini(count, dipendenti.value)) else { continue };
        out.push(told(
            span,
            count,
            "correggi il numero sbagliato, o al suo posto scrivi `[=ente.dipendenti]`, che lo prende da `piao.toml`",
        ));
    }
}

#[comemo::memoize]
fn nei_discorsi(gruppo: &Gruppo<Discorso>, anno: i16) -> Trovati<(Range<usize>, u32)> {
    gruppo.trova(|text| detti(text, anno))
}

/// The cells of a table that hold the total of the employees.
fn totali(table: &Table) -> Vec<&Vec<Inline>> {
    let title = |cell: &Vec<Inline>| flat(&Discorso::of(cell).parole);
    let column = table.header.iter().position(|cell| TITOLI.contains(&title(cell).as_str()));
    let caption = table.caption.as_ref().map(title).unwrap_or_default();
    let of_staff = ["dipendenti in servizio", "personale in servizio"].iter().any(|words| caption.contains(words));
    let mut out = Vec::new();
    for (_, cells) in &table.rows {
        let first = cells.first().map(title).unwrap_or_default();
        let plain = TOTALI.contains(&first.as_str());
        if let Some(cell) = column.filter(|column| *column > 0 && plain).and_then(|column| cells.get(column)) {
            out.push(cell);
            continue;
        }
        // Where the row or the caption says what is counted, there must be one number only.
        let said = TOTALI_DEI_DIPENDENTI.contains(&first.as_str()) || plain && of_staff && column.is_none();
        let mut numbers = cells.iter().skip(1).filter(|cell| numero(Discorso::of(cell).parole.trim()).is_some());
        if let (true, Some(cell), None) = (said, numbers.next(), numbers.next()) {
            out.push(cell);
        }
    }
    out
}

/// A whole number, with a point between thousands or without.
fn numero(text: &str) -> Option<u32> {
    let mut groups = text.split('.');
    let first = groups.next().unwrap_or_default();
    let grouped = groups.all(|group| group.len() == 3) && (text.len() == first.len() || (1..=3).contains(&first.len()));
    text.replace('.', "").parse().ok().filter(|_| grouped && !first.is_empty())
}

/// The numbers that a text says of all the employees of now, after their name: `I dipendenti in servizio sono 31`, `Totale del personale:
/// 31 unità`, `L’organico è di 31 dipendenti`.
fn detti(text: &str, anno: i16) -> Vec<(Range<usize>, u32)> {
    let mut out = Vec::new();
    let mut at = 0;
    for run in text.split(|c: char| !(c.is_alphanumeric() || c == '.')) {
        let start = at;
        at += run.len();
        at += text.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        let figures = run.trim_end_matches('.');
        let Some(number) = numero(figures) else { continue };
        let end = start + figures.len();
        let before = text.get(..start).unwrap_or_default();
        let (from, hidden) = inizio(text, start, &['.', ';', '!', '?', '|', '\u{fffc}']);
        if hidden {
            continue;
        }
        let head = flat(before.get(from..).unwrap_or_default());
        let after = text.get(end..).unwrap_or_default();
        if tutti(&head, before.trim_end().ends_with(':'), anno) && interi(after) {
            out.push((start..end, number));
        }
    }
    out
}

/// Whether the words before a number are of all the employees, at a day that is not past.
fn tutti(head: &str, colon: bool, anno: i16) -> bool {
    let mut head = head.to_owned();
    let mut cut = |words: &str| {
        let rest = head.strip_suffix(words).filter(|rest| rest.is_empty() || rest.ends_with(' ')).map(str::trim_end);
        let found = rest.map(str::to_owned);
        found.map(|rest| head = rest).is_some()
    };
    let verb = ["sono complessivamente", "sono in tutto", "sono in totale", "sono", "risultano", "e di", "e pari a"];
    let verb =
        verb.iter().any(|words| cut(words)) || ["ammonta a", "conta", "e composto da"].iter().any(|words| cut(words));
    if !verb && !colon {
        return false;
    }
    // «al 31 dicembre 2026»
    let days = [anno - 1, anno].map(|year| [format!("al 31 dicembre {year}"), format!("al 1 gennaio {year}")]);
    for words in days.iter().flatten().map(String::as_str).chain([
        "del comune",
        "dell ente",
        "dell amministrazione",
        "comunale",
        "in servizio",
    ]) {
        cut(words);
    }
    let known = [
        "i dipendenti",
        "dipendenti",
        "tutti i dipendenti",
        "totale dipendenti",
        "totale dei dipendenti",
        "totale del personale",
        "totale personale",
        "il totale del personale",
        "il totale dei dipendenti",
        "l organico",
        "organico",
        "il personale",
        "il personale dipendente",
    ];
    known.contains(&head.as_str())
}

/// Whether the words after a number leave it of all: `31 unità`, `31.`, `31, di cui 12 donne`.
fn interi(after: &str) -> bool {
    let after = after.trim_start_matches(['\u{a0}', ' ']);
    let noun = after.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let rest = match noun {
        "unità" | "dipendenti" | "persone" => after.get(noun.len()..).unwrap_or_default().trim_start(),
        _ => after,
    };
    // «31,5» is no count.
    let decimal = rest.strip_prefix(',').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let stop = rest.starts_with(['.', ',', ';', ')', ':']) && !decimal;
    rest.is_empty() || stop || rest.starts_with("di cui ")
}

#[cfg(test)]
mod tests {
    use super::{detti, vicini};

    #[test]
    fn the_employees_are_read_after_their_name() {
        let said = |text: &str| detti(text, 2027).into_iter().map(|(_, n)| n).collect::<Vec<_>>();
        for text in [
            "I dipendenti sono 31.",
            "I dipendenti in servizio sono 31",
            "I dipendenti in servizio al 31 dicembre 2026 sono 31, di cui 12 donne",
            "I dipendenti del Comune sono 31",
            "Totale del personale: 31 unità",
            "L’organico è di 31 dipendenti.",
            "L’organico comunale è di 31 unità, in quattro aree",
            "Come dice \u{fffc}, i dipendenti sono 31",
        ] {
            assert_eq!(said(text), [31], "{text}");
        }
        for text in [
            "I dipendenti dell’area tecnica sono 31",
            "I dipendenti sono 31 in lavoro agile",
            "I dipendenti al 31 dicembre 2020 sono 31",
            "Nel 2020 i dipendenti erano 31",
            "Nel \u{fffc} i dipendenti sono 31",
            "I dipendenti sono 31,5 per mille",
            "I dipendenti formati sono 31",
            "Altri dipendenti sono 31",
            "Il corso è di 31 ore",
            "31",
        ] {
            assert!(said(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn only_numbers_that_are_nearly_the_same_are_compared() {
        assert!(vicini(29, 31) && vicini(310, 295) && vicini(3, 5));
        assert!(!vicini(31, 31) && !vicini(29, 84) && !vicini(12, 31) && !vicini(300, 340));
    }
}
