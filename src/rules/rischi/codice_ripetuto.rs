//! A code is of one process, of one measure; a duty to publish is written once.

use crate::base::span::Spanned;
use crate::base::text::{flat, key, short};
use crate::rules::vocabolario::doppi;
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola = Regola::errore("P0626", "codice-ripetuto", include_str!("codice_ripetuto.md"), check);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let elementi = &cx.piano.elementi;
    let processi = elementi.processi.iter().map(|p| (p.value.codice.as_ref(), &p.value.titolo));
    let misure = elementi.misure_prevenzione.iter().map(|m| (m.value.codice.as_ref(), &m.value.titolo));
    ripetuti("un altro processo", processi, out);
    ripetuti("un’altra misura", misure, out);
    let valore = elementi.obiettivi_vp.iter().map(|o| (o.value.codice.as_ref(), &o.value.titolo));
    ripetuti("un altro obiettivo di valore pubblico", valore, out);
    let procedure = elementi.procedure.iter().map(|p| (p.value.codice.as_ref(), &p.value.titolo));
    ripetuti("un’altra procedura", procedure, out);
    let obblighi = elementi.obblighi.iter().map(|obbligo| &obbligo.value).map(|o| {
        let page = [Some(&o.sezione), o.sottosezione.as_ref(), Some(&o.contenuto)];
        let words = page.map(|words| words.map(|words| flat(&words.value)));
        (words, o.contenuto.span, &o.contenuto.value)
    });
    for doppio in doppi(obblighi) {
        out.push(
            REGOLA
                .doppio(&doppio, format!("l’obbligo «{}» è scritto due volte", short(doppio.ancora.1)))
                .help("tieni una riga sola; se sono due dati diversi, dillo in `contenuto`"),
        );
    }
}

fn ripetuti<'p>(
    other: &str,
    all: impl Iterator<Item = (Option<&'p Spanned<String>>, &'p Spanned<String>)>,
    out: &mut Vec<Diagnostic>,
) {
    let codes = all.filter_map(|(code, title)| Some((code?, title)));
    let codes = codes.map(|(code, title)| (key(code.value.trim()), code.span, (code, title)));
    for doppio in doppi(codes) {
        let ((code, title), (_, first)) = (doppio.ancora.1, doppio.prima.1);
        let message = format!("il codice {} è già di {other}, «{}»", short(code.value.trim()), short(&first.value));
        // The same title too: it is one record, written in two files.
        let help = match flat(&title.value) == flat(&first.value) {
            true => {
                "ha anche lo stesso titolo: è la stessa scheda scritta due volte; tieni una delle due e togli l’altra"
            }
            false => "dai a una delle due schede un codice che nessun’altra ha",
        };
        out.push(REGOLA.doppio(&doppio, message).help(help));
    }
}
