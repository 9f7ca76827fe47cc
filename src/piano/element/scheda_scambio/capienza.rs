//! Capienza: how many an exchange can host, in the words of the offices. The words are printed as they are; the numbers in them
//! are read, so that seats can be added up.

use super::numeri::{quanti, tokens};
use crate::piano::element::misura::{Parola, legge_parola};
use serde::{Deserialize, Deserializer};

/// How many can be hosted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capienza {
    /// The words, as written.
    pub parola: String,
    /// At least.
    pub min: Option<u32>,
    /// At most.
    pub max: Option<u32>,
    /// Of what the number is.
    pub per: Per,
    /// What is counted.
    pub cosa: Cosa,
}

/// Of what a number of seats is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Per {
    /// Of each session: also where nothing is said.
    Sessione,
    /// Of each day of the exchange.
    Giornata,
    /// Of each date in the calendar.
    Data,
    /// Of all sessions together.
    Totale,
    /// Of each body that takes part.
    Ente,
}

/// What a number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cosa {
    /// Persons, whoever they are.
    Persone,
    /// Persons of a role: "1 Responsabile di sportello".
    Ruolo,
    /// Bodies.
    Enti,
    /// Nothing: the words say only for whom it is.
    Nessuna,
}

impl Parola for Capienza {
    const ATTESO: &'static str = "quante persone, come \"massimo 10 persone\"";
    fn read(text: &str) -> Result<Self, String> {
        let short = crate::base::text::short(text);
        let words = tokens(text);
        let has = |stems: &[&str]| words.iter().any(|(word, _)| stems.iter().any(|stem| word.starts_with(stem)));
        let Some(found) = quanti(&words) else {
            if !text.chars().any(char::is_alphabetic) {
                return Err(format!(
                    "«{short}» non dice quante persone\nscrivi per esempio \"massimo 10 persone per sessione\""
                ));
            }
            let per = Per::Sessione;
            return Ok(Capienza { parola: text.to_owned(), min: None, max: None, per, cosa: Cosa::Nessuna });
        };
        let (min, max) = (found.min.map(|n| n / 2), found.max.map(|n| n / 2));
        if max == Some(0) || min.zip(max).is_some_and(|(min, max)| min > max) {
            return Err(format!(
                "«{short}» non è una capienza possibile\nscrivi prima il numero minore: \"da 2 a 6 persone\""
            ));
        }
        let per = if has(&["total", "complessiv"]) {
            Per::Totale
        } else if words.windows(2).any(|w| matches!(w, [(a, _), (b, _)] if (a == "per" || a == "ogni") && b == "ente"))
        {
            Per::Ente
        } else if words.iter().any(|(word, _)| word == "data" || word == "date") {
            Per::Data
        } else if has(&["giornat", "giorn"]) {
            Per::Giornata
        } else {
            Per::Sessione
        };
        let noun = words.get(found.dopo).map_or("", |(word, _)| word.as_str());
        const PERSONE: [&str; 12] =
            ["person", "partecipant", "posti", "posto", "collegh", "dipendent", "iscritt", "per", "a", "in", "al", "-"];
        let cosa = if ["ent", "amministrazion", "comun"].iter().any(|stem| noun.starts_with(stem)) {
            Cosa::Enti
        } else if noun.is_empty()
            || PERSONE.iter().any(|stem| noun == *stem || stem.len() > 4 && noun.starts_with(stem))
        {
            Cosa::Persone
        } else {
            Cosa::Ruolo
        };
        // A bare number is printed with what it counts.
        let parola = match (words.len(), max) {
            (1, Some(1)) => "1 persona".to_owned(),
            (1, Some(n)) => format!("{n} persone"),
            _ => text.to_owned(),
        };
        Ok(Capienza { parola, min, max, per, cosa })
    }
    fn vuota() -> Self {
        Capienza { parola: String::new(), min: None, max: None, per: Per::Sessione, cosa: Cosa::Nessuna }
    }
}

legge_parola!(Capienza);

/// The seats of one edition of an exchange, from all that is said of them: the total where there is one, the roles together,
/// or the largest of the numbers. None where no number counts persons.
#[must_use]
pub fn posti<'a>(capienze: impl Iterator<Item = &'a Capienza> + Clone) -> Option<u32> {
    let most = |c: &Capienza| c.max.or(c.min);
    let persons = capienze.filter(|c| matches!(c.cosa, Cosa::Persone | Cosa::Ruolo) && c.per != Per::Ente);
    let total = persons.clone().filter(|c| c.per == Per::Totale).filter_map(most).max();
    let roles: u32 = persons.clone().filter(|c| c.cosa == Cosa::Ruolo).filter_map(most).sum();
    let largest = persons.filter(|c| c.cosa == Cosa::Persone).filter_map(most).max();
    total.or(largest).or((roles > 0).then_some(roles))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_capacity_is_read() {
        let cases = [
            ("20 partecipanti", Some(20), Some(20), Per::Sessione, Cosa::Persone),
            (
                "Massimo 10 persone, tra personale tecnico e/o amministrativo",
                None,
                Some(10),
                Per::Sessione,
                Cosa::Persone,
            ),
            ("2 persone a sessione", Some(2), Some(2), Per::Sessione, Cosa::Persone),
            ("da un minimo di 2 persone a un massimo di 6", Some(2), Some(6), Per::Sessione, Cosa::Persone),
            ("1 Responsabile di Sportello/URP", Some(1), Some(1), Per::Sessione, Cosa::Ruolo),
            ("1 o 2 persone", Some(1), Some(2), Per::Sessione, Cosa::Persone),
            ("massimo 4 per ogni data della 1^ giornata", None, Some(4), Per::Data, Cosa::Persone),
            ("massimo 8 in totale", None, Some(8), Per::Totale, Cosa::Persone),
            ("massimo 8 per la 2^ giornata", None, Some(8), Per::Giornata, Cosa::Persone),
            ("4 enti", Some(4), Some(4), Per::Sessione, Cosa::Enti),
            ("2 persone per ente", Some(2), Some(2), Per::Ente, Cosa::Persone),
            ("Tecnici dei settori urbanistica – ambiente", None, None, Per::Sessione, Cosa::Nessuna),
        ];
        for (text, min, max, per, cosa) in cases {
            let expected = Capienza { parola: text.to_owned(), min, max, per, cosa };
            assert_eq!(Capienza::read(text), Ok(expected), "«{text}»");
        }
        assert_eq!(Capienza::read("20").map(|c| c.parola), Ok("20 persone".into()));
        assert!(Capienza::read("da 6 a 2").is_err() && Capienza::read("0").is_err() && Capienza::read("--").is_err());
    }

    #[test]
    fn seats_of_an_edition() {
        let seats = |texts: &[&str]| {
            let all: Vec<Capienza> = texts.iter().map(|text| Capienza::read(text).expect("a capacity")).collect();
            posti(all.iter())
        };
        assert_eq!(seats(&["massimo 4 per data", "massimo 8 in totale"]), Some(8));
        assert_eq!(seats(&["1 Responsabile di sportello", "1 Responsabile dell’organizzazione"]), Some(2));
        assert_eq!(seats(&["10 partecipanti per sessione", "4 enti"]), Some(10));
        assert_eq!(seats(&["Tecnici dell’urbanistica"]), None);
    }
}
