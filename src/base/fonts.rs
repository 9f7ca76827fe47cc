//! The fonts inside the binary. They are the same on every machine, and the fonts of the system are never used. The checks ask
//! this module which characters can be printed.

use std::sync::LazyLock;
use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

mod embedded {
    include!(concat!(env!("OUT_DIR"), "/fonts.rs"));
}

/// The fonts for paper, in the order of their file names. They are parsed once, when they are first asked for.
static PARSED: LazyLock<(Vec<Font>, LazyHash<FontBook>)> = LazyLock::new(|| {
    let files = embedded::FILES.iter().filter(|(name, _)| name.ends_with(".ttf"));
    let fonts: Vec<Font> = files.flat_map(|(_, bytes)| Font::iter(Bytes::new(*bytes))).collect();
    let book = LazyHash::new(FontBook::from_fonts(&fonts));
    (fonts, book)
});

/// The embedded files, each with its path under `fonts/`.
#[must_use]
pub fn files() -> &'static [(&'static str, &'static [u8])] {
    embedded::FILES
}

/// The fonts that typst may use. The site has files of its own.
#[must_use]
pub fn fonts() -> &'static [Font] {
    &PARSED.0
}

/// The index of [`fonts`], in which typst looks for a family and a style.
#[must_use]
pub fn book() -> &'static LazyHash<FontBook> {
    &PARSED.1
}

/// The font that draws arrows, and nothing else. It also has ticks and boxes, but a screen reader does not say what those mean:
/// [`has_glyph`] refuses them, and the author is told to write the words.
pub const FRECCE: &str = "DejaVu Sans";

/// Whether `c` is an arrow, which [`FRECCE`] draws.
#[must_use]
pub fn freccia(c: char) -> bool {
    matches!(c, '\u{2190}'..='\u{21FF}')
}

/// Whether a letter with combining marks, for which there is no single character, can be drawn. One font must have both the
/// letter and its marks, because typst changes font only when the letter itself is missing.
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

/// The font family of the text in the layouts.
pub const TEXT: &str = "Titillium Web";

/// That of code.
pub const MONO: &str = "Roboto Mono";

/// Whether one of the embedded fonts draws `c`. PDF/A refuses a character without a glyph, so the checks ask this first and
/// report the place where it is written.
#[must_use]
pub fn has_glyph(c: char) -> bool {
    let arrow = freccia(c);
    let fonts = fonts().iter().filter(|font| arrow || font.info().family != FRECCE);
    fonts.map(|font| &font.info().coverage).any(|coverage| coverage.contains(u32::from(c)))
}
