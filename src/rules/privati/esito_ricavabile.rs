//! An outcome that is not published because, with those that are, it would tell the appraisal of one person.

use crate::rules::{Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola =
    Regola::nota("P1315", "esito-ricavabile", include_str!("esito_ricavabile.md"), check).fonte(fonti::GDPR_5);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for (n, obiettivo) in cx.scritti() {
        for taciuta in obiettivo.value.taciute.iter().filter(|taciuta| taciuta.ricavabile) {
            let (what, cure) = match taciuta.indicatore {
                false => (
                    format!("l’esito complessivo di {}", cx.nome(n)),
                    "se le altre unità hanno più persone scrivi l’esito di ognuna in una misurazione sua, con `unita`: quelli si pubblicano; questo si può togliere",
                ),
                true => (
                    format!("l’esito complessivo di un indicatore di {}", cx.nome(n)),
                    "i valori rilevati delle quote di unità con più persone si pubblicano; questo si può togliere",
                ),
            };
            let message = format!(
                "{what} al {} non si pubblica: direbbe quello di un’unità di una persona",
                taciuta.momento.label()
            );
            out.push(
                REGOLA
                    .at(taciuta.span, message)
                    .note("una quota non si pubblica, e con le altre il complessivo la farebbe ricavare")
                    .help(cure),
            );
        }
    }
}
