//! The view that draws the tree, from its roots down to the objectives.

use super::super::quotes::straight;
use super::{Asked, Lower};
use crate::conti::performance::padre;
use crate::document::drawing::{DrawingKind, DrawnNode};
use crate::piano::element::Element;
use crate::piano::element::nodo::MAX_TREE;
use crate::piano::element::nodo::Nodo;
use crate::piano::element::obiettivo::Obiettivo;
use crate::piano::element::pos::Pos;

impl<'a> Lower<'a> {
    pub(super) fn albero_disegnato(&mut self, asked: Asked<'a, '_>) {
        let Asked { vista, anchor, caption, out } = asked;
        let span = vista.span;
        let root = vista.radice.as_ref().and_then(|word| self.index.named(&word.value));
        let nodes = match root {
            Some(root) => self.drawn_node(root, 0).into_iter().collect(),
            None => self.drawn_below(None, 0),
        };
        if nodes.is_empty() {
            self.nulla(Asked { vista, anchor, caption, out }, "L’albero non ha ancora rami da disegnare.");
            return;
        }
        let count = match nodes.len() {
            1 => "una voce".to_owned(),
            n => format!("{n} voci"),
        };
        let words: Vec<String> = nodes.iter().map(DrawnNode::in_words).collect();
        let alt = format!("Albero con {count} di primo livello. {}.", words.join(". "));
        let caption = caption.unwrap_or_else(|| self.say("L’albero della performance", span));
        self.push_drawing(anchor, caption, alt, DrawingKind::Tree(nodes), span, out);
    }

    fn drawn_below(&self, above: Option<Pos<Nodo>>, depth: usize) -> Vec<DrawnNode> {
        let nodi = self.piano.elementi.each().map(|(pos, _)| pos);
        nodi.filter(|pos| padre(self.piano, self.index, *pos) == above)
            .filter_map(|pos| self.drawn_node(pos, depth))
            .collect()
    }

    fn drawn_node(&self, nodo: Pos<Nodo>, depth: usize) -> Option<DrawnNode> {
        if depth >= MAX_TREE {
            return None;
        }
        let element = &self.piano[nodo];
        let mut children = self.drawn_below(Some(nodo), depth + 1);
        for (pos, obiettivo) in self.piano.elementi.each::<Obiettivo>() {
            let place = obiettivo.value.nodo.as_ref().and_then(|rif| self.index.rif(rif));
            if place == Some(nodo) {
                children.push(DrawnNode {
                    id: self.stampato(pos).cloned(),
                    code: self.index.codice(pos).unwrap_or_default().to_owned(),
                    title: straight(&obiettivo.value.breve().value),
                    flags: Element::flags(&obiettivo.value),
                    children: vec![],
                });
            }
        }
        Some(DrawnNode {
            id: self.stampato(nodo).cloned(),
            code: self.index.codice(nodo).unwrap_or_default().to_owned(),
            title: straight(&element.value.titolo.value),
            flags: Element::flags(&element.value),
            children,
        })
    }
}
