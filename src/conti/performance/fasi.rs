//! The outcome of an objective, computed by the rule that its plan declares: from its phases, the sum of the weight of each times how much
//! of it is done, or of what each gives to the objective where every phase says it; or from its indicators, the weight of those that
//! reached their target.

use crate::base::span::Spanned;
use crate::conti::confronto::year_outcome;
use crate::piano::Piano;
use crate::piano::element::misura::{AlMomento, Momento, Percento};
use crate::piano::element::obiettivo::Obiettivo;
use crate::piano::element::obiettivo::fase::numeri;
use crate::piano::settings::{Calcolo, Impostazioni};

/// The outcome of `obiettivo` at `momento`, as `set` says that it is computed. None where something that it needs is not known.
#[must_use]
pub fn calcolato(piano: &Piano, obiettivo: &Obiettivo, momento: Momento, set: &Impostazioni) -> Option<Percento> {
    match set.performance.calcolo {
        Calcolo::Fasi => Some(Fasi::of(obiettivo, set.anno())?.esito(momento)?.0),
        Calcolo::Indicatori => dagli_indicatori(piano, obiettivo, momento, set.anno()),
    }
}

/// The share, by weight, of the indicators that reached the target of `anno`. Where none has a weight they count the same. None while of
/// one of them nobody can tell.
fn dagli_indicatori(piano: &Piano, obiettivo: &Obiettivo, momento: Momento, anno: i16) -> Option<Percento> {
    let all = &obiettivo.indicatori;
    if momento != Momento::Consuntivo || all.is_empty() {
        return None;
    }
    let weighted = all.iter().any(|uno| uno.value.peso.is_some());
    let (mut reached, mut whole) = (0i64, 0i64);
    for uno in all {
        let weight = match &uno.value.peso {
            Some(peso) => peso.value.numero()?.0,
            None if weighted => return None,
            None => 1,
        };
        let missed = year_outcome(piano, &uno.value, anno)?;
        whole = whole.saturating_add(weight);
        reached = reached.saturating_add(if missed { 0 } else { weight });
    }
    (whole > 0).then(|| Percento((reached.saturating_mul(Percento::CENTO.0) + whole / 2) / whole))
}

/// The phases of a year that have a number for weight.
#[derive(Debug)]
pub struct Fasi {
    /// The sum of their weights.
    pub peso: Percento,
    righe: Vec<FasePesata>,
}

#[derive(Debug)]
struct FasePesata {
    numero: String,
    peso: Percento,
    /// How much of the phase was done, at the two moments.
    fatto: [Option<Percento>; 2],
    /// How many points of the objective's outcome the phase gives, at the two moments.
    dato: [Option<Percento>; 2],
}

impl Fasi {
    /// The phases of `anno`. `None` when the weight of one is not known, or when no weight is a number.
    #[must_use]
    pub fn of(obiettivo: &Obiettivo, anno: i16) -> Option<Self> {
        let mut righe = Vec::new();
        for (fase, numero) in obiettivo.fasi.iter().zip(numeri(&obiettivo.fasi)) {
            let Some(peso) = &fase.value.peso else {
                // Phase 0 is the link to the plan of the year before, and its weight counts nothing.
                if numero == "0" { continue } else { return None }
            };
            let Some(peso) = peso.di(anno).and_then(|peso| peso.value.numero()) else { continue };
            let at = |values: &Option<AlMomento<Spanned<Percento>>>| {
                Momento::ALL.map(|momento| values.as_ref().and_then(|v| v.al(momento)).map(|v| v.value))
            };
            let (fatto, dato) = (at(&fase.value.completamento), at(&fase.value.realizzazione));
            righe.push(FasePesata { numero, peso, fatto, dato });
        }
        let peso = righe.iter().map(|riga| riga.peso).sum();
        (!righe.is_empty()).then_some(Fasi { peso, righe })
    }

    /// What each phase adds to the outcome at `momento`, its weight times how much of it is done, by its number. None when one of them
    /// was not measured, and when the phases say themselves what they give.
    #[must_use]
    pub fn punti(&self, momento: Momento) -> Option<Vec<(&str, Percento)>> {
        let at = momento as usize;
        let given = self.righe.iter().any(|riga| riga.dato.get(at).copied().flatten().is_some());
        let one = |riga: &FasePesata| riga.fatto.get(at).copied().flatten().map(|fatto| riga.peso.di(fatto));
        let all = self.righe.iter().map(|riga| Some((riga.numero.as_str(), Percento::da_prodotti(one(riga)?))));
        if given { None } else { all.collect() }
    }

    /// The outcome that the phases add up to at `momento`, and how it is computed. None when one of them was not measured.
    #[must_use]
    pub fn esito(&self, momento: Momento) -> Option<(Percento, Vec<String>)> {
        let at = momento as usize;
        let shares: Option<Vec<Percento>> =
            self.righe.iter().map(|riga| riga.dato.get(at).copied().flatten()).collect();
        if let Some(shares) = shares {
            let words =
                self.righe.iter().zip(&shares).map(|(riga, dato)| format!("fase {}: {}", riga.numero, dato.numero()));
            return Some((shares.iter().copied().sum(), words.collect()));
        }
        let mut sum = 0i64;
        let mut words = Vec::new();
        for riga in &self.righe {
            let fatto = riga.fatto.get(at).copied().flatten()?;
            sum = sum.saturating_add(riga.peso.di(fatto));
            words.push(format!("fase {}: {} × {fatto}", riga.numero, riga.peso.numero()));
        }
        Some((Percento::da_prodotti(sum), words))
    }
}
