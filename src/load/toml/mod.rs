//! TOML to Rust: a serde `Deserializer` over toml's parse tree that reports *every* problem of a record in one run, in
//! Italian, each at its key or value. Serde stops at the first error; here a wrong field becomes a *hole* that yields a
//! harmless value, and the record is read again to its end. A record with holes still gives its id, so that citations of
//! it do not cascade into false errors.
//!
//! Three things are noticed here so that no element can forget to announce them: prose
//! ([`Testo`](crate::piano::element::value::Testo)), references ([`Rif`](crate::piano::element::value::Rif)) and declared absences.
//! Which records exist is not decided here but in `element`.

mod brackets;
mod cure;
mod de;
mod error;
pub(crate) mod schema;
mod syntax;
#[cfg(test)]
mod tests;

use crate::base::span::{FileId, Span, Spanned as OurSpanned};
use crate::diag::codes::{P0104, P0106};
use crate::diag::{Diagnostic, Severity};
use crate::load::markdown;
use crate::piano::element::value::Citation;
use crate::piano::prose::Brano;
use crate::piano::{Incompleto, Parola};
use de::De;
use std::cell::{Cell, OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

/// Keeps of `items` what `keep` gives back. The lists of the parser have no such function.
pub(in crate::load) fn retain<'a>(
    items: &mut DeArray<'a>,
    keep: impl FnMut(Spanned<DeValue<'a>>) -> Option<Spanned<DeValue<'a>>>,
) {
    *items = std::mem::replace(items, DeArray::new()).into_iter().filter_map(keep).collect();
}

/// What kind of field a missing one is, learnt when its hole is read. The cure in the message depends on it.
#[derive(Debug, Clone, Copy)]
enum Asked {
    /// A value that may be declared absent.
    Due,
    /// A table, with fields of its own.
    Table,
    /// One word out of these.
    OneOf(&'static [&'static str]),
}

/// What is known of the cells when the records are the rows of a CSV. Places are in bytes of the file.
#[derive(Debug, Default)]
pub(in crate::load) struct Celle {
    /// The place of the row of the names.
    pub(in crate::load) intestazione: Range<usize>,
    /// The fields that have a column.
    pub(in crate::load) colonne: BTreeSet<String>,
    /// The blank cells, by where their row begins and the field of their column.
    pub(in crate::load) vuote: BTreeMap<(usize, String), Range<usize>>,
    /// The items of each cell, by where it begins, for the fields that are lists.
    elenchi: BTreeMap<usize, DeArray<'static>>,
    /// The reason in each cell `assente: motivo`, by where it begins.
    assenti: BTreeMap<usize, Spanned<DeValue<'static>>>,
}

impl Celle {
    /// Takes note of a cell that has words: what they are depends on the field, which is known later.
    pub(in crate::load) fn nota(&mut self, text: &str, range: &Range<usize>) {
        // A cell between quotation marks begins one byte further in; where a mark is doubled, a part has no place of its own.
        let inside = if range.len() == text.len() { Some(range.start) } else { None };
        let inside = inside.or_else(|| (range.len() == text.len() + 2).then_some(range.start + 1));
        let item = |words: &str, from: usize| {
            let words = words.trim();
            let range = inside.map_or_else(|| range.clone(), |start| start + from..start + from + words.len());
            Spanned::new(range, DeValue::String(words.to_owned().into()))
        };
        let lead = |words: &str| words.len() - words.trim_start().len();
        let mut items = DeArray::new();
        let mut from = 0;
        for words in text.split(separatori(text)) {
            if !words.trim().is_empty() {
                items.push(item(words, from + lead(words)));
            }
            // The separators are one byte.
            from += words.len() + 1;
        }
        self.elenchi.insert(range.start, items);
        if let Some((word, reason)) = text.split_once(':')
            && word.trim().eq_ignore_ascii_case("assente")
        {
            self.assenti.insert(range.start, item(reason, word.len() + 1 + lead(reason)));
        }
    }

    /// The reason that the cell that begins at this byte gives for an absence.
    fn assente(&self, start: usize) -> Option<&Spanned<DeValue<'static>>> {
        self.assenti.get(&start)
    }

    /// The items of the cell that begins at this byte.
    pub(in crate::load) fn elenco(&self, start: usize) -> Option<&DeArray<'static>> {
        self.elenchi.get(&start)
    }
}

/// What separates the items in a cell: the bar where there is one, else the semicolon; and the end of a line.
fn separatori(text: &str) -> &'static [char] {
    if text.contains('|') { &['|', '\n'] } else { &[';', '\n'] }
}

/// Most errors that are looked for in one record. For each, the record is read again from its beginning.
const MAX_ERRORS: usize = 50;

/// What is collected while the TOML of one file is read, apart from the records themselves.
#[derive(Debug)]
pub(crate) struct Cx<'s> {
    file: FileId,
    source: &'s str,
    /// Added to every position, because the TOML of a view starts at the fence in its Markdown file.
    offset: usize,
    problems: RefCell<Vec<Diagnostic>>,
    /// Paths, in the record being read, of the holes: values that could not be read and yield harmless ones. `/ente/nome`,
    /// `/progetti/2`.
    holes: RefCell<BTreeSet<String>>,
    asked: RefCell<BTreeMap<String, Asked>>,
    /// The fields of the record itself. With them a key that is written in one of its parts, but belongs to the record, can be
    /// recognised.
    fields: Cell<&'static [&'static str]>,
    /// Paths, in the same record, of what was reported and yields nothing: unknown fields, and texts that could not be read whole.
    /// The values that contain them are not whole either.
    unread: RefCell<BTreeSet<String>>,
    texts: RefCell<Vec<Brano>>,
    citations: RefCell<Vec<Citation>>,
    words: RefCell<Vec<Parola>>,
    valori: RefCell<Vec<OurSpanned<String>>>,
    incompleto: RefCell<Incompleto>,
    /// How many texts were loaded before this file: handles count from there, so that they are unique in the plan.
    first_text: usize,
    /// The ranges whose values mean nothing because of syntax errors.
    spoiled: Vec<Span>,
    /// Where the headers begin, in bytes of the TOML, each with its depth: 0 for `[[obiettivo]]`, 1 for `[[obiettivo.fase]]`.
    /// Filled only where there are syntax errors.
    headers: BTreeMap<usize, usize>,
    /// The cells, when the records are the rows of a CSV.
    celle: Option<Celle>,
}

/// What is noticed in the records while they are read.
#[derive(Debug, Default)]
pub(crate) struct Noticed {
    pub(crate) problems: Vec<Diagnostic>,
    pub(crate) texts: Vec<Brano>,
    pub(crate) citations: Vec<Citation>,
    pub(crate) words: Vec<Parola>,
    pub(crate) valori: Vec<OurSpanned<String>>,
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
            valori: RefCell::default(),
            incompleto: RefCell::default(),
            first_text,
            spoiled: vec![],
            headers: BTreeMap::new(),
            celle: None,
        }
    }

    /// A reader of the rows of a CSV.
    pub(in crate::load) fn righe(file: FileId, source: &'s str, celle: Celle, first_text: usize) -> Self {
        Cx { celle: Some(celle), ..Cx::new(file, source, 0, first_text) }
    }

    pub(crate) fn finish(self) -> Noticed {
        let mut problems = self.problems.take();
        // A field that seems missing may stand in a line of the record that could not be read.
        problems.retain(|p| !p.is(P0106) || p.span.is_none_or(|span| !self.is_broken(span)));
        // A wrong name of a column is met again in each row.
        if self.celle.is_some() {
            let mut told = BTreeSet::new();
            problems.retain(|p| told.insert((p.code, p.span, p.message.clone())));
        }
        let citations = self.citations.into_inner();
        let mut words = self.words.into_inner();
        words.retain(|word| citations.iter().all(|c| c.word.span != word.testo.span));
        Noticed {
            problems,
            texts: self.texts.into_inner(),
            citations,
            words,
            valori: self.valori.into_inner(),
            incompleto: self.incompleto.into_inner(),
        }
    }

    /// A range of the TOML as a place in the file.
    pub(crate) fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.file, range.start + self.offset..range.end + self.offset)
    }

    /// Whether what stands at `range` is the value of a line, and not its key.
    fn a_value(&self, range: &Range<usize>) -> bool {
        self.source.get(..range.start + self.offset).is_some_and(|before| before.trim_end().ends_with('='))
    }

    /// A place in the file as a range of the TOML.
    pub(crate) fn range(&self, span: Span) -> Range<usize> {
        let back = |n: u32| (n as usize).saturating_sub(self.offset);
        back(span.start)..back(span.end)
    }

    /// Whether a line of the record at `span` could not be read, up to the next header. An empty `span` stands for a whole text.
    fn is_broken(&self, span: Span) -> bool {
        let start = (span.start as usize).saturating_sub(self.offset);
        let next = self.headers.range(start + 1..).next().map(|(at, _)| *at);
        span.start == span.end && !self.spoiled.is_empty() || self.spoils(start..next.unwrap_or(usize::MAX))
    }

    /// Whether a line in `range` of the TOML could not be read.
    fn spoils(&self, range: Range<usize>) -> bool {
        self.spoiled.iter().any(|line| range.contains(&(line.start as usize).saturating_sub(self.offset)))
    }

    /// Whether the value at `path`, written at `range`, was read whole. What stands under a header goes on to the next header that
    /// is not of one of its parts.
    fn intero(&self, path: &str, range: &Range<usize>) -> bool {
        let inside = |lost: &String| lost.strip_prefix(path).is_some_and(|r| r.is_empty() || r.starts_with('/'));
        let lost = self.holes.borrow().iter().any(inside) || self.unread.borrow().iter().any(inside);
        let end = self.headers.get(&range.start).map_or(range.end, |depth| {
            let next = self.headers.range(range.start + 1..).find(|(_, other)| *other <= depth);
            next.map_or(usize::MAX, |(at, _)| *at).max(range.end)
        });
        !lost && !self.spoils(range.start..end)
    }

    /// Records that something at `path` of the record being read was reported and yields nothing.
    pub(crate) fn unread(&self, path: String) {
        self.unread.borrow_mut().insert(path);
    }

    pub(crate) fn report(&self, diagnostic: Diagnostic) {
        self.problems.borrow_mut().push(diagnostic);
    }

    /// Records that names and values are missing, because something could not be read at all.
    pub(crate) fn lost(&self) {
        *self.incompleto.borrow_mut() = Incompleto { nomi: true, fatti: true };
    }

    /// Parses `text`, the slice of the file that starts at `offset`, and reports its syntax errors. After an error, the text
    /// without its broken lines is read instead and kept in `spare`, so that one slip does not hide the rest of the file.
    pub(crate) fn parse<'a>(&mut self, text: &'a str, spare: &'a OnceCell<String>) -> DeTable<'a> {
        let (table, errors) = DeTable::parse_recoverable(text);
        if errors.is_empty() {
            return table.into_inner();
        }
        let (slips, spoiled, clean) = syntax::slips(text, errors);
        let nomi = spoiled.iter().any(|range| text.get(range.clone()).is_some_and(syntax::names));
        *self.incompleto.borrow_mut() |= Incompleto { nomi, fatti: true };
        // A broken header ends the table above it, as a correct one does.
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

    /// Keeps the text at `path`, with its place, among the words of the plan.
    fn word(&self, path: &str, text: &str, range: Range<usize>) {
        let campo = path.rsplit('/').find(|key| !key.bytes().all(|b| b.is_ascii_digit())).unwrap_or_default();
        let testo = crate::base::span::Spanned::new(text.to_owned(), self.span(range));
        self.words.borrow_mut().push(Parola { campo: campo.to_owned(), testo });
    }

    /// Keeps a value that has a form of its own, a target or a time, as it is written.
    fn valore(&self, text: &str, range: Range<usize>) {
        self.valori.borrow_mut().push(OurSpanned::new(text.to_owned(), self.span(range)));
    }

    fn prose(&self, path: &str, text: &str, range: Range<usize>) -> u32 {
        // Escapes and folded lines make the value differ from the source. In that case every message points to the whole value.
        let written = self.source.get(range.start + self.offset..range.end + self.offset).unwrap_or_default();
        let exact = written.find(text).filter(|_| !text.is_empty()).map(|n| range.start + self.offset + n);
        let place = match exact {
            Some(start) => markdown::Place::Exact { file: self.file, start },
            None => markdown::Place::Whole(self.span(range)),
        };
        let (prose, problems) = markdown::brano(text, place);
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

/// The record at `value`, with its place. All its problems are reported. None when not even a harmless record can be made.
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

/// Reads the record at `value` for its problems alone, and keeps those whose place `here` accepts: the rest of the record is read, and
/// reported, elsewhere.
pub(crate) fn problems<'a, T: serde::Deserialize<'a>>(
    value: &'a Spanned<DeValue<'a>>,
    cx: &'a Cx<'_>,
    here: &dyn Fn(&Range<usize>) -> bool,
) {
    let (texts, citations) = (cx.texts.borrow().len(), cx.citations.borrow().len());
    let (words, valori) = (cx.words.borrow().len(), cx.valori.borrow().len());
    let problems = cx.problems.borrow().len();
    let known = *cx.incompleto.borrow();
    let _: Option<OurSpanned<T>> = record(value, cx);
    cx.texts.borrow_mut().truncate(texts);
    cx.citations.borrow_mut().truncate(citations);
    cx.words.borrow_mut().truncate(words);
    cx.valori.borrow_mut().truncate(valori);
    *cx.incompleto.borrow_mut() = known;
    let mut all = cx.problems.borrow_mut();
    for problem in all.split_off(problems) {
        // A record is read as it was at several versions, and each of them may have the same mistake.
        let told = |other: &Diagnostic| {
            (other.code, other.span, &other.message) == (problem.code, problem.span, &problem.message)
        };
        if problem.span.is_some_and(|at| here(&cx.range(at))) && !all.iter().any(told) {
            all.push(problem);
        }
    }
}

/// Like [`record`], for the table of a whole file or of a view.
pub(crate) fn table<'a, T: serde::Deserialize<'a>>(
    value: &'a DeValue<'a>,
    range: Range<usize>,
    cx: &'a Cx<'_>,
) -> Option<T> {
    cx.holes.borrow_mut().clear();
    cx.asked.borrow_mut().clear();
    let (texts, citations) = (cx.texts.borrow().len(), cx.citations.borrow().len());
    let (words, valori) = (cx.words.borrow().len(), cx.valori.borrow().len());
    let problems = cx.problems.borrow().len();
    let mut found = Vec::new();
    let record = loop {
        // Each turn reads the record from its beginning, so what earlier turns noticed is dropped first.
        cx.texts.borrow_mut().truncate(texts);
        cx.citations.borrow_mut().truncate(citations);
        cx.words.borrow_mut().truncate(words);
        cx.valori.borrow_mut().truncate(valori);
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
        // The reason for an absence is a sentence, so a word of the program must not be proposed in its place.
        if error.path.as_ref().is_some_and(|path| path.ends_with("/assente")) {
            error.help = Some("scrivi perché non c’è: `assente = \"motivo\"`".to_owned());
        }
        // A triennium written as one year: it is taken as the first of the three.
        if error.path.as_deref() == Some("/triennio")
            && let Some(year) =
                error.range.clone().and_then(|at| cx.source.get(at.start + cx.offset..at.end + cx.offset))
            && let Ok(year) = year.trim().parse::<u16>()
        {
            error.help = Some(format!("scrivi il triennio così: `triennio = \"{year}-{}\"`", year.saturating_add(2)));
        }
        // A code typed as a number has lost the zeros before it.
        let lunghezza = match error.path.as_deref().and_then(|path| path.rsplit('/').next()) {
            Some("codice_istat") => 6,
            Some("codice_fiscale") => 11,
            _ => 0,
        };
        let digits = error.range.clone().and_then(|at| cx.source.get(at.start + cx.offset..at.end + cx.offset));
        if let Some(digits) =
            digits.filter(|text| (1..=lunghezza).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit()))
        {
            let zeros = "con gli zeri davanti: un numero li perde";
            error.help = Some(format!("scrivi il codice fra virgolette, {zeros}: \"{digits:0>lunghezza$}\""));
        }
        if let Some(celle) = &cx.celle {
            error.nella_cella(celle, range.start);
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
