//! The manual, `docs/guida.md`: every example in it is compiled. An example with the path of a file (`toml dati/uffici.toml`) belongs to the
//! journey of its chapter: the files are written, and the commands run, in the order of the text. Any other example is laid over a
//! plan of one section: it may name what is not there, because it shows how to name it, but all of it must be read.

use crate::cli::piao;
use crate::project::Compiled;
use piao::diag::Severity;
use piao::piano::element::Kind;
use std::path::Path;

/// An example of the manual.
#[derive(Debug)]
struct Esempio {
    /// The chapter in which it stands.
    capitolo: String,
    /// Its line in the manual.
    riga: usize,
    /// The word after the marks that open it.
    lingua: String,
    /// The file that it is, if it says so.
    file: Option<String>,
    testo: String,
}

fn esempi() -> Vec<Esempio> {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/guida.md")).unwrap();
    let mut out: Vec<Esempio> = Vec::new();
    let mut capitolo = String::new();
    let mut open: Option<usize> = None;
    for (n, line) in text.lines().enumerate() {
        let marks = line.len() - line.trim_start_matches('`').len();
        match open {
            Some(width) if marks >= width && line.trim_matches('`').is_empty() => open = None,
            Some(_) => {
                let last = out.last_mut().unwrap();
                last.testo += line;
                last.testo.push('\n');
            }
            None if marks >= 3 => {
                open = Some(marks);
                let mut words = line.trim_matches('`').split_whitespace().map(str::to_owned);
                let (lingua, file) = (words.next().unwrap_or_default(), words.next());
                out.push(Esempio { capitolo: capitolo.clone(), riga: n + 1, lingua, file, testo: String::new() });
            }
            None => {
                if let Some(title) = line.strip_prefix("## ") {
                    capitolo = title.to_owned();
                }
            }
        }
    }
    assert!(open.is_none(), "an example is not closed");
    out
}

const PIANO: &str =
    "tipo = \"piao\"\ntriennio = \"2025-2027\"\nmomento = \"approvazione\"\nstato = \"bozza\"\ndata = 2025-01-31\n";
const ENTE: &str = "\n[ente]\nnome = \"Comune di Prova\"\ntipo = \"comune\"\n";

/// What of an example could not be read, laid over a plan as `files` says.
fn unread(files: &[(&str, String)]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let usual = [
        ("piao.toml", format!("{PIANO}{ENTE}")),
        ("1-prova.md", "+++\ntitolo = \"Prova\"\n+++\n\nTesto.\n".to_owned()),
        ("allegati/carta.pdf", "%PDF-1.7".to_owned()),
        ("dati/personale.csv", "Area;Numero\nFunzionari;12\n".to_owned()),
        ("immagini/catena.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>".to_owned()),
        ("immagini/stemma.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>".to_owned()),
        ("stile/css/bootstrap-italia.min.css", "body {}".to_owned()),
        ("dati/it_IT.aff", "SET UTF-8\n".to_owned()),
        ("dati/it_IT.dic", "1\npiano\n".to_owned()),
    ];
    for (path, text) in usual.iter().chain(files) {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let compiled = Compiled::folder(folder.path());
    // What is said of names that are not there, and of what a plan of one section lacks.
    let other = |code: &str| code.starts_with("P02") || ["P0361", "P0362", "P1031"].contains(&code);
    let problems = compiled.diags.iter().filter(|problem| problem.severity == Severity::Blocco && !other(problem.code));
    problems.map(|problem| format!("{}: {}", problem.code, problem.message)).collect()
}

/// What of an example cannot be read, in the best of the ways in which it may be meant.
fn wrong(esempio: &Esempio) -> Vec<String> {
    let text = &esempio.testo;
    let data = |text: String| unread(&[("dati/guida.toml", text)]);
    match esempio.lingua.as_str() {
        "toml" => {
            let mut ways: Vec<Vec<String>> = Vec::new();
            let table: toml::Table = match text.parse() {
                Ok(table) => table,
                Err(error) => return vec![error.to_string()],
            };
            if table.keys().any(|key| Kind::ALL.iter().any(|kind| kind.info().table == key)) {
                ways.push(data(text.clone()));
            }
            // Parts and fields of a record, without its beginning.
            for kind in Kind::ALL {
                let name = kind.info().table;
                if !text.contains(&format!("[[{name}]]")) {
                    let title = if text.starts_with("titolo =") { "" } else { "titolo = \"Prova\"\n" };
                    let due = match kind {
                        Kind::Progetto => {
                            "programma = \"PNRR\"\nimporto = \"1,00 €\"\nrichiesto = \"1,00 €\"\nfinanziato = \"1,00 €\"\n"
                        }
                        _ => "",
                    };
                    let part = if text.starts_with("[[obiettivo.fase.") {
                        "[[obiettivo.fase]]\ntesto = \"Prova\"\n"
                    } else {
                        ""
                    };
                    ways.push(data(format!("[[{name}]]\n{title}{due}{part}{text}")));
                }
            }
            // Settings: keys first, then tables, as TOML wants.
            let own = |key: &str| table.contains_key(key);
            let usual: String = PIANO
                .lines()
                .filter(|line| !own(line.split(" =").next().unwrap()))
                .map(|line| format!("{line}\n"))
                .collect();
            let ente = if own("ente") && table["ente"].get("nome").is_some() { "" } else { ENTE };
            let settings = match text.replacen("[ente]\n", &format!("{}\n", ENTE.trim()), 1) {
                with if own("ente") && !ente.is_empty() => format!("{usual}{with}"),
                _ if text.trim_start().starts_with('[') => format!("{usual}{ente}\n{text}"),
                _ => format!("{usual}{text}{ente}"),
            };
            ways.push(unread(&[("piao.toml", settings)]));
            ways.into_iter().min_by_key(Vec::len).unwrap()
        }
        "markdown" if text.starts_with("+++") && text.contains("[[fase]]") => unread(&[
            ("obiettivi/S5.00006.md", text.clone()),
            ("2-obiettivi.md", "+++\ntitolo = \"O\"\n+++\n\n```piao:obiettivi\n```\n".to_owned()),
        ]),
        "markdown" if text.starts_with("+++") => unread(&[("2-guida.md", text.clone())]),
        "markdown" => unread(&[("2-guida.md", format!("+++\ntitolo = \"Guida\"\n+++\n\n{text}"))]),
        "csv" => {
            let kinds = ["dati/dotazione.csv", "dati/processi.csv"];
            kinds.map(|path| unread(&[(path, text.clone())])).into_iter().min_by_key(Vec::len).unwrap()
        }
        _ => vec![],
    }
}

#[test]
fn every_example_of_the_guide_is_read() {
    let mut all = Vec::new();
    for esempio in esempi().iter().filter(|esempio| esempio.file.is_none()) {
        let wrong = wrong(esempio);
        if !wrong.is_empty() {
            all.push(format!("docs/guida.md:{}: {wrong:#?}\n{}", esempio.riga, esempio.testo));
        }
    }
    assert!(all.is_empty(), "{}", all.join("\n"));
}

/// The chapters that are journeys, walked from an empty folder: each command does its work, and at the end the plan has no error.
#[test]
fn the_journey_of_the_guide_is_walked() {
    let desk = tempfile::tempdir().unwrap();
    let all = esempi();
    let journeys = all.iter().filter(|esempio| esempio.capitolo.starts_with("Da niente") || esempio.file.is_some());
    let journeys = journeys.filter(|esempio| esempio.capitolo != UNIONE);
    let mut commands = 0;
    for esempio in journeys {
        if let Some(file) = &esempio.file {
            let path = desk.path().join("piao-2027").join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, &esempio.testo).unwrap();
            continue;
        }
        for line in esempio.testo.lines().filter(|line| line.starts_with("piao ") || *line == "piao") {
            let run = piao(desk.path(), words(line));
            assert_eq!(run.code, 0, "docs/guida.md:{}: {line}\n{run:?}", esempio.riga);
            commands += 1;
        }
    }
    assert!(commands >= 3, "{commands}");
    let compiled = Compiled::folder(&desk.path().join("piao-2027"));
    assert!(!compiled.messages().contains("errore"), "{}", compiled.messages());
    assert!(desk.path().join("pubblicazione/piao.pdf").is_file());
}

/// The chapter of several plans, which are written in one folder.
const UNIONE: &str = "L’Unione e i suoi Comuni";

#[test]
fn the_union_of_the_guide_is_compiled() {
    let desk = tempfile::tempdir().unwrap();
    for esempio in esempi().iter().filter(|esempio| esempio.capitolo == UNIONE) {
        let path = desk.path().join("content").join(esempio.file.as_ref().unwrap());
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, &esempio.testo).unwrap();
    }
    let run = piao(desk.path(), ["compila", "--solo", "sito"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(desk.path().join("pubblicazione/comuni/borgoalto/sito/formazione.html").is_file());
}

/// The arguments of a command as it is typed, with its words in quotes.
fn words(line: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    let mut quoted = false;
    for c in line.strip_prefix("piao").unwrap_or(line).trim().chars() {
        match c {
            '"' => quoted = !quoted,
            ' ' if !quoted => out.push(String::new()),
            c => out.last_mut().unwrap().push(c),
        }
    }
    out.retain(|word| !word.is_empty());
    out
}
