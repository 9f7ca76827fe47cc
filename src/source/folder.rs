//! The folder of a plan as its authors see it: the files on the disk and, in the place of some of them, the text that is open
//! in an editor and not saved yet.

use super::{
    File, IMPORTA, MARKER, RACCOLTA, Sources, archivio, is_text, lasciato, natural, relative, too_large, understand,
};
use crate::base::sistema::motivo;
use crate::base::span::FileId;
use crate::diag::codes::{P0103, P0112, P0161, P0162, P0350};
use crate::diag::{Diagnostic, Diagnostics};
use std::collections::{BTreeMap, HashMap};
use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;
use unicode_normalization::UnicodeNormalization;
use walkdir::{DirEntry, WalkDir};

/// A folder, and the texts laid over its files.
#[derive(Debug, Clone, Default)]
pub struct Folder {
    /// The folder on the disk; empty for a plan that is only in memory.
    root: PathBuf,
    /// Text by path: from the folder, with `/`, in Unicode NFC.
    laid: BTreeMap<String, String>,
}

/// The files that were read, kept for the next reading. The bytes of a text are always read again and compared. A picture or an
/// annex, which may be large, is read again only when its size or its date changed.
#[derive(Debug, Clone, Default)]
pub struct Shelf(Arc<Mutex<HashMap<PathBuf, Kept>>>);

/// The folders of a plan that are never read as its sources: what was published, and what `piao importa` remembers.
const APART: [&str; 2] = ["edizioni", IMPORTA];

/// The file that makes a folder a plan.
const PIAO_TOML: &str = "piao.toml";

/// The length of a file in bytes, and when it was last written.
type Stamp = (u64, SystemTime);

#[derive(Debug)]
struct Kept {
    file: Arc<File>,
    stamp: Option<Stamp>,
}

impl Folder {
    /// The folder at `root`.
    #[must_use]
    pub fn disk(root: PathBuf) -> Self {
        Folder { root, laid: BTreeMap::new() }
    }

    /// No folder: only what is laid.
    #[must_use]
    pub fn memory() -> Self {
        Folder::default()
    }

    /// The folder on the disk; empty when there is none.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Lays `text` over the file at `path`, or adds a file that is not on the disk.
    pub fn lay(&mut self, path: &str, text: &str) {
        self.laid.insert(plain(path), text.to_owned());
    }

    /// Takes away what was laid over `path`.
    pub fn lift(&mut self, path: &str) {
        self.laid.remove(&plain(path));
    }

    /// Reads the folder. Links are not followed, hidden files and our own outputs are skipped, and whatever cannot be read is
    /// reported and left out.
    #[must_use]
    pub fn read(&self, shelf: &Shelf, diags: &mut Diagnostics) -> Sources {
        let mut sources = Sources { root: self.root.clone(), ..Sources::default() };
        // A path is on the disk, laid over, or both: then what is laid counts.
        let mut found: Vec<(String, Option<DirEntry>)> = match self.root.as_os_str().is_empty() {
            true => vec![],
            false => entries(&self.root, None, &mut sources, diags),
        };
        found.retain(|(path, _)| !self.laid.contains_key(path));
        let laid = self.laid.keys().filter(|path| !path.split('/').any(lasciato) && !self.apart(path));
        found.extend(laid.map(|path| (path.clone(), None)));
        other_plans(&mut found, diags);
        found.sort_by(|a, b| natural(&a.0, &b.0));
        for (path, entry) in found {
            let id = FileId(u32::try_from(sources.files.len()).unwrap_or(u32::MAX));
            let file = match entry {
                Some(entry) => shelf.read(&path, &entry, id, diags),
                None => self.laid(&path, id, diags),
            };
            match file {
                Some(file) => sources.files.push(file),
                None => {
                    sources.partial = true;
                    sources.manifesto_ignoto |= path.eq_ignore_ascii_case(PIAO_TOML);
                }
            }
        }
        sources
    }

    /// Reads the one file at `path`. None when there is none, or when it cannot be read, which is reported.
    #[must_use]
    pub fn read_one(&self, path: &str, shelf: &Shelf, diags: &mut Diagnostics) -> Option<Sources> {
        let file = match self.laid.contains_key(path) {
            true => self.laid(path, FileId(0), diags)?,
            false => {
                let entry = WalkDir::new(self.root.join(path)).max_depth(0).into_iter().next()?.ok()?;
                shelf.read(path, &entry, FileId(0), diags)?
            }
        };
        Some(Sources { root: self.root.clone(), files: vec![file], ..Sources::default() })
    }

    /// One file as it is on the disk now, whatever is laid over it. None when the folder has no such file to read: a path
    /// that leaves the folder, a link and what is hidden are none.
    #[must_use]
    pub fn on_disk(&self, path: &str) -> Option<Arc<File>> {
        // What is wrong with the other files is told when all are read.
        let mut diags = Diagnostics::default();
        let found = entries(&self.root, Some(path), &mut Sources::default(), &mut diags);
        let (path, entry) = found.into_iter().find(|(known, _)| known == path)?;
        // A folder that holds another plan is none of this one.
        let plan = |folder: &Path| folder.join(PIAO_TOML).is_file();
        let mut above = Path::new(&path).ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty());
        if plan(&self.root) && above.any(|folder| plan(&self.root.join(folder))) {
            return None;
        }
        Shelf::default().read(&path, &entry?, FileId(0), &mut diags)
    }

    /// Whether `path` is in a folder that is never read: an editor may show a file of what was published.
    fn apart(&self, path: &str) -> bool {
        let above = |path: &'_ str| path.rsplit_once('/').map(|(folder, _)| folder.to_owned());
        let mut folder = above(path);
        path.split('/').next().is_some_and(|first| APART.contains(&first) && path != first)
            || std::iter::from_fn(|| {
                let this = folder.take()?;
                folder = above(&this);
                Some(this)
            })
            .any(|folder| !self.root.as_os_str().is_empty() && written_by_us(&self.root.join(folder)))
    }

    fn laid(&self, path: &str, id: FileId, diags: &mut Diagnostics) -> Option<Arc<File>> {
        let text = self.laid.get(path)?;
        if let Some(problem) = too_large(path, text.len() as u64) {
            diags.push(problem);
            return None;
        }
        let (file, _) = understand(path, text.clone().into_bytes(), id, diags)?;
        Some(Arc::new(file))
    }
}

/// Whether what is in a folder was written by the program: a publication, or the workbooks of a collection.
fn written_by_us(folder: &Path) -> bool {
    [MARKER, RACCOLTA].iter().any(|marker| folder.join(marker).exists())
}

/// `path` as the sources spell it.
fn plain(path: &str) -> String {
    path.replace('\\', "/").nfc().collect()
}

/// Whether `path` is `folder`, or is in it.
fn within(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The files on the disk; with `only`, the one at that path, and no other folder is looked into.
fn entries(
    root: &Path,
    only: Option<&str>,
    sources: &mut Sources,
    diags: &mut Diagnostics,
) -> Vec<(String, Option<DirEntry>)> {
    let mut found = Vec::new();
    let walk = WalkDir::new(root).follow_links(false).into_iter().filter_entry(|entry| {
        let name = entry.file_name().to_string_lossy();
        entry.depth() == 0
            || only.is_none_or(|path| within(path, &relative(root, entry.path())))
                && !(name.starts_with('.')
                // The program itself, copied beside the plan by those who double-click it. Among the annexes it is published.
                || name.to_lowercase().ends_with(".exe") && !relative(root, entry.path()).starts_with("allegati/")
                || lasciato(&name)
                || (entry.file_type().is_file() && archivio(entry.path()))
                || (entry.file_type().is_dir()
                    && (written_by_us(entry.path()) || entry.depth() == 1 && APART.contains(&&*name))))
    });
    for entry in walk {
        match entry {
            // The folder itself may be a link: who names it means what it leads to.
            Ok(entry) if entry.file_type().is_dir() || entry.depth() == 0 => {}
            Ok(entry) => found.push((relative(root, entry.path()), Some(entry))),
            Err(error) => {
                sources.partial = true;
                let path = error.path().map(|p| relative(root, p)).unwrap_or_default();
                sources.manifesto_ignoto |= path.is_empty();
                diags.push(
                    Diagnostic::global(P0112, format!("la cartella `{path}` non si può leggere"))
                        .help("controlla i permessi della cartella e che il disco sia collegato"),
                );
            }
        }
    }
    named(found, sources, diags)
}

/// Leaves out the folders that hold another plan: a copy of this one, or one that was dragged there. Each is told once.
fn other_plans(found: &mut Vec<(String, Option<DirEntry>)>, diags: &mut Diagnostics) {
    if !found.iter().any(|(path, _)| path == "piao.toml") {
        return;
    }
    let folders =
        found.iter().filter_map(|(path, _)| path.strip_suffix("/piao.toml")).map(|folder| format!("{folder}/"));
    let mut folders: Vec<String> = folders.collect();
    folders.sort_by_key(String::len);
    for (n, folder) in folders.iter().enumerate() {
        let inside = |other: &String| folder.starts_with(other.as_str());
        if folders.get(..n).unwrap_or_default().iter().any(inside) {
            continue;
        }
        found.retain(|(path, _)| !path.starts_with(folder.as_str()));
        diags.push(
            Diagnostic::global(P0350, format!("nella cartella del piano c’è un altro piano: `{folder}piao.toml`"))
                .note("letti insieme, i due piani si mescolerebbero; quella cartella non è stata letta")
                .help(format!("sposta la cartella `{}` fuori da quella del piano", folder.trim_end_matches('/'))),
        );
    }
}

/// The files of `found` whose names can be printed and differ from all the others. The rest is reported.
fn named(
    mut found: Vec<(String, Option<DirEntry>)>,
    sources: &mut Sources,
    diags: &mut Diagnostics,
) -> Vec<(String, Option<DirEntry>)> {
    found.sort_by(|a, b| natural(&a.0, &b.0));
    let mut before = String::new();
    found.retain(|(path, _)| {
        let problem = if path.chars().any(char::is_control) {
            let shown: String = path.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
            Diagnostic::global(P0161, format!("il nome `{shown}` ha dentro un carattere che non si vede"))
                .note("al posto di quel carattere, per esempio un a capo, qui c’è il segno \u{fffd}")
                .help("dai al file un nome di lettere, cifre e trattini")
        } else if *path == before {
            Diagnostic::global(P0162, format!("ci sono due file con il nome `{path}`"))
                .note("il disco scrive in due modi diversi le stesse lettere accentate: uno dei due non si leggerebbe")
                .help("cancella quello che non serve, o dagli un altro nome")
        } else {
            before.clone_from(path);
            return true;
        };
        diags.push(problem);
        sources.partial = true;
        false
    });
    found
}

impl Shelf {
    /// The file of an entry of the disk: the one on the shelf, if it has not changed since.
    fn read(&self, path: &str, entry: &DirEntry, id: FileId, diags: &mut Diagnostics) -> Option<Arc<File>> {
        if entry.path_is_symlink() {
            diags.push(
                Diagnostic::global(P0103, format!("`{path}` è un collegamento, non un file"))
                    .note("piao legge solo ciò che sta dentro la cartella del piano")
                    .help("copia il file al posto del collegamento"),
            );
            return None;
        }
        if !entry.file_type().is_file() {
            diags.push(
                Diagnostic::global(P0103, format!("`{path}` non è un file"))
                    .note("è un dispositivo o un canale del sistema: leggerlo potrebbe non finire mai")
                    .help("toglilo dalla cartella del piano"),
            );
            return None;
        }
        let disk = entry.path();
        let meta = fs::metadata(disk).ok();
        if let Some(problem) = too_large(path, meta.as_ref().map(Metadata::len).unwrap_or_default()) {
            diags.push(problem);
            return None;
        }
        let stamp = meta.and_then(|meta| Some((meta.len(), meta.modified().ok()?)));
        let kept = self.kept(disk, path);
        if let Some((file, known)) = &kept
            && !is_text(path)
            && known.is_some()
            && *known == stamp
        {
            return Some(file.clone());
        }
        let bytes = match fs::read(disk) {
            Ok(bytes) => bytes,
            Err(error) => {
                diags.push(
                    Diagnostic::global(P0112, format!("`{path}` non si può leggere"))
                        .note(motivo(&error))
                        .help("chiudi il programma che lo tiene aperto, o controlla i permessi"),
                );
                return None;
            }
        };
        if let Some((file, _)) = kept.filter(|(file, _)| file.is(&bytes)) {
            self.keep(disk, &file, stamp);
            return Some(file);
        }
        let (file, clean) = understand(path, bytes, id, diags)?;
        // A file with something to report is not kept, so that it is reported at each reading.
        let file = Arc::new(if clean { File { disco: disk.to_owned(), ..file } } else { file });
        if clean {
            self.keep(disk, &file, stamp);
        }
        Some(file)
    }

    fn kept(&self, disk: &Path, path: &str) -> Option<(Arc<File>, Option<Stamp>)> {
        let shelf = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = shelf.get(disk).filter(|kept| kept.file.path == path)?;
        Some((kept.file.clone(), kept.stamp))
    }

    fn keep(&self, disk: &Path, file: &Arc<File>, stamp: Option<Stamp>) {
        let mut shelf = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        shelf.insert(disk.to_owned(), Kept { file: file.clone(), stamp });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(sources: &Sources) -> Vec<(&str, &str)> {
        sources.files.iter().map(|file| (file.path.as_str(), file.text())).collect()
    }

    #[test]
    fn what_is_laid_counts_until_it_is_lifted() {
        let dir = tempfile::tempdir().expect("a folder");
        fs::create_dir(dir.path().join("dati")).expect("made");
        fs::write(dir.path().join("dati/a.toml"), "sul disco").expect("written");
        fs::write(dir.path().join("1-b.md"), "\u{feff}sul disco").expect("written");
        let (shelf, diags) = (Shelf::default(), &mut Diagnostics::default());
        let mut folder = Folder::disk(dir.path().to_owned());
        let first = folder.read(&shelf, diags);
        folder.lay("dati\\a.toml", "non salvato");
        folder.lay("2-nuovo.md", "nuovo");
        let laid = folder.read(&shelf, diags);
        assert_eq!(texts(&laid), [("1-b.md", "sul disco"), ("2-nuovo.md", "nuovo"), ("dati/a.toml", "non salvato")]);
        assert!(Arc::ptr_eq(&first.files[0], &laid.files[0]), "what did not change is not kept twice");
        assert!(!first.same(&laid));
        // What was published before is no source, whoever has it open.
        fs::create_dir(dir.path().join("uscita")).expect("made");
        fs::write(dir.path().join("uscita").join(MARKER), "").expect("written");
        folder.lay("edizioni/2024/nota.md", "aperto");
        folder.lay("uscita/sito/nota.md", "aperto");
        folder.lay("importa/nota.md", "aperto");
        assert!(folder.read(&shelf, diags).same(&laid));
        folder.lift("dati/a.toml");
        folder.lift("2-nuovo.md");
        let again = folder.read(&shelf, diags);
        assert!(again.same(&first));
        // Saved with as many letters, within the second in which the file was read: size and date do not show the change.
        fs::write(dir.path().join("dati/a.toml"), "sul dosco").expect("written");
        assert_eq!(folder.read(&shelf, diags).files[1].text(), "sul dosco");
        assert_eq!(diags.iter().count(), 0);
    }

    #[test]
    fn a_line_is_found_by_its_number() {
        let sources = Sources::memory(&[("1-a.md", "uno\r\ndue\n\nquattro")]);
        let lines: Vec<_> = (0..6).map(|n| sources.line("1-a.md", n).map(|span| sources.slice(span))).collect();
        assert_eq!(lines, [None, Some("uno"), Some("due"), Some(""), Some("quattro"), None]);
        assert_eq!(sources.line("altro.md", 1), None);
    }
}
