//! `piao importa`: workbooks in the shapes that offices keep, made here as a spreadsheet makes them.

use crate::cli::{Run, piao};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};
use std::fs;
use std::path::{Path, PathBuf};

/// A desk with a plan, `piano`, that has units and nothing else.
pub(crate) fn desk() -> (tempfile::TempDir, PathBuf) {
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

pub(crate) fn save(desk: &Path, name: &str, sheets: impl FnOnce(&mut Workbook)) {
    let mut book = Workbook::new();
    sheets(&mut book);
    book.save(desk.join(name)).unwrap();
}

pub(crate) fn row(sheet: &mut Worksheet, row: u32, cells: &[&str]) {
    for (column, cell) in (0..).zip(cells).filter(|(_, cell)| !cell.is_empty()) {
        sheet.write(row, column, *cell).unwrap();
    }
}

pub(crate) fn csv(plan: &Path, path: &str) -> String {
    let text = fs::read_to_string(plan.join(path)).unwrap();
    assert!(text.starts_with('\u{feff}'), "a spreadsheet would take it for another encoding");
    text.trim_start_matches('\u{feff}').to_owned()
}

/// The text of a file, whoever wrote it.
fn csv_or_plain(plan: &Path, path: &str) -> String {
    fs::read_to_string(plan.join(path)).unwrap().trim_start_matches('\u{feff}').to_owned()
}

pub(crate) fn importa(desk: &Path, options: &[&str]) -> Run {
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
        ("c.ods", b"x"),
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

/// The 256 rows of the objectives of Cesano Boscone, as a sheet: a band a sector, the objective merged beside its verifications, one tool
/// merged over two results.
#[test]
fn the_rows_of_a_whole_body_are_imported_to_the_last() {
    let (desk, plan) = desk();
    let (mut units, mut rows, mut objectives) = (String::new(), 0, 0);
    let mut verses: Vec<[String; 5]> = Vec::new();
    save(desk.path(), "cesano.xlsx", |book| {
        let sheet = book.add_worksheet().set_name("Obiettivi").unwrap();
        let wrap = Format::new().set_text_wrap();
        sheet.merge_range(0, 0, 0, 4, "Obiettivi di performance 2025", &wrap).unwrap();
        row(sheet, 1, &["Codice", "Obiettivo", "Strumento di verifica", "Risultato atteso", "Tempi"]);
        let mut files: Vec<PathBuf> =
            fs::read_dir("tests/piani/cesano-boscone/dati").unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        let mut at = 2;
        for file in files.iter().filter(|path| !path.ends_with("unita.toml")) {
            let table: toml::Table = fs::read_to_string(file).unwrap().parse().unwrap();
            let sector = file.file_stem().unwrap().to_string_lossy().into_owned();
            units.push_str(&format!("[[unita]]\nid = \"{sector}\"\nnome = \"Settore {sector}\"\n\n"));
            sheet.merge_range(at, 0, at, 4, &format!("Settore {sector}"), &wrap).unwrap();
            at += 1;
            for objective in table["obiettivo"].as_array().unwrap() {
                objectives += 1;
                let word = |table: &toml::Value, key: &str| {
                    table
                        .get(key)
                        .map_or(String::new(), |value| value.as_str().map_or_else(|| value.to_string(), str::to_owned))
                };
                let (code, title) = (format!("CB.{objectives:03}"), word(objective, "titolo"));
                let first = at;
                for check in objective["verifica"].as_array().unwrap() {
                    let tool = word(check, "strumento");
                    let more = check.get("risultato").and_then(toml::Value::as_array).cloned().unwrap_or_default();
                    let own = Some(check.clone()).filter(|check| {
                        check.get("atteso").is_some() || check.get("tempi").is_some() || more.is_empty()
                    });
                    let begin = at;
                    for result in own.iter().chain(&more) {
                        rows += 1;
                        let (due, when) = (word(result, "atteso"), word(result, "tempi"));
                        row(sheet, at, &["", "", "", &due, &when]);
                        verses.push([code.clone(), title.clone(), tool.clone(), due, when]);
                        at += 1;
                    }
                    match at - begin {
                        1 => drop(sheet.write(begin, 2, &tool).unwrap()),
                        _ => drop(sheet.merge_range(begin, 2, at - 1, 2, &tool, &wrap).unwrap()),
                    }
                }
                for (column, words) in [(0, &code), (1, &title)] {
                    match at - first {
                        1 => drop(sheet.write(first, column, words).unwrap()),
                        _ => drop(sheet.merge_range(first, column, at - 1, column, words, &wrap).unwrap()),
                    }
                }
            }
        }
    });
    assert_eq!((rows, objectives), (256, 176));
    fs::write(plan.join("dati/unita.toml"), units).unwrap();
    let run = importa(desk.path(), &["cesano.xlsx", "piano"]);
    assert!(run.out.contains("176 obiettivi in `dati/obiettivi.csv`, di cui 176 in più"), "{run:?}");
    let text = csv(&plan, "dati/obiettivi.csv");
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(text.as_bytes());
    let heads: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let place = |name: &str| heads.iter().position(|head| head == name).unwrap_or_else(|| panic!("{name}: {heads:?}"));
    let columns = ["codice", "titolo", "verifica.strumento", "verifica.atteso", "verifica.tempi"].map(place);
    let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let found: Vec<[String; 5]> =
        reader.records().map(|row| columns.map(|column| flat(&row.as_ref().unwrap()[column]))).collect();
    let verses: Vec<[String; 5]> = verses.into_iter().map(|verse| verse.map(|words| flat(&words))).collect();
    for (n, (found, verse)) in found.iter().zip(&verses).enumerate() {
        assert_eq!(found, verse, "row {n}");
    }
    assert_eq!(found.len(), 256);
    // The unit is that of the band above.
    let unit = place("unita");
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(text.as_bytes());
    let with: usize = reader.records().filter(|row| !row.as_ref().unwrap()[unit].is_empty()).count();
    assert_eq!(with, 176);
    // Two rows of the document repeat what another one says: they are told, each at its cell.
    let twice: Vec<&str> = run.err.lines().filter(|line| line.contains("ripete una parte della scheda")).collect();
    assert!(twice.len() == 2 && twice.iter().all(|line| line.contains("cesano.xlsx, foglio Obiettivi, ")), "{run:?}");
    // Without them the plan reads the rest, and the public data have as many rows.
    let mut seen = std::collections::BTreeSet::new();
    let mut kept = csv::WriterBuilder::new().delimiter(b';').from_writer(Vec::new());
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').has_headers(false).from_reader(text.as_bytes());
    for row in
        reader.records().map(Result::unwrap).filter(|row| seen.insert(columns.map(|column| row[column].to_owned())))
    {
        kept.write_record(&row).unwrap();
    }
    let kept = String::from_utf8(kept.into_inner().unwrap()).unwrap();
    fs::write(plan.join("dati/obiettivi.csv"), kept).unwrap();
    let run = piao(desk.path(), ["compila", "piano", "--solo", "sito"]);
    assert_eq!(run.code, 0, "{run:?}");
    let public = fs::read_to_string(desk.path().join("pubblicazione/sito/dati/verifiche.csv")).unwrap();
    assert_eq!(csv::Reader::from_reader(public.as_bytes()).records().count(), 254);
}

#[test]
fn cards_one_under_the_other_become_records() {
    let (desk, plan) = desk();
    save(desk.path(), "schede.xlsx", |book| {
        let sheet = book.add_worksheet().set_name("Schede").unwrap();
        let percent = Format::new().set_num_format("0%");
        sheet.merge_range(0, 0, 0, 3, "SCHEDE OBIETTIVO 2027", &Format::new()).unwrap();
        let mut at = 2;
        for (code, title, unit, weight) in [
            ("S1.00001", "Recupero evasione", "Settore Tributi", 0.6),
            ("S2.00001", "Iscrizioni", "Settore Scuola", 0.4),
        ] {
            row(sheet, at, &["Codice obiettivo:", code, "Peso"]);
            sheet.write_with_format(at, 3, weight, &percent).unwrap();
            row(sheet, at + 1, &["Titolo", title]);
            row(sheet, at + 2, &["Settore", unit]);
            row(sheet, at + 3, &["Capitolo di spesa", "1040"]);
            row(sheet, at + 4, &["Fase", "Tempi fase", "Peso fase"]);
            row(sheet, at + 5, &["Analisi", "gennaio - marzo", "40"]);
            row(sheet, at + 6, &["Avvio", "aprile - giugno", "60"]);
            at += 8;
        }
    });
    let run = importa(desk.path(), &["schede.xlsx", "piano"]);
    assert_eq!(
        csv(&plan, "dati/obiettivi.csv"),
        "codice;peso;titolo;unita;fase.testo;fase.tempi;fase.peso\n\
         S1.00001;60 %;Recupero evasione;Settore Tributi;Analisi;gennaio - marzo;40\n\
         S1.00001;;Recupero evasione;;Avvio;aprile - giugno;60\n\
         S2.00001;40 %;Iscrizioni;Settore Scuola;Analisi;gennaio - marzo;40\n\
         S2.00001;;Iscrizioni;;Avvio;aprile - giugno;60\n",
        "{run:?}"
    );
    assert!(run.err.contains("foglio Schede, A6: «Capitolo di spesa» non è un campo"), "{run:?}");
    let run = importa(desk.path(), &["schede.xlsx", "piano"]);
    assert!(run.out.contains("di cui 0 in più; 0 valori cambiati"), "{run:?}");
}

/// A workbook in the form of LibreOffice, with these cells in its one sheet.
fn ods(rows: &[&[&str]]) -> Vec<u8> {
    use std::io::Write;
    let rows: String =
        rows.iter().map(|cells| format!("<table:table-row>{}</table:table-row>", cells.concat())).collect();
    let content = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" \
         xmlns:calcext=\"urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0\"><office:body><office:spreadsheet>\
         <table:table table:name=\"Obiettivi\">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    );
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in [("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", &content)] {
        writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn a_workbook_of_libreoffice_says_what_its_cells_are() {
    let (desk, plan) = desk();
    let word = |text: &str| {
        format!("<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>")
    };
    let typed = |kind: &str, value: &str, shown: &str| {
        format!("<table:table-cell office:value-type=\"{kind}\" {value}><text:p>{shown}</text:p></table:table-cell>")
    };
    let heads: Vec<String> =
        ["Codice", "Obiettivo", "Peso", "Scadenza", "Indicatore", "Target 2027", "Fonte"].map(word).to_vec();
    let first = [
        word("S1.00001"),
        "<table:table-cell office:value-type=\"string\" table:number-rows-spanned=\"2\"><text:p>Recupero <text:span>evasione</text:span></text:p><text:p>e riscossione</text:p><office:annotation><text:p>una nota</text:p></office:annotation></table:table-cell>".to_owned(),
        typed("percentage", "office:value=\"0.4\"", "40,00%"),
        typed("date", "office:date-value=\"2027-12-31\"", "31/12/27"),
        word("Posizioni"),
        typed("float", "office:value=\"1250.5\"", "1.250,5 mq"),
        "<table:table-cell office:value-type=\"string\" calcext:value-type=\"error\"><text:p>#N/D</text:p></table:table-cell>".to_owned(),
    ];
    let second = [
        "<table:table-cell/><table:covered-table-cell/><table:table-cell table:number-columns-repeated=\"2\"/>"
            .to_owned(),
        word("Ore"),
        typed("time", "office:time-value=\"PT01H30M00S\"", "01:30"),
    ];
    let cells =
        |row: &[String]| row.iter().map(|cell| Box::leak(cell.clone().into_boxed_str()) as &str).collect::<Vec<&str>>();
    let rows = [cells(&heads), cells(&first), cells(&second)];
    let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
    fs::write(desk.path().join("o.ods"), ods(&rows)).unwrap();
    let run = importa(desk.path(), &["o.ods", "piano"]);
    assert_eq!(
        csv(&plan, "dati/obiettivi.csv"),
        "codice;titolo;peso;scadenza;indicatore.testo;indicatore.target.2027;indicatore.fonte\n\
         S1.00001;\"Recupero evasione\ne riscossione\";40 %;31/12/2027;Posizioni;1250,5 mq;\n\
         S1.00001;\"Recupero evasione\ne riscossione\";;;Ore;1:30;\n",
        "{run:?}"
    );
    assert!(run.err.contains("foglio Obiettivi, G2: il foglio di calcolo qui scrive #N/D"), "{run:?}");
    // A document that declares entities is no sheet of an office.
    let bomb = ods(&[]);
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bomb)).unwrap();
    let mut text = String::new();
    std::io::Read::read_to_string(&mut archive.by_name("content.xml").unwrap(), &mut text).unwrap();
    let text = text.replace("?><", "?><!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><");
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    writer.start_file("content.xml", zip::write::SimpleFileOptions::default()).unwrap();
    std::io::Write::write_all(&mut writer, text.as_bytes()).unwrap();
    fs::write(desk.path().join("x.ods"), writer.finish().unwrap().into_inner()).unwrap();
    let run = importa(desk.path(), &["x.ods", "piano"]);
    assert!(run.code == 2 && run.err.contains("P1501"), "{run:?}");
}

/// Where there is no plan, that is all there is to say, whatever else stands in the folder.
#[test]
fn a_folder_that_is_no_plan_is_told_once() {
    let (desk, _) = desk();
    let folder = desk.path().join("altro");
    fs::create_dir(&folder).unwrap();
    for n in 0..20 {
        fs::write(folder.join(format!("{n}-nota.md")), [b'a', 0, b'b', 0]).unwrap();
    }
    fs::write(folder.join("dati.toml"), "questo = non si legge\n[[").unwrap();
    save(desk.path(), "o.xlsx", |book| settori(book, 0.5, "Uno"));
    let run = importa(desk.path(), &["o.xlsx", "altro"]);
    assert_eq!((run.code, run.err.matches("[P").count()), (2, 1), "{run:?}");
    assert!(run.err.contains("manca il file `piao.toml`"), "{run:?}");
}
