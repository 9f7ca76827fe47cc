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

/// Names of marks and levels. They are not counted, so they stand before their number: `voto 7`.
const GRADI: [&str; 6] = ["grado", "indice", "livello", "media", "punteggio", "voto"];

/// Whether a unit is the name of a mark or of a level, and not of things that are counted.
#[must_use]
pub fn grado(unita: &str) -> bool {
    GRADI.contains(&unita.trim().to_lowercase().as_str())
}

/// The end of the scale that words name, as in `Voto dei bambini, su 10`. None if they name none.
#[must_use]
pub fn su_quanto(words: &str) -> Option<u32> {
    let (_, after) = words.rsplit_once("su ")?;
    let end = after.trim_end_matches(|c: char| !c.is_ascii_digit());
    end.parse().ok().filter(|end| *end > 0)
}

/// The unit as it stands after 1: the singular of a word of the list, any other as written.
#[must_use]
pub fn singolare(unita: &str) -> &str {
    PLURALI.iter().find(|(plurale, _)| *plurale == unita).map_or(unita, |(_, singolare)| singolare)
}

/// How many times a number is meant that stands before `word`: `12,5 mila`, `2 milioni`.
#[must_use]
pub fn moltiplicatore(word: &str) -> Option<i64> {
    Some(match word.to_lowercase().trim_end_matches('.') {
        "mila" | "migliaia" => 1_000,
        "mln" | "milione" | "milioni" => 1_000_000,
        "mld" | "miliardo" | "miliardi" => 1_000_000_000,
        _ => return None,
    })
}

/// Whether two spellings mean the same unit. In words the case of the letters does not count («Incontri», «incontri»), in symbols it
/// does: a megawatt is a thousand million milliwatts.
#[must_use]
pub fn stessa(a: &str, b: &str) -> bool {
    let plain = |unit: &str| match unit.trim().to_lowercase().as_str() {
        "per cento" | "percento" | "percentuale" => "%".to_owned(),
        "euro" | "eur" => "€".to_owned(),
        _ => unit
            .split_whitespace()
            .map(|word| if simbolo(word) { word.to_owned() } else { word.to_lowercase() })
            .collect::<Vec<_>>()
            .join(" "),
    };
    plain(a) == plain(b)
}

/// Whether a word is a symbol such as `MW`, `kWh/mq`, `GB`: short, or with a capital after its first letter and a small one.
fn simbolo(word: &str) -> bool {
    let lower = word.to_lowercase();
    let known = lower.chars().all(|c| !c.is_alphabetic())
        || PLURALI.iter().any(|(plurale, singolare)| [*plurale, *singolare].contains(&lower.as_str()))
        || lower == "gg";
    let mixed = word.chars().skip(1).any(char::is_uppercase) && word.chars().any(char::is_lowercase);
    !known && (word.chars().count() <= 3 || mixed)
}

#[cfg(test)]
mod tests {
    use super::{PLURALI, singolare, stessa};

    #[test]
    fn the_case_of_a_symbol_counts_and_that_of_a_word_does_not() {
        for (a, b) in [
            ("Incontri", "incontri"),
            ("ORE", "ore"),
            ("euro", "€"),
            ("Per cento", "%"),
            ("kWh/mq", "kWh/mq"),
            ("GG", "gg"),
        ] {
            assert!(stessa(a, b), "{a} {b}");
        }
        for (a, b) in [("MW", "mW"), ("kWh/mq", "kwh/mq"), ("GB", "Gb"), ("ore", "giorni"), ("€", "%")] {
            assert!(!stessa(a, b), "{a} {b}");
        }
    }

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
