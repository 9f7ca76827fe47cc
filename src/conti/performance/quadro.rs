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
use crate::piano::settings::Riservato;
use crate::source::natural;
use std::collections::BTreeMap;

/// The table of one unit.
#[derive(Debug)]
pub struct Quadro<'a> {
    /// Its objectives: those that it shows and those that it shares under a code of its own, in the order of its codes; then
    /// those in which it has a part under the code of another.
    pub righe: Vec<RigaQuadro<'a>>,
    /// Whether its outcome is not published, at the monitoring and at the end of the year: it is that of one person, or would tell it.
    pub riservati: [bool; 2],
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
    /// Whether one is missing because it is not published.
    pub riservati: [bool; 2],
    /// Whether it counts in the totals.
    pub conta: bool,
}

impl<'a> RigaQuadro<'a> {
    /// The row of an objective in the table of the unit that has `parte` in it.
    fn of(piano: &'a Piano, index: &Index, pos: Pos<Obiettivo>, parte: Parte<'a>) -> Self {
        let obiettivo = &piano[pos].value;
        let own = |m: &Misurazione| m.unita.as_ref().and_then(|rif| index.rif(rif)) == Some(parte.unita);
        let withheld = |momento| {
            let mine = |word: &String| index.named::<Unita>(word) == Some(parte.unita);
            let shares = obiettivo.taciute.iter().filter(|taciuta| taciuta.momento == momento && !taciuta.indicatore);
            shares.filter_map(|taciuta| taciuta.unita.as_ref()).any(mine)
        };
        let esiti = Momento::ALL.map(|momento| {
            let here = || obiettivo.misurazioni.iter().map(|m| &m.value).filter(|m| m.momento == momento);
            // Where its own is not published, that of the whole is not its own.
            let whole = || here().find(|m| m.unita.is_none()).filter(|_| !withheld(momento));
            here().find(|m| own(m)).or_else(whole)
        });
        let [before, after] = esiti;
        let riservati = [(Momento::Monitoraggio, before), (Momento::Consuntivo, after)]
            .map(|(momento, esito)| esito.is_none() && obiettivo.taciuto(momento));
        let replaced = esiti.iter().flatten().any(|m| m.stato == Esito::Sostituito);
        let conta = obiettivo.vivo() && !replaced && parte.peso.is_some_and(|p| p.value.numero().is_some());
        RigaQuadro { obiettivo: pos, parte, esiti, riservati, conta }
    }

    /// Its outcome at `momento`.
    #[must_use]
    pub fn esito(&self, momento: Momento) -> Option<&'a Misurazione> {
        self.esiti.get(momento as usize).copied().flatten()
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
        Quadro::ordered(piano, unita, righe.collect())
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
        righe.into_iter().map(|(unita, righe)| (unita, Quadro::ordered(piano, unita, righe))).collect()
    }

    fn ordered(piano: &Piano, unita: Pos<Unita>, all: Vec<RigaQuadro<'a>>) -> Self {
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
        let riservati = Momento::ALL.map(|momento| riservato(piano, unita, &righe, momento as usize));
        Quadro { righe, riservati }
    }

    /// How many of its objectives were neither annulled nor replaced.
    #[must_use]
    pub fn vivi(&self, piano: &Piano) -> usize {
        self.righe.iter().filter(|riga| piano[riga.obiettivo].value.vivo()).count()
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

    /// The rows that count and have no outcome to add at `momento`.
    pub fn mancanti(&self, momento: Momento) -> impl Iterator<Item = &RigaQuadro<'a>> {
        self.righe
            .iter()
            .filter(move |riga| riga.conta && riga.esito(momento).and_then(Misurazione::percento).is_none())
    }

    /// The sum of the weights; none when no objective has a number.
    #[must_use]
    pub fn peso(&self) -> Option<Percento> {
        let mut weights = self.counted(0).map(|(peso, _)| peso).peekable();
        weights.peek().is_some().then(|| weights.sum())
    }

    /// Whether the outcome at `momento` is not published.
    #[must_use]
    pub fn riservato(&self, momento: Momento) -> bool {
        self.riservati.get(momento as usize).copied().unwrap_or_default()
    }

    /// The weighted outcome at `momento`; none while some objective that counts has not been measured, and where it is not published.
    #[must_use]
    pub fn esito(&self, momento: Momento) -> Option<Percento> {
        if self.riservato(momento) {
            return None;
        }
        let mut sum = 0i64;
        let mut some = false;
        for (peso, esito) in self.counted(momento as usize) {
            sum = sum.saturating_add(peso.di(esito?));
            some = true;
        }
        some.then(|| Percento::da_prodotti(sum))
    }
}

/// Whether the outcome of a unit is not published: one of those that it adds is not, or one person works in it and not all of them
/// are declared public.
fn riservato(piano: &Piano, unita: Pos<Unita>, righe: &[RigaQuadro<'_>], momento: usize) -> bool {
    let counted = || righe.iter().filter(|riga| riga.conta);
    let missing = |riga: &RigaQuadro<'_>| riga.riservati.get(momento).copied().unwrap_or_default();
    let own = |riga: &RigaQuadro<'_>| riga.esiti.get(momento).copied().flatten().map(|m| m.pubblico);
    let open =
        piano.impostazioni.as_ref().is_some_and(|set| set.performance.pubblici.contains(&Riservato::EsitiIndividuali));
    let alone = !open && piano.una_persona(unita).is_some();
    let measured = righe.iter().any(|riga| own(riga).is_some() || missing(riga));
    let declared = counted().next().is_some() && counted().all(|riga| own(riga) == Some(true));
    counted().any(missing) || alone && measured && !declared
}

/// Whether an objective stands in the table of a unit that has this part in it. That of a section other than performance does only if
/// it has a weight there.
fn vi_sta(obiettivo: &Obiettivo, parte: &Parte<'_>) -> bool {
    parte.in_tabella() && (obiettivo.di_performance() || parte.peso.is_some())
}
