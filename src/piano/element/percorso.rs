//! Percorso: where a project stands in the PNRR, `M5.C2.I1.1.1`, read from the forms in which offices write it.

use crate::base::span::Spanned;
use serde::de::{Deserialize, Deserializer};
use std::fmt;

/// A path in the PNRR: mission, component, then investment or reform.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Percorso {
    /// The mission, 1–7.
    pub missione: u8,
    /// The number of the component in its mission.
    pub componente: u8,
    /// The numbers of the investment or reform: `1.1.1`. Empty when the text stops at the component.
    pub numeri: Vec<u8>,
    /// Whether it is a reform.
    pub riforma: bool,
}

/// The words that stand between the numbers of a path.
const PAROLE: [&str; 16] = [
    "M",
    "MISS",
    "MISSIONE",
    "C",
    "COMP",
    "COMPONENTE",
    "I",
    "INV",
    "INVESTIMENTO",
    "SUB",
    "SUBINVESTIMENTO",
    "MIS",
    "MISURA",
    "SUBMISURA",
    "R",
    "RIFORMA",
];

impl Percorso {
    /// Reads `M5.C2.I1.1.1`, `M5C2I1.2`, `M5 2 2.1`, `Missione 5 - Componente 2 - Sub investimento 1.1.1 - "titolo"`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (words, numbers) = pezzi(text)?;
        let first = words.first().filter(|word| ["M", "MISS", "MISSIONE"].contains(&word.as_str()));
        let (Some(_), [missione, componente, numeri @ ..]) = (first, numbers.as_slice()) else { return None };
        let fits = (1..=7).contains(missione) && (1..=9).contains(componente) && numeri.len() <= 3;
        let riforma = words.iter().any(|word| word == "R" || word == "RIFORMA");
        fits.then(|| Percorso { missione: *missione, componente: *componente, numeri: numeri.to_vec(), riforma })
    }

    /// The title of its mission: those of the PNRR, and for the seventh the chapter REPowerEU of 2023.
    #[must_use]
    pub fn titolo_missione(&self) -> &'static str {
        match self.missione {
            1 => "Digitalizzazione, innovazione, competitività, cultura e turismo",
            2 => "Rivoluzione verde e transizione ecologica",
            3 => "Infrastrutture per una mobilità sostenibile",
            4 => "Istruzione e ricerca",
            5 => "Inclusione e coesione",
            6 => "Salute",
            _ => "REPowerEU",
        }
    }
}

/// `M5.C2.I1.1.1`
impl fmt::Display for Percorso {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "M{}.C{}", self.missione, self.componente)?;
        if self.numeri.is_empty() {
            return Ok(());
        }
        f.write_str(if self.riforma { ".R" } else { ".I" })?;
        f.write_str(&punti(&self.numeri))
    }
}

fn punti(numbers: &[u8]) -> String {
    numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(".")
}

/// The words and the numbers of a code. A title after them is left aside. None when the text has any other word.
fn pezzi(text: &str) -> Option<(Vec<String>, Vec<u8>)> {
    let code = text.split(['"', '«', '“', '”']).next().unwrap_or_default();
    let (mut words, mut numbers) = (Vec::new(), Vec::<u8>::new());
    let mut rest = code.trim();
    while let Some(c) = rest.chars().next() {
        let end = |same: fn(char) -> bool| rest.find(|c| !same(c)).unwrap_or(rest.len());
        let (piece, after) = if c.is_ascii_digit() {
            rest.split_at(end(|c| c.is_ascii_digit()))
        } else if c.is_alphabetic() {
            rest.split_at(end(char::is_alphabetic))
        } else if c.is_whitespace() || ".-–—/,:".contains(c) {
            rest = rest.get(c.len_utf8()..).unwrap_or_default();
            continue;
        } else {
            return None;
        };
        rest = after;
        if c.is_ascii_digit() {
            numbers.push(piece.parse().ok()?);
            continue;
        }
        let word = piece.to_uppercase();
        if !PAROLE.contains(&word.as_str()) {
            // What follows is a title without quotes.
            return (numbers.len() > 2).then_some((words, numbers));
        }
        words.push(word);
    }
    Some((words, numbers))
}

/// A code in its normal form: a path of the PNRR, or the number of a measure without the word before it (`Misura 1.4.3`). Any other
/// code stays as it is.
#[must_use]
pub fn normale(code: &str) -> String {
    if let Some(path) = Percorso::parse(code) {
        return path.to_string();
    }
    match pezzi(code) {
        Some((words, numbers))
            if words.first().is_some_and(|word| word.len() > 2 && !word.starts_with("MISS")) && numbers.len() > 1 =>
        {
            punti(&numbers)
        }
        _ => code.trim().to_owned(),
    }
}

/// Reads a code and gives it its normal form. What was typed can still be read in the file, at the same place.
pub(crate) fn codice<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Spanned<String>, D::Error> {
    let typed = Spanned::<String>::deserialize(deserializer)?;
    Ok(Spanned::new(normale(&typed.value), typed.span))
}

/// Reads a code that may be missing, and gives it its normal form.
pub(crate) fn forse_codice<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Spanned<String>>, D::Error> {
    let typed = Option::<Spanned<String>>::deserialize(deserializer)?;
    Ok(typed.map(|typed| Spanned::new(normale(&typed.value), typed.span)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_one_whatever_office_writes_them() {
        for (typed, right) in [
            ("M5.C2.I1.1.1", "M5.C2.I1.1.1"),
            ("Missione 5 - Componente 2 - Sub investimento 1.1.1", "M5.C2.I1.1.1"),
            (
                "Missione 5 - Componente 2 - Sub investimento 1.1.3 - \"Rafforzamento dei servizi 24 ore\"",
                "M5.C2.I1.1.3",
            ),
            ("Missione 5 – Componente 2 – Investimento 1.2 – Percorsi di autonomia", "M5.C2.I1.2"),
            ("M5 2 2.1", "M5.C2.I2.1"),
            ("M4.C1. I1.1", "M4.C1.I1.1"),
            ("m5c2i1.3.2", "M5.C2.I1.3.2"),
            ("M5 C2 Sub inv. 1.1.4", "M5.C2.I1.1.4"),
            ("M1C1 Riforma 1.2", "M1.C1.R1.2"),
            ("M5.C2", "M5.C2"),
            ("Misura 1.4.3", "1.4.3"),
            ("Investimento 1.2", "1.2"),
            ("1.4.3", "1.4.3"),
            ("CERV-2024-NT 12", "CERV-2024-NT 12"),
            ("M9.C2.I1", "M9.C2.I1"),
            ("M5.C2.I1.1.1.1", "M5.C2.I1.1.1.1"),
        ] {
            assert_eq!(normale(typed), right, "{typed}");
        }
        assert_eq!(Percorso::parse("M5"), None);
        assert_eq!(Percorso::parse("Misura 1.4.3"), None);
        assert_eq!(Percorso::parse("M5.C2.I300.1"), None);
    }
}
