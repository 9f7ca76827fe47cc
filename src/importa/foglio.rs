//! The sheets of a workbook as people see them: each cell is the text that a CSV of the plan would hold, with the sign of its unit.
//! A formula gives the value that the spreadsheet kept. Macros, images, links and embedded objects are not looked at.

use super::accanto::annota;
use super::archivio::{self, Archivio, Guasto, MAX_UNPACKED};
use super::formati::{Mostrati, codice, mostra, mostrati, numero};
use super::segni::uguale;
use super::{csv, ods, xls, xlsb};
use crate::base::giorno::Giorno;
use crate::diag::Diagnostic;
use crate::diag::codes::P1501;
use crate::lingua::fogli::ERRORI;
use crate::source::utf_16;
use calamine::{Data, DataRef, Reader, Xlsx};
use jiff::ToSpan;
use rust_xlsxwriter::utility::{column_number_to_name, row_col_to_cell};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;
use std::sync::OnceLock;

/// Most cells with a value in a sheet.
pub(super) const MAX_CELLS: usize = 1_000_000;

/// One past the last column that a sheet may have.
pub(super) const MAX_COLUMNS: u32 = 1 << 14;

/// A place in a sheet: row and column, from zero.
pub(crate) type Posto = (u32, u32);

/// A cell that has something in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Cella {
    /// What it says, as a CSV of the plan would hold it.
    pub(crate) testo: String,
    /// What the spreadsheet could not compute, `#N/D`, or shows in a way that is not understood. Then there is no text.
    pub(crate) guasto: Option<String>,
}

/// What is told of a formula whose value the spreadsheet did not keep.
pub(super) const SENZA_VALORE: &str = "una formula senza il suo risultato";

impl Cella {
    /// A cell of words: what a spreadsheet could not compute may be saved as words.
    pub(super) fn di_parole(text: &str) -> Self {
        let testo = pulito(text);
        let code =
            testo.strip_prefix("Err:").is_some_and(|code| code.len() == 3 && code.bytes().all(|b| b.is_ascii_digit()));
        match code || ERRORI.contains(&testo.as_str()) {
            true => Cella { testo: String::new(), guasto: Some(testo) },
            false => Cella { testo, guasto: None },
        }
    }

    /// A cell that is not imported, as it stands in the sheet.
    pub(super) fn guasta(what: impl Into<String>) -> Self {
        Cella { testo: String::new(), guasto: Some(what.into()) }
    }
}

/// A sheet.
#[derive(Debug, Default)]
pub(crate) struct Foglio {
    pub(crate) nome: String,
    pub(crate) celle: BTreeMap<Posto, Cella>,
    /// The cells that are merged, each with the first and the last of its group.
    pub(crate) unite: BTreeMap<Posto, (Posto, Posto)>,
    /// The numbers that are shown with zeros that they do not need, as codes are: `007`, `1,10`.
    pub(crate) codici: BTreeMap<Posto, String>,
    /// The rows that are hidden, and the columns.
    pub(crate) nascoste: BTreeSet<u32>,
    pub(crate) colonne_nascoste: BTreeSet<u32>,
    /// The cells whose words are struck through.
    pub(crate) barrate: BTreeSet<Posto>,
    /// The cells that show a day or an hour, whatever is written in them.
    pub(crate) orarie: BTreeSet<Posto>,
    /// The cells that show the day and the month, and keep a year that they do not show.
    pub(crate) senza_anno: BTreeSet<Posto>,
    /// The cells that have a comment.
    pub(crate) commenti: BTreeSet<Posto>,
    /// Whether the spreadsheet hides it.
    pub(crate) nascosto: bool,
    /// One past the last column, once somebody asks: all the cells are there by then.
    pub(super) larghezza: OnceLock<u32>,
}

/// How many bytes the words of a workbook take so far. Many cells may say the words of one, which is in the file once.
#[derive(Debug, Default)]
pub(super) struct Peso(u64);

impl Peso {
    /// Adds the words of a cell, and what is told of it.
    pub(super) fn con(&mut self, cella: &Cella) -> Result<(), TroppeCelle> {
        self.0 += (cella.testo.len() + cella.guasto.as_ref().map_or(0, String::len)) as u64;
        if self.0 > MAX_UNPACKED { Err(TroppeCelle) } else { Ok(()) }
    }
}

/// A sheet has more cells, or more words, than any sheet of a body.
#[derive(Debug)]
pub(super) struct TroppeCelle;

impl Foglio {
    /// Puts a value in its cell.
    pub(super) fn metti(
        &mut self,
        posto: Posto,
        value: &DataRef<'_>,
        format: &str,
        from_1904: bool,
        peso: &mut Peso,
    ) -> Result<(), TroppeCelle> {
        let cella = cella(value, format, from_1904);
        if let DataRef::DateTime(_) = value {
            self.orarie.insert(posto);
            self.senza_anno.extend((mostrati(format) == Mostrati::SenzaAnno).then_some(posto));
        }
        if let DataRef::Float(n) = value {
            self.codici.extend(codice(*n, format).map(|code| (posto, code)));
        }
        peso.con(&cella)?;
        if cella != Cella::default() {
            self.celle.insert(posto, cella);
        }
        if self.celle.len() > MAX_CELLS { Err(TroppeCelle) } else { Ok(()) }
    }

    /// A sheet with these cells, by row.
    pub(super) fn di(nome: &str, righe: Vec<Vec<String>>) -> Self {
        let mut foglio = Foglio { nome: nome.to_owned(), ..Foglio::default() };
        for (row, cells) in (0..).zip(righe) {
            for (column, cell) in (0..).zip(cells) {
                let cella = Cella::di_parole(&cell);
                if cella != Cella::default() {
                    foglio.celle.insert((row, column), cella);
                }
            }
        }
        foglio
    }

    /// The same sheet with its rows as columns.
    pub(super) fn girato(&self) -> Self {
        let turn = |(row, column): Posto| (column, row);
        let turned = |all: &BTreeSet<Posto>| all.iter().copied().map(turn).collect();
        let unite = self.unite.iter().map(|(posto, (first, last))| (turn(*posto), (turn(*first), turn(*last))));
        Foglio {
            nome: self.nome.clone(),
            celle: self.celle.iter().map(|(posto, cell)| (turn(*posto), cell.clone())).collect(),
            unite: unite.collect(),
            codici: self.codici.iter().map(|(posto, code)| (turn(*posto), code.clone())).collect(),
            nascoste: self.colonne_nascoste.clone(),
            colonne_nascoste: self.nascoste.clone(),
            barrate: turned(&self.barrate),
            orarie: turned(&self.orarie),
            senza_anno: turned(&self.senza_anno),
            commenti: turned(&self.commenti),
            nascosto: self.nascosto,
            larghezza: OnceLock::new(),
        }
    }

    /// The text of a cell that names something: with the zeros that it shows.
    pub(super) fn codice(&self, posto: Posto) -> &str {
        self.codici.get(&self.prima(posto)).map_or_else(|| self.testo(posto), String::as_str)
    }

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
        let each = groups.filter(|(first, last)| first != last).flat_map(|(first, last)| {
            let across = move |row| (first.1..=last.1.min(columns)).map(move |column| (row, column));
            (first.0..=last.0.min(rows)).flat_map(across).map(move |posto| (posto, (first, last)))
        });
        self.unite.extend(each.take(MAX_CELLS));
    }

    /// The rows that have a cell with something in it.
    pub(crate) fn righe(&self) -> Vec<u32> {
        let mut rows: Vec<u32> = self.celle.keys().map(|(row, _)| *row).collect();
        rows.dedup();
        rows
    }

    /// One past the last column.
    pub(crate) fn colonne(&self) -> u32 {
        let widest = || self.celle.keys().map(|(_, column)| column + 1).max().unwrap_or_default();
        *self.larghezza.get_or_init(widest)
    }

    /// The cells of a row that have something in them, each with its text: of those that are merged, only the first.
    pub(super) fn riga(&self, row: u32) -> impl Iterator<Item = (Posto, &str)> {
        let cells = self.celle.range((row, 0)..=(row, u32::MAX));
        let cells = cells.filter(move |(posto, _)| self.prima(**posto) == **posto);
        cells.map(|(posto, cella)| (*posto, cella.testo.as_str()))
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

/// The place of a cell by its name. None for words that name no cell.
pub(super) fn posto(name: &str) -> Option<Posto> {
    let letters = name.len() - name.trim_start_matches(|c: char| c.is_ascii_uppercase()).len();
    let (letters, row) = name.split_at_checked(letters).filter(|(letters, _)| (1..4).contains(&letters.len()))?;
    let column = letters.bytes().fold(0, |column, letter| column * 26 + u32::from(letter - b'A') + 1);
    Some((row.parse::<u32>().ok()?.checked_sub(1)?, column - 1))
}

/// The sheets of the file that is called `file`.
///
/// # Errors
/// P1501 when it is no workbook, or one that could do harm: it unpacks to more than any sheet of a body needs, or is protected by a
/// password.
pub(crate) fn leggi(file: &str, bytes: &[u8]) -> Result<Vec<Foglio>, Diagnostic> {
    let ext = file.rsplit('.').next().unwrap_or_default().to_lowercase();
    match ext.as_str() {
        "csv" => csv::leggi(file, bytes).map(|foglio| vec![foglio]),
        // What Excel calls «Testo Unicode».
        "txt" if utf_16(bytes).is_some() => csv::leggi(file, bytes).map(|foglio| vec![foglio]),
        "txt" | "tsv" => Err(rifiuto(file, "è un testo")
            .help("aprilo con il foglio di calcolo e salvalo come «CSV UTF-8», o come `.xlsx`, poi ripeti il comando")),
        // Whatever it is called: a workbook of today may be called `.xls`, and one that has a password is a file of the old form.
        "xlsx" | "xlsm" | "xls" if bytes.starts_with(&xls::INIZIO) => vecchio(file, bytes),
        "xls" if !bytes.is_empty() && !bytes.starts_with(b"PK") => {
            Err(rifiuto(file, "ha il nome di un foglio di Excel, e dentro è un’altra cosa")
                .note("alcuni programmi chiamano così una pagina web o un testo, che Excel apre lo stesso")
                .help("aprilo con il foglio di calcolo e salvalo come `.xlsx`, poi ripeti il comando"))
        }
        "xlsx" | "xlsm" | "xls" => xlsx(file, bytes),
        "ods" => ods(file, bytes),
        "xlsb" => xlsb(file, bytes),
        "p7m" => Err(rifiuto(file, "è una busta firmata, e il foglio ci sta dentro")
            .help("apri la busta con il programma di firma, e importa il foglio che c’è dentro")),
        _ => Err(rifiuto(file, "non è un foglio di calcolo")
            .help("`piao importa` legge i file `.xlsx`, `.xls`, `.xlsb`, `.ods` e `.csv`, e i documenti `.docx`")),
    }
}

/// Why a file is no workbook that can be read.
pub(super) fn rifiuto(file: &str, what: &str) -> Diagnostic {
    Diagnostic::global(P1501, format!("`{file}` {what}")).note("non è stato scritto niente")
}

fn xlsx(file: &str, bytes: &[u8]) -> Result<Vec<Foglio>, Diagnostic> {
    let mut archive = sicuro(file, bytes)?;
    let damaged = |_| guasto(file);
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).map_err(damaged)?;
    let from_1904 = book.has_1904_epoch();
    let sheets: Vec<(String, bool)> = book
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == calamine::SheetType::WorkSheet)
        .map(|sheet| (sheet.name.clone(), sheet.visible != calamine::SheetVisible::Visible))
        .collect();
    let mut out = Vec::new();
    let mut peso = Peso::default();
    for (nome, nascosto) in sheets {
        let unite = book.merge_cells_by_sheet_name(&nome).map_err(damaged)?;
        let mut foglio = Foglio { nome, nascosto, ..Foglio::default() };
        let mut reader = book.worksheet_cells_reader(&foglio.nome).map_err(damaged)?;
        // Cells that say that there is nothing in them.
        let mut vuote = BTreeSet::new();
        while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(damaged)? {
            let posto = cell.get_position();
            let style = reader.styles().get(style);
            let format = style.and_then(|style| style.number_format.as_ref());
            let format = format.map_or("", |format| format.format_code.as_str());
            if style.and_then(|style| style.font.as_ref()).is_some_and(|font| font.strikethrough)
                && *cell.get_value() != DataRef::Empty
            {
                foglio.barrate.insert(posto);
            }
            foglio.metti(posto, cell.get_value(), format, from_1904, &mut peso).map_err(|TroppeCelle| troppe(file))?;
            if !foglio.celle.contains_key(&posto) && *cell.get_value() != DataRef::Empty && vuote.len() < MAX_CELLS {
                vuote.insert(posto);
            }
        }
        drop(reader);
        let mut formulas = book.worksheet_cells_reader(&foglio.nome).map_err(damaged)?;
        while let Ok(Some(cell)) = formulas.next_formula() {
            let posto = cell.get_position();
            if !cell.get_value().is_empty() && !vuote.contains(&posto) && foglio.celle.len() < MAX_CELLS {
                foglio.celle.entry(posto).or_insert_with(|| Cella::guasta(SENZA_VALORE));
            }
        }
        foglio.unisci(unite.iter().map(|group| (group.start, group.end)));
        out.push(foglio);
    }
    annota(&mut archive, &mut out);
    Ok(out)
}

fn ods(file: &str, bytes: &[u8]) -> Result<Vec<Foglio>, Diagnostic> {
    ods::leggi(&mut sicuro(file, bytes)?).map_err(|why| match why {
        ods::Rifiuto::Password => rifiuto(file, "è protetto da una password")
            .help("aprilo con il foglio di calcolo, togli la password e salvalo di nuovo"),
        ods::Rifiuto::Guasto => rifiuto(file, "non si legge: è guasto, o non è quello che il suo nome dice")
            .help("aprilo con il foglio di calcolo e salvalo di nuovo come `.ods` o come `.xlsx`"),
        ods::Rifiuto::TroppeCelle => troppe(file),
    })
}

fn xlsb(file: &str, bytes: &[u8]) -> Result<Vec<Foglio>, Diagnostic> {
    xlsb::leggi(&mut sicuro(file, bytes)?).map_err(|why| match why {
        xlsb::Rifiuto::Guasto => guasto(file),
        xlsb::Rifiuto::TroppeCelle => troppe(file),
    })
}

/// A workbook of Excel 97–2003.
fn vecchio(file: &str, bytes: &[u8]) -> Result<Vec<Foglio>, Diagnostic> {
    xls::leggi(bytes).map_err(|why| match why {
        xls::Rifiuto::Password => rifiuto(file, "è protetto da una password")
            .help("aprilo con il foglio di calcolo, togli la password e salvalo come `.xlsx`"),
        xls::Rifiuto::Vecchio => rifiuto(file, "è di Excel 95, o di una versione ancora prima")
            .help("aprilo con il foglio di calcolo e salvalo come `.xlsx`, poi ripeti il comando"),
        xls::Rifiuto::Guasto => guasto(file),
        xls::Rifiuto::TroppeCelle => troppe(file),
    })
}

fn guasto(file: &str) -> Diagnostic {
    rifiuto(file, "non si legge: è guasto, o non è quello che il suo nome dice")
        .help("aprilo con il foglio di calcolo e salvalo di nuovo come `.xlsx`")
}

fn troppe(file: &str) -> Diagnostic {
    rifiuto(
        file,
        &format!("ha un foglio con più di {MAX_CELLS} celle, o con più parole di quante ne legge una persona"),
    )
    .help("tieni nel file soltanto i fogli che servono al piano")
}

/// Opens an archive, and refuses one that would fill the memory.
fn sicuro<'b>(file: &str, bytes: &'b [u8]) -> Result<Archivio<'b>, Diagnostic> {
    archivio::apri(bytes).map_err(|guasto| match guasto {
        Guasto::Cifrato => rifiuto(file, "è protetto da una password, o è di una versione molto vecchia")
            .help("aprilo con il foglio di calcolo, togli la password e salvalo come `.xlsx`"),
        Guasto::NonArchivio => rifiuto(file, "non è un foglio di calcolo, o non è stato copiato per intero")
            .help("aprilo con il foglio di calcolo e salvalo di nuovo come `.xlsx`"),
        Guasto::Gonfio => {
            rifiuto(file, "si gonfia, aprendosi, oltre ogni misura: potrebbe essere un file fatto per nuocere")
                .help("chiedi il foglio a chi lo ha scritto, o copia i dati in un file nuovo")
        }
    })
}

/// What a cell says.
fn cella(value: &DataRef<'_>, format: &str, from_1904: bool) -> Cella {
    let number = |n: f64| match mostra(n, format) {
        Some(testo) => Cella { testo, guasto: None },
        None => Cella::guasta(format!("{} con il formato `{format}`", numero(n))),
    };
    let testo = match Data::from(value.clone()) {
        Data::Empty => String::new(),
        Data::String(text) => return Cella::di_parole(&text),
        Data::Int(n) => return number(n as f64),
        Data::Float(n) => return number(n),
        Data::Bool(value) => if value { "sì" } else { "no" }.to_owned(),
        Data::DateTime(when) if when.is_duration() => ora(when.as_f64()).unwrap_or_else(|| numero(when.as_f64())),
        Data::DateTime(when) => giorno(when.as_f64(), from_1904, mostrati(format)),
        Data::DateTimeIso(text) => in_due(&text).map_or_else(|| text.clone(), |(day, hour)| con_ora(day, hour)),
        Data::DurationIso(text) => text,
        Data::Error(error) => return Cella::guasta(error.to_string()),
    };
    Cella { testo, guasto: None }
}

/// A text without what spreadsheets and word processors leave in it.
pub(super) fn pulito(text: &str) -> String {
    let text = text.replace("_x000D_", "").replace("_x000B_", "\n").replace("\r\n", "\n");
    // How Word ends a line inside a paragraph, and others theirs.
    let text = text.replace(['\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'], "\n");
    let text = text.replace(['\u{a0}', '\u{202f}'], " ");
    let text: String = text.chars().map(|c| uguale(c).unwrap_or(c)).collect();
    text.lines().map(str::trim).collect::<Vec<_>>().join("\n").trim().to_owned()
}

/// The day that a spreadsheet keeps as a number, as far as its cell shows it; with the hour, when it has one.
fn giorno(serial: f64, from_1904: bool, mostrati: Mostrati) -> String {
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
    let said = match mostrati {
        Mostrati::Giorno | Mostrati::SenzaAnno => day.to_string(),
        // Who wrote «dic 2027» has a cell that keeps the first of the month.
        Mostrati::Mese => return day.mese_e_anno(),
        Mostrati::Anno => return day.anno().to_string(),
    };
    let minutes = ((serial - whole) * 1440.0).round() as i64;
    if minutes == 0 { said } else { format!("{said} {:02}:{:02}", minutes / 60, minutes % 60) }
}

/// A day as programs write it, `2027-12-31T09:30:00`, and its hour, `09:30`, which may be blank.
pub(super) fn in_due(text: &str) -> Option<(Giorno, &str)> {
    let (day, hour) = text.split_once('T').unwrap_or((text, ""));
    Some((Giorno::parse(day)?, hour.get(..5).unwrap_or_default()))
}

/// A day as people write it; with the hour, when it has one.
pub(super) fn con_ora(day: Giorno, hour: &str) -> String {
    if ["", "00:00"].contains(&hour) { day.to_string() } else { format!("{day} {hour}") }
}

/// The hour, or the length, that a spreadsheet keeps as a part of a day: `1:30`. With seconds, when it has some.
pub(super) fn ora(serial: f64) -> Option<String> {
    let seconds = (serial * 86_400.0).round();
    let seconds = (0.0..86_400.0 * 40_000.0).contains(&seconds).then_some(seconds as u64)?;
    let said = format!("{}:{:02}", seconds / 3600, seconds / 60 % 60);
    Some(if seconds % 60 == 0 { said } else { format!("{said}:{:02}", seconds % 60) })
}

#[cfg(test)]
mod tests {
    use super::{DataRef, Foglio, MAX_UNPACKED, Mostrati, Peso, con_ora, giorno, in_due, nome, ora, posto};

    /// Words that are in the file once may be in many cells: they are not copied without end.
    #[test]
    fn words_that_would_fill_the_memory_are_refused() {
        let (mut foglio, mut peso) = (Foglio::default(), Peso(MAX_UNPACKED - 5));
        let mut put = |column| foglio.metti((0, column), &DataRef::SharedString("uno"), "", false, &mut peso);
        assert!(put(0).is_ok() && put(1).is_err());
    }

    #[test]
    fn a_day_and_an_hour_are_written_as_people_do() {
        let giorno = |serial| giorno(serial, false, Mostrati::Giorno);
        assert_eq!(giorno(46_752.0), "31/12/2027");
        assert_eq!(giorno(46_752.0 + 9.5 / 24.0), "31/12/2027 09:30");
        assert_eq!(giorno(1.5 / 24.0), "1:30");
        assert_eq!(giorno(0.0), "0:00");
        let iso = |text| in_due(text).map(|(day, hour)| con_ora(day, hour));
        assert_eq!(iso("2027-12-31T00:00:00").as_deref(), Some("31/12/2027"));
        assert_eq!(iso("2027-12-31T09:30:00").as_deref(), Some("31/12/2027 09:30"));
        assert_eq!(iso("2027-13-31"), None);
        assert_eq!(ora(25.5 / 24.0).as_deref(), Some("25:30"));
        assert_eq!(ora(90.0 / 86_400.0).as_deref(), Some("0:01:30"));
        assert_eq!(ora(-1.0), None);
        assert_eq!(nome((13, 3)), "D14");
        assert_eq!([posto("D14"), posto("AA1"), posto("D"), posto("14")], [Some((13, 3)), Some((0, 26)), None, None]);
    }
}
