//! The sheet that drawings are made on: lines of text and shapes, in the unit of the output, from the upper left corner.
//! Only this module writes markup. Colours and line breaks are here too, so that all drawings look alike.

use super::Picture;
use crate::base::colore::Colori;
use crate::base::fonts::{FRECCE, freccia};
use crate::emit::text::{self, Face, clean, is_blank, is_joint, width};
use std::fmt::Write as _;
use xmlwriter::{Indent, Options, XmlWriter};

// --- Colours ---
// On white: 4.5:1 at least for texts, 3:1 for what a shape says. Grid lines say nothing that words do not.

/// A colour: one of those that a body may choose, or one of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tint {
    Primario,
    Titoli,
    Fixed(&'static str),
}

/// Bars, codes, what is planned.
pub(super) const BLUE: Tint = Tint::Primario;
/// Titles, what happened.
pub(super) const INK: Tint = Tint::Titoli;
const BLACK: Tint = Tint::Fixed("#1a1a1a");
/// Small print.
pub(super) const SOFT: Tint = Tint::Fixed("#455b71");
/// Lines that join things.
pub(super) const LINE: Tint = Tint::Fixed("#5c6f82");
/// Lines of a grid that divide much, and little.
pub(super) const GRID: Tint = Tint::Fixed("#b4c1ce");
pub(super) const FAINT: Tint = Tint::Fixed("#e1e7ed");
/// Ground of boxes and of what is less sure.
pub(super) const GROUND: Tint = Tint::Fixed("#eef3f8");
pub(super) const WHITE: Tint = Tint::Fixed("#ffffff");

// --- Text ---

/// How a text is set.
#[derive(Debug, Clone, Copy)]
pub(super) struct Style {
    pub(super) size: f64,
    pub(super) color: Tint,
    pub(super) face: Face,
    pub(super) italic: bool,
}

impl Style {
    pub(super) fn text(size: f64) -> Self {
        Style { size, color: BLACK, face: Face::Regular, italic: false }
    }

    pub(super) fn bold(size: f64, color: Tint) -> Self {
        Style { size, color, face: Face::Bold, italic: false }
    }

    pub(super) fn soft(size: f64) -> Self {
        Style { color: SOFT, ..Style::text(size) }
    }

    pub(super) fn note(size: f64) -> Self {
        Style { italic: true, ..Style::soft(size) }
    }

    /// Width of `text` on one line.
    pub(super) fn width(self, text: &str) -> f64 {
        clean(text).map(|c| width(c.encode_utf8(&mut [0; 4]), self.face)).sum::<f64>() * self.size
    }

    /// Distance of two baselines.
    pub(super) fn step(self) -> f64 {
        self.size * 1.3
    }

    /// Breaks `text` into lines that fit in `room`, between words if possible, else inside a word. An empty text has no
    /// lines. If there would be more than `most` lines, the last one shows that something is missing; the table of the data
    /// has the whole text.
    pub(super) fn lines(self, text: &str, room: f64, most: usize) -> Vec<String> {
        let most = most.max(1);
        let mut lines = self.broken(text, room, most.saturating_add(1));
        if lines.len() > most {
            lines.truncate(most);
            if let Some(last) = lines.last_mut() {
                while self.width(last) + self.width("…") > room && last.pop().is_some() {}
                last.truncate(last.trim_end().len());
                last.push('…');
            }
        }
        lines
    }

    /// The lines, a few more than `most` if there are so many.
    fn broken(self, text: &str, room: f64, most: usize) -> Vec<String> {
        let text: String = clean(text).collect();
        let blank = self.width(" ");
        let mut lines: Vec<String> = vec![];
        let mut line = String::new();
        let mut at = 0.0;
        for word in text.split(is_blank).filter(|word| !word.is_empty()) {
            if lines.len() >= most {
                break;
            }
            let wide = self.width(word);
            if !line.is_empty() && at + blank + wide <= room {
                line.push(' ');
                line.push_str(word);
                at += blank + wide;
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            if wide <= room {
                word.clone_into(&mut line);
                at = wide;
            } else {
                line = self.cut(word, room, most, &mut lines);
                at = self.width(&line);
            }
        }
        if !line.is_empty() {
            lines.push(line);
        }
        lines
    }

    /// Breaks `text` into lines of about one length, so that the last line is not a single word.
    pub(super) fn even_lines(self, text: &str, room: f64, most: usize) -> Vec<String> {
        let greedy = self.lines(text, room, most);
        if !(2..most).contains(&greedy.len()) {
            return greedy;
        }
        let rooms = (1..=20).map(|n| room * (1.0 - f64::from(n) / 50.0));
        let full = |lines: &[String]| {
            let longest = lines.iter().map(|line| self.width(line)).fold(0.0, f64::max);
            lines.last().is_some_and(|last| self.width(last) >= longest * 0.5)
        };
        // A line that ends in "e" or "a" reads badly.
        let hanging = |lines: &[String]| lines.iter().any(|line| line.rsplit(is_blank).next().is_some_and(is_small));
        let tried = rooms.map(|room| self.broken(text, room, most)).take_while(|lines| lines.len() == greedy.len());
        let tried: Vec<Vec<String>> =
            std::iter::once(greedy.clone()).chain(tried).filter(|lines| full(lines)).collect();
        tried.iter().find(|lines| !hanging(lines)).or(tried.first()).cloned().unwrap_or(greedy)
    }

    /// Cuts a word that is wider than a line, and appends its pieces to `lines` until there are `most`. Returns the last
    /// piece. The cut is after a joint (`. / - _ @ …`) if there is one late enough in the line. Otherwise it is anywhere,
    /// with a hyphen between letters.
    fn cut(self, word: &str, room: f64, most: usize, lines: &mut Vec<String>) -> String {
        let room = room - self.width("-");
        let mut piece = String::new();
        let mut at = 0.0;
        for c in word.chars() {
            let wide = self.width(c.encode_utf8(&mut [0; 4]));
            if !piece.is_empty() && at + wide > room {
                if lines.len() >= most {
                    break;
                }
                match piece.char_indices().rev().find(|(_, c)| is_joint(*c)).map(|(n, c)| n + c.len_utf8()) {
                    Some(after) if after * 2 > piece.len() => {
                        let rest = piece.split_off(after);
                        lines.push(std::mem::replace(&mut piece, rest));
                    }
                    _ => {
                        if c.is_alphabetic() && piece.ends_with(char::is_alphabetic) {
                            piece.push('-');
                        }
                        lines.push(std::mem::take(&mut piece));
                    }
                }
                at = self.width(&piece);
            }
            piece.push(c);
            at += wide;
        }
        piece
    }
}

/// Words of one letter.
fn is_small(word: &str) -> bool {
    word.chars().count() == 1 && word.chars().all(char::is_alphabetic)
}

/// Which point of a text is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
}

// --- Shapes ---

/// A rectangle.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rect {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) w: f64,
    pub(super) h: f64,
}

/// How a shape is painted.
#[derive(Debug, Clone, Copy)]
pub(super) struct Paint {
    pub(super) fill: Option<Tint>,
    /// Colour and thickness of its line.
    pub(super) stroke: Option<(Tint, f64)>,
    /// Length of the dashes, when the line is dashed.
    pub(super) dash: Option<f64>,
}

impl Paint {
    pub(super) fn fill(color: Tint) -> Self {
        Paint { fill: Some(color), stroke: None, dash: None }
    }

    pub(super) fn stroke(color: Tint, thick: f64) -> Self {
        Paint { fill: None, stroke: Some((color, thick)), dash: None }
    }
}

/// A sheet.
pub(super) struct Canvas {
    xml: XmlWriter,
    colori: Colori,
}

impl Canvas {
    pub(super) fn new(colori: Colori) -> Self {
        Canvas { xml: writer(), colori }
    }

    /// One line of text with its baseline at `y`.
    pub(super) fn text(&mut self, x: f64, y: f64, style: Style, anchor: Anchor, text: &str) {
        self.xml.start_element("text");
        self.number("x", x);
        self.number("y", y);
        self.xml.write_attribute("font-size", &size(style.size));
        self.colour("fill", style.color);
        if style.face == Face::Bold {
            self.xml.write_attribute("font-weight", "700");
        }
        if style.italic {
            self.xml.write_attribute("font-style", "italic");
        }
        match anchor {
            Anchor::Start => {}
            Anchor::Middle => self.xml.write_attribute("text-anchor", "middle"),
        }
        // An arrow is in a font of its own. It is a piece apart, because otherwise the program that draws the text would
        // set the whole line in that font.
        for part in text.split_inclusive(freccia) {
            let (words, arrow) = match part.char_indices().next_back() {
                Some((at, c)) if freccia(c) => part.split_at(at),
                _ => (part, ""),
            };
            if !words.is_empty() {
                self.xml.write_text(&text::xml(words));
            }
            if !arrow.is_empty() {
                self.xml.start_element("tspan");
                self.xml.write_attribute("font-family", FRECCE);
                self.xml.write_text(arrow);
                self.xml.end_element();
            }
        }
        self.xml.end_element();
    }

    /// Lines of text one under the other; `top` is the top of the first. Returns where the next would begin.
    pub(super) fn lines(&mut self, x: f64, top: f64, style: Style, lines: &[String]) -> f64 {
        let mut top = top;
        for line in lines {
            self.text(x, middle(top + style.step() / 2.0, style), style, Anchor::Start, line);
            top += style.step();
        }
        top
    }

    pub(super) fn rect(&mut self, rect: Rect, radius: f64, paint: Paint) {
        self.xml.start_element("rect");
        self.number("x", rect.x);
        self.number("y", rect.y);
        self.number("width", rect.w.max(0.0));
        self.number("height", rect.h.max(0.0));
        if radius > 0.0 {
            self.number("rx", radius);
        }
        self.paint(paint);
        self.xml.end_element();
    }

    /// A path, in the words of SVG: see [`path`].
    pub(super) fn path(&mut self, path: &str, paint: Paint) {
        if path.is_empty() {
            return;
        }
        self.xml.start_element("path");
        self.xml.write_attribute("d", path);
        self.paint(paint);
        self.xml.end_element();
    }

    pub(super) fn line(&mut self, from: (f64, f64), to: (f64, f64), color: Tint, thick: f64) {
        self.path(&path(&[('M', &[from]), ('L', &[to])]), Paint::stroke(color, thick));
    }

    fn paint(&mut self, paint: Paint) {
        match paint.fill {
            Some(color) => self.colour("fill", color),
            None => self.xml.write_attribute("fill", "none"),
        }
        if let Some((color, thick)) = paint.stroke {
            self.colour("stroke", color);
            self.xml.write_attribute("stroke-width", &size(thick));
        }
        if let Some(dash) = paint.dash {
            self.number("stroke-dasharray", dash);
        }
    }

    fn colour(&mut self, name: &str, tint: Tint) {
        match tint {
            Tint::Primario => self.xml.write_attribute(name, &self.colori.primario.to_string()),
            Tint::Titoli => self.xml.write_attribute(name, &self.colori.titoli.to_string()),
            Tint::Fixed(hex) => self.xml.write_attribute(name, hex),
        }
    }

    fn number(&mut self, name: &str, value: f64) {
        self.xml.write_attribute(name, &number(value));
    }

    /// The finished picture, `width` by `height`. The `svg` element is written last, because the height is known only after
    /// drawing.
    pub(super) fn finish(self, width: f64, height: f64, alt: &str) -> Picture {
        let mut svg = writer();
        svg.start_element("svg");
        svg.write_attribute("xmlns", "http://www.w3.org/2000/svg");
        svg.write_attribute("width", &number(width));
        svg.write_attribute("height", &number(height));
        svg.write_attribute_fmt("viewBox", format_args!("0 0 {} {}", number(width), number(height)));
        svg.write_attribute("role", "img");
        let alt = if alt.trim().is_empty() { "Disegno" } else { alt };
        svg.write_attribute("aria-label", &text::xml(alt));
        svg.write_attribute("font-family", "Titillium Web");
        let mut svg = svg.end_document();
        if svg.ends_with("/>") {
            svg.truncate(svg.len() - 2);
        }
        let _ = write!(svg, ">{}</svg>", self.xml.end_document());
        Picture { svg, width, height, alt: alt.to_owned(), again: None, rows: vec![] }
    }
}

fn writer() -> XmlWriter {
    XmlWriter::new(Options { indent: Indent::None, ..Options::default() })
}

/// The baseline at which capitals are centred on `y`.
pub(super) fn middle(y: f64, style: Style) -> f64 {
    y + style.size * 0.346
}

/// `M3 4L5 6H9`, from letters with their points. A straight line along an axis says only where it ends: calendars are made of them.
pub(super) fn path(steps: &[(char, &[(f64, f64)])]) -> String {
    let mut out = String::new();
    let mut last = (String::new(), String::new());
    for (letter, points) in steps {
        let from = match points.last() {
            Some((x, y)) => std::mem::replace(&mut last, (number(*x), number(*y))),
            None => last.clone(),
        };
        if *letter == 'L' && points.len() == 1 && (from.0 == last.0 || from.1 == last.1) {
            let along = if from.0 == last.0 { ('V', &last.1) } else { ('H', &last.0) };
            let _ = write!(out, "{}{}", along.0, along.1);
            continue;
        }
        out.push(*letter);
        for (n, (x, y)) in points.iter().enumerate() {
            let _ = write!(out, "{}{} {}", if n > 0 { " " } else { "" }, number(*x), number(*y));
        }
    }
    out
}

/// The path of oblique lines inside a rectangle, `step` apart. They are drawn one by one, because an SVG pattern needs an
/// id, and the ids of a page belong to the plan.
pub(super) fn hatch(rect: Rect, step: f64) -> String {
    let (left, top, right, bottom) = (rect.x, rect.y, rect.x + rect.w, rect.y + rect.h);
    let mut out = String::new();
    let mut sum = left + top + step;
    while sum < right + bottom && step > 0.1 {
        let upper = if sum - top <= right { (sum - top, top) } else { (right, sum - right) };
        let lower = if sum - left <= bottom { (left, sum - left) } else { (sum - bottom, bottom) };
        out.push_str(&path(&[('M', &[upper]), ('L', &[lower])]));
        sum += step;
    }
    out
}

/// A place or a length with one decimal at most: a tenth of a point is not seen, and the numbers are what weighs most in the page of a
/// unit.
fn number(value: f64) -> String {
    decimal(value, 1)
}

/// The size of letters or of a line, where a tenth is seen.
fn size(value: f64) -> String {
    decimal(value, 2)
}

/// A number with so many decimals at most.
fn decimal(value: f64, places: usize) -> String {
    let value = if value.is_finite() { value } else { 0.0 };
    let text = format!("{value:.places$}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}
