//! A day of the civil calendar, read and printed as Italians write it.

use jiff::civil::Date;
use std::fmt;

/// A day of the Gregorian calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Giorno(pub Date);

/// The months, January first.
pub const MESI: [&str; 12] = [
    "gennaio",
    "febbraio",
    "marzo",
    "aprile",
    "maggio",
    "giugno",
    "luglio",
    "agosto",
    "settembre",
    "ottobre",
    "novembre",
    "dicembre",
];

/// The name of a month, 1–12; nothing for any other number.
#[must_use]
pub fn nome_mese(mese: i8) -> &'static str {
    usize::try_from(mese - 1).ok().and_then(|n| MESI.get(n)).copied().unwrap_or_default()
}

impl Giorno {
    /// The year, in four digits.
    #[must_use]
    pub fn anno(self) -> i16 {
        self.0.year()
    }

    /// The month, from 1 to 12.
    #[must_use]
    pub fn mese(self) -> i8 {
        self.0.month()
    }

    /// The day of the month, from 1 to 31.
    #[must_use]
    pub fn giorno(self) -> i8 {
        self.0.day()
    }

    /// Reads `31/12/2026`, `31.12.2026`, `1-11-2021`, `31 dicembre 2026`, `1° marzo 2025`, and the ISO form of TOML.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_lowercase().replace(['°', 'º'], "");
        let parts: Vec<&str> = text.split(['/', '.', '-', ' ']).filter(|p| !p.is_empty()).collect();
        let [a, b, c] = parts.as_slice() else { return None };
        let number = |s: &str| s.parse::<i16>().ok();
        let (anno, mese, giorno) = match MESI.iter().position(|m| m == b) {
            Some(n) => (number(c)?, i16::try_from(n + 1).ok()?, number(a)?),
            None if a.len() == 4 => (number(a)?, number(b)?, number(c)?),
            None if c.len() == 4 => (number(c)?, number(b)?, number(a)?),
            None => return None,
        };
        let date = Date::new(anno, i8::try_from(mese).ok()?, i8::try_from(giorno).ok()?).ok()?;
        Some(Giorno(date))
    }

    /// The day in words, for running text: `30 gennaio 2025`.
    #[must_use]
    pub fn lunga(self) -> String {
        let mese = nome_mese(self.mese());
        let giorno = if self.giorno() == 1 { "1°".to_owned() } else { self.giorno().to_string() };
        format!("{giorno} {mese} {}", self.anno())
    }

    /// The month of the day, with its year: `gennaio 2025`.
    #[must_use]
    pub fn mese_e_anno(self) -> String {
        format!("{} {}", nome_mese(self.mese()), self.anno())
    }

    /// The day for other programs (ISO 8601): `2025-01-30`.
    #[must_use]
    pub fn iso(self) -> String {
        self.0.to_string()
    }
}

/// The day in figures, as tables print it: `30/01/2025`.
impl fmt::Display for Giorno {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}/{:02}/{:04}", self.giorno(), self.mese(), self.anno())
    }
}
