//! A dataset as CSV: UTF-8 without byte order mark, commas, CRLF, quotes where needed (RFC 4180), one header row. RFC 4180,
//! Frictionless Data and DCAT (`text/csv`) take the comma for granted, so programs need no settings. Numbers have a decimal
//! point and no thousands separator, so they hold no comma. Readers who use a spreadsheet have the XLSX.

use super::elenco;
use crate::document::{Dataset, Datum};

/// The bytes of the CSV file of `dataset`.
pub(super) fn file(dataset: &Dataset) -> Vec<u8> {
    let mut out = String::new();
    let header = dataset.colonne.iter().map(|column| column.nome.clone());
    row(&mut out, header);
    for one in &dataset.righe {
        row(&mut out, one.iter().map(cell));
    }
    out.into_bytes()
}

/// Writes a row. A value is quoted if any program would split it: spreadsheets in Italian split at `;`, others at tabs.
fn row(out: &mut String, cells: impl Iterator<Item = String>) {
    let mut first = true;
    let mut written = 0;
    for cell in cells {
        if !std::mem::take(&mut first) {
            out.push(',');
        }
        written += cell.len();
        if cell.contains([',', ';', '\t', '|', '"', '\r', '\n']) || cell.starts_with(' ') || cell.ends_with(' ') {
            out.push('"');
            out.push_str(&cell.replace('"', "\"\""));
            out.push('"');
        } else {
            out.push_str(&cell);
        }
    }
    // A row with one empty cell would be an empty line, which is no row.
    if written == 0 && !out.ends_with(',') {
        out.push_str("\"\"");
    }
    out.push_str("\r\n");
}

fn cell(value: &Datum) -> String {
    match value {
        Datum::Vuoto => String::new(),
        Datum::Testo(words) => harmless(words),
        Datum::Elenco(words) => harmless(&elenco(words)),
        Datum::Numero(number) => number.to_string(),
        Datum::Data(day) => day.iso(),
        Datum::SiNo(yes) => yes.to_string(),
    }
}

/// Words that a spreadsheet does not take for a formula. An apostrophe is put before what would begin one, also after
/// blanks or in the wide forms of Asian keyboards. A number with its sign and a telephone number are no formulas, and stay
/// as they are.
pub(crate) fn harmless(words: &str) -> String {
    let begins = words.trim_start_matches(|c: char| c.is_whitespace() || c.is_control());
    let runs =
        begins.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']) || words.starts_with(['\t', '\r', '\n']);
    let number = begins.strip_prefix(['+', '-']).is_some_and(|rest| {
        rest.contains(|c: char| c.is_ascii_digit()) && rest.chars().all(|c| c.is_ascii_digit() || " .,%€".contains(c))
    });
    if runs && !number { format!("'{words}") } else { words.to_owned() }
}
