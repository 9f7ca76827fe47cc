//! The examples of the CommonMark specification. All go through load and both outputs without a panic; the HTML of those
//! listed in `commonmark/passing.txt` is that of the specification. The list may not shrink by accident, nor grow unnoticed.
//!
//! What will never be in it: raw HTML, which is refused, and addresses of other kinds than web, post and telephone. The
//! titles of links are not compared: no output shows them, because paper and fingers cannot.

use crate::project::{Compiled, Project, skipped, suite};
use piao::emit::layouts::Layouts;
use piao::emit::{html, pdf};
use scraper::{ElementRef, Html};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// One example: its number from 1, the part of the specification, source and HTML.
pub(crate) struct Example {
    number: usize,
    part: String,
    pub(crate) markdown: String,
    html: String,
}

pub(crate) fn examples() -> Option<Vec<Example>> {
    let Some(path) = std::env::var_os("PIAO_COMMONMARK_SPEC") else {
        skipped("PIAO_COMMONMARK_SPEC, the path of the specification of CommonMark (tests/README.md says what it is)");
        return None;
    };
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let fence = "`".repeat(32);
    let mut out: Vec<Example> = vec![];
    let mut part = String::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if let Some(title) = line.strip_prefix('#') {
            title.trim_start_matches('#').trim().clone_into(&mut part);
        }
        if line.strip_prefix(&fence).is_some_and(|rest| rest.trim() == "example") {
            let body: Vec<&str> = lines.by_ref().take_while(|line| *line != fence).collect();
            let at = body.iter().position(|line| *line == ".").expect("a source and its HTML");
            let text = |lines: &[&str]| lines.iter().map(|line| line.replace('→', "\t") + "\n").collect();
            let (markdown, html) = (text(&body[..at]), text(&body[at + 1..]));
            out.push(Example { number: out.len() + 1, part: part.clone(), markdown, html });
        }
    }
    assert_eq!(out.len(), 652, "the specification is not the one that the list was made from");
    Some(out)
}

impl Example {
    /// A section with this text. The title is in the front matter, so that a first heading stays a heading; no numbers,
    /// which the specification does not know.
    fn section(&self) -> String {
        format!(
            "+++\ntitolo = \"Esempio {0}\"\nid = \"esempio-{0}\"\nnumerata = false\n+++\n{1}",
            self.number, self.markdown
        )
    }

    fn compile(&self) -> Compiled {
        plan().file("1-esempio.md", &self.section()).compile()
    }
}

/// A plan with the pictures that the examples cite.
fn plan() -> Project {
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><path d=\"M0 0h9v9z\"/></svg>";
    let names = ["url", "url2", "train.jpg", "path/to/train.jpg", "moon.jpg", "uri1", "uri2", "uri3"];
    names.iter().fold(Project::new(), |plan, name| plan.file(name, svg))
}

#[test]
fn the_html_is_that_of_the_specification() {
    let Some(examples) = examples() else { return };
    let path = suite().join("commonmark/passing.txt");
    let list = std::fs::read_to_string(&path).unwrap_or_default();
    let listed = |n: usize| list.split([' ', '\n']).any(|word| word == n.to_string());
    let mut passing: Vec<(&str, Vec<usize>)> = vec![];
    let (mut lost, mut gained) = (String::new(), vec![]);
    for example in &examples {
        let document = example.compile().document.expect("the settings are sound");
        let found = normal(&html::fragment(&document.sections[0].blocks));
        let expected = normal(&example.html);
        if passing.last().is_none_or(|(part, _)| *part != example.part) {
            passing.push((&example.part, vec![]));
        }
        match (found == expected, listed(example.number)) {
            (true, false) => gained.push(example.number),
            (false, true) => {
                let (n, source) = (example.number, &example.markdown);
                let _ = write!(lost, "\nexample {n}\n{source}\nexpected\n{expected}\nfound\n{found}\n");
            }
            _ => {}
        }
        if found == expected
            && let Some((_, numbers)) = passing.last_mut()
        {
            numbers.push(example.number);
        }
    }
    if std::env::var_os("PIAO_UPDATE").is_some() {
        let mut out = String::new();
        for (part, numbers) in passing.iter().filter(|(_, numbers)| !numbers.is_empty()) {
            let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
            let _ = writeln!(out, "{part}\n    {}", numbers.join(" "));
        }
        return std::fs::write(&path, out).unwrap();
    }
    assert!(lost.is_empty(), "{lost}");
    assert!(gained.is_empty(), "these pass now, add them with PIAO_UPDATE=1: {gained:?}");
}

/// Every example in the pages of both outputs: those in which nothing is wrong must be made, the others must not panic.
#[test]
fn both_outputs_are_made_of_every_example() {
    let Some(examples) = examples() else { return };
    let layouts = Layouts::embedded();
    let (sound, wrong): (Vec<_>, Vec<_>) = examples.iter().partition(|example| !example.compile().diags.has_blocking());
    assert!(sound.len() > 300, "only {} examples have no error", sound.len());
    for (batch, sound) in sound.chunks(80).map(|b| (b, true)).chain(wrong.chunks(80).map(|b| (b, false))) {
        let plan = batch
            .iter()
            .fold(plan(), |plan, example| plan.file(&format!("{}-esempio.md", example.number), &example.section()));
        let compiled = plan.compile();
        assert_eq!(!compiled.diags.has_blocking(), sound, "{}", compiled.messages());
        let document = compiled.document.expect("the settings are sound");
        let site = html::render(&document, &layouts, None);
        let pages = pdf::render(&document, &layouts, None);
        if sound {
            assert!(site.is_ok() && pages.is_ok(), "{:#?}", pages.map(|pdf| pdf.count));
        }
    }
}

/// HTML as far as it matters to a reader: blanks as a browser shows them, attributes in order, straight quotes.
fn normal(html: &str) -> String {
    let mut out = String::new();
    write(Html::parse_fragment(html).root_element(), false, &mut out);
    out.trim().to_owned()
}

const BLOCKS: &[&str] = &[
    "html",
    "p",
    "ul",
    "ol",
    "li",
    "blockquote",
    "pre",
    "hr",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
];

fn write(element: ElementRef<'_>, pre: bool, out: &mut String) {
    let name = element.value().name();
    let edge = |out: &mut String| {
        if BLOCKS.contains(&name) && !pre {
            out.truncate(out.trim_end_matches([' ', '\n']).len());
            out.push('\n');
        }
    };
    edge(out);
    let attributes: BTreeMap<&str, &str> = element.value().attrs().collect();
    let _ = write!(out, "<{name}");
    for (attribute, value) in attributes.into_iter().filter(|(attribute, _)| *attribute != "title") {
        // A picture is of the plan, wherever its path starts from.
        let value = if attribute == "src" { value.trim_start_matches('/') } else { value };
        let _ = write!(out, " {attribute}={value:?}");
    }
    out.push('>');
    edge(out);
    for child in element.children() {
        if let Some(inner) = ElementRef::wrap(child) {
            write(inner, pre || name == "pre", out);
        } else if let Some(text) = child.value().as_text() {
            words(text, pre, out);
        }
    }
    edge(out);
    let _ = write!(out, "</{name}>");
    edge(out);
}

fn words(text: &str, pre: bool, out: &mut String) {
    let text = text.replace('’', "'").replace(['“', '”'], "\"");
    if pre {
        out.push_str(&text);
        return;
    }
    for c in text.chars() {
        let blank = c.is_ascii_whitespace();
        if !(blank && out.ends_with([' ', '\n'])) {
            out.push(if blank { ' ' } else { c });
        }
    }
}
