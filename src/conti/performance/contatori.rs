//! Counts for each root of the tree: how many nodes it has on each level and how many objectives. Transversal objectives are
//! counted apart.

use super::padre;
use crate::index::Index;
use crate::piano::Piano;
use crate::piano::element::Kind;

/// The counts of one root of the tree.
#[derive(Debug)]
pub struct Contatore {
    /// The root, by position.
    pub nodo: usize,
    /// How many nodes of each level below it, second level first.
    pub nodi: Vec<usize>,
    /// How many objectives have their primary place under it.
    pub obiettivi: usize,
    /// How many of them concern all units, or are labelled as of several sectors.
    pub trasversali: usize,
}

/// The counts of all roots, in order. `levels` is how many levels the tree declares.
#[must_use]
pub fn contatori(piano: &Piano, index: &Index, levels: usize) -> Vec<Contatore> {
    let nodi = &piano.elementi.nodi;
    let parent = |n: usize| padre(piano, index, n);
    // The root of the branch of a node, and how many levels above it is. A loop has no root; `check` reports it.
    let root = |n: usize| {
        let chain: Vec<usize> = std::iter::successors(Some(n), |n| parent(*n)).take(nodi.len() + 1).collect();
        (chain.len() <= nodi.len()).then(|| (chain.last().copied().unwrap_or(n), chain.len() - 1))
    };
    let mut counts: Vec<Contatore> = (0..nodi.len())
        .filter(|n| parent(*n).is_none())
        .map(|nodo| Contatore { nodo, nodi: vec![0; levels.saturating_sub(1)], obiettivi: 0, trasversali: 0 })
        .collect();
    for n in 0..nodi.len() {
        let Some((top, depth)) = root(n).filter(|(_, depth)| *depth > 0) else { continue };
        if let Some(count) = counts.iter_mut().find(|c| c.nodo == top) {
            if count.nodi.len() < depth {
                count.nodi.resize(depth, 0);
            }
            if let Some(level) = count.nodi.get_mut(depth - 1) {
                *level += 1;
            }
        }
    }
    for obiettivo in &piano.elementi.obiettivi {
        let place = obiettivo.value.nodo.as_ref().and_then(|rif| index.element(Kind::Nodo, &rif.value));
        let Some((top, _)) = place.and_then(root) else { continue };
        if let Some(count) = counts.iter_mut().find(|c| c.nodo == top) {
            count.obiettivi += 1;
            let several = obiettivo.value.trasversale
                || obiettivo.value.etichette.contains(&crate::piano::element::obiettivo::Etichetta::Intersettoriale);
            count.trasversali += usize::from(several);
        }
    }
    counts
}
