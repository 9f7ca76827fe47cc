//! Progetto: a project with outside funding (PNRR, CERV, regional…), with its path, its bodies and three amounts.

use super::atto::Atto;
use super::ente::Ente;
use super::misura_digitale::Livello;
use super::percorso::{Percorso, forse_codice};
use super::value::{Dovuto, Finanziamento, Importo, Quanti, Rif, Testo};
use super::{
    Element,
    row::{Row, Valore},
};
use crate::base::span::Spanned;
use serde::Deserialize;

/// A funded project.
#[derive(Debug, Deserialize)]
pub struct Progetto {
    /// Id as written. Without one, `index` makes it from the code or the title.
    pub id: Option<Spanned<String>>,
    /// Place in the PNRR: `M5.C2.I1.1.1`.
    #[serde(default, deserialize_with = "forse_codice")]
    pub codice: Option<Spanned<String>>,
    /// Programme that funds it: `PNRR`, `CERV`…
    pub programma: Spanned<String>,
    /// Whether it is an investment, a sub-investment or a measure of the PNRR.
    pub livello: Option<Livello>,
    /// Title, in plain words.
    pub titolo: Spanned<String>,
    /// The act that calls for projects.
    pub bando: Option<Rif<Atto>>,
    /// Codice unico di progetto (CUP), the code of the public investment.
    pub cup: Option<Spanned<String>>,
    /// Body that carries it out.
    pub attuatore: Option<Rif<Ente>>,
    /// Lead body.
    pub capofila: Option<Rif<Ente>>,
    /// Cost of the project, in euro.
    pub importo: Dovuto<Spanned<Importo>>,
    /// Amount asked for, in euro.
    pub richiesto: Dovuto<Spanned<Importo>>,
    /// Amount granted, in euro, or not so far.
    pub finanziato: Dovuto<Spanned<Finanziamento>>,
    /// Countries involved: how many, or which.
    pub paesi: Option<Quanti<Spanned<String>>>,
    /// Partners: how many, or which bodies.
    pub partner: Option<Quanti<Rif<Ente>>>,
    /// Work packages.
    #[serde(default, rename = "pacchetto")]
    pub pacchetti: Vec<Spanned<Pacchetto>>,
    /// What the project is, in prose.
    pub descrizione: Option<Testo>,
}

/// A work package.
#[derive(Debug, Deserialize)]
pub struct Pacchetto {
    /// Title of the package, in plain words.
    pub titolo: Spanned<String>,
    /// What is done in it.
    pub testo: Option<Testo>,
}

impl Progetto {
    /// Its place in the PNRR.
    #[must_use]
    pub fn percorso(&self) -> Option<Percorso> {
        Percorso::parse(&self.codice.as_ref()?.value)
    }

    /// The body under which it is counted: the one that carries it out, else the lead body.
    #[must_use]
    pub fn ente(&self) -> Option<&Rif<Ente>> {
        self.attuatore.as_ref().or(self.capofila.as_ref())
    }
}

/// `5, Inclusione e coesione`, found by a filter as `M5` too.
pub(super) fn missione(percorso: Option<&Percorso>) -> Valore {
    let words = percorso.map(|p| (format!("M{}", p.missione), format!("{}, {}", p.missione, p.titolo_missione())));
    Valore::parole(words)
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
        row.apart("codice", "Codice", self.codice.as_ref().map_or(Valore::Vuoto, |c| Valore::Codice(c.value.clone())));
        row.apart("titolo", "Progetto", &self.titolo);
        row.add("programma", "Programma", &self.programma);
        row.add("missione", "Missione", missione(self.percorso().as_ref()));
        row.add("livello", "Livello", self.livello.map_or(Valore::Vuoto, |l| l.label().into()));
        row.add("bando", "Bando", &self.bando);
        row.add(
            "cup",
            "CUP",
            self.cup.as_ref().map_or(Valore::Vuoto, |cup| Valore::Codice(cup.value.trim().to_uppercase())),
        );
        row.add("attuatore", "Ente attuatore", &self.attuatore);
        row.add("capofila", "Ente capofila", &self.capofila);
        row.add("paesi", "Paesi coinvolti", &self.paesi);
        let which = self.paesi.iter().flat_map(Quanti::elenco).map(|p| (p.value.clone(), p.value.clone()));
        row.add("elenco_paesi", "Quali paesi", Valore::parole(which));
        row.add("partner", "Partner", &self.partner);
        let which: Vec<_> =
            self.partner.iter().flat_map(Quanti::elenco).map(|rif| (super::Kind::Ente, rif.word.clone())).collect();
        row.add("elenco_partner", "Quali partner", if which.is_empty() { Valore::Vuoto } else { Valore::Rif(which) });
        row.importo("importo", "Importo del progetto", &self.importo);
        row.importo("richiesto", "Finanziamento richiesto", &self.richiesto);
        row.importo("finanziato", "Importo finanziato", &self.finanziato);
    }
}
