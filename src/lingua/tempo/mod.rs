//! The words with which plans say when, read into a normal form. The words as written are always kept beside it.
//!
//! From small to large: `segni` makes signs of characters; `lettore` is a cursor over them, that reads a `momento` ("aprile"),
//! a `periodo` of moments ("da marzo ad aprile"), an `elenco` of stretches; `parse` reads a whole field, which may also be a
//! `ricorrenza` or `relativo` to an event; `find` finds deadlines and days in running prose. `parole` says a reading back in
//! one uniform way, `errori` explains what could not be read. A year that is not written is that of the exercise, given when
//! days are asked for.

mod find;
mod durata;
mod elenco;
mod errori;
mod lettore;
mod momento;
mod parole;
mod parse;
mod periodo;
mod relativo;
mod ricorrenza;
mod segni;
#[cfg(test)]
mod tests;

pub use durata::Durata;
pub use errori::{Dubbio, Genere, Illeggibile};
pub use find::{Introdotto, find, impossibili};

use crate::base::giorno::Giorno;
use jiff::civil::Date;

/// A time as an author wrote it, and what it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tempo {
    /// The words, as written.
    pub parola: String,
    /// What they mean, or why they could not be read. A rule reports the latter.
    pub lettura: Result<Lettura, Illeggibile>,
}

/// What words of time mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lettura {
    /// The normal form.
    pub forma: Forma,
    /// The words leave the limits open ("primi mesi", "inizio ottobre", "presumibilmente").
    pub impreciso: bool,
    /// The words can be read in another way as well.
    pub dubbio: Option<Dubbio>,
    /// What follows the time and is not time ("Con ipotesi evento 6 sera").
    pub nota: Option<String>,
}

/// The normal form of words of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Forma {
    /// All of these stretches: nearly always one.
    Periodi(Vec<Periodo>),
    /// One of these, still to be chosen ("13 o 20 giugno").
    Alternative(Vec<Periodo>),
    /// A recurrence: something that happens several times.
    Ricorrenza {
        /// How often.
        cadenza: Cadenza,
        /// In which stretches, when said; otherwise in the whole year.
        dentro: Vec<Periodo>,
        /// An event that calls for one more time ("all’atto del conferimento dell’incarico").
        evento: Option<String>,
    },
    /// Counted from an event whose day is not known here.
    Relativo {
        /// The words of the event, with the time counted from it.
        evento: String,
        /// The latest moment, when said ("e in ogni caso entro il 31/12/2021").
        tetto: Option<Momento>,
    },
    /// How long, not when ("1 giorno e mezzo", "biennale rinnovabile").
    Dura(String),
    /// A part of the day ("mattina, sera").
    ParteDelGiorno(String),
    /// Started in an earlier plan ("Cfr. già nel 2020").
    GiaIniziato,
    /// Still to be fixed.
    DaFissare,
    /// There is no time to say ("==", blank).
    NonApplicabile,
    /// The words, in which another time follows in a note ("31/12/2027 (poi 31/03/2028)"): none of the two is read.
    PiuTempi(String),
}

/// A stretch of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Periodo {
    /// The whole of a moment: "marzo", "I trim", "31/12/2024".
    In(Momento),
    /// From the first day of the one to the last day of the other.
    Fra(Momento, Momento),
    /// Up to the last day.
    Entro(Momento),
    /// From the first day on.
    Da(Momento),
}

/// A piece of the calendar, whose year may be left to the exercise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Momento {
    /// The year, when written; of a school year, the first of its two.
    pub anno: Option<i16>,
    /// What of the year.
    pub quando: Quando,
}

/// What of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quando {
    /// All of it.
    Anno,
    /// So many years, from this one on: "intero triennio".
    Anni(i8),
    /// From September to August.
    AnnoScolastico,
    /// A part, counted from 1: the second quarter.
    Parte(Parte, i8),
    /// A month, 1–12.
    Mese(i8),
    /// A third of a month, 1–12.
    Terzo(i8, Terzo),
    /// A day of a month.
    Giorno {
        /// The month, 1–12.
        mese: i8,
        /// The day, 1–31.
        giorno: i8,
    },
}

/// Equal parts of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parte {
    /// Two months.
    Bimestre,
    /// Three months.
    Trimestre,
    /// Four months.
    Quadrimestre,
    /// Six months.
    Semestre,
}

/// Thirds of a month, as spoken of: ten days, ten days, the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Terzo {
    /// Days 1–10.
    Inizio,
    /// Days 11–20.
    Meta,
    /// From day 21.
    Fine,
}

/// How often: so many times every so many days, weeks, months, years.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cadenza {
    /// How many times.
    pub volte: u32,
    /// Every how many units: at least, and at most ("ogni 15/30 giorni").
    pub ogni: (u32, u32),
    /// The unit.
    pub unita: Unita,
}

/// Units of a recurrence. A quarter is three months.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unita {
    /// Days.
    Giorno,
    /// Weeks.
    Settimana,
    /// Months.
    Mese,
    /// Years.
    Anno,
}

/// Days from the first to the last, both included; a deadline has no first, "dal 1° luglio" has no last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Intervallo {
    /// The first day.
    pub da: Option<Giorno>,
    /// The last day.
    pub a: Option<Giorno>,
}

impl Intervallo {
    /// Whether a day falls inside.
    #[must_use]
    pub fn contains(&self, giorno: Giorno) -> bool {
        self.da.is_none_or(|da| da <= giorno) && self.a.is_none_or(|a| giorno <= a)
    }
}

impl Tempo {
    /// Reads words of time. It never fails: what cannot be read says why.
    #[must_use]
    pub fn parse(text: &str) -> Tempo {
        Tempo { parola: text.to_owned(), lettura: parse::read(text) }
    }

    /// The days meant, for a plan of that exercise. None when the words name no days.
    #[must_use]
    pub fn intervalli(&self, anno: i16) -> Vec<Intervallo> {
        let Ok(lettura) = &self.lettura else { return Vec::new() };
        match &lettura.forma {
            Forma::Periodi(periodi) | Forma::Alternative(periodi) => days(periodi, anno),
            Forma::Ricorrenza { dentro, .. } if dentro.is_empty() => {
                days(&[Periodo::In(Momento { anno: None, quando: Quando::Anno })], anno)
            }
            Forma::Ricorrenza { dentro, .. } => days(dentro, anno),
            Forma::Relativo { tetto: Some(tetto), .. } => days(&[Periodo::Entro(*tetto)], anno),
            _ => Vec::new(),
        }
    }

    /// The last day, if there is one. What comes back without an end has none: «ogni trimestre», «entro il 31/01 di ogni anno».
    #[must_use]
    pub fn scadenza(&self, anno: i16) -> Option<Giorno> {
        if self.senza_fine() {
            return None;
        }
        let giorni: Option<Vec<Giorno>> = self.intervalli(anno).iter().map(|i| i.a).collect();
        giorni?.into_iter().max()
    }

    /// Whether the words fix the days that they mean: not «inizio 2028», nor what can be read in another way.
    #[must_use]
    pub fn certo(&self) -> bool {
        let Ok(lettura) = &self.lettura else { return false };
        !lettura.impreciso && lettura.dubbio.as_ref().is_none_or(|dubbio| dubbio.certo)
    }

    /// The last day, if there is one and the words fix it.
    #[must_use]
    pub fn scadenza_certa(&self, anno: i16) -> Option<Giorno> {
        self.scadenza(anno).filter(|_| self.certo())
    }

    /// The last day, if the words fix at least its month: «fine ottobre», but neither «inizio 2028» nor «primavera».
    #[must_use]
    pub fn mese_certo(&self, anno: i16) -> Option<Giorno> {
        let third = |momento: &Momento| matches!(momento.quando, Quando::Terzo(..));
        let thirds = match self.lettura.as_ref().map(|lettura| &lettura.forma) {
            Ok(Forma::Periodi(periodi)) => periodi.iter().all(|periodo| match periodo {
                Periodo::In(m) | Periodo::Entro(m) | Periodo::Da(m) => third(m),
                Periodo::Fra(da, a) => third(da) && third(a),
            }),
            _ => false,
        };
        self.scadenza(anno).filter(|_| thirds || self.certo())
    }

    /// The year that is meant, where the words name its 29 February without saying it, and it has none.
    #[must_use]
    pub fn senza_bisestile(&self, anno: i16) -> Option<i16> {
        let mut lettura = self.lettura.as_ref().ok()?.con_anno(anno);
        let mut momenti = match &mut lettura.forma {
            Forma::Periodi(periodi) | Forma::Alternative(periodi) | Forma::Ricorrenza { dentro: periodi, .. } => {
                periodi.iter_mut().flat_map(Periodo::momenti).collect()
            }
            Forma::Relativo { tetto: Some(tetto), .. } => vec![tetto],
            _ => vec![],
        };
        momenti.iter_mut().find_map(|momento| {
            let day = matches!(momento.quando, Quando::Giorno { mese: 2, giorno: 29 });
            momento.anno.filter(|year| day && momento.primo(*year).is_none())
        })
    }

    /// The day, when the words are one whole date and nothing else.
    #[must_use]
    pub fn giorno(&self) -> Option<Giorno> {
        match &self.lettura.as_ref().ok()?.forma {
            Forma::Periodi(periodi) => match periodi.as_slice() {
                [Periodo::In(momento @ Momento { anno: Some(anno), quando: Quando::Giorno { .. } })] => {
                    momento.primo(*anno)
                }
                _ => None,
            },
            _ => None,
        }
    }
}

impl From<Giorno> for Tempo {
    fn from(giorno: Giorno) -> Tempo {
        let quando = Quando::Giorno { mese: giorno.mese(), giorno: giorno.giorno() };
        let forma = Forma::Periodi(vec![Periodo::In(Momento { anno: Some(giorno.anno()), quando })]);
        Tempo { parola: giorno.to_string(), lettura: Ok(Lettura::certa(forma)) }
    }
}

impl Lettura {
    /// A reading without doubts.
    fn certa(forma: Forma) -> Lettura {
        Lettura { forma, impreciso: false, dubbio: None, nota: None }
    }

    /// This reading with the year of the exercise wherever no year is written.
    #[must_use]
    pub fn con_anno(&self, anno: i16) -> Lettura {
        let mut lettura = self.clone();
        match &mut lettura.forma {
            Forma::Periodi(periodi) | Forma::Alternative(periodi) | Forma::Ricorrenza { dentro: periodi, .. } => {
                for periodo in periodi {
                    *periodo = periodo.con_anno(anno);
                }
            }
            Forma::Relativo { tetto: Some(tetto), .. } => *tetto = tetto.con_anno(anno),
            _ => {}
        }
        lettura
    }
}

/// The days of some stretches.
fn days(periodi: &[Periodo], anno: i16) -> Vec<Intervallo> {
    periodi.iter().filter_map(|p| p.intervallo(anno)).collect()
}

impl Periodo {
    /// This stretch with its years. A stretch that ends before it begins ("novembre-febbraio") ends in the next year.
    fn con_anno(self, anno: i16) -> Periodo {
        match self {
            Periodo::In(m) => Periodo::In(m.con_anno(anno)),
            Periodo::Entro(m) => Periodo::Entro(m.con_anno(anno)),
            Periodo::Da(m) => Periodo::Da(m.con_anno(anno)),
            Periodo::Fra(da, a) => {
                let da = da.con_anno(anno);
                Periodo::Fra(da, a.dopo(da))
            }
        }
    }

    /// The days, with the year of the exercise where none is written. `None` outside the calendar.
    fn intervallo(self, anno: i16) -> Option<Intervallo> {
        let (da, a) = match self.con_anno(anno) {
            Periodo::In(m) => (Some(m.primo(anno)?), Some(m.ultimo(anno)?)),
            Periodo::Fra(da, a) => (Some(da.primo(anno)?), Some(a.ultimo(anno)?)),
            Periodo::Entro(m) => (None, Some(m.ultimo(anno)?)),
            Periodo::Da(m) => (Some(m.primo(anno)?), None),
        };
        Some(Intervallo { da, a })
    }

    /// Its first and last day, when it is said by its days and not by months or parts of the year.
    #[must_use]
    pub fn giorni(self, anno: i16) -> Option<(Giorno, Giorno)> {
        let giorno = |m: Momento| matches!(m.quando, Quando::Giorno { .. });
        match self {
            Periodo::In(m) if giorno(m) => {}
            Periodo::Fra(da, a) if giorno(da) && giorno(a) => {}
            _ => return None,
        }
        let Intervallo { da, a } = self.intervallo(anno)?;
        da.zip(a).filter(|(da, a)| da <= a)
    }

    /// Its moments, from first to last.
    fn momenti(&mut self) -> Vec<&mut Momento> {
        match self {
            Periodo::In(m) | Periodo::Entro(m) | Periodo::Da(m) => vec![m],
            Periodo::Fra(da, a) => vec![da, a],
        }
    }
}

impl Momento {
    /// This moment with the year `anno` if no year is written.
    fn con_anno(self, anno: i16) -> Momento {
        Momento { anno: Some(self.anno.unwrap_or(anno)), ..self }
    }

    /// This moment, which comes after `prima`. Without a year it gets the year of `prima`, or the next one when its month comes
    /// earlier in the year.
    fn dopo(self, prima: Momento) -> Momento {
        let oltre = i16::from(self.posto().0 < prima.posto().0);
        Momento { anno: self.anno.or_else(|| prima.anno?.checked_add(oltre)), ..self }
    }

    /// This moment, which comes before `dopo`. Without a year it gets the year of `dopo`, or the one before when its month comes
    /// later in the year.
    fn prima(self, dopo: Momento) -> Momento {
        let oltre = i16::from(self.posto().0 > dopo.posto().0);
        Momento { anno: self.anno.or_else(|| dopo.anno?.checked_sub(oltre)), ..self }
    }

    /// First month and first day, to put two moments of one year in order.
    fn posto(self) -> (i8, i8) {
        match self.quando {
            Quando::Anno | Quando::Anni(_) => (1, 1),
            Quando::AnnoScolastico => (9, 1),
            Quando::Parte(parte, n) => (parte.mesi() * (n - 1) + 1, 1),
            Quando::Mese(mese) => (mese, 1),
            Quando::Terzo(mese, Terzo::Inizio) => (mese, 1),
            Quando::Terzo(mese, Terzo::Meta) => (mese, 11),
            Quando::Terzo(mese, Terzo::Fine) => (mese, 21),
            Quando::Giorno { mese, giorno } => (mese, giorno),
        }
    }

    /// The first day. None for the 29 February of a year that has none.
    fn primo(self, anno: i16) -> Option<Giorno> {
        let (mese, giorno) = self.posto();
        Date::new(self.anno.unwrap_or(anno), mese, giorno).ok().map(Giorno)
    }

    /// The last day.
    fn ultimo(self, anno: i16) -> Option<Giorno> {
        let anno = self.anno.unwrap_or(anno);
        match self.quando {
            Quando::Anno => ultimo_del_mese(anno, 12),
            Quando::Anni(n) => ultimo_del_mese(anno.checked_add(i16::from(n) - 1)?, 12),
            Quando::AnnoScolastico => ultimo_del_mese(anno.checked_add(1)?, 8),
            Quando::Parte(parte, n) => ultimo_del_mese(anno, parte.mesi() * n),
            Quando::Mese(mese) | Quando::Terzo(mese, Terzo::Fine) => ultimo_del_mese(anno, mese),
            Quando::Terzo(mese, Terzo::Inizio) => Date::new(anno, mese, 10).ok().map(Giorno),
            Quando::Terzo(mese, Terzo::Meta) => Date::new(anno, mese, 20).ok().map(Giorno),
            Quando::Giorno { .. } => self.primo(anno),
        }
    }
}

/// The last day of a month.
fn ultimo_del_mese(anno: i16, mese: i8) -> Option<Giorno> {
    Date::new(anno, mese, 1).ok().map(|primo| Giorno(primo.last_of_month()))
}

impl Parte {
    /// How many months it has.
    fn mesi(self) -> i8 {
        match self {
            Parte::Bimestre => 2,
            Parte::Trimestre => 3,
            Parte::Quadrimestre => 4,
            Parte::Semestre => 6,
        }
    }
}
