//! All datasets as one workbook for people: typed cells, a sheet for each table, no formulas. Words are written as strings,
//! which no spreadsheet runs as formulas. Each sheet is a table with filters, and can be printed. Programs have the CSV
//! files.

use super::elenco;
use crate::base::giorno::Giorno;
use crate::document::{DataColumn, DataType, Dataset, Datum, Meta};
use rayon::prelude::*;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, Table, TableColumn, TableStyle, Url, Workbook, Worksheet,
    XlsxError,
};
use std::collections::BTreeSet;

/// Longest name of a sheet, in UTF-16 units.
const NAME: usize = 31;
/// Longest text of a cell, in UTF-16 units.
const TEXT: usize = 32_767;

/// The bytes of the workbook.
///
/// # Errors
/// What the format cannot hold: more rows than a sheet has, for one.
pub(super) fn file(meta: &Meta, datasets: &[&Dataset]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let mut properties = DocProperties::new()
        .set_title(meta.nome())
        .set_author(&meta.ente)
        .set_comment("Dati aperti, licenza CC BY 4.0");
    // Without a day the library would take that of the clock.
    if let Some(day) = day(meta.giorno()) {
        properties = properties.set_creation_datetime(&day);
    }
    book.set_properties(&properties);
    let names = names(datasets);
    book.push_worksheet(contents(datasets, &names)?);
    let sheets: Vec<Result<Worksheet, XlsxError>> =
        datasets.par_iter().zip(&names).map(|(dataset, name)| sheet(dataset, name)).collect();
    for sheet in sheets {
        book.push_worksheet(sheet?);
    }
    let mut bytes = book.save_to_buffer()?;
    made_by_unix(&mut bytes);
    Ok(bytes)
}

/// Marks all entries in the directory of a zip as made on Unix. The library writes there the system on which it runs, so
/// the bytes would be different under Windows.
pub(crate) fn made_by_unix(zip: &mut [u8]) -> Option<()> {
    /// The length of the record at the end of a zip. A comment would make it longer, but this file has none.
    const END: usize = 22;
    const UNIX: u8 = 3;
    let end = zip.get(zip.len().checked_sub(END)?..)?.strip_prefix(b"PK\x05\x06")?;
    let two = |bytes: &[u8], at: usize| Some(usize::from(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?)));
    let entries = two(end, 6)?;
    let mut at = usize::try_from(u32::from_le_bytes(end.get(12..16)?.try_into().ok()?)).ok()?;
    for _ in 0..entries {
        let entry = zip.get_mut(at..at.checked_add(46)?)?;
        entry.starts_with(b"PK\x01\x02").then_some(())?;
        *entry.get_mut(5)? = UNIX;
        at += 46 + two(entry, 28)? + two(entry, 30)? + two(entry, 32)?;
    }
    Some(())
}

/// The names of the sheets: the titles of the tables, without the characters that a sheet may not have, and cut where they
/// are too long. No two are equal when case is ignored.
fn names(datasets: &[&Dataset]) -> Vec<String> {
    // Spreadsheets reserve the name `history`.
    let mut taken = BTreeSet::from([CONTENTS.to_lowercase(), "history".to_owned()]);
    let mut out = Vec::with_capacity(datasets.len());
    for dataset in datasets {
        let number = dataset.nome.strip_prefix("tabella-").filter(|n| n.bytes().all(|b| b.is_ascii_digit()));
        let title = number.map_or_else(|| dataset.titolo.clone(), |n| format!("Tab. {n} {}", dataset.titolo));
        let plain = title.replace(|c: char| "[]:*?/\\'".contains(c) || c.is_control(), " ");
        let whole = plain.split_whitespace().collect::<Vec<_>>().join(" ");
        let whole = if whole.is_empty() { dataset.nome.clone() } else { whole };
        // The format counts the length in UTF-16 units.
        let fit = |end: &str| {
            let mut room = NAME - end.len();
            let fits = |c: &char| room.checked_sub(c.len_utf16()).inspect(|left| room = *left).is_some();
            let start: String = whole.chars().take_while(fits).collect();
            format!("{}{end}", start.trim_end())
        };
        let mut name = fit("");
        let mut n = 1;
        while !taken.insert(name.to_lowercase()) {
            n += 1;
            name = fit(&format!(" {n}"));
        }
        out.push(name);
    }
    out
}

/// The name of the first sheet.
const CONTENTS: &str = "indice";

/// The first sheet: what the other sheets hold, with a link to each.
fn contents(datasets: &[&Dataset], names: &[String]) -> Result<Worksheet, XlsxError> {
    let mut sheet = Worksheet::new();
    sheet.set_name(CONTENTS)?;
    let bold = Format::new().set_bold();
    let wrap = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let link = Format::new().set_hyperlink().set_align(FormatAlign::Top);
    let heads = [("foglio", 34.0), ("titolo", 44.0), ("righe", 8.0), ("descrizione", 70.0), ("dati", 34.0)];
    for (column, (head, width)) in (0..).zip(heads) {
        sheet.write_string_with_format(0, column, head, &bold)?.set_column_width(column, width)?;
    }
    for (row, (dataset, name)) in (1..).zip(datasets.iter().zip(names)) {
        sheet.write_url_with_format(row, 0, Url::new(format!("internal:'{name}'!A1")).set_text(name), &link)?;
        sheet.write_string_with_format(row, 1, &dataset.titolo, &wrap)?;
        sheet.write_number_with_format(row, 2, u32::try_from(dataset.righe.len()).unwrap_or(u32::MAX), &wrap)?;
        sheet.write_string_with_format(row, 3, &dataset.descrizione, &wrap)?;
        sheet.write_string_with_format(row, 4, &dataset.nome, &wrap)?;
    }
    for_paper(&mut sheet)?;
    Ok(sheet)
}

/// Keeps the header in sight and prints it on each page. The paper is A4, and the sheet is as wide as a page.
fn for_paper(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    const A4: u8 = 9;
    sheet.set_freeze_panes(1, 0)?.set_repeat_rows(0, 0)?;
    sheet.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0).set_footer("&L&A&RPagina &P di &N");
    Ok(())
}

/// Longest header of a table of a spreadsheet, in characters.
const HEADER: usize = 255;

fn sheet(dataset: &Dataset, name: &str) -> Result<Worksheet, XlsxError> {
    let mut sheet = Worksheet::new();
    sheet.set_name(name)?;
    let bold = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top);
    let top = Format::new().set_align(FormatAlign::Top);
    let wrap = top.clone().set_text_wrap();
    let date = top.clone().set_num_format("dd/mm/yyyy");
    let euro = top.clone().set_num_format("#,##0.00");
    for (n, column) in (0..).zip(&dataset.colonne) {
        sheet.write_string_with_format(0, n, &column.nome, &bold)?;
        let cells = dataset.righe.iter().filter_map(|row| row.get(usize::from(n)));
        sheet.set_column_width(n, width(column, cells))?;
    }
    for (r, row) in (1..).zip(&dataset.righe) {
        for (n, (value, column)) in (0..).zip(row.iter().zip(&dataset.colonne)) {
            match value {
                Datum::Vuoto => {}
                Datum::Testo(words) => {
                    sheet.write_string_with_format(r, n, cut(words), &wrap)?;
                }
                Datum::Elenco(words) => {
                    sheet.write_string_with_format(r, n, cut(&elenco(words)), &wrap)?;
                }
                Datum::Numero(number) => {
                    let format = if column.unita == Some("euro") { &euro } else { &top };
                    sheet.write_number_with_format(r, n, number.as_f64(), format)?;
                }
                Datum::SiNo(yes) => {
                    sheet.write_boolean_with_format(r, n, *yes, &top)?;
                }
                // A spreadsheet has no days before 1900.
                Datum::Data(when) => {
                    match day(*when) {
                        Some(when) => sheet.write_datetime_with_format(r, n, &when, &date)?,
                        None => sheet.write_string_with_format(r, n, when.iso(), &top)?,
                    };
                }
            }
        }
    }
    let last = (u32::try_from(dataset.righe.len()), u16::try_from(dataset.colonne.len()));
    if let (Ok(rows @ 1..), Ok(columns @ 1..)) = last
        && dataset.colonne.iter().all(|column| column.nome.chars().count() <= HEADER)
    {
        let heads = dataset.colonne.iter();
        let heads: Vec<TableColumn> =
            heads.map(|column| TableColumn::new().set_header(&column.nome).set_header_format(&bold)).collect();
        // A light style tells rows apart and leaves the colours of the cells to the people who work on them.
        sheet.add_table(0, 0, rows, columns - 1, &Table::new().set_columns(&heads).set_style(TableStyle::Light1))?;
    }
    for_paper(&mut sheet)?;
    Ok(sheet)
}

/// A day as a spreadsheet has it; none for one that it cannot have.
pub(crate) fn day(day: Giorno) -> Option<ExcelDateTime> {
    let (month, date) = (u8::try_from(day.mese()).ok()?, u8::try_from(day.giorno()).ok()?);
    ExcelDateTime::from_ymd(u16::try_from(day.anno()).ok()?, month, date).ok()
}

/// The words that fit in a cell.
pub(crate) fn cut(words: &str) -> String {
    // The limit is of UTF-16 units.
    let mut units = 0;
    let fits = |c: &char| {
        units += c.len_utf16();
        units <= TEXT
    };
    words.chars().take_while(fits).collect()
}

/// The width of a column, in characters. It has room for nearly all its words, and is not wider than a screen.
fn width<'a>(column: &DataColumn, cells: impl Iterator<Item = &'a Datum>) -> f64 {
    let longest = match column.tipo {
        DataType::Data => 10,
        DataType::SiNo => 7,
        DataType::Intero | DataType::Numero => 14,
        DataType::Testo | DataType::Elenco => cells
            .map(|value| match value {
                Datum::Testo(words) => words.chars().count(),
                Datum::Elenco(words) => elenco(words).chars().count(),
                _ => 0,
            })
            .max()
            .unwrap_or_default(),
    };
    f64::from(u8::try_from(longest.max(column.nome.len()).clamp(6, 50)).unwrap_or(50)) + 2.0
}
