//! A unit has one part in an objective.

use crate::base::span::Spanned;
use crate::base::text::short;
use crate::piano::element::unita::Unita;
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
        for indicatore in &obiettivo.value.indicatori {
            let shares = indicatore.value.quote.iter().filter(|quota| quota.intero).map(|quota| &quota.value.per);
            // By what it names, in whatever way it is written.
            let name = |per: &Spanned<String>| match cx.index.named::<Unita>(&per.value) {
                Some(unita) => cx.piano[unita].value.nome.value.to_lowercase(),
                None => per.value.trim().to_lowercase(),
            };
            for doppio in doppi(shares.map(|per| (name(per), per.span, per))) {
                out.push(
                    REGOLA
                        .doppio(
                            &doppio,
                            format!(
                                "«{}» ha due valori attesi nello stesso indicatore",
                                short(doppio.ancora.1.value.trim())
                            ),
                        )
                        .note(format!("l’indicatore è: {}", cx.parole(indicatore.value.testo)))
                        .help("tieni un solo valore, o scrivi a chi tocca l’altro"),
                );
            }
        }
    }
}
