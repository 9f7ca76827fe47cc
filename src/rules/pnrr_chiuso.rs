//! The PNRR pays until 31 August 2026: what must be completed later is not paid by it.

use super::{Cx, Regola};
use crate::data::Data;
use crate::diag::{Diagnostic, Severity};
use crate::finanziamenti::pnrr;

pub(super) static REGOLA: Regola = Regola {
    codice: "P1230",
    nome: "pnrr-chiuso",
    livello: Severity::Avviso,
    origine: &["N63"],
    check,
    ..Regola::BASE
};

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for misura in &cx.piano.elementi.misure_digitali {
        let m = &misura.value;
        let mine = m.programma.as_ref().is_none_or(|programma| pnrr(&programma.value));
        let end = jiff::civil::Date::new(2026, 8, 31).map(Data);
        let (Some(date), Ok(end), true) = (&m.completamento, end, mine) else { continue };
        if date.value.scadenza(cx.anno).is_some_and(|day| day > end) {
            out.push(
                REGOLA
                    .at(date.span, "il completamento è dopo il 31/08/2026, quando il PNRR si chiude")
                    .help("correggi la data, o di’ nella descrizione con quali fondi si completa"),
            );
        }
    }
}
