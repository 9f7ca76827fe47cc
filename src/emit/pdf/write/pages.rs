//! The column of pages of a table: which things it tells, and for which tables there is one.

use super::Writer;
use crate::document::{Inline, Table};
use crate::piano::element::Kind;
use crate::piano::element::id::Id;
use std::collections::BTreeSet;

/// From how many rows for each office on a table is not about offices.
const SAME: usize = 2;

impl<'a> Writer<'a> {
    /// For each row of a table, the things whose pages a column of their own tells: those of the first kind to which it leads that can be read
    /// alone, such as an objective, or else of the first kind. Empty for a table that has no such column. A row whose author cites two things has
    /// none: a page that stands apart would not say of which it is. Nor has a table whose rows lead to the same few offices: they are not
    /// about them.
    pub(super) fn pages_of_rows(&self, table: &'a Table) -> Vec<Vec<&'a Id>> {
        fn all<'a>(content: &'a [Inline], out: &mut Vec<(&'a Id, bool)>) {
            for inline in content {
                match inline {
                    Inline::Xref { target, page, listed, .. } if *page || *listed => out.push((target, *listed)),
                    _ => inline.inner().into_iter().for_each(|inner| all(inner, out)),
                }
            }
        }
        // Of what kind the things are that the column tells.
        let mut of: Option<(Option<usize>, &str)> = None;
        let mut pages = Vec::with_capacity(table.rows.len());
        let mut things: BTreeSet<&Id> = BTreeSet::new();
        for row in &table.rows {
            let mut found = vec![];
            row.cells.iter().filter(|_| !row.heads).for_each(|cell| all(cell, &mut found));
            let mut seen = BTreeSet::new();
            found.retain(|(id, _)| self.ids.printed.contains(id) && seen.insert(*id));
            // An objective says its own page, and not that of its unit; a process, not those of its measures, also where it goes on.
            let kinds: Vec<_> = found.iter().map(|(id, _)| self.kind_of(id)).collect();
            let own = kinds.iter().copied().find(|(alone, _)| alone.is_some()).or(kinds.first().copied());
            of = of.or(own);
            let told = if row.continues > 0 || of.is_some_and(|of| kinds.contains(&of)) { of } else { own };
            found.retain(|(id, listed)| !listed || Some(self.kind_of(id)) == told);
            if found.len() > 1 && found.iter().any(|(_, listed)| !listed) {
                return vec![];
            }
            things.extend(found.iter().map(|(id, _)| *id));
            pages.push(found.into_iter().map(|(id, _)| self.led(id)).collect());
        }
        let told = pages.iter().filter(|row: &&Vec<&Id>| !row.is_empty()).count();
        let list = of.and_then(|(alone, _)| self.document.catalogo.get(alone?));
        let offices = list.is_some_and(|list| list.nome == Kind::Unita.info().plural) && things.len() * SAME <= told;
        // One page alone is told beside its words.
        if told > 1 && !offices { pages } else { vec![] }
    }

    /// The kind of a thing: the list of those that can be read alone, or the word that says it, such as `processo`.
    fn kind_of(&self, id: &Id) -> (Option<usize>, &'a str) {
        match self.ids.alone.get(id) {
            Some(list) => (Some(*list), ""),
            None => {
                let document = self.document;
                let label = document.targets.get(id).map_or("", |target| target.label.as_str());
                (None, label.split_whitespace().next().unwrap_or_default())
            }
        }
    }
}
