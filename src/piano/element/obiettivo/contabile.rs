//! Rilevanza contabile: what an objective moves in the budget, by side and by part.

use crate::base::span::Spanned;
use crate::piano::element::ente::Ente;
use crate::piano::element::value::{Importo, Rif};
use serde::Deserialize;

/// The budget of an objective.
#[derive(Debug, Deserialize)]
pub struct Contabile {
    /// Codes of the financial management plan: `12.02`.
    pub peg: Option<Spanned<String>>,
    /// Its items.
    #[serde(default, rename = "voce")]
    pub voci: Vec<Voce>,
}

impl Contabile {
    /// The sum of one cell of the grid over the items that `here` takes; none when it has no item.
    pub fn somma(&self, verso: Verso, parte: Parte, here: impl Fn(&Voce) -> bool) -> Option<Importo> {
        let here = self.voci.iter().filter(|v| v.verso == verso && v.parte == parte && here(v));
        here.filter_map(|v| v.importo).map(|i| i.value.0).reduce(i64::saturating_add).map(Importo)
    }
}

/// One item.
#[derive(Debug, Deserialize)]
pub struct Voce {
    /// In or out.
    pub verso: Verso,
    /// Running costs or investments.
    pub parte: Parte,
    /// How much.
    pub importo: Option<Spanned<Importo>>,
    /// In which year.
    pub anno: Option<i16>,
    /// The body in whose budget it is, when it is not the one whose plan it is.
    pub ente: Option<Rif<Ente>>,
    /// Number of the item of the budget.
    pub voce: Option<Spanned<String>>,
    /// Cost centre.
    pub centro: Option<Spanned<String>>,
    /// For what.
    pub causale: Option<Spanned<String>>,
}

/// In or out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names are the values of the field `verso`")]
pub enum Verso {
    Entrata,
    Spesa,
}

/// Running costs or investments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names are the values of the field `parte`")]
pub enum Parte {
    Corrente,
    Investimenti,
}
