//! Which years are of the plan that ends and which of the one that begins, and what a text or a time says of them.

use super::commenti::nomina;
use crate::base::text::flat_words;
use crate::lingua::norme;
use crate::lingua::tempo::{Cadenza, Forma, Tempo, Unita};
use crate::piano::settings::Impostazioni;

/// The years of the two plans.
#[derive(Debug, Clone, Copy)]
pub(super) struct Anni {
    /// The year that the plan that ends is about.
    pub(super) vecchio: i16,
    /// The year that the new plan is about.
    pub(super) nuovo: i16,
    /// The first year of the new triennium.
    pub(super) primo: i16,
    /// The last year of the new triennium.
    pub(super) ultimo: i16,
}

/// What a time is to the new plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Quando {
    /// It ends in a year of the new plan, or later.
    Avanti,
    /// It ended before.
    Passato,
    /// It names no year: it was of the year of its plan.
    SenzaAnno,
    /// The same, and in its plan it went on into the years of the new one: «novembre - febbraio», «intero triennio», «dal 1° luglio». Of a time
    /// that nobody can read it is not known that it ended.
    Oltre,
    /// It holds in every year, or is no time.
    Sempre,
}

impl Anni {
    /// None when the triennium could not be read.
    pub(super) fn of(set: &Impostazioni) -> Option<Self> {
        let (first, last) = (set.anni().next()?, set.anni().last()?);
        let vecchio = set.anno();
        Some(Anni { vecchio, nuovo: vecchio + 1, primo: first + 1, ultimo: last + 1 })
    }

    /// Whether `anno` is one that the new plan has left behind.
    pub(super) fn passato(&self, anno: i16) -> bool {
        anno < self.nuovo.min(self.primo)
    }

    /// What a written time is to the new plan.
    pub(super) fn quando(&self, testo: &str) -> Quando {
        let tempo = Tempo::parse(testo);
        let Ok(lettura) = &tempo.lettura else { return Quando::Oltre };
        // «31/12 di ogni anno»
        let yearly = |cadenza: &Cadenza| cadenza.ogni == (1, 1) && cadenza.unita == Unita::Anno;
        match &lettura.forma {
            Forma::Ricorrenza { dentro, .. } if dentro.is_empty() => return Quando::Sempre,
            Forma::Periodi(_) | Forma::Alternative(_) | Forma::Ricorrenza { .. } => {}
            Forma::Relativo { tetto: Some(_), .. } => {}
            _ => return Quando::Sempre,
        }
        // A time that names its year has the same days in a plan of any year.
        let last = |anno| tempo.intervalli(anno).iter().filter_map(|days| days.a.or(days.da)).max();
        let open = || tempo.intervalli(self.vecchio).iter().any(|days| days.a.is_none());
        match (last(self.vecchio), last(self.nuovo)) {
            (Some(a), Some(b)) if a == b && self.passato(a.anno()) => Quando::Passato,
            (Some(a), Some(b)) if a == b => Quando::Avanti,
            _ if matches!(&lettura.forma, Forma::Ricorrenza { cadenza, .. } if yearly(cadenza)) => Quando::Sempre,
            (Some(a), _) if !self.passato(a.anno()) || open() => Quando::Oltre,
            _ => Quando::SenzaAnno,
        }
    }

    /// What is to be asked about a text that somebody wrote for the plan that ends: it names one of its years, or says how things ended.
    pub(super) fn domanda(&self, testo: &str) -> Option<String> {
        const ESITI: [&str; 5] = ["consuntivo", "raggiunto", "raggiunta", "raggiunti", "raggiunte"];
        let ended = || flat_words(testo).iter().any(|word| ESITI.contains(&word.as_str()));
        match self.nominato(testo) {
            Some(year) => Some(nomina(year)),
            None => ended().then(|| format!("dice com’è andata nel {}", self.vecchio)),
        }
    }

    /// The year of the plan that ends, or of the one before it, when `testo` names one. The year of a law or the number of an act is
    /// their name and no time.
    pub(super) fn nominato(&self, testo: &str) -> Option<i16> {
        let norme = norme::find(testo, self.nuovo);
        let bytes = testo.as_bytes();
        let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
        // The figures that end before byte `end`.
        let before = |end: usize| (0..end).rev().take_while(|at| digit(*at)).count();
        let mut found = None;
        let mut at = 0;
        while at < bytes.len() {
            if !digit(at) {
                at += 1;
                continue;
            }
            let end = (at..).find(|n| !digit(*n)).unwrap_or(bytes.len());
            let range = at..end;
            at = end;
            let year = testo.get(range.clone()).filter(|figures| figures.len() == 4).and_then(|text| text.parse().ok());
            let Some(year) = year.filter(|year: &i16| (self.vecchio - 1..self.nuovo).contains(year)) else { continue };
            let letter = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
            let around = [
                testo.get(..range.start).and_then(|t| t.chars().next_back()),
                testo.get(end..).and_then(|t| t.chars().next()),
            ];
            if around.into_iter().any(letter) || norme.iter().any(|norma| norma.dove.contains(&range.start)) {
                continue;
            }
            // `12/2027` is an act and `delibera-12-2027` an id; `31/12/2027` is a day, and `2026-2027` are years.
            let joined = range.start.checked_sub(1).and_then(|n| bytes.get(n)).filter(|sign| b"/-".contains(sign));
            if let Some(sign) = joined {
                let one = before(range.start - 1);
                let more = (range.start - 1).checked_sub(one + 1).and_then(|n| bytes.get(n));
                let day = more == Some(sign) && matches!(one, 1 | 2) && before(range.start - 2 - one) > 0;
                if one != 4 && !day {
                    continue;
                }
            }
            found = found.max(Some(year));
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::{Anni, Quando};

    const ANNI: Anni = Anni { vecchio: 2027, nuovo: 2028, primo: 2028, ultimo: 2030 };

    #[test]
    fn a_year_is_named_where_it_is_a_time() {
        for text in [
            "entro dicembre 2027",
            "il 31/12/2027",
            "dal 1-11-2027 in poi",
            "nel triennio 2027-2029",
            "l’anno scolastico 2026/2027",
            "(2026)",
            "«2027»",
        ] {
            assert!(ANNI.nominato(text).is_some(), "{text}");
        }
        for text in [
            "nel 2028",
            "dal 2019",
            "il D.Lgs 12/2027",
            "la legge 5 marzo 2027, n. 12",
            "la deliberazione n. 12/2027",
            "[@delibera-12-2027]",
            "S2027",
            "20270",
        ] {
            assert_eq!(ANNI.nominato(text), None, "{text}");
        }
        assert_eq!(ANNI.nominato("dal 2026 al 2027"), Some(2027));
        assert_eq!(ANNI.domanda("A consuntivo sono tutti a posto.").as_deref(), Some("dice com’è andata nel 2027"));
        assert_eq!(ANNI.domanda("Raggiungere chi è lontano."), None);
    }

    #[test]
    fn a_time_without_a_year_was_of_its_plan() {
        for (text, quando) in [
            ("entro aprile", Quando::SenzaAnno),
            ("II trimestre", Quando::SenzaAnno),
            ("novembre - febbraio", Quando::Oltre),
            ("settembre - gennaio", Quando::Oltre),
            ("intero triennio", Quando::Oltre),
            ("dal 1° luglio", Quando::Oltre),
            ("dal 1° marzo 2027", Quando::Passato),
            ("31/12/2027", Quando::Passato),
            ("gennaio - marzo 2026", Quando::Passato),
            ("entro il 2029", Quando::Avanti),
            ("31 marzo 2028", Quando::Avanti),
            ("ogni trimestre", Quando::Sempre),
            ("==", Quando::Sempre),
            ("ogni anno", Quando::Sempre),
            ("30/06 di ogni anno", Quando::Sempre),
            ("quando si può", Quando::Oltre),
        ] {
            assert_eq!(ANNI.quando(text), quando, "{text}");
        }
    }
}
