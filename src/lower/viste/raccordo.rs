//! The raccordo: every place of the tree with the objectives that have it, secondary places as "RIF.", places without
//! objectives kept. The cells of the upper levels stand over all their rows.

use super::super::quotes::straight;
use super::{Asked, Lower};
use crate::base::span::Span;
use crate::base::text::capital;
use crate::conti::performance::padre;
use crate::document::*;
use crate::piano::element::Element;
use crate::piano::element::nodo::MAX_TREE;
use crate::piano::element::nodo::Nodo;
use crate::piano::element::obiettivo::Obiettivo;
use crate::piano::element::pos::Pos;
use crate::piano::element::row::Profile;
use crate::piano::element::value::Rif;

/// The nodes in their order, each with the one above it.
type Parents = Vec<(Pos<Nodo>, Option<Pos<Nodo>>)>;

impl<'a> Lower<'a> {
    pub(super) fn raccordo(&mut self, asked: Asked<'a, '_>) {
        let Asked { vista, anchor, caption, out } = asked;
        let span = vista.span;
        let nodi = self.piano.elementi.each().map(|(pos, _)| pos);
        let parents: Parents = nodi.map(|pos| (pos, padre(self.piano, self.index, pos))).collect();
        let mut paths: Vec<Vec<Pos<Nodo>>> = Vec::new();
        descend(&parents, None, &mut Vec::new(), &mut paths);
        let levels = paths.iter().map(Vec::len).max().unwrap_or_default().max(self.set.albero.livelli.len());

        let mut columns: Vec<Column> = (0..levels)
            .map(|level| {
                let name = self.set.albero.livelli.get(level).map_or("livello", |name| name.value.as_str());
                Column { header: self.say(&capital(name), span), profile: Profile::Testo }
            })
            .collect();
        columns.push(Column { header: self.say(&capital(&self.nome_obiettivo()), span), profile: Profile::Testo });

        let mut rows: Vec<Row> = Vec::new();
        let mut last: Vec<Pos<Nodo>> = Vec::new();
        for path in &paths {
            let Some(node) = path.last() else { continue };
            let has_children = parents.iter().any(|(_, parent)| *parent == Some(*node));
            let mut leaves = self.foglie(*node, span);
            if leaves.is_empty() {
                if has_children {
                    continue;
                }
                leaves.push(self.say("–", span).into());
            }
            for leaf in leaves {
                // The same place: the dashes of the levels that it does not have go on too.
                let same = path.iter().zip(&last).take_while(|(a, b)| a == b).count();
                let continues = if *path == last { levels } else { same };
                let mut cells: Vec<Cell> = Vec::with_capacity(levels + 1);
                for level in 0..levels {
                    cells.push(match path.get(level) {
                        _ if level < continues => Cell::default(),
                        Some(node) => self.luogo(*node, span),
                        None => self.say("–", span).into(),
                    });
                }
                cells.push(leaf);
                rows.push(Row { continues, ..Row::new(cells, span) });
                last.clone_from(path);
            }
        }
        self.fuori_albero(levels, span, &mut rows);
        let caption = caption.unwrap_or_else(|| self.say("Raccordo fra albero strategico e obiettivi", span));
        self.push_table(Asked { vista, anchor, caption: Some(caption), out }, columns, rows);
    }

    /// A node as a cell: code, title, flags, and the political offices that answer for it.
    pub(super) fn luogo(&mut self, nodo: Pos<Nodo>, span: Span) -> Cell {
        let element = &self.piano[nodo];
        let code = self.index.codice(nodo).unwrap_or_default();
        let title = straight(&element.value.titolo.value);
        let mut words = format!("{code} – {title}");
        if element.value.trasversale {
            words.push_str(" (TRASVERSALE)");
        }
        let mut cell = Cell::new(self.listed(nodo, &words, span), title.as_str()).and("codice", code);
        if element.value.trasversale {
            cell = cell.and("trasversale", "sì");
        }
        let offices: Vec<String> = element
            .value
            .assessori
            .iter()
            .filter_map(|rif| self.piano[self.index.rif(rif)?].value.label())
            .map(|label| capital(&straight(&label)))
            .collect();
        if !offices.is_empty() {
            cell.words.push(Inline::Break);
            cell.words.push(Inline::Emph(self.say(&offices.join("; "), span)));
            cell = cell.and("assessori", offices.join("; ").as_str());
        }
        cell
    }

    /// The objectives of a node: those that have it for first place, then those that name it beside theirs.
    fn foglie(&mut self, nodo: Pos<Nodo>, span: Span) -> Vec<Cell> {
        let (piano, index) = (self.piano, self.index);
        let is = |rif: &Rif<Nodo>| index.rif(rif) == Some(nodo);
        let obiettivi = || piano.elementi.each::<Obiettivo>();
        let mut cells: Vec<Cell> = Vec::new();
        for (pos, _) in obiettivi().filter(|(_, o)| o.value.nodo.iter().any(is)) {
            cells.push(self.foglia(pos, span));
        }
        for (pos, _) in obiettivi().filter(|(_, o)| o.value.nodi_secondari.iter().any(is)) {
            let mut cell = self.foglia(pos, span);
            cell.words.splice(0..0, self.say("RIF.\u{a0}", span));
            cells.push(cell.and("posto", "secondario"));
        }
        cells
    }

    /// An objective as a cell: its codes and its title.
    fn foglia(&mut self, pos: Pos<Obiettivo>, span: Span) -> Cell {
        let title = straight(&self.obiettivo(pos).titolo.value);
        let codes = self.codici_obiettivo(pos).join(" / ");
        let cell = Cell::new(self.obiettivo_in_lista(pos, span), title.as_str());
        if codes.is_empty() { cell } else { cell.and("codice", codes.as_str()) }
    }

    /// Objectives that have no place in the tree: kept, so that a reader misses none.
    fn fuori_albero(&mut self, levels: usize, span: Span, rows: &mut Vec<Row>) {
        let all = self.piano.elementi.each::<Obiettivo>();
        for (at, (pos, _)) in all.filter(|(_, o)| o.value.nodo.is_none()).enumerate() {
            let mut cells: Vec<Cell> =
                (0..levels).map(|_| if at == 0 { self.say("–", span).into() } else { Cell::default() }).collect();
            if let Some(first) = cells.first_mut().filter(|_| at == 0) {
                *first = self.say("Senza un posto nell’albero", span).into();
            }
            cells.push(self.foglia(pos, span));
            rows.push(Row { continues: if at == 0 { 0 } else { levels }, ..Row::new(cells, span) });
        }
    }
}

/// The path of every node, parents first, in the order of the sources.
fn descend(parents: &Parents, above: Option<Pos<Nodo>>, path: &mut Vec<Pos<Nodo>>, out: &mut Vec<Vec<Pos<Nodo>>>) {
    if path.len() >= MAX_TREE {
        return;
    }
    for (node, parent) in parents {
        if *parent == above {
            path.push(*node);
            out.push(path.clone());
            descend(parents, Some(*node), path, out);
            path.pop();
        }
    }
}
