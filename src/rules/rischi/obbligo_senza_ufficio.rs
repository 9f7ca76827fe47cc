//! A duty to publish says who produces the data, who publishes them and by when.

use crate::base::span::interi;
use crate::base::text::short;
use crate::conti::requisiti::manca_all_obbligo;
use crate::rules::{Cx, Diagnostic, Regola, elenco, fonti};

pub static REGOLA: Regola =
    Regola::errore("P0616", "obbligo-senza-ufficio", include_str!("obbligo_senza_ufficio.md"), check)
        .fonte(fonti::DLGS33_2013_10_1)
        .origine(&["N42"])
        .contenuto("2.3");

/// From how many duties on one message tells of all: a table to be filled in is one thing to do.
const MOLTI: usize = 10;

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let obblighi = &cx.piano.elementi.obblighi;
    let mut bare = Vec::new();
    for obbligo in interi(obblighi) {
        let o = &obbligo.value;
        let [nobody, unpublished, no_term] = manca_all_obbligo(o);
        let fields = [
            (nobody, "chi produce i dati", "produce = \"…\""),
            (unpublished, "chi li pubblica", "pubblica = \"…\""),
            (no_term, "entro quando", "termine = \"…\""),
        ];
        let missing: Vec<_> = fields.into_iter().filter(|(missing, ..)| *missing).collect();
        if !missing.is_empty() {
            bare.push((o, missing));
        }
    }
    let many = bare.len() > MOLTI;
    for (o, missing) in bare.iter().take(if many { 1 } else { usize::MAX }) {
        let what: Vec<String> = missing.iter().map(|(_, what, _)| (*what).to_owned()).collect();
        let lines: Vec<String> = missing.iter().map(|(.., line)| format!("`{line}`")).collect();
        let problem = REGOLA
            .at(o.contenuto.span, format!("dell’obbligo «{}» non si dice {}", short(&o.contenuto.value), elenco(&what)))
            .help(format!("aggiungi {}; se non si applica all’ente, `assente = \"…\"` con il motivo", elenco(&lines)));
        out.push(match many {
            true => problem.note(format!("così {} obblighi su {}: questo è il primo", bare.len(), obblighi.len())),
            false => problem,
        });
    }
}
