//! What is said of work away from the office is of kinds of people, and of nobody.

use super::dato_sensibile::salute;
use crate::base::text::flat;
use crate::piano::element::value::Dovuto;
use crate::rules::{Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola =
    Regola::errore("P1314", "agile-per-nome", include_str!("agile_per_nome.md"), check).fonte(fonti::GDPR_9_10);

/// Words for one person.
const UNO: [&str; 12] = [
    "la dipendente",
    "il dipendente",
    "una dipendente",
    "un dipendente",
    "l addetta",
    "l addetto",
    "un addetta",
    "un addetto",
    "la collega",
    "il collega",
    "la lavoratrice",
    "il lavoratore",
];

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for agile in &cx.piano.elementi.lavoro_agile {
        let a = &agile.value;
        let due = a.condizioni().into_iter().flatten().filter_map(|said| match said {
            Dovuto::Valore(testo) => Some(*testo),
            Dovuto::Assente(_) => None,
        });
        let others = [a.esclusi, a.priorita, a.contattabilita, a.salute_sicurezza, a.formazione].into_iter().flatten();
        let reasons =
            a.attivita.iter().flat_map(|attivita| [Some(attivita.value.testo), attivita.value.motivo]).flatten();
        for discorso in due.chain(others).chain(reasons).flat_map(|testo| cx.discorsi(testo)) {
            let one = format!(" {} ", flat(&discorso.parole));
            let Some(found) =
                salute(&discorso.parole).filter(|_| UNO.iter().any(|word| one.contains(&format!(" {word} "))))
            else {
                continue;
            };
            let Some(span) = discorso.span(found) else { continue };
            out.push(REGOLA.at(span, "si parla della salute di una persona che si può riconoscere").help(
                "scrivi di tutti: «chi assiste un familiare con disabilità», «chi ha i benefici della legge 104»",
            ));
        }
    }
}
