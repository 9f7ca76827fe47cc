//! What stands inside a block, in reading order. Apart from the two writers, this is the only walk over the kinds of block. Code
//! that looks for words, citations or nested blocks uses it, so a new kind of block is added only here and in the writers.

use super::{Block, BlockKind, Card, Document, Inline, Outcome, Section, TreeNode, VICINA, Words};
use crate::piano::element::id::Id;
use std::collections::BTreeSet;

/// A part of a block, to be read.
#[derive(Debug)]
pub enum Part<'a> {
    /// Inline text.
    Words(&'a [Inline]),
    /// Text that is printed as it is: a code, preformatted text, the label of a bar.
    Plain(&'a str),
    /// The blocks inside.
    Blocks(&'a [Block]),
}

/// A part of a block, to be changed.
#[derive(Debug)]
pub enum PartMut<'a> {
    /// Inline text.
    Words(&'a mut Words),
    /// The blocks inside.
    Blocks(&'a mut Vec<Block>),
}

impl Inline {
    /// The texts inside this one, in reading order. Of a value that was revised: the value in force, then what it was. Whatever only
    /// looks for something in a text goes down by this, so that a new kind of inline is known to it.
    #[must_use]
    pub fn inner(&self) -> [&[Inline]; 2] {
        match self {
            Inline::Strong(content)
            | Inline::Emph(content)
            | Inline::Small(content)
            | Inline::Strike(content)
            | Inline::Lang { content, .. }
            | Inline::Link { content, .. }
            | Inline::Xref { content, .. } => [content, &[]],
            Inline::Revised { value, era, .. } => [value, era],
            Inline::Text { .. }
            | Inline::Code { .. }
            | Inline::Abbr { .. }
            | Inline::PaginaVicina { .. }
            | Inline::Note { .. }
            | Inline::Image { .. }
            | Inline::Mark(_)
            | Inline::Break => [&[], &[]],
        }
    }
}

impl Document {
    /// The addresses of all the links of the plan, as its authors wrote them.
    #[must_use]
    pub fn indirizzi(&self) -> BTreeSet<&str> {
        let mut out = BTreeSet::new();
        self.walk(&mut |section, _| {
            let notes = section.notes.iter().flat_map(|note| &note.blocks);
            section.blocks.iter().chain(notes).for_each(|block| links(block, &mut out));
        });
        out
    }
}

impl Document {
    /// The plans to whose publications the links of the plan lead, by name.
    #[must_use]
    pub fn citate(&self) -> BTreeSet<&str> {
        self.indirizzi().into_iter().filter_map(|url| Some(url.strip_prefix(VICINA)?.split_once('/')?.0)).collect()
    }
}

impl Section {
    /// The pages of other publications to which its own text leads: the name of the plan, a colon, the page.
    #[must_use]
    pub fn rimandi(&self) -> BTreeSet<String> {
        let mut all = BTreeSet::new();
        let notes = self.notes.iter().flat_map(|note| &note.blocks);
        self.blocks.iter().chain(notes).for_each(|block| links(block, &mut all));
        let beside = all.into_iter().filter_map(|url| url.strip_prefix(VICINA)?.split_once('/'));
        beside.map(|(nome, page)| format!("{nome}:{}", page.split('#').next().unwrap_or(page))).collect()
    }
}

/// The addresses of the links of a block.
fn links<'d>(block: &'d Block, out: &mut BTreeSet<&'d str>) {
    block.parts(&mut |_, part| match part {
        Part::Words(words) => words.iter().for_each(|inline| addresses(inline, out)),
        Part::Blocks(blocks) => blocks.iter().for_each(|block| links(block, out)),
        Part::Plain(_) => {}
    });
}

fn addresses<'d>(inline: &'d Inline, out: &mut BTreeSet<&'d str>) {
    if let Inline::Link { url, .. } = inline {
        out.insert(url);
    }
    inline.inner().into_iter().flatten().for_each(|inner| addresses(inner, out));
}

impl Block {
    /// Calls `visit` with each part, in reading order. With it goes the anchor of the thing to which the part belongs: the card,
    /// the term, the node, or the nearest one above it that has an anchor. The text alternative of a picture is no part.
    pub fn parts<'a>(&'a self, visit: &mut dyn FnMut(Option<&'a Id>, Part<'a>)) {
        match &self.kind {
            BlockKind::Heading { content, .. }
            | BlockKind::Paragraph(content)
            | BlockKind::Remark(content)
            | BlockKind::Legend(content)
            | BlockKind::Absent(content) => {
                visit(None, Part::Words(content));
            }
            BlockKind::List { items, .. } => items.iter().for_each(|item| visit(None, Part::Blocks(item))),
            BlockKind::Quote(blocks) | BlockKind::Callout { blocks, .. } => {
                visit(None, Part::Blocks(blocks));
            }
            BlockKind::Outcome(Outcome { blocks, fields, notes }) => {
                visit(None, Part::Blocks(blocks));
                for field in fields {
                    visit(None, Part::Plain(&field.label));
                    visit(None, Part::Words(&field.value));
                }
                visit(None, Part::Blocks(notes));
            }
            BlockKind::Definitions(entries) => {
                for entry in entries {
                    let of = entry.anchor.as_ref();
                    visit(of, Part::Words(&entry.term));
                    entry.details.iter().for_each(|detail| visit(of, Part::Blocks(detail)));
                }
            }
            BlockKind::Code { text, .. } => visit(None, Part::Plain(text)),
            BlockKind::Table(table) => {
                table.caption.iter().for_each(|words| visit(None, Part::Words(words)));
                table.columns.iter().for_each(|column| visit(None, Part::Words(&column.header)));
                table.rows.iter().flat_map(|row| &row.cells).for_each(|cell| visit(None, Part::Words(&cell.words)));
            }
            BlockKind::Figure(figure) => figure.caption.iter().for_each(|words| visit(None, Part::Words(words))),
            BlockKind::Drawing(drawing) => {
                drawing.caption.iter().for_each(|words| visit(None, Part::Words(words)));
                drawing.texts(&mut |text| visit(None, Part::Plain(text)));
            }
            BlockKind::Card(Card {
                kind,
                code,
                title,
                above,
                lead,
                facts,
                fields,
                absent,
                blocks,
                role: _,
                level: _,
            }) => {
                let of = self.anchor.as_ref();
                code.iter().for_each(|code| visit(of, Part::Plain(code)));
                visit(of, Part::Words(title));
                visit(of, Part::Plain(kind));
                above.iter().for_each(|words| visit(of, Part::Words(words)));
                visit(of, Part::Blocks(lead));
                for field in facts.iter().chain(fields).chain(absent) {
                    visit(of, Part::Plain(&field.label));
                    visit(of, Part::Words(&field.value));
                }
                visit(of, Part::Blocks(blocks));
            }
            BlockKind::Tree(nodes) => nodes.iter().for_each(|node| node.parts(None, visit)),
            BlockKind::Rule => {}
        }
    }

    /// Calls `visit` with each part that can be changed, in the same order and with the same anchors.
    pub fn parts_mut<'a>(&'a mut self, visit: &mut dyn FnMut(Option<&'a Id>, PartMut<'a>)) {
        let of = self.anchor.as_ref();
        match &mut self.kind {
            BlockKind::Heading { content, .. }
            | BlockKind::Paragraph(content)
            | BlockKind::Remark(content)
            | BlockKind::Legend(content)
            | BlockKind::Absent(content) => {
                visit(None, PartMut::Words(content));
            }
            BlockKind::List { items, .. } => items.iter_mut().for_each(|item| visit(None, PartMut::Blocks(item))),
            BlockKind::Quote(blocks) | BlockKind::Callout { blocks, .. } => {
                visit(None, PartMut::Blocks(blocks));
            }
            BlockKind::Outcome(Outcome { blocks, fields, notes }) => {
                visit(None, PartMut::Blocks(blocks));
                fields.iter_mut().for_each(|field| visit(None, PartMut::Words(&mut field.value)));
                visit(None, PartMut::Blocks(notes));
            }
            BlockKind::Definitions(entries) => {
                for entry in entries {
                    let of = entry.anchor.as_ref();
                    visit(of, PartMut::Words(&mut entry.term));
                    entry.details.iter_mut().for_each(|detail| visit(of, PartMut::Blocks(detail)));
                }
            }
            BlockKind::Table(table) => {
                table.caption.iter_mut().for_each(|words| visit(None, PartMut::Words(words)));
                table.columns.iter_mut().for_each(|column| visit(None, PartMut::Words(&mut column.header)));
                let cells = table.rows.iter_mut().flat_map(|row| &mut row.cells);
                cells.for_each(|cell| visit(None, PartMut::Words(&mut cell.words)));
            }
            BlockKind::Figure(figure) => {
                figure.caption.iter_mut().for_each(|words| visit(None, PartMut::Words(words)));
            }
            BlockKind::Drawing(drawing) => {
                drawing.caption.iter_mut().for_each(|words| visit(None, PartMut::Words(words)));
            }
            BlockKind::Card(card) => {
                visit(of, PartMut::Words(&mut card.title));
                card.above.iter_mut().for_each(|words| visit(of, PartMut::Words(words)));
                visit(of, PartMut::Blocks(&mut card.lead));
                card.facts
                    .iter_mut()
                    .chain(&mut card.fields)
                    .chain(&mut card.absent)
                    .for_each(|field| visit(of, PartMut::Words(&mut field.value)));
                visit(of, PartMut::Blocks(&mut card.blocks));
            }
            BlockKind::Tree(nodes) => nodes.iter_mut().for_each(|node| node.parts_mut(None, visit)),
            BlockKind::Code { .. } | BlockKind::Rule => {}
        }
    }

    /// The lists of blocks that are directly inside this block.
    #[must_use]
    pub fn nested(&self) -> Vec<&[Block]> {
        let mut out = vec![];
        self.parts(&mut |_, part| {
            if let Part::Blocks(blocks) = part {
                out.push(blocks);
            }
        });
        out
    }

    /// Calls `visit` with this block and all those inside it, outermost first.
    pub fn each<'a>(&'a self, visit: &mut dyn FnMut(&'a Block)) {
        visit(self);
        for inner in self.nested() {
            inner.iter().for_each(|block| block.each(visit));
        }
    }
}

impl TreeNode {
    /// Calls `visit` with these nodes and all those below them, parents first.
    pub fn each<'a>(nodes: &'a [TreeNode], visit: &mut dyn FnMut(&'a TreeNode)) {
        for node in nodes {
            visit(node);
            Self::each(&node.children, visit);
        }
    }

    fn parts<'a>(&'a self, above: Option<&'a Id>, visit: &mut dyn FnMut(Option<&'a Id>, Part<'a>)) {
        let of = self.anchor.as_ref().or(above);
        visit(of, Part::Plain(&self.code));
        visit(of, Part::Words(&self.title));
        self.flags.iter().for_each(|flag| visit(of, Part::Plain(flag)));
        visit(of, Part::Blocks(&self.blocks));
        self.children.iter().for_each(|child| child.parts(of, visit));
    }

    fn parts_mut<'a>(&'a mut self, above: Option<&'a Id>, visit: &mut dyn FnMut(Option<&'a Id>, PartMut<'a>)) {
        let of = self.anchor.as_ref().or(above);
        visit(of, PartMut::Words(&mut self.title));
        visit(of, PartMut::Blocks(&mut self.blocks));
        self.children.iter_mut().for_each(|child| child.parts_mut(of, visit));
    }
}
