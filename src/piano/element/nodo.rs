//! Nodo: a place of the strategic tree (indirizzo, strategic or operative objective…). Its level and its path code come
//! from where it stands, so they cannot be typed wrong.

use super::incarico::Incarico;
use super::{
    Element,
    row::Row,
    value::{Rif, Testo},
};
use crate::base::span::Spanned;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Deepest tree that can be printed: more levels than any plan has, fewer than the pages are wide.
pub const MAX_TREE: usize = 8;

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
    pub numero: Option<Spanned<u32>>,
    /// Its path code, for those who write it anyway: it is made from the tree, and a wrong one is reported.
    pub codice: Option<Spanned<String>>,
    /// The political offices that answer for it.
    #[serde(default)]
    pub assessori: Vec<Rif<Incarico>>,
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
    fn titolo(&self) -> Spanned<&str> {
        self.titolo.as_deref()
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
        row.apart("titolo", "Titolo", &self.titolo);
        row.add("padre", "Livello superiore", &self.padre);
        row.add("assessori", "Assessori di riferimento", &self.assessori);
        row.add("trasversale", "Trasversale", if self.trasversale { "sì" } else { "no" });
    }
}

/// The path code of every node (`6.2`, or `06.02` with two `cifre`, which may be of each level), in the order of `nodi`; none
/// for those whose parent is not known yet, because it is named by a code that is still to be made. When `all`, such a node is
/// numbered as a root; in a loop or far down a tree that is too deep, which `check` reports, the path is cut.
#[must_use]
pub fn codes(
    nodi: &[Spanned<Nodo>],
    cifre: &[usize],
    all: bool,
    find: &dyn Fn(&str) -> Option<usize>,
) -> Vec<Option<String>> {
    // None: the parent is written and not known.
    let parents: Vec<Option<Option<usize>>> = nodi
        .iter()
        .map(|n| match &n.padre {
            None => Some(None),
            Some(padre) => find(&padre.word.value).map(Some).or(all.then_some(None)),
        })
        .collect();
    // The number among siblings first: children may be written before their parents.
    let mut last = BTreeMap::<Option<usize>, u32>::new();
    let numbers: Vec<u32> = nodi
        .iter()
        .zip(&parents)
        .map(|(nodo, parent)| {
            let Some(parent) = parent else { return 0 };
            let next = last.entry(*parent).or_default();
            *next = nodo.numero.as_ref().map_or(next.saturating_add(1), |numero| numero.value);
            *next
        })
        .collect();
    let code = |n: usize| {
        let up: Vec<usize> = std::iter::successors(Some(n), |n| parents.get(*n).copied().flatten().flatten())
            .take(2 * MAX_TREE)
            .collect();
        if up.iter().any(|n| parents.get(*n).is_none_or(Option::is_none)) {
            return None;
        }
        let digits = |level: usize| cifre.get(level).or(cifre.last()).copied().unwrap_or(1);
        let steps = up.iter().rev().filter_map(|n| numbers.get(*n)).enumerate();
        let steps = steps.map(|(level, number)| format!("{number:0width$}", width = digits(level)));
        Some(steps.collect::<Vec<_>>().join("."))
    };
    (0..nodi.len()).map(code).collect()
}
