//! The view `raccordo`: every node of the tree with its objectives. An objective that only names a node beside its own is
//! marked "RIF." there. Nodes without objectives stay. The nodes of the last level are a column; those above them head their rows, across
//! the table, because a cell over many rows would be white for most of its height.

use super::super::quotes::straight;
use super::{Asked, Lower};
use crate::base::span::Span;
use crate::base::text::capital;
use crate::conti::campi::filtrati;
use crate::conti::performance::padre;
use crate::document::*;
use crate::piano::element::nodo::MAX_TREE;
use crate::piano::element::nodo::Nodo;
use crate::piano::element::obiettivo::{Obiettivo, Stato};
use crate::piano::element::pos::Pos;
use crate::piano::element::row::{Profile, Valore};
use crate::piano::element::value::Rif;
use crate::piano::element::{Element, Kind};
use crate::piano::vista::Filtro;

/// The objectives that the table shows, and the fields that it adds beside the title of each.
struct Foglie<'f> {
    shown: &'f [Pos<Obiettivo>],
    names: &'f [&'f str],
    /// Whether filters of the view chose the objectives.
    filtered: bool,
}

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

        let names: Vec<String> = (0..levels)
            .map(|level| capital(self.set.albero.livelli.get(level).map_or("livello", |name| name.value.as_str())))
            .collect();
        let mut columns: Vec<Column> = names
            .last()
            .map(|name| Column { header: self.say(name, span), profile: Profile::Testo })
            .into_iter()
            .collect();
        let above = levels.saturating_sub(1);
        columns.push(Column { header: self.say(&capital(&self.nome_obiettivo()), span), profile: Profile::Testo });
        // A filter on the node chooses the nodes to show, with all their objectives. The other filters choose the
        // objectives.
        let (places, others): (Vec<&Filtro>, Vec<&Filtro>) =
            vista.dove.iter().partition(|filter| filter.campo.value == "nodo");
        let within = places.first().and_then(|filter| self.index.named::<Nodo>(&filter.valore.value));
        paths.retain(|path| within.is_none_or(|node| path.contains(&node)));
        let shown = filtrati(self.piano, self.index, Kind::Obiettivo, &others);
        let shown: Vec<Pos<Obiettivo>> = shown.into_iter().map(Pos::new).collect();
        let asked: Vec<&str> = vista.colonne.iter().flatten().map(|name| name.value.as_str()).collect();
        let records: Vec<_> = shown.iter().map(|pos| (pos.n(), self.fields(Kind::Obiettivo, pos.n()))).collect();
        let (added, fields) = self.colonne_di(&records, &asked, true, span);
        columns.extend(added);
        let leaves = Foglie { shown: &shown, names: &fields, filtered: !others.is_empty() };

        let mut rows: Vec<Row> = Vec::new();
        let mut last: Vec<Pos<Nodo>> = Vec::new();
        for path in &paths {
            let Some(node) = path.last() else { continue };
            let has_children = parents.iter().any(|(_, parent)| *parent == Some(*node));
            let mut here = self.foglie(*node, &leaves, span);
            if here.is_empty() {
                // With a filter on objectives, nodes that have none of them are left out.
                if has_children || leaves.filtered {
                    continue;
                }
                let nothing = |_| Cell::new(self.say("–", span), Value::Nothing);
                here.push((0..=fields.len()).map(nothing).collect());
            }
            let upper = path.get(..path.len().min(above)).unwrap_or_default();
            let before = last.get(..last.len().min(above)).unwrap_or_default();
            if above > 0 && (rows.is_empty() || upper != before) {
                rows.push(self.testa(upper, before, &names, columns.len(), span));
            }
            for (at, leaf) in here.into_iter().enumerate() {
                let place = (levels > 0).then(|| match path.get(above) {
                    _ if at > 0 => Cell::default(),
                    Some(node) => self.luogo(*node, span),
                    None => Cell::new(self.say("–", span), Value::Nothing),
                });
                let cells = place.into_iter().chain(leaf);
                rows.push(Row { continues: usize::from(at > 0 && levels > 0), ..Row::new(cells, span) });
            }
            last.clone_from(path);
        }
        if within.is_none() {
            self.fuori_albero(levels, columns.len(), &leaves, span, &mut rows);
        }
        let caption = caption.unwrap_or_else(|| self.say("Raccordo fra albero strategico e obiettivi", span));
        self.push_table(Asked { vista, anchor, caption: Some(caption), out }, columns, rows);
    }

    /// The row that heads the rows of the nodes `upper`. It says those that the head before it, of the nodes `before`, did not say,
    /// and its values tell all of them.
    fn testa(
        &mut self,
        upper: &[Pos<Nodo>],
        before: &[Pos<Nodo>],
        names: &[String],
        columns: usize,
        span: Span,
    ) -> Row {
        let same = upper.iter().zip(before).take_while(|(a, b)| a == b).count();
        // The head of a node that stands directly under one that is said already says that one.
        let same = if same == upper.len() { same.saturating_sub(1) } else { same };
        let mut head = Cell::default();
        for (level, (node, name)) in upper.iter().zip(names).enumerate() {
            let cell = self.luogo(*node, span);
            for (thing, value) in cell.values {
                head.values.push((format!("{name} {thing}").trim().to_owned().into(), value));
            }
            if level >= same {
                head.words.extend((!head.words.is_empty()).then_some(Inline::Break));
                head.words.extend(cell.words);
            }
        }
        let cells = std::iter::once(head).chain((1..columns).map(|_| Cell::default()));
        Row { heads: true, ..Row::new(cells, span) }
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
            cell.words.push(Inline::Small(self.say(&offices.join("; "), span)));
            cell = cell.and("assessori", offices.join("; ").as_str());
        }
        cell
    }

    /// The objectives of a node: first those whose own node it is, then those that name it beside their own.
    fn foglie(&mut self, nodo: Pos<Nodo>, leaves: &Foglie<'_>, span: Span) -> Vec<Vec<Cell>> {
        let (piano, index) = (self.piano, self.index);
        let is = |rif: &Rif<Nodo>| index.rif(rif) == Some(nodo);
        let mut rows: Vec<Vec<Cell>> = Vec::new();
        for pos in leaves.shown.iter().filter(|pos| piano[**pos].value.nodo.iter().any(is)) {
            rows.push(self.foglia(*pos, leaves.names, span));
        }
        for pos in leaves.shown.iter().filter(|pos| piano[**pos].value.nodi_secondari.iter().any(is)) {
            let mut cells = self.foglia(*pos, leaves.names, span);
            if let Some(cell) = cells.first_mut() {
                cell.words.splice(0..0, self.say("RIF.\u{a0}", span));
                *cell = std::mem::take(cell).and("posto", "secondario");
            }
            rows.push(cells);
        }
        rows
    }

    /// The cells of an objective: its codes, its title and its state, then the fields that are asked for.
    fn foglia(&mut self, pos: Pos<Obiettivo>, names: &[&str], span: Span) -> Vec<Cell> {
        let obiettivo = self.obiettivo(pos);
        let title = straight(&obiettivo.titolo.value);
        let codes = self.codici_obiettivo(pos).join(" / ");
        let mut words = if codes.is_empty() { title.clone() } else { format!("{codes} – {title}") };
        let flags = obiettivo.flags();
        if !flags.is_empty() {
            words.push_str(&format!(" ({})", flags.join(", ")));
        }
        let mut cell = Cell::new(self.listed(pos, &words, span), title.as_str());
        if !codes.is_empty() {
            cell = cell.and("codice", codes.as_str());
        }
        if let Some(stato) = obiettivo.stato.as_ref().filter(|stato| stato.value != Stato::Attivo) {
            cell = cell.and("stato", stato.value.label());
        }
        let fields = self.fields(Kind::Obiettivo, pos.n());
        let mut cells = vec![cell];
        for name in names {
            let value = fields.iter().find(|campo| campo.name == *name).map_or(&Valore::Vuoto, |campo| &campo.value);
            cells.push(self.cella(value, span));
        }
        cells
    }

    /// Adds the objectives that have no node in the tree, so that the table shows all of them.
    fn fuori_albero(&mut self, levels: usize, columns: usize, leaves: &Foglie<'_>, span: Span, rows: &mut Vec<Row>) {
        let piano = self.piano;
        let outside = leaves.shown.iter().filter(|pos| piano[**pos].value.nodo.is_none());
        for (at, pos) in outside.enumerate() {
            let mut place: Cell = self.say("Senza un posto nell’albero", span).into();
            // Where nodes head the rows, these rows have a head of their own, which belongs to no node.
            if levels > 1 {
                if at == 0 {
                    let cells = std::iter::once(place).chain((1..columns).map(|_| Cell::default()));
                    rows.push(Row { heads: true, ..Row::new(cells, span) });
                }
                place = Cell::new(self.say("–", span), Value::Nothing);
            }
            let place = (levels > 0).then(|| if at == 0 { place } else { Cell::default() });
            let cells = place.into_iter().chain(self.foglia(*pos, leaves.names, span));
            rows.push(Row { continues: usize::from(at > 0 && levels > 0), ..Row::new(cells, span) });
        }
    }
}

/// Collects in `out` the path of every node, parents first, in the order of the sources.
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
