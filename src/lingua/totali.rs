//! The words with which tables name their totals.

/// Whether the words of a row or of a column say that it is a total of the others: «Totale generale», «Tot.», «Subtotale», «In totale»,
/// «Complessivo», «Numero totale dipendenti», «Somma». «Somma urgenza» is a thing like the others.
#[must_use]
pub fn totale(words: &str) -> bool {
    const TOTALI: [&str; 10] = [
        "totale",
        "totali",
        "tot",
        "subtotale",
        "subtotali",
        "subtot",
        "complessivo",
        "complessiva",
        "complessivi",
        "complessive",
    ];
    let words = words.to_lowercase();
    let words: Vec<&str> = words.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).collect();
    match words.as_slice() {
        ["somma" | "somme"] => true,
        ["complessivamente", ..] => true,
        ["numero" | "n" | "nr", "totale" | "complessivo", ..] => true,
        ["in" | "nel", "totale" | "tutto" | "complesso", ..] => true,
        ["sub" | "importo" | "valore" | "spesa", "totale" | "tot" | "complessivo" | "complessiva"] => true,
        [first, ..] => TOTALI.contains(first),
        [] => false,
    }
}

/// Whether they say that it is the total of a part alone: «Subtotale».
#[must_use]
pub fn parziale(words: &str) -> bool {
    totale(words) && words.trim_start().to_lowercase().starts_with("sub")
}

/// Whether the words of a row say that its numbers are not added to those of the others, though they are no total: «di cui part-time»,
/// «% sul totale», «Media». «Media impresa» is a thing like the others.
#[must_use]
pub fn non_si_somma(words: &str) -> bool {
    const DI_CHE: [&str; 9] =
        ["generale", "complessiva", "annua", "annuale", "aritmetica", "ponderata", "pesata", "mensile", "per"];
    let words = words.to_lowercase().replace('%', " percentuale ");
    let words: Vec<&str> = words.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).collect();
    match words.as_slice() {
        ["di", "cui", ..] | ["dei" | "delle", "quali", ..] => true,
        ["media" | "medie"] | ["in", "media"] | ["valore", "medio"] => true,
        ["media", next, ..] => DI_CHE.contains(next),
        ["percentuale" | "percentuali" | "incidenza"] => true,
        ["quota"] => false,
        ["percentuale" | "quota" | "incidenza" | "in", rest @ ..] => {
            let rest = match rest {
                ["percentuale", rest @ ..] => rest,
                rest if words.first() != Some(&"in") => rest,
                _ => return false,
            };
            matches!(rest, [] | ["sul" | "del" | "su" | "sui" | "dei", "totale" | "totali" | "complesso", ..])
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{non_si_somma, totale};

    #[test]
    fn rows_that_are_no_total_and_are_not_added_are_known() {
        for words in [
            "di cui part-time",
            "– di cui: donne",
            "% sul totale",
            "% del totale",
            "%",
            "Incidenza % sul totale",
            "Percentuale sul totale",
            "in %",
            "Media",
            "Media annua",
            "Valore medio",
        ] {
            assert!(non_si_somma(words), "{words}");
        }
        for words in [
            "",
            "Media impresa",
            "Medie strutture",
            "Percentuale di raccolta",
            "Quota",
            "Quota associativa",
            "In corso",
            "Di Marco",
        ] {
            assert!(!non_si_somma(words), "{words}");
        }
    }

    #[test]
    fn the_words_of_a_total_are_known() {
        for words in [
            "Totale",
            "TOTALE GENERALE",
            "Totale:",
            "Tot.",
            "Subtotale",
            "Sub-totale",
            "Subtot. area 1",
            "In totale",
            "Nel complesso",
            "Complessivo",
            "Somma",
            "Importo complessivo",
            "Numero totale dipendenti",
            "Complessivamente",
        ] {
            assert!(totale(words), "{words}");
        }
        for words in [
            "",
            "Somma urgenza",
            "Totalizzatore",
            "Il totale degli iscritti",
            "In corso",
            "Media",
            "Costo totale del progetto A",
        ] {
            assert!(!totale(words), "{words}");
        }
    }
}
