//! Prose as the author wrote it: the tree of one Markdown text, with citations, facts and views still by name.
//!
//! [`crate::load::markdown`] makes it, [`crate::index`] checks the names, [`crate::lower`] turns it into what a reader sees. It is
//! a different tree from [`crate::document`], where a citation already has its target and so cannot name nothing.

use crate::base::span::{Span, Spanned};
use crate::piano::vista::{Tipo, Vista};
use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// One Markdown text: a section, or a field of a record.
#[derive(Debug, Default, Clone)]
pub struct Prose {
    /// The blocks of the text, in the order in which they are written.
    pub blocks: Vec<Block>,
    /// The blocks of each footnote, by its label.
    pub notes: BTreeMap<String, Vec<Block>>,
    /// Where the author's comments stand. They are never printed, and an approved plan must have none.
    pub comments: Vec<Span>,
}

/// A text of the plan, read once for all the compiles in which its file has it at the same place. Cloning it is cheap. What is compared is
/// not what it says, but a digest of what it was read from: whatever is computed of it alone can be remembered by comemo.
#[derive(Debug, Default, Clone)]
pub struct Brano {
    prose: Arc<Prose>,
    digest: u128,
}

impl Brano {
    /// The text that was read from `from`: nothing else may have made a part of it.
    #[must_use]
    pub fn letto(prose: Prose, from: &impl Hash) -> Self {
        Brano { prose: Arc::new(prose), digest: typst::utils::hash128(from) }
    }

    /// A text put together of several. It is like no other, not even if it is put together again of the same.
    #[must_use]
    pub fn composto(prose: Prose) -> Self {
        static MADE: AtomicU64 = AtomicU64::new(0);
        Brano::letto(prose, &("composto", MADE.fetch_add(1, Ordering::Relaxed)))
    }

    /// What it says, to put it together with other texts.
    #[must_use]
    pub fn into_prose(self) -> Prose {
        Arc::unwrap_or_clone(self.prose)
    }

    /// Its first block, and the text without it. None when it has no blocks.
    #[must_use]
    pub fn primo(&self) -> Option<(Block, Brano)> {
        let (first, rest) = self.prose.blocks.split_first()?;
        let Prose { notes, comments, .. } = self.prose.as_ref();
        let rest = Prose { blocks: rest.to_vec(), notes: notes.clone(), comments: comments.clone() };
        Some((first.clone(), Brano::letto(rest, &("senza il primo", self.digest))))
    }
}

impl Deref for Brano {
    type Target = Prose;
    fn deref(&self) -> &Prose {
        &self.prose
    }
}

impl Hash for Brano {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.digest.hash(state);
    }
}

/// A block with its place.
#[derive(Debug, Clone)]
pub struct Block {
    /// Where it stands in the sources.
    pub span: Span,
    /// Which kind of block it is, with its contents.
    pub kind: BlockKind,
}

/// The kinds of block that Markdown has, and the views.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the names are those of CommonMark")]
pub enum BlockKind {
    Heading {
        level: u8,
        id: Option<Spanned<String>>,
        content: Vec<Inline>,
    },
    Paragraph(Vec<Inline>),
    /// `numeri`: where the number of each item is written, in a list that has them. `segni`: the mark of each item as it
    /// is printed, in a list that has others than `1.`, `2.`; otherwise empty.
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
#[derive(Debug, Clone)]
pub struct Table {
    /// From the paragraph `Tabella: …` right above.
    pub caption: Option<Vec<Inline>>,
    /// `{#id}` at the end of the caption.
    pub id: Option<Spanned<String>>,
    /// `{tipi="codice, numero"}` at the end of the caption: what the columns hold, in order, as the author declares.
    pub tipi: Vec<Tipo>,
    /// Alignment of each column.
    pub align: Vec<Align>,
    /// The header cells, one a column.
    pub header: Vec<Vec<Inline>>,
    /// Rows, padded or cut by the parser to the width of the header.
    pub rows: Vec<(Span, Vec<Vec<Inline>>)>,
}

/// How a column is aligned: `---`, `:--`, `:-:` or `--:`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Align {
    None,
    Left,
    Center,
    Right,
}

/// An image with its path as written.
#[derive(Debug, Clone)]
pub struct Image {
    /// Path from the folder of the plan or of the file.
    pub path: Spanned<String>,
    /// Text alternative, plain.
    pub alt: String,
}

/// The kinds of inline text.
#[derive(Debug, Clone)]
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
    /// `[=progetti.finanziato.totale]`: a value that the plan implies, by name.
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

/// Visits every inline of these blocks, those of the blocks inside them too.
pub fn blocks<'a>(list: &'a [Block], visit: &mut dyn FnMut(&'a Inline)) {
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

/// The words of `list` as plain text. Facts, and citations that have no words of their own, give nothing.
#[must_use]
pub fn plain(list: &[Inline]) -> String {
    dette(list, &|_| String::new(), &|_| String::new())
}

/// The words of `list` as they are said: `citato` gives those of a citation that has none of its own, by its name, and `fatto` those of a
/// fact.
#[must_use]
pub fn dette(list: &[Inline], citato: &dyn Fn(&str) -> String, fatto: &dyn Fn(&Spanned<String>) -> String) -> String {
    let mut out = String::new();
    inlines(list, &mut |inline| match inline {
        Inline::Text { text, .. } | Inline::Code { text, .. } => out.push_str(text),
        Inline::Break => out.push(' '),
        Inline::Image(image) => out.push_str(&image.alt),
        Inline::Cite { name, content: None } => out.push_str(&citato(&name.value)),
        Inline::Fact { name } => out.push_str(&fatto(name)),
        Inline::Strong(_)
        | Inline::Emph(_)
        | Inline::Strike(_)
        | Inline::Lang { .. }
        | Inline::Link { .. }
        | Inline::Cite { content: Some(_), .. }
        | Inline::Note { .. } => {}
    });
    out
}

/// Calls `visit` with each piece of running words of `list` and its place. Code, links, citations, facts and notes are no running
/// words: for each of them `visit` gets None.
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
    /// The running texts that belong to the block itself, headings and captions included. The texts of the blocks inside it are
    /// left out.
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

/// The five kinds of alert.
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
    /// The word printed at the head of the alert, because colour alone must never tell the kind.
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
