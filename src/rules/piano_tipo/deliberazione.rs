//! An approved plan has the number and the date of the act that approves it.

use crate::piano::element::value::Dovuto;
use crate::piano::settings::Stato;
use crate::rules::{Cx, Diagnostic, Regola, elenco, fonti};

pub static REGOLA: Regola = Regola::errore("P1015", "deliberazione", include_str!("deliberazione.md"), check)
    .fonte(fonti::DM132_2022_11)
    .origine(&["N11"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    if cx.set.stato != Stato::Approvato || !cx.del_piao() || !cx.lette_le_impostazioni() {
        return;
    }
    let act = cx.set.deliberazione.as_ref();
    let number =
        matches!(act.map(|act| &act.numero), Some(Some(Dovuto::Valore(numero))) if !numero.value.trim().is_empty());
    let date = act.is_some_and(|act| act.giorno().is_some());
    let missing: Vec<String> = [(number, "il numero"), (date, "la data")]
        .iter()
        .filter(|(there, _)| !there)
        .map(|(_, name)| (*name).to_owned())
        .collect();
    if missing.is_empty() {
        return;
    }
    let verb = if missing.len() == 1 { "manca" } else { "mancano" };
    out.push(
        REGOLA
            .at(cx.tabella("deliberazione"), format!("il piano è approvato ma {verb} {} della deliberazione", elenco(&missing)))
            .help("scrivi in `piao.toml`:\n[deliberazione]\norgano = \"giunta\"\nnumero = \"5\"\ndata = \"30/01/2027\"\nse la Giunta non ha ancora deliberato, lo stato è \"proposta\""),
    );
}
