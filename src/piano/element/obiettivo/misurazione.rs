//! Misurazione: how far an objective was at one of the two moments, with the reason when it was not reached.

use crate::base::giorno::Giorno;
use crate::base::span::Spanned;
use crate::piano::element::misura::{Momento, Percento};
use crate::piano::element::unita::Unita;
use crate::piano::element::value::{Rif, Testo};
use serde::Deserialize;

/// A measure.
#[derive(Debug, Deserialize)]
pub struct Misurazione {
    /// When.
    pub momento: Momento,
    /// On which day, when it is not the one of the plan.
    pub data: Option<Spanned<Giorno>>,
    /// How it ended.
    pub stato: Esito,
    /// How much of it was reached.
    pub percentuale: Option<Spanned<Percento>>,
    /// Why not all of it.
    pub in_quanto: Option<Testo>,
    /// What was done.
    pub narrativa: Option<Testo>,
    /// The unit whose share it is about, when the shares ended differently.
    pub unita: Option<Rif<Unita>>,
}

impl Misurazione {
    /// The percentage: written, or the one that the state implies.
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
    /// As printed.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Esito::Raggiunto => "raggiunto",
            Esito::ParzialmenteRaggiunto => "parzialmente raggiunto",
            Esito::NonRaggiunto => "non raggiunto",
            Esito::Sostituito => "sostituito",
        }
    }
}
