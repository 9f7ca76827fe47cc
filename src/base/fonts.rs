//! The fonts inside the binary. They are the same on every machine, and the fonts of the system are never used. The checks ask
//! this module which characters can be printed.

use std::sync::LazyLock;
use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

mod embedded {
    include!(concat!(env!("OUT_DIR"), "/fonts.rs"));
}

/// Parsed once, in the order of their names.
static PARSED: LazyLock<(Vec<Font>, LazyHash<FontBook>)> = LazyLock::new(|| {
    let files = embedded::FILES.iter().filter(|(name, _)| name.ends_with(".ttf"));
    let fonts: Vec<Font> = files.flat_map(|(_, bytes)| Font::iter(Bytes::new(*bytes))).collect();
    let book = LazyHash::new(FontBook::from_fonts(&fonts));
    (fonts, book)
});

/// All files, by name under `fonts/`.
#[must_use]
pub fn files() -> &'static [(&'static str, &'static [u8])] {
    embedded::FILES
}

/// Those for paper.
#[must_use]
pub fn fonts() -> &'static [Font] {
    &PARSED.0
}

/// What typst asks to choose among them.
#[must_use]
pub fn book() -> &'static LazyHash<FontBook> {
    &PARSED.1
}

/// The font of the arrows. It has thousands of other signs; those that stand for words, ticks and boxes, are not read aloud as
/// what they mean, and authors are told to write the words.
pub const FRECCE: &str = "DejaVu Sans";

/// Whether `c` is an arrow, which [`FRECCE`] draws.
#[must_use]
pub fn freccia(c: char) -> bool {
    matches!(c, '\u{2190}'..='\u{21FF}')
}

/// Whether some embedded font is meant to draw `c`. What none can draw is refused by PDF/A: a check should say so before.
#[must_use]
pub fn has_glyph(c: char) -> bool {
    let arrow = freccia(c);
    let fonts = fonts().iter().filter(|font| arrow || font.info().family != FRECCE);
    fonts.map(|font| &font.info().coverage).any(|coverage| coverage.contains(u32::from(c)))
}
