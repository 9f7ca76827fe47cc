//! Files that are not sources of a plan: those that a command names, and those that `piao importa` keeps beside the plan.

use super::{MAX_BINARY, decode, lasciato, natural};
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// The file that a folder of `piao raccolta` has: which workbooks were written there, with the digest of each. Such a folder is never read
/// as a source.
pub const RACCOLTA: &str = ".piao-raccolta";

/// The folder, in that of a plan, in which `piao importa` remembers what it did. It is never read as a source.
pub const IMPORTA: &str = "importa";

/// The bytes of a file that the user names.
///
/// # Errors
/// When it cannot be read, or is larger than any file of a plan may be.
pub fn nominato(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    fs::File::open(path)?.take(MAX_BINARY + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_BINARY {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, "è troppo grande"));
    }
    Ok(bytes)
}

/// The text of a file in the folder [`IMPORTA`] of the plan in `root`. None when it is not there.
#[must_use]
pub fn ricordato(root: &Path, name: &str) -> Option<String> {
    let bytes = fs::read(root.join(IMPORTA).join(name)).ok()?;
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
    Some(decode(bytes).0)
}

/// The workbooks in a folder, in the order of their names: not those that a spreadsheet keeps while it has one open.
///
/// # Errors
/// When the folder cannot be read.
pub fn fogli_in(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let workbook = |path: &PathBuf| {
        let ext = path.extension().map(|ext| ext.to_string_lossy().to_lowercase());
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        path.is_file()
            && !lasciato(&name)
            && ext.is_some_and(|ext| ["xlsx", "xlsm", "xls", "ods"].contains(&ext.as_str()))
    };
    let mut found: Vec<PathBuf> = fs::read_dir(folder)?.flatten().map(|entry| entry.path()).filter(workbook).collect();
    found.sort_by(|a, b| natural(&a.to_string_lossy(), &b.to_string_lossy()));
    Ok(found)
}
