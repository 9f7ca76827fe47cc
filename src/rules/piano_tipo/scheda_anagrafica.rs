//! The registry of the body has all its fields, or says why one is not there.

use crate::diag::{Diagnostic, Severity};
use crate::piano::element::row::Campo;
use crate::rules::{Cx, Fonte, Regola, elenco};

pub static REGOLA: Regola = Regola {
    codice: "P1009",
    pagina: include_str!("scheda_anagrafica.md"),
    nome: "scheda-anagrafica",
    livello: Severity::Errore,
    fonte: Fonte::da_confermare("DM 30 giugno 2022, n. 132, schema allegato, sezione 1"),
    origine: &["N05", "N36"],
    check,
    ..Regola::BASE
};

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    if !cx.intero() || !cx.lette_le_impostazioni() {
        return;
    }
    let missing: Vec<Campo> = cx.set.ente.dovuti().into_iter().filter(Campo::manca).collect();
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
