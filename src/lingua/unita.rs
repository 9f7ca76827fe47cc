//! Units of measure as words: `1 incontro`, `2 incontri`.

/// Plurals in which plans measure, each with its singular. A word that is not here stays as it is written.
const PLURALI: [(&str, &str); 40] = [
    ("accessi", "accesso"),
    ("anni", "anno"),
    ("atti", "atto"),
    ("attività", "attività"),
    ("bandi", "bando"),
    ("campagne", "campagna"),
    ("controlli", "controllo"),
    ("convenzioni", "convenzione"),
    ("corsi", "corso"),
    ("dipendenti", "dipendente"),
    ("documenti", "documento"),
    ("edizioni", "edizione"),
    ("eventi", "evento"),
    ("famiglie", "famiglia"),
    ("giornate", "giornata"),
    ("giorni", "giorno"),
    ("incontri", "incontro"),
    ("iniziative", "iniziativa"),
    ("interventi", "intervento"),
    ("laboratori", "laboratorio"),
    ("mesi", "mese"),
    ("minuti", "minuto"),
    ("ore", "ora"),
    ("partecipanti", "partecipante"),
    ("persone", "persona"),
    ("posti", "posto"),
    ("pratiche", "pratica"),
    ("procedure", "procedura"),
    ("progetti", "progetto"),
    ("punti", "punto"),
    ("questionari", "questionario"),
    ("rapporti", "rapporto"),
    ("relazioni", "relazione"),
    ("report", "report"),
    ("riunioni", "riunione"),
    ("segnalazioni", "segnalazione"),
    ("servizi", "servizio"),
    ("settimane", "settimana"),
    ("vetrine", "vetrina"),
    ("voti", "voto"),
];

/// The unit as it stands after 1: the singular of a word of the list, any other as written.
#[must_use]
pub fn singolare(unita: &str) -> &str {
    PLURALI.iter().find(|(plurale, _)| *plurale == unita).map_or(unita, |(_, singolare)| singolare)
}

#[cfg(test)]
mod tests {
    use super::{PLURALI, singolare};

    #[test]
    fn only_the_words_of_the_list_are_declined() {
        assert!(PLURALI.is_sorted_by_key(|(plurale, _)| *plurale));
        for (plural, singular) in [
            ("incontri", "incontro"),
            ("vetrine", "vetrina"),
            ("report", "report"),
            ("€", "€"),
            ("incontri pubblici", "incontri pubblici"),
        ] {
            assert_eq!(singolare(plural), singular);
        }
    }
}
