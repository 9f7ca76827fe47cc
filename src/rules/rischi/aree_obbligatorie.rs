//! The four areas that the law names have at least a process each.

use crate::conti::requisiti;
use crate::rules::rischi::{nell_insieme, rischi};
use crate::rules::{Cx, Diagnostic, Regola, elenco, fonti};

// The law on the four areas was read in part, and a body can have none of one of them: an `avviso`.
pub static REGOLA: Regola = Regola::avviso("P0602", "aree-obbligatorie", include_str!("aree_obbligatorie.md"), check)
    .fonte(fonti::L190_2012_1_16)
    .origine(&["N38"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    if cx.piano.elementi.processi.is_empty() {
        return;
    }
    let Some(place) = nell_insieme(cx) else { return };
    let rischi = rischi(cx);
    // A process whose area is misspelt may be the one: P0625 tells it.
    let known = |area: &str| area.trim().is_empty() || rischi.regole.area(area).is_some();
    if !cx.piano.elementi.processi.iter().all(|processo| known(&processo.value.area.value)) {
        return;
    }
    let missing = requisiti::aree_scoperte(cx.piano, &rischi);
    if missing.is_empty() {
        return;
    }
    let names: Vec<String> = missing.iter().map(|(_, name)| format!("«{name}»")).collect();
    let keys: Vec<String> = missing.iter().map(|(key, _)| format!("`area = \"{key}\"`")).collect();
    out.push(
        REGOLA
            .at(place, format!("fra i processi non ce n’è nessuno di {}", elenco(&names)))
            .note("la legge ne vuole per autorizzazioni, contratti, contributi e personale")
            .help(format!(
                "aggiungi un processo con {}; se l’ente non ne ha, `[[adempimento]]` con `oggetto = \"area-assente\"`, `area` ed `esito`",
                elenco(&keys)
            )),
    );
}
