//! The only module that writes to disk: the outputs, and the corrections of the plan that its authors ask for. New output
//! is built aside and swapped in whole. A file whose bytes did not change is linked, not rewritten. What is not ours is
//! never replaced, and what somebody put beside our files stays. `innesto` writes into a folder of others, `archivio`
//! writes one file, `nuovo` what was not there.
#![allow(clippy::disallowed_methods, reason = "one of the doors to the disk: here what is published is written")]

mod archivio;
mod consegna;
mod innesto;
mod lavoro;
mod nuovo;

pub use archivio::{nostro, write_archive};
pub use consegna::consegna;
pub use innesto::{INNESTO, Innesto, graft_into, obstacles};
pub use nuovo::create;

use crate::base::hash;
use crate::base::sistema::motivo;
use crate::diag::Diagnostic;
use crate::diag::codes::{Code, P1401, P1402, P1407, P1411, P1412};
use crate::emit::{Artifacts, metadati};
use crate::load::OTHER_FOLDERS;
use crate::load::workspace::OCCUPATI;
use crate::source::MARKER;
use lavoro::Lavoro;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;
use std::{fs, thread};
use walkdir::WalkDir;

/// What the marker file says to whoever opens it.
const NOTICE: &str = "# Questa cartella è scritta da piao: a ogni compilazione i file elencati qui sono sostituiti.\n\
                      # SHA-256 e nome di ciascuno. I file che non sono in questo elenco non vengono toccati.\n";

/// What stands before the version of the program in a marker file. `piao verifica` looks for it there.
pub const VERSIONE: &str = "# piao ";

/// The files to publish.
#[derive(Debug, Default)]
pub struct Fascicolo {
    /// Those made now.
    pub fatti: Artifacts,
    /// Those copied from the disk as they are: path in the publication, and where each is now.
    pub copie: BTreeMap<String, PathBuf>,
    /// What the list of the folder is to say of files that were written before: the digest of each as it was then, for somebody may have
    /// completed it since.
    pub scritte: BTreeMap<String, String>,
    /// The digest of what everything in the folder is made of, when all of it is known to be made of the same: while it stays that,
    /// nothing has to be made again ([`made_of`]).
    pub fonti: Option<String>,
}

/// The bytes of one file, wherever they are.
#[derive(Debug, Clone, Copy)]
pub enum Voce<'a> {
    /// In memory.
    Fatta(&'a [u8]),
    /// On disk.
    Copia(&'a Path),
}

impl Fascicolo {
    /// All files, by path.
    pub fn voci(&self) -> impl Iterator<Item = (&str, Voce<'_>)> {
        let made = self.fatti.iter().map(|(path, bytes)| (path.as_str(), Voce::Fatta(bytes)));
        made.chain(self.copie.iter().map(|(path, disk)| (path.as_str(), Voce::Copia(disk))))
    }
}

impl Voce<'_> {
    /// SHA-256 in hexadecimal.
    ///
    /// # Errors
    /// When the disk cannot be read.
    pub fn impronta(self) -> io::Result<String> {
        match self {
            Voce::Fatta(bytes) => Ok(hash::file(bytes)),
            Voce::Copia(disk) => hash::disco(disk),
        }
    }

    /// The length of the file, in bytes.
    ///
    /// # Errors
    /// When the disk cannot be read.
    pub fn lunga(self) -> io::Result<u64> {
        match self {
            Voce::Fatta(bytes) => Ok(bytes.len() as u64),
            Voce::Copia(disk) => Ok(fs::metadata(disk)?.len()),
        }
    }

    /// Whether the file at `other` has these very bytes, which `digest` says.
    fn uguale(self, digest: &str, other: &Path) -> bool {
        let long =
            fs::symlink_metadata(other).is_ok_and(|meta| meta.is_file() && self.lunga().ok() == Some(meta.len()));
        long && hash::disco(other).is_ok_and(|found| found == digest)
    }

    fn write_bytes(self, target: &Path) -> io::Result<()> {
        match self {
            Voce::Fatta(bytes) => fs::write(target, bytes),
            Voce::Copia(disk) => {
                // Only the bytes are copied, not the permissions: the copy kept by the office may be read-only.
                io::copy(&mut fs::File::open(disk)?, &mut fs::File::create(target)?).map(|_| ())
            }
        }
    }
}

/// What stands before the digest of what the outputs are made of in a marker file.
const FONTI: &str = "# fonti ";

/// A marker file: what `notice` says, the version of the program, what the files are made of when it is known, and the files with
/// their hashes.
fn segno(notice: &str, fonti: Option<&str>, list: &BTreeMap<String, String>) -> String {
    let rows: String = list.iter().map(|(path, digest)| format!("{digest}  {}\n", scritto(path))).collect();
    let fonti = fonti.map(|fonti| format!("{FONTI}{fonti}\n")).unwrap_or_default();
    format!("{notice}{VERSIONE}{}\n{fonti}{rows}", env!("CARGO_PKG_VERSION"))
}

/// The digest of what the outputs in `folder` are made of, as their marker says it.
#[must_use]
pub fn fonti(folder: &Path) -> Option<String> {
    dette(&fs::read_to_string(folder.join(MARKER)).ok()?).map(str::to_owned)
}

/// The digest that the text of a marker says.
fn dette(text: &str) -> Option<&str> {
    text.lines().find_map(|line| line.strip_prefix(FONTI))
}

/// How many files of ours are in `folder`, of those that `these` chooses, when all are made of what `digest` says and every one is as it was
/// written.
#[must_use]
pub fn made_of(folder: &Path, digest: &str, these: &dyn Fn(&str) -> bool) -> Option<usize> {
    let text = fs::read_to_string(folder.join(MARKER)).ok().filter(|text| dette(text) == Some(digest))?;
    let list = elencati(&text);
    let whole = |(path, digest): (&String, &String)| {
        let there = folder.join(path);
        let file = fs::symlink_metadata(&there).is_ok_and(|meta| meta.is_file());
        file && hash::disco(&there).is_ok_and(|found| found == *digest)
    };
    list.par_iter().all(whole).then(|| list.keys().filter(|path| these(path)).count())
}

/// Whether the files of ours in `folder` that `these` chooses are those of `fascicolo`, with the same bytes: then there is nothing to write.
#[must_use]
pub fn same(fascicolo: &Fascicolo, folder: &Path, these: &dyn Fn(&str) -> bool) -> bool {
    let list = manifest(&folder.join(MARKER));
    let there = list.keys().filter(|path| these(path)).map(String::as_str);
    there.eq(fascicolo.voci().map(|(path, _)| path).collect::<BTreeSet<_>>())
        && fascicolo.voci().all(|(path, voce)| {
            let digest = list.get(path);
            digest.is_some_and(|digest| {
                voce.impronta().is_ok_and(|made| made == *digest) && voce.uguale(digest, &folder.join(path))
            })
        })
}

/// The files of ours in `folder`, by path, as its marker lists them.
#[must_use]
pub fn elenco(folder: &Path) -> Vec<String> {
    manifest(&folder.join(MARKER)).into_keys().collect()
}

/// The folders below `folder` that hold a publication of their own, but those inside one of these. `folder` itself is that of the
/// publication of all the plans of a workspace.
#[must_use]
pub fn sotto(folder: &Path) -> Vec<String> {
    let mut out = Vec::new();
    let mut walk = WalkDir::new(folder).min_depth(1).sort_by_file_name().into_iter();
    while let Some(entry) = walk.next() {
        let Ok(entry) = entry else { continue };
        if !entry.file_type().is_dir() {
            continue;
        }
        let name = entry.path().strip_prefix(folder).unwrap_or(entry.path()).to_string_lossy().replace('\\', "/");
        let another = entry.path().join(MARKER).is_file();
        if another || OCCUPATI.contains(&name.as_str()) {
            walk.skip_current_dir();
        }
        out.extend(another.then_some(name));
    }
    out
}

/// How much was really written.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// Files of the new output.
    pub files: usize,
    /// Those whose bytes changed, or that are new.
    pub changed: usize,
}

/// Puts `fascicolo` in `folder`. `kept` says which files of the previous output stay although they are not made this time
/// (`--solo pdf` leaves the site).
///
/// # Errors
/// P1401 when the folder is not ours, P1412 when a file of others has the name of one of ours, P1411 when another run is
/// writing there, P1402 when the disk refuses. In all cases the previous output is whole.
pub fn write(fascicolo: &Fascicolo, folder: &Path, kept: &dyn Fn(&str) -> bool) -> Result<Written, Diagnostic> {
    ours(folder)?;
    let failed = |error: io::Error| negato(folder, &error);
    let folder = std::path::absolute(folder).map_err(failed)?;
    let lavoro = Lavoro::take(accanto(&folder).map_err(failed)?, &folder).map_err(failed)?;
    of_others(fascicolo, &folder)?;
    if let Some(problem) = contesi(fascicolo, &folder, &manifest(&folder.join(MARKER)), P1412) {
        return Err(problem);
    }
    swap(fascicolo, &folder, &lavoro, kept).map_err(failed)
}

/// How a file begins that people complete after it was written: a PDF, which is signed, and the metadata, which the registry of protocol fills
/// in. None for any other file, which is written again as it is due.
fn completabile(path: &str) -> Option<&'static [u8]> {
    let name = path.rsplit('/').next().unwrap_or(path);
    match name.to_lowercase().ends_with(".pdf") {
        true => Some(b"%PDF-".as_slice()),
        false => (name == metadati::FILE).then_some(b"<?xml".as_slice()),
    }
}

/// Whether somebody has completed the file at `path` of `folder`, which was written with this `digest`. Then it is no longer ours alone: it
/// is neither replaced by another nor taken away.
fn completato(folder: &Path, path: &str, digest: &str) -> bool {
    let Some(head) = completabile(path) else { return false };
    let place = folder.join(path);
    let mut first = vec![0; head.len()];
    let same = fs::symlink_metadata(&place).is_ok_and(|meta| meta.is_file())
        && fs::File::open(&place).is_ok_and(|mut file| file.read_exact(&mut first).is_ok() && first == head);
    same && hash::disco(&place).is_ok_and(|found| found != digest)
}

/// The files of ours in `folder` that somebody has completed since they were written.
#[must_use]
pub fn completati(folder: &Path) -> Vec<String> {
    let list = manifest(&folder.join(MARKER));
    list.into_iter().filter(|(path, digest)| completato(folder, path, digest)).map(|(path, _)| path).collect()
}

/// The problem of putting other files in the place of those of `folder` that somebody has completed since they were written as `before` says.
fn contesi(fascicolo: &Fascicolo, folder: &Path, before: &BTreeMap<String, String>, code: Code) -> Option<Diagnostic> {
    let other = |(path, voce): &(&str, Voce<'_>)| {
        before.get(*path).is_some_and(|digest| {
            completato(folder, path, digest)
                && voce.impronta().is_ok_and(|new| new != *digest && !voce.uguale(&new, &folder.join(path)))
        })
    };
    let mut all = fascicolo.voci().filter(other).map(|(path, _)| path).peekable();
    all.peek()?;
    let problem = Diagnostic::global(
        code,
        format!("in `{}` qualcuno ha firmato o completato dei file, e quelli da scrivere sono altri", folder.display()),
    );
    Some(
        all.fold(problem, Diagnostic::note)
            .note(
                "prenderebbero il loro posto, e ciò che vi è stato aggiunto andrebbe perso: non è stato scritto niente",
            )
            .help("sposta quei file fuori dalla cartella, dove si conservano, poi ripeti il comando"),
    )
}

/// Puts in `folder` too, as they are, the files of ours in `from` that `these` chooses. `kept` is as in [`write`].
///
/// # Errors
/// As [`write`].
pub fn riprendi(
    from: &Path,
    folder: &Path,
    these: &dyn Fn(&str) -> bool,
    kept: &dyn Fn(&str) -> bool,
) -> Result<(), Diagnostic> {
    let list = manifest(&from.join(MARKER)).into_iter();
    let scritte: BTreeMap<String, String> = list.filter(|(path, _)| these(path) && from.join(path).is_file()).collect();
    let copie = scritte.keys().map(|path| (path.clone(), from.join(path))).collect();
    write(&Fascicolo { copie, scritte, ..Fascicolo::default() }, folder, kept).map(|_| ())
}

/// The archives beside `folder` that are named after it: `pubblicazione-borgoalto.zip`.
#[must_use]
pub fn consegne(folder: &Path) -> Vec<PathBuf> {
    let head = folder.file_name().map(|name| format!("{}-", name.to_string_lossy()));
    let above = folder.parent().filter(|above| !above.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let named = |path: &PathBuf| {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        head.as_ref().is_some_and(|head| name.starts_with(head)) && path.extension().is_some_and(|ext| ext == "zip")
    };
    let mut all: Vec<PathBuf> =
        fs::read_dir(above).into_iter().flatten().flatten().map(|entry| entry.path()).filter(named).collect();
    all.sort();
    // As it was typed: `pubblicazione-borgoalto.zip`, and not `./pubblicazione-borgoalto.zip`.
    all.into_iter().map(|path| path.file_name().map_or(path.clone(), |name| folder.with_file_name(name))).collect()
}

/// Makes `folder` one of ours, if it is not yet: then folders of ours can stand in it before it has files of its own. Several runs may
/// do it at the same moment: one of them does, the others wait.
///
/// # Errors
/// As [`write`].
pub fn begin(folder: &Path) -> Result<(), Diagnostic> {
    let mut tries = 50;
    while !folder.join(MARKER).is_file() {
        match write(&Fascicolo::default(), folder, &|_| true) {
            Err(problem) if tries > 0 && problem.code == P1411.name => thread::sleep(Duration::from_millis(100)),
            done => return done.map(|_| ()),
        }
        tries -= 1;
    }
    ours(folder)
}

/// Writes `files`, by path, as the folder `folder`, which is new: whole or not at all. It is no output of ours, so it has no marker.
///
/// # Errors
/// P1401 when something is there already, P1411 when another run is writing there, P1402 when the disk refuses.
pub fn write_new(files: &BTreeMap<String, Vec<u8>>, folder: &Path) -> Result<(), Diagnostic> {
    let failed = |error: io::Error| negato(folder, &error);
    vacant(folder)?;
    let folder = std::path::absolute(folder).map_err(failed)?;
    let lavoro = Lavoro::take(accanto(&folder).map_err(failed)?, &folder).map_err(failed)?;
    let make = || {
        let new = lavoro.nuova();
        fs::create_dir(&new)?;
        for (path, bytes) in files {
            let target = new.join(path);
            create_parent(&target)?;
            fs::write(&target, bytes)?;
        }
        on_disk(&new)?;
        // An empty folder is taken away first: where it stays, a rename fails.
        let _ = fs::remove_dir(&folder);
        rename(&new, &folder)?;
        if let Some(parent) = folder.parent() {
            lavoro::sync(parent);
        }
        Ok(())
    };
    make().map_err(failed)
}

/// Refuses, for a new folder, a place where something is.
///
/// # Errors
/// P1401.
pub fn vacant(folder: &Path) -> Result<(), Diagnostic> {
    let empty = || fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none());
    match fs::symlink_metadata(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Ok(meta) if meta.is_dir() && empty() && !mounted(folder) => Ok(()),
        _ => Err(Diagnostic::global(P1401, format!("`{}` c’è già", folder.display()))
            .note("una cartella nuova non prende il posto di un’altra; non è stato scritto niente")
            .help("scegli una cartella che non c’è con `--uscita CARTELLA`")),
    }
}

/// Refuses, for a new plan, a place inside the folder `plan` of another: it would become a part of that one.
///
/// # Errors
/// P1401.
pub fn outside(folder: &Path, plan: &Path) -> Result<(), Diagnostic> {
    match real(folder).zip(real(plan)) {
        Some((inner, plan)) if inner.starts_with(&plan) => {
            Err(Diagnostic::global(P1401, format!("`{}` è nella cartella del piano", folder.display()))
                .note("un piano dentro la cartella di un altro sembrerebbe una sua parte; non è stato scritto niente")
                .help("scegli una cartella fuori dal piano con `--uscita CARTELLA`"))
        }
        _ => Ok(()),
    }
}

/// The files of ours that are in `folder` and not in `fascicolo`, which was written there: those of earlier outputs that stayed.
#[must_use]
pub fn left(fascicolo: &Fascicolo, folder: &Path) -> Vec<String> {
    let made: BTreeSet<&str> = fascicolo.voci().map(|(path, _)| path).collect();
    manifest(&folder.join(MARKER)).into_keys().filter(|path| !made.contains(path.as_str())).collect()
}

/// The working folder beside `folder`: on the same disk, so that a rename is enough.
fn accanto(folder: &Path) -> io::Result<PathBuf> {
    let top = || io::Error::other("la cartella non può essere la radice del disco");
    let (parent, name) = folder.parent().zip(folder.file_name()).ok_or_else(top)?;
    fs::create_dir_all(parent)?;
    let mut hidden = std::ffi::OsString::from(".");
    hidden.push(name);
    hidden.push(".piao-lavoro");
    Ok(parent.join(hidden))
}

/// Refuses to write over what somebody put beside our files.
fn of_others(fascicolo: &Fascicolo, folder: &Path) -> Result<(), Diagnostic> {
    let before = manifest(&folder.join(MARKER));
    let theirs = fascicolo.voci().map(|(path, _)| path).filter(|path| {
        let place = folder.join(path);
        !before.contains_key(*path) && fs::symlink_metadata(&place).is_ok_and(|meta| !meta.is_dir())
    });
    let theirs: Vec<&str> = theirs.collect();
    if theirs.is_empty() {
        return Ok(());
    }
    let mut problem = Diagnostic::global(
        P1412,
        format!("in `{}` ci sono file che non sono di piao, con i nomi di quelli da scrivere", folder.display()),
    );
    for path in theirs.iter().take(20) {
        problem = problem.note((*path).to_owned());
    }
    if theirs.len() > 20 {
        problem = problem.note(format!("e altri {}", theirs.len() - 20));
    }
    Err(problem.note("non è stato scritto niente").help("sposta quei file o cambia loro nome, poi ripeti il comando"))
}

/// The diagnostic for an error of the disk. Nothing has been replaced when it is reported.
fn negato(place: &Path, error: &io::Error) -> Diagnostic {
    if error.kind() == io::ErrorKind::WouldBlock {
        return Diagnostic::global(P1411, format!("in `{}` sta già scrivendo un altro piao", place.display()))
            .note("non è stato scritto niente")
            .help("aspetta che finisca, poi ripeti il comando");
    }
    if !cfg!(windows) && matches!(error.kind(), io::ErrorKind::ResourceBusy | io::ErrorKind::CrossesDevices) {
        return disco_montato(place);
    }
    let open = matches!(error.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::ResourceBusy);
    let problem = Diagnostic::global(P1402, format!("`{}` non si può scrivere", place.display()))
        .note(motivo(error))
        .note(format!("quello che c’era in `{}` è rimasto com’era", place.display()));
    if open && cfg!(windows) {
        problem.help("chiudi piao.pdf e le finestre aperte sulla cartella, poi riprova")
    } else {
        problem.help("controlla lo spazio sul disco e i permessi, o scegli un’altra cartella con `--uscita`")
    }
}

/// How the name of a corrected file begins until it is in its place.
const CORRETTO: &str = ".piao-corretto-";

/// Replaces a file of the plan with `bytes`. They are written to a new file in the same folder, which then takes the place
/// of the old one in one step. Until then the old file is as it was.
///
/// # Errors
/// When the disk refuses, or the file may not be written.
pub fn mend(file: &Path, bytes: &[u8]) -> io::Result<()> {
    let meta = fs::symlink_metadata(file)?;
    if !meta.is_file() {
        return Err(io::Error::other("non è un file"));
    }
    // A rename would replace even a read-only file, so the permission is checked here.
    if meta.permissions().readonly() {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "il file è di sola lettura"));
    }
    let folder = file.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // Removes what a stopped run left.
    for left in fs::read_dir(folder)?.flatten() {
        if left.file_name().to_string_lossy().starts_with(CORRETTO) {
            let _ = fs::remove_file(left.path());
        }
    }
    let mut aside = tempfile::Builder::new().prefix(CORRETTO).tempfile_in(folder)?;
    aside.write_all(bytes)?;
    aside.as_file().set_permissions(meta.permissions())?;
    aside.as_file().sync_all()?;
    let mut aside = aside.into_temp_path();
    let mut tries = TRIES;
    loop {
        tries -= 1;
        match aside.persist(file) {
            Err(error) if tries > 0 => {
                aside = error.path;
                thread::sleep(Duration::from_millis(100));
            }
            result => return result.map_err(|error| error.error),
        }
    }
}

/// Refuses the folders in which the plan of the folder `plan` keeps its own files: what is put there later would be taken for
/// an output. Then does what [`ours`] does.
///
/// # Errors
/// P1401.
pub fn free(folder: &Path, plan: &Path) -> Result<(), Diagnostic> {
    not_of_the_plan(folder, plan)?;
    ours(folder)
}

/// Refuses the folders in which the plan of the folder `plan` keeps its own files.
fn not_of_the_plan(folder: &Path, plan: &Path) -> Result<(), Diagnostic> {
    if let Some((inner, plan)) = real(folder).zip(real(plan))
        && let Some(first) = inner.strip_prefix(&plan).ok().and_then(|rest| rest.components().next())
        && OTHER_FOLDERS.iter().any(|name| first.as_os_str() == *name)
    {
        let message = format!("`{}` è una cartella del piano", folder.display());
        return Err(Diagnostic::global(P1401, message)
            .note("ciò che mettete in quella cartella fa parte del piano: la pubblicazione lo cancellerebbe")
            .help("scegli una cartella nuova o vuota con `--uscita CARTELLA`"));
    }
    Ok(())
}

/// Refuses, as the site to publish into, the folder `site` when it is in the plan of the folder `plan`, where the site would become
/// a part of the plan, or when it is `output`, where the publication is made ready.
///
/// # Errors
/// P1407.
pub fn elsewhere(site: &Path, plan: &Path, output: &Path) -> Result<(), Diagnostic> {
    let (Some(inside), Some(plan), Some(output)) = (real(site), real(plan), real(output)) else { return Ok(()) };
    let why = if inside == output {
        "è la cartella in cui si prepara la pubblicazione"
    } else if inside.starts_with(&plan) {
        "è nella cartella del piano: le pagine pubblicate diventerebbero una parte del piano"
    } else {
        return Ok(());
    };
    Err(Diagnostic::global(P1407, format!("in `{}` non si può pubblicare", site.display()))
        .note(format!("`{}` {why}", site.display()))
        .note("non è stato scritto niente")
        .help("con `--in` indica la cartella del sito dell’ente; senza `--in` la pubblicazione si prepara in `pubblicazione`, e si carica a mano"))
}

/// `path` without links and without `..`, also when its last folders are not there yet.
pub(crate) fn real(path: &Path) -> Option<PathBuf> {
    let path = std::path::absolute(path).ok()?;
    let there = path.ancestors().find_map(|above| Some((above, fs::canonicalize(above).ok()?)));
    let (above, real) = there?;
    Some(path.strip_prefix(above).map_or(real.clone(), |rest| real.join(rest)))
}

/// Refuses a folder with somebody else's files in it.
///
/// # Errors
/// P1401.
fn ours(folder: &Path) -> Result<(), Diagnostic> {
    let refuse = |why: &str| {
        Diagnostic::global(P1401, format!("`{}` {why}", folder.display()))
            .note("piao sostituisce soltanto cartelle che ha scritto lui")
            .help("scegli una cartella nuova o vuota con `--uscita CARTELLA`")
    };
    match fs::symlink_metadata(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(refuse(&format!("non si può aprire: {}", motivo(&error)))),
        Ok(meta) if meta.is_symlink() => return Err(refuse("è un collegamento a un’altra cartella")),
        Ok(meta) if !meta.is_dir() => return Err(refuse("è un file, non una cartella")),
        Ok(_) => {}
    }
    if mounted(folder) {
        return Err(disco_montato(folder));
    }
    if folder.join(MARKER).is_file() {
        return Ok(());
    }
    match fs::read_dir(folder).map(|mut entries| entries.next().is_none()) {
        Ok(true) => Ok(()),
        Ok(false) => Err(refuse("contiene file che non sono di piao")),
        Err(error) => Err(refuse(&format!("non si può leggere: {}", motivo(&error)))),
    }
}

/// Whether another disk is mounted at `folder`. The new folder is made ready beside `folder`, on the disk around it, and a
/// folder cannot be renamed from one disk to another.
fn mounted(folder: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let disk = |path: &Path| fs::metadata(path).map(|meta| meta.dev()).ok();
        let above = std::path::absolute(folder).ok().and_then(|path| path.parent().map(Path::to_owned));
        above.is_some_and(|above| disk(folder).is_some() && disk(folder) != disk(&above))
    }
    #[cfg(not(unix))]
    {
        let _ = folder;
        false
    }
}

/// What is said of a folder at which another disk begins.
fn disco_montato(folder: &Path) -> Diagnostic {
    let inside = folder.join("pubblicazione");
    Diagnostic::global(P1402, format!("`{}` è il punto in cui comincia un altro disco", folder.display()))
        .note("la pubblicazione si prepara accanto alla vecchia e ne prende il posto in un solo passo: fra due dischi non si può")
        .note("non è stato scritto niente")
        .help(format!("scegli una cartella dentro quel disco: `--uscita \"{}\"`", inside.display()))
}

/// The files that a marker lists, with their hashes.
pub fn manifest(marker: &Path) -> BTreeMap<String, String> {
    elencati(&fs::read_to_string(marker).unwrap_or_default())
}

/// The files that the text of a marker lists, with their hashes.
#[must_use]
pub fn elencati(text: &str) -> BTreeMap<String, String> {
    let rows = text.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once("  "));
    rows.map(|(hash, path)| (letto(path), hash.to_owned())).collect()
}

/// A path as it is written in a marker, on one line. Ends of line in the name of a file are escaped, or they would begin a
/// line of the list.
fn scritto(path: &str) -> String {
    path.replace('%', "%25").replace('\n', "%0A").replace('\r', "%0D")
}

/// The path that [`scritto`] wrote.
fn letto(line: &str) -> String {
    line.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")
}

fn swap(fascicolo: &Fascicolo, folder: &Path, lavoro: &Lavoro, kept: &dyn Fn(&str) -> bool) -> io::Result<Written> {
    let new = lavoro.nuova();
    fs::create_dir(&new)?;
    let before = manifest(&folder.join(MARKER));
    let mut written = Written::default();
    let mut list: BTreeMap<String, String> = BTreeMap::new();
    // Files are written in parallel: a run that writes hundreds of small files mostly waits, for the disk and on Windows
    // for the programs that scan each new file.
    let files: Vec<(&str, Voce<'_>)> = fascicolo.voci().collect();
    let made = files.par_iter().map(|(path, voce)| {
        let digest = voce.impronta()?;
        let (old, target) = (folder.join(path), new.join(path));
        create_parent(&target)?;
        // The marker says what we wrote; the disk says what is there now.
        let wrote = before.get(*path) == Some(&digest);
        let same = wrote && voce.uguale(&digest, &old);
        let theirs = wrote && !same && completato(folder, path, &digest);
        if theirs {
            carry(&old, &target)?;
        } else if !(same && fs::hard_link(&old, &target).is_ok()) {
            voce.write_bytes(&target)?;
            permessi(&old, &target);
        }
        Ok((digest, !same && !theirs))
    });
    for ((path, _), (digest, changed)) in files.iter().zip(made.collect::<io::Result<Vec<(String, bool)>>>()?) {
        written.files += 1;
        written.changed += usize::from(changed);
        list.insert((*path).to_owned(), fascicolo.scritte.get(*path).cloned().unwrap_or(digest));
    }
    let had = folder.exists();
    // Carries over the files of outputs not made this time, what somebody put there by hand, and empty folders.
    for entry in WalkDir::new(folder).min_depth(1).follow_links(false).into_iter().flatten() {
        let Ok(relative) = entry.path().strip_prefix(folder) else { continue };
        let target = new.join(relative);
        if entry.file_type().is_dir() {
            if fs::read_dir(entry.path()).is_ok_and(|mut inside| inside.next().is_none()) {
                fs::create_dir_all(&target)?;
            }
            continue;
        }
        let path = relative.to_string_lossy().replace('\\', "/");
        let mine = before.get(&path);
        let due = kept(&path);
        let theirs = mine.is_some_and(|digest| !due && completato(folder, &path, digest));
        if path == MARKER || list.contains_key(&path) || (mine.is_some() && !due && !theirs) {
            continue;
        }
        create_parent(&target)?;
        carry(entry.path(), &target)?;
        if let Some(digest) = mine.filter(|_| !theirs) {
            list.insert(path, digest.clone());
        }
    }
    for entry in WalkDir::new(&new).contents_first(true).into_iter().flatten().filter(|e| e.file_type().is_dir()) {
        let Ok(relative) = entry.path().strip_prefix(&new) else { continue };
        permessi(&folder.join(relative), entry.path());
        lavoro::sync(entry.path());
    }
    fs::write(new.join(MARKER), segno(NOTICE, fascicolo.fonti.as_deref(), &list))?;
    on_disk(&new)?;
    if !had {
        rename(&new, folder)?;
    } else if exchange(&new, folder).is_err() {
        let old = lavoro.vecchia();
        rename(folder, &old)?;
        if let Err(error) = rename(&new, folder) {
            rename(&old, folder)?;
            return Err(error);
        }
    }
    if let Some(parent) = folder.parent() {
        lavoro::sync(parent);
    }
    // Carries over what somebody put in the old folder while the new one was made ready.
    for old in [lavoro.nuova(), lavoro.vecchia()] {
        for entry in WalkDir::new(&old).into_iter().flatten().filter(|entry| !entry.file_type().is_dir()) {
            let Ok(relative) = entry.path().strip_prefix(&old) else { continue };
            let path = relative.to_string_lossy().replace('\\', "/");
            let target = folder.join(relative);
            if path != MARKER && !before.contains_key(&path) && fs::symlink_metadata(&target).is_err() {
                create_parent(&target)?;
                rename(entry.path(), &target)?;
            }
        }
    }
    Ok(written)
}

/// Swaps two folders in one step, so that at every moment there is one of the two. Linux and macOS can.
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn exchange(new: &Path, old: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, new, CWD, old, RenameFlags::EXCHANGE)?)
}

/// Other systems cannot swap two folders in one step. The caller then does two renames, and the next run repairs what
/// stopped between them.
#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Waits until everything below `folder` is on the disk. If the rename reached the disk before the bytes, a power cut would
/// leave empty files.
fn on_disk(folder: &Path) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    {
        // One call for the whole file system: a call for each file costs seconds.
        Ok(rustix::fs::syncfs(fs::File::open(folder)?)?)
    }
    #[cfg(not(target_os = "linux"))]
    {
        let files = WalkDir::new(folder).into_iter().flatten().filter(|entry| entry.file_type().is_file());
        for file in files {
            fs::File::options().write(true).open(file.path()).and_then(|file| file.sync_all())?;
        }
        Ok(())
    }
}

/// Gives `new` the permissions of `old`, which it is about to replace. An office may have given its folders to a group.
fn permessi(old: &Path, new: &Path) {
    if cfg!(unix)
        && let Ok(meta) = fs::symlink_metadata(old)
        && !meta.is_symlink()
    {
        let _ = fs::set_permissions(new, meta.permissions());
    }
}

fn create_parent(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), fs::create_dir_all)
}

/// Puts the file `from` at `to` too. A link is tried first, and a copy is made where the file system has no links. In both
/// cases the old file stays where it is, so nothing is lost if the swap fails.
fn carry(from: &Path, to: &PathBuf) -> io::Result<()> {
    fs::hard_link(from, to).or_else(|_| fs::copy(from, to).map(|_| ()))
}

/// How often a rename is tried. On Windows it fails while another program has the file open, so it is tried for about a
/// second.
const TRIES: u8 = if cfg!(windows) { 10 } else { 1 };

fn rename(from: &Path, to: &Path) -> io::Result<()> {
    let mut tries = TRIES;
    loop {
        tries -= 1;
        match fs::rename(from, to) {
            Err(_) if tries > 0 => thread::sleep(Duration::from_millis(100)),
            result => return result,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(folder: &Path) -> Vec<(String, String)> {
        let walk = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().map(|e| e.expect("the test made it"));
        walk.filter(|e| e.file_type().is_file() && e.file_name() != MARKER)
            .map(|e| {
                let name = e.path().strip_prefix(folder).expect("below it").to_string_lossy().replace('\\', "/");
                (name, fs::read_to_string(e.path()).expect("text"))
            })
            .collect()
    }

    fn artifacts(list: &[(&str, &str)]) -> Fascicolo {
        let made = list.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect();
        Fascicolo { fatti: made, ..Fascicolo::default() }
    }

    #[test]
    fn output_is_replaced_and_what_is_not_ours_stays() {
        let dir = tempfile::tempdir().expect("a folder");
        let out = dir.path().join("pubblicazione");
        let first =
            write(&artifacts(&[("piao.pdf", "a"), ("sito/index.html", "b"), ("sito/via.html", "c")]), &out, &|_| false);
        assert_eq!(first, Ok(Written { files: 3, changed: 3 }));
        fs::write(out.join("appunti.txt"), "miei").expect("written");
        let second = write(&artifacts(&[("piao.pdf", "a"), ("sito/index.html", "nuovo")]), &out, &|_| false);
        assert_eq!(second, Ok(Written { files: 2, changed: 1 }));
        let expected = [("appunti.txt", "miei"), ("piao.pdf", "a"), ("sito/index.html", "nuovo")];
        assert_eq!(files(&out), expected.map(|(a, b)| (a.to_owned(), b.to_owned())));
        // Nothing of the swap is left beside it.
        assert_eq!(fs::read_dir(dir.path()).expect("readable").count(), 1);
    }

    #[test]
    fn one_output_alone_leaves_the_other() {
        let dir = tempfile::tempdir().expect("a folder");
        let out = dir.path().join("p");
        write(&artifacts(&[("piao.pdf", "a"), ("sito/index.html", "b")]), &out, &|_| false).expect("written");
        write(&artifacts(&[("piao.pdf", "c")]), &out, &|path| path.starts_with("sito/")).expect("written");
        assert_eq!(
            files(&out),
            [("piao.pdf", "c"), ("sito/index.html", "b")].map(|(a, b)| (a.to_owned(), b.to_owned()))
        );
        // The site is still ours: a later whole run may replace it.
        write(&artifacts(&[("piao.pdf", "c")]), &out, &|_| false).expect("written");
        assert_eq!(files(&out), [("piao.pdf".to_owned(), "c".to_owned())]);
    }

    #[test]
    fn a_folder_of_others_is_refused_whole() {
        let dir = tempfile::tempdir().expect("a folder");
        fs::write(dir.path().join("tesi.docx"), "anni di lavoro").expect("written");
        let error = write(&artifacts(&[("piao.pdf", "a")]), dir.path(), &|_| false).expect_err("refused");
        assert_eq!(error.code, "P1401");
        assert_eq!(files(dir.path()), [("tesi.docx".to_owned(), "anni di lavoro".to_owned())]);
        let file = dir.path().join("tesi.docx");
        assert_eq!(ours(&file).expect_err("a file").code, "P1401");
        // A folder of the plan, also when it is not there yet; any other one may be inside the plan.
        assert_eq!(free(&dir.path().join("allegati"), dir.path()).expect_err("of the plan").code, "P1401");
        assert!(free(&dir.path().join("stampe"), dir.path()).is_ok());
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn where_another_disk_begins_nothing_is_begun() {
        assert!(mounted(Path::new("/proc")));
        let dir = tempfile::tempdir().expect("a folder");
        assert!(!mounted(dir.path()) && !mounted(&dir.path().join("non-c-e")) && !mounted(Path::new("/")));
        let problem = ours(Path::new("/proc")).expect_err("refused");
        assert_eq!(problem.code, "P1402");
        assert!(problem.helps.iter().any(|help| help.contains("--uscita \"/proc/pubblicazione\"")), "{problem:?}");
    }

    #[test]
    fn a_file_changed_by_hand_is_written_again() {
        let dir = tempfile::tempdir().expect("a folder");
        let out = dir.path().join("p");
        write(&artifacts(&[("piao.pdf", "giusto")]), &out, &|_| false).expect("written");
        fs::write(out.join("piao.pdf"), "ritoccato").expect("written");
        write(&artifacts(&[("piao.pdf", "giusto")]), &out, &|_| false).expect("written");
        assert_eq!(fs::read_to_string(out.join("piao.pdf")).expect("text"), "giusto");
    }
}
