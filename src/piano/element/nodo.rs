//! Nodo: a place of the strategic tree (indirizzo, strategic or operative objective…). Its level and its path code are computed
//! from its place in the tree, so they cannot be typed wrong.

use super::incarico::Incarico;
use super::{
    Element,
    row::Row,
    says,
    value::{Rif, Testo},
};
use crate::base::span::Spanned;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Deepest tree that can be printed, in levels. No plan has so many, and a page is wide enough to indent them.
pub const MAX_TREE: usize = 8;

/// A node of the tree. The roots are the lines of the mandate.
#[derive(Debug, Deserialize)]
pub struct Nodo {
    /// Id as written. Without one, `index` makes it from the code or the title.
    pub id: Option<Spanned<String>>,
    /// Title, in plain words.
    pub titolo: Spanned<String>,
    /// The node above; none for a line of the mandate.
    pub padre: Option<Rif<Nodo>>,
    /// Its number among its siblings, where it is not one more than the number before: real mandates skip some.
    pub numero: Option<Spanned<u32>>,
    /// Its path code, which authors may write although it is computed from the tree. A wrong one is reported.
    pub codice: Option<Spanned<String>>,
    /// The political offices responsible for it.
    #[serde(default)]
    pub assessori: Vec<Rif<Incarico>>,
    /// Whether it concerns all sectors.
    #[serde(default)]
    pub trasversale: bool,
    /// What it aims at, in prose.
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
        let said = says(&self.titolo.value, "trasversale");
        if self.trasversale && !said { vec!["TRASVERSALE".into()] } else { vec![] }
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

/// The path code of every node, in the order of `nodi`: `6.2`, or `06.02` where `cifre` says two digits, for all levels or level by
/// level. A node whose parent is named by a code that is not computed yet has none, unless `all` is true: then it is numbered as a
/// root. In a loop, or in a tree that is too deep, the path is cut; `check` reports both.
#[must_use]
pub fn codes(
    nodi: &[Spanned<Nodo>],
    cifre: &[usize],
    all: bool,
    find: &dyn Fn(&str) -> Option<usize>,
) -> Vec<Option<String>> {
    // The inner `None` is a root; the outer one a parent that is written but not known yet.
    let parents: Vec<Option<Option<usize>>> = nodi
        .iter()
        .map(|n| match &n.padre {
            None => Some(None),
            Some(padre) => find(&padre.word.value).map(Some).or(all.then_some(None)),
        })
        .collect();
    // The numbers among siblings come first, because children may be written before their parents.
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
