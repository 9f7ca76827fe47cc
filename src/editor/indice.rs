//! What a file holds, as a list to find one's way in it: sections, headings, tables, records.

use super::nomi::Scritti;
use super::{Editor, Place};
use crate::base::span::{FileId, Span};
use crate::index::{Thing, What};
use crate::piano::each_section;
use crate::piano::prose::{BlockKind, Prose, plain};

/// A part of a file.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Its title.
    pub name: String,
    /// What more tells it from the others: its code or its id.
    pub detail: String,
    /// What it is: `obiettivo`, `tabella`.
    pub noun: &'static str,
    /// All of it.
    pub place: Place,
    /// The words that say its name.
    pub words: Place,
}

impl Editor<'_> {
    /// The parts of the file at `path`, in order.
    #[must_use]
    pub fn outline(&self, path: &str) -> Vec<Entry> {
        let compiled = self.now;
        let Some((file, text)) = compiled.sources.find(path) else { return vec![] };
        let scritti = Scritti::of(compiled);
        let here = Editor::once(compiled);
        let mut found: Vec<(Span, Entry)> = Vec::new();
        for thing in compiled.index.things().iter().filter(|thing| thing.span.file == file) {
            found.extend(here.entry(thing, &scritti).map(|entry| (thing.span, entry)));
        }
        // A heading without an id is no thing that can be cited, but it is where one looks for a text.
        let mut headings = |prose: &Prose| {
            prose.each_block(&mut |block| {
                if let BlockKind::Heading { id: None, content, .. } = &block.kind
                    && block.span.file == file
                    && let Some(place) = Editor::place(compiled, block.span)
                {
                    let entry = Entry {
                        name: plain(content),
                        detail: String::new(),
                        noun: "titolo",
                        words: place.clone(),
                        place,
                    };
                    found.push((block.span, entry));
                }
            });
        };
        each_section(&compiled.piano.sezioni, &mut |sezione| headings(&sezione.prose));
        found.sort_by_key(|(span, _)| (span.start, span.end));
        // A record goes on to the next one: its parts stand under headers of their own.
        let starts: Vec<usize> = found.iter().map(|(span, _)| span.start as usize).collect();
        let ends = starts.iter().skip(1).copied().chain([text.text().len()]);
        let record = |file: FileId| compiled.sources.file(file).is_some_and(|file| file.has_extension("toml"));
        let entries = found.into_iter().zip(ends).map(|((span, mut entry), end)| {
            if record(span.file) {
                entry.place.range.end = end.max(entry.place.range.end);
            }
            entry
        });
        entries.collect()
    }

    fn entry(&self, thing: &Thing, scritti: &Scritti) -> Option<Entry> {
        let symbol = self.symbol(thing, scritti)?;
        let place = match thing.what {
            // A section is its whole file.
            What::Section => {
                let text = self.now.sources.file(thing.span.file)?.text();
                Editor::place(self.now, Span::new(thing.span.file, 0..text.len()))?
            }
            _ => Editor::place(self.now, thing.span)?,
        };
        let detail = symbol.code.filter(|code| *code != symbol.title).unwrap_or_else(|| symbol.id.to_string());
        let name = if symbol.title.trim().is_empty() { detail.clone() } else { symbol.title };
        let inside = place.range.start <= symbol.place.range.start && symbol.place.range.end <= place.range.end;
        let words = if inside { symbol.place } else { place.clone() };
        Some(Entry { name, detail, noun: symbol.noun, place, words })
    }
}
