//! The things of a plan that can be cited, with the words by which authors know them.

use super::{Editor, Place};
use crate::base::span::Span;
use crate::index::{Thing, What};
use crate::piano::element::Kind;
use crate::piano::element::id::Id;
use crate::piano::prose::{BlockKind, plain};
use crate::piano::{each_prose, each_section};
use crate::project::Compiled;
use std::collections::BTreeMap;

/// A thing that can be cited.
#[derive(Debug, Clone)]
pub struct Symbol {
    /// Its id.
    pub id: Id,
    /// Its code, when it has one.
    pub code: Option<String>,
    /// The word to cite it with: its id or, where its author gave it a code alone, the code.
    pub word: String,
    /// Its title, its name or its caption. Blank when it has none.
    pub title: String,
    /// What it is: `obiettivo`, `sezione`, `tabella`.
    pub noun: &'static str,
    /// The kind of the element that it is; none for what is no element.
    pub kind: Option<Kind>,
    /// The section in which readers find it: `sezione 2.2, Performance`. None when no output shows it.
    pub section: Option<String>,
    /// Where it is written.
    pub place: Place,
}

/// What the authors wrote of the things that are no elements.
#[derive(Debug, Default)]
pub(super) struct Scritti {
    /// The titles of sections and headings and the captions of tables and figures, by the place of the thing.
    titles: BTreeMap<Span, String>,
    /// The places of their ids, by the place of the thing.
    ids: BTreeMap<Span, Span>,
}

impl Scritti {
    pub(super) fn of(compiled: &Compiled) -> Self {
        let mut out = Scritti::default();
        each_prose(&compiled.piano, &mut |prose| {
            prose.each_block(&mut |block| {
                let (words, id) = match &block.kind {
                    BlockKind::Heading { content, id, .. } => (plain(content), id),
                    BlockKind::Table(table) => (table.caption.as_deref().map(plain).unwrap_or_default(), &table.id),
                    BlockKind::Figure { caption, id, .. } => (caption.as_deref().map(plain).unwrap_or_default(), id),
                    BlockKind::View(vista) => {
                        let blocks = vista.didascalia.iter().flat_map(|prose| &prose.blocks);
                        let words = blocks.filter_map(|block| match &block.kind {
                            BlockKind::Paragraph(content) => Some(plain(content)),
                            _ => None,
                        });
                        (words.collect::<Vec<_>>().join(" "), &vista.id)
                    }
                    _ => return,
                };
                out.titles.insert(block.span, words);
                out.ids.extend(id.as_ref().map(|id| (block.span, id.span)));
            });
        });
        each_section(&compiled.piano.sezioni, &mut |sezione| {
            out.titles.insert(sezione.span, sezione.titolo.clone());
            out.ids.extend(sezione.front.id.as_ref().map(|id| (sezione.span, id.span)));
        });
        out
    }

    /// The place of the id that the author of a thing wrote, as it stands in its file. None for an id that the program made.
    pub(super) fn id(&self, compiled: &Compiled, thing: &Thing) -> Option<Span> {
        let span = match thing.what {
            What::Element(kind, n) => compiled.piano.elementi.get(kind, n)?.value.id()?.span,
            What::Section | What::Heading | What::Table | What::Figure => *self.ids.get(&thing.span)?,
        };
        // The id that a card takes from the name of its file stands nowhere in it.
        compiled.sources.slice(span).contains(thing.id.as_str()).then_some(span)
    }

    /// Where a thing is written: its id, or the line that opens it.
    pub(super) fn place(&self, compiled: &Compiled, thing: &Thing) -> Option<Place> {
        let span = self.id(compiled, thing).unwrap_or_else(|| {
            let text = compiled.sources.slice(thing.span);
            let line = text.find(['\n', '\r']).unwrap_or(text.len());
            Span::new(thing.span.file, thing.span.range().start..thing.span.range().start + line)
        });
        Editor::place(compiled, span)
    }
}

impl Editor<'_> {
    /// Everything that can be cited, in the order of the sources.
    #[must_use]
    pub fn symbols(&self) -> Vec<Symbol> {
        let scritti = Scritti::of(self.whole);
        self.whole.index.things().iter().filter_map(|thing| self.symbol(thing, &scritti)).collect()
    }

    /// A thing of the plan, with its words.
    pub(super) fn symbol(&self, thing: &Thing, scritti: &Scritti) -> Option<Symbol> {
        let Compiled { piano, index, document, .. } = self.whole;
        let targets = document.as_ref().map(|document| &document.targets);
        let target = targets.and_then(|targets| targets.get(&thing.id));
        let section = target.and_then(|target| targets?.get(&target.section)).map(crate::document::Target::name);
        let (noun, kind, code, title, word) = match thing.what {
            What::Element(kind, n) => {
                let element = piano.elementi.get(kind, n)?.value;
                let code = index.code(kind, n).map(str::to_owned);
                let alone = code.as_deref().filter(|code| element.id().is_none() && index.find(code).len() == 1);
                let word = alone.map_or_else(|| thing.id.to_string(), str::to_owned);
                let title = element.label().unwrap_or_else(|| element.titolo().value.to_owned());
                (kind.info().noun, Some(kind), code, title, word)
            }
            What::Section | What::Heading | What::Table | What::Figure => {
                let noun = match thing.what {
                    What::Section => "sezione",
                    What::Heading => "titolo",
                    What::Figure => "figura",
                    _ => "tabella",
                };
                (noun, None, None, scritti.titles.get(&thing.span).cloned().unwrap_or_default(), thing.id.to_string())
            }
        };
        let place = scritti.place(self.whole, thing)?;
        Some(Symbol { id: thing.id.clone(), code, word, title, noun, kind, section, place })
    }
}
