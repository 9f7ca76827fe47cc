//! Quota: the share of an objective in a unit that is not its first.

use crate::base::span::Spanned;
use crate::piano::element::misura::Peso;
use crate::piano::element::obiettivo::indicatore::parole;
use crate::piano::element::unita::Unita;
use crate::piano::element::value::Rif;
use serde::Deserialize;

/// One share. The card stays where the objective is; here are the code and the weight that it has elsewhere.
#[derive(Debug, Deserialize)]
pub struct Quota {
    /// The unit.
    pub unita: Rif<Unita>,
    /// What it does in the objective, when it does not simply share it.
    pub ruolo: Option<RuoloQuota>,
    /// The code that the objective has there: `S4.00004`.
    pub codice: Option<Spanned<String>>,
    /// Its weight there.
    pub peso: Option<Spanned<Peso>>,
    /// What the unit answers for.
    pub nota: Option<Spanned<String>>,
}

impl Quota {
    /// Whether the objective is in the table of the unit: not where the unit only lends a hand and has no weight for it.
    #[must_use]
    pub fn in_tabella(&self) -> bool {
        self.ruolo != Some(RuoloQuota::Collabora) || self.peso.is_some() || self.codice.is_some()
    }
}

parole! {
    /// What a unit does in an objective of another.
    RuoloQuota { Condivide = "condivide", Coordina = "coordina", Collabora = "collabora" }
}
