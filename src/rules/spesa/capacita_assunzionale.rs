//! A plan that hires shows how much it may spend.

use super::{assume, letto, spese};
use crate::conti::soglie::ha_soglie;
use crate::diag::Severity;
use crate::piano::piano_tipo::Profilo;
use crate::rules::{Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola =
    Regola::avviso("P0741", "capacita-assunzionale", include_str!("capacita_assunzionale.md"), check)
        .fonte(fonti::DM17_3_2020)
        .origine(&["N52"])
        .contenuto("3.3");

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let Some(place) = assume(cx).filter(|_| ha_soglie(cx.set.ente.tipo) && letto(cx)) else { return };
    let mut all = spese(cx).peekable();
    if all.peek().is_none() {
        let mut found = REGOLA
            .at(place, "il piano assume e non ha il calcolo di quanto può spendere")
            .help("aggiungi una `[[spesa_personale]]` con `rendiconto`, `spesa`, `entrate` dei tre rendiconti e `fcde`; poi la vista `piao:capacita-assunzionale`");
        if cx.set.profilo() == Profilo::Semplificato {
            found.severity = Severity::Nota;
        }
        out.push(found);
        return;
    }
    for (dati, capacita) in all.filter(|(dati, _)| dati.value.ente.is_none()) {
        let d = &dati.value;
        // How many accounts there are is judged by a rule of its own.
        if capacita.is_some() || d.entrate.is_some() && d.fcde.is_some() && d.spesa().is_some() {
            continue;
        }
        let lacks = [("spesa", d.spesa().is_none()), ("entrate", d.entrate.is_none()), ("fcde", d.fcde.is_none())];
        let lacks: Vec<String> =
            lacks.into_iter().filter(|(_, lacks)| *lacks).map(|(name, _)| format!("`{name}`")).collect();
        out.push(
            REGOLA
                .at(d.anno.span, format!("al calcolo di quanto si può spendere manca {}", lacks.join(", ")))
                .help("sono nell’ultimo rendiconto, nei due di prima e nel bilancio di previsione"),
        );
    }
}
