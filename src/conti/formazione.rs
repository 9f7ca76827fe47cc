//! The training plan in figures: hours, people and cost by body, year, area and topic; how many hours each person has,
//! against the forty of the directive of 14 January 2025.

use crate::base::span::Spanned;
use crate::conti::enti;
use crate::index::Index;
use crate::piano::Piano;
use crate::piano::element::ente::{Ente, Tipo};
use crate::piano::element::linea_formativa::{LineaFormativa, Ore, Partecipanti};
use crate::piano::element::misura::PerAnno;
use crate::piano::element::pos::Pos;
use crate::piano::element::value::{Dovuto, Importo};

/// How many hours of training a year are due to each person (directive of the Minister for public administration, 14 January
/// 2025).
pub const ORE_DOVUTE: Ore = Ore::intere(40);
/// The first year for which those hours are due.
pub const ORE_DAL: i16 = 2025;

/// The training plan.
#[derive(Debug)]
pub struct Formazione<'a> {
    piano: &'a Piano,
    index: &'a Index,
    /// The years of the triennium.
    pub anni: Vec<i16>,
    /// The public bodies whose staff the plan trains. Empty when the data have no bodies: then it is the body of the plan.
    pub enti: Vec<Pos<Ente>>,
}

/// The bodies whose hours are summed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chi {
    /// Those of one public body.
    Ente(Pos<Ente>),
    /// Those of all the bodies.
    Tutti,
}

/// The hours of a body in a year.
#[derive(Debug, Clone, Copy, Default)]
pub struct Conto {
    /// The hours of a person who follows all the lines.
    pub offerte: Ore,
    /// Whether every line says its hours.
    pub offerte_note: bool,
    /// Person-hours: the hours of each line times its participants.
    pub ore: Ore,
    /// Participations: a person who follows two lines is counted twice.
    pub partecipanti: u64,
    /// The number of employees. None when it is not written.
    pub dipendenti: Option<u32>,
    /// Whether every line says its hours and its participants, and says whose they are.
    pub completo: bool,
    /// Whether at least one line says its hours and its participants.
    pub noto: bool,
}

impl Conto {
    /// The average hours of an employee. None when staff or hours are not known.
    #[must_use]
    pub fn a_persona(&self) -> Option<Ore> {
        self.ore.fra(self.dipendenti?).filter(|_| self.noto)
    }

    /// How many person-hours are missing to reach those that are due. Zero when there are enough.
    #[must_use]
    pub fn mancanti(&self) -> Option<Ore> {
        Some(self.ore.mancanti(ORE_DOVUTE.per(self.dipendenti?)))
    }
}

/// The totals of a group of training lines.
#[derive(Debug, Clone, Copy, Default)]
pub struct Somma {
    /// How many lines.
    pub linee: usize,
    /// Participations, as in [`Conto::partecipanti`].
    pub partecipanti: u64,
    /// Person-hours, as in [`Conto::ore`].
    pub ore: Ore,
    /// The cost of the lines that say it.
    pub costo: Importo,
    /// How many lines say their cost; `con_ore` counts those that say their hours and participants.
    pub con_costo: usize,
    pub(crate) con_ore: usize,
    /// How many of the former do not say it of all their years, and how many of the latter.
    pub(crate) costo_parziale: usize,
    pub(crate) ore_parziali: usize,
}

impl<'a> Formazione<'a> {
    /// The training plan of `piano`.
    #[must_use]
    pub fn di(piano: &'a Piano, index: &'a Index) -> Self {
        let anni = piano.impostazioni.iter().flat_map(crate::piano::settings::Impostazioni::anni).collect();
        let lines = &piano.elementi.linee_formative;
        let own = piano.impostazioni.as_ref().map(|set| set.ente.tipo);
        // Ministries and regions are in the data because they give funds. Their staff is not trained by this plan.
        let works = |ente: &Ente| !matches!(ente.tipo, Tipo::Ministero | Tipo::Regione) || own == Some(ente.tipo);
        let named = |n: Pos<Ente>| lines.iter().any(|line| cites(index, &line.value, n));
        let every = lines.iter().any(|line| line.value.enti.is_empty());
        let enti = piano.elementi.each::<Ente>();
        let enti = enti.filter(|(n, ente)| named(*n) || every && works(&ente.value)).map(|(n, _)| n).collect();
        Formazione { piano, index, anni, enti }
    }

    /// All the training lines of the plan.
    pub fn linee(&self) -> impl Iterator<Item = &'a Spanned<LineaFormativa>> + use<'a> {
        self.piano.elementi.linee_formative.iter()
    }

    /// The years of the triennium in which a line is given.
    #[must_use]
    pub fn anni_di(&self, line: &LineaFormativa) -> Vec<i16> {
        anni_di(line, &self.anni)
    }

    /// Whether a line trains the staff of the public body.
    #[must_use]
    pub fn applies(&self, line: &LineaFormativa, ente: Pos<Ente>) -> bool {
        if line.enti.is_empty() { self.enti.contains(&ente) } else { cites(self.index, line, ente) }
    }

    /// The public body of a group of participants: the one that the group names, or the only one of its line.
    #[must_use]
    pub fn ente_di(&self, line: &LineaFormativa, group: &Partecipanti) -> Option<Pos<Ente>> {
        if let Some(rif) = &group.ente {
            return self.index.rif(rif);
        }
        match line.enti.as_slice() {
            [one] => self.index.rif(one),
            [] => match self.enti.as_slice() {
                [one] => Some(*one),
                _ => None,
            },
            _ => None,
        }
    }

    /// The number of employees of `chi` in `anno`.
    #[must_use]
    pub fn dipendenti(&self, chi: Chi, anno: i16) -> Option<u32> {
        match chi {
            Chi::Ente(n) => enti::dipendenti(self.piano, Some(n), anno),
            Chi::Tutti if self.enti.is_empty() => enti::dipendenti(self.piano, None, anno),
            Chi::Tutti => self
                .enti
                .iter()
                .map(|n| self.dipendenti(Chi::Ente(*n), anno))
                .try_fold(0u32, |sum, number| sum.checked_add(number?)),
        }
    }

    /// The hours of `chi` in `anno`.
    #[must_use]
    pub fn conto(&self, chi: Chi, anno: i16) -> Conto {
        let mut conto =
            Conto { dipendenti: self.dipendenti(chi, anno), completo: true, offerte_note: true, ..Conto::default() };
        for line in self.linee().map(|line| &line.value) {
            if !self.anni_di(line).contains(&anno) || matches!(chi, Chi::Ente(n) if !self.applies(line, n)) {
                continue;
            }
            let ore = line.ore(anno);
            conto.offerte = [conto.offerte, ore.unwrap_or_default()].into_iter().sum();
            conto.offerte_note &= ore.is_some();
            conto.completo &= ore.is_some() && !line.gruppi().is_empty();
            for group in line.gruppi().iter().map(|group| &group.value) {
                if let Chi::Ente(n) = chi {
                    match self.ente_di(line, group) {
                        Some(of) if of == n => {}
                        Some(_) => continue,
                        None => {
                            conto.completo = false;
                            continue;
                        }
                    }
                }
                // Of a group that does not say how many it is in this year nobody knows the hours.
                let Some(number) = group.numero.di(anno).map(|number| number.value) else {
                    conto.completo = false;
                    continue;
                };
                conto.partecipanti += u64::from(number);
                if let Some(ore) = ore {
                    conto.noto = true;
                    conto.ore = [conto.ore, ore.per(number)].into_iter().sum();
                }
            }
        }
        conto
    }

    /// Adds a line, in the years of `anni`, to a sum.
    pub fn somma(&self, sum: &mut Somma, line: &LineaFormativa, anni: &[i16]) {
        sum.linee += 1;
        let (mut said, mut silent) = (false, false);
        for anno in self.anni_di(line).into_iter().filter(|anno| anni.contains(anno)) {
            let numbers = || line.gruppi().iter().map(|group| group.value.numero.di(anno));
            silent |= line.ore(anno).is_none() || line.gruppi().is_empty() || numbers().any(|number| number.is_none());
            for number in line.gruppi().iter().filter_map(|group| group.value.numero.di(anno)) {
                sum.partecipanti += u64::from(number.value);
                if let Some(ore) = line.ore(anno) {
                    sum.ore = [sum.ore, ore.per(number.value)].into_iter().sum();
                    said = true;
                }
            }
        }
        sum.con_ore += usize::from(said);
        sum.ore_parziali += usize::from(said && silent);
        if let Some(costo) = costo(line, anni) {
            sum.costo.0 = sum.costo.0.saturating_add(costo.0);
            sum.con_costo += 1;
            sum.costo_parziale += usize::from(anni_di(line, anni).into_iter().any(|anno| line.costo(anno).is_none()));
        }
    }
}

/// The years among `anni` in which a line is given.
#[must_use]
pub fn anni_di(line: &LineaFormativa, anni: &[i16]) -> Vec<i16> {
    let given = |anno: &i16| match line.anni.as_slice() {
        [] => line.dal.is_none_or(|dal| *anno >= dal.value),
        years => years.iter().any(|year| year.value == *anno),
    };
    anni.iter().copied().filter(given).collect()
}

/// The cost of a line over the years of `anni`, when it is said.
#[must_use]
pub fn costo(line: &LineaFormativa, anni: &[i16]) -> Option<Importo> {
    let known: Vec<Importo> = anni_di(line, anni).into_iter().filter_map(|anno| line.costo(anno)).collect();
    let sum = known.iter().fold(0i64, |sum, costo| sum.saturating_add(costo.0));
    (!known.is_empty()).then_some(Importo(sum))
}

/// Whether a line names the public body.
fn cites(index: &Index, line: &LineaFormativa, ente: Pos<Ente>) -> bool {
    line.enti.iter().any(|rif| index.rif(rif) == Some(ente))
        || line.gruppi().iter().filter_map(|group| group.value.ente.as_ref()).any(|rif| index.rif(rif) == Some(ente))
}

/// The years that a line names as keys of its values, with the place of each.
#[must_use]
pub fn anni_scritti(line: &LineaFormativa) -> Vec<(i16, crate::base::span::Span)> {
    fn years<T>(values: &PerAnno<Spanned<T>>) -> impl Iterator<Item = (i16, crate::base::span::Span)> {
        values.iter().filter_map(|(year, value)| Some((year?, value.span)))
    }
    let mut all = Vec::new();
    if let Some(Dovuto::Valore(ore)) = &line.ore {
        all.extend(years(ore));
    }
    if let Some(Dovuto::Valore(costo)) = &line.costo {
        all.extend(years(costo));
    }
    all.extend(line.gruppi().iter().flat_map(|group| years(&group.value.numero)));
    all
}
