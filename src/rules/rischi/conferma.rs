//! A small body that does not make section 2.3 anew confirms it with an act, and says that none of four things has happened.

use crate::conti::requisiti::{self, Risposta, primo_anno_dei_rischi};
use crate::rules::rischi::scaduta;
use crate::rules::{Ambito, Cx, Diagnostic, Regola, elenco, fonti};

pub static REGOLA: Regola = Regola::errore("P0620", "conferma", include_str!("conferma.md"), check)
    .ambito(Ambito::Semplificato)
    .fonte(fonti::DM132_2022_6_2)
    .origine(&["N41"])
    .contenuto("2.3");

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let Some(place) = cx.richiesto_in("2.3") else { return };
    let Some(conferma) = requisiti::conferma(cx.piano, cx.set) else { return };
    let first = primo_anno_dei_rischi(cx.set);
    // What is confirmed too late is made anew: another rule says so.
    if scaduta(cx) {
        return;
    }
    if first >= cx.anno {
        let Some(dichiarata) = conferma.dichiarata else { return };
        out.push(
            REGOLA
                .at(dichiarata.oggetto.span, format!("si conferma una sezione 2.3 che risulta fatta nel {first}"))
                .note("si conferma quella di un anno già passato")
                .help("in `[rischi]` di `piao.toml` scrivi in `primo_anno` l’anno in cui fu fatta; se è fatta ora, togli la conferma"),
        );
        return;
    }
    let missing = conferma.parti().into_iter().filter(|(_, said)| *said == Risposta::Manca);
    let missing: Vec<String> = missing.map(|(name, _)| format!("«{name}»")).collect();
    if missing.is_empty() {
        return;
    }
    let verb = if missing.len() == 1 { "manca" } else { "mancano" };
    let place = conferma.dichiarata.map_or(place, |dichiarata| dichiarata.oggetto.span);
    let cures: Vec<String> = conferma
        .esiti
        .iter()
        .filter(|(_, said)| said.is_none())
        .map(|(oggetto, _)| format!("`{{ oggetto = \"{}\", esito = \"nessuno\" }}`", oggetto.nome()))
        .collect();
    let act = match conferma.dichiarata {
        Some(dichiarata) if dichiarata.atto.is_some() => None,
        Some(_) => Some("scrivi in `atto` l’id dell’`[[atto]]` con cui l’organo di indirizzo la conferma".to_owned()),
        None => Some(
            "aggiungi agli adempimenti `{ oggetto = \"conferma\", esito = \"confermata\", atto = \"…\" }`".to_owned(),
        ),
    };
    let cures = (!cures.is_empty()).then(|| format!("aggiungi, se è così, {}", elenco(&cures)));
    let help: Vec<String> = act.into_iter().chain(cures).collect();
    out.push(
        REGOLA
            .at(place, format!("la sezione 2.3 del {first} non è confermata per intero: {verb} {}", elenco(&missing)))
            .help(format!("{}; se invece è rifatta, scrivi i `[[processo]]` e togli `primo_anno`", help.join("; "))),
    );
}
