//! Rilevanza contabile: the money that an objective moves in the budget, in and out, running costs and investments.

use crate::base::span::Spanned;
use crate::piano::element::ente::Ente;
use crate::piano::element::value::{Importo, Rif};
use serde::Deserialize;

/// What an objective moves in the budget.
#[derive(Debug, Deserialize)]
pub struct Contabile {
    /// Codes of the financial management plan: `12.02`.
    pub peg: Option<Spanned<String>>,
    /// The amounts that come in and go out, one by one.
    #[serde(default, rename = "voce")]
    pub voci: Vec<Voce>,
}

impl Contabile {
    /// The sum of the items of that side and part for which `here` is true; none when there is no such item.
    pub fn somma(&self, verso: Verso, parte: Parte, here: impl Fn(&Voce) -> bool) -> Option<Importo> {
        let here = self.voci.iter().filter(|v| v.verso == verso && v.parte == parte && here(v));
        here.filter_map(|v| v.importo).map(|i| i.value.0).reduce(i64::saturating_add).map(Importo)
    }
}

/// One amount that comes in or goes out.
#[derive(Debug, Deserialize)]
pub struct Voce {
    /// Whether the money comes in or goes out.
    pub verso: Verso,
    /// Whether it is a running cost or an investment.
    pub parte: Parte,
    /// The amount, in euro.
    pub importo: Option<Spanned<Importo>>,
    /// The year of the budget.
    pub anno: Option<i16>,
    /// The body in whose budget it is, when that is not the body of the plan.
    pub ente: Option<Rif<Ente>>,
    /// Number of the item in the budget.
    pub voce: Option<Spanned<String>>,
    /// Cost centre.
    pub centro: Option<Spanned<String>>,
    /// What the money is for.
    pub causale: Option<Spanned<String>>,
}

/// Whether money comes in or goes out.
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
