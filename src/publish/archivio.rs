//! The publication as one file: a `.zip` with the same bytes each time.

use super::lavoro::Lavoro;
use super::{accanto, negato, rename};
use crate::base::giorno::Giorno;
use crate::base::hash;
use crate::diag::Diagnostic;
use crate::diag::codes::P1401;
use crate::source::MARKER;
use std::fs::File;
use std::io;
use std::path::Path;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipWriter};

/// Writes `files` of `folder`, in their order, and its marker into the archive `zip`. Every file in it is dated with the
/// day of the plan, so an archive made again tomorrow has the same bytes. An archive that would not change is not
/// rewritten.
///
/// # Errors
/// P1402 when the disk refuses. The archive that was there is whole.
pub fn write_archive<'a>(
    folder: &Path,
    files: impl Iterator<Item = &'a str>,
    data: Giorno,
    zip: &Path,
) -> Result<(), Diagnostic> {
    archive(folder, files, data, zip).map_err(|error| negato(zip, &error))
}

/// Refuses to replace a file that is not an archive of ours: ours has the marker inside.
///
/// # Errors
/// P1401.
pub fn nostro(zip: &Path) -> Result<(), Diagnostic> {
    if std::fs::symlink_metadata(zip).is_err() {
        return Ok(());
    }
    if crate::source::archivio(zip) {
        return Ok(());
    }
    Err(Diagnostic::global(P1401, format!("`{}` non è un archivio di piao", zip.display()))
        .note("la pubblicazione si scrive anche in un archivio con questo nome, che prenderebbe il suo posto")
        .help("spostalo o cambiagli nome, oppure scegli un’altra cartella con `--uscita CARTELLA`"))
}

fn archive<'a>(folder: &Path, files: impl Iterator<Item = &'a str>, data: Giorno, zip: &Path) -> io::Result<()> {
    let zip = &std::path::absolute(zip)?;
    let lavoro = Lavoro::take(accanto(zip)?, zip)?;
    std::fs::create_dir(lavoro.nuova())?;
    let new = lavoro.nuova().join("nuovo.zip");
    // The zip format has no days before 1980. For such a day the earliest one is written.
    let day = u16::try_from(data.anno()).ok().zip(u8::try_from(data.mese()).ok()).zip(u8::try_from(data.giorno()).ok());
    let time = day.and_then(|((year, month), day)| DateTime::from_date_and_time(year, month, day, 0, 0, 0).ok());
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(time.unwrap_or_default())
        .unix_permissions(0o644)
        // Otherwise the archive says on which system it was made, and under Windows it has other bytes.
        .system(System::Unix);
    let mut writer = ZipWriter::new(io::BufWriter::new(File::create(&new)?));
    let mut names: Vec<&str> = files.chain([MARKER]).collect();
    names.sort_unstable();
    for name in names {
        let mut file = File::open(folder.join(name))?;
        let large = file.metadata()?.len() >= u64::from(u32::MAX);
        writer.start_file(name, options.large_file(large))?;
        io::copy(&mut file, &mut writer)?;
    }
    writer.finish()?.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
    if zip.is_file() && hash::disco(zip)? == hash::disco(&new)? {
        return Ok(());
    }
    rename(&new, zip)
}
