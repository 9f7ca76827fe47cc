use super::csv::harmless;
use super::*;
use crate::base::span::{FileId, Span};
use crate::document::{Column, DataType, Datum, Inline, Row, Section};
use crate::piano::element::row::Profile;
use proptest::prelude::*;

fn span() -> Span {
    Span::new(FileId(0), 0..0)
}

fn words(text: &str) -> Vec<Inline> {
    vec![Inline::Text { text: text.to_owned(), span: span() }]
}

/// A printed table with its data, as CSV.
fn csv_of(columns: &[(&str, Profile)], rows: &[&[&str]]) -> String {
    let columns = columns.iter().map(|(header, profile)| Column { header: words(header), profile: *profile }).collect();
    let rows = rows.iter().map(|cells| {
        let continues = cells.iter().take_while(|cell| **cell == "^").count();
        let cells = cells.iter().map(|cell| if *cell == "^" { vec![] } else { words(cell) }).collect();
        Row { anchor: None, cells, continues, total: false, span: span() }
    });
    let table = Table {
        number: Some(7),
        caption: Some(words("Prova")),
        columns,
        rows: rows.collect(),
        row_headers: false,
        registro: None,
    };
    let section = Section {
        id: Id::slug("prova"),
        number: Some("1".to_owned()),
        title: "Prova".to_owned(),
        level: 1,
        referente: None,
        stato: None,
        blocks: vec![],
        children: vec![],
        notes: vec![],
        span: span(),
    };
    let dataset = stampate::dataset(&table, "tabella-7".to_owned(), 7, &section);
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
    String::from_utf8(csv::file(&dataset)).expect("UTF-8").replace("\r\n", "\n")
}

use Profile::{Codice, Data, Importo, Numero, Testo};

#[test]
fn columns_of_numbers_hold_numbers_and_their_unit() {
    let made = csv_of(
        &[
            ("Voce", Testo),
            ("Importo", Importo),
            ("Quota %", Numero),
            ("Dal", Data),
            ("Posti", Numero),
            ("2025", Numero),
        ],
        &[
            &["Uno", "1.234,50\u{a0}€", "57,25\u{a0}%", "01/03/2025", "1.200", "−3"],
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

#[test]
fn marks_and_words_among_numbers_stand_beside_them() {
    let made = csv_of(
        &[("Obiettivo", Testo), ("Peso", Numero), ("Importo", Importo)],
        &[&["A", "40\u{a0}%", "10,00\u{a0}€"], &["B", "==", "non ancora finanziato"], &["C", "*", "−5,00\u{a0}€"]],
    );
    assert_eq!(
        made,
        "obiettivo,peso_percentuale,peso_percentuale_nota,importo_euro,importo_euro_nota\n\
         A,40,,10.00,\n\
         B,,non valutato,,non ancora finanziato\n\
         C,,remunerato con incentivi,-5.00,\n"
    );
}

#[test]
fn each_row_is_whole_and_totals_are_told() {
    let made = csv_of(
        &[("Linea", Testo), ("Passo", Testo), ("Ore", Numero)],
        &[&["Una", "primo", "3"], &["^", "secondo", "4"], &["Totale", "", "7"]],
    );
    assert_eq!(made, "linea,passo,ore,riga_di_totale\nUna,primo,3,false\nUna,secondo,4,false\nTotale,,7,true\n");
}

#[test]
fn names_of_columns_are_one_each_and_codes_stay_codes() {
    let made = csv_of(
        &[("", Testo), ("Città", Testo), ("Città", Testo), ("Codice", Numero), ("", Testo), ("CAP", Codice)],
        &[&["a", "–", "b, \"c\"", "007", "", "40010"], &["d", "e", "f", "12", "", "40011"]],
    );
    assert_eq!(made, "voce,citta,citta_2,codice,cap\na,,\"b, \"\"c\"\"\",007,40010\nd,e,f,12,40011\n");
}

#[test]
fn what_a_spreadsheet_would_run_is_words() {
    let same = ["-5,3", "+39 051 890 4711", "- 7 %", "–", "a=b", "1-2", "posta@comune.it", ""];
    for words in same {
        assert_eq!(harmless(words), words);
    }
    let run = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "  =1", "\t=1", "＝1", "－1+1", "- voce", "+"];
    for words in run {
        assert_eq!(harmless(words), format!("'{words}"));
    }
}

proptest! {
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
