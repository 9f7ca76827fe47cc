//! Domanda: what who evaluates asked about an objective, and what its unit answered.

use crate::base::giorno::Giorno;
use crate::base::span::Spanned;
use crate::piano::element::misura::Momento;
use crate::piano::element::value::Testo;
use serde::Deserialize;

/// A question, with its answer when there is one.
#[derive(Debug, Deserialize)]
pub struct Domanda {
    /// The moment whose outcome it is about.
    pub momento: Momento,
    /// The day on which it was asked.
    pub data: Option<Spanned<Giorno>>,
    /// The number of the phase that it is about, when it is not about the whole objective.
    pub fase: Option<Spanned<String>>,
    /// What is asked.
    pub testo: Testo,
    /// What the unit answered.
    pub risposta: Option<Testo>,
    /// The day of the answer.
    pub risposta_data: Option<Spanned<Giorno>>,
    /// Whether it is published: `load::riservati` takes it away otherwise.
    #[serde(default)]
    pub pubblico: bool,
}
