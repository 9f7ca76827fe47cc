//! A code of an objective in the words of the plan is the code that the objective has.

use crate::piano::element::Kind;
use crate::rules::{Cx, Diagnostic, Discorso, Regola};

pub static REGOLA: Regola =
    Regola::avviso("P0553", "codice-nel-testo", include_str!("codice_nel_testo.md"), check).origine(&["REF-BROKEN"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    if cx.piano.elementi.obiettivi.is_empty() {
        return;
    }
    for testo in cx.testi().filter(|t| t.parole.bytes().any(|b| b.is_ascii_digit())) {
        for (at, code) in codici(&testo.parole) {
            let Some(right) = cx.index.mended(code) else {
                out.extend(nessuno(cx, testo, at, code));
                continue;
            };
            if right.eq_ignore_ascii_case(code) {
                continue;
            }
            // Steps before a right code may be the path of another plan.
            if right.to_lowercase().ends_with(&code.to_lowercase())
                || code.to_lowercase().ends_with(&right.to_lowercase())
            {
                continue;
            }
            let range = at..at + code.len();
            let Some(span) = testo.span(range.clone()) else { continue };
            let problem = REGOLA
                .at(span, format!("nessun obiettivo ha il codice «{code}»"))
                .help(format!("scrivi «{right}», o richiamalo con `[@{right}]`: così il codice non si può sbagliare"));
            out.push(match testo.esatto(range) {
                Some(span) => problem.proposta(span, right),
                None => problem,
            });
        }
    }
}

/// Reports a code that is right in its form, and that no objective has. Beside another year it may be of the plan of that year.
fn nessuno(cx: &Cx<'_>, testo: &Discorso, at: usize, code: &str) -> Option<Diagnostic> {
    let year = |word: &str| word.parse::<i16>().is_ok_and(|year| (2000..2100).contains(&year) && year != cx.anno);
    if !cx.letti_i_nodi()
        || cx.index.uso.parse(code).is_none()
        || cx.index.element(Kind::Obiettivo, code).is_some()
        || crate::base::text::words(&testo.parole).any(year)
    {
        return None;
    }
    let span = testo.span(at..at + code.len())?;
    Some(
        REGOLA
            .at(span, format!("nessun obiettivo ha il codice «{code}»"))
            .help("scrivi il codice giusto; se l’obiettivo è di un altro piano, dì di quale anno"),
    )
}

/// The words that look like a code with a point, letters or a path in it, and end with some figures.
fn codici(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split(|c: char| !(c.is_alphanumeric() || c == '.')).filter_map(move |run| {
        let start = at;
        at += run.len();
        at += text.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        let word = run.trim_matches('.');
        let letters = word.bytes().any(|b| b.is_ascii_uppercase());
        let figures = word.bytes().rev().take_while(u8::is_ascii_digit).count();
        (word.len() <= 40 && word.is_ascii() && letters && figures >= 3)
            .then(|| (start + run.find(word).unwrap_or(0), word))
    })
}

#[cfg(test)]
mod tests {
    use super::codici;

    #[test]
    fn codes_are_found_between_other_words() {
        let found = |text| codici(text).collect::<Vec<_>>();
        assert_eq!(found("L’obiettivo 05.02.01.S100001."), [(14, "05.02.01.S100001")]);
        assert_eq!(found("(DG.0003) e S2.00002"), [(1, "DG.0003"), (12, "S2.00002")]);
        assert!(found("del 31.12.2027, art. 3.1.2, euro 1.200, S1.2 e PNRR").is_empty());
    }
}
