//! The table of the objectives of one unit, with weights, outcomes and totals. A total is the sum of weight times outcome over
//! the objectives whose weight is a number and that were not replaced.

use super::{Parte, Posto, parti};
use crate::index::Index;
use crate::piano::Piano;
use crate::piano::element::misura::{Momento, Percento};
use crate::piano::element::obiettivo::Obiettivo;
use crate::piano::element::obiettivo::misurazione::{Esito, Misurazione};
use crate::piano::element::pos::Pos;
use crate::piano::element::unita::Unita;
use crate::source::natural;
use std::collections::BTreeMap;

/// The table of one unit.
#[derive(Debug)]
pub struct Quadro<'a> {
    /// Its objectives: those that it shows and those that it shares under a code of its own, in the order of its codes; then
    /// those in which it has a part under the code of another.
    pub righe: Vec<RigaQuadro<'a>>,
}

/// One objective in the table of a unit.
#[derive(Debug)]
pub struct RigaQuadro<'a> {
    /// The objective.
    pub obiettivo: Pos<Obiettivo>,
    /// The part that the unit has in it.
    pub parte: Parte<'a>,
    /// Its outcome at the monitoring and at the end of the year.
    pub esiti: [Option<&'a Misurazione>; 2],
    /// Whether it counts in the totals.
    pub conta: bool,
}

impl<'a> RigaQuadro<'a> {
    /// The row of an objective in the table of the unit that has `parte` in it.
    fn of(piano: &'a Piano, index: &Index, pos: Pos<Obiettivo>, parte: Parte<'a>) -> Self {
        let obiettivo = &piano[pos].value;
        let own = |m: &Misurazione| m.unita.as_ref().and_then(|rif| index.rif(rif)) == Some(parte.unita);
        let esiti = Momento::ALL.map(|momento| {
            let here = || obiettivo.misurazioni.iter().map(|m| &m.value).filter(|m| m.momento == momento);
            here().find(|m| own(m)).or_else(|| here().find(|m| m.unita.is_none()))
        });
        let replaced = esiti.iter().flatten().any(|m| m.stato == Esito::Sostituito);
        let conta = obiettivo.vivo() && !replaced && parte.peso.is_some_and(|p| p.value.numero().is_some());
        RigaQuadro { obiettivo: pos, parte, esiti, conta }
    }
}

impl<'a> Quadro<'a> {
    /// The table of `unita`.
    #[must_use]
    pub fn of(piano: &'a Piano, index: &Index, unita: Pos<Unita>) -> Self {
        let righe = piano.elementi.each().filter_map(|(pos, obiettivo)| {
            let own = |parte: &Parte<'_>| parte.unita == unita && vi_sta(&obiettivo.value, parte);
            let parte = parti(piano, index, pos).into_iter().find(own)?;
            Some(RigaQuadro::of(piano, index, pos, parte))
        });
        Quadro::ordered(righe.collect())
    }

    /// The tables of all the units, in their order: each objective is looked at once, whatever their number.
    #[must_use]
    pub fn tutti(piano: &'a Piano, index: &Index) -> Vec<(Pos<Unita>, Self)> {
        let mut righe: BTreeMap<Pos<Unita>, Vec<RigaQuadro<'a>>> =
            piano.elementi.each().map(|(unita, _)| (unita, vec![])).collect();
        for (pos, obiettivo) in piano.elementi.each() {
            let here = |parte: &Parte<'_>| vi_sta(&obiettivo.value, parte);
            for parte in parti(piano, index, pos).into_iter().filter(here) {
                let list = righe.entry(parte.unita).or_default();
                // A unit written twice in an objective has one part in it: the first.
                if list.last().is_none_or(|last| last.obiettivo != pos) {
                    list.push(RigaQuadro::of(piano, index, pos, parte));
                }
            }
        }
        righe.into_iter().map(|(unita, righe)| (unita, Quadro::ordered(righe))).collect()
    }

    fn ordered(all: Vec<RigaQuadro<'a>>) -> Self {
        let (mut own, mut shared, mut others) = (Vec::new(), Vec::new(), Vec::new());
        for riga in all {
            match riga.parte.posto {
                Posto::Primo => own.push(riga),
                Posto::Quota { codice: true, .. } => shared.push(riga),
                Posto::Quota { codice: false, .. } | Posto::Tutte => others.push(riga),
            }
        }
        let code = |riga: &RigaQuadro<'_>| riga.parte.codice.clone().unwrap_or_default();
        shared.sort_by(|a, b| natural(&code(a), &code(b)));
        // Each before the first code of the unit that is greater; what the unit shows stays in the order of the sources.
        let mut righe: Vec<RigaQuadro<'a>> = Vec::with_capacity(own.len() + shared.len() + others.len());
        let mut shared = shared.into_iter().peekable();
        for riga in own {
            let before =
                |share: &RigaQuadro<'_>| riga.parte.codice.is_some() && natural(&code(share), &code(&riga)).is_lt();
            while let Some(share) = shared.next_if(before) {
                righe.push(share);
            }
            righe.push(riga);
        }
        righe.extend(shared);
        righe.extend(others);
        Quadro { righe }
    }

    /// Whether the unit has only objectives that concern all units: it needs no table for them.
    #[must_use]
    pub fn solo_di_tutte(&self) -> bool {
        self.righe.iter().all(|riga| riga.parte.posto == Posto::Tutte)
    }

    /// The weight of each objective that counts, with its outcome at one moment. An objective not yet measured has no outcome.
    fn counted(&self, momento: usize) -> impl Iterator<Item = (Percento, Option<Percento>)> {
        self.righe.iter().filter(|riga| riga.conta).filter_map(move |riga| {
            let peso = riga.parte.peso?.value.numero()?;
            Some((peso, riga.esiti.get(momento).copied().flatten().and_then(Misurazione::percento)))
        })
    }

    /// The sum of the weights; none when no objective has a number.
    #[must_use]
    pub fn peso(&self) -> Option<Percento> {
        let mut weights = self.counted(0).map(|(peso, _)| peso).peekable();
        weights.peek().is_some().then(|| weights.sum())
    }

    /// The weighted outcome at `momento`; none while some objective that counts has not been measured.
    #[must_use]
    pub fn esito(&self, momento: Momento) -> Option<Percento> {
        let mut sum = 0i64;
        let mut some = false;
        for (peso, esito) in self.counted(momento as usize) {
            sum = sum.saturating_add(peso.di(esito?));
            some = true;
        }
        some.then(|| Percento::da_prodotti(sum))
    }
}

/// Whether an objective stands in the table of a unit that has this part in it. That of a section other than performance does only if
/// it has a weight there.
fn vi_sta(obiettivo: &Obiettivo, parte: &Parte<'_>) -> bool {
    parte.in_tabella() && (obiettivo.di_performance() || parte.peso.is_some())
}
