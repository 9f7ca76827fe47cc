//! The stretches of a plan: chapters that begin a page and end one, so that they can be set alone and look as in the whole. Who writes
//! sees the page at hand at once, and the others when the whole is set.

use super::pictures::Face;
use super::scope::{Scope, printed};
use super::{Pages, Typeset};
use crate::document::{BlockKind, Document, Part, Section, plain};
use crate::piano::element::id::Id;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

/// From how many estimated pages on a plan is laid out in stretches, on several processors.
const LONG_PLAN: f64 = 100.0;

/// From how many estimated pages on a chapter, or what comes before it, is long enough to be a stretch.
const LONG_CHAPTER: f64 = 6.0;

/// The places of the chapters that begin a page. In a long plan a long chapter after many pages begins one, and is laid out on another
/// processor beside them. Any other would leave the rest of a page blank for little, so it goes on where the one before ends.
pub(super) fn starts(document: &Document) -> Vec<usize> {
    let lengths: Vec<f64> = document.sections.iter().map(pages_of).collect();
    let long = lengths.iter().sum::<f64>() >= LONG_PLAN;
    let mut starts = vec![];
    // Estimated pages since the last chapter that began a page.
    let mut before = 0.0;
    let mut alone = false;
    for (n, (section, pages)) in document.sections.iter().zip(lengths).enumerate() {
        let begins = section.apart || alone || long && before >= LONG_CHAPTER && pages >= LONG_CHAPTER;
        alone = section.apart;
        before = if begins { pages } else { before + pages };
        starts.extend(begins.then_some(n));
    }
    starts
}

/// About how many pages the text of a section takes, with its subsections. A page has some 2,500 characters, and a drawing takes a
/// third of one.
fn pages_of(section: &Section) -> f64 {
    let mut pages = 0.0;
    section.each_block(&mut |block| {
        if matches!(block.kind, BlockKind::Drawing(_) | BlockKind::Figure(_)) {
            pages += 0.33;
            return;
        }
        block.parts(&mut |_, part| {
            pages += match part {
                Part::Words(words) => plain(words).chars().count(),
                Part::Plain(text) => text.chars().count(),
                Part::Blocks(_) => 0,
            } as f64
                / 2_500.0;
        });
    });
    pages + section.children.iter().map(pages_of).sum::<f64>()
}

/// Chapters to set alone.
pub(super) struct Stretch<'a> {
    /// Their places among those of the plan.
    pub(super) chapters: Range<usize>,
    /// Their pages when the whole plan was last set, counted from 0.
    pub(super) pages: Range<u32>,
    /// How many pages it had.
    pub(super) of: u32,
    /// On which page it had each thing.
    known: &'a Pages,
}

impl<'a> Stretch<'a> {
    /// The stretch of `document` in which the chapter at place `chapter` is. `whole`: the plan as it was last set. None where the chapters
    /// that begin a page are not the same, and for the first stretch, which has the contents, and the last, which has the index and the
    /// colophon.
    pub(super) fn around(document: &Document, chapter: usize, whole: &'a Typeset) -> Option<Self> {
        let starts = starts(document);
        let id = |n: &usize| document.sections.get(*n).map(|section| &section.id);
        if !starts.iter().map(id).eq(whole.sources.starts.iter().map(Some)) {
            return None;
        }
        let at = starts.partition_point(|start| *start <= chapter);
        let (start, end) = (starts.get(at.checked_sub(1)?)?, starts.get(at)?);
        let page = |n| whole.pages.get(id(n)?)?.checked_sub(1);
        Some(Stretch {
            chapters: *start..*end,
            pages: page(start)?..page(end)?,
            of: whole.count(),
            known: &whole.pages,
        })
    }

    /// The page, from 1, on which the whole had a thing.
    pub(super) fn page(&self, id: &Id) -> Option<u32> {
        self.known.get(id).copied()
    }

    /// The ids of what is printed before these chapters.
    pub(super) fn before<'d>(&self, document: &'d Document) -> BTreeSet<&'d Id> {
        let before = document.sections.get(..self.chapters.start).unwrap_or_default();
        before.iter().flat_map(|section| printed(&Scope::Section(section), document)).collect()
    }
}

/// The pages of a plan for a viewer: those of the whole as it was last set and, in the place of some of them, those of stretches that
/// were set alone since then.
#[derive(Clone)]
pub struct Sheets {
    whole: Arc<Typeset>,
    /// The stretches, in order, each in the place of some pages of the whole (from 0).
    alone: Vec<(Range<usize>, Arc<Typeset>)>,
}

impl Sheets {
    /// The pages of a whole plan.
    #[must_use]
    pub fn new(whole: Arc<Typeset>) -> Self {
        Sheets { whole, alone: vec![] }
    }

    /// The plan as it was last set whole.
    #[must_use]
    pub fn whole(&self) -> &Arc<Typeset> {
        &self.whole
    }

    /// The same pages with `stretch` in the place of `pages` of the whole.
    pub(super) fn with(&self, pages: Range<u32>, stretch: Typeset) -> Self {
        let pages = pages.start as usize..pages.end as usize;
        let mut alone = self.alone.clone();
        alone.retain(|(other, _)| other.start != pages.start);
        alone.push((pages, Arc::new(stretch)));
        alone.sort_by_key(|(pages, _)| pages.start);
        Sheets { whole: self.whole.clone(), alone }
    }

    /// Where each page is: in which setting, and which page of it (from 0).
    fn leaves(&self) -> Vec<(&Typeset, usize)> {
        let mut leaves = vec![];
        let mut at = 0;
        for (pages, stretch) in &self.alone {
            leaves.extend((at..pages.start).map(|n| (&*self.whole, n)));
            leaves.extend((0..stretch.leaves().len()).map(|n| (&**stretch, n)));
            at = pages.end;
        }
        leaves.extend((at..self.whole.leaves().len()).map(|n| (&*self.whole, n)));
        leaves
    }

    /// The size of each page, and the digest that tells whether it changed.
    #[must_use]
    pub fn faces(&self) -> Vec<Face> {
        self.leaves().into_iter().filter_map(|(set, n)| set.face(n)).collect()
    }

    /// The picture of page `number` (from 1), as SVG.
    #[must_use]
    pub fn picture(&self, number: usize) -> Option<String> {
        let (set, n) = *self.leaves().get(number.checked_sub(1)?)?;
        set.picture(n)
    }
}
