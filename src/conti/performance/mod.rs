//! What follows from the objectives and the units: shares, totals, durations, counts, days without a holder. These are pure
//! functions of the plan. Views, facts and rules all call them, so they cannot disagree.

pub mod contatori;
pub mod copertura;
pub mod quadro;

use crate::base::span::Spanned;
use crate::index::Index;
use crate::lingua::tempo::Durata;
use crate::piano::Piano;
use crate::piano::element::Kind;
use crate::piano::element::misura::Peso;
use crate::piano::element::obiettivo::Obiettivo;

/// The parent of a node, when it has one that is known. A parent that does not exist is reported by `check`.
#[must_use]
pub fn padre(piano: &Piano, index: &Index, nodo: usize) -> Option<usize> {
    index.element(Kind::Nodo, &piano.elementi.nodi.get(nodo)?.value.padre.as_ref()?.value)
}

/// The part that a unit has in an objective.
#[derive(Debug)]
pub struct Parte<'a> {
    /// The unit, by position.
    pub unita: usize,
    /// The code that the objective has there.
    pub codice: Option<String>,
    /// Its weight there, when one is written.
    pub peso: Option<Spanned<Peso>>,
    /// What the unit answers for.
    pub nota: Option<&'a str>,
    /// Whether the whole objective is shown there; elsewhere it is only listed.
    pub prima: bool,
}

/// The parts that units have in objective `n`: the first is where it is shown, then the shares, then, for one that concerns
/// all, every other unit.
#[must_use]
pub fn parti<'a>(piano: &'a Piano, index: &Index, n: usize) -> Vec<Parte<'a>> {
    let Some(obiettivo) = piano.elementi.obiettivi.get(n).map(|o| &o.value) else { return vec![] };
    let codice = index.code(Kind::Obiettivo, n).map(str::to_owned);
    let mut parti = Vec::new();
    if let Some(unita) = obiettivo.unita_prima().and_then(|rif| index.element(Kind::Unita, &rif.value)) {
        parti.push(Parte { unita, codice: codice.clone(), peso: obiettivo.peso, nota: None, prima: true });
    }
    for quota in &obiettivo.quote {
        let Some(unita) = index.element(Kind::Unita, &quota.value.unita.value) else { continue };
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
        for unita in 0..piano.elementi.unita.len() {
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
