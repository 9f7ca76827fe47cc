//! Work away from the office has its rules.

use crate::rules::agile::usato;
use crate::rules::{Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola = Regola::avviso("P0724", "regolamento-agile", include_str!("regolamento_agile.md"), check)
    .fonte(fonti::L81_2017_18)
    .contenuto("3.2");

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for agile in usato(cx).filter(|agile| agile.value.regolamento.is_none()) {
        out.push(REGOLA.at(agile.span, "non si dice quale atto regola il lavoro agile").help(
            "aggiungi `regolamento = \"…\"` con l’id di un `[[atto]]`; se non c’è ancora, `{ assente = \"motivo\" }`",
        ));
    }
}
