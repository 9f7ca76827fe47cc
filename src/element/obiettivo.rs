//! Obiettivo: a leaf of the performance tree, with what it is expected to give and who answers for it.

use super::linea_formativa::LineaFormativa;
use super::misura_digitale::MisuraDigitale;
use super::nodo::Nodo;
use super::progetto::Progetto;
use super::unita::Unita;
use super::value::{Dovuto, Rif, Tempo, Testo};
use super::{
    Element,
    row::{Row, Valore},
};
use crate::span::Spanned;
use serde::Deserialize;

/// An objective.
#[derive(Debug, Deserialize)]
pub struct Obiettivo {
    /// Id.
    pub id: Option<Spanned<String>>,
    /// Code: `S5.00004`.
    pub codice: Option<Spanned<String>>,
    /// Title.
    pub titolo: Spanned<String>,
    /// Its place in the strategic tree.
    pub nodo: Rif<Nodo>,
    /// The unit that answers for it.
    pub unita: Dovuto<Rif<Unita>>,
    /// The term.
    pub scadenza: Dovuto<Tempo>,
    /// What is expected of it.
    pub risultato_atteso: Dovuto<Testo>,
    /// What it is.
    pub descrizione: Option<Testo>,
    /// Funded projects that it carries out.
    #[serde(default)]
    pub progetti: Vec<Rif<Progetto>>,
    /// Digital measures that it carries out.
    #[serde(default)]
    pub misure: Vec<Rif<MisuraDigitale>>,
    /// Training lines that it carries out.
    #[serde(default)]
    pub linee: Vec<Rif<LineaFormativa>>,
}

impl Element for Obiettivo {
    fn id(&self) -> Option<&Spanned<String>> {
        self.id.as_ref()
    }
    fn codice(&self) -> Option<&Spanned<String>> {
        self.codice.as_ref()
    }
    fn titolo(&self) -> &Spanned<String> {
        &self.titolo
    }
    fn prose(&self) -> Option<Testo> {
        self.descrizione
    }
    fn row(&self, row: &mut Row) {
        row.add("codice", "Codice", self.codice.as_ref().map_or(Valore::Vuoto, |c| Valore::Codice(c.value.clone())));
        row.add("titolo", "Obiettivo", &self.titolo);
        row.add("nodo", "Dall’albero del mandato", &self.nodo);
        row.add("unita", "Unità responsabile", &self.unita);
        row.add("risultato_atteso", "Risultato atteso", &self.risultato_atteso);
        row.add("scadenza", "Termine", &self.scadenza);
        row.add("progetti", "Progetti", &self.progetti);
        row.add("misure", "Misure digitali", &self.misure);
        row.add("linee", "Linee formative", &self.linee);
    }
}
