//! Where the better values of an indicator are, when its author does not say it: a number alone may be the least that there must be or the most.

use super::confronto::stessa_scala;
use crate::lingua::unita::{di_tempo, stessa};
use crate::piano::Piano;
use crate::piano::element::misura::Decimale;
use crate::piano::element::obiettivo::indicatore::{Indicatore, Misura};

/// Where the better values of an indicator are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verso {
    /// Above.
    Alto,
    /// Below.
    Basso,
}

/// Where the better values are, when neither an operator nor a `polarita` says it: above for what grows from its start and for what is
/// certainly better when there is more of it, below for a term («30 giorni»). None where it may be either.
pub(super) fn verso(piano: &Piano, indicatore: &Indicatore, wanted: Decimale, unita: &str) -> Option<Verso> {
    let lasts = di_tempo(indicatore.unita_di(unita));
    let term = lasts && indicatore.misura.is_some_and(|misura| misura.value == Misura::Tempestivita);
    if wanted <= Decimale(0) && !term {
        return None;
    }
    let words = crate::base::text::flat_words(&super::rischi::parole(piano, indicatore.testo));
    // «45 giorni» after «60 giorni»: less may be better. A start in another unit, or in words, tells nothing.
    let start = indicatore.base.as_ref().map(|base| base.valore.value.valore());
    let start = start.map(|start| start.filter(|(_, unit)| stessa_scala(indicatore, unit, unita)));
    match start {
        // More arrears than at the start may be all that is allowed.
        Some(Some((from, _))) if from < wanted => (!term && !forse_meglio_meno(&words)).then_some(Verso::Alto),
        Some(Some((from, _))) if from == wanted => None,
        _ if term => Some(Verso::Basso),
        Some(_) => None,
        None => {
            let share = stessa(indicatore.unita_di(unita), "%");
            let more = risultato(&words) || share && wanted == CENTO && quota(&words);
            (more && !lasts && !forse_meglio_meno(&words)).then_some(Verso::Alto)
        }
    }
}

/// A hundred, of per cent.
const CENTO: Decimale = Decimale(100 * Decimale::UNO.0);

/// Words before the noun that says what an indicator counts.
const PRIMA: [&str; 32] = [
    "numero",
    "n",
    "nr",
    "num",
    "quantita",
    "totale",
    "percentuale",
    "tasso",
    "quota",
    "grado",
    "livello",
    "stato",
    "indice",
    "valore",
    "medio",
    "media",
    "medi",
    "medie",
    "di",
    "d",
    "dei",
    "degli",
    "delle",
    "del",
    "della",
    "dell",
    "il",
    "i",
    "gli",
    "la",
    "le",
    "l",
];

/// Whether an indicator, by its words, counts what the office does and wants: how far a thing is done («Grado di attuazione»), how content
/// people are, the courses that were held. Other counts may be of what is to be kept low («Pratiche», «Utenti in lista di attesa»).
fn risultato(words: &[String]) -> bool {
    const COMPIUTO: [&str; 8] = [
        "realizzazione",
        "attuazione",
        "avanzamento",
        "completamento",
        "raggiungimento",
        "conseguimento",
        "soddisfazione",
        "gradimento",
    ];
    const ATTIVITA: [&str; 5] = ["corsi", "incontri", "seminari", "laboratori", "iniziative"];
    const FATTE: [&str; 10] = [
        "svolti",
        "svolte",
        "realizzati",
        "realizzate",
        "organizzati",
        "organizzate",
        "tenuti",
        "tenute",
        "erogati",
        "attivate",
    ];
    const MIGLIORATI: [&str; 6] =
        ["formati", "formate", "digitalizzati", "digitalizzate", "informatizzati", "informatizzate"];
    let mut words = words.iter().map(String::as_str).skip_while(|word| PRIMA.contains(word));
    let (Some(noun), second) = (words.next(), words.next().unwrap_or_default()) else { return false };
    COMPIUTO.contains(&noun) || ATTIVITA.contains(&noun) && FATTE.contains(&second) || MIGLIORATI.contains(&second)
}

/// Whether an indicator is the share of a whole, so that a hundred per cent is all of it and no limit.
fn quota(words: &[String]) -> bool {
    const PARAGONI: [&str; 4] = ["rispetto", "confronto", "paragone", "rapporto"];
    let mut before = words.iter().take_while(|word| PRIMA.contains(&word.as_str()));
    before.any(|word| ["percentuale", "quota"].contains(&word.as_str()))
        && !words.iter().any(|word| PARAGONI.contains(&word.as_str()))
}

/// Whether any word of an indicator speaks of what is better when there is less of it («Numero di reclami», «Tempo medio di risposta»), or
/// turns the others round.
fn forse_meglio_meno(words: &[String]) -> bool {
    const PAROLE: [&str; 34] = [
        "non",
        "senza",
        "meno",
        "oltre",
        "tempo",
        "tempi",
        "giorno",
        "giorni",
        "ora",
        "ore",
        "minuti",
        "settimane",
        "mesi",
        "durata",
        "attesa",
        "attese",
        "lista",
        "costo",
        "costi",
        "spesa",
        "spese",
        "debito",
        "debiti",
        "giacenza",
        "giacenze",
        "rilievi",
        "residui",
        "furti",
        "limite",
        "limiti",
        "tetto",
        "soglia",
        "turnover",
        "rischio",
    ];
    const RADICI: [&str; 40] = [
        "ritard",
        "reclam",
        "error",
        "arretrat",
        "inevas",
        "insolut",
        "insoddisf",
        "inadempi",
        "contenzios",
        "contestaz",
        "ricors",
        "sanzion",
        "segnalazion",
        "assen",
        "infortun",
        "incident",
        "scostament",
        "disserviz",
        "guast",
        "interruzion",
        "sospes",
        "morosit",
        "indebitam",
        "abbandon",
        "dispersion",
        "scart",
        "scopert",
        "vacant",
        "straordinar",
        "violazion",
        "vandal",
        "consum",
        "emission",
        "rifiut",
        "annullat",
        "mancat",
        "duplicat",
        "prorog",
        "variant",
        "tagli",
    ];
    let less = |word: &String| PAROLE.contains(&word.as_str()) || RADICI.iter().any(|root| word.starts_with(root));
    words.iter().any(less)
}
