//! Misura digitale: a measure or investment of the PNRR for the digital transition. Its code does not identify it: two
//! measures share 1.4.3.

use super::value::Testo;
use super::{
    Element,
    row::{Row, Valore},
};
use crate::span::Spanned;
use serde::Deserialize;

/// A digital measure.
#[derive(Debug, Deserialize)]
pub struct MisuraDigitale {
    /// Id.
    pub id: Option<Spanned<String>>,
    /// Code: `1.4.3`.
    pub codice: Spanned<String>,
    /// Rank in the plan.
    pub livello: Livello,
    /// Title.
    pub titolo: Spanned<String>,
    /// What it aims at.
    pub descrizione: Option<Testo>,
}

/// Rank in the PNRR.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names are the values of the field `livello`")]
pub enum Livello {
    Investimento,
    Subinvestimento,
    Misura,
}

impl Livello {
    /// As printed.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Livello::Investimento => "investimento",
            Livello::Subinvestimento => "sub-investimento",
            Livello::Misura => "misura",
        }
    }
}

impl Element for MisuraDigitale {
    fn id(&self) -> Option<&Spanned<String>> {
        self.id.as_ref()
    }
    fn codice(&self) -> Option<&Spanned<String>> {
        Some(&self.codice)
    }
    fn titolo(&self) -> Spanned<&str> {
        self.titolo.as_deref()
    }
    fn prose(&self) -> Option<Testo> {
        self.descrizione
    }
    fn row(&self, row: &mut Row) {
        row.add("codice", "Codice", Valore::Codice(self.codice.value.clone()));
        row.add("livello", "Livello", self.livello.label());
        row.add("titolo", "Misura", &self.titolo);
        row.add("descrizione", "Che cosa prevede", &self.descrizione);
    }
}
