//! Each section of the plan has a monitoring with its tool, its times and who does it.

use crate::base::span::tutti_interi;
use crate::piano::element::monitoraggio::Monitoraggio;
use crate::rules::{Ambito, Cx, Diagnostic, Regola, elenco, fonti};

pub static REGOLA: Regola =
    Regola::errore("P1050", "monitoraggio-completo", include_str!("monitoraggio_completo.md"), check)
        .ambito(Ambito::Ordinario)
        .fonte(fonti::DM132_2022_5)
        .origine(&["N59"]);

/// The sections that are watched.
pub const SEZIONI: [&str; 6] = ["2.1", "2.2", "2.3", "3.1", "3.2", "3.3"];

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let all = &cx.piano.elementi.monitoraggi;
    // Without any record the section is prose, which nobody can count.
    let Some(place) = cx.richiesto_in("4").filter(|_| !all.is_empty() && tutti_interi(all)) else { return };
    let whole = |m: &Monitoraggio| m.strumento.is_some() && !m.tempi.0.is_empty() && !m.responsabili.is_empty();
    let watched = |numero: &&str| all.iter().any(|m| m.value.guarda(numero) && whole(&m.value));
    let missing: Vec<String> =
        SEZIONI.iter().filter(|numero| !watched(numero)).map(|numero| (*numero).to_owned()).collect();
    if missing.is_empty() {
        return;
    }
    let half = all.iter().find(|m| !whole(&m.value) && missing.iter().any(|numero| m.value.guarda(numero)));
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
        .help("aggiungi un `[[monitoraggio]]` con quella `sezioni`, o completa quello che c’è");
    out.push(match half {
        Some(half) => problem.other(half.value.titolo.span, "a questo manca qualcosa"),
        None => problem,
    });
}
