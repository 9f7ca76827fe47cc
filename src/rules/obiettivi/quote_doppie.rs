//! A unit has one part in an objective.

use crate::rules::vocabolario::doppi;
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola =
    Regola::errore("P0317", "quote-doppie", include_str!("quote_doppie.md"), check).origine(&["SHARED-WEIGHT"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for (n, obiettivo) in cx.scritti() {
        let own = obiettivo.value.unita_prima();
        let named = own.into_iter().chain(obiettivo.value.quote.iter().map(|quota| &quota.value.unita));
        let units = named.filter_map(|rif| Some((cx.index.rif(rif)?, rif.span)));
        for doppio in doppi(units.map(|(unita, span)| (unita, span, unita))) {
            let nome = &cx.piano[doppio.ancora.1].value.nome.value;
            out.push(
                REGOLA
                    .doppio(&doppio, format!("«{nome}» ha due parti in {}", cx.nome(n)))
                    .note("conta la prima: il peso scritto qui non entrerebbe in nessun totale")
                    .help("togli questa quota, o scrivi un’altra unità; il peso nell’unità che espone l’obiettivo è il suo `peso`"),
            );
        }
    }
}
