//! Which remarks are read with a table, between its caption and its head.

use super::{Block, BlockKind, Inline};

/// Blocks in the order in which they are read, each with the remarks that its caption takes: the legends before a table with a caption, and
/// on paper also the remarks under a long one, which could stand alone at the head of a page. `lunga`: on paper, how many rows such a table
/// has at least.
#[must_use]
pub fn con_legende(blocks: &[Block], lunga: Option<usize>) -> Vec<(&Block, Vec<&[Inline]>)> {
    let mut read: Vec<(&Block, Vec<&[Inline]>)> = Vec::with_capacity(blocks.len());
    let mut open: Vec<(&Block, &[Inline])> = Vec::new();
    // Whether the last table takes a remark that stands here.
    let mut takes = false;
    for block in blocks {
        match &block.kind {
            BlockKind::Legend(words) => open.push((block, words.as_slice())),
            BlockKind::Remark(words) if takes && block.anchor.is_none() => {
                read.last_mut().into_iter().for_each(|(_, legend)| legend.push(words));
            }
            BlockKind::Table(table) if table.caption.is_some() => {
                read.push((block, open.drain(..).map(|(_, words)| words).collect()));
                takes = lunga.is_some_and(|rows| table.rows.len() >= rows);
            }
            _ => {
                read.extend(open.drain(..).map(|(block, _)| (block, vec![])));
                read.push((block, vec![]));
                takes = false;
            }
        }
    }
    read.extend(open.into_iter().map(|(block, _)| (block, vec![])));
    read
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::span::{FileId, Span};
    use crate::document::{Cell, Row, Table};

    const LUNGA: usize = 8;

    #[test]
    fn a_remark_goes_to_the_table_that_it_explains() {
        let span = Span::new(FileId(0), 0..0);
        let block = |kind| Block { anchor: None, span, kind };
        let words = |text: &str| vec![Inline::Text { text: text.to_owned(), span }];
        let remark = || block(BlockKind::Remark(words("una nota")));
        let legend = || block(BlockKind::Legend(words("una legenda")));
        let table = |rows: usize, caption: bool| {
            let rows = (0..rows).map(|_| Row::new(Vec::<Cell>::new(), span)).collect();
            let caption = caption.then(|| words("Una tabella"));
            let columns = vec![];
            block(BlockKind::Table(Table { number: None, caption, columns, rows, row_headers: false, registro: None }))
        };
        let of = |blocks: &[Block], carta: bool| -> Vec<usize> {
            con_legende(blocks, carta.then_some(LUNGA)).iter().map(|(_, legend)| legend.len()).collect()
        };
        // Before a table with a caption, also under another one; not before one without.
        assert_eq!(of(&[legend(), legend(), table(2, true)], false), [2]);
        assert_eq!(of(&[table(LUNGA, true), remark(), legend(), table(2, true)], true), [1, 1]);
        assert_eq!(of(&[legend(), table(2, false)], false), [0, 0]);
        // A remark stands under its table, and on paper goes up where the table may end on another page.
        assert_eq!(of(&[table(2, true), remark(), table(2, true)], true), [0, 0, 0]);
        assert_eq!(of(&[table(LUNGA, true), remark()], true), [1]);
        assert_eq!(of(&[table(LUNGA, true), remark()], false), [0, 0]);
        assert_eq!(of(&[legend()], true), [0]);
    }
}
