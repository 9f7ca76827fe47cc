//! Who answers for an exchange. A person's data stay in the sources unless they are declared public: no output can reach the
//! others, because nothing outside this file can read them.

use crate::base::span::{Span, Spanned};
use crate::piano::element::misura::UnoOMolti;
use crate::piano::element::obiettivo::indicatore::parole;
use serde::Deserialize;
use std::fmt;

/// A person, by the role in which they answer.
#[derive(Debug, Deserialize)]
pub struct Contatto {
    /// Role in the office, always printed. None on cards that only say how to be reached.
    pub ruolo: Option<Spanned<String>>,
    /// Name and surname. Printed only if declared public.
    #[serde(default)]
    nome: UnoOMolti<Recapito>,
    /// Mail address. Printed only if declared public.
    #[serde(default)]
    email: UnoOMolti<Recapito>,
    /// Telephone numbers of the office. Printed only if declared public.
    #[serde(default)]
    telefono: UnoOMolti<Recapito>,
    /// Mobile numbers. Printed only if declared public.
    #[serde(default)]
    cellulare: UnoOMolti<Recapito>,
    /// Which of these may be published.
    #[serde(default)]
    pubblici: Vec<Canale>,
}

parole! {
    /// What may be published of a person.
    Canale { Nome = "nome", Email = "posta elettronica", Telefono = "telefono", Cellulare = "cellulare" }
}

/// A name, an address or a number. It has no way to print its words, so no message of the program can show them by mistake.
#[derive(Deserialize)]
#[serde(transparent)]
struct Recapito(Spanned<String>);

impl fmt::Debug for Recapito {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Recapito(…)")
    }
}

impl Contatto {
    fn detti(&self, canale: Canale) -> &[Recapito] {
        match canale {
            Canale::Nome => &self.nome.0,
            Canale::Email => &self.email.0,
            Canale::Telefono => &self.telefono.0,
            Canale::Cellulare => &self.cellulare.0,
        }
    }

    /// The role and whatever is public: `Responsabile dell’ufficio, scambi@comune.esempio.it`. Where nothing is public, it says so.
    #[must_use]
    pub fn pubblico(&self) -> String {
        let mut words: Vec<String> = self.ruolo.iter().map(|ruolo| ruolo.value.trim().to_owned()).collect();
        for canale in Canale::ALL.iter().filter(|canale| self.pubblici.contains(canale)) {
            words.extend(self.detti(*canale).iter().map(|detto| detto.0.value.trim().to_owned()));
        }
        if words.is_empty() {
            words.push("recapiti riservati".to_owned());
        }
        words.join(", ")
    }

    /// Where the data that are not public are written. No output has them.
    pub(crate) fn riservati(&self) -> impl Iterator<Item = Span> {
        let hidden = Canale::ALL.iter().filter(|canale| !self.pubblici.contains(canale));
        hidden.flat_map(|canale| self.detti(*canale)).map(|detto| detto.0.span)
    }

    /// The address of each mail, in lower case, with the name beside it: for the rule that finds one person spelt in two ways.
    pub(crate) fn grafie(&self) -> impl Iterator<Item = (String, &Spanned<String>)> {
        self.email
            .0
            .iter()
            .flat_map(|email| self.nome.0.iter().map(|nome| (email.0.value.trim().to_lowercase(), &nome.0)))
    }

    /// The names, for the same rules.
    pub(crate) fn nomi(&self) -> impl Iterator<Item = &Spanned<String>> {
        self.nome.0.iter().map(|nome| &nome.0)
    }

    /// The mobiles, for the same rules.
    pub(crate) fn cellulari(&self) -> impl Iterator<Item = &Spanned<String>> {
        self.cellulare.0.iter().map(|cellulare| &cellulare.0)
    }
}
