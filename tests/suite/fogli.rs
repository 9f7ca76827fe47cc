//! `piao importa` of the sheets that were read wrongly: what is not understood is told at its cell, and no value changes its place.

use crate::importa::{csv, desk, importa, row, save};
use rust_xlsxwriter::{Format, Formula, Workbook};
use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::Path;

/// A sheet of objectives with these rows.
fn obiettivi(desk: &Path, name: &str, rows: &[&[&str]]) {
    save(desk, name, |book| {
        let sheet = book.add_worksheet().set_name("Obiettivi").unwrap();
        (0..).zip(rows).for_each(|(n, cells)| row(sheet, n, cells));
    });
}

#[test]
fn phases_are_followed_by_their_words_in_a_sheet_that_comes_back() {
    let (desk, plan) = desk();
    let heads: &[&str] = &["Codice", "Obiettivo", "Settore", "Fase", "Tempi", "Peso fase"];
    obiettivi(
        desk.path(),
        "h.xlsx",
        &[
            heads,
            &["A1.01", "Uno", "S1", "F a", "gennaio", "30"],
            &["", "", "", "F b", "marzo", "30"],
            &["", "", "", "F c", "maggio", "40"],
            &["A1.02", "Due", "S1", "G a", "giugno", "100"],
        ],
    );
    importa(desk.path(), &["h.xlsx", "piano"]);
    let text = csv(&plan, "dati/obiettivi.csv");
    fs::write(plan.join("dati/obiettivi.csv"), format!("\u{feff}{}", text.replace("marzo;30", "marzo;35"))).unwrap();
    obiettivi(
        desk.path(),
        "h.xlsx",
        &[
            heads,
            &["A1.01", "Uno", "S1", "F nuova", "gennaio", "10"],
            &["", "", "", "F c", "maggio", "50"],
            &["", "", "", "F a", "febbraio", "40"],
            &["A1.02", "Due", "", "G a", "", "100"],
        ],
    );
    let run = importa(desk.path(), &["h.xlsx", "piano"]);
    assert_eq!(
        csv(&plan, "dati/obiettivi.csv"),
        "codice;titolo;unita;fase.testo;fase.tempi;fase.peso\n\
         A1.01;Uno;S1;F nuova;gennaio;10\n\
         A1.01;Uno;;F a;febbraio;40\n\
         A1.01;Uno;;F b;marzo;35\n\
         A1.01;Uno;;F c;maggio;50\n\
         A1.02;Due;S1;G a;giugno;100\n",
        "{run:?}"
    );
    for words in
        ["fase «F b» è sparita dal foglio", "C5: A1.02, `unita` nel foglio non c’è più; nel piano resta «S1»", "E5: "]
    {
        assert!(run.err.contains(words), "{words}: {run:?}");
    }
    assert!(run.out.contains("fase «F nuova»: in più") && !run.err.contains("P1504"), "{run:?}");
    // Who says that the sheet has its way means its values, and not its empty cells.
    let run = importa(desk.path(), &["h.xlsx", "piano", "--vince-il-foglio"]);
    let text = csv(&plan, "dati/obiettivi.csv");
    assert!(text.contains("A1.02;Due;S1;G a;giugno;100") && text.contains("F b;marzo;35"), "{text}{run:?}");
}

#[test]
fn a_csv_of_windows_is_read_and_one_of_the_plan_keeps_its_form() {
    let (desk, plan) = desk();
    fs::write(
        desk.path().join("k.csv"),
        "Codice;Obiettivo;Settore;Target 2027;Indicatore\r\nA1.01;Uno;S1;#VALORE!;Ind\r\nA1.02;Due;#NOME?;5;Ind\r\n",
    )
    .unwrap();
    let hand = "codice,titolo,DECIDERE\r\nA1.01,\"Uno\",chi?\r\nA9.01,\"Nove, e basta\",\r\n";
    fs::write(plan.join("dati/obiettivi.csv"), hand).unwrap();
    let run = importa(desk.path(), &["k.csv", "piano"]);
    let text = fs::read_to_string(plan.join("dati/obiettivi.csv")).unwrap();
    assert_eq!(
        text,
        "codice,titolo,DECIDERE,unita,indicatore.target.2027,indicatore.testo\r\n\
         A1.01,\"Uno\",chi?,S1,,Ind\r\nA9.01,\"Nove, e basta\",,,,\r\nA1.02,Due,,,5,Ind\r\n",
        "{run:?}"
    );
    assert!(run.err.contains("D2: il foglio di calcolo qui scrive #VALORE!"), "{run:?}");
    assert!(
        run.err.contains("C3: il foglio di calcolo qui scrive #NOME?") && !run.err.contains("[[unita]]"),
        "{run:?}"
    );
    // What says the same stays as it was written.
    let quoted = text.replace("Due", "\"Due\"");
    fs::write(plan.join("dati/obiettivi.csv"), &quoted).unwrap();
    importa(desk.path(), &["k.csv", "piano"]);
    assert_eq!(fs::read_to_string(plan.join("dati/obiettivi.csv")).unwrap(), quoted);
    // What would be lost in writing it again is not written.
    let extra = quoted.replace("chi?,S1,,Ind", "chi?,S1,,Ind,di più");
    fs::write(plan.join("dati/obiettivi.csv"), &extra).unwrap();
    let run = importa(desk.path(), &["k.csv", "piano"]);
    assert!(run.err.contains("si perderebbero"), "{run:?}");
    assert_eq!(fs::read_to_string(plan.join("dati/obiettivi.csv")).unwrap(), extra);
}

#[test]
fn the_unit_of_a_group_ends_where_another_heading_begins() {
    let (desk, plan) = desk();
    save(desk.path(), "b.xlsx", |book| {
        let sheet = book.add_worksheet().set_name("Obiettivi").unwrap();
        row(sheet, 0, &["Codice", "Obiettivo", "Peso"]);
        sheet.merge_range(1, 0, 1, 2, "Settore Tributi", &Format::new()).unwrap();
        row(sheet, 2, &["A1.01", "Uno", "100"]);
        sheet.merge_range(3, 0, 3, 2, "SETTORE TECNICA", &Format::new()).unwrap();
        row(sheet, 4, &["A2.01", "Due", "100"]);
        // Headings that are not merged, in the column of the codes and in that of the titles.
        row(sheet, 5, &["Settore Scuola"]);
        row(sheet, 6, &["A3.01", "Tre", "100"]);
        row(sheet, 7, &["", "Servizi alla persona"]);
        row(sheet, 8, &["A4.01", "Quattro", "100"]);
        row(sheet, 9, &["S1"]);
        row(sheet, 10, &["A5.01", "Cinque", "100"]);
    });
    let run = importa(desk.path(), &["b.xlsx", "piano"]);
    assert_eq!(
        csv(&plan, "dati/obiettivi.csv"),
        "codice;titolo;peso;unita\nA1.01;Uno;100;Settore Tributi\nA2.01;Due;100;\nA3.01;Tre;100;Settore Scuola\n\
         A4.01;Quattro;100;\nA5.01;Cinque;100;S1\n",
        "{run:?}"
    );
    for words in ["A4: «SETTORE TECNICA»", "B8: «Servizi alla persona»", "le righe sotto restano senza unità"] {
        assert!(run.err.contains(words), "{words}: {run:?}");
    }
}

#[test]
fn a_heading_counts_also_where_there_is_a_column_of_units() {
    let (desk, plan) = desk();
    save(desk.path(), "b.xlsx", |book| {
        let sheet = book.add_worksheet().set_name("Obiettivi").unwrap();
        row(sheet, 0, &["Obiettivo", "Settore", "Peso"]);
        sheet.merge_range(1, 0, 1, 2, "Settore Tributi", &Format::new()).unwrap();
        row(sheet, 2, &["Uno", "", "100"]);
        row(sheet, 3, &["Settore Scuola"]);
        row(sheet, 4, &["Due", "", "60"]);
        row(sheet, 5, &["Tre", "S1", "40"]);
    });
    let run = importa(desk.path(), &["b.xlsx", "piano"]);
    assert_eq!(
        csv(&plan, "dati/obiettivi.csv"),
        "titolo;unita;peso\nUno;Settore Tributi;100\nDue;Settore Scuola;60\nTre;S1;40\n",
        "{run:?}"
    );
}

#[test]
fn a_unit_merged_over_its_objectives_is_that_of_each() {
    let (desk, plan) = desk();
    save(desk.path(), "p.xlsx", |book| {
        let sheet = book.add_worksheet().set_name("Obiettivi").unwrap();
        row(sheet, 0, &["Settore", "Codice", "Obiettivo", "Peso"]);
        sheet.merge_range(1, 0, 2, 0, "S1", &Format::new()).unwrap();
        row(sheet, 1, &["", "A1.01", "Uno"]);
        sheet.merge_range(1, 3, 2, 3, "50", &Format::new()).unwrap();
        row(sheet, 2, &["", "A1.02", "Due"]);
        row(sheet, 3, &["S2", "A2.01", "Tre", "100"]);
    });
    let run = importa(desk.path(), &["p.xlsx", "piano"]);
    assert_eq!(
        csv(&plan, "dati/obiettivi.csv"),
        "unita;codice;titolo;peso\nS1;A1.01;Uno;50\nS1;A1.02;Due;\nS2;A2.01;Tre;100\n",
        "{run:?}"
    );
    assert!(run.err.contains("D2: «50» è in una cella unita sopra più righe"), "{run:?}");
}

#[test]
fn what_stands_under_a_table_is_told_and_not_imported() {
    let (desk, plan) = desk();
    obiettivi(
        desk.path(),
        "o.xlsx",
        &[
            &["Codice", "Obiettivo", "Settore", "Peso", "Target 2027", "Target 2027"],
            &["A1.11", "Primo", "S1", "50", "5", "6"],
            &["A1.12", "Secondo", "S1", "50"],
            &["", "In attesa di conferma dalla Giunta"],
            &["Media", "", "", "50"],
            &[],
            &["A1.13", "Terzo", "S1", "10"],
            &["Fonte: elaborazione dell’ufficio"],
            &[],
            &["Codice", "Nome", "Responsabile"],
            &["B1", "Ufficio tributi", "x"],
            &["(*) I pesi sono provvisori"],
        ],
    );
    let run = importa(desk.path(), &["o.xlsx", "piano"]);
    let text = csv(&plan, "dati/obiettivi.csv");
    assert!(text.lines().count() == 4 && text.contains("A1.13;Terzo") && !text.contains("Ufficio"), "{text}{run:?}");
    for words in
        ["B4: «In attesa", "A8: «Fonte:", "A10: qui comincia un’altra tabella", "F: «Target 2027» dice la stessa cosa"]
    {
        assert!(run.err.contains(words), "{words}: {run:?}");
    }
    assert!(run.out.contains("A5: riga di totali"), "{run:?}");
}

/// People write the name of a group over the first of its columns, and merge nothing.
#[test]
fn a_head_on_two_rows_needs_no_merged_cells() {
    for (rows, expected) in [
        (
            &[
                &["OBIETTIVO", "", "", "INDICATORI", "", "TARGET", "", ""][..],
                &["Codice", "Titolo", "Settore", "Descrizione", "Unità di misura", "2027", "2028", "2029"],
                &["A1.1", "Uno", "S1", "Ore", "ore", "30", "32", "36"],
            ][..],
            "codice;titolo;unita;indicatore.testo;indicatore.unita_misura;indicatore.target.2027;indicatore.target.2028;indicatore.target.2029\nA1.1;Uno;S1;Ore;ore;30;32;36\n",
        ),
        (
            &[
                &["", "", "", "Target"],
                &["Codice", "Obiettivo", "Indicatore", "2027", "2028"],
                &["A1.1", "Uno", "Ore", "30", "32"],
            ],
            "codice;titolo;indicatore.testo;indicatore.target.2027;indicatore.target.2028\nA1.1;Uno;Ore;30;32\n",
        ),
        // What is of the phase is not of the objective.
        (
            &[
                &["Codice", "Obiettivo", "Fasi", "", ""],
                &["", "", "Descrizione", "Tempi", "Peso"],
                &["A1.1", "Uno", "Analisi", "marzo", "40"],
                &["", "", "Avvio", "maggio", "60"],
            ],
            "codice;titolo;fase.testo;fase.tempi;fase.peso\nA1.1;Uno;Analisi;marzo;40\nA1.1;Uno;Avvio;maggio;60\n",
        ),
        // A title, and the names of the body and of the office, are over no group.
        (
            &[
                &["Comune di Prova", "", "Settore Tributi", "", ""],
                &["Codice", "Obiettivo", "Descrizione", "Peso"],
                &["A1.1", "Uno", "d", "40"],
            ],
            "codice;titolo;descrizione;peso\nA1.1;Uno;d;40\n",
        ),
        (
            &[&["Indicatori"], &["Codice", "Obiettivo", "Descrizione", "Peso"], &["A1.1", "Uno", "d", "40"]],
            "codice;titolo;descrizione;peso\nA1.1;Uno;d;40\n",
        ),
    ] {
        let (desk, plan) = desk();
        obiettivi(desk.path(), "g.xlsx", rows);
        let run = importa(desk.path(), &["g.xlsx", "piano"]);
        assert_eq!(csv(&plan, "dati/obiettivi.csv"), expected, "{run:?}");
    }
}

#[test]
fn a_head_on_three_levels_gives_its_fields_to_the_indicators() {
    let (desk, plan) = desk();
    save(desk.path(), "m.xlsx", |book| {
        let sheet = book.add_worksheet().set_name("Obiettivi").unwrap();
        let plain = Format::new();
        row(sheet, 0, &["PIANO"]);
        for (column, words) in [(0, "Codice"), (1, "Obiettivo"), (2, "Settore")] {
            sheet.merge_range(1, column, 3, column, words, &plain).unwrap();
        }
        sheet.merge_range(1, 3, 1, 7, "Indicatori", &plain).unwrap();
        sheet.merge_range(2, 3, 3, 3, "Descrizione", &plain).unwrap();
        sheet.merge_range(2, 4, 3, 4, "Valore iniziale", &plain).unwrap();
        sheet.merge_range(2, 5, 2, 6, "Target", &plain).unwrap();
        sheet.merge_range(2, 7, 3, 7, "Fonte", &plain).unwrap();
        row(sheet, 3, &["", "", "", "", "", "2027", "2028"]);
        row(sheet, 4, &["A1.01", "Uno", "S1", "Ind a", "2", "3", "4", "SIT"]);
    });
    let run = importa(desk.path(), &["m.xlsx", "piano"]);
    assert_eq!(
        csv(&plan, "dati/obiettivi.csv"),
        "codice;titolo;unita;indicatore.testo;indicatore.base.valore;indicatore.target.2027;indicatore.target.2028;indicatore.fonte\n\
         A1.01;Uno;S1;Ind a;2;3;4;SIT\n",
        "{run:?}"
    );
    assert!(!run.err.contains("P0107"), "the plan has a place for the value from which it starts: {run:?}");
}

/// The bytes of a workbook without the value of its formulas, as a program that does not compute writes them.
fn senza_valori(bytes: &[u8]) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for n in 0..archive.len() {
        let mut entry = archive.by_index(n).unwrap();
        let (name, mut text) = (entry.name().unwrap().into_owned(), Vec::new());
        entry.read_to_end(&mut text).unwrap();
        if name.ends_with("sheet1.xml") {
            text = String::from_utf8(text)
                .unwrap()
                .replace("</f><v>0</v>", "</f>")
                .replace("<v>vuota</v>", "<v></v>")
                .into_bytes();
        }
        out.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(&text).unwrap();
    }
    out.finish().unwrap().into_inner()
}

#[test]
fn what_a_cell_shows_is_what_is_imported_or_told() {
    let (desk, plan) = desk();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Obiettivi").unwrap();
    row(sheet, 0, &["Codice", "Obiettivo", "Indicatore", "Target 2027"]);
    let shown = [
        (5.0, "\"non più di \"0\" giorni\"", "non più di 5 giorni"),
        (0.8, "\"≥ \"0%", "≥ 80 %"),
        (1_234_567.0, "#,##0.0,,\"M\"", "1234567"),
        (1500.0, "\"€\" #,##0", "1500,00 €"),
        (1.0, "\"sì\";\"no\";\"no\"", "sì"),
        (12.0, "0\"h\"00", ""),
    ];
    for (n, (value, format, _)) in (1..).zip(&shown) {
        sheet.write_with_format(n, 0, 1.1 + f64::from(n - 1), &Format::new().set_num_format("0.00")).unwrap();
        row(sheet, n, &["", &format!("Titolo {n}"), "Ind"]);
        sheet.write_with_format(n, 3, *value, &Format::new().set_num_format(*format)).unwrap();
    }
    row(sheet, 7, &["C.7", "Titolo 7", "Ind"]);
    sheet.write_formula(7, 3, Formula::new("=30+0")).unwrap();
    row(sheet, 8, &["C.8", "Titolo 8", "Ind"]);
    sheet.write_formula(8, 3, Formula::new("=\"\"").set_result("vuota")).unwrap();
    let bytes = senza_valori(&book.save_to_buffer().unwrap());
    fs::write(desk.path().join("f.xlsx"), bytes).unwrap();
    let run = importa(desk.path(), &["f.xlsx", "piano"]);
    let text = csv(&plan, "dati/obiettivi.csv");
    for (n, (_, format, said)) in (1..).zip(&shown) {
        assert!(text.contains(&format!("{n},10;Titolo {n};Ind;{said}\n")), "{format}: {text}{run:?}");
    }
    assert!(run.err.contains("D7: il foglio di calcolo qui scrive 12 con il formato"), "{run:?}");
    assert!(run.err.contains("D8: il foglio di calcolo qui scrive una formula senza il suo risultato"), "{run:?}");
    assert!(!run.err.contains("D9: "), "a formula that gives no words is an empty cell: {run:?}");
}

#[test]
fn a_sheet_under_another_name_is_not_a_plan_that_changed() {
    let (desk, _) = desk();
    let heads: &[&str] = &["Codice", "Obiettivo", "Peso"];
    obiettivi(desk.path(), "s.xlsx", &[heads, &["A1.01", "Uno", "40"]]);
    importa(desk.path(), &["s.xlsx", "piano"]);
    obiettivi(desk.path(), "s-v2.xlsx", &[heads, &["A1.01", "Uno", "50"]]);
    let run = importa(desk.path(), &["s-v2.xlsx", "piano"]);
    assert!(run.err.contains("`peso` non è lo stesso nel foglio e nel piano: «50» e «40»"), "{run:?}");
    assert!(!run.err.contains("è cambiato nel foglio e nel piano"), "{run:?}");
}

#[test]
fn hidden_rows_and_comments_are_told() {
    let (desk, _) = desk();
    save(desk.path(), "n.xlsx", |book| {
        book.add_worksheet().set_name("Altro").unwrap();
        let sheet = book.add_worksheet().set_name("Obiettivi").unwrap();
        row(sheet, 0, &["Codice", "Obiettivo", "Peso"]);
        row(sheet, 1, &["A1.01", "Uno", "50"]);
        row(sheet, 2, &["A1.02", "Due", "50"]);
        sheet.set_row_hidden(2).unwrap();
        sheet.insert_note(1, 2, &rust_xlsxwriter::Note::new("da rivedere")).unwrap();
    });
    let run = importa(desk.path(), &["n.xlsx", "piano"]);
    for words in ["«Obiettivi», A3: la riga è nascosta", "«Obiettivi», C2: il commento della cella non è importato"]
    {
        assert!(run.out.contains(words), "{words}: {run:?}");
    }
    assert!(!run.out.contains("A2: la riga") && !run.out.contains("C3: il commento"), "{run:?}");
}

#[test]
fn a_card_keeps_codes_as_codes_and_says_what_it_cannot_read() {
    let (desk, plan) = desk();
    save(desk.path(), "schede.xlsx", |book| {
        let sheet = book.add_worksheet().set_name("Schede").unwrap();
        let two = Format::new().set_num_format("0.00");
        row(sheet, 0, &["Codice", "", "Peso", "#N/D", "Settore", "Tributi"]);
        sheet.write_with_format(0, 1, 1.1, &two).unwrap();
        row(sheet, 1, &["Titolo", "Uno"]);
        // A name with nothing beside is followed by another name, and not by its value.
        row(sheet, 3, &["Codice", "A2", "Peso", "", "Settore", "Scuola"]);
        row(sheet, 4, &["Titolo", "Due"]);
        sheet.set_row_hidden(4).unwrap();
        sheet.insert_note(4, 1, &rust_xlsxwriter::Note::new("da rivedere")).unwrap();
    });
    let run = importa(desk.path(), &["schede.xlsx", "piano"]);
    assert_eq!(
        csv(&plan, "dati/obiettivi.csv"),
        "codice;peso;unita;titolo\n1,10;;Tributi;Uno\nA2;;Scuola;Due\n",
        "{run:?}"
    );
    for words in ["D1: il foglio di calcolo qui scrive #N/D", "A5: la riga è nascosta", "B5: il commento"] {
        assert!(format!("{}{}", run.out, run.err).contains(words), "{words}: {run:?}");
    }
}

/// A workbook of Excel 97–2003, as LibreOffice writes it: merged cells, formats, formulas, a hidden row, column and sheet, a comment.
#[test]
fn an_old_workbook_says_what_its_cells_show() {
    let (desk, plan) = desk();
    let bytes = include_bytes!("../fogli/obiettivi.xls");
    fs::write(desk.path().join("vecchio.xls"), bytes).unwrap();
    let run = importa(desk.path(), &["vecchio.xls", "piano"]);
    assert_eq!(
        csv(&plan, "dati/obiettivi.csv"),
        "codice;titolo;unita;peso;fine;fase.testo;fase.tempi;indicatore.testo;indicatore.target.2027\n\
         S1.01;Recupero dell’evasione – seconda parte;S1;40 %;31/12/2027;Analisi;gennaio;Somme recuperate;≥ 85,5 %\n\
         S1.01;Recupero dell’evasione – seconda parte;;;;Avvisi;marzo;Importo;125000,00 €\n\
         S1.02;Iscrizioni in linea, perché è più facile;S2;60 %;30/06/2027;Modulo;aprile;Ore di apertura;12 ore\n",
        "{run:?}"
    );
    assert_eq!(
        csv(&plan, "dati/dotazione.csv"),
        "area;profilo;numero\nFunzionari;Funzionario contabile;3\nIstruttori;Istruttore;6\nOperatori;Operaio;\n",
        "{run:?}"
    );
    for words in [
        "foglio Personale, C4: il foglio di calcolo qui scrive #DIV/0!",
        "Foglio «Obiettivi», A6: la riga è nascosta",
        "Foglio «Obiettivi», G: la colonna è nascosta",
        "Foglio «Obiettivi», H6: il commento",
        "Il foglio «Segreto» è nascosto",
    ] {
        assert!(run.err.contains(words) || run.out.contains(words), "{words}: {run:?}");
    }
    // A workbook is what it is, whatever it is called; so is a page of the web.
    fs::write(desk.path().join("nuovo.xlsx"), bytes).unwrap();
    let run = importa(desk.path(), &["nuovo.xlsx", "piano"]);
    assert!(run.out.contains("2 obiettivi in `dati/obiettivi.csv`, di cui 0 in più; 0 valori cambiati"), "{run:?}");
    fs::write(desk.path().join("pagina.xls"), "<html><table><tr><td>Codice</td></tr></table></html>").unwrap();
    let run = importa(desk.path(), &["pagina.xls", "piano"]);
    assert!(run.code == 2 && run.err.contains("una pagina web"), "{run:?}");
}

/// A workbook in the binary form of Excel: merged cells, formats, formulas, a hidden row, column and sheet, a comment, struck words.
#[test]
fn a_binary_workbook_says_what_its_cells_show() {
    let (desk, plan) = desk();
    let bytes = include_bytes!("../fogli/obiettivi.xlsb");
    fs::write(desk.path().join("binario.xlsb"), bytes).unwrap();
    let run = importa(desk.path(), &["binario.xlsb", "piano"]);
    assert_eq!(
        csv(&plan, "dati/obiettivi.csv"),
        "codice;titolo;unita;peso;scadenza;indicatore.testo;indicatore.target.2027;fase.testo\n\
         S1.01;Recupero dell’evasione – parte vecchia;S1;40 %;31/12/2027;Somme recuperate;≥ 85,5 %;Analisi\n\
         S1.01;Recupero dell’evasione – parte vecchia;;;;Importo;125000,00 €;Avvisi\n\
         S1.02;Iscrizioni in linea;S2;60 %;;Aperto;sì;Modulo\n",
        "{run:?}"
    );
    for words in [
        "E4: il foglio di calcolo qui scrive #N/",
        "Foglio «Obiettivi», A4: la riga è nascosta",
        "Foglio «Obiettivi», E: la colonna è nascosta",
        "Foglio «Obiettivi», F2: il commento",
        "B2: «Recupero dell’evasione – parte vecchia» è barrato",
        "H4: «Modulo» è barrato",
        "Il foglio «Segreto» è nascosto",
    ] {
        assert!(run.err.contains(words) || run.out.contains(words), "{words}: {run:?}");
    }
    // One that was cut, or has a password, is refused in words.
    fs::write(desk.path().join("tagliato.xlsb"), &bytes[..bytes.len() / 2]).unwrap();
    fs::write(desk.path().join("chiuso.xlsb"), include_bytes!("../fogli/obiettivi.xls")).unwrap();
    for (file, words) in
        [("tagliato.xlsb", "non è stato copiato per intero"), ("chiuso.xlsb", "è protetto da una password")]
    {
        let run = importa(desk.path(), &[file, "piano"]);
        assert!(run.code == 2 && run.err.contains(words), "{run:?}");
    }
}

#[test]
fn tables_side_by_side_are_told_and_never_mixed() {
    let (desk, plan) = desk();
    obiettivi(
        desk.path(),
        "f.xlsx",
        &[
            &["Codice", "Obiettivo", "Peso", "", "Settore", "Totale", "", "Corso", "Ore"],
            &["A1.01", "Uno", "50", "", "S1", "100", "", "Privacy", "4"],
            &["A1.02", "Due", "30", "", "", "", "", "Appalti", "8"],
            &["A1.03", "Tre", "20", "", "", "", "", "", ""],
            &["", "", "", "", "", "", "", "Anticorruzione", "2"],
        ],
    );
    let run = importa(desk.path(), &["f.xlsx", "piano"]);
    assert_eq!(
        csv(&plan, "dati/obiettivi.csv"),
        "codice;titolo;peso\nA1.01;Uno;50\nA1.02;Due;30\nA1.03;Tre;20\n",
        "{run:?}"
    );
    for words in
        ["E1: «Settore» sembra di un’altra tabella: è letta quella che comincia in A1", "H1: «Corso» sembra di"]
    {
        assert!(run.err.contains(words), "{words}: {run:?}");
    }
    // Also with no blank column between them.
    obiettivi(
        desk.path(),
        "h.xlsx",
        &[
            &["Codice", "Obiettivo", "Peso", "Codice", "Obiettivo", "Settore"],
            &["C1.01", "Uno", "50", "D1.01", "Uno altrove", "S1"],
        ],
    );
    fs::remove_file(plan.join("dati/obiettivi.csv")).unwrap();
    let run = importa(desk.path(), &["h.xlsx", "piano"]);
    assert_eq!(csv(&plan, "dati/obiettivi.csv"), "codice;titolo;peso\nC1.01;Uno;50\n", "{run:?}");
    assert!(run.err.contains("D1: «Codice» sembra di un’altra tabella"), "{run:?}");
    // A blank column inside a table is there for the eye. A column without a name is told.
    let rows: &[&[&str]] = &[
        &["Codice", "Obiettivo", "", "Settore", "Peso", ""],
        &["B1.01", "Uno", "", "S1", "50", "sì, ma"],
        &["B1.02", "Due", "", "S2", "50", ""],
    ];
    save(desk.path(), "g.xlsx", |book| {
        let sheet = book.add_worksheet().set_name("Obiettivi di S1").unwrap();
        (0..).zip(rows).for_each(|(n, cells)| row(sheet, n, cells));
        sheet.set_column_hidden(4).unwrap();
    });
    fs::remove_file(plan.join("dati/obiettivi.csv")).unwrap();
    let run = importa(desk.path(), &["g.xlsx", "piano"]);
    assert_eq!(
        csv(&plan, "dati/obiettivi.csv"),
        "codice;titolo;unita;peso\nB1.01;Uno;S1;50\nB1.02;Due;S2;50\n",
        "{run:?}"
    );
    assert!(run.err.contains("F2: la colonna non ha un nome: «sì, ma»"), "{run:?}");
    assert!(run.out.contains("E: la colonna è nascosta"), "{run:?}");
}

#[test]
fn a_row_that_nobody_changed_keeps_its_bytes() {
    let (desk, plan) = desk();
    let hand =
        "sep=;\r\ncodice;titolo ;peso;fase.testo\r\nA1.01;\"Uno\";50 ;Prima\r\n;;;Seconda\r\n\r\nA1.02;\"Due\";50;\r\n";
    fs::write(plan.join("dati/obiettivi.csv"), hand).unwrap();
    obiettivi(
        desk.path(),
        "k.xlsx",
        &[
            &["Codice", "Obiettivo", "Peso", "Fase"],
            &["A1.01", "Uno", "50", "Prima"],
            &["", "", "", "Seconda"],
            &["A1.02", "Due, meglio", "50", ""],
        ],
    );
    let run = importa(desk.path(), &["k.xlsx", "piano", "--vince-il-foglio"]);
    let text = fs::read_to_string(plan.join("dati/obiettivi.csv")).unwrap();
    assert_eq!(text, hand.replace("\r\n\r\nA1.02;\"Due\"", "\r\nA1.02;Due, meglio"), "{run:?}");
}

/// Who fills a sheet writes words, and not Markdown: what would be a sign there is written so that it is printed.
#[test]
fn the_words_of_a_cell_are_printed_as_they_are() {
    let (desk, plan) = desk();
    obiettivi(
        desk.path(),
        "m.xlsx",
        &[
            &["Codice", "Obiettivo", "Settore", "Descrizione", "Fase"],
            &["A1.01", "Uno 2*3", "S1", "2*3 e 4*5", "__x__ e [1] nota"],
            &["A1.02", "Due", "S1", "# 5 interventi", "F_a (2 x 3)"],
            &["A1.03", "Tre", "S1", "prima riga\n- uno\n- due", "- 5 gradi"],
        ],
    );
    let run = importa(desk.path(), &["m.xlsx", "piano"]);
    assert_eq!(
        csv(&plan, "dati/obiettivi.csv"),
        "codice;titolo;unita;descrizione;fase.testo\n\
         A1.01;Uno 2*3;S1;2\\*3 e 4\\*5;\\_\\_x\\_\\_ e \\[1\\] nota\n\
         A1.02;Due;S1;\\# 5 interventi;F_a (2 x 3)\n\
         A1.03;Tre;S1;\"prima riga\n\n- uno\n- due\";\\- 5 gradi\n",
        "{run:?}"
    );
    for code in ["P0107", "P0134", "P0201", "P0204", "P0208"] {
        assert!(!run.err.contains(code), "{code}: {run:?}");
    }
    // The same sheet says the same.
    let run = importa(desk.path(), &["m.xlsx", "piano"]);
    assert!(run.out.contains("di cui 0 in più; 0 valori cambiati") && !run.err.contains("P1504"), "{run:?}");
}
