//! A unit has few objectives: those that count.

use crate::piano::element::Kind;
use crate::rules::confronti::vivi;
use crate::rules::{Ambito, Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola = Regola::nota("P0324", "troppi-obiettivi", include_str!("troppi_obiettivi.md"), check)
    .ambito(Ambito::Ordinario)
    .dal(jiff::civil::date(2025, 12, 17))
    .fonte(fonti::LINEE_GUIDA_PIAO_DICEMBRE)
    .origine(&["N27"]);

/// How many objectives a unit can follow in a year: our own measure, the guidelines give none.
const MASSIMO: usize = 15;

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let mut counts = vec![0usize; cx.piano.elementi.unita.len()];
    for (_, obiettivo) in vivi(cx) {
        let unita = obiettivo.value.unita_prima().and_then(|rif| cx.index.element(Kind::Unita, &rif.value));
        if let Some(count) = unita.and_then(|n| counts.get_mut(n)) {
            *count += 1;
        }
    }
    for (unita, count) in cx.piano.elementi.unita.iter().zip(counts).filter(|(_, count)| *count > MASSIMO) {
        let nome = &unita.value.nome;
        out.push(
            REGOLA
                .at(nome.span, format!("«{}» ha {count} obiettivi: sono tanti", nome.value))
                .note(format!("le linee guida chiedono pochi obiettivi, scelti perché prioritari; qui se ne contano più di {MASSIMO}"))
                .help("tieni gli obiettivi che cambiano qualcosa per chi usa i servizi; quelli vicini si possono unire, ciascuno come fase di uno solo"),
        );
    }
}
