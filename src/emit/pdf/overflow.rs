//! Finds words that no reader can see: past the foot of the page, where the page number is, or off the sheet. typst sets on
//! one page what may not break even if it is higher than the page, and does not report it.

use std::collections::HashSet;
use typst::introspection::{Location, Tag};
use typst::layout::{Frame, FrameItem, Point, Transform};
use typst::syntax::Span;
use typst_layout::PagedDocument;
use typst_library::pdf::ArtifactElem;

/// A run of words that is lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Lost {
    /// The words.
    pub(super) words: String,
    /// The page that they overrun, from 1.
    pub(super) page: usize,
    /// The place in a generated file that made them.
    pub(super) span: Span,
}

/// The words that are not on their page, above a margin of `foot` points. Each place in the generated files is reported
/// once.
pub(super) fn lost(pages: &PagedDocument, foot: f64) -> Vec<Lost> {
    let mut walk = Walk { found: vec![], artifacts: HashSet::new(), seen: HashSet::new(), page: 0, limits: [0.0; 3] };
    for (n, page) in pages.pages().iter().enumerate() {
        let size = page.frame.size();
        walk.page = n + 1;
        // The limit is for the baseline, so a letter that goes below the last line is not lost.
        walk.limits = [0.0, size.x.to_pt(), size.y.to_pt() - foot + 3.0];
        walk.frame(&page.frame, Transform::identity());
    }
    walk.found
}

/// The walk over the pages.
struct Walk {
    found: Vec<Lost>,
    /// Open artifacts: running heads, page numbers, the mark of a draft. They are not words of the plan.
    artifacts: HashSet<Location>,
    seen: HashSet<Span>,
    page: usize,
    /// Left edge, right edge, and the lowest line that the text may have.
    limits: [f64; 3],
}

impl Walk {
    fn frame(&mut self, frame: &Frame, transform: Transform) {
        for (position, item) in frame.items() {
            match item {
                FrameItem::Group(group) => {
                    let moved = Transform::translate(position.x, position.y).pre_concat(group.transform);
                    self.frame(&group.frame, transform.pre_concat(moved));
                }
                FrameItem::Tag(Tag::Start(element, _)) if element.is::<ArtifactElem>() => {
                    self.artifacts.extend(element.location());
                }
                FrameItem::Tag(Tag::End(location, ..)) => {
                    self.artifacts.remove(location);
                }
                FrameItem::Text(text) if self.artifacts.is_empty() => {
                    let start = Point::new(position.x, position.y).transform(transform);
                    let end = Point::new(position.x + text.width(), position.y).transform(transform);
                    let [left, right, low] = self.limits;
                    let out = start.y.to_pt() > low
                        || start.y.to_pt() < 0.0
                        || end.x.to_pt() < left
                        || start.x.to_pt() > right - 1.0;
                    let span = text.glyphs.first().map_or(Span::detached(), |glyph| glyph.span.0);
                    if out && !text.text.trim().is_empty() && self.seen.insert(span) {
                        self.found.push(Lost { words: text.text.to_string(), page: self.page, span });
                    }
                }
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::document::*;
    use crate::emit::layouts::Layouts;
    use crate::emit::pdf::tests::{block, column, document, row, section, table};
    use crate::emit::pdf::typeset;
    use crate::piano::element::row::Profile;
    use std::collections::BTreeMap;

    /// How often each run of letters and digits stands in `texts`.
    fn count<'t>(texts: impl Iterator<Item = &'t str>) -> BTreeMap<String, usize> {
        let mut count = BTreeMap::new();
        for word in texts.flat_map(|text| text.split(|c: char| !c.is_alphanumeric())).filter(|word| !word.is_empty()) {
            *count.entry(word.to_owned()).or_default() += 1;
        }
        count
    }

    /// Every text of the document that a page prints as it is.
    fn words(document: &Document) -> Vec<String> {
        fn nodes(list: &[TreeNode], out: &mut Vec<String>) {
            TreeNode::each(list, &mut |node| out.extend([node.code.clone(), plain(&node.title)]));
        }
        let mut out = vec![];
        document.walk(&mut |section, _| {
            out.push(section.title.clone());
            section.each_block(&mut |block| match &block.kind {
                BlockKind::Paragraph(text)
                | BlockKind::Remark(text)
                | BlockKind::Legend(text)
                | BlockKind::Absent(text) => out.push(plain(text)),
                BlockKind::Heading { content, .. } => out.push(plain(content)),
                BlockKind::Table(table) => {
                    out.extend(table.caption.iter().map(|caption| plain(caption)));
                    out.extend(table.columns.iter().map(|column| plain(&column.header)));
                    for row in &table.rows {
                        out.extend(row.cells.iter().skip(row.continues).map(|cell| plain(cell)));
                    }
                }
                BlockKind::Card(card) => {
                    out.push(plain(&card.title));
                    out.extend(card.above.iter().map(|words| plain(words)));
                    for field in card.facts.iter().chain(&card.fields) {
                        out.extend([field.label.clone(), plain(&field.value)]);
                    }
                }
                BlockKind::Outcome(outcome) => {
                    out.extend(outcome.fields.iter().flat_map(|field| [field.label.clone(), plain(&field.value)]));
                }
                BlockKind::Tree(list) => nodes(list, &mut out),
                BlockKind::Figure(figure) => out.extend(figure.caption.iter().map(|caption| plain(caption))),
                BlockKind::Drawing(drawing) => out.extend(drawing.caption.iter().map(|caption| plain(caption))),
                BlockKind::Definitions(list) => out.extend(list.iter().map(|one| plain(&one.term))),
                BlockKind::Code { .. }
                | BlockKind::List { .. }
                | BlockKind::Quote(_)
                | BlockKind::Callout { .. }
                | BlockKind::Rule => {}
            });
        });
        out
    }

    /// What the document says and no page shows.
    fn missing(document: &Document) -> Vec<String> {
        let set = typeset(document, &Layouts::embedded(), None).unwrap_or_else(|errors| panic!("{errors:#?}"));
        let pages = set.page_texts();
        let found = count(pages.iter().map(String::as_str));
        let due = words(document);
        let due = count(due.iter().map(String::as_str));
        let short = due.iter().filter(|(word, times)| found.get(*word).unwrap_or(&0) < times);
        short.map(|(word, times)| format!("«{word}» {} of {times}", found.get(word).unwrap_or(&0))).collect()
    }

    /// A text of `lines` lines of its own, each with a word that stands nowhere else.
    fn lines(name: &str, lines: usize) -> Vec<Inline> {
        let mut out = vec![];
        for n in 0..lines {
            let text = format!("{name}{n} si rilegge e si conta fra le parole della pagina");
            out.extend([Inline::Text { text, span: super::super::tests::span(7) }, Inline::Break]);
        }
        out.pop();
        out
    }

    fn card(fields: Vec<(&str, Vec<Inline>)>) -> Block {
        let fields = fields.into_iter().map(|(label, value)| Field { label: label.into(), value }).collect();
        block(BlockKind::Card(Card {
            kind: "Obiettivo".into(),
            role: "obiettivo",
            code: Some("1".into()),
            title: lines("titolo", 1),
            level: 2,
            above: vec![],
            lead: vec![],
            facts: vec![],
            fields,
            absent: vec![],
            blocks: vec![],
        }))
    }

    #[test]
    fn a_field_of_any_length_is_on_the_pages() {
        for long in [3, 20, 39, 43, 44, 45, 48, 60, 130] {
            let blocks = vec![
                card(vec![("Prima", lines("a", 2)), ("Strategia", lines("b", long)), ("Dopo", lines("c", 4))]),
                card((0..30).map(|_| ("Voce", lines("d", 2))).collect()),
                card(vec![("Etichetta lunga ".repeat(long * 3).trim_end(), lines("e", 1))]),
            ];
            let document = document(vec![section("uno", "1", 1, "Uno", blocks)]);
            assert_eq!(missing(&document), Vec::<String>::new(), "{long} lines");
        }
    }

    #[test]
    fn cells_and_captions_of_any_length_are_on_the_pages() {
        let columns = || vec![column("Voce", Profile::Testo), column("Testo", Profile::Testo)];
        for long in [5, 22, 35, 60, 120] {
            let mut plain_row = row(&["", ""]);
            plain_row.cells = vec![lines("f", 1).into(), lines("g", long).into()];
            let mut wide = table(1, "Righe lunghe", columns(), vec![plain_row]);
            wide.caption = Some(lines("h", long));
            // A cell beside two short rows, longer than both.
            let mut first = row(&["", "breve"]);
            first.cells[0] = lines("i", long).into();
            let second = Row { continues: 1, ..row(&["", "ancora"]) };
            let group = table(2, "Gruppi", columns(), vec![first, second, row(&["fine", "fine"])]);
            let blocks = vec![block(BlockKind::Table(wide)), block(BlockKind::Table(group))];
            let document = document(vec![section("uno", "1", 1, "Uno", blocks)]);
            assert_eq!(missing(&document), Vec::<String>::new(), "{long} lines");
        }
    }

    #[test]
    fn what_cannot_be_shown_is_told_at_its_place() {
        let mut head = column("", Profile::Testo);
        head.header = lines("testata", 90);
        let columns = vec![head, column("Testo", Profile::Testo)];
        let tall = block(BlockKind::Table(table(1, "Testata", columns, vec![row(&["uno", "due"])])));
        let document = document(vec![section("uno", "1", 1, "Uno", vec![tall])]);
        let problems = match typeset(&document, &Layouts::embedded(), None) {
            Ok(_) => panic!("the words below the page are not told"),
            Err(problems) => problems,
        };
        assert!(problems.iter().all(|problem| problem.code == "P0910" && problem.span.is_some()), "{problems:#?}");
        assert!(problems.len() > 20, "{}", problems.len());
    }
}
