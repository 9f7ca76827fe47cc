//! The plan has an action for physical accessibility. What is asked of the two kinds of accessibility is the same, and is here.

use crate::conti::requisiti;
use crate::piano::element::obiettivo::Etichetta;
use crate::rules::{Ambito, Cx, Diagnostic, Regola, elenco, fonti};

pub static REGOLA: Regola =
    Regola::errore("P1023", "accessibilita-fisica", include_str!("accessibilita_fisica.md"), check)
        .ambito(Ambito::Ordinario)
        .fonte(fonti::DM132_2022_3_1_A_2)
        .origine(&["N18"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    azione(cx, &REGOLA, Etichetta::AccessibilitaFisica, out);
}

/// Asks for an action that has the label `wanted`.
pub fn azione(cx: &Cx<'_>, regola: &Regola, wanted: Etichetta, out: &mut Vec<Diagnostic>) {
    let Some(place) = cx.richiesto_in("2.1") else { return };
    let all = requisiti::etichettati(cx.piano);
    if all.iter().any(|(_, etichette)| etichette.contains(&wanted)) {
        return;
    }
    let mut problem = regola
        .at(place, format!("nessun obiettivo contiene un’azione per l’{}", wanted.label()))
        .note("si chiede per i cittadini con più di sessantacinque anni e per quelli con disabilità");
    let vague = all.iter().filter(|(_, etichette)| etichette.contains(&Etichetta::Accessibilita));
    let vague: Vec<String> = vague.take(3).map(|(which, _)| cx.nome(*which)).collect();
    if !vague.is_empty() {
        let have = if vague.len() == 1 { "ha" } else { "hanno" };
        problem = problem.note(format!(
            "{} {have} l’etichetta `accessibilita`, che non dice quale delle due accessibilità",
            elenco(&vague)
        ));
    }
    out.push(problem.help(format!(
        "all’obiettivo che la contiene, di performance o di valore pubblico, aggiungi `etichette = [\"{}\"]`",
        wanted.nome()
    )));
}
