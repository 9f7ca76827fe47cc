//! Risultato atteso: one result that an objective is expected to give, and how it is verified.

use crate::base::span::Spanned;
use crate::lingua::tempo::Tempo;
use crate::piano::element::misura::Peso;
use crate::piano::element::obiettivo::indicatore::Gradino;
use crate::piano::element::obiettivo::misurazione::{Esito, MisurazioneParte};
use crate::piano::element::target::Target;
use crate::piano::element::value::Testo;
use serde::Deserialize;

/// An expected result. Its letter, `a)`, `b)`…, comes from its place in the list.
#[derive(Debug, Deserialize)]
pub struct Risultato {
    /// What is expected.
    pub testo: Testo,
    /// The year in which it is expected, when it is not every year.
    pub anno: Option<i16>,
    /// Its weight among the results, out of 100.
    pub peso: Option<Spanned<Peso>>,
    /// The value that it must reach.
    pub target: Option<Spanned<Target>>,
    /// The day or period by which it is expected.
    pub entro: Option<Spanned<Tempo>>,
    /// The numbers of the phases that give it.
    #[serde(default)]
    pub fasi: Vec<Spanned<String>>,
    /// How it was at the moments of measure.
    #[serde(default, rename = "misurazione")]
    pub misurazioni: Vec<Spanned<MisurazioneParte<Esito>>>,
}

/// One way of verifying an objective: a row of the tables that have *strumento*, *risultato atteso* and *tempi*.
#[derive(Debug, Deserialize)]
pub struct Verifica {
    /// What shows that it was done: a document, an act, a ratio.
    pub strumento: Testo,
    /// What it must show.
    pub atteso: Option<Testo>,
    /// When it is verified.
    pub tempi: Option<Spanned<Tempo>>,
    /// A graded scale: the score for each term.
    #[serde(default)]
    pub scala: Vec<Gradino>,
    /// The results that it must show, when they are several.
    #[serde(default, rename = "risultato")]
    pub risultati: Vec<Spanned<AttesoVerifica>>,
}

/// One of several results that the same tool verifies.
#[derive(Debug, Deserialize)]
pub struct AttesoVerifica {
    /// What it must show.
    pub atteso: Option<Testo>,
    /// When it is verified.
    pub tempi: Option<Spanned<Tempo>>,
    /// A graded scale: the score for each term.
    #[serde(default)]
    pub scala: Vec<Gradino>,
}

/// One row of a verification: one of the results that its tool must show.
#[derive(Debug, Clone, Copy)]
pub struct RigaVerifica<'a> {
    /// What the tool must show.
    pub atteso: Option<Testo>,
    /// When it is verified.
    pub tempi: Option<&'a Spanned<Tempo>>,
    /// The score for each term.
    pub scala: &'a [Gradino],
}

impl Verifica {
    /// Its rows: first the result written beside the tool, then those under it. There is always at least one.
    #[must_use]
    pub fn righe(&self) -> Vec<RigaVerifica<'_>> {
        let own = RigaVerifica { atteso: self.atteso, tempi: self.tempi.as_ref(), scala: &self.scala };
        let said = self.atteso.is_some() || self.tempi.is_some() || !self.scala.is_empty();
        let own = Some(own).filter(|_| said || self.risultati.is_empty());
        let others = self.risultati.iter().map(|risultato| {
            let AttesoVerifica { atteso, tempi, scala } = &risultato.value;
            RigaVerifica { atteso: *atteso, tempi: tempi.as_ref(), scala }
        });
        own.into_iter().chain(others).collect()
    }
}
