//! No fault of a person is told beside an office so small that everybody knows who it is.

use super::dato_sensibile::frasi;
use crate::base::text::fold;
use crate::rules::personali::voci;
use crate::rules::{Cx, Diagnostic, Discorso, Gruppo, Regola, Trovati, fonti};
use std::ops::Range;

pub static REGOLA: Regola =
    Regola::errore("P1310", "fatto-personale", include_str!("fatto_personale.md"), check).fonte(fonti::GDPR_9_10);

/// Words that tell a fault.
const FATTI: &str = "procedimento disciplinare, procedimenti disciplinari, sanzione disciplinare, sanzioni disciplinari, \
    procedimento penale, procedimenti penali, condanna, condannat, rinvio a giudizio, rinviat, indagat, imputat, arrestat, licenziat, \
    sospeso dal servizio, sospesa dal servizio";
/// Words that tell of one person, or of two.
const POCHI: &str = "1 addett, 2 addett, un addett, un'addett, due addett, un solo addett, una sola addett, unico addett, unica addett, \
    1 dipendente, 2 dipendenti, due dipendenti, un solo dipendente, unico dipendente, unica dipendente, una sola persona, 1 persona, \
    2 persone, due persone, un solo istruttore, un solo operatore, un solo agente";

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for (testo, frase) in cx.nei_testi(fatti) {
        let Some(span) = testo.span(frase) else { continue };
        out.push(
            REGOLA
                .at(span, "si racconta il fatto di una persona in un ufficio di una o due persone: si capisce chi è")
                .help(
                    "togli l’ufficio o il numero degli addetti: «nel triennio c’è stato un procedimento disciplinare»",
                ),
        );
    }
}

#[comemo::memoize]
fn fatti(gruppo: &Gruppo<Discorso>) -> Trovati<Range<usize>> {
    gruppo.trova(|text| {
        // Most texts tell no fault, and need not be divided.
        let sentences = if detto(&minuscole(text), FATTI) { frasi(text) } else { vec![] };
        sentences.into_iter().filter(|frase| text.get(frase.clone()).is_some_and(racconta)).collect::<Vec<_>>()
    })
}

/// Whether a sentence tells a fault and that few persons work there.
fn racconta(words: &str) -> bool {
    let lower = minuscole(words);
    detto(&lower, FATTI) && detto(&lower, POCHI)
}

fn minuscole(words: &str) -> String {
    fold(&words.replace('’', "'"))
}

/// Whether a word of `lower` begins as one of `list`.
fn detto(lower: &str, list: &'static str) -> bool {
    voci(list).any(|word| starts(lower, word))
}

/// Whether a word of `text` begins with `word`.
fn starts(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| !text.get(..at).is_some_and(|head| head.ends_with(char::is_alphanumeric)))
}

#[cfg(test)]
mod tests {
    use super::racconta;

    #[test]
    fn a_fault_beside_few_persons() {
        for text in [
            "nel 2025 un procedimento disciplinare nell’ufficio tributi (1 addetto)",
            "L’unico addetto è stato condannato in primo grado",
            "ufficio di due persone, con una sanzione disciplinare nel 2024",
        ] {
            assert!(racconta(text), "{text}");
        }
        for text in [
            "nel triennio un procedimento disciplinare",
            "l’ufficio procedimenti disciplinari ha 12 addetti",
            "il controllo spetta a due addetti",
            "l’ufficio per i procedimenti disciplinari",
        ] {
            assert!(!racconta(text), "{text}");
        }
    }
}
