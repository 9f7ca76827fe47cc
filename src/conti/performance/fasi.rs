//! The outcome that the phases of an objective add up to: the sum of the weight of each times how much of it is done, or of what each
//! gives to the objective where every phase says it.

use crate::base::span::Spanned;
use crate::piano::element::misura::{AlMomento, Momento, Percento};
use crate::piano::element::obiettivo::Obiettivo;
use crate::piano::element::obiettivo::fase::numeri;

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
