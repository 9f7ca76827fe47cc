//! What is said of work away from the office is of kinds of people, and of nobody.

use super::dato_sensibile::{salute, sensibile};
use crate::base::text::flat;
use crate::piano::element::value::Dovuto;
use crate::rules::{Cx, Diagnostic, Regola, fonti, personali};

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
    let holders = cx.titolari();
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
        // Who comes first and who is left out are kinds of people. What P1305 says of a name is not said twice.
        let named = [a.esclusi, a.priorita].into_iter().flatten().flat_map(|testo| cx.discorsi(testo));
        for discorso in named.filter(|discorso| sensibile(&discorso.parole).is_none()) {
            let person = personali::persone(&discorso.parole).into_iter().find(|persona| {
                let name = discorso.parole.get(persona.dove.clone()).unwrap_or_default();
                !persona.debole && !holders.iter().any(|holder| personali::stessa(name, holder))
            });
            let Some(span) = person.and_then(|person| discorso.span(person.dove)) else { continue };
            out.push(
                REGOLA
                    .at(span, "nelle regole del lavoro agile c’è il nome di una persona")
                    .help("togli il nome e scrivi di tutti: «chi ha figli con meno di tre anni», «chi abita lontano»"),
            );
        }
    }
}
