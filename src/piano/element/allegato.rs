//! Allegato: a file of the folder `allegati/`, listed, hashed and published beside the plan.

use super::{
    Element,
    row::{Row, Valore},
};
use crate::base::span::Spanned;
use serde::Deserialize;

/// An annex. A file without a record gets one, titled after its name.
#[derive(Debug, Deserialize)]
pub struct Allegato {
    /// Id.
    pub id: Option<Spanned<String>>,
    /// Letter or number: `A`.
    pub codice: Option<Spanned<String>>,
    /// Title.
    pub titolo: Spanned<String>,
    /// Path from the folder of the plan: `allegati/carta.pdf`.
    pub file: Spanned<String>,
    /// SHA-256 of the file, in hexadecimal.
    #[serde(skip)]
    pub impronta: String,
}

impl Element for Allegato {
    fn id(&self) -> Option<&Spanned<String>> {
        self.id.as_ref()
    }
    fn codice(&self) -> Option<&Spanned<String>> {
        self.codice.as_ref()
    }
    fn titolo(&self) -> Spanned<&str> {
        self.titolo.as_deref()
    }
    fn row(&self, row: &mut Row) {
        row.apart(
            "codice",
            "Allegato",
            self.codice.as_ref().map_or(Valore::Vuoto, |c| Valore::Codice(c.value.clone())),
        );
        row.apart("titolo", "Titolo", &self.titolo);
        row.add("file", "File", Valore::Indirizzo(self.file.value.clone()));
        row.add("impronta", "Impronta SHA-256", Valore::Codice(self.impronta.clone()));
    }
}
