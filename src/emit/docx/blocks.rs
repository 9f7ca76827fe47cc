//! The blocks of a text: paragraphs, lists, quotations, alerts, cards, the tree.

use super::inlines::{Run, is_blank};
use super::places::{self, Luogo};
use super::styles::{self, FONDO, TENUE, hex, id};
use super::write::{Boxed, Par, Writer};
use super::xml::Xml;
use crate::document::{Block, BlockKind, Card, Definition, Inline, Outcome, TreeNode};
use crate::emit::text::unseen;
use crate::piano::prose::Callout;

/// How far an item of a list, a quotation, an alert stand to the right, in points.
const ELENCO: f64 = 18.0;
const CITAZIONE: f64 = 14.0;
const AVVISO: f64 = 12.0;
const NODO: f64 = 22.0;

/// The colour and the ground of an alert. Its kind is written in words too.
fn tint(kind: Callout) -> (&'static str, Boxed) {
    let (line, ground) = match kind {
        Callout::Nota => ("0066CC", "EDF4FC"),
        Callout::Suggerimento => ("00614A", "EDF4F3"),
        Callout::Importante => ("17324D", "EEF1F3"),
        Callout::Attenzione => ("8A5300", "F7F3ED"),
        Callout::Pericolo => ("B3242F", "FAEFF0"),
    };
    (line, Boxed { ground, line })
}

impl<'a> Writer<'a> {
    pub(super) fn blocks(&mut self, blocks: &'a [Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &'a Block) {
        self.anchor(block.anchor.as_ref());
        if !matches!(block.kind, BlockKind::Table(_) | BlockKind::Remark(_) | BlockKind::Legend(_)) {
            self.upright();
        }
        match &block.kind {
            BlockKind::Heading { level, number, content } => {
                let flow = self.frame.flow && !self.frame.in_card;
                let style = if self.frame.in_card { id::minore(*level) } else { id::titolo(*level) };
                self.heading(*level, number.as_deref(), &Par::of(&style), flow, |w| match is_blank(content) {
                    true => w.text("(senza titolo)", Run::default()),
                    false => w.words(content, Run::default()),
                });
            }
            BlockKind::Paragraph(content) => self.prose(self.style(), content),
            BlockKind::Remark(content) | BlockKind::Legend(content) => self.prose(id::OSSERVAZIONE, content),
            BlockKind::List { start, tight, items, segni } => self.list(*start, *tight, items, segni),
            BlockKind::Quote(blocks) => {
                let quote = Boxed { ground: "FFFFFF", line: styles::FILETTO };
                self.inside(CITAZIONE, |w| w.boxed(quote, |w| w.blocks(blocks)));
            }
            BlockKind::Callout { kind, blocks } => {
                let (color, boxed) = tint(*kind);
                self.inside(AVVISO, |w| {
                    w.boxed(boxed, |w| {
                        let run = Run { bold: true, color: Some(color), ..Run::default() };
                        let par = Par { keep: true, wide: w.frame.in_card, ..Par::of(id::AVVISO) };
                        w.paragraph(&par, |w| w.text(kind.label(), run));
                        w.blocks(blocks);
                    });
                });
            }
            BlockKind::Definitions(entries) => entries.iter().for_each(|entry| self.definition(entry)),
            BlockKind::Code { text, .. } => self.code(text, places::code(block).as_ref()),
            BlockKind::Table(table) => self.table(table),
            BlockKind::Figure(figure) => self.figure(figure, places::picture(block).as_ref()),
            BlockKind::Drawing(drawing) => self.drawing(drawing, places::picture(block).as_ref()),
            BlockKind::Card(card) => self.card(card),
            BlockKind::Tree(nodes) => self.tree(nodes, 0),
            BlockKind::Absent(reason) => self.paragraph(&Par::of(id::ASSENTE), |w| {
                w.text("Dato assente: ", Run { bold: true, color: Some(TENUE), ..Run::default() });
                w.words(reason, Run::default());
            }),
            BlockKind::Outcome(Outcome { blocks, fields, notes }) => {
                let outcome = Boxed { ground: FONDO, line: "17324D" };
                self.inside(AVVISO, |w| {
                    w.boxed(outcome, |w| {
                        w.blocks(blocks);
                        for field in fields {
                            let par = Par { wide: w.frame.in_card, ..Par::of(id::CAMPO) };
                            let bold = matches!(field.value.as_slice(), [Inline::Strong(_)]);
                            w.paragraph(&par, |w| {
                                w.text(&format!("{}: ", field.label), Run { bold, ..Run::default() });
                                w.words(&field.value, Run::default());
                            });
                        }
                        w.blocks(notes);
                    });
                });
            }
            BlockKind::Rule => {
                let par = Par { align: Some("center"), ..Par::of(id::CORPO) };
                self.paragraph(&par, |w| w.text("* * *", Run { color: Some(TENUE), ..Run::default() }));
            }
        }
    }

    /// The style of running text here.
    fn style(&self) -> &'static str {
        if self.in_note { id::NOTA } else { id::CORPO }
    }

    fn prose(&mut self, style: &str, content: &'a [Inline]) {
        // Inside a card the text is as wide as the card.
        let par = Par { wide: self.frame.in_card, ..Par::of(style) };
        self.paragraph(&par, |w| w.words(content, Run::default()));
    }

    /// Runs `inner` in a frame.
    pub(super) fn boxed(&mut self, boxed: Boxed, inner: impl FnOnce(&mut Self)) {
        let before = self.frame.boxed;
        // Two frames that touch would be one.
        if before.is_none() {
            self.gap(100);
        }
        self.frame.boxed = Some(boxed);
        inner(self);
        self.frame.boxed = before;
        if before.is_none() {
            self.gap(100);
        }
    }

    /// An empty line in no frame, with so many twentieths of a point below it.
    pub(super) fn gap(&mut self, below: u32) {
        let boxed = self.frame.boxed.take();
        self.paragraph(&Par { spacing: Some((0, below)), ..Par::of(id::SEPARATORE) }, |_| {});
        self.frame.boxed = boxed;
    }

    fn list(&mut self, start: Option<u64>, tight: bool, items: &'a [Vec<Block>], segni: &[String]) {
        let level = self.frame.depth.min(8);
        let list = self.liste.add(start, segni, level);
        let depth = self.frame.depth;
        for (n, item) in items.iter().enumerate() {
            // The blocks after the first stand under its words, without a mark.
            self.inside(ELENCO, |w| {
                w.frame.depth = depth + 1;
                let (first, rest) = match item.split_first() {
                    Some((Block { anchor, kind: BlockKind::Paragraph(content), .. }, rest)) => {
                        w.anchor(anchor.as_ref());
                        (content.as_slice(), rest)
                    }
                    _ => (&[][..], item.as_slice()),
                };
                let last = n + 1 == items.len() && depth == 0;
                let par = Par {
                    item: list.map(|list| (list, level)),
                    hanging: ELENCO,
                    spacing: tight.then_some((0, if last && rest.is_empty() { 88 } else { 20 })),
                    wide: w.frame.in_card,
                    ..Par::of(if w.in_note { id::NOTA } else { id::ELENCO })
                };
                w.frame.left -= ELENCO;
                let before = w.frame.left;
                w.paragraph(&par, |w| {
                    if list.is_none() {
                        w.text(segni.get(n).map_or("", String::as_str), Run::default());
                        w.tab();
                    }
                    w.words(first, Run::default());
                });
                w.frame.left = before + ELENCO;
                w.blocks(rest);
            });
        }
    }

    fn definition(&mut self, entry: &'a Definition) {
        self.anchor(entry.anchor.as_ref());
        let bold = Run { bold: true, ..Run::default() };
        // One paragraph reads as the rest of the line of its term.
        if let [detail] = entry.details.as_slice()
            && let [Block { anchor: None, kind: BlockKind::Paragraph(content), .. }] = detail.as_slice()
        {
            return self.paragraph(&Par::of(id::TERMINE), |w| {
                w.words(&entry.term, bold);
                w.text(" – ", Run::default());
                w.words(content, Run::default());
            });
        }
        self.paragraph(&Par { keep: true, ..Par::of(id::TERMINE) }, |w| w.words(&entry.term, bold));
        self.inside(ELENCO, |w| entry.details.iter().for_each(|detail| w.blocks(detail)));
    }

    fn code(&mut self, text: &str, place: Option<&Luogo>) {
        let text = text.replace('\t', "    ").replace("\r\n", "\n");
        self.paragraph(&Par::of(id::CODICE), |w| {
            w.placed(place, |w| {
                for (n, line) in text.trim_end_matches('\n').split('\n').enumerate() {
                    if n > 0 {
                        w.line_break();
                    }
                    w.text(line, Run::default());
                }
            });
        });
    }

    /// The text of a note, after its mark.
    pub(super) fn note_text(&mut self, blocks: &'a [Block], mark: impl FnOnce(&mut Self)) {
        let (first, rest) = match blocks.split_first() {
            Some((Block { anchor, kind: BlockKind::Paragraph(content), .. }, rest)) => {
                self.anchor(anchor.as_ref());
                (content.as_slice(), rest)
            }
            _ => (&[][..], blocks),
        };
        self.paragraph(&Par::of(id::NOTA), |w| {
            mark(w);
            w.text(" ", Run::default());
            w.words(first, Run::default());
        });
        self.blocks(rest);
    }

    // --- Elements of the plan ---

    fn card(&mut self, card: &'a Card) {
        // Word has no line of words above a title that is read after it: the kind comes first, small.
        let above = !card.above.is_empty() || !unseen(&card.kind);
        // What leads here leads to the title.
        let anchors = std::mem::take(&mut self.pending);
        if above {
            self.paragraph(&Par::of(id::SOPRA), |w| {
                w.text(&card.kind, Run { bold: true, ..Run::default() });
                for (n, words) in card.above.iter().enumerate() {
                    if n > 0 || !unseen(&card.kind) {
                        w.text(" · ", Run::default());
                    }
                    w.words(words, Run::default());
                }
            });
        }
        self.pending = anchors;
        let style = id::scheda(card.level);
        let code = card.code.as_deref();
        self.heading(card.level, code, &Par::of(&style), false, |w| match is_blank(&card.title) {
            true => w.text("(senza titolo)", Run::default()),
            false => w.words(&card.title, Run::default()),
        });
        let before = self.frame;
        self.frame.in_card = true;
        self.blocks(&card.lead);
        self.facts(&card.facts);
        self.fields(&card.fields);
        // The reason ends its paragraph: who reads the copy back must tell it from the words around it.
        for field in &card.absent {
            let par = Par { wide: true, ..Par::of(id::CAMPO) };
            let quiet = || Run { color: Some(TENUE), ..Run::default() };
            self.paragraph(&par, |w| {
                w.text(&format!("Non indicato, {}: ", field.label), quiet());
                w.words(&field.value, quiet());
            });
        }
        self.blocks(&card.blocks);
        self.frame = before;
    }

    /// The nodes of a tree, each on a line with its code, deeper ones more to the right. The first two levels are bands.
    fn tree(&mut self, nodes: &'a [TreeNode], depth: usize) {
        let titoli = hex(self.document.meta.colori.titoli);
        let primario = self.primario.clone();
        let divided = nodes.iter().any(|node| !node.children.is_empty());
        for node in nodes {
            self.anchor(node.anchor.as_ref());
            let (ground, words, code) = match depth {
                0 if divided => (Some(titoli.as_str()), Some("FFFFFF"), "FFFFFF"),
                1 if divided => (Some(FONDO), Some(titoli.as_str()), primario.as_str()),
                _ => (None, Some(titoli.as_str()), primario.as_str()),
            };
            let par = Par { ground: ground.map(str::to_owned), ..Par::of(id::NODO) };
            self.paragraph(&par, |w| {
                let run = Run { bold: true, ..Run::default() };
                if !unseen(&node.code) {
                    w.text(&format!("{} ", node.code), Run { color: Some(code), ..run });
                }
                w.words(&node.title, Run { color: words, ..run });
                for flag in &node.flags {
                    w.text(&format!("  {flag}"), Run { size: Some(16), color: words, ..run });
                }
            });
            self.inside(NODO, |w| {
                w.blocks(&node.blocks);
                w.tree(&node.children, depth + 1);
            });
        }
    }
}

/// The lines between the text and the notes, which Word keeps among the notes.
pub(super) fn separators(xml: &mut Xml) {
    for (kind, id, mark) in
        [("separator", "-1", "w:separator"), ("continuationSeparator", "0", "w:continuationSeparator")]
    {
        xml.open("w:footnote", &[("w:type", kind), ("w:id", id)]);
        xml.open("w:p", &[]);
        xml.open("w:r", &[]);
        xml.void(mark, &[]);
        xml.close();
        xml.close();
        xml.close();
    }
}
