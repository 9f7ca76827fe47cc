//! Texts as string literals of typst.

use crate::emit::text::{self, clean};

/// Longest literal, in bytes of the text. typst keeps the place of a glyph in its literal in 16 bits, and an escape takes
/// two bytes for one.
const LONGEST: usize = 16 * 1024;

/// `text` cut into pieces for literals. There is at least one piece.
pub(super) fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = vec![];
    let mut rest = text;
    while rest.len() > LONGEST {
        let cut = (0..=LONGEST).rev().find(|n| rest.is_char_boundary(*n)).unwrap_or(rest.len());
        let (piece, tail) = rest.split_at(cut);
        pieces.push(piece);
        rest = tail;
    }
    pieces.push(rest);
    pieces
}

/// `text` cut where a line may end. Between two pieces typst can be told to allow a break without a character, which
/// readers would otherwise copy with the words. Where the standard forbids a break even beside a blank (before a bar, after
/// a parenthesis), the character stays.
pub(super) fn yielding(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let cut = text.match_indices('\u{200B}').find_map(|(at, blank)| {
            let (before, after) = (text.get(..at)?, text.get(at + blank.len()..)?);
            let solid = |c: char| c.is_alphanumeric() || text::is_joint(c);
            let ends = before.chars().next_back().is_some_and(solid);
            (ends && after.chars().next().is_some_and(char::is_alphanumeric)).then_some((before, after))
        });
        match cut {
            Some((before, after)) => {
                rest = Some(after);
                Some(before)
            }
            None => rest.take(),
        }
    })
}

/// Appends `text` as a typst string. In a string only `"` and `\` have a meaning.
pub(super) fn quote(out: &mut String, text: &str) {
    out.push('"');
    for c in clean(text) {
        if matches!(c, '"' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out.push('"');
}
