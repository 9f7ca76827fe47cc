//! What an editor asks of a plan in memory: what stands at a place of its sources, what may be written there, who cites it, and the
//! edits that rename or mend it. The preview and the server of the editors use it; nothing here knows of a browser or of a protocol.
//!
//! What is typed is read from the text alone ([`Caret`]); what it names is looked up in the last compile, which may be older.
//! [`Editor::references`] and [`Editor::rename`] need a compile of the present texts.

pub(crate) mod cambia;
mod caret;
mod completamento;
mod correzioni;
mod indice;
pub(crate) mod modulo;
mod nomi;
mod rinomina;
mod scheda;
pub mod schema;
mod tavola;
#[cfg(test)]
mod tests;

pub use caret::Caret;
pub use completamento::{Proposal, ProposalKind};
pub use correzioni::Correction;

use crate::base::span::{FileId, Span};
use crate::index::{Thing, What};
use crate::piano::element::Kind;
use crate::project::{Compiled, Plan};
use caret::{Luogo, Radice};
use nomi::Scritti;
use schema::{Field, Form};
use std::ops::Range;
use tavola::{Parte, Tavola};

/// A plan, as an editor asks it. It is made anew for each question.
#[derive(Debug, Clone, Copy)]
pub struct Editor<'p> {
    /// The last compile.
    now: &'p Compiled,
    /// The last compile in which every name was known.
    whole: &'p Compiled,
}

/// A place in a file of the plan.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Place {
    /// The file, as the compile calls it.
    pub file: FileId,
    /// Its path from the folder of the plan, with `/`; of a file of another plan, which no edit touches, the name that messages give it.
    pub path: String,
    /// Bytes of its text.
    pub range: Range<usize>,
}

/// A text that takes the place of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What it replaces; nothing, where the range is empty.
    pub place: Place,
    /// The new text.
    pub text: String,
}

impl<'p> Editor<'p> {
    /// The plan as an editor asks it. None before its first compile.
    #[must_use]
    pub fn of(plan: &'p Plan) -> Option<Self> {
        Some(Editor { now: plan.compiled()?, whole: plan.whole()? })
    }

    /// A plan that was compiled once.
    #[must_use]
    pub fn once(compiled: &'p Compiled) -> Self {
        Editor { now: compiled, whole: compiled }
    }

    /// A span of a compile as a place.
    fn place(compiled: &Compiled, span: Span) -> Option<Place> {
        let sources = &compiled.sources;
        let own = &sources.file(span.file)?.path;
        let path = if span.file.vicino().is_none() { own } else { sources.nome(span.file) };
        Some(Place { file: span.file, path: path.to_owned(), range: span.range() })
    }

    /// The things that the words at the caret name, with the place of those words.
    fn named(&self, caret: &Caret<'_>) -> Option<(Vec<&'p Thing>, Range<usize>)> {
        let (word, range, kinds) = match caret.luogo() {
            Luogo::Citazione(name) | Luogo::Ancora(name) => (name.word, name.range, None),
            Luogo::Fatto(name) => {
                let (family, _) = name.word.split_once('.')?;
                (family, name.range.start..name.range.start + family.len(), None)
            }
            Luogo::Tavola(tavola) => {
                let Parte::Valore { word, range, .. } = &tavola.parte else { return None };
                let kinds = match campo(&tavola).map(|field| field.form) {
                    Some(Form::Reference(kinds)) => Some(kinds),
                    // A record says its own id and code; a filter says the value of any field.
                    _ if matches!(tavola.path.last(), Some(&"id" | &"codice")) => None,
                    _ if tavola.path.contains(&"dove") => None,
                    _ => return None,
                };
                (*word, range.clone(), kinds)
            }
            Luogo::Vista(_) | Luogo::Testo => return None,
        };
        let index = &self.whole.index;
        let found = match kinds {
            Some(kinds) => {
                let elements = kinds.iter().filter_map(|kind| Some(What::Element(*kind, index.element(*kind, word)?)));
                let elements: Vec<What> = elements.collect();
                index.things().iter().filter(|thing| elements.contains(&thing.what)).collect()
            }
            None => index.find(word),
        };
        (!found.is_empty()).then_some((found, range))
    }

    /// The thing that the caret names or, on the line that opens a record, that record; with the place of the words.
    fn thing(&self, caret: &Caret<'_>) -> Option<(&'p Thing, Range<usize>)> {
        if let Some((found, range)) = self.named(caret) {
            return found.first().map(|thing| (*thing, range));
        }
        let Luogo::Tavola(Tavola { parte: Parte::Intestazione { range, .. }, .. }) = caret.luogo() else { return None };
        let (file, _) = self.whole.sources.find(caret.path)?;
        let here = |thing: &&Thing| thing.span.file == file && thing.span.range().contains(&range.start);
        let found = self.whole.index.things().iter().find(here)?;
        Some((found, range))
    }

    /// Where the thing that the caret names is written.
    #[must_use]
    pub fn definition(&self, caret: &Caret<'_>) -> Vec<Place> {
        let Some((found, _)) = self.named(caret) else { return vec![] };
        let scritti = Scritti::of(self.whole);
        found.into_iter().filter_map(|thing| scritti.place(self.whole, thing)).collect()
    }
}

/// The fields among which the keys at a place are chosen.
fn campi(tavola: &Tavola<'_>, path: &[&str]) -> Vec<Field> {
    let (fields, path) = radice(tavola.radice, path);
    match path {
        [] => fields,
        path => schema::find(&fields, path).map(|field| field.fields().to_vec()).unwrap_or_default(),
    }
}

/// The field of which the value at a place is.
fn campo(tavola: &Tavola<'_>) -> Option<Field> {
    let (fields, path) = radice(tavola.radice, &tavola.path);
    schema::find(&fields, path).cloned()
}

/// The fields of what the TOML is about, and the rest of the path in them.
fn radice<'a, 't>(radice: Radice<'_>, path: &'a [&'t str]) -> (Vec<Field>, &'a [&'t str]) {
    match radice {
        Radice::Impostazioni => (schema::settings().to_vec(), path),
        Radice::Sezione => (schema::front().to_vec(), path),
        Radice::Scheda(kind) => (schema::of(kind).to_vec(), path),
        Radice::Vista(name) => (schema::view(name), path),
        Radice::Dati => match path.split_first() {
            Some((table, rest)) => {
                (Kind::di_tabella(table).map_or_else(Vec::new, |kind| schema::of(kind).to_vec()), rest)
            }
            None => (vec![], path),
        },
    }
}
