//! A small body says its work away from the office in data, or says that it has none.

use crate::rules::{Ambito, Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola = Regola::nota("P0726", "agile-vuoto", include_str!("agile_vuoto.md"), check)
    .ambito(Ambito::Semplificato)
    .fonte(fonti::DM132_2022_6_3);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let Some(place) = cx.richiesto_in("3.2").filter(|_| cx.piano.elementi.lavoro_agile.is_empty()) else { return };
    out.push(
        REGOLA
            .at(place, "del lavoro agile non ci sono i dati, né il motivo per cui non c’è")
            .help("scrivi una scheda `[[lavoro_agile]]` con le cinque condizioni; se l’ente non lo usa, `assente = \"…\"` nell’intestazione della sezione"),
    );
}
