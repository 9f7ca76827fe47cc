//! No section of an approved plan is still to be written.

use super::sezione_da_compilare::{da_compilare, problem};
use crate::piano::settings::Stato;
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola =
    Regola::errore("P1033", "approvato-da-compilare", include_str!("approvato_da_compilare.md"), check);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    if cx.set.stato != Stato::Approvato || !cx.del_piao() {
        return;
    }
    let problems = da_compilare(cx).into_iter().filter_map(|one| problem(cx, &REGOLA, &one));
    out.extend(problems.map(|problem| {
        problem
            .note("il piano è approvato")
            .help("scrivi la sezione e togli `stato`; se non c’è niente da scrivere, dillo con `assente = \"motivo\"`")
            .help("se il piano non è ancora approvato, in cima a `piao.toml` lo stato è `stato = \"bozza\"`")
    }));
}
