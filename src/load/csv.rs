//! A CSV file of the folder of the plan to rows of words.

use crate::base::span::Spanned;
use crate::diag::codes::{P0114, P0121};
use crate::diag::{Diagnostic, Diagnostics};
use crate::source::Sources;

/// The rows of a CSV: `;` or `,`, UTF-8 or Windows-1252, as spreadsheets of Italian offices write it.
pub(super) fn read(sources: &Sources, path: &Spanned<String>, diags: &mut Diagnostics) -> Option<Vec<Vec<String>>> {
    let candidates = [path.value.clone(), format!("dati/{}", path.value)];
    let Some((_, file)) = candidates.iter().find_map(|p| sources.find(p)) else {
        if sources.partial {
            return None;
        }
        let error = Diagnostic::at(P0114, path.span, format!("il file `{}` non c’è", path.value));
        let cure = "metti il file nella cartella `dati/` e scrivi qui il suo nome";
        diags.push(super::altrimenti(error, sources, path, "dati/", cure));
        return None;
    };
    if file.bytes.contains(&0) {
        diags.push(
            Diagnostic::at(P0121, path.span, format!("`{}` non è un file CSV", file.path))
                .help("aprilo con il foglio di calcolo e salvalo come «CSV (delimitato dal separatore di elenco)»"),
        );
        return None;
    }
    let (text, _, _) = match std::str::from_utf8(&file.bytes) {
        Ok(text) => (text.into(), encoding_rs::UTF_8, false),
        Err(_) => encoding_rs::WINDOWS_1252.decode(&file.bytes),
    };
    // Excel writes the separator on a line of its own.
    let text = match text.split_once('\n') {
        Some((first, rest)) if first.trim().to_lowercase().starts_with("sep=") => rest,
        _ => &text,
    };
    let first = text.lines().next().unwrap_or_default();
    let delimiter = [',', '\t', ';'].into_iter().max_by_key(|d| first.matches(*d).count()).unwrap_or(';');
    let delimiter = u8::try_from(delimiter).unwrap_or(b';');
    let mut reader =
        ::csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut wrong = Vec::new();
    for (n, row) in reader.records().enumerate() {
        let Ok(row) = row else { continue };
        if row.len() != rows.first().map_or(row.len(), Vec::len) {
            wrong.push((n + 1).to_string());
        }
        rows.push(row.iter().map(|cell| cell.trim().to_owned()).collect());
    }
    if !wrong.is_empty() {
        let columns = rows.first().map_or(0, Vec::len);
        let lines = if wrong.len() == 1 { "la riga" } else { "le righe" };
        let message = format!("in `{}` la prima riga ha {columns} celle, {lines} {} no", file.path, wrong.join(", "));
        diags.push(Diagnostic::at(P0121, path.span, message).help(
            "ogni riga deve avere tante celle quante la prima; un testo che contiene il separatore va fra virgolette",
        ));
        return None;
    }
    if rows.is_empty() {
        diags.push(
            Diagnostic::at(P0121, path.span, format!("il file `{}` è vuoto", file.path))
                .help("la prima riga ha i nomi delle colonne"),
        );
        return None;
    }
    Some(rows)
}
