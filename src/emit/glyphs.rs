//! Characters that the fonts lack. The standards refuse a page with a missing glyph, and without a standard the character
//! would vanish in silence: it is reported where it was written.

use crate::base::fonts::has_glyph;
use crate::base::span::{FileId, Span};
use crate::base::text::{nascosto, short};
use crate::diag::codes::P0501;
use crate::diag::{Diagnostic, Diagnostics};
use crate::document::{Block, BlockKind, Document, Inline, Part, Section, plain};
use crate::rules::nascosti;
use std::collections::BTreeSet;

/// Reports every character of `document` that no font of ours has, once for each place.
pub fn check(document: &Document, diags: &mut Diagnostics) {
    let mut known: BTreeSet<char> = BTreeSet::new();
    let mut missing = BTreeSet::new();
    // Those that the rule on hidden text has told already.
    let hidden = nascosti(diags);
    let mut look = |text: &str, span: Span, place: &str| {
        for c in text.chars() {
            // Nearly all characters are of these: they are not sought in a set.
            if matches!(c, ' '..='~' | '\n' | '\t') || known.contains(&c) {
                continue;
            }
            if nascosto(c) && hidden.contains(&span.file) {
                continue;
            }
            if has_glyph(c) && !c.is_control() {
                known.insert(c);
            } else {
                missing.insert((span, c, place.to_owned()));
            }
        }
    };
    document.walk(&mut |section, _| section_texts(section, &mut look));
    for (span, c, place) in missing {
        let shown = if c.is_alphanumeric() || !c.is_whitespace() { format!("«{c}»") } else { String::new() };
        let error = if span.file == FileId(u32::MAX) {
            Diagnostic::global(
                P0501,
                format!("il carattere {shown} (U+{:04X}) manca nei caratteri di stampa", u32::from(c)),
            )
        } else {
            Diagnostic::at(
                P0501,
                span,
                format!("il carattere {shown} (U+{:04X}) manca nei caratteri di stampa", u32::from(c)),
            )
        };
        // A cell of a file of data has no place of its own.
        let error = if place.is_empty() { error } else { error.note(place) };
        diags.push(match substitute(c) {
            Some(other) => error.help(format!("scrivi {other}")),
            None => error.help("scrivilo con parole o con un altro segno: sulla pagina resterebbe vuoto"),
        });
    }
}

/// What to write instead of the characters that offices type most and that these fonts lack.
fn substitute(c: char) -> Option<&'static str> {
    Some(match c {
        '➔' | '➡' | '➜' | '⟶' => "la freccia →, o una parola («poi», «porta a»)",
        '✓' | '✔' | '☑' | '✅' => "«sì» o «fatto»",
        '✗' | '✘' | '☒' | '❌' => "«no»",
        '☐' | '□' | '▪' | '■' | '●' | '○' | '◦' | '‣' | '➢' | '\u{f0b7}' => {
            "un elenco, con - a inizio riga"
        }
        '★' | '☆' => "«stella», o un voto in cifre",
        '\u{2011}' => "il trattino normale -",
        '\u{200b}' | '\u{feff}' => "niente: è uno spazio invisibile, cancellalo",
        c if c.is_control() => "niente: è un carattere invisibile, cancellalo",
        '⚠' => "un riquadro `> [!ATTENZIONE]`",
        _ => return None,
    })
}

/// Looks at a text: its words, where they were written, and in which cell of a table that has no lines in the sources.
type Look<'l> = &'l mut dyn FnMut(&str, Span, &str);

fn section_texts(section: &Section, look: Look<'_>) {
    look(&section.title, section.span, "");
    section.referente.iter().for_each(|text| look(text, section.span, ""));
    blocks(&section.blocks, look);
    section.notes.iter().for_each(|note| blocks(&note.blocks, look));
}

fn blocks(list: &[Block], look: Look<'_>) {
    for block in list {
        // The rows of a file have one place for all: that of its name.
        if let BlockKind::Table(table) = &block.kind
            && table.rows.len() > 1
            && table.rows.windows(2).all(|pair| matches!(pair, [a, b] if a.span == b.span))
        {
            table.caption.iter().for_each(|caption| inlines(caption, look));
            table.columns.iter().for_each(|column| inlines(&column.header, look));
            for (n, row) in table.rows.iter().enumerate() {
                for (cell, column) in row.cells.iter().zip(&table.columns) {
                    let title = short(&plain(&column.header));
                    within(&cell.words, &format!("è nella riga {} del file, colonna «{title}»", n + 2), look);
                }
            }
            continue;
        }
        block.parts(&mut |_, part| match part {
            Part::Words(words) => inlines(words, look),
            Part::Plain(text) => look(text, block.span, ""),
            Part::Blocks(inner) => blocks(inner, look),
        });
    }
}

fn inlines(list: &[Inline], look: Look<'_>) {
    within(list, "", look);
}

/// The words of a cell; `place` says which, in a table that has no lines in the sources.
fn within(list: &[Inline], place: &str, look: Look<'_>) {
    for inline in list {
        match inline {
            Inline::Text { text, span } | Inline::Code { text, span } | Inline::Abbr { text, span, .. } => {
                // The smallest place: the character itself, when the text is as long as its place in the source.
                if text.len() == span.range().len() {
                    let mut at = span.start;
                    for c in text.chars() {
                        let end = at + u32::try_from(c.len_utf8()).unwrap_or(0);
                        look(c.encode_utf8(&mut [0; 4]), Span { start: at, end, ..*span }, "");
                        at = end;
                    }
                } else {
                    look(text, *span, place);
                }
            }
            Inline::Strong(inner) | Inline::Emph(inner) | Inline::Strike(inner) => within(inner, place, look),
            Inline::Link { content, .. } | Inline::Xref { content, .. } | Inline::Lang { content, .. } => {
                within(content, place, look);
            }
            Inline::Note { .. } | Inline::Image { .. } | Inline::Break => {}
        }
    }
}
