//! What follows from the objectives and the units: shares, totals, durations, counts, days without a holder. These are pure
//! functions of the plan. Views, facts and rules all call them, so they cannot disagree.

pub mod contatori;
pub mod copertura;
pub mod quadro;

use crate::base::span::Spanned;
use crate::index::Index;
use crate::lingua::tempo::Durata;
use crate::piano::Piano;
use crate::piano::element::misura::Peso;
use crate::piano::element::nodo::Nodo;
use crate::piano::element::obiettivo::Obiettivo;
use crate::piano::element::pos::Pos;
use crate::piano::element::unita::Unita;

/// The parent of a node, when it has one that is known. A parent that does not exist is reported by `check`.
#[must_use]
pub fn padre(piano: &Piano, index: &Index, nodo: Pos<Nodo>) -> Option<Pos<Nodo>> {
    index.rif(piano[nodo].value.padre.as_ref()?)
}

/// The part that a unit has in an objective.
#[derive(Debug)]
pub struct Parte<'a> {
    /// The unit.
    pub unita: Pos<Unita>,
    /// The code that the objective has there.
    pub codice: Option<String>,
    /// Its weight there, when one is written.
    pub peso: Option<Spanned<Peso>>,
    /// What the unit answers for.
    pub nota: Option<&'a str>,
    /// Whether the whole objective is shown there; elsewhere it is only listed.
    pub prima: bool,
}

/// The parts that units have in an objective: the first is where it is shown, then the shares, then, for one that concerns
/// all, every other unit.
#[must_use]
pub fn parti<'a>(piano: &'a Piano, index: &Index, pos: Pos<Obiettivo>) -> Vec<Parte<'a>> {
    let obiettivo = &piano[pos].value;
    let codice = index.codice(pos).map(str::to_owned);
    let mut parti = Vec::new();
    if let Some(unita) = obiettivo.unita_prima().and_then(|rif| index.rif(rif)) {
        parti.push(Parte { unita, codice: codice.clone(), peso: obiettivo.peso, nota: None, prima: true });
    }
    for quota in &obiettivo.quote {
        let Some(unita) = index.rif(&quota.value.unita) else { continue };
        let own = quota.value.codice.as_ref().map(|code| index.breve(&code.value));
        parti.push(Parte {
            unita,
            codice: own.or_else(|| codice.clone()),
            peso: quota.value.peso,
            nota: quota.value.nota.as_ref().map(|nota| nota.value.as_str()),
            prima: false,
        });
    }
    if obiettivo.trasversale {
        for (unita, _) in piano.elementi.each::<Unita>() {
            if !parti.iter().any(|parte| parte.unita == unita) {
                parti.push(Parte { unita, codice: codice.clone(), peso: None, nota: None, prima: false });
            }
        }
    }
    parti
}

/// How many years an objective lasts: computed from its days, or as written where they are not known.
#[must_use]
pub fn durata(obiettivo: &Obiettivo, anno: i16) -> Option<Durata> {
    match (&obiettivo.inizio, &obiettivo.fine) {
        (Some(inizio), Some(fine)) if inizio.value <= fine.value => {
            Some(Durata::da_date(inizio.value, fine.value, anno))
        }
        _ => obiettivo.durata.as_ref().map(|durata| durata.value),
    }
}
