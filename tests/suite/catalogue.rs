//! Faults with the messages that they cause: in their sources `⟦…⟧` stands around the characters that must be marked.

use crate::project::Project;
use std::fmt::Write as _;

/// The messages of one subject, with the sources that cause them.
#[derive(Default)]
pub(crate) struct Catalogue {
    text: String,
    wrong: Vec<String>,
}

impl Catalogue {
    /// A plan in which exactly `codes` are wrong, in the order of the files, each at its `⟦…⟧`. A code that ends with `-`
    /// has no place.
    pub(crate) fn fault(&mut self, name: &str, codes: &[&str], plan: Project) {
        let mut places = vec![];
        let mut clean = Project::new();
        for (path, text) in plan.files() {
            let mut out = String::new();
            let mut rest = text;
            while let Some((before, after)) = rest.split_once('⟦') {
                out += before;
                let (marked, after) = after.split_once('⟧').expect("a closing mark");
                places.push((path.to_owned(), out.len(), marked.to_owned()));
                out += marked;
                rest = after;
            }
            clean = clean.file(path, &(out + rest));
        }
        let compiled = clean.compile();
        let found: Vec<String> = compiled
            .diags
            .sorted()
            .into_iter()
            .map(|problem| match problem.span {
                Some(span) => {
                    let path = &compiled.sources.file(span.file).expect("a file").path;
                    format!("{} {path}:{} «{}»", problem.code, span.start, compiled.sources.slice(span))
                }
                None => format!("{}-", problem.code),
            })
            .collect();
        places.sort_by(|a, b| piao::source::natural(&a.0, &b.0).then(a.1.cmp(&b.1)));
        let mut places = places.into_iter();
        let expected: Vec<String> = codes
            .iter()
            .map(|code| match code.ends_with('-') {
                true => (*code).to_owned(),
                false => {
                    let (path, at, marked) = places.next().unwrap_or_else(|| panic!("{name}: no ⟦…⟧ for {code}"));
                    format!("{code} {path}:{at} «{marked}»")
                }
            })
            .collect();
        assert_eq!(places.next(), None, "{name}: a ⟦…⟧ without a code");
        if found != expected {
            let list = |list: &[String]| list.join("\n    ");
            self.wrong.push(format!("{name}\n  expected\n    {}\n  found\n    {}", list(&expected), list(&found)));
        }
        // What every message owes to a tired reader.
        for problem in compiled.diags.sorted() {
            let text = &problem.message;
            let faults = [
                (text.ends_with('.'), "a full stop at the end of"),
                (text.starts_with(char::is_uppercase), "a capital at the head of"),
                (problem.helps.is_empty(), "no cure for"),
            ];
            let faults = faults.into_iter().filter(|(wrong, _)| *wrong);
            self.wrong.extend(faults.map(|(_, fault)| format!("{name}\n  {fault} «{text}»")));
        }
        let _ = writeln!(self.text, "######## {name}\n\n{}", compiled.messages());
    }

    /// Words that the messages of the last fault must have.
    pub(crate) fn says(&mut self, words: &str) {
        if !self.last().contains(words) {
            self.wrong.push(format!("{}\n  does not say «{words}»", self.name()));
        }
    }

    /// Words that they must not have.
    pub(crate) fn never_says(&mut self, words: &str) {
        if self.last().contains(words) {
            self.wrong.push(format!("{}\n  says «{words}»", self.name()));
        }
    }

    /// The messages of the last fault, in one line.
    fn last(&self) -> String {
        let last = self.text.rsplit("########").next().unwrap_or_default();
        last.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn name(&self) -> String {
        let last = self.text.rsplit("########").next().unwrap_or_default();
        last.lines().next().unwrap_or_default().trim().to_owned()
    }

    /// A fault of a section whose text is `markdown`.
    pub(crate) fn prose(&mut self, name: &str, codes: &[&str], markdown: &str) {
        self.fault(name, codes, Project::new().section(markdown));
    }

    /// A fault of a data file.
    pub(crate) fn data(&mut self, name: &str, codes: &[&str], toml: &str) {
        self.fault(name, codes, Project::new().section("Testo.").file("dati/dati.toml", toml));
    }

    /// All the faults were found where they are: then their words, under the module and the name of the test.
    pub(crate) fn end(self, snapshot: &str) {
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(format!("suite__{snapshot}"), self.text);
        });
        assert!(self.wrong.is_empty(), "\n{}\n", self.wrong.join("\n\n"));
    }
}
