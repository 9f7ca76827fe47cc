//! Reads a CSV file of the folder of the plan into rows of words.

use super::celle::inizio;
use crate::base::span::Spanned;
use crate::diag::codes::{P0114, P0121, P0140};
use crate::diag::{Diagnostic, Diagnostics};
use crate::piano::Tabella;
use crate::source::{Sources, decode};
use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;

/// The rows of a CSV file, with `;`, `,` or another separator, in UTF-8 or Windows-1252: the forms in which the spreadsheets of Italian offices write
/// it.
pub(super) fn read(sources: &Sources, path: &Spanned<String>, diags: &mut Diagnostics) -> Option<Tabella> {
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
    let (first, text) = text.split_at(inizio(&text));
    let above = u64::from(!first.is_empty());
    let delimiter = delimiter(text);
    if let Some(line) = open_quote(text, delimiter) {
        let message = format!(
            "in `{}` una virgoletta aperta alla riga {} non è chiusa dove finisce la cella",
            file.path,
            u64::try_from(line).unwrap_or(u64::MAX).saturating_add(above)
        );
        let note = "le righe che seguono finirebbero dentro quella cella";
        let help = "chiudi la virgoletta; una virgoletta che fa parte del testo si scrive due volte, `\"\"`, dentro una cella fra virgolette";
        diags.push(Diagnostic::at(P0121, path.span, message).note(note).help(help));
        return None;
    }
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut linee = Vec::new();
    let mut wrong = Vec::new();
    for row in reader(text, delimiter).records() {
        let Ok(row) = row else { continue };
        let mut cells: Vec<String> = row.iter().map(|cell| cell.trim().replace("\r\n", "\n")).collect();
        // Spreadsheets also write blank rows: those between two tables, and those that were emptied.
        if cells.iter().all(String::is_empty) {
            continue;
        }
        let columns = rows.first().map_or(cells.len(), Vec::len);
        // Blank cells beyond the last column belong to no column.
        while cells.len() > columns && cells.last().is_some_and(String::is_empty) {
            cells.pop();
        }
        let line = linea(text, &row) + above;
        if cells.len() != columns {
            wrong.push(line.to_string());
        }
        rows.push(cells);
        linee.push(line);
    }
    blank_columns(&mut rows);
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
    Some(Tabella { righe: rows, linee })
}

/// The line on which a row of the text begins, from 1. The reader takes the blank lines before a row for its beginning.
pub(crate) fn linea(text: &str, row: &::csv::StringRecord) -> u64 {
    let Some(position) = row.position() else { return 1 };
    let rest = usize::try_from(position.byte()).ok().and_then(|at| text.get(at..)).unwrap_or_default();
    let blank = rest.bytes().take_while(|byte| matches!(byte, b'\n' | b'\r')).filter(|byte| *byte == b'\n').count();
    position.line() + blank as u64
}

fn reader(text: &str, delimiter: u8) -> ::csv::Reader<&[u8]> {
    ::csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(text.as_bytes())
}

/// The character between cells: the first of tab, semicolon, bar and comma that gives every row as many cells as the first one, and at
/// least two. The comma comes last because it also stands in amounts and in names («Area, settore, servizio»). When none does so,
/// it is the most frequent in the first row, and the rows that disagree are reported.
pub(crate) fn delimiter(text: &str) -> u8 {
    let agrees = |delimiter: &u8| {
        let mut columns = None;
        let all = reader(text, *delimiter).into_records().flatten().all(|row| {
            let blank = row.iter().all(|cell| cell.trim().is_empty());
            blank || *columns.get_or_insert(row.len()) == row.len()
        });
        all && columns.is_some_and(|columns| columns > 1)
    };
    let first = text.lines().next().unwrap_or_default();
    let most = || b",|\t;".iter().copied().max_by_key(|d| first.bytes().filter(|b| b == d).count());
    b"\t;|,".iter().copied().find(agrees).or_else(most).unwrap_or(b';')
}

/// A cell as a file with that separator writes it: between quotation marks where its words need them.
pub(crate) fn tra_virgolette(cell: &str, separator: char) -> Cow<'_, str> {
    if cell.contains([separator, '"', '\n', '\r']) || cell.trim() != cell {
        Cow::Owned(format!("\"{}\"", cell.replace('"', "\"\"")))
    } else {
        Cow::Borrowed(cell)
    }
}

/// Removes the last columns that have neither a name nor a word, which spreadsheets add (`Area;Numero;;;`).
fn blank_columns(rows: &mut [Vec<String>]) {
    let used = rows.iter().filter_map(|row| row.iter().rposition(|cell| !cell.is_empty())).max().map_or(0, |n| n + 1);
    rows.iter_mut().for_each(|row| row.truncate(used));
}

/// The line, from 1, of a quotation mark that opens a cell and does not close at the end of it.
pub(crate) fn open_quote(text: &str, delimiter: u8) -> Option<usize> {
    let delimiter = char::from(delimiter);
    let (mut line, mut opened) = (1, 0);
    // Whether a cell begins here, and whether it stands between quotation marks.
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
                // Blanks between a quotation mark and the separator are no words.
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
    use super::{blank_columns, delimiter, open_quote};

    #[test]
    fn the_separator_is_the_one_that_all_rows_agree_on() {
        for (text, right) in [
            ("a;b\n1;2\n", b';'),
            ("a,b\n1,2\n", b','),
            ("a\tb\n1\t2\n", b'\t'),
            ("Area|Importo\nUno|1.000,50\nDue|2.000,30\n", b'|'),
            ("Area;Note\nUno;a|b\n", b';'),
            ("Area, settore, servizio;Numero\nUno;1\n\nDue;2\n", b';'),
            ("a;b\n1,5;2,5\n", b';'),
            ("Voce;Importo\n\"Carta; penna\";1.000,50\n", b';'),
            ("Area,Note\nUno,\"a; b\"\n", b','),
            // There is one column, so a comma in it separates nothing.
            ("Elenco\nUno, due\n", b';'),
            ("a;b;;;\n1;2;;;\n;;;;\n", b';'),
            // No character fits, so the rows are reported with the one that is most frequent in the first row.
            ("a;b;c\n1;2\n", b';'),
        ] {
            assert_eq!(char::from(delimiter(text)), char::from(right), "{text}");
        }
    }

    #[test]
    fn only_columns_without_a_word_are_taken_away() {
        let table = |rows: &[&[&str]]| -> Vec<Vec<String>> {
            rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect()
        };
        let mut rows = table(&[&["a", "", "b", "", ""], &["1", "", "2", "", ""]]);
        blank_columns(&mut rows);
        assert_eq!(rows, table(&[&["a", "", "b"], &["1", "", "2"]]));
        let mut rows = table(&[&["a", ""], &["1", "nota"]]);
        blank_columns(&mut rows);
        assert_eq!(rows, table(&[&["a", ""], &["1", "nota"]]));
    }

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
