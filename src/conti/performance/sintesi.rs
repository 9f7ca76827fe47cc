//! How the objectives of a plan ended: the counts of the first page of a report.

use super::quadro::{Quadro, RigaQuadro};
use super::{Parte, esito, padre, parti, ultimo_momento};
use crate::index::Index;
use crate::piano::Piano;
use crate::piano::element::misura::{Momento, Percento};
use crate::piano::element::nodo::{MAX_TREE, Nodo};
use crate::piano::element::obiettivo::Obiettivo;
use crate::piano::element::obiettivo::fase::{StatoFase, numeri};
use crate::piano::element::obiettivo::misurazione::{Esito, Misurazione};
use crate::piano::element::obiettivo_vp::ObiettivoVp;
use crate::piano::element::pos::Pos;
use crate::piano::element::unita::Unita;
use crate::piano::settings::Impostazioni;
use std::collections::{BTreeMap, BTreeSet};

/// How the objectives of a plan ended, at the last moment at which some were measured.
#[derive(Debug)]
pub struct Sintesi<'a> {
    /// That moment.
    pub momento: Momento,
    /// The monitoring, when the moment is the end of the year and something was measured before.
    pub prima: Option<Momento>,
    /// The objectives that have an outcome or should have one.
    pub obiettivi: Vec<Pos<Obiettivo>>,
    /// Those of several units.
    pub comuni: BTreeSet<Pos<Obiettivo>>,
    /// The units that have objectives of their own, or a weight in others, with their tables.
    pub unita: Vec<(Pos<Unita>, Quadro<'a>)>,
    piano: &'a Piano,
}

/// What a reader is told of how an objective ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Come {
    /// Its outcome.
    Esito(Esito),
    /// It has an outcome that is not published.
    Riservato,
    /// Nobody has measured it.
    NonMisurato,
}

impl Come {
    /// Its outcome, where it is told.
    #[must_use]
    pub fn esito(self) -> Option<Esito> {
        match self {
            Come::Esito(esito) => Some(esito),
            Come::Riservato | Come::NonMisurato => None,
        }
    }
}

/// What one unit, or the whole body, did not reach of an objective.
#[derive(Debug)]
pub struct Indietro<'a> {
    /// The objective.
    pub obiettivo: Pos<Obiettivo>,
    /// The unit. None for an objective without a unit.
    pub unita: Option<Pos<Unita>>,
    /// The code that the objective has in the unit.
    pub codice: Option<String>,
    /// Its outcome.
    pub misura: &'a Misurazione,
    /// How much of it was reached. None for one that was reached in part, nobody says how much.
    pub esito: Option<Percento>,
    /// The points that it takes from the outcome of the unit: its weight, for the part that was not reached. None without a weight.
    pub mancano: Option<Percento>,
}

/// A phase that is not done although its time is over.
#[derive(Debug)]
pub struct InRitardo<'a> {
    /// The objective.
    pub obiettivo: Pos<Obiettivo>,
    /// The number of the phase.
    pub numero: String,
    /// The phase.
    pub fase: &'a crate::piano::element::obiettivo::fase::Fase,
    /// How much of it is done, when it is written.
    pub fatto: Option<Percento>,
}

impl<'a> Sintesi<'a> {
    /// The counts of `piano`. None when no objective was measured.
    #[must_use]
    pub fn of(piano: &'a Piano, index: &Index) -> Option<Self> {
        let momento = ultimo_momento(piano)?;
        let all = || piano.elementi.each::<Obiettivo>();
        let measured = |momento| all().any(|(_, obiettivo)| esito(&obiettivo.value, momento).is_some());
        let prima = Momento::ALL.into_iter().rfind(|one| *one < momento && measured(*one));
        let due = all().filter(|(_, o)| o.value.vivo() || esito(&o.value, momento).is_some());
        let obiettivi: Vec<Pos<Obiettivo>> = due.map(|(pos, _)| pos).collect();
        let several =
            |pos: &Pos<Obiettivo>| parti(piano, index, *pos).iter().filter(|parte| parte.in_tabella()).count() > 1;
        let comuni: BTreeSet<Pos<Obiettivo>> = obiettivi.iter().copied().filter(several).collect();
        let mut unita = Quadro::tutti(piano, index);
        let sintesi = Sintesi { momento, prima, obiettivi, comuni, unita: vec![], piano };
        unita.retain(|(_, quadro)| quadro.righe.iter().any(|riga| sintesi.propria(riga) || riga.conta));
        Some(Sintesi { unita, ..sintesi })
    }

    /// How an objective ended at `momento`; one with several outcomes counts as its lowest.
    #[must_use]
    pub fn esito(&self, pos: Pos<Obiettivo>, momento: Momento) -> Option<Esito> {
        esito(&self.piano[pos].value, momento).map(|misura| misura.stato)
    }

    /// What is told of an objective at the moment of the report.
    #[must_use]
    pub fn come(&self, pos: Pos<Obiettivo>) -> Come {
        self.detto(pos, self.esito(pos, self.momento))
    }

    /// What is told of an objective that ended as `esito`, the whole or one part of it.
    fn detto(&self, pos: Pos<Obiettivo>, esito: Option<Esito>) -> Come {
        match esito {
            Some(esito) => Come::Esito(esito),
            None if self.piano[pos].value.taciuto(self.momento) => Come::Riservato,
            None => Come::NonMisurato,
        }
    }

    /// How many objectives ended as `wanted` at `momento`.
    #[must_use]
    pub fn conta(&self, wanted: Esito, momento: Momento) -> usize {
        self.obiettivi.iter().filter(|pos| self.esito(**pos, momento) == Some(wanted)).count()
    }

    /// Whether a row is of an objective that its unit has for itself.
    fn propria(&self, riga: &RigaQuadro<'_>) -> bool {
        let pos = &riga.obiettivo;
        riga.parte.prima() && self.obiettivi.binary_search(pos).is_ok() && !self.comuni.contains(pos)
    }

    /// How the objectives ended that a unit has for itself. One that was annulled without an outcome is none of them.
    #[must_use]
    pub fn propri(&self, quadro: &Quadro<'a>) -> Vec<Come> {
        let own = quadro.righe.iter().filter(|riga| self.propria(riga));
        own.map(|riga| self.detto(riga.obiettivo, riga.esito(self.momento).map(|misura| misura.stato))).collect()
    }

    /// The objectives for which the outcome of a unit cannot be computed: they count in it, and were not measured, or nobody says how much
    /// of them was reached.
    #[must_use]
    pub fn senza_esito(&self, quadro: &Quadro<'a>) -> Vec<Pos<Obiettivo>> {
        quadro.mancanti(self.momento).map(|riga| riga.obiettivo).collect()
    }

    /// What was not reached, the heaviest first. What has no weight comes after, the lowest outcome first.
    #[must_use]
    pub fn indietro(&self, index: &Index) -> Vec<Indietro<'a>> {
        let mut out: Vec<Indietro<'a>> = Vec::new();
        let behind = |misura: &Misurazione| {
            misura.stato != Esito::Sostituito && misura.percento().is_none_or(|esito| esito < Percento::CENTO)
        };
        for (unita, quadro) in &self.unita {
            for riga in &quadro.righe {
                let Some(misura) = riga.esito(self.momento).filter(|misura| behind(misura)) else { continue };
                // An objective without a weight is told once, with the unit that shows it.
                if !riga.conta && !riga.parte.prima() {
                    continue;
                }
                let esito = misura.percento();
                let peso = riga.parte.peso.and_then(|peso| peso.value.numero()).filter(|_| riga.conta);
                let missing = esito.map(|esito| Percento(Percento::CENTO.0 - esito.0));
                out.push(Indietro {
                    obiettivo: riga.obiettivo,
                    unita: Some(*unita),
                    codice: riga.parte.codice.clone(),
                    misura,
                    esito,
                    mancano: peso.zip(missing).map(|(peso, missing)| Percento::da_prodotti(peso.di(missing))),
                });
            }
        }
        // Those of no unit, and those of a unit that has nothing of its own, have a row in no table.
        let told: BTreeSet<Pos<Obiettivo>> = out.iter().map(|one| one.obiettivo).collect();
        for pos in self.obiettivi.iter().copied().filter(|pos| !told.contains(pos)) {
            let Some(misura) = esito(&self.piano[pos].value, self.momento).filter(|misura| behind(misura)) else {
                continue;
            };
            let mut parti = parti(self.piano, index, pos);
            let of = |unita: Option<Pos<Unita>>| parti.iter().position(|parte| Some(parte.unita) == unita);
            let at = of(misura.unita.as_ref().and_then(|rif| index.rif(rif)));
            let at = at.or_else(|| parti.iter().position(Parte::prima));
            let parte = at.map(|at| parti.swap_remove(at));
            out.push(Indietro {
                obiettivo: pos,
                unita: parte.as_ref().map(|parte| parte.unita),
                codice: parte.map_or_else(|| index.codice(pos).map(str::to_owned), |parte| parte.codice),
                misura,
                esito: misura.percento(),
                mancano: None,
            });
        }
        out.sort_by_key(|one| (std::cmp::Reverse(one.mancano), one.esito.is_none(), one.esito));
        out
    }

    /// The lines of the tree that have objectives, each with how these ended.
    #[must_use]
    pub fn linee(&self, index: &Index) -> Vec<(Pos<Nodo>, Vec<Come>)> {
        let root = |nodo: Pos<Nodo>| {
            std::iter::successors(Some(nodo), |nodo| padre(self.piano, index, *nodo))
                .take(MAX_TREE)
                .last()
                .unwrap_or(nodo)
        };
        self.raccolti(|obiettivo| {
            obiettivo.nodo.as_ref().and_then(|rif| index.rif(rif)).map(root).into_iter().collect()
        })
    }

    /// The objectives of public value to which others contribute, each with how these ended.
    #[must_use]
    pub fn valori(&self, index: &Index) -> Vec<(Pos<ObiettivoVp>, Vec<Come>)> {
        self.raccolti(|obiettivo| obiettivo.valore.0.iter().filter_map(|rif| index.rif(rif)).collect())
    }

    fn raccolti<K: Ord>(&self, under: impl Fn(&Obiettivo) -> Vec<K>) -> Vec<(K, Vec<Come>)> {
        let mut out: BTreeMap<K, Vec<Come>> = BTreeMap::new();
        for pos in &self.obiettivi {
            for key in under(&self.piano[*pos].value) {
                out.entry(key).or_default().push(self.come(*pos));
            }
        }
        out.into_iter().collect()
    }

    /// The phases of the year that are not done although their time was over on the day of the moment, or that were put off.
    #[must_use]
    pub fn in_ritardo(&self, set: &Impostazioni) -> Vec<InRitardo<'a>> {
        let (anno, day) = (set.anno(), set.giorno(self.momento));
        let mut out = Vec::new();
        for pos in &self.obiettivi {
            let obiettivo = &self.piano[*pos].value;
            for (fase, numero) in obiettivo.fasi.iter().zip(numeri(&obiettivo.fasi)) {
                let fase = &fase.value;
                let fatto =
                    fase.completamento.as_ref().and_then(|fatto| fatto.al(self.momento)).map(|fatto| fatto.value);
                let said = fase.misurazioni.iter().map(|m| &m.value).find(|m| m.momento == self.momento);
                let stato = said.and_then(|m| m.stato).or(fase.stato);
                let end = fase
                    .tempi
                    .as_ref()
                    .and_then(|tempi| tempi.di(anno))
                    .and_then(|tempo| tempo.value.scadenza_certa(anno));
                let over = end.is_some_and(|end| end <= day && end.anno() <= anno);
                let late = over && fatto.is_some_and(|fatto| fatto < Percento::CENTO);
                if late || stato == Some(StatoFase::Posticipata) {
                    out.push(InRitardo { obiettivo: *pos, numero, fase, fatto });
                }
            }
        }
        out
    }
}
