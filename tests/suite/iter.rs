//! The plan as an act: its term, its sections, its codes, its versions, and the table of how complete it is.

use crate::cli::piao;
use crate::project::{Compiled, Project, content};
use std::path::{Path, PathBuf};

/// The clean plan, with `extra` appended to its settings and `changes` made to them.
fn plan(changes: &[(&str, &str)], extra: &str) -> Project {
    let mut project = Project::new();
    for entry in walkdir::WalkDir::new(base()).into_iter().map(Result::unwrap).filter(|e| e.file_type().is_file()) {
        let path = entry.path().strip_prefix(base()).unwrap().to_string_lossy().replace('\\', "/");
        let mut text = std::fs::read_to_string(entry.path()).unwrap();
        if path == "piao.toml" {
            for (from, to) in changes {
                assert!(text.contains(from), "{from}");
                text = text.replacen(from, to, 1);
            }
            text = format!("{text}\n{extra}\n");
        }
        project = project.file(&path, &text);
    }
    project
}

fn base() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/base")
}

/// Code and message of each problem.
fn says(changes: &[(&str, &str)], extra: &str) -> Vec<String> {
    let compiled: Compiled = plan(changes, extra).compile();
    compiled.diags.sorted().into_iter().map(|d| format!("{} {}", d.code, d.message)).collect()
}

const RINVIO: &str = "\n[termini]\nbilancio = 2027-03-31\ndecreto = \"DM Interno 22/12/2026\"\n";

/// The terms of four years, as they were.
#[test]
fn the_term_follows_that_of_the_budget() {
    for (anno, bilancio, last) in [
        (2023, "2023-04-30", "2023-05-30"),
        (2023, "2023-07-31", "2023-08-30"),
        (2026, "2026-02-28", "2026-03-30"),
        (2027, "", "2027-01-31"),
    ] {
        let triennio = format!("{anno}-{}", anno + 2);
        let rinvio = match bilancio {
            "" => String::new(),
            day => format!("\n[termini]\nbilancio = {day}\ndecreto = \"DM\"\n"),
        };
        let on = |day: &str| {
            let changes = [("2027-2029", triennio.as_str()), ("2027-01-15", day), (RINVIO, rinvio.as_str())];
            says(&changes, "").into_iter().filter(|line| line.starts_with("P1012")).collect::<Vec<_>>()
        };
        let (year, rest) = last.split_once('-').unwrap();
        let (month, day) = rest.split_once('-').unwrap();
        let printed = format!("{day}/{month}/{year}");
        assert_eq!(on(last), [format!("P1012 oggi, {printed}, è l’ultimo giorno per approvare il piano")]);
        let date = |days: i64| {
            let last: jiff::civil::Date = last.parse().unwrap();
            last.checked_add(jiff::Span::new().days(days)).unwrap().to_string()
        };
        assert_eq!(on(&date(-1)), [format!("P1012 il piano va approvato entro il {printed}: manca 1 giorno")]);
        assert_eq!(on(&date(-30)), [format!("P1012 il piano va approvato entro il {printed}: mancano 30 giorni")]);
        assert_eq!(on(&date(-31)), [""; 0]);
        assert_eq!(
            on(&date(2)),
            [format!("P1012 il termine per approvare il piano, il {printed}, è passato da 2 giorni")]
        );
    }
}

#[test]
fn a_plan_approved_in_time_has_no_term_to_be_told() {
    let approved = |day: &str| {
        let act = format!("organo = \"giunta\"\nnumero = \"7\"\ndata = {day}");
        let sito = "[sito]\naccessibilita = \"https://form.agid.gov.it/x\"\nprivacy = \"https://www.borgoalto.example/p\"\n\n[termini]";
        let settings = [("\"bozza\"", "\"approvato\""), ("organo = \"giunta\"", &act), ("2027-01-15", "2027-06-01")];
        says(&[settings.as_slice(), &[("[termini]", sito)]].concat(), "")
    };
    assert_eq!(approved("2027-04-30"), [""; 0]);
    assert_eq!(
        approved("2027-05-01"),
        ["P1012 il piano è approvato il 01/05/2027, 1 giorno dopo il termine del 30/04/2027"]
    );
    // An update is made when it is needed.
    let update = "[[versione]]\nnumero = 2\nmotivo = \"Due assunzioni\"\natto = { assente = \"a giugno\" }\n";
    assert_eq!(says(&[("2027-01-15", "2027-06-01")], update), [""; 0]);
}

#[test]
fn the_settings_of_the_term_hold_together() {
    let lines = |rinvio: &str| says(&[(RINVIO, rinvio), ("2027-01-15", "2026-12-01")], "");
    assert_eq!(
        lines("\n[termini]\nbilancio = 2027-03-31\n"),
        ["P1013 manca il decreto che ha rinviato il bilancio al 31/03/2027"]
    );
    assert_eq!(
        lines("\n[termini]\ndecreto = \"DM\"\n"),
        ["P1013 manca il termine a cui questo decreto rinvia il bilancio"]
    );
    assert_eq!(lines(""), [""; 0]);
}

#[test]
fn who_approves_and_how_many_work_there() {
    assert_eq!(says(&[("tipo = \"comune\"", "tipo = \"asp\""), ("\"giunta\"", "\"assemblea\"")], ""), [""; 0]);
    assert_eq!(says(&[("momento", "profilo = \"ordinario\"\nmomento"), ("= 84", "= 50")], ""), [""; 0]);
    assert_eq!(
        says(&[("momento", "esercizio = 2028\nmomento")], ""),
        ["P1011 il piano del 2028 non può avere il triennio 2027-2029"]
    );
    // What could not be read is not said to be missing.
    let unread = says(&[("pec =", "pecc =")], "");
    assert!(unread.iter().all(|line| line.starts_with("P01")), "{unread:?}");
    let unread = says(&[("dipendenti = 84", "dipendenti = \"molti\"")], "");
    assert!(unread.iter().all(|line| line.starts_with("P01")), "{unread:?}");
}

#[test]
fn an_update_says_why_and_with_which_act() {
    let update = |rest: &str| says(&[], &format!("[[versione]]\nnumero = 1\n\n[[versione]]\nnumero = 2\n{rest}"));
    assert_eq!(update(""), ["P1019 della versione 2 del piano mancano il motivo e l’atto"]);
    assert_eq!(update("motivo = \"Due assunzioni\"\natto = { assente = \"a giugno\" }\n"), [""; 0]);
    assert_eq!(
        update("motivo = \"Due assunzioni\"\natto = \"delibera-9\"\n"),
        ["P0201 «delibera-9» non esiste nel piano"]
    );
    assert_eq!(
        says(&[], "[[versione]]\nnumero = 1\n\n[[versione]]\nnumero = 1\n"),
        ["P1019 la versione 1 è scritta dopo la 1"]
    );
}

#[test]
fn a_title_of_its_own_is_told_and_case_is_not() {
    let titled = |title: &str| {
        let text = format!("+++\nsezione = \"2.3\"\ntitolo = \"{title}\"\n+++\n\nTesto.\n");
        let compiled = plan(&[], "").file("2-valore-pubblico/3-rischi.md", &text).compile();
        let told = compiled.diags.sorted().into_iter().filter(|d| d.code != "P0519");
        told.map(|d| d.message.clone()).collect::<Vec<_>>()
    };
    assert_eq!(titled("RISCHI CORRUTTIVI E TRASPARENZA"), [""; 0]);
    assert_eq!(titled("Anticorruzione"), ["la sezione 2.3 del Piano-tipo si chiama «Rischi corruttivi e trasparenza»"]);
}

#[test]
fn the_table_of_completeness() {
    let empty = tempfile::tempdir().unwrap();
    Project::new().write(empty.path());
    let other = tempfile::tempdir().unwrap();
    plan(&[("dipendenti = 84", "dipendenti = 31"), ("pec = \"comune@pec.borgoalto.example\"\n", "")], "")
        .file("2-valore-pubblico/3-rischi.md", "+++\nsezione = \"2.3\"\n+++\n\nI processi sono XXX, al XX%.\n")
        .file("3-organizzazione/2-lavoro-agile.md", "+++\nsezione = \"3.2\"\n+++\n")
        .write(other.path());
    let mut all = String::new();
    for (name, folder) in [
        ("content", content()),
        ("tests/base", base()),
        ("piao.toml alone", empty.path().to_owned()),
        ("a small body with things left to do", other.path().to_owned()),
        ("a small body", Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/piani/piccolo-comune")),
    ] {
        let run = piao(&folder, ["controlla", "--completezza"]);
        for line in run.out.lines() {
            assert!(line.chars().count() <= 100, "{line}");
        }
        all.push_str(&format!("######## {name} (exit {})\n\n{}\n{}\n", run.code, run.out, run.err));
    }
    insta::assert_snapshot!(all);
}

#[test]
fn the_table_for_programs() {
    let run = piao(&base(), ["controlla", "--completezza", "--formato", "json"]);
    let table: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!((&table["profilo"], &table["dipendenti"]), (&"ordinario".into(), &84.into()));
    let sections = table["sezioni"].as_array().unwrap();
    assert_eq!(sections.len(), 8);
    assert_eq!((&sections[0]["numero"], &sections[0]["percentuale"]), (&"1".into(), &100.into()));
    assert!(sections[2]["evidenze"][0]["trovate"].is_number());
    let brief = piao(&base(), ["controlla", "--completezza", "--formato", "breve"]);
    assert_eq!(brief.out.lines().count(), 8);
    assert_eq!(piao(&base(), ["controlla", "--completezza", "--formato", "sarif"]).code, 2);
}
