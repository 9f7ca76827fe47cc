//! Unità: a unit of the organisation. The plan prints the same name for it wherever it is written.

use super::value::{Rif, Testo};
use super::{
    Element,
    row::{Row, Valore},
};
use crate::base::span::Spanned;
use serde::Deserialize;

/// A unit of the organisation.
#[derive(Debug, Deserialize)]
pub struct Unita {
    /// Id as written. Without one, `index` makes it from the code or the name.
    pub id: Option<Spanned<String>>,
    /// Code, as offices write it: `S5`.
    pub codice: Option<Spanned<String>>,
    /// Official name, the one that is printed.
    pub nome: Spanned<String>,
    /// Other spellings of its name, accepted in the sources; only `nome` is printed.
    #[serde(default)]
    pub alias: Vec<Spanned<String>>,
    /// The unit to which it belongs; none for one at the top.
    pub padre: Option<Rif<Unita>>,
    /// What the unit does, in prose.
    pub descrizione: Option<Testo>,
}

impl Element for Unita {
    fn id(&self) -> Option<&Spanned<String>> {
        self.id.as_ref()
    }
    fn codice(&self) -> Option<&Spanned<String>> {
        self.codice.as_ref()
    }
    fn titolo(&self) -> Spanned<&str> {
        self.nome.as_deref()
    }
    fn alias(&self) -> Vec<&Spanned<String>> {
        std::iter::once(&self.nome).chain(&self.alias).collect()
    }
    fn label(&self) -> Option<String> {
        Some(self.nome.value.clone())
    }
    fn prose(&self) -> Option<Testo> {
        self.descrizione
    }
    fn padre(&self) -> Option<&Spanned<String>> {
        self.padre.as_deref()
    }
    fn row(&self, row: &mut Row) {
        row.apart("codice", "Codice", self.codice.as_ref().map_or(Valore::Vuoto, |c| Valore::Codice(c.value.clone())));
        row.apart("nome", "Unità", &self.nome);
        row.add("padre", "Fa parte di", &self.padre);
        row.add("descrizione", "Che cosa fa", &self.descrizione);
    }
}
