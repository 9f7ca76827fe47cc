//! Markdown to [`Prose`]: pulldown-cmark's events become our tree. What the two outputs cannot both show, and what a reader would
//! not see as the author meant it, is reported at its characters. Names are resolved later.

mod codice;
mod inline;
mod lettere;
mod lingue;
mod slips;
mod spariti;
mod tabelle;

use self::inline::{folded, is_inline};
use self::lettere::Segno;
use self::slips::{unknown_mark, unused_notes};
use self::tabelle::trailing_id;
use crate::base::span::{FileId, Span, Spanned};
use crate::diag::codes::{Code, P0111, P0204, P0209};
use crate::diag::{Diagnostic, clamp};
use crate::piano::prose::{Block, BlockKind, Brano, Callout, Inline, Prose};
use pulldown_cmark::{BlockQuoteKind, BrokenLink, CowStr, Event, HeadingLevel, Options, Parser, Tag};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::{iter::Peekable, ops::Range, vec};

/// Deepest nesting of lists, quotes, alerts and definitions, and of emphasis inside emphasis. Typst fails between 15 and 18 nested
/// quotes, and no reader needs more than four.
pub(crate) const MAX_DEPTH: usize = 12;

/// Where a text stands in its file, so that a message can point to it.
#[derive(Debug, Clone, Copy, Hash)]
pub(crate) enum Place {
    /// The text stands in the file as it is, from byte `start`.
    Exact { file: FileId, start: usize },
    /// The text comes from a value with escapes, so every message points to the whole value.
    Whole(Span),
}

/// Reads a text of the plan: its prose, and the problems found in it. Both are remembered: after an edit only the texts that it changed or
/// moved are read again.
#[comemo::memoize]
pub(crate) fn brano(text: &str, place: Place) -> (Brano, Vec<Diagnostic>) {
    let (prose, problems) = fragment(text, place);
    (Brano::letto(prose, &(text, place)), problems)
}

/// The first block of a text, if it has one, and the text without it.
#[comemo::memoize]
pub(crate) fn staccato(brano: &Brano) -> Option<(Block, Brano)> {
    brano.primo()
}

/// Reads one text: its prose, and the problems found in it.
pub(crate) fn fragment(text: &str, place: Place) -> (Prose, Vec<Diagnostic>) {
    let (numbered, segni) = with_numbers(text);
    // To CommonMark, a citation or a fact is a reference link without a definition.
    let mut broken = Vec::new();
    let callback = |link: BrokenLink<'_>| {
        if link.reference.starts_with(['@', '=']) {
            return Some((CowStr::from(String::new()), CowStr::from("")));
        }
        if link.reference.starts_with('!') {
            broken.push((link.reference.to_string(), link.span));
        }
        None
    };
    let parser = Parser::new_with_broken_link_callback(&numbered, options(), Some(callback));
    let mut definitions: Vec<(String, Range<usize>)> = parser
        .reference_definitions()
        .iter()
        .map(|(label, definition)| (label.to_owned(), definition.span.clone()))
        .collect();
    definitions.sort_by_key(|(_, range)| range.start);
    let events: Vec<_> = parser.into_offset_iter().collect();
    let items = events.iter().filter(|(event, _)| matches!(event, Event::Start(Tag::Item)));
    let items = items.map(|(_, range)| first_sign(&numbered, range)).collect();
    let unmarked = lettere::senza_segno(text, &items);
    let mut reader = Reader {
        text,
        place,
        events: events.into_iter().peekable(),
        depth: 0,
        problems: vec![],
        notes: BTreeMap::new(),
        alerts: vec![],
        comments: vec![],
        loose: false,
        cell: false,
        segni: segni.into_iter().map(|segno| (segno.inizio(), segno.dove)).collect(),
        named: BTreeSet::new(),
        lazy: BTreeSet::new(),
        bars: BTreeSet::new(),
        item: false,
        name: false,
        apart: false,
    };
    for (range, mark) in unmarked {
        reader.unmarked(range, &mark);
    }
    let blocks = reader.blocks();
    let Reader { notes, mut problems, alerts, comments, named, .. } = reader;
    let at = |range: Range<usize>| span(text, place, range);
    for (label, range) in definitions {
        if !label.starts_with(['@', '=']) {
            if !named.contains(&folded(&label)) {
                problems.push(spariti::definition(text.get(range.clone()).unwrap_or_default(), at(range)));
            }
            continue;
        }
        problems.push(
            Diagnostic::at(
                P0204,
                at(range),
                "questa riga nasconde una citazione: per Markdown è la definizione di un collegamento",
            )
            .help("togli i due punti dopo `]`, o metti una parola prima"),
        );
    }
    // The parser may look at a bracket twice, and then it calls back twice.
    broken.sort_by_key(|(_, range)| range.start);
    broken.dedup();
    for (reference, range) in broken {
        if alerts.iter().any(|alert| alert.start <= range.start && range.end <= alert.end) {
            continue;
        }
        problems.push(unknown_mark(&reference, at(range)));
    }
    let prose = Prose { blocks, notes, comments };
    unused_notes(&prose, &mut problems);
    (prose, problems)
}

/// The syntax that is read: CommonMark, and what GFM and footnotes add.
pub(crate) fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_GFM
}

/// Most times that a text is parsed to find which letters begin items. Each time, the letters that begin none are put back.
const TURNS: usize = 6;

/// `text` with a number in place of each letter that begins an item of a list, and the places of those letters.
fn with_numbers(text: &str) -> (Cow<'_, str>, Vec<Segno>) {
    let mut segni = lettere::find(text);
    for _ in 0..TURNS {
        if segni.is_empty() {
            break;
        }
        let numbered = lettere::con_numeri(text, &segni);
        let items: BTreeSet<usize> = Parser::new_ext(&numbered, options())
            .into_offset_iter()
            .filter(|(event, _)| matches!(event, Event::Start(Tag::Item)))
            .map(|(_, range)| first_sign(&numbered, &range))
            .collect();
        let before = segni.len();
        segni.retain(|segno| items.contains(&segno.inizio()));
        if segni.len() == before {
            return (Cow::Owned(numbered), segni);
        }
    }
    (Cow::Borrowed(text), vec![])
}

/// The place of the first character of `range` that is not a blank.
fn first_sign(text: &str, range: &Range<usize>) -> usize {
    let item = text.get(range.clone()).unwrap_or_default();
    range.start + item.len() - item.trim_start().len()
}

fn span(text: &str, place: Place, range: Range<usize>) -> Span {
    let range = clamp(text, range);
    match place {
        Place::Exact { file, start } => Span::new(file, range.start + start..range.end + start),
        Place::Whole(span) => span,
    }
}

struct Reader<'t> {
    text: &'t str,
    place: Place,
    events: Peekable<vec::IntoIter<(Event<'t>, Range<usize>)>>,
    depth: usize,
    problems: Vec<Diagnostic>,
    notes: BTreeMap<String, Vec<Block>>,
    /// Where the Italian marks of alerts stand: GFM does not know them and calls them broken links.
    alerts: Vec<Range<usize>>,
    comments: Vec<Span>,
    /// Whether the element being read holds a paragraph of its own. If an item does, its list is loose.
    loose: bool,
    /// Whether a cell of a table is being read. In a cell, `<br>` ends a line.
    cell: bool,
    /// The letters that begin items, by the place of their number in the text as it is parsed.
    segni: BTreeMap<usize, Range<usize>>,
    /// The labels of the reference links that are used, see [`folded`].
    named: BTreeSet<String>,
    /// Where the lines begin that are already reported as joined to the block above them.
    lazy: BTreeSet<usize>,
    /// Where the words begin of which a backslash is already reported as lost.
    bars: BTreeSet<usize>,
    /// Whether an item of a list is being read.
    item: bool,
    /// Whether the name of a citation is being read.
    name: bool,
    /// Whether the last words that were read begin after a backslash.
    apart: bool,
}

impl<'t> Reader<'t> {
    fn span(&self, range: Range<usize>) -> Span {
        span(self.text, self.place, range)
    }

    fn error(&mut self, code: Code, range: Range<usize>, message: impl Into<String>) -> &mut Diagnostic {
        let span = self.span(range);
        self.problems.push(Diagnostic::at(code, span, message));
        #[expect(clippy::unwrap_used, reason = "pushed on the line above")]
        self.problems.last_mut().unwrap()
    }

    /// Skips to the end of the element just opened.
    fn skip(&mut self) {
        let mut open = 1;
        for (event, _) in self.events.by_ref() {
            match event {
                Event::Start(_) => open += 1,
                Event::End(_) => open -= 1,
                _ => {}
            }
            if open == 0 {
                return;
            }
        }
    }

    /// Reads the inside of an element, one level down. Past the limit it reports an error and reads nothing.
    fn inside<T: Default>(&mut self, range: &Range<usize>, read: impl FnOnce(&mut Self) -> T) -> T {
        if self.depth >= MAX_DEPTH {
            self.error(P0111, range.clone(), format!("qui ci sono più di {MAX_DEPTH} livelli, uno dentro l’altro"))
                .helps
                .push("togli rientri o segni `>` superflui, o dividi il testo in paragrafi".into());
            self.skip();
            return T::default();
        }
        self.depth += 1;
        let loose = std::mem::replace(&mut self.loose, false);
        let read = read(self);
        self.loose = loose;
        self.depth -= 1;
        read
    }

    /// Where the number of an item is written, when the item has one.
    fn number(&self, item: &Range<usize>) -> Option<Span> {
        let text = self.text.get(item.clone())?;
        let start = item.start + text.find(|c: char| !c.is_whitespace())?;
        let digits = self.text.get(start..)?.find(|c: char| !c.is_ascii_digit())?;
        Some(self.span(start..start + digits))
    }

    /// The mark of an item as it is written, `a)` or `1.`, and whether it is a letter.
    fn mark(&self, item: &Range<usize>) -> (bool, String) {
        let start = first_sign(self.text, item);
        let at = self.segni.range(item.start..=start.max(item.start) + lettere::SPAZI).next();
        if let Some((_, dove)) = at {
            return (true, self.text.get(dove.clone()).unwrap_or_default().to_owned());
        }
        let rest = self.text.get(start..item.end).unwrap_or_default();
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        (false, rest.get(..end).unwrap_or_default().to_owned())
    }

    /// Reads the blocks up to the end of the element that holds them. Its end event is consumed too.
    fn blocks(&mut self) -> Vec<Block> {
        let mut blocks: Vec<Block> = Vec::new();
        while let Some((event, range)) = self.events.next() {
            match event {
                Event::End(_) => break,
                Event::Start(Tag::FootnoteDefinition(label)) => {
                    let note = self.inside(&range, Self::blocks);
                    self.lazy_note(&range, &label);
                    let label = label.to_string();
                    if self.notes.contains_key(&label) {
                        self.error(P0209, range.clone(), format!("la nota «{label}» è scritta due volte"))
                            .helps
                            .push("dai un altro nome a una delle due".into());
                    }
                    self.notes.insert(label, note);
                }
                // A tight item may begin with emphasis or with a citation: that is text, not a block.
                Event::Start(tag) if !is_inline(&tag) => {
                    if let Some(kind) = self.block(tag, &range) {
                        blocks.push(Block { span: self.span(range), kind });
                    }
                }
                Event::Rule => blocks.push(Block { span: self.span(range), kind: BlockKind::Rule }),
                Event::Html(html) => self.html(&html, range),
                // A tight item holds its text bare, without a paragraph.
                inline => {
                    let start = range.start;
                    let mut content = Vec::new();
                    self.inline(inline, range, &mut content);
                    self.inlines_into(&mut content, true);
                    // It ends where the item does, or where the next block of the item begins.
                    let end = self.events.peek().map_or(self.text.len(), |(event, next)| match event {
                        Event::End(_) => next.end,
                        _ => next.start.max(start),
                    });
                    let end = start + self.text.get(start..end).unwrap_or_default().trim_end().len();
                    let kind = self.paragraph(content, start..end);
                    blocks.push(Block { span: self.span(start..end), kind });
                }
            }
        }
        self.captions(blocks)
    }

    fn block(&mut self, tag: Tag<'t>, range: &Range<usize>) -> Option<BlockKind> {
        Some(match tag {
            Tag::Paragraph => {
                self.loose = true;
                let content = self.inlines();
                self.paragraph(content, range.clone())
            }
            Tag::Heading { level, id, classes, attrs } => {
                let mut content = self.inlines();
                if !(classes.is_empty() && attrs.is_empty()) {
                    self.braces(range, id.is_some(), &mut content);
                }
                self.dashes(range);
                self.sharp(range);
                let level = match level {
                    HeadingLevel::H1 => 1,
                    HeadingLevel::H2 => 2,
                    HeadingLevel::H3 => 3,
                    HeadingLevel::H4 => 4,
                    HeadingLevel::H5 => 5,
                    HeadingLevel::H6 => 6,
                };
                let id = id.map(|id| {
                    let at = self
                        .text
                        .get(range.clone())
                        .and_then(|t| t.rfind(id.as_ref()))
                        .map_or(range.clone(), |n| range.start + n..range.start + n + id.len());
                    Spanned::new(id.to_string(), self.span(at))
                });
                BlockKind::Heading { level, id, content }
            }
            Tag::BlockQuote(kind) => {
                let kind = kind.map(|kind| match kind {
                    BlockQuoteKind::Note => Callout::Nota,
                    BlockQuoteKind::Tip => Callout::Suggerimento,
                    BlockQuoteKind::Important => Callout::Importante,
                    BlockQuoteKind::Warning => Callout::Attenzione,
                    BlockQuoteKind::Caution => Callout::Pericolo,
                });
                let mut blocks = self.inside(range, Self::blocks);
                self.lazy_quote(range);
                match kind.or_else(|| italian_alert(&mut blocks)) {
                    Some(kind) => {
                        let line = self.text.get(range.clone()).and_then(|t| t.find('\n')).unwrap_or(range.len());
                        self.alerts.push(range.start..range.start + line);
                        BlockKind::Callout { kind, blocks }
                    }
                    None => BlockKind::Quote(blocks),
                }
            }
            Tag::CodeBlock(kind) => return self.code(kind, range),
            Tag::List(start) => {
                let mut tight = true;
                let mut numeri = Vec::new();
                let mut segni = Vec::new();
                let items = self.inside(range, |reader| {
                    let mut items = Vec::new();
                    while let Some((event, item)) = reader.events.next() {
                        match event {
                            Event::Start(Tag::Item) => {
                                numeri.extend(start.and_then(|_| reader.number(&item)));
                                segni.push(reader.mark(&item));
                                reader.lazy_item(&item);
                                let above = std::mem::replace(&mut reader.item, true);
                                let (blocks, loose) = reader.inside(&item, |reader| (reader.blocks(), reader.loose));
                                reader.item = above;
                                tight &= !loose;
                                items.push(blocks);
                            }
                            _ => break,
                        }
                    }
                    items
                });
                if let [item] = items.as_slice() {
                    self.one_item(range, item);
                }
                let lettered = segni.iter().any(|(lettered, _)| *lettered);
                let written = segni.into_iter().map(|(_, mark)| mark).collect();
                let segni = match start {
                    Some(_) if lettered => {
                        // They are printed as they are written, and nobody counts them.
                        numeri.clear();
                        written
                    }
                    Some(start) => counted(start, written),
                    None => vec![],
                };
                BlockKind::List { start, tight, items, numeri, segni }
            }
            Tag::DefinitionList => {
                let entries = self.inside(range, |reader| {
                    let mut entries: Vec<(Vec<Inline>, Vec<Vec<Block>>)> = Vec::new();
                    while let Some((event, part)) = reader.events.next() {
                        match event {
                            Event::Start(Tag::DefinitionListTitle) => entries.push((reader.inlines(), vec![])),
                            Event::Start(Tag::DefinitionListDefinition) => {
                                let details = reader.inside(&part, Self::blocks);
                                reader.colon(&part);
                                if let Some(entry) = entries.last_mut() {
                                    entry.1.push(details);
                                }
                            }
                            _ => break,
                        }
                    }
                    entries
                });
                BlockKind::Definitions(entries)
            }
            Tag::Table(align) => self.table(&align),
            Tag::HtmlBlock => {
                let mut html = String::new();
                // The blanks before a tag are a separate event, which is not always an HTML one.
                for (event, _) in self.events.by_ref() {
                    match event {
                        Event::Html(part) | Event::Text(part) => html.push_str(&part),
                        Event::End(pulldown_cmark::TagEnd::HtmlBlock) => break,
                        _ => {}
                    }
                }
                self.html(&html, range.clone());
                return None;
            }
            _ => {
                self.skip();
                return None;
            }
        })
    }

    /// A paragraph. If all it holds is one image, it is a figure.
    fn paragraph(&mut self, mut content: Vec<Inline>, range: Range<usize>) -> BlockKind {
        let words =
            content.iter().filter(|i| !matches!(i, Inline::Text { text, .. } if text.trim().is_empty())).count();
        let first_is_image = matches!(content.first(), Some(Inline::Image(_)));
        let id = if first_is_image { trailing_id(&mut content) } else { None };
        let alone = first_is_image && (words == 1 || (words == 2 && id.is_some()));
        if !alone {
            return BlockKind::Paragraph(content);
        }
        let caption = self.image_title(range);
        match content.into_iter().next() {
            Some(Inline::Image(image)) => BlockKind::Figure { image, caption, id },
            _ => BlockKind::Paragraph(vec![]),
        }
    }

    /// The caption of a figure: the title of its image, which may contain citations.
    fn image_title(&mut self, range: Range<usize>) -> Option<Vec<Inline>> {
        let source = self.text.get(clamp(self.text, range.clone()))?;
        let title = Parser::new(source).find_map(|event| match event {
            Event::Start(Tag::Image { title, .. }) if !title.is_empty() => Some(title.to_string()),
            _ => None,
        })?;
        let place = match (source.find(&title), self.place) {
            (Some(n), Place::Exact { file, start }) => Place::Exact { file, start: start + range.start + n },
            _ => Place::Whole(self.span(range)),
        };
        let (prose, problems) = fragment(&title, place);
        self.problems.extend(problems);
        prose.blocks.into_iter().find_map(|block| match block.kind {
            BlockKind::Paragraph(content) => Some(content),
            _ => None,
        })
    }
}

/// The marks of a numbered list, where one of them is not printed as the number with a full stop: `1)`, `01.`. A list is counted from
/// `start`, so a mark with another number is given the one that it has.
fn counted(start: u64, written: Vec<String>) -> Vec<String> {
    let plain = |n: usize| format!("{}.", start.saturating_add(u64::try_from(n).unwrap_or(u64::MAX)));
    let mut out = Vec::with_capacity(written.len());
    for (n, mark) in written.into_iter().enumerate() {
        let (digits, close) = mark.split_at(mark.len() - mark.trim_start_matches(|c: char| c.is_ascii_digit()).len());
        let due = plain(n);
        let number = due.trim_end_matches('.');
        let same = digits.trim_start_matches('0') == number || digits == number;
        let close = if close.starts_with(')') { ")" } else { "." };
        out.push(format!("{}{close}", if same { digits } else { number }));
    }
    if out.iter().enumerate().all(|(n, mark)| *mark == plain(n)) { vec![] } else { out }
}

/// The alert whose mark, `[!NOTA]`, is the first line of the quotation. GFM knows the five English marks; these are the Italian
/// ones.
fn italian_alert(blocks: &mut Vec<Block>) -> Option<Callout> {
    let Some(Block { kind: BlockKind::Paragraph(content), .. }) = blocks.first_mut() else { return None };
    let Some(Inline::Text { text, span }) = content.first_mut() else { return None };
    let names = [
        ("[!NOTA]", Callout::Nota),
        ("[!SUGGERIMENTO]", Callout::Suggerimento),
        ("[!IMPORTANTE]", Callout::Importante),
        ("[!ATTENZIONE]", Callout::Attenzione),
        ("[!PERICOLO]", Callout::Pericolo),
    ];
    let head = text.trim_start();
    let (name, kind) =
        names.into_iter().find(|(n, _)| head.get(..n.len()).is_some_and(|h| h.eq_ignore_ascii_case(n)))?;
    let rest = head.get(name.len()..).unwrap_or_default().trim_start().to_owned();
    span.start = span.end - u32::try_from(rest.len()).unwrap_or(0).min(span.end - span.start);
    *text = rest;
    if text.is_empty() {
        content.remove(0);
    }
    if content.is_empty() {
        blocks.remove(0);
    }
    Some(kind)
}

/// Splits a file: its front matter and where that begins, then the rest and where that begins. Front matter stands between two
/// `+++` lines and starts at the first byte; pulldown-cmark would also accept it further down.
pub(crate) fn split_front_matter(text: &str) -> (Option<(&str, usize)>, &str, usize) {
    let Some(after) = text.strip_prefix("+++\n").or_else(|| text.strip_prefix("+++\r\n")) else {
        return (None, text, 0);
    };
    let start = text.len() - after.len();
    let mut at = 0;
    for line in after.split_inclusive('\n') {
        if line.trim_end() == "+++" {
            let body = at + line.len();
            let front = after.get(..at).unwrap_or_default();
            return (Some((front, start)), after.get(body..).unwrap_or_default(), start + body);
        }
        at += line.len();
    }
    (None, text, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Prose, Vec<Diagnostic>) {
        fragment(text, Place::Exact { file: FileId(0), start: 0 })
    }

    #[test]
    fn an_item_that_begins_with_a_sign_keeps_it() {
        let (prose, problems) = read(
            "- **I vostri** file\n- [@a] poi\n- `x` y\n- [=b.c] z\n- testo\n  - *dentro* qui\n\nTermine\n: **forte** e piano\n",
        );
        assert!(problems.is_empty(), "{problems:?}");
        let mut words = String::new();
        let (mut cites, mut facts) = (0, 0);
        prose.inlines(&mut |inline| match inline {
            Inline::Text { text, .. } | Inline::Code { text, .. } => words.push_str(text),
            Inline::Cite { .. } => cites += 1,
            Inline::Fact { .. } => facts += 1,
            _ => {}
        });
        assert_eq!(words, "I vostri file poix y ztestodentro quiTermineforte e piano");
        assert_eq!((cites, facts), (1, 1));
    }
}
