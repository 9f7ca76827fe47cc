//! Unità: a unit of the organisation. The plan prints the same name for it wherever it is written.

use super::ente::Ente;
use super::obiettivo::indicatore::parole;
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
    /// The name of its level, when it is not the one of its depth: `servizio`.
    pub livello: Option<Spanned<String>>,
    /// What kind of unit it is; one of those that carry out the work when it is not written.
    pub tipo: Option<Tipo>,
    /// How many people it has, with those of the units under it, when the rows of staff do not say it. The
    /// outcome of a unit of one person is the appraisal of that person.
    pub dipendenti: Option<Spanned<u32>>,
    /// What it deals with, a few words each.
    #[serde(default)]
    pub funzioni: Vec<Spanned<String>>,
    /// The public bodies for which it works, when it does not work for all.
    #[serde(default)]
    pub enti: Vec<Rif<Ente>>,
    /// The address of the office.
    pub sede: Option<Spanned<String>>,
    /// The mail address of the office, never of a person.
    pub posta: Option<Spanned<String>>,
}

parole! {
    /// The kinds of units.
    Tipo {
        Linea = "unità organizzativa",
        Staff = "staff",
        Progetto = "unità di progetto",
        Convenzione = "in convenzione",
        Organo = "organo",
    }
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
        row.add("livello", "Livello", &self.livello);
        row.add("tipo", "Tipo", Valore::parole(self.tipo.map(|tipo| (tipo.nome(), tipo.label().to_owned()))));
        row.add("dipendenti", "Persone", &self.dipendenti);
        let funzioni = self.funzioni.iter().map(|words| (words.value.clone(), words.value.clone()));
        row.add("funzioni", "Funzioni", Valore::parole(funzioni));
        row.add("enti", "Lavora per", &self.enti);
        row.add("sede", "Sede", &self.sede);
        row.add("posta", "Posta", &self.posta);
        row.add("descrizione", "Che cosa fa", &self.descrizione);
    }
}
