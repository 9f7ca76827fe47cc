//! A duty that does not apply says why.

use crate::base::text::{short, words};
use crate::rules::{Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola = Regola::avviso("P0617", "obbligo-non-dovuto", include_str!("obbligo_non_dovuto.md"), check)
    .fonte(fonti::PNA_TRASPARENZA)
    .origine(&["N43"]);

/// The fewest words that can be a reason.
const PAROLE: usize = 3;

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for obbligo in &cx.piano.elementi.obblighi {
        let Some(reason) = obbligo.value.assente.as_ref().filter(|reason| words(&reason.value).count() < PAROLE) else {
            continue;
        };
        out.push(
            REGOLA
                .at(reason.span, format!("«{}» non dice perché l’obbligo non si applica", short(reason.value.trim())))
                .other(obbligo.value.contenuto.span, "è di questo obbligo")
                .help("scrivi il motivo: «L’obbligo di pubblicazione non è applicabile all’amministrazione», o che cosa manca: «il Comune non ha società partecipate»"),
        );
    }
}
