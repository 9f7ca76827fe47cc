//! Whole plans built from the facts of real documents (`tests/piani/`): what their facts deserve in diagnostics, no more and
//! no less, and what both outputs must show of them. `PIAO_UPDATE=1` writes the lists of diagnostics anew.

use crate::pdf::Pdf;
use crate::project::{Compiled, Outputs};
use piao::diag::render;
use scraper::{Html, Selector};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/piani").join(name)
}

/// One line for each diagnostic: code, file and line, message, and the cure.
fn list(compiled: &Compiled) -> String {
    let mut out = String::new();
    for d in compiled.diags.sorted() {
        let place = d.span.and_then(|span| render::place(&compiled.sources, span));
        let place = place.map_or_else(|| "-".to_owned(), |(file, line, _)| format!("{file}:{line}"));
        out.push_str(&format!("{:?} {} {place} {}\n", d.severity, d.code, d.message));
        for help in &d.helps {
            out.push_str(&format!("    {}\n", help.replace('\n', " ")));
        }
    }
    out
}

/// The outputs of a plan, made once.
struct Plan {
    outputs: Outputs,
    text: String,
}

fn plan(name: &'static str, cell: &'static OnceLock<Plan>) -> &'static Plan {
    cell.get_or_init(|| {
        let compiled = Compiled::folder(&folder(name));
        let found = list(&compiled);
        let file = folder(name).join("atteso.txt");
        if std::env::var_os("PIAO_UPDATE").is_some() {
            std::fs::write(&file, &found).unwrap();
        }
        let expected = std::fs::read_to_string(&file).unwrap_or_default().replace("\r\n", "\n");
        assert!(found == expected, "{name}/atteso.txt differs; found:\n{found}");
        let outputs = Outputs::of(compiled.document.unwrap());
        let text = outputs.pages.join("\n");
        Plan { outputs, text }
    })
}

fn cesano() -> &'static Plan {
    static PLAN: OnceLock<Plan> = OnceLock::new();
    plan("cesano-boscone", &PLAN)
}
fn terre() -> &'static Plan {
    static PLAN: OnceLock<Plan> = OnceLock::new();
    plan("terre-argine", &PLAN)
}
fn variante() -> &'static Plan {
    static PLAN: OnceLock<Plan> = OnceLock::new();
    plan("terre-argine-variante", &PLAN)
}
fn cassano() -> &'static Plan {
    static PLAN: OnceLock<Plan> = OnceLock::new();
    plan("cassano", &PLAN)
}

/// Text without blanks: a line of a page may end anywhere.
fn tight(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '\u{ad}').collect()
}

fn select(text: &str, selector: &str) -> Vec<String> {
    let html = Html::parse_document(text);
    let selector = Selector::parse(selector).unwrap();
    html.select(&selector)
        .map(|e| e.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" "))
        .collect()
}

/// All that `selector` finds in all pages of the site.
fn site(plan: &Plan, selector: &str) -> Vec<String> {
    plan.outputs.html().flat_map(|(_, text)| select(text, selector)).collect()
}

/// The values of a key in the data, as written: what a test may compare an output with.
fn written(name: &str, key: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder(name).join("dati")).unwrap().map(|f| f.unwrap().path()).collect();
    files.sort();
    for file in files {
        let table: toml::Table = std::fs::read_to_string(file).unwrap().parse().unwrap();
        let mut todo: Vec<&toml::Value> = table.values().collect();
        while let Some(value) = todo.pop() {
            match value {
                toml::Value::Array(items) => todo.extend(items),
                toml::Value::Table(fields) => {
                    out.extend(fields.get(key).and_then(toml::Value::as_str).map(str::to_owned));
                    todo.extend(fields.values());
                }
                _ => {}
            }
        }
    }
    out
}

/// The rows of totals of the site, and the same words in the pages of the PDF.
fn totals(plan: &Plan, expected: &[(&str, &[&str])]) {
    let found: Vec<Vec<String>> =
        plan.outputs.html().map(|(_, text)| select(text, "tr.totale")).filter(|rows| !rows.is_empty()).collect();
    let rows: Vec<&String> = found.iter().flatten().collect();
    for (unit, figures) in expected {
        let row = rows.iter().any(|row| figures.iter().all(|figure| tight(row).contains(&tight(figure))));
        assert!(row, "{unit}: no row of totals has {figures:?}: {rows:#?}");
    }
    let text = tight(&plan.text);
    for (unit, figures) in expected {
        let line = tight(&format!("pesi, e media ponderata degli esiti{}", figures.join("")));
        assert!(text.contains(&line), "{unit}: the PDF has no «{line}»");
    }
}

#[test]
fn the_long_tables_of_cesano_hold_every_row_of_the_source() {
    let plan = cesano();
    // A table for each sector; a row for each verification, and a cell over its rows for each objective.
    assert_eq!(site(plan, "table.table > caption").len(), 15);
    assert_eq!(site(plan, "table.table tbody tr").len(), 256);
    assert_eq!(site(plan, "table.table tbody th[scope=row]").len(), 176);
    let times = written("cesano-boscone", "tempi");
    assert_eq!(times.len(), 256);
    let mut last: Vec<String> = site(plan, "table.table tbody td:last-child");
    let mut wanted: Vec<String> =
        times.iter().map(|t| t.split_whitespace().collect::<Vec<_>>().join(" ").replace('\'', "’")).collect();
    last.sort();
    wanted.sort();
    assert_eq!(last, wanted, "every time is printed as it was written");
    let text = tight(&plan.text);
    for title in written("cesano-boscone", "titolo") {
        assert!(text.contains(&tight(&title.replace('\'', "’"))), "«{title}» is not in the PDF");
    }
}

#[test]
fn a_cell_that_goes_on_is_opened_again_on_the_next_page() {
    let plan = cesano();
    // Which objectives have rows on two pages: the last word of a table is on a later page than its first.
    let mut again = 0;
    for page in &plan.outputs.pages {
        let opened = page.lines().filter(|line| line.contains("(segue)") && !line.contains("Tabella")).count();
        assert!(opened <= 1, "one column is merged: one cell at most is opened again\n{page}");
        again += opened;
    }
    assert!(again >= 2, "the tables of Urbanistica and Manutenzione have objectives over two pages");
    // For a screen reader it is one table with one cell: nothing is said twice.
    let pdf = Pdf::read(&plan.outputs.pdf.bytes);
    let tables = pdf.events().into_iter().filter(|e| matches!(e, crate::pdf::Event::Open("Table"))).count();
    assert_eq!(tables, 15);
}

#[test]
fn the_totals_of_three_sectors_are_those_that_were_printed() {
    totals(
        terre(),
        &[
            ("S1", &["100\u{a0}%", "57,25\u{a0}%", "100,00\u{a0}%"]),
            ("S2", &["100\u{a0}%", "82,35\u{a0}%", "94,00\u{a0}%"]),
            ("S9", &["100\u{a0}%", "80,01\u{a0}%", "99,66\u{a0}%"]),
        ],
    );
}

#[test]
fn weights_that_are_no_numbers_and_replaced_objectives_stay_out_of_the_totals() {
    let plan = variante();
    totals(
        plan,
        &[
            ("DG", &["100\u{a0}%", "71,20\u{a0}%", "96,00\u{a0}%"]),
            ("S4", &["100\u{a0}%", "73,28\u{a0}%", "98,13\u{a0}%"]),
            ("S6", &["100\u{a0}%", "52,00\u{a0}%", "96,00\u{a0}%"]),
        ],
    );
    let rows = site(plan, "table tbody tr");
    assert!(rows.iter().any(|row| row.contains("==")) && rows.iter().any(|row| row.contains(" * ")), "{rows:#?}");
    // Two places beside their own, and one card under two codes.
    assert_eq!(plan.text.matches("RIF.").count(), 2);
    assert!(plan.text.contains("DG.00005 / S4.00004"));
    let cards = site(plan, "article.card-obiettivo h3, article.card-obiettivo h2, article.card-obiettivo .card-title");
    let shared: BTreeSet<&String> = cards.iter().filter(|title| title.contains("DG.00005")).collect();
    assert_eq!(shared.len(), 1, "a shared objective has one card: {cards:#?}");
}

#[test]
fn the_plan_with_indicators_shows_all_of_them() {
    let plan = cassano();
    let cards = site(plan, "article.card-obiettivo > .card-header .card-title");
    assert_eq!(cards.len(), 30);
    let found = plan
        .outputs
        .html()
        .map(|(_, text)| text.matches("<th scope=\"row\" class=\"c-testo\">").count())
        .sum::<usize>();
    assert!(found > 120, "{found}");
    let names: BTreeSet<String> = written("cassano", "testo").into_iter().collect();
    let text = tight(&plan.text);
    let lost: Vec<&String> = names.iter().filter(|name| !text.contains(&tight(&name.replace('\'', "’")))).collect();
    assert!(lost.is_empty(), "{lost:#?}");
    for dimension in
        ["Efficacia", "Efficienza", "Economicità", "Impatto (outcome)", "Realizzazione (output)", "Attività e processo"]
    {
        assert!(site(plan, "dl dt").iter().any(|term| term == dimension), "no entry «{dimension}» in the index");
    }
    // The right label for each kind.
    for label in ["Data prevista", "Termine previsto", "Dimensione attesa", "% prevista", "Esito previsto"] {
        assert!(plan.text.contains(label), "{label}");
    }
    // A gap of coverage is told with its days.
    assert!(tight(&plan.text).contains(&tight("Scoperta – 01/05/2025 31/12/2025")));
}

#[test]
fn every_plan_cites_only_what_it_prints() {
    for plan in [cesano(), terre(), variante(), cassano()] {
        for (path, text) in plan.outputs.html() {
            let html = Html::parse_document(text);
            let ids: BTreeSet<&str> =
                html.select(&Selector::parse("[id]").unwrap()).filter_map(|e| e.value().attr("id")).collect();
            let inside = Selector::parse("a[href^='#']").unwrap();
            for link in html.select(&inside).filter_map(|e| e.value().attr("href")) {
                assert!(ids.contains(&link[1..]), "{path}: {link} leads nowhere");
            }
        }
    }
}
