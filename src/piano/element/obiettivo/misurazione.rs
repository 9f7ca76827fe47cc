//! Misurazione: how far an objective was at one of the two moments of measure, with the reason when it was not reached.

use crate::base::giorno::Giorno;
use crate::base::span::Spanned;
use crate::piano::element::misura::{Momento, Percento};
use crate::piano::element::unita::Unita;
use crate::piano::element::value::{Rif, Testo};
use serde::Deserialize;

/// A measurement of an objective.
#[derive(Debug, Deserialize)]
pub struct Misurazione {
    /// The moment: monitoring or end of the year.
    pub momento: Momento,
    /// The day of the measurement, when it is not the one that the plan sets for the moment.
    pub data: Option<Spanned<Giorno>>,
    /// How the objective stood at that moment.
    pub stato: Esito,
    /// How much of the objective was reached, in per cent.
    pub percentuale: Option<Spanned<Percento>>,
    /// Why not all of it was reached.
    pub in_quanto: Option<Testo>,
    /// What was done, in prose.
    pub narrativa: Option<Testo>,
    /// The unit whose share it is about, when the shares ended differently.
    pub unita: Option<Rif<Unita>>,
}

impl Misurazione {
    /// The percentage that is written, or the one that the state implies.
    #[must_use]
    pub fn percento(&self) -> Option<Percento> {
        self.percentuale.as_ref().map(|p| p.value).or(match self.stato {
            Esito::Raggiunto => Some(Percento::CENTO),
            Esito::NonRaggiunto | Esito::Sostituito => Some(Percento(0)),
            Esito::ParzialmenteRaggiunto => None,
        })
    }
}

/// How an objective ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names are the values of the field `stato`")]
pub enum Esito {
    Raggiunto,
    ParzialmenteRaggiunto,
    NonRaggiunto,
    Sostituito,
}

impl Esito {
    /// The words in which it is printed.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Esito::Raggiunto => "raggiunto",
            Esito::ParzialmenteRaggiunto => "parzialmente raggiunto",
            Esito::NonRaggiunto => "non raggiunto",
            Esito::Sostituito => "sostituito",
        }
    }

    /// The words for several objectives.
    #[must_use]
    pub fn plurale(self) -> &'static str {
        match self {
            Esito::Raggiunto => "raggiunti",
            Esito::ParzialmenteRaggiunto => "parzialmente raggiunti",
            Esito::NonRaggiunto => "non raggiunti",
            Esito::Sostituito => "sostituiti",
        }
    }
}
