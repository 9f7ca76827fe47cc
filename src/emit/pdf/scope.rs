//! The part of the plan that is printed, and what it contains. [`super::write`] decides how it is written.

use crate::diag::Diagnostic;
use crate::diag::codes::P0905;
use crate::document::*;
use crate::piano::element::id::Id;
use std::collections::BTreeSet;

/// What is printed: the whole plan, or a part of it.
pub(in crate::emit) enum Scope<'a> {
    Whole,
    Section(&'a Section),
    Blocks(&'a Section, &'a [Block]),
}

/// What is asked for: the part called `id`, or the whole plan. `cure`: what helps where nothing printed has that id.
pub(in crate::emit) fn asked<'a>(
    document: &'a Document,
    id: Option<&Id>,
    cure: &str,
) -> Result<Scope<'a>, Box<Diagnostic>> {
    let Some(id) = id else { return Ok(Scope::Whole) };
    find(document, id).ok_or_else(|| {
        let words = format!("«{id}» non è stampato in nessuna parte del piano");
        Box::new(Diagnostic::global(P0905, words).help(cure))
    })
}

/// The section with that id, or the smallest block that has the id itself or in one of its rows or nodes.
fn find<'a>(document: &'a Document, id: &Id) -> Option<Scope<'a>> {
    let mut found = None;
    document.walk(&mut |section, _| {
        if found.is_some() {
        } else if section.id == *id {
            found = Some(Scope::Section(section));
        } else if let Some(blocks) = find_block(&section.blocks, id) {
            found = Some(Scope::Blocks(section, blocks));
        }
    });
    found
}

fn find_block<'a>(blocks: &'a [Block], id: &Id) -> Option<&'a [Block]> {
    for (n, block) in blocks.iter().enumerate() {
        if block.anchor.as_ref() == Some(id) {
            // A heading is printed with all that is under it.
            let end = match &block.kind {
                BlockKind::Heading { level, .. } => blocks
                    .iter()
                    .skip(n + 1)
                    .position(|b| matches!(&b.kind, BlockKind::Heading { level: other, .. } if other <= level))
                    .map_or(blocks.len(), |more| n + 1 + more),
                _ => n + 1,
            };
            return blocks.get(n..end);
        }
        let mut inside = false;
        if let Some(found) = block.nested().into_iter().find_map(|blocks| find_block(blocks, id)) {
            return Some(found);
        }
        own_anchors(block, &mut |anchor| inside |= anchor == id);
        if inside {
            return blocks.get(n..=n);
        }
    }
    None
}

/// The anchors of a block and of its rows, nodes and terms; not of the blocks nested in it.
fn own_anchors<'a>(block: &'a Block, visit: &mut dyn FnMut(&'a Id)) {
    block.anchor.iter().for_each(&mut *visit);
    match &block.kind {
        // A table without columns is not printed.
        BlockKind::Table(table) if !table.columns.is_empty() => {
            table.rows.iter().filter_map(|row| row.anchor.as_ref()).for_each(visit);
        }
        BlockKind::Tree(nodes) => TreeNode::each(nodes, &mut |node| node.anchor.iter().for_each(&mut *visit)),
        BlockKind::Definitions(all) => all.iter().filter_map(|d| d.anchor.as_ref()).for_each(visit),
        _ => {}
    }
}

/// Visit every block in the scope, nested ones too.
fn each_block<'a>(scope: &Scope<'a>, document: &'a Document, visit: &mut dyn FnMut(&'a Block)) {
    fn blocks<'a>(all: &'a [Block], visit: &mut dyn FnMut(&'a Block)) {
        all.iter().for_each(|block| block.each(visit));
    }
    fn section<'a>(one: &'a Section, visit: &mut dyn FnMut(&'a Block)) {
        blocks(&one.blocks, visit);
        one.children.iter().for_each(|child| section(child, visit));
    }
    match scope {
        Scope::Whole => document.sections.iter().for_each(|one| section(one, visit)),
        Scope::Section(one) => section(one, visit),
        Scope::Blocks(_, all) => blocks(all, visit),
    }
}

/// Every id that will have a label.
pub(in crate::emit) fn printed<'a>(scope: &Scope<'a>, document: &'a Document) -> BTreeSet<&'a Id> {
    fn section<'a>(one: &'a Section, ids: &mut BTreeSet<&'a Id>) {
        ids.insert(&one.id);
        one.children.iter().for_each(|child| section(child, ids));
    }
    let mut ids = BTreeSet::new();
    match scope {
        Scope::Whole => document.sections.iter().for_each(|one| section(one, &mut ids)),
        Scope::Section(one) => section(one, &mut ids),
        Scope::Blocks(..) => {}
    }
    each_block(scope, document, &mut |block| {
        if !matches!(&block.kind, BlockKind::Table(table) if table.columns.is_empty()) {
            own_anchors(block, &mut |id| {
                ids.insert(id);
            });
        }
    });
    ids
}

/// How many numbered tables and figures are printed.
pub(in crate::emit) fn count<'a>(scope: &Scope<'a>, document: &'a Document) -> (u32, u32) {
    let mut counts = (0, 0);
    each_block(scope, document, &mut |block| match &block.kind {
        BlockKind::Table(table) if table.number.is_some() && table.caption.is_some() => counts.0 += 1,
        BlockKind::Figure(figure) if figure.number.is_some() && figure.caption.is_some() => counts.1 += 1,
        BlockKind::Drawing(drawing) if drawing.number.is_some() && drawing.caption.is_some() => counts.1 += 1,
        _ => {}
    });
    counts
}
