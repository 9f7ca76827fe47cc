//! The first words of what the plan says of a thing: for the lists, for the descriptions of pages, for the results of the search.

use super::places::Shown;
use crate::document::{Block, BlockKind, Section, plain};
use crate::piano::element::row::Profile;

/// The length of the description of a page. Search engines cut a longer one.
const DESCRIZIONE: usize = 160;

/// The least words of a fact that describes a thing.
const FATTO: usize = 5;

/// The first words of a thing, as the text shows it. None where it is only a name.
pub(super) fn di(shown: Shown<'_>) -> Option<String> {
    match shown {
        Shown::Block(Block { kind: BlockKind::Card(card), .. }) => {
            // A card without a description says what it is for among its facts: the result, not a day or an amount.
            let facts = || card.facts.iter().map(|fact| plain(&fact.value));
            let told = || facts().find(|words| words.split_whitespace().count() >= FATTO);
            primo(&card.lead).or_else(|| primo(&card.blocks)).or_else(told)
        }
        Shown::Block(block) => block.nested().first().and_then(|blocks| primo(blocks)),
        Shown::Node(node) => primo(&node.blocks),
        Shown::Row(table, row) => {
            let cells = row.cells.iter().zip(&table.columns).enumerate();
            // The cell with the most words describes the row, unless it is its name.
            let texts = cells.filter(|(at, (_, c))| c.profile == Profile::Testo && !table.names(row, *at));
            texts.map(|(_, (cell, _))| plain(cell)).max_by_key(String::len).filter(|text| text.contains(' '))
        }
        Shown::Other => None,
    }
}

/// The first words of a section.
pub(super) fn di_sezione(section: &Section) -> Option<String> {
    primo(&section.blocks)
}

/// The first paragraph before any title.
fn primo(blocks: &[Block]) -> Option<String> {
    let before = blocks.iter().take_while(|block| !matches!(block.kind, BlockKind::Heading { .. }));
    before.map(|block| &block.kind).find_map(|kind| match kind {
        BlockKind::Paragraph(content) => Some(plain(content)).filter(|text| !text.trim().is_empty()),
        _ => None,
    })
}

/// `text` short enough for the description of a page: whole sentences if the first one fits, else whole words.
pub(super) fn breve(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= DESCRIZIONE {
        return text;
    }
    let head: String = text.chars().take(DESCRIZIONE).collect();
    match head.rmatch_indices(". ").find(|(at, _)| *at >= DESCRIZIONE / 3) {
        Some((at, _)) => head.get(..=at).unwrap_or(&head).to_owned(),
        None => format!("{}…", head.rsplit_once(' ').map_or(head.as_str(), |(words, _)| words)),
    }
}
