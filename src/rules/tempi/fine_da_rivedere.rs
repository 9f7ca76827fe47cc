//! When a phase is put off beyond the end of its objective, the end of the objective is put off too.

use crate::piano::element::obiettivo::fase::{StatoFase, numeri};
use crate::rules::confronti::vivi_scritti;
use crate::rules::tempi::fase_nelle_date::oltre;
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola =
    Regola::avviso("P0413", "fine-da-rivedere", include_str!("fine_da_rivedere.md"), check).origine(&["END-REVISED"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for (n, obiettivo) in vivi_scritti(cx) {
        let o = &obiettivo.value;
        for (fase, numero) in o.fasi.iter().zip(numeri(&o.fasi)) {
            if fase.value.stato != Some(StatoFase::Posticipata) {
                continue;
            }
            let late = fase.value.tempi.iter().flat_map(|tempi| tempi.iter()).find_map(|(anno, tempi)| {
                let (day, fine) = oltre(cx, o, anno, &tempi.value)?;
                Some((tempi, day, fine))
            });
            let Some((tempi, day, fine)) = late else { continue };
            out.push(
                REGOLA
                    .at(
                        fine.span,
                        format!(
                            "la fase {numero} di {} è posticipata al {day}, ma l’obiettivo finisce ancora il {}",
                            cx.nome(n),
                            fine.value
                        ),
                    )
                    .other(tempi.span, format!("la fase finisce il {day}"))
                    .help(format!("scrivi `fine = {}` e rivedi `scadenza` e i target che ne dipendono", day.iso())),
            );
        }
    }
}
