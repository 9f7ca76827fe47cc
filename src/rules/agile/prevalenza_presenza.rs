//! The condition on presence says that work in the office prevails.

use crate::base::text::flat;
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

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for agile in usato(cx) {
        let Some(Dovuto::Valore(testo)) = &agile.value.presenza else { continue };
        let words: Vec<String> = cx.discorsi(*testo).into_iter().map(|discorso| discorso.parole).collect();
        let said = flat(&words.join(" "));
        if !PAROLE.iter().any(|word| said.contains(word)) {
            out.push(
                REGOLA
                    .at(agile.span, "la condizione sulla presenza non dice che il lavoro in sede prevale")
                    .note(format!("`presenza` dice: «{}»", cx.parole(*testo)))
                    .help("scrivi in `presenza`: «Ogni persona lavora in sede la maggior parte dei giorni del mese»"),
            );
        }
    }
}
