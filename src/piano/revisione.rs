//! Revisione: what an act changed in a thing of the plan. The record says the value in force; the revision says the one before, from
//! which version it no longer holds, and why. So nothing is typed twice, and the plan as first approved can be made again.

use crate::base::span::Span;
use crate::piano::element::Kind;
use crate::piano::element::value::Testo;

/// A revision of one thing: a record, or one of its parts.
#[derive(Debug, Clone)]
pub struct Revisione {
    /// The kind of the record.
    pub kind: Kind,
    /// The place of the record in the sources.
    pub scheda: Span,
    /// The names of the record in the sources, for one that the version being made no longer has.
    pub nomi: Nomi,
    /// The place of the thing that was changed: the record, or one of its parts.
    pub parte: Span,
    /// The parts that lead from the record to the thing, each with its place in the list: `fase`, 2. Empty for the record itself.
    pub via: Vec<(String, usize)>,
    /// The title of the thing as it is in the sources, for a thing that the version being made no longer has.
    pub nome: String,
    /// What was changed.
    pub cambia: Cambio,
    /// The number of the version that changed it.
    pub versione: u32,
    /// Why, when the reason is not that of the version.
    pub motivo: Option<Testo>,
    /// The place of the revision in the sources.
    pub span: Span,
}

/// What a record is called where it is written.
#[derive(Debug, Clone, Default)]
pub struct Nomi {
    /// Its title.
    pub titolo: String,
    /// Its id, where it has one of its own.
    pub id: Option<String>,
    /// Its code, where it has one.
    pub codice: Option<String>,
}

/// What a revision changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cambio {
    /// A field. A value that is missing was not there.
    Campo {
        /// The name of the field; with a year, `peso.2027`.
        campo: String,
        /// The value before, as written.
        prima: Option<String>,
        /// The value that it took, as written.
        dopo: Option<String>,
    },
    /// The thing was not there before.
    Aggiunta,
    /// The thing is not there any more.
    Soppressione,
}

impl Revisione {
    /// The field that was changed, without its year.
    #[must_use]
    pub fn campo(&self) -> Option<&str> {
        match &self.cambia {
            Cambio::Campo { campo, .. } => campo.split('.').next(),
            Cambio::Aggiunta | Cambio::Soppressione => None,
        }
    }
}
