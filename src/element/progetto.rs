//! Progetto: a project with outside funding (PNRR, CERV, regional…), with its path, its bodies and three amounts.

use super::atto::Atto;
use super::ente::Ente;
use super::misura_digitale::Livello;
use super::value::{Dovuto, Finanziamento, Importo, Rif, Testo};
use super::{
    Element,
    row::{Row, Valore},
};
use crate::span::Spanned;
use serde::Deserialize;

/// A funded project.
#[derive(Debug, Deserialize)]
pub struct Progetto {
    /// Id.
    pub id: Option<Spanned<String>>,
    /// Path in the PNRR: `M5.C2.I1.1.1`.
    pub codice: Option<Spanned<String>>,
    /// Programme that funds it: `PNRR`, `CERV`…
    pub programma: Spanned<String>,
    /// Rank in the PNRR.
    pub livello: Option<Livello>,
    /// Title.
    pub titolo: Spanned<String>,
    /// The call.
    pub bando: Option<Rif<Atto>>,
    /// Body that carries it out.
    pub attuatore: Option<Rif<Ente>>,
    /// Lead body.
    pub capofila: Option<Rif<Ente>>,
    /// Cost of the project, in euro.
    pub importo: Dovuto<Importo>,
    /// Amount asked for, in euro.
    pub richiesto: Dovuto<Importo>,
    /// Amount granted, in euro, or not so far.
    pub finanziato: Dovuto<Finanziamento>,
    /// Countries involved.
    pub paesi: Option<u32>,
    /// Partners.
    pub partner: Option<u32>,
    /// Code of the public investment (codice unico di progetto): fifteen letters and digits.
    pub cup: Option<Spanned<String>>,
    /// What it is.
    pub descrizione: Option<Testo>,
}

impl Element for Progetto {
    fn id(&self) -> Option<&Spanned<String>> {
        self.id.as_ref()
    }
    fn codice(&self) -> Option<&Spanned<String>> {
        self.codice.as_ref()
    }
    fn titolo(&self) -> Spanned<&str> {
        self.titolo.as_deref()
    }
    fn prose(&self) -> Option<Testo> {
        self.descrizione
    }
    fn row(&self, row: &mut Row) {
        row.add("codice", "Codice", self.codice.as_ref().map_or(Valore::Vuoto, |c| Valore::Codice(c.value.clone())));
        row.add("titolo", "Progetto", &self.titolo);
        row.add("programma", "Programma", &self.programma);
        row.add("livello", "Livello", self.livello.map_or(Valore::Vuoto, |l| l.label().into()));
        row.add("bando", "Bando", &self.bando);
        row.add("attuatore", "Ente attuatore", &self.attuatore);
        row.add("capofila", "Ente capofila", &self.capofila);
        row.add("cup", "CUP", self.cup.as_ref().map_or(Valore::Vuoto, |c| Valore::Codice(c.value.trim().to_uppercase())));
        row.add("paesi", "Paesi coinvolti", &self.paesi);
        row.add("partner", "Partner", &self.partner);
        row.importo("importo", "Importo del progetto", &self.importo);
        row.importo("richiesto", "Finanziamento richiesto", &self.richiesto);
        row.importo("finanziato", "Importo finanziato", &self.finanziato);
    }
}
