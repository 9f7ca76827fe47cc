//! Quota: the share that a second unit has in an objective of another.

use crate::base::span::Spanned;
use crate::piano::element::misura::Peso;
use crate::piano::element::obiettivo::indicatore::parole;
use crate::piano::element::unita::Unita;
use crate::piano::element::value::Rif;
use serde::Deserialize;

/// One share. The card of the objective is printed with the first unit; a share holds the code and the weight that it has in
/// another.
#[derive(Debug, Deserialize)]
pub struct Quota {
    /// The unit that shares the objective.
    pub unita: Rif<Unita>,
    /// What the unit does in the objective. None when it simply shares it.
    pub ruolo: Option<RuoloQuota>,
    /// The code that the objective has in that unit: `S4.00004`.
    pub codice: Option<Spanned<String>>,
    /// Its weight among the objectives of that unit.
    pub peso: Option<Spanned<Peso>>,
    /// What the unit answers for, in plain words.
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
