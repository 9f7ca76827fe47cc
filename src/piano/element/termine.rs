//! Termine: an entry of the glossary, an acronym or a word.

use super::value::Testo;
use super::{
    Element,
    row::{Row, Valore},
};
use crate::base::span::Spanned;
use serde::Deserialize;

/// A term.
#[derive(Debug, Deserialize)]
pub struct Termine {
    /// Id.
    pub id: Option<Spanned<String>>,
    /// Acronym.
    pub sigla: Option<Spanned<String>>,
    /// In full.
    pub nome: Spanned<String>,
    /// What it means.
    pub definizione: Testo,
    /// Whether its first use in a chapter is followed or preceded by the name: not for what everybody knows.
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
