//! Running text as rules read it: the words of a paragraph in one string, with the way back to their bytes.

use super::Parte;
use crate::base::span::{FileId, Span, Spanned};
use crate::base::text::fold;
use crate::piano::prose::{BlockKind, Brano, Inline, bare, inlines};
use crate::source::Sources;
use std::ops::Range;
use std::sync::Arc;

/// Words after which a fact is a time.
const TEMPO: [&str; 7] = ["nel", "del", "al", "dal", "il", "anno", "dicembre"];

/// The running words of a paragraph or of a cell, with the place in the file of each.
#[derive(Debug)]
pub(super) struct Discorso {
    pub(super) parole: String,
    /// Where in `parole` each piece begins, how long it is, and where it was written.
    pezzi: Vec<(usize, usize, Span)>,
    /// Whether it has a link, a citation or a note.
    pub(super) rimanda: bool,
}

impl AsRef<Discorso> for Discorso {
    fn as_ref(&self) -> &Discorso {
        self
    }
}

impl Discorso {
    pub(super) fn of(content: &[Inline]) -> Self {
        let mut out = Discorso { parole: String::new(), pezzi: vec![], rimanda: false };
        inlines(content, &mut |inline| match inline {
            Inline::Text { text, span } | Inline::Code { text, span } => {
                out.pezzi.push((out.parole.len(), text.len(), *span));
                out.parole.push_str(text);
            }
            Inline::Break => out.parole.push(' '),
            Inline::Link { .. } | Inline::Cite { .. } | Inline::Note { .. } => out.rimanda = true,
            Inline::Strong(_)
            | Inline::Emph(_)
            | Inline::Strike(_)
            | Inline::Lang { .. }
            | Inline::Fact { .. }
            | Inline::Image(_) => {}
        });
        out
    }

    /// The words of `content` without code, links, citations, facts and notes: each of these leaves a mark in its place, so that
    /// the words around it are not read as neighbours.
    pub(super) fn nudo(content: &[Inline]) -> Self {
        let mut out = Discorso { parole: String::new(), pezzi: vec![], rimanda: false };
        bare(content, &mut |piece| match piece {
            Some((text, span)) => {
                out.pezzi.push((out.parole.len(), text.len(), span));
                out.parole.push_str(text);
            }
            None => out.parole.push('\u{fffc}'),
        });
        out
    }

    /// The file of the first words.
    pub(super) fn file(&self) -> Option<FileId> {
        self.pezzi.first().map(|(.., span)| span.file)
    }

    /// Several cells as one line, with a mark between them.
    pub(super) fn riga(cells: impl IntoIterator<Item = Discorso>) -> Self {
        let mut out = Discorso { parole: String::new(), pezzi: vec![], rimanda: false };
        for cell in cells {
            if !out.parole.is_empty() {
                out.parole.push_str(" | ");
            }
            let at = out.parole.len();
            out.pezzi.extend(cell.pezzi.into_iter().map(|(start, len, span)| (start + at, len, span)));
            out.parole.push_str(&cell.parole);
            out.rimanda |= cell.rimanda;
        }
        out
    }

    /// Words that stand in another file, for example a CSV. All their problems are shown at `span`.
    pub(super) fn altrove(parole: &str, span: Span) -> Self {
        Discorso { parole: parole.to_owned(), pezzi: vec![(0, parole.len(), span)], rimanda: false }
    }

    /// The text of a field of a record, which stands between quotes in its file.
    pub(super) fn di_stringa(text: &Spanned<String>, sources: &Sources) -> Self {
        Discorso::altrove(&text.value, sources.parole(text).unwrap_or(text.span))
    }

    /// Where the bytes `range` of `parole` were written. When they were written with escapes it is the whole piece.
    pub(super) fn span(&self, range: Range<usize>) -> Option<Span> {
        let exact = |(start, len, span): &(usize, usize, Span), at: usize, whole: usize| {
            if span.range().len() == *len { span.range().start + at - start } else { whole }
        };
        let (first, last) = (self.pezzo(range.start)?, self.pezzo(range.end.checked_sub(1)?)?);
        let from = exact(first, range.start, first.2.range().start);
        let to = exact(last, range.end, last.2.range().end);
        Some(Span::new(first.2.file, from..to.max(from)))
    }

    /// The piece that holds a byte: they stand in order.
    fn pezzo(&self, at: usize) -> Option<&(usize, usize, Span)> {
        let after = self.pezzi.partition_point(|(start, ..)| *start <= at);
        // Pieces without words begin where the next one does.
        self.pezzi.get(..after)?.iter().rev().find(|(_, len, _)| *len > 0).filter(|(start, len, _)| at < start + len)
    }

    /// Where the bytes `range` of `parole` were written, when the file has exactly these bytes: only there a correction can be
    /// written.
    pub(super) fn esatto(&self, range: Range<usize>) -> Option<Span> {
        let whole = |at: usize| self.pezzo(at).is_some_and(|(_, len, span)| span.range().len() == *len);
        let span = self.span(range.clone())?;
        (whole(range.start) && whole(range.end - 1) && span.range().len() == range.len()).then_some(span)
    }
}

/// The running texts of all the blocks of a text: see [`testi_nudi`].
#[comemo::memoize]
pub(super) fn nudi(brano: &Brano) -> Arc<Parte<Discorso>> {
    let mut all = Vec::new();
    brano.each_block(&mut |block| all.extend(testi_nudi(&block.kind)));
    Parte::di(all)
}

/// The running words of all the blocks of a text: see [`discorsi`].
#[comemo::memoize]
pub(super) fn capoversi(brano: &Brano) -> Arc<Parte<Discorso>> {
    let mut all = Vec::new();
    brano.each_block(&mut |block| all.extend(discorsi(&block.kind)));
    Parte::di(all)
}

/// The running words of a block; those of the blocks inside it are not its own.
pub(super) fn discorsi(block: &BlockKind) -> Vec<Discorso> {
    match block {
        BlockKind::Paragraph(content) => vec![Discorso::of(content)],
        BlockKind::Table(table) => {
            table.rows.iter().flat_map(|(_, cells)| cells).map(|cell| Discorso::of(cell)).collect()
        }
        _ => vec![],
    }
}

/// Where the sentence begins in which byte `at` of `text` stands, after the last of `segni`, and whether it begins with a time that nobody
/// knows: U+FFFC stands for a citation, a note, a fact, and after «nel» it is a year.
pub(super) fn inizio(text: &str, at: usize, segni: &[char]) -> (usize, bool) {
    let first = text.get(..at).map_or(0, |before| before.trim_end_matches(|c: char| !segni.contains(&c)).len());
    let before = text.get(..first).and_then(|before| before.strip_suffix('\u{fffc}'));
    let last = before.and_then(|before| before.rsplit(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty()));
    (first, last.is_some_and(|word| TEMPO.contains(&fold(word).as_str())))
}

/// The running texts of a block, headings and captions too: see [`Discorso::nudo`].
pub(super) fn testi_nudi(block: &BlockKind) -> Vec<Discorso> {
    block.testi().into_iter().map(Discorso::nudo).collect()
}
