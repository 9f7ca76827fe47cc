//! The sections of the Piano-tipo, with their official numbers and titles (DM 30 giugno 2022, n. 132, art. 1 and annex).

/// Number and title of each section, in order.
pub const SEZIONI: [(&str, &str); 10] = [
    ("1", "Scheda anagrafica dell’amministrazione"),
    ("2", "Valore pubblico, performance e anticorruzione"),
    ("2.1", "Valore pubblico"),
    ("2.2", "Performance"),
    ("2.3", "Rischi corruttivi e trasparenza"),
    ("3", "Organizzazione e capitale umano"),
    ("3.1", "Struttura organizzativa"),
    ("3.2", "Organizzazione del lavoro agile"),
    ("3.3", "Piano triennale dei fabbisogni di personale"),
    ("4", "Monitoraggio"),
];

/// The two plans, of which a body owes one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Profilo {
    /// The whole plan, for more than 50 employees (DL 80/2021, art. 6, par. 1).
    Ordinario,
    /// The simplified plan, for 50 employees or fewer (DPR 81/2022, art. 1, par. 3; DM 132/2022, art. 6).
    Semplificato,
}

impl Profilo {
    /// The most employees of a body that owes the simplified plan.
    pub const SOGLIA: u32 = 50;

    /// The plan that a body with so many employees owes.
    #[must_use]
    pub fn di(dipendenti: u32) -> Self {
        if dipendenti > Self::SOGLIA { Profilo::Ordinario } else { Profilo::Semplificato }
    }

    /// Whether section `number` is due. The simplified plan does not need 2.1, 2.2 and 4 (DM 132/2022, art. 6).
    #[must_use]
    pub fn asks(self, number: &str) -> bool {
        self == Profilo::Ordinario || !["2.1", "2.2", "4"].contains(&number)
    }

    /// The words in which it is printed.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Profilo::Ordinario => "ordinario",
            Profilo::Semplificato => "semplificato",
        }
    }
}

/// The official title of section `number`.
#[must_use]
pub fn titolo(number: &str) -> Option<&'static str> {
    SEZIONI.iter().find(|(n, _)| *n == number).map(|(_, titolo)| *titolo)
}

/// The highest number that the Piano-tipo gives to a section directly under `parent`; without a parent, to a chapter.
#[must_use]
pub fn last_under(parent: Option<&str>) -> u32 {
    let under = |number: &str| match (number.rsplit_once('.'), parent) {
        (None, None) => number.parse().ok(),
        (Some((above, last)), Some(parent)) if above == parent => last.parse().ok(),
        _ => None,
    };
    SEZIONI.iter().filter_map(|(number, _)| under(number)).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::{last_under, titolo};

    #[test]
    fn the_scheme_is_that_of_the_decree() {
        assert_eq!(
            (last_under(None), last_under(Some("2")), last_under(Some("3")), last_under(Some("1"))),
            (4, 3, 3, 0)
        );
        assert_eq!(titolo("2.3"), Some("Rischi corruttivi e trasparenza"));
        assert_eq!(titolo("2.4"), None);
    }
}
