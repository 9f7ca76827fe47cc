//! The objectives of performance touch the four subjects that the Piano-tipo asks for.

use crate::conti::requisiti;
use crate::rules::{Ambito, Cx, Diagnostic, Regola, elenco, fonti};

pub static REGOLA: Regola = Regola::errore("P1028", "temi-performance", include_str!("temi_performance.md"), check)
    .ambito(Ambito::Ordinario)
    .fonte(fonti::DM132_2022_3_1_B)
    .origine(&["N24"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let Some(place) = cx.richiesto_in("2.2") else { return };
    let missing = requisiti::temi_scoperti(cx.piano);
    if missing.is_empty() {
        return;
    }
    let names: Vec<String> = missing.iter().map(|(name, _)| (*name).to_owned()).collect();
    let write: Vec<String> = missing
        .iter()
        .filter_map(|(_, tema)| tema.first())
        .map(|etichetta| format!("`{}`", etichetta.nome()))
        .collect();
    out.push(
        REGOLA
            .at(place, format!("fra gli obiettivi di performance non ce n’è nessuno di {}", elenco(&names)))
            .note("si chiede almeno un obiettivo per ciascun tema: semplificazione, digitalizzazione, piena accessibilità, pari opportunità")
            .help(format!(
                "agli obiettivi che li trattano aggiungi le `etichette`: {}; un obiettivo può averne più d’una",
                write.join(", ")
            )),
    );
}
