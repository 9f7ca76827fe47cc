//! A sheet to draw on: shapes and lines of text, written as SVG. The only place where text becomes markup.

use super::Picture;
use crate::emit::text::{Face, clean};
use std::fmt::Write as _;
use xmlwriter::{Indent, Options, XmlWriter};

/// How a text is set.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ink {
    pub(super) color: &'static str,
    pub(super) face: Face,
}

impl Ink {
    /// Running text.
    pub(super) const TEXT: Ink = Ink { color: "#1a1a1a", face: Face::Regular };
}

/// A sheet. Lengths are in the unit of the output, from the upper left corner.
pub(super) struct Canvas {
    xml: XmlWriter,
}

impl Canvas {
    pub(super) fn new() -> Self {
        let mut xml = XmlWriter::new(Options { indent: Indent::None, ..Options::default() });
        xml.start_element("g");
        Canvas { xml }
    }

    /// One line of text, its baseline beginning at (`x`, `y`).
    pub(super) fn text(&mut self, x: f64, y: f64, size: f64, ink: Ink, text: &str) {
        self.xml.start_element("text");
        self.number("x", x);
        self.number("y", y);
        self.number("font-size", size);
        self.xml.write_attribute("fill", ink.color);
        if ink.face == Face::Bold {
            self.xml.write_attribute("font-weight", "700");
        }
        self.xml.write_text(&escaped(text));
        self.xml.end_element();
    }

    fn number(&mut self, name: &str, value: f64) {
        self.xml.write_attribute(name, &number(value));
    }

    /// The picture, `width` by `height`.
    pub(super) fn finish(mut self, width: f64, height: f64, alt: &str) -> Picture {
        self.xml.end_element();
        let mut out = XmlWriter::new(Options { indent: Indent::None, ..Options::default() });
        out.start_element("svg");
        out.write_attribute("xmlns", "http://www.w3.org/2000/svg");
        out.write_attribute("width", &number(width));
        out.write_attribute("height", &number(height));
        out.write_attribute_fmt("viewBox", format_args!("0 0 {} {}", number(width), number(height)));
        out.write_attribute("role", "img");
        out.write_attribute("aria-label", &escaped(alt));
        out.write_attribute("font-family", "Titillium Web");
        let mut svg = out.end_document();
        // The crate closes an element without content; ours was written beside it, because the height is known last.
        if svg.ends_with("/>") {
            svg.truncate(svg.len() - 2);
        }
        let _ = write!(svg, ">{}</svg>", self.xml.end_document());
        Picture { svg, width, height, alt: alt.to_owned() }
    }
}

/// A length with two decimals at most: a hundredth of a point is not seen, and the same drawing has the same bytes.
pub(super) fn number(value: f64) -> String {
    let value = if value.is_finite() { value } else { 0.0 };
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// Author's text, inert: `xmlwriter` escapes `<` in texts and quotes in attributes, but not `&`.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in clean(text) {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            c => out.push(c),
        }
    }
    out
}
