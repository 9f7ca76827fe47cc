//! Termine: an entry of the glossary, which is an acronym or a word.

use super::value::Testo;
use super::{
    Element,
    row::{Row, Valore},
};
use crate::base::span::Spanned;
use serde::Deserialize;

/// An entry of the glossary.
#[derive(Debug, Deserialize)]
pub struct Termine {
    /// Id as written. Without one, `index` makes it from the name.
    pub id: Option<Spanned<String>>,
    /// Acronym, if the entry has one.
    pub sigla: Option<Spanned<String>>,
    /// The word, or the acronym written in full.
    pub nome: Spanned<String>,
    /// What it means, in prose.
    pub definizione: Testo,
    /// Whether the first use of the acronym in a chapter also gives the name in full. False for acronyms that everybody knows.
    #[serde(default = "si")]
    pub espandi: bool,
}

fn si() -> bool {
    true
}

impl Element for Termine {
    fn id(&self) -> Option<&Spanned<String>> {
        self.id.as_ref()
    }
    fn codice(&self) -> Option<&Spanned<String>> {
        self.sigla.as_ref()
    }
    fn titolo(&self) -> Spanned<&str> {
        self.nome.as_deref()
    }
    fn label(&self) -> Option<String> {
        Some(self.sigla.as_ref().unwrap_or(&self.nome).value.clone())
    }
    fn prose(&self) -> Option<Testo> {
        Some(self.definizione)
    }
    fn row(&self, row: &mut Row) {
        row.add("sigla", "Sigla", self.sigla.as_ref().map_or(Valore::Vuoto, |s| Valore::Codice(s.value.clone())));
        row.apart("nome", "Nome", &self.nome);
        row.add("definizione", "Definizione", &self.definizione);
    }
}
