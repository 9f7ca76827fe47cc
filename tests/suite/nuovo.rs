//! A plan from nothing: what `piao nuovo` writes, what it refuses, and the examples that `piao esempio` gives.

use crate::cli::{Run, piao};
use crate::project::Compiled;
use std::collections::BTreeMap;
use std::path::Path;

const DATA: &str = "--data=2026-11-30";

/// Every file below `folder`.
fn files(folder: &Path) -> BTreeMap<String, String> {
    let all = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap).filter(|e| e.file_type().is_file());
    let name = |path: &Path| path.strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
    all.map(|e| (name(e.path()), std::fs::read_to_string(e.path()).unwrap())).collect()
}

fn nuovo(folder: &Path, options: &[&str]) -> Run {
    piao(folder, ["nuovo", "piano", DATA, "--triennio=2027-2029"].iter().chain(options))
}

/// The codes of what is said of a plan, once each.
fn codes(folder: &Path) -> Vec<&'static str> {
    let compiled = Compiled::folder(folder);
    let mut codes: Vec<&str> = compiled.diags.iter().map(|problem| problem.code).collect();
    codes.sort_unstable();
    codes.dedup();
    assert!(!compiled.messages().contains("errore"), "{}", compiled.messages());
    codes
}

#[test]
fn whoever_begins_has_a_draft_with_nothing_wrong() {
    for (nome, tipo) in [
        ("Comune di Fontelieta", "comune"),
        ("Unione delle Valli", "unione"),
        ("Provincia di Prova", "provincia"),
        ("Città metropolitana di Prova", "citta-metropolitana"),
        ("ASP \"Bella\" di Prova", "asp"),
        ("Regione Prova", "regione"),
        ("Ente parco", "altro"),
    ] {
        for dipendenti in ["50", "51"] {
            let desk = tempfile::tempdir().unwrap();
            let run = nuovo(desk.path(), &["--nome", nome, "--dipendenti", dipendenti]);
            assert_eq!((run.code, run.err.as_str()), (0, ""), "{nome}, {dipendenti}: {run:?}");
            let plan = desk.path().join("piano");
            // Only what is still to be written, a note for each section.
            assert_eq!(codes(&plan), ["P1032"], "{nome}, {dipendenti}");
            let written = files(&plan);
            let settings: toml::Table = written["piao.toml"].parse().unwrap();
            assert_eq!(settings["ente"]["nome"].as_str(), Some(nome));
            assert_eq!(settings["ente"]["tipo"].as_str(), Some(tipo));
            // Exactly 50 is the simplified plan.
            let whole = dipendenti.parse::<u32>().unwrap() > 50;
            assert_eq!(written.contains_key("4-monitoraggio.md"), whole, "{dipendenti}");
            let profile = if whole { "ordinario" } else { "semplificato" };
            assert!(run.out.contains(profile) && run.out.contains("Restano da scrivere:"), "{run:?}");
            assert_eq!(run.out.contains("2.1 «Valore pubblico»"), whole, "{run:?}");
            // Nothing of the making is left.
            assert_eq!(std::fs::read_dir(desk.path()).unwrap().count(), 1);
        }
    }
}

#[test]
fn the_answers_decide_what_is_written() {
    let desk = tempfile::tempdir().unwrap();
    let options = [
        "--nome=Comune di Fontelieta",
        "--abitanti=6.240",
        "--dipendenti=31",
        "--dirigenti=si",
        "--unione=Unione delle Valli",
        "--aree=Settore Affari generali, Settore Tecnico",
        "--agile=no",
        "--anticorruzione=confermata",
    ];
    let run = nuovo(desk.path(), &options);
    assert_eq!(run.code, 0, "{run:?}");
    let plan = desk.path().join("piano");
    assert_eq!(codes(&plan), ["P1032"]);
    let written = files(&plan);
    assert!(written["piao.toml"].contains("abitanti = 6240") && written["piao.toml"].contains("data = 2026-11-30"));
    let units = &written["dati/organizzazione.toml"];
    for words in ["\"Settore Tecnico\"", "\"S2\"", "\"dirigente\"", "\"Unione delle Valli\""] {
        assert!(units.contains(words), "no {words} in {units}");
    }
    // The same answers, the same files.
    let again = tempfile::tempdir().unwrap();
    assert_eq!(nuovo(again.path(), &options).code, 0);
    assert_eq!(files(&again.path().join("piano")), written);
    // It is compiled as it is.
    let run = piao(desk.path(), ["compila", "piano"]);
    assert!(run.code == 0 && desk.path().join("pubblicazione/piao.pdf").is_file(), "{run:?}");
    // An approved plan with a section still to be written is wrong.
    let settings = written["piao.toml"].replace("stato = \"bozza\"", "stato = \"approvato\"");
    std::fs::write(plan.join("piao.toml"), settings).unwrap();
    let run = piao(desk.path(), ["compila", "piano"]);
    assert!(run.code == 1 && run.err.contains("errore[P1033]"), "{run:?}");
}

#[test]
fn without_a_terminal_nothing_is_asked() {
    let desk = tempfile::tempdir().unwrap();
    for (options, says) in [
        (&["--dipendenti=3"][..], "manca `--nome`"),
        (&["--nome=Comune di Prova"], "manca `--dipendenti`"),
        (&["--nome=Comune di Prova", "--dipendenti=molti"], "`molti` non va bene per `--dipendenti`"),
        (&["--nome=Comune di Prova", "--dipendenti=3", "--tipo=comunne"], "forse intendevi comune"),
        (&["--nome=Comune di Prova", "--dipendenti=3", "--aree=0"], "scrivi un numero da 1"),
        (&["--sezione=3.3"], "non c’è un piano"),
    ] {
        let run = nuovo(desk.path(), options);
        assert!(run.code == 2 && run.err.contains(says) && run.err.contains("aiuto: "), "{options:?}: {run:?}");
        assert_eq!(std::fs::read_dir(desk.path()).unwrap().count(), 0, "{options:?}");
    }
    assert_eq!(
        piao(desk.path(), ["nuovo", "piano", "--nome=Comune di Prova", "--dipendenti=3", "--triennio=2027-2030"]).code,
        2
    );
    // A file that is there is never written over, and nothing else is written.
    std::fs::create_dir_all(desk.path().join("piano/dati")).unwrap();
    std::fs::write(desk.path().join("piano/dati/atti.toml"), "# miei").unwrap();
    let run = nuovo(desk.path(), &["--nome=Comune di Prova", "--dipendenti=3"]);
    assert!(run.code == 2 && run.err.contains("P1425") && run.err.contains("dati/atti.toml"), "{run:?}");
    assert_eq!(files(desk.path()), BTreeMap::from([("piano/dati/atti.toml".into(), "# miei".into())]));
    // Beside other files it is.
    std::fs::rename(desk.path().join("piano/dati/atti.toml"), desk.path().join("piano/piao.exe")).unwrap();
    assert_eq!(nuovo(desk.path(), &["--nome=Comune di Prova", "--dipendenti=3"]).code, 0);
    assert_eq!(files(desk.path())["piano/piao.exe"], "# miei");
}

#[test]
fn a_plan_that_is_there_is_offered_what_it_lacks() {
    let desk = tempfile::tempdir().unwrap();
    assert_eq!(nuovo(desk.path(), &["--nome=Comune di Prova", "--dipendenti=60"]).code, 0);
    let plan = desk.path().join("piano");
    let all = files(&plan);
    // The same from within its folder: another plan is not begun inside it.
    for whole in [piao(desk.path(), ["nuovo", "piano"]), piao(&plan, ["nuovo"])] {
        assert!(whole.code == 0 && whole.out.contains("tutte le sezioni"), "{whole:?}");
        assert!(whole.out.contains("piao nuovo CARTELLA"), "{whole:?}");
    }
    assert_eq!(files(&plan), all);
    // Its chapter has another name, one section is not there, and its data are in another file.
    std::fs::remove_dir_all(plan.join("3-organizzazione-capitale-umano/3-fabbisogni")).unwrap();
    std::fs::rename(plan.join("3-organizzazione-capitale-umano"), plan.join("3-persone")).unwrap();
    std::fs::remove_file(plan.join("3-persone/1-struttura.md")).unwrap();
    std::fs::rename(plan.join("dati/organizzazione.toml"), plan.join("dati/uffici.toml")).unwrap();
    let before = files(&plan);
    let run = piao(desk.path(), ["nuovo", "piano"]);
    assert!(
        run.code == 0 && run.out.contains("  3.1  ") && run.out.contains("  3.3  ") && !run.out.contains("  3.2  "),
        "{run:?}"
    );
    assert_eq!(files(&plan), before);
    let run = piao(&plan, ["nuovo"]);
    assert!(run.code == 0 && run.out.contains("  3.1  ") && run.out.contains("--sezione 3.1"), "{run:?}");
    assert_eq!(files(&plan), before);
    for numero in ["3.3", "3.1"] {
        let run = piao(&plan, ["nuovo", "--sezione", numero]);
        assert_eq!(run.code, 0, "{run:?}");
    }
    let after = files(&plan);
    assert!(before.iter().all(|(path, text)| after.get(path) == Some(text)));
    assert_eq!(
        after["3-persone/3-fabbisogni/2-formazione.md"],
        all["3-organizzazione-capitale-umano/3-fabbisogni/2-formazione.md"]
    );
    assert!(!after.contains_key("dati/organizzazione.toml") && after.len() == before.len() + 5, "{:?}", after.keys());
    assert_eq!(codes(&plan), ["P1032"]);
    // What is there is not made again.
    let run = piao(&plan, ["nuovo", "--sezione", "3.1"]);
    assert!(run.code == 2 && run.err.contains("3-persone/1-struttura.md"), "{run:?}");
    assert_eq!(piao(&plan, ["nuovo", "--sezione", "7"]).code, 2);
    // A chapter in one file holds no other section.
    std::fs::rename(plan.join("3-persone/index.md"), plan.join("3-persone.md")).unwrap();
    std::fs::remove_dir_all(plan.join("3-persone")).unwrap();
    let run = piao(&plan, ["nuovo", "--sezione", "3.1"]);
    assert!(run.code == 2 && run.err.contains("index.md"), "{run:?}");
}

/// A small body that adds section 2.2 had declared that it publishes no plan of performance.
#[test]
fn a_section_that_is_added_says_what_is_no_longer_true() {
    let desk = tempfile::tempdir().unwrap();
    assert_eq!(nuovo(desk.path(), &["--nome=Comune di Prova", "--dipendenti=30"]).code, 0);
    let plan = desk.path().join("piano");
    assert!(!codes(&plan).contains(&"P0628"));
    let run = piao(&plan, ["nuovo", "--sezione", "2.2"]);
    assert!(run.code == 0 && run.out.contains("Ora non è più vero"), "{run:?}");
    for words in ["«Piano della Performance»", "«Relazione sulla Performance»", "dati/trasparenza.toml:"] {
        assert!(run.out.contains(words), "no «{words}» in {run:?}");
    }
    assert!(codes(&plan).contains(&"P0628"));
}

/// The whole plan that is given is the one that the suite compiles.
#[test]
fn the_example_of_a_plan_is_the_one_of_the_suite() {
    let desk = tempfile::tempdir().unwrap();
    let run = piao(desk.path(), ["esempio", "piano"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""), "{run:?}");
    let mut ours = files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/piani/piccolo-comune"));
    ours.remove("atteso.txt");
    assert_eq!(files(&desk.path().join("piano-di-esempio")), ours);
    let run = piao(desk.path(), ["esempio", "piano"]);
    assert!(run.code == 2 && run.err.contains("P1425"), "{run:?}");
    assert_eq!(piao(desk.path(), ["esempio", "piano", "altro"]).code, 0);
    assert_eq!(piao(desk.path(), ["compila", "altro", "--solo", "sito"]).code, 0);
}

/// The guide is compiled by the program that it explains.
#[test]
fn the_manual_is_a_pdf() {
    let desk = tempfile::tempdir().unwrap();
    let run = piao(desk.path(), ["guida"]);
    assert!(run.code == 0 && run.err.is_empty() && run.out.contains("guida-piao.pdf"), "{run:?}");
    assert!(std::fs::read(desk.path().join("guida-piao.pdf")).unwrap().starts_with(b"%PDF"));
    assert_eq!(piao(desk.path(), ["guida"]).code, 2);
    assert_eq!(piao(desk.path(), ["guida", "altra.pdf"]).code, 0);
}
