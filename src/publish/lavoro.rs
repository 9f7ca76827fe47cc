//! The working folder of a writer, beside or inside what it replaces. New files are made ready there, and old ones are kept
//! there until all is done. A lock, which ends with the process, lets one writer at a time use it. A writer that finds what
//! a stopped one left puts the old files back before it begins.

use super::{create_parent, letto, rename, scritto};
use std::fs::{self, File, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// The file that is locked, inside the working folder.
const BLOCCO: &str = "blocco";
/// The list of the moves begun, inside the working folder: a letter and a path on each line.
const GIORNALE: &str = "giornale";

/// A working folder in use. Dropped, it is removed with what is in it.
#[derive(Debug)]
pub(super) struct Lavoro {
    folder: PathBuf,
    /// Open as long as the lock is due. None where the file system knows no locks.
    blocco: Option<File>,
}

impl Lavoro {
    /// Takes the working folder `folder`, which is on the same disk as `target`, and undoes there what a writer that was
    /// stopped had begun.
    ///
    /// # Errors
    /// [`io::ErrorKind::WouldBlock`] while another writer has it; whatever the disk refuses.
    pub(super) fn take(folder: PathBuf, target: &Path) -> io::Result<Self> {
        let blocco = lock(&folder)?;
        let lavoro = Lavoro { folder, blocco };
        lavoro.recover(target)?;
        // The stopped run was replacing a whole folder, and stopped between its two renames.
        if fs::symlink_metadata(target).is_err() && lavoro.vecchia().is_dir() {
            rename(&lavoro.vecchia(), target)?;
        }
        for inside in [lavoro.nuova(), lavoro.vecchia()] {
            if inside.exists() {
                fs::remove_dir_all(&inside)?;
            }
        }
        Ok(lavoro)
    }

    /// Where new files are made ready.
    pub(super) fn nuova(&self) -> PathBuf {
        self.folder.join("nuova")
    }

    /// Where old files are kept until all is done.
    pub(super) fn vecchia(&self) -> PathBuf {
        self.folder.join("vecchia")
    }

    /// Writes down the moves that are about to begin in `target`, so that the next run can undo them if this one is
    /// stopped. The list has the paths that get a file and those that only lose one.
    pub(super) fn note_down<'p>(&self, moves: impl Iterator<Item = &'p str>, target: &Path) -> io::Result<()> {
        let mut text = String::new();
        for path in moves {
            let had = fs::symlink_metadata(target.join(path)).is_ok();
            text.push_str(if had { "v " } else { "n " });
            text.push_str(&scritto(path));
            text.push('\n');
        }
        text.push_str("fine\n");
        let mut file = File::create(self.folder.join(GIORNALE))?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        sync(&self.folder);
        Ok(())
    }

    /// All moves are done: nothing is to be undone any more.
    pub(super) fn close(&self) -> io::Result<()> {
        match fs::remove_file(self.folder.join(GIORNALE)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// Puts back what the journal says was moved, the last first.
    pub(super) fn recover(&self, target: &Path) -> io::Result<()> {
        let mut text = String::new();
        match File::open(self.folder.join(GIORNALE)) {
            Ok(mut file) => file.read_to_string(&mut text)?,
            Err(_) => return Ok(()),
        };
        // Without its last line the journal was not finished, and its moves did not begin.
        if let Some(moves) = text.strip_suffix("fine\n") {
            for (had, path) in moves.lines().rev().filter_map(|line| line.split_once(' ')) {
                let path = &letto(path);
                let (place, old) = (target.join(path), self.vecchia().join(path));
                if fs::symlink_metadata(&old).is_ok() {
                    create_parent(&place)?;
                    if place.is_dir() {
                        let _ = fs::remove_dir(&place);
                    }
                    rename(&old, &place)?;
                } else if had == "n" && fs::symlink_metadata(&place).is_ok_and(|meta| !meta.is_dir()) {
                    fs::remove_file(&place)?;
                    empty_out(target, path);
                }
            }
        }
        self.close()
    }
}

impl Drop for Lavoro {
    fn drop(&mut self) {
        // With a journal still there something could not be put back: the next writer tries again.
        if self.folder.join(GIORNALE).exists() {
            return;
        }
        let _ = fs::remove_dir_all(self.nuova());
        let _ = fs::remove_dir_all(self.vecchia());
        // The file is removed while it is locked, so that nobody can take it between the removal and the unlocking.
        let _ = fs::remove_file(self.folder.join(BLOCCO));
        drop(self.blocco.take());
        let _ = fs::remove_dir(&self.folder);
    }
}

/// Locks the file in `folder`.
fn lock(folder: &Path) -> io::Result<Option<File>> {
    let path = folder.join(BLOCCO);
    for _ in 0..20 {
        fs::create_dir_all(folder)?;
        let file = match File::options().create(true).truncate(false).write(true).open(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            other => other?,
        };
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(io::ErrorKind::WouldBlock.into()),
            // A file system of the network that knows no locks: as good as it can be.
            Err(TryLockError::Error(_)) => return Ok(None),
        }
        // The previous holder may have removed the file after we opened it. Then we hold the lock of a file that nobody
        // else can find.
        if same(&file, &path) {
            return Ok(Some(file));
        }
    }
    Err(io::ErrorKind::WouldBlock.into())
}

/// Whether `file` is the one that is at `path`.
#[cfg(unix)]
fn same(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let place = |meta: io::Result<fs::Metadata>| meta.ok().map(|meta| (meta.dev(), meta.ino()));
    let here = place(file.metadata());
    here.is_some() && here == place(fs::symlink_metadata(path))
}

/// On Windows a removed file cannot be opened again, so the file at `path` is the one that was locked.
#[cfg(not(unix))]
fn same(_: &File, path: &Path) -> bool {
    path.exists()
}

/// Folders above `path` that are left empty go, up to `target`.
pub(super) fn empty_out(target: &Path, path: &str) {
    let above = Path::new(path).ancestors().skip(1).filter(|above| !above.as_os_str().is_empty());
    let _ = above.into_iter().try_for_each(|above| fs::remove_dir(target.join(above)));
}

/// Brings the names of `folder` to the disk, where the system can be asked to.
pub(super) fn sync(folder: &Path) {
    if cfg!(unix) {
        let _ = File::open(folder).and_then(|folder| folder.sync_all());
    }
}
