//! The blocks of a text: paragraphs, lists, quotations, callouts, definitions, code.

use super::figures::again;
use super::table::LONG;
use super::{Title, Writer};
use crate::document::{Block, BlockKind, Definition, DrawingKind, Inline, Part, con_legende, plain};
use crate::piano::element::id::Id;
use std::fmt::Write as _;

/// The longest paragraph, in bytes, whose line breaks are chosen by looking at all of its lines. The time that typst takes
/// for it grows with the square of the length.
const COMMON: usize = 4_000;

/// The most bytes of a list or of a box with notes that does not break over two pages.
const LOW: usize = 800;

/// The most questions and answers that stay on the page of the remark after them.
const FEW: usize = 4;

impl<'a> Writer<'a> {
    pub(super) fn blocks(&mut self, blocks: &'a [Block]) {
        // Whether a table, or a drawing, stands above, and nothing but remarks between.
        let (mut table, mut drawing) = (false, false);
        // Whether that table stays with the drawing after it, and so do the remarks between the two.
        let mut tied = false;
        let (blocks, legends): (Vec<&'a Block>, Vec<_>) = con_legende(blocks, Some(LONG)).into_iter().unzip();
        for ((n, block), legend) in blocks.iter().copied().enumerate().zip(legends) {
            // What a section has said of a table it does not say again.
            self.legend = legend.into_iter().filter(|words| self.told.insert(plain(words))).collect();
            let is_table = |block: &Block| matches!(block.kind, BlockKind::Table(_));
            let after = blocks.iter().copied().skip(n + 1).find(|block| !is_remark(block));
            // A drawing without a caption says again the table above it, also when a remark stands between the two.
            self.again = after.and_then(|block| again(block, self.misure.disegno.corpo));
            let table_next = blocks.get(n + 1).is_some_and(|block| is_table(block));
            // Whether the remarks here are of a table: what the section has said of another is not said again, and holds nothing.
            let of_table = is_table(block) || table && is_remark(block) || after.is_some_and(is_table);
            let mut remarks = blocks.iter().skip(n + 1).map_while(|block| remark_of(block));
            // The list of what an organisation chart draws stands under it as a remark does.
            let listed = (is_remark(block) && drawing || organization(block)) && after.is_some_and(minute);
            self.remarked = remarks.any(|content| !of_table || !self.told.contains(&plain(content))) || listed;
            // A remark stays with what it explains: the table or the drawing above it, through the other remarks between the two; one that
            // stands under neither is of the table that follows.
            let above = (table || drawing) && !matches!(block.kind, BlockKind::Legend(_));
            self.bound = is_remark(block) && (tied || self.remarked || table_next && !above);
            let stress =
                matches!(&block.kind, BlockKind::Paragraph(content) if matches!(content.as_slice(), [Inline::Emph(_)]));
            match &block.kind {
                BlockKind::Remark(content) | BlockKind::Legend(content)
                    if of_table && !self.told.insert(plain(content)) => {}
                BlockKind::Remark(_) | BlockKind::Legend(_) => self.block(block),
                // A line of stress under a table is a remark of its author, and is set as small as the table.
                BlockKind::Paragraph(content) if table && stress => {
                    self.mark(block.span);
                    self.remark(block.anchor.as_ref(), content);
                }
                // The remark that ends the questions of a card is not left alone at the top of a page.
                BlockKind::Definitions(all) if self.frame.in_card && self.remarked && all.len() <= FEW => {
                    self.push("#l.legato[");
                    self.block(block);
                    self.push("]\n");
                }
                _ => self.block(block),
            }
            tied = is_table(block) && self.bound || tied && is_remark(block);
            // Several remarks may follow one another.
            table = matches!(block.kind, BlockKind::Table(_)) || table && (is_remark(block) || stress);
            drawing = matches!(block.kind, BlockKind::Drawing(_)) || drawing && is_remark(block);
        }
    }

    /// The blocks of a list item, a definition…: a single paragraph stays bare, so that it is not a paragraph in a paragraph.
    pub(super) fn body(&mut self, blocks: &'a [Block], tight: bool) {
        for (n, block) in blocks.iter().enumerate() {
            match &block.kind {
                BlockKind::Paragraph(content) if block.anchor.is_none() && (blocks.len() == 1 || (tight && n == 0)) => {
                    self.mark(block.span);
                    self.inlines(content);
                }
                _ => self.block(block),
            }
        }
    }

    pub(super) fn block(&mut self, block: &'a Block) {
        // typst leaves a note on the page where its mark would have been, had the room for the note not moved the mark: what does not
        // break moves as one.
        let air = match &block.kind {
            BlockKind::Callout { .. } => "1.3em",
            BlockKind::List { .. } | BlockKind::Quote(_) | BlockKind::Definitions(_) => "auto",
            _ => "",
        };
        let whole = !air.is_empty() && self.frame.flow && self.has_note_in(block) && length(block) <= LOW;
        if whole {
            let _ = writeln!(self.out, "#l.unito({air})[");
        }
        self.block_as_it_is(block);
        self.push(if whole { "]\n" } else { "" });
    }

    /// Whether a block has notes that are not printed yet.
    fn has_note_in(&self, block: &Block) -> bool {
        let mut found = false;
        block.parts(&mut |_, part| match part {
            Part::Words(words) => found |= self.has_note(words),
            Part::Blocks(blocks) => found |= blocks.iter().any(|block| self.has_note_in(block)),
            Part::Plain(_) => {}
        });
        found
    }

    fn block_as_it_is(&mut self, block: &'a Block) {
        self.mark(block.span);
        let anchor = block.anchor.as_ref();
        match &block.kind {
            BlockKind::Heading { level, number, content } => {
                let level = self.next_level(*level);
                // The table of contents lists the plan, without the headings inside hundreds of cards.
                self.heading(
                    level,
                    number.as_deref(),
                    anchor,
                    &Title::Rich(content),
                    self.frame.flow && !self.frame.in_card,
                );
                if let Some(id) = anchor {
                    self.cited_under_heading(id);
                }
            }
            BlockKind::Table(table) => self.table(anchor, table),
            BlockKind::Figure(figure) => self.figure(anchor, figure),
            BlockKind::Drawing(drawing) => self.drawing(anchor, drawing),
            BlockKind::Card(card) => self.card(anchor, card),
            BlockKind::Tree(nodes) => {
                self.anchor(anchor);
                self.push("#l.albero(");
                self.tree(nodes, 1);
                self.push(")\n");
                self.cited_at(anchor);
            }
            BlockKind::Paragraph(content) => {
                self.anchor(anchor);
                self.push(if plain(content).len() <= COMMON { "#l.capoverso[" } else { "#l.par[" });
                self.inlines(content);
                self.push("]\n");
                self.cited_at(anchor);
            }
            BlockKind::Remark(content) | BlockKind::Legend(content) => self.remark(anchor, content),
            BlockKind::List { .. } if !self.frame.minute && minute(block) => {
                self.push("#l.minuto[");
                self.frame.minute = true;
                self.inside(self.frame.room, |w| w.block(block));
                self.frame.minute = false;
                self.push("]\n");
            }
            BlockKind::List { start, tight, items, segni } => {
                self.anchor(anchor);
                match start {
                    Some(_) if !segni.is_empty() => {
                        self.push("#l.con-segni((");
                        for segno in segni {
                            self.literal(segno);
                            self.push(", ");
                        }
                        self.push("), ");
                    }
                    None => self.push("#l.elenco("),
                    // typst counts items in machine words. No author numbers an item higher on purpose.
                    Some(start) => {
                        let _ = write!(self.out, "#l.numerato(inizio: {}, ", (*start).min(999_999_999));
                    }
                }
                let _ = write!(self.out, "stretto: {tight}");
                self.push(if self.frame.minute { ", passo: 5.4pt" } else { "" });
                let digits = start.map_or(0, |start| (start.saturating_add(items.len() as u64)).to_string().len());
                let digits = segni.iter().map(|segno| segno.chars().count()).fold(digits, usize::max);
                let indent = self.misure.rientri.elenco + 0.5 * self.frame.size * digits.saturating_sub(1) as f64;
                self.inside(self.prose() - indent, |w| {
                    for item in items {
                        w.push(", [");
                        w.body(item, *tight);
                        w.push("]");
                    }
                });
                self.push(")\n");
                self.cited_at(anchor);
            }
            BlockKind::Quote(blocks) => {
                self.anchor(anchor);
                self.push("#l.citazione[");
                self.inside(self.prose() - self.misure.rientri.citazione, |w| w.blocks(blocks));
                self.push("]\n");
                self.cited_at(anchor);
            }
            BlockKind::Callout { kind, blocks } => {
                self.anchor(anchor);
                let _ = write!(self.out, "#l.avviso(\"{}\", \"{}\")[", kind.name(), kind.label());
                self.inside(self.prose() - self.misure.rientri.avviso, |w| w.blocks(blocks));
                self.push("]\n");
                self.cited_at(anchor);
            }
            BlockKind::Definitions(definitions) => {
                self.anchor(anchor);
                self.definitions(definitions);
                self.cited_at(anchor);
            }
            BlockKind::Code { text, .. } => {
                self.anchor(anchor);
                self.push("#l.blocco-codice(");
                let ems = (self.prose() - self.misure.rientri.codice) / self.misure.testo.corpo_codice;
                let text = text.replace('\t', "    ").replace("\r\n", "\n");
                for (n, line) in text.trim_end_matches('\n').split('\n').enumerate() {
                    self.push(if n > 0 { ", " } else { "" });
                    let fitted = self.code(line, ems);
                    self.literal(&fitted);
                }
                self.push(")\n");
                self.cited_at(anchor);
            }
            BlockKind::Outcome(outcome) => {
                self.anchor(anchor);
                self.outcome(outcome);
                self.cited_at(anchor);
            }
            BlockKind::Absent(content) => {
                self.anchor(anchor);
                self.push("#l.assente[");
                self.inlines(content);
                self.push("]\n");
                self.cited_at(anchor);
            }
            BlockKind::Rule => {
                self.anchor(anchor);
                self.push("#l.filetto()\n");
            }
        }
    }

    fn remark(&mut self, anchor: Option<&'a Id>, content: &'a [Inline]) {
        self.anchor(anchor);
        self.push(if self.bound { "#l.nota-tabella(legata: true)[" } else { "#l.nota-tabella[" });
        self.inlines(content);
        self.push("]\n");
        self.cited_at(anchor);
    }

    fn definitions(&mut self, definitions: &'a [Definition]) {
        if definitions.is_empty() {
            return;
        }
        self.push("#l.definizioni(");
        for definition in definitions {
            self.push("([");
            self.anchor(definition.anchor.as_ref());
            self.inlines(&definition.term);
            self.push("], [");
            self.inside(self.prose() - self.misure.rientri.elenco, |w| {
                let several = definition.details.len() > 1;
                for detail in &definition.details {
                    if several {
                        w.blocks(detail);
                    } else {
                        w.body(detail, false);
                    }
                }
                w.cited_at(definition.anchor.as_ref());
            });
            self.push("]), ");
        }
        self.push(")\n");
    }
}

/// How many bytes of words a block has.
fn length(block: &Block) -> usize {
    let mut long = 0;
    block.parts(&mut |_, part| match part {
        Part::Words(words) => long += plain(words).len(),
        Part::Plain(text) => long += text.len(),
        Part::Blocks(blocks) => long += blocks.iter().map(length).sum::<usize>(),
    });
    long
}

/// Whether a block draws who is over whom.
fn organization(block: &Block) -> bool {
    matches!(&block.kind, BlockKind::Drawing(drawing) if matches!(drawing.kind, DrawingKind::Organization(_)))
}

/// Whether a block is a remark of the program about what stands above it.
fn is_remark(block: &Block) -> bool {
    remark_of(block).is_some()
}

/// The words of a remark.
fn remark_of(block: &Block) -> Option<&[Inline]> {
    match &block.kind {
        BlockKind::Remark(content) | BlockKind::Legend(content) => Some(content),
        _ => None,
    }
}

/// Whether all the words of a list are ones that a reader may pass over.
fn minute(block: &Block) -> bool {
    match &block.kind {
        BlockKind::List { start: None, segni, items, .. } if segni.is_empty() => items.iter().flatten().all(minute),
        BlockKind::Paragraph(words) => words.iter().all(|inline| matches!(inline, Inline::Small(_))),
        _ => false,
    }
}
