//! Quota: the share of an objective in a unit that is not its first.

use crate::base::span::Spanned;
use crate::piano::element::misura::Peso;
use crate::piano::element::unita::Unita;
use crate::piano::element::value::Rif;
use serde::Deserialize;

/// One share. The card stays where the objective is; here are the code and the weight that it has elsewhere.
#[derive(Debug, Deserialize)]
pub struct Quota {
    /// The unit.
    pub unita: Rif<Unita>,
    /// The code that the objective has there: `S4.00004`.
    pub codice: Option<Spanned<String>>,
    /// Its weight there.
    pub peso: Option<Spanned<Peso>>,
    /// What the unit answers for.
    pub nota: Option<Spanned<String>>,
}
