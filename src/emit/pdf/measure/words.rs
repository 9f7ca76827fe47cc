//! Words as rows of widths, and texts made to fit in their room.

use crate::document::{Inline, Mark, Strip};
use crate::emit::text::{Face, advance, is_blank, is_joint, width};
use crate::piano::element::id::Id;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// A word.
#[derive(Debug, Clone, Copy)]
struct Word {
    /// Its width in ems.
    width: f64,
    /// Whether a forced break comes before it.
    broken: bool,
    /// Whether it is set small: it adds to the others, and asks for no room of its own.
    small: bool,
}

/// Which references of a table say their page.
#[derive(Debug)]
pub(super) enum Told<'t> {
    /// All of them.
    Always,
    /// In a row of which a column tells the page: those of the author after the first, which is still to come or not.
    Column(bool),
    /// The first of each thing.
    Once(BTreeSet<&'t Id>),
}

impl<'t> Told<'t> {
    fn says(&mut self, target: &'t Id, listed: bool) -> bool {
        match self {
            Told::Always => true,
            Told::Column(first) => !std::mem::take(first) && !listed,
            Told::Once(seen) => seen.insert(target),
        }
    }
}

/// A text as a row of words: their widths in ems, and the length of the forced lines.
#[derive(Debug, Default)]
pub(in crate::emit) struct Words {
    words: Vec<Word>,
    open: bool,
    broken: bool,
    /// Whether what is added is set small.
    small: bool,
    /// Whether the text has a picture, whose height cannot be counted in lines.
    pub(in crate::emit) picture: bool,
}

impl Words {
    /// The words of `content`.
    pub(in crate::emit) fn of(content: &[Inline], face: Face) -> Self {
        Self::in_row(content, face, &mut Told::Always)
    }

    /// The words of a cell in a row of a table.
    pub(super) fn in_row<'t>(content: &'t [Inline], face: Face, told: &mut Told<'t>) -> Self {
        let mut words = Words::default();
        words.add(content, face, told);
        words
    }

    fn add<'t>(&mut self, content: &'t [Inline], face: Face, told: &mut Told<'t>) {
        for inline in content {
            match inline {
                Inline::Text { text, .. } | Inline::Abbr { text, .. } => self.text(text, face),
                Inline::Code { text, .. } => self.text(text, Face::Mono),
                Inline::Strong(content) => self.add(content, Face::Bold, told),
                Inline::Small(content) => {
                    let before = std::mem::replace(&mut self.small, true);
                    self.add(content, face, told);
                    self.small = before;
                }
                Inline::Emph(content)
                | Inline::Strike(content)
                | Inline::Lang { content, .. }
                | Inline::Link { content, .. } => self.add(content, face, told),
                Inline::Xref { target, content, page, listed } => {
                    self.add(content, face, told);
                    if *page && told.says(target, *listed) {
                        self.text(" (pag.\u{A0}000)", face);
                    }
                }
                Inline::Revised { value, version, era } => {
                    self.add(value, face, told);
                    self.text(&format!(" [v{version}]"), face);
                    (self.open, self.broken) = (false, true);
                    self.add(era, face, told);
                }
                Inline::PaginaVicina { prima, dopo, .. } => self.text(&format!("{prima}pag.\u{A0}000{dopo}"), face),
                Inline::Note { .. } => self.text("¹⁰", face),
                Inline::Image { .. } => self.picture = true,
                Inline::Mark(mark) => {
                    // A shape is a word of its own width. That of a head stands on a line of its own.
                    if matches!(mark, Mark::Scale { .. }) {
                        (self.open, self.broken) = (false, true);
                    }
                    self.begin();
                    if let Some(last) = self.words.last_mut() {
                        last.width += match mark {
                            Mark::Sign(_) | Mark::Level(_) => SIGN,
                            Mark::Bar(Strip { wide: true, .. }) | Mark::Scale { wide: true } => WIDE,
                            Mark::Bar(_) | Mark::Scale { .. } => BAR,
                            Mark::Line { .. } => ROW,
                        };
                    }
                }
                Inline::Break => (self.open, self.broken) = (false, true),
            }
        }
    }

    pub(super) fn text(&mut self, text: &str, face: Face) {
        for c in text.chars() {
            if is_blank(c) {
                self.open = false;
            } else {
                self.begin();
                let scale = if self.small { SMALL } else { 1.0 };
                if let Some(last) = self.words.last_mut() {
                    last.width += advance(c, face) * scale;
                }
            }
        }
    }

    /// Begins a word, unless one is open.
    fn begin(&mut self) {
        if !self.open {
            self.words.push(Word { width: 0.0, broken: std::mem::take(&mut self.broken), small: self.small });
            self.open = true;
        }
    }

    /// The widest word.
    pub(in crate::emit) fn widest(&self) -> f64 {
        self.words.iter().fold(0.0, |max, word| word.width.max(max))
    }

    /// The width of the text on one line, or on the lines that are forced.
    pub(in crate::emit) fn natural(&self) -> f64 {
        longest(self.words.iter())
    }

    /// The least width in which it takes two lines, or two for each of the lines that are forced.
    pub(super) fn in_two(&self) -> f64 {
        let forced = self.words.chunk_by(|_, next| !next.broken);
        forced.map(in_two).fold(0.0, f64::max)
    }

    /// The width on one line of what is not small, or the widest of the small words.
    pub(in crate::emit) fn firm(&self) -> f64 {
        let small = self.words.iter().filter(|word| word.small).fold(0.0_f64, |max, word| max.max(word.width));
        longest(self.words.iter().filter(|word| !word.small)).max(small)
    }

    /// How many lines it takes when `room` ems are there. Words wider than the room are broken.
    pub(in crate::emit) fn lines(&self, room: f64) -> f64 {
        let room = room.max(0.5);
        let (mut lines, mut line) = (1.0, 0.0);
        for Word { width, broken, .. } in &self.words {
            if *broken || (line > 0.0 && line + SPACE + width > room) {
                lines += 1.0;
                line = 0.0;
            } else if line > 0.0 {
                line += SPACE;
            }
            line += width;
            if line > room {
                let full = (line / room).ceil() - 1.0;
                lines += full;
                line -= full * room;
            }
        }
        lines
    }
}

/// The least width in which some words take two lines.
fn in_two(words: &[Word]) -> f64 {
    let cut = |at: usize| {
        let (first, second) = words.split_at(at);
        longest(first.iter()).max(longest(second.iter()))
    };
    (1..words.len()).map(cut).fold(longest(words.iter()), f64::min)
}

/// The width of the longest of the lines that some words make.
fn longest<'w>(words: impl Iterator<Item = &'w Word>) -> f64 {
    let (mut max, mut line) = (0.0_f64, 0.0);
    for word in words {
        line = if word.broken || line == 0.0 { word.width } else { line + SPACE + word.width };
        max = max.max(line);
    }
    max
}

/// The estimated height of `content`, in points, at `size` in a place `room` points wide. A picture has no known height,
/// and counts as higher than any page.
pub(in crate::emit) fn height(content: &[Inline], room: f64, size: f64, face: Face) -> f64 {
    let words = Words::of(content, face);
    if words.picture { f64::INFINITY } else { words.lines(room / size) * size * LINE }
}

/// How many lines a plain `text` takes.
pub(in crate::emit) fn lines(text: &str, room: f64, size: f64) -> f64 {
    lines_of(&[(text, Face::Bold)], room, size)
}

/// How many lines some plain texts take, one after the other.
pub(in crate::emit) fn lines_of(texts: &[(&str, Face)], room: f64, size: f64) -> f64 {
    let mut words = Words::default();
    texts.iter().for_each(|(text, face)| words.text(text, *face));
    words.lines(room / size)
}

/// Distance of two lines, as a multiple of the size of the text. It is the widest of the layouts, because a text that is
/// estimated too low would not be allowed to break.
pub(in crate::emit) const LINE: f64 = 1.5;

/// The widths of the shapes among words, in ems. `layouts/pdf/segni.typ` has the same.
const SIGN: f64 = 1.1;
const BAR: f64 = 6.1;
const WIDE: f64 = 12.5;
/// With what the figures at its ends take more than those of a text: in tables all are of one width.
const ROW: f64 = 9.4;

/// The size of small words, as a share of the others. `layouts/pdf/testo.typ` has the same.
const SMALL: f64 = 0.92;

/// A blank, in ems.
const SPACE: f64 = 0.22;

/// A run of text, made ready for the room it has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::emit) enum Run<'t> {
    /// As it is, or with zero-width spaces where it may break.
    Text(Cow<'t, str>),
    /// One word of letters that is too wide for its room, and will be hyphenated.
    Word(&'t str),
}

/// `text` made to fit in `room` ems. Words that fit do not change, so copied codes stay exact. Of the others, words of
/// letters are hyphenated. The rest get zero-width spaces after `. / - _ @ ? & =`, and anywhere if a piece is still too
/// wide.
pub(in crate::emit) fn fit(text: &str, room: f64, face: Face) -> Vec<Run<'_>> {
    let room = room.max(1.0);
    // No character is wider than 1.2 ems, so most texts need no measuring.
    let (mut since, mut long) = (0.0, false);
    for c in text.chars() {
        since = if is_blank(c) { 0.0 } else { since + 1.2 };
        long |= since > room;
    }
    if !long {
        return vec![Run::Text(Cow::Borrowed(text))];
    }
    let mut runs: Vec<Run<'_>> = vec![];
    let mut open = String::new();
    for word in text.split_inclusive(is_blank) {
        let bare = word.trim_end_matches(is_blank);
        if width(bare, face) <= room {
            open.push_str(word);
        } else if room > 4.0 && is_word(bare) {
            if !open.is_empty() {
                runs.push(Run::Text(Cow::Owned(std::mem::take(&mut open))));
            }
            runs.push(Run::Word(bare));
            open.push_str(word.get(bare.len()..).unwrap_or_default());
        } else {
            cut(word, room, face, &mut open);
        }
    }
    if !open.is_empty() {
        runs.push(Run::Text(Cow::Owned(open)));
    }
    runs
}

/// Whether a word is letters with punctuation around them. Very long ones (a key, a sequence) are excluded, because
/// hyphenation would find nothing in them.
fn is_word(word: &str) -> bool {
    let core = word.trim_matches(|c: char| !c.is_alphanumeric());
    word.len() < 60 && core.chars().all(|c| c.is_alphabetic() || matches!(c, '’' | '\'' | '\u{AD}'))
}

/// Push `word` with zero-width spaces.
fn cut(word: &str, room: f64, face: Face, out: &mut String) {
    let mut line = 0.0;
    for piece in word.split_inclusive(is_joint) {
        let wide = width(piece, face);
        // A line does not begin with the second of two joints, so the bars of `https://` stay together.
        let alone = line + wide <= room && piece.chars().all(is_joint);
        if line > 0.0 && !alone {
            out.push('\u{200B}');
        }
        if line + wide <= room {
            out.push_str(piece);
            line += wide;
            continue;
        }
        // The piece goes on a line of its own. If it is still too wide, it is cut anywhere.
        line = 0.0;
        for c in piece.chars() {
            let wide = advance(c, face);
            if line + wide > room {
                out.push('\u{200B}');
                line = 0.0;
            }
            out.push(c);
            line += wide;
        }
    }
}
