//! Recurrences: "ogni 15 giorni", "cadenza mensile", "3 a settimana", and the stretches in which they happen.

use super::elenco::completa;
use super::lettore::Lettore;
use super::segni::Segno;
use super::{Cadenza, Forma, Momento, Periodo, Quando, Tempo, Unita, days};
use crate::base::giorno::Giorno;
use std::collections::BTreeSet;

impl Lettore<'_> {
    /// `ogni sei mesi (Luglio-Gennaio)`, `cadenza mensile`, `3 a settimana`
    pub(super) fn ricorrenza(&mut self) -> Option<Forma> {
        if let Some(dentro) = self.attempt(Self::di_ogni_anno) {
            let cadenza = Cadenza { volte: 1, ogni: (1, 1), unita: Unita::Anno };
            return Some(Forma::Ricorrenza { cadenza, dentro, evento: None });
        }
        let cadenza = self.cadenza()?;
        Some(Forma::Ricorrenza { cadenza, dentro: self.dentro(cadenza), evento: None })
    }

    /// `31/12 di ogni anno`, `entro il 30 giugno e il 31 dicembre di ciascun anno`
    fn di_ogni_anno(&mut self) -> Option<Vec<Periodo>> {
        let elenco = self.elenco()?;
        self.parola(&["di", "d"]);
        self.parola(&["ogni", "ciascun", "ciascuno"])?;
        self.parola(&["anno"])?;
        Some(elenco.voci)
    }

    /// How often.
    pub(super) fn cadenza(&mut self) -> Option<Cadenza> {
        self.uno_di(&[Self::ogni, Self::aggettivo, Self::volte, Self::parte_per_anno])
    }

    /// `ogni 15/30 giorni`, `ogni sei mesi`, `ogni trimestre`
    fn ogni(&mut self) -> Option<Cadenza> {
        self.parola(&["ogni"])?;
        let min = self.numero().unwrap_or(1);
        let max = self.attempt(|l| {
            l.parola(&["o"]).map(|_| ()).or_else(|| l.punto(&['/', '-']).map(|_| ()))?;
            l.numero()
        });
        let (n, unita) = self.unita()?;
        let ogni = (min.checked_mul(n)?, max.unwrap_or(min).checked_mul(n)?);
        Some(Cadenza { volte: 1, ogni, unita })
    }

    /// `cadenza mensile`, `settimanalmente`, `quadrimestrale`. "annuale" alone is the year.
    fn aggettivo(&mut self) -> Option<Cadenza> {
        self.parola(&["con", "a"]);
        let cadenza = self.parola(&["cadenza", "frequenza"]).is_some();
        let Segno::Parola(parola) = &self.pezzi.get(self.pos)?.segno else { return None };
        self.pos += 1;
        let radice = ["mente", "e", "i", "o", "a"].iter().find_map(|fine| parola.strip_suffix(fine))?;
        let (n, unita) = match radice {
            "giornalier" | "giornaliera" | "quotidian" | "quotidiana" => (1, Unita::Giorno),
            "settimanal" => (1, Unita::Settimana),
            "quindicinal" => (15, Unita::Giorno),
            "mensil" => (1, Unita::Mese),
            "bimestral" => (2, Unita::Mese),
            "trimestral" => (3, Unita::Mese),
            "quadrimestral" => (4, Unita::Mese),
            "semestral" => (6, Unita::Mese),
            "annual" if cadenza || parola == "annualmente" => (1, Unita::Anno),
            _ => return None,
        };
        Some(Cadenza { volte: 1, ogni: (n, n), unita })
    }

    /// `due volte l’anno`, `3 a settimana`
    fn volte(&mut self) -> Option<Cadenza> {
        let volte = self.numero()?;
        let dette = self.parola(&["volte", "volta"]).is_some();
        if self.parola(&["a", "al", "alla", "l", "all", "per", "ogni"]).is_none() && !dette {
            return None;
        }
        let (n, unita) = self.unita()?;
        Some(Cadenza { volte, ogni: (n, n), unita })
    }

    /// `trimestre/anno`
    fn parte_per_anno(&mut self) -> Option<Cadenza> {
        let (n, unita) = self.unita()?;
        self.punto(&['/'])?;
        self.parola(&["anno"])?;
        Some(Cadenza { volte: 1, ogni: (n, n), unita })
    }

    pub(super) fn unita(&mut self) -> Option<(u32, Unita)> {
        const UNITA: [(&[&str], u32, Unita); 8] = [
            (&["giorno", "giorni", "gg"], 1, Unita::Giorno),
            (&["settimana", "settimane"], 1, Unita::Settimana),
            (&["mese", "mesi"], 1, Unita::Mese),
            (&["bimestre", "bimestri"], 2, Unita::Mese),
            (&["trimestre", "trimestri", "trim"], 3, Unita::Mese),
            (&["quadrimestre", "quadrimestri"], 4, Unita::Mese),
            (&["semestre", "semestri", "sem"], 6, Unita::Mese),
            (&["anno", "anni"], 1, Unita::Anno),
        ];
        UNITA.iter().find_map(|(parole, n, unita)| self.parola(parole).map(|_| (*n, *unita)))
    }

    /// In which stretches: `(da marzo)`, `(nel mese di gennaio) - 2021-2022-2023`.
    pub(super) fn dentro(&mut self, cadenza: Cadenza) -> Vec<Periodo> {
        let mut dentro = self.fra_parentesi();
        let anni = self.attempt(|l| {
            l.punto(&['-', ','])?;
            l.periodo()
        });
        if let Some(anni) = anni {
            dentro = ogni_anno(&dentro, anni);
        }
        // "ogni sei mesi (Luglio-Gennaio)": two months as far apart as the times are, not a stretch.
        if let [Periodo::Fra(da, a)] = *dentro.as_slice()
            && let (Quando::Mese(m), Quando::Mese(n), Unita::Mese) = (da.quando, a.quando, cadenza.unita)
            && u32::try_from((n - m).rem_euclid(12)).is_ok_and(|distanza| cadenza.ogni == (distanza, distanza))
        {
            return vec![Periodo::In(da), Periodo::In(a)];
        }
        dentro
    }

    fn fra_parentesi(&mut self) -> Vec<Periodo> {
        let elenco = self.attempt(|l| {
            let aperta = l.punto(&['(']).is_some();
            let elenco = l.elenco()?;
            if aperta {
                l.punto(&[')'])?;
            }
            Some(elenco)
        });
        elenco.map(|e| e.voci).unwrap_or_default()
    }
}

/// These stretches repeated in each of some years.
fn ogni_anno(dentro: &[Periodo], anni: Periodo) -> Vec<Periodo> {
    let (Periodo::In(da) | Periodo::Da(da) | Periodo::Entro(da) | Periodo::Fra(da, _)) = anni;
    let a = if let Periodo::Fra(_, a) = anni { a } else { da };
    let (Some(primo), Some(ultimo), false) = (da.anno, a.anno, dentro.is_empty()) else { return vec![anni] };
    let mut voci: Vec<Periodo> =
        (primo..=ultimo).flat_map(|anno| dentro.iter().map(move |periodo| periodo.con_anno(anno))).collect();
    completa(&mut voci);
    voci
}

impl Tempo {
    /// The days of `anno` by which something is done, as far as the words are certain. «Ogni sei mesi» says how often and no day; «ogni
    /// sei mesi (giugno e dicembre)» says both.
    #[must_use]
    pub fn giorni_certi(&self, anno: i16) -> BTreeSet<Giorno> {
        let Some(lettura) = self.lettura.as_ref().ok().filter(|_| self.certo()) else {
            return BTreeSet::new();
        };
        let whole = |periodo: &Periodo| matches!(periodo, Periodo::In(Momento { anno: None, quando: Quando::Anno }));
        let ends = |periodi: &[Periodo]| -> BTreeSet<Giorno> {
            let said: Vec<Periodo> = periodi.iter().copied().filter(|periodo| !whole(periodo)).collect();
            days(&said, anno).into_iter().filter_map(|days| days.a).filter(|day| day.anno() == anno).collect()
        };
        match &lettura.forma {
            Forma::Periodi(periodi) => ends(periodi),
            Forma::Ricorrenza { cadenza, dentro, .. } => {
                let found = ends(dentro);
                let times = cadenza.volte_l_anno();
                // «31/12 di ogni anno» may name several days, each of which comes once a year.
                let all = times == Some(1) || times.is_some_and(|times| usize::try_from(times) == Ok(found.len()));
                if all { found } else { BTreeSet::new() }
            }
            Forma::Relativo { tetto: Some(tetto), .. } => ends(&[Periodo::Entro(*tetto)]),
            _ => BTreeSet::new(),
        }
    }
}

impl Tempo {
    /// The day by which something is due in `anno`, if the words fix it. Of what comes back it is the one day that it has in that year;
    /// where it has several, or none that is known, no day stands for all of them.
    #[must_use]
    pub fn scadenza_nell_anno(&self, anno: i16) -> Option<Giorno> {
        if !self.senza_fine() {
            return self.scadenza_certa(anno);
        }
        let mut days = self.giorni_certi(anno).into_iter();
        days.next().filter(|_| days.next().is_none())
    }

    /// Whether it comes back within stretches that the words name: «ogni sei mesi (giugno e dicembre)», and not «ogni sei mesi».
    #[must_use]
    pub fn in_tratti(&self) -> bool {
        matches!(&self.lettura, Ok(lettura) if matches!(&lettura.forma, Forma::Ricorrenza { dentro, .. } if !dentro.is_empty()))
    }

    /// Whether it comes back every year, or every month, and no year ends it: «31/12 di ogni anno». Its days in one year are neither the
    /// first nor the last.
    #[must_use]
    pub fn senza_fine(&self) -> bool {
        match self.lettura.as_ref().map(|lettura| &lettura.forma) {
            Ok(Forma::Ricorrenza { dentro, .. }) => {
                dentro.is_empty() || dentro.iter().any(|periodo| periodo.senza_anno())
            }
            _ => false,
        }
    }

    /// Whether its days are of whatever year is meant, because the words leave it out: «entro il 30/06», «31/12 di ogni anno».
    #[must_use]
    pub fn senza_anno(&self) -> bool {
        match self.lettura.as_ref().map(|lettura| &lettura.forma) {
            Ok(Forma::Periodi(periodi) | Forma::Alternative(periodi) | Forma::Ricorrenza { dentro: periodi, .. }) => {
                periodi.iter().any(|periodo| periodo.senza_anno())
            }
            Ok(Forma::Relativo { tetto: Some(tetto), .. }) => tetto.anno.is_none(),
            _ => false,
        }
    }
}

impl Periodo {
    /// Whether the year of one of its ends is left out.
    fn senza_anno(self) -> bool {
        match self {
            Periodo::In(m) | Periodo::Entro(m) | Periodo::Da(m) => m.anno.is_none(),
            Periodo::Fra(da, a) => da.anno.is_none() || a.anno.is_none(),
        }
    }
}

impl Cadenza {
    /// How many times a year, when months or years say it.
    fn volte_l_anno(self) -> Option<u32> {
        let (n, same) = (self.ogni.0, self.ogni.0 == self.ogni.1);
        match self.unita {
            Unita::Mese if same && n > 0 && 12 % n == 0 => self.volte.checked_mul(12 / n),
            Unita::Anno if same && n == 1 => Some(self.volte),
            _ => None,
        }
    }
}
