//! Makes links of the citations of law, each norm always spelled in the same way, and fills the index of the norms. The
//! index is filled at the end, because it says where each norm is cited.

use super::*;
use crate::lingua::norme::{Citazione, Norma, find};
use std::ops::Range;
use std::sync::Arc;

/// What identifies a norm in the index: its type, year, number and date.
type Chiave = (crate::lingua::norme::Tipo, i16, Option<u32>, Option<crate::base::giorno::Giorno>);

/// The citations of law in a text, remembered: an edit changes few texts, and to read one takes a hundred times as long as to know it again.
#[comemo::memoize]
fn citazioni(testo: &str, ultimo: i16) -> Arc<[Citazione]> {
    find(testo, ultimo).into()
}

/// The norms met so far, and who cites each.
#[derive(Debug, Default)]
pub(super) struct Norme {
    citate: BTreeMap<Chiave, (Norma, Vec<Id>)>,
    /// Where the views stand that list the norms.
    pub(super) viste: BTreeSet<Span>,
}

impl<'a> Lower<'a> {
    /// Running text: what `inlines` gives, with its citations of law as links.
    pub(super) fn discorso(&mut self, list: &'a [prose::Inline], scope: &mut Scope<'a>) -> Vec<Inline> {
        let content = self.inlines(list, scope);
        self.link_norms(content)
    }

    /// Makes links of the citations of law in a text that is already lowered.
    pub(super) fn link_norms(&mut self, content: Vec<Inline>) -> Vec<Inline> {
        let mut text = String::new();
        nudo(&content, &mut text);
        // A number cites nothing, and many cells are numbers.
        if !text.contains(char::is_alphabetic) {
            return content;
        }
        let found = citazioni(&text, self.set.ultimo_anno());
        let place = self.place.luogo.clone().unwrap_or_else(|| self.place.section.clone());
        for citation in found.iter().filter(|citation| citation.errori.is_empty()) {
            let (norma, places) =
                self.language.norme.citate.entry(citation.norma.chiave()).or_insert_with(|| (citation.norma, vec![]));
            norma.data = norma.data.or(citation.norma.data);
            if !places.contains(&place) {
                places.push(place.clone());
            }
        }
        if found.is_empty() || !self.set.norme.collega {
            return content;
        }
        // An acronym alone that is in the glossary links to the glossary, not to the law.
        let explained = |c: &Citazione| {
            let words = text.get(c.dove.clone());
            self.piano.elementi.termini.iter().any(|t| t.value.sigla.as_ref().map(|s| s.value.trim()) == words)
        };
        let right = found.iter().filter(|c| c.errori.is_empty() && !explained(c));
        let right: Vec<Citazione> = right.cloned().collect();
        wrap(content, &mut 0, &right)
    }

    /// Fills the views that list the norms.
    pub(super) fn list_norms(&mut self, sections: &mut [Section]) {
        for section in sections {
            self.fill_in(&mut section.blocks);
            self.list_norms(&mut section.children);
        }
    }

    fn fill_in(&mut self, blocks: &mut [Block]) {
        for block in blocks {
            let span = block.span;
            match &mut block.kind {
                BlockKind::Table(table) if self.language.norme.viste.contains(&span) => {
                    table.rows = self.righe_norme(span);
                }
                BlockKind::List { items, .. } => items.iter_mut().for_each(|item| self.fill_in(item)),
                BlockKind::Quote(inner) | BlockKind::Callout { blocks: inner, .. } => self.fill_in(inner),
                _ => {}
            }
        }
    }

    fn righe_norme(&self, span: Span) -> Vec<Row> {
        let text = |text: String| Inline::Text { text, span };
        let mut rows = Vec::with_capacity(self.language.norme.citate.len());
        for (norma, places) in self.language.norme.citate.values() {
            let mut name = vec![text(norma.nome())];
            if let Some(url) = norma.indirizzo(None) {
                name = vec![Inline::Link { url, content: name }];
            }
            let known = norma.numero.and_then(|numero| crate::lingua::norme::famosa(numero, norma.anno));
            if let Some(common) = known.filter(|nota| nota.norma.tipo == norma.tipo).and_then(|nota| nota.nome) {
                name.push(text(format!(" ({common})")));
            }
            let mut cited: Vec<Inline> = Vec::new();
            for place in places.iter().filter(|place| self.names.targets.contains_key(*place)) {
                if !cited.is_empty() {
                    cited.push(text("; ".into()));
                }
                cited.push(Inline::Xref { target: place.clone(), content: vec![], page: true, listed: true });
            }
            rows.push(Row::new([name, cited], span));
        }
        if rows.is_empty() {
            let cells = vec![vec![text("Nessuna norma".into())], vec![text("–".into())]];
            rows.push(Row::new(cells, span));
        }
        rows
    }
}

/// The character that stands for code, links, citations of the plan and notes in the text that is searched. No citation of
/// law goes across it.
const OSTACOLO: char = '\u{fffc}';

/// Appends the running words of `list` to `out`. Links and code become an [`OSTACOLO`].
fn nudo(list: &[Inline], out: &mut String) {
    for inline in list {
        match inline {
            Inline::Text { text, .. } => out.push_str(text),
            Inline::Strong(inner) | Inline::Emph(inner) | Inline::Small(inner) | Inline::Strike(inner) => {
                nudo(inner, out)
            }
            Inline::Code { .. }
            | Inline::Revised { .. }
            | Inline::Abbr { .. }
            | Inline::Lang { .. }
            | Inline::Link { .. }
            | Inline::Xref { .. }
            | Inline::PaginaVicina { .. }
            | Inline::Note { .. }
            | Inline::Image { .. }
            | Inline::Mark(_)
            | Inline::Break => out.push(OSTACOLO),
        }
    }
}

fn length(inline: &Inline) -> usize {
    let mut text = String::new();
    nudo(std::slice::from_ref(inline), &mut text);
    text.len()
}

/// Returns `list`, which begins at byte `at` of the running words, with the citations `found` in it made links. A citation
/// that begins in emphasis and ends outside it becomes two links, one in each part.
fn wrap(list: Vec<Inline>, at: &mut usize, found: &[Citazione]) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::with_capacity(list.len());
    // The citation whose link is being made, with the range of its bytes and the words collected so far.
    let mut open: Option<(usize, Range<usize>, Vec<Inline>)> = None;
    for inline in list {
        let start = *at;
        let end = start + length(&inline);
        // Whether an inline is all inside one citation that is longer than it.
        let inside =
            |c: &Citazione| c.dove.start <= start && end <= c.dove.end && c.dove != (start..end) && start < end;
        let mut add = |inline: Inline, range: Range<usize>| {
            let whose =
                found.iter().position(|c| c.dove.start <= range.start && range.end <= c.dove.end && !range.is_empty());
            match (&mut open, whose) {
                (Some((n, bytes, content)), Some(whose)) if *n == whose => {
                    bytes.end = range.end;
                    content.push(inline);
                }
                (open, Some(whose)) => {
                    out.extend(open.take().map(|open| close(open, found)).unwrap_or_default());
                    *open = Some((whose, range, vec![inline]));
                }
                (open, None) => {
                    out.extend(open.take().map(|open| close(open, found)).unwrap_or_default());
                    out.push(inline);
                }
            }
        };
        match inline {
            Inline::Text { text, span } => {
                let bounds = found.iter().flat_map(|c| [c.dove.start, c.dove.end]);
                let mut cuts: Vec<usize> = bounds.filter(|cut| (start + 1..end).contains(cut)).collect();
                cuts.push(end);
                let mut from = start;
                for cut in cuts {
                    let piece = text.get(from - start..cut - start).unwrap_or_default();
                    // If the text is as long as its source, a piece of it has its own exact place.
                    let span = match text.len() == span.range().len() {
                        true => {
                            Span::new(span.file, span.range().start + from - start..span.range().start + cut - start)
                        }
                        false => span,
                    };
                    add(Inline::Text { text: piece.to_owned(), span }, from..cut);
                    from = cut;
                }
                *at = end;
            }
            // Emphasis inside a citation goes into its link whole. Other emphasis may hold citations, and is searched.
            Inline::Strong(inner) if !found.iter().any(inside) => add(Inline::Strong(wrap(inner, at, found)), end..end),
            Inline::Emph(inner) if !found.iter().any(inside) => add(Inline::Emph(wrap(inner, at, found)), end..end),
            Inline::Small(inner) if !found.iter().any(inside) => add(Inline::Small(wrap(inner, at, found)), end..end),
            Inline::Strike(inner) if !found.iter().any(inside) => add(Inline::Strike(wrap(inner, at, found)), end..end),
            other => {
                *at = end;
                add(other, start..end);
            }
        }
    }
    out.extend(open.take().map(|open| close(open, found)).unwrap_or_default());
    out
}

/// Makes the link of a citation. It gets the standard spelling if all words of the citation are in this link and none of
/// them has emphasis.
fn close((n, bytes, content): (usize, Range<usize>, Vec<Inline>), found: &[Citazione]) -> Vec<Inline> {
    let Some(citation) = found.get(n) else { return content };
    let spans: Vec<Span> =
        content.iter().filter_map(|i| if let Inline::Text { span, .. } = i { Some(*span) } else { None }).collect();
    let content = match (spans.first(), spans.last()) {
        (Some(first), Some(last)) if spans.len() == content.len() && bytes == citation.dove => {
            let span = match first.file == last.file && first.start <= last.end {
                true => Span { end: last.end, ..*first },
                false => *first,
            };
            vec![Inline::Text { text: citation.forma.clone(), span }]
        }
        _ => content,
    };
    match &citation.indirizzo {
        Some(url) => vec![Inline::Link { url: url.clone(), content }],
        None => content,
    }
}
