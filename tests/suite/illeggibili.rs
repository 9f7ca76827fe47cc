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

/// One cause, one message: a header or a table that is missing, a record copied without its header.
#[test]
fn one_header_that_is_missing_is_one_message() {
    let data =
        |text: &str| Project::new().section("Testo.").file("dati/1.toml", UNITA).file("dati/obiettivi.toml", text);
    let fields =
        "codice = \"S1.1\"\ntitolo = \"Uno\"\nunita = \"S1\"\npeso = 60\nrisultato_atteso = \"La mensa è aperta\"\n";
    let phase = "\n[[obiettivo.fase]]\ntesto = \"Si comincia\"\n";
    let cases = [
        ("[[obiettivo]]", data(fields)),
        ("[[obiettivo]]", data(&format!("{fields}{phase}"))),
        ("[[obiettivo]]", data(&format!("{fields}\n{OBIETTIVO}"))),
        ("[[obiettivo]]", data(&format!("[[obiettivo]]\n{fields}\n{fields}"))),
        (
            "[[obiettivo.fase]]",
            data(&format!("[[obiettivo]]\n{fields}{phase}peso = 50\ntesto = \"Si finisce\"\npeso = 50\n")),
        ),
        (
            "[[unita]]",
            Project::new()
                .section("Testo.")
                .file("dati/2.toml", "codice = \"S2\"\nnome = \"Servizi\"\nalias = [\"Scuola\"]\n"),
        ),
        ("[ente]", Project::new().section("Testo.").file("piao.toml", &SETTINGS.replace("[ente]\n", ""))),
        (
            "[ente]",
            Project::new()
                .section("Testo.")
                .file("piao.toml", &SETTINGS.replace("[ente]\nnome = \"Comune di Prova\"\ntipo = \"comune\"\n", "")),
        ),
    ];
    for (header, plan) in cases {
        let found = plan.compile();
        let all: Vec<&piao::diag::Diagnostic> =
            found.diags.iter().filter(|d| d.severity <= piao::diag::Severity::Errore).collect();
        assert!(
            all.len() == 1 && all[0].helps.iter().any(|help| help.contains(header)),
            "{header}\n{}",
            found.messages()
        );
    }
}

/// Copies of files and folders are not read twice, and each is told once.
#[test]
fn copies_are_told_once_and_not_read() {
    let texts = |n: u32| format!("+++\ntitolo = \"Parte {n}\"\nid = \"parte-{n}\"\n+++\n\nIl testo della parte {n}.\n");
    let whole = OBIETTIVO.replace("60", "100");
    let plan = || {
        Project::new()
            .section("Testo.")
            .file("2-a/index.md", &texts(2))
            .file("2-a/1-b.md", &texts(3))
            .file("dati/1.toml", UNITA)
            .file("dati/obiettivi.toml", &whole)
    };
    assert!(plan().compile().diags.iter().next().is_none(), "{}", plan().compile().messages());
    let cases = [
        ("`2-a - Copia/`", plan().file("2-a - Copia/index.md", &texts(2)).file("2-a - Copia/1-b.md", &texts(3))),
        ("`2-a/Copia di 1-b.md`", plan().file("2-a/Copia di 1-b.md", &texts(3))),
        ("`dati (2)/`", plan().file("dati (2)/1.toml", UNITA).file("dati (2)/obiettivi.toml", &whole)),
        ("`dati/1 - Copia.toml`", plan().file("dati/1 - Copia.toml", UNITA)),
        (
            "`piano vecchio/piao.toml`",
            plan()
                .file("piano vecchio/piao.toml", SETTINGS)
                .file("piano vecchio/1-prova.md", &texts(9))
                .file("piano vecchio/dati/o.toml", &whole),
        ),
    ];
    for (name, plan) in cases {
        let found = plan.compile();
        let told: Vec<(&str, &str)> = found.diags.iter().map(|d| (d.code, d.message.as_str())).collect();
        assert!(
            matches!(told.as_slice(), [("P0350", message)] if message.contains(name)),
            "{name}\n{}",
            found.messages()
        );
    }
    // Two texts whose names look like copies and are not.
    let other = "+++\ntitolo = \"Altra\"\n+++\n\nUn testo tutto diverso.\n";
    assert!(plan().file("2-a/2-b (2).md", other).compile().diags.iter().next().is_none());
}

#[test]
fn an_extract_of_what_is_printed_nowhere_says_so() {
    let folder = tempfile::tempdir().unwrap();
    Project::new().section("Testo.").file("dati/1.toml", UNITA).write(&folder.path().join("content"));
    let run = piao(folder.path(), ["compila", "--estratto", "S1"]);
    assert!(run.err.contains("P0905") && run.err.contains("non è stampato in nessuna parte"), "{run:?}");
}
