//! Each of the five conditions of work away from the office is told, or declared absent.

use crate::piano::element::lavoro_agile::CONDIZIONI;
use crate::rules::agile::usato;
use crate::rules::{Cx, Diagnostic, Regola, elenco, fonti};

pub static REGOLA: Regola = Regola::errore("P0720", "condizioni-agile", include_str!("condizioni_agile.md"), check)
    .fonte(fonti::DM132_2022_4_1_B)
    .origine(&["N47"])
    .contenuto("3.2");

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for agile in usato(cx) {
        let all = CONDIZIONI.iter().zip(agile.value.condizioni());
        let missing: Vec<String> =
            all.filter(|(_, said)| said.is_none()).map(|((name, _), _)| format!("`{name}`")).collect();
        if missing.is_empty() {
            continue;
        }
        let what =
            if missing.len() == 1 { "manca una delle cinque condizioni" } else { "mancano delle cinque condizioni" };
        out.push(REGOLA.at(agile.span, format!("del lavoro agile {what}: {}", elenco(&missing))).help(format!(
            "aggiungi {}, con una frase ciascuna; se non riguarda l’ente, `{{ assente = \"motivo\" }}`",
            elenco(&missing)
        )));
    }
}
