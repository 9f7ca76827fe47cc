//! Prose as the author wrote it: the tree of one Markdown text, with citations, facts and views still by name.
//!
//! [`crate::load::markdown`] makes it, [`crate::index`] checks the names, [`crate::lower`] turns it into what
//! a reader sees. It is another tree than [`crate::document`] because there a citation of nothing cannot be said.

use crate::base::span::{Span, Spanned};
use crate::piano::vista::{Tipo, Vista};
use std::collections::BTreeMap;

/// One Markdown text: a section, or a field of a record.
#[derive(Debug, Default)]
pub struct Prose {
    /// In order.
    pub blocks: Vec<Block>,
    /// Footnotes by label.
    pub notes: BTreeMap<String, Vec<Block>>,
    /// Where the author's comments stand: never printed, and no longer fit once the plan is approved.
    pub comments: Vec<Span>,
}

/// A block with its place.
#[derive(Debug)]
pub struct Block {
    /// Its place.
    pub span: Span,
    /// What it is.
    pub kind: BlockKind,
}

/// The kinds of block that Markdown has, and the views.
#[derive(Debug)]
#[expect(missing_docs, reason = "the names are those of CommonMark")]
pub enum BlockKind {
    Heading {
        level: u8,
        id: Option<Spanned<String>>,
        content: Vec<Inline>,
    },
    Paragraph(Vec<Inline>),
    /// `numeri`: where the number of each item is written, in a list that has them. `segni`: the mark of each item as it
    /// is written, in a list with letters or roman numbers; otherwise empty.
    List {
        start: Option<u64>,
        tight: bool,
        items: Vec<Vec<Block>>,
        numeri: Vec<Span>,
        segni: Vec<String>,
    },
    Quote(Vec<Block>),
    Callout {
        kind: crate::piano::prose::Callout,
        blocks: Vec<Block>,
    },
    Definitions(Vec<(Vec<Inline>, Vec<Vec<Block>>)>),
    Code {
        lang: Option<String>,
        text: String,
    },
    Table(Table),
    Figure {
        image: Image,
        caption: Option<Vec<Inline>>,
        id: Option<Spanned<String>>,
    },
    View(Box<Vista>),
    Rule,
}

/// A Markdown table.
#[derive(Debug)]
pub struct Table {
    /// From the paragraph `Tabella: …` right above.
    pub caption: Option<Vec<Inline>>,
    /// `{#id}` at the end of the caption.
    pub id: Option<Spanned<String>>,
    /// `{tipi="codice, numero"}` there: what the columns hold, in order, as the author declares.
    pub tipi: Vec<Tipo>,
    /// Alignment of the columns.
    pub align: Vec<Align>,
    /// Header cells.
    pub header: Vec<Vec<Inline>>,
    /// Rows, padded or cut by the parser to the width of the header.
    pub rows: Vec<(Span, Vec<Vec<Inline>>)>,
}

/// `---`, `:--`, `:-:`, `--:`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Align {
    None,
    Left,
    Center,
    Right,
}

/// An image with its path as written.
#[derive(Debug)]
pub struct Image {
    /// Path from the folder of the plan or of the file.
    pub path: Spanned<String>,
    /// Text alternative, plain.
    pub alt: String,
}

/// The kinds of inline text.
#[derive(Debug)]
#[expect(missing_docs, reason = "the names are those of CommonMark, of citations and of facts")]
pub enum Inline {
    Text {
        text: String,
        span: Span,
    },
    Strong(Vec<Inline>),
    Emph(Vec<Inline>),
    Strike(Vec<Inline>),
    Code {
        text: String,
        span: Span,
    },
    Link {
        url: Spanned<String>,
        content: Vec<Inline>,
    },
    /// `[@id]` (no content) or `[testo](@id)`.
    Cite {
        name: Spanned<String>,
        content: Option<Vec<Inline>>,
    },
    /// `[=progetti.finanziato.totale]`
    Fact {
        name: Spanned<String>,
    },
    Note {
        label: Spanned<String>,
    },
    /// `[Application Programming Interface]{en}`: words of another language.
    Lang {
        lang: String,
        content: Vec<Inline>,
    },
    Image(Image),
    Break,
}

impl Prose {
    /// Every inline of the text, footnotes included, outermost first.
    pub fn inlines<'a>(&'a self, visit: &mut dyn FnMut(&'a Inline)) {
        blocks(&self.blocks, visit);
        for note in self.notes.values() {
            blocks(note, visit);
        }
    }

    /// Every block of the text, footnotes included, outermost first.
    pub fn each_block<'a>(&'a self, visit: &mut dyn FnMut(&'a Block)) {
        each(&self.blocks, visit);
        for note in self.notes.values() {
            each(note, visit);
        }
    }
}

fn each<'a>(list: &'a [Block], visit: &mut dyn FnMut(&'a Block)) {
    for block in list {
        visit(block);
        match &block.kind {
            BlockKind::List { items, .. } => items.iter().for_each(|item| each(item, visit)),
            BlockKind::Quote(inner) | BlockKind::Callout { blocks: inner, .. } => each(inner, visit),
            BlockKind::Definitions(entries) => {
                entries.iter().flat_map(|(_, details)| details).for_each(|inner| each(inner, visit));
            }
            BlockKind::Heading { .. }
            | BlockKind::Paragraph(_)
            | BlockKind::Code { .. }
            | BlockKind::Table(_)
            | BlockKind::Figure { .. }
            | BlockKind::View(_)
            | BlockKind::Rule => {}
        }
    }
}

fn blocks<'a>(list: &'a [Block], visit: &mut dyn FnMut(&'a Inline)) {
    each(list, &mut |block| match &block.kind {
        BlockKind::Heading { content, .. } | BlockKind::Paragraph(content) => inlines(content, visit),
        BlockKind::Definitions(entries) => entries.iter().for_each(|(term, _)| inlines(term, visit)),
        BlockKind::Table(table) => {
            table.caption.iter().chain(&table.header).for_each(|cell| inlines(cell, visit));
            table.rows.iter().flat_map(|(_, cells)| cells).for_each(|cell| inlines(cell, visit));
        }
        BlockKind::Figure { caption, .. } => caption.iter().for_each(|text| inlines(text, visit)),
        BlockKind::View(vista) => {
            vista.didascalia.iter().flat_map(|prose| &prose.blocks).for_each(|block| {
                if let BlockKind::Paragraph(content) = &block.kind {
                    inlines(content, visit);
                }
            });
        }
        BlockKind::List { .. }
        | BlockKind::Quote(_)
        | BlockKind::Callout { .. }
        | BlockKind::Code { .. }
        | BlockKind::Rule => {}
    });
}

/// Every inline of `list`, outermost first.
pub fn inlines<'a>(list: &'a [Inline], visit: &mut dyn FnMut(&'a Inline)) {
    for inline in list {
        visit(inline);
        match inline {
            Inline::Strong(inner) | Inline::Emph(inner) | Inline::Strike(inner) => inlines(inner, visit),
            Inline::Link { content, .. }
            | Inline::Lang { content, .. }
            | Inline::Cite { content: Some(content), .. } => inlines(content, visit),
            Inline::Text { .. }
            | Inline::Code { .. }
            | Inline::Cite { content: None, .. }
            | Inline::Fact { .. }
            | Inline::Note { .. }
            | Inline::Image(_)
            | Inline::Break => {}
        }
    }
}

/// The words alone, without facts and citations by name.
#[must_use]
pub fn plain(list: &[Inline]) -> String {
    let mut out = String::new();
    inlines(list, &mut |inline| match inline {
        Inline::Text { text, .. } | Inline::Code { text, .. } => out.push_str(text),
        Inline::Break => out.push(' '),
        Inline::Image(image) => out.push_str(&image.alt),
        Inline::Strong(_)
        | Inline::Emph(_)
        | Inline::Strike(_)
        | Inline::Lang { .. }
        | Inline::Link { .. }
        | Inline::Cite { .. }
        | Inline::Fact { .. }
        | Inline::Note { .. } => {}
    });
    out
}

/// The running words of `list`, piece by piece with their place. None is for what is no running text, and stands between
/// the words: code, links, citations, facts, notes.
pub fn bare<'a>(list: &'a [Inline], visit: &mut dyn FnMut(Option<(&'a str, Span)>)) {
    for inline in list {
        match inline {
            Inline::Text { text, span } => visit(Some((text, *span))),
            Inline::Strong(inner) | Inline::Emph(inner) | Inline::Strike(inner) => bare(inner, visit),
            _ => visit(None),
        }
    }
}

impl BlockKind {
    /// The running texts of a block, with headings and captions; those of the blocks inside it are not its own.
    #[must_use]
    pub fn testi(&self) -> Vec<&[Inline]> {
        match self {
            BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => vec![content],
            BlockKind::Table(table) => {
                let rows = table.rows.iter().flat_map(|(_, cells)| cells);
                table.caption.iter().chain(&table.header).chain(rows).map(Vec::as_slice).collect()
            }
            BlockKind::Definitions(entries) => entries.iter().map(|(term, _)| term.as_slice()).collect(),
            BlockKind::Figure { caption, .. } => caption.iter().map(Vec::as_slice).collect(),
            BlockKind::List { .. }
            | BlockKind::Quote(_)
            | BlockKind::Callout { .. }
            | BlockKind::Code { .. }
            | BlockKind::View(_)
            | BlockKind::Rule => vec![],
        }
    }
}

/// The five alerts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Callout {
    /// `[!NOTA]`
    Nota,
    /// `[!SUGGERIMENTO]`
    Suggerimento,
    /// `[!IMPORTANTE]`
    Importante,
    /// `[!ATTENZIONE]`
    Attenzione,
    /// `[!PERICOLO]`
    Pericolo,
}

impl Callout {
    /// The word printed at its head: kind is never told by colour alone.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Callout::Nota => "Nota",
            Callout::Suggerimento => "Suggerimento",
            Callout::Importante => "Importante",
            Callout::Attenzione => "Attenzione",
            Callout::Pericolo => "Pericolo",
        }
    }

    /// The name used by layouts: `nota`, `attenzione`, …
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Callout::Nota => "nota",
            Callout::Suggerimento => "suggerimento",
            Callout::Importante => "importante",
            Callout::Attenzione => "attenzione",
            Callout::Pericolo => "pericolo",
        }
    }
}
