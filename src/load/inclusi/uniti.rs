//! The text of an included section and that of the file which includes it, made one: a heading with the id of an included one takes the
//! place of that part, a paragraph may be written otherwise, and the rest follows.

use super::capoversi::Altrove;
use super::titoli::{self, Esito, Titolo};
use crate::base::span::Spanned;
use crate::diag::codes::P0173;
use crate::diag::{Diagnostic, Diagnostics};
use crate::piano::prose::{self, Block, BlockKind, Inline, Prose};
use crate::piano::{Di, Tratto};
use std::collections::{BTreeMap, BTreeSet};

/// The text of another plan.
pub(super) struct Loro {
    pub(super) prose: Prose,
    /// Whose each stretch of it is.
    pub(super) tratti: Vec<Tratto>,
    /// The ids that the things of those who wrote it had before, each with the present one.
    pub(super) spostati: BTreeMap<String, String>,
}

impl Loro {
    /// For each block whose it is, and whose text it takes the place of.
    fn di_ognuno(&self) -> Vec<(Di, Option<Di>)> {
        let mut out = Vec::with_capacity(self.prose.blocks.len());
        for tratto in &self.tratti {
            out.resize(tratto.fine.max(out.len()), (tratto.di, tratto.al_posto));
        }
        out
    }
}

/// The two texts as one.
pub(super) struct Unito {
    pub(super) prose: Prose,
    /// Whose each stretch of it is.
    pub(super) tratti: Vec<Tratto>,
    /// The ids of parts in whose place headings stand by the id of before, each with that id.
    pub(super) di_prima: Vec<(String, String)>,
}

/// A part of a text: the blocks from a heading with an id to the next heading that is not below it.
struct Parte {
    id: Option<String>,
    blocks: Vec<Block>,
}

/// The parts that begin with a heading whose id is in `ids`; what stands between them has no id.
fn parts(blocks: Vec<Block>, ids: &BTreeSet<String>) -> Vec<Parte> {
    let mut out: Vec<Parte> = vec![];
    let mut open: Option<u8> = None;
    for block in blocks {
        if let BlockKind::Heading { level, id, .. } = &block.kind {
            let name = id.as_ref().map(|id| id.value.clone()).filter(|id| ids.contains(id));
            let over = open.is_some_and(|above| *level <= above);
            if name.is_some() && (open.is_none() || over) {
                open = Some(*level);
                out.push(Parte { id: name, blocks: vec![block] });
                continue;
            }
            if over {
                open = None;
                out.push(Parte { id: None, blocks: vec![block] });
                continue;
            }
        }
        match out.last_mut() {
            Some(last) => last.blocks.push(block),
            None => out.push(Parte { id: None, blocks: vec![block] }),
        }
    }
    out
}

/// Whether nothing is written but headings.
fn solo_titoli(blocks: &[Block]) -> bool {
    blocks.iter().all(|block| matches!(block.kind, BlockKind::Heading { .. }))
}

/// The two texts as one, and whose each stretch of it is. `nostro` is whose `own` is.
pub(super) fn joined(
    own: Prose,
    nostro: Di,
    loro: Loro,
    altrove: &mut [Altrove<'_>],
    word: &Spanned<String>,
    diags: &mut Diagnostics,
) -> Unito {
    let mut di = loro.di_ognuno().into_iter();
    let theirs = loro.prose;
    let nostri = Titolo::tutti(&own.blocks);
    let sostituiti = titoli::sostituiti(&nostri, &Titolo::tutti(&theirs.blocks), &loro.spostati);
    let di_prima =
        sostituiti.iter().filter(|(own, now)| own != now).map(|(own, now)| (now.clone(), own.clone())).collect();
    let mut esito = Esito::default();
    let (mut instead, mut after): (BTreeMap<String, Vec<Block>>, Vec<Block>) = Default::default();
    for part in parts(own.blocks, &sostituiti.keys().cloned().collect()) {
        match part.id.and_then(|id| sostituiti.get(&id)) {
            // Two headings with one id are told by who looks at ids; the text of neither is lost.
            Some(id) => instead.entry(id.clone()).or_default().extend(part.blocks),
            None => {
                esito.aggiunti.extend(Titolo::tutti(&part.blocks));
                after.extend(part.blocks);
            }
        }
    }
    let mut blocks: Vec<Block> = vec![];
    let mut tratti: Vec<Tratto> = vec![];
    let mut add = |more: Vec<Block>, di: Di, al_posto: Option<Di>| {
        if more.is_empty() {
            return;
        }
        blocks.extend(more);
        match tratti.last_mut().filter(|last| last.di == di && last.al_posto == al_posto) {
            Some(last) => last.fine = blocks.len(),
            None => tratti.push(Tratto { fine: blocks.len(), di, al_posto }),
        }
    };
    let mut cited = BTreeSet::new();
    let mut sopra = None;
    for part in parts(theirs.blocks, &sostituiti.into_values().collect()) {
        match part.id.as_ref().and_then(|id| instead.remove(id)) {
            Some(mine) => {
                if let (Some(nostro), [first, under @ ..]) = (mine.first().and_then(Titolo::di), part.blocks.as_slice())
                {
                    altrove.iter_mut().for_each(|one| under.iter().for_each(|block| one.guarda_tolto(block, &nostro)));
                    if solo_titoli(&mine) && !solo_titoli(under) {
                        esito.vuoti.push(nostro.clone());
                    }
                    esito.tolti.extend(Titolo::di(first).map(|loro| (nostro, loro, Titolo::tutti(under))));
                }
                // It takes the place of whoever wrote the title.
                let whose: Vec<(Di, Option<Di>)> = di.by_ref().take(part.blocks.len()).collect();
                add(mine, nostro, whose.first().map(|(di, _)| *di));
            }
            None => {
                for (block, (di, al_posto)) in part.blocks.into_iter().zip(di.by_ref()) {
                    let mut all = altrove.iter_mut().filter(|one| one.di(&block));
                    match all.next() {
                        Some(one) => {
                            add(one.prendi(block.span), nostro, Some(di));
                            all.for_each(|other| other.gia_preso(one));
                        }
                        None => {
                            if let Some(titolo) = Titolo::di(&block) {
                                esito.rimasti.push(titolo.clone());
                                sopra = Some(titolo);
                            }
                            altrove.iter_mut().for_each(|one| one.guarda(&block, sopra.as_ref()));
                            citate(&block, &mut cited);
                            add(vec![block], di, al_posto);
                        }
                    }
                }
            }
        }
    }
    // A part inside another that is replaced is not there any more.
    instead.into_values().for_each(|mine| add(mine, nostro, None));
    add(after, nostro, None);
    // What a second plan does with the text of a third is told to its own authors.
    if nostro.is_none() {
        diags.extend(esito.detto(&nostri, &loro.spostati));
    }
    let mut notes = own.notes;
    // A note of theirs whose paragraph is replaced is cited no more: the new text may have one of that name.
    for (label, blocks) in theirs.notes {
        if notes.contains_key(&label) && !cited.contains(&label) {
            continue;
        }
        if let Some(mine) = notes.get(&label) {
            let place = mine.first().map_or(word.span, |block| block.span);
            let problem = Diagnostic::at(P0173, place, format!("la nota «{label}» c’è anche nel testo incluso"));
            let problem = match blocks.first() {
                Some(other) => problem.other(other.span, "è questa"),
                None => problem,
            };
            diags.push(
                problem.help(format!("chiama la nota di questo file in un altro modo, per esempio `[^{label}-bis]`")),
            );
            continue;
        }
        notes.insert(label, blocks);
    }
    let prose = Prose { blocks, notes, comments: [own.comments, theirs.comments].concat() };
    Unito { prose, tratti, di_prima }
}

/// Adds to `out` the notes that a block cites.
fn citate(block: &Block, out: &mut BTreeSet<String>) {
    prose::blocks(std::slice::from_ref(block), &mut |inline| {
        if let Inline::Note { label } = inline {
            out.insert(label.value.clone());
        }
    });
}

#[cfg(test)]
mod tests {
    use super::super::capoversi::letti;
    use super::{Loro, Unito, joined, parts};
    use crate::base::span::{FileId, Span, Spanned};
    use crate::diag::Diagnostics;
    use crate::load::markdown::{Place, fragment};
    use crate::piano::prose::Prose;
    use crate::piano::{AlPostoDi, Di, Tratto};
    use std::collections::{BTreeMap, BTreeSet};

    /// A text of the plan at place `n`.
    fn loro(prose: Prose, n: usize) -> Loro {
        Loro {
            tratti: vec![Tratto { fine: prose.blocks.len(), di: Some(n), al_posto: None }],
            prose,
            spostati: BTreeMap::new(),
        }
    }

    #[test]
    fn what_two_headings_of_one_id_say_is_not_lost() {
        let read = |text: &str| fragment(text, Place::Exact { file: FileId(0), start: 0 }).0;
        let own = read("## Uno {#uno}\n\nA.\n\n## Uno {#uno}\n\nB.\n\n## Altro\n\nC.\n");
        let theirs = read("Prima.\n\n## Uno {#uno}\n\nLoro.\n\n## Due\n\nD.\n");
        let word = Spanned::new("unione:uno".to_owned(), Span::new(FileId(0), 0..0));
        let Unito { prose, tratti, .. } =
            joined(own, None, loro(theirs, 4), &mut [], &word, &mut Diagnostics::default());
        let found: Vec<(usize, Di, Option<Di>)> = tratti.iter().map(|t| (t.fine, t.di, t.al_posto)).collect();
        assert_eq!(found, [(1, Some(4), None), (5, None, Some(Some(4))), (7, Some(4), None), (9, None, None)]);
        assert_eq!(prose.blocks.len(), 9);
        // A third plan takes it from this, and each stretch is still of whoever wrote it.
        let mut second = loro(prose, 1);
        second.tratti = tratti;
        let own = read("## Due {#due}\n\nE.\n");
        let Unito { tratti, .. } = joined(own, Some(7), second, &mut [], &word, &mut Diagnostics::default());
        let found: Vec<(usize, Di, Option<Di>)> = tratti.iter().map(|t| (t.fine, t.di, t.al_posto)).collect();
        let rest = (9, None, None);
        assert_eq!(
            found,
            [(1, Some(4), None), (5, None, Some(Some(4))), (7, Some(4), None), rest, (11, Some(7), None)]
        );
    }

    /// A note goes with the only paragraph that cites it; one that is still cited keeps its name.
    #[test]
    fn the_note_of_a_replaced_paragraph_leaves_its_name() {
        let read = |text: &str| fragment(text, Place::Exact { file: FileId(0), start: 0 }).0;
        let theirs = read("Una riga[^x].\n\nAltra riga[^y].\n\n[^x]: Loro.\n\n[^y]: Resta.\n");
        let mut own = read("Nostra[^x] e[^y].\n\n[^x]: Nostra.\n\n[^y]: Doppia.\n");
        let word = |text: &str| Spanned::new(text.to_owned(), Span::new(FileId(0), 0..0));
        let list = [Spanned::new(AlPostoDi { capoverso: word("Una riga"), testo: word("Altro.") }, word("").span)];
        let mut one = letti(&list, &mut own, &mut Diagnostics::default());
        let word = word("unione:uno");
        let mut diags = Diagnostics::default();
        let Unito { prose, .. } = joined(own, None, loro(theirs, 1), &mut one, &word, &mut diags);
        let told: Vec<String> = diags.iter().map(|problem| problem.message.clone()).collect();
        assert_eq!(told, ["la nota «y» c’è anche nel testo incluso"]);
        assert_eq!(prose.notes.len(), 2);
    }

    #[test]
    fn a_part_ends_where_a_heading_as_high_begins() {
        let text = "Prima.\n\n## Uno {#uno}\n\nA.\n\n### Sotto\n\nB.\n\n## Due {#due}\n\nC.\n";
        let (prose, problems) = fragment(text, Place::Exact { file: crate::base::span::FileId(0), start: 0 });
        assert!(problems.is_empty());
        let ids = BTreeSet::from(["uno".to_owned()]);
        let found: Vec<(Option<String>, usize)> =
            parts(prose.blocks, &ids).into_iter().map(|part| (part.id, part.blocks.len())).collect();
        assert_eq!(found, [(None, 1), (Some("uno".to_owned()), 4), (None, 2)]);
    }
}
