//! Where the tree and the DUP have the same numbers, an objective cites the DUP on its own branch.

use crate::piano::element::dup::RifDup;
use crate::piano::element::obiettivo::Obiettivo;
use crate::rules::confronti::{abitudine, vivi_scritti};
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola =
    Regola::avviso("P0340", "dup-ramo", include_str!("dup_ramo.md"), check).origine(&["DUP-BRANCH"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    if !cx.letti_i_nodi() {
        return;
    }
    let all = vivi_scritti(cx)
        .filter(|(_, o)| !o.value.dup.0.is_empty())
        .map(|(n, o)| (n, &o.value, posti(cx, &o.value)))
        .filter(|(_, _, places)| !places.is_empty());
    // Only where nearly all agree are the two numberings one.
    let here =
        |o: &Obiettivo, places: &[Vec<u16>]| o.dup.0.iter().flat_map(|dup| &dup.0).any(|rif| dentro(rif, places));
    for (n, o, _) in abitudine(all, |(_, o, places)| here(o, places)) {
        let Some((rif, path)) = o.nodo.as_ref().and_then(|rif| Some((rif, cx.index.codice(cx.index.rif(rif)?)?)))
        else {
            continue;
        };
        let cited: Vec<String> = o.dup.0.iter().flat_map(|dup| &dup.0).map(ToString::to_string).collect();
        out.push(
            REGOLA
                .at(
                    rif.span,
                    format!(
                        "{} sta in {path} e cita il DUP in un altro ramo: {}",
                        cx.nome(n),
                        crate::rules::elenco(&cited)
                    ),
                )
                .note("gli altri obiettivi del piano citano il DUP nel ramo in cui stanno")
                .help("correggi `dup` o `nodo`; se l’obiettivo serve anche quel ramo, aggiungilo in `nodi_secondari`"),
        );
    }
}

/// The paths of the places that an objective has in the tree.
fn posti(cx: &Cx<'_>, o: &Obiettivo) -> Vec<Vec<u16>> {
    let places = o.nodo.iter().chain(&o.nodi_secondari);
    places
        .filter_map(|rif| cx.index.codice(cx.index.rif(rif)?))
        .filter_map(|code| code.split('.').map(|step| step.parse::<u16>().ok()).collect())
        .collect()
}

/// Whether a place of the DUP is on the branch of one of `places`: as far as both go.
fn dentro(rif: &RifDup, places: &[Vec<u16>]) -> bool {
    places.iter().any(|place| rif.0.iter().zip(place).all(|(a, b)| a == b))
}
