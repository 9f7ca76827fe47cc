//! Each year of the triennium has duties in its sample, and each duty is in one.

use crate::base::span::tutti_interi;
use crate::piano::element::quanti;
use crate::rules::{Ambito, Cx, Diagnostic, Regola, elenco, fonti};

pub static REGOLA: Regola =
    Regola::avviso("P0618", "campione-trasparenza", include_str!("campione_trasparenza.md"), check)
        .ambito(Ambito::Semplificato)
        .fonte(fonti::ANAC_31_2025)
        .origine(&["N44"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let obblighi = &cx.piano.elementi.obblighi;
    let Some(place) = cx.richiesto_in("2.3").filter(|_| tutti_interi(obblighi)) else { return };
    let due: Vec<_> = obblighi.iter().map(|o| &o.value).filter(|o| o.dovuto() && !o.scaduto).collect();
    if due.is_empty() {
        return;
    }
    let years: Vec<i16> = cx.set.anni().collect();
    let sampled = |year: &i16| due.iter().any(|o| o.campione.0.iter().any(|campione| campione.value == *year));
    let empty: Vec<String> = years.iter().filter(|year| !sampled(year)).map(|year| format!("il {year}")).collect();
    // A year that is not of the triennium is told where it stands, by P0760.
    let out_of = due.iter().filter(|o| o.campione.0.is_empty());
    let out_of: Vec<_> = out_of.collect();
    if empty.is_empty() && out_of.is_empty() {
        return;
    }
    let mut said = Vec::new();
    if !empty.is_empty() {
        said.push(format!("nessun obbligo è nel campione per {}", elenco(&empty)));
    }
    if !out_of.is_empty() {
        let verb = if out_of.len() == 1 { "è" } else { "sono" };
        let count = quanti(out_of.len(), "obbligo", "obblighi");
        said.push(format!("{count} su {} non {verb} nel campione di nessun anno", due.len()));
    }
    let mut problem = REGOLA.at(place, said.join(", e "));
    if let Some(first) = out_of.first() {
        problem = problem.other(first.contenuto.span, "questo è il primo");
    }
    out.push(problem.help(format!(
        "agli obblighi aggiungi `campione = {}`, spartendoli fra gli anni: una sezione per anno è il modo più semplice",
        years.first().copied().unwrap_or_default()
    )));
}
