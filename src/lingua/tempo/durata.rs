//! Durata: how many years an objective takes, and which of them this is.

use super::segni::{self, Pezzo, Segno};
use crate::base::giorno::Giorno;
use std::fmt;

/// `annuale`, `pluriennale (1/3)`: what is not said is `None`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Durata {
    /// The year in which the objective is, from 1; or its phase, where no years are written.
    pub k: Option<u16>,
    /// How many there are: 1 is "annuale".
    pub n: Option<u16>,
    /// The first of them, when the years are written: "pluriennale 2023-2025".
    pub da: Option<i16>,
    /// The phase said beside the years, and out of how many: a phase is not a year, "pluriennale 2025-2026 – fase 3 di 4".
    pub fase: Option<(u16, Option<u16>)>,
    /// Beside its years the word is "pluriennale", and not "biennale".
    pub pluriennale: bool,
    /// The words, where not all of them were understood: then nothing else is known.
    pub parola: Option<String>,
}

/// What is read of a duration while its words are gone through.
#[derive(Default)]
struct Lettura {
    k: Option<u16>,
    n: Option<u16>,
    da: Option<i16>,
    fase: Option<(u16, Option<u16>)>,
    pluriennale: bool,
    trovata: bool,
    /// Two words say how many years, and do not agree.
    discorde: bool,
    /// The signs that were understood, by their place.
    lette: Vec<usize>,
}

impl Durata {
    /// One year.
    pub const ANNUALE: Durata =
        Durata { k: Some(1), n: Some(1), da: None, fase: None, pluriennale: false, parola: None };

    /// Reads `annuale`, `biennale`, `Pluriennale (1/3)`, `fase 1 di 2`, `(FASE 1)`, also at the end of a title or among
    /// labels. `None` when the words say no duration, or an impossible one (`3/2`).
    #[must_use]
    pub fn parse(text: &str) -> Option<Durata> {
        lettura(&segni::segni(text), false).durata()
    }

    /// Reads a whole field. What is not understood in it is kept as written, «diciotto mesi» too. None where it has no words, or says an
    /// impossible duration.
    #[must_use]
    pub fn leggi(text: &str) -> Option<Durata> {
        let pezzi = segni::segni(text);
        let letta = lettura(&pezzi, true);
        let intera = !letta.discorde
            && pezzi.iter().enumerate().all(|(n, pezzo)| match &pezzo.segno {
                Segno::Punto(_) => true,
                Segno::Parola(parola) if ["obiettivo", "durata"].contains(&parola.as_str()) => true,
                Segno::Numero(..) | Segno::Parola(_) => letta.lette.contains(&n),
            });
        let detta = letta.trovata;
        let durata = letta.durata();
        if durata.is_none() && (detta || !text.contains(char::is_alphabetic)) {
            return None;
        }
        let parola = Durata { k: None, n: None, parola: Some(text.trim().to_owned()), ..Durata::ANNUALE };
        Some(durata.filter(|_| intera).unwrap_or(parola))
    }

    /// The duration that two dates and the exercise make.
    #[must_use]
    pub fn da_date(inizio: Giorno, fine: Giorno, esercizio: i16) -> Durata {
        let anni = |a: i16, da: i16| (i32::from(a) - i32::from(da) + 1).max(1);
        let n = anni(fine.anno(), inizio.anno());
        let k = anni(esercizio, inizio.anno()).min(n);
        Durata {
            k: u16::try_from(k).ok(),
            n: u16::try_from(n).ok(),
            da: None,
            fase: None,
            pluriennale: false,
            parola: None,
        }
    }

    /// The words of the phase that stands beside the years.
    #[must_use]
    pub fn parole_della_fase(&self) -> Option<String> {
        self.fase.map(|(k, n)| n.map_or_else(|| format!("fase {k}"), |n| format!("fase {k} di {n}")))
    }
}

impl Lettura {
    fn durata(self) -> Option<Durata> {
        let Lettura { k, n, da, fase, pluriennale, trovata, .. } = self;
        // A phase beside years is not one of them.
        let (k, n, fase) = match (da, fase) {
            (None, Some((fase, di))) => (Some(fase), di.or(n), None),
            _ => (k, n, fase),
        };
        let k = k.or((n == Some(1)).then_some(1));
        let entro =
            |k: Option<u16>, n: Option<u16>| k != Some(0) && n != Some(0) && k.zip(n).is_none_or(|(k, n)| k <= n);
        let possibile = entro(k, n) && fase.is_none_or(|(k, n)| entro(Some(k), n));
        (trovata && possibile).then_some(Durata { k, n, da, fase, pluriennale, parola: None })
    }
}

/// What the signs say. `campo`: they are a whole field, in which an ordinal is that of a phase.
fn lettura(pezzi: &[Pezzo], campo: bool) -> Lettura {
    let mut out = Lettura::default();
    for (pos, pezzo) in pezzi.iter().enumerate() {
        let Segno::Parola(parola) = &pezzo.segno else { continue };
        let dopo = pezzi.get(pos + 1..).unwrap_or_default();
        if parola == "fase" {
            let prima = pos.checked_sub(1).filter(|_| campo).and_then(|n| Some((n, ordinale(pezzi.get(n)?)?)));
            let (fase, lette) = match (fase(dopo, campo), prima) {
                (Some((k, n, signs)), _) => ((k, n), (pos + 1..=pos + signs).collect()),
                (None, Some((n, k))) => ((k, None), vec![n]),
                (None, None) => continue,
            };
            out.fase = Some(fase);
            out.trovata = true;
            out.lette.push(pos);
            out.lette.extend::<Vec<usize>>(lette);
        } else if let Some(anni) = aggettivo(parola)
            && sola(pezzi.get(..pos).unwrap_or_default(), dopo)
        {
            out.aggettivo(anni, pos, dopo);
        }
    }
    out
}

impl Lettura {
    /// An adjective at `pos`, with the years and the brackets that follow it.
    fn aggettivo(&mut self, anni: Option<u16>, pos: usize, dopo: &[Pezzo]) {
        self.trovata = true;
        self.lette.push(pos);
        let mut n = anni;
        let mut from = 0;
        if let Some((primo, quanti, signs)) = fra_anni(dopo).filter(|(_, quanti, _)| *quanti > 1 || anni == Some(1)) {
            let giusti = anni.is_none_or(|anni| anni == quanti);
            n = n.or(Some(quanti));
            // Years that are more or fewer than the word says are not those of the objective.
            self.da = giusti.then_some(primo);
            self.pluriennale = giusti && anni.is_none();
            self.discorde |= !giusti;
            self.lette.extend(pos + 1..=pos + signs);
            from = signs;
        }
        if let Some([Pezzo { segno: Segno::Punto('('), .. }, resto @ ..]) = dopo.get(from..)
            && let Some((k, Some(di), signs)) = fase(resto, false)
        {
            self.discorde |= n.is_some_and(|n| n != di);
            self.k = Some(k);
            n = Some(di);
            self.lette.extend(pos + from + 2..=pos + from + 1 + signs);
        }
        self.n = n.or(self.n);
    }
}

/// `annuale`, `pluriennale (1/3)`, `biennale`, `pluriennale (fase 2)`, `pluriennale 2023–2025 (2/3)`, `pluriennale 2025–2026, fase 3 di
/// 4`, or the words as written.
impl fmt::Display for Durata {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(parola) = &self.parola {
            return f.write_str(parola);
        }
        let years = match (self.da, self.n.and_then(|n| i16::try_from(n).ok())) {
            (Some(da), Some(1)) => format!(" {da}"),
            (Some(da), Some(n)) => format!(" {da}–{}", da.saturating_add(n - 1)),
            _ => String::new(),
        };
        let said = match (self.k, self.n) {
            (_, Some(1)) => write!(f, "annuale{years}"),
            (Some(k), Some(n)) => write!(f, "pluriennale{years} ({k}/{n})"),
            (None, Some(_)) if self.pluriennale => write!(f, "pluriennale{years}"),
            (None, Some(2)) => write!(f, "biennale{years}"),
            (None, Some(3)) => write!(f, "triennale{years}"),
            (None, Some(_)) if !years.is_empty() => write!(f, "pluriennale{years}"),
            (None, Some(n)) => write!(f, "pluriennale ({n} anni)"),
            (Some(k), None) => write!(f, "pluriennale (fase {k})"),
            (None, None) => f.write_str("pluriennale"),
        };
        said?;
        match self.parole_della_fase() {
            Some(fase) => write!(f, ", {fase}"),
            None => Ok(()),
        }
    }
}

/// The years that an adjective says, if it says them.
fn aggettivo(parola: &str) -> Option<Option<u16>> {
    match parola {
        "annuale" => Some(Some(1)),
        "biennale" => Some(Some(2)),
        "triennale" => Some(Some(3)),
        "quadriennale" => Some(Some(4)),
        "quinquennale" => Some(Some(5)),
        "pluriennale" => Some(None),
        _ => None,
    }
}

/// `1`, `1/3`, `1 di 2`, and then nothing more: "Fase 2 per CER" is the phase of something else. Also how many signs they are. In a
/// field `IV` is a number too.
fn fase(pezzi: &[Pezzo], campo: bool) -> Option<(u16, Option<u16>, usize)> {
    let numero = |p: &Pezzo| match p.segno {
        Segno::Numero(n, 1 | 2) => u16::try_from(n).ok(),
        _ => ordinale(p).filter(|_| campo),
    };
    let [k, resto @ ..] = pezzi else { return None };
    let (n, signs, resto) = match resto {
        [Pezzo { segno: Segno::Punto('/'), .. }, n, resto @ ..] => (Some(numero(n)?), 3, resto),
        [Pezzo { segno: Segno::Parola(di), .. }, n, resto @ ..] if ["di", "su"].contains(&di.as_str()) => {
            (Some(numero(n)?), 3, resto)
        }
        _ => (None, 1, resto),
    };
    let finita = resto.first().is_none_or(|p| matches!(p.segno, Segno::Punto(_)));
    finita.then_some((numero(k)?, n, signs))
}

/// The place that a word says: `seconda`, `II`.
fn ordinale(pezzo: &Pezzo) -> Option<u16> {
    match &pezzo.segno {
        Segno::Parola(parola) => segni::ordinale(parola).and_then(|n| u16::try_from(n).ok()),
        _ => None,
    }
}

/// The first year of `2023-2025` or of `2027`, how many they are, and how many signs.
fn fra_anni(pezzi: &[Pezzo]) -> Option<(i16, u16, usize)> {
    let year = |n: u32| (2000..2100).contains(&n).then(|| i16::try_from(n).ok()).flatten();
    match pezzi {
        [
            Pezzo { segno: Segno::Numero(da, 4), .. },
            Pezzo { segno: Segno::Punto('-' | '/'), .. },
            Pezzo { segno: Segno::Numero(a, 4), .. },
            ..,
        ] => Some((year(*da)?, u16::try_from(year(*a).and(a.checked_sub(*da))?.checked_add(1)?).ok()?, 3)),
        [Pezzo { segno: Segno::Numero(da, 4), .. }, ..] => Some((year(*da)?, 1, 1)),
        _ => None,
    }
}

/// Whether an adjective speaks of the objective and not of a noun beside it ("Convenzione biennale con AUSER"): it stands
/// alone between marks, or begins a label that goes on with its phase or its years.
fn sola(prima: &[Pezzo], dopo: &[Pezzo]) -> bool {
    let prima = match prima {
        [resto @ .., Pezzo { segno: Segno::Parola(p), .. }] if ["obiettivo", "durata"].contains(&p.as_str()) => resto,
        _ => prima,
    };
    let inizia = prima.last().is_none_or(|p| matches!(p.segno, Segno::Punto(_)));
    let finisce = dopo.first().is_none_or(|p| match &p.segno {
        Segno::Parola(parola) => parola == "fase" || segni::ordinale(parola).is_some(),
        _ => true,
    });
    inizia && finisce
}
