//! The markup of the parts of a Word file. `xmlwriter` closes what it opens; here the words are escaped, and the characters that XML does
//! not have are left out.

use crate::emit::text;
use xmlwriter::{Indent, Options, XmlWriter};

/// The names of the elements, by the letters before them.
pub(super) const SPAZI: [(&str, &str); 5] = [
    ("xmlns:w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    ("xmlns:r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
    ("xmlns:wp", "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"),
    ("xmlns:a", "http://schemas.openxmlformats.org/drawingml/2006/main"),
    ("xmlns:pic", "http://schemas.openxmlformats.org/drawingml/2006/picture"),
];

/// A part that is being written.
pub(super) struct Xml(XmlWriter);

impl Xml {
    /// A part whose outermost element is `root`.
    pub(super) fn new(root: &str, attributes: &[(&str, &str)]) -> Self {
        let mut xml = Xml(XmlWriter::new(Options { indent: Indent::None, ..Options::default() }));
        xml.0.write_declaration();
        // Blanks between elements would be words.
        xml.0.set_preserve_whitespaces(true);
        xml.open(root, attributes);
        xml
    }

    /// A part of the text, with all the names that a text uses.
    pub(super) fn text_part(root: &str) -> Self {
        Xml::new(root, &SPAZI)
    }

    /// Begins an element.
    pub(super) fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.0.start_element(name);
        for (name, value) in attributes {
            self.0.write_attribute(name, &text::xml(value));
        }
    }

    /// Ends the last element that is not ended.
    pub(super) fn close(&mut self) {
        self.0.end_element();
    }

    /// An element without content.
    pub(super) fn void(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.open(name, attributes);
        self.close();
    }

    /// An element whose one attribute is `w:val`.
    pub(super) fn val(&mut self, name: &str, value: &str) {
        self.void(name, &[("w:val", value)]);
    }

    /// An element of words.
    pub(super) fn leaf(&mut self, name: &str, attributes: &[(&str, &str)], words: &str) {
        self.open(name, attributes);
        self.words(words);
        self.close();
    }

    /// Words of the element at hand.
    pub(super) fn words(&mut self, words: &str) {
        self.0.write_text(&text::xml(words));
    }

    /// The bytes of the part, once all that is open is ended.
    pub(super) fn end(self) -> Vec<u8> {
        self.0.end_document().into_bytes()
    }
}
