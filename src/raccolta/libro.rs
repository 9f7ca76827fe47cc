//! The tables of a unit as a workbook: instructions, a sheet a table, and the hidden sheet that says which record each row is of. Words of
//! authors are strings, which no spreadsheet runs; the only formulas count how many cells are full.

use super::dovuti::Dovuti;
use super::fonti::Campo;
use super::moduli::{Aperta, Cella, Colonna, Foglio, Forma, Modulo, Riga, conta};
use super::parole::{Mostra, mostra, mostrato, piano};
use super::{Invio, MARCA, NASCOSTO, RIF, nome_file};
use crate::emit::dati::{cut, day, made_by_unix};
use crate::piano::element::quanti;
use crate::piano::settings::Momento;
use rust_xlsxwriter::utility::row_col_to_cell;
use rust_xlsxwriter::{
    Color, ConditionalFormatBlank, DataValidation, DataValidationErrorStyle, DataValidationRule, DocProperties,
    ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, IgnoreError, ProtectionOptions, Url, Workbook,
    Worksheet, XlsxError,
};

/// The row of the heads of a table, from zero; the rows of the table are below.
const TESTATA: u32 = 2;
/// How many stretches of cells a formula counts, at most.
const TRATTI: usize = 200;

const BLU: u32 = 0x1F_3864;
const OCRA: u32 = 0x7F_6000;
const GIALLO: u32 = 0xFF_F2CC;
const GRIGIO: u32 = 0xF2_F2F2;
const RIGA: u32 = 0xBF_BFBF;

/// The looks of the cells.
struct Stile {
    testata: Format,
    da_compilare: Format,
    letto: Format,
    centro: Format,
    aperto: Format,
    titolo: Format,
    sotto: Format,
}

impl Stile {
    fn new() -> Self {
        let base = Format::new().set_align(FormatAlign::Top).set_align(FormatAlign::Left).set_text_wrap();
        let framed = base.set_indent(1).set_border(FormatBorder::Thin).set_border_color(Color::RGB(RIGA));
        let head = framed.clone().set_bold().set_font_color(Color::White).set_align(FormatAlign::VerticalCenter);
        let letto = framed.clone().set_background_color(Color::RGB(GRIGIO));
        Stile {
            testata: head.clone().set_background_color(Color::RGB(BLU)),
            da_compilare: head.set_background_color(Color::RGB(OCRA)),
            centro: letto.clone().set_align(FormatAlign::Center),
            letto,
            aperto: framed.set_unlocked().set_background_color(Color::RGB(GIALLO)),
            titolo: Format::new().set_bold().set_font_size(15).set_font_color(Color::RGB(BLU)),
            sotto: Format::new().set_italic().set_font_color(Color::RGB(0x59_5959)),
        }
    }

    /// The look of a cell to fill. Text is kept as it is typed: «1/2» is no day.
    fn di(&self, forma: &Forma) -> Format {
        match forma {
            Forma::Percento => self.aperto.clone().set_num_format("0.0%").set_align(FormatAlign::Right),
            Forma::Numero(_) => self.aperto.clone().set_align(FormatAlign::Right),
            Forma::Giorno => self.aperto.clone().set_num_format("dd/mm/yyyy").set_align(FormatAlign::Center),
            Forma::Scelta(_) | Forma::Breve | Forma::Testo => self.aperto.clone().set_num_format("@"),
        }
    }
}

/// The bytes of the workbook of a unit.
///
/// # Errors
/// What the format cannot hold.
pub(super) fn file(dovuti: &Dovuti<'_>, modulo: &Modulo, invio: &Invio) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let ente = &dovuti.set.ente.nome.value;
    let mut properties =
        DocProperties::new().set_title(format!("Raccolta: {} – {}", dovuti.titolo(), modulo.nome)).set_author(ente);
    // Without a day the library would take that of the clock.
    if let Some(day) = day(dovuti.set.data.value) {
        properties = properties.set_creation_datetime(&day);
    }
    book.set_properties(&properties);
    let stile = Stile::new();
    book.push_worksheet(istruzioni(dovuti, modulo, invio, &stile)?);
    for (foglio, columns, rows) in &modulo.fogli {
        book.push_worksheet(tabella(dovuti, modulo, *foglio, columns, rows, &stile)?);
    }
    book.push_worksheet(nascosto(dovuti, modulo)?);
    let mut bytes = book.save_to_buffer()?;
    made_by_unix(&mut bytes);
    Ok(bytes)
}

/// Keeps all but the cells to fill as they are, without a password: rows and columns may be made wider.
fn protetto(sheet: &mut Worksheet) {
    sheet.protect_with_options(&ProtectionOptions {
        format_columns: true,
        format_rows: true,
        ..ProtectionOptions::default()
    });
}

/// How the sheet is printed: A4, as wide as a page, with the heads on each.
fn per_carta(sheet: &mut Worksheet, footer: &str) {
    const A4: u8 = 9;
    let footer = footer.replace('&', "&&");
    sheet.set_paper_size(A4).set_print_fit_to_pages(1, 0).set_margins(0.5, 0.5, 0.6, 0.7, 0.3, 0.3);
    sheet.set_footer(format!("&L{footer}&R&A, pagina &P di &N"));
}

/// The mark of a row.
fn rif(foglio: Foglio, n: usize) -> String {
    format!("{}{}", foglio.lettera(), n + 1)
}

fn row(n: usize) -> u32 {
    TESTATA + 1 + u32::try_from(n).unwrap_or(u32::MAX - 10)
}

fn col(n: usize) -> u16 {
    u16::try_from(n + 1).unwrap_or(u16::MAX)
}

/// The sheet of a table.
fn tabella(
    dovuti: &Dovuti<'_>,
    modulo: &Modulo,
    foglio: Foglio,
    columns: &[Colonna],
    rows: &[Riga],
    stile: &Stile,
) -> Result<Worksheet, XlsxError> {
    let mut sheet = Worksheet::new();
    sheet.set_name(foglio.nome())?.set_landscape();
    sheet.set_tab_color(Color::RGB(OCRA));
    sheet.write_string_with_format(0, 0, format!("{} – {}", foglio.nome(), modulo.nome), &stile.titolo)?;
    let legend = format!(
        "{} · {} · si compilano le celle gialle, sotto le intestazioni ocra; le altre sono da leggere",
        dovuti.set.ente.nome.value,
        dovuti.titolo()
    );
    sheet.write_string_with_format(1, 0, legend, &stile.sotto)?;
    sheet.set_row_height(0, 24)?;
    sheet.write_string_with_format(TESTATA, 0, RIF, &stile.testata)?.set_column_width(0, 6)?;
    sheet.set_row_height(TESTATA, 33)?;
    let widths: Vec<usize> =
        columns.iter().enumerate().map(|(n, column)| larghezza(column, rows, n, columns.len())).collect();
    for (n, (column, width)) in columns.iter().zip(&widths).enumerate() {
        // What nobody has to fill this time is only read.
        let open = rows.iter().any(|row| matches!(row.celle.get(n), Some(Cella::Aperta(_))));
        let head = if open { &stile.da_compilare } else { &stile.testata };
        sheet.write_string_with_format(TESTATA, col(n), &column.titolo, head)?;
        sheet.set_column_width(col(n), f64::from(u8::try_from(*width).unwrap_or(u8::MAX)))?;
    }
    for (r, line) in rows.iter().enumerate() {
        // A line where another objective begins.
        let begins = r > 0 && rows.get(r - 1).is_some_and(|above| above.id != line.id);
        let over = |format: &Format| {
            let format = format.clone();
            if begins {
                format.set_border_top(FormatBorder::Medium).set_border_top_color(Color::RGB(BLU))
            } else {
                format
            }
        };
        sheet.set_row_height(row(r), altezza(line, &widths))?;
        sheet.write_string_with_format(row(r), 0, rif(foglio, r), &over(&stile.centro))?;
        for (c, cell) in line.celle.iter().enumerate() {
            match cell {
                Cella::Detta(words) | Cella::Decisa(Aperta { valore: words, .. }) => {
                    sheet.write_string_with_format(row(r), col(c), cut(words), &over(&stile.letto))?;
                }
                Cella::Aperta(open) => aperta(&mut sheet, (row(r), col(c)), open, &over(&stile.di(&open.forma)))?,
            }
        }
    }
    for (c, column) in columns.iter().enumerate() {
        controlli(&mut sheet, column, rows, c)?;
    }
    let last = row(rows.len().saturating_sub(1));
    sheet.ignore_error_range(TESTATA, 0, last, col(columns.len()), IgnoreError::NumberStoredAsText)?;
    sheet.set_freeze_panes(TESTATA + 1, 2)?.set_repeat_rows(TESTATA, TESTATA)?;
    // The first cell to fill.
    let first = rows.iter().enumerate().find_map(|(r, line)| {
        let c = line.celle.iter().position(|cell| matches!(cell, Cella::Aperta(_)))?;
        Some((row(r), col(c)))
    });
    if let Some((r, c)) = first {
        sheet.set_selection(r, c, r, c)?;
    }
    per_carta(&mut sheet, &modulo.nome);
    protetto(&mut sheet);
    Ok(sheet)
}

fn aperta(sheet: &mut Worksheet, (r, c): (u32, u16), cell: &Aperta, format: &Format) -> Result<(), XlsxError> {
    match mostra(cell) {
        Mostra::Vuota => sheet.write_blank(r, c, format)?,
        Mostra::Parole(words) => sheet.write_string_with_format(r, c, cut(&words), format)?,
        Mostra::Numero(value) => sheet.write_number_with_format(r, c, value, format)?,
        Mostra::Giorno(when) => match day(when) {
            Some(day) => sheet.write_datetime_with_format(r, c, &day, format)?,
            None => sheet.write_string_with_format(r, c, when.to_string(), format)?,
        },
    };
    Ok(())
}

/// The width of a column, in characters: that of its longest words, and no more than lets the sheet be printed.
fn larghezza(column: &Colonna, rows: &[Riga], n: usize, columns: usize) -> usize {
    let most = match (column.stretta, columns > 9) {
        (true, _) => 16,
        (false, true) => 30,
        (false, false) => 44,
    };
    let cells = rows.iter().filter_map(|row| row.celle.get(n));
    let longest = cells.map(|cell| match cell {
        Cella::Detta(words) | Cella::Decisa(Aperta { valore: words, .. }) => {
            words.lines().map(|line| line.chars().count()).max().unwrap_or_default().min(most)
        }
        Cella::Aperta(open) => match &open.forma {
            Forma::Scelta(_) => 15,
            Forma::Percento | Forma::Numero(_) | Forma::Giorno => 11,
            Forma::Breve => 18,
            Forma::Testo if open.campo == Campo::Nota => 20,
            Forma::Testo => 30,
        },
    });
    let word = column.titolo.split(' ').map(|word| word.chars().count()).max().unwrap_or_default() + 1;
    longest.max().unwrap_or_default().max(word).max(5) + 2
}

/// The height of a row, in points, for all that its cells say. Spreadsheets do not measure the rows of a file that another program made.
fn altezza(line: &Riga, widths: &[usize]) -> f64 {
    const LINEA: f64 = 15.0;
    let lines = line.celle.iter().zip(widths).map(|(cell, width)| {
        let (words, least) = match cell {
            Cella::Detta(words) | Cella::Decisa(Aperta { valore: words, .. }) => (words, 1),
            // Room to write in.
            Cella::Aperta(open) if open.campo == Campo::Narrativa => (&open.valore, 3),
            Cella::Aperta(open) => (&open.valore, 1),
        };
        // Words are not cut, so a line holds a little less than its column.
        let each = words.lines().map(|line| 1 + line.chars().count() / width.saturating_sub(2).max(1));
        each.sum::<usize>().max(least)
    });
    let lines = u8::try_from(lines.max().unwrap_or(1)).unwrap_or(u8::MAX);
    (f64::from(lines) * LINEA + 4.0).min(400.0)
}

/// The stretches of one column that are of one form, each with its first and last row.
fn tratti(rows: &[Riga], c: usize) -> Vec<(usize, usize, &Aperta)> {
    let mut out: Vec<(usize, usize, &Aperta)> = Vec::new();
    for (r, line) in rows.iter().enumerate() {
        let Some(Cella::Aperta(open)) = line.celle.get(c) else { continue };
        match out.last_mut() {
            Some((_, last, above)) if *last + 1 == r && above.forma == open.forma && above.dovuta == open.dovuta => {
                *last = r;
            }
            _ => out.push((r, r, open)),
        }
    }
    out
}

/// What may be written in the cells of a column, and what is said of it where the caret is.
fn controlli(sheet: &mut Worksheet, column: &Colonna, rows: &[Riga], c: usize) -> Result<(), XlsxError> {
    for (first, last, cell) in tratti(rows, c) {
        let (a, b) = (row(first), row(last));
        let check = DataValidation::new();
        let (check, wrong) = match &cell.forma {
            Forma::Scelta(choices) => {
                let labels: Vec<&str> = choices.iter().map(|(_, label)| *label).collect();
                (check.allow_list_strings(&labels)?, "Scegliete una delle risposte dell’elenco.")
            }
            Forma::Percento if cell.campo == Campo::Rilevato => (
                check
                    .allow_decimal_number(DataValidationRule::GreaterThanOrEqualTo(-1000.0))
                    .set_error_style(DataValidationErrorStyle::Warning),
                "Qui si aspetta una percentuale, come 60 %.",
            ),
            Forma::Percento => (
                check.allow_decimal_number(DataValidationRule::Between(0.0, 1.0)),
                "Scrivete una percentuale fra 0 e 100 %.",
            ),
            Forma::Numero(_) => (
                check
                    .allow_decimal_number(DataValidationRule::Between(-1e12, 1e12))
                    .set_error_style(DataValidationErrorStyle::Warning),
                "Qui si aspetta un numero, senza l’unità.",
            ),
            Forma::Giorno => (
                check
                    .allow_date(DataValidationRule::Between(
                        ExcelDateTime::from_ymd(2000, 1, 1)?,
                        ExcelDateTime::from_ymd(2099, 12, 31)?,
                    ))
                    .set_error_style(DataValidationErrorStyle::Warning),
                "Qui si aspetta una data, come 31/12/2027.",
            ),
            Forma::Breve | Forma::Testo => (check.allow_any_value(), ""),
        };
        let check = check.ignore_blank(true).set_error_title("Da controllare")?.set_error_message(wrong)?;
        let title: String = column.titolo.chars().take(30).collect();
        let check =
            check.set_input_title(title)?.set_input_message(column.aiuto.chars().take(250).collect::<String>())?;
        sheet.add_data_validation(a, col(c), b, col(c), &check)?;
        // What is full is white: what is left is seen at once.
        let full = Format::new().set_background_color(Color::White);
        sheet.add_conditional_format(a, col(c), b, col(c), &ConditionalFormatBlank::new().invert().set_format(full))?;
    }
    Ok(())
}

/// The formula that counts the cells that are full of those that are due in a sheet; none where they are in too many stretches.
fn contate(foglio: Foglio, columns: &[Colonna], rows: &[Riga]) -> Option<String> {
    let mut parts = Vec::new();
    for c in 0..columns.len() {
        for (first, last, _) in tratti(rows, c).into_iter().filter(|(.., cell)| cell.dovuta) {
            let (a, b) = (row_col_to_cell(row(first), col(c)), row_col_to_cell(row(last), col(c)));
            parts.push(if a == b { format!("{}!{a}", foglio.nome()) } else { format!("{}!{a}:{b}", foglio.nome()) });
        }
    }
    (!parts.is_empty() && parts.len() <= TRATTI).then(|| format!("=COUNTA({})", parts.join(",")))
}

/// The first sheet: what to fill, by when, how to send it back, who to ask.
fn istruzioni(dovuti: &Dovuti<'_>, modulo: &Modulo, invio: &Invio, stile: &Stile) -> Result<Worksheet, XlsxError> {
    let mut sheet = Worksheet::new();
    sheet.set_name("Istruzioni")?.set_tab_color(Color::RGB(BLU));
    for (column, width) in [(0, 24.0), (1, 20.0), (2, 14.0), (3, 44.0)] {
        sheet.set_column_width(column, width)?;
    }
    sheet.set_screen_gridlines(false);
    let base = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let head = base.clone().set_bold().set_font_color(Color::RGB(BLU)).set_font_size(12);
    let mut r = 0;
    // A text over all the columns, in as many lines as it needs.
    let put = |sheet: &mut Worksheet, r: &mut u32, words: &str, format: &Format, high: f64| {
        let lines: usize = words.lines().map(|line| 1 + line.chars().count() / 100).sum();
        sheet.merge_range(*r, 0, *r, 3, words, format)?.set_row_height(*r, high * lines as f64 + 3.0)?;
        *r += 1;
        Ok::<(), XlsxError>(())
    };
    put(&mut sheet, &mut r, &modulo.nome, &stile.titolo.clone().set_text_wrap(), 20.0)?;
    let what = format!("{} · {}", dovuti.set.ente.nome.value, cosa(dovuti));
    put(&mut sheet, &mut r, &what, &stile.sotto.clone().set_text_wrap(), 15.0)?;
    r += 1;
    put(&mut sheet, &mut r, "Che cosa si compila", &head, 17.0)?;
    for (foglio, ..) in &modulo.fogli {
        put(
            &mut sheet,
            &mut r,
            &format!("Foglio {}: {}", foglio.nome(), compila(*foglio, dovuti.momento)),
            &base,
            15.0,
        )?;
    }
    put(&mut sheet, &mut r, GIALLE, &base, 15.0)?;
    r += 1;
    let top = r;
    for (n, words) in (0..).zip(["Foglio", "Celle da compilare", "Compilate", "Che cosa c’è"]) {
        sheet.write_string_with_format(top, n, words, &stile.testata)?;
    }
    r += 1;
    for (foglio, columns, rows) in &modulo.fogli {
        let (due, full) = conta(rows.iter());
        sheet.write_url_with_format(
            r,
            0,
            Url::new(format!("internal:'{}'!A1", foglio.nome())).set_text(foglio.nome()),
            &stile.letto,
        )?;
        sheet.write_number_with_format(r, 1, u32::try_from(due).unwrap_or(u32::MAX), &stile.centro)?;
        match contate(*foglio, columns, rows) {
            Some(formula) => sheet.write_formula_with_format(
                r,
                2,
                Formula::new(formula).set_result(full.to_string()),
                &stile.centro,
            )?,
            None => sheet.write_string_with_format(r, 2, "", &stile.centro)?,
        };
        sheet.write_string_with_format(r, 3, contiene(*foglio, rows.len()), &stile.letto)?;
        r += 1;
    }
    r += 1;
    put(&mut sheet, &mut r, "Entro quando", &head, 17.0)?;
    let by = invio.entro.map_or_else(
        || "Entro il giorno indicato nel messaggio con cui avete ricevuto questo file.".to_owned(),
        |day| format!("Entro il {}.", day.lunga()),
    );
    put(&mut sheet, &mut r, &by, &base, 15.0)?;
    r += 1;
    put(&mut sheet, &mut r, "Come si rimanda", &head, 17.0)?;
    for words in [
        format!(
            "Si salva e si allega alla risposta, con lo stesso nome: {}. Si può compilare con Excel o con LibreOffice, e salvare anche in .ods.",
            nome_file(&modulo.id)
        ),
        "Non serve finirlo in una volta sola. Le righe si riconoscono dal segno nella prima colonna («Rif.»): non va cambiato, e non si aggiungono righe. Se manca un obiettivo, si scrive nelle note.".to_owned(),
        "Le celle da leggere sono protette, senza password, perché nessuno le cambi per sbaglio: se dicono una cosa sbagliata, si scrive nelle note. Righe e colonne si possono allargare.".to_owned(),
    ] {
        put(&mut sheet, &mut r, &words, &base, 15.0)?;
    }
    r += 1;
    put(&mut sheet, &mut r, "A chi si chiede", &head, 17.0)?;
    let whom = invio.referente.clone().unwrap_or_else(|| "A chi vi ha mandato questo file.".to_owned());
    put(&mut sheet, &mut r, &whom, &base, 15.0)?;
    sheet.write_string_with_format(r + 1, 0, format!("{MARCA} 1: il file si riconosce da qui"), &stile.sotto)?;
    per_carta(&mut sheet, &modulo.nome);
    sheet.set_active(true);
    protetto(&mut sheet);
    Ok(sheet)
}

/// What is collected, for the head of the instructions.
fn cosa(dovuti: &Dovuti<'_>) -> String {
    match dovuti.misura() {
        Some(misura) => format!("{}, al {}", dovuti.titolo(), dovuti.set.giorno(misura)),
        None => format!("{}, triennio {}", dovuti.titolo(), dovuti.set.triennio_stampato()),
    }
}

/// What holds for all the cells to fill.
const GIALLE: &str = "Le celle gialle aspettano una risposta, e quelle già compilate si possono correggere. Niente nomi di persone: il documento è pubblico.";

/// What is to be filled in a sheet at that moment.
fn compila(foglio: Foglio, momento: Momento) -> &'static str {
    match (foglio, momento) {
        (Foglio::Obiettivi, Momento::Approvazione) => "il termine di ciascun obiettivo.",
        (Foglio::Fasi, Momento::Approvazione) => "i tempi di ciascuna attività.",
        (Foglio::Indicatori, Momento::Approvazione) => {
            "i valori da raggiungere, anno per anno, e quello da cui si parte."
        }
        (Foglio::Obiettivi, _) => {
            "l’esito di ciascun obiettivo e quanto ne è stato raggiunto; se non del tutto, il perché."
        }
        (Foglio::Fasi, _) => "quanta parte di ciascuna attività è fatta.",
        (Foglio::Misure, _) => {
            "per ciascuna misura di prevenzione, se è attuata come era previsto; se non del tutto, il perché."
        }
        (Foglio::Risultati, _) => "l’esito di ciascun risultato atteso.",
        (Foglio::Indicatori, Momento::Monitoraggio) => "il valore misurato, nell’unità scritta accanto.",
        (Foglio::Indicatori, _) => {
            "il valore misurato, nell’unità scritta accanto; e quello da raggiungere l’anno dopo, se il piano non lo dice."
        }
    }
}

/// What a sheet has, in a few words.
fn contiene(foglio: Foglio, n: usize) -> String {
    match foglio {
        Foglio::Obiettivi => quanti(n, "obiettivo", "obiettivi"),
        Foglio::Fasi => quanti(n, "fase", "fasi"),
        Foglio::Risultati => quanti(n, "risultato atteso", "risultati attesi"),
        Foglio::Misure => quanti(n, "misura di prevenzione", "misure di prevenzione"),
        Foglio::Indicatori => quanti(n, "indicatore", "indicatori"),
    }
}

/// The hidden sheet: of which plan, unit and moment the workbook is, the columns of each sheet and, row by row, the record and what each
/// cell said when it was made.
fn nascosto(dovuti: &Dovuti<'_>, modulo: &Modulo) -> Result<Worksheet, XlsxError> {
    let mut sheet = Worksheet::new();
    sheet.set_name(NASCOSTO)?.set_very_hidden(true);
    let set = dovuti.set;
    let meta = [
        (MARCA, "1".to_owned()),
        ("ente", set.ente.nome.value.clone()),
        ("triennio", set.triennio.value.clone()),
        ("anno", set.anno().to_string()),
        ("momento", dovuti.momento.label().to_owned()),
        ("unita", modulo.id.clone()),
        ("nome", modulo.nome.clone()),
    ];
    let mut r = 0;
    for (key, value) in meta {
        sheet.write_string(r, 0, key)?.write_string(r, 1, &value)?;
        r += 1;
    }
    for (foglio, columns, rows) in &modulo.fogli {
        sheet.write_string(r, 0, "colonne")?.write_string(r, 1, foglio.nome())?;
        sheet.write_string(r + 1, 0, "campi")?.write_string(r + 1, 1, foglio.nome())?;
        for (c, column) in (5..).zip(columns) {
            sheet.write_string(r, c, &column.titolo)?;
            sheet.write_string(r + 1, c, column.campo.map_or(String::new(), Campo::nome))?;
        }
        r += 2;
        for (n, line) in rows.iter().enumerate() {
            sheet.write_string(r, 0, rif(*foglio, n))?.write_string(r, 1, foglio.nome())?;
            sheet.write_string(r, 2, &line.id)?.write_string(r, 3, line.n.to_string())?;
            sheet.write_string(r, 4, cut(&piano(&line.testo)))?;
            for (c, cell) in (5..).zip(&line.celle) {
                let words = match cell {
                    Cella::Detta(words) | Cella::Decisa(Aperta { valore: words, .. }) => piano(words),
                    Cella::Aperta(open) => piano(&mostrato(open)),
                };
                sheet.write_string(r, c, cut(&words))?;
            }
            r += 1;
        }
    }
    protetto(&mut sheet);
    Ok(sheet)
}
