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

/// Whether a unit is one of time, in full or as offices shorten it: `giorni`, `giorni lavorativi`, `gg`, `ore`.
#[must_use]
pub fn di_tempo(unita: &str) -> bool {
    const TEMPI: [&str; 19] = [
        "secondo",
        "secondi",
        "minuto",
        "minuti",
        "min",
        "ora",
        "ore",
        "h",
        "giorno",
        "giorni",
        "giornata",
        "giornate",
        "gg",
        "settimana",
        "settimane",
        "mese",
        "mesi",
        "anno",
        "anni",
    ];
    TEMPI.contains(&prima(unita).as_str())
}

/// Whether a unit is the hour: `ore`, `ore al giorno`, `h.`.
#[must_use]
pub fn di_ore(unita: &str) -> bool {
    ["ora", "ore", "h"].contains(&prima(unita).as_str())
}

/// Whether the title of a column says that times are below it, in hours as far as it says: «Tempo (ore)», «Presenza (h.m)», «Durata»,
/// «Straordinari». Not «Durata in mesi», «Costo orario», «km/h».
#[must_use]
pub fn di_durate(titolo: &str) -> bool {
    const ORE: [&str; 7] = ["ora", "ore", "h", "hh", "hm", "orario", "orari"];
    const DURATE: [&str; 6] = ["durat", "tempo", "tempi", "straordinari", "permess", "timbratur"];
    const DENARO: [&str; 9] = ["cost", "tariff", "spes", "prezz", "import", "compens", "valor", "euro", "€"];
    const ALTRE: [&str; 8] = ["giorn", "settiman", "mese", "mesi", "ann", "minut", "second", "percent"];
    const SIGLE: [&str; 6] = ["gg", "g", "min", "sec", "km", "%"];
    let lower = titolo.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !(c.is_alphanumeric() || "%€".contains(c))).collect();
    let begins = |roots: &[&str]| words.iter().any(|word| roots.iter().any(|root| word.starts_with(root)));
    let has = |list: &[&str]| words.iter().any(|word| list.contains(word));
    // «Ore al mese» are hours.
    let hours = has(&ORE) || begins(&DURATE) && !begins(&ALTRE) && !has(&SIGLE);
    hours && !begins(&DENARO) && !has(&["km", "%"])
}

/// The first word of a unit, which says what it counts.
fn prima(unita: &str) -> String {
    unita.split_whitespace().next().unwrap_or_default().trim_end_matches('.').to_lowercase()
}

/// The hours and minutes that `8.30` or `8,30`, at the head of some words, may be when it counts hours. None where they would be the
/// same as the number, or no minutes.
#[must_use]
pub fn orario(text: &str) -> Option<(u32, u32)> {
    let number = text.split(|c: char| !(c.is_ascii_digit() || ".,".contains(c))).next()?;
    let (whole, part) = number.trim_end_matches(['.', ',']).split_once(['.', ','])?;
    let minutes = part.parse().ok().filter(|minutes| part.len() == 2 && (1..60).contains(minutes))?;
    Some((whole.parse().ok()?, minutes))
}

/// `8 ore e 30 minuti`, `1 ora e 5 minuti`, `40 minuti`.
#[must_use]
pub fn ore_e_minuti(hours: u32, minutes: u32) -> String {
    let minutes = format!("{minutes} {}", if minutes == 1 { "minuto" } else { "minuti" });
    match hours {
        0 => minutes,
        1 => format!("1 ora e {minutes}"),
        hours => format!("{hours} ore e {minutes}"),
    }
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

/// Whether a unit holds a number that multiplies what it counts: `migliaia di euro`, `mln €`, `k€`.
#[must_use]
pub fn di_molti(unita: &str) -> bool {
    unita.split_whitespace().any(|word| moltiplicatore(word).is_some() || ["k€", "m€"].contains(&&*word.to_lowercase()))
}

/// Whether the words of a unit say only that things are counted, and not which: `n.`, `numero`.
#[must_use]
pub fn di_numero(unita: &str) -> bool {
    ["n", "n.", "n°", "nr", "nr.", "num", "num.", "numero"].contains(&unita.trim().to_lowercase().as_str())
}

/// Whether two spellings mean the same unit. In words the case of the letters does not count («Incontri», «incontri») nor whether they are of
/// one or of many, in symbols the case does: a megawatt is a thousand million milliwatts.
#[must_use]
pub fn stessa(a: &str, b: &str) -> bool {
    let plain = |unit: &str| match unit.trim().to_lowercase().as_str() {
        "per cento" | "percento" | "percentuale" => "%".to_owned(),
        _ => unit.split_whitespace().map(parola).collect::<Vec<_>>().join(" "),
    };
    plain(a) == plain(b)
}

/// A word of a unit in its one spelling, so that `gg`, `Giorno` and `giorni` are the same.
fn parola(word: &str) -> String {
    let lower = word.to_lowercase();
    match lower.trim_end_matches('.') {
        "euro" | "eur" => return "€".to_owned(),
        "gg" => return "giorni".to_owned(),
        "min" => return "minuti".to_owned(),
        "h" if !word.starts_with('H') => return "ore".to_owned(),
        _ => {}
    }
    let found = PLURALI.iter().find(|(plurale, singolare)| [*plurale, *singolare].contains(&lower.as_str()));
    if let Some((plurale, _)) = found {
        return (*plurale).to_owned();
    }
    let symbol = word.replace('²', "2").replace('³', "3");
    let symbol = match symbol.rsplit_once('/') {
        Some((of, "mq")) => format!("{of}/m2"),
        Some((of, "mc")) => format!("{of}/m3"),
        _ if symbol == "mq" => "m2".to_owned(),
        _ if symbol == "mc" => "m3".to_owned(),
        _ => symbol,
    };
    if simbolo(&symbol) {
        return symbol;
    }
    if !lower.chars().all(char::is_alphabetic) || lower.chars().count() < 5 {
        return symbol.to_lowercase();
    }
    // «domanda» and «domande», «pratica» and «pratiche»: without their last vowels and the letter that keeps their sound.
    lower.trim_end_matches(['a', 'e', 'i', 'o']).trim_end_matches('h').to_owned()
}

/// The one spelling of euro and of the per cent sign; any other unit as it is written.
#[must_use]
pub fn canonica(unita: &str) -> &str {
    ["€", "%"].into_iter().find(|sign| stessa(unita, sign)).unwrap_or(unita)
}

/// Whether a word is a symbol such as `MW`, `kWh/mq`, `GB`: short, or with a capital after its first letter and a small one.
#[must_use]
pub fn simbolo(word: &str) -> bool {
    let lower = word.to_lowercase();
    let known = lower.chars().all(|c| !c.is_alphabetic())
        || PLURALI.iter().any(|(plurale, singolare)| [*plurale, *singolare].contains(&lower.as_str()))
        || lower == "gg";
    let mixed = word.chars().skip(1).any(char::is_uppercase) && word.chars().any(char::is_lowercase);
    !known && (word.chars().count() <= 3 || mixed)
}

#[cfg(test)]
mod tests {
    use super::{PLURALI, di_durate, di_tempo, orario, singolare, stessa};

    #[test]
    fn a_title_says_that_hours_are_below_it() {
        for title in [
            "Ore",
            "n. ore",
            "Ore tot.",
            "h",
            "Durata ore",
            "Tempo (ore)",
            "Tempo in ore",
            "Presenza (h.m)",
            "Durata",
            "Straordinari",
            "Ore al mese",
        ] {
            assert!(di_durate(title), "{title}");
        }
        for title in
            ["Costo orario", "€/ora", "Velocità (km/h)", "Durata in mesi", "Durata (gg)", "Utenti", "Orata", ""]
        {
            assert!(!di_durate(title), "{title}");
        }
    }

    #[test]
    fn two_figures_after_a_point_may_be_minutes() {
        assert_eq!(
            [orario("8.30 ore"), orario("0,05"), orario("12.45.")],
            [Some((8, 30)), Some((0, 5)), Some((12, 45))]
        );
        for text in ["8", "8,5", "8,75", "8.00", "1.250", "1.250,30", "ore 8", ""] {
            assert_eq!(orario(text), None, "{text}");
        }
    }

    #[test]
    fn a_unit_of_time_is_known_by_its_first_word() {
        assert!(["giorni lavorativi", "Ore", "gg.", "h", "mesi"].into_iter().all(di_tempo));
        assert!(["", "%", "annunci", "minori", "pratiche al giorno", "€/ora"].into_iter().all(|unit| !di_tempo(unit)));
    }

    #[test]
    fn the_case_of_a_symbol_counts_and_that_of_a_word_does_not() {
        for (a, b) in [
            ("Incontri", "incontri"),
            ("ORE", "ore"),
            ("euro", "€"),
            ("Per cento", "%"),
            ("kWh/mq", "kWh/mq"),
            ("GG", "gg"),
            ("gg.", "giorno"),
            ("h", "ore"),
            ("migliaia di €", "migliaia di Euro"),
            ("kWh/m²", "kWh/mq"),
            ("domanda accolta", "domande accolte"),
            ("pratica", "pratiche"),
        ] {
            assert!(stessa(a, b), "{a} {b}");
        }
        for (a, b) in [
            ("MW", "mW"),
            ("kWh/mq", "kwh/mq"),
            ("GB", "Gb"),
            ("ore", "giorni"),
            ("€", "%"),
            ("giorni lavorativi", "giorni"),
            ("migliaia di euro", "euro"),
        ] {
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
