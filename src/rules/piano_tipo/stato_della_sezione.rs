//! The state of a section is one of five words.

use crate::diag::nearest;
use crate::piano::{Lavorazione, each_section};
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola =
    Regola::avviso("P1034", "stato-della-sezione", include_str!("stato_della_sezione.md"), check);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    each_section(&cx.piano.sezioni, &mut |sezione| {
        let Some(stato) = sezione.front.stato.as_ref().filter(|_| sezione.front.lavorazione().is_none()) else {
            return;
        };
        let words: Vec<String> = Lavorazione::ALL.iter().map(|one| one.nome()).collect();
        let problem = REGOLA
            .at(stato.span, format!("«{}» non è lo stato di una sezione", crate::base::text::short(&stato.value)))
            .note("si stampa com’è scritto, e le regole non sanno se la sezione è finita");
        out.push(match nearest(&stato.value, words.iter().map(String::as_str)) {
            Some(near) => problem.help(format!("forse intendevi `stato = \"{near}\"`")),
            None => problem.help(format!("scrivi una di queste parole: {}", words.join(", "))),
        });
    });
}
