//! Adempimento: something that the body must have done or declared, with how it ended. «Eccedenze: nessuna» and «parere dei revisori:
//! favorevole» are records of this one kind.

use super::atto::Atto;
use super::misura_prevenzione::Tema;
use super::obiettivo::indicatore::parole;
use super::value::Rif;
use super::{
    Element,
    row::{Row, Valore},
};
use crate::base::giorno::Giorno;
use crate::base::span::Spanned;
use serde::Deserialize;

/// A declaration, with its outcome.
#[derive(Debug, Deserialize)]
pub struct Adempimento {
    /// Id as written. Without one, `index` makes it from what it is about.
    pub id: Option<Spanned<String>>,
    /// What it is about.
    pub oggetto: Spanned<Oggetto>,
    /// How it ended, in a few words.
    pub esito: Spanned<String>,
    /// The act that says so.
    pub atto: Option<Rif<Atto>>,
    /// The day on which it was done.
    pub data: Option<Spanned<Giorno>>,
    /// The norm, when it is not the usual one.
    pub norma: Option<Spanned<String>>,
    /// The area of risk that is not there, for `area-assente`.
    pub area: Option<Spanned<String>>,
    /// The subject of the general measure that is not there, for `misura-assente`.
    pub tema: Option<Tema>,
    /// A note, in plain words.
    pub nota: Option<Spanned<String>>,
}

parole! {
    /// What is declared.
    Oggetto {
        Eccedenze = "verifica delle eccedenze di personale",
        ParereRevisori = "parere dell’organo di revisione",
        AsseverazioneEquilibrio = "asseverazione dell’equilibrio di bilancio",
        InformazioneSindacale = "informazione alle organizzazioni sindacali",
        AzioniPositive = "piano delle azioni positive",
        CategorieProtette = "quota delle categorie protette",
        CoerenzaDup = "coerenza con il DUP",
        BilanciBdap = "bilanci trasmessi alla banca dati delle amministrazioni pubbliche",
        CertificazioneCrediti = "certificazione dei crediti",
        Performance = "piano della performance",
        Conferma = "conferma della sezione 2.3",
        FattiCorruttivi = "fatti corruttivi",
        ModificheOrganizzative = "modifiche organizzative rilevanti",
        Disfunzioni = "disfunzioni amministrative significative",
        ObiettiviModificati = "obiettivi strategici modificati",
        AreaAssente = "area di rischio assente",
        MisuraAssente = "misura generale assente",
        Altro = "altro",
    }
}

impl Oggetto {
    /// The section of the Piano-tipo that asks for it. None for `altro`.
    #[must_use]
    pub fn sezione(self) -> Option<&'static str> {
        match self {
            Oggetto::Eccedenze
            | Oggetto::ParereRevisori
            | Oggetto::AsseverazioneEquilibrio
            | Oggetto::InformazioneSindacale
            | Oggetto::AzioniPositive
            | Oggetto::CategorieProtette
            | Oggetto::CoerenzaDup
            | Oggetto::BilanciBdap
            | Oggetto::CertificazioneCrediti
            | Oggetto::Performance => Some("3.3"),
            Oggetto::Conferma
            | Oggetto::FattiCorruttivi
            | Oggetto::ModificheOrganizzative
            | Oggetto::Disfunzioni
            | Oggetto::ObiettiviModificati
            | Oggetto::AreaAssente
            | Oggetto::MisuraAssente => Some("2.3"),
            Oggetto::Altro => None,
        }
    }

    /// The norm that asks for it, where the text was read or is known to all who do it.
    #[must_use]
    pub fn norma(self) -> Option<&'static str> {
        match self {
            Oggetto::Eccedenze => Some("d.lgs. 165/2001, art. 33"),
            Oggetto::ParereRevisori => Some("L. 448/2001, art. 19, comma 8"),
            Oggetto::AsseverazioneEquilibrio => Some("DL 34/2019, art. 33, comma 2"),
            Oggetto::InformazioneSindacale => Some("DL 80/2021, art. 6, comma 2, lettera c"),
            Oggetto::AzioniPositive => Some("d.lgs. 198/2006, art. 48"),
            Oggetto::CategorieProtette => Some("L. 68/1999, art. 3"),
            Oggetto::BilanciBdap => Some("DL 113/2016, art. 9, comma 1-quinquies"),
            Oggetto::CertificazioneCrediti => Some("DL 185/2008, art. 9, comma 3-bis"),
            Oggetto::Performance => Some("d.lgs. 150/2009, art. 10"),
            _ => None,
        }
    }
}

impl Element for Adempimento {
    fn id(&self) -> Option<&Spanned<String>> {
        self.id.as_ref()
    }
    fn titolo(&self) -> Spanned<&str> {
        Spanned::new(self.oggetto.value.label(), self.oggetto.span)
    }
    fn row(&self, row: &mut Row) {
        let oggetto = self.oggetto.value;
        row.apart("oggetto", "Oggetto", Valore::parole([(oggetto.nome(), oggetto.label().to_owned())]));
        let norma = self.norma.as_ref().map(|words| words.value.clone());
        let norma = norma.or_else(|| oggetto.norma().map(str::to_owned));
        row.add("norma", "Norma", norma.map_or(Valore::Vuoto, Valore::Testo));
        row.add("esito", "Esito", &self.esito);
        row.add("atto", "Atto", &self.atto);
        row.add("data", "Data", &self.data);
        row.add("area", "Area di rischio", &self.area);
        let tema = self.tema.map(|tema| Valore::parole([(tema.nome(), tema.label().to_owned())]));
        row.add("tema", "Tema della misura", tema.unwrap_or(Valore::Vuoto));
        let sezione = oggetto.sezione().map_or(Valore::Vuoto, |numero| Valore::Testo(numero.to_owned()));
        row.apart("sezione", "Sezione", sezione);
        row.add("nota", "Nota", &self.nota);
    }
}
