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
    let lines = [(number, "numero = \"5\""), (date, "data = \"30/01/2027\"")];
    let lines: Vec<&str> = lines.iter().filter(|(there, _)| !there).map(|(_, line)| *line).collect();
    // A header written twice would be another error.
    let place = match act {
        Some(_) => "in `piao.toml`, sotto la riga `[deliberazione]`, scrivi:\n",
        None => "scrivi in fondo a `piao.toml`:\n[deliberazione]\norgano = \"giunta\"\n",
    };
    let verb = if missing.len() == 1 { "manca" } else { "mancano" };
    out.push(
        REGOLA
            .at(
                cx.tabella("deliberazione"),
                format!("il piano è approvato ma {verb} {} della deliberazione", elenco(&missing)),
            )
            .help(format!("{place}{}", lines.join("\n")))
            .help("se la Giunta non ha ancora deliberato, in cima al file lo stato è `stato = \"proposta\"`"),
    );
}
