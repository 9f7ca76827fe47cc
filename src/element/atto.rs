//! Atto: a deliberation, a convention, a decree… printed in one form wherever it is cited.

use super::ente::Ente;
use super::value::Rif;
use super::{
    Element,
    row::{Row, Valore},
};
use crate::data::Data;
use crate::span::Spanned;
use serde::Deserialize;

/// An act.
#[derive(Debug, Deserialize)]
pub struct Atto {
    /// Id.
    pub id: Option<Spanned<String>>,
    /// Kind.
    pub tipo: Tipo,
    /// Who adopted it.
    pub organo: Option<Organo>,
    /// The body whose act it is.
    pub ente: Option<Rif<Ente>>,
    /// Number: text, because some have a letter.
    pub numero: Option<Spanned<String>>,
    /// Year, when there is no date.
    pub anno: Option<i16>,
    /// Date.
    pub data: Option<Data>,
    /// What it is about.
    pub oggetto: Spanned<String>,
    /// Where it is published.
    pub url: Option<Spanned<String>>,
}

/// Kinds of acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names are the values of the field `tipo`")]
pub enum Tipo {
    Deliberazione,
    Determinazione,
    Decreto,
    Convenzione,
    Protocollo,
    Regolamento,
    Legge,
    Avviso,
    Contratto,
    Direttiva,
}

impl Tipo {
    /// As printed.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Tipo::Deliberazione => "deliberazione",
            Tipo::Determinazione => "determinazione",
            Tipo::Decreto => "decreto",
            Tipo::Convenzione => "convenzione",
            Tipo::Protocollo => "protocollo",
            Tipo::Regolamento => "regolamento",
            Tipo::Legge => "legge",
            Tipo::Avviso => "avviso pubblico",
            Tipo::Contratto => "contratto",
            Tipo::Direttiva => "direttiva",
        }
    }
}

/// Who adopts acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names are the values of the field `organo`")]
pub enum Organo {
    Consiglio,
    Giunta,
    Presidente,
    Sindaco,
    Dirigente,
    Assemblea,
    Stato,
    Regione,
    Ue,
}

impl Organo {
    /// With its article, as printed after the kind.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Organo::Consiglio => "del Consiglio",
            Organo::Giunta => "della Giunta",
            Organo::Presidente => "del Presidente",
            Organo::Sindaco => "del Sindaco",
            Organo::Dirigente => "del dirigente",
            Organo::Assemblea => "dell’Assemblea dei Sindaci",
            Organo::Stato => "dello Stato",
            Organo::Regione => "della Regione",
            Organo::Ue => "dell’Unione europea",
        }
    }
}

/// `deliberazione della Giunta n. 53 del 01/08/2023`, with no-break spaces where a line must not end.
#[must_use]
pub fn printed(
    tipo: &str,
    organo: Option<Organo>,
    numero: Option<&str>,
    anno: Option<i16>,
    data: Option<Data>,
) -> String {
    let mut out = tipo.to_owned();
    if let Some(organo) = organo {
        out = format!("{out} {}", organo.label());
    }
    match (numero, anno, data) {
        (Some(numero), None, None) => out += &format!(" n.\u{a0}{numero}"),
        (Some(numero), Some(anno), None) => out += &format!(" n.\u{a0}{numero}/{anno}"),
        (Some(numero), _, Some(data)) => out += &format!(" n.\u{a0}{numero} del\u{a0}{data}"),
        (None, _, Some(data)) => out += &format!(" del\u{a0}{data}"),
        (None, Some(anno), None) => out += &format!(" del\u{a0}{anno}"),
        (None, None, None) => {}
    }
    out
}

impl Element for Atto {
    fn id(&self) -> Option<&Spanned<String>> {
        self.id.as_ref()
    }
    fn titolo(&self) -> Spanned<&str> {
        self.oggetto.as_deref()
    }
    fn label(&self) -> Option<String> {
        let numero = self.numero.as_ref().map(|n| n.value.as_str());
        Some(printed(self.tipo.label(), self.organo, numero, self.anno, self.data))
    }
    fn row(&self, row: &mut Row) {
        row.add("atto", "Atto", Valore::Codice(self.label().unwrap_or_default()));
        row.add("ente", "Ente", &self.ente);
        row.add("oggetto", "Oggetto", &self.oggetto);
        row.add("data", "Data", &self.data);
        row.add(
            "url",
            "Pubblicato in",
            self.url.as_ref().map_or(Valore::Vuoto, |u| Valore::Indirizzo(u.value.clone())),
        );
    }
}
