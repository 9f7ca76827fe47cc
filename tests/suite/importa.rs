//! `piao importa`: workbooks in the shapes that offices keep, made here as a spreadsheet makes them.

use crate::cli::{Run, piao};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};
use std::fs;
use std::path::{Path, PathBuf};

/// A desk with a plan, `piano`, that has units and nothing else.
fn desk() -> (tempfile::TempDir, PathBuf) {
    let desk = tempfile::tempdir().unwrap();
    let run = piao(
        desk.path(),
        ["nuovo", "piano", "--data=2026-11-30", "--triennio=2027-2029", "--nome=Comune di Prova", "--dipendenti=80"]
            .iter(),
    );
    assert_eq!(run.code, 0, "{run:?}");
    let plan = desk.path().join("piano");
    fs::write(
        plan.join("dati/unita.toml"),
        "unita = [\n  { codice = \"S1\", nome = \"Settore Tributi\" },\n  { codice = \"S2\", nome = \"Settore Scuola\" },\n]\n",
    )
    .unwrap();
    (desk, plan)
}

fn save(desk: &Path, name: &str, sheets: impl FnOnce(&mut Workbook)) {
    let mut book = Workbook::new();
    sheets(&mut book);
    book.save(desk.join(name)).unwrap();
}

fn row(sheet: &mut Worksheet, row: u32, cells: &[&str]) {
    for (column, cell) in (0..).zip(cells).filter(|(_, cell)| !cell.is_empty()) {
        sheet.write(row, column, *cell).unwrap();
    }
}

fn csv(plan: &Path, path: &str) -> String {
    let text = fs::read_to_string(plan.join(path)).unwrap();
    assert!(text.starts_with('\u{feff}'), "a spreadsheet would take it for another encoding");
    text.trim_start_matches('\u{feff}').to_owned()
}

/// The text of a file, whoever wrote it.
fn csv_or_plain(plan: &Path, path: &str) -> String {
    fs::read_to_string(plan.join(path)).unwrap().trim_start_matches('\u{feff}').to_owned()
}

fn importa(desk: &Path, options: &[&str]) -> Run {
    piao(desk, ["importa"].iter().chain(options))
}

/// Objectives with a merged cell beside their phases, a title above, groups, years in columns, a total below.
fn settori(book: &mut Workbook, peso: f64, titolo: &str) {
    let sheet = book.add_worksheet().set_name("Obiettivi").unwrap();
    let (percent, day, centre) =
        (Format::new().set_num_format("0.0%"), Format::new().set_num_format("dd/mm/yyyy"), Format::new());
    sheet.merge_range(0, 0, 0, 7, "COMUNE DI PROVA - Obiettivi 2027", &centre).unwrap();
    sheet.merge_range(2, 5, 2, 6, "Valore atteso", &centre).unwrap();
    row(sheet, 3, &["Codice", "Obiettivo", "Peso", "Fase", "Indicatore", "2027", "2028", "Scadenza", "Colore"]);
    sheet.merge_range(4, 0, 4, 7, "Settore Tributi", &centre).unwrap();
    sheet.merge_range(5, 0, 6, 0, "S1.00001", &centre).unwrap();
    sheet.merge_range(5, 1, 6, 1, titolo, &centre).unwrap();
    sheet.write_with_format(5, 2, peso, &percent).unwrap();
    row(sheet, 5, &["", "", "", "Bonifica delle banche dati", "Posizioni controllate"]);
    sheet.write_with_format(5, 5, 0.5, &percent).unwrap();
    sheet.write_with_format(5, 6, 0.625, &percent).unwrap();
    sheet.write_with_format(5, 7, ExcelDateTime::from_ymd(2027, 12, 31).unwrap(), &day).unwrap();
    row(sheet, 6, &["", "", "", "Invio degli avvisi", "Avvisi inviati", "", "", "", "blu"]);
    sheet.write(6, 5, 1250).unwrap();
    sheet.write(6, 6, 1500.5).unwrap();
    sheet.merge_range(7, 0, 7, 7, "Settore Scuola", &centre).unwrap();
    row(sheet, 8, &["S2.00001", "Iscrizioni in linea", "", "Pubblicazione del modulo"]);
    sheet.write_formula(8, 2, Formula::new("=1-0.75").set_result("#N/A")).unwrap();
    sheet.write_formula(9, 0, Formula::new("=\"Totale\"").set_result("Totale")).unwrap();
    sheet.write_formula(9, 2, Formula::new("=SUM(C6:C9)").set_result("0.4")).unwrap();
}

#[test]
fn a_sheet_of_objectives_becomes_data_of_the_plan() {
    let (desk, plan) = desk();
    save(desk.path(), "Obiettivi 2027.xlsx", |book| settori(book, 0.4, "Recupero dell’evasione"));
    let run = importa(desk.path(), &["Obiettivi 2027.xlsx", "piano"]);
    assert_eq!(
        csv(&plan, "dati/obiettivi.csv"),
        "codice;titolo;peso;scadenza;unita;fase.testo;indicatore.testo;indicatore.target.2027;indicatore.target.2028\n\
         S1.00001;Recupero dell’evasione;40 %;31/12/2027;Settore Tributi;Bonifica delle banche dati;Posizioni controllate;50 %;62,5 %\n\
         S1.00001;Recupero dell’evasione;;;;Invio degli avvisi;Avvisi inviati;1250;1500,5\n\
         S2.00001;Iscrizioni in linea;;;Settore Scuola;Pubblicazione del modulo;;;\n",
        "{run:?}"
    );
    // What did not go in is told, at its cell.
    for words in ["foglio Obiettivi, I:", "«Colore»", "foglio Obiettivi, C9:", "#N/"] {
        assert!(run.err.contains(words), "{words}: {run:?}");
    }
    assert!(run.out.contains("Foglio «Obiettivi», A10: riga di totali, non importata"), "{run:?}");
    assert!(run.out.contains("Foglio «Obiettivi»: 2 obiettivi in `dati/obiettivi.csv`, di cui 2 in più"), "{run:?}");
    // The plan reads it, and the same sheet again changes nothing.
    let before = csv(&plan, "dati/obiettivi.csv");
    let run = importa(desk.path(), &["Obiettivi 2027.xlsx", "piano"]);
    assert!(run.out.contains("di cui 0 in più; 0 valori cambiati"), "{run:?}");
    assert_eq!(csv(&plan, "dati/obiettivi.csv"), before);
    assert!(!run.err.contains("Colore"), "a column that is known not to be imported is told once: {run:?}");
}

#[test]
fn years_under_a_head_are_heads_also_where_nothing_is_merged_downwards() {
    let (desk, plan) = desk();
    for merged in [true, false] {
        let name = if merged { "uniti.xlsx" } else { "soli.xlsx" };
        save(desk.path(), name, |book| {
            let sheet = book.add_worksheet().set_name(if merged { "Obiettivi" } else { "Altri obiettivi" }).unwrap();
            row(sheet, 0, &["Codice", "Obiettivo", "Peso", "Indicatore", "Valore atteso"]);
            if merged {
                sheet.merge_range(0, 4, 0, 6, "Valore atteso", &Format::new()).unwrap();
            }
            for (column, year) in (4..).zip([2027, 2028, 2029]) {
                sheet.write(1, column, year).unwrap();
            }
            let code = if merged { "S1.00001" } else { "S1.00002" };
            row(sheet, 2, &[code, &format!("Sportello {code}"), "40 %", "Domande in linea", "40 %", "60 %", "80 %"]);
            row(sheet, 3, &["", "", "", "Giorni medi", "max 10", "max 8", "max 6"]);
        });
        let run = importa(desk.path(), &[name, "piano"]);
        assert!(run.out.contains(": 1 obiettivo in"), "{run:?}");
        let path = if merged { "dati/obiettivi.csv" } else { "dati/altri-obiettivi/obiettivi.csv" };
        let text = csv_or_plain(&plan, if plan.join(path).exists() { path } else { "dati/obiettivi.csv" });
        for year in [
            "indicatore.target.2027;indicatore.target.2028;indicatore.target.2029",
            ";40 %;60 %;80 %",
            ";max 10;max 8;max 6",
        ] {
            assert!(text.contains(year), "{year}: {text}\n{run:?}");
        }
    }
}

#[test]
fn a_sheet_imported_again_changes_what_it_changed_and_nothing_else() {
    let (desk, plan) = desk();
    save(desk.path(), "o.xlsx", |book| settori(book, 0.4, "Recupero dell’evasione"));
    importa(desk.path(), &["o.xlsx", "piano"]);
    let text = csv(&plan, "dati/obiettivi.csv");
    // In the plan somebody mends a title and a weight; in the sheet somebody changes the same weight.
    let mended = text.replace("Iscrizioni in linea", "Iscrizioni in linea, con lo SPID").replace("40 %", "45 %");
    fs::write(plan.join("dati/obiettivi.csv"), format!("\u{feff}{mended}")).unwrap();
    save(desk.path(), "o.xlsx", |book| settori(book, 0.3, "Recupero dell’evasione fiscale"));
    let run = importa(desk.path(), &["o.xlsx", "piano"]);
    assert_eq!(run.code, 1, "{run:?}");
    assert!(
        run.err.contains("foglio Obiettivi, C6: S1.00001, `peso` è cambiato nel foglio e nel piano: «30 %» e «45 %»"),
        "{run:?}"
    );
    let after = csv(&plan, "dati/obiettivi.csv");
    assert!(after.contains("con lo SPID") && after.contains("45 %") && after.contains("evasione fiscale"), "{after}");
    assert!(run.out.contains("cambiato: S1.00001, titolo"), "{run:?}");
    let run = importa(desk.path(), &["o.xlsx", "piano", "--vince-il-foglio"]);
    assert!(csv(&plan, "dati/obiettivi.csv").contains(";30 %;"), "{run:?}");
}

#[test]
fn what_the_plan_refuses_is_told_at_the_cell_of_the_sheet() {
    let (desk, plan) = desk();
    save(desk.path(), "formazione.xlsx", |book| {
        let sheet = book.add_worksheet().set_name("Corsi").unwrap();
        row(sheet, 0, &["Corso", "Ore 2027", "Modalità", "Costo"]);
        row(sheet, 1, &["Sicurezza informatica", "", "di persona", ""]);
        sheet.write(1, 1, 8).unwrap();
        sheet.write_with_format(1, 3, 1500.5, &Format::new().set_num_format("#,##0.00 \"€\"")).unwrap();
        // Nobody needs a sheet of notes.
        let sheet = book.add_worksheet().set_name("Appunti").unwrap();
        row(sheet, 0, &["Da chiedere", "A chi"]);
        row(sheet, 1, &["il preventivo", "al fornitore"]);
    });
    let run = importa(desk.path(), &["formazione.xlsx", "piano"]);
    assert_eq!(run.code, 1, "{run:?}");
    assert!(run.err.contains("formazione.xlsx, foglio Corsi, C2:") && run.err.contains("presenza"), "{run:?}");
    assert!(run.err.contains("nel foglio «Appunti» non si riconosce"), "{run:?}");
    assert_eq!(
        csv(&plan, "dati/linee-formative.csv"),
        "titolo;ore.2027;modalita;costo\nSicurezza informatica;8;di persona;1500,50 €\n"
    );
}

#[test]
fn rows_of_staff_have_no_name_and_are_never_added_twice() {
    let (desk, plan) = desk();
    let staff = |numbers: [u32; 2]| {
        save(desk.path(), "personale.xlsx", |book| {
            let sheet = book.add_worksheet().set_name("Dotazione").unwrap();
            row(sheet, 0, &["Categoria", "Profilo professionale", "Unità"]);
            for (n, (area, number)) in (1..).zip(["istruttori", "funzionari"].into_iter().zip(numbers)) {
                row(sheet, n, &[area, "Amministrativo"]);
                sheet.write(n, 2, number).unwrap();
            }
        });
        importa(desk.path(), &["personale.xlsx", "piano"])
    };
    staff([40, 40]);
    assert_eq!(
        csv(&plan, "dati/dotazione.csv"),
        "area;profilo;numero\nistruttori;Amministrativo;40\nfunzionari;Amministrativo;40\n"
    );
    let run = staff([41, 39]);
    assert!(
        csv(&plan, "dati/dotazione.csv").contains("istruttori;Amministrativo;41\nfunzionari;Amministrativo;39\n"),
        "{run:?}"
    );
    assert!(run.out.contains("sono tutte quelle di ora"), "{run:?}");
    // Changed in both places: nothing is overwritten.
    let text = csv(&plan, "dati/dotazione.csv").replace("41", "42");
    fs::write(plan.join("dati/dotazione.csv"), &text).unwrap();
    let run = staff([43, 37]);
    assert!(run.code == 1 && run.err.contains("P1504"), "{run:?}");
    assert_eq!(csv_or_plain(&plan, "dati/dotazione.csv"), text);
}

#[test]
fn what_cannot_be_read_for_certain_is_told() {
    let (desk, _) = desk();
    fs::write(desk.path().join("obiettivi.csv"), "Codice;Obiettivo\nS1.1;\"Uno\nS1.2;Due\n").unwrap();
    let run = importa(desk.path(), &["obiettivi.csv", "piano"]);
    assert!(run.code == 2 && run.err.contains("virgoletta aperta"), "{run:?}");
    save(desk.path(), "corsi.xlsx", |book| {
        let sheet = book.add_worksheet().set_name("Corsi").unwrap();
        row(sheet, 0, &["Corso", "Ore 2027", "Ore 2028"]);
        row(sheet, 1, &["Sicurezza"]);
        sheet.merge_range(1, 1, 1, 2, "8", &Format::new()).unwrap();
        let sheet = book.add_worksheet().set_name("Voci").unwrap();
        row(sheet, 0, &["Voce", "Valore"]);
        row(sheet, 1, &["Carta", "12"]);
    });
    let run = importa(desk.path(), &["corsi.xlsx", "piano"]);
    assert!(run.err.contains("foglio Corsi, B2: «8» è in una cella unita sopra 2 colonne"), "{run:?}");
    // The cure, obeyed.
    assert!(run.err.contains("nome = \"Voci\"") && run.err.contains("tipo = \"nessuno\""), "{run:?}");
    let memory = desk.path().join("piano/importa/corsi.toml");
    let text = fs::read_to_string(&memory).unwrap();
    fs::write(&memory, format!("{text}\n[[foglio]]\nnome = \"Voci\"\ntipo = \"nessuno\"\n")).unwrap();
    let run = importa(desk.path(), &["corsi.xlsx", "piano"]);
    assert!(!run.err.contains("Voci") && run.out.contains("«Voci» non si importa"), "{run:?}");
}

#[test]
fn a_sheet_called_as_a_kind_is_of_that_kind_and_hours_are_hours() {
    let (desk, plan) = desk();
    save(desk.path(), "uffici.xlsx", |book| {
        let sheet = book.add_worksheet().set_name("Unità").unwrap();
        row(sheet, 0, &["Codice", "Denominazione", "Responsabile"]);
        row(sheet, 1, &["S7", "Settore Cultura", "Anna Bo"]);
    });
    let run = importa(desk.path(), &["uffici.xlsx", "piano"]);
    assert!(!run.err.contains("può essere di") && csv(&plan, "dati/unita.csv").contains("Settore Cultura"), "{run:?}");
    save(desk.path(), "indicatori.xlsx", |book| {
        let sheet = book.add_worksheet().set_name("Indicatori").unwrap();
        row(
            sheet,
            0,
            &["Codice obiettivo", "Indicatore", "Valore iniziale", "Target 2027", "Target 2028", "Unità di misura"],
        );
        row(sheet, 1, &["S1.00001", "Ore", "10", "12", "14", "ore"]);
        row(sheet, 2, &["S1.00002", "Spesa", "100", "90", "2028", "anno"]);
    });
    let run = importa(desk.path(), &["indicatori.xlsx", "piano"]);
    assert!(!plan.join("dati/spese-personale.csv").exists() && run.err.contains("P1502"), "{run:?}");
    save(desk.path(), "obiettivi.xlsx", |book| {
        let sheet = book.add_worksheet().set_name("Obiettivi").unwrap();
        row(sheet, 0, &["Codice", "Obiettivo", "Indicatore", "Target 2027"]);
        row(sheet, 1, &["S1.00001", "Sportello aperto", "Tempo di attesa"]);
        sheet.write_with_format(1, 3, 1.5 / 24.0, &Format::new().set_num_format("h:mm")).unwrap();
    });
    let run = importa(desk.path(), &["obiettivi.xlsx", "piano"]);
    let text = csv(&plan, "dati/obiettivi.csv");
    assert!(text.contains("1:30") && !text.contains("1899"), "{run:?}\n{text}");
}

#[test]
fn a_record_that_the_plan_has_elsewhere_keeps_its_home() {
    let (desk, plan) = desk();
    save(desk.path(), "o.xlsx", |book| settori(book, 0.4, "Recupero dell’evasione"));
    fs::write(
        plan.join("dati/miei.toml"),
        "[[obiettivo]]\ncodice = \"S2.00001\"\ntitolo = \"Iscrizioni\"\nunita = \"S2\"\n",
    )
    .unwrap();
    let run = importa(desk.path(), &["o.xlsx", "piano"]);
    assert!(run.err.contains("«S2.00001» è già nel piano, in dati/miei.toml:1"), "{run:?}");
    assert!(!csv(&plan, "dati/obiettivi.csv").contains("S2.00001"));
}

#[test]
fn a_file_that_is_no_workbook_is_refused_in_words() {
    let (desk, plan) = desk();
    let before = fs::read_dir(plan.join("dati")).unwrap().count();
    for (name, bytes) in [
        ("a.xlsx", &b"not a workbook"[..]),
        ("b.xlsx", &[0xD0, 0xCF, 0x11, 0xE0, 0, 0]),
        ("c.xls", b"x"),
        ("d.pdf", b"%PDF"),
        ("e.xlsx", b""),
        ("f.xlsx.p7m", b"\x30\x82"),
    ] {
        fs::write(desk.path().join(name), bytes).unwrap();
        let run = importa(desk.path(), &[name, "piano"]);
        assert!(run.code == 2 && run.err.contains("P1501") && run.err.contains(name), "{run:?}");
        assert_eq!(run.err.contains("apri la busta"), name.ends_with(".p7m"), "{run:?}");
    }
    let run = importa(desk.path(), &["manca.xlsx", "piano"]);
    assert!(run.code == 2 && run.err.contains("P1501"), "{run:?}");
    assert_eq!(fs::read_dir(plan.join("dati")).unwrap().count(), before);
    assert!(!plan.join("importa").exists());
}

/// The times of a measure, in a sheet of processes, are not those of the process.
#[test]
fn the_times_of_a_measure_are_not_those_of_the_process() {
    let (desk, plan) = desk();
    save(desk.path(), "rischi.xlsx", |book| {
        let sheet = book.add_worksheet().set_name("Processi").unwrap();
        row(sheet, 0, &["Codice", "Processo", "Area di rischio", "Evento rischioso", "Misura", "Tempi"]);
        row(sheet, 1, &["P.1", "Sgravi", "Entrate", "Sgravio senza titolo", "Controllo a campione", "31/12/2027"]);
    });
    let run = importa(desk.path(), &["rischi.xlsx", "piano"]);
    assert!(run.err.contains("«Tempi» viene dopo «Misura»"), "{run:?}");
    let text = csv(&plan, "dati/processi.csv");
    assert!(!text.contains("31/12/2027") && !text.contains("tempi"), "{text}");
}
