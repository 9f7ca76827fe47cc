//! Characters that the fonts lack. The standards refuse a page with a missing glyph, and without a standard the character
//! would vanish in silence: it is reported where it was written.

use crate::base::fonts::{has_cluster, has_glyph};
use crate::base::span::{FileId, Span};
use crate::base::text::{nascosto, short};
use crate::diag::codes::P0501;
use crate::diag::{Diagnostic, Diagnostics};
use crate::document::{Block, BlockKind, Column, Document, Inline, Part, Row, Section, Table, plain};
use crate::rules::nascosti;
use std::collections::BTreeSet;
use unicode_normalization::char::is_combining_mark;

/// Reports every character of `document` that no font of ours has, once for each place.
pub fn check(document: &Document, diags: &mut Diagnostics) {
    let mut known: BTreeSet<char> = BTreeSet::new();
    let mut missing = BTreeSet::new();
    // Characters that the rule on hidden text has already reported.
    let hidden = nascosti(diags);
    let mut apart = BTreeSet::new();
    let mut look = |text: &str, seen: Seen<'_>| {
        // Nearly all characters are in this range, and need no search in the set.
        if text.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\n' | b'\t')) {
            return;
        }
        for c in text.chars() {
            if matches!(c, ' '..='~' | '\n' | '\t') || known.contains(&c) {
                continue;
            }
            if nascosto(c) && hidden.contains(&seen.span.file) {
                continue;
            }
            if has_glyph(c) && !c.is_control() {
                // A combining mark is looked up together with its letter, below.
                if !is_combining_mark(c) {
                    known.insert(c);
                }
            } else {
                missing.insert((seen.span, c, seen.cella()));
            }
        }
        if !text.is_ascii() {
            clusters(text, &mut |cluster| {
                if cluster.chars().all(has_glyph) && !has_cluster(cluster, seen.mono) {
                    apart.insert((seen.span, cluster.to_owned(), seen.cella()));
                }
            });
        }
    };
    document.walk(&mut |section, _| section_texts(section, &mut look));
    for (span, cluster, place) in apart {
        let message =
            format!("«{cluster}» non si può stampare: i caratteri di stampa non hanno quel segno su quella lettera");
        let error = if span.file == FileId(u32::MAX) {
            Diagnostic::global(P0501, message)
        } else {
            Diagnostic::at(P0501, span, message)
        };
        let letter: String = cluster.chars().filter(|c| !is_combining_mark(*c)).collect();
        let error = if place.is_empty() { error } else { error.note(place) };
        diags.push(error.help(format!("scrivi «{letter}» senza il segno, o di’ con parole che cosa significa")));
    }
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
        // A cell of a data file has no place in the sources, so a note says which cell it is.
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
        '\u{b}' | '\u{2028}' => "un a capo: Word lo segna così",
        c if c.is_control() => "niente: è un carattere invisibile, cancellalo",
        '⚠' => "un riquadro `> [!ATTENZIONE]`",
        _ => return None,
    })
}

/// What is known of a text: where it was written, its cell if its table has no lines in the sources, whether it is set as
/// code.
#[derive(Clone, Copy)]
struct Seen<'p> {
    span: Span,
    cella: Option<(&'p Row, &'p Column)>,
    mono: bool,
}

impl Seen<'_> {
    fn at(span: Span) -> Self {
        Seen { span, cella: None, mono: false }
    }

    /// The words for its cell; empty where its place in the sources says enough.
    fn cella(self) -> String {
        let Some((row, column)) = self.cella else { return String::new() };
        // How a row begins is found whatever its number: the file may have blank rows.
        let name = row.cells.iter().map(|cell| plain(cell)).find(|words| !words.trim().is_empty());
        let (name, title) = (short(&name.unwrap_or_default()), short(&plain(&column.header)));
        format!("è nella riga del file che comincia con «{name}», colonna «{title}»")
    }
}

/// The function that is called with each text.
type Look<'l> = &'l mut dyn FnMut(&str, Seen<'_>);

/// Calls `visit` with each letter of `text` that has combining marks, together with them.
fn clusters(text: &str, visit: &mut dyn FnMut(&str)) {
    let mut start = 0;
    let mut signs = false;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        if is_combining_mark(c) {
            signs |= at > 0;
            continue;
        }
        if let Some(cluster) = text.get(start..at).filter(|_| signs) {
            visit(cluster);
        }
        (start, signs) = (at, false);
    }
}

fn section_texts(section: &Section, look: Look<'_>) {
    look(&section.title, Seen::at(section.span));
    section.referente.iter().for_each(|text| look(text, Seen::at(section.span)));
    blocks(&section.blocks, look);
    section.notes.iter().for_each(|note| blocks(&note.blocks, look));
}

/// Whether the rows of a table have no lines in the sources: all of them, or the cells of the only one, have one place.
fn senza_righe(table: &Table) -> bool {
    match table.rows.as_slice() {
        [] => false,
        [one] => {
            let mut places = BTreeSet::new();
            one.cells.iter().for_each(|cell| spans(&cell.words, &mut places));
            one.cells.len() > 1 && places.len() == 1
        }
        all => all.windows(2).all(|pair| matches!(pair, [a, b] if a.span == b.span)),
    }
}

/// The places of the words of a cell.
fn spans(list: &[Inline], out: &mut BTreeSet<Span>) {
    for inline in list {
        match inline {
            Inline::Text { span, .. } | Inline::Code { span, .. } | Inline::Abbr { span, .. } => out.extend([*span]),
            _ => inline.inner().into_iter().for_each(|inner| spans(inner, out)),
        }
    }
}

fn blocks(list: &[Block], look: Look<'_>) {
    for block in list {
        // All rows of a data file have one place in the sources: where the plan names the file.
        if let BlockKind::Table(table) = &block.kind
            && senza_righe(table)
        {
            table.caption.iter().for_each(|caption| inlines(caption, look));
            table.columns.iter().for_each(|column| inlines(&column.header, look));
            for row in &table.rows {
                for (cell, column) in row.cells.iter().zip(&table.columns) {
                    within(&cell.words, Some((row, column)), look);
                }
            }
            continue;
        }
        block.parts(&mut |_, part| match part {
            Part::Words(words) => inlines(words, look),
            Part::Plain(text) => {
                look(text, Seen { mono: matches!(block.kind, BlockKind::Code { .. }), ..Seen::at(block.span) });
            }
            Part::Blocks(inner) => blocks(inner, look),
        });
    }
}

fn inlines(list: &[Inline], look: Look<'_>) {
    within(list, None, look);
}

/// The words of a cell; `cella` says which, in a table that has no lines in the sources.
fn within(list: &[Inline], cella: Option<(&Row, &Column)>, look: Look<'_>) {
    for inline in list {
        match inline {
            Inline::Text { text, span } | Inline::Code { text, span } | Inline::Abbr { text, span, .. } => {
                let seen = Seen { span: *span, cella, mono: matches!(inline, Inline::Code { .. }) };
                // The smallest place: the letter itself with its signs, when the text is as long as its place in the source.
                if cella.is_none() && text.len() == span.range().len() {
                    let mut at = 0;
                    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
                        let mut next = rest.char_indices().skip(1).skip_while(|(_, c)| is_combining_mark(*c));
                        let long = next.next().map_or(rest.len(), |(n, _)| n);
                        let begin = span.range().start + at;
                        let place = Span::new(span.file, begin..begin + long);
                        look(rest.get(..long).unwrap_or_default(), Seen { span: place, ..seen });
                        at += long;
                    }
                } else {
                    look(text, seen);
                }
            }
            _ => inline.inner().into_iter().for_each(|inner| within(inner, cella, look)),
        }
    }
}
