//! Counts for each root of the tree: how many nodes it has on each level and how many objectives. Transversal objectives are
//! counted apart.

use super::padre;
use crate::conti::requisiti::di_ogni_sezione;
use crate::index::Index;
use crate::piano::Piano;
use crate::piano::element::nodo::Nodo;
use crate::piano::element::pos::Pos;

/// The counts of one root of the tree.
#[derive(Debug)]
pub struct Contatore {
    /// The root.
    pub nodo: Pos<Nodo>,
    /// How many nodes of each level below it, second level first.
    pub nodi: Vec<usize>,
    /// How many objectives have their primary place under it, those annulled or replaced aside.
    pub obiettivi: usize,
    /// How many of them concern all units, or are labelled as of several sectors.
    pub trasversali: usize,
}

/// The counts of all roots, in order. `levels` is how many levels the tree declares.
#[must_use]
pub fn contatori(piano: &Piano, index: &Index, levels: usize) -> Vec<Contatore> {
    // The root of the branch of a node, and how many levels above it is. A loop has no root; `check` reports it.
    let nodi = || piano.elementi.each::<Nodo>().map(|(pos, _)| pos);
    let all = nodi().len();
    let parent = |pos: Pos<Nodo>| padre(piano, index, pos);
    let root = |pos: Pos<Nodo>| {
        let chain: Vec<Pos<Nodo>> = std::iter::successors(Some(pos), |pos| parent(*pos)).take(all + 1).collect();
        (chain.len() <= all).then(|| (chain.last().copied().unwrap_or(pos), chain.len() - 1))
    };
    let mut counts: Vec<Contatore> = nodi()
        .filter(|pos| parent(*pos).is_none())
        .map(|nodo| Contatore { nodo, nodi: vec![0; levels.saturating_sub(1)], obiettivi: 0, trasversali: 0 })
        .collect();
    for pos in nodi() {
        let Some((top, depth)) = root(pos).filter(|(_, depth)| *depth > 0) else { continue };
        if let Some(count) = counts.iter_mut().find(|c| c.nodo == top) {
            if count.nodi.len() < depth {
                count.nodi.resize(depth, 0);
            }
            if let Some(level) = count.nodi.get_mut(depth - 1) {
                *level += 1;
            }
        }
    }
    for (_, obiettivo) in di_ogni_sezione(piano) {
        let place = obiettivo.nodo.as_ref().and_then(|rif| index.rif(rif));
        let Some((top, _)) = place.and_then(root) else { continue };
        if let Some(count) = counts.iter_mut().find(|c| c.nodo == top) {
            count.obiettivi += 1;
            let several = obiettivo.trasversale
                || obiettivo.etichette.contains(&crate::piano::element::obiettivo::Etichetta::Intersettoriale);
            count.trasversali += usize::from(several);
        }
    }
    counts
}

/// `obiettivo strategico` → `obiettivi strategici`: the names that plans give to the levels of their tree. What follows a
/// preposition stays as it is.
#[must_use]
pub fn plurale(name: &str) -> String {
    let mut fixed = false;
    let words: Vec<String> = name
        .split(' ')
        .map(|word| {
            fixed |= ["di", "del", "della", "per", "in", "da"].contains(&word);
            let endings = [
                ("co", "ci"),
                ("go", "ghi"),
                ("ca", "che"),
                ("ga", "ghe"),
                ("io", "i"),
                ("o", "i"),
                ("a", "e"),
                ("e", "i"),
            ];
            let turned = endings.iter().find_map(|(one, many)| Some(format!("{}{many}", word.strip_suffix(one)?)));
            turned.filter(|_| !fixed).unwrap_or_else(|| word.to_owned())
        })
        .collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::plurale;

    #[test]
    fn levels_are_counted_in_the_plural() {
        for (one, many) in [
            ("obiettivo strategico", "obiettivi strategici"),
            ("linea strategica", "linee strategiche"),
            ("indirizzo di mandato", "indirizzi di mandato"),
            ("azione", "azioni"),
            ("area di intervento", "aree di intervento"),
        ] {
            assert_eq!(plurale(one), many);
        }
    }
}
