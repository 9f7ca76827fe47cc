use super::csv::harmless;
use super::*;
use crate::base::span::{FileId, Span};
use crate::conti::colonna::{self, Letto};
use crate::document::{Cell, Column, DataType, Datum, Inline, Row, Section, Value};
use crate::piano::element::misura::{Percento, Peso};
use crate::piano::element::row::Profile;
use crate::piano::vista::Tipo;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::io::Read;

fn span() -> Span {
    Span::new(FileId(0), 0..0)
}

fn words(text: &str) -> Vec<Inline> {
    vec![Inline::Text { text: text.to_owned(), span: span() }]
}

/// A typed table with its data, as CSV.
fn csv_of(columns: &[&str], rows: &[&[&str]]) -> String {
    String::from_utf8(csv::file(&dataset_of(columns, rows, &[]))).expect("UTF-8").replace("\r\n", "\n")
}

/// The data of a typed table, whose columns its author may have declared.
fn dataset_of<S: AsRef<str>>(columns: &[S], rows: &[&[S]], tipi: &[Tipo]) -> Dataset {
    let values: Vec<Vec<Option<Letto>>> = (0..columns.len())
        .map(|n| {
            let cells: Vec<&str> = rows.iter().map(|row| row[n].as_ref()).collect();
            colonna::leggi("", &cells, tipi.get(n).copied()).celle
        })
        .collect();
    let columns = columns.iter().map(|header| Column { header: words(header.as_ref()), profile: Profile::Testo });
    let columns = columns.collect();
    let rows = rows.iter().enumerate().map(|(at, cells)| {
        let continues = cells.iter().take_while(|cell| cell.as_ref() == "^").count();
        let cells = cells.iter().enumerate().map(|(n, cell)| match (cell.as_ref(), values[n][at]) {
            ("^", _) => Cell::default(),
            (cell, Some(letto)) => Cell::new(words(cell), letto),
            (cell, None) => words(cell).into(),
        });
        Row { continues, ..Row::new(cells, span()) }
    });
    data_of(&Table {
        number: Some(7),
        caption: Some(words("Prova")),
        columns,
        rows: rows.collect(),
        row_headers: false,
        registro: None,
    })
}

/// The data of a table, each value of which is of the type of its column.
fn data_of(table: &Table) -> Dataset {
    let section = Section {
        apart: false,
        piano_tipo: None,
        inclusa: None,
        scritto: None,
        id: Id::slug("prova"),
        number: Some("1".to_owned()),
        title: "Prova".to_owned(),
        level: 1,
        frontespizio: false,
        referente: None,
        stato: None,
        blocks: vec![],
        children: vec![],
        notes: vec![],
        span: span(),
    };
    let dataset = stampate::dataset(table, "tabella-7".to_owned(), 7, &section);
    for row in &dataset.righe {
        for (value, column) in row.iter().zip(&dataset.colonne) {
            let right = match value {
                Datum::Vuoto => true,
                Datum::Testo(_) => column.tipo == DataType::Testo,
                Datum::Elenco(_) => column.tipo == DataType::Elenco,
                Datum::Numero(n) => {
                    column.tipo == DataType::Numero || column.tipo == DataType::Intero && n.intero().is_some()
                }
                Datum::Data(_) => column.tipo == DataType::Data,
                Datum::SiNo(_) => column.tipo == DataType::SiNo,
            };
            assert!(right, "{value:?} in {column:?}");
        }
    }
    dataset
}

#[test]
fn columns_of_numbers_hold_numbers_and_their_unit() {
    let made = csv_of(
        &["Voce", "Importo", "Quota %", "Dal", "Posti", "2025"],
        &[
            &["Uno", "1.234,50\u{a0}€", "57,25\u{a0}%", "01/03/2025", "1200", "−3"],
            &["Due", "–", "100\u{a0}%", "", "7", "0,5"],
        ],
    );
    assert_eq!(
        made,
        "voce,importo_euro,quota_percentuale,dal,posti,anno_2025\n\
         Uno,1234.50,57.25,2025-03-01,1200,-3\n\
         Due,,100,,7,0.5\n"
    );
}

/// A number with two readings is published as it is printed, with all the others of its column.
#[test]
fn what_has_two_readings_is_published_as_it_is_printed() {
    let made = csv_of(
        &["Soglia", "Importo", "Misura", "Ore", "Giorno", "Capitolo", "Posti"],
        &[
            &["0.250", "1234.5", "1.1", "8.30", "31.12", "3.1", "1.200"],
            &["0.125", "1500.25", "1.10", "9.00", "1.3", "3.1.1", "7"],
            &["0.5", "2.500", "1.2", "12.15", "15.6", "3.2", "850"],
        ],
    );
    assert_eq!(
        made,
        "soglia,importo,misura,ore,giorno,capitolo,posti\n\
         0.250,1234.5,1.1,8.30,31.12,3.1,1.200\n\
         0.125,1500.25,1.10,9.00,1.3,3.1.1,7\n\
         0.5,2.500,1.2,12.15,15.6,3.2,850\n"
    );
}

#[test]
fn marks_and_words_among_numbers_stand_beside_them() {
    let made = csv_of(
        &["Obiettivo", "Peso", "Importo"],
        &[&["A", "40\u{a0}%", "10,00\u{a0}€"], &["B", "==", "non ancora finanziato"], &["C", "70 %", "−5,00\u{a0}€"]],
    );
    assert_eq!(
        made,
        "obiettivo,peso_percentuale,peso_percentuale_nota,importo_euro,importo_euro_nota\n\
         A,40,,10.00,\n\
         B,,'==,,non ancora finanziato\n\
         C,70,,-5.00,\n"
    );
}

#[test]
fn each_row_is_whole_and_totals_are_told() {
    let made =
        csv_of(&["Linea", "Passo", "Ore"], &[&["Una", "primo", "3"], &["^", "secondo", "4"], &["Totale", "", "7"]]);
    assert_eq!(made, "linea,passo,ore,riga_di_totale\nUna,primo,3,false\nUna,secondo,4,false\nTotale,,7,true\n");
}

#[test]
fn names_of_columns_are_one_each_and_codes_stay_codes() {
    let made = csv_of(
        &["", "Città", "Città", "Codice", "", "CAP"],
        &[&["a", "–", "b, \"c\"", "007", "", "00184"], &["d", "e", "f", "12", "", "40011"]],
    );
    assert_eq!(made, "voce,citta,citta_2,codice,cap\na,,\"b, \"\"c\"\"\",007,00184\nd,e,f,12,40011\n");
}

/// The library of the workbook writes the system on which it runs: what it writes under Windows becomes what it writes here.
#[test]
fn a_workbook_is_made_on_one_system() {
    use std::io::Write as _;
    use zip::write::SimpleFileOptions;
    use zip::{System, ZipWriter};
    let archive = |system: System| {
        let mut writer = ZipWriter::new(std::io::Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default().unix_permissions(0o600).system(system);
        for name in ["xl/workbook.xml", "città.xml", "[Content_Types].xml"] {
            writer.start_file(name, options).expect("a new entry");
            writer.write_all(b"PK\x01\x02 PK\x05\x06").expect("room in memory");
        }
        writer.finish().expect("an archive").into_inner()
    };
    let (here, mut there) = (archive(System::Unix), archive(System::Dos));
    assert_ne!(here, there);
    assert_eq!(xlsx::made_by_unix(&mut there), Some(()));
    assert_eq!(here, there);
    assert_eq!(xlsx::made_by_unix(&mut []), None);
}

/// Two things in one printed cell are two columns of the data.
#[test]
fn a_cell_that_says_two_things_has_two_columns() {
    let outcome = |percent: &str, outcome: &str, value: i64| {
        let mut printed = words(percent);
        printed.push(Inline::Break);
        printed.extend(words(outcome));
        Cell::new(printed, outcome).and("percentuale", Percento(value))
    };
    let total = Cell::new(words("85,25\u{a0}%"), Value::Nothing).and("percentuale", Percento(8525));
    let weight = |words_of: &str, peso: Peso| Cell::new(words(words_of), peso);
    let table = Table {
        number: Some(7),
        caption: None,
        columns: ["Obiettivo", "Peso", "Esito al 31/12/2025"]
            .map(|header| Column { header: words(header), profile: Profile::Testo })
            .into(),
        rows: vec![
            Row::new(
                [
                    words("A").into(),
                    weight("60\u{a0}%", Peso::Numero(Percento(6000))),
                    outcome("96,00 %", "raggiunto", 9600),
                ],
                span(),
            ),
            Row::new([words("B").into(), weight("==", Peso::NonValutato), words("–").into()], span()),
            Row { total: true, ..Row::new([words("Totale").into(), Cell::default(), total], span()) },
        ],
        row_headers: true,
        registro: None,
    };
    let made = String::from_utf8(csv::file(&data_of(&table))).expect("UTF-8").replace("\r\n", "\n");
    assert_eq!(
        made,
        "obiettivo,peso_percentuale,peso_percentuale_nota,esito_al_31_12_2025,esito_al_31_12_2025_percentuale,riga_di_totale\n\
         A,60,,raggiunto,96,false\n\
         B,,non valutato,,,false\n\
         Totale,,,,85.25,true\n"
    );
}

/// How numbers are written in a column: the point of thousands or none, the comma or the point of decimals, a sign of what
/// they are of.
fn written(cents: i64, decimals: u32, grouped: bool, point: bool, sign: &str) -> String {
    let scale = 10i64.pow(decimals);
    let whole = if grouped && !point {
        crate::lingua::numeri::thousands((cents.abs() / scale).unsigned_abs())
    } else {
        (cents.abs() / scale).to_string()
    };
    let minus = if cents < 0 { "−" } else { "" };
    let mark = if point { "." } else { "," };
    let fraction = (decimals > 0).then(|| format!("{mark}{:0width$}", cents.abs() % scale, width = decimals as usize));
    format!("{minus}{whole}{}{sign}", fraction.unwrap_or_default())
}

/// A cell of a sheet.
#[derive(Debug, PartialEq)]
enum Sheet {
    Number(f64),
    Words(String),
}

/// The cells of the second sheet of a workbook, by row from 1 and column from 0.
fn sheet_of(data: &Dataset) -> BTreeMap<(usize, usize), Sheet> {
    let meta = crate::emit::pdf::tests::document(vec![]).meta;
    let bytes = xlsx::file(&meta, &[data]).expect("a workbook");
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a zip");
    let mut part = |name: &str| {
        let mut text = String::new();
        zip.by_name(name).expect("a part").read_to_string(&mut text).expect("UTF-8");
        text
    };
    let between = |text: &str, from: &str, to: &str| {
        let (_, rest) = text.split_once(from)?;
        Some(rest.split_once(to)?.0.to_owned())
    };
    let strings: Vec<String> = part("xl/sharedStrings.xml")
        .split("<si>")
        .skip(1)
        .map(|item| between(&item.replace(" xml:space=\"preserve\"", ""), "<t>", "</t>").unwrap_or_default())
        .collect();
    let mut cells = BTreeMap::new();
    for cell in part("xl/worksheets/sheet2.xml").split("<c ").skip(1) {
        let (Some(place), Some(value)) = (between(cell, "r=\"", "\""), between(cell, "<v>", "</v>")) else { continue };
        let letters = place.trim_end_matches(|c: char| c.is_ascii_digit());
        let column = letters.bytes().fold(0, |sum, letter| sum * 26 + usize::from(letter - b'A') + 1) - 1;
        let row: usize = place[letters.len()..].parse().expect("a row");
        let value = match between(cell, " t=\"", "\"").as_deref() {
            Some("s") => Sheet::Words(strings[value.parse::<usize>().expect("a string")].clone()),
            _ => Sheet::Number(value.parse().expect("a number")),
        };
        cells.insert((row, column), value);
    }
    cells
}

proptest! {
    /// Every number that is published is the number that is printed, in CSV, JSON and XLSX, however its column is written;
    /// what is not certain is published in the words that are printed.
    #[test]
    fn every_number_published_is_the_number_printed(
        columns in prop::collection::vec((any::<bool>(), any::<bool>(), 0usize..3, any::<bool>()), 1..5),
        cells in prop::collection::vec(prop::collection::vec((-2_000_000i64..2_000_000, 0u32..4), 5), 1..8),
    ) {
        let names: Vec<String> = (0..columns.len()).map(|n| format!("Colonna {n}")).collect();
        let signs = ["", "\u{a0}%", "\u{a0}€"];
        let truth = |n: usize, (number, decimals): (i64, u32)| {
            let (grouped, point, sign, declared) = columns[n];
            // Who declares a column of numbers says that 1.234 is a thousand.
            let decimals = if point && declared { decimals.min(2) } else { decimals };
            // An amount has cents or nothing.
            let decimals = if sign == 2 { if decimals % 2 == 0 { 0 } else { 2 } } else { decimals };
            (written(number, decimals, grouped, point, signs[sign]), number as f64 / 10f64.powi(decimals.cast_signed()))
        };
        let rows: Vec<Vec<String>> = cells
            .iter()
            .map(|row| (0..columns.len()).map(|n| truth(n, row[n]).0).collect())
            .collect();
        let tipi: Vec<Tipo> = columns
            .iter()
            .map(|(.., sign, declared)| match (declared, sign) {
                (false, _) => Tipo::Testo,
                (true, 0) => Tipo::Numero,
                (true, 1) => Tipo::Percentuale,
                (true, _) => Tipo::Importo,
            })
            .collect();
        for tipi in [&[][..], &tipi] {
            let slices: Vec<&[String]> = rows.iter().map(Vec::as_slice).collect();
            let data = dataset_of(&names, &slices, tipi);
            let json: serde_json::Value = serde_json::from_slice(&json::table(&data)).expect("JSON");
            let csv = csv::file(&data);
            let csv: Vec<::csv::StringRecord> =
                ::csv::Reader::from_reader(csv.as_slice()).records().map(|row| row.expect("CSV")).collect();
            let sheet = sheet_of(&data);
            for (at, row) in cells.iter().enumerate() {
                for (n, cell) in row.iter().take(columns.len()).enumerate() {
                    let (printed, value) = truth(n, *cell);
                    let words = printed.replace('\u{a0}', " ");
                    let place = data.colonne.iter().position(|column| column.descrizione == names[n]).expect("a column");
                    let published = (&data.righe[at][place], &json[at][&data.colonne[place].nome], &csv[at][place]);
                    let in_sheet = sheet.get(&(at + 2, place));
                    match published {
                        (Datum::Numero(number), in_json, in_csv) => {
                            prop_assert_eq!(number.as_f64(), value, "{} in {:?}", &printed, &rows);
                            prop_assert_eq!(in_csv.parse::<f64>().ok(), Some(value), "{}", &printed);
                            prop_assert_eq!(in_json.as_f64(), Some(value), "{}", &printed);
                            prop_assert_eq!(in_sheet, Some(&Sheet::Number(value)), "{}", &printed);
                        }
                        (Datum::Testo(said), in_json, in_csv) => {
                            prop_assert_eq!(said, &words);
                            prop_assert_eq!(in_json.as_str(), Some(words.as_str()));
                            prop_assert_eq!(in_csv, words.as_str());
                            prop_assert_eq!(in_sheet, Some(&Sheet::Words(words)));
                        }
                        // A declared column says in words, beside it, what it cannot read.
                        _ => prop_assert_eq!(&data.righe[at][place + 1], &Datum::Testo(words)),
                    }
                }
            }
        }
    }

    /// Whatever the words, no cell begins a formula, and nothing but one apostrophe is added.
    #[test]
    fn no_cell_runs(words in "[ \t=+@＝＋－＠'a0.,%\"\u{a0}-]{0,12}|\\PC{0,20}") {
        let cell = harmless(&words);
        let bare = cell.trim_start_matches(|c: char| c.is_whitespace() || c.is_control());
        let number = bare.get(1..).is_some_and(|rest| rest.chars().all(|c| c.is_ascii_digit() || " .,%€".contains(c)));
        let signs = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
        prop_assert!(!bare.starts_with(signs) || (bare.starts_with(['+', '-']) && number), "{cell:?}");
        prop_assert!(cell == words || cell.strip_prefix('\'') == Some(words.as_str()));
    }
}
