//! Atto: a deliberation, a convention, a decree… It is printed in the same form wherever it is cited.

use super::ente::Ente;
use super::value::Rif;
use super::{
    Element,
    row::{Row, Valore},
};
use crate::base::giorno::Giorno;
use crate::base::span::Spanned;
use crate::lingua::norme::{self, Norma};
use serde::Deserialize;

/// An act, a contract or a law.
#[derive(Debug, Deserialize)]
pub struct Atto {
    /// Id as written. Without one, `index` makes it from the printed form of the act.
    pub id: Option<Spanned<String>>,
    /// The kind of act: deliberation, decree, law…
    pub tipo: Tipo,
    /// The organ that adopted it.
    pub organo: Option<Organo>,
    /// The body whose organ adopted it.
    pub ente: Option<Rif<Ente>>,
    /// Number, kept as text because some have a letter.
    pub numero: Option<Spanned<String>>,
    /// Year, needed only when there is no date.
    pub anno: Option<i16>,
    /// The day on which it was adopted.
    pub data: Option<Spanned<Giorno>>,
    /// Its subject, as the act itself states it.
    pub oggetto: Spanned<String>,
    /// Web address at which it is published.
    pub url: Option<Spanned<String>>,
    /// Code of the tender (codice identificativo di gara): ten letters and digits.
    pub cig: Option<Spanned<String>>,
    /// Code of the public investment (codice unico di progetto): fifteen letters and digits.
    pub cup: Option<Spanned<String>>,
}

/// Kinds of acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
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
    Dpcm,
    DirettivaUe,
    Ccnl,
}

impl Tipo {
    /// The words in which it is printed.
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
            Tipo::Dpcm => "decreto del Presidente del Consiglio dei ministri",
            Tipo::DirettivaUe => "direttiva (UE)",
            Tipo::Ccnl => "contratto collettivo nazionale di lavoro",
        }
    }

    /// The preposition «a» with the article of its name, as written before it: `alla `, `al `, `all’`.
    #[must_use]
    pub fn al(self) -> &'static str {
        match self {
            Tipo::Deliberazione
            | Tipo::Determinazione
            | Tipo::Convenzione
            | Tipo::Legge
            | Tipo::Direttiva
            | Tipo::DirettivaUe => "alla ",
            Tipo::Avviso => "all’",
            Tipo::Decreto | Tipo::Protocollo | Tipo::Regolamento | Tipo::Contratto | Tipo::Dpcm | Tipo::Ccnl => "al ",
        }
    }
}

/// The organs that adopt acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names are the values of the field `organo`")]
pub enum Organo {
    Consiglio,
    Giunta,
    Presidente,
    Sindaco,
    Dirigente,
    Segretario,
    Commissario,
    Cda,
    #[serde(alias = "assemblea")]
    AssembleaSindaci,
    Stato,
    Ministero,
    Regione,
    Ue,
    Anac,
}

impl Organo {
    /// The name alone: `Giunta`.
    #[must_use]
    pub fn nome(self) -> &'static str {
        match self {
            Organo::Consiglio => "Consiglio",
            Organo::Giunta => "Giunta",
            Organo::Presidente => "Presidente",
            Organo::Sindaco => "Sindaco",
            Organo::Dirigente => "dirigente",
            Organo::Segretario => "Segretario generale",
            Organo::Commissario => "Commissario straordinario",
            Organo::Cda => "Consiglio di amministrazione",
            Organo::AssembleaSindaci => "Assemblea dei Sindaci",
            Organo::Stato => "Stato",
            Organo::Regione => "Regione",
            Organo::Ministero => "Ministero",
            Organo::Ue => "Unione europea",
            Organo::Anac => "ANAC",
        }
    }

    /// The name with its article, as printed after the kind of act.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Organo::Consiglio => "del Consiglio",
            Organo::Giunta => "della Giunta",
            Organo::Presidente => "del Presidente",
            Organo::Sindaco => "del Sindaco",
            Organo::Dirigente => "del dirigente",
            Organo::Segretario => "del Segretario generale",
            Organo::Commissario => "del Commissario straordinario",
            Organo::Cda => "del Consiglio di amministrazione",
            Organo::AssembleaSindaci => "dell’Assemblea dei Sindaci",
            Organo::Stato => "dello Stato",
            Organo::Regione => "della Regione",
            Organo::Ministero => "del Ministero",
            Organo::Ue => "dell’Unione europea",
            Organo::Anac => "dell’ANAC",
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
    data: Option<Giorno>,
) -> String {
    let mut out = tipo.to_owned();
    if let Some(organo) = organo {
        out = format!("{out} {}", organo.label());
    }
    // Some numbers already contain the year: `68058/2020`.
    let whole = |numero: &str, anno: i16| numero.ends_with(&format!("/{anno}"));
    match (numero, anno, data) {
        (Some(numero), Some(anno), None) if !whole(numero, anno) => out += &format!(" n.\u{a0}{numero}/{anno}"),
        (Some(numero), _, None) => out += &format!(" n.\u{a0}{numero}"),
        (Some(numero), _, Some(data)) => out += &format!(" n.\u{a0}{numero} del\u{a0}{data}"),
        (None, _, Some(data)) => out += &format!(" del\u{a0}{data}"),
        (None, Some(anno), None) => out += &format!(" del\u{a0}{anno}"),
        (None, None, None) => {}
    }
    out
}

impl Atto {
    /// The year of its date; else the year that is written; else the one in its number: `68058/2020`, `2016/2102`.
    #[must_use]
    pub fn anno(&self) -> Option<i16> {
        let in_number = || {
            let (before, after) = self.numero.as_ref()?.value.trim().split_once('/')?;
            let year = if self.tipo == Tipo::DirettivaUe { before } else { after };
            year.parse().ok().filter(|_| year.len() == 4)
        };
        self.data.map(|data| data.anno()).or(self.anno).or_else(in_number)
    }

    /// The act as a norm, when it is a law of the State or of the Union. The text of a norm has a web address.
    fn norma(&self) -> Option<Norma> {
        let numero = self.numero.as_ref()?.value.trim();
        let data = self.data.map(|data| data.value);
        match (self.tipo, self.organo) {
            (Tipo::Legge, None | Some(Organo::Stato)) => {
                let numero = numero.split('/').next()?.parse().ok();
                Some(Norma { tipo: norme::Tipo::Legge, anno: self.anno()?, numero, data })
            }
            (Tipo::DirettivaUe, _) => {
                let (anno, numero) = numero.split_once('/')?;
                let (anno, numero) = (anno.parse().ok()?, numero.parse().ok());
                Some(Norma { tipo: norme::Tipo::DirettivaUe, anno, numero, data: None })
            }
            _ => None,
        }
    }
}

impl Element for Atto {
    fn id(&self) -> Option<&Spanned<String>> {
        self.id.as_ref()
    }
    fn titolo(&self) -> Spanned<&str> {
        self.oggetto.as_deref()
    }
    fn label(&self) -> Option<String> {
        let numero = self.numero.as_ref().map(|n| n.value.trim());
        let data = self.data.map(|data| data.value);
        let (tipo, organo) = match (self.tipo, self.organo) {
            (Tipo::Legge, Some(Organo::Regione)) => ("legge regionale", None),
            // The kind already says which organ adopted it.
            (Tipo::Legge | Tipo::Dpcm, Some(Organo::Stato))
            | (Tipo::DirettivaUe, Some(Organo::Ue))
            | (Tipo::Ccnl, Some(Organo::Stato)) => (self.tipo.label(), None),
            (tipo, organo) => (tipo.label(), organo),
        };
        // Acts of the Union have year and number together, without «n.»: `direttiva (UE) 2016/2102`.
        if let (Tipo::DirettivaUe, Some(numero)) = (self.tipo, numero) {
            return Some(format!("{tipo}\u{a0}{numero}"));
        }
        Some(printed(tipo, organo, numero, self.anno, data))
    }
    /// The key by which lists sort acts: by day. Acts without a day come after the others of their year.
    fn ordine(&self) -> Option<String> {
        let anno = self.anno().map_or_else(|| "~".to_owned(), |anno| format!("{anno:04}"));
        let data = self.data.map_or_else(|| "~".to_owned(), |data| data.iso());
        let numero = self.numero.as_ref().map_or("", |n| n.value.trim());
        Some(format!("{anno} {data} {} {numero:0>12}", self.tipo.label()))
    }
    fn row(&self, row: &mut Row) {
        let code = |code: &Option<Spanned<String>>| {
            code.as_ref().map_or(Valore::Vuoto, |c| Valore::Codice(c.value.trim().to_uppercase()))
        };
        row.add("atto", "Atto", Valore::Codice(self.label().unwrap_or_default()));
        row.add("ente", "Ente", &self.ente);
        row.apart("oggetto", "Oggetto", &self.oggetto);
        row.add("data", "Data", &self.data);
        row.add("cig", "CIG", code(&self.cig));
        row.add("cup", "CUP", code(&self.cup));
        let url = self.url.as_ref().map(|url| url.value.clone());
        let url = url.or_else(|| self.norma()?.indirizzo(None));
        row.add("url", "Pubblicato in", url.map_or(Valore::Vuoto, Valore::Indirizzo));
    }
}
