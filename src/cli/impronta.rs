//! `piao impronta`: the digests of a file, and the sentence with which a deliberation names the file as its annex.

use super::{Outcome, out, show};
use crate::base::hash::file;
use crate::diag::Diagnostic;
use crate::diag::codes::P0113;
use crate::document::impronta;
use crate::source::Sources;
use std::path::Path;

pub(super) fn run(path: &Path) -> Outcome {
    let bytes = match read(path) {
        Ok(bytes) => bytes,
        Err(problem) => {
            show(&problem, &Sources::default());
            return Outcome::CouldNotRun;
        }
    };
    let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    print_digests(&bytes);
    out("");
    print_sentence(&name, &bytes);
    Outcome::Done
}

/// Prints the digest of the file and, if it is a PDF of ours, the fingerprint of its content.
pub(super) fn print_digests(bytes: &[u8]) {
    out(&format!("Impronta del file (SHA-256):      {}", file(bytes)));
    if let Some((forma, content)) = content_fingerprint(bytes) {
        out(&format!("Impronta del contenuto (SHA-256): {content} (forma {forma})"));
    }
}

/// Prints the sentence for the deliberation to which the file `name` is attached.
pub(super) fn print_sentence(name: &str, bytes: &[u8]) {
    out("Per la deliberazione:");
    out(&format!(
        "  «…allegato alla presente deliberazione, quale parte integrante e sostanziale, nel file {name}, impronta SHA-256 {}{}».",
        file(bytes),
        content_fingerprint(bytes)
            .map_or_else(String::new, |(_, content)| format!(", impronta del contenuto {content}"))
    ));
    out("");
    out("La firma digitale cambia l’impronta del file: si scrive quella del file che si allega davvero.");
}

/// The bytes of the file at `path`, which is not of a plan.
#[expect(clippy::disallowed_methods, reason = "the file that the user names is not of a plan")]
pub(super) fn read(path: &Path) -> Result<Vec<u8>, Diagnostic> {
    // A device or a pipe has no end to be read to.
    let file = std::fs::metadata(path).is_ok_and(|meta| meta.is_file());
    file.then(|| std::fs::read(path).ok()).flatten().ok_or_else(|| {
        Diagnostic::global(P0113, format!("il file `{}` non si può leggere", path.display()))
            .help("controlla il percorso, per esempio `piao impronta pubblicazione/piao.pdf`")
    })
}

/// The fingerprint of the content that our PDFs, signed or not, carry among their keywords, with the number of its form. The form
/// says how it is computed.
pub(super) fn content_fingerprint(bytes: &[u8]) -> Option<(u8, String)> {
    let inside = if bytes.starts_with(b"%PDF-") { None } else { crate::verifica::open_envelope(bytes) };
    let file = lopdf::Document::load_mem(inside.as_deref().unwrap_or(bytes)).ok()?;
    let info = file.trailer.get_deref(b"Info", &file).ok()?.as_dict().ok()?;
    let words = lopdf::decode_text_string(info.get_deref(b"Keywords", &file).ok()?).ok()?;
    impronta::leggi(&words)
}
