//! A unit has one part in an objective.

use crate::piano::element::Kind;
use crate::rules::{Cx, Diagnostic, Regola};
use std::collections::BTreeMap;

pub static REGOLA: Regola =
    Regola::errore("P0317", "quote-doppie", include_str!("quote_doppie.md"), check).origine(&["SHARED-WEIGHT"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for (n, obiettivo) in cx.obiettivi() {
        let mut first = BTreeMap::new();
        let own = obiettivo.value.unita_prima();
        for rif in own.into_iter().chain(obiettivo.value.quote.iter().map(|quota| &quota.value.unita)) {
            let Some(unita) = cx.index.element(Kind::Unita, &rif.value) else { continue };
            let Some(other) = first.insert(unita, rif.span) else { continue };
            let nome = cx.piano.elementi.unita.get(unita).map_or("", |unita| unita.value.nome.value.as_str());
            out.push(
                REGOLA
                    .at(rif.span, format!("«{nome}» ha due parti in {}", cx.nome(n)))
                    .label("qui di nuovo")
                    .other(other, "qui per la prima volta")
                    .note("conta la prima: il peso scritto qui non entrerebbe in nessun totale")
                    .help("togli questa quota, o scrivi un’altra unità; il peso nell’unità che espone l’obiettivo è il suo `peso`"),
            );
        }
    }
}
