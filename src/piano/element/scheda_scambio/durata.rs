//! How long a session of an exchange is: "2 giornate", "Da 3 a 5 giornate", "1 giorno e mezzo", "almeno 3 ore", "2 settimane".

use super::numeri::{quanti, tokens};
use crate::piano::element::misura::{Parola, legge_parola};
use serde::{Deserialize, Deserializer};
use std::fmt;

/// A length of time. Numbers are halves, so that a day and a half is exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DurataSessione {
    /// At least.
    pub min: Option<u32>,
    /// At most.
    pub max: Option<u32>,
    /// Of what.
    pub unita: Unita,
}

/// In what a session is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Unita {
    Ore,
    Giornate,
    Settimane,
}

impl DurataSessione {
    /// Reads a length; `unita` is meant where none is said.
    fn di(text: &str, unita: Unita) -> Result<Self, String> {
        let short = crate::base::text::short(text);
        let words = tokens(text);
        let unknown = || {
            Err(format!(
                "«{short}» non è una durata\nscrivi per esempio \"2 giornate\", \"da 3 a 5 giornate\", \"almeno 3 ore\""
            ))
        };
        let unit = |word: &str| match word {
            "ora" | "ore" | "h" => Some(Unita::Ore),
            "giorno" | "giorni" | "giornata" | "giornate" | "gg" => Some(Unita::Giornate),
            "settimana" | "settimane" => Some(Unita::Settimane),
            _ => None,
        };
        let said = words.iter().find_map(|(word, _)| unit(word));
        let half = words.iter().any(|(word, _)| word == "mezzo" || word == "mezza");
        let found = quanti(&words);
        let alone = words.len() == 1;
        // Words that are none of a length are another thing: "2 moduli".
        let (min, max) = match (found, said.is_some() || alone, half) {
            (Some(found), true, half) => {
                let add = |n: Option<u32>| n.map(|n| n + u32::from(half));
                (add(found.min), add(found.max))
            }
            (None, true, true) => (Some(1), Some(1)),
            _ => return unknown(),
        };
        if max == Some(0) || min.zip(max).is_some_and(|(min, max)| min > max) {
            return unknown();
        }
        Ok(DurataSessione { min, max, unita: said.unwrap_or(unita) })
    }
}

/// `2 giornate`, `da 3 a 5 giornate`, `almeno 3 ore`, `1 giornata e mezza`.
impl fmt::Display for DurataSessione {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let one = |n: u32| n == 2 || n == 3;
        let noun = |n: u32| match (self.unita, one(n)) {
            (Unita::Ore, true) => "ora",
            (Unita::Ore, false) => "ore",
            (Unita::Giornate, true) => "giornata",
            (Unita::Giornate, false) => "giornate",
            (Unita::Settimane, true) => "settimana",
            (Unita::Settimane, false) => "settimane",
        };
        let exact = |n: u32| match (n / 2, n % 2) {
            (0, _) => format!("mezza {}", noun(2)),
            (whole, 0) => format!("{whole} {}", noun(n)),
            (whole, _) => format!("{whole} {} e mezza", noun(n)),
        };
        let number = |n: u32| if n.is_multiple_of(2) { (n / 2).to_string() } else { format!("{},5", n / 2) };
        match (self.min, self.max) {
            (Some(min), Some(max)) if min == max => f.write_str(&exact(min)),
            (Some(2), Some(4)) => write!(f, "1 o 2 {}", noun(4)),
            (Some(min), Some(max)) => write!(f, "da {} a {} {}", number(min), number(max), noun(max)),
            (Some(min), None) => write!(f, "almeno {}", exact(min)),
            (None, Some(max)) => write!(f, "fino a {}", exact(max)),
            (None, None) => Ok(()),
        }
    }
}

impl Parola for DurataSessione {
    const ATTESO: &'static str = "una durata come \"2 giornate\"";
    fn read(text: &str) -> Result<Self, String> {
        // The form asks for a number of days.
        Self::di(text, Unita::Giornate)
    }
    fn vuota() -> Self {
        DurataSessione { min: None, max: None, unita: Unita::Giornate }
    }
}

/// How long a part of a session is: hours where nothing is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ore(pub DurataSessione);

impl Parola for Ore {
    const ATTESO: &'static str = "quante ore, come \"3 ore\"";
    fn read(text: &str) -> Result<Self, String> {
        DurataSessione::di(text, Unita::Ore).map(Ore)
    }
    fn vuota() -> Self {
        Ore(DurataSessione { min: None, max: None, unita: Unita::Ore })
    }
}

legge_parola!(DurataSessione, Ore);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_duration_is_read_and_said_back() {
        let cases = [
            ("1", "1 giornata"),
            ("1 giornata", "1 giornata"),
            ("2 giornate", "2 giornate"),
            ("1 o 2 giornate", "1 o 2 giornate"),
            ("Una o due giornate", "1 o 2 giornate"),
            ("Da 3 a 5 giornate", "da 3 a 5 giornate"),
            ("almeno 4 giornate", "almeno 4 giornate"),
            ("3 giorni", "3 giornate"),
            ("2 settimane", "2 settimane"),
            ("1 giorno e mezzo", "1 giornata e mezza"),
            ("mezza giornata", "mezza giornata"),
            ("almeno 3 ore", "almeno 3 ore"),
        ];
        for (text, said) in cases {
            assert_eq!(DurataSessione::read(text).map(|d| d.to_string()), Ok(said.to_owned()), "«{text}»");
        }
        assert_eq!(Ore::read("3").map(|ore| ore.0.to_string()), Ok("3 ore".to_owned()));
        for wrong in ["presto", "2 moduli", "da 5 a 3 giornate", "0"] {
            assert!(DurataSessione::read(wrong).is_err(), "«{wrong}»");
        }
    }
}
