//! Opens what was published: a folder, its archive, or a single document. Files are read by name, and never beyond the length
//! that is expected of them. Nothing of an archive is written to the disk.
#![allow(clippy::disallowed_methods, reason = "one of the doors to the disk: here what is published is read")]

use crate::base::hash;
use crate::base::sistema::motivo;
use crate::diag::Diagnostic;
use crate::diag::codes::P1409;
use crate::emit::html;
use crate::publish::{INNESTO, VERSIONE, Voce};
use crate::source::MARKER;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use walkdir::WalkDir;
use zip::ZipArchive;

/// The largest single document that is read, in bytes.
const MAX_DOCUMENT: u64 = 1 << 30;
/// The largest list of files (the marker of a publication) that is read, in bytes.
const MAX_LIST: u64 = 16 << 20;
/// How many bytes of a file that is published beside are read.
const MAX_FILE: u64 = 64 << 20;
/// How a page of ours begins.
pub const PAGINA: &[u8] = b"<!doctype html>";

/// A publication, or a single published document.
pub struct Pubblicata {
    files: BTreeMap<String, Place>,
    archivio: Option<ZipArchive<BufReader<File>>>,
    /// The bytes, when it is one document.
    documento: Option<Vec<u8>>,
    /// Whether it stands inside a site of others. The files of that site are not judged.
    innesto: bool,
    /// Why other programs would unpack something else than what is verified here: two files have one name, or a name leads
    /// outside. Each reason is a sentence.
    insidie: Vec<String>,
}

/// Where the bytes of a file are: on the disk, or at this position of the archive.
enum Place {
    Disk(PathBuf),
    Archive(usize),
}

impl Pubblicata {
    /// Opens the folder, archive or document at `path`. `sotto` are the folders below it in which other plans of the same workspace are
    /// published: each has its own list of files, and is verified by itself. Any other folder below is of this publication, or of nobody.
    ///
    /// # Errors
    /// P1409 when there is nothing at `path` that can be verified.
    pub fn open(path: &Path, sotto: &[String]) -> Result<Self, Diagnostic> {
        Self::al_posto(path, "", sotto)
    }

    /// Opens the publication that stands in the folder `dove` of the folder or archive at `path`: that of a plan in the publication of all
    /// those of its workspace. `dove` is empty for the principal one.
    ///
    /// # Errors
    /// As [`Pubblicata::open`].
    pub fn al_posto(path: &Path, dove: &str, sotto: &[String]) -> Result<Self, Diagnostic> {
        let bad = |why: String| {
            let shown = if dove.is_empty() { path.to_owned() } else { path.join(dove) };
            Diagnostic::global(P1409, format!("`{}` non si può verificare", shown.display()))
                .note(why)
                .help("indica la cartella pubblicata, il suo .zip, il PDF, anche firmato, o la pagina in un file solo")
        };
        if path.is_dir() {
            let folder = Self::from_folder(&path.join(dove), sotto);
            return folder.not_ours().map_or(Ok(folder), |why| Err(bad(why)));
        }
        // A device or a pipe may never end.
        if std::fs::metadata(path).is_ok_and(|meta| !meta.is_file()) {
            return Err(bad("non è un file: è un dispositivo o un canale del sistema".to_owned()));
        }
        let mut file = File::open(path).map_err(|error| bad(motivo(&error)))?;
        let mut head = [0; 4];
        let long = file.metadata().map(|meta| meta.len()).unwrap_or_default();
        let read = file.read(&mut head).map_err(|error| bad(motivo(&error)))?;
        if head.get(..read).is_some_and(|head| head.starts_with(b"PK")) {
            return File::open(path)
                .map_err(zip::result::ZipError::from)
                .and_then(|file| ZipArchive::new(BufReader::new(file)))
                .map(|archive| Self::from_archive(archive, &mut file, dove, sotto))
                .map_err(|error| bad(format!("l’archivio è rotto: {error}")))
                .and_then(|archive| archive.not_ours().map_or(Ok(archive), |why| Err(bad(why))));
        }
        if !dove.is_empty() {
            return Err(bad("è un documento solo, e i piani sono più di uno".to_owned()));
        }
        if long > MAX_DOCUMENT {
            return Err(bad("è troppo grande per essere il PDF di un piano".to_owned()));
        }
        let bytes = std::fs::read(path).map_err(|error| bad(motivo(&error)))?;
        let signed = path.extension().is_some_and(|ext| ext.eq_ignore_ascii_case("p7m"));
        if !signed && !bytes.starts_with(b"%PDF-") && !bytes.starts_with(PAGINA) {
            return Err(bad("non è un PDF, né una pagina, né un archivio, né una cartella".to_owned()));
        }
        Ok(Pubblicata {
            files: BTreeMap::new(),
            archivio: None,
            documento: Some(bytes),
            innesto: false,
            insidie: vec![],
        })
    }

    /// The files in the folder `dove` of the folder or archive at `path`, whatever they are; none where it cannot be read.
    #[must_use]
    pub fn cartella(path: &Path, dove: &str) -> Self {
        Self::archive(path, dove, &[]).unwrap_or_else(|| Self::from_folder(&path.join(dove), &[]))
    }

    /// The archive at `path`, when it is one.
    fn archive(path: &Path, dove: &str, sotto: &[String]) -> Option<Self> {
        let mut file = File::open(path).ok().filter(|_| path.is_file())?;
        let archive = ZipArchive::new(BufReader::new(File::open(path).ok()?)).ok()?;
        Some(Self::from_archive(archive, &mut file, dove, sotto))
    }

    /// Whether nothing is published in the folder `dove` of the folder or archive at `path`, beside what is in the folders `sotto`.
    #[must_use]
    pub fn vuota(path: &Path, dove: &str, sotto: &[String]) -> bool {
        let there = match path.is_dir() {
            true => Some(Self::from_folder(&path.join(dove), sotto)),
            false => Self::archive(path, dove, sotto),
        };
        there.is_some_and(|there| there.paths().next().is_none())
    }

    fn from_folder(path: &Path, sotto: &[String]) -> Self {
        let mut files = BTreeMap::new();
        let mut links = Vec::new();
        let name = |entry: &walkdir::DirEntry| {
            let relative = entry.path().strip_prefix(path).unwrap_or(Path::new(""));
            relative.to_string_lossy().replace('\\', "/")
        };
        let other = |entry: &walkdir::DirEntry| {
            entry.file_type().is_dir() && sotto.contains(&name(entry)) && entry.path().join(MARKER).is_file()
        };
        let walk = WalkDir::new(path).follow_links(false).into_iter().filter_entry(|entry| !other(entry));
        for entry in walk.flatten() {
            let name = name(&entry);
            // The page that names all the plans is made of what they publish.
            if entry.file_type().is_file() && !sotto.is_empty() && html::del_portale(&name) {
                continue;
            }
            if entry.file_type().is_file() {
                files.insert(name, Place::Disk(entry.into_path()));
            } else if !entry.file_type().is_dir() && entry.depth() > 0 {
                links.push(name);
            }
        }
        let innesto = files.contains_key(INNESTO) && !files.contains_key(MARKER);
        let ours = |name: &&String| !innesto || is_of_publication(name);
        let insidie =
            links.iter().filter(ours).map(|name| format!("`{name}` è un collegamento, non un file")).collect();
        Pubblicata { files, archivio: None, documento: None, innesto, insidie }
    }

    /// Why these files cannot be a publication, when none of them is of one. Otherwise every file of the plan would be told as missing.
    fn not_ours(&self) -> Option<String> {
        // A plan, too, has a folder of editions.
        let plan = self.files.contains_key("piao.toml");
        let known =
            |name: &String| [MARKER, INNESTO, "piao.pdf"].contains(&name.as_str()) || !plan && is_of_publication(name);
        if self.files.keys().any(known) {
            return None;
        }
        let ending = |end: &str| self.files.keys().find_map(|name| name.strip_suffix(end)?.strip_suffix('/'));
        let inside = ending(MARKER).or_else(|| ending("piao.pdf"));
        Some(match inside {
            _ if plan => {
                "è la cartella di un piano, non di ciò che è pubblicato; il piano si indica con `--fonti`".to_owned()
            }
            Some(inside) => format!("non c’è una pubblicazione: sembra essere dentro, in `{inside}`"),
            None => "non c’è una pubblicazione: né `piao.pdf`, né la cartella `sito`".to_owned(),
        })
    }

    fn from_archive(mut archive: ZipArchive<BufReader<File>>, raw: &mut File, dove: &str, sotto: &[String]) -> Self {
        let mut files = BTreeMap::new();
        // They are of the whole archive: told once, with the principal plan.
        let insidie = if dove.is_empty() { pitfalls(&archive, raw) } else { vec![] };
        for at in 0..archive.len() {
            let Ok(file) = archive.by_index_raw(at) else { continue };
            // A name that leads outside the archive is never opened, only shown.
            if let (false, Ok(name)) = (file.is_dir(), file.name()) {
                files.insert(name.into_owned(), Place::Archive(at));
            }
        }
        if !dove.is_empty() {
            let head = format!("{}/", dove.trim_end_matches('/'));
            let inside = files.into_iter().filter_map(|(name, at)| Some((name.strip_prefix(&head)?.to_owned(), at)));
            files = inside.collect();
        }
        let others: Vec<String> = sotto.iter().map(|folder| format!("{folder}/")).collect();
        let others: Vec<&String> =
            others.iter().filter(|folder| files.contains_key(&format!("{folder}{MARKER}"))).collect();
        let portal = |name: &str| !sotto.is_empty() && html::del_portale(name);
        let elsewhere = |name: &str| portal(name) || others.iter().any(|folder| name.starts_with(folder.as_str()));
        let elsewhere: Vec<String> = files.keys().filter(|name| elsewhere(name)).cloned().collect();
        for name in elsewhere {
            files.remove(&name);
        }
        Pubblicata { files, archivio: Some(archive), documento: None, innesto: false, insidie }
    }

    /// The bytes of the document, when a single document was given.
    #[must_use]
    pub fn document(&self) -> Option<&[u8]> {
        self.documento.as_deref()
    }

    /// The paths of its files, without the lists that the program writes for itself. In a site of others, only those that our
    /// list names.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        let names = self.files.keys().map(String::as_str).filter(|name| ![MARKER, INNESTO].contains(name));
        names.filter(|name| !self.innesto || is_of_publication(name))
    }

    /// Whether there is a file at `path`.
    #[must_use]
    pub fn has(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    /// Inside a site of others, the paths that our list of files names: only those are verified. None for a publication of
    /// its own, of which every file is verified.
    pub fn own_paths(&mut self) -> Option<BTreeSet<String>> {
        if !self.innesto {
            return None;
        }
        Some(self.elenco().unwrap_or_default().into_keys().collect())
    }

    /// The files that were published, as their list names them, each with its digest. None where there is no list.
    pub fn elenco(&mut self) -> Option<BTreeMap<String, String>> {
        let list = [MARKER, INNESTO].into_iter().find(|name| self.files.contains_key(*name))?;
        let text = String::from_utf8(self.read(list, MAX_LIST)?).ok()?;
        Some(crate::publish::elencati(&text))
    }

    /// The digest of the file at `path`. None where there is no such file, or it cannot be read.
    pub fn digest(&mut self, path: &str) -> Option<String> {
        hash::flusso(&mut self.open_file(path, MAX_DOCUMENT)?).ok()
    }

    /// Why other programs would read something else than what is verified, each reason in a sentence.
    #[must_use]
    pub fn pitfalls(&self) -> &[String] {
        &self.insidie
    }

    /// Whether the file at `path` has the bytes of `voce`.
    pub fn has_bytes_of(&mut self, path: &str, voce: Voce<'_>) -> bool {
        let (Ok(long), Ok(digest)) = (voce.lunga(), voce.impronta()) else { return false };
        self.open_file(path, long).is_some_and(|mut file| hash::flusso(&mut file).is_ok_and(|found| found == digest))
    }

    /// The bytes of the file at `path`, cut one byte past `limit`. None when there is no such file, or it cannot be read.
    pub fn read(&mut self, path: &str, limit: u64) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        self.open_file(path, limit)?.read_to_end(&mut bytes).ok()?;
        Some(bytes)
    }

    /// The version of piao that wrote it, as its list of files says.
    pub fn version(&mut self) -> Option<String> {
        let marker = [MARKER, INNESTO].into_iter().find(|name| self.files.contains_key(*name))?;
        let text = String::from_utf8(self.read(marker, MAX_LIST)?).ok()?;
        text.lines().find_map(|line| line.strip_prefix(VERSIONE)).map(super::firma::printable)
    }

    /// The file at `path`, cut one byte past `long`. A compressed file that claims to be small and unpacks to gigabytes is thus
    /// found to be different after that byte.
    fn open_file(&mut self, path: &str, long: u64) -> Option<Box<dyn Read + '_>> {
        let past = long.saturating_add(1);
        match self.files.get(path)? {
            Place::Disk(disk) => Some(Box::new(File::open(disk).ok()?.take(past))),
            Place::Archive(at) => Some(Box::new(self.archivio.as_mut()?.by_index(*at).ok()?.take(past))),
        }
    }
}

/// The bytes of a published file, as many as are read of one; none of what is no file: a pipe would never end.
#[must_use]
pub fn file(place: &Path) -> Option<Vec<u8>> {
    if !std::fs::metadata(place).ok()?.is_file() {
        return None;
    }
    let mut bytes = Vec::new();
    File::open(place).ok()?.take(MAX_FILE).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

/// Whether a path in a site of others is one that a publication uses.
fn is_of_publication(name: &str) -> bool {
    name == "piao.pdf" || name.starts_with("sito/") || name.starts_with("edizioni/")
}

/// The names for which another program would unpack something else than what is verified, each in a sentence. Two files may have
/// one name, and the other program may unpack the one that was not verified; or a name may be another way to write a path.
fn pitfalls(archive: &ZipArchive<BufReader<File>>, raw: &mut File) -> Vec<String> {
    let mut out = Vec::new();
    if archive.offset() > 0 {
        out.push("prima dell’archivio, nello stesso file, c’è dell’altro".to_owned());
    }
    let Some(names) = central_directory(raw, archive.central_directory_start()) else {
        out.push("l’indice dell’archivio non si può leggere fino in fondo".to_owned());
        return out;
    };
    let mut seen = BTreeSet::new();
    for name in names {
        let plain = name.trim_end_matches('/').split('/').all(|part| !matches!(part, "" | "." | ".."));
        if !plain || name.contains('\\') {
            out.push(format!("`{name}` è un modo tortuoso di scrivere un nome"));
        }
        if !seen.insert(name.clone()) {
            out.push(format!("`{name}` c’è due volte"));
        }
    }
    out
}

/// The names in the central directory of a ZIP (APPNOTE 4.3.12), repeated as often as they are there. The library that opens the
/// archive keeps only one file of each name.
fn central_directory(raw: &mut File, start: u64) -> Option<Vec<String>> {
    raw.seek(SeekFrom::Start(start)).ok()?;
    let mut raw = BufReader::new(raw);
    let mut names = Vec::new();
    loop {
        let mut head = [0; 46];
        raw.read_exact(head.get_mut(..4)?).ok()?;
        if !head.starts_with(b"PK\x01\x02") {
            return Some(names);
        }
        raw.read_exact(head.get_mut(4..)?).ok()?;
        let long = |at: usize| Some(u64::from(u16::from_le_bytes(head.get(at..at + 2)?.try_into().ok()?)));
        let mut name = vec![0; usize::try_from(long(28)?).ok()?];
        raw.read_exact(&mut name).ok()?;
        std::io::copy(&mut raw.by_ref().take(long(30)? + long(32)?), &mut std::io::sink()).ok()?;
        names.push(String::from_utf8_lossy(&name).into_owned());
    }
}
