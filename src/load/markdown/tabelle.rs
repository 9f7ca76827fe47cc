//! Tables: their cells, and the caption that stands above them with its id and the types of the columns.

use super::slips::cells_written;
use super::{Reader, spariti};
use crate::base::span::{Span, Spanned};
use crate::diag::codes::{P0117, P0126, P0805};
use crate::diag::{Diagnostic, nearest};
use crate::load::vista;
use crate::piano::prose::{Align, Block, BlockKind, Inline, Table};
use crate::piano::vista::Tipo;
use pulldown_cmark::{Alignment, Event, Tag};

impl Reader<'_> {
    pub(super) fn table(&mut self, align: &[Alignment]) -> BlockKind {
        let align = align
            .iter()
            .map(|a| match a {
                Alignment::None => Align::None,
                Alignment::Left => Align::Left,
                Alignment::Center => Align::Center,
                Alignment::Right => Align::Right,
            })
            .collect();
        let (mut header, mut rows) = (Vec::new(), Vec::new());
        while let Some((event, range)) = self.events.next() {
            match event {
                Event::Start(Tag::TableHead) => header = self.cells(),
                Event::Start(Tag::TableRow) => {
                    let cells = self.cells();
                    let written = self.text.get(range.clone()).map_or(0, cells_written);
                    if written > header.len() {
                        let columns = header.len();
                        self.error(
                            P0126,
                            range.clone(),
                            format!("questa riga ha {written} celle e le colonne sono {columns}"),
                        )
                        .helps
                        .push("togli la cella in più; una barra dentro una cella si scrive `\\|`, anche fra apici inversi".into());
                    }
                    if written < header.len() {
                        self.short_row(range.clone(), written, header.len());
                    }
                    rows.push((self.span(range), cells));
                }
                _ => break,
            }
        }
        BlockKind::Table(Table { caption: None, id: None, tipi: vec![], align, header, rows })
    }

    pub(super) fn cells(&mut self) -> Vec<Vec<Inline>> {
        let mut cells = Vec::new();
        while let Some((Event::Start(Tag::TableCell), _)) = self.events.next() {
            let before = std::mem::replace(&mut self.cell, true);
            let mut cell = self.inlines();
            self.cell = before;
            spariti::cell_lines(&mut cell);
            cells.push(cell);
        }
        cells
    }

    /// Joins each paragraph `Tabella: …` to the table right below it.
    pub(super) fn captions(&mut self, blocks: Vec<Block>) -> Vec<Block> {
        let mut out: Vec<Block> = Vec::with_capacity(blocks.len());
        for mut block in blocks {
            if let BlockKind::Table(table) = &mut block.kind
                && let Some(Block { kind: BlockKind::Paragraph(content), .. }) = out.last_mut()
                && starts_caption(content)
            {
                let mut caption = std::mem::take(content);
                let (id, tipi) = trailing_attributes(&mut caption);
                table.id = id;
                table.tipi = self.tipi(tipi, table.header.len());
                strip_caption(&mut caption);
                table.caption = Some(caption);
                out.pop();
            }
            out.push(block);
        }
        for (n, block) in out.iter().enumerate() {
            let BlockKind::Paragraph(content) = &block.kind else { continue };
            let after = out.get(n + 1).map(|block| &block.kind);
            let before = n.checked_sub(1).and_then(|n| out.get(n)).map(|block| &block.kind);
            if self.attached(block, after)
                || self.paragraph_slips(block.span)
                || self.other_caption(block, before, after)
            {
                continue;
            }
            if starts_caption(content) && !self.has_bars_after(block.span) {
                self.problems.push(
                    Diagnostic::at(P0117, block.span, "questa didascalia non ha una tabella sotto").help(
                        "metti la tabella subito sotto, dopo una riga vuota; per una vista usa il campo `didascalia`",
                    ),
                );
            }
        }
        out
    }

    /// The types that a caption declares for the columns. Where it declares them wrongly, all columns hold words.
    pub(super) fn tipi(&mut self, written: Option<Spanned<String>>, columns: usize) -> Vec<Tipo> {
        let Some(written) = written else { return vec![] };
        let mut tipi = Vec::with_capacity(columns);
        for word in written.value.split(',').map(str::trim) {
            match Tipo::ALL.iter().find(|tipo| tipo.nome() == word) {
                Some(tipo) => tipi.push(*tipo),
                None => {
                    let names: Vec<String> = Tipo::ALL.iter().map(|tipo| tipo.nome()).collect();
                    let error = Diagnostic::at(P0805, written.span, format!("«{word}» non è un tipo di colonna"));
                    self.problems.push(match nearest(word, names.iter().map(String::as_str)) {
                        Some(near) => error.help(format!("forse intendevi `{near}`")),
                        None => error.help(format!("i tipi sono: {}", names.join(", "))),
                    });
                    return vec![Tipo::Testo; columns];
                }
            }
        }
        if tipi.len() != columns {
            self.problems.push(vista::quanti_tipi(written.span, tipi.len(), columns));
            return vec![Tipo::Testo; columns];
        }
        tipi
    }
}

pub(super) fn starts_caption(content: &[Inline]) -> bool {
    matches!(content.first(), Some(Inline::Text { text, .. }) if text.starts_with("Tabella:"))
}

pub(super) fn strip_caption(content: &mut [Inline]) {
    if let Some(Inline::Text { text, span }) = content.first_mut() {
        let rest = text.trim_start_matches("Tabella:").trim_start();
        span.start = span.end - u32::try_from(rest.len()).unwrap_or(0).min(span.end - span.start);
        *text = rest.to_owned();
    }
}

/// `{#id}` at the end of a caption or after an image.
pub(super) fn trailing_id(content: &mut Vec<Inline>) -> Option<Spanned<String>> {
    let Some(Inline::Text { text, span }) = content.last_mut() else { return None };
    let end = text.trim_end();
    let (before, id) = end.strip_suffix('}')?.rsplit_once("{#")?;
    let id_start = span.start + u32::try_from(before.len() + 2).ok()?;
    let id = Spanned::new(
        id.to_owned(),
        Span {
            file: span.file,
            start: id_start.min(span.end),
            end: (id_start + u32::try_from(id.len()).ok()?).min(span.end),
        },
    );
    let before = before.trim_end().to_owned();
    if before.is_empty() {
        content.pop();
    } else {
        span.end = (span.start + u32::try_from(before.len()).ok()?).min(span.end);
        *text = before;
    }
    Some(id)
}

/// `{#id}`, `{tipi="codice, numero"}` or both at the end of a caption: the id, and the types of the columns.
pub(super) fn trailing_attributes(content: &mut Vec<Inline>) -> (Option<Spanned<String>>, Option<Spanned<String>>) {
    let declared = |text: &str| {
        let (before, inside) = text.trim_end().strip_suffix('}')?.rsplit_once('{')?;
        let at = inside.find("tipi=")?;
        let quotes = ['"', '“', '”', '«', '»'];
        let words = inside.get(at + "tipi=".len()..)?.trim().strip_prefix(quotes)?.strip_suffix(quotes)?;
        let start = before.len() + 1 + at;
        Some((start, inside.len() - at, words.to_owned()))
    };
    let mut tipi = None;
    if let Some(Inline::Text { text, span }) = content.last_mut()
        && let Some((start, length, words)) = declared(text)
    {
        let place = |n: usize| (span.start + u32::try_from(n).unwrap_or(u32::MAX)).min(span.end);
        tipi = Some(Spanned::new(words, Span { start: place(start), end: place(start + length), ..*span }));
        let head = text.get(..start).unwrap_or_default().trim_end().to_owned();
        // What is left inside the braces is the id, or nothing.
        let head = head.strip_suffix('{').map_or_else(|| format!("{head}}}"), |head| head.trim_end().to_owned());
        if !head.ends_with('}') {
            span.end = place(head.len());
        }
        *text = head;
    }
    (trailing_id(content), tipi)
}
