//! What is drawn in a document: pictures, boxes of text, and what has no words (charts, embedded objects), which is told and never run.

use super::albero::{Cosa, Immagine, Luogo, Pezzo};
use super::lettore::Lettore;
use super::pacchetto::{attr, w};
use roxmltree::Node;

impl Lettore<'_> {
    /// A picture, a box of text, or something that has no words.
    pub(super) fn disegno(&mut self, node: Node<'_, '_>, here: &Luogo, out: &mut Vec<Pezzo>) {
        // What stands in a box is read as its text, not here; of several forms of one thing one is read.
        let mut mine = Vec::new();
        let mut left = vec![node];
        while let Some(one) = left.pop() {
            mine.push(one);
            match (w(one), one.tag_name().name()) {
                ("txbxContent", _) => {}
                (_, "AlternateContent") => left.extend(scelta(one)),
                _ => left.extend(one.children().filter(Node::is_element).rev()),
            }
        }
        let named = |name: &str| mine.iter().filter(|one| one.tag_name().name() == name).copied().collect::<Vec<_>>();
        let described = named("docPr")
            .into_iter()
            .chain(named("shape"))
            .find_map(|one| attr(one, "descr").or_else(|| attr(one, "alt")).filter(|words| !words.trim().is_empty()));
        let alternativa = described.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
        let ornamento =
            named("decorative").first().is_some_and(|one| attr(*one, "val").is_none_or(|value| value != "0"));
        for object in named("OLEObject") {
            let of = attr(object, "ProgID").unwrap_or("un altro programma");
            self.avvisa(here, format!("un oggetto incorporato ({of}) non è stato importato"));
        }
        for (name, what) in [
            ("chart", "un grafico non è stato importato: salvalo come immagine"),
            ("relIds", "un disegno SmartArt non è stato importato: salvalo come immagine"),
        ] {
            if !named(name).is_empty() {
                self.avvisa(here, what);
            }
        }
        let relazioni = self.relazioni;
        let mut seen = Vec::new();
        for (element, key) in [("blip", "embed"), ("imagedata", "id")] {
            for image in named(element) {
                let relation = attr(image, key).and_then(|id| relazioni.get(id));
                match relation {
                    Some(one) if !one.fuori && seen.contains(&one.dove) => {}
                    Some(one) if !one.fuori => {
                        seen.push(one.dove.clone());
                        let parte = one.dove.clone();
                        let image = Immagine { parte, alternativa: alternativa.clone(), ornamento };
                        self.metti(Cosa::Immagine(image), out);
                    }
                    _ if attr(image, "link").is_some() || relation.is_some() => {
                        self.avvisa(here, "un’immagine sta fuori dal documento: non è stata importata");
                    }
                    _ => {}
                }
            }
        }
        for content in mine.iter().filter(|one| w(**one) == "txbxContent") {
            // The paragraphs of a box are found by where the box is.
            let blocks = self.blocchi(*content);
            self.metti(Cosa::Riquadro(blocks), out);
        }
    }
}

/// Of several forms of one thing, the one that is read: the first, which is the richest. The others say the same.
pub(super) fn scelta<'a, 'i>(node: Node<'a, 'i>) -> Option<Node<'a, 'i>> {
    let named = |name: &str| node.children().find(|child| child.tag_name().name() == name);
    named("Choice").or_else(|| named("Fallback"))
}
