//! Between the protocol and the plan: addresses and paths, positions in UTF-16 and bytes.

use crate::source::File;
use line_index::{LineIndex, TextSize, WideEncoding, WideLineCol};
use lsp_types::{Position, Range, Uri};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use url::Url;

/// The path of an address; none for one that is no file.
pub(super) fn path(uri: &Uri) -> Option<PathBuf> {
    Url::parse(uri.as_str()).ok()?.to_file_path().ok()
}

/// The address of a file.
pub(super) fn uri(path: &Path) -> Option<Uri> {
    Uri::from_str(Url::from_file_path(path).ok()?.as_str()).ok()
}

/// The lines of a text, as the protocol counts them.
pub(super) struct Righe(LineIndex);

impl Righe {
    pub(super) fn of(text: &str) -> Self {
        Righe(LineIndex::new(text))
    }

    /// The position of a byte; the end of the text for one that is past it.
    pub(super) fn position(&self, byte: usize) -> Position {
        let byte = TextSize::new(u32::try_from(byte).unwrap_or(u32::MAX)).min(self.0.len());
        // A byte inside a letter counts as its beginning.
        let at = (0..4).find_map(|back| self.0.try_line_col(byte.checked_sub(TextSize::new(back))?));
        let wide = at.and_then(|at| self.0.to_wide(WideEncoding::Utf16, at));
        wide.map(|at| Position::new(at.line, at.col)).unwrap_or_default()
    }

    pub(super) fn range(&self, bytes: &std::ops::Range<usize>) -> Range {
        Range::new(self.position(bytes.start), self.position(bytes.end))
    }

    /// The byte of a position of `text`. One that is past the end of its line is the end of that line.
    pub(super) fn byte(&self, text: &str, position: Position) -> usize {
        let Some(line) = self.0.line(position.line) else { return text.len() };
        let (start, end) = (usize::from(line.start()), usize::from(line.end()));
        let words = text.get(start..end).unwrap_or_default().trim_end_matches(['\n', '\r']);
        let wide = WideLineCol { line: position.line, col: position.character };
        let at = self.0.to_utf8(WideEncoding::Utf16, wide).and_then(|at| self.0.offset(at));
        let at = at.map_or(start + words.len(), usize::from).clamp(start, start + words.len());
        (start..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(start)
    }
}

/// The bytes of a file, as an editor shows them, of a place of its text.
pub(super) fn written(file: &File, place: &std::ops::Range<usize>) -> std::ops::Range<usize> {
    file.written(place.start)..file.written(place.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_in_utf_16() {
        let text = "perché 🎉 sì\r\nseconda riga\n";
        let righe = Righe::of(text);
        for (word, line, column) in [("perché", 0, 0), ("🎉", 0, 7), ("sì", 0, 10), ("seconda", 1, 0)] {
            let byte = text.find(word).expect("it is there");
            assert_eq!(righe.position(byte), Position::new(line, column), "{word}");
            assert_eq!(righe.byte(text, Position::new(line, column)), byte, "{word}");
        }
        // Inside a letter, past the end of a line, past the end of the text.
        assert_eq!(righe.position(text.find('🎉').expect("it is there") + 2), Position::new(0, 7));
        assert_eq!(righe.byte(text, Position::new(0, 99)), text.find('\r').expect("it is there"));
        assert_eq!(righe.byte(text, Position::new(0, 8)), text.find('🎉').expect("it is there"));
        assert_eq!(righe.byte(text, Position::new(9, 0)), text.len());
        assert_eq!(righe.position(999), Position::new(2, 0));
    }

    #[test]
    fn an_address_is_that_of_its_file() {
        let root = std::env::temp_dir();
        let path_ = root.join("piano è").join("1 a.md");
        let address = uri(&path_).expect("an absolute path has one");
        assert!(address.as_str().contains("%C3%A8"));
        assert_eq!(path(&address), Some(path_));
        assert_eq!(path(&Uri::from_str("untitled:Untitled-1").expect("an address")), None);
    }
}
