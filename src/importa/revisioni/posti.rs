//! Where words of the copy are in the sources, and what to write there.

use crate::base::span::Span;
use crate::emit::docx::{Luogo, spaced};
use crate::source::Sources;
use std::ops::Range;

/// The place in the sources of bytes of the words of a text; and whether the source has those words as they are.
pub(super) fn located(sources: &Sources, luogo: &Luogo, from: usize, to: usize) -> (Span, bool) {
    let n = luogo.pezzi.partition_point(|(at, _)| *at <= from).max(1) - 1;
    let Some((start, span)) = luogo.pezzi.get(n) else { return (luogo.span, false) };
    let end = luogo.pezzi.get(n + 1).map_or(luogo.parole.len(), |(at, _)| *at);
    let (Some(text), slice) = (luogo.parole.get(*start..end), sources.slice(*span)) else { return (luogo.span, false) };
    let (from, to) = (from.saturating_sub(*start), to.saturating_sub(*start));
    let solid = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    // The source may have marks around the words, such as the quotes of TOML.
    let inner = match slice.find(text.trim()) {
        Some(at) => at..at + text.trim().len(),
        None if solid(slice) == solid(text) => 0..slice.len(),
        None => return (*span, false),
    };
    let Some(within) = slice.get(inner.clone()) else { return (*span, false) };
    let place = |at: usize, last: bool| {
        let count = text.get(..at).unwrap_or(text).chars().filter(|c| !c.is_whitespace()).count();
        let mut solid = within.char_indices().filter(|(_, c)| !c.is_whitespace());
        if last && count > 0 {
            return solid.nth(count - 1).map_or(within.len(), |(at, c)| at + c.len_utf8());
        }
        solid.nth(count).map_or(within.len(), |(at, _)| at)
    };
    let begin = place(from, from == to);
    let finish = place(to, true).max(begin);
    let base = span.range().start + inner.start;
    let found = Span::new(span.file, base + begin..base + finish);
    let exact =
        spaced(sources.slice(found)) == spaced(luogo.parole.get(*start + from..*start + to).unwrap_or_default());
    (found, exact && *start + to <= end)
}

/// `dopo` in the place of `source`, with the blanks that it needs there.
pub(super) fn edited(source: &str, dopo: &str) -> String {
    let new = spaced(dopo);
    if !source.is_empty() {
        return new;
    }
    // Words that are put in keep the blanks with which they were written.
    let left = if dopo.starts_with(char::is_whitespace) { " " } else { "" };
    let right = if dopo.ends_with(char::is_whitespace) { " " } else { "" };
    format!("{left}{new}{right}")
}

/// Where two texts differ: the byte of the first, its words there and those of the second. Whole words.
pub(super) fn difference<'t>(a: &'t str, b: &'t str) -> (usize, &'t str, &'t str) {
    let mut from = a.bytes().zip(b.bytes()).take_while(|(x, y)| x == y).count();
    while !(a.is_char_boundary(from) && b.is_char_boundary(from) && begins(a, from) && begins(b, from)) {
        from -= 1;
    }
    let (rest_a, rest_b) = (a.get(from..).unwrap_or_default(), b.get(from..).unwrap_or_default());
    let mut back = rest_a.bytes().rev().zip(rest_b.bytes().rev()).take_while(|(x, y)| x == y).count();
    let ends = |text: &str, back: usize| {
        let at = text.len() - back;
        text.is_char_boundary(at) && begins(text, at)
    };
    while !(ends(rest_a, back) && ends(rest_b, back)) {
        back -= 1;
    }
    let cut = |text: &'t str| text.get(..text.len() - back).unwrap_or_default().trim_end();
    (from, cut(rest_a), cut(rest_b))
}

/// Whether a word begins at `at`, or the text ends there.
fn begins(text: &str, at: usize) -> bool {
    at == 0 || at == text.len() || text.get(..at).is_some_and(|before| before.ends_with(' '))
}

/// Where the data say the words of `text` at `range`: in the value that says the most of the text around them, if there is one only. The
/// program may know of a value only the record that shows it, or nothing.
pub(super) fn nei_dati(sources: &Sources, text: &str, range: Range<usize>) -> Option<Span> {
    let number = text.get(range.clone()).filter(|words| words.chars().all(|c| c.is_ascii_digit() || c == '.'));
    let number = number.map(|words| words.replace('.', "")).filter(|digits| digits.len() > 3);
    // How long each value is, and where its words that are at `range` are.
    let mut found: Vec<(usize, Span)> = vec![];
    for (id, file) in sources.iter().filter(|(id, file)| id.vicino().is_none() && file.has_extension("toml")) {
        let mut start = 0;
        for line in file.text().split_inclusive('\n') {
            let at = start;
            start += line.len();
            let Some((name, value)) = line.trim_end().split_once(" = ") else { continue };
            let base = at + name.len() + " = ".len();
            if number.as_deref() == Some(value) {
                found.push((value.len(), Span::new(id, base..base + value.len())));
            }
            let Some(value) = value.strip_prefix('"').and_then(|value| value.strip_suffix('"')) else { continue };
            if value.len() < 4 || !value.contains(char::is_alphabetic) {
                continue;
            }
            let around = |(at, _): &(usize, &str)| *at <= range.start && range.end <= at + value.len();
            if let Some((place, _)) = text.match_indices(value).find(around) {
                let (from, to) = (base + 1 + range.start - place, base + 1 + range.end - place);
                found.push((value.len(), Span::new(id, from..to)));
            }
        }
    }
    let most = found.iter().map(|(long, _)| *long).max()?;
    let mut best = found.into_iter().filter(|(long, _)| *long == most).map(|(_, span)| span);
    best.next().filter(|_| best.next().is_none())
}

/// What a change takes away and what it puts, without the words that both begin and end with.
pub(super) fn diverse<'t>(a: &'t str, b: &'t str) -> (&'t str, &'t str) {
    let (mut a, mut b) = (a.trim(), b.trim());
    let head = |text: &'t str| text.split_once(' ').unwrap_or((text, ""));
    while !a.is_empty() && head(a).0 == head(b).0 {
        (a, b) = (head(a).1, head(b).1);
    }
    let tail = |text: &'t str| text.rsplit_once(' ').unwrap_or(("", text));
    while !a.is_empty() && tail(a).1 == tail(b).1 {
        (a, b) = (tail(a).0, tail(b).0);
    }
    (a, b)
}

#[cfg(test)]
mod tests {
    use super::diverse;

    #[test]
    fn words_that_stay_are_no_part_of_a_change() {
        assert_eq!(diverse("valore. Sono due.", "valore."), ("Sono due.", ""));
        assert_eq!(diverse("uno due tre", "uno tre"), ("due", ""));
        assert_eq!(diverse("uno", "due"), ("uno", "due"));
        assert_eq!(diverse("uno", "uno"), ("", ""));
    }
}
