//! The fingerprint of the content is of what readers are told: the same under every change that they do not see, another
//! under every one that they do.

use crate::project::Project;
use piao::document::Document;
use piao::emit::layouts::Layouts;
use piao::emit::{dati, html};
use piao::project::{Ask, Format};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::path::Path;

/// The plan under the tests, with what an approval and a publication add.
fn plan() -> Project {
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/base");
    let mut project = Project::new();
    for entry in walkdir::WalkDir::new(&base).into_iter().map(Result::unwrap).filter(|e| e.file_type().is_file()) {
        let path = entry.path().strip_prefix(&base).unwrap().to_string_lossy().replace('\\', "/");
        project = project.file(&path, &std::fs::read_to_string(entry.path()).unwrap());
    }
    project
}

fn text<'p>(project: &'p Project, path: &str) -> &'p str {
    project.files().find(|(found, _)| *found == path).unwrap_or_else(|| panic!("no {path}")).1
}

/// The same with the text of a file changed.
fn with(project: &Project, path: &str, change: impl Fn(&str) -> String) -> Project {
    project.clone().file(path, &change(text(project, path)))
}

fn document(project: &Project) -> Document {
    project.compile().document.unwrap()
}

fn of(project: &Project) -> String {
    let digest = document(project).meta.impronta;
    assert_eq!(digest.len(), 64);
    digest
}

/// What readers have, but for the fingerprint itself: pages and data, blanks apart.
fn visible(mut document: Document) -> BTreeMap<String, String> {
    document.meta.impronta = "0".repeat(64);
    let site = html::render(&document, &Layouts::embedded(), None).unwrap_or_else(|p| panic!("{p:#?}"));
    let data = dati::render(&document, true).unwrap_or_else(|p| panic!("{p:#?}")).files;
    let text = site.into_iter().chain(data).filter_map(|(path, bytes)| Some((path, String::from_utf8(bytes).ok()?)));
    text.map(|(path, text)| (path, text.split_whitespace().collect::<Vec<_>>().join(" "))).collect()
}

/// Renames a file.
fn renamed(project: &Project, from: &str, to: &str) -> Project {
    project.clone().without(from).file(to, text(project, from))
}

#[test]
fn what_readers_do_not_see_leaves_it() {
    let plan = plan();
    let before = of(&plan);
    let settings = |add: &str| with(&plan, "piao.toml", |text| format!("{text}\n{add}\n"));
    let stato = |to: &str| {
        with(&plan, "piao.toml", |text| {
            let lines = text
                .lines()
                .map(|line| if line.starts_with("stato = ") { format!("stato = \"{to}\"") } else { line.to_owned() });
            lines.collect::<Vec<_>>().join("\n")
        })
    };
    let same = [
        ("a blank line in a section", with(&plan, "4-monitoraggio.md", |text| format!("{text}\n\n\n"))),
        ("a comment in a section", with(&plan, "4-monitoraggio.md", |text| format!("{text}\n<!-- da rivedere -->\n"))),
        ("a comment in the data", with(&plan, "dati/unita.toml", |text| format!("# da rivedere\n\n{text}\n# fine\n"))),
        ("a comment in the settings", settings("# da rivedere")),
        ("the ends of lines", with(&plan, "dati/obiettivi.toml", |text| text.replace('\n', "\r\n"))),
        ("the name of a file of data", renamed(&plan, "dati/unita.toml", "dati/uffici.toml")),
        ("a folder in the data", renamed(&plan, "dati/obiettivi.toml", "dati/performance/01.toml")),
        (
            "what Windows leaves about",
            plan.clone().file("Thumbs.db", "x").file("allegati/Thumbs.db", "y").file("dati/desktop.ini", "z"),
        ),
        ("a spreadsheet that is not read", plan.clone().file("dati/personale.xlsx", "PK")),
        (
            "the site",
            settings(
                "[sito]\nindirizzo = \"https://www.comune.prova.it/piao\"\nprivacy = \"https://www.comune.prova.it/privacy\"",
            ),
        ),
        ("the weight of a rule", settings("").file("4-monitoraggio.md", text(&plan, "4-monitoraggio.md"))),
        ("a proposal", stato("proposta")),
        ("the approval", stato("approvato")),
    ];
    for (what, other) in same {
        assert_eq!(of(&other), before, "{what}");
    }
}

/// The act of approval and those of the versions, with the records that they need.
#[test]
fn the_acts_leave_it() {
    let version =
        |act: &str| format!("\n[[versione]]\nnumero = 1\ndata = 2027-01-28\nmotivo = \"Prima edizione\"\n{act}");
    let without = |text: &str| match text.find("[[versione]]") {
        Some(at) => text[..at].to_owned(),
        None => text.to_owned(),
    };
    let plan = plan();
    let proposal = with(&plan, "piao.toml", |text| without(text) + &version(""));
    let approved = with(&plan, "piao.toml", |text| without(text) + &version("atto = \"dg-5\"\n")).file(
        "dati/delibere.toml",
        "[[atto]]\nid = \"dg-5\"\ntipo = \"deliberazione\"\norgano = \"giunta\"\nnumero = \"5\"\ndata = 2027-01-28\noggetto = \"Approvazione\"\n",
    );
    assert_eq!(of(&approved), of(&proposal));
    // An act of which the plan speaks is a part of it.
    let spoken = |n: &str| {
        let act = format!(
            "[[atto]]\nid = \"dg-9\"\ntipo = \"deliberazione\"\norgano = \"giunta\"\nnumero = \"{n}\"\ndata = 2026-01-28\noggetto = \"Altro\"\n"
        );
        of(&with(&plan, "4-monitoraggio.md", |text| format!("{text}\nSi veda la [@dg-9].\n"))
            .file("dati/altri.toml", &act))
    };
    assert_ne!(spoken("9"), spoken("10"));
}

#[test]
fn what_readers_see_changes_it() {
    let plan = plan();
    let mut seen = BTreeMap::from([(of(&plan), "the plan")]);
    let others = [
        ("a word", with(&plan, "4-monitoraggio.md", |text| format!("{text}\nAncora.\n"))),
        ("the same word, strong", with(&plan, "4-monitoraggio.md", |text| format!("{text}\n**Ancora.**\n"))),
        ("the same word, in a list", with(&plan, "4-monitoraggio.md", |text| format!("{text}\n- Ancora.\n"))),
        ("two paragraphs", with(&plan, "4-monitoraggio.md", |text| format!("{text}\nAnco\n\nra.\n"))),
        ("the colour", with(&plan, "piao.toml", |text| format!("{text}\n[colori]\nprimario = \"#7a1f3d\"\n"))),
        ("an annex", plan.clone().file("allegati/costi.csv", "voce;euro\nuno;2\n")),
        ("another annex", plan.clone().file("allegati/costi.csv", "voce;euro\nuno;3\n")),
        ("its name", plan.clone().file("allegati/spese.csv", "voce;euro\nuno;2\n")),
    ];
    for (what, other) in others {
        if let Some(same) = seen.insert(of(&other), what) {
            panic!("{what}: as {same}");
        }
    }
}

/// What may be done to a line, at random: whether readers see it is asked of the pages.
fn edited(line: &str, how: usize) -> String {
    match how % 6 {
        0 => format!("{line}\n"),
        1 => format!("{line}  "),
        2 => line.split_whitespace().rev().collect::<Vec<_>>().join(" "),
        3 => line.chars().map(|c| if c.is_ascii_digit() && c != '9' { '9' } else { c }).collect(),
        4 => line.replacen('e', "o", 1),
        _ => String::new(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    /// One line of one file is changed in some way: the fingerprint changes if and only if pages or data do.
    #[test]
    fn it_changes_when_the_pages_do(file in 0usize..64, line in 0usize..512, how in 0usize..6) {
        let plan = plan();
        let paths: Vec<String> = plan.files().map(|(path, _)| path.to_owned()).filter(|path| path != "piao.toml").collect();
        let path = &paths[file % paths.len()];
        let other = with(&plan, path, |text| {
            let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
            let at = line % lines.len();
            lines[at] = edited(&lines[at], how);
            lines.join("\n") + "\n"
        });
        let (before, after) = (document(&plan), document(&other));
        let same = before.meta.impronta == after.meta.impronta;
        prop_assert_eq!(same, visible(before) == visible(after), "{}, line {}, edit {}", path, line, how);
    }
}

/// Who writes sees problems and pages at each letter, and needs none: the file that is kept has it all the same.
#[test]
fn a_plan_that_is_being_written_gets_it_when_a_file_is_made() {
    let project = plan();
    let mut plan = project.open();
    plan.ask(Ask { dati_dopo: true, ..Ask::default() });
    assert_eq!(plan.compile(&mut |_| {}).document.as_ref().unwrap().meta.impronta, "");
    let pages = plan.pages().unwrap_or_else(|problems| panic!("{problems:#?}")).whole().page_texts().join("\n");
    assert!(pages.contains("L’impronta del contenuto si calcola quando si compila."), "{pages}");
    let pdf = |plan: &mut piao::project::Plan| {
        plan.compile(&mut |_| {});
        plan.outputs(&[Format::Pdf], &mut |_| {}).unwrap_or_else(|problems| panic!("{problems:#?}")).pdf.unwrap().bytes
    };
    assert!(pdf(&mut plan) == pdf(&mut project.open()), "the file is that of `piao compila`");
}
