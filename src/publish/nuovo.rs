//! Puts new files in a folder, all of them or none, and never over a file: a plan that begins, an example.

use super::lavoro::{Lavoro, empty_out};
use super::{accanto, create_parent, on_disk, rename};
use crate::base::sistema::motivo;
use crate::diag::Diagnostic;
use crate::diag::codes::{P1402, P1411, P1425};
use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::{fs, path};

/// The working folder inside a folder that is there already.
const LAVORO: &str = ".piao-lavoro";

/// Puts `files` in `folder`, which is made if it is not there. A new folder appears whole, in one step.
///
/// # Errors
/// P1425 when one of the files is there already, P1411 while another run is writing there, P1402 when the disk refuses. In all
/// cases nothing is written.
pub fn create(files: &BTreeMap<String, Vec<u8>>, folder: &Path) -> Result<(), Diagnostic> {
    let failed = |error: io::Error| refused(folder, &error);
    let place = path::absolute(folder).map_err(failed)?;
    free_names(files, &place)?;
    let there = place.is_dir();
    let work = if there { place.join(LAVORO) } else { accanto(&place).map_err(failed)? };
    let lavoro = Lavoro::take(work, &place).map_err(failed)?;
    // Another run may have written there meanwhile.
    free_names(files, &place)?;
    put(files, &place, &lavoro).map_err(failed)
}

/// Refuses the names that are taken.
fn free_names(files: &BTreeMap<String, Vec<u8>>, folder: &Path) -> Result<(), Diagnostic> {
    if fs::symlink_metadata(folder).is_ok() && !folder.is_dir() {
        return Err(Diagnostic::global(P1425, format!("`{}` è un file, non una cartella", folder.display()))
            .note("non è stato scritto niente")
            .help("scegli un altro nome per la cartella"));
    }
    let taken: Vec<&String> = files.keys().filter(|path| fs::symlink_metadata(folder.join(path)).is_ok()).collect();
    if taken.is_empty() {
        return Ok(());
    }
    let problem = Diagnostic::global(P1425, format!("in `{}` ci sono già file con questi nomi", folder.display()));
    let problem = taken.iter().take(20).fold(problem, |problem, path| problem.note((*path).clone()));
    Err(problem
        .note("non è stato scritto niente: piao non scrive mai sopra un file")
        .help("scegli una cartella nuova, o sposta quei file"))
}

/// Makes the files ready in the working folder, then moves them to their places.
fn put(files: &BTreeMap<String, Vec<u8>>, folder: &Path, lavoro: &Lavoro) -> io::Result<()> {
    let new = lavoro.nuova();
    fs::create_dir(&new)?;
    for (path, bytes) in files {
        let ready = new.join(path);
        create_parent(&ready)?;
        fs::write(ready, bytes)?;
    }
    on_disk(&new)?;
    if fs::symlink_metadata(folder).is_err() {
        return rename(&new, folder);
    }
    // A run that is stopped from here on is undone by the next one.
    lavoro.note_down(files.keys().map(String::as_str), folder)?;
    let mut done = Vec::new();
    let moved = files.keys().try_for_each(|path| {
        let place = folder.join(path);
        create_parent(&place)?;
        // Unlike a rename, this fails where a file has appeared meanwhile.
        tempfile::TempPath::try_from_path(new.join(path))?.persist_noclobber(&place).map_err(|error| error.error)?;
        done.push(path);
        Ok(())
    });
    if moved.is_err() {
        for path in done {
            fs::remove_file(folder.join(path))?;
            empty_out(folder, path);
        }
    }
    lavoro.close()?;
    moved
}

/// What is said when the disk refuses.
fn refused(folder: &Path, error: &io::Error) -> Diagnostic {
    if error.kind() == io::ErrorKind::WouldBlock {
        return Diagnostic::global(P1411, format!("in `{}` sta già scrivendo un altro piao", folder.display()))
            .note("non è stato scritto niente")
            .help("aspetta che finisca, poi ripeti il comando");
    }
    Diagnostic::global(P1402, format!("`{}` non si può scrivere", folder.display()))
        .note(motivo(error))
        .note("non è stato scritto niente")
        .help("controlla lo spazio sul disco e i permessi, o scegli un’altra cartella")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(list: &[(&str, &str)]) -> BTreeMap<String, Vec<u8>> {
        list.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect()
    }

    fn names(folder: &Path) -> Vec<String> {
        let walk = walkdir::WalkDir::new(folder).sort_by_file_name().min_depth(1).into_iter().map(Result::unwrap);
        walk.map(|entry| entry.path().strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/")).collect()
    }

    #[test]
    fn a_new_folder_is_made_whole_and_a_full_one_keeps_its_files() {
        let dir = tempfile::tempdir().unwrap();
        let plan = dir.path().join("anno/piano");
        assert_eq!(create(&files(&[("piao.toml", "a"), ("dati/atti.toml", "b")]), &plan), Ok(()));
        assert_eq!(
            names(dir.path()),
            ["anno", "anno/piano", "anno/piano/dati", "anno/piano/dati/atti.toml", "anno/piano/piao.toml"]
        );
        // One name that is taken, and nothing is written.
        let refused = create(&files(&[("3-terza/index.md", "c"), ("piao.toml", "altro")]), &plan).unwrap_err();
        assert_eq!(refused.code, "P1425");
        assert!(refused.notes.iter().any(|note| note == "piao.toml"), "{refused:?}");
        assert_eq!(names(&plan), ["dati", "dati/atti.toml", "piao.toml"]);
        assert_eq!(fs::read_to_string(plan.join("piao.toml")).unwrap(), "a");
        // Beside what is there.
        assert_eq!(create(&files(&[("3-terza/index.md", "c")]), &plan), Ok(()));
        assert_eq!(names(&plan), ["3-terza", "3-terza/index.md", "dati", "dati/atti.toml", "piao.toml"]);
        // A file where a folder is needed.
        assert_eq!(create(&files(&[("piao.toml/x.md", "c")]), &plan).unwrap_err().code, "P1402");
        assert_eq!(create(&files(&[("x.md", "c")]), &plan.join("piao.toml")).unwrap_err().code, "P1425");
        assert_eq!(names(&plan), ["3-terza", "3-terza/index.md", "dati", "dati/atti.toml", "piao.toml"]);
    }
}
