//! Linea formativa: one line of the triennial training plan.

use super::progetto::Progetto;
use super::value::{Rif, Testo};
use super::{
    Element,
    row::{Row, Valore},
};
use crate::span::Spanned;
use serde::Deserialize;

/// A line of training.
#[derive(Debug, Deserialize)]
pub struct LineaFormativa {
    /// Id.
    pub id: Option<Spanned<String>>,
    /// Title.
    pub titolo: Spanned<String>,
    /// Kind.
    pub tipo: Tipo,
    /// First year, when it does not start with the triennium.
    pub dal: Option<i16>,
    /// For whom.
    pub destinatari: Option<Spanned<String>>,
    /// What it is.
    pub descrizione: Option<Testo>,
    /// The funded project that it serves.
    pub progetto: Option<Rif<Progetto>>,
}

/// The kinds of training lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names are the values of the field `tipo`")]
pub enum Tipo {
    Obbligatoria,
    Base,
    Linguistica,
    Trasversale,
    Piattaforma,
    Transizione,
    Proposte,
    Altro,
}

impl Tipo {
    /// As printed.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Tipo::Obbligatoria => "obbligatoria",
            Tipo::Base => "di base",
            Tipo::Linguistica => "linguistica",
            Tipo::Trasversale => "trasversale",
            Tipo::Piattaforma => "su piattaforma",
            Tipo::Transizione => "per la transizione",
            Tipo::Proposte => "su proposta",
            Tipo::Altro => "altro",
        }
    }
}

impl Element for LineaFormativa {
    fn id(&self) -> Option<&Spanned<String>> {
        self.id.as_ref()
    }
    fn titolo(&self) -> Spanned<&str> {
        self.titolo.as_deref()
    }
    fn prose(&self) -> Option<Testo> {
        self.descrizione
    }
    fn row(&self, row: &mut Row) {
        row.add("titolo", "Linea formativa", &self.titolo);
        row.add("tipo", "Tipo", self.tipo.label());
        row.add("dal", "Dal", self.dal.map_or(Valore::Vuoto, Valore::Anno));
        row.add("destinatari", "Destinatari", &self.destinatari);
        row.add("progetto", "Progetto", &self.progetto);
        row.add("descrizione", "Descrizione", &self.descrizione);
    }
}
