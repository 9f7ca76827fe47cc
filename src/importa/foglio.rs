//! The sheets of a workbook as people see them: each cell is the text that a CSV of the plan would hold, with the sign of its unit.
//! A formula gives the value that the spreadsheet kept. Macros, images, links and embedded objects are not looked at.

use crate::base::giorno::Giorno;
use crate::diag::Diagnostic;
use crate::diag::codes::P1501;
use crate::source::decode;
use calamine::{Data, DataRef, Reader, Style, Xlsx};
use jiff::ToSpan;
use std::collections::BTreeMap;
use std::io::{self, Cursor, Read};

/// Most bytes that a workbook may become when it is unpacked. The largest sheets of a body are a hundredth of it.
const MAX_UNPACKED: u64 = 256 << 20;
/// Most files in the archive that a workbook is.
const MAX_FILES: usize = 10_000;
/// Most cells with a value in a sheet.
const MAX_CELLS: usize = 1_000_000;

/// A place in a sheet: row and column, from zero.
pub(super) type Posto = (u32, u32);

/// A cell that has something in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Cella {
    /// What it says, as a CSV of the plan would hold it.
    pub(super) testo: String,
    /// What the spreadsheet could not compute: `#N/D`. Then there is no text.
    pub(super) guasto: Option<String>,
}

/// A sheet.
#[derive(Debug, Default)]
pub(super) struct Foglio {
    pub(super) nome: String,
    pub(super) celle: BTreeMap<Posto, Cella>,
    /// The cells that are merged, each with the first and the last of its group.
    unite: BTreeMap<Posto, (Posto, Posto)>,
    /// Whether the spreadsheet hides it.
    pub(super) nascosto: bool,
}

impl Foglio {
    /// The text of a cell; of one that is merged with others, the text of the first of them.
    pub(super) fn testo(&self, posto: Posto) -> &str {
        self.celle.get(&self.prima(posto)).map_or("", |cella| cella.testo.as_str())
    }

    /// The first of the cells with which `posto` is merged; `posto` itself when it is alone.
    pub(super) fn prima(&self, posto: Posto) -> Posto {
        self.gruppo(posto).map_or(posto, |(first, _)| first)
    }

    /// The first and the last of the cells with which `posto` is merged.
    pub(super) fn gruppo(&self, posto: Posto) -> Option<(Posto, Posto)> {
        self.unite.get(&posto).copied()
    }

    /// Takes note of cells that are merged. Of a group that goes on beyond the last cell with something in it, nobody needs the rest.
    fn unisci(&mut self, groups: impl Iterator<Item = (Posto, Posto)>) {
        let rows = self.celle.keys().map(|(row, _)| *row).max().unwrap_or_default();
        let columns = self.colonne();
        for (first, last) in groups.filter(|(first, last)| first != last) {
            for row in first.0..=last.0.min(rows) {
                for column in first.1..=last.1.min(columns) {
                    if self.unite.len() < MAX_CELLS {
                        self.unite.insert((row, column), (first, last));
                    }
                }
            }
        }
    }

    /// The rows that have a cell with something in it.
    pub(super) fn righe(&self) -> Vec<u32> {
        let mut rows: Vec<u32> = self.celle.keys().map(|(row, _)| *row).collect();
        rows.dedup();
        rows
    }

    /// One past the last column.
    pub(super) fn colonne(&self) -> u32 {
        self.celle.keys().map(|(_, column)| column + 1).max().unwrap_or_default()
    }
}

/// The letters of a column: 0 is `A`, 26 is `AA`.
pub(super) fn lettere(column: u32) -> String {
    let mut out = String::new();
    let mut rest = u64::from(column) + 1;
    while rest > 0 {
        let letter = u8::try_from((rest - 1) % 26).unwrap_or_default();
        out.insert(0, char::from(b'A' + letter));
        rest = (rest - 1) / 26;
    }
    out
}

/// A cell as spreadsheets name it: `D14`.
pub(super) fn nome(posto: Posto) -> String {
    format!("{}{}", lettere(posto.1), u64::from(posto.0) + 1)
}

/// The sheets of the file that is called `file`.
///
/// # Errors
/// P1501 when it is no workbook, or one that could do harm: it unpacks to more than any sheet of a body needs, or is protected by a
/// password.
pub(super) fn leggi(file: &str, bytes: &[u8]) -> Result<Vec<Foglio>, Diagnostic> {
    let ext = file.rsplit('.').next().unwrap_or_default().to_lowercase();
    match ext.as_str() {
        "csv" => Ok(vec![csv(file, bytes)]),
        "xlsx" | "xlsm" => xlsx(file, bytes),
        "xls" | "ods" | "xlsb" => Err(rifiuto(file, "è in una forma che non dice quali numeri sono percentuali")
            .help("aprilo con il foglio di calcolo e salvalo come `.xlsx`, poi ripeti il comando")),
        _ => Err(rifiuto(file, "non è un foglio di calcolo").help("`piao importa` legge i file `.xlsx` e `.csv`")),
    }
}

fn rifiuto(file: &str, what: &str) -> Diagnostic {
    Diagnostic::global(P1501, format!("`{file}` {what}")).note("non è stato scritto niente")
}

fn xlsx(file: &str, bytes: &[u8]) -> Result<Vec<Foglio>, Diagnostic> {
    sicuro(file, bytes)?;
    let damaged = |_| {
        rifiuto(file, "non si legge: è guasto, o non è quello che il suo nome dice")
            .help("aprilo con il foglio di calcolo e salvalo di nuovo come `.xlsx`")
    };
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).map_err(damaged)?;
    let from_1904 = book.has_1904_epoch();
    let sheets: Vec<(String, bool)> = book
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == calamine::SheetType::WorkSheet)
        .map(|sheet| (sheet.name.clone(), sheet.visible != calamine::SheetVisible::Visible))
        .collect();
    let mut out = Vec::new();
    for (nome, nascosto) in sheets {
        let unite = book.merge_cells_by_sheet_name(&nome).map_err(damaged)?;
        let mut foglio = Foglio { nome, nascosto, ..Foglio::default() };
        let mut reader = book.worksheet_cells_reader(&foglio.nome).map_err(damaged)?;
        while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(damaged)? {
            let posto = cell.get_position();
            let cella = cella(cell.get_value(), reader.styles().get(style), from_1904);
            if cella != Cella::default() {
                foglio.celle.insert(posto, cella);
            }
            if foglio.celle.len() > MAX_CELLS {
                let what = format!("ha un foglio, «{}», con più di {MAX_CELLS} celle", foglio.nome);
                return Err(rifiuto(file, &what).help("tieni nel file soltanto i fogli che servono al piano"));
            }
        }
        foglio.unisci(unite.iter().map(|group| (group.start, group.end)));
        out.push(foglio);
    }
    Ok(out)
}

/// Refuses an archive that would fill the memory, whatever lengths it declares: all that is in it is unpacked once, and thrown away.
fn sicuro(file: &str, bytes: &[u8]) -> Result<(), Diagnostic> {
    // An encrypted workbook is no archive: it begins as the workbooks of 1997 did.
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return Err(rifiuto(file, "è protetto da una password, o è di una versione molto vecchia")
            .help("aprilo con il foglio di calcolo, togli la password e salvalo come `.xlsx`"));
    }
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| {
        rifiuto(file, "non è un foglio di calcolo, o non è stato copiato per intero")
            .help("aprilo con il foglio di calcolo e salvalo di nuovo come `.xlsx`")
    })?;
    let too_large = || {
        rifiuto(file, "si gonfia, aprendosi, oltre ogni misura: potrebbe essere un file fatto per nuocere")
            .help("chiedi il foglio a chi lo ha scritto, o copia i dati in un file nuovo")
    };
    if archive.len() > MAX_FILES {
        return Err(too_large());
    }
    let mut left = MAX_UNPACKED;
    for n in 0..archive.len() {
        let Ok(entry) = archive.by_index(n) else { continue };
        // What is damaged is told by who reads it.
        let read = io::copy(&mut entry.take(left + 1), &mut io::sink()).unwrap_or_default();
        left = left.checked_sub(read).ok_or_else(too_large)?;
    }
    Ok(())
}

/// What a cell says.
fn cella(value: &DataRef<'_>, style: Option<&Style>, from_1904: bool) -> Cella {
    let format = style.and_then(|style| style.number_format.as_ref()).map_or("", |format| format.format_code.as_str());
    let testo = match Data::from(value.clone()) {
        Data::Empty => String::new(),
        Data::String(text) => pulito(&text),
        Data::Int(n) => con_unita(n as f64, format),
        Data::Float(n) => con_unita(n, format),
        Data::Bool(value) => if value { "sì" } else { "no" }.to_owned(),
        Data::DateTime(when) if when.is_duration() => numero(when.as_f64()),
        Data::DateTime(when) => giorno(when.as_f64(), from_1904),
        Data::DateTimeIso(text) | Data::DurationIso(text) => text,
        Data::Error(error) => return Cella { testo: String::new(), guasto: Some(error.to_string()) },
    };
    Cella { testo, guasto: None }
}

/// A text without what spreadsheets and word processors leave in it.
fn pulito(text: &str) -> String {
    let text = text.replace("_x000D_", "").replace("\r\n", "\n").replace(['\u{a0}', '\u{202f}'], " ");
    text.lines().map(str::trim).collect::<Vec<_>>().join("\n").trim().to_owned()
}

/// A number as the sheet shows it: a percentage, an amount of money, a number alone.
fn con_unita(value: f64, format: &str) -> String {
    if format.contains('%') {
        return format!("{} %", numero(value * 100.0));
    }
    let text = numero(value);
    if !(format.contains('€') || format.to_uppercase().contains("EUR")) {
        return text;
    }
    let text = match text.split_once(',') {
        None => format!("{text},00"),
        Some((_, cents)) if cents.len() == 1 => format!("{text}0"),
        Some(_) => text,
    };
    format!("{text} €")
}

/// A number with a decimal comma, to the 15 digits that a spreadsheet keeps.
fn numero(value: f64) -> String {
    let rounded: f64 = format!("{value:.14e}").parse().unwrap_or(value);
    rounded.to_string().replace('.', ",")
}

/// The day that a spreadsheet keeps as a number; with the hour, when it has one.
fn giorno(serial: f64, from_1904: bool) -> String {
    let whole = serial.floor();
    let zero = if from_1904 { jiff::civil::date(1904, 1, 1) } else { jiff::civil::date(1899, 12, 30) };
    let day = (0.0..3_000_000.0).contains(&whole).then(|| zero.checked_add((whole as i64).days()).ok()).flatten();
    let Some(day) = day.map(Giorno) else { return numero(serial) };
    let said = format!("{:02}/{:02}/{}", day.giorno(), day.mese(), day.anno());
    let minutes = ((serial - whole) * 1440.0).round() as i64;
    if minutes == 0 { said } else { format!("{said} {:02}:{:02}", minutes / 60, minutes % 60) }
}

/// A CSV as a sheet.
fn csv(file: &str, bytes: &[u8]) -> Foglio {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let (text, _) = decode(bytes);
    let delimiter = crate::load::csv::delimiter(&text);
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let nome =
        file.rsplit(['/', '\\']).next().unwrap_or(file).rsplit_once('.').map_or(file, |(stem, _)| stem).to_owned();
    let mut foglio = Foglio { nome, ..Foglio::default() };
    for (row, record) in (0..).zip(reader.records().map_while(Result::ok)) {
        for (column, cell) in (0..).zip(&record) {
            let testo = pulito(cell);
            if !testo.is_empty() {
                foglio.celle.insert((row, column), Cella { testo, guasto: None });
            }
        }
    }
    foglio
}
