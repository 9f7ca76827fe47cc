//! Of agile work, and of the spending for staff of a year, each body has one record.

use crate::base::span::{Span, interi};
use crate::piano::element::ente::Ente;
use crate::piano::element::pos::Pos;
use crate::piano::element::value::Rif;
use crate::rules::vocabolario::doppi;
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola = Regola::errore("P0761", "scheda-unica", include_str!("scheda_unica.md"), check);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let elementi = &cx.piano.elementi;
    if cx.piano.incompleto.nomi {
        return;
    }
    let ente = |ente: &Option<Rif<Ente>>| ente.as_ref().and_then(|rif| cx.index.rif(rif)).map(Pos::n);
    let agile = interi(&elementi.lavoro_agile).map(|record| ((ente(&record.value.ente), 0), record.span));
    uniche(agile, "lavoro_agile", "del lavoro agile", out);
    let spese = interi(&elementi.spese_personale);
    let spese = spese.map(|record| ((ente(&record.value.ente), record.value.anno.value), record.span));
    uniche(spese, "spesa_personale", "della spesa di personale", out);
}

fn uniche(all: impl Iterator<Item = ((Option<usize>, i16), Span)>, table: &str, what: &str, out: &mut Vec<Diagnostic>) {
    for doppio in doppi(all.map(|(key, span)| (key, span, key))) {
        let year = match doppio.ancora.1.1 {
            0 => String::new(),
            year => format!(" del {year}"),
        };
        out.push(REGOLA.doppio(&doppio, format!("{what}{year} ci sono due schede dello stesso ente")).help(format!(
            "tieni una sola `[[{table}]]`; se una è di un altro ente, scrivi `ente = \"…\"` con il suo id"
        )));
    }
}
