//! An annex is a document that can be read: a program, a shortcut or an empty file is there by mistake.

use crate::piano::element::allegato::Allegato;
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola = Regola::avviso("P1418", "tipo-allegato", include_str!("tipo_allegato.md"), check);

/// Endings of files that a computer runs, or that only lead to another file.
const PROGRAMMI: [&str; 18] = [
    "exe", "msi", "bat", "cmd", "com", "scr", "ps1", "vbs", "js", "jar", "dll", "sh", "apk", "dmg", "lnk", "url",
    "reg", "hta",
];

/// Endings of files that another program left beside a document.
const AVANZI: [&str; 7] = ["tmp", "bak", "part", "crdownload", "log", "old", "db"];

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for (_, allegato) in cx.piano.elementi.each::<Allegato>() {
        let file = &allegato.value.file;
        let Some(Illeggibile { perche, rimedio }) = illeggibile(cx, &file.value) else { continue };
        out.push(
            REGOLA
                .at(file.span, format!("`{}` sarà pubblicato, ma {perche}", file.value))
                .note("chi lo scarica dal sito non potrebbe leggerlo, o il suo computer lo fermerebbe")
                .help(rimedio),
        );
    }
}

/// An annex that nobody could read.
pub(super) struct Illeggibile {
    /// Why.
    perche: &'static str,
    /// What to put in its place.
    rimedio: &'static str,
}

/// What keeps the annex at `path` from being read.
pub(super) fn illeggibile(cx: &Cx<'_>, path: &str) -> Option<Illeggibile> {
    let (_, found) = cx.sources.find(path)?;
    let of = |endings: &[&str]| endings.iter().any(|ext| found.has_extension(ext));
    let pdf = found.has_extension("pdf");
    let mut rimedio = "mettici il documento da leggere, meglio se in PDF, o togli il file dalla cartella `allegati`";
    let perche = if found.bytes.is_empty() {
        "è vuoto"
    } else if of(&PROGRAMMI) {
        "è un programma o un collegamento, non un documento"
    } else if of(&AVANZI) {
        "è un avanzo di un altro programma, non un documento"
    } else if found.has_extension("p7m") || pdf && busta(&found.bytes) {
        rimedio = "apri la busta con il programma di firma e metti in `allegati` il PDF che c’è dentro; un PDF firmato «PAdES», invece, si legge così com’è";
        if pdf {
            "ha il nome di un PDF ed è una busta firmata (`.p7m`), che si apre solo con un programma di firma"
        } else {
            "è una busta firmata (`.p7m`), che si apre solo con un programma di firma"
        }
    } else if pdf && !found.bytes.starts_with(b"%PDF") {
        "ha il nome di un PDF e non lo è"
    } else {
        return None;
    };
    Some(Illeggibile { perche, rimedio })
}

/// Whether a file begins as the envelope of a signature: the name of signed data in ASN.1 (RFC 5652), or the same as base64 text.
fn busta(bytes: &[u8]) -> bool {
    const FIRMATO: &[u8] = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02";
    let head = bytes.get(..64).unwrap_or(bytes);
    head.windows(FIRMATO.len()).any(|words| words == FIRMATO)
        || head.starts_with(b"MII")
        || head.starts_with(b"-----BEGIN ")
}

#[cfg(test)]
mod tests {
    use super::busta;

    #[test]
    fn an_envelope_is_known_by_how_it_begins() {
        let binary = b"\x30\x82\x10\x00\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02\xa0\x82";
        assert!(busta(binary) && busta(b"MIIGxQYJKoZIhvcNAQcC") && busta(b"-----BEGIN PKCS7-----\nMII"));
        assert!(!busta(b"%PDF-1.7\n") && !busta(b"") && !busta(b"PK\x03\x04"));
    }
}
