//! The sheets of a workbook as people see them: each cell is the text that a CSV of the plan would hold, with the sign of its unit.
//! A formula gives the value that the spreadsheet kept. Macros, images, links and embedded objects are not looked at.

use super::ods;
use crate::base::giorno::Giorno;
use crate::diag::Diagnostic;
use crate::diag::codes::P1501;
use crate::load::csv::{delimiter, open_quote};
use crate::source::decode;
use calamine::{Data, DataRef, Reader, Style, Xlsx};
use jiff::ToSpan;
use rust_xlsxwriter::utility::{column_number_to_name, row_col_to_cell};
use std::collections::BTreeMap;
use std::io::{self, Cursor, Read};

/// Most bytes that a workbook may become when it is unpacked. The largest sheets of a body are a hundredth of it.
pub(super) const MAX_UNPACKED: u64 = 256 << 20;
/// Most files in the archive that a workbook is.
const MAX_FILES: usize = 10_000;
/// Most cells with a value in a sheet.
pub(super) const MAX_CELLS: usize = 1_000_000;

/// A place in a sheet: row and column, from zero.
pub(crate) type Posto = (u32, u32);

/// A cell that has something in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Cella {
    /// What it says, as a CSV of the plan would hold it.
    pub(crate) testo: String,
    /// What the spreadsheet could not compute: `#N/D`. Then there is no text.
    pub(crate) guasto: Option<String>,
}

/// A sheet.
#[derive(Debug, Default)]
pub(crate) struct Foglio {
    pub(crate) nome: String,
    pub(crate) celle: BTreeMap<Posto, Cella>,
    /// The cells that are merged, each with the first and the last of its group.
    pub(super) unite: BTreeMap<Posto, (Posto, Posto)>,
    /// Whether the spreadsheet hides it.
    pub(crate) nascosto: bool,
}

impl Foglio {
    /// The text of a cell; of one that is merged with others, the text of the first of them.
    pub(crate) fn testo(&self, posto: Posto) -> &str {
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
    pub(super) fn unisci(&mut self, groups: impl Iterator<Item = (Posto, Posto)>) {
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
    pub(crate) fn righe(&self) -> Vec<u32> {
        let mut rows: Vec<u32> = self.celle.keys().map(|(row, _)| *row).collect();
        rows.dedup();
        rows
    }

    /// One past the last column.
    pub(crate) fn colonne(&self) -> u32 {
        self.celle.keys().map(|(_, column)| column + 1).max().unwrap_or_default()
    }
}

/// The letters of a column: 0 is `A`, 26 is `AA`.
pub(super) fn lettere(column: u32) -> String {
    column_number_to_name(u16::try_from(column).unwrap_or(u16::MAX))
}

/// A cell as spreadsheets name it: `D14`.
pub(crate) fn nome((row, column): Posto) -> String {
    row_col_to_cell(row, u16::try_from(column).unwrap_or(u16::MAX))
}

/// The sheets of the file that is called `file`.
///
/// # Errors
/// P1501 when it is no workbook, or one that could do harm: it unpacks to more than any sheet of a body needs, or is protected by a
/// password.
pub(crate) fn leggi(file: &str, bytes: &[u8]) -> Result<Vec<Foglio>, Diagnostic> {
    let ext = file.rsplit('.').next().unwrap_or_default().to_lowercase();
    match ext.as_str() {
        "csv" => csv(file, bytes).map(|foglio| vec![foglio]),
        "xlsx" | "xlsm" => xlsx(file, bytes),
        "ods" => ods(file, bytes),
        // Their reader does not say how the numbers are shown.
        "xls" | "xlsb" => Err(rifiuto(file, "è in una forma di cui non si legge quali numeri sono percentuali")
            .help("aprilo con il foglio di calcolo e salvalo come `.xlsx`, poi ripeti il comando")),
        _ => {
            Err(rifiuto(file, "non è un foglio di calcolo")
                .help("`piao importa` legge i file `.xlsx`, `.ods` e `.csv`"))
        }
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

fn ods(file: &str, bytes: &[u8]) -> Result<Vec<Foglio>, Diagnostic> {
    sicuro(file, bytes)?;
    ods::leggi(bytes).map_err(|why| match why {
        ods::Rifiuto::Password => rifiuto(file, "è protetto da una password")
            .help("aprilo con il foglio di calcolo, togli la password e salvalo di nuovo"),
        ods::Rifiuto::Guasto => rifiuto(file, "non si legge: è guasto, o non è quello che il suo nome dice")
            .help("aprilo con il foglio di calcolo e salvalo di nuovo come `.ods` o come `.xlsx`"),
        ods::Rifiuto::TroppeCelle => rifiuto(file, &format!("ha un foglio con più di {MAX_CELLS} celle"))
            .help("tieni nel file soltanto i fogli che servono al piano"),
    })
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
        Data::DateTime(when) if when.is_duration() => ora(when.as_f64()).unwrap_or_else(|| numero(when.as_f64())),
        Data::DateTime(when) => giorno(when.as_f64(), from_1904),
        Data::DateTimeIso(text) | Data::DurationIso(text) => text,
        Data::Error(error) => return Cella { testo: String::new(), guasto: Some(error.to_string()) },
    };
    Cella { testo, guasto: None }
}

/// A text without what spreadsheets and word processors leave in it.
pub(super) fn pulito(text: &str) -> String {
    let text = text.replace("_x000D_", "").replace("\r\n", "\n").replace(['\u{a0}', '\u{202f}'], " ");
    text.lines().map(str::trim).collect::<Vec<_>>().join("\n").trim().to_owned()
}

/// A number as the sheet shows it: a percentage, an amount of money, a number with the words that its format adds, or alone.
pub(super) fn con_unita(value: f64, format: &str) -> String {
    let (signs, words) = divisa(format);
    // A format that shows thousands shows another number: its words are not of this one.
    let thousands = signs.trim_end().ends_with("0,") || signs.trim_end().ends_with("#,");
    let words = if thousands { String::new() } else { words };
    // Only the sign of the format itself shows a number a hundred times larger. In `0"%"` it is a word.
    let (value, words) = if signs.contains('%') { (value * 100.0, "%".to_owned()) } else { (value, words) };
    let mut text = numero(value);
    if signs.contains('€') || words.contains('€') || format.to_uppercase().contains("EUR") {
        match text.split_once(',').map(|(_, cents)| cents.len()) {
            None => text.push_str(",00"),
            Some(1) => text.push('0'),
            Some(_) => {}
        }
        return format!("{text} €");
    }
    if words.is_empty() { text } else { format!("{text} {words}") }
}

/// The signs of a format of numbers, without its words; and the words that it writes after a number: `0" ore"` has `ore`.
fn divisa(format: &str) -> (String, String) {
    let (mut signs, mut words) = (String::new(), String::new());
    let mut chars = format.split(';').next().unwrap_or_default().chars();
    let mut said = |signs: &str, word: &str| {
        if signs.contains(['0', '#', '?']) || signs.eq_ignore_ascii_case("general") {
            words.push_str(word);
        }
    };
    while let Some(c) = chars.next() {
        match c {
            '"' => said(&signs, &chars.by_ref().take_while(|c| *c != '"').collect::<String>()),
            '\\' => said(&signs, &chars.next().map(String::from).unwrap_or_default()),
            // A blank as wide as the next sign, or that sign over and over.
            '_' | '*' => drop(chars.next()),
            '[' => signs.extend(chars.by_ref().take_while(|c| *c != ']').filter(|c| *c == '€')),
            _ => signs.push(c),
        }
    }
    (signs, words.trim().to_owned())
}

/// A number with a decimal comma, to the 15 digits that a spreadsheet keeps.
pub(super) fn numero(value: f64) -> String {
    let rounded: f64 = format!("{value:.14e}").parse().unwrap_or(value);
    rounded.to_string().replace('.', ",")
}

/// The day that a spreadsheet keeps as a number; with the hour, when it has one.
fn giorno(serial: f64, from_1904: bool) -> String {
    let whole = serial.floor();
    // Before the first day there are only hours.
    if whole == 0.0
        && let Some(ora) = ora(serial)
    {
        return ora;
    }
    let zero = if from_1904 { jiff::civil::date(1904, 1, 1) } else { jiff::civil::date(1899, 12, 30) };
    let day = (0.0..3_000_000.0).contains(&whole).then(|| zero.checked_add((whole as i64).days()).ok()).flatten();
    let Some(day) = day.map(Giorno) else { return numero(serial) };
    let said = format!("{:02}/{:02}/{}", day.giorno(), day.mese(), day.anno());
    let minutes = ((serial - whole) * 1440.0).round() as i64;
    if minutes == 0 { said } else { format!("{said} {:02}:{:02}", minutes / 60, minutes % 60) }
}

/// The hour, or the length, that a spreadsheet keeps as a part of a day: `1:30`. With seconds, when it has some.
pub(super) fn ora(serial: f64) -> Option<String> {
    let seconds = (serial * 86_400.0).round();
    let seconds = (0.0..86_400.0 * 40_000.0).contains(&seconds).then_some(seconds as u64)?;
    let said = format!("{}:{:02}", seconds / 3600, seconds / 60 % 60);
    Some(if seconds % 60 == 0 { said } else { format!("{said}:{:02}", seconds % 60) })
}

/// A CSV as a sheet.
fn csv(file: &str, bytes: &[u8]) -> Result<Foglio, Diagnostic> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let (text, mixed) = decode(bytes);
    let delimiter = delimiter(&text);
    if let Some(line) = mixed {
        return Err(rifiuto(file, &format!("ha alla riga {line} una lettera che non è scritta come le altre"))
            .help("aprilo con il foglio di calcolo, riscrivi quella riga e salvalo come «CSV UTF-8», o come `.xlsx`"));
    }
    if let Some(line) = open_quote(&text, delimiter) {
        return Err(rifiuto(
            file,
            &format!("ha alla riga {line} una virgoletta aperta che non è chiusa dove finisce la cella"),
        )
        .help(
            "chiudi la virgoletta; una che fa parte del testo si scrive due volte, dentro una cella fra virgolette",
        ));
    }
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let nome = file.rsplit_once('.').map_or(file, |(stem, _)| stem).to_owned();
    let mut foglio = Foglio { nome, ..Foglio::default() };
    // Lines that stand inside the cells of the rows before.
    let mut inside = 0;
    for record in reader.records().map_while(Result::ok) {
        // As the spreadsheet numbers it: a blank row counts, the lines of a cell do not.
        let line = record.position().map_or(1, csv::Position::line);
        let row = u32::try_from(line.saturating_sub(1 + inside)).unwrap_or(u32::MAX);
        inside += record.iter().map(|cell| cell.matches('\n').count() as u64).sum::<u64>();
        for (column, cell) in (0..).zip(&record) {
            let testo = pulito(cell);
            if !testo.is_empty() {
                foglio.celle.insert((row, column), Cella { testo, guasto: None });
            }
        }
    }
    Ok(foglio)
}

#[cfg(test)]
mod tests {
    use super::{con_unita, giorno, nome, ora};

    #[test]
    fn a_number_says_what_its_cell_shows() {
        for (value, format, said) in [
            (0.25, "0%", "25 %"),
            (0.07, "0.00%", "7 %"),
            // The sign is a word: the number is already the percentage.
            (40.0, "0\"%\"", "40 %"),
            (40.0, "0\\%", "40 %"),
            (1234.5, "#,##0.00 \"€\"", "1234,50 €"),
            (1234.0, "_-* #,##0.00 [$€-410]_-;-* #,##0.00 [$€-410]_-", "1234,00 €"),
            (12.0, "0\" ore\"", "12 ore"),
            (12.0, "\"n. \"0", "12"),
            (12.0, "General\" mq\"", "12 mq"),
            (0.1 + 0.2, "General", "0,3"),
            // Shown as «1,2 mila».
            (1234.0, "0.0,\" mila\"", "1234"),
            (-7.5, "0.0", "-7,5"),
        ] {
            assert_eq!(con_unita(value, format), said, "{format}");
        }
        assert_eq!(giorno(46_752.0, false), "31/12/2027");
        assert_eq!(giorno(46_752.0 + 9.5 / 24.0, false), "31/12/2027 09:30");
        assert_eq!(giorno(1.5 / 24.0, false), "1:30");
        assert_eq!(giorno(0.0, false), "0:00");
        assert_eq!(ora(25.5 / 24.0).as_deref(), Some("25:30"));
        assert_eq!(ora(90.0 / 86_400.0).as_deref(), Some("0:01:30"));
        assert_eq!(ora(-1.0), None);
        assert_eq!(nome((13, 3)), "D14");
    }
}
