//! The tables of a document: rows of cells, each at its column of the grid, whatever stands between them in the XML.

use super::albero::{Cella, Riga, Tabella};
use super::lettore::{Lettore, muto, revisione};
use super::pacchetto::{acceso, attr, figlio, valore, w};
use roxmltree::Node;

/// Most columns that a cell may take. Word allows 63.
const MAX_COLONNE: usize = 64;

impl Lettore<'_> {
    pub(super) fn tabella(&mut self, node: Node<'_, '_>) -> Option<Tabella> {
        // A table inside a cell is read as a part of it, and has no number of its own.
        let inside = self.cella;
        if inside.is_none() && self.nota.is_none() {
            self.comune.tabelle += 1;
        }
        let numero = self.comune.tabelle;
        let mut righe = Vec::new();
        self.righe(node, numero, inside, &mut righe);
        self.cella = inside;
        let end = |riga: &Riga| riga.celle.last().map_or(0, |cella| cella.colonna + cella.larghezza);
        let colonne = righe.iter().map(end).max()?;
        Some(Tabella { numero, colonne, righe, tolte: vec![] })
    }

    fn righe(&mut self, node: Node<'_, '_>, numero: usize, inside: Option<(usize, usize, usize)>, out: &mut Vec<Riga>) {
        self.sotto(|this| {
            for child in node.children().filter(Node::is_element) {
                match w(child) {
                    "tr" => {
                        let riga = this.riga(child, numero, out.len() + 1, inside);
                        out.push(riga);
                    }
                    name if muto(name) => {}
                    _ => this.righe(child, numero, inside, out),
                }
            }
        });
    }

    fn riga(&mut self, node: Node<'_, '_>, numero: usize, row: usize, inside: Option<(usize, usize, usize)>) -> Riga {
        let props = figlio(node, "trPr");
        let skipped = props.and_then(|props| valore(props, "gridBefore")).and_then(|n| n.parse().ok()).unwrap_or(0);
        let change = props.and_then(|props| figlio(props, "del").or_else(|| figlio(props, "ins"))).map(revisione);
        let mut celle = Vec::new();
        let mut column = usize::min(skipped, MAX_COLONNE);
        self.celle(node, (numero, row), inside, &mut column, &mut celle);
        Riga {
            intestazione: props.and_then(|props| acceso(props, "tblHeader")).unwrap_or_default(),
            celle,
            revisione: change,
        }
    }

    fn celle(
        &mut self,
        node: Node<'_, '_>,
        (numero, row): (usize, usize),
        inside: Option<(usize, usize, usize)>,
        column: &mut usize,
        out: &mut Vec<Cella>,
    ) {
        self.sotto(|this| {
            for child in node.children().filter(Node::is_element) {
                match w(child) {
                    "tc" => {
                        let props = figlio(child, "tcPr");
                        let wide = props.and_then(|props| valore(props, "gridSpan")).and_then(|n| n.parse().ok());
                        let larghezza = wide.unwrap_or(1).clamp(1, MAX_COLONNE);
                        let merged = props.and_then(|props| figlio(props, "vMerge"));
                        let sopra = merged.is_some_and(|one| attr(one, "val").is_none_or(|value| value == "continue"));
                        this.cella = inside.or(Some((numero, row, out.len() + 1)));
                        let blocchi = this.blocchi(child);
                        out.push(Cella { colonna: *column, larghezza, sopra, blocchi });
                        *column += larghezza;
                    }
                    name if muto(name) => {}
                    _ => this.celle(child, (numero, row), inside, column, out),
                }
            }
        });
    }
}
