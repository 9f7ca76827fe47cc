//! A period does not begin when the deadlines of its expected result are over.

use crate::rules::tempi::termine_nel_periodo::{periodo, righe, tardi, termini};
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola =
    Regola::avviso("P0406", "periodo-tardo", include_str!("periodo_tardo.md"), check).origine(&["TIME-TOO-LATE"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for (_, obiettivo) in cx.scritti() {
        for riga in righe(&obiettivo.value, cx.anno) {
            let Some((Some(first), last)) = periodo(cx, &riga) else { continue };
            let days = termini(cx, &riga).into_iter().filter_map(|(span, tempo)| {
                // A deadline of another year is the matter of another rule.
                tempo.scadenza(riga.anno).filter(|day| day.anno() == riga.anno).map(|day| (day, span))
            });
            let Some((day, span)) = days.max_by_key(|(day, _)| *day) else { continue };
            if day >= first || !tardi(cx, &riga, last).is_empty() {
                continue;
            }
            out.push(
                REGOLA
                    .at(
                        riga.tempi_span,
                        format!("il periodo comincia il {first}, ma il risultato è atteso entro il {day}"),
                    )
                    .other(span, "la scadenza è detta qui")
                    .note(format!("«{}» va dal {first} al {last}", riga.tempi.parola.trim()))
                    .help(format!("scrivi in `tempi` un periodo che comprenda il {day}, o correggi la scadenza")),
            );
        }
    }
}
