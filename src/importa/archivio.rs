//! Opens the archives that workbooks and documents are, when they can do no harm.

use std::io::{self, Cursor, Read};
use zip::ZipArchive;

/// Most bytes that an archive may become when it is unpacked. The largest files of a body are a hundredth of it.
pub(super) const MAX_UNPACKED: u64 = 256 << 20;
/// Most files in an archive.
const MAX_FILES: usize = 10_000;
/// What is smaller than this fills no memory, however much it was packed.
const SMALL: u64 = 16 << 20;
/// How many times larger than it is packed a file may be. The text of a document is 10 to 60 times; deflate cannot go beyond 1032.
const MAX_RATIO: u64 = 400;

/// Why an archive is not opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Guasto {
    /// It is protected by a password, or is of a program of before 2007: both begin with the same bytes.
    Cifrato,
    /// It is no archive, or not a whole one.
    NonArchivio,
    /// It unpacks to more than any file of a body needs.
    Gonfio,
}

/// Opens an archive. All that is in it is unpacked once and thrown away, whatever lengths it declares.
pub(super) fn apri(bytes: &[u8]) -> Result<ZipArchive<Cursor<&[u8]>>, Guasto> {
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return Err(Guasto::Cifrato);
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Guasto::NonArchivio)?;
    if archive.len() > MAX_FILES {
        return Err(Guasto::Gonfio);
    }
    let mut left = MAX_UNPACKED;
    for n in 0..archive.len() {
        let Ok(entry) = archive.by_index(n) else { continue };
        let packed = entry.compressed_size();
        // What is damaged is told by who reads it.
        let read = io::copy(&mut entry.take(left + 1), &mut io::sink()).unwrap_or_default();
        if read > SMALL && read / MAX_RATIO > packed {
            return Err(Guasto::Gonfio);
        }
        left = left.checked_sub(read).ok_or(Guasto::Gonfio)?;
    }
    Ok(archive)
}
