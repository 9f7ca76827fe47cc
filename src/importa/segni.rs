//! Signs that the fonts of the plan lack, as word processors and spreadsheets write them: those that are the same as another one.

use crate::base::fonts::has_glyph;

/// The sign of the fonts that is the same as `c`. None where `c` can be printed, or nothing is the same.
pub(super) fn uguale(c: char) -> Option<char> {
    let other = match c {
        // The hyphens that break no line, and those of other lengths.
        '\u{2010}' | '\u{2011}' | '\u{2043}' => '-',
        '\u{2012}' => '–',
        '\u{2015}' => '—',
        '➔' | '➙' | '➛' | '➜' | '➝' | '➞' | '➡' | '➤' | '⟶' | '⭢' | '🡒' | '🡪' => '→',
        '⬅' | '⟵' | '⭠' => '←',
        '⬌' | '⟷' | '⬄' => '↔',
        '●' | '○' | '■' | '□' | '▪' | '▫' | '◾' | '◽' | '◼' | '◦' | '‣' | '◆' | '◇' | '❖' | '➢' | '➲' | '►' | '▶'
        | '▸' | '⬧' | '⧫' | '⬥' | '❍' | '❏' | '❐' | '❑' | '❒' | '\u{f0b7}' | '\u{f0a7}' | '\u{f0d8}' => {
            '•'
        }
        '✕' | '✖' => '×',
        _ => return None,
    };
    (!has_glyph(c)).then_some(other)
}
