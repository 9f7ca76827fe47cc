//! A CSV file of the folder of the plan to rows of words.

use crate::base::span::Spanned;
use crate::diag::codes::{P0114, P0121, P0140};
use crate::diag::{Diagnostic, Diagnostics};
use crate::source::{Sources, decode};
use unicode_normalization::UnicodeNormalization;

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
    let (text, mixed) = decode(&file.bytes);
    let text: String = text.nfc().collect();
    if let Some(line) = mixed {
        let message = format!("in `{}` una lettera non è scritta come le altre (riga {line})", file.path);
        let note = "il file è in UTF-8, ma quella riga ha un carattere di un’altra codifica: qui è letto come lo scrive Windows";
        let help = "riapri il file, riscrivi quella riga e salva come «CSV UTF-8»";
        diags.push(Diagnostic::at(P0140, path.span, message).note(note).help(help));
    }
    // Excel writes the separator on a line of its own.
    let (text, above) = match text.split_once('\n') {
        Some((first, rest)) if first.trim().to_lowercase().starts_with("sep=") => (rest, 1),
        _ => (text.as_str(), 0),
    };
    let first = text.lines().next().unwrap_or_default();
    let delimiter = [',', '\t', ';'].into_iter().max_by_key(|d| first.matches(*d).count()).unwrap_or(';');
    let delimiter = u8::try_from(delimiter).unwrap_or(b';');
    if let Some(line) = open_quote(text, delimiter) {
        let message = format!(
            "in `{}` una virgoletta aperta alla riga {} non è chiusa dove finisce la cella",
            file.path,
            line + above
        );
        let note = "le righe che seguono finirebbero dentro quella cella";
        let help = "chiudi la virgoletta; una virgoletta che fa parte del testo si scrive due volte, `\"\"`, dentro una cella fra virgolette";
        diags.push(Diagnostic::at(P0121, path.span, message).note(note).help(help));
        return None;
    }
    let mut reader =
        ::csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut wrong = Vec::new();
    for (n, row) in reader.records().enumerate() {
        let Ok(row) = row else { continue };
        if row.len() != rows.first().map_or(row.len(), Vec::len) {
            wrong.push((n + 1).to_string());
        }
        rows.push(row.iter().map(|cell| cell.trim().replace("\r\n", "\n")).collect());
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

/// The line (from 1) of a quotation mark that opens a cell and is not closed at the end of it.
fn open_quote(text: &str, delimiter: u8) -> Option<usize> {
    let delimiter = char::from(delimiter);
    let (mut line, mut opened) = (1, 0);
    // Whether a cell begins here, and whether it is between quotation marks.
    let (mut begins, mut quoted) = (true, false);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '\n' {
            line += 1;
        }
        if quoted {
            if c != '"' {
                continue;
            }
            match chars.peek() {
                Some('"') => {
                    chars.next();
                }
                next if next.is_none_or(|c| *c == delimiter || *c == '\n' || *c == '\r') => quoted = false,
                // Blanks before the separator are nobody's words.
                Some(' ' | '\t') => quoted = false,
                _ => return Some(opened),
            }
        } else {
            quoted = begins && c == '"';
            if quoted {
                opened = line;
            }
            begins = c == delimiter || c == '\n' || c == '\r';
        }
    }
    quoted.then_some(opened)
}

#[cfg(test)]
mod tests {
    use super::open_quote;

    #[test]
    fn a_quotation_mark_is_closed_where_its_cell_ends() {
        for (text, line) in [
            ("a;b\n\"x\";y\n", None),
            ("a;b\n\"x \"\"y\"\" z\";\"1\n2\"\n", None),
            ("a;b\nlung. 5\";y\n", None),
            ("a;b\n\"x;y\nz;t\n", Some(2)),
            ("a;b\n1;\"x\nz;t\n\"u\";v\n", Some(2)),
            ("a;b\n\"x\" ;y\n", None),
            ("", None),
        ] {
            assert_eq!(open_quote(text, b';'), line, "{text}");
        }
    }
}
