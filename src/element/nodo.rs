//! Nodo: a place of the strategic tree (indirizzo, strategic or operative objective…). Its level and its path code come
//! from where it stands, so they cannot be typed wrong.

use super::{
    Element,
    row::Row,
    value::{Rif, Testo},
};
use crate::span::Spanned;
use serde::Deserialize;

/// A node of the tree. Roots are the lines of the mandate.
#[derive(Debug, Deserialize)]
pub struct Nodo {
    /// Id.
    pub id: Option<Spanned<String>>,
    /// Title.
    pub titolo: Spanned<String>,
    /// The node above; none for a line of the mandate.
    pub padre: Option<Rif<Nodo>>,
    /// Its number among its siblings, when it does not follow the one before (real mandates skip one).
    pub numero: Option<u32>,
    /// Whether it concerns all sectors.
    #[serde(default)]
    pub trasversale: bool,
    /// What it aims at.
    pub descrizione: Option<Testo>,
}

impl Element for Nodo {
    fn id(&self) -> Option<&Spanned<String>> {
        self.id.as_ref()
    }
    fn titolo(&self) -> &Spanned<String> {
        &self.titolo
    }
    fn prose(&self) -> Option<Testo> {
        self.descrizione
    }
    fn flags(&self) -> Vec<String> {
        if self.trasversale { vec!["TRASVERSALE".into()] } else { vec![] }
    }
    fn padre(&self) -> Option<&Spanned<String>> {
        self.padre.as_deref()
    }
    fn row(&self, row: &mut Row) {
        row.add("titolo", "Titolo", &self.titolo);
        row.add("padre", "Livello superiore", &self.padre);
        row.add("trasversale", "Trasversale", if self.trasversale { "sì" } else { "no" });
    }
}

/// The path code of every node (`6`, `6.2`), in the order of `nodi`. A node whose parent is unknown, or that is its own
/// ancestor, is numbered as a root; `resolve` reports the former, the returned positions are the latter.
#[must_use]
pub fn codes(nodi: &[Spanned<Nodo>], find: &dyn Fn(&str) -> Option<usize>) -> (Vec<String>, Vec<usize>) {
    let parents: Vec<Option<usize>> = nodi.iter().map(|n| n.padre.as_ref().and_then(|p| find(&p.word.value))).collect();
    let mut loops = vec![];
    let above = |start: usize| {
        let mut chain = vec![start];
        let mut at = start;
        while let Some(parent) = parents.get(at).copied().flatten() {
            // Far below what can be printed; and walking every chain to its end would take the square of the nodes.
            if chain.contains(&parent) {
                return (chain, true);
            }
            if chain.len() > 2 * crate::document::lower::selection::MAX_TREE {
                return (chain, false);
            }
            chain.push(parent);
            at = parent;
        }
        (chain, false)
    };
    // The number among siblings first: children may be written before their parents.
    let mut last = std::collections::BTreeMap::<Option<usize>, u32>::new();
    let numbers: Vec<u32> = nodi
        .iter()
        .zip(&parents)
        .map(|(nodo, parent)| {
            let next = last.entry(*parent).or_default();
            *next = nodo.numero.unwrap_or(next.saturating_add(1));
            *next
        })
        .collect();
    let codes = (0..nodi.len())
        .map(|n| {
            let (chain, looped) = above(n);
            if looped {
                loops.push(n);
            }
            let path: Vec<String> =
                chain.iter().rev().filter_map(|n| numbers.get(*n)).map(ToString::to_string).collect();
            path.join(".")
        })
        .collect();
    (codes, loops)
}
