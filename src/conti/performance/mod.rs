//! What follows from the objectives and the units: shares, totals, durations, counts, days without a holder. These are pure
//! functions of the plan. Views, facts and rules all call them, so they cannot disagree.

pub mod contatori;
pub mod copertura;
pub mod fasi;
pub mod quadro;
pub mod sintesi;

use crate::base::span::Spanned;
use crate::index::Index;
use crate::lingua::numeri::lettere;
use crate::lingua::tempo::Durata;
use crate::piano::Piano;
use crate::piano::element::misura::{Momento, Percento, Peso};
use crate::piano::element::nodo::Nodo;
use crate::piano::element::obiettivo::misurazione::Misurazione;
use crate::piano::element::obiettivo::quota::RuoloQuota;
use crate::piano::element::obiettivo::{Obiettivo, Stato};
use crate::piano::element::pos::Pos;
use crate::piano::element::unita::Unita;

/// The parent of a node, when it has one that is known. A parent that does not exist is reported by `check`.
#[must_use]
pub fn padre(piano: &Piano, index: &Index, nodo: Pos<Nodo>) -> Option<Pos<Nodo>> {
    index.rif(piano[nodo].value.padre.as_ref()?)
}

/// The part that a unit has in an objective: the whole, a share, or that of every unit.
#[derive(Debug)]
pub struct Parte<'a> {
    /// The unit.
    pub unita: Pos<Unita>,
    /// The code of the objective among those of this unit.
    pub codice: Option<String>,
    /// The weight of the objective among those of this unit, when one is written.
    pub peso: Option<Spanned<Peso>>,
    /// What the unit answers for.
    pub nota: Option<&'a str>,
    /// What the unit does in it, when that is more or less than sharing it.
    pub ruolo: Option<RuoloQuota>,
    /// Why the unit has a part in it.
    pub posto: Posto,
}

/// Why a unit has a part in an objective.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Posto {
    /// The unit is the first of the objective: the objective is shown whole among its own.
    Primo,
    /// The unit has a share in it.
    Quota {
        /// Whether the objective has another code in this unit.
        codice: bool,
        /// Whether the objective stands in the table of the unit.
        in_tabella: bool,
    },
    /// The objective concerns all units, and names none.
    Tutte,
}

impl Parte<'_> {
    /// Whether the objective is shown whole in this unit. In the others it is only listed.
    #[must_use]
    pub fn prima(&self) -> bool {
        self.posto == Posto::Primo
    }

    /// Whether the objective stands in the table of the unit.
    #[must_use]
    pub fn in_tabella(&self) -> bool {
        !matches!(self.posto, Posto::Quota { in_tabella: false, .. })
    }
}

/// How many of some objectives were replaced or annulled, in words: `uno sostituito`. None where all are still to be reached.
#[must_use]
pub fn tolti<'o>(obiettivi: impl Iterator<Item = &'o Obiettivo>) -> Option<String> {
    let gone: Vec<&Obiettivo> = obiettivi.filter(|obiettivo| !obiettivo.vivo()).collect();
    let all = |wanted: Stato| gone.iter().all(|obiettivo| obiettivo.stato.as_ref().is_some_and(|s| s.value == wanted));
    let (one, many) = match (all(Stato::Sostituito), all(Stato::Annullato)) {
        (true, _) => ("sostituito", "sostituiti"),
        (_, true) => ("annullato", "annullati"),
        _ => ("", "sostituiti o annullati"),
    };
    match gone.len() {
        0 => None,
        1 => Some(format!("uno {one}")),
        n => Some(format!("{} {many}", lettere(n as u64))),
    }
}

/// The parts that units have in an objective: the first is where it is shown, then the shares. One that concerns all units and
/// names none has a part in each.
#[must_use]
pub fn parti<'a>(piano: &'a Piano, index: &Index, pos: Pos<Obiettivo>) -> Vec<Parte<'a>> {
    let obiettivo = &piano[pos].value;
    let codice = index.codice(pos).map(str::to_owned);
    let mut parti = Vec::new();
    if let Some(unita) = obiettivo.unita_prima().and_then(|rif| index.rif(rif)) {
        let posto = Posto::Primo;
        parti.push(Parte { unita, codice: codice.clone(), peso: obiettivo.peso, nota: None, ruolo: None, posto });
    }
    for quota in &obiettivo.quote {
        let Some(unita) = index.rif(&quota.value.unita) else { continue };
        let own = quota.value.codice.as_ref().map(|code| index.breve(&code.value));
        let posto = Posto::Quota { codice: own.is_some(), in_tabella: quota.value.in_tabella() };
        parti.push(Parte {
            unita,
            codice: own.or_else(|| codice.clone()),
            peso: quota.value.peso,
            nota: quota.value.nota.as_ref().map(|nota| nota.value.as_str()),
            ruolo: quota.value.ruolo,
            posto,
        });
    }
    // Shares that are written say which units have it: the others have no place for it.
    if obiettivo.trasversale && obiettivo.quote.is_empty() {
        for (unita, _) in piano.elementi.each::<Unita>() {
            if !parti.iter().any(|parte| parte.unita == unita) {
                let posto = Posto::Tutte;
                parti.push(Parte { unita, codice: codice.clone(), peso: None, nota: None, ruolo: None, posto });
            }
        }
    }
    parti
}

/// The last moment at which some objective was measured.
#[must_use]
pub fn ultimo_momento(piano: &Piano) -> Option<Momento> {
    let objectives = || piano.elementi.each::<Obiettivo>().flat_map(|(_, obiettivo)| &obiettivo.value.misurazioni);
    Momento::ALL.into_iter().rev().find(|momento| objectives().any(|m| m.value.momento == *momento))
}

/// How an objective stood at a moment. If the units that share it were measured apart, it stands as the one that reached least: beside
/// theirs, an outcome without a unit is of the others. Where one of them is not published nobody can say which that is.
#[must_use]
pub fn esito(obiettivo: &Obiettivo, momento: Momento) -> Option<&Misurazione> {
    let here = || obiettivo.misurazioni.iter().map(|m| &m.value).filter(|m| m.momento == momento);
    if obiettivo.taciuto(momento) {
        return here().find(|m| m.unita.is_none());
    }
    // A share that was reached in part by an unknown measure is no more than half reached.
    here().min_by_key(|m| m.percento().map_or(Percento::CENTO.0 / 2, |percento| percento.0))
}

/// How many years an objective lasts: computed from its days, or as written where they are not known.
#[must_use]
pub fn durata(obiettivo: &Obiettivo, anno: i16) -> Option<Durata> {
    match (&obiettivo.inizio, &obiettivo.fine) {
        (Some(inizio), Some(fine)) if inizio.value <= fine.value => {
            // The phase, and what is kept as written, no date says.
            let (fase, parola) =
                obiettivo.durata.as_ref().map_or((None, None), |d| (d.value.fase, d.value.parola.clone()));
            Some(Durata { fase, parola, ..Durata::da_date(inizio.value, fine.value, anno) })
        }
        _ => obiettivo.durata.as_ref().map(|durata| durata.value.clone()),
    }
}
