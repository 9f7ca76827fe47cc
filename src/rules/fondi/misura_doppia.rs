//! A digital measure is known by code, title and body: two with all three are one written twice.

use crate::base::span::interi;
use crate::piano::element::id::Id;
use crate::rules::vocabolario::doppi;
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola =
    Regola::errore("P1206", "misura-doppia", include_str!("misura_doppia.md"), check).origine(&["CODE-DUP"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let keys = interi(&cx.piano.elementi.misure_digitali).map(|misura| {
        let m = &misura.value;
        let ente = m.ente.as_ref().and_then(|rif| cx.index.rif(rif));
        // One body may answer two calls for the same measure.
        let avviso = m.avviso.as_ref().and_then(|rif| cx.index.rif(rif));
        let enti: Vec<_> = m.enti.iter().map(|rif| cx.index.rif(rif)).collect();
        ((&m.codice.value, Id::slug(&m.titolo.value), ente, enti, avviso), m.titolo.span, (&m.codice.value, ente))
    });
    for doppio in doppi(keys) {
        let (codice, ente) = doppio.ancora.1;
        let same = if ente.is_some() { "codice, titolo ed ente" } else { "codice e titolo" };
        out.push(
            REGOLA
                .doppio(&doppio, format!("un’altra misura {codice} ha lo stesso titolo"))
                .note(format!("due schede con {same} uguali non si distinguono"))
                .help("togli una delle due, o di’ che cosa le distingue: il titolo, l’`ente` o l’`avviso`"),
        );
    }
}
