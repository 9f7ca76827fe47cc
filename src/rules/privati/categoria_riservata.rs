//! The staff plan does not say why one or two persons are protected by law: their health, their children, whom they look after.

use super::dato_sensibile::salute;
use super::nome_nel_fabbisogno::{Riga, righe};
use crate::base::text::flat_words;
use crate::rules::{Cx, Diagnostic, Regola, fonti};
use std::ops::Range;

pub static REGOLA: Regola =
    Regola::errore("P1312", "categoria-riservata", include_str!("categoria_riservata.md"), check)
        .fonte(fonti::GDPR_9_10);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let soglia = cx.set.riserbo.soglia;
    for Riga { numero, testi } in righe(cx) {
        for discorso in testi {
            let Some(found) = riservata(&discorso.parole) else { continue };
            let few = numero.is_some_and(|numero| (1..soglia).contains(&numero)) || pochi(&discorso.parole, soglia);
            let Some(span) = discorso.span(found).filter(|_| few) else { continue };
            out.push(
                REGOLA
                    .at(span, "di così poche persone si dice una condizione protetta: si capisce chi sono")
                    .note(format!("sotto {soglia} persone non si dice né la salute né la maternità né chi si assiste"))
                    .help("togli queste parole: bastano l’area, il profilo e il numero"),
            );
        }
    }
}

/// Beginnings of words for a condition that the law protects, besides health.
const CONDIZIONI: [&str; 7] =
    ["maternit", "paternit", "gravidanz", "puerperi", "congedo parental", "categoria protetta", "categorie protette"];

/// Where a text tells a condition that is protected.
fn riservata(text: &str) -> Option<Range<usize>> {
    let found = CONDIZIONI.iter().find_map(|word| {
        let at = text.find(word)?;
        Some(at..at + word.len())
    });
    found.or_else(|| salute(text))
}

/// Whether a text counts few persons: «un istruttore invalido», «2 dipendenti in maternità».
fn pochi(text: &str, soglia: u32) -> bool {
    const UNO: [&str; 4] = ["un", "una", "uno", "unico"];
    let words = flat_words(text);
    let number = |word: &String| match word.as_str() {
        word if UNO.contains(&word) => Some(1),
        "due" => Some(2),
        word => word.parse::<u32>().ok(),
    };
    let person = |word: &String| {
        [
            "dipendent",
            "person",
            "unita",
            "istruttor",
            "operator",
            "funzionari",
            "addett",
            "lavorator",
            "invalid",
            "disabil",
        ]
        .iter()
        .any(|stem| word.starts_with(stem))
    };
    let mut pairs = words.iter().zip(words.iter().skip(1));
    pairs.any(|(n, noun)| number(n).is_some_and(|n| (1..soglia).contains(&n)) && person(noun))
}

#[cfg(test)]
mod tests {
    use super::{pochi, riservata};

    #[test]
    fn a_condition_beside_few_persons() {
        assert!(riservata("un istruttore con i benefici della legge 104").is_some());
        assert!(riservata("sostituzione di maternità").is_some());
        assert!(riservata("quota d’obbligo rispettata").is_none());
        assert!(pochi("un istruttore in malattia", 3) && pochi("2 dipendenti disabili", 3));
        assert!(!pochi("12 dipendenti", 3) && !pochi("per due anni", 3) && !pochi("un ufficio", 3));
    }
}
