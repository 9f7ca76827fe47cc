//! Who cites what: links with their pages, the line under a thing, the index at the end.

use super::Writer;
use crate::base::text::{at_most, capital, padded};
use crate::emit::text::{Face, width};
use crate::piano::element::id::Id;
use std::borrow::Cow;
use std::fmt::Write as _;

/// The title of the index of the citations.
pub const WHERE_CITED: &str = "Dove è citato";

/// The widest name, in ems, in the index of the citations: two lines of a column, with room for its pages.
const ENTRY: f64 = 44.0;

/// From how many lines on the index of the citations is a chapter.
const BRIEF: usize = 40;

impl<'a> Writer<'a> {
    pub(super) fn cited_at(&mut self, anchor: Option<&'a Id>) {
        if let Some(id) = anchor {
            self.cited_in(id);
        }
    }

    /// "Citato in: …", when somebody cites `id`.
    pub(super) fn is_cited(&self, id: &Id) -> bool {
        self.document.targets.get(id).is_some_and(|target| !target.citato_in.is_empty())
    }

    fn cited_in(&mut self, id: &Id) {
        if self.document.meta.citato_in && self.is_cited(id) {
            self.push("#l.citato-in[");
            self.citers(id);
            self.push("]\n");
        }
    }

    /// One index of who cites each thing, in the place of a line under each.
    pub(super) fn where_cited(&mut self) {
        let document = self.document;
        let mut entries: Vec<(&Id, &str, String)> = vec![];
        for id in self.ids.labelled.iter().copied() {
            if self.is_cited(id)
                && let Some(target) = document.targets.get(id)
            {
                // A code alone says nothing to who looks for a thing.
                entries.push((id, &target.label, within(&capital(&target.name()), ENTRY).into_owned()));
            }
        }
        if entries.is_empty() {
            return;
        }
        // As an Italian dictionary sorts them, and codes by their numbers: a section before those in it.
        let key = |words: &str| padded(&Id::slug(words).to_string());
        entries.sort_by_cached_key(|(_, label, name)| (key(label), key(name)));
        let brief = entries.len() < BRIEF;
        self.push(if brief { "#l.dove-citato(" } else { "#l.segue-capitolo\n#l.dove-citato(" });
        self.literal(WHERE_CITED);
        self.push(if brief { ", breve: true" } else { "" });
        for (id, _, name) in entries {
            self.push(",\n([");
            self.words(&name);
            self.push("], (");
            for citer in document.targets.get(id).into_iter().flat_map(|target| &target.citato_in) {
                let _ = write!(self.out, "\"{citer}\", ");
            }
            self.push("))");
        }
        self.push(")\n");
    }

    /// "Citato in: …" under a heading, when somebody cites `id`. It is bound to what follows, so that a heading is not left at the
    /// foot of a page with this line alone.
    pub(super) fn cited_under_heading(&mut self, id: &Id) {
        if self.document.meta.citato_in && self.is_cited(id) {
            self.push("#l.citato-in(legato: true)[");
            self.citers(id);
            self.push("]\n");
        }
    }

    pub(super) fn citers(&mut self, id: &Id) {
        let document = self.document;
        let Some(target) = document.targets.get(id) else { return };
        let mut first = true;
        for citer in &target.citato_in {
            let Some(from) = document.targets.get(citer) else { continue };
            if !std::mem::take(&mut first) {
                self.push("#\", \";");
            }
            self.cite(citer, true, true, |w| w.words(&from.label));
        }
    }

    /// Where a citation of `id` leads: to the section about it, where that is printed.
    pub(super) fn led<'i>(&self, id: &'i Id) -> &'i Id
    where
        'a: 'i,
    {
        Some(self.document.luogo(id)).filter(|place| self.ids.printed.contains(*place)).unwrap_or(id)
    }

    /// A citation: a link with its page when the target is printed here, the page of the whole plan when it is not.
    /// `line`: no word of it is struck.
    pub(super) fn cite(&mut self, target: &Id, page: bool, line: bool, words: impl FnOnce(&mut Self)) {
        let target = self.led(target);
        let here = self.ids.printed.contains(target);
        if here && !self.marks.in_link {
            let page = page && !self.marks.quiet;
            self.ids.reached.insert(target.clone());
            let _ = write!(self.out, "#l.cita{}(\"{target}\"", if page { "-pagina" } else { "" });
            self.push(self.line(line));
            self.marks.in_link = true;
            words(self);
            self.marks.in_link = false;
            self.push("]");
        } else {
            words(self);
        }
        if !here
            && let Some(part) = self.part
            && let Some(page) = part.pages.get(target)
        {
            let _ = write!(self.out, "#\" (pag.\u{A0}{page} del piano)\";");
        }
    }
}

/// A name, cut after a word where it is wider than `most` ems.
pub(super) fn within(name: &str, most: f64) -> Cow<'_, str> {
    if width(name, Face::Regular) <= most {
        return Cow::Borrowed(name);
    }
    let ends = name.match_indices([' ', '\u{A0}']).map(|(at, _)| at);
    let cut = |at: usize| format!("{}…", name.get(..at).unwrap_or_default().trim_end_matches([',', ' ']));
    let fits = ends.map(cut).take_while(|cut| width(cut, Face::Regular) <= most).last();
    Cow::Owned(fits.unwrap_or_else(|| at_most(name, (most * 1.9) as usize)))
}
