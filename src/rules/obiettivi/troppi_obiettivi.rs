//! A unit has few objectives: those that count.

use crate::piano::element::pos::Pos;
use crate::piano::element::unita::Unita;
use crate::rules::confronti::vivi_scritti;
use crate::rules::{Ambito, Cx, Diagnostic, Regola, fonti};
use std::collections::BTreeMap;

pub static REGOLA: Regola = Regola::nota("P0324", "troppi-obiettivi", include_str!("troppi_obiettivi.md"), check)
    .ambito(Ambito::Ordinario)
    .dal(jiff::civil::date(2025, 12, 17))
    .fonte(fonti::LINEE_GUIDA_PIAO_DICEMBRE)
    .origine(&["N27"]);

/// How many objectives a unit can follow in a year: our own measure, the guidelines give none.
const MASSIMO: usize = 15;

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let mut counts: BTreeMap<Pos<Unita>, usize> = BTreeMap::new();
    for (_, obiettivo) in vivi_scritti(cx).filter(|(_, o)| o.value.di_performance()) {
        if let Some(unita) = obiettivo.value.unita_prima().and_then(|rif| cx.index.rif(rif)) {
            *counts.entry(unita).or_default() += 1;
        }
    }
    for (unita, count) in counts.into_iter().filter(|(_, count)| *count > MASSIMO) {
        let nome = &cx.piano[unita].value.nome;
        out.push(
            REGOLA
                .at(nome.span, format!("«{}» ha {count} obiettivi: sono tanti", nome.value))
                .note(format!("le linee guida chiedono pochi obiettivi, scelti perché prioritari; qui se ne contano più di {MASSIMO}"))
                .help("tieni gli obiettivi che cambiano qualcosa per chi usa i servizi; quelli vicini si possono unire, ciascuno come fase di uno solo"),
        );
    }
}
