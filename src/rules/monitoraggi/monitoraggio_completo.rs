//! Each section of the plan has a monitoring with its tool, its times and who does it.

use crate::base::span::tutti_interi;
use crate::conti::requisiti::{monitoraggio_intero, non_monitorate};
use crate::rules::{Ambito, Cx, Diagnostic, Regola, elenco, fonti};

pub static REGOLA: Regola =
    Regola::errore("P1050", "monitoraggio-completo", include_str!("monitoraggio_completo.md"), check)
        .ambito(Ambito::Ordinario)
        .fonte(fonti::DM132_2022_5)
        .origine(&["N59"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let all = &cx.piano.elementi.monitoraggi;
    // Without any record the section is prose, which nobody can count.
    let Some(place) = cx.richiesto_in("4").filter(|_| !all.is_empty() && tutti_interi(all)) else { return };
    let missing: Vec<String> = non_monitorate(cx.piano).into_iter().map(str::to_owned).collect();
    if missing.is_empty() {
        return;
    }
    let half =
        all.iter().find(|m| !monitoraggio_intero(&m.value) && missing.iter().any(|numero| m.value.guarda(numero)));
    let problem = REGOLA
        .at(
            place,
            format!(
                "nessun monitoraggio completo guarda {} {}",
                if missing.len() == 1 { "la sezione" } else { "le sezioni" },
                elenco(&missing)
            ),
        )
        .note("completo è quello che ha `strumento`, `tempi` e `responsabili`")
        .help(format!(
            "aggiungi un `[[monitoraggio]]` con `sezioni = [{}]`, o completa quello che c’è",
            missing.iter().map(|numero| format!("\"{numero}\"")).collect::<Vec<_>>().join(", ")
        ));
    out.push(match half {
        Some(half) => problem.other(half.value.titolo.span, "a questo manca qualcosa"),
        None => problem,
    });
}
