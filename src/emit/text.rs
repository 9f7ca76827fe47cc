//! What both outputs must know of a text before it is set: which characters reach a page, how wide they are, where a line
//! may end. Widths are those of the embedded fonts, which the site uses too.

use crate::base::fonts::{MONO, TEXT, fonts};
use std::sync::LazyLock;
use typst::layout::Abs;
use typst::text::{FontInstance, FontVariant, FontVariations, FontWeight};

/// The characters of `text` that reach the page. Ends of line become blanks, because a literal would print them as forced
/// breaks. Control characters, noncharacters and direction marks are left out: no font draws them, and the PDF standards
/// refuse them.
pub(super) fn clean(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter_map(|c| match c {
        '\n' | '\r' | '\t' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some(' '),
        c if c.is_control() => None,
        '\u{FDD0}'..='\u{FDEF}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' => None,
        '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => None,
        c if u32::from(c) & 0xFFFE == 0xFFFE => None,
        c => Some(c),
    })
}

/// Whether no character of `text` can be seen.
pub(super) fn unseen(text: &str) -> bool {
    clean(text).all(char::is_whitespace)
}

/// `text`, or `otherwise` if no character of `text` can be seen.
pub(super) fn or<'t>(text: &'t str, otherwise: &'t str) -> &'t str {
    if unseen(text) { otherwise } else { text }
}

/// Escapes the author's text for XML. `xmlwriter` escapes `<` in texts and quotes in attributes, but not `&`.
pub(super) fn xml(text: &str) -> String {
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

/// The faces whose widths are used. Bold stands for every heavier or slanted cut, because it is the widest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Face {
    Regular,
    Bold,
    Mono,
}

/// The widths of the characters below U+0250, in ems. Those of other characters (dashes, quotes, symbols) are asked of the
/// font each time.
struct Advances {
    font: Option<FontInstance>,
    low: Vec<f64>,
}

impl Advances {
    fn new(family: &str, weight: FontWeight) -> Self {
        let font = fonts()
            .iter()
            .filter(|font| font.info().family == family)
            .find(|font| {
                font.info().variant.weight == weight && font.info().variant.style == typst::text::FontStyle::Normal
            })
            .map(|font| font.clone().instantiate(FontVariant::default(), Abs::pt(10.0), &FontVariations::default()));
        let mut advances = Advances { font, low: vec![] };
        advances.low = (0..0x250_u32).map(|c| char::from_u32(c).map_or(0.0, |c| advances.lookup(c))).collect();
        advances
    }

    fn lookup(&self, c: char) -> f64 {
        // The character is of another font or writing system. One em is wide enough for it.
        let found = self.font.as_ref().and_then(|font| font.x_advance(font.ttf().glyph_index(c)?.0));
        found.map_or(if c.is_control() { 0.0 } else { 1.0 }, |em| em.get())
    }

    fn of(&self, c: char) -> f64 {
        match self.low.get(c as usize) {
            Some(width) => *width,
            None if c == '\u{200B}' => 0.0,
            None => self.lookup(c),
        }
    }
}

static REGULAR: LazyLock<Advances> = LazyLock::new(|| Advances::new(TEXT, FontWeight::REGULAR));
static BOLD: LazyLock<Advances> = LazyLock::new(|| Advances::new(TEXT, FontWeight::BOLD));
static CODE: LazyLock<Advances> = LazyLock::new(|| Advances::new(MONO, FontWeight::REGULAR));

/// Width of one character, in ems.
pub(super) fn advance(c: char, face: Face) -> f64 {
    match face {
        Face::Regular => REGULAR.of(c),
        Face::Bold => BOLD.of(c),
        Face::Mono => CODE.of(c),
    }
}

/// Width of a text on one line, in ems.
pub(super) fn width(text: &str, face: Face) -> f64 {
    text.chars().map(|c| advance(c, face)).sum()
}

/// Whether a line may break at this blank.
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace() && !matches!(c, '\u{A0}' | '\u{202F}' | '\u{2007}')
}

/// Where a code or an address may break.
pub(super) fn is_joint(c: char) -> bool {
    matches!(c, '.' | '/' | '-' | '_' | '@' | '?' | '&' | '=')
}
