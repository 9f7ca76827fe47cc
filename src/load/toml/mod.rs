//! TOML to Rust: a serde `Deserializer` over toml's parse tree that reports *every* problem of a record in one run, in
//! Italian, each at its key or value. Serde stops at the first error; here a wrong field becomes a *hole* that yields a
//! harmless value, and the record is read again to its end. A record with holes still gives its id, so that citations of
//! it do not cascade into false errors.
//!
//! Three things are noticed here so that no element can forget to announce them: prose ([`Testo`](crate::piano::element::value::Testo)), references
//! ([`Rif`](crate::piano::element::value::Rif)) and declared absences. Which records exist is not decided here but in `element`.

mod cure;
mod de;
mod error;
mod syntax;
#[cfg(test)]
mod tests;

use crate::base::span::{FileId, Span, Spanned as OurSpanned};
use crate::diag::codes::{P0104, P0106};
use crate::diag::{Diagnostic, Severity};
use crate::load::markdown;
use crate::piano::element::value::Citation;
use crate::piano::prose::Prose;
use crate::piano::{Incompleto, Parola};
use de::De;
use std::cell::{Cell, OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// What a field that is missing turned out to be, when its hole was read: its cure depends on it.
#[derive(Debug, Clone, Copy)]
enum Asked {
    /// A value that may be declared absent.
    Due,
    /// A table.
    Table,
    /// One of these words.
    OneOf(&'static [&'static str]),
}

/// Most errors of one record that are looked for. Each makes the record be read again from its beginning.
const MAX_ERRORS: usize = 50;

/// Where the values of one file go, apart from the records themselves.
#[derive(Debug)]
pub(crate) struct Cx<'s> {
    file: FileId,
    source: &'s str,
    /// Added to every position: the start of a view's fence inside its Markdown file.
    offset: usize,
    problems: RefCell<Vec<Diagnostic>>,
    /// Paths, in the record being read, of the values that yield harmless ones: `/ente/nome`, `/progetti/2`.
    holes: RefCell<BTreeSet<String>>,
    asked: RefCell<BTreeMap<String, Asked>>,
    /// The fields of the record itself, for a key that stands in one of its parts.
    fields: Cell<&'static [&'static str]>,
    /// Paths, in the same record, of what was reported and yields nothing: fields that nobody knows, texts that could not be
    /// read whole. Those that are above them are not whole either.
    unread: RefCell<BTreeSet<String>>,
    texts: RefCell<Vec<Prose>>,
    citations: RefCell<Vec<Citation>>,
    words: RefCell<Vec<Parola>>,
    incompleto: RefCell<Incompleto>,
    /// Number of texts loaded before: makes the handles of this file unique over the plan.
    first_text: usize,
    /// Where syntax errors left values that mean nothing.
    spoiled: Vec<Span>,
    /// Where the headers stand, in bytes of the TOML, each with the number of the tables above it: 0 of `[[obiettivo]]`,
    /// 1 of `[[obiettivo.fase]]`. Only where there are syntax errors.
    headers: BTreeMap<usize, usize>,
}

/// What was noticed while reading, beside the records.
#[derive(Debug, Default)]
pub(crate) struct Noticed {
    pub(crate) problems: Vec<Diagnostic>,
    pub(crate) texts: Vec<Prose>,
    pub(crate) citations: Vec<Citation>,
    pub(crate) words: Vec<Parola>,
    pub(crate) incompleto: Incompleto,
}

impl<'s> Cx<'s> {
    /// `source` is the whole text of `file`; `offset` is where the TOML begins in it.
    pub(crate) fn new(file: FileId, source: &'s str, offset: usize, first_text: usize) -> Self {
        Cx {
            file,
            source,
            offset,
            problems: RefCell::default(),
            holes: RefCell::default(),
            asked: RefCell::default(),
            fields: Cell::default(),
            unread: RefCell::default(),
            texts: RefCell::default(),
            citations: RefCell::default(),
            words: RefCell::default(),
            incompleto: RefCell::default(),
            first_text,
            spoiled: vec![],
            headers: BTreeMap::new(),
        }
    }

    pub(crate) fn finish(self) -> Noticed {
        let mut problems = self.problems.take();
        // What a record misses may stand in one of its lines that could not be read.
        problems.retain(|p| !p.is(P0106) || p.span.is_none_or(|span| !self.is_broken(span)));
        let citations = self.citations.into_inner();
        let mut words = self.words.into_inner();
        words.retain(|word| citations.iter().all(|c| c.word.span != word.testo.span));
        Noticed { problems, texts: self.texts.into_inner(), citations, words, incompleto: self.incompleto.into_inner() }
    }

    /// A range of the TOML as a place in the file.
    pub(crate) fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.file, range.start + self.offset..range.end + self.offset)
    }

    /// Whether a line of the record at `span` could not be read: one before the next header, or inside a whole text.
    fn is_broken(&self, span: Span) -> bool {
        let start = (span.start as usize).saturating_sub(self.offset);
        let next = self.headers.range(start + 1..).next().map(|(at, _)| *at);
        span.start == span.end && !self.spoiled.is_empty() || self.spoils(start..next.unwrap_or(usize::MAX))
    }

    /// Whether a line in `range` of the TOML could not be read.
    fn spoils(&self, range: Range<usize>) -> bool {
        self.spoiled.iter().any(|line| range.contains(&(line.start as usize).saturating_sub(self.offset)))
    }

    /// Whether everything was read of the value at `path`, written at `range`. What stands under a header goes on to the
    /// next header that is not of one of its parts.
    fn intero(&self, path: &str, range: &Range<usize>) -> bool {
        let inside = |lost: &String| lost.strip_prefix(path).is_some_and(|r| r.is_empty() || r.starts_with('/'));
        let lost = self.holes.borrow().iter().any(inside) || self.unread.borrow().iter().any(inside);
        let end = self.headers.get(&range.start).map_or(range.end, |depth| {
            let next = self.headers.range(range.start + 1..).find(|(_, other)| *other <= depth);
            next.map_or(usize::MAX, |(at, _)| *at).max(range.end)
        });
        !lost && !self.spoils(range.start..end)
    }

    /// Says that something at `path` of the record being read was reported, and yields nothing.
    pub(crate) fn unread(&self, path: String) {
        self.unread.borrow_mut().insert(path);
    }

    pub(crate) fn report(&self, diagnostic: Diagnostic) {
        self.problems.borrow_mut().push(diagnostic);
    }

    /// Says that names and values are missing: something could not be read at all.
    pub(crate) fn lost(&self) {
        *self.incompleto.borrow_mut() = Incompleto { nomi: true, fatti: true };
    }

    /// Parses `text`, the slice of the file that starts at `offset`, and reports its syntax errors. Then what is read is
    /// the text without its broken lines, which is kept in `spare`: one slip must not hide the rest of the file.
    pub(crate) fn parse<'a>(&mut self, text: &'a str, spare: &'a OnceCell<String>) -> DeTable<'a> {
        let (table, errors) = DeTable::parse_recoverable(text);
        if errors.is_empty() {
            return table.into_inner();
        }
        let (slips, spoiled, clean) = syntax::slips(text, errors);
        let nomi = spoiled.iter().any(|range| text.get(range.clone()).is_some_and(syntax::names));
        *self.incompleto.borrow_mut() |= Incompleto { nomi, fatti: true };
        // A broken header ends what stands above it, as a whole one does.
        for range in &spoiled {
            let line = text.get(range.clone()).unwrap_or_default().trim_start();
            if line.starts_with(['[', '(']) {
                let depth = line.lines().next().unwrap_or_default().matches('.').count();
                self.headers.insert(range.start, depth);
            }
        }
        self.spoiled = spoiled.into_iter().map(|range| self.span(range)).collect();
        for slip in slips {
            let mut diagnostic = Diagnostic::at(P0104, self.span(slip.range), slip.message).help(slip.help);
            if let Some((range, words)) = slip.other {
                diagnostic = diagnostic.label("qui di nuovo").other(self.span(range), words);
            }
            self.report(diagnostic);
        }
        let table = DeTable::parse_recoverable(spare.get_or_init(|| clean)).0.into_inner();
        headers(&table, text, 0, &mut self.headers);
        table
    }

    /// Notices the words at `path`.
    fn word(&self, path: &str, text: &str, range: Range<usize>) {
        let campo = path.rsplit('/').find(|key| !key.bytes().all(|b| b.is_ascii_digit())).unwrap_or_default();
        let testo = crate::base::span::Spanned::new(text.to_owned(), self.span(range));
        self.words.borrow_mut().push(Parola { campo: campo.to_owned(), testo });
    }

    fn prose(&self, path: &str, text: &str, range: Range<usize>) -> u32 {
        // Escapes and folded lines make the value differ from the source; then every message points to the whole value.
        let written = self.source.get(range.start + self.offset..range.end + self.offset).unwrap_or_default();
        let exact = written.find(text).filter(|_| !text.is_empty()).map(|n| range.start + self.offset + n);
        let place = match exact {
            Some(start) => markdown::Place::Exact { file: self.file, start },
            None => markdown::Place::Whole(self.span(range)),
        };
        let (prose, problems) = markdown::fragment(text, place);
        if problems.iter().any(|problem| problem.severity == Severity::Blocco) {
            self.unread(path.to_owned());
        }
        self.problems.borrow_mut().extend(problems);
        let mut texts = self.texts.borrow_mut();
        texts.push(prose);
        u32::try_from(self.first_text + texts.len() - 1).unwrap_or(u32::MAX)
    }
}

/// Where the headers of `table` stand, with their depth.
fn headers(table: &DeTable<'_>, text: &str, depth: usize, out: &mut BTreeMap<usize, usize>) {
    for value in table.values() {
        let one = std::slice::from_ref(value);
        let items = if let DeValue::Array(items) = value.get_ref() { items.iter().as_slice() } else { one };
        for item in items {
            if let DeValue::Table(inner) = item.get_ref() {
                let start = item.span().start;
                if text.get(start..).is_some_and(|written| written.starts_with('[')) {
                    out.entry(start).and_modify(|known| *known = depth.max(*known)).or_insert(depth);
                }
                headers(inner, text, depth + 1, out);
            }
        }
    }
}

/// The record at `value`, with its place and all its problems reported. None when not even a harmless one can be made.
pub(crate) fn record<'a, T: serde::Deserialize<'a>>(
    value: &'a Spanned<DeValue<'a>>,
    cx: &'a Cx<'_>,
) -> Option<OurSpanned<T>> {
    let record = table(value.get_ref(), value.span(), cx);
    let intero = cx.intero("", &value.span());
    cx.unread.borrow_mut().clear();
    let span = cx.span(value.span());
    record.map(|value| OurSpanned { value, span, intero })
}

/// Like [`record`], for a whole file or a view.
pub(crate) fn table<'a, T: serde::Deserialize<'a>>(
    value: &'a DeValue<'a>,
    range: Range<usize>,
    cx: &'a Cx<'_>,
) -> Option<T> {
    cx.holes.borrow_mut().clear();
    cx.asked.borrow_mut().clear();
    let (texts, citations) = (cx.texts.borrow().len(), cx.citations.borrow().len());
    let words = cx.words.borrow().len();
    let problems = cx.problems.borrow().len();
    let mut found = Vec::new();
    let record = loop {
        // Each turn reads the record from its beginning: what earlier turns noticed would be noticed twice.
        cx.texts.borrow_mut().truncate(texts);
        cx.citations.borrow_mut().truncate(citations);
        cx.words.borrow_mut().truncate(words);
        cx.problems.borrow_mut().truncate(problems);
        match T::deserialize(De::new(value, range.clone(), cx)) {
            Ok(record) => break Some(record),
            Err(error) => {
                let again = error.path.clone().is_some_and(|path| cx.holes.borrow_mut().insert(path));
                found.push(error);
                if !again || found.len() == MAX_ERRORS {
                    break None;
                }
            }
        }
    };
    for mut error in found {
        error.cure(error.path.as_ref().and_then(|path| cx.asked.borrow().get(path).copied()).as_ref());
        // The reason why something is not there is a sentence: a word of the program in its place would be printed.
        if error.path.as_ref().is_some_and(|path| path.ends_with("/assente")) {
            error.help = Some("scrivi perché non c’è: `assente = \"motivo\"`".to_owned());
        }
        // A triennium of one year: the year is that of its beginning.
        if error.path.as_deref() == Some("/triennio")
            && let Some(year) =
                error.range.clone().and_then(|at| cx.source.get(at.start + cx.offset..at.end + cx.offset))
            && let Ok(year) = year.trim().parse::<u16>()
        {
            error.help = Some(format!("scrivi il triennio così: `triennio = \"{year}-{}\"`", year.saturating_add(2)));
        }
        let span = cx.span(error.range.unwrap_or_else(|| range.clone()));
        let mut diagnostic = Diagnostic::at(error.code, span, error.message);
        diagnostic.helps.extend(error.help);
        cx.report(diagnostic);
    }
    let named = ["/id", "/codice", "/sigla"].into_iter().any(|path| cx.holes.borrow().contains(path));
    let nomi = record.is_none() || named;
    *cx.incompleto.borrow_mut() |= Incompleto { nomi, fatti: nomi || !cx.holes.borrow().is_empty() };
    record
}
