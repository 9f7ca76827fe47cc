//! A table, a figure or a page of this plan is cited, and its number is not typed.

use crate::base::text::minuscolo;
use crate::rules::{Cx, Diagnostic, Discorso, Gruppo, Regola, Trovati};
use std::ops::Range;

pub static REGOLA: Regola = Regola::nota("P0214", "numero-a-mano", include_str!("numero_a_mano.md"), check);

/// What has a number that the program gives, by the words with which people name it.
const NOMI: [&str; 6] = ["tabella", "tab.", "figura", "fig.", "pagina", "pag."];

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    // A paragraph with a link or a citation may speak of what it leads to.
    for (discorso, range) in cx.nei_capoversi(numeri).filter(|(discorso, _)| !discorso.rimanda) {
        let Some(span) = discorso.span(range.clone()) else { continue };
        let words = discorso.parole.get(range).unwrap_or_default();
        out.push(
            REGOLA
                .at(span, format!("«{words}» è un numero scritto a mano: al prossimo cambiamento può essere un altro"))
                .help("cita la tabella o la figura con il suo id, `[@id]`: il numero lo mette il programma; se è di un altro documento, di’ quale"),
        );
    }
}

#[comemo::memoize]
fn numeri(gruppo: &Gruppo<Discorso>) -> Trovati<Range<usize>> {
    gruppo.trova(a_mano)
}

/// Where a text names a table, a figure or a page by its number, and not of another document.
fn a_mano(text: &str) -> Vec<Range<usize>> {
    if !text.bytes().any(|b| b.is_ascii_digit()) {
        return vec![];
    }
    let lower = minuscolo(text);
    // A point that ends no sentence would hide the document that stands before it: «il D.M. 132/2022», «l’allegato n. 2». Blanks take
    // its place, so that no byte moves.
    let documenti = lower.replace("d.m.", "dm  ").replace(" n. ", "    ");
    let blank = |c: char| c.is_whitespace();
    let found = NOMI.iter().flat_map(|name| lower.match_indices(name)).filter_map(|(at, name)| {
        let before = lower.get(..at)?;
        let rest = lower.get(at + name.len()..)?;
        let number = rest.trim_start_matches(blank);
        let digits = number.len() - number.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let after = number.get(digits..)?;
        let alone = !before.ends_with(char::is_alphanumeric)
            && !after.starts_with(|c: char| c.is_alphanumeric() || "/-–".contains(c));
        let altrui = ["del", "dell", "della", "dei", "degli", "delle", "allegat", "di", "in", "al", "alla"];
        let next = after.trim_start_matches(|c: char| blank(c) || c == ',');
        let other = after.starts_with(|c: char| blank(c) || c == ',')
            && altrui.iter().any(|word| {
                next.strip_prefix(word)
                    .is_some_and(|tail| *word == "allegat" || !tail.starts_with(char::is_alphanumeric))
            });
        // In «l’allegato 2, tabella 1» the document comes before.
        let altro = ["allegato", "decreto", "dm", "regolamento", "dup", "peg"];
        let named = documenti.get(..at)?.split(['.', ';', ':']).next_back().unwrap_or_default();
        let named = altro.iter().any(|word| named.split(|c: char| !c.is_alphanumeric()).any(|one| one == *word));
        // A caption that is typed above its table is told as such (P0138).
        let didascalia = before.is_empty() && next.starts_with(['–', '—', '-', ':', '.']);
        let end = at + name.len() + (rest.len() - number.len()) + digits;
        (digits > 0 && rest.len() > number.len() && alone && !other && !named && !didascalia).then_some(at..end)
    });
    let mut out: Vec<Range<usize>> = found.collect();
    out.sort_by_key(|range| range.start);
    out
}

#[cfg(test)]
mod tests {
    use super::a_mano;

    #[test]
    fn what_this_plan_numbers_is_told_from_what_others_number() {
        for (text, found) in [
            ("Come dice la Tabella 5, i posti sono tre.", vec!["Tabella 5"]),
            ("Si veda a pag. 12 e nella figura 3.", vec!["pag. 12", "figura 3"]),
            ("La tabella 1 del DM 132/2022.", vec![]),
            ("Pag. 12 della Gazzetta.", vec![]),
            ("L’allegato 2, tabella 1, lo dice.", vec![]),
            ("Il D.M. 132/2022, tabella 1", vec![]),
            ("Il DM n. 132/2022, tabella 1", vec![]),
            ("l’allegato n. 2, tabella 1", vec![]),
            ("La tabella 2027-2029 dei posti.", vec![]),
            ("La tabella dei 5 posti; una pagina.", vec![]),
        ] {
            let words: Vec<&str> = a_mano(text).into_iter().filter_map(|range| text.get(range)).collect();
            assert_eq!(words, found, "{text}");
        }
    }
}
