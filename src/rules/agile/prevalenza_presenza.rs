//! The condition on presence says that work in the office prevails.

use crate::base::text::flat;
use crate::lingua::numeri::numero;
use crate::piano::element::value::Dovuto;
use crate::rules::agile::usato;
use crate::rules::{Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola =
    Regola::errore("P0721", "prevalenza-presenza", include_str!("prevalenza_presenza.md"), check)
        .fonte(fonti::DM132_2022_4_1_B_2)
        .origine(&["N48"]);

/// Words that say it.
const PAROLE: [&str; 7] = [
    "preval",
    "maggior parte",
    "maggioranza",
    "piu giorni in",
    "piu della meta",
    "piu giornate in",
    "principalmente in",
];

/// Whether the text gives more than half of the days to the office: `almeno tre giorni su cinque`.
fn piu_della_meta(said: &str) -> bool {
    let words = said.split(|c: char| !c.is_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !["", "giorni", "giornate"].contains(word)).collect();
    // What is said of the days at home is of the other half.
    let office = ["ufficio", "sede", "presenza"].iter().any(|word| words.contains(word));
    let more = |three: &[&str]| match three {
        [days, "su", of] => numero(days).zip(numero(of)).is_some_and(|(days, of)| days.saturating_mul(2) > of),
        _ => false,
    };
    office && words.windows(3).any(more)
}

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for agile in usato(cx) {
        let Some(Dovuto::Valore(testo)) = &agile.value.presenza else { continue };
        let words: Vec<String> = cx.discorsi(*testo).into_iter().map(|discorso| discorso.parole).collect();
        let said = flat(&words.join(" "));
        if !PAROLE.iter().any(|word| said.contains(word)) && !piu_della_meta(&said) {
            out.push(
                REGOLA
                    .at(agile.span, "la condizione sulla presenza non dice che il lavoro in sede prevale")
                    .note(format!("`presenza` dice: «{}»", cx.parole(*testo)))
                    .help("scrivi in `presenza`: «Ogni persona lavora in sede la maggior parte dei giorni del mese»"),
            );
        }
    }
}
