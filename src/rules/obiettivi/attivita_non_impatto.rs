//! An indicator of impact measures what changed, not what was done.

use crate::base::text::flat_words;
use crate::piano::element::obiettivo::indicatore::Dimensione;
use crate::rules::confronti::indicatori_scritti;
use crate::rules::{Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola =
    Regola::nota("P0330", "attivita-non-impatto", include_str!("attivita_non_impatto.md"), check)
        .fonte(fonti::LINEE_GUIDA_DFP_2017)
        .origine(&["N34"]);

/// What an office does, by the first letters of its names.
const ATTIVITA: [&str; 30] = [
    "riunion",
    "incontr",
    "tavol",
    "sedut",
    "assemble",
    "verbal",
    "deliber",
    "determin",
    "att",
    "provvediment",
    "circolar",
    "comunicazion",
    "comunicat",
    "newsletter",
    "post",
    "articol",
    "volantin",
    "locandin",
    "manifest",
    "affission",
    "pubblicazion",
    "cors",
    "seminar",
    "webinar",
    "laborator",
    "event",
    "iniziativ",
    "report",
    "relazion",
    "sopralluogh",
];

/// Participles that offices write beside the names of their activities.
const FATTO: [&str; 14] = [
    "svolt",
    "fatt",
    "realizzat",
    "organizzat",
    "tenut",
    "effettuat",
    "convocat",
    "approvat",
    "adottat",
    "emess",
    "pubblicat",
    "inviat",
    "redatt",
    "avviat",
];

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for (_, indicatore) in indicatori_scritti(cx) {
        let Some(dimensione) = indicatore.value.dimensione.filter(|d| *d == Dimensione::Outcome) else { continue };
        let testo = cx.parole(indicatore.value.testo);
        if !attivita(&testo) {
            continue;
        }
        let text = cx.discorsi(indicatore.value.testo);
        let span = text.first().and_then(|one| one.span(0..one.parole.len())).unwrap_or(indicatore.span);
        out.push(
            REGOLA
                .at(span, format!("«{testo}» conta un’attività, non un impatto"))
                .note(format!("la dimensione è «{}», che misura l’effetto su chi usa il servizio", dimensione.label()))
                .help("scrivi `dimensione = \"output\"`, o misura che cosa cambia: quante persone usano il servizio, quanto aspettano, che cosa ne pensano"),
        );
    }
}

/// Whether words count things done: «n. riunioni», «incontri svolti».
fn attivita(testo: &str) -> bool {
    let words = flat_words(testo);
    // A noun has one or two letters more than its root: «atti», «eventi», and no «attese».
    let one_of = |word: &str, roots: &[&str]| {
        roots.iter().any(|root| word.strip_prefix(root).is_some_and(|end| end.chars().count() <= 2))
    };
    let counted = words
        .iter()
        .take_while(|word| ["n", "nr", "num", "numero", "di", "degli", "delle", "dei"].contains(&word.as_str()))
        .count();
    let Some(noun) = words.get(counted).filter(|word| one_of(word, &ATTIVITA)) else { return false };
    let done = words.get(counted + 1).is_some_and(|word| one_of(word, &FATTO));
    !noun.is_empty() && (counted > 0 || done)
}

#[cfg(test)]
mod tests {
    use super::attivita;

    #[test]
    fn what_is_done_is_told_from_what_changes() {
        for text in
            ["n. riunioni del tavolo", "Numero di incontri con le scuole", "Eventi organizzati", "N. post sui social"]
        {
            assert!(attivita(text), "{text}");
        }
        for text in [
            "Cittadini soddisfatti",
            "Attese allo sportello",
            "Numero di persone in attesa",
            "Eventi estremi",
            "n. incidenti",
            "Postazioni usate",
            "Giorni di attesa",
            "",
            "n.",
        ] {
            assert!(!attivita(text), "{text}");
        }
    }
}
