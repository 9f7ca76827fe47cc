//! Misura di prevenzione: something that the body does against corruption, for the whole body or in the processes that name it.

use super::obiettivo::Obiettivo;
use super::obiettivo::indicatore::{Indicatore, parole};
use super::obiettivo::misurazione::Misurazione;
use super::obiettivo::risultato::Verifica;
use super::processo::Passo;
use super::value::{Chi, Dovuto, Rif, Testo};
use super::{
    Element,
    row::{Row, Valore},
};
use crate::base::span::Spanned;
use crate::lingua::tempo::Tempo;
use serde::Deserialize;

/// A measure against corruption. Which processes it covers is said by those, and never here.
#[derive(Debug, Deserialize)]
pub struct MisuraPrevenzione {
    /// Id as written. Without one, `index` makes it from the code or the title.
    pub id: Option<Spanned<String>>,
    /// Code, as offices write it: `MS3`.
    pub codice: Option<Spanned<String>>,
    /// What is done, in a few words.
    pub titolo: Spanned<String>,
    /// Whether it is of the whole body or of some processes.
    pub tipo: Tipo,
    /// What kind of measure it is.
    pub natura: Option<Dovuto<Natura>>,
    /// Which of the measures that the PNA asks of every body it is.
    pub tema: Option<Tema>,
    /// How far it is.
    pub stato: Option<Stato>,
    /// Who answers for it, when they are not who leads the units of its processes.
    #[serde(default)]
    pub responsabili: Vec<Chi>,
    /// The day or period by which it is in place, or how often it is done.
    pub scadenza: Option<Dovuto<Spanned<Tempo>>>,
    /// How and when somebody looks at whether it is done, in words.
    pub controllo: Option<Spanned<String>>,
    /// The norm that asks for it.
    pub norma: Option<Spanned<String>>,
    /// The objective of performance that it also is.
    pub obiettivo: Option<Rif<Obiettivo>>,
    /// What it is, in prose.
    pub descrizione: Option<Testo>,
    /// The activities by which it is carried out, in order.
    #[serde(default, rename = "fase")]
    pub passi: Vec<Spanned<Passo>>,
    /// How it is measured.
    #[serde(default, rename = "indicatore", deserialize_with = "super::obiettivo::indicatore::indicatori")]
    pub indicatori: Vec<Spanned<Indicatore>>,
    /// How it is verified.
    #[serde(default, rename = "verifica")]
    pub verifiche: Vec<Spanned<Verifica>>,
    /// How far it was at the two moments of measure.
    #[serde(default, rename = "misurazione")]
    pub misurazioni: Vec<Spanned<Misurazione>>,
}

parole! {
    /// Whom a measure is about.
    Tipo { Generale = "generale", Specifica = "specifica" }
}

parole! {
    /// The kinds of measure (PNA 2019, annex 1).
    Natura {
        Controllo = "controllo",
        Trasparenza = "trasparenza",
        Etica = "etica e standard di comportamento",
        Regolamentazione = "regolamentazione",
        Semplificazione = "semplificazione",
        Formazione = "formazione",
        Sensibilizzazione = "sensibilizzazione e partecipazione",
        Rotazione = "rotazione",
        Segnalazione = "segnalazione e protezione",
        ConflittoInteressi = "conflitto di interessi",
        RapportiInteressi = "rapporti con i portatori di interessi particolari",
    }
}

parole! {
    /// The measures that the plans of the ANAC ask of every body.
    Tema {
        CodiceComportamento = "codice di comportamento",
        Rotazione = "rotazione ordinaria",
        RotazioneStraordinaria = "rotazione straordinaria",
        ConflittoInteressi = "conflitto di interessi",
        Inconferibilita = "inconferibilità e incompatibilità",
        IncarichiExtra = "incarichi extraistituzionali",
        Pantouflage = "divieti dopo la fine del rapporto (pantouflage)",
        Commissioni = "formazione di commissioni",
        Whistleblowing = "segnalazione di illeciti (whistleblowing)",
        Formazione = "formazione",
        PattiIntegrita = "patti di integrità",
        AccessoCivico = "accesso civico",
        Rasa = "anagrafe unica delle stazioni appaltanti (RASA)",
        Informatizzazione = "informatizzazione dei processi",
        TempiProcedimentali = "tempi dei procedimenti",
        Antiriciclaggio = "antiriciclaggio",
    }
}

parole! {
    /// How far a measure is.
    Stato { InAtto = "in atto", DaAttuare = "da attuare", InParte = "attuata in parte", Sospesa = "sospesa" }
}

impl MisuraPrevenzione {
    /// How far it is: still to be carried out, where nothing is said.
    #[must_use]
    pub fn stato(&self) -> Stato {
        self.stato.unwrap_or(Stato::DaAttuare)
    }

    /// The kind of measure, when it is said.
    #[must_use]
    pub fn natura(&self) -> Option<Natura> {
        match &self.natura {
            Some(Dovuto::Valore(natura)) => Some(*natura),
            Some(Dovuto::Assente(_)) | None => None,
        }
    }
}

impl Element for MisuraPrevenzione {
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
    // Who answers for it, what it covers and the words of its indicators are completed by `campi::fields`.
    fn row(&self, row: &mut Row) {
        let word = |nome: String, label: &str| Valore::parole([(nome, label.to_owned())]);
        row.apart("codice", "Codice", self.codice.as_ref().map_or(Valore::Vuoto, |c| Valore::Codice(c.value.clone())));
        row.apart("titolo", "Misura", &self.titolo);
        row.add("tipo", "Tipo", word(self.tipo.nome(), self.tipo.label()));
        let natura = match &self.natura {
            Some(Dovuto::Valore(natura)) => word(natura.nome(), natura.label()),
            Some(Dovuto::Assente(reason)) => Valore::Assente(reason.clone()),
            None => Valore::Vuoto,
        };
        row.add("natura", "Natura", natura);
        row.add("tema", "Tema", self.tema.map(|tema| word(tema.nome(), tema.label())));
        row.add("stato", "Stato", word(self.stato().nome(), self.stato().label()));
        row.add("responsabili", "Chi ne risponde", &self.responsabili);
        row.add("scadenza", "Termine", &self.scadenza);
        row.add("controllo", "Come si controlla", &self.controllo);
        row.add("norma", "Norma", &self.norma);
        row.add("obiettivo", "Obiettivo", &self.obiettivo);
        row.add("descrizione", "Descrizione", &self.descrizione);
    }
}
