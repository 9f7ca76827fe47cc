//! A dataset as CSV: UTF-8 without mark, comma, CRLF, quotes where needed (RFC 4180), one header row. The comma is what the
//! RFC, Frictionless Data and DCAT (`text/csv`) take for granted, so that a program needs to be told nothing; numbers have a
//! point and no thousands, so that the comma is never ambiguous. Who opens data with a spreadsheet has the XLSX.

use super::elenco;
use crate::document::{Dataset, Datum};

/// The file.
pub(super) fn file(dataset: &Dataset) -> Vec<u8> {
    let mut out = String::new();
    let header = dataset.colonne.iter().map(|column| column.nome.clone());
    row(&mut out, header);
    for one in &dataset.righe {
        row(&mut out, one.iter().map(cell));
    }
    out.into_bytes()
}

/// A row. Quotes stand around whatever some program would divide: spreadsheets in Italian look for `;`, others for tabs.
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
    // A row of one empty cell would be no row.
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

/// Words that a spreadsheet does not run: an apostrophe stands before what would begin a formula, also behind blanks or in
/// the wide forms of Asian keyboards. A number with its sign, or a telephone number, is no formula and stays as it is.
pub(super) fn harmless(words: &str) -> String {
    let begins = words.trim_start_matches(|c: char| c.is_whitespace() || c.is_control());
    let runs =
        begins.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']) || words.starts_with(['\t', '\r', '\n']);
    let number = begins.strip_prefix(['+', '-']).is_some_and(|rest| {
        rest.contains(|c: char| c.is_ascii_digit()) && rest.chars().all(|c| c.is_ascii_digit() || " .,%€".contains(c))
    });
    if runs && !number { format!("'{words}") } else { words.to_owned() }
}
