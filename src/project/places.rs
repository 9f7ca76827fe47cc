//! From a place in an output to the line that made it, and from a line to where it is shown.

use super::{Compiled, Plan};
use crate::base::span::Span;
use crate::document::{Block, BlockKind, Document, Section, TreeNode};
use crate::emit::html;
use crate::emit::pdf::{Places, Spot};
use crate::piano::element::id::Id;
use std::collections::BTreeMap;

/// A place of the site: a page, and an anchor in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// The file of its page, in the folder of the site.
    pub page: String,
    /// The nearest anchor at the place or before it. None for the top of the page.
    pub id: Option<Id>,
}

impl Plan {
    /// What stands at a point of a page of the PDF (points from its top left corner; pages from 1), or nearest to it.
    pub fn at_point(&mut self, page: u32, x: f64, y: f64) -> Option<Span> {
        self.places()?.at(page, x, y).map(|spot| spot.span)
    }

    /// Where the PDF shows the line `number` (from 1) of the file that messages call `path`, in reading order.
    pub fn on_pages(&mut self, path: &str, number: usize) -> Vec<Spot> {
        let line = self.compiled().and_then(|compiled| compiled.sources.line(path, number));
        let places = self.places();
        line.zip(places).map(|(line, places)| places.of(line).copied().collect()).unwrap_or_default()
    }

    /// The places on the pages of the last compile. They are found when somebody first asks, because who waits for a page after an edit
    /// does not need them. If the pages are not kept, they are set again, which is fast because typst remembers them.
    fn places(&mut self) -> Option<&Places> {
        if self.places.is_none() {
            let set = match self.set.clone() {
                Some(set) => set,
                None => self.pages().ok()?.whole().clone(),
            };
            self.places = Some(set.places());
        }
        self.places.as_ref()
    }
}

impl Compiled {
    /// Where the thing is written that a page of the site shows at an anchor; without anchor, what the page is about.
    #[must_use]
    pub fn at_anchor(&self, page: &str, id: Option<&str>) -> Option<Span> {
        let word = id.or_else(|| page.strip_suffix(".html"))?;
        // A thing is written where it is defined, wherever it is shown; a heading without id has only its place in the text.
        let thing = self.index.things().iter().find(|thing| thing.id.as_str() == word);
        let mut found = thing.map(|thing| thing.span);
        if found.is_none() {
            each(self.document.as_ref()?, &mut |here, anchor, span| {
                if here.page == page && anchor.is_some_and(|anchor| anchor.as_str() == word) {
                    found = Some(span);
                }
            });
        }
        found
    }

    /// Where the site shows the line `number` (from 1) of the file that messages call `path`: the smallest thing that holds it. A record is
    /// shown where a section asks for it.
    #[must_use]
    pub fn on_site(&self, path: &str, number: usize) -> Option<Anchor> {
        self.on_site_at(self.sources.line(path, number)?)
    }

    /// The place among the chapters of the one that shows what differs from `before`, where all that differs is in one file.
    pub(super) fn changed_since(&self, before: &Compiled) -> Option<usize> {
        let page = self.on_site_at(self.sources.changed_since(&before.sources)?)?.page;
        let of = |section: &Section| html::file(&section.id) == page;
        fn within(section: &Section, of: &impl Fn(&Section) -> bool) -> bool {
            of(section) || section.children.iter().any(|child| within(child, of))
        }
        self.document.as_ref()?.sections.iter().position(|section| within(section, &of))
    }

    /// Where the site shows what is written at `line`, a place of a file.
    fn on_site_at(&self, line: Span) -> Option<Anchor> {
        let things: BTreeMap<&Id, Span> = self.index.things().iter().map(|thing| (&thing.id, thing.span)).collect();
        let mut best: Option<(u32, Anchor)> = None;
        let mut above: Option<(u32, Anchor)> = None;
        each(self.document.as_ref()?, &mut |here, anchor, span| {
            let span = anchor.and_then(|id| things.get(id)).copied().unwrap_or(span);
            if span.file != line.file {
                return;
            }
            if span.start <= line.end && line.start < span.end.max(span.start + 1) {
                let length = span.end - span.start;
                if best.as_ref().is_none_or(|(shortest, _)| length < *shortest) {
                    best = Some((length, here.clone()));
                }
            } else if span.start <= line.start && above.as_ref().is_none_or(|(start, _)| span.start >= *start) {
                above = Some((span.start, here.clone()));
            }
        });
        best.or(above).map(|(_, anchor)| anchor)
    }
}

/// Everything that the site shows, in reading order: the place, the anchor that is exactly there, and where it is written.
fn each(document: &Document, visit: &mut dyn FnMut(&Anchor, Option<&Id>, Span)) {
    document.walk(&mut |section, _| one(section, visit));
}

fn one(section: &Section, visit: &mut dyn FnMut(&Anchor, Option<&Id>, Span)) {
    let mut here = Anchor { page: html::file(&section.id), id: None };
    visit(&here, Some(&section.id), section.span);
    section.each_block(&mut |block| {
        if let Some(id) = &block.anchor {
            here.id = Some(id.clone());
        }
        visit(&here, block.anchor.as_ref(), block.span);
        inside(block, &here, visit);
    });
}

/// The rows and nodes of a block that have an anchor of their own.
fn inside(block: &Block, here: &Anchor, visit: &mut dyn FnMut(&Anchor, Option<&Id>, Span)) {
    let at = |id: &Id| Anchor { page: here.page.clone(), id: Some(id.clone()) };
    match &block.kind {
        BlockKind::Table(table) => {
            for row in &table.rows {
                match &row.anchor {
                    Some(id) => visit(&at(id), Some(id), row.span),
                    None => visit(here, None, row.span),
                }
            }
        }
        BlockKind::Tree(nodes) => TreeNode::each(nodes, &mut |node| {
            if let Some(id) = &node.anchor {
                visit(&at(id), Some(id), block.span);
            }
        }),
        BlockKind::Definitions(list) => {
            for id in list.iter().filter_map(|entry| entry.anchor.as_ref()) {
                visit(&at(id), Some(id), block.span);
            }
        }
        _ => {}
    }
}
