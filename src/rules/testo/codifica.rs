//! Letters that were read in one encoding and written in another: `cittÃ ` for `città`, `lâ€™ente` for `l’ente`.

use crate::base::text::short;
use crate::rules::{Cx, Diagnostic, Regola};
use encoding_rs::WINDOWS_1252;
use std::ops::Range;

pub static REGOLA: Regola = Regola::avviso("P0540", "codifica", include_str!("codifica.md"), check);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for stampato in cx.stampati() {
        let text = &stampato.testo.parole;
        let found = find(text);
        let Some((first, right)) = found.first() else { continue };
        let Some(span) = stampato.testo.span(first.clone()) else { continue };
        let written = text.get(first.clone()).unwrap_or_default();
        let message = format!("«{}» è una lettera letta con la codifica sbagliata: è «{right}»", short(written));
        let mut problem = REGOLA.at(span, message);
        if found.len() > 1 {
            problem = problem.note(format!("in questo testo ce ne sono {}", found.len()));
        }
        problem = problem.help("riscrivila, o apri il documento di origine come «UTF-8» e copialo di nuovo");
        let places: Option<Vec<_>> =
            found.iter().map(|(range, right)| Some((stampato.testo.esatto(range.clone())?, right))).collect();
        out.push(
            places.into_iter().flatten().fold(problem, |problem, (span, right)| problem.patch(span, right.clone())),
        );
    }
}

/// The runs of characters that are the bytes of one in UTF-8, and that character.
fn find(text: &str) -> Vec<(Range<usize>, String)> {
    let mut out = Vec::new();
    let mut skip = 0;
    for (at, c) in text.char_indices().filter(|(_, c)| ('Â'..='ð').contains(c)) {
        if at < skip {
            continue;
        }
        let count = match c {
            'Â'..='ß' => 2,
            'à'..='ï' => 3,
            _ => 4,
        };
        let Some((end, right)) = riletto(text.get(at..).unwrap_or_default(), count) else { continue };
        skip = at + end;
        out.push((at..skip, right));
    }
    out
}

/// The first `count` characters of `text` as bytes of Windows-1252, read as UTF-8: how many bytes of `text` they are, and the
/// character, where it is one that Italian texts have.
fn riletto(text: &str, count: usize) -> Option<(usize, String)> {
    let end = text.char_indices().nth(count).map_or(text.len(), |(n, _)| n);
    let (bytes, _, unmappable) = WINDOWS_1252.encode(text.get(..end)?);
    if unmappable || bytes.len() != count {
        return None;
    }
    let right = std::str::from_utf8(&bytes).ok()?;
    let common =
        |c: char| matches!(c, 'À'..='ÿ' | '«' | '»' | '°' | '§' | '·' | '‐'..='‧' | '€' | '→' | '≤' | '≥' | '\u{a0}');
    (right.chars().count() == 1 && right.chars().all(common)).then(|| (end, right.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn letters_read_twice_are_read_back() {
        let read = |text: &str| find(text).into_iter().map(|(_, right)| right).collect::<String>();
        assert_eq!(read("cittÃ\u{a0} e perchÃ©"), "àé");
        assert_eq!(read("lâ€™ente â€“ â‚¬ 5"), "’–€");
        assert_eq!(read("n. 5 Â° e Ã¨"), "°è");
        for right in ["città, è così", "Âge d’or", "São Paulo", "château", "à la carte"] {
            assert_eq!(read(right), "", "{right}");
        }
    }
}
