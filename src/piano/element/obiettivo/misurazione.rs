//! Misurazione: how far an objective, or a part of it, was at one of the two moments of measure, with the reason when it was not
//! reached; and what its unit had proposed before who evaluates decided.

use crate::base::giorno::Giorno;
use crate::base::span::{Span, Spanned};
use crate::piano::element::misura::{Momento, Percento};
use crate::piano::element::unita::Unita;
use crate::piano::element::value::{Dovuto, Rif, Testo};
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
    /// Why not all of it was reached, or why nobody can say.
    pub in_quanto: Option<Dovuto<Testo>>,
    /// What was done, in prose.
    pub narrativa: Option<Testo>,
    /// The unit whose share it is about, when the shares ended differently.
    pub unita: Option<Rif<Unita>>,
    /// Where readers can verify it: acts, links, annexes.
    #[serde(default)]
    pub evidenze: Vec<Testo>,
    /// What the unit had proposed. The other fields are what who evaluates accepted.
    pub proposta: Option<Proposta>,
    /// Whether the proposal, and the outcome of a unit of one person, are published: `load::riservati` takes them away otherwise.
    #[serde(default)]
    pub pubblico: bool,
}

impl Misurazione {
    /// The percentage that is written, or the one that the state implies.
    #[must_use]
    pub fn percento(&self) -> Option<Percento> {
        percento(self.stato, self.percentuale.as_ref())
    }

    /// The reason why not all of it was reached; none where the plan says why nobody can tell it.
    #[must_use]
    pub fn perche(&self) -> Option<Testo> {
        match self.in_quanto {
            Some(Dovuto::Valore(text)) => Some(text),
            Some(Dovuto::Assente(_)) | None => None,
        }
    }
}

/// An outcome that is in the sources and is not published.
#[derive(Debug, Clone)]
pub struct Taciuta {
    /// The moment: monitoring or end of the year.
    pub momento: Momento,
    /// The unit whose share it is about, as written. None for the outcome of the whole.
    pub unita: Option<String>,
    /// Whether it is nobody's appraisal, but would tell one that is.
    pub ricavabile: bool,
    /// Whether it is a value of an indicator.
    pub indicatore: bool,
    /// Where it is written.
    pub span: Span,
}

/// What a unit proposed as the outcome of its objective.
#[derive(Debug, Deserialize)]
pub struct Proposta {
    /// The day of the proposal.
    pub data: Option<Spanned<Giorno>>,
    /// How the objective stood, for the unit.
    pub stato: Esito,
    /// How much of the objective was reached, for the unit, in per cent.
    pub percentuale: Option<Spanned<Percento>>,
    /// Why not all of it was reached.
    pub in_quanto: Option<Testo>,
    /// What was done, in prose.
    pub narrativa: Option<Testo>,
    /// Why who evaluates accepted something else.
    pub differenza: Option<Testo>,
}

impl Proposta {
    /// The percentage that is written, or the one that the state implies.
    #[must_use]
    pub fn percento(&self) -> Option<Percento> {
        percento(self.stato, self.percentuale.as_ref())
    }
}

fn percento(stato: Esito, percentuale: Option<&Spanned<Percento>>) -> Option<Percento> {
    percentuale.map(|p| p.value).or(match stato {
        Esito::Raggiunto => Some(Percento::CENTO),
        Esito::NonRaggiunto | Esito::Sostituito => Some(Percento(0)),
        Esito::ParzialmenteRaggiunto => None,
    })
}

/// How a part of an objective was at a moment: a phase, a result, an indicator. `S` is the state of such a part. How much of a phase
/// is done, and the value of an indicator, are fields of those.
#[derive(Debug, Deserialize)]
pub struct MisurazioneParte<S> {
    /// The moment: monitoring or end of the year.
    pub momento: Momento,
    /// How the part stood at that moment.
    pub stato: Option<S>,
    /// Why not all of it was reached.
    pub in_quanto: Option<Testo>,
    /// What was done, in prose.
    pub narrativa: Option<Testo>,
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
    /// All, the best first.
    pub const ALL: [Esito; 4] =
        [Esito::Raggiunto, Esito::ParzialmenteRaggiunto, Esito::NonRaggiunto, Esito::Sostituito];

    /// As written in the sources: `non-raggiunto`.
    #[must_use]
    pub fn nome(self) -> &'static str {
        match self {
            Esito::Raggiunto => "raggiunto",
            Esito::ParzialmenteRaggiunto => "parzialmente-raggiunto",
            Esito::NonRaggiunto => "non-raggiunto",
            Esito::Sostituito => "sostituito",
        }
    }

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
