//! The registry of the body has all its fields, or says why one is not there.

use crate::piano::element::row::Campo;
use crate::rules::{Cx, Diagnostic, Regola, elenco, fonti};

pub static REGOLA: Regola = Regola::errore("P1009", "scheda-anagrafica", include_str!("scheda_anagrafica.md"), check)
    .fonte(fonti::DM132_2022_SCHEMA_1)
    .origine(&["N05", "N36"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    if !cx.intero() || !cx.lette_le_impostazioni() || cx.da_compilare("1") {
        return;
    }
    let missing: Vec<Campo> = cx.set.ente.dovuti().into_iter().filter(Campo::is_missing).collect();
    let Some(first) = missing.first() else { return };
    let names: Vec<String> = missing.iter().map(|campo| format!("«{}»", campo.label)).collect();
    let keys: Vec<String> = missing.iter().map(|campo| format!("`{}`", campo.name)).collect();
    let verb = if names.len() == 1 { "manca" } else { "mancano" };
    out.push(
        REGOLA
            .at(cx.tabella("ente"), format!("nella scheda anagrafica {verb} {}", elenco(&names)))
            .label(elenco(&keys))
            .help(format!(
                "scrivi qui sotto ogni dato; se uno non c’è, dillo: `{} = {{ assente = \"motivo\" }}`",
                first.name
            )),
    );
}
