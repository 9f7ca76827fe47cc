//! References to the Documento unico di programmazione (DUP), in any spelling: `Rif. DUP 1.1.1. - 1.1.5`,
//! `(03.01.02 e 3.01.04)`, `2.1.5 (anche 2.5.1)`.

use super::misura::{Parola, legge_parola};
use serde::de::{Deserialize, Deserializer};
use std::fmt;

/// One place of the DUP, without zeros before its numbers: `3.1.2`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RifDup(pub Vec<u16>);

impl fmt::Display for RifDup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let steps: Vec<String> = self.0.iter().map(ToString::to_string).collect();
        f.write_str(&steps.join("."))
    }
}

/// All the places of the DUP that one text names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dup(pub Vec<RifDup>);

impl Parola for Dup {
    const ATTESO: &'static str = "un riferimento al DUP come \"3.1.2\"";

    fn read(text: &str) -> Result<Self, String> {
        let short = crate::base::text::short(text);
        let wrong = |what: &str| {
            Err(format!(
                "«{short}» {what}\nscrivi i numeri del DUP separati da punti, per esempio \"3.1.2\" o [\"1.1.1\", \"1.1.5\"]"
            ))
        };
        let lower = text.to_lowercase();
        let words: Vec<&str> =
            lower.split(|c: char| !(c.is_alphanumeric() || c == '.')).map(|w| w.trim_matches('.')).collect();
        let mut all = Vec::new();
        for word in words.into_iter().filter(|w| !w.is_empty()) {
            if ["rif", "ref", "dup", "ses", "seo", "e", "ed", "anche", "v", "cfr", "obiettivo", "ob"].contains(&word) {
                continue;
            }
            let steps: Option<Vec<u16>> = word.split('.').map(|step| step.trim().parse::<u16>().ok()).collect();
            match steps {
                Some(steps) if (2..=5).contains(&steps.len()) => all.push(RifDup(steps)),
                _ => return wrong("non è un riferimento al DUP"),
            }
        }
        if all.is_empty() { wrong("non dice quale punto del DUP") } else { Ok(Dup(all)) }
    }

    fn vuota() -> Self {
        Dup(vec![])
    }
}

legge_parola!(Dup);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_names_the_same_place() {
        let read =
            |text: &str| Dup::read(text).map(|dup| dup.0.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "));
        for (text, expected) in [
            ("Rif. DUP 1.1.1. - 1.1.5", "1.1.1 1.1.5"),
            ("Rif. Dup 2.1.5 (anche 2.5.1 e 2.5.2)", "2.1.5 2.5.1 2.5.2"),
            ("Rif. DUP (03.01.02 e 3.01.04)", "3.1.2 3.1.4"),
            ("Rif DUP 1.2.4 - DUP 10.1.8 - DUP 8.1.9", "1.2.4 10.1.8 8.1.9"),
            ("ref DUP 3.1.2", "3.1.2"),
            ("DUP, SeS 3.1", "3.1"),
        ] {
            assert_eq!(read(text).as_deref(), Ok(expected), "{text}");
        }
        for wrong in ["", "DUP", "vedi il DUP", "1", "1.2.x"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
