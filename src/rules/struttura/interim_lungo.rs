//! Nobody holds a unit ad interim for more than a year.

use super::struttura;
use crate::base::span::interi;
use crate::piano::element::incarico::Ruolo;
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola = Regola::nota("P0718", "interim-lungo", include_str!("interim_lungo.md"), check);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let Some(all) = struttura(cx) else { return };
    for i in interi(&cx.piano.elementi.incarichi).map(|record| &record.value) {
        let Some(dal) = i.dal.filter(|_| i.ruolo.value == Ruolo::Interim) else { continue };
        let until = i.al.map_or(all.giorno, |al| al.value);
        let year = dal.value.0.checked_add(jiff::Span::new().years(1)).ok();
        if year.is_some_and(|year| until.0 > year) {
            out.push(
                REGOLA
                    .at(dal.span, format!("l’interim comincia il {} e al {until} dura da più di un anno", dal.value))
                    .help("se l’incarico è finito scrivi `al`; se dura ancora, valuta un incarico vero"),
            );
        }
    }
}
