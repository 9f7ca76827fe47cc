//! Files that are not sources of a plan: one that a command names, and those that `piao importa` keeps beside the plan.

use super::{MAX_BINARY, decode};
use std::fs;
use std::io::{self, Read};
use std::path::Path;

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
