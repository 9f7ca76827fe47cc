//! Data: a day of the civil calendar, read and printed as Italians write it.

use jiff::civil::Date;
use std::fmt;

/// A day.
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
    /// Year.
    #[must_use]
    pub fn anno(self) -> i16 {
        self.0.year()
    }

    /// Month, 1–12.
    #[must_use]
    pub fn mese(self) -> i8 {
        self.0.month()
    }

    /// Day of the month, 1–31.
    #[must_use]
    pub fn giorno(self) -> i8 {
        self.0.day()
    }

    /// The day in `2025-01-30` or `30/01/2025`; none when there is no such day.
    #[must_use]
    pub fn leggi(text: &str) -> Option<Self> {
        let text = text.trim();
        let (parts, italian): (Vec<&str>, bool) =
            if text.contains('/') { (text.split('/').collect(), true) } else { (text.split('-').collect(), false) };
        let [a, b, c] = parts.as_slice() else { return None };
        let (year, day) = if italian { (c, a) } else { (a, c) };
        let year = (year.len() == 4).then(|| year.parse().ok())??;
        Date::new(year, b.parse().ok()?, day.parse().ok()?).ok().map(Giorno)
    }

    /// `30 gennaio 2025`.
    #[must_use]
    pub fn lunga(self) -> String {
        let mese = nome_mese(self.mese());
        let giorno = if self.giorno() == 1 { "1°".to_owned() } else { self.giorno().to_string() };
        format!("{giorno} {mese} {}", self.anno())
    }

    /// `2025-01-30`, as machines read it (ISO 8601).
    #[must_use]
    pub fn iso(self) -> String {
        self.0.to_string()
    }
}

/// `30/01/2025`.
impl fmt::Display for Giorno {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}/{:02}/{:04}", self.giorno(), self.mese(), self.anno())
    }
}
