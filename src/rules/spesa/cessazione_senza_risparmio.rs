//! Each termination says what it saves.

use crate::base::span::interi;
use crate::rules::{Ambito, Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola =
    Regola::nota("P0758", "cessazione-senza-risparmio", include_str!("cessazione_senza_risparmio.md"), check)
        .ambito(Ambito::Ordinario)
        .fonte(fonti::DM132_2022_ALLEGATO_3_3);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let leave = interi(&cx.piano.elementi.cessazioni).map(|record| &record.value);
    for c in leave.filter(|c| c.numero.value > 0 && c.risparmio.is_none()) {
        out.push(
            REGOLA
                .at(c.numero.span, format!("di questa cessazione del {} non si dice il risparmio", c.anno.value))
                .help("aggiungi `risparmio = \"…\"`: quanto non si spende più, in un anno intero"),
        );
    }
}
