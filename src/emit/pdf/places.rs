//! Links the pages and the sources: which words of the authors are at a point of a page, and where on the pages the words
//! of a line are. Each run of glyphs of typst knows the generated text that made it, and [`super::write`] records whose
//! words that text is. What a layout adds (page numbers, "Tabella") belongs to no author.

use super::Typeset;
use crate::base::span::Span;
use crate::emit::drawing;
use std::collections::HashMap;
use typst::World;
use typst::layout::{Frame, FrameItem, Point, Transform};
use typst::syntax::Span as Mark;

/// Words, or a picture, on a page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spot {
    /// The page, from 1.
    pub page: u32,
    /// Left, top, right and bottom in points (1/72 of an inch), from the top left corner of the page.
    pub rect: [f64; 4],
    /// Where it is written.
    pub span: Span,
}

impl Spot {
    /// The distance of a point from the rectangle, in points; 0 inside. Vertical distance counts more, so a word on the
    /// line is nearer than a line above or below.
    fn distance(&self, x: f64, y: f64) -> f64 {
        let [left, top, right, bottom] = self.rect;
        let away = |at: f64, from: f64, to: f64| (from - at).max(at - to).max(0.0);
        away(x, left, right) + 4.0 * away(y, top, bottom)
    }
}

/// Every word of the authors on the pages, in reading order.
#[derive(Debug, Clone, Default)]
pub struct Places(Vec<Spot>);

impl Places {
    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Spot> {
        self.0.iter()
    }

    /// What stands at a point of a page (points, from its top left corner), or nearest to it; none on a page without words of
    /// the authors.
    #[must_use]
    pub fn at(&self, page: u32, x: f64, y: f64) -> Option<&Spot> {
        let here = self.0.iter().filter(|spot| spot.page == page);
        here.min_by(|a, b| a.distance(x, y).total_cmp(&b.distance(x, y)))
    }

    /// Where the words written at `span` are: every run that has some of them, in reading order. A record may be printed in
    /// more than one place.
    pub fn of(&self, span: Span) -> impl Iterator<Item = &Spot> {
        self.0.iter().filter(move |spot| {
            let common = spot.span.start.max(span.start)..spot.span.end.min(span.end);
            spot.span.file == span.file && (common.start < common.end || spot.span.start == span.start)
        })
    }
}

impl Typeset {
    /// The way from the pages to the sources and back.
    #[must_use]
    pub fn places(&self) -> Places {
        let marks = self.sources.files.marks(self.sources.maps.keys());
        let mut reader = Reader { set: self, page: 0, marks, known: HashMap::new(), spots: vec![] };
        for page in self.document.pages() {
            reader.page += 1;
            reader.frame(&page.frame, Transform::identity());
        }
        Places(reader.spots)
    }
}

/// Whose words a piece of generated text is, and whether its letters are theirs one by one.
#[derive(Clone, Copy)]
struct Author {
    span: Span,
    exact: bool,
}

struct Reader<'a> {
    set: &'a Typeset,
    page: u32,
    /// Where each piece of the generated files is.
    marks: HashMap<Mark, std::ops::Range<usize>>,
    known: HashMap<Mark, Option<Author>>,
    spots: Vec<Spot>,
}

impl Reader<'_> {
    fn frame(&mut self, frame: &Frame, at: Transform) {
        for (position, item) in frame.items() {
            match item {
                FrameItem::Group(group) => {
                    let moved = at.pre_concat(Transform::translate(position.x, position.y)).pre_concat(group.transform);
                    self.frame(&group.frame, moved);
                }
                FrameItem::Text(text) => {
                    let size = text.size.to_pt();
                    let mut x = position.x.to_pt();
                    for run in text.glyphs.chunk_by(|a, b| a.span.0 == b.span.0) {
                        let width: f64 = run.iter().map(|glyph| glyph.x_advance.at(text.size).to_pt()).sum();
                        let y = position.y.to_pt();
                        let offsets = run.iter().map(|glyph| usize::from(glyph.span.1));
                        let bytes = run.iter().map(|glyph| glyph.range().len()).max().unwrap_or(0);
                        let (from, to) = (offsets.clone().min(), offsets.max().map(|last| last + bytes));
                        if let (Some(mark), Some(from), Some(to)) = (run.first().map(|glyph| glyph.span.0), from, to) {
                            // A letter reaches four fifths of its size above the line, and a quarter below it.
                            let corners = [(x, y - 0.8 * size), (x + width, y + 0.25 * size)];
                            self.spot(mark, Some(from..to), corners, at);
                        }
                        x += width;
                    }
                }
                FrameItem::Image(_, size, mark) => {
                    let (x, y) = (position.x.to_pt(), position.y.to_pt());
                    let (right, high) = (x + size.x.to_pt(), size.y.to_pt());
                    // The bars of a drawing come before the drawing, which holds them.
                    for row in self.rows(*mark).unwrap_or_default() {
                        let corners = [(x, y + row.top * high), (right, y + row.bottom * high)];
                        self.rect(row.span, corners, at);
                    }
                    self.spot(*mark, None, [(x, y), (right, y + high)], at);
                }
                FrameItem::Shape(..) | FrameItem::Link(..) | FrameItem::Tag(_) => {}
            }
        }
    }

    fn spot(&mut self, mark: Mark, letters: Option<std::ops::Range<usize>>, corners: [(f64, f64); 2], at: Transform) {
        let Some(author) = self.author(mark) else { return };
        let whole = author.span.range();
        let range = match letters {
            Some(letters) if author.exact => {
                (whole.start + letters.start).min(whole.end)..(whole.start + letters.end).min(whole.end)
            }
            _ => whole,
        };
        self.rect(Span::new(author.span.file, range), corners, at);
    }

    fn rect(&mut self, span: Span, corners: [(f64, f64); 2], at: Transform) {
        let [a, b] = corners.map(|(x, y)| {
            let point = Point::new(typst::layout::Abs::pt(x), typst::layout::Abs::pt(y)).transform(at);
            (point.x.to_pt(), point.y.to_pt())
        });
        let rect = [a.0.min(b.0), a.1.min(b.1), a.0.max(b.0), a.1.max(b.1)];
        self.spots.push(Spot { page: self.page, rect, span });
    }

    /// The parts of the drawing that the call of `image` at `mark` shows, where they are written at places of their own.
    fn rows(&self, mark: Mark) -> Option<Vec<drawing::Row>> {
        let source = self.set.sources.files.source(mark.id()?).ok()?;
        let call = source.text().get(self.marks.get(&mark)?.clone())?;
        let path = call.strip_prefix("image(\"")?.split('"').next()?;
        self.set.sources.rows.get(path).cloned()
    }

    fn author(&mut self, mark: Mark) -> Option<Author> {
        if let Some(known) = self.known.get(&mark) {
            return *known;
        }
        let found = self.look(mark);
        self.known.insert(mark, found);
        found
    }

    fn look(&self, mark: Mark) -> Option<Author> {
        let sources = &self.set.sources;
        let (file, range) = (mark.id()?, self.marks.get(&mark)?.clone());
        let span = sources.author(file, range.start)?;
        let source = sources.files.source(file).ok()?;
        let literal = source.text().get(range)?.strip_prefix('"')?.strip_suffix('"');
        // A backslash in the literal makes two characters of one in the text.
        let length = literal.map(|words| words.len() - words.replace("\\\\", "\\").matches('\\').count());
        Some(Author { span, exact: length == Some(span.range().len()) })
    }
}
