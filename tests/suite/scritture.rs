//! What offices write beside the forms that are known: read when it is certain, else kept as written and told.

use crate::cli::{Run, piao};
use crate::project::{Compiled, Project};
use piao::emit::dati;
use std::path::Path;

/// The problems of one code: message, and cures.
fn told(compiled: &Compiled, code: &str) -> Vec<String> {
    let here = compiled.diags.sorted().into_iter().filter(|problem| problem.code == code);
    here.map(|problem| format!("{} | {}", problem.message, problem.helps.join(" | "))).collect()
}

/// A file of the open data.
fn data(compiled: &Compiled, path: &str) -> String {
    let data = dati::render(compiled.document.as_ref().unwrap(), true).unwrap();
    String::from_utf8(data.files[path].clone()).unwrap()
}

fn objective(rest: &str) -> Project {
    let unit =
        "[[unita]]\nid = \"u\"\nnome = \"Ufficio\"\n\n[[obiettivo]]\nid = \"o\"\ntitolo = \"Lavoro\"\nunita = \"u\"\n";
    Project::new().section("```piao:obiettivi\nforma = \"schede\"\n```").file("dati/o.toml", &format!("{unit}{rest}\n"))
}

#[test]
fn a_day_without_its_year_is_a_day() {
    let rest = "[[obiettivo.fase]]\ntesto = \"Avviare\"\ntempi = \"15-mar\"\n";
    let compiled = objective(rest).compile();
    let phases = data(&compiled, "dati/fasi.csv");
    assert!(phases.contains("-03-15") && !phases.contains("-03-31"), "{phases}");
}

#[test]
fn the_duration_of_an_objective_keeps_its_words() {
    let found = |durata: &str| {
        let compiled = objective(&format!("durata = \"{durata}\"")).compile();
        (data(&compiled, "dati/obiettivi.csv"), told(&compiled, "P0415").len())
    };
    for (written, printed, told) in [
        ("pluriennale 2025-2026 – fase 3 di 4", "\"pluriennale 2025–2026, fase 3 di 4\"", 0),
        ("pluriennale 2026-2029 (1/4)", "pluriennale 2026–2029 (1/4)", 0),
        ("pluriennale 2028-2026", "pluriennale 2028-2026", 1),
        ("biennale 2027-2029", "biennale 2027-2029", 1),
    ] {
        let (csv, count) = found(written);
        assert!(csv.contains(printed) && count == told, "{written}: {count}\n{csv}");
    }
}

#[test]
fn a_list_that_skips_is_told_and_not_mended() {
    let list = |text: &str| {
        let compiled = Project::new().section(text).compile();
        let found = compiled.diags.sorted().into_iter().find(|problem| problem.code == "P0527").cloned();
        found.map(|problem| (problem.helps.join(" "), problem.patch.len()))
    };
    let (cure, patches) = list("1. uno\n2. due\n\n2027. Nel duemilaventisette si chiude.").unwrap();
    assert!(cure.contains("`2027\\.`") && patches == 0, "{cure}");
    assert!(list("1. uno\n2. due\n\n2027\\. Nel duemilaventisette si chiude.").is_none());
    let (cure, patches) = list("3. tre\n4. quattro\n6. sei").unwrap();
    assert!(cure.contains("se il salto è voluto") && patches == 0, "{cure}");
    assert_eq!(list("1. uno\n2. due\n2. tre").unwrap().1, 1);
    // It may be another list, of which other texts cite the points.
    for text in ["1. uno\n2. due\n\n1. tre\n2. quattro", "2) due\n3) tre\n\n1) uno\n2) due", "1. uno\n\n1. due\n2. tre"]
    {
        let (cure, patches) = list(text).unwrap();
        assert!(cure.contains("se qui ne comincia un altro") && patches == 0, "{text}: {cure}");
    }
    // The cure holds.
    assert!(list("1. uno\n2. due\n\nPer i minori:\n\n1. tre\n2. quattro").is_none());
}

#[test]
fn a_folder_keeps_the_points_of_its_name() {
    for (folder, title) in [
        ("5. Piano dei fabbisogni", "Piano dei fabbisogni"),
        ("5 – Piano v. 2.1 dei fabbisogni", "Piano v. 2.1 dei fabbisogni"),
        ("Sez. 3 Organizzazione", "Sez. 3 Organizzazione"),
    ] {
        let compiled =
            Project::new().file(&format!("{folder}/1-uno.md"), "+++\ntitolo = \"Uno\"\n+++\n\nTesto.\n").compile();
        let found = told(&compiled, "P0166");
        assert!(found.len() == 1 && found[0].contains(&format!("titolo = \"{title}\"")), "{folder}: {found:?}");
    }
}

#[test]
fn another_figure_is_another_unit() {
    let units: String =
        ["S1", "S2", "S9"].map(|code| format!("[[unita]]\ncodice = \"{code}\"\nnome = \"Settore {code}\"\n")).concat();
    for wrong in ["S8", "S99"] {
        let data = format!("{units}[[obiettivo]]\ntitolo = \"Lavoro\"\nunita = \"{wrong}\"\n");
        let compiled = Project::new().section("Testo.").file("dati/o.toml", &data).compile();
        let problem = compiled.diags.sorted().into_iter().find(|problem| problem.code == "P0201").unwrap();
        assert!(problem.proposta.is_none() && !format!("{:?}", problem.helps).contains("forse"), "{problem:?}");
        assert!(format!("{problem:?}").contains("`S9`"), "{problem:?}");
    }
}

#[test]
fn codes_without_zeros_are_whole() {
    let objectives: String = (1..=12)
        .map(|n| format!("[[obiettivo]]\ncodice = \"S2.{n}\"\ntitolo = \"Lavoro {n}\"\nunita = \"S2\"\n"))
        .collect();
    let data = format!("[[unita]]\ncodice = \"S2\"\nnome = \"Scuola\"\n{objectives}");
    let compiled = Project::new().section("```piao:obiettivi\n```").file("dati/o.toml", &data).compile();
    assert_eq!(told(&compiled, "P0309"), [""; 0]);
    let csv = self::data(&compiled, "dati/obiettivi.csv");
    assert!(csv.contains("S2.1,") && !csv.contains("S2.01"), "{csv}");
}

#[test]
fn a_code_that_no_objective_has_is_told() {
    let data = "[[unita]]\ncodice = \"S1\"\nnome = \"Uno\"\n[[obiettivo]]\ncodice = \"S1.00001\"\ntitolo = \"Lavoro\"\nunita = \"S1\"\n";
    let found = |text: &str| told(&Project::new().section(text).file("dati/o.toml", data).compile(), "P0553").len();
    assert_eq!(found("Si veda l’obiettivo S1.00009."), 1);
    for text in ["Si veda l’obiettivo S1.00001.", "L’obiettivo S1.00009 del 2019 è concluso.", "Il modulo X1.00009."]
    {
        assert_eq!(found(text), 0, "{text}");
    }
}

#[test]
fn a_total_made_right_by_the_row_above_is_right() {
    let table = "| Area | Uno | Due | Totale |\n|---|---|---|---|\n| A | 30 | 30 | 70 |\n| B | 2 | 4 | 6 |\n| Totale | 32 | 34 | 66 |\n";
    let found = told(&Project::new().section(table).compile(), "P0551");
    assert!(found.len() == 1 && found[0].contains("scrivi 60"), "{found:?}");
}

#[test]
fn a_column_called_with_a_sign_has_a_name_of_its_own() {
    let table = "Tabella: Le voci\n\n| Voce | N | % |\n|---|---|---|\n| A | 3 | 30 % |\n| B | 7 | 70 % |\n";
    let compiled = Project::new().section(table).compile();
    assert_eq!(told(&compiled, "P0802"), [""; 0]);
    let csv = data(&compiled, "dati/tabella-1.csv");
    assert!(csv.starts_with("voce,n,colonna_3_percentuale"), "{csv}");
    // A letter of another alphabet is a sign too: no id keeps it.
    let compiled = Project::new().section(&table.replace("| N | % |", "| N | Δ % |")).compile();
    assert_eq!(told(&compiled, "P0802"), [""; 0]);
    assert!(data(&compiled, "dati/tabella-1.csv").starts_with("voce,n,colonna_3_percentuale"));
}

#[test]
fn the_employees_are_the_same_in_tables_and_in_words() {
    let settings = crate::project::SETTINGS.replace("[ente]", "[ente]\ndipendenti = 29");
    let found = |text: &str| {
        let compiled = Project::new().file("piao.toml", &settings).section(text).compile();
        told(&compiled, "P0552").len()
    };
    let rows = "| Area | Unità |\n|---|---|\n| Funzionari | 11 |\n| Istruttori | 20 |\n| Totale dipendenti | 31 |\n";
    assert_eq!(found(&format!("Tabella: I dipendenti in servizio al 31 dicembre 2026\n\n{rows}")), 1);
    assert_eq!(found("I dipendenti in servizio sono 31. L’organico è di 31 dipendenti."), 2);
    assert_eq!(found("I dipendenti sono 29."), 0);
}

#[test]
fn marks_of_lists_that_run_on_are_told() {
    for text in ["**a)** uno\n**b)** due", "1.- uno\n2.- due", "Art. 1. Oggetto\nArt. 2. Altro"] {
        assert!(!told(&Project::new().section(text).compile(), "P0507").is_empty(), "{text}");
    }
    let labels = "Dirigente: Anna Bo\nTelefono: 051 12\nOrari: lunedì mattina";
    assert_eq!(told(&Project::new().section(labels).compile(), "P0554").len(), 1);
}

#[test]
fn a_month_is_no_word_without_its_accent() {
    let folder = tempfile::tempdir().unwrap();
    let text = "Entro il 30 giu 2027, mag-giu, 30 giu. e (30 giu); giu 2027. Si scarica ATTIVITA.PDF.";
    Project::new().section(text).write(folder.path());
    let before = files(folder.path());
    let run: Run = piao(folder.path(), ["controlla", "--correggi", "--scrivi"].iter());
    assert_eq!(files(folder.path()), before, "{run:?}");
}

fn files(folder: &Path) -> Vec<(String, String)> {
    let walk = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().map(Result::unwrap);
    let read = |path: &Path| std::fs::read_to_string(path).unwrap();
    walk.filter(|e| e.file_type().is_file() && e.path().extension().is_some_and(|ext| ext == "md" || ext == "toml"))
        .map(|e| (e.path().display().to_string(), read(e.path())))
        .collect()
}

/// Words that say no duration that the program knows are printed, told, and counted nowhere.
#[test]
fn a_duration_in_other_words_is_printed() {
    for words in ["due anni", "18 mesi", "fino a fine mandato"] {
        let compiled = objective(&format!("durata = \"{words}\"")).compile();
        assert_eq!(told(&compiled, "P0415").len(), 1, "{}", compiled.messages());
        assert!(compiled.document.is_some() && told(&compiled, "P0107").is_empty(), "{}", compiled.messages());
    }
    for wrong in ["pluriennale (3/2)", "2"] {
        let compiled = objective(&format!("durata = \"{wrong}\"")).compile();
        assert_eq!(told(&compiled, "P0107").len(), 1, "{wrong}: {}", compiled.messages());
    }
}
