//! The 17 goals of the Agenda 2030, with the titles that the Italian State uses for them (Strategia nazionale per lo
//! sviluppo sostenibile; United Nations, A/RES/70/1).

/// Titles, goal 1 first.
pub const TITOLI: [&str; 17] = [
    "Sconfiggere la povertà",
    "Sconfiggere la fame",
    "Salute e benessere",
    "Istruzione di qualità",
    "Parità di genere",
    "Acqua pulita e servizi igienico-sanitari",
    "Energia pulita e accessibile",
    "Lavoro dignitoso e crescita economica",
    "Imprese, innovazione e infrastrutture",
    "Ridurre le disuguaglianze",
    "Città e comunità sostenibili",
    "Consumo e produzione responsabili",
    "Lotta contro il cambiamento climatico",
    "Vita sott’acqua",
    "Vita sulla terra",
    "Pace, giustizia e istituzioni solide",
    "Partnership per gli obiettivi",
];

/// A goal, 1–17.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sdg(pub u8);

impl Sdg {
    /// Its official title.
    #[must_use]
    pub fn titolo(self) -> &'static str {
        TITOLI.get(usize::from(self.0).wrapping_sub(1)).copied().unwrap_or_default()
    }
}

/// `Goal 11 – Città e comunità sostenibili`.
impl std::fmt::Display for Sdg {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Goal\u{a0}{} – {}", self.0, self.titolo())
    }
}

impl<'de> serde::Deserialize<'de> for Sdg {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = u8::deserialize(deserializer)?;
        // 0 is a value that could not be read, and was reported.
        if number <= 17 {
            return Ok(Sdg(number));
        }
        Err(serde::de::Error::custom(format!(
            "l’Agenda 2030 non ha un obiettivo {number}\nscrivi un numero da 1 a 17: {}",
            TITOLI.iter().enumerate().map(|(n, t)| format!("{} {t}", n + 1)).collect::<Vec<_>>().join("; ")
        )))
    }
}
