//! SHA-256, of bytes in memory and of files of any length.

use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// SHA-256 in hexadecimal.
#[must_use]
pub fn file(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// SHA-256 in hexadecimal of a file on disk. The file is read a piece at a time, so its size does not matter.
///
/// # Errors
/// When the file cannot be read.
#[expect(clippy::disallowed_methods, reason = "a file of any length is digested as it is read, for the doors alone")]
pub fn disco(path: &Path) -> io::Result<String> {
    flusso(&mut File::open(path)?)
}

/// SHA-256 in hexadecimal of all the bytes that `reader` gives.
///
/// # Errors
/// When `reader` fails.
pub fn flusso(reader: &mut dyn Read) -> io::Result<String> {
    let mut all = Sha256::new();
    let mut piece = vec![0; 1 << 16];
    loop {
        match reader.read(&mut piece)? {
            0 => return Ok(hex(&all.finalize())),
            n => all.update(piece.get(..n).unwrap_or_default()),
        }
    }
}

/// A digest as it is printed: two figures a byte.
#[must_use]
pub fn hex(digest: &[u8]) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
