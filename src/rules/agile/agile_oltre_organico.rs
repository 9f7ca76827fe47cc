//! Who works away from the office is not more than the whole staff.

use crate::piano::element::lavoro_agile::LavoroAgile;
use crate::piano::element::value::Dovuto;
use crate::rules::agile::usato;
use crate::rules::{Cx, Diagnostic, Regola};

// It is arithmetic.
pub static REGOLA: Regola =
    Regola::errore("P0723", "agile-oltre-organico", include_str!("agile_oltre_organico.md"), check);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let Some(Dovuto::Valore(staff)) = &cx.set.ente.dipendenti else { return };
    // The staff of another body is not that of the plan.
    for agile in usato(cx).filter(|agile| agile.value.ente.is_none()) {
        for (anno, target) in agile.value.dipendenti.iter().flat_map(|all| all.iter()) {
            let year = anno.unwrap_or(cx.anno);
            let Some(people) = LavoroAgile::persone(agile.value.dipendenti.as_ref(), year) else { continue };
            if people > i64::from(staff.value) {
                out.push(
                    REGOLA
                        .at(
                            target.span,
                            format!("in lavoro agile ci sono {people} persone, e l’ente ne ha {}", staff.value),
                        )
                        .other(staff.span, "i dipendenti sono scritti qui")
                        .help("correggi uno dei due numeri"),
                );
            }
        }
    }
}
