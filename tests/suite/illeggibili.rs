//! A file that cannot be read is one message: what it would define may be anything, and nobody says that it is missing.

use crate::cli::piao;
use crate::project::{Compiled, Project, SETTINGS};

const UNITA: &str = "[[unita]]\ncodice = \"S1\"\nnome = \"Affari generali\"\n";

const OBIETTIVO: &str =
    "[[obiettivo]]\ntitolo = \"Uno\"\nunita = \"S1\"\npeso = 60\nrisultato_atteso = \"La mensa è aperta\"\n";

#[test]
fn what_an_unreadable_file_would_define_is_not_missing() {
    let text = "Si veda [@S9.1] con [=progetti.importo.totale] e ![una pianta](pianta.svg).\n\n\
                ```piao:tabella-unita\nunita = \"S9\"\n```\n\n```piao:tabella\ndati = \"consumi.csv\"\n```\n";
    let plan = Project::new().section(text).file("dati/1.toml", &format!("{UNITA}\n{OBIETTIVO}"));
    let folder = tempfile::tempdir().unwrap();
    plan.write(folder.path());
    // The other objectives, in a file that is no text.
    std::fs::write(folder.path().join("dati/2.toml"), b"[[obiettivo]]\ntitolo = \"Citt\x00\xe0\"\n").unwrap();
    let found = Compiled::folder(folder.path());
    let codes: Vec<&str> = found.diags.iter().map(|problem| problem.code).collect();
    assert_eq!(codes, ["P0101"], "{}", found.messages());
}

/// Whatever spoils a thing, those who cite it are not told that it is not there.
#[test]
fn one_mistake_is_one_message() {
    let section = |text: &str| Project::new().section(text);
    let deep = "+++\ntitolo = \"Mattina\"\nid = \"mattina\"\n+++\n\nTesto.\n";
    let cases = [
        ("P0104", section("Si veda [@uffici].\n\n```piao:unita\nid = \"uffici\nforma = \"tabella\"\n```\n")),
        ("P0111", section("Si veda [@mattina].").file("2-a/1-b/1-c/1-d/1-e.md", deep)),
        ("P0115", section("Si veda [@Orari-2027].\n\n## Orari {#Orari-2027}\n\nTesto.")),
        ("P0115", section("Si veda [@orari-2027].\n\n## Orari {#Orari-2027}\n\nTesto.")),
        ("P0119", section("Si veda [@uffici].\n\n- qui\n\n  ```piao:unita\n  id = \"uffici\"\n  ```\n")),
        ("P0126", section("Si veda [@costi].\n\nTabella: I costi {#costi}\n\n| a | b |\n| - |\n| 1 | 2 |\n")),
        ("P0116", section("Testo.\n\n```piao:allegat\n```\n").file("allegati/carta.txt", "Carta.")),
        ("P0113", section("Testo.").without("piao.toml").file("Piao.toml", SETTINGS)),
    ];
    for (code, plan) in cases {
        let found = plan.compile();
        let codes: Vec<&str> = found.diags.iter().map(|problem| problem.code).collect();
        assert_eq!(codes, [code], "{}", found.messages());
    }
}

#[test]
fn an_extract_of_what_is_printed_nowhere_says_so() {
    let folder = tempfile::tempdir().unwrap();
    Project::new().section("Testo.").file("dati/1.toml", UNITA).write(&folder.path().join("content"));
    let run = piao(folder.path(), ["compila", "--estratto", "S1"]);
    assert!(run.err.contains("P0905") && run.err.contains("non è stampato in nessuna parte"), "{run:?}");
}
