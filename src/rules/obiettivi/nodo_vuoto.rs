//! Every end of the strategic tree has an objective that carries it out.

use crate::conti::performance::padre;
use crate::piano::element::Kind;
use crate::rules::confronti::{ALTRI, alcuni, vivi};
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola =
    Regola::nota("P0338", "nodo-vuoto", include_str!("nodo_vuoto.md"), check).origine(&["NODE-EMPTY"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let nodi = &cx.piano.elementi.nodi;
    if !cx.letti_i_nodi() || !cx.letti_gli_obiettivi() || cx.sources.partial {
        return;
    }
    let find = |word: &str| cx.index.element(Kind::Nodo, word);
    let mut full = vec![false; nodi.len()];
    let mut placed = 0usize;
    for (_, obiettivo) in vivi(cx) {
        let places = obiettivo.value.nodo.iter().chain(&obiettivo.value.nodi_secondari);
        placed += usize::from(obiettivo.value.nodo.is_some());
        for place in places.filter_map(|rif| find(&rif.value)) {
            full.get_mut(place).map(|full| *full = true).unwrap_or_default();
        }
    }
    // In a plan with few objectives an empty node is no oversight.
    if placed < ALTRI {
        return;
    }
    let mut above = vec![false; nodi.len()];
    for n in 0..nodi.len() {
        if let Some(above) = padre(cx.piano, cx.index, n).and_then(|n| above.get_mut(n)) {
            *above = true;
        }
    }
    // A transversal node is carried out by the objectives of all the others.
    let ends = nodi.iter().enumerate().filter(|(n, nodo)| above.get(*n) == Some(&false) && !nodo.value.trasversale);
    let (full, empty): (Vec<_>, Vec<_>) = ends.partition(|(n, _)| full.get(*n) == Some(&true));
    let names: Vec<String> = empty
        .iter()
        .map(|(n, nodo)| match cx.index.code(Kind::Nodo, *n) {
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
        _ => (problem.label("questo è il primo").note(format!("sono {}", alcuni(&names))), "dai a ciascuno"),
    };
    out.push(problem.help(format!(
        "{whom} un obiettivo, o dì nella sua `descrizione` perché quest’anno non ne ha; un nodo che riguarda tutti gli altri ha `trasversale = true`"
    )));
}
