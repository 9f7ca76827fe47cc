//! The words of rows, columns and totals which say that a total is no plain sum.

use crate::base::text::flat_words;

/// Whether the title of a column says that its numbers are levels, which nobody adds: «Progressivo», «Giacenza», «Soglia».
pub(super) fn di_livelli(titolo: &str) -> bool {
    const LIVELLI: [&str; 14] = [
        "progressivo",
        "progressiva",
        "progressivi",
        "cumulato",
        "cumulata",
        "cumulativo",
        "cumulativa",
        "giacenza",
        "giacenze",
        "soglia",
        "soglie",
        "minimo",
        "minima",
        "graduatoria",
    ];
    flat_words(titolo).iter().any(|word| LIVELLI.contains(&word.as_str()))
}

/// Whether the title of a column of percentages says that they are ratios, each of a number of its own: «Var. %», «Raggiungimento».
pub(super) fn di_rapporti(titolo: &str) -> bool {
    const RAPPORTI: [&str; 12] = [
        "variazion",
        "scost",
        "increment",
        "crescita",
        "delta",
        "raggiungiment",
        "realizzazion",
        "avanzament",
        "copertura",
        "capacita",
        "grado",
        "tass",
    ];
    titolo.contains('Δ')
        || flat_words(titolo).iter().any(|word| word == "var")
        || flat_words(titolo).iter().any(|word| RAPPORTI.iter().any(|root| word.starts_with(root)))
}

/// Whether the words of a row say that it is taken away from the others: «Cessazioni», «a detrarre», «(-) Componenti escluse».
pub(super) fn toglie(words: &str) -> bool {
    const TOLTE: [&str; 14] = [
        "meno",
        "detra",
        "dedu",
        "decurta",
        "riduzion",
        "cessa",
        "pension",
        "dimission",
        "usci",
        "esclus",
        "sottra",
        "ribass",
        "scont",
        "ritenut",
    ];
    let sign = ["(-)", "(–)", "(−)"].iter().any(|sign| words.contains(sign));
    sign || flat_words(words).iter().any(|word| TOLTE.iter().any(|root| word.starts_with(root)))
}

/// What a row counts, where its name begins with that: «Corsi», «Persone coinvolte». Rows that count different things have no sum.
pub(super) fn misura(words: &str) -> Option<&'static str> {
    const MISURE: [&str; 16] = [
        "corsi",
        "edizioni",
        "persone",
        "partecipanti",
        "partecipazioni",
        "dipendenti",
        "utenti",
        "ore",
        "giorni",
        "giornate",
        "mesi",
        "pratiche",
        "costo",
        "costi",
        "spesa",
        "importo",
    ];
    let first = flat_words(words).into_iter().next()?;
    let found = MISURE.into_iter().find(|measure| *measure == first)?;
    // They are all of money.
    Some(if ["costi", "spesa", "importo"].contains(&found) { "costo" } else { found })
}

/// Whether the words of a total say that it is not of all its rows as they are: «Totale al netto dell’IRAP», «Totale utenti unici»,
/// «Totale (A-B)».
pub(super) fn non_di_tutte(words: &str) -> bool {
    const DIVERSE: [&str; 16] = [
        "netto",
        "netta",
        "netti",
        "nette",
        "unici",
        "uniche",
        "univoci",
        "distinti",
        "distinte",
        "residuo",
        "residua",
        "disponibile",
        "differenza",
        "saldo",
        "medio",
        "media",
    ];
    // One letter minus another: `A-B`, `A – B`. What else stands between blanks or brackets is a word.
    let spaced = words.replace(['-', '–', '−'], " - ").replace(['(', ')'], " ");
    let pieces: Vec<&str> = spaced.split_whitespace().collect();
    let letter = |piece: &str| piece.chars().count() == 1 && piece.chars().all(char::is_uppercase);
    let minus = pieces.windows(3).any(|three| matches!(three, [a, "-", b] if letter(a) && letter(b)));
    minus || flat_words(words).iter().any(|word| DIVERSE.contains(&word.as_str()))
}
