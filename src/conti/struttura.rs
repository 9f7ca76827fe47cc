//! The structure of the body: the level of each unit, how many people it has, who answers for it on the day of the plan.

use crate::base::giorno::Giorno;
use crate::conti::organico::Organico;
use crate::index::Index;
use crate::piano::Piano;
use crate::piano::element::incarico::Incarico;
use crate::piano::element::nodo::MAX_TREE;
use crate::piano::element::pos::Pos;
use crate::piano::element::unita::{Tipo, Unita};

/// The units of a plan, as a tree.
#[derive(Debug)]
pub struct Struttura<'a> {
    piano: &'a Piano,
    index: &'a Index,
    organico: Option<Organico<'a>>,
    /// The day on which a unit must have somebody who answers for it: the date of the plan, or the first day of the year that it is about,
    /// whichever is later.
    pub giorno: Giorno,
}

/// How a unit is headed on the day of the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guida {
    /// Somebody answers for it.
    Incarico(Pos<Incarico>),
    /// Nobody does since this day. The plan says who did before.
    Scoperta(Giorno),
    /// The plan does not say who answers for it.
    NonDetta,
}

impl<'a> Struttura<'a> {
    /// The structure of `piano`. None when `piao.toml` could not be read.
    #[must_use]
    pub fn di(piano: &'a Piano, index: &'a Index) -> Option<Self> {
        let set = piano.impostazioni.as_ref()?;
        let first = jiff::civil::Date::new(set.anno(), 1, 1).unwrap_or(jiff::civil::Date::ZERO);
        let giorno = set.data.value.max(Giorno(first));
        Some(Struttura { piano, index, organico: Organico::di(piano), giorno })
    }

    /// The unit to which a unit belongs.
    #[must_use]
    pub fn padre(&self, unita: Pos<Unita>) -> Option<Pos<Unita>> {
        self.index.rif(self.piano[unita].value.padre.as_ref()?)
    }

    /// The units that belong to `padre`, or those at the top.
    pub fn sotto(&self, padre: Option<Pos<Unita>>) -> impl Iterator<Item = Pos<Unita>> + '_ {
        self.index.legami(self.piano).sotto.get(&padre).into_iter().flatten().copied()
    }

    /// How deep a unit is: 0 at the top.
    #[must_use]
    pub fn profondita(&self, unita: Pos<Unita>) -> usize {
        std::iter::successors(self.padre(unita), |pos| self.padre(*pos)).take(MAX_TREE).count()
    }

    /// The units that have the staff of the body between them: those at the top or, where one unit alone has all the others, those
    /// under it. Organs have no staff.
    #[must_use]
    pub fn primo_livello(&self) -> Vec<Pos<Unita>> {
        let mut level: Vec<Pos<Unita>> = self.sotto(None).collect();
        for _ in 0..MAX_TREE {
            let [one] = level.as_slice() else { break };
            let below: Vec<Pos<Unita>> = self.sotto(Some(*one)).collect();
            if below.is_empty() {
                break;
            }
            level = below;
        }
        level.retain(|unita| !matches!(self.tipo(*unita), Tipo::Organo | Tipo::Convenzione));
        level
    }

    /// What kind of unit it is.
    #[must_use]
    pub fn tipo(&self, unita: Pos<Unita>) -> Tipo {
        self.piano[unita].value.tipo.unwrap_or(Tipo::Linea)
    }

    /// The people of a unit whose rows of staff name it, without those of the units under it.
    fn proprie(&self, unita: Pos<Unita>) -> Option<u32> {
        let organico = self.organico.as_ref()?;
        let here =
            organico.righe().filter(|(_, riga)| riga.unita.as_ref().and_then(|rif| self.index.rif(rif)) == Some(unita));
        let all: Vec<u32> = here.map(|(_, riga)| riga.numero.value).collect();
        (!all.is_empty()).then(|| all.into_iter().fold(0, u32::saturating_add))
    }

    /// The people of a unit and of those under it, as the rows of staff say. None when no row names any of them.
    #[must_use]
    pub fn dalla_dotazione(&self, unita: Pos<Unita>) -> Option<u32> {
        self.somma(unita, 0)
    }

    fn somma(&self, unita: Pos<Unita>, depth: usize) -> Option<u32> {
        if depth >= MAX_TREE {
            return None;
        }
        let below = self.sotto(Some(unita)).filter_map(|child| self.somma(child, depth + 1));
        let known: Vec<u32> = self.proprie(unita).into_iter().chain(below).collect();
        (!known.is_empty()).then(|| known.into_iter().fold(0, u32::saturating_add))
    }

    /// The people of a unit and of those under it: as the rows of staff say, or as typed, or the sum of those under it when all of them
    /// say it.
    #[must_use]
    pub fn persone(&self, unita: Pos<Unita>) -> Option<u32> {
        let typed = || self.piano[unita].value.dipendenti.map(|number| number.value);
        self.dalla_dotazione(unita).or_else(typed).or_else(|| self.dai_figli(unita, 0))
    }

    /// The sum of the people of the units under a unit, when all of them say how many they are.
    fn dai_figli(&self, unita: Pos<Unita>, depth: usize) -> Option<u32> {
        if depth >= MAX_TREE {
            return None;
        }
        let below: Vec<Pos<Unita>> = self.sotto(Some(unita)).collect();
        if below.is_empty() {
            return None;
        }
        let mut each = below.into_iter().map(|child| {
            let typed = self.piano[child].value.dipendenti.map(|number| number.value);
            self.dalla_dotazione(child).or(typed).or_else(|| self.dai_figli(child, depth + 1))
        });
        each.try_fold(0u32, |sum, people| sum.checked_add(people?))
    }

    /// The people of all the units: those of the first level, so that nobody is counted twice. None where one of them does not say how many
    /// they are, or is not among the units `fra`.
    #[must_use]
    pub fn totale(&self, fra: Option<&[usize]>) -> Option<u64> {
        let first = self.primo_livello();
        if first.is_empty() {
            return None;
        }
        let here = |unita: &Pos<Unita>| fra.is_none_or(|all| all.contains(&unita.n()));
        first.iter().try_fold(0u64, |sum, unita| Some(sum + u64::from(self.persone(*unita).filter(|_| here(unita))?)))
    }

    /// Who answers for a unit on the day of the plan.
    #[must_use]
    pub fn guida(&self, unita: Pos<Unita>) -> Guida {
        let holders = self.index.legami(self.piano).guide.get(&unita).into_iter().flatten();
        let all: Vec<(Pos<Incarico>, &Incarico)> = holders.map(|pos| (*pos, &self.piano[*pos].value)).collect();
        let now = |i: &Incarico| {
            i.dal.is_none_or(|dal| dal.value <= self.giorno) && i.al.is_none_or(|al| al.value >= self.giorno)
        };
        if let Some((pos, _)) = all.iter().find(|(_, i)| now(i)) {
            return Guida::Incarico(*pos);
        }
        let left = all.iter().filter_map(|(_, i)| i.al).map(|al| al.value).filter(|al| *al < self.giorno).max();
        match left.and_then(|al| al.0.tomorrow().ok()) {
            Some(since) => Guida::Scoperta(Giorno(since)),
            None => Guida::NonDetta,
        }
    }

    /// The name of the level of a unit: its own, or the one that `[organizzazione]` gives to its depth.
    #[must_use]
    pub fn livello(&self, unita: Pos<Unita>) -> String {
        if let Some(own) = &self.piano[unita].value.livello {
            return own.value.trim().to_owned();
        }
        let levels = self.piano.impostazioni.as_ref().map(|set| &set.organizzazione.livelli);
        // The levels are those of the units that have staff: an organ above them is none.
        let above = std::iter::successors(self.padre(unita), |pos| self.padre(*pos)).take(MAX_TREE);
        let depth = above.filter(|pos| !matches!(self.tipo(*pos), Tipo::Organo | Tipo::Convenzione)).count();
        levels
            .and_then(|levels| levels.get(depth))
            .map_or_else(|| "unità".to_owned(), |level| level.value.trim().to_owned())
    }
}
