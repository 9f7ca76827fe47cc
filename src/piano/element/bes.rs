//! The twelve domains of the Benessere equo e sostenibile, with the titles that ISTAT gives them.

/// Titles, domain 1 first.
pub const TITOLI: [&str; 12] = [
    "Salute",
    "Istruzione e formazione",
    "Lavoro e conciliazione dei tempi di vita",
    "Benessere economico",
    "Relazioni sociali",
    "Politica e istituzioni",
    "Sicurezza",
    "Benessere soggettivo",
    "Paesaggio e patrimonio culturale",
    "Ambiente",
    "Innovazione, ricerca e creatività",
    "Qualità dei servizi",
];

/// A domain, 1–12.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Bes(pub u8);

impl Bes {
    /// Its official title.
    #[must_use]
    pub fn titolo(self) -> &'static str {
        TITOLI.get(usize::from(self.0).wrapping_sub(1)).copied().unwrap_or_default()
    }
}

/// `BES 12 – Qualità dei servizi`.
impl std::fmt::Display for Bes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "BES\u{a0}{} – {}", self.0, self.titolo())
    }
}

impl<'de> serde::Deserialize<'de> for Bes {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = u8::deserialize(deserializer)?;
        // 0 is a value that could not be read, and was reported.
        if number <= 12 {
            return Ok(Bes(number));
        }
        Err(serde::de::Error::custom(format!(
            "il benessere equo e sostenibile (BES) non ha un dominio {number}\nscrivi un numero da 1 a 12: {}",
            TITOLI.iter().enumerate().map(|(n, t)| format!("{} {t}", n + 1)).collect::<Vec<_>>().join("; ")
        )))
    }
}
