//! The trees of records, which a page must be able to show.

use crate::diag::codes::{P0111, P0210};
use crate::diag::{Diagnostic, Diagnostics};
use crate::index::Index;
use crate::piano::Piano;
use crate::piano::element::Kind;
use crate::piano::element::nodo::MAX_TREE;

/// Checks the trees of records (nodes, units): no record is its own ancestor, and no tree is deeper than a page can show.
pub(super) fn check(piano: &Piano, index: &Index, diags: &mut Diagnostics) {
    for kind in Kind::ALL.iter().copied() {
        let elements = piano.elementi.of(kind);
        let parents: Vec<Option<usize>> = elements
            .iter()
            .map(|element| element.value.padre().and_then(|padre| index.element(kind, &padre.value)))
            .collect();
        for (n, element) in elements.iter().enumerate() {
            let Some(padre) = element.value.padre() else { continue };
            let above = |n: usize| parents.get(n).copied().flatten();
            // A loop among the ancestors is reported at one of its own records. Here the walk stops past the deepest tree.
            let chain = std::iter::successors(above(n), |up| above(*up).filter(|_| *up != n));
            let chain: Vec<usize> = chain.take(elements.len().min(LONGEST_LOOP)).collect();
            if chain.contains(&n) {
                let message = format!("«{}» finisce per contenere se stesso", element.value.titolo().value);
                diags.push(
                    Diagnostic::at(P0210, padre.span, message)
                        .help("correggi `padre`: risalendo si deve arrivare a uno che non ne ha"),
                );
            } else if chain.len() >= MAX_TREE {
                diags.push(
                    Diagnostic::at(P0111, element.span, format!("l’albero ha più di {MAX_TREE} livelli"))
                        .help("unisci dei livelli: un albero così profondo non si legge né in pagina né sul sito"),
                );
            }
        }
    }
}

/// How many parents are followed in search of a loop. A longer loop is reported as a tree that is too deep.
const LONGEST_LOOP: usize = 64;
