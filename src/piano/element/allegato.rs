//! Allegato: a file of the folder `allegati/`, listed, hashed and published beside the plan.

use super::{
    Element,
    row::{Row, Valore},
};
use crate::base::span::Spanned;
use serde::Deserialize;

/// An annex. For a file without a record, one is made, with the name of the file as its title.
#[derive(Debug, Deserialize)]
pub struct Allegato {
    /// Id as written. Without one, `index` makes it from the code or the title.
    pub id: Option<Spanned<String>>,
    /// Letter or number by which the plan names it: `A`.
    pub codice: Option<Spanned<String>>,
    /// Title, in plain words.
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
