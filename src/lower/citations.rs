//! The second pass over the document. It gives every citation its words, decides which citations need a page number on
//! paper, and collects who cites whom. The first pass could not do it, because the number of a table that comes later was
//! not known yet. All words are there now, so the no-break spaces between them are set here too.

use super::spazi::fissi;
use crate::base::span::Span;
use crate::document::*;
use crate::piano::element::id::Id;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Runs the second pass over `document`. Citations of the ids in `quiet` never say the page.
pub(super) fn words(document: &mut Document, quiet: &BTreeSet<&Id>) {
    let mut pass = Pass {
        targets: &document.targets,
        quiet,
        cites: BTreeMap::new(),
        told: BTreeSet::new(),
        told_there: BTreeSet::new(),
        open: 0,
    };
    let mut sections = std::mem::take(&mut document.sections);
    pass.sections(&mut sections);
    let cites = pass.cites;
    document.sections = sections;
    for (target, places) in cites {
        if let Some(target) = document.targets.get_mut(&target) {
            target.citato_in = places;
        }
    }
}

struct Pass<'t> {
    targets: &'t BTreeMap<Id, Target>,
    /// The ids of things whose citations never say the page.
    quiet: &'t BTreeSet<&'t Id>,
    cites: BTreeMap<Id, Vec<Id>>,
    /// Where the page of a thing was already said: the place around, and the thing.
    told: BTreeSet<(Id, Id)>,
    /// The same of the things of other publications, by their address.
    told_there: BTreeSet<(Id, String)>,
    /// How many brackets are open in the text.
    open: usize,
}

impl Pass<'_> {
    fn sections(&mut self, sections: &mut [Section]) {
        for section in sections {
            let id = section.id.clone();
            self.blocks(&mut section.blocks, &id, &id);
            for note in &mut section.notes {
                self.blocks(&mut note.blocks, &id, &id);
            }
            self.sections(&mut section.children);
        }
    }

    /// `section` is the section around, `place` the nearest thing with a name: a card, a node, or the section itself.
    fn blocks(&mut self, blocks: &mut [Block], section: &Id, place: &Id) {
        for block in blocks {
            block.parts_mut(&mut |of, part| {
                let place = of.unwrap_or(place);
                match part {
                    PartMut::Words(words) => {
                        self.open = 0;
                        self.inlines(words, section, place);
                    }
                    PartMut::Blocks(inner) => self.blocks(inner, section, place),
                }
            });
        }
    }

    fn inlines(&mut self, list: &mut Words, section: &Id, place: &Id) {
        list.retain(|inline| match inline {
            Inline::PaginaVicina { url, .. } => self.told_there.insert((place.clone(), url.clone())),
            _ => true,
        });
        for inline in list {
            match inline {
                Inline::Strong(inner)
                | Inline::Emph(inner)
                | Inline::Small(inner)
                | Inline::Strike(inner)
                | Inline::Lang { content: inner, .. }
                | Inline::Link { content: inner, .. } => {
                    self.inlines(inner, section, place);
                }
                Inline::Xref { target: id, content, page, listed } => {
                    let Some(target) = self.targets.get(id) else { continue };
                    if content.is_empty() {
                        *content = citation(target);
                    }
                    *page = target.section != *section && !self.quiet.contains(id);
                    // A text says the page of a thing once. A list says it at each of its lines.
                    *page &= *listed || self.told.insert((place.clone(), id.clone()));
                    // A citation directly in the section of the thing, or in the thing itself, is left out of the list: its
                    // reader has the thing at hand.
                    if *place != target.section && place != id && !*listed {
                        let places = self.cites.entry(id.clone()).or_default();
                        if !places.contains(place) {
                            places.push(place.clone());
                        }
                    }
                }
                Inline::Revised { value, era, .. } => {
                    self.inlines(value, section, place);
                    self.inlines(era, section, place);
                }
                Inline::Text { text, .. } => {
                    fissi(text);
                    for c in text.bytes() {
                        match c {
                            b'(' => self.open += 1,
                            b')' => self.open = self.open.saturating_sub(1),
                            _ => {}
                        }
                    }
                }
                // Brackets inside brackets are read badly.
                Inline::PaginaVicina { prima, dopo, .. } if self.open > 0 && *prima == " (" => {
                    *prima = ", ";
                    dopo.truncate(dopo.trim_end_matches(')').len());
                }
                Inline::PaginaVicina { .. }
                | Inline::Code { .. }
                | Inline::Abbr { .. }
                | Inline::Note { .. }
                | Inline::Image { .. }
                | Inline::Mark(_)
                | Inline::Break => {}
            }
        }
    }
}

/// `obiettivo 6.2, titolo`
fn citation(target: &Target) -> Vec<Inline> {
    // Words made here have no place in the sources; the citation around them has.
    let span = Span { file: crate::base::span::FileId(u32::MAX), start: 0, end: 0 };
    let mut out = vec![Inline::Text { text: target.label.clone(), span }];
    if let Some(title) = &target.title {
        out.push(Inline::Text { text: ", ".into(), span });
        out.push(Inline::Emph(vec![Inline::Text { text: title.clone(), span }]));
    }
    out
}
