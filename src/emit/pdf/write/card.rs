//! The elements of the plan: cards, with their facts and fields, and the tree.

use super::Writer;
use super::citations::within;
use super::inlines::is_rich;
use crate::document::{Block, BlockKind, Card, Field, Inline, Outcome, TreeNode, plain};
use crate::emit::pdf::measure::{self, Words};
use crate::emit::text::{self, Face, unseen};
use crate::piano::element::id::Id;
use std::fmt::Write as _;

/// The longest description of a card, in bytes, that stays with what follows it.
const SHORT: usize = 900;

/// The widest name, in ems, that opens a page on which a card goes on. It stands on one line.
const NAME: f64 = 48.0;

impl<'a> Writer<'a> {
    pub(super) fn card(&mut self, anchor: Option<&'a Id>, card: &'a Card) {
        let level = self.next_level(card.level);
        let _ = write!(self.out, "#l.scheda({level}, ");
        let code = card.code.as_deref().map(str::trim).filter(|code| !code.is_empty());
        self.option("codice", code);
        self.id(anchor);
        // The name that opens the pages on which the card goes on.
        let name = [code.unwrap_or_default(), &plain(&card.title)].join(" ");
        self.option("nome", Some(&within(name.trim(), NAME)));
        self.above(card);
        if is_rich(&card.title) {
            self.push("esteso: [");
            self.inlines(&card.title);
            self.push("], ");
        }
        self.push(")[");
        if unseen(&plain(&card.title)) {
            self.push("#\"(senza titolo)\"");
        } else {
            self.flat(&card.title);
        }
        self.push("]\n");
        let in_card = std::mem::replace(&mut self.frame.in_card, true);
        // A title and its description are not left alone at the foot of a page.
        let words = |block: &Block| match &block.kind {
            BlockKind::Paragraph(words) => plain(words).len(),
            _ => SHORT,
        };
        let short = !card.lead.is_empty() && card.lead.iter().map(words).sum::<usize>() < SHORT;
        let alone = card.fields.is_empty() && card.absent.is_empty() && card.blocks.is_empty();
        let goes_on = !(card.facts.is_empty() && alone);
        self.push(if short && goes_on { "#l.legato[" } else { "" });
        self.blocks(&card.lead);
        self.push(if short && goes_on { "]\n" } else { "" });
        // The facts are enough under a title: the fields may stand on the next page. Without a description they would be a title alone.
        // What is missing does not stand alone on the next page, and says no more than that: it stays with what is there.
        let bound = !card.absent.is_empty();
        self.facts(&card.facts, !alone && card.lead.is_empty() || bound && card.fields.is_empty());
        self.fields(&card.fields, bound);
        self.absent(card);
        self.blocks(&card.blocks);
        self.frame.in_card = in_card;
        self.cited_at(anchor);
        self.push("#l.chiude-scheda()\n");
    }

    /// The words on the line of the kind, and how many lines they take. They are read after the title and stand above it.
    fn above(&mut self, card: &'a Card) {
        let size = self.misure.scheda.sopra;
        let words = std::iter::once(card.kind.as_str()).filter(|kind| !unseen(kind));
        let kind: Vec<&str> = words.collect();
        if kind.is_empty() && card.above.is_empty() {
            return;
        }
        // Paper does not say the pages here.
        let said: Vec<String> = card.above.iter().map(|words| format!(" · {}", plain(words))).collect();
        let bold = kind.iter().map(|kind| (*kind, Face::Bold));
        let texts: Vec<(&str, Face)> = bold.chain(said.iter().map(|words| (words.as_str(), Face::Regular))).collect();
        // A little less room than there is, so that the lines that typst makes are never more.
        let lines = measure::lines_of(&texts, self.frame.room * 0.97, size);
        let _ = write!(self.out, "righe: {lines:.0}, sopra: (");
        let saved = std::mem::replace(&mut self.frame.size, size);
        let quiet = std::mem::replace(&mut self.marks.quiet, true);
        for kind in kind {
            self.push("[");
            self.words(kind);
            self.push("], ");
        }
        for words in &card.above {
            self.push("[");
            self.inlines(words);
            self.push("], ");
        }
        (self.frame.size, self.marks.quiet) = (saved, quiet);
        self.push("), ");
    }

    /// Facts side by side, each as wide as its words ask. `bound`: they stay with what follows.
    fn facts(&mut self, facts: &'a [Field], bound: bool) {
        if facts.is_empty() {
            return;
        }
        let size = self.misure.scheda.fatti;
        let gutter = 2.0 * self.misure.scheda.margine;
        // What counts is set a little larger than the rest.
        let natural = |fact: &Field| {
            text::width(&fact.label, Face::Bold).max(Words::of(&fact.value, Face::Bold).natural() * 1.1) * size + gutter
        };
        let asks: Vec<f64> = facts.iter().map(|fact| natural(fact).max(6.0 * size)).collect();
        let rooms = shares(&asks, self.frame.room);
        self.push(if bound { "#l.fatti(legati: true, (" } else { "#l.fatti((" });
        for room in &rooms {
            let _ = write!(self.out, "{room:.2}pt, ");
        }
        self.push("), ");
        let saved = (std::mem::replace(&mut self.frame.size, size), self.frame.flow);
        for (fact, room) in facts.iter().zip(&rooms) {
            self.push("([");
            self.inside(room - gutter, |w| w.words(&fact.label));
            self.push("], [");
            self.inside(room - gutter, |w| w.inlines(&fact.value));
            self.push("]), ");
        }
        (self.frame.size, self.frame.flow) = saved;
        self.push(")\n");
    }

    /// What is declared missing, in one quiet line. A section gives each reason once.
    fn absent(&mut self, card: &'a Card) {
        if card.absent.is_empty() {
            return;
        }
        self.push("#l.non-indicati[");
        self.words(card.non_indicato());
        for (before, label, why) in card.mancanti(&mut self.told) {
            self.words(before);
            self.words(label);
            if let Some(why) = why {
                self.words(" (");
                self.inlines(why);
                self.words(")");
            }
        }
        self.words(".");
        self.push("]\n");
    }

    /// Labels and values, one under the other. `bound`: they stay with what follows.
    fn fields(&mut self, fields: &'a [Field], bound: bool) {
        if fields.is_empty() {
            return;
        }
        let labels = self.misure.rientri.etichetta;
        let size = self.misure.testo.corpo;
        let rooms = (labels - 8.0, self.frame.room - labels - 8.0);
        // A row is as high as the higher of its cells, with the space around them.
        let heights: Vec<f64> = fields
            .iter()
            .map(|field| {
                let label = measure::lines(&field.label, rooms.0, size) * size * measure::LINE;
                label.max(measure::height(&field.value, rooms.1, size, Face::Regular)) + 10.0
            })
            .collect();
        let _ = write!(self.out, "#l.campi(unita: {}", heights.iter().sum::<f64>() < self.misure.height() * 0.25);
        self.push(if bound { ", legati: true" } else { "" });
        let saved = self.frame.flow;
        for (field, height) in fields.iter().zip(heights) {
            self.push(",\n([");
            self.inside(rooms.0, |w| w.words(&field.label));
            self.push("], [");
            self.inside(rooms.1, |w| w.inlines(&field.value));
            // A row may break over two pages if both of its cells may. A row surely lower than half a page stays whole.
            self.push(if height > self.misure.height() / 2.0 { "], true)" } else { "], false)" });
        }
        self.frame.flow = saved;
        self.push(")\n");
    }

    /// How a thing ended, in a frame; beside it, in the other half, how that was decided.
    pub(super) fn outcome(&mut self, outcome: &'a Outcome) {
        let (size, small) = (self.misure.testo.corpo, self.misure.scheda.fatti);
        let margins = self.misure.rientri.avviso;
        let halves = outcome.in_due();
        let room = if halves { self.frame.room / 2.0 - margins } else { self.frame.room - margins };
        let high = |blocks: &[Block], size: f64| {
            let one = |block: &Block| match &block.kind {
                BlockKind::Paragraph(words) => measure::height(words, room, size, Face::Regular) + size,
                _ => f64::INFINITY,
            };
            blocks.iter().map(one).sum::<f64>()
        };
        let gutter = self.misure.scheda.margine;
        let asks = outcome.fields.iter().fold([0.0_f64; 2], |[label, value], field| {
            let words = Words::of(&field.value, Face::Bold).natural() * small;
            [label.max(text::width(&field.label, Face::Bold) * small), value.max(words)]
        });
        let rooms = shares(&asks.map(|ask| ask.max(6.0 * small)), room - gutter);
        let [labels, values] = rooms.as_slice() else { return };
        let row = |field: &Field| {
            let label = measure::lines(&field.label, *labels, small) * small * measure::LINE;
            label.max(measure::height(&field.value, *values, small, Face::Bold)) + small
        };
        let right = outcome.fields.iter().map(row).sum::<f64>() + high(&outcome.notes, small);
        // What may not break must surely fit on a page. What may break has one half under the other.
        let long = high(&outcome.blocks, size).max(right) > self.misure.height() / 3.0;
        let _ = write!(self.out, "#l.esito(spezzabile: {long}, ");
        if halves {
            let _ = write!(self.out, "larghezze: ({labels:.2}pt, {values:.2}pt), come: (");
            let saved = (std::mem::replace(&mut self.frame.size, small), self.frame.flow);
            for field in &outcome.fields {
                self.push("([");
                self.inside(*labels, |w| w.words(&field.label));
                self.push("], [");
                self.inside(*values, |w| w.inlines(&field.value));
                let decides = matches!(field.value.as_slice(), [Inline::Strong(_)]);
                let _ = write!(self.out, "], {decides}), ");
            }
            self.push("), ");
            if !outcome.notes.is_empty() {
                self.push("note: [");
                self.inside(room, |w| w.blocks(&outcome.notes));
                self.push("], ");
            }
            (self.frame.size, self.frame.flow) = saved;
        }
        self.push(")[");
        self.inside(room, |w| w.blocks(&outcome.blocks));
        self.push("]\n");
    }

    /// Writes sibling nodes: their codes, then each node as content. `depth`: that of the nodes, from 1. The layouts show the depth
    /// of nodes where some have others below them.
    pub(super) fn tree(&mut self, nodes: &'a [TreeNode], depth: usize) {
        self.push("(");
        let mut widest = 0.0_f64;
        for node in nodes {
            widest = widest.max(text::width(&node.code, Face::Bold));
            self.literal(&node.code);
            self.push(", ");
        }
        self.push(")");
        let divided = nodes.iter().any(|node| !node.children.is_empty());
        self.inside(self.prose() - widest * self.frame.size - self.misure.rientri.elenco, |w| {
            for node in nodes {
                w.push(",\n[#l.nodo(");
                w.id(node.anchor.as_ref());
                if divided {
                    let _ = write!(w.out, "livello: {depth}, ");
                }
                w.push("etichette: (");
                for flag in &node.flags {
                    w.literal(flag);
                    w.push(", ");
                }
                w.push("))[");
                w.inlines(&node.title);
                w.push("]");
                let cited = node.anchor.as_ref().filter(|id| w.document.meta.citato_in && w.is_cited(id));
                // A "Citato in" line is kept with its node. Alone at the top of a page it would seem to be about the next
                // one.
                w.push(if cited.is_some() { "#l.legato[" } else { "#[" });
                w.blocks(&node.blocks);
                w.push("]\n");
                w.cited_at(cited);
                if !node.children.is_empty() {
                    w.push("#l.albero(");
                    w.tree(&node.children, depth + 1);
                    w.push(")");
                }
                w.push("]");
            }
        });
    }
}

/// Divides `room` among things that ask for some width. Those that ask for no more than their part have it, and the others divide
/// the rest; if all have what they ask for, what is left goes to each by what it asks.
fn shares(asks: &[f64], room: f64) -> Vec<f64> {
    let mut given: Vec<Option<f64>> = vec![None; asks.len()];
    loop {
        let left = room - given.iter().flatten().sum::<f64>();
        let open = given.iter().filter(|one| one.is_none()).count();
        let part = left / open.max(1) as f64;
        let mut changed = false;
        for (one, ask) in given.iter_mut().zip(asks).filter(|(one, ask)| one.is_none() && **ask <= part) {
            *one = Some(*ask);
            changed = true;
        }
        if !changed || open == 0 {
            let more = if open == 0 { left / asks.iter().sum::<f64>().max(1.0) } else { 0.0 };
            let widen = |(one, ask): (Option<f64>, &f64)| one.unwrap_or(part) + more * ask;
            return given.into_iter().zip(asks).map(widen).collect();
        }
    }
}
