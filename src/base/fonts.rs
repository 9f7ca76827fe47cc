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

/// Whether a letter with signs on it, which no single character stands for, can be drawn. The font that has the letter must
/// have the signs: another one is asked only for a letter that the first lacks.
#[must_use]
pub fn has_cluster(cluster: &str, mono: bool) -> bool {
    let Some(letter) = cluster.chars().find(|c| !c.is_whitespace()) else { return true };
    let covers = |font: &&Font, c: char| font.info().coverage.contains(u32::from(c));
    let is_mono = |font: &&Font| font.info().family == MONO;
    let first = |font: &&Font| font.info().family == if mono { MONO } else { TEXT };
    let with = |wanted: &dyn Fn(&&Font) -> bool| fonts().iter().find(|font| wanted(font) && covers(font, letter));
    let chosen = with(&first).or_else(|| with(&|font| is_mono(font) == mono)).or_else(|| with(&|_| true));
    chosen.is_some_and(|font| cluster.chars().all(|c| covers(&font, c)))
}

/// The families of the text and of code, in the layouts.
const TEXT: &str = "Titillium Web";
const MONO: &str = "Roboto Mono";

/// Whether some embedded font is meant to draw `c`. What none can draw is refused by PDF/A: a check should say so before.
#[must_use]
pub fn has_glyph(c: char) -> bool {
    let arrow = freccia(c);
    let fonts = fonts().iter().filter(|font| arrow || font.info().family != FRECCE);
    fonts.map(|font| &font.info().coverage).any(|coverage| coverage.contains(u32::from(c)))
}
