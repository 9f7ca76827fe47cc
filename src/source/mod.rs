//! The files of a plan: its folder on the disk, with the unsaved text of some files laid over it. The only reader of that
//! folder. Nothing is understood here; text is only known to be UTF-8.

mod edizioni;
mod folder;

pub use edizioni::{Edizione, edizioni};
pub use folder::{Folder, Shelf};

use crate::base::span::{FileId, Span};
use crate::diag::codes::{P0101, P0102};
use crate::diag::{Diagnostic, Diagnostics};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::{cmp::Ordering, fs};
use unicode_normalization::UnicodeNormalization;

/// Largest text file, in bytes. The parsers need no limit; the typesetter does: a million words are nine seconds.
pub const MAX_TEXT: u64 = 8 << 20;
/// Largest image or annex, in bytes.
pub const MAX_BINARY: u64 = 256 << 20;
/// What some editors put before a text.
const BOM: &[u8] = b"\xEF\xBB\xBF";
/// The file that marks an output folder of ours: such a folder is never read as a source, and only such a folder is replaced.
pub const MARKER: &str = ".piao-pubblicazione";

/// One file.
#[derive(Debug)]
pub struct File {
    /// Path from the folder of the plan, with `/` on every system, in Unicode NFC (a Mac writes names decomposed).
    pub path: String,
    /// Its bytes; for text without the byte order mark.
    pub bytes: Arc<[u8]>,
    /// The path as the disk spells it; empty for a file that is only in memory.
    pub disco: PathBuf,
    /// Whether it begins with the byte order mark.
    segno: bool,
    /// Its text, when it is read as such (`.md`, `.toml`, `.csv`) and is UTF-8. Kept apart from the bytes: every message
    /// asks for it, and to prove it UTF-8 each time would make the checks quadratic.
    text: Option<String>,
    /// Where each line begins, made when the first message asks for it.
    lines: OnceLock<Vec<usize>>,
    /// SHA-256 of the bytes, made once: an annex is large, is listed with it and is a part of the content.
    digest: OnceLock<[u8; 32]>,
}

impl File {
    fn new(path: String, bytes: Arc<[u8]>, text: bool) -> Self {
        let text = if text { std::str::from_utf8(&bytes).ok().map(str::to_owned) } else { None };
        File { path, bytes, disco: PathBuf::new(), segno: false, text, lines: OnceLock::new(), digest: OnceLock::new() }
    }

    /// SHA-256 of its bytes.
    #[must_use]
    pub fn digest(&self) -> &[u8; 32] {
        self.digest.get_or_init(|| Sha256::digest(&self.bytes).into())
    }

    /// The bytes of the file if its text were `text`: with the mark, if it has one.
    #[must_use]
    pub fn con_segno(&self, text: &str) -> Vec<u8> {
        let mark: &[u8] = if self.segno { BOM } else { b"" };
        [mark, text.as_bytes()].concat()
    }

    /// Whether it is what is read from `disk`.
    fn is(&self, disk: &[u8]) -> bool {
        match disk.strip_prefix(BOM) {
            Some(rest) if self.segno => *self.bytes == *rest,
            _ => !self.segno && *self.bytes == *disk,
        }
    }

    /// Whether the disk still has the text that was read.
    ///
    /// # Errors
    /// When the file cannot be read again.
    pub fn invariato(&self) -> std::io::Result<bool> {
        Ok(fs::read(&self.disco)? == self.con_segno(self.text()))
    }

    /// The line (from 1) of a byte of the text.
    #[must_use]
    pub fn line(&self, byte: usize) -> usize {
        let lines = self
            .lines
            .get_or_init(|| std::iter::once(0).chain(self.text().match_indices('\n').map(|(n, _)| n + 1)).collect());
        lines.partition_point(|start| *start <= byte).max(1)
    }

    /// The text, empty for a binary file.
    #[must_use]
    pub fn text(&self) -> &str {
        self.text.as_deref().unwrap_or_default()
    }

    /// Whether the name ends with `.ext`, in either case.
    #[must_use]
    pub fn has_extension(&self, ext: &str) -> bool {
        Path::new(&self.path).extension().is_some_and(|e| e.eq_ignore_ascii_case(ext))
    }
}

/// The files of a plan, in the order of their names (numbers as numbers).
#[derive(Debug, Default)]
pub struct Sources {
    /// The folder as given, for messages.
    pub root: PathBuf,
    /// All files. Those that did not change are shared with the last time they were read.
    pub files: Vec<Arc<File>>,
    /// Whether some file could not be read: what it would define is unknown, so citations of unknown things are silent.
    pub partial: bool,
}

impl Sources {
    /// The file of a span.
    #[must_use]
    pub fn file(&self, id: FileId) -> Option<&File> {
        self.files.get(id.0 as usize).map(AsRef::as_ref)
    }

    /// Whether these are the very same files, all of them read.
    #[must_use]
    pub fn same(&self, other: &Sources) -> bool {
        let pairs = self.files.iter().zip(&other.files);
        !self.partial
            && !other.partial
            && self.files.len() == other.files.len()
            && pairs.into_iter().all(|(a, b)| Arc::ptr_eq(a, b) || a.path == b.path && a.bytes == b.bytes)
    }

    /// The line `number` (from 1) of the file at `path`, without its end.
    #[must_use]
    pub fn line(&self, path: &str, number: usize) -> Option<Span> {
        let (id, file) = self.find(path)?;
        let mut at = 0;
        let mut lines = file.text().split_inclusive('\n').map(|line| {
            let start = at;
            at += line.len();
            start..start + line.trim_end_matches(['\r', '\n']).len()
        });
        Some(Span::new(id, lines.nth(number.checked_sub(1)?)?))
    }

    /// The file at that path.
    #[must_use]
    pub fn find(&self, path: &str) -> Option<(FileId, &File)> {
        self.iter().find(|(_, file)| file.path == path)
    }

    /// All files with their ids.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &File)> {
        (0u32..).map(FileId).zip(self.files.iter().map(AsRef::as_ref))
    }

    /// The text between the bytes of `span`.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.file(span.file).and_then(|file| file.text().get(span.range())).unwrap_or_default()
    }

    /// A copy of these sources in which some files have another text.
    #[must_use]
    pub fn con(&self, texts: &BTreeMap<FileId, String>) -> Self {
        let files = self.files.iter().zip(0u32..).map(|(file, id)| match texts.get(&FileId(id)) {
            Some(text) => Arc::new(File::new(file.path.clone(), text.as_bytes().into(), true)),
            None => file.clone(),
        });
        Sources { root: self.root.clone(), files: files.collect(), partial: self.partial }
    }

    /// A plan made of files in memory, where the disk would only be in the way.
    #[must_use]
    pub fn memory(files: &[(&str, &str)]) -> Self {
        let mut folder = Folder::memory();
        files.iter().for_each(|(path, text)| folder.lay(path, text));
        folder.read(&Shelf::default(), &mut Diagnostics::default())
    }
}

/// Reads the folder of a plan, as [`Folder::read`] does.
#[must_use]
pub fn discover(root: &Path, diags: &mut Diagnostics) -> Sources {
    Folder::disk(root.to_owned()).read(&Shelf::default(), diags)
}

fn relative(root: &Path, path: &Path) -> String {
    path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/").nfc().collect()
}

/// Whether a file is read as text, by its name.
fn is_text(path: &str) -> bool {
    [".md", ".toml", ".csv"].iter().any(|ext| path.to_lowercase().ends_with(ext))
}

/// What is said of a file that is too large, if it is.
fn too_large(path: &str, size: u64) -> Option<Diagnostic> {
    let limit = if is_text(path) { MAX_TEXT } else { MAX_BINARY };
    (size > limit).then(|| {
        Diagnostic::global(P0102, format!("`{path}` è troppo grande: {} MB", size.div_ceil(1 << 20)))
            .note(format!("un file di questo tipo può avere al massimo {} MB", limit >> 20))
            .help("dividilo in più file, o controlla che non contenga dati incollati per errore")
    })
}

/// The file that `bytes` are, and whether nothing had to be said of it.
fn understand(path: &str, mut bytes: Vec<u8>, id: FileId, diags: &mut Diagnostics) -> Option<(File, bool)> {
    if !is_text(path) {
        return Some((File::new(path.to_owned(), bytes.into(), false), true));
    }
    // The mark that Windows editors put first would hide the front matter.
    let segno = bytes.starts_with(BOM);
    if segno {
        bytes.drain(..BOM.len());
    }
    if let Err(error) = std::str::from_utf8(&bytes) {
        // A CSV straight out of Excel is Windows-1252: its reader decodes it.
        if path.to_lowercase().ends_with(".csv") {
            return Some((File::new(path.to_owned(), bytes.into(), false), true));
        }
        let place = error.valid_up_to();
        let good = String::from_utf8_lossy(bytes.get(..place).unwrap_or_default());
        let (line, column) =
            (good.matches('\n').count() + 1, good.rsplit('\n').next().unwrap_or_default().chars().count() + 1);
        let message = format!("`{path}` non è in UTF-8 (riga {line}, colonna {column})");
        let cure = |diagnostic: Diagnostic| {
            diagnostic
                .note("le lettere accentate di un file salvato in un altro formato si leggerebbero sbagliate")
                .help("riaprilo nell’editor e salvalo scegliendo la codifica «UTF-8»")
        };
        // What it says is read all the same, as the editor that wrote it would: one wrong setting must not hide the rest.
        let Some((text, exact)) = foreign(&bytes) else {
            diags.push(cure(Diagnostic::global(P0101, message)));
            return None;
        };
        let place = if exact { place } else { 0 };
        let end = text.get(place..).and_then(|t| t.chars().next()).map_or(place, |c| place + c.len_utf8());
        diags.push(cure(Diagnostic::at(P0101, Span::new(id, place..end), message)));
        return Some((File::new(path.to_owned(), text.into_bytes().into(), true), false));
    }
    Some((File { segno, ..File::new(path.to_owned(), bytes.into(), true) }, true))
}

/// The text of a file that is not UTF-8, as the editors of Windows write it; and whether its first bytes are the same ones.
/// None when it is no text.
fn foreign(bytes: &[u8]) -> Option<(String, bool)> {
    let (text, encoding, _) = encoding_rs::WINDOWS_1252.decode(bytes);
    let wrong = |c: char| c.is_control() && !c.is_whitespace() || c == char::REPLACEMENT_CHARACTER;
    (!text.contains(wrong)).then(|| (text.into_owned(), encoding == encoding_rs::WINDOWS_1252))
}

/// Order of names as a person expects: `2-x` before `10-x`, a folder's files together, `index.md` first of its folder.
#[must_use]
pub fn natural(a: &str, b: &str) -> Ordering {
    let mut left = a.split('/');
    let mut right = b.split('/');
    loop {
        match (left.next(), right.next()) {
            (None, None) => return a.cmp(b),
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
            (Some(x), Some(y)) => {
                let order = key(x).cmp(&key(y));
                if order != Ordering::Equal {
                    return order;
                }
            }
        }
    }
}

/// A name as runs of digits and of letters; `index.md` before all, and numbers before letters.
fn key(name: &str) -> Vec<(u8, u64, String)> {
    if name.eq_ignore_ascii_case("index.md") {
        return vec![];
    }
    let mut out = Vec::new();
    let mut rest = name;
    while !rest.is_empty() {
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let letters = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
        let (run, after) = rest.split_at(if digits > 0 { digits } else { letters });
        out.push(match run.parse() {
            Ok(number) => (0, number, String::new()),
            Err(_) => (1, 0, run.to_lowercase()),
        });
        rest = after;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Sources, natural};

    #[test]
    fn names_sort_as_a_person_expects() {
        let mut names = ["10-b.md", "2-a/2-y.md", "2-a/index.md", "2-a/10-z.md", "zeta.md", "1-x.md", "2-a/1-w.md"];
        names.sort_by(|a, b| natural(a, b));
        let order = ["1-x.md", "2-a/index.md", "2-a/1-w.md", "2-a/2-y.md", "2-a/10-z.md", "10-b.md", "zeta.md"];
        assert_eq!(names, order);
    }

    #[test]
    fn numbers_inside_names_count_too() {
        let mut names = ["1.10-b.md", "1.2-a.md", "1.1-c.md"];
        names.sort_by(|a, b| natural(a, b));
        assert_eq!(names, ["1.1-c.md", "1.2-a.md", "1.10-b.md"]);
    }

    #[test]
    fn a_slice_out_of_the_text_is_empty() {
        let sources = Sources::memory(&[("piao.toml", "è")]);
        let span = |start, end| crate::base::span::Span { file: crate::base::span::FileId(0), start, end };
        assert_eq!(sources.slice(span(0, 2)), "è");
        assert_eq!(sources.slice(span(1, 2)), "");
        assert_eq!(sources.slice(span(0, 99)), "");
    }
}
