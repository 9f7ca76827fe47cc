//! Fase: one activity of an objective, with its time and its weight.

use crate::base::span::Spanned;
use crate::lingua::tempo::Tempo;
use crate::piano::element::misura::{AlMomento, Parola, PerAnno, Percento, Peso, legge_parola};
use crate::piano::element::obiettivo::misurazione::MisurazioneParte;
use crate::piano::element::value::Testo;
use serde::de::{Deserialize, Deserializer};

/// A phase of an objective.
#[derive(Debug, serde::Deserialize)]
pub struct Fase {
    /// Its number when it is not the next one: `0` for the link to the plan before, `3-bis` for one added later.
    pub n: Option<Spanned<NumeroFase>>,
    /// The heading of a group of phases, which begins with this one and goes on to the next phase that has a heading.
    pub gruppo: Option<Testo>,
    /// What is done, in prose.
    pub testo: Testo,
    /// What the phase is expected to give.
    pub risultato_atteso: Option<Testo>,
    /// Who takes part: ids of units, or plain words.
    #[serde(default)]
    pub soggetti: Vec<Spanned<String>>,
    /// When it is done, for the whole time or by year.
    pub tempi: Option<PerAnno<Spanned<Tempo>>>,
    /// How much it counts in the objective, out of 100, for the whole time or by year.
    pub peso: Option<PerAnno<Spanned<Peso>>>,
    /// State of the work.
    pub stato: Option<StatoFase>,
    /// How much of the phase is done at each moment, in per cent.
    pub completamento: Option<AlMomento<Spanned<Percento>>>,
    /// How much of the objective is reached by it at each moment, in per cent.
    pub realizzazione: Option<AlMomento<Spanned<Percento>>>,
    /// How it was at the moments of measure, in words.
    #[serde(default, rename = "misurazione")]
    pub misurazioni: Vec<Spanned<MisurazioneParte<StatoFase>>>,
}

/// The number of a phase, typed as a number or as words: `3`, `"3-bis"`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumeroFase(pub String);

impl Parola for NumeroFase {
    const ATTESO: &'static str = "un numero come 3 o \"3-bis\"";
    fn read(text: &str) -> Result<Self, String> {
        let good = text.len() <= 12 && text.chars().any(char::is_alphanumeric);
        good.then(|| NumeroFase(text.to_owned())).ok_or_else(|| {
            let short = crate::base::text::short(text);
            format!("«{short}» non è il numero di una fase\nscrivi per esempio 3, \"0\" o \"3-bis\"")
        })
    }
    fn vuota() -> Self {
        NumeroFase(String::new())
    }
}

legge_parola!(NumeroFase);

/// State of the work on a phase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names are the values of the field `stato`")]
pub enum StatoFase {
    DaIniziare,
    Iniziata,
    InCorso,
    Completata,
    Posticipata,
    Annullata,
    Confluita,
}

impl StatoFase {
    /// All, in the order in which a phase goes through them.
    pub const ALL: [StatoFase; 7] = [
        StatoFase::DaIniziare,
        StatoFase::Iniziata,
        StatoFase::InCorso,
        StatoFase::Completata,
        StatoFase::Posticipata,
        StatoFase::Annullata,
        StatoFase::Confluita,
    ];

    /// As written in the sources: `in-corso`.
    #[must_use]
    pub fn nome(self) -> &'static str {
        match self {
            StatoFase::DaIniziare => "da-iniziare",
            StatoFase::Iniziata => "iniziata",
            StatoFase::InCorso => "in-corso",
            StatoFase::Completata => "completata",
            StatoFase::Posticipata => "posticipata",
            StatoFase::Annullata => "annullata",
            StatoFase::Confluita => "confluita",
        }
    }

    /// The words in which it is printed.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            StatoFase::DaIniziare => "da iniziare",
            StatoFase::Iniziata => "iniziata",
            StatoFase::InCorso => "in corso",
            StatoFase::Completata => "completata",
            StatoFase::Posticipata => "posticipata",
            StatoFase::Annullata => "annullata",
            StatoFase::Confluita => "confluita in un’altra",
        }
    }
}

/// The numbers of the phases of one objective: the number that is written, else the next of 1, 2, 3… `3-bis` does not change the
/// count, and after `0` comes 1.
#[must_use]
pub fn numeri(fasi: &[Spanned<Fase>]) -> Vec<String> {
    let mut last = 0u32;
    fasi.iter()
        .map(|fase| match &fase.value.n {
            Some(n) => {
                let n = n.value.0.trim();
                last = n.parse().unwrap_or(last);
                n.to_owned()
            }
            None => {
                last = last.saturating_add(1);
                last.to_string()
            }
        })
        .collect()
}
