//! No word is lost: each one that CommonMark renders is in both outputs, in its order, or a message points at it.
//!
//! The reader that is asked is pulldown-cmark without our extensions. Tried on documents made of all constructs, on what Word
//! and Excel paste, on the examples of the specification and on the plans of `tests/piani` with their lines joined and split.

use crate::project::{Compiled, Project};
use piao::base::span::FileId;
use piao::document::{Document, Section};
use piao::emit::layouts::Layouts;
use piao::emit::{html, pdf};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// A word of the source, where it is, and the outermost block that holds it.
struct Parola {
    testo: String,
    blocco: Range<usize>,
    /// Words of notes stand at the foot.
    nota: bool,
}

fn runs(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split_inclusive(|c: char| !c.is_alphanumeric()).filter_map(move |piece| {
        let start = at;
        at += piece.len();
        let word = piece.trim_end_matches(|c: char| !c.is_alphanumeric());
        (!word.is_empty()).then_some((start, word))
    })
}

/// The words that CommonMark, with tables and notes, renders of `text`; without names of things and ids.
fn rese(text: &str) -> Vec<Parola> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    let mut out = Vec::new();
    let (mut depth, mut blocco, mut nota, mut muto) = (0, 0..0, 0, 0);
    let names = nomi(text);
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        match event {
            Event::Start(tag) => {
                if depth == 0 {
                    blocco = range.clone();
                }
                depth += 1;
                nota += usize::from(matches!(tag, Tag::FootnoteDefinition(_)));
                let view =
                    matches!(&tag, Tag::CodeBlock(CodeBlockKind::Fenced(info)) if info.trim().starts_with("piao"));
                muto += usize::from(muto > 0 || view || matches!(tag, Tag::Image { .. } | Tag::HtmlBlock));
            }
            Event::End(tag) => {
                depth -= 1;
                nota -= usize::from(tag == TagEnd::FootnoteDefinition);
                muto -= usize::from(muto > 0);
            }
            Event::Text(words) | Event::Code(words) if muto == 0 => {
                let exact = text.get(range.clone()) == Some(&*words);
                for (at, word) in runs(&words) {
                    let at = range.start + if exact { at } else { 0 };
                    if !names.iter().any(|name| name.contains(&at)) {
                        out.push(Parola { testo: word.to_lowercase(), blocco: blocco.clone(), nota: nota > 0 });
                    }
                }
            }
            _ => {}
        }
    }
    out
}

/// Where names stand, which are printed as what they name, or not at all: citations, facts, ids, languages, callouts.
fn nomi(text: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    for (open, close) in [("[@", "]"), ("[=", "]"), ("](@", ")"), ("{#", "}"), ("]{", "}"), ("[!", "]")] {
        for (at, _) in text.match_indices(open) {
            let end = text[at..].find(close).map_or(at, |n| at + n);
            if !text[at..end].contains('\n') {
                out.push(at..end);
            }
        }
    }
    out
}

/// The text of an output, in small letters, without the marks that let a word break.
fn stampato(text: &str) -> String {
    text.chars().filter(|c| !matches!(c, '\u{200b}' | '\u{ad}' | '\u{2060}')).collect::<String>().to_lowercase()
}

/// The words of a page of the site: what stands in `main`.
fn pagina(site: &piao::emit::Artifacts, section: &Section) -> String {
    let page = site.iter().find(|(path, _)| **path == format!("{}.html", section.id)).expect("a page for each section");
    let page = scraper::Html::parse_document(std::str::from_utf8(page.1).unwrap());
    let main = scraper::Selector::parse("main").unwrap();
    page.select(&main).flat_map(|main| main.text()).collect::<Vec<_>>().join(" ")
}

/// Those of `due` that `out` has not in their order.
fn mancanti<'a>(due: impl Iterator<Item = &'a Parola>, out: &str) -> Vec<&'a Parola> {
    let (mut missing, mut from) = (Vec::new(), 0);
    for word in due {
        // On paper words that touch, one of them in italics, are one run.
        match out[from..].find(&word.testo) {
            Some(n) => from += n + word.testo.len(),
            None => missing.push(word),
        }
    }
    missing
}

/// What of `texts` is lost: for each text, the output and the words. Texts that stop the outputs lose nothing.
fn persi(texts: &[String]) -> Vec<String> {
    // A mark at the end of each text tells where the next begins: words are looked for in their own text.
    let one = |n: usize, text: &str| (format!("{}-testo.md", n + 1), format!("{}{text}\n\nfine{n}z\n", front(n)));
    let whole: Vec<(usize, &String, Compiled)> = texts
        .iter()
        .enumerate()
        .map(|(n, text)| {
            let (path, text_) = one(n, text);
            (n, text, senza_norme().file(&path, &text_).compile())
        })
        .filter(|(_, _, compiled)| !compiled.diags.has_blocking())
        .collect();
    let mut plan = senza_norme();
    for (n, text, _) in &whole {
        let (path, text) = one(*n, text);
        plan = plan.file(&path, &text);
    }
    let compiled = plan.compile();
    assert!(!compiled.diags.has_blocking(), "{}", compiled.messages());
    let document: Document = compiled.document.expect("the settings are sound");
    let layouts = Layouts::embedded();
    let site = html::render(&document, &layouts, None).unwrap_or_else(|p| panic!("{p:#?}"));
    let typeset = pdf::typeset(&document, &layouts, None).unwrap_or_else(|p| panic!("{p:#?}"));
    let paper = stampato(&typeset.page_texts().join("\n"));
    let mut lost = Vec::new();
    let mut at = 0;
    for ((n, text, compiled), section) in whole.iter().zip(&document.sections) {
        let start = front(*n).len();
        let told: Vec<Range<usize>> = compiled
            .diags
            .iter()
            .filter_map(|d| d.span)
            .filter(|span| span.file == FileId(0))
            .map(|span| span.range().start.saturating_sub(start)..span.range().end.saturating_sub(start))
            .collect();
        let silent = |word: &&Parola| !told.iter().any(|t| t.start <= word.blocco.end && word.blocco.start <= t.end);
        let due = rese(text);
        let (body, notes): (Vec<_>, Vec<_>) = due.iter().partition(|word| !word.nota);
        let end = paper[at..].find(&format!("fine{n}z")).map_or(paper.len(), |end| at + end);
        let page = stampato(&pagina(&site, section));
        for (name, words, feet) in [("PDF", &paper[at..end], &paper[at..]), ("sito", &page[..], &page[..])] {
            let missing = mancanti(body.iter().copied(), words);
            let more = mancanti(notes.iter().copied(), feet);
            let missing: Vec<&str> =
                missing.into_iter().chain(more).filter(silent).map(|word| word.testo.as_str()).collect();
            if !missing.is_empty() {
                lost.push(format!(
                    "{name}: {missing:?}\n{text}\nin:\n{}\n{:?}",
                    words.trim(),
                    compiled.diags.iter().map(|d| d.code).collect::<Vec<_>>()
                ));
            }
        }
        at = end;
    }
    lost
}

fn front(n: usize) -> String {
    format!("+++\ntitolo = \"Testo{n}\"\nid = \"testo-{n}\"\nnumerata = false\n+++\n\n")
}

/// A plan in which citations of law stay as they are written.
fn senza_norme() -> Project {
    let settings = crate::project::SETTINGS.replace("[controlli]", "[norme]\ncollega = false\n\n[controlli]");
    Project::new().file("piao.toml", &settings)
}

fn nothing_is_lost(texts: &[String]) {
    let lost = persi(texts);
    assert!(
        lost.is_empty(),
        "{} lost\n{}",
        lost.len(),
        lost.iter().take(6).cloned().collect::<Vec<_>>().join("\n----\n")
    );
}

/// What Word, Excel, the site of a body and other programs paste, and what is typed without knowing Markdown.
#[test]
fn what_is_pasted_is_printed_or_told() {
    let texts = [
        "| Nome | Codice | Note |\n| --- | --- | --- |\n| uno | `a|b` | terza |",
        "Il conto è 2*3 e 4*5, poi 5*3*2 = 30 e (a*b)/(c*d).",
        "Si veda il file __init__.py e dati/__main__.py.",
        "## Servizi {da confermare}\n\nTesto.",
        "| Anno | Ore |\n| --- | --- |\n| 2025 | 12 |\nFonte: Ufficio personale",
        "Testo.[^1]\n\n[^1]: La nota.\nUn capoverso.",
        "> [!NOTA]\n> Il riquadro.\nUn capoverso.",
        "Un capoverso lungo.\n---\n\nAltro.",
        "Si chiede:\na) la carta;\nb) la firma;\nb-bis) il codice.",
        "(a) primo\n(b) secondo\n\ni. uno\nii. due\niii. tre",
        "1.1 Primo punto\n1.2 Secondo punto",
        "– primo\n– secondo",
        "·\tprimo\n·\tsecondo",
        "§\tprimo\n§\tsecondo",
        "⇒ primo\n⇒ secondo",
        "o\tprimo\no\tsecondo",
        "Anno\tOre\n2025\t1200\n2026\t1300",
        "\tAnno\tOre\n\t2025\t1200",
        "```piao: atti\n```",
        "piao:atti",
        "Si veda @testo-0 e {@testo-0}, sono =obiettivi.conta.",
        "Tabella 1: Le ore\n\n| Anno | Ore |\n| --- | --- |\n| 2025 | 12 |",
        "**Tabella:** Le ore\n\n| Anno | Ore |\n| --- | --- |\n| 2025 | 12 |",
        "Il testo {.evidenza} con ^[una nota] e\n\n::: riquadro\n\n{{< figura >}}\n\n[TOC]\n\n\\newpage",
        "| Voce | Sedi |\n| --- | --- |\n| uno<br>due | - prima<br>- seconda |",
        "[Nota]: riservato",
        "[Premessa]: https://www.esempio.it \"parole del titolo\"",
        "* Dati al 31 dicembre",
        "> 50 dipendenti",
        "+ 12 unità",
        "(*) provvisorio (*) definitivo",
        "I cittadin*i e le cittadin*e della città*.",
        "Il percorso \\\\server\\cartella resta.",
        "La [User *Experience* di oggi]{en} e la [Spending review]{en-GB}.",
        "- voce\nTesto attaccato.\n- altra voce.\nTesto nuovo.",
        "1. uno\n3. tre\n\ntesto\n5. cinque",
        "Prima riga  \nseconda\\\nterza",
        "Termine\n: spiegazione\n: altra",
        "a) la carta;\nb la procura;\nc) la firma.",
        "1. la carta\n2 la procura\n3. la firma",
        "Circa ~300 euro~ e H~2~O, x^2^ e ==forte== e ++sotto++.",
        "- [ ] da fare\n- [x] fatto",
        "| A |\n| --- |\n| uno |\n\n| due |",
        "{{ ente }} e $E=mc^2$ e $$x$$.\n\n!!! nota\n    testo",
        "~~barrato~~ e ~5 km~ e 5~10 e 10~20",
        "Titolo\n======\n\nTesto",
        "~~~\ncodice\n~~~\n\n    altro codice\n\nfine",
        "Un'email a info@comune.it e <https://www.comune.it>.",
        "A. Rossi\nB. Bianchi",
        "1. uno\n2. due\n2-bis. tre\n2-quinquies. quattro\n3. cinque",
        "1. uno\n   a) sotto\n2. due\n2.1 Sotto\n3.) tre",
        "y) uno\nz) due\naa) tre\n\n1) uno\n2) due\n\n- voce\na) altra",
        "I uno\nII due\n\n1.1 Premessa\n1.1.1 Sotto",
        "| A | B |\n| --- | --- |\n| \\\\srv\\dir | C:\\dati\\_x\\y |",
        "xviii) diciotto\n\nArt. 3\na) uno",
        "a) uno\n\n   segue uno\n\nb) due\n   1. sotto\n   2. sotto\n",
    ];
    nothing_is_lost(&texts.map(str::to_owned));
}

fn text(words: std::rc::Rc<std::cell::Cell<usize>>) -> impl Strategy<Value = String> {
    let word = move || {
        words.set(words.get() + 1);
        format!("p{}q", words.get())
    };
    let shapes = prop::sample::select(vec![
        "W",
        "W W",
        "W W W",
        "*W*",
        "**W W**",
        "W*W*W",
        "W*W W*W",
        "_W_",
        "__W__.W",
        "`W`",
        "`W|W`",
        "~~W~~",
        "~W~",
        "[W](https://www.esempio.it)",
        "[W W]{en}",
        "[W *W* W]{fr}",
        "W\\*W",
        "W<br>W",
        "W[^1]",
        "«W»",
        "W.",
        "W:",
        "W;",
        "2*W e 3*W",
        "(W*W)/(W*W)",
        "{W}",
        "[W]",
        "[W]: W",
        "^[W]",
        "=W.W",
        "@W",
        "a) W",
        "(b) W",
        "ii. W",
        "c. W",
        "1) W",
        "3. W",
        "- W",
        "* W",
        "+ 5 W",
        "– W",
        "· W",
        "> W",
        "> [!NOTA]",
        "# W",
        "## W",
        "## W {W W}",
        "## W {.W}",
        "---",
        "===",
        "| W | W |",
        "| --- | --- |",
        "| W |",
        "| W | W | W |",
        "W\tW",
        "    W",
        "\tW\tW",
        ": W",
        "```",
        "```piao: atti",
        "[^1]: W",
        "[^2]: W",
        "Tabella: W",
        "Tabella 2 – W",
        "<!-- W -->",
        ":::W",
        "1.1 W",
        "W  ",
        "W\\",
        "\\\\W",
        "o W",
        "<b>W</b>",
        "&egrave; W",
        "![W](W.png)",
    ]);
    let ends = prop::sample::select(vec!["\n", "\n", "\n\n", " ", "\r\n"]);
    prop::collection::vec((shapes, ends), 1..10).prop_map(move |pieces| {
        pieces
            .into_iter()
            .map(|(shape, end)| {
                shape
                    .split('W')
                    .fold(None::<String>, |out, part| {
                        Some(match out {
                            None => part.to_owned(),
                            Some(out) => format!("{out}{}{part}", word()),
                        })
                    })
                    .unwrap_or_default()
                    + end
            })
            .collect()
    })
}

#[test]
fn what_is_generated_is_printed_or_told() {
    let rng = proptest::test_runner::TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha);
    let mut runner = proptest::test_runner::TestRunner::new_with_rng(ProptestConfig::default(), rng);
    let count = std::env::var("PIAO_PAROLE").ok().and_then(|n| n.parse().ok()).unwrap_or(400);
    let strategy = text(std::rc::Rc::default());
    let texts: Vec<String> = (0..count).map(|_| strategy.new_tree(&mut runner).unwrap().current()).collect();
    for batch in texts.chunks(200) {
        nothing_is_lost(batch);
    }
}

/// The examples of the specification.
#[test]
fn what_the_specification_shows_is_printed_or_told() {
    let Some(examples) = crate::commonmark::examples() else { return };
    let texts: Vec<String> = examples.into_iter().map(|example| example.markdown).collect();
    for batch in texts.chunks(220) {
        nothing_is_lost(batch);
    }
}

/// The sections of real plans, each with one change: a line joined to the next, a blank line less or more, a sign more.
#[test]
fn what_is_changed_in_a_plan_is_printed_or_told() {
    let mut texts = Vec::new();
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    for folder in ["tests/piani", "content"] {
        for entry in walkdir::WalkDir::new(root.join(folder)).sort_by_file_name() {
            let entry = entry.unwrap();
            if entry.path().extension().is_none_or(|ext| ext != "md") || texts.len() > 60 {
                continue;
            }
            let whole = std::fs::read_to_string(entry.path()).unwrap();
            let body = whole.split_once("\n+++\n").map_or(whole.as_str(), |(_, body)| body);
            // Names and data of the plan are not here.
            let body: Vec<&str> = body
                .split("\n\n")
                .filter(|block| !["[@", "[=", "](@", "```", "![", "{#", "[^"].iter().any(|mark| block.contains(mark)))
                .take(12)
                .collect();
            let body = body.join("\n\n");
            if body.trim().is_empty() {
                continue;
            }
            let seed = texts.len();
            let places: Vec<usize> = body.match_indices('\n').map(|(n, _)| n).collect();
            let place = places.get(seed * 7 % places.len().max(1)).copied().unwrap_or(0);
            let (head, tail) = body.split_at(place);
            texts.push(match seed % 6 {
                0 => body.replacen("\n\n", "\n", 1),
                1 => format!("{head}\n---\n{tail}"),
                2 => format!("{head} 2*3 e 4*5{tail}"),
                3 => format!("{head}\n    rientrata\n{tail}"),
                4 => format!("{head}\na) prima\nb) seconda{tail}"),
                _ => body.replace("- ", "– "),
            });
        }
    }
    assert!(texts.len() > 20, "{}", texts.len());
    nothing_is_lost(&texts);
}

/// The letters of a list are those of its author, in both outputs.
#[test]
fn letters_are_those_of_the_author() {
    let text = "Si chiede:\na) la carta;\nb) la firma;\nb-bis) il codice;\nl) la delega.\n\n(i) uno\n(ii) due\n\n- punto\n  1. primo\n     a) dentro\n     b) ancora\n";
    let document = Project::new().section(text).compile().clean();
    let layouts = Layouts::embedded();
    let site = html::render(&document, &layouts, None).unwrap();
    let page = std::str::from_utf8(&site["prova.html"]).unwrap();
    for mark in ["a)", "b)", "b-bis)", "l)", "(i)", "(ii)"] {
        assert!(page.contains(&format!("<span class=\"segno\">{mark}</span>")), "{mark}\n{page}");
    }
    assert!(page.contains("<ol class=\"con-segni\" role=\"list\">"), "{page}");
    let typeset = pdf::typeset(&document, &layouts, None).unwrap_or_else(|p| panic!("{p:#?}"));
    let paper = typeset.page_texts().join("\n");
    for line in ["b-bis)", "l)", "(ii)"] {
        assert!(paper.contains(line), "{line}\n{paper}");
    }
}

/// What counts an item in the acts of an office is printed as it is written; what cannot be is told at its place.
#[test]
fn marks_of_items_are_kept_or_told() {
    for (text, marks) in [
        ("1. uno\n2. due\n2-bis. tre\n3. quattro", &["1.", "2.", "2-bis.", "3."][..]),
        ("2. due\n2-quinquies. tre\n2 ter. quattro", &["2.", "2-quinquies.", "2 ter."]),
        ("1. uno\n   a) sotto\n2. due", &["a)"]),
        ("y) uno\nz) due\naa) tre\nbb) quattro", &["y)", "z)", "aa)", "bb)"]),
        ("1) uno\n2) due", &["1)", "2)"]),
        ("1) uno\n1) due", &["1)", "2)"]),
        ("01. uno\n02. due", &["01.", "02."]),
        ("a. uno\nb. due\n\n   segue\n\n   segue\n\nd. quattro", &["a.", "b.", "d."]),
        ("b. uno\nd. due", &["b.", "d."]),
        ("I. uno\nII. due\nIV. quattro", &["I.", "II.", "IV."]),
        ("Si chiede:\na) la carta", &["a)"]),
        ("a. la delibera\nn. 12\nb. la firma", &["a.", "b."]),
    ] {
        let document = Project::new().section(text).compile().clean();
        let site = html::render(&document, &Layouts::embedded(), None).unwrap();
        let page = std::str::from_utf8(&site["prova.html"]).unwrap();
        let found: Vec<&str> =
            page.split("<span class=\"segno\">").skip(1).filter_map(|rest| rest.split('<').next()).collect();
        assert_eq!(found, marks, "{text}");
    }
    for (text, code, cure) in [
        ("Testo:\nb. uno\nc. due", "P0507", "lascia una riga vuota prima"),
        ("Testo\nb. uno\nd. due", "P0507", "lascia una riga vuota prima"),
        ("1.1 Premessa\n1.1.1 Sotto", "P0507", "i numeri con più parti vanno nei titoli"),
        ("1.1 Premessa 1.1.1 Sotto", "P0507", "metti ciascuno in un paragrafo suo"),
        ("1. Premessa\n1.1 Sotto", "P0507", "lascia prima una riga vuota"),
        ("- uno\na) due", "P0507", "lascia prima una riga vuota"),
        ("1. uno\n2.) due", "P0507", "`2. due`"),
        ("I uno\nII due", "P0507", "lascia una riga vuota prima"),
        ("Il percorso \\\\srv\\dir resta.", "P0134", "`\\\\\\\\srv\\\\dir`"),
        ("La cartella C:\\dati\\_nuova\\x.", "P0134", "`C:\\\\dati\\\\_nuova\\\\x.`"),
        ("Sta in C:\\dati\\\ne altrove.", "P0134", "`C:\\\\dati\\\\`"),
    ] {
        let told = Project::new().section(text).compile();
        assert!(told.diags.iter().all(|d| d.code == code) && told.diags.iter().next().is_some(), "{}", told.messages());
        assert!(told.messages().contains(cure), "{text}: no «{cure}» in\n{}", told.messages());
    }
    // In the data a value between double quotes loses its own backslashes first: the cure leaves none to lose.
    let record = |value: &str| {
        Project::new()
            .section("```piao:unita\n```\n")
            .file(
                "dati/unita.toml",
                &format!("[[unita]]\ncodice = \"S1\"\nnome = \"Anagrafe\"\ndescrizione = {value}\n"),
            )
            .compile()
    };
    let told = record("\"In \\\\\\\\srv\\\\dir.\"").messages();
    assert!(told.contains("P0134") && told.contains("'… `\\\\srv\\dir.` …'"), "{told}");
    record("'In `\\\\srv\\dir`.'").clean();
    // What goes on from the line above, and backslashes that are meant.
    for text in [
        "1. come dice il comma\n2-bis. della legge",
        "- come dice la lettera\n  a) del comma",
        "- la delibera\n  n. 12 del 2020",
        "- entro il\n  31.12 di ogni anno",
        "Il codice \\*x\\* e a\\_b, in C:\\dati\\uno.",
    ] {
        Project::new().section(text).compile().clean();
    }
}

/// The level of an item in a cell is kept by its mark.
#[test]
fn items_of_a_cell_keep_their_level() {
    let rows = "| Ufficio | Compiti |\n| --- | --- |\n| Anagrafe | - uno<br>  - uno bis<br>- due |\n";
    let document = Project::new().section(&format!("Tabella: I compiti\n\n{rows}")).compile().clean();
    let mut cell = String::new();
    document.sections[0].each_block(&mut |block| {
        if let piao::document::BlockKind::Table(table) = &block.kind {
            cell = piao::document::plain(&table.rows[0].cells[1]);
        }
    });
    assert_eq!(cell, "•\u{a0}uno \u{a0}\u{a0}\u{a0}–\u{a0}uno bis •\u{a0}due");
}
