//! The revenue is that of three accounts in a row, of which the last is approved.

use super::spese;
use crate::rules::{Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola =
    Regola::errore("P0742", "tre-rendiconti", include_str!("tre_rendiconti.md"), check).fonte(fonti::DM17_3_2020);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for (dati, _) in spese(cx) {
        let d = &dati.value;
        if let Some(last) = d.rendiconto.filter(|last| last.value >= cx.anno) {
            out.push(
                REGOLA
                    .at(
                        last.span,
                        format!(
                            "il rendiconto del {} non può essere già approvato in un piano del {}",
                            last.value, cx.anno
                        ),
                    )
                    .help(format!("scrivi l’anno dell’ultimo rendiconto approvato, di solito {}", cx.anno - 2)),
            );
            continue;
        }
        let Some(entrate) = &d.entrate else { continue };
        let years: Vec<i16> = entrate.iter().filter_map(|(year, _)| year).collect();
        let last = d.rendiconto.map(|year| year.value).or_else(|| years.iter().copied().max());
        let Some(last) = last else { continue };
        let due: Vec<i16> = (last.saturating_sub(2)..=last).collect();
        let mut sorted = years.clone();
        sorted.sort_unstable();
        if sorted == due {
            continue;
        }
        let span = entrate.iter().map(|(_, amount)| amount.span).next().unwrap_or(d.anno.span);
        let written = if years.is_empty() {
            "un importo solo".to_owned()
        } else {
            sorted.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
        };
        let wanted = due.iter().map(|year| format!("{year} = \"…\"")).collect::<Vec<_>>().join(", ");
        out.push(
            REGOLA
                .at(
                    span,
                    format!(
                        "le entrate sono quelle di tre rendiconti di fila, fino al {last}, e qui ci sono: {written}"
                    ),
                )
                .help(format!("scrivi `entrate = {{ {wanted} }}`")),
        );
    }
}
