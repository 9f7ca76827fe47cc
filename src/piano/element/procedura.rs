//! Procedura: a service for people that the body means to make simpler or faster, with how long it takes now and how long it will
//! take.

use super::misura::PerAnno;
use super::target::{Atteso, Target};
use super::unita::Unita;
use super::value::{Dovuto, Rif, Testo};
use super::{
    Element,
    row::{Row, Valore},
};
use crate::base::span::Spanned;
use crate::lingua::tempo::Tempo;
use serde::Deserialize;

/// A procedure to be made simpler.
#[derive(Debug, Deserialize)]
pub struct Procedura {
    /// Id as written. Without one, `index` makes it from the code or the title.
    pub id: Option<Spanned<String>>,
    /// Code, as offices write it.
    pub codice: Option<Spanned<String>>,
    /// The name of the procedure.
    pub titolo: Spanned<String>,
    /// What is to change, in prose.
    pub descrizione: Option<Testo>,
    /// The unit that carries it out.
    pub unita: Option<Dovuto<Rif<Unita>>>,
    /// How long it takes now.
    pub tempo_attuale: Option<Dovuto<Spanned<Target>>>,
    /// How long it will take.
    pub tempo_obiettivo: Option<Dovuto<PerAnno<Spanned<Target>>>>,
    /// The unit in which the times are counted, when it is not days: `passaggi`.
    pub unita_misura: Option<Spanned<String>>,
    /// The day or period by which it must take no longer than that.
    pub scadenza: Option<Dovuto<Spanned<Tempo>>>,
}

impl Procedura {
    /// Keeps as words the numbers that have two readings: «8,30» of hours may be half past eight.
    pub(crate) fn dubita(&mut self) {
        let unit = self.unita_misura().to_owned();
        let mut all: Vec<&mut Spanned<Target>> = Vec::new();
        if let Some(Dovuto::Valore(now)) = &mut self.tempo_attuale {
            all.push(now);
        }
        match &mut self.tempo_obiettivo {
            Some(Dovuto::Valore(PerAnno::Uno(then))) => all.push(then),
            Some(Dovuto::Valore(PerAnno::Anni(years))) => all.extend(years.values_mut()),
            Some(Dovuto::Assente(_)) | None => {}
        }
        for target in all.into_iter().filter(|target| target.value.ore_dubbie(&unit).is_some()) {
            target.value.atteso = Atteso::Parole;
        }
    }

    /// The unit of a number that names none of its own.
    #[must_use]
    pub fn unita_misura(&self) -> &str {
        self.unita_misura.as_ref().map_or("giorni", |unit| unit.value.trim())
    }

    /// The value as written, with its unit: `45 giorni`.
    #[must_use]
    pub fn durata(&self, target: &Target) -> String {
        match target.valore() {
            Some((value, "")) if self.unita_misura.is_none() && value == super::misura::Decimale(10_000) => {
                format!("{target} giorno")
            }
            Some((_, "")) => format!("{target} {}", self.unita_misura()),
            // Hours that may have minutes are no number, and are printed as one.
            None if target.parola.ends_with(|c: char| c.is_ascii_digit())
                && target.ore_dubbie(self.unita_misura()).is_some() =>
            {
                format!("{target} {}", self.unita_misura())
            }
            _ => target.to_string(),
        }
    }
}

impl Element for Procedura {
    fn id(&self) -> Option<&Spanned<String>> {
        self.id.as_ref()
    }
    fn codice(&self) -> Option<&Spanned<String>> {
        self.codice.as_ref()
    }
    fn titolo(&self) -> Spanned<&str> {
        self.titolo.as_deref()
    }
    fn prose(&self) -> Option<Testo> {
        self.descrizione
    }
    fn row(&self, row: &mut Row) {
        row.apart("codice", "Codice", self.codice.as_ref().map_or(Valore::Vuoto, |c| Valore::Codice(c.value.clone())));
        row.apart("titolo", "Procedura", &self.titolo);
        row.add("unita", "Ufficio", &self.unita);
        let now = match &self.tempo_attuale {
            Some(Dovuto::Assente(reason)) => Valore::Assente(reason.clone()),
            Some(Dovuto::Valore(target)) => Valore::Testo(self.durata(&target.value)),
            None => Valore::Vuoto,
        };
        row.add("tempo_attuale", "Tempo attuale", now);
        let then = match &self.tempo_obiettivo {
            Some(Dovuto::Assente(reason)) => Valore::Assente(reason.clone()),
            Some(Dovuto::Valore(years)) => Valore::Testo(years.parole(&|target| self.durata(&target.value))),
            None => Valore::Vuoto,
        };
        row.add("tempo_obiettivo", "Tempo obiettivo", then);
        row.add("scadenza", "Entro", &self.scadenza);
        row.add("descrizione", "Che cosa cambia", &self.descrizione);
    }
}
