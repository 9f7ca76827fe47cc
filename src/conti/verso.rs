//! Where the better values of an indicator are, when its author does not say it: a number alone may be the least that there must be or the most.

use super::confronto::stessa_misura;
use crate::lingua::unita::di_tempo;
use crate::piano::Piano;
use crate::piano::element::misura::Decimale;
use crate::piano::element::obiettivo::indicatore::{Indicatore, Misura};
use crate::piano::element::value::Testo;

/// Where the better values of an indicator are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verso {
    /// Above.
    Alto,
    /// Below.
    Basso,
}

/// Where the better values are, when neither an operator nor a `polarita` says it: above for what grows from its start and for what is
/// counted, below for a term («30 giorni»). None where it may be either.
pub(super) fn verso(piano: &Piano, indicatore: &Indicatore, wanted: Decimale, unita: &str) -> Option<Verso> {
    let lasts = di_tempo(indicatore.unita_di(unita));
    let term = lasts && indicatore.misura.is_some_and(|misura| misura.value == Misura::Tempestivita);
    if wanted <= Decimale(0) && !term {
        return None;
    }
    // «45 giorni» after «60 giorni»: less may be better. A start in another unit, or in words, tells nothing.
    let start = indicatore.base.as_ref().map(|base| base.valore.value.valore());
    let start = start.map(|start| start.filter(|(_, unit)| stessa_misura(indicatore, unit, unita)));
    match start {
        Some(Some((from, _))) if from < wanted => (!term).then_some(Verso::Alto),
        Some(Some((from, _))) if from == wanted => None,
        _ if term => Some(Verso::Basso),
        Some(_) => None,
        None if lasts || forse_meglio_meno(piano, indicatore.testo) => None,
        None => Some(Verso::Alto),
    }
}

/// Whether the thing that an indicator counts, by its first noun, is one of which less is usually better («Numero di reclami», «Tempo medio
/// di risposta»), so that a bare number may be the most that there may be.
fn forse_meglio_meno(piano: &Piano, testo: Testo) -> bool {
    const PRIMA: [&str; 29] = [
        "numero",
        "n",
        "nr",
        "num",
        "quantita",
        "totale",
        "percentuale",
        "tasso",
        "quota",
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
    const PAROLE: [&str; 22] = [
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
        "costo",
        "costi",
        "spesa",
        "spese",
        "consumo",
        "consumi",
        "debito",
        "debiti",
        "giacenza",
        "giacenze",
    ];
    const RADICI: [&str; 18] = [
        "ritard",
        "reclam",
        "error",
        "arretrat",
        "contenzios",
        "ricors",
        "sanzion",
        "assenz",
        "infortun",
        "incident",
        "scostament",
        "disserviz",
        "guast",
        "interruzion",
        "morosit",
        "abbandon",
        "scart",
        "violazion",
    ];
    let words = crate::base::text::flat_words(&super::rischi::parole(piano, testo));
    let noun = words.iter().find(|word| !PRIMA.contains(&word.as_str()));
    noun.is_some_and(|word| PAROLE.contains(&word.as_str()) || RADICI.iter().any(|root| word.starts_with(root)))
}
