//! A digital measure is known by code, title and body: two with all three are one written twice.

use crate::piano::element::Kind;
use crate::piano::element::id::Id;
use crate::rules::{Cx, Diagnostic, Regola};
use std::collections::BTreeMap;

pub static REGOLA: Regola =
    Regola::errore("P1206", "misura-doppia", include_str!("misura_doppia.md"), check).origine(&["CODE-DUP"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let mut first = BTreeMap::new();
    for misura in &cx.piano.elementi.misure_digitali {
        let m = &misura.value;
        if m.codice.value.is_empty() || m.titolo.value.is_empty() || !cx.letto_tutto(misura.span) {
            continue;
        }
        let ente = m.ente.as_ref().and_then(|rif| cx.index.element(Kind::Ente, &rif.value));
        // One body may answer two calls for the same measure.
        let avviso = m.avviso.as_ref().and_then(|rif| cx.index.element(Kind::Atto, &rif.value));
        let key = (m.codice.value.clone(), Id::slug(&m.titolo.value), ente, avviso);
        let Some(other) = first.get(&key).copied() else {
            first.insert(key, m.titolo.span);
            continue;
        };
        let same = if ente.is_some() { "codice, titolo ed ente" } else { "codice e titolo" };
        out.push(
            REGOLA
                .at(m.titolo.span, format!("un’altra misura {} ha lo stesso titolo", m.codice.value))
                .label("qui di nuovo")
                .other(other, "qui per la prima volta")
                .note(format!("due schede con {same} uguali non si distinguono"))
                .help("togli una delle due, o di’ che cosa le distingue: il titolo, l’`ente` o l’`avviso`"),
        );
    }
}
