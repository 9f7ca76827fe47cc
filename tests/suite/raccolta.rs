//! `piao raccolta` and the way back with `piao importa`: workbooks filled as an office fills them, by changing the cells of the file.

use crate::cli::{Run, piao};
use calamine::{Data, Range, Reader, Xlsx};
use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};

const OBIETTIVI: &str = r#"# Gli obiettivi dei Tributi.

[[obiettivo]]
id = "evasione"
codice = "S1.00001"
titolo = "=HYPERLINK(\"http://x\") Recupero dell’evasione" # il titolo
unita = "S1"
peso = 60
scadenza = 2027-12-31
risultato_atteso = "Più entrate, senza alzare le aliquote."

[[obiettivo.fase]]
testo = "Bonifica delle banche dati"
peso = { 2027 = 40 }
completamento = { monitoraggio = 50 } # a settembre

[[obiettivo.fase]]
testo = "Invio degli avvisi"
tempi = { 2027 = "settembre - dicembre" }
peso = { 2027 = 60 }

[[obiettivo.fase]]
testo = "Riscossione coattiva"
peso = { 2028 = 100 }

[[obiettivo.indicatore]]
testo = "Posizioni controllate"
target = { 2027 = "≥ 50 %", 2029 = "≥ 70 %" }
rilevato = { monitoraggio = "31 %" }

[[obiettivo.indicatore]]
testo = "Giorni per un rimborso"
target = { 2027 = "≤ 30 giorni", 2028 = "≤ 25 giorni" }

[[obiettivo.misurazione]]
momento = "monitoraggio"
stato = "parzialmente-raggiunto"
percentuale = 45
in_quanto = "Mancano gli avvisi."

[[obiettivo]]
codice = "S1.00002"
titolo = "Sportello telefonico"
unita = "S1"
peso = 40

[[obiettivo.indicatore]]
testo = "Regolamento approvato"
target = "sì"
"#;

/// A desk with a plan, `piano`, that has two units and three objectives: two in TOML, one in a CSV.
fn desk() -> (tempfile::TempDir, PathBuf) {
    let desk = tempfile::tempdir().unwrap();
    let run = piao(
        desk.path(),
        ["nuovo", "piano", "--data=2026-11-30", "--triennio=2027-2029", "--nome=Comune di Prova", "--dipendenti=80"]
            .iter(),
    );
    assert_eq!(run.code, 0, "{run:?}");
    let plan = desk.path().join("piano");
    let units = "unita = [\n  { codice = \"S1\", nome = \"Settore Tributi\" },\n  { id = \"scuola\", codice = \"S2\", nome = \"Settore Scuola\" },\n]\n";
    fs::write(plan.join("dati/unita.toml"), units).unwrap();
    for entry in fs::read_dir(plan.join("dati")).unwrap().map(Result::unwrap) {
        if entry.file_name().to_string_lossy().starts_with("obiettivi") {
            fs::remove_file(entry.path()).unwrap();
        }
    }
    fs::write(plan.join("dati/obiettivi.toml"), OBIETTIVI).unwrap();
    // As a spreadsheet saves it.
    let csv = "\u{feff}codice;titolo;unita;fase.testo;indicatore.testo;indicatore.target.2027\r\n\
               S2.00001;Iscrizioni in linea;scuola;Modulo;Domande in linea;40 %\r\n\
               S2.00001;;;Assistenza;;\r\n";
    fs::write(plan.join("dati/obiettivi.csv"), csv).unwrap();
    (desk, plan)
}

fn raccolta(desk: &Path, options: &[&str]) -> Run {
    piao(desk, ["raccolta", "piano", "--momento", "consuntivo"].iter().chain(options))
}

fn importa(desk: &Path, options: &[&str]) -> Run {
    piao(desk, ["importa"].iter().chain(options))
}

/// The files of an archive.
fn parti(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    let each = names.into_iter().map(|name| {
        let mut inside = Vec::new();
        archive.by_name(&name).unwrap().read_to_end(&mut inside).unwrap();
        (name, inside)
    });
    each.collect()
}

fn archivio(parts: &BTreeMap<String, Vec<u8>>) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn foglio(path: &Path, name: &str) -> Range<Data> {
    let mut book: Xlsx<_> = calamine::open_workbook(path).unwrap();
    book.worksheet_range(name).unwrap()
}

/// The cell of a sheet in the row that has `riga` in one of its cells, under the head `colonna`: row and column, from zero.
fn cella(path: &Path, sheet: &str, riga: &str, colonna: &str) -> (u32, u32) {
    let range = foglio(path, sheet);
    let (mut row, mut column) = (None, None);
    for (r, cells) in range.rows().enumerate() {
        for (c, cell) in cells.iter().enumerate() {
            let said = cell.to_string();
            if said == colonna {
                column = column.or(Some(c));
            }
            if said.contains(riga) && r > 2 {
                row = row.or(Some(r));
            }
        }
    }
    let missing = || panic!("{sheet}: no {riga:?} or {colonna:?} in {:?}", range.rows().collect::<Vec<_>>());
    (row.unwrap_or_else(missing) as u32, column.unwrap_or_else(missing) as u32)
}

/// The name of a cell.
fn nome((row, column): (u32, u32)) -> String {
    format!("{}{}", char::from(b'A' + u8::try_from(column).unwrap()), row + 1)
}

/// Writes a value into the workbook at `path`, in the cell of that row and column, as who fills it does. A number is a number.
fn compila(path: &Path, sheet: &str, riga: &str, colonna: &str, value: &str) {
    scrivi(path, sheet, &nome(cella(path, sheet, riga, colonna)), value);
}

fn scrivi(path: &Path, sheet: &str, cell: &str, value: &str) {
    let mut parts = parti(&fs::read(path).unwrap());
    let book = String::from_utf8(parts["xl/workbook.xml"].clone()).unwrap();
    let names: Vec<&str> = book.split("<sheet name=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    let n = names.iter().position(|name| *name == sheet).unwrap() + 1;
    let part = format!("xl/worksheets/sheet{n}.xml");
    let xml = String::from_utf8(parts[&part].clone()).unwrap();
    let start = xml.find(&format!("<c r=\"{cell}\"")).unwrap_or_else(|| panic!("no cell {cell} in {sheet}"));
    let head_end = start + xml[start..].find('>').unwrap();
    let end = match xml[..head_end].ends_with('/') {
        true => head_end + 1,
        false => start + xml[start..].find("</c>").unwrap() + 4,
    };
    let style = xml[start..head_end].split("s=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or("0");
    let escaped = value.replace('&', "&amp;").replace('<', "&lt;");
    let new = match value.parse::<f64>() {
        _ if value.is_empty() => format!("<c r=\"{cell}\" s=\"{style}\"/>"),
        Ok(number) => format!("<c r=\"{cell}\" s=\"{style}\"><v>{number}</v></c>"),
        Err(_) => format!("<c r=\"{cell}\" s=\"{style}\" t=\"inlineStr\"><is><t>{escaped}</t></is></c>"),
    };
    let xml = format!("{}{new}{}", &xml[..start], &xml[end..]);
    parts.insert(part, xml.into_bytes());
    fs::write(path, archivio(&parts)).unwrap();
}

#[test]
fn a_workbook_for_each_unit_says_what_is_due_and_nothing_runs_in_it() {
    let (desk, plan) = desk();
    let run = raccolta(desk.path(), &["--entro", "15/02/2028", "--referente", "Ufficio controllo, int. 231"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(
        run.out.contains("raccolta/raccolta-s1.xlsx: Settore Tributi, 2 obiettivi, 8 celle da compilare"),
        "{run:?}"
    );
    assert!(run.out.contains("2 file scritti."), "{run:?}");
    let path = desk.path().join("raccolta/raccolta-s1.xlsx");
    let bytes = fs::read(&path).unwrap();
    let said: Vec<String> = foglio(&path, "Istruzioni").cells().map(|(_, _, cell)| cell.to_string()).collect();
    for words in [
        "Entro il 15 febbraio 2028.",
        "Ufficio controllo, int. 231",
        "Comune di Prova · consuntivo 2027, al 31/12/2027",
    ] {
        assert!(said.iter().any(|cell| cell == words), "{words}: {said:?}");
    }
    // What an author writes is words, whatever it begins with; the only formulas count.
    let parts = parti(&bytes);
    let formulas: Vec<String> = parts
        .iter()
        .filter(|(name, _)| name.starts_with("xl/worksheets/"))
        .flat_map(|(_, xml)| {
            let xml = String::from_utf8_lossy(xml).into_owned();
            xml.split("<f>").skip(1).map(|rest| rest.split('<').next().unwrap().to_owned()).collect::<Vec<_>>()
        })
        .collect();
    assert!(formulas.len() == 3 && formulas.iter().all(|formula| formula.starts_with("COUNTA(")), "{formulas:?}");
    // A phase of another year is not asked; a hidden sheet knows the rows; every sheet is protected, and has lists to choose from.
    let phases: Vec<String> = foglio(&path, "Fasi").cells().map(|(_, _, cell)| cell.to_string()).collect();
    assert!(!phases.iter().any(|cell| cell.contains("coattiva")), "{phases:?}");
    let book = String::from_utf8_lossy(&parts["xl/workbook.xml"]).into_owned();
    assert!(book.contains("name=\"piao\"") && book.contains("state=\"veryHidden\""), "{book}");
    let sheet = String::from_utf8_lossy(&parts["xl/worksheets/sheet2.xml"]).into_owned();
    for mark in [
        "<sheetProtection sheet=\"1\"",
        "raggiunto,parzialmente raggiunto,non raggiunto,sostituito",
        "<pane ",
        "fitToHeight=\"0\"",
    ] {
        assert!(sheet.contains(mark), "{mark}: {sheet}");
    }
    // The same sources, the same bytes; a workbook that somebody filled stays.
    let run = raccolta(desk.path(), &["--entro", "15/02/2028", "--referente", "Ufficio controllo, int. 231"]);
    assert!(run.out.contains("0 file scritti, 2 già così."), "{run:?}");
    compila(&path, "Obiettivi", "S1.00001", "Esito al 31/12/2027", "raggiunto");
    let filled = fs::read(&path).unwrap();
    let run = raccolta(desk.path(), &["--entro", "28/02/2028"]);
    assert!(
        run.code == 0 && run.err.contains("P1508") && run.out.contains("1 file scritto, 1 tenuto com’era."),
        "{run:?}"
    );
    assert_eq!(fs::read(&path).unwrap(), filled);
    // The folder of the collection, in that of the plan, is no source of it.
    let run = piao(&plan, ["raccolta", "--uscita", "raccolta"]);
    assert_eq!(run.code, 0, "{run:?}");
    let run = piao(&plan, ["raccolta", "--uscita", "raccolta"]);
    assert!(run.out.contains("0 file scritti, 2 già così."), "{run:?}");
}

#[test]
fn what_comes_back_goes_where_the_plan_has_it() {
    let (desk, plan) = desk();
    raccolta(desk.path(), &[]);
    let s1 = desk.path().join("raccolta/raccolta-s1.xlsx");
    for (sheet, riga, colonna, value) in [
        ("Obiettivi", "S1.00001", "Esito al 31/12/2027", "parzialmente raggiunto"),
        ("Obiettivi", "S1.00001", "Raggiunto, %", "0.825"),
        ("Obiettivi", "S1.00001", "Perché non del tutto", "Il fornitore ha consegnato \"tardi\"."),
        ("Obiettivi", "S1.00001", "Note per chi raccoglie", "Chiamatemi."),
        ("Obiettivi", "S1.00002", "Esito al 31/12/2027", "raggiunto"),
        ("Fasi", "Bonifica", "Fatta al 31/12/2027, %", "1"),
        ("Fasi", "Invio", "Fatta al 31/12/2027, %", "0.6"),
        ("Fasi", "Invio", "Stato", "in corso"),
        ("Indicatori", "Posizioni", "Valore al 31/12/2027", "0.54"),
        ("Indicatori", "Posizioni", "Atteso nel 2028", "≥ 60 %"),
        ("Indicatori", "Giorni per", "Valore al 31/12/2027", "28"),
        ("Indicatori", "Regolamento", "Valore al 31/12/2027", "sì"),
    ] {
        compila(&s1, sheet, riga, colonna, value);
    }
    let s2 = desk.path().join("raccolta/raccolta-scuola.xlsx");
    for (sheet, riga, colonna, value) in [
        ("Obiettivi", "S2.00001", "Esito al 31/12/2027", "non raggiunto"),
        ("Obiettivi", "S2.00001", "Perché non del tutto", "Il modulo; poi basta."),
        ("Fasi", "Assistenza", "Fatta al 31/12/2027, %", "0.25"),
        ("Indicatori", "Domande", "Valore al 31/12/2027", "0.12"),
    ] {
        compila(&s2, sheet, riga, colonna, value);
    }
    let run = importa(desk.path(), &["raccolta", "piano"]);
    assert!(run.out.contains("raccolta-s1.xlsx (Settore Tributi): 11 valori nel piano; non manca niente."), "{run:?}");
    assert!(run.out.contains("S1.00001: «Chiamatemi.»"), "{run:?}");
    let expected = OBIETTIVI
        .replace("{ monitoraggio = 50 }", "{ monitoraggio = 50, consuntivo = 100 }")
        .replace(
            "peso = { 2027 = 60 }\n",
            "peso = { 2027 = 60 }\ncompletamento = { consuntivo = 60 }\n\n[[obiettivo.fase.misurazione]]\nmomento = \"consuntivo\"\nstato = \"in-corso\"\n",
        )
        .replace("{ 2027 = \"≥ 50 %\", 2029", "{ 2027 = \"≥ 50 %\", 2028 = \"≥ 60 %\", 2029")
        .replace("{ monitoraggio = \"31 %\" }", "{ monitoraggio = \"31 %\", consuntivo = \"54 %\" }")
        .replace("2028 = \"≤ 25 giorni\" }\n", "2028 = \"≤ 25 giorni\" }\nrilevato = { consuntivo = \"28 giorni\" }\n")
        .replace(
            "in_quanto = \"Mancano gli avvisi.\"\n",
            "in_quanto = \"Mancano gli avvisi.\"\n\n[[obiettivo.misurazione]]\nmomento = \"consuntivo\"\nstato = \"parzialmente-raggiunto\"\npercentuale = \"82,5\"\nin_quanto = 'Il fornitore ha consegnato \"tardi\".'\n",
        )
        .replace(
            "target = \"sì\"\n",
            "target = \"sì\"\nrilevato = { consuntivo = \"sì\" }\n\n[[obiettivo.misurazione]]\nmomento = \"consuntivo\"\nstato = \"raggiunto\"\n",
        );
    assert_eq!(fs::read_to_string(plan.join("dati/obiettivi.toml")).unwrap(), expected, "{run:?}");
    assert_eq!(
        fs::read_to_string(plan.join("dati/obiettivi.csv")).unwrap(),
        "\u{feff}codice;titolo;unita;fase.testo;indicatore.testo;indicatore.target.2027;misurazione.stato;misurazione.momento;misurazione.in_quanto;fase.completamento.consuntivo;indicatore.rilevato.consuntivo\r\n\
         S2.00001;Iscrizioni in linea;scuola;Modulo;Domande in linea;40 %;non-raggiunto;consuntivo;\"Il modulo; poi basta.\";;12 %\r\n\
         S2.00001;;;Assistenza;;;;;;25;\r\n"
    );
    // Once more: nothing is new, and the state says who is done.
    let run = importa(desk.path(), &["raccolta", "piano"]);
    assert!(run.out.contains("raccolta-s1.xlsx (Settore Tributi): 0 valori nel piano; non manca niente."), "{run:?}");
    assert_eq!(fs::read_to_string(plan.join("dati/obiettivi.toml")).unwrap(), expected);
    let run = raccolta(desk.path(), &["--stato"]);
    assert!(run.out.contains("Raccolta, consuntivo 2027: 1 unità ha finito su 2; 0 senza risposte."), "{run:?}");
    assert!(run.out.contains("S2.00001, «Modulo»: Fatta al 31/12/2027, %"), "{run:?}");
    // The report, made of what was collected.
    let settings = fs::read_to_string(plan.join("piao.toml")).unwrap();
    fs::write(plan.join("piao.toml"), settings.replace("momento = \"approvazione\"", "momento = \"consuntivo\""))
        .unwrap();
    let run = piao(desk.path(), ["controlla", "piano"]);
    assert!(!run.err.contains("bloccant"), "{run:?}");
    // The next workbook shows what is there.
    fs::remove_dir_all(desk.path().join("raccolta")).unwrap();
    raccolta(desk.path(), &[]);
    let range = foglio(&s1, "Obiettivi");
    let (row, column) = cella(&s1, "Obiettivi", "S1.00001", "Raggiunto, %");
    assert_eq!(range.get_value((row, column)), Some(&Data::Float(0.825)));
    let before = fs::read_to_string(plan.join("dati/obiettivi.toml")).unwrap();
    let run = importa(desk.path(), &["raccolta", "piano"]);
    assert!(run.code == 0 && run.out.contains("0 valori nel piano"), "{run:?}");
    assert_eq!(fs::read_to_string(plan.join("dati/obiettivi.toml")).unwrap(), before);
}

#[test]
fn rows_that_were_sorted_come_back_to_their_records() {
    let (desk, plan) = desk();
    raccolta(desk.path(), &[]);
    let path = desk.path().join("raccolta/raccolta-s1.xlsx");
    compila(&path, "Fasi", "Bonifica", "Fatta al 31/12/2027, %", "0.1");
    compila(&path, "Fasi", "Invio", "Fatta al 31/12/2027, %", "0.2");
    // The two rows change places.
    let mut parts = parti(&fs::read(&path).unwrap());
    let xml = String::from_utf8(parts["xl/worksheets/sheet3.xml"].clone()).unwrap();
    let cut = |n: u32| {
        let start = xml.find(&format!("<row r=\"{n}\"")).unwrap();
        (start, start + xml[start..].find("</row>").unwrap() + 6)
    };
    let ((a, b), (c, d)) = (cut(4), cut(5));
    let moved = |text: &str, from: &str, to: &str| {
        let text = text.replace(&format!("<row r=\"{from}\""), &format!("<row r=\"{to}\""));
        ('A'..='Z')
            .fold(text, |text, letter| text.replace(&format!("r=\"{letter}{from}\""), &format!("r=\"{letter}{to}\"")))
    };
    let new = format!(
        "{}{}{}{}{}",
        &xml[..a],
        moved(&xml[c..d], "5", "4"),
        &xml[b..c],
        moved(&xml[a..b], "4", "5"),
        &xml[d..]
    );
    parts.insert("xl/worksheets/sheet3.xml".to_owned(), new.into_bytes());
    fs::write(&path, archivio(&parts)).unwrap();
    let run = importa(desk.path(), &["raccolta/raccolta-s1.xlsx", "piano"]);
    let text = fs::read_to_string(plan.join("dati/obiettivi.toml")).unwrap();
    assert!(
        text.contains("{ monitoraggio = 50, consuntivo = 10 }") && text.contains("{ consuntivo = 20 }"),
        "{run:?}\n{text}"
    );
}

#[test]
fn what_is_wrong_is_told_at_its_cell_and_the_rest_goes_in() {
    let (desk, plan) = desk();
    raccolta(desk.path(), &[]);
    let path = desk.path().join("raccolta/raccolta-s1.xlsx");
    for (sheet, riga, colonna, value) in [
        ("Obiettivi", "S1.00001", "Esito al 31/12/2027", "quasi"),
        ("Obiettivi", "S1.00001", "Perché non del tutto", "Perché sì."),
        ("Obiettivi", "S1.00002", "Esito al 31/12/2027", "raggiunto"),
        ("Obiettivi", "S1.00002", "Peso", "41 %"),
        ("Obiettivi", "S1.00002", "Che cosa è stato fatto", "Si veda [@quello-che-non-c-e]."),
        ("Fasi", "Bonifica", "Fatta al 31/12/2027, %", "60"),
        ("Indicatori", "Giorni per", "Valore al 31/12/2027", "non si sa"),
        ("Indicatori", "Posizioni", "Atteso nel 2028", "60"),
    ] {
        compila(&path, sheet, riga, colonna, value);
    }
    let at = |sheet: &str, riga: &str, colonna: &str| {
        format!("raccolta-s1.xlsx, foglio {sheet}, {}: ", nome(cella(&path, sheet, riga, colonna)))
    };
    let run = importa(desk.path(), &["raccolta/raccolta-s1.xlsx", "piano"]);
    assert_eq!(run.code, 1, "{run:?}");
    let flat = run.err.split_whitespace().collect::<Vec<_>>().join(" ");
    for (place, words) in [
        (at("Obiettivi", "S1.00001", "Esito al 31/12/2027"), "«quasi» non è fra le risposte dell’elenco"),
        (at("Obiettivi", "S1.00001", "Perché non del tutto"), "«Perché sì.» c’è, e manca l’esito di S1.00001"),
        (at("Obiettivi", "S1.00002", "Peso"), "questa cella era da leggere, e adesso dice «41 %»"),
        (at("Fasi", "Bonifica", "Fatta al 31/12/2027, %"), "«6000 %» non sta fra 0 e 100 %"),
        (at("Indicatori", "Giorni per", "Valore al 31/12/2027"), "«non si sa» non è un numero"),
        (at("Indicatori", "Posizioni", "Atteso nel 2028"), "«60» non dice tutto: l’altro anno il piano dice «≥ 50 %»"),
    ] {
        assert!(flat.contains(&format!("{place}{words}")), "{place}{words}: {run:?}");
    }
    let text = fs::read_to_string(plan.join("dati/obiettivi.toml")).unwrap();
    let expected = OBIETTIVI.replace(
        "target = \"sì\"\n",
        // Who fills a sheet writes words: what is a citation for the plan is not one there.
        "target = \"sì\"\n\n[[obiettivo.misurazione]]\nmomento = \"consuntivo\"\nstato = \"raggiunto\"\nnarrativa = 'Si veda \\[@quello-che-non-c-e\\].'\n",
    );
    assert_eq!(text, expected);
    assert!(disteso(&run).contains("risposte non sono entrate"), "{run:?}");
}

/// The state of a phase and how much of it is done: where they say two things, neither goes in.
#[test]
fn a_phase_that_says_two_things_is_told() {
    let (desk, plan) = desk();
    raccolta(desk.path(), &[]);
    let path = desk.path().join("raccolta/raccolta-s1.xlsx");
    compila(&path, "Fasi", "Invio", "Fatta al 31/12/2027, %", "1");
    compila(&path, "Fasi", "Invio", "Stato", "da iniziare");
    let (run, text) = tornato(desk.path(), &plan);
    assert_eq!(text, OBIETTIVI, "{run:?}");
    assert!(disteso(&run).contains("la fase è «da iniziare», e fatta al 100 %"), "{run:?}");
    assert!(
        disteso(&run).contains("restano vuote 7 celle delle 8 da compilare, e 1 risposta non è entrata"),
        "{run:?}"
    );
}

/// The signs of Markdown that an office types are printed, and the same file again is no news.
#[test]
fn the_words_of_an_office_are_not_markdown() {
    let (desk, plan) = desk();
    raccolta(desk.path(), &[]);
    let path = desk.path().join("raccolta/raccolta-s1.xlsx");
    compila(&path, "Obiettivi", "S1.00002", "Esito al 31/12/2027", "raggiunto");
    compila(&path, "Obiettivi", "S1.00002", "Che cosa è stato fatto", "# 3 incontri, spesa 2*3*4 e <!-- via --> fine");
    let (run, text) = tornato(desk.path(), &plan);
    assert!(text.contains(r"\# 3 incontri, spesa 2\*3\*4 e \<!-- via --> fine"), "{text}{run:?}");
    assert!(!run.err.contains("P0134"), "{run:?}");
    let (again, same) = tornato(desk.path(), &plan);
    assert!(same == text && again.out.contains("0 valori nel piano"), "{again:?}");
}

#[test]
fn what_was_changed_on_both_sides_is_told_and_stays() {
    let (desk, plan) = desk();
    raccolta(desk.path(), &[]);
    let path = desk.path().join("raccolta/raccolta-s1.xlsx");
    compila(&path, "Fasi", "Bonifica", "Fatta al 31/12/2027, %", "0.9");
    let mended = OBIETTIVI.replace("{ monitoraggio = 50 }", "{ monitoraggio = 50, consuntivo = 80 }");
    fs::write(plan.join("dati/obiettivi.toml"), &mended).unwrap();
    let run = importa(desk.path(), &["raccolta/raccolta-s1.xlsx", "piano"]);
    assert!(run.code == 1 && run.err.contains("P1504") && run.err.contains("«90» e «80»"), "{run:?}");
    assert_eq!(fs::read_to_string(plan.join("dati/obiettivi.toml")).unwrap(), mended);
    let run = importa(desk.path(), &["raccolta/raccolta-s1.xlsx", "piano", "--vince-il-foglio"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(
        fs::read_to_string(plan.join("dati/obiettivi.toml")).unwrap(),
        mended.replace("consuntivo = 80", "consuntivo = 90")
    );
    // A phase written above the others is no matter: a row knows its words.
    let moved = OBIETTIVI.replace(
        "[[obiettivo.fase]]\ntesto = \"Bonifica",
        "[[obiettivo.fase]]\ntesto = \"Avvio\"\npeso = { 2027 = 0 }\n\n[[obiettivo.fase]]\ntesto = \"Bonifica",
    );
    fs::write(plan.join("dati/obiettivi.toml"), &moved).unwrap();
    let run = importa(desk.path(), &["raccolta/raccolta-s1.xlsx", "piano"]);
    assert!(
        fs::read_to_string(plan.join("dati/obiettivi.toml"))
            .unwrap()
            .contains("{ monitoraggio = 50, consuntivo = 90 }"),
        "{run:?}"
    );
}

#[test]
fn a_workbook_of_another_plan_is_refused() {
    let (desk, plan) = desk();
    raccolta(desk.path(), &[]);
    let path = desk.path().join("raccolta/raccolta-s1.xlsx");
    compila(&path, "Fasi", "Bonifica", "Fatta al 31/12/2027, %", "0.9");
    let settings = fs::read_to_string(plan.join("piao.toml")).unwrap();
    fs::write(plan.join("piao.toml"), settings.replace("Comune di Prova", "Comune di Altrove")).unwrap();
    let run = importa(desk.path(), &["raccolta/raccolta-s1.xlsx", "piano"]);
    assert!(run.code == 2 && run.err.contains("P1507") && run.err.contains("Comune di Prova"), "{run:?}");
    fs::write(plan.join("piao.toml"), settings).unwrap();
    // Sheets copied into a new file.
    let mut parts = parti(&fs::read(&path).unwrap());
    let book = String::from_utf8(parts["xl/workbook.xml"].clone()).unwrap();
    let start = book.find("<sheet name=\"piao\"").unwrap();
    let end = start + book[start..].find("/>").unwrap() + 2;
    parts.insert("xl/workbook.xml".to_owned(), format!("{}{}", &book[..start], &book[end..]).into_bytes());
    fs::write(&path, archivio(&parts)).unwrap();
    let run = importa(desk.path(), &["raccolta/raccolta-s1.xlsx", "piano"]);
    assert!(run.code == 2 && run.err.contains("foglio nascosto"), "{run:?}");
    assert_eq!(fs::read_to_string(plan.join("dati/obiettivi.toml")).unwrap(), OBIETTIVI);
    // A unit that is not there.
    let run = raccolta(desk.path(), &["--unita", "S9"]);
    assert!(run.code == 1 && run.err.contains("le unità con obiettivi sono: s1, scuola"), "{run:?}");
    let run = raccolta(desk.path(), &["--unita", "Settore Scuola", "--uscita", "altra"]);
    assert!(run.code == 0 && desk.path().join("altra/raccolta-scuola.xlsx").is_file(), "{run:?}");
}

#[test]
fn while_the_year_is_planned_the_values_to_reach_are_asked() {
    let (desk, plan) = desk();
    let run = piao(desk.path(), ["raccolta", "piano"]);
    assert_eq!(run.code, 0, "{run:?}");
    let path = desk.path().join("raccolta/raccolta-s1.xlsx");
    // Times by year are changed in the plan, and read here.
    let times = foglio(&path, "Fasi").get_value(cella(&path, "Fasi", "Invio", "Tempi")).unwrap().to_string();
    assert!(times.contains("settembre") && times.contains("2027"), "{times}");
    compila(&path, "Indicatori", "Giorni per", "Atteso nel 2029", "≤ 20 giorni");
    compila(&path, "Indicatori", "Giorni per", "Da dove si parte", "41 giorni");
    compila(&path, "Obiettivi", "S1.00002", "Termine", "entro giugno 2027");
    compila(&path, "Fasi", "Bonifica", "Tempi", "gennaio - giugno 2027");
    let run = importa(desk.path(), &["raccolta/raccolta-s1.xlsx", "piano"]);
    let text = fs::read_to_string(plan.join("dati/obiettivi.toml")).unwrap();
    for line in [
        "target = { 2027 = \"≤ 30 giorni\", 2028 = \"≤ 25 giorni\", 2029 = \"≤ 20 giorni\" }",
        "base = { valore = \"41 giorni\" }",
        "scadenza = \"entro giugno 2027\"",
        "tempi = \"gennaio - giugno 2027\"",
    ] {
        assert!(text.contains(line), "{line}: {run:?}\n{text}");
    }
}

/// Records that are rows between braces, and measures of prevention: the form in which small plans are written.
#[test]
fn rows_between_braces_take_their_values_too() {
    let (desk, plan) = desk();
    let rows = "obiettivo = [\n  { codice = \"S1.00001\", titolo = \"Uno\", unita = \"S1\", fase = [{ testo = \"Prima\" }, { testo = \"Seconda\" }] }, # il primo\n  { codice = \"S1.00002\", titolo = \"Due\", unita = \"S1\" },\n]\n";
    fs::write(plan.join("dati/obiettivi.toml"), rows).unwrap();
    let measures = "misura_prevenzione = [\n  { codice = \"MS1\", titolo = \"Rotazione\", tipo = \"generale\", responsabili = [\"S1\"], indicatore = [{ testo = \"Incarichi ruotati\", target = \"≥ 2\" }] },\n]\n";
    fs::write(plan.join("dati/misure.toml"), measures).unwrap();
    let run = raccolta(desk.path(), &[]);
    assert!(run.out.contains("Settore Tributi, 2 obiettivi e 1 misura, 6 celle da compilare"), "{run:?}");
    let path = desk.path().join("raccolta/raccolta-s1.xlsx");
    for (sheet, riga, colonna, value) in [
        ("Obiettivi", "S1.00001", "Esito al 31/12/2027", "non raggiunto"),
        ("Obiettivi", "S1.00001", "Perché non del tutto", "Non c’era nessuno."),
        ("Obiettivi", "S1.00002", "Esito al 31/12/2027", "raggiunto"),
        ("Fasi", "Seconda", "Fatta al 31/12/2027, %", "0.5"),
        ("Fasi", "Seconda", "Stato", "posticipata"),
        ("Misure", "MS1", "Esito al 31/12/2027", "raggiunto"),
        ("Indicatori", "Incarichi", "Valore al 31/12/2027", "3"),
    ] {
        compila(&path, sheet, riga, colonna, value);
    }
    let run = importa(desk.path(), &["raccolta", "piano"]);
    let expected = rows
        .replace(
            "{ testo = \"Seconda\" }",
            "{ testo = \"Seconda\", completamento = { consuntivo = 50 }, misurazione = [{ momento = \"consuntivo\", stato = \"posticipata\" }] }",
        )
        .replace("}] }, # il primo", "}], misurazione = [{ momento = \"consuntivo\", stato = \"non-raggiunto\", in_quanto = \"Non c’era nessuno.\" }] }, # il primo")
        .replace("unita = \"S1\" },\n]", "unita = \"S1\", misurazione = [{ momento = \"consuntivo\", stato = \"raggiunto\" }] },\n]");
    assert_eq!(fs::read_to_string(plan.join("dati/obiettivi.toml")).unwrap(), expected, "{run:?}");
    let expected = measures.replace(
        "target = \"≥ 2\" }] }",
        "target = \"≥ 2\", rilevato = { consuntivo = \"3\" } }], misurazione = [{ momento = \"consuntivo\", stato = \"raggiunto\" }] }",
    );
    assert_eq!(fs::read_to_string(plan.join("dati/misure.toml")).unwrap(), expected, "{run:?}");
    // A second moment goes beside the first.
    let run = piao(desk.path(), ["raccolta", "piano", "--momento", "monitoraggio", "--uscita", "monitoraggio"]);
    assert_eq!(run.code, 0, "{run:?}");
    let path = desk.path().join("monitoraggio/raccolta-s1.xlsx");
    compila(&path, "Obiettivi", "S1.00002", "Esito al 30/09/2027", "parzialmente raggiunto");
    compila(&path, "Obiettivi", "S1.00002", "Raggiunto, %", "0.4");
    importa(desk.path(), &["monitoraggio", "piano"]);
    let text = fs::read_to_string(plan.join("dati/obiettivi.toml")).unwrap();
    let both = "misurazione = [{ momento = \"consuntivo\", stato = \"raggiunto\" }, { momento = \"monitoraggio\", stato = \"parzialmente-raggiunto\", percentuale = 40 }] },\n]";
    assert!(text.contains(both), "{text}");
}

/// A card in Markdown takes the outcome in its head; what it says under a heading of its own is changed there.
#[test]
fn a_card_takes_its_outcome_and_keeps_its_prose() {
    let (desk, plan) = desk();
    let card = "+++\ntitolo = \"Una scheda\" # a mano\nunita = \"S1\"\n+++\n\n## Descrizione\n\nCome *si fa*.\n";
    fs::create_dir(plan.join("obiettivi")).unwrap();
    let path = plan.join("obiettivi/S1.00009.md");
    fs::write(&path, card).unwrap();
    raccolta(desk.path(), &["--unita", "S1"]);
    let book = desk.path().join("raccolta/raccolta-s1.xlsx");
    compila(&book, "Obiettivi", "S1.00009", "Esito al 31/12/2027", "raggiunto");
    compila(&book, "Obiettivi", "S1.00009", "Che cosa è stato fatto", "Prima riga.");
    let run = importa(desk.path(), &["raccolta", "piano"]);
    let expected = card.replace(
        "unita = \"S1\"\n",
        "unita = \"S1\"\n\n[[misurazione]]\nmomento = \"consuntivo\"\nstato = \"raggiunto\"\nnarrativa = \"Prima riga.\"\n",
    );
    assert_eq!(fs::read_to_string(&path).unwrap(), expected, "{run:?}");
    fs::write(&path, format!("{card}\n## Consuntivo\n\nQui.\n")).unwrap();
    fs::remove_dir_all(desk.path().join("raccolta")).unwrap();
    raccolta(desk.path(), &["--unita", "S1"]);
    let (row, column) = cella(&book, "Obiettivi", "S1.00009", "Che cosa è stato fatto");
    assert_eq!(
        foglio(&book, "Obiettivi").get_value((row, column)),
        Some(&Data::String("scritto nel piano".to_owned()))
    );
}

/// The text of the objectives after `filled` went back, and what the command said.
fn tornato(desk: &Path, plan: &Path) -> (Run, String) {
    let run = importa(desk, &["raccolta", "piano"]);
    (run, fs::read_to_string(plan.join("dati/obiettivi.toml")).unwrap())
}

/// The words of a run on one line.
fn disteso(run: &Run) -> String {
    format!("{} {}", run.err, run.out).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A day that is not in the calendar, and a value to reach that is none, do not take the place of what the plan says.
#[test]
fn a_value_that_the_plan_refuses_leaves_the_old_one() {
    let (desk, plan) = desk();
    piao(desk.path(), ["raccolta", "piano"]);
    let path = desk.path().join("raccolta/raccolta-s1.xlsx");
    for (sheet, riga, colonna, value) in [
        ("Obiettivi", "S1.00001", "Termine", "31/02/2027"),
        ("Obiettivi", "S1.00002", "Termine", "entro giugno 2027"),
        ("Fasi", "Bonifica", "Tempi", "31/04/2027"),
        ("Indicatori", "Posizioni", "Atteso nel 2027", "da definire"),
        ("Indicatori", "Posizioni", "Atteso nel 2028", "DECIDERE"),
        ("Indicatori", "Giorni per", "Atteso nel 2027", "assente: non si sa"),
        ("Indicatori", "Giorni per", "Atteso nel 2028", "{ assente = \"boh\" }"),
        ("Indicatori", "Giorni per", "Da dove si parte", "-"),
    ] {
        compila(&path, sheet, riga, colonna, value);
    }
    let (run, text) = tornato(desk.path(), &plan);
    let expected = OBIETTIVI
        .replace("unita = \"S1\"\npeso = 40\n", "unita = \"S1\"\npeso = 40\nscadenza = \"entro giugno 2027\"\n");
    assert_eq!(text, expected, "{run:?}");
    let said = disteso(&run);
    for words in [
        "«31/02/2027» non è un giorno del calendario",
        "«31/04/2027»",
        "«da definire» non dice quanto si deve raggiungere",
        "«DECIDERE» è il segno di una decisione da prendere",
        "«assente: non si sa» è il segno di un valore che manca",
        "«-» non dice niente",
        "1 valore nel piano",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    assert!(!run.err.contains("assente = \"motivo\""), "{run:?}");
}

/// What is not of the same words in the plan is told, and written nowhere.
#[test]
fn an_answer_goes_only_to_the_record_of_its_words() {
    let (desk, plan) = desk();
    raccolta(desk.path(), &[]);
    let path = desk.path().join("raccolta/raccolta-s1.xlsx");
    compila(&path, "Fasi", "Bonifica", "Fatta al 31/12/2027, %", "0.9");
    compila(&path, "Indicatori", "Posizioni", "Valore al 31/12/2027", "0.54");
    // Another indicator has taken the place of the one that was asked.
    let other = OBIETTIVI.replace("Posizioni controllate", "Sopralluoghi");
    fs::write(plan.join("dati/obiettivi.toml"), &other).unwrap();
    let (run, text) = tornato(desk.path(), &plan);
    assert_eq!(text, other.replace("{ monitoraggio = 50 }", "{ monitoraggio = 50, consuntivo = 90 }"), "{run:?}");
    assert!(
        disteso(&run).contains("nel piano non c’è più «Posizioni controllate»: «54 %» non si sa dove va"),
        "{run:?}"
    );
    // The record is another one: so are its phases.
    let other = OBIETTIVI.replace("Recupero dell’evasione", "Catasto");
    fs::write(plan.join("dati/obiettivi.toml"), &other).unwrap();
    let (run, text) = tornato(desk.path(), &plan);
    assert_eq!(text, other, "{run:?}");
    assert!(disteso(&run).contains("«90 %» non si sa dove va"), "{run:?}");
}

/// Of two phases with the same words each takes its own answer, and none where there are three by now.
#[test]
fn phases_with_the_same_words_are_known_by_their_order() {
    let (desk, plan) = desk();
    let phases = OBIETTIVI.replace("Bonifica delle banche dati", "Verifica").replace("Invio degli avvisi", "Verifica");
    fs::write(plan.join("dati/obiettivi.toml"), &phases).unwrap();
    raccolta(desk.path(), &[]);
    let path = desk.path().join("raccolta/raccolta-s1.xlsx");
    let (row, column) = cella(&path, "Fasi", "Verifica", "Fatta al 31/12/2027, %");
    scrivi(&path, "Fasi", &nome((row + 1, column)), "0.6");
    let more = |words: &str| {
        phases.replacen(
            "[[obiettivo.fase]]\n",
            &format!("[[obiettivo.fase]]\ntesto = \"{words}\"\npeso = {{ 2027 = 0 }}\n\n[[obiettivo.fase]]\n"),
            1,
        )
    };
    let before = more("Avvio");
    fs::write(plan.join("dati/obiettivi.toml"), &before).unwrap();
    let (run, text) = tornato(desk.path(), &plan);
    let expected =
        before.replace("peso = { 2027 = 60 }\n", "peso = { 2027 = 60 }\ncompletamento = { consuntivo = 60 }\n");
    assert_eq!(text, expected, "{run:?}");
    let three = more("Verifica");
    fs::write(plan.join("dati/obiettivi.toml"), &three).unwrap();
    let (run, text) = tornato(desk.path(), &plan);
    assert_eq!(text, three, "{run:?}");
    assert!(disteso(&run).contains("le righe «Verifica» sono 3, e nel file erano 2"), "{run:?}");
}

/// Cells sorted, or pasted, without their marks: the words of the row are those of another.
#[test]
fn a_row_whose_words_are_not_those_of_its_mark_is_not_taken() {
    let (desk, plan) = desk();
    raccolta(desk.path(), &[]);
    let path = desk.path().join("raccolta/raccolta-s1.xlsx");
    compila(&path, "Fasi", "Bonifica", "Fatta al 31/12/2027, %", "0.9");
    compila(&path, "Fasi", "Invio", "Fatta al 31/12/2027, %", "0.2");
    compila(&path, "Fasi", "Bonifica", "Fase", "Invio degli avvisi");
    let (run, text) = tornato(desk.path(), &plan);
    let expected =
        OBIETTIVI.replace("peso = { 2027 = 60 }\n", "peso = { 2027 = 60 }\ncompletamento = { consuntivo = 20 }\n");
    assert_eq!(text, expected, "{run:?}");
    assert_eq!(run.code, 1, "{run:?}");
    let said = disteso(&run);
    assert!(said.contains("qui si legge «Invio degli avvisi», e il segno F1 è della riga «Bonifica"), "{said}");
}

#[test]
fn two_files_that_disagree_are_told_and_neither_is_taken() {
    let (desk, plan) = desk();
    raccolta(desk.path(), &[]);
    let path = desk.path().join("raccolta/raccolta-s1.xlsx");
    compila(&path, "Fasi", "Bonifica", "Fatta al 31/12/2027, %", "0.9");
    let other = desk.path().join("raccolta/raccolta-s1 (2).xlsx");
    fs::copy(&path, &other).unwrap();
    compila(&other, "Fasi", "Bonifica", "Fatta al 31/12/2027, %", "0.7");
    compila(&other, "Fasi", "Invio", "Fatta al 31/12/2027, %", "0.2");
    let (run, text) = tornato(desk.path(), &plan);
    let expected =
        OBIETTIVI.replace("peso = { 2027 = 60 }\n", "peso = { 2027 = 60 }\ncompletamento = { consuntivo = 20 }\n");
    assert_eq!(text, expected, "{run:?}");
    let said = disteso(&run);
    assert!(run.code == 1 && said.contains("P1504") && said.contains("nessuno dei due è stato preso"), "{said}");
}

#[test]
fn the_workbooks_of_another_plan_are_not_written_over() {
    let (desk, plan) = desk();
    let run = raccolta(desk.path(), &["--uscita", "fogli"]);
    assert_eq!(run.code, 0, "{run:?}");
    let path = desk.path().join("fogli/raccolta-s1.xlsx");
    let before = fs::read(&path).unwrap();
    let settings = fs::read_to_string(plan.join("piao.toml")).unwrap();
    fs::write(plan.join("piao.toml"), settings.replace("Comune di Prova", "Comune di Altrove")).unwrap();
    let run = raccolta(desk.path(), &["--uscita", "fogli"]);
    assert!(run.code == 2 && run.err.contains("Comune di Prova") && run.err.contains("--uscita"), "{run:?}");
    assert_eq!(fs::read(&path).unwrap(), before);
    // Without a folder, beside the plan and not where the command is given.
    let run = piao(&plan.join("dati"), ["raccolta", ".."]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(desk.path().join("raccolta/raccolta-s1.xlsx").is_file() && !plan.join("dati/raccolta").exists(), "{run:?}");
}

/// Values as they were typed; a percentage that may be a number without its sign is asked again.
#[test]
fn values_go_in_as_they_are_typed_and_once() {
    let (desk, plan) = desk();
    raccolta(desk.path(), &[]);
    let path = desk.path().join("raccolta/raccolta-s1.xlsx");
    for (sheet, riga, colonna, value) in [
        ("Obiettivi", "S1.00001", "Esito al 31/12/2027", "parzialmente raggiunto"),
        ("Obiettivi", "S1.00001", "Perché non del tutto", "Primo.\nSecondo."),
        ("Indicatori", "Posizioni", "Valore al 31/12/2027", "63.5"),
        ("Indicatori", "Posizioni", "Atteso nel 2028", "≥ 60 %"),
        ("Indicatori", "Giorni per", "Valore al 31/12/2027", "1.234,50"),
    ] {
        compila(&path, sheet, riga, colonna, value);
    }
    let (run, text) = tornato(desk.path(), &plan);
    for line in ["rilevato = { consuntivo = \"1.234,50 giorni\" }", "Primo.  \nSecondo.", "2028 = \"≥ 60 %\""] {
        assert!(text.contains(line), "{line}: {run:?}\n{text}");
    }
    assert!(text.contains("rilevato = { monitoraggio = \"31 %\" }"), "{text}");
    let said = disteso(&run);
    assert!(said.contains("«6350 %» è molto più di quanto si aspetta") && said.contains("scrivi 63,5 %"), "{said}");
    assert!(said.contains("Esito al 31/12/2027: «parzialmente raggiunto»"), "{said}");
    // Once more: only what is still wrong is told.
    let (run, again) = tornato(desk.path(), &plan);
    assert_eq!(again, text);
    assert!(!run.err.contains("era da leggere") && !run.err.contains("non dice tutto"), "{run:?}");
    assert_eq!(run.err.matches("P15").count(), 1, "{run:?}");
    // The next workbook shows the lines as they were typed.
    fs::remove_dir_all(desk.path().join("raccolta")).unwrap();
    raccolta(desk.path(), &[]);
    let at = cella(&path, "Obiettivi", "S1.00001", "Perché non del tutto");
    assert_eq!(foglio(&path, "Obiettivi").get_value(at), Some(&Data::String("Primo.\nSecondo.".to_owned())));
    let (run, again) = tornato(desk.path(), &plan);
    assert!(run.code == 0 && again == text, "{run:?}");
}

/// A bare number for one year, and another way of saying it for this one: the second time nothing is new.
#[test]
fn what_went_in_is_not_asked_again() {
    let (desk, plan) = desk();
    let bare = OBIETTIVI.replace("target = { 2027 = \"≤ 30 giorni\", 2028 = \"≤ 25 giorni\" }\n", "");
    fs::write(plan.join("dati/obiettivi.toml"), &bare).unwrap();
    piao(desk.path(), ["raccolta", "piano"]);
    let path = desk.path().join("raccolta/raccolta-s1.xlsx");
    compila(&path, "Indicatori", "Giorni per", "Atteso nel 2027", "8 km");
    compila(&path, "Indicatori", "Giorni per", "Atteso nel 2029", "10,5");
    let (run, text) = tornato(desk.path(), &plan);
    assert!(text.contains("target = { 2027 = \"8 km\", 2029 = \"10,5\" }"), "{run:?}\n{text}");
    let (run, again) = tornato(desk.path(), &plan);
    assert!(run.code == 0 && !run.err.contains("P15") && again == text, "{run:?}");
}

/// An indicator that is measured in per cent and has no value to reach is asked in per cent.
#[test]
fn a_percentage_is_asked_as_one() {
    let (desk, plan) = desk();
    let bare =
        OBIETTIVI.replace("target = { 2027 = \"≤ 30 giorni\", 2028 = \"≤ 25 giorni\" }\n", "unita_misura = \"%\"\n");
    fs::write(plan.join("dati/obiettivi.toml"), &bare).unwrap();
    piao(desk.path(), ["raccolta", "piano", "--uscita", "prima"]);
    let path = desk.path().join("prima/raccolta-s1.xlsx");
    let at = cella(&path, "Indicatori", "Giorni per", "Unità");
    assert_eq!(foglio(&path, "Indicatori").get_value(at), Some(&Data::String("%".to_owned())));
    compila(&path, "Indicatori", "Giorni per", "Atteso nel 2027", "0,6");
    let run = importa(desk.path(), &["prima", "piano"]);
    assert!(disteso(&run).contains("«0,6» può essere una percentuale o una parte di uno"), "{run:?}");
    raccolta(desk.path(), &[]);
    let path = desk.path().join("raccolta/raccolta-s1.xlsx");
    // 0,85 typed in a cell of percentages is 0,85 %.
    compila(&path, "Indicatori", "Giorni per", "Valore al 31/12/2027", "0.0085");
    let (run, text) = tornato(desk.path(), &plan);
    let told = disteso(&run);
    assert!(told.contains("«0,85 %» è meno di uno su cento: può essere 85 %, scritto come parte di uno"), "{run:?}");
    assert!(told.contains("foglio Indicatori, ") && !text.contains("consuntivo = \"0,85"), "{run:?}\n{text}");
    compila(&path, "Indicatori", "Giorni per", "Valore al 31/12/2027", "0.6");
    let (run, text) = tornato(desk.path(), &plan);
    assert!(text.contains("rilevato = { consuntivo = \"60 %\" }"), "{run:?}\n{text}");
}

/// The state of a phase is written where the phase has it, in TOML and in a CSV.
#[test]
fn the_state_of_a_phase_goes_where_the_plan_has_it() {
    let (desk, plan) = desk();
    let states = OBIETTIVI.replace("peso = { 2027 = 60 }\n", "peso = { 2027 = 60 }\nstato = \"da-iniziare\" # ieri\n");
    fs::write(plan.join("dati/obiettivi.toml"), &states).unwrap();
    let csv = "codice;titolo;unita;fase.testo;fase.stato\nS2.00001;Iscrizioni in linea;scuola;Modulo;iniziata\n";
    fs::write(plan.join("dati/obiettivi.csv"), csv).unwrap();
    raccolta(desk.path(), &[]);
    let path = desk.path().join("raccolta/raccolta-s1.xlsx");
    let at = cella(&path, "Fasi", "Invio", "Stato");
    assert_eq!(foglio(&path, "Fasi").get_value(at), Some(&Data::String("da iniziare".to_owned())));
    compila(&path, "Fasi", "Invio", "Fatta al 31/12/2027, %", "0.155");
    compila(&path, "Fasi", "Invio", "Stato", "in corso");
    compila(&path, "Fasi", "Invio", "Perché non del tutto", "Manca la ditta.");
    compila(&desk.path().join("raccolta/raccolta-scuola.xlsx"), "Fasi", "Modulo", "Stato", "in corso");
    let (run, text) = tornato(desk.path(), &plan);
    let expected = states.replace(
        "stato = \"da-iniziare\" # ieri\n",
        "stato = \"in-corso\" # ieri\ncompletamento = { consuntivo = \"15,5\" }\n\n[[obiettivo.fase.misurazione]]\nmomento = \"consuntivo\"\nin_quanto = \"Manca la ditta.\"\n",
    );
    assert_eq!(text, expected, "{run:?}");
    assert_eq!(
        fs::read_to_string(plan.join("dati/obiettivi.csv")).unwrap(),
        csv.replace("iniziata", "in-corso"),
        "{run:?}"
    );
    assert!(!run.err.contains("P0351"), "{run:?}");
}

/// Words beside a table, and a sheet that somebody added, are told.
#[test]
fn what_is_written_outside_the_tables_is_told() {
    let (desk, _) = desk();
    raccolta(desk.path(), &[]);
    let path = desk.path().join("raccolta/raccolta-s1.xlsx");
    let mut parts = parti(&fs::read(&path).unwrap());
    let part = "xl/worksheets/sheet3.xml".to_owned();
    let xml = String::from_utf8(parts[&part].clone()).unwrap();
    let row = xml.find("<row r=\"4\"").unwrap();
    let end = row + xml[row..].find("</row>").unwrap();
    let cell = "<c r=\"P4\" t=\"inlineStr\"><is><t>Un appunto</t></is></c>";
    parts.insert(part, format!("{}{cell}{}", &xml[..end], &xml[end..]).into_bytes());
    // The hidden sheet keeps its place; one of the tables is given another name, as a sheet that somebody made.
    let book = String::from_utf8(parts["xl/workbook.xml"].clone()).unwrap();
    parts.insert(
        "xl/workbook.xml".to_owned(),
        book.replacen("<sheet name=\"Indicatori\"", "<sheet name=\"Mio\"", 1).into_bytes(),
    );
    fs::write(&path, archivio(&parts)).unwrap();
    let run = importa(desk.path(), &["raccolta", "piano"]);
    let said = disteso(&run);
    assert!(said.contains("foglio Fasi, P4: «Un appunto» sta fuori della tabella: non è stato letto"), "{said}");
    assert!(said.contains("foglio Mio, A1: il foglio non è della raccolta"), "{said}");
    assert!(said.contains("non c’è più il foglio «Indicatori»"), "{said}");
}

/// A plan of which a file cannot be read: the file is named, and nothing is written.
#[test]
fn a_plan_that_does_not_read_whole_is_left_alone() {
    let (desk, plan) = desk();
    raccolta(desk.path(), &[]);
    let path = desk.path().join("raccolta/raccolta-s1.xlsx");
    compila(&path, "Fasi", "Bonifica", "Fatta al 31/12/2027, %", "0.9");
    compila(&desk.path().join("raccolta/raccolta-scuola.xlsx"), "Fasi", "Modulo", "Fatta al 31/12/2027, %", "0.9");
    let csv = fs::read_to_string(plan.join("dati/obiettivi.csv")).unwrap();
    let broken = format!("{OBIETTIVI}\n[[obiettivo\n");
    fs::write(plan.join("dati/obiettivi.toml"), &broken).unwrap();
    fs::write(desk.path().join("altri.csv"), "Codice;Obiettivo;Settore\nS1.00009;Nuovo;S1\n").unwrap();
    for run in [
        importa(desk.path(), &["raccolta", "piano"]),
        importa(desk.path(), &["altri.csv", "piano"]),
        raccolta(desk.path(), &["--uscita", "altra"]),
    ] {
        assert!(run.code == 2 && run.err.contains("P0104") && run.err.contains("dati/obiettivi.toml:"), "{run:?}");
    }
    assert_eq!(fs::read_to_string(plan.join("dati/obiettivi.toml")).unwrap(), broken);
    assert_eq!(fs::read_to_string(plan.join("dati/obiettivi.csv")).unwrap(), csv);
    assert!(!desk.path().join("altra").exists());
}

/// What the sheets say of themselves holds: a weight is explained, and nobody is told to sort what is protected.
#[test]
fn the_sheets_explain_their_signs() {
    let (desk, plan) = desk();
    fs::write(plan.join("dati/obiettivi.toml"), OBIETTIVI.replace("peso = 40", "peso = \"==\"")).unwrap();
    raccolta(desk.path(), &[]);
    let path = desk.path().join("raccolta/raccolta-s1.xlsx");
    let at = cella(&path, "Obiettivi", "S1.00002", "Peso");
    assert_eq!(foglio(&path, "Obiettivi").get_value(at), Some(&Data::String("== (non valutato)".to_owned())));
    let guide = include_str!("../../docs/guida.md");
    assert!(!guide.contains("Le righe si possono\nordinare"));
}
