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
        let Some(why) = illeggibile(cx, &file.value) else { continue };
        out.push(
            REGOLA
                .at(file.span, format!("`{}` sarà pubblicato, ma {why}", file.value))
                .note("chi lo scarica dal sito non potrebbe leggerlo, o il suo computer lo fermerebbe")
                .help("mettici il documento da leggere, meglio se in PDF, o togli il file dalla cartella `allegati`"),
        );
    }
}

/// Why nobody could read the annex at `path`.
pub(super) fn illeggibile(cx: &Cx<'_>, path: &str) -> Option<&'static str> {
    let (_, found) = cx.sources.find(path)?;
    let of = |endings: &[&str]| endings.iter().any(|ext| found.has_extension(ext));
    if found.bytes.is_empty() {
        Some("è vuoto")
    } else if of(&PROGRAMMI) {
        Some("è un programma o un collegamento, non un documento")
    } else if of(&AVANZI) {
        Some("è un avanzo di un altro programma, non un documento")
    } else if found.has_extension("pdf") && !found.bytes.starts_with(b"%PDF") {
        Some("ha il nome di un PDF e non lo è")
    } else {
        None
    }
}
