//! Numbers in tables are written as Italians read them: a point between thousands and a comma before decimals.

use crate::piano::element::quanti;
use crate::rules::{Cx, Diagnostic, Regola, Tabella, Trovati};

pub static REGOLA: Regola = Regola::avviso("P0556", "numero-inglese", include_str!("numero_inglese.md"), check);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for tabella in cx.tabelle() {
        let found = inglesi(tabella);
        let Some((n, right)) = found.first() else { continue };
        let Some(cell) = tabella.celle().nth(*n) else { continue };
        let words = cell.parole.trim();
        let start = cell.parole.len() - cell.parole.trim_start().len();
        let Some(span) = cell.span(start..start + words.len()) else { continue };
        let problem = REGOLA
            .at(span, format!("«{words}» è un numero scritto all’inglese"))
            .note("così la colonna non si somma, e nei dati pubblicati resta un testo")
            .help(format!("scrivi «{right}»; se il file viene da un altro programma, salvalo di nuovo con le impostazioni italiane"));
        out.push(match found.len() - 1 {
            0 => problem,
            n => problem.note(format!("e così in {} della tabella", quanti(n, "altra cella", "altre celle"))),
        });
    }
}

#[comemo::memoize]
fn inglesi(tabella: &Tabella) -> Trovati<String> {
    tabella.trova(italiano)
}

/// A number that can only be English, `3,400.00` or `1,234,567`, as Italians write it. A single comma before three figures may be that of
/// decimals.
fn italiano(words: &str) -> Option<String> {
    let words = words.trim();
    let number: String = words.chars().filter(|c| !matches!(c, '€' | ' ' | '\u{a0}' | '-' | '−')).collect();
    let (whole, decimals) = match number.split_once('.') {
        Some((whole, decimals)) => (whole, Some(decimals)),
        None => (number.as_str(), None),
    };
    let groups: Vec<&str> = whole.split(',').collect();
    let figures = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let first = groups.first().is_some_and(|group| figures(group) && group.len() <= 3 && !group.starts_with('0'));
    let others = groups.iter().skip(1).all(|group| figures(group) && group.len() == 3);
    let commas = groups.len() - 1;
    let english = match decimals {
        Some(decimals) => commas >= 1 && figures(decimals),
        None => commas >= 2,
    };
    (first && others && english).then(|| {
        words
            .chars()
            .map(|c| match c {
                ',' => '.',
                '.' => ',',
                c => c,
            })
            .collect()
    })
}

#[cfg(test)]
mod tests {
    use super::italiano;

    #[test]
    fn only_what_cannot_be_italian_is_english() {
        for (words, right) in [
            ("3,400.00", "3.400,00"),
            ("€ 1,234,567.5", "€ 1.234.567,5"),
            ("1,234,567", "1.234.567"),
            ("-3,400.00 €", "-3.400,00 €"),
        ] {
            assert_eq!(italiano(words).as_deref(), Some(right), "{words}");
        }
        for words in [
            "3.400,00",
            "3,400",
            "1,5",
            "3400.00",
            "1.234.567",
            "12",
            "",
            "2,3,4",
            "0,400.00",
            "a,123.4",
            "10,30.20",
            "1,234,56",
        ] {
            assert_eq!(italiano(words), None, "{words}");
        }
    }
}
