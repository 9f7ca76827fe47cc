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

#[cfg(test)]
mod tests {
    use super::totale;

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
