//! A code is of one process, and of one measure.

use crate::base::span::Spanned;
use crate::base::text::{key, short};
use crate::rules::vocabolario::doppi;
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola = Regola::errore("P0626", "codice-ripetuto", include_str!("codice_ripetuto.md"), check);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let elementi = &cx.piano.elementi;
    let processi = elementi.processi.iter().map(|p| (p.value.codice.as_ref(), &p.value.titolo));
    let misure = elementi.misure_prevenzione.iter().map(|m| (m.value.codice.as_ref(), &m.value.titolo));
    ripetuti("processo", processi, out);
    ripetuti("misura", misure, out);
}

fn ripetuti<'p>(
    noun: &str,
    all: impl Iterator<Item = (Option<&'p Spanned<String>>, &'p Spanned<String>)>,
    out: &mut Vec<Diagnostic>,
) {
    let codes = all.filter_map(|(code, title)| Some((code?, title)));
    let codes = codes.map(|(code, title)| (key(code.value.trim()), code.span, (code, title)));
    for doppio in doppi(codes) {
        let ((code, _), (_, first)) = (doppio.ancora.1, doppio.prima.1);
        let article = if noun == "misura" { "un’altra misura" } else { "un altro processo" };
        let message = format!("il codice {} è già di {article}, «{}»", short(code.value.trim()), short(&first.value));
        out.push(REGOLA.doppio(&doppio, message).help("dai a una delle due schede un codice che nessun’altra ha"));
    }
}
