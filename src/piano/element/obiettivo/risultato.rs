//! Risultato atteso: one thing that an objective is expected to give.

use crate::base::span::Spanned;
use crate::lingua::tempo::Tempo;
use crate::piano::element::misura::Peso;
use crate::piano::element::target::Target;
use crate::piano::element::value::Testo;
use serde::Deserialize;

/// An expected result. Its letter is given by its place.
#[derive(Debug, Deserialize)]
pub struct Risultato {
    /// What is expected.
    pub testo: Testo,
    /// In which year, when not in all.
    pub anno: Option<i16>,
    /// How much it counts, in hundredths.
    pub peso: Option<Spanned<Peso>>,
    /// How much of it.
    pub target: Option<Spanned<Target>>,
    /// By when.
    pub entro: Option<Spanned<Tempo>>,
    /// The phases that give it, by number.
    #[serde(default)]
    pub fasi: Vec<Spanned<String>>,
}

/// One way of verifying an objective: a row of the tables that have *strumento*, *risultato atteso* and *tempi*.
#[derive(Debug, Deserialize)]
pub struct Verifica {
    /// What shows that it was done: a document, an act, a ratio.
    pub strumento: Testo,
    /// What it must show.
    pub atteso: Option<Testo>,
    /// When.
    pub tempi: Option<Spanned<Tempo>>,
}
