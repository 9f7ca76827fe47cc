//! Durata: how many years an objective takes, and which of them this is.

use super::segni::{self, Pezzo, Segno};
use crate::base::giorno::Giorno;
use std::fmt;

/// `annuale`, `pluriennale (1/3)`: what is not said is `None`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Durata {
    /// The year, or phase, in which the objective is: from 1.
    pub k: Option<u16>,
    /// How many there are: 1 is "annuale".
    pub n: Option<u16>,
    /// The first of them, when the years are written: "pluriennale 2023-2025 – FASE 2".
    pub da: Option<i16>,
}

impl Durata {
    /// One year.
    pub const ANNUALE: Durata = Durata { k: Some(1), n: Some(1), da: None };

    /// Reads `annuale`, `biennale`, `Pluriennale (1/3)`, `fase 1 di 2`, `(FASE 1)`, also at the end of a title or among
    /// labels. `None` when the words say no duration, or an impossible one (`3/2`).
    #[must_use]
    pub fn parse(text: &str) -> Option<Durata> {
        let pezzi = segni::segni(text);
        let mut k = None;
        let mut n = None;
        let mut da = None;
        let mut trovata = false;
        for (pos, pezzo) in pezzi.iter().enumerate() {
            let Segno::Parola(parola) = &pezzo.segno else { continue };
            let dopo = pezzi.get(pos + 1..).unwrap_or_default();
            if parola == "fase"
                && let Some(fase) = fase(dopo)
            {
                (k, n, trovata) = (Some(fase.0), fase.1.or(n), true);
            } else if let Some(anni) = aggettivo(parola)
                && sola(pezzi.get(..pos).unwrap_or_default(), dopo)
            {
                if let Some((primo, quanti)) = fra_anni(dopo) {
                    n = n.or(anni).or(Some(quanti));
                    // Years that are more or fewer than the word says are not those of the objective.
                    da = (n == Some(quanti)).then_some(primo);
                }
                n = n.or(anni);
                trovata = true;
                if let [Pezzo { segno: Segno::Punto('('), .. }, resto @ ..] = dopo
                    && let Some((fase, Some(di))) = fase(resto)
                {
                    (k, n) = (Some(fase), Some(di));
                }
            }
        }
        let k = k.or((n == Some(1)).then_some(1));
        let possibile = k != Some(0) && n != Some(0) && k.zip(n).is_none_or(|(k, n)| k <= n);
        (trovata && possibile).then_some(Durata { k, n, da })
    }

    /// The duration that two dates and the exercise make.
    #[must_use]
    pub fn da_date(inizio: Giorno, fine: Giorno, esercizio: i16) -> Durata {
        let anni = |a: i16, da: i16| (i32::from(a) - i32::from(da) + 1).max(1);
        let n = anni(fine.anno(), inizio.anno());
        let k = anni(esercizio, inizio.anno()).min(n);
        Durata { k: u16::try_from(k).ok(), n: u16::try_from(n).ok(), da: None }
    }
}

/// `annuale`, `pluriennale (1/3)`, `biennale`, `pluriennale (fase 2)`, `pluriennale 2023–2025 (2/3)`.
impl fmt::Display for Durata {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let years = match (self.da, self.n.and_then(|n| i16::try_from(n).ok())) {
            (Some(da), Some(n)) if n > 1 => format!(" {da}–{}", da.saturating_add(n - 1)),
            _ => String::new(),
        };
        match (self.k, self.n) {
            (_, Some(1)) => f.write_str("annuale"),
            (Some(k), Some(n)) => write!(f, "pluriennale{years} ({k}/{n})"),
            (None, Some(2)) => write!(f, "biennale{years}"),
            (None, Some(3)) => write!(f, "triennale{years}"),
            (None, Some(_)) if !years.is_empty() => write!(f, "pluriennale{years}"),
            (None, Some(n)) => write!(f, "pluriennale ({n} anni)"),
            (Some(k), None) => write!(f, "pluriennale (fase {k})"),
            (None, None) => f.write_str("pluriennale"),
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

/// `1`, `1/3`, `1 di 2`, and then nothing more: "Fase 2 per CER" is the phase of something else.
fn fase(pezzi: &[Pezzo]) -> Option<(u16, Option<u16>)> {
    let numero = |p: &Pezzo| match p.segno {
        Segno::Numero(n, 1 | 2) => u16::try_from(n).ok(),
        _ => None,
    };
    let [k, resto @ ..] = pezzi else { return None };
    let (n, resto) = match resto {
        [Pezzo { segno: Segno::Punto('/'), .. }, n, resto @ ..] => (Some(numero(n)?), resto),
        [Pezzo { segno: Segno::Parola(di), .. }, n, resto @ ..] if ["di", "su"].contains(&di.as_str()) => {
            (Some(numero(n)?), resto)
        }
        _ => (None, resto),
    };
    let finita = resto.first().is_none_or(|p| matches!(p.segno, Segno::Punto(_)));
    finita.then_some((numero(k)?, n))
}

/// The first year of `2023-2025`, and how many they are.
fn fra_anni(pezzi: &[Pezzo]) -> Option<(i16, u16)> {
    match pezzi {
        [
            Pezzo { segno: Segno::Numero(da, 4), .. },
            Pezzo { segno: Segno::Punto('-' | '/'), .. },
            Pezzo { segno: Segno::Numero(a, 4), .. },
            ..,
        ] => Some((i16::try_from(*da).ok()?, u16::try_from(a.checked_sub(*da)?.checked_add(1)?).ok()?)),
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
        Segno::Parola(parola) => parola == "fase",
        _ => true,
    });
    inizia && finisce
}
