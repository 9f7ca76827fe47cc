//! The staff plan does not say why one or two persons are protected by law: their health, their children, whom they look after.

use super::dato_sensibile::salute;
use super::nome_nel_fabbisogno::{Riga, righe};
use crate::base::text::{flat_words, minuscolo};
use crate::lingua::numeri::numero;
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
    let lower = minuscolo(text);
    let found = CONDIZIONI.iter().find_map(|word| {
        let at = lower.find(word)?;
        Some(at..at + word.len())
    });
    found.or_else(|| salute(text))
}

/// Beginnings of the words for who works.
const PERSONE: [&str; 20] = [
    "dipendent",
    "person",
    "unita",
    "istruttor",
    "istruttric",
    "operator",
    "operatric",
    "operai",
    "funzionari",
    "dirigent",
    "impiegat",
    "collaborator",
    "collaboratric",
    "assistent",
    "agent",
    "addett",
    "lavorator",
    "lavoratric",
    "invalid",
    "disabil",
];

/// Whether a text counts few persons: «un istruttore invalido», «2 dipendenti in maternità».
fn pochi(text: &str, soglia: u32) -> bool {
    let words = flat_words(text);
    let number = |word: &String| if word.starts_with("unic") { Some(1) } else { numero(word) };
    let person = |word: &String| PERSONE.iter().any(|stem| word.starts_with(stem));
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
        assert_eq!(riservata("In MATERNITÀ dal 2026").as_ref().map(|at| at.start), Some(3));
        assert!(riservata("CATEGORIE PROTETTE").is_some() && riservata("Congedo Parentale").is_some());
        assert!(
            pochi("Quattro istruttrici", 5)
                && pochi("L’unica dipendente assente", 3)
                && !pochi("quattro istruttori", 4)
        );
        assert!(riservata("quota d’obbligo rispettata").is_none());
        assert!(pochi("un istruttore in malattia", 3) && pochi("2 dipendenti disabili", 3));
        assert!(!pochi("12 dipendenti", 3) && !pochi("per due anni", 3) && !pochi("un ufficio", 3));
    }
}
