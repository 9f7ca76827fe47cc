//! The programme of an exchange: by days and parts of the day, by modules with their hours, or by topics.

use super::durata::Ore;
use crate::base::span::Spanned;
use crate::lingua::tempo::Tempo;
use crate::piano::element::misura::UnoOMolti;
use crate::piano::element::obiettivo::indicatore::parole;
use crate::piano::element::value::Testo;
use serde::Deserialize;

/// One part of a programme. Which of its fields are there says by what the programme goes.
#[derive(Debug, Deserialize)]
pub struct Parte {
    /// The day, from 1.
    pub giorno: Option<u32>,
    /// The day in the calendar, when it is known: `giovedì 5 settembre`.
    pub data: Option<Spanned<Tempo>>,
    /// The name of the module.
    pub modulo: Option<Spanned<String>>,
    /// The topic.
    pub tema: Option<Spanned<String>>,
    /// Parts of the day.
    #[serde(default)]
    pub parte: UnoOMolti<ParteDelGiorno>,
    /// How long.
    pub ore: Option<Spanned<Ore>>,
    /// What is done, in words.
    pub testo: Option<Testo>,
    /// What is done, thing by thing.
    #[serde(default)]
    pub voci: Vec<Testo>,
    /// What is said after them.
    pub nota: Option<Testo>,
}

parole! {
    /// Parts of the day.
    ParteDelGiorno { Mattina = "mattina", Pomeriggio = "pomeriggio", Sera = "sera" }
}

impl Parte {
    /// `Giorno 1 (giovedì 5 settembre)`; none for a part of no day.
    #[must_use]
    pub fn quando(&self) -> Option<String> {
        match (self.giorno, self.data.as_ref().map(|data| data.value.parola.trim())) {
            (Some(n), Some(data)) => Some(format!("Giorno {n} ({data})")),
            (Some(n), None) => Some(format!("Giorno {n}")),
            (None, Some(data)) => Some(crate::base::text::capital(data)),
            (None, None) => None,
        }
    }

    /// `Giorno 1 (giovedì 5 settembre), mattina – Le compensazioni (3 ore)`; without the day under the title of its day.
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
