//! The labels that the site says in other words than paper. Paper keeps the words of acts and forms, by which offices look for
//! things; the site is read by citizens, who ask who does it, why, and what it costs. The two are said side by side here alone:
//! the site takes its words from this list, and `verifica` knows that the two are one label.

/// Names of fields, columns and parts, and names of kinds: on paper, on the site.
const VOCI: [(&str, &str); 17] = [
    ("Unità", "Ufficio"),
    ("Unità organizzativa", "Ufficio"),
    ("Unità responsabile", "Ufficio responsabile"),
    ("Chi guida l’unità", "Chi guida l’ufficio"),
    ("Titolare", "Chi lo guida"),
    ("In quanto", "Motivo"),
    ("Partenza", "Valore iniziale"),
    ("Valore atteso", "Valore da raggiungere"),
    ("Valore rilevato", "Valore misurato"),
    ("Dall’albero del mandato", "Linea di mandato"),
    ("Politiche", "Temi"),
    ("Riferimenti al DUP", "Nel Documento unico di programmazione"),
    ("Strumenti di verifica", "Come si verifica"),
    ("Esiti", "Com’è andata"),
    ("Rilevanza contabile", "Quanto costa"),
    ("Parte investimenti", "Investimenti"),
    ("Di cui valutati", "Di cui contano nella valutazione"),
];

/// Titles of the lists of things: on paper, on the site.
const ELENCHI: [(&str, &str); 1] = [("Unità", "Uffici")];

fn di(pairs: &[(&'static str, &'static str)], paper: &str) -> Option<&'static str> {
    pairs.iter().find(|(on_paper, _)| *on_paper == paper).map(|(_, on_site)| *on_site)
}

/// The label of a field, a column, a part or a kind, as the site says it.
#[must_use]
pub fn voce(paper: &str) -> &str {
    di(&VOCI, paper).unwrap_or(paper)
}

/// The title of a list, as the site says it.
#[must_use]
pub fn elenco(paper: &str) -> &str {
    di(&ELENCHI, paper).unwrap_or(paper)
}

/// The labels of paper that the site says with the words `site`. None for a label that is the same on both.
pub fn sulla_carta(site: &str) -> impl Iterator<Item = &'static str> {
    VOCI.iter().filter(move |(_, on_site)| *on_site == site).map(|(on_paper, _)| *on_paper)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A label of the site that were one of paper too would be translated twice, and two of paper could not be told apart.
    #[test]
    fn no_label_is_translated_twice() {
        for pairs in [VOCI.as_slice(), &ELENCHI] {
            for (at, (paper, site)) in pairs.iter().enumerate() {
                assert!(pairs.iter().all(|(other, _)| other != site), "«{site}» is on both sides");
                assert!(pairs.iter().skip(at + 1).all(|(other, _)| other != paper), "«{paper}» is there twice");
            }
        }
    }
}
