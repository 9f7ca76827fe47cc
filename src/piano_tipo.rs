//! The sections of the Piano-tipo, with their official numbers and titles (DM 30 giugno 2022, n. 132, art. 1 and annex).

/// Number and title of each section, in order.
pub const SEZIONI: [(&str, &str); 11] = [
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
    ("3.3.2", "Formazione del personale"),
];

/// The official title of section `number`.
#[must_use]
pub fn titolo(number: &str) -> Option<&'static str> {
    SEZIONI.iter().find(|(n, _)| *n == number).map(|(_, titolo)| *titolo)
}
