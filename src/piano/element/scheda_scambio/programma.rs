//! The programme of an exchange: by days and parts of the day, by modules with their hours, or by topics.

use super::durata::Ore;
use crate::base::span::Spanned;
use crate::lingua::tempo::Tempo;
use crate::piano::element::misura::UnoOMolti;
use crate::piano::element::obiettivo::indicatore::parole;
use crate::piano::element::value::Testo;
use serde::Deserialize;

/// One part of a programme. The fields that are filled tell whether the programme goes by day, by module or by topic.
#[derive(Debug, Deserialize)]
pub struct Parte {
    /// The number of the day in the exchange, from 1.
    pub giorno: Option<u32>,
    /// The date of that day, when it is known: `giovedì 5 settembre`.
    pub data: Option<Spanned<Tempo>>,
    /// The name of the module.
    pub modulo: Option<Spanned<String>>,
    /// The topic.
    pub tema: Option<Spanned<String>>,
    /// Parts of the day.
    #[serde(default)]
    pub parte: UnoOMolti<ParteDelGiorno>,
    /// How many hours it takes.
    pub ore: Option<Spanned<Ore>>,
    /// What is done, in words.
    pub testo: Option<Testo>,
    /// What is done, as a list of things.
    #[serde(default)]
    pub voci: Vec<Testo>,
    /// What is said after that list.
    pub nota: Option<Testo>,
}

parole! {
    /// Parts of the day.
    ParteDelGiorno { Mattina = "mattina", Pomeriggio = "pomeriggio", Sera = "sera" }
}

impl Parte {
    /// The heading of its day, `Giorno 1 (giovedì 5 settembre)`; none for a part that belongs to no day.
    #[must_use]
    pub fn quando(&self) -> Option<String> {
        match (self.giorno, self.data.as_ref().map(|data| data.value.parola.trim())) {
            (Some(n), Some(data)) => Some(format!("Giorno {n} ({data})")),
            (Some(n), None) => Some(format!("Giorno {n}")),
            (None, Some(data)) => Some(crate::base::text::capital(data)),
            (None, None) => None,
        }
    }

    /// Its heading, `Giorno 1 (giovedì 5 settembre), mattina – Le compensazioni (3 ore)`. Under the heading of its day, the day is
    /// left out.
    #[must_use]
    pub fn titolo(&self, giorno: bool) -> String {
        let mut when: Vec<String> = self.quando().filter(|_| giorno).into_iter().collect();
        when.extend(self.parte.0.iter().map(|parte| parte.label().to_owned()));
        let what = [&self.modulo, &self.tema].into_iter().flatten().map(|words| words.value.trim().to_owned());
        let mut words: Vec<String> = Vec::new();
        if !when.is_empty() {
            words.push(when.join(", "));
        }
        words.extend(what);
        let mut out = crate::base::text::capital(&words.join(" – "));
        if let Some(ore) = &self.ore {
            out.push_str(&format!(" ({})", ore.value.0.parola));
        }
        out.trim().to_owned()
    }
}
