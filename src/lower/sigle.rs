//! Acronyms in running text. The first use in each chapter is given the name of the term, and every use knows what it
//! stands for.
//!
//! The name is given once *per chapter* and not once per plan, because a chapter is what an office writes and what a
//! citizen reads or is sent as an extract. A reader who opens the third chapter has not read the first. It is not given
//! once per page of the site, because the text is one for both outputs, and on paper a name in each subsection would be too
//! often. So a section may use an acronym whose name is in another section, and the first use in each section links to the
//! glossary. On the site every use is an `<abbr>`. Its title is found only with a mouse and by some screen readers, while
//! everybody finds a link.

use super::Lower;
use super::quotes::straight;
use crate::base::span::Span;
use crate::base::text::flat;
use crate::document::*;
use crate::lingua::sigle::{Sigle, expand, scritto};
use crate::piano::element::Kind;
use crate::piano::element::id::Id;
use crate::piano::element::pos::Pos;
use crate::piano::element::termine::Termine;
use std::collections::BTreeSet;
use std::ops::Range;

/// What the pass knows of acronyms at the point it has reached.
#[derive(Debug, Default)]
pub(super) struct Sciolte {
    note: Sigle,
    /// Terms whose name this chapter has already said.
    pub(super) capitolo: BTreeSet<usize>,
    /// Terms that this section has already named.
    pub(super) sezione: BTreeSet<usize>,
    /// Set in quotations and in the glossary itself, where no name is added.
    pub(super) muto: bool,
}

impl Sciolte {
    pub(super) fn of(note: Sigle) -> Self {
        Sciolte { note, ..Sciolte::default() }
    }
}

/// A use of an acronym: its bytes in the words of a paragraph, and the position of its term.
type Uso = (Range<usize>, usize);

/// The words added before and after an acronym, and what it stands for.
struct Detta {
    prima: String,
    dopo: String,
    nome: String,
}

impl<'a> Lower<'a> {
    /// Marks the acronyms of a running text. `largo`: there is room to write a name beside them.
    pub(super) fn running(&mut self, content: Vec<Inline>, largo: bool) -> Vec<Inline> {
        if self.language.sciolte.note.is_empty() {
            return content;
        }
        let mut words = String::new();
        push_words(&content, &mut words);
        let uses = self.language.sciolte.note.find(&words);
        self.mark(content, &mut 0, &words, &uses, largo)
    }

    /// Marks the acronyms of `list`, which begins at byte `at` of `words`. `uses` are all those of `words`.
    fn mark(&mut self, list: Vec<Inline>, at: &mut usize, words: &str, uses: &[Uso], largo: bool) -> Vec<Inline> {
        let mut out = Vec::with_capacity(list.len());
        for inline in list {
            match inline {
                Inline::Text { text, span } => {
                    let start = *at;
                    *at += text.len();
                    let first = uses.partition_point(|(range, _)| range.start < start);
                    let here = uses.iter().skip(first).take_while(|(range, _)| range.end <= *at);
                    let here: Vec<&Uso> = here.collect();
                    if here.is_empty() {
                        out.push(Inline::Text { text, span });
                    } else {
                        self.split(&text, span, start, &here, words, largo, &mut out);
                    }
                }
                Inline::Strong(inner) => out.push(Inline::Strong(self.mark(inner, at, words, uses, largo))),
                Inline::Emph(inner) => out.push(Inline::Emph(self.mark(inner, at, words, uses, largo))),
                Inline::Small(inner) => out.push(Inline::Small(self.mark(inner, at, words, uses, largo))),
                // A citation of the term is a use of its acronym. It is already a link, and needs no other.
                Inline::Xref { target, content, page, listed } if self.termine(&target, &content).is_some() => {
                    let start = *at;
                    let mut inside = String::new();
                    push_words(&content, &mut inside);
                    *at += if content.is_empty() { '\u{fffc}'.len_utf8() } else { inside.len() };
                    let Some((n, sigla, span)) = self.termine(&target, &content) else { continue };
                    let (left, right) = (words.get(..start).unwrap_or_default(), words.get(*at..).unwrap_or_default());
                    let Some(uso) = self.uso(n, left, right, &sigla, largo) else {
                        out.push(Inline::Xref { target, content, page, listed });
                        continue;
                    };
                    if !self.language.sciolte.muto {
                        self.language.sciolte.sezione.insert(n);
                    }
                    if !uso.prima.is_empty() {
                        out.push(Inline::Text { text: uso.prima, span });
                    }
                    let content = vec![Inline::Abbr { text: sigla, span, title: uso.nome }];
                    out.push(Inline::Xref { target, content, page, listed });
                    if !uso.dopo.is_empty() {
                        out.push(Inline::Text { text: uso.dopo, span });
                    }
                }
                // A link and a citation keep the words that name them. Struck words and code are shown as they are.
                other => {
                    let mut inside = String::new();
                    push_words(std::slice::from_ref(&other), &mut inside);
                    *at += inside.len();
                    out.push(other);
                }
            }
        }
        out
    }

    #[expect(clippy::too_many_arguments, reason = "one text, in its place among the others")]
    fn split(
        &mut self,
        text: &str,
        span: Span,
        start: usize,
        uses: &[&Uso],
        words: &str,
        largo: bool,
        out: &mut Vec<Inline>,
    ) {
        // If the text is not as long as its source, its pieces have no exact place there.
        let exact = text.len() == span.range().len();
        let place = |range: Range<usize>| match exact {
            true => Span::new(span.file, span.range().start + range.start..span.range().start + range.end),
            false => span,
        };
        let mut done = 0;
        let mut tail = String::new();
        for (range, n) in uses {
            let here = range.start - start..range.end - start;
            let (Some(sigla), Some(before)) = (text.get(here.clone()), text.get(done..here.start)) else { continue };
            let (left, right) =
                (words.get(..range.start).unwrap_or_default(), words.get(range.end..).unwrap_or_default());
            let Some(uso) = self.uso(*n, left, right, sigla, largo) else { continue };
            let mut lead = std::mem::replace(&mut tail, uso.dopo);
            lead.push_str(before);
            lead.push_str(&uso.prima);
            if !lead.is_empty() {
                out.push(Inline::Text { text: lead, span: place(done..here.start) });
            }
            let target = match self.language.sciolte.muto {
                false if self.language.sciolte.sezione.insert(*n) => self.index.id(Pos::<Termine>::new(*n)).cloned(),
                _ => None,
            };
            let target = target.filter(|_| self.names.homes.contains_key(&(Kind::Termine, *n)));
            let abbr = Inline::Abbr { text: sigla.to_owned(), span: place(here.clone()), title: uso.nome };
            out.push(match target {
                // The link is ours and not the author's, so the term does not list it among its citations.
                Some(target) => Inline::Xref { target, content: vec![abbr], page: false, listed: true },
                None => abbr,
            });
            done = here.end;
        }
        tail.push_str(text.get(done..).unwrap_or_default());
        if !tail.is_empty() {
            out.push(Inline::Text { text: tail, span: place(done..text.len()) });
        }
    }

    /// What is written around the acronym of term `n`, which stands between `left` and `right`. None if the name of the
    /// term only repeats the acronym.
    fn uso(&mut self, n: usize, left: &str, right: &str, sigla: &str, largo: bool) -> Option<Detta> {
        let termine = &self.piano[Pos::<Termine>::new(n)].value;
        let nome = straight(&termine.nome.value);
        // «Programma CERV» says no more than «CERV».
        if format!(" {} ", flat(&nome)).contains(&format!(" {} ", flat(sigla))) {
            return None;
        }
        let mut detta = Detta { prima: String::new(), dopo: String::new(), nome };
        if self.language.sciolte.muto || self.language.sciolte.capitolo.contains(&n) {
            return Some(detta);
        }
        if scritto(left, right, sigla, &detta.nome) {
            self.language.sciolte.capitolo.insert(n);
        } else if termine.espandi && largo {
            self.language.sciolte.capitolo.insert(n);
            if let Some(made) = expand(left, right, sigla, &detta.nome) {
                (detta.prima, detta.dopo) = (made.prima, made.dopo);
            }
        }
        Some(detta)
    }

    /// If a citation of `target` says only the acronym of a term: the position of the term, the acronym, and where it is
    /// written.
    fn termine(&self, target: &Id, content: &[Inline]) -> Option<(usize, String, Span)> {
        let pos = self.index.named::<Termine>(target.as_str())?;
        let sigla = self.piano[pos].value.sigla.as_ref()?;
        let written = sigla.value.trim().replace('\'', "’");
        match content {
            [] => Some((pos.n(), written, sigla.span)),
            [Inline::Text { text, span }] if text.trim() == written => Some((pos.n(), written, *span)),
            _ => None,
        }
    }
}

/// Appends the words of `content` to `out`. A picture or a citation without words is one placeholder character.
fn push_words(content: &[Inline], out: &mut String) {
    for inline in content {
        match inline {
            Inline::Text { text, .. } | Inline::Code { text, .. } | Inline::Abbr { text, .. } => out.push_str(text),
            Inline::Xref { content, .. } if content.is_empty() => out.push('\u{fffc}'),
            Inline::Image { .. } => out.push('\u{fffc}'),
            Inline::Break => out.push('\n'),
            _ => inline.inner().into_iter().for_each(|inner| push_words(inner, out)),
        }
    }
}
