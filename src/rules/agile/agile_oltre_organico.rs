//! Who works away from the office is not more than the whole staff.

use crate::conti::enti;
use crate::piano::element::lavoro_agile::LavoroAgile;
use crate::piano::element::value::Dovuto;
use crate::rules::agile::usato;
use crate::rules::{Cx, Diagnostic, Regola};

// It is arithmetic.
pub static REGOLA: Regola =
    Regola::errore("P0723", "agile-oltre-organico", include_str!("agile_oltre_organico.md"), check);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let own = match &cx.set.ente.dipendenti {
        Some(Dovuto::Valore(staff)) => Some(staff.span),
        Some(Dovuto::Assente(_)) | None => None,
    };
    for agile in usato(cx) {
        // The staff of another body is not that of the plan.
        let ente = match agile.value.ente.as_ref().map(|rif| cx.index.rif(rif)) {
            Some(None) => continue,
            Some(ente) => ente,
            None => None,
        };
        for (anno, target) in agile.value.dipendenti.iter().flat_map(|all| all.iter()) {
            let year = anno.unwrap_or(cx.anno);
            let Some(people) = LavoroAgile::persone(agile.value.dipendenti.as_ref(), year) else { continue };
            let Some(staff) = enti::dipendenti(cx.piano, ente, year).filter(|staff| people > i64::from(*staff)) else {
                continue;
            };
            let message = format!("in lavoro agile ci sono {people} persone, e l’ente ne ha {staff}");
            // A body that does not say its staff is the one whose plan it is, and `piao.toml` says it.
            let place = ente
                .filter(|pos| cx.piano[*pos].value.dipendenti.is_some())
                .map_or(own, |pos| Some(cx.piano[pos].span));
            let problem = REGOLA.at(target.span, message).help("correggi uno dei due numeri");
            out.push(match place {
                Some(place) => problem.other(place, "i dipendenti sono scritti qui"),
                None => problem,
            });
        }
    }
}
