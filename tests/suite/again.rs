//! A second compile in the same process reuses the first: what typst lays out again after an edit is counted, not timed.

use crate::project::{content, driver};
use piao::project::{Ask, Format, Plan};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

/// How many paragraphs, lines of cells included, and how many tables were laid out since the last time this was asked. typst
/// opens these scopes inside what it remembers, so what is remembered is not counted. The count is of the whole process.
fn laid_out() -> (usize, usize) {
    let mut events = Vec::new();
    typst_timing::export_json(&mut events, |_| (String::new(), 0)).unwrap();
    let events: Vec<serde_json::Value> = serde_json::from_slice(&events).unwrap();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for event in events.iter().filter(|event| event["ph"] == "B") {
        *counts.entry(event["name"].as_str().unwrap()).or_default() += 1;
    }
    let of = |name| counts.get(name).copied().unwrap_or_default();
    (of("prepare"), of("layout_table"))
}

/// The PDF of the plan as it is now, and what was laid out for it.
fn pdf(plan: &mut Plan) -> (Vec<u8>, (usize, usize)) {
    plan.compile(&mut |_| {});
    let outputs = plan.outputs(&[Format::Pdf], &mut |_| {}).unwrap_or_else(|problems| panic!("{problems:#?}"));
    (outputs.pdf.unwrap().bytes, laid_out())
}

/// Runs a test in a process of its own, where no other lays out anything, nor remembers or forgets.
fn alone(name: &str) {
    let run = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", name, "--ignored", "--nocapture", "--test-threads=1"])
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&run.stdout) + String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success() && told.contains("1 passed"), "{told}");
}

#[test]
fn an_edit_lays_out_only_what_it_changes() {
    alone("again::counted");
}

#[test]
fn after_any_edit_a_plan_says_what_it_says_from_nothing() {
    alone("again::edited");
}

#[test]
#[ignore = "counts what the whole process lays out: `an_edit_lays_out_only_what_it_changes` runs it alone"]
fn counted() {
    typst_timing::enable();
    let mut plan = driver().open(&content()).unwrap();
    let (first, whole) = pdf(&mut plan);
    eprintln!("from nothing: {whole:?}");
    assert!(whole.0 > 2_000 && whole.1 > 40, "too little to be counted: {whole:?}");
    let (again, counts) = pdf(&mut plan);
    assert!(first == again, "the same plan gives the same bytes");
    assert_eq!(counts, (0, 0), "nothing changed");
    // A word; a sentence that moves the lines after it; a paragraph that moves the pages; a datum; the title of a section,
    // which is in the table of contents; a drawing before all the others.
    let mandato = "2-valore-pubblico/1-valore-pubblico/1-mandato.md";
    // What moves pages lays out again every line in which a page number is printed, and no more than that. What moves lines
    // lays out again the tables below it that may break over a page. A title stands in lists and indexes too, which are laid out again.
    let edits = [
        (mandato, "oltre quanto", "più di quanto", 10),
        (mandato, "corrispondente. ", "corrispondente. Una frase aggiunta, con qualche parola in più. ", 5),
        ("1-scheda-anagrafica.md", "## L’amministrazione", "Un capoverso nuovo.\n\n## L’amministrazione", 2),
        ("dati/obiettivi.toml", "Prevenire il burn out", "Evitare il burn out", 2),
        ("4-monitoraggio.md", "titolo = \"Monitoraggio\"", "titolo = \"Il monitoraggio\"", 2),
        ("1-scheda-anagrafica.md", "## L’amministrazione", "```piao:albero-disegnato\n```\n\n## L’amministrazione", 1),
    ];
    for (path, from, to, share) in edits {
        let text = plan.compiled().unwrap().sources.find(path).unwrap().1.text().to_owned();
        assert!(text.contains(from), "{path}: {from}");
        plan.lay(path, &text.replacen(from, to, 1));
        let (_, counts) = pdf(&mut plan);
        eprintln!("{path}, {to:?}: {counts:?}");
        assert!(counts.0 > 0, "{path}: the edit was not seen");
        assert!(counts.0 * share < whole.0, "{path}, {to:?}: {counts:?} of {whole:?} laid out again");
    }
    // What was put together piece by piece is what is made from nothing.
    let (pieces, _) = pdf(&mut plan);
    comemo::evict(0);
    let mut other = driver().open(&content()).unwrap();
    for (path, ..) in edits {
        let text = plan.compiled().unwrap().sources.find(path).unwrap().1.text().to_owned();
        other.lay(path, &text);
    }
    let (nothing, counts) = pdf(&mut other);
    assert!(counts.0 * 2 > whole.0, "typst had forgotten: {counts:?}");
    assert!(pieces == nothing, "an edited plan gives other bytes than the same plan compiled at once");
}

/// All that a compile tells: the problems, and the document with the place of every word.
fn told(plan: &mut Plan) -> String {
    let compiled = plan.compile(&mut |_| {});
    let problems = compiled.diags.sorted();
    format!("{problems:#?}\n{:#?}", compiled.document)
}

/// A number under `below`, the next of those that `seed` gives.
fn drawn(seed: &mut u64, below: usize) -> usize {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    usize::try_from(*seed >> 33).unwrap() % below.max(1)
}

/// `text` with one of its lines changed in some way.
fn changed(text: &str, seed: &mut u64) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let at = drawn(seed, lines.len());
    match drawn(seed, 8) {
        0 => lines.insert(at, String::new()),
        1 => lines.insert(at, "Un capoverso con un totale di 3 e con con due parole.".to_owned()),
        2 => lines.insert(at, "| Totale | 12 | 7 |".to_owned()),
        3 => lines.insert(at, "## Un titolo [@niente]".to_owned()),
        4 => lines.insert(at, lines[at].clone()),
        5 => drop(lines.remove(at)),
        6 => lines[at].push_str(" perchè 1.000,5"),
        _ => {
            let other = drawn(seed, lines.len());
            lines.swap(at, other);
        }
    }
    lines.join("\n") + "\n"
}

/// How many edits are made in a row on each plan.
const EDITS: usize = 25;

/// What is remembered of the texts that an edit leaves alone is what they say.
#[test]
#[ignore = "forgets what the whole process remembers: `after_any_edit_a_plan_says_what_it_says_from_nothing` runs it alone"]
fn edited() {
    let plans = ["tests/base", "tests/piani/terre-argine", "tests/piani/unione-prova/comuni/borgoalto"];
    for (seed, path) in (1..).zip(plans) {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
        let mut seed: u64 = seed;
        let mut plan = driver().open(&root).unwrap();
        let mut states = vec![(BTreeMap::new(), told(&mut plan))];
        for n in 0..EDITS {
            let mut laid: BTreeMap<String, String> = states.last().unwrap().0.clone();
            let files = &plan.compiled().unwrap().sources.files;
            let texts: Vec<_> =
                files.iter().filter(|file| file.has_extension("md") || file.path.ends_with(".toml")).collect();
            let file = texts[drawn(&mut seed, texts.len())];
            // A new file, now and then, which gives other numbers to those that follow.
            let (path, text) = match n % 8 {
                7 => (format!("0-nuovo-{n}.md"), file.text().to_owned()),
                _ => (file.path.clone(), changed(file.text(), &mut seed)),
            };
            plan.lay(&path, &text);
            laid.insert(path, text);
            states.push((laid, told(&mut plan)));
        }
        let distinct: BTreeSet<&str> = states.iter().map(|(_, told)| told.as_str()).collect();
        assert!(distinct.len() * 3 > EDITS * 2, "{path}: the edits change little");
        for (n, (laid, warm)) in states.iter().enumerate() {
            comemo::evict(0);
            let mut plan = driver().open(&root).unwrap();
            laid.iter().for_each(|(path, text)| plan.lay(path, text));
            let cold = told(&mut plan);
            let differs = warm.lines().zip(cold.lines()).find(|(warm, cold)| warm != cold);
            assert!(*warm == cold, "{path}, edit {n}: {differs:?}");
        }
    }
}

/// A plan whose chapters are long enough to be set alone: each tells a figure of the one before, and of the one after.
fn long_plan() -> BTreeMap<String, String> {
    let settings = "tipo = \"allegato\"\ntriennio = \"2027-2029\"\nstato = \"bozza\"\ndata = 2027-01-15\n\n\
                    [ente]\nnome = \"Comune di Borgoalto\"\ntipo = \"comune\"\n";
    let mut files = BTreeMap::from([("piao.toml".to_owned(), settings.to_owned())]);
    for n in 1..=8 {
        let (before, after) = (n.max(2) - 1, (n + 1).min(8));
        let mut text = format!("+++\ntitolo = \"Capitolo {n}\"\nid = \"capitolo-{n}\"\n+++\n\n");
        for m in 1..=40 {
            text += &format!(
                "## Paragrafo {n}.{m}\n\nSi veda [@tab-{before}] e [@capitolo-{after}], con la [@tab-{n}].[^nota-{m}] {}\n\n",
                "Una frase che riempie la pagina con parole di ogni giorno. ".repeat(18)
            );
            text += &format!("[^nota-{m}]: Una nota del paragrafo {m}.\n\n");
        }
        text += &format!(
            "Tabella: Numeri {{#tab-{n}}}\n\n| Ufficio | Numero |\n|---|--:|\n| Tributi | {n} |\n| Anagrafe | 2 |\n"
        );
        files.insert(format!("{n}-capitolo.md"), text);
    }
    files
}

/// The pages around an edit are set before the others, and look as they look in the whole.
#[test]
fn the_pages_around_an_edit_come_first_and_are_those_of_the_whole() {
    let files = long_plan();
    let mut plan = driver().memory(files.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    // As the preview asks: the last page prints no fingerprint.
    plan.ask(Ask { dati_dopo: true, ..Ask::default() });
    plan.compile(&mut |_| {});
    assert!(plan.changed_pages().is_none(), "nothing was set before");
    let before = plan.pages().unwrap_or_else(|problems| panic!("{problems:#?}"));
    let look = |pages: &piao::emit::pdf::Sheets| -> Vec<String> {
        (1..=pages.faces().len()).map(|n| pages.picture(n).unwrap()).collect()
    };
    let edit = |plan: &mut Plan, n: usize, from: &str, to: &str| {
        let path = format!("{n}-capitolo.md");
        let text = plan.compiled().unwrap().sources.find(&path).unwrap().1.text().replacen(from, to, 1);
        plan.lay(&path, &text);
        plan.compile(&mut |_| {});
    };
    edit(&mut plan, 5, "di ogni giorno", "di tutti i giorni");
    let first = plan.changed_pages().expect("the chapter begins a page and ends one");
    let whole = plan.pages().unwrap();
    let (seen, all, old) = (look(&first), look(&whole), look(&before));
    let same = seen.iter().zip(&old).take_while(|(a, b)| a == b).count();
    assert!(same > 30 && same < seen.len(), "{same} pages before the edit are those of before");
    assert!(seen == all, "page {:?}", seen.iter().zip(&all).position(|(a, b)| a != b));
    // More pages change how many there are, which each says and the whole alone knows; the stretch has them all at once.
    edit(&mut plan, 5, "## Paragrafo 5.9", &"Altro.\n\n".repeat(60));
    let first = plan.changed_pages().unwrap().faces().len();
    assert!(first > before.faces().len() && first == plan.pages().unwrap().faces().len());
    // The first chapter stands with the contents, the last with the index.
    for n in [1, 8] {
        edit(&mut plan, n, "di ogni giorno", "di tutti i giorni");
        assert!(plan.changed_pages().is_none());
        plan.pages().unwrap();
    }
}
