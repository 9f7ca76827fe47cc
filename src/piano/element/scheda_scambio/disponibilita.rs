//! Disponibilità: when an exchange can be done. Its words say the days, and usually also how sure these are.

use super::programma::ParteDelGiorno;
use crate::base::giorno::Giorno;
use crate::base::span::Spanned;
use crate::lingua::tempo::{Forma, Tempo};
use crate::piano::element::misura::UnoOMolti;
use crate::piano::element::obiettivo::indicatore::parole;
use serde::Deserialize;

/// When an exchange can be done.
#[derive(Debug, Deserialize)]
pub struct Disponibilita {
    /// The days or the period, in any form in which times are written.
    pub quando: Option<Spanned<Tempo>>,
    /// How sure it is, where the words do not say it.
    pub stato: Option<Spanned<StatoData>>,
    /// The period within which the day will be fixed.
    pub finestra: Option<Spanned<Tempo>>,
    /// The session that takes place then: `1ª giornata`.
    pub sessione: Option<Spanned<String>>,
    /// Parts of the day.
    #[serde(default)]
    pub parte: UnoOMolti<ParteDelGiorno>,
    /// A note, in plain words.
    pub nota: Option<Spanned<String>>,
}

parole! {
    /// How sure a date is.
    StatoData {
        Fissata = "fissata",
        AlternativaDaConfermare = "alternativa da confermare",
        DaFissare = "da fissare",
    }
}

/// A stretch of consecutive days: the first and the last, both included.
pub type Giorni = (Giorno, Giorno);

impl Disponibilita {
    /// How sure the days are: the state that is written, or the one that the words imply. "13 o 20 giugno" is to be confirmed,
    /// "giugno" is to be fixed.
    #[must_use]
    pub fn stato(&self) -> StatoData {
        if let Some(stato) = &self.stato {
            return stato.value;
        }
        let Some((tempo, Ok(lettura))) = self.quando.as_ref().map(|quando| (&quando.value, &quando.value.lettura))
        else {
            return StatoData::DaFissare;
        };
        match &lettura.forma {
            Forma::Alternative(tutte) if tutte.iter().all(|p| p.giorni(0).is_some()) => {
                StatoData::AlternativaDaConfermare
            }
            Forma::Periodi(tutti) if tempo.certo() && tutti.iter().all(|p| p.giorni(0).is_some()) => StatoData::Fissata,
            _ => StatoData::DaFissare,
        }
    }

    /// The days to show in the calendar, as stretches of consecutive days. None while they are still to be fixed.
    #[must_use]
    pub fn giorni(&self, anno: i16) -> Vec<Giorni> {
        match self.stato() {
            StatoData::Fissata | StatoData::AlternativaDaConfermare => {
                self.quando.as_ref().map(|quando| giorni(&quando.value, anno)).unwrap_or_default()
            }
            StatoData::DaFissare => vec![],
        }
    }

    /// The days between which the date will be fixed: the window that is written, or else the whole of the months that are named.
    #[must_use]
    pub fn finestra(&self, anno: i16) -> Vec<Giorni> {
        match (&self.finestra, self.stato()) {
            (Some(finestra), _) => giorni_o_mesi(&finestra.value, anno),
            (None, StatoData::DaFissare) => {
                self.quando.as_ref().map(|q| giorni_o_mesi(&q.value, anno)).unwrap_or_default()
            }
            (None, _) => vec![],
        }
    }

    /// The last day on which the exchange may take place, whether or not it is confirmed.
    #[must_use]
    pub fn ultimo(&self, anno: i16) -> Option<Giorno> {
        let times = [&self.quando, &self.finestra].into_iter().flatten();
        times.filter_map(|tempo| tempo.value.scadenza(anno)).max()
    }

    /// Session, parts of the day and notes, in words.
    #[must_use]
    pub fn note(&self) -> String {
        let parts: Vec<&str> = self.parte.0.iter().map(|parte| parte.label()).collect();
        let read = self.quando.as_ref().and_then(|q| q.value.lettura.as_ref().ok()?.nota.clone());
        let words = [
            self.sessione.as_ref().map(|s| s.value.trim().to_owned()),
            (!parts.is_empty()).then(|| parts.join(" e ")),
            self.nota.as_ref().map(|n| n.value.trim().to_owned()),
            read,
        ];
        words.into_iter().flatten().filter(|words| !words.is_empty()).collect::<Vec<_>>().join("; ")
    }
}

/// The days that the words name, as stretches of consecutive days: "5 e 6 novembre" is one session of two days. Alternatives stay
/// apart.
fn giorni(tempo: &Tempo, anno: i16) -> Vec<Giorni> {
    let Ok(lettura) = &tempo.lettura else { return vec![] };
    match &lettura.forma {
        Forma::Alternative(tutte) => tutte.iter().filter_map(|p| p.giorni(anno)).collect(),
        Forma::Periodi(tutti) => {
            let mut out: Vec<Giorni> = Vec::new();
            for (da, a) in tutti.iter().filter_map(|p| p.giorni(anno)) {
                match out.last_mut() {
                    Some((_, last)) if last.0.tomorrow().is_ok_and(|next| next == da.0) => *last = a,
                    _ => out.push((da, a)),
                }
            }
            out
        }
        _ => vec![],
    }
}

/// Most days that a stretch may have. A longer one says almost nothing of when, and would fill every month of the calendar.
const LUNGO: i32 = 124;

/// The days that the words name. Where they name one or a few months, all the days of these.
fn giorni_o_mesi(tempo: &Tempo, anno: i16) -> Vec<Giorni> {
    let days = giorni(tempo, anno);
    if !days.is_empty() {
        return days;
    }
    let whole = tempo.intervalli(anno).into_iter().filter_map(|i| i.da.zip(i.a));
    whole.filter(|(da, a)| da <= a && (a.0 - da.0).get_days() <= LUNGO).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (StatoData, Vec<String>) {
        let span = crate::base::span::Span::new(crate::base::span::FileId(0), 0..0);
        let quando = Some(Spanned::new(Tempo::parse(text), span));
        let d =
            Disponibilita { quando, stato: None, finestra: None, sessione: None, parte: UnoOMolti(vec![]), nota: None };
        let days = d
            .giorni(2024)
            .into_iter()
            .map(|(da, a)| if da == a { da.iso() } else { format!("{} {}", da.iso(), a.iso()) });
        (d.stato(), days.collect())
    }

    #[test]
    fn words_say_days_and_how_sure_they_are() {
        use StatoData::{AlternativaDaConfermare, DaFissare, Fissata};
        let cases: [(&str, StatoData, &[&str]); 12] = [
            ("16 aprile 2024", Fissata, &["2024-04-16"]),
            ("5 – 6 SETTEMBRE", Fissata, &["2024-09-05 2024-09-06"]),
            ("5 e 6 Novembre 2024", Fissata, &["2024-11-05 2024-11-06"]),
            ("Mese Giugno 2024 – 13 o 20 giugno", AlternativaDaConfermare, &["2024-06-13", "2024-06-20"]),
            ("giugno", DaFissare, &[]),
            ("Ottobre/Novembre", DaFissare, &[]),
            ("Maggio 2024", DaFissare, &[]),
            ("6 - 7 Giugno. Con ipotesi evento 6 sera", Fissata, &["2024-06-06 2024-06-07"]),
            ("Settembre 2024 (17, 19)", Fissata, &["2024-09-17", "2024-09-19"]),
            ("Settembre 2024 (17-18, 24-25)", Fissata, &["2024-09-17 2024-09-18", "2024-09-24 2024-09-25"]),
            ("7, 8,9 ottobre", Fissata, &["2024-10-07 2024-10-09"]),
            ("dal 5 al 16 maggio 2024", Fissata, &["2024-05-05 2024-05-16"]),
        ];
        for (text, state, days) in cases {
            assert_eq!(read(text), (state, days.iter().map(ToString::to_string).collect()), "«{text}»");
        }
    }

    #[test]
    fn a_month_without_days_stands_in_the_calendar_as_the_days_of_which_one_is_chosen() {
        let window = |text: &str| {
            let span = crate::base::span::Span::new(crate::base::span::FileId(0), 0..0);
            let quando = Some(Spanned::new(Tempo::parse(text), span));
            let parte = UnoOMolti(vec![]);
            let d = Disponibilita { quando, stato: None, finestra: None, sessione: None, parte, nota: None };
            d.finestra(2024).into_iter().map(|(da, a)| format!("{} {}", da.iso(), a.iso())).collect::<Vec<_>>()
        };
        assert_eq!(window("luglio"), ["2024-07-01 2024-07-31"]);
        assert_eq!(window("settembre e novembre"), ["2024-09-01 2024-09-30", "2024-11-01 2024-11-30"]);
        assert_eq!(window("ottobre/dicembre 2025"), ["2025-10-01 2025-12-31"]);
        // The whole year says nothing of when, and fixed days are no window.
        assert!(window("annuale").is_empty() && window("5 luglio").is_empty() && window("da fissare").is_empty());
    }
}
