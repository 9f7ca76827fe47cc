//! What a spreadsheet writes where it has no value: `#RIF!`, `#DIV/0!`, `########`.

use crate::lingua::fogli::ERRORI;
use crate::rules::{Cx, Diagnostic, Regola};
use std::ops::Range;

pub static REGOLA: Regola = Regola::errore("P0541", "errore-del-foglio", include_str!("errore_foglio.md"), check);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for stampato in cx.stampati() {
        let text = &stampato.testo.parole;
        if !text.contains('#') {
            continue;
        }
        for range in find(text) {
            let Some(span) = stampato.testo.span(range.clone()) else { continue };
            let word = text.get(range).unwrap_or_default();
            let problem = REGOLA.at(span, format!("«{word}» è un errore del foglio di calcolo, non un valore"));
            let cure = if word.starts_with("##") {
                "allarga la colonna nel foglio e copia di nuovo il valore"
            } else {
                "correggi la formula nel foglio e copia di nuovo il valore; se il valore non c’è, scrivi perché"
            };
            out.push(problem.help(cure));
        }
    }
}

fn find(text: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut from = 0;
    while let Some(at) = text.get(from..).and_then(|t| t.find('#')).map(|n| n + from) {
        let rest = text.get(at..).unwrap_or_default();
        let before = text.get(..at).and_then(|t| t.chars().next_back());
        let free = before.is_none_or(|c| !c.is_alphanumeric() && c != '#' && c != '/');
        let known = ERRORI.iter().find(|word| rest.starts_with(**word)).map(|word| word.len());
        let hashes = rest.len() - rest.trim_start_matches('#').len();
        let wide = (hashes > 3).then_some(hashes);
        match known.or(wide).filter(|_| free) {
            Some(len) => {
                let after = rest.get(len..).and_then(|t| t.chars().next());
                if after.is_none_or(|c| !c.is_alphanumeric()) {
                    out.push(at..at + len);
                }
                from = at + len;
            }
            None => from = at + hashes.max(1),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn errors_of_spreadsheets_are_found() {
        let found =
            |text: &str| find(text).into_iter().filter_map(|range| text.get(range)).collect::<Vec<_>>().join(" ");
        assert_eq!(found("Totale | #RIF! | 3"), "#RIF!");
        assert_eq!(found("########"), "########");
        assert_eq!(found("(#N/D), #DIV/0!"), "#N/D #DIV/0!");
        assert_eq!(found("#CAMPO! e #GETTING_DATA"), "#CAMPO! #GETTING_DATA");
        for right in ["#1", "il tag #PNRR", "### titolo", "C#", "https://x.it/#N/A", "n. #3"] {
            assert_eq!(found(right), "", "{right}");
        }
    }
}
