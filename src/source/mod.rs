//! The files of a plan: its folder on the disk, with the unsaved text of some files laid over it. No other module reads that
//! folder. Here it is only settled which files are text, and that the text is UTF-8; `load` understands what it says.
#![allow(clippy::disallowed_methods, reason = "one of the doors to the disk: here the plan is read")]

mod edizioni;
mod esterno;
mod folder;
mod vicini;

pub use edizioni::{Edizione, edizioni, viene_dopo};
pub use esterno::{IMPORTA, RACCOLTA, fogli_in, nominato, ricordato};
pub use folder::{Folder, Shelf};
pub use vicini::{Carta, Cosa, Esterna, Vicinato, Voce};

use crate::base::span::{FileId, Span, Spanned};
use crate::diag::codes::{P0101, P0102};
use crate::diag::{Diagnostic, Diagnostics};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::{cmp::Ordering, fs};
use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Largest text file, in bytes. The parsers need no limit; the typesetter does: a million words are nine seconds.
pub const MAX_TEXT: u64 = 8 << 20;
/// Largest image or annex, in bytes.
pub const MAX_BINARY: u64 = 256 << 20;
/// The byte order mark of UTF-8, which some editors put before a text.
const BOM: &[u8] = b"\xEF\xBB\xBF";
/// Every how many bytes of a text `File` remembers how many characters came before.
const PASSO: usize = 1024;
/// The file that marks an output folder of ours: such a folder is never read as a source, and only such a folder is replaced.
pub const MARKER: &str = ".piao-pubblicazione";

/// The folders in `above`, but those whose name begins with a dot, by name. None when it cannot be read.
#[must_use]
pub fn folders(above: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(above).into_iter().flatten().flatten();
    let shown = entries.filter(|entry| !entry.file_name().to_string_lossy().starts_with('.'));
    let mut all: Vec<PathBuf> = shown.map(|entry| entry.path()).filter(|path| path.is_dir()).collect();
    all.sort();
    // From `./piano` to `piano`, as people type it.
    all.into_iter().map(|path| path.strip_prefix(".").map(Path::to_owned).unwrap_or(path)).collect()
}

/// The folder at `path` below `root`, with `/` as in the sources, spelt as the disk spells it: there an accent may stand apart from its letter.
#[must_use]
pub fn sul_disco(root: &Path, path: &str) -> PathBuf {
    path.split('/').fold(root.to_owned(), |above, part| {
        let plain = above.join(part);
        if plain.exists() {
            return plain;
        }
        let entries = fs::read_dir(&above).into_iter().flatten().flatten();
        let mut same = entries.filter(|entry| entry.file_name().to_string_lossy().nfc().eq(part.nfc()));
        same.next().map_or(plain, |entry| entry.path())
    })
}

/// A file of the plan.
#[derive(Debug)]
pub struct File {
    /// Path from the folder of the plan, with `/` on every system, in Unicode NFC (a Mac writes names decomposed).
    pub path: String,
    /// Its bytes. Those of a text are without the byte order mark.
    pub bytes: Arc<[u8]>,
    /// The path as the disk spells it; empty for a file that is only in memory.
    pub disco: PathBuf,
    /// Whether the file on the disk begins with the byte order mark, which a correction must keep.
    segno: bool,
    /// Its text, when it is read as such (`.md`, `.toml`, `.csv`) and is UTF-8, in Unicode NFC: a letter with its accent is
    /// one character, however the computer that wrote it spells it. Kept apart from the bytes: every message asks for it,
    /// and to prove it UTF-8 each time would make the checks quadratic.
    text: Option<String>,
    /// Where each line begins, made when the first message asks for it.
    lines: OnceLock<Vec<usize>>,
    /// How many characters come before each [`PASSO`]th byte, made with the first message: a line may be as long as the file
    /// and have a message at each word.
    characters: OnceLock<Vec<usize>>,
    /// SHA-256 of the bytes, made once: an annex is large, is listed with it and is a part of the content.
    digest: OnceLock<[u8; 32]>,
}

impl File {
    fn new(path: String, bytes: Arc<[u8]>, text: bool) -> Self {
        let text = if text { std::str::from_utf8(&bytes).ok().map(composed) } else { None };
        File {
            path,
            bytes,
            disco: PathBuf::new(),
            segno: false,
            text,
            lines: OnceLock::new(),
            characters: OnceLock::new(),
            digest: OnceLock::new(),
        }
    }

    /// SHA-256 of its bytes.
    #[must_use]
    pub fn digest(&self) -> &[u8; 32] {
        self.digest.get_or_init(|| Sha256::digest(&self.bytes).into())
    }

    /// The bytes of the file if its text were `text`: with the mark, if it has one. Lines that stay the same keep their
    /// bytes, also where their accents are written apart from the letters. A line that is new ends as those of the file do.
    #[must_use]
    pub fn con_segno(&self, text: &str) -> Vec<u8> {
        let mut out: Vec<u8> = if self.segno { BOM.to_vec() } else { vec![] };
        let written = std::str::from_utf8(&self.bytes).unwrap_or_default();
        let ending = |line: &str| match line.ends_with("\r\n") {
            true => "\r\n",
            false if line.ends_with('\n') => "\n",
            false => "",
        };
        let usual = written.split_inclusive('\n').next().map(ending).filter(|end| !end.is_empty()).unwrap_or("\n");
        let end_of = |line: &str| if ending(line).is_empty() { "" } else { usual };
        let kept: Vec<&str> = written.split_inclusive('\n').collect();
        let (before, now) = (bare_lines(self.text()), bare_lines(text));
        let ends: Vec<&str> = text.split_inclusive('\n').collect();
        for (n, same) in same_lines(&before, &now).into_iter().enumerate() {
            let (Some(line), Some(given)) = (now.get(n), ends.get(n)) else { break };
            match same.and_then(|old| kept.get(old)) {
                Some(old) if ending(old).is_empty() == ending(given).is_empty() => {
                    out.extend_from_slice(old.as_bytes())
                }
                Some(old) => {
                    out.extend_from_slice(old.trim_end_matches(['\r', '\n']).as_bytes());
                    out.extend_from_slice(end_of(given).as_bytes());
                }
                None => {
                    out.extend_from_slice(line.as_bytes());
                    out.extend_from_slice(end_of(given).as_bytes());
                }
            }
        }
        out
    }

    /// Why the text of the file cannot be written back as it was read; none when it can.
    #[must_use]
    pub fn only_read(&self) -> Option<&'static str> {
        let lone = self.text().replace("\r\n", "").contains('\r');
        if self.text.is_none() {
            Some("non è un testo")
        } else if self.disco.as_os_str().is_empty() || std::str::from_utf8(&self.bytes).is_err() {
            Some(
                "non è in UTF-8: si riapre con il programma che l’ha scritto e si salva scegliendo la codifica «UTF-8»",
            )
        } else if lone {
            Some("ha gli a capo dei vecchi Mac: si riapre con un editor e si salva con gli a capo di oggi")
        } else {
            None
        }
    }

    /// Its text with the accents as they are written, which [`File::text`] may have composed.
    #[must_use]
    pub fn as_written(&self) -> &str {
        std::str::from_utf8(&self.bytes).unwrap_or_default()
    }

    /// The byte of [`File::as_written`] that stands at a byte of the text.
    #[must_use]
    pub fn written(&self, byte: usize) -> usize {
        let (raw, text) = (self.as_written(), self.text());
        if raw.len() == text.len() {
            return byte;
        }
        // Composing a letter never crosses a line.
        let byte = byte.min(text.len());
        let before = text.get(..byte).unwrap_or_default();
        let line = before.matches('\n').count();
        let column = before.len() - before.rfind('\n').map_or(0, |n| n + 1);
        let start =
            line.checked_sub(1).map_or(0, |n| raw.match_indices('\n').nth(n).map_or(raw.len(), |(at, _)| at + 1));
        let rest = raw.get(start..).unwrap_or_default();
        let letters = rest.char_indices().filter(|(_, c)| canonical_combining_class(*c) == 0).map(|(at, _)| at);
        let (mut at, mut composed) = (0, 0);
        for next in letters.skip(1).chain([rest.len()]) {
            if composed >= column {
                break;
            }
            composed += rest.get(at..next).unwrap_or_default().nfc().map(char::len_utf8).sum::<usize>();
            at = next;
        }
        start + at
    }

    /// Its bytes as a file of the disk: those of a text with the byte order mark, if it has one.
    #[must_use]
    pub fn disk_bytes(&self) -> Vec<u8> {
        let mark: &[u8] = if self.segno { BOM } else { b"" };
        [mark, &self.bytes].concat()
    }

    /// Whether the bytes `disk` are those from which this file was made.
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
        Ok(fs::read(&self.disco)? == self.disk_bytes())
    }

    /// The line (from 1) of a byte of the text.
    #[must_use]
    pub fn line(&self, byte: usize) -> usize {
        let lines = self
            .lines
            .get_or_init(|| std::iter::once(0).chain(self.text().match_indices('\n').map(|(n, _)| n + 1)).collect());
        lines.partition_point(|start| *start <= byte).max(1)
    }

    /// The column (from 1, in characters) of a byte of the text.
    #[must_use]
    pub fn column(&self, byte: usize) -> usize {
        let line = self.line(byte);
        let start = self.lines.get().and_then(|lines| lines.get(line - 1)).copied().unwrap_or_default();
        self.before(byte).saturating_sub(self.before(start)) + 1
    }

    /// How many characters begin before a byte of the text.
    fn before(&self, byte: usize) -> usize {
        let begins = |bytes: &[u8]| bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count();
        let text = self.text().as_bytes();
        let counts = self.characters.get_or_init(|| {
            let each = text.chunks(PASSO).scan(0, |sum, chunk| Some(std::mem::replace(sum, *sum + begins(chunk))));
            each.collect()
        });
        let at = (byte / PASSO).min(counts.len().saturating_sub(1));
        let rest = text.get(at * PASSO..byte.min(text.len())).map_or(0, begins);
        counts.get(at).copied().unwrap_or_default() + rest
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
    /// All files, in order. A file that did not change since the last reading is shared with it.
    pub files: Vec<Arc<File>>,
    /// Whether some file could not be read. What it defines is then unknown, so a citation of an unknown thing is not
    /// reported.
    pub partial: bool,
    /// Whether `piao.toml` may be there, and could not be read.
    pub manifesto_ignoto: bool,
    /// The plans beside this one, when it is one of several that are made together.
    accanto: Option<vicini::Accanto>,
}

impl Sources {
    /// The file of a span, of this plan or of one beside it.
    #[must_use]
    pub fn file(&self, id: FileId) -> Option<&File> {
        let files = if id.vicino().is_some() { &self.del_vicino(id)?.files } else { &self.files };
        files.get(id.suo().0 as usize).map(AsRef::as_ref)
    }

    /// Whether these are the very same files, all of them read.
    #[must_use]
    pub fn same(&self, other: &Sources) -> bool {
        let pairs = self.files.iter().zip(&other.files);
        !self.partial
            && !other.partial
            && self.files.len() == other.files.len()
            && pairs.into_iter().all(|(a, b)| Arc::ptr_eq(a, b) || a.path == b.path && a.bytes == b.bytes)
            && match (&self.accanto, &other.accanto) {
                (Some(a), Some(b)) => a.same(b),
                (a, b) => a.is_none() && b.is_none(),
            }
    }

    /// Where the only file that is not as it was `before` begins to differ, up to where it is the same again. None when files were added or
    /// taken away, and when several differ.
    #[must_use]
    pub fn changed_since(&self, before: &Sources) -> Option<Span> {
        let pairs = || self.files.iter().zip(&before.files);
        if self.files.len() != before.files.len() || pairs().any(|(now, then)| now.path != then.path) {
            return None;
        }
        let mut different = pairs().enumerate().filter(|(_, (now, then))| now.bytes != then.bytes);
        let (n, (now, then)) = different.next()?;
        if different.next().is_some() {
            return None;
        }
        let (now, then) = (now.text().as_bytes(), then.text().as_bytes());
        let start = now.iter().zip(then).take_while(|(a, b)| a == b).count();
        let after = now.iter().rev().zip(then.iter().rev()).take_while(|(a, b)| a == b).count();
        let end = now.len().saturating_sub(after).max(start);
        Some(Span::new(FileId(u32::try_from(n).ok()?), start..end))
    }

    /// The line `number` (from 1) of the file that messages call `nome`, of this plan or of one beside it, without its end.
    #[must_use]
    pub fn line(&self, nome: &str, number: usize) -> Option<Span> {
        let id = self.con_nome(nome)?;
        let file = self.file(id)?;
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

    /// `text` between the same quotes as the value at `span`, or without quotes if it has none.
    #[must_use]
    pub fn come_scritto(&self, span: Span, text: &str) -> String {
        match self.slice(span).chars().next() {
            Some('"' | '\'') => format!("\"{text}\""),
            _ => text.to_owned(),
        }
    }

    /// The file that is meant by a path that does not name one exactly: with backslashes, with `./` before it, with other
    /// capitals. None when two files could be meant.
    #[must_use]
    pub fn simile(&self, path: &str) -> Option<&File> {
        let plain = |path: &str| {
            // "allegati\tabella.pdf" between double quotes holds a tabulator.
            let lost = [('\t', "/t"), ('\n', "/n"), ('\r', "/r"), ('\u{8}', "/b"), ('\u{c}', "/f"), ('\\', "/")];
            let path = lost.iter().fold(path.trim().to_owned(), |path, (sign, right)| path.replace(*sign, right));
            path.trim_start_matches("./").trim_start_matches('/').to_lowercase()
        };
        let wanted = plain(path);
        let mut found = self.files.iter().filter(|file| plain(&file.path) == wanted);
        found.next().filter(|_| found.next().is_none() && !wanted.is_empty()).map(AsRef::as_ref)
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

    /// Where the file has exactly the words of `text`, without its quotation marks. None where it has others: escapes, several lines.
    #[must_use]
    pub fn parole(&self, text: &Spanned<String>) -> Option<Span> {
        let (file, start, len) = (text.span.file, text.span.range().start, text.value.len());
        let places = [start, start + 1].map(|start| Span::new(file, start..start + len));
        places.into_iter().find(|inside| self.slice(*inside) == text.value)
    }

    /// A copy of these sources in which some files have another text.
    #[must_use]
    pub fn con(&self, texts: &BTreeMap<FileId, String>) -> Self {
        let files = self.files.iter().zip(0u32..).map(|(file, id)| match texts.get(&FileId(id)) {
            Some(text) => Arc::new(File::new(file.path.clone(), text.as_bytes().into(), true)),
            None => file.clone(),
        });
        Sources {
            files: files.collect(),
            root: self.root.clone(),
            partial: self.partial,
            manifesto_ignoto: self.manifesto_ignoto,
            accanto: self.accanto.clone(),
        }
    }

    /// Sources made of paths and texts in memory, without a folder on the disk. Tests use it.
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

/// The lines of `text`, each without its end.
fn bare_lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').map(|line| line.trim_end_matches(['\r', '\n'])).collect()
}

/// How many pairs of lines are compared to find those that stayed the same: a whole text that was replaced has no line to keep.
const PAIRS: usize = 16_000_000;

/// For each line of `now`, the line of `before` that it is.
fn same_lines(before: &[&str], now: &[&str]) -> Vec<Option<usize>> {
    let head = before.iter().zip(now).take_while(|(a, b)| a == b).count();
    let rest = before.len().min(now.len()) - head;
    let tail = before.iter().rev().zip(now.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
    let inner = |lines: usize| head..lines - tail;
    let mut out = vec![None; now.len()];
    let ends = (0..head).map(|n| (n, n)).chain((1..=tail).map(|n| (before.len() - n, now.len() - n)));
    let mut same: Vec<(usize, usize)> = ends.collect();
    let (old, new) = (before.get(inner(before.len())), now.get(inner(now.len())));
    if let (Some(old), Some(new)) = (old, new)
        && old.len().saturating_mul(new.len()) <= PAIRS
    {
        for op in similar::capture_diff_slices(similar::Algorithm::Myers, old, new) {
            if let similar::DiffOp::Equal { old_index, new_index, len } = op {
                same.extend((0..len).map(|n| (head + old_index + n, head + new_index + n)));
            }
        }
    }
    for (old, new) in same {
        if let Some(place) = out.get_mut(new) {
            *place = Some(old);
        }
    }
    out
}

/// `text` in Unicode NFC.
fn composed(text: &str) -> String {
    match is_nfc_quick(text.chars()) {
        IsNormalized::Yes => text.to_owned(),
        IsNormalized::No | IsNormalized::Maybe => text.nfc().collect(),
    }
}

/// Whether the system or a word processor left the file there by itself, such as `Thumbs.db`. Nobody wrote it, so it is not read
/// and never published.
fn lasciato(nome: &str) -> bool {
    let known = ["thumbs.db", "ehthumbs.db", "desktop.ini", "$recycle.bin", "__macosx"];
    nome.starts_with('.') || nome.starts_with("~$") || known.contains(&nome.to_lowercase().as_str())
}

/// Whether `path` is an archive that `piao pubblica` wrote, which is known by the marker inside. It is never a source, just as
/// the folder of the publication is not.
#[must_use]
pub fn archivio(path: &Path) -> bool {
    path.extension().is_some_and(|ext| ext.eq_ignore_ascii_case("zip"))
        && fs::File::open(path).is_ok_and(|file| {
            let archive = zip::ZipArchive::new(std::io::BufReader::new(file));
            archive.is_ok_and(|archive| archive.index_for_name(MARKER).is_some())
        })
}

fn relative(root: &Path, path: &Path) -> String {
    path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/").nfc().collect()
}

/// Whether a file is read as text, by its name.
fn is_text(path: &str) -> bool {
    [".md", ".toml", ".csv"].iter().any(|ext| path.to_lowercase().ends_with(ext))
}

/// The problem of a file that is larger than the limit for its kind; none when it is not.
fn too_large(path: &str, size: u64) -> Option<Diagnostic> {
    let limit = if is_text(path) { MAX_TEXT } else { MAX_BINARY };
    (size > limit).then(|| {
        Diagnostic::global(P0102, format!("`{path}` è troppo grande: {} MB", size.div_ceil(1 << 20)))
            .note(format!("un file di questo tipo può avere al massimo {} MB", limit >> 20))
            .help("dividilo in più file, o controlla che non contenga dati incollati per errore")
    })
}

/// Makes the file at `path` of its bytes. Also says whether nothing had to be reported of it.
fn understand(path: &str, mut bytes: Vec<u8>, id: FileId, diags: &mut Diagnostics) -> Option<(File, bool)> {
    if !is_text(path) {
        return Some((File::new(path.to_owned(), bytes.into(), false), true));
    }
    // The mark that Windows editors put first would hide the front matter.
    let segno = bytes.starts_with(BOM);
    if segno {
        bytes.drain(..BOM.len());
    }
    if !path.to_lowercase().ends_with(".csv")
        && let Some(kind) = renamed(&bytes)
    {
        diags.push(
            Diagnostic::global(P0101, format!("`{path}` non è un file di testo: è {kind}"))
                .note("cambiare il nome di un documento non ne fa un testo")
                .help("aprilo con il suo programma, copia le parole e incollale in un file di testo nuovo"),
        );
        return None;
    }
    let cure = |diagnostic: Diagnostic| {
        diagnostic
            .note("le lettere accentate di un file salvato in un altro formato si leggerebbero sbagliate")
            .help("riaprilo nell’editor e salvalo scegliendo la codifica «UTF-8»")
    };
    if !path.to_lowercase().ends_with(".csv")
        && let Some(encoding) = utf_16(&bytes)
        && let Some(text) = leggibile(encoding.decode_with_bom_removal(&bytes).0.into_owned())
    {
        let first = text.chars().next().map_or(0, char::len_utf8);
        let message = format!("`{path}` non è in UTF-8, ma in UTF-16");
        diags.push(cure(Diagnostic::at(P0101, Span::new(id, 0..first), message)));
        return Some((File::new(path.to_owned(), text.into_bytes().into(), true), false));
    }
    if let Err(error) = std::str::from_utf8(&bytes) {
        // A CSV straight out of Excel is Windows-1252: its reader decodes it.
        if path.to_lowercase().ends_with(".csv") {
            // The messages about its cells need the text. A file with a zero byte is a sheet under a wrong name.
            let text = (!bytes.contains(&0)).then(|| composed(&decode(&bytes).0));
            return Some((File { text, ..File::new(path.to_owned(), bytes.into(), false) }, true));
        }
        let place = error.valid_up_to();
        let good = String::from_utf8_lossy(bytes.get(..place).unwrap_or_default());
        let (line, column) =
            (good.matches('\n').count() + 1, good.rsplit('\n').next().unwrap_or_default().chars().count() + 1);
        let message = format!("`{path}` non è in UTF-8 (riga {line}, colonna {column})");
        // The text is decoded all the same, as the editor that wrote it would: a wrong encoding must not hide the other problems.
        let Some(text) = leggibile(decode(&bytes).0) else {
            diags.push(cure(Diagnostic::global(P0101, message)));
            return None;
        };
        let end = text.get(place..).and_then(|t| t.chars().next()).map_or(place, |c| place + c.len_utf8());
        diags.push(cure(Diagnostic::at(P0101, Span::new(id, place..end), message)));
        return Some((File::new(path.to_owned(), text.into_bytes().into(), true), false));
    }
    Some((File { segno, ..File::new(path.to_owned(), bytes.into(), true) }, true))
}

/// What a document is that was given the name of a text: its first bytes say it.
fn renamed(bytes: &[u8]) -> Option<&'static str> {
    let kinds: [(&[u8], &str); 4] = [
        (b"PK\x03\x04", "un documento di Word, Excel o LibreOffice"),
        (b"\xD0\xCF\x11\xE0", "un documento di un Word o di un Excel di molti anni fa"),
        (b"{\\rtf", "un documento RTF"),
        (b"%PDF-", "un PDF"),
    ];
    kinds.into_iter().find(|(signature, _)| bytes.starts_with(signature)).map(|(_, kind)| kind)
}

/// The encoding of a text in UTF-16. Its mark says it; without one, one byte of two is zero, which would pass for UTF-8.
pub(crate) fn utf_16(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    if let Some((encoding, _)) = encoding_rs::Encoding::for_bom(bytes) {
        return (encoding != encoding_rs::UTF_8).then_some(encoding);
    }
    let head = bytes.get(..bytes.len().min(400))?;
    let zeros = |from: usize| head.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd, most) = (zeros(0), zeros(1), head.len() / 2 * 3 / 4);
    match (even, odd) {
        (0, odd) if odd > 1 && odd >= most => Some(encoding_rs::UTF_16LE),
        (even, 0) if even > 1 && even >= most => Some(encoding_rs::UTF_16BE),
        _ => None,
    }
}

/// What was decoded, when it is a text.
fn leggibile(text: String) -> Option<String> {
    let wrong = |c: char| c.is_control() && !c.is_whitespace() || c == char::REPLACEMENT_CHARACTER;
    (!text.contains(wrong)).then_some(text)
}

/// Decodes a text in UTF-8 or in Windows-1252. If it is UTF-8 except for some bytes, only these are read as Windows-1252, so
/// that one wrong letter does not spoil all the others; then the line (from 1) of the first of them is given too.
pub(crate) fn decode(bytes: &[u8]) -> (String, Option<usize>) {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return (text.to_owned(), None);
    }
    let one = |bytes: &[u8]| encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned();
    if bytes.utf8_chunks().all(|chunk| chunk.valid().is_ascii()) {
        return (one(bytes), None);
    }
    let (mut text, mut line) = (String::with_capacity(bytes.len()), None);
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            line = line.or_else(|| Some(text.matches('\n').count() + 1));
            text.push_str(&one(chunk.invalid()));
        }
    }
    (text, line)
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
                // `5-x` and `05-x` have the same numbers and are two folders: their files are not mixed.
                let order = key(x).cmp(&key(y)).then_with(|| x.cmp(y));
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
    use super::{Sources, decode, natural};

    #[test]
    fn one_wrong_byte_spoils_no_other_letter() {
        let wide: Vec<u8> = "[[unita]]\n".bytes().flat_map(|byte| [byte, 0]).collect();
        assert_eq!(super::utf_16(&wide), Some(encoding_rs::UTF_16LE));
        assert_eq!(super::utf_16(b"\xFE\xFF\0\xE0"), Some(encoding_rs::UTF_16BE));
        assert_eq!([&b"[[unita]]\n"[..], b"", b"\0\0\0\0"].map(super::utf_16), [None; 3]);
        assert_eq!(decode("città".as_bytes()), ("città".to_owned(), None));
        assert_eq!(decode(b"citt\xE0 e virt\xF9"), ("città e virtù".to_owned(), None));
        let mixed = ["città\nvirt".as_bytes(), b"\xF9\n", "è".as_bytes()].concat();
        assert_eq!(decode(&mixed), ("città\nvirtù\nè".to_owned(), Some(2)));
    }

    #[test]
    fn a_new_text_keeps_the_bytes_of_the_lines_that_stay() {
        use super::discover;
        use crate::diag::Diagnostics;
        let dir = tempfile::tempdir().expect("a folder");
        // The mark, both kinds of line ends, an accent apart from its letter, no end at the end.
        let disk = "\u{feff}uno\r\ncitta\u{300}\r\ntre\nquattro";
        std::fs::write(dir.path().join("1-a.md"), disk).expect("written");
        let sources = discover(dir.path(), &mut Diagnostics::default());
        let file = &sources.files[0];
        assert_eq!(file.only_read(), None);
        let made = |text: &str| String::from_utf8(file.con_segno(text)).expect("UTF-8");
        // A browser gives all lines with one end.
        assert_eq!(made("uno\ncittà\ntre\nquattro"), disk);
        assert_eq!(made(file.text()), disk);
        assert_eq!(made("uno\nuno e mezzo\ncittà\ntre\nquattro"), disk.replace("uno\r\n", "uno\r\nuno e mezzo\r\n"));
        assert_eq!(made("uno\ntre\nquattro\n"), "\u{feff}uno\r\ntre\nquattro\r\n");
        assert_eq!(made("zero\ncittà\ntre\n5"), "\u{feff}zero\r\ncitta\u{300}\r\ntre\n5");
        assert_eq!(made("uno\ncittà\ntre"), "\u{feff}uno\r\ncitta\u{300}\r\ntre");
        assert_eq!(made(""), "\u{feff}");
    }

    #[test]
    fn a_file_that_would_not_come_back_the_same_is_only_read() {
        use super::discover;
        use crate::diag::Diagnostics;
        let dir = tempfile::tempdir().expect("a folder");
        for (name, bytes) in [
            ("1.md", &b"citt\xE0"[..]),
            ("2.csv", b"citt\xE0;1"),
            ("3.md", b"uno\rdue"),
            ("4.csv", "città;1".as_bytes()),
        ] {
            std::fs::write(dir.path().join(name), bytes).expect("written");
        }
        let sources = discover(dir.path(), &mut Diagnostics::default());
        let read: Vec<bool> = sources.files.iter().map(|file| file.only_read().is_some()).collect();
        assert_eq!(read, [true, true, true, false]);
    }

    #[test]
    fn columns_are_counted_in_characters() {
        let text = format!("uno\n{}due\nè", "è😀x".repeat(900));
        let sources = Sources::memory(&[("1-a.md", &text)]);
        let file = &sources.files[0];
        for (byte, _) in text.char_indices().chain([(text.len(), ' ')]) {
            let line = text[..byte].rsplit('\n').next().unwrap_or_default();
            assert_eq!(file.column(byte), line.chars().count() + 1, "{byte}");
        }
    }

    #[test]
    fn names_sort_as_a_person_expects() {
        let mut names = ["10-b.md", "2-a/2-y.md", "2-a/index.md", "2-a/10-z.md", "zeta.md", "1-x.md", "2-a/1-w.md"];
        names.sort_by(|a, b| natural(a, b));
        let order = ["1-x.md", "2-a/index.md", "2-a/1-w.md", "2-a/2-y.md", "2-a/10-z.md", "10-b.md", "zeta.md"];
        assert_eq!(names, order);
    }

    #[test]
    fn folders_with_the_same_number_are_not_mixed() {
        let mut names = ["5-a/2-x.md", "05-a/1-x.md", "5-a/1-x.md", "05-a/2-x.md"];
        names.sort_by(|a, b| natural(a, b));
        assert_eq!(names, ["05-a/1-x.md", "05-a/2-x.md", "5-a/1-x.md", "5-a/2-x.md"]);
    }

    #[cfg(unix)]
    #[test]
    fn what_is_no_file_is_told_and_not_read() {
        use super::discover;
        use crate::diag::Diagnostics;
        use std::process::Command;
        let dir = tempfile::tempdir().expect("a folder");
        let plan = dir.path().join("piano");
        std::fs::create_dir_all(plan.join("allegati")).expect("made");
        let put = |name: &str| std::fs::write(plan.join(name), "x").expect("written");
        for name in
            ["1-uno.md", "allegati/Thumbs.db", "allegati/Desktop.ini", "allegati/a\nb.pdf", "2-è.md", "2-e\u{300}.md"]
        {
            put(name);
        }
        let pipe = Command::new("mkfifo").arg(plan.join("canale.md")).status().expect("run");
        assert!(pipe.success());
        // The folder that is named may be a link.
        let link = dir.path().join("collegamento");
        std::os::unix::fs::symlink(&plan, &link).expect("linked");
        let mut diags = Diagnostics::default();
        let sources = discover(&link, &mut diags);
        let names: Vec<&str> = sources.files.iter().map(|file| file.path.as_str()).collect();
        assert_eq!(names, ["1-uno.md", "2-è.md"]);
        let mut codes: Vec<&str> = diags.iter().map(|d| d.code).collect();
        codes.sort_unstable();
        assert_eq!(codes, ["P0103", "P0161", "P0162"]);
        assert!(sources.partial);
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
