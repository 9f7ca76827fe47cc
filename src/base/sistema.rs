//! What the operating system refuses, in Italian: its own words are in the language of the system, or in English.

use std::io::{Error, ErrorKind};

/// Why `error` came: `il file non c’è (errore 2 del sistema)`. A kind that is rare is said in the words of the system.
#[must_use]
pub fn motivo(error: &Error) -> String {
    // What the program itself refuses is in Italian already.
    let Some(code) = error.raw_os_error() else { return error.to_string() };
    let words = match error.kind() {
        ErrorKind::NotFound => "il file o la cartella non c’è",
        ErrorKind::PermissionDenied => "mancano i permessi, o un altro programma lo tiene aperto",
        ErrorKind::AlreadyExists => "c’è già",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "lo spazio sul disco è finito",
        ErrorKind::ReadOnlyFilesystem => "il disco è di sola lettura",
        ErrorKind::IsADirectory => "è una cartella",
        ErrorKind::NotADirectory => "una parte del percorso non è una cartella",
        ErrorKind::DirectoryNotEmpty => "la cartella non è vuota",
        ErrorKind::InvalidFilename => "il nome non è ammesso, o è troppo lungo",
        ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy => "un altro programma lo tiene aperto",
        ErrorKind::BrokenPipe => "chi doveva ricevere il testo ha chiuso",
        _ => return format!("il sistema dice: {error}"),
    };
    format!("{words} (errore {code} del sistema)")
}
