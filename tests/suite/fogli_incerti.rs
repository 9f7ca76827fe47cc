//! `piao importa` of the sheets in which it is not certain whose a value is: it stays out, and is told at its cell.

use crate::importa::{csv, desk, importa, row, save};
use rust_xlsxwriter::{ExcelDateTime, Format};
use std::fs;
use std::path::Path;

/// A sheet with these rows.
fn foglio(desk: &Path, file: &str, name: &str, rows: &[&[&str]]) {
    save(desk, file, |book| {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        (0..).zip(rows).for_each(|(n, cells)| row(sheet, n, cells));
    });
}

/// The CSV of a sheet of objectives with these rows, and what the command said, on one line.
fn importato(name: &str, rows: &[&[&str]]) -> (String, String) {
    let (desk, plan) = desk();
    foglio(desk.path(), "o.xlsx", name, rows);
    let run = importa(desk.path(), &["o.xlsx", "piano"]);
    let said = format!("{} {}", run.err, run.out).split_whitespace().collect::<Vec<_>>().join(" ");
    let path = plan.join("dati/obiettivi.csv");
    (if path.exists() { csv(&plan, "dati/obiettivi.csv") } else { String::new() }, said)
}

fn detto(said: &str, words: &[&str]) {
    for words in words {
        assert!(said.contains(words), "{words}: {said}");
    }
}

#[test]
fn a_table_goes_on_under_its_heads_again() {
    // The head below has more columns, or the one above has: the first is still the head of both.
    let (text, said) = importato(
        "Obiettivi",
        &[
            &["Settore S2"],
            &["Obiettivo", "Peso", "Colore"],
            &["Uno", "50", "rosso"],
            &["Due", "50", "blu"],
            &[],
            &["Settore S1"],
            &["Obiettivo", "Peso", "", "Scadenza"],
            &["Altro", "100", "", "31/12/2027"],
        ],
    );
    assert_eq!(text, "titolo;peso;scadenza;unita\nUno;50;;S2\nDue;50;;S2\nAltro;100;31/12/2027;S1\n", "{said}");
    detto(&said, &["foglio Obiettivi, C: «Colore» non è un campo"]);
    // Of two tables of which the columns are others, one is read and the other is told.
    let (text, said) = importato(
        "Obiettivi",
        &[
            &["Riepilogo"],
            &["Settore", "Obiettivi", "Peso"],
            &["S1", "1", "100"],
            &["S2", "1", "100"],
            &[],
            &["Codice", "Obiettivo", "Settore", "Peso", "Scadenza"],
            &["A1.1", "Uno", "S1", "100", "31/01/2027"],
        ],
    );
    assert_eq!(text, "codice;titolo;unita;peso;scadenza\nA1.1;Uno;S1;100;31/01/2027\n", "{said}");
    detto(&said, &["A2: «Settore» e ciò che gli sta accanto, fino a C4 sono sopra la riga dei nomi"]);
    let (text, said) = importato(
        "Obiettivi",
        &[
            &["Obiettivo", "Peso", "Settore"],
            &["Uno", "50", "S1"],
            &["Obiettivo", "Settore", "Peso"],
            &["Due", "S2", "50"],
        ],
    );
    assert_eq!(text, "titolo;peso;unita\nUno;50;S1\n", "{said}");
    detto(&said, &["A3: qui comincia un’altra tabella"]);
}

#[test]
fn a_row_that_does_not_say_whose_it_is_stays_out() {
    for (rows, expected, words) in [
        // A total without its word.
        (
            &[&["Codice", "Obiettivo", "Settore", "Peso"][..], &["A1.1", "Uno", "S1"], &[], &["", "", "", "100"]][..],
            "codice;titolo;unita;peso\nA1.1;Uno;S1;\n",
            "D4: la riga ha soltanto numeri",
        ),
        // A note below a column.
        (
            &[&["Codice", "Obiettivo", "Descrizione"], &["A1.1", "Uno", ""], &["", "", "Elenco approvato"]],
            "codice;titolo;descrizione\nA1.1;Uno;\n",
            "C3: in questa riga manca «Obiettivo», e non si sa di chi è",
        ),
        // A title that was forgotten, and one that could not be computed: what follows is not of the record above either.
        (
            &[
                &["Settore", "Obiettivo", "Indicatore", "Target 2027"],
                &["S1", "Uno", "i1", "3"],
                &["", "", "i2", "4"],
                &["S2", "", "i3", "5"],
                &["", "", "i4", "6"],
            ],
            "unita;titolo;indicatore.testo;indicatore.target.2027\nS1;Uno;i1;3\n;Uno;i2;4\n",
            "A4: in questa riga manca «Obiettivo»",
        ),
        (
            &[
                &["Obiettivo", "Settore", "Descrizione", "Peso"],
                &["Uno", "S1", "", ""],
                &["#N/D", "S2", "Del due", "70"],
                &["Tre", "S1", "d3", "30"],
            ],
            "titolo;unita;descrizione;peso\nUno;S1;;\nTre;S1;d3;30\n",
            "B3: di questa riga non si legge «Obiettivo»",
        ),
        // What it says again is the same.
        (
            &[
                &["Settore", "Obiettivo", "Indicatore", "Target 2027"],
                &["S1", "Uno", "i1", "3"],
                &["S1", "", "i2", "4"],
            ],
            "unita;titolo;indicatore.testo;indicatore.target.2027\nS1;Uno;i1;3\n;Uno;i2;4\n",
            "1 obiettivo in",
        ),
    ] {
        let (text, said) = importato("Obiettivi", rows);
        assert_eq!(text, expected, "{said}");
        detto(&said, &[words]);
    }
    // Rows of staff have no name.
    let (desk, plan) = desk();
    let staff: &[&[&str]] = &[&["Area", "Profilo", "Numero"], &["Istruttori", "Tecnico", "3"], &["", "", "3"]];
    foglio(desk.path(), "d.xlsx", "Dotazione", staff);
    let run = importa(desk.path(), &["d.xlsx", "piano"]);
    assert_eq!(csv(&plan, "dati/dotazione.csv"), "area;profilo;numero\nIstruttori;Tecnico;3\n", "{run:?}");
    assert!(run.err.contains("C3: la riga ha soltanto numeri"), "{run:?}");
}

#[test]
fn words_alone_in_a_row_are_not_an_objective_for_certain() {
    let (text, said) = importato(
        "Obiettivi",
        &[
            &["Obiettivo", "Peso", "Scadenza"],
            &["Settore Tributi"],
            &["Uno", "100", "2027"],
            &["POLIZIA LOCALE E PROTEZIONE CIVILE"],
            &["Due", "100", "2027"],
            &[],
            &["Il Segretario", "", "Il Sindaco"],
            &["dott. Rossi", "", "Bianchi"],
            &["Data: 12/11/2026", "", "Firma"],
            &["1 Peso provvisorio", "vedi nota"],
        ],
    );
    assert_eq!(text, "titolo;peso;scadenza;unita\nUno;100;2027;Settore Tributi\nDue;100;2027;\n", "{said}");
    detto(
        &said,
        &[
            "A4: «POLIZIA LOCALE E PROTEZIONE CIVILE» sta da sola nella sua riga",
            "e le righe sotto restano senza unità",
            "A7: «Il Segretario» sembra una firma",
            "A8: «dott. Rossi» sta sotto la firma",
            "A9: «Data: 12/11/2026» sembra una firma",
            "A10: «1 Peso provvisorio» sta sotto la firma",
        ],
    );
}

#[test]
fn the_unit_above_a_table_is_that_of_its_records() {
    let rows = |unit: &'static str| -> [&'static [&'static str]; 4] {
        let above: &'static [&'static str] = if unit == "S2" { &["Settore:", "S2"] } else { &["Settore: S9"] };
        [above, &["Responsabile: ing. Neri"], &["Obiettivo", "Peso"], &["Uno", "100"]]
    };
    let (text, said) = importato("Obiettivi", &rows("S2"));
    assert_eq!(text, "titolo;peso;unita\nUno;100;S2\n", "{said}");
    detto(&said, &["A2: «Responsabile: ing. Neri» sta sopra la tabella: non è importato"]);
    let (text, said) = importato("Obiettivi", &rows("S9"));
    assert_eq!(text, "titolo;peso\nUno;100\n", "{said}");
    detto(&said, &["A1: «Settore: S9» sta sopra la tabella, e non è il nome di un’unità del piano"]);
}

#[test]
fn the_tables_of_a_card_are_of_that_card() {
    let (text, said) = importato(
        "Schede",
        &[
            &["Titolo obiettivo", "Primo"],
            &["Settore", "S1"],
            &["Peso", "25"],
            &["Fase", "Descrizione", "Peso", "Tempi", "Inizio"],
            &["1", "Analisi", "40", "I trim", "gennaio"],
            &["2", "Gara", "60", "II trim", "aprile"],
            &["Indicatore", "Target 2027"],
            &["Pratiche evase", "100"],
            &["Note", "da rivedere"],
            &["Firma del responsabile", "Mario Rossi"],
            &[],
            &["Titolo obiettivo", "Secondo"],
            &["Settore", "S2"],
            &["Peso", "75"],
            &["N.", "Fasi", "Tempi", "Peso"],
            &["1", "Progetto", "anno", "100"],
            &["Indicatore", "Target 2027"],
            &["Km rifatti", "5"],
        ],
    );
    let mut lines = text.lines();
    assert_eq!(
        lines.next(),
        Some("titolo;unita;peso;fase.n;fase.testo;fase.peso;fase.tempi;indicatore.testo;indicatore.target.2027"),
        "{said}"
    );
    assert_eq!(
        lines.collect::<Vec<_>>(),
        [
            "Primo;S1;25;1;Analisi;40;I trim;;",
            "Primo;;;2;Gara;60;II trim;Pratiche evase;100",
            "Secondo;S2;75;;Progetto;100;anno;Km rifatti;5",
        ],
        "{said}"
    );
    detto(&said, &["E4: «Inizio» non è un campo", "A9: «Note» non è un campo", "con «da rivedere»", "A10: «Firma del"]);
    assert!(!text.contains("Rossi"), "{text}");
    // A name that the card has already, and that begins no card: what follows may be of another.
    let (text, said) = importato(
        "Schede",
        &[
            &["Titolo obiettivo", "Primo"],
            &["Settore", "S1"],
            &["Peso", "25"],
            &[],
            &["Titolo ob.", "Secondo"],
            &["Settore", "S2"],
            &["Indicatore", "Target 2027"],
            &["Km rifatti", "5"],
            &["Titolo obiettivo", "Terzo"],
            &["Settore", "S2"],
            &["Peso", ""],
        ],
    );
    assert_eq!(text, "titolo;unita;peso\nPrimo;S1;25\nTerzo;S2;\n", "{said}");
    detto(&said, &["B6: «Settore» c’è già in questa scheda", "accanto a «Peso» non c’è un valore"]);
}

/// «0,4» of a weight may be 40 %; in the same column «1» may be the whole.
#[test]
fn a_weight_that_may_be_a_part_of_one_is_told() {
    let (text, said) = importato(
        "Obiettivi",
        &[
            &["Obiettivo", "Peso", "Fase", "Peso fase"],
            &["Uno", "25%", "a", "1"],
            &["Due", "35", "b", "0,3"],
            &["Tre", "0,4", "c", "0,7"],
        ],
    );
    assert_eq!(text, "titolo;peso;fase.testo;fase.peso\nUno;25%;a;\nDue;35;b;\nTre;;c;\n", "{said}");
    for cell in ["B4: «0,4»", "D2: «1»", "D3: «0,3»", "D4: «0,7»"] {
        detto(&said, &[&format!("{cell} può essere una percentuale o una parte di uno")]);
    }
}

/// «Settore» beside «Servizio» is where the service belongs; what the row says is said of the service.
#[test]
fn the_units_of_two_levels_are_not_mixed() {
    let (desk, plan) = desk();
    fs::write(plan.join("dati/unita.toml"), "[[unita]]\nnome = \"Affari generali\"\n").unwrap();
    let rows: &[&[&str]] = &[
        &["Settore", "Servizio", "N. dipendenti"],
        &["Affari generali", "Segreteria", "4"],
        &["Affari generali", "Anagrafe", "5"],
        &["Affari generali", "", "1"],
    ];
    foglio(desk.path(), "u.xlsx", "Struttura", rows);
    let run = importa(desk.path(), &["u.xlsx", "piano"]);
    assert_eq!(
        csv(&plan, "dati/unita.csv"),
        "padre;nome;dipendenti\nAffari generali;Segreteria;4\nAffari generali;Anagrafe;5\n",
        "{run:?}"
    );
    assert!(run.err.contains("A4: in questa riga manca «Servizio»"), "{run:?}");
}

/// Rows of staff have no name: a note below them is no row.
#[test]
fn a_note_below_rows_without_a_name_is_told() {
    let (desk, plan) = desk();
    let staff: &[&[&str]] =
        &[&["Area", "Profilo", "Numero"], &["Istruttori", "Tecnico", "3"], &["* di cui due a tempo parziale"]];
    foglio(desk.path(), "d.xlsx", "Dotazione", staff);
    let run = importa(desk.path(), &["d.xlsx", "piano"]);
    assert_eq!(csv(&plan, "dati/dotazione.csv"), "area;profilo;numero\nIstruttori;Tecnico;3\n", "{run:?}");
    assert!(run.err.contains("A3: «* di cui due a tempo parziale»"), "{run:?}");
}

#[test]
fn a_sheet_with_a_card_in_each_column_is_read_or_refused_with_its_cure() {
    let (text, said) = importato(
        "Obiettivi",
        &[
            &["Obiettivo", "Uno", "Due", "Tre"],
            &["Settore", "S1", "S1", "S2"],
            &["Peso", "10", "20", "30"],
            &["Colore", "blu", "", "rosso"],
            &["Descrizione", "d", "e", "f"],
        ],
    );
    assert_eq!(text, "titolo;unita;peso;descrizione\nUno;S1;10;d\nDue;S1;20;e\nTre;S2;30;f\n", "{said}");
    detto(&said, &["foglio Obiettivi, riga 4: «Colore» non è un campo che piao conosce: la riga non è importata"]);
    // Where something else stands beside it, nothing is.
    let (text, said) = importato(
        "Obiettivi",
        &[
            &["PIANO"],
            &["", "Obiettivo", "Uno", "Due", "Tre"],
            &["", "Settore", "S1", "S1", "S2"],
            &["", "Peso", "10", "20", "30"],
            &["", "Descrizione", "d", "e", "f"],
        ],
    );
    assert!(text.is_empty(), "{text}");
    detto(&said, &["foglio Obiettivi, D2: il foglio ha una scheda per colonna", "«Trasponi»"]);
    let (text, said) = importato(
        "Schede",
        &[
            &["Titolo obiettivo", "Uno", "", "Titolo obiettivo", "Due"],
            &["Settore", "S1", "", "Settore", "S2"],
            &["Peso", "10", "", "Peso", "20"],
            &["Descrizione", "d", "", "Descrizione", "e"],
        ],
    );
    assert!(text.is_empty(), "{text}");
    detto(&said, &["foglio Schede, D1: il foglio ha schede una accanto all’altra"]);
}

#[test]
fn a_day_says_what_its_cell_shows_and_struck_words_are_told() {
    let (desk, plan) = desk();
    save(desk.path(), "o.xlsx", |book| {
        let sheet = book.add_worksheet().set_name("Obiettivi").unwrap();
        row(sheet, 0, &["Obiettivo", "Scadenza", "Indicatore", "Target 2027"]);
        let day = ExcelDateTime::from_ymd(2027, 12, 1).unwrap();
        for (n, (format, title)) in (1..).zip([("mmm-yy", "Uno"), ("yyyy", "Due"), ("d-mmm", "Tre")]) {
            row(sheet, n, &[title, "", "i", "5"]);
            sheet.write_with_format(n, 1, &day, &Format::new().set_num_format(format)).unwrap();
        }
        sheet.write_with_format(3, 2, "tolto", &Format::new().set_font_strikethrough()).unwrap();
        let (struck, plain) = (Format::new().set_font_strikethrough(), Format::new());
        sheet.write_rich_string(2, 2, &[(&struck, "vecchio "), (&plain, "nuovo")]).unwrap();
        let sheet = book.add_worksheet().set_name("Formazione").unwrap();
        row(sheet, 0, &["Corso", "Ore"]);
        row(sheet, 1, &["Sicurezza"]);
        sheet.write_with_format(1, 1, 8.0 / 24.0, &Format::new().set_num_format("h:mm")).unwrap();
    });
    let run = importa(desk.path(), &["o.xlsx", "piano"]);
    assert_eq!(
        csv(&plan, "dati/obiettivi.csv"),
        "titolo;scadenza;indicatore.testo;indicatore.target.2027\nUno;dicembre 2027;i;5\nDue;2027;vecchio nuovo;5\nTre;01/12/2027;tolto;5\n",
        "{run:?}"
    );
    assert!(run.err.contains("C4: «tolto» è barrato"), "{run:?}");
    assert!(run.err.contains("C3: «vecchio nuovo» è barrato, in tutto o in parte"), "{run:?}");
    assert!(run.err.contains("B4: la cella mostra il giorno senza l’anno"), "{run:?}");
    let said = run.err.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("foglio Formazione, B2: ") && said.contains("dalle il formato «Numero»"), "{run:?}");
}

#[test]
fn the_memory_of_a_sheet_is_checked_and_follows_its_names() {
    let (desk, plan) = desk();
    let file = "o.xlsx";
    foglio(desk.path(), file, "Obiettivi", &[&["Obiettivo", "Settore", "Peso"], &["Uno", "S1", "40"]]);
    importa(desk.path(), &[file, "piano"]);
    // A column that took another name is still known by it.
    foglio(desk.path(), file, "Obiettivi", &[&["Titolo dell’obiettivo", "Settore", "Peso %"], &["Uno", "S1", "50"]]);
    let run = importa(desk.path(), &[file, "piano"]);
    assert_eq!(csv(&plan, "dati/obiettivi.csv"), "titolo;unita;peso\nUno;S1;50\n", "{run:?}");
    // A field that there is not is refused, at its line.
    let memory = plan.join("importa/o.toml");
    let text = fs::read_to_string(&memory).unwrap();
    fs::write(&memory, text.replace("\"Peso\" = \"peso\"", "\"Peso\" = \"genere\"")).unwrap();
    let run = importa(desk.path(), &[file, "piano"]);
    let said = run.err.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(run.code == 2 && said.contains("alla riga 12 «genere», per la colonna «Peso»"), "{run:?}");
    fs::write(&memory, &text).unwrap();
    // Nor is a sheet that took another name forgotten.
    foglio(desk.path(), file, "Obiettivi 2027", &[&["Obiettivo", "Settore", "Peso"], &["Due", "S1", "50"]]);
    let run = importa(desk.path(), &[file, "piano"]);
    assert!(run.err.contains("non c’è più il foglio «Obiettivi»"), "{run:?}");
    // Who writes the kind of a sheet finds its columns there.
    let rows: &[&[&str]] = &[
        &["Area di rischio", "Processo", "Evento rischioso", "Misura"],
        &["Contratti pubblici", "Affidamenti", "Frazionamento", "Rotazione"],
    ];
    foglio(desk.path(), "r.xlsx", "Foglio1", rows);
    fs::write(plan.join("importa/r.toml"), "[[foglio]]\nnome = \"Foglio1\"\ntipo = \"processi\"\n").unwrap();
    let run = importa(desk.path(), &["r.xlsx", "piano"]);
    let text = fs::read_to_string(plan.join("importa/r.toml")).unwrap();
    assert!(text.contains("file = \"dati/processi.csv\"") && text.contains("\"Misura\" = \"\""), "{text}{run:?}");
}

#[test]
fn a_year_alone_and_a_sheet_of_parts_are_told_with_their_cure() {
    let (_, said) = importato(
        "Obiettivi",
        &[&["Obiettivo", "Settore", "Indicatore", "2027", "2028"], &["Uno", "S1", "i1", "3", "4"]],
    );
    let line = "in `importa/o.toml`, sotto `[foglio.colonne]`, la sua riga sia `\"2027\" = \"indicatore.target.2027\"`";
    detto(&said, &["D: «2027» è un anno, e non si dice di che cosa", "«Target 2027»", line]);
    // The cure is in the words of the sheet.
    detto(&said, &["aggiungila, con il nome «indicatore target»"]);
    let (text, said) = importato("Indicatori", &[&["Indicatore", "Target 2027"], &["Tempo", "25"]]);
    assert!(text.is_empty(), "{text}");
    detto(&said, &["fasi e indicatori entrano negli obiettivi che il piano ha già", "«Codice obiettivo»"]);
    let (text, said) =
        importato("Indicatori", &[&["Cod. obiettivo", "Indicatore", "Target 2027"], &["A1.1", "Tempo", "25"]]);
    assert!(text.is_empty(), "{text}");
    detto(
        &said,
        &["P1502", "A2: il foglio ha parti di obiettivi che nel piano non ci sono: «A1.1»", "prima importa il foglio"],
    );
}

/// «Idem» says what the cell above says to who sees the sheet: in the plan nobody would know.
#[test]
fn a_cell_that_says_what_another_says_stays_out_and_is_told() {
    let (text, said) = importato(
        "Obiettivi",
        &[
            &["Codice", "Obiettivo", "Settore", "Descrizione", "Fase", "Tempi"],
            &["A1", "Uno", "S1", "Più ore", "Analisi", "marzo 2027"],
            &["A2", "Due", "idem", "come sopra", "Idem c.s.", "\""],
            &["A3", "Tre", "S2", "Idem sentire dei cittadini sul tema", "Avvio", "c.s."],
        ],
    );
    assert_eq!(
        text,
        "codice;titolo;unita;descrizione;fase.testo;fase.tempi\nA1;Uno;S1;Più ore;Analisi;marzo 2027\nA2;Due;;;;\n\
         A3;Tre;S2;Idem sentire dei cittadini sul tema;Avvio;\n",
        "{said}"
    );
    for cell in ["C3: «idem»", "D3: «come sopra»", "E3: «Idem c.s.»", "F3: «\"»", "F4: «c.s.»"] {
        detto(&said, &[&format!("{cell} rimanda a un’altra cella")]);
    }
}

/// Where it stands for the title, the row is of the record above if the code says so, and of nobody otherwise.
#[test]
fn a_title_that_is_said_by_another_cell_makes_no_record() {
    let (text, said) = importato(
        "Obiettivi",
        &[
            &["Codice", "Obiettivo", "Settore", "Fase"],
            &["A1", "Uno", "S1", "Analisi"],
            &["A1", "idem", "", "Avvio"],
            &["A2", "Due", "S2", "Bando"],
        ],
    );
    assert_eq!(text, "codice;titolo;unita;fase.testo\nA1;Uno;S1;Analisi\nA1;Uno;;Avvio\nA2;Due;S2;Bando\n", "{said}");
    let (text, said) = importato("Obiettivi", &[&["Obiettivo", "Fase"], &["Uno", "Analisi"], &["idem", "Avvio"]]);
    assert_eq!(text, "titolo;fase.testo\nUno;Analisi\n", "{said}");
    detto(&said, &["di questa riga non si legge «Obiettivo», e non è importata"]);
}

/// A cost beside several people may be of one of them or of all; times without a phase are of none.
#[test]
fn a_value_of_which_nobody_says_whose_it_is_stays_out() {
    let (desk, plan) = desk();
    let rows: &[&[&str]] =
        &[&["Area", "Profilo", "Dipendenti", "Costo"], &["Istruttori", "Istruttore", "5", "170.000,00 €"]];
    foglio(desk.path(), "d.xlsx", "Dotazione", rows);
    let run = importa(desk.path(), &["d.xlsx", "piano"]);
    assert_eq!(csv(&plan, "dati/dotazione.csv"), "area;profilo;numero\nIstruttori;Istruttore;5\n", "{run:?}");
    let said = run.err.split_whitespace().collect::<Vec<_>>().join(" ");
    detto(&said, &["D: «Costo» può essere di una persona o di tutte quelle della riga", "«Costo unitario»"]);
    detto(&said, &["la sua riga sia `\"Costo\" = \"costo\"`"]);
    let (text, said) =
        importato("Obiettivi", &[&["Obiettivo", "Settore", "Tempi", "Peso"], &["Uno", "S1", "entro maggio 2027", "5"]]);
    assert_eq!(text, "titolo;unita;peso\nUno;S1;5\n", "{said}");
    detto(&said, &["C: «Tempi» non è un campo che piao conosce"]);
}

/// A sign in the head of a column is of the numbers below it.
#[test]
fn a_value_has_the_unit_that_the_head_of_its_column_says() {
    let heads: &[&str] = &["Obiettivo", "Settore", "Indicatore", "Valore iniziale (€)", "Target 2027 (%)", "Peso (%)"];
    let (text, said) = importato(
        "Obiettivi",
        &[
            heads,
            &["Uno", "S1", "i", "1.500", "40", "50"],
            &["", "", "j", "", "≥ 60", ""],
            &["Due", "S1", "k", "n.d.", "0,4", "0,5"],
            &["Tre", "S1", "l", "", "75 %", ""],
        ],
    );
    assert_eq!(
        text,
        "titolo;unita;peso;indicatore.testo;indicatore.base.valore;indicatore.target.2027\nUno;S1;50;i;1.500 €;40 %\n\
         Uno;;;j;;≥ 60 %\nDue;S1;;k;n.d.;\nTre;S1;;l;;75 %\n",
        "{said}"
    );
    detto(&said, &["E4: «0,4» può essere una percentuale o una parte di uno"]);
    detto(&said, &["F4: «0,5» può essere una percentuale o una parte di uno"]);
    let heads: &[&str] = &["Obiettivo", "Settore", "Indicatore", "Unità di misura", "Target 2027"];
    let (text, said) =
        importato("Obiettivi", &[heads, &["Uno", "S1", "i", "%", "40"], &["Due", "S1", "k", "%", "0,4"]]);
    assert_eq!(
        text,
        "titolo;unita;indicatore.testo;indicatore.unita_misura;indicatore.target.2027\nUno;S1;i;%;40\nDue;S1;k;%;\n",
        "{said}"
    );
    detto(&said, &["E3: «0,4» può essere una percentuale"]);
}
