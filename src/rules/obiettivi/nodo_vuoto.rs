//! Every end of the strategic tree has an objective that carries it out.

use crate::conti::performance::padre;
use crate::piano::element::nodo::Nodo;
use crate::piano::element::pos::Pos;
use crate::rules::confronti::{ALTRI, at_most_five, vivi_scritti};
use crate::rules::{Cx, Diagnostic, Regola};
use std::collections::BTreeSet;

pub static REGOLA: Regola =
    Regola::nota("P0338", "nodo-vuoto", include_str!("nodo_vuoto.md"), check).origine(&["NODE-EMPTY"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    if !cx.letti_i_nodi() || !cx.letti_gli_obiettivi() || cx.sources.partial {
        return;
    }
    let mut full: BTreeSet<Pos<Nodo>> = BTreeSet::new();
    let mut placed = 0usize;
    for (_, obiettivo) in vivi_scritti(cx) {
        let places = obiettivo.value.nodo.iter().chain(&obiettivo.value.nodi_secondari);
        placed += usize::from(obiettivo.value.nodo.is_some());
        full.extend(places.filter_map(|rif| cx.index.rif(rif)));
    }
    // In a plan with few objectives an empty node is no oversight.
    if placed < ALTRI {
        return;
    }
    let nodi = || cx.piano.elementi.each::<Nodo>();
    let above: BTreeSet<Pos<Nodo>> = nodi().filter_map(|(node, _)| padre(cx.piano, cx.index, node)).collect();
    // A transversal node is carried out by the objectives of all the others.
    let ends = nodi().filter(|(n, nodo)| !above.contains(n) && !nodo.value.trasversale);
    let (full, empty): (Vec<_>, Vec<_>) = ends.partition(|(n, _)| full.contains(n));
    let names: Vec<String> = empty
        .iter()
        .map(|(n, nodo)| match cx.index.codice(*n) {
            Some(code) => format!("{code} «{}»", crate::base::text::short(&nodo.value.titolo.value)),
            None => format!("«{}»", crate::base::text::short(&nodo.value.titolo.value)),
        })
        .collect();
    let Some((_, first)) = empty.first() else { return };
    let message = match names.as_slice() {
        [one] => format!("nessun obiettivo attua {one}"),
        _ => format!("{} nodi dell’albero su {} non hanno obiettivi", names.len(), names.len() + full.len()),
    };
    let problem = REGOLA.at(first.value.titolo.span, message);
    let (problem, whom) = match names.as_slice() {
        [_] => (problem, "dagli"),
        _ => (problem.label("questo è il primo").note(format!("sono {}", at_most_five(&names))), "dai a ciascuno"),
    };
    out.push(problem.help(format!(
        "{whom} un obiettivo, o dì nella sua `descrizione` perché quest’anno non ne ha; un nodo che riguarda tutti gli altri ha `trasversale = true`"
    )));
}
