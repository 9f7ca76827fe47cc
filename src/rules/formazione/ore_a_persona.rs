//! Each person has forty hours of training a year, on average.

use crate::conti::formazione::{Chi, Conto, Formazione, ORE_DAL, ORE_DOVUTE};
use crate::piano::element::linea_formativa::Ore;
use crate::rules::{Cx, Diagnostic, Regola, elenco, fonti};

pub static REGOLA: Regola = Regola::avviso("P1121", "ore-a-persona", include_str!("ore_a_persona.md"), check)
    .dal(jiff::civil::date(2025, 1, 14))
    .fonte(fonti::DIRETTIVA_FORMAZIONE)
    .origine(&["N56"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let plan = Formazione::di(cx.piano, cx.index);
    let Some(first) = plan.linee().next() else { return };
    if cx.piano.incompleto.nomi || !plan.linee().all(|line| line.intero) {
        return;
    }
    let bodies = plan.enti.iter().map(|pos| (Chi::Ente(*pos), &cx.piano[*pos]));
    let mut whose: Vec<(Chi, crate::base::span::Span, String)> = bodies
        .map(|(chi, ente)| {
            let staff = ente.value.dipendenti.as_ref().and_then(|d| d.iter().next()).map(|(_, n)| n.span);
            (chi, staff.unwrap_or(ente.value.nome.span), ente.value.nome.value.clone())
        })
        .collect();
    if whose.is_empty() {
        whose.push((Chi::Tutti, first.value.titolo.span, cx.set.ente.nome.value.clone()));
    }
    for (chi, span, name) in whose {
        // A line without hours may hold the hours that are missing. A year in which no line says anything is not planned yet.
        let short: Vec<(i16, Conto)> = plan
            .anni
            .iter()
            .filter(|anno| **anno >= ORE_DAL)
            .map(|anno| (*anno, plan.conto(chi, *anno)))
            .filter(|(_, conto)| conto.completo && conto.noto && conto.mancanti().is_some_and(|m| m > Ore::default()))
            .collect();
        if short.is_empty() {
            continue;
        }
        let years: Vec<String> =
            short.iter().map(|(anno, conto)| format!("{} nel {anno}", conto.a_persona().unwrap_or_default())).collect();
        let sums = short.iter().map(|(anno, conto)| {
            let missing = conto.mancanti().unwrap_or_default();
            format!(
                "{anno}: {} ore per {} dipendenti, mancano {missing} ore",
                conto.ore,
                conto.dipendenti.unwrap_or_default()
            )
        });
        let sums: Vec<String> = sums.collect();
        out.push(
            REGOLA
                .at(
                    span,
                    format!("«{name}»: le ore di formazione a persona sono {}, meno di {ORE_DOVUTE}", elenco(&years)),
                )
                .note(sums.join("; "))
                .help("aggiungi ore, partecipanti o linee formative; controlla che `dipendenti` sia giusto"),
        );
    }
}
