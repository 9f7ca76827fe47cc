//! The pages that `piao spiega` prints: each example, laid over one clean plan, raises its code and no other, and its
//! correction none.

use crate::project::Compiled;
use piao::diag::codes::CODICI;
use piao::piano::element::Kind;
use piao::piano::vista::Shows;
use piao::rules::{ATTESE, IMPOSSIBILI, REGOLE};
use piao::source::MAX_TEXT;
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Parser, Tag, TagEnd};
use std::collections::BTreeMap;
use std::path::Path;

/// The files of a plan, by path.
type Files = BTreeMap<String, Vec<u8>>;

/// The plan over which the examples are laid.
fn base() -> Files {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/base");
    let files =
        walkdir::WalkDir::new(&root).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file());
    files
        .map(|entry| {
            let path = entry.path().strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
            (path, std::fs::read(entry.path()).unwrap())
        })
        .collect()
}

/// The plan through the phases, from a folder on disk as the program reads it, with its messages. In the place of a path of
/// `links` stands a link to the other.
fn compile(files: &Files, links: &[(&str, &str)]) -> (Compiled, String) {
    #[cfg(unix)]
    use std::os::unix::fs::symlink;
    #[cfg(windows)]
    use std::os::windows::fs::symlink_file as symlink;
    let folder = tempfile::tempdir().unwrap();
    let place = |path: &str| {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        path
    };
    for (path, bytes) in files {
        std::fs::write(place(path), bytes).unwrap();
    }
    for (path, to) in links {
        symlink(to, place(path)).unwrap();
    }
    let compiled = Compiled::folder(folder.path());
    let messages = compiled.messages().replace(&folder.path().display().to_string(), "piano");
    (compiled, messages)
}

/// Rules that ask something of the objectives all together, or of the plan around them: an example that has objectives of its own in
/// the place of those of the clean plan, or beside them, would break them besides its own.
const INSIEME: [&str; 31] = [
    "esito-anticipato",
    "contributo-valore",
    "temi-performance",
    "accessibilita-fisica",
    "accessibilita-digitale",
    "risparmio-energetico",
    "azioni-positive",
    "totale-dipendenti",
    "cessazioni-per-anno",
    "assunzioni-per-anno",
    "quota-progressioni",
    "organico-e-uffici",
    "unita-scoperta",
    "organigramma",
    "fasce-incarichi",
    "capacita-assunzionale",
    "costo-assunzione",
    "parere-revisori",
    "eccedenze",
    "adempimenti-mancanti",
    "cessazione-senza-risparmio",
    "categorie-protette",
    "blocchi-rischi",
    "aree-obbligatorie",
    "misure-generali",
    "rpct-incarico",
    "rischi-nella-performance",
    "sezioni-trasparenza",
    "campione-trasparenza",
    "monitoraggio-2-3",
    "agile-vuoto",
];

/// A page taken to pieces.
#[derive(Default)]
struct Pagina {
    /// Its headings, each with its level.
    titoli: Vec<(HeadingLevel, String)>,
    /// What stands in each fence under `Esempio`: `toml dati/esempio.toml`, and the text.
    esempio: Vec<(String, String)>,
    /// The same of `Correzione`.
    correzione: Vec<(String, String)>,
}

impl Pagina {
    fn of(text: &str) -> Self {
        let mut pagina = Pagina::default();
        let mut title: Option<(HeadingLevel, String)> = None;
        let mut fence: Option<(String, String)> = None;
        for event in Parser::new(text) {
            match event {
                Event::Start(Tag::Heading { level, .. }) => title = Some((level, String::new())),
                Event::End(TagEnd::Heading(_)) => pagina.titoli.extend(title.take()),
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                    fence = Some((info.into_string(), String::new()));
                }
                Event::End(TagEnd::CodeBlock) => {
                    let under = pagina.titoli.last().map_or("", |(_, title)| title.as_str());
                    match under {
                        "Esempio" => pagina.esempio.extend(fence.take()),
                        "Correzione" => pagina.correzione.extend(fence.take()),
                        _ => fence = None,
                    }
                }
                Event::Text(text) | Event::Code(text) => match (&mut fence, &mut title) {
                    (Some((_, inside)), _) => inside.push_str(&text),
                    (None, Some((_, title))) => title.push_str(&text),
                    (None, None) => {}
                },
                _ => {}
            }
        }
        pagina
    }
}

/// The clean plan with `fences` laid over it. What is written for `piao.toml` changes only the keys that it names, unless
/// the fence says `intero`; a fence may also say how its bytes are kept: `windows-1252`, `bom`, `crlf`, `utf-16`. Its file may
/// be one that is removed (`manca`), that is a link to the path in the fence (`collegamento`), whose text comes back five
/// hundred times (`lungo`) or past the limit of size (`enorme`). The rules of [`INSIEME`] are asked of their own pages alone.
fn sopra(code: &str, fences: &[(String, String)]) -> (Compiled, String) {
    let mut files = base();
    let mut links = Vec::new();
    for (info, text) in fences {
        let mut words = info.split_whitespace().skip(1);
        let path = words.next().unwrap_or_else(|| panic!("a fence without a path: {info}"));
        let words: Vec<&str> = words.collect();
        match words.as_slice() {
            ["manca"] => {
                files.remove(path).unwrap_or_else(|| panic!("{path} is not in the clean plan"));
                continue;
            }
            ["collegamento"] => {
                links.push((path, text.trim()));
                continue;
            }
            _ => {}
        }
        let mut text = text.clone();
        if path == "piao.toml" && !words.contains(&"intero") {
            text = settings(&files["piao.toml"], &text);
        }
        let bytes = match words.as_slice() {
            [] | ["intero"] => text.into_bytes(),
            ["crlf"] => text.replace('\n', "\r\n").into_bytes(),
            ["bom"] => [b"\xef\xbb\xbf", text.as_bytes()].concat(),
            ["windows-1252"] => encoding_rs::WINDOWS_1252.encode(&text).0.into_owned(),
            ["lungo"] => {
                let (front, body) = text.rsplit_once("+++\n").expect("a section with its front matter");
                format!("{front}+++\n{}", body.repeat(500)).into_bytes()
            }
            ["enorme"] => text.repeat(1 + usize::try_from(MAX_TEXT).unwrap() / text.len()).into_bytes(),
            ["utf-16"] => std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect(),
            other => panic!("nobody knows what {other:?} means"),
        };
        files.insert(path.to_owned(), bytes);
    }
    da_parte(&mut files, code);
    compile(&files, &links)
}

/// Leaves aside the rules of [`INSIEME`] but that of `code`. Settings that cannot be read are left as they are.
fn da_parte(files: &mut Files, code: &str) {
    let aside = REGOLE.iter().filter(|regola| INSIEME.contains(&regola.nome) && regola.codice != code);
    let aside: String = aside.map(|regola| format!("{} = \"ignora\"\n", regola.nome)).collect();
    let text = files.get("piao.toml").and_then(|bytes| String::from_utf8(bytes.clone()).ok());
    let Some((text, table)) = text.and_then(|text| text.parse::<toml::Table>().ok().map(|table| (text, table))) else {
        return;
    };
    let text = match table.contains_key("controlli") {
        true => text.replacen("[controlli]\n", &format!("[controlli]\n{aside}"), 1),
        false => format!("{text}\n[controlli]\n{aside}"),
    };
    files.insert("piao.toml".to_owned(), text.into_bytes());
}

/// The settings of the clean plan with the keys of `text` in the place of theirs.
fn settings(old: &[u8], text: &str) -> String {
    fn merge(into: &mut toml::Table, from: toml::Table) {
        for (key, value) in from {
            match (into.get_mut(&key), value) {
                (Some(toml::Value::Table(into)), toml::Value::Table(from)) => merge(into, from),
                (_, value) => {
                    into.insert(key, value);
                }
            }
        }
    }
    let mut table: toml::Table = std::str::from_utf8(old).unwrap().parse().unwrap();
    merge(&mut table, text.parse().unwrap_or_else(|e| panic!("{e}\n{text}")));
    toml::to_string(&table).unwrap()
}

fn codes(compiled: &Compiled) -> Vec<&'static str> {
    let mut codes: Vec<&str> = compiled.diags.iter().map(|problem| problem.code).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

/// What is wrong with the page of `code`; its messages are kept for a person to read.
fn judge(code: &'static str, text: &str, wrong: &mut Vec<String>) {
    let pagina = Pagina::of(text);
    let titles: Vec<&str> = pagina.titoli.iter().map(|(_, title)| title.as_str()).collect();
    let [title, rest @ ..] = titles.as_slice() else {
        wrong.push(format!("{code}: the page is empty"));
        return;
    };
    if title.is_empty() || title.ends_with('.') {
        wrong.push(format!("{code}: the title «{title}»"));
    }
    if pagina.esempio.is_empty() {
        // What no plan can show says why it has no example.
        if rest != ["Perché", "Rimedio"] {
            wrong.push(format!("{code}: neither an example nor a remedy: {rest:?}"));
        }
        return;
    }
    if rest != ["Perché", "Esempio", "Correzione"] {
        wrong.push(format!("{code}: the headings are {rest:?}"));
    }
    let (broken, messages) = sopra(code, &pagina.esempio);
    if codes(&broken) != [code] {
        wrong.push(format!("{code}: the example raises {:?}\n{messages}", codes(&broken)));
    }
    // A page must not say that nothing is compiled where it is, nor the contrary.
    let (mended, faults) = sopra(code, &pagina.correzione);
    if pagina.correzione.is_empty() || !codes(&mended).is_empty() {
        wrong.push(format!("{code}: the correction raises {:?}\n{faults}", codes(&mended)));
    }
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false, snapshot_path => "snapshots/pagine" }, {
        insta::assert_snapshot!(code, messages);
    });
}

#[test]
fn the_plan_under_the_examples_is_clean() {
    let (_, messages) = compile(&base(), &[]);
    assert!(messages.is_empty(), "{messages}");
}

#[test]
fn every_page_shows_its_code_and_its_cure() {
    let mut wrong = Vec::new();
    // `PAGINA=P0302 cargo test …` looks at one page.
    let only = std::env::var("PAGINA").ok();
    let rules = REGOLE.iter().map(|regola| (regola.codice, regola.pagina));
    for (code, text) in rules.chain(CODICI.iter().map(|code| (code.name, code.pagina))) {
        if only.as_deref().is_none_or(|only| only == code) {
            judge(code, text, &mut wrong);
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n\n"));
}

/// No two things have one code or one name, and each code that the program can say has its page.
#[test]
fn every_code_has_a_page() {
    let mut codes: Vec<&str> = REGOLE.iter().map(|r| r.codice).chain(CODICI.iter().map(|code| code.name)).collect();
    codes.sort_unstable();
    let all = codes.len();
    codes.dedup();
    assert_eq!(codes.len(), all, "a code is used twice");
    let mut names: Vec<&str> = REGOLE.iter().map(|regola| regola.nome).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), REGOLE.len(), "a name is used twice");
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut missing = Vec::new();
    for entry in walkdir::WalkDir::new(src).sort_by_file_name() {
        let entry = entry.unwrap();
        if entry.path().extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        let text = std::fs::read_to_string(entry.path()).unwrap();
        for (at, _) in text.match_indices("\"P") {
            let word = text.get(at + 1..at + 6).unwrap_or_default();
            let code = word.len() == 5
                && word.bytes().skip(1).all(|b| b.is_ascii_digit())
                && text.get(at + 6..at + 7) == Some("\"");
            if code && codes.binary_search(&word).is_err() && !missing.contains(&word.to_owned()) {
                missing.push(word.to_owned());
            }
        }
    }
    assert!(missing.is_empty(), "without a page: {missing:?}");
    // The manual leaves out a code that has no subject.
    let lost: Vec<&str> =
        piao::report::pagine::all().iter().filter(|page| page.subject().is_empty()).map(|page| page.codice).collect();
    assert!(lost.is_empty(), "without a subject in `report/pagine.rs`: {lost:?}");
}

/// The records that `piao esempio` prints are read, resolved and checked like any other, and say all that can be said.
#[test]
fn the_examples_of_records_are_whole_and_clean() {
    let mut files = base();
    // Its codes have another shape.
    files.remove("dati/obiettivi.toml");
    da_parte(&mut files, "");
    files.insert("allegati/carta.pdf".into(), b"%PDF-1.7".to_vec());
    for kind in Kind::ALL {
        files.insert(format!("dati/esempio-{}.toml", kind.info().table), kind.info().esempio.into());
    }
    let views = Kind::ALL.iter().map(|kind| format!("```piao:{}\n```\n\n", kind.info().plural)).collect::<String>();
    files.insert("5-esempi.md".into(), format!("+++\ntitolo = \"Esempi\"\n+++\n\nSPID.\n\n{views}").into());
    let (_, messages) = compile(&files, &[]);
    assert!(messages.is_empty(), "{messages}");
    for kind in Kind::ALL {
        let (table, esempio) = (kind.info().table, kind.info().esempio);
        // The names of all fields are in the message of one that is wrong.
        let mut files = base();
        files.insert("dati/esempio.toml".into(), format!("[[{table}]]\nzzzzzzzzzz = 1\n").into());
        let (compiled, _) = compile(&files, &[]);
        let unknown = compiled.diags.iter().find(|problem| problem.code == "P0105").expect("an unknown field");
        let fields = unknown.helps.join(" ").split_once(": ").map(|(_, fields)| fields.to_owned()).unwrap_or_default();
        assert!(!fields.is_empty(), "{unknown:?}");
        for field in fields.split(", ") {
            let there = |line: &str| {
                let line = line.trim_start_matches(['#', ' ']);
                line.starts_with(&format!("{field} ="))
                    || line.starts_with(&format!("[[{table}.{field}]]"))
                    || line.starts_with(&format!("[{table}.{field}]"))
            };
            assert!(esempio.lines().any(there), "the example of {table} does not show `{field}`");
        }
    }
}

/// The other examples of `piao esempio` are clean over the same plan: the settings, a section, and each view.
#[test]
fn the_other_examples_are_clean() {
    let folder = tempfile::tempdir().unwrap();
    let example = |what: &str| {
        let run = crate::cli::piao(folder.path(), ["esempio", what]);
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{what}");
        run.out
    };
    let mut files = base();
    files.insert("piao.toml".into(), example("piao.toml").into_bytes());
    files.insert("3-organizzazione/2-lavoro-agile.md".into(), example("sezione").into_bytes());
    da_parte(&mut files, "");
    files.remove("dati/obiettivi.toml");
    for kind in Kind::ALL {
        files.insert(format!("dati/esempio-{}.toml", kind.info().table), kind.info().esempio.into());
    }
    files.insert("allegati/carta.pdf".into(), b"%PDF-1.7".to_vec());
    let views = Shows::names().map(|(name, _)| example(&format!("piao:{name}"))).collect::<Vec<_>>().join("\n");
    files.insert("5-esempi.md".into(), format!("+++\ntitolo = \"Esempi\"\n+++\n\nSPID.\n\n{views}").into());
    let (_, messages) = compile(&files, &[]);
    assert!(messages.is_empty(), "{messages}");
    // The settings show every key: the message of one that is wrong has them all.
    let all = example("piao.toml");
    let tables = all.lines().filter_map(|line| line.strip_prefix('[')?.strip_suffix(']'));
    for table in std::iter::once("").chain(tables) {
        if table == "controlli" {
            continue;
        }
        let header = if table.is_empty() { String::new() } else { format!("[{table}]\n") };
        let mut files = base();
        files.insert("piao.toml".into(), settings(&files["piao.toml"], &format!("{header}zzzzzzzzzz = 1\n")).into());
        let (compiled, _) = compile(&files, &[]);
        let unknown = compiled.diags.iter().find(|problem| problem.code == "P0105").expect("an unknown key");
        let keys = unknown.helps.join(" ").split_once(": ").map(|(_, keys)| keys.to_owned()).unwrap_or_default();
        assert!(!keys.is_empty(), "[{table}]: {unknown:?}");
        for key in keys.split(", ") {
            let there = |line: &str| {
                let line = line.trim_start_matches(['#', ' ']);
                line.starts_with(&format!("{key} ="))
                    || [format!("[{key}]"), format!("[[{key}]]")].contains(&line.to_owned())
            };
            assert!(all.lines().any(there), "the example of piao.toml does not show `{key}` of [{table}]");
        }
    }
    assert!(example("piao:raccordo").contains("colonne") && example("raccordo") == example("piao:raccordo"));
}

/// `docs/regole.md` is made of the pages: `PIAO_UPDATE=1` writes it.
#[test]
fn the_manual_of_the_rules_is_that_of_the_pages() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/regole.md");
    let made = piao::report::pagine::manual();
    if std::env::var_os("PIAO_UPDATE").is_some() {
        std::fs::write(&path, &made).unwrap();
    }
    let there = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert!(there == made, "docs/regole.md is not up to date: PIAO_UPDATE=1 cargo test --test suite pagine");
}

/// Whatever the catalogues of rules ask (the documents, and the law) is a rule, waits, or cannot go wrong.
#[test]
fn nothing_of_the_catalogues_is_forgotten() {
    const DOCUMENTI: &[&str] = &[
        "W-SUM-OBJ",
        "W-SUM-PHASE",
        "W-SUM-RESULT",
        "TOT-DERIVED",
        "TOT-ON-NULL",
        "REAL-GT-WEIGHT",
        "OUTCOME-FROM-PHASES",
        "SUM-IN-TEXT",
        "SAME-FACT-TWICE",
        "GROUP-VALUE",
        "ROUNDING",
        "ESTIMATE-CALC",
        "TARGETS-AGREE",
        "DECLARED-COUNT",
        "MONEY-FORMAT",
        "FUNDING",
        "DATE-VALID",
        "DATE-CYCLE",
        "DATE-BEFORE-ISSUE",
        "TIME-VS-DEADLINE",
        "TIME-TOO-LATE",
        "TIME-PARSE",
        "TIME-AMBIGUOUS",
        "PHASE-IN-SPAN",
        "PHASE-PERIOD-TEXT",
        "DURATION-K-N",
        "MULTI-NO-N",
        "DONE-BEFORE-END",
        "END-REVISED",
        "WEEKDAY",
        "ACT-YEAR",
        "ACT-AFTER-TERM",
        "SAME-DELIVERABLE",
        "REF-BROKEN",
        "REF-EXTERNAL",
        "CODE-PATH",
        "CODE-DUP",
        "NUMBERING",
        "DUP-FORMAT",
        "DUP-BRANCH",
        "DUP-MISSING",
        "PRIMARY-ONE",
        "NODE-EMPTY",
        "NODE-DUP",
        "SHARED-WEIGHT",
        "TITLE-DRIFT",
        "CAL-VS-CARD",
        "CAL-DAY",
        "ANNOTATION",
        "TOC",
        "EXPECTED-MISSING",
        "NOT-MEASURABLE",
        "DIM-MISSING",
        "KIND-VALUE",
        "RATIO-INVERTED",
        "NO-IMPROVEMENT",
        "BASE-NO-TARGET",
        "RESP-MISSING",
        "RESP-MANY",
        "STAFF-MISSING",
        "STAFF-CATEGORY",
        "PARTIAL-REASON",
        "OUTCOME-VS-TARGET",
        "OVERRIDE",
        "SECTION-MISSING",
        "CARD-PAGE-MISSING",
        "FINALITY-EMPTY",
        "WEIGHT-MISSING",
        "STRATEGY-MISSING",
        "SCALE-GAP",
        "UNIT-NAME",
        "DUP-OBJ",
        "COPY-DRIFT",
        "TEMPLATE-LEAK",
        "TRUNCATED",
        "ACCENTS",
        "SPELLING",
        "CASE",
        "HEADER-TYPO",
        "SDG-TITLE",
        "PRIVACY-STAFF",
        "PRIVACY-CONTACT",
        "COLOUR-ONLY",
        "BOILERPLATE",
        "LINK",
    ];
    let known: Vec<&str> = REGOLE
        .iter()
        .flat_map(|regola| regola.origine)
        .chain(ATTESE.iter().chain(IMPOSSIBILI).flat_map(|attesa| attesa.origine))
        .copied()
        .collect();
    let law: Vec<String> = (1..=83).map(|n| format!("N{n:02}")).collect();
    let all = law.iter().map(String::as_str).chain(DOCUMENTI.iter().copied());
    let missing: Vec<&str> = all.filter(|name| !known.contains(name)).collect();
    assert!(missing.is_empty(), "no rule says {missing:?}");
}
