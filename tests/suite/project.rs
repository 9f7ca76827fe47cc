//! A plan for a test: files in memory or a folder on disk, given to the driver that the program runs.

use piao::diag::{Diagnostic, Diagnostics};
use piao::document::Document;
use piao::emit::layouts::Layouts;
use piao::emit::{Artifacts, dati, pdf};
use piao::project::{self, Driver, OUTPUTS, Plan};
use piao::report::terminal;
use piao::source::Sources;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The least that `piao.toml` must say. What only a whole plan can have is not asked: a test that appends something to it is
/// inside `[controlli]`.
pub(crate) const SETTINGS: &str = r#"tipo = "piao"
triennio = "2025-2027"
momento = "approvazione"
stato = "bozza"
data = 2025-01-31

[ente]
nome = "Comune di Prova"
tipo = "comune"

[controlli]
sezione-mancante = "ignora"
scheda-anagrafica = "ignora"
termine-approvazione = "ignora"
responsabile-accessibilita = "ignora"
azioni-positive = "ignora"
esito-anticipato = "ignora"
"#;

/// The front matter of the section that [`Project::section`] writes.
pub(crate) const FRONT: &str = "+++\ntitolo = \"Prova\"\nid = \"prova\"\n+++\n\n";

/// The files of a plan.
#[derive(Debug, Clone)]
pub(crate) struct Project(BTreeMap<String, String>);

impl Project {
    /// A plan that has only `piao.toml`.
    pub(crate) fn new() -> Self {
        Project(BTreeMap::from([("piao.toml".to_owned(), SETTINGS.to_owned())]))
    }

    /// The same with `text` at `path`, new or in the place of what was there.
    pub(crate) fn file(mut self, path: &str, text: &str) -> Self {
        self.0.insert(path.to_owned(), text.to_owned());
        self
    }

    /// The same without the file at `path`.
    pub(crate) fn without(mut self, path: &str) -> Self {
        self.0.remove(path);
        self
    }

    /// The same with a section whose text is `markdown`.
    pub(crate) fn section(self, markdown: &str) -> Self {
        let end = if markdown.ends_with(['\n', '⟧']) { "" } else { "\n" };
        self.file("1-prova.md", &format!("{FRONT}{markdown}{end}"))
    }

    pub(crate) fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// The files on disk, for what only the disk or the program can do.
    pub(crate) fn write(&self, folder: &Path) {
        for (path, text) in self.files() {
            let path = folder.join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
    }

    /// The plan in a driver of its own.
    pub(crate) fn open(&self) -> Plan {
        driver().memory(self.files())
    }

    pub(crate) fn compile(&self) -> Compiled {
        Compiled::of(self.open())
    }
}

/// The plan of the Union, the first of those that the repository carries.
pub(crate) fn content() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("content/unione")
}

/// A driver with the look of the program.
pub(crate) fn driver() -> Driver {
    Driver::new(Layouts::embedded())
}

/// A plan through every phase before the outputs.
#[derive(Debug)]
pub(crate) struct Compiled {
    pub(crate) sources: Sources,
    pub(crate) diags: Diagnostics,
    pub(crate) document: Option<Document>,
}

impl Compiled {
    /// The plan of a folder.
    pub(crate) fn folder(root: &Path) -> Self {
        Self::of(driver().open(root).unwrap())
    }

    fn of(mut plan: Plan) -> Self {
        plan.compile(&mut |_| {});
        let project::Compiled { sources, diags, document, .. } = plan.into_compiled().unwrap();
        Compiled { sources, diags, document }
    }

    /// What the terminal shows, without colours.
    pub(crate) fn messages(&self) -> String {
        self.diags.sorted().into_iter().map(|problem| self.message(problem) + "\n").collect()
    }

    pub(crate) fn message(&self, problem: &Diagnostic) -> String {
        let styled = terminal::text(problem, &self.sources, 100);
        let plain = anstream::adapter::strip_str(&styled).to_string();
        plain.lines().map(|line| line.trim_end().to_owned() + "\n").collect()
    }

    /// The document of a plan in which nothing is wrong.
    pub(crate) fn clean(self) -> Document {
        let messages = self.messages();
        assert!(messages.is_empty(), "{messages}");
        self.document.unwrap()
    }
}

/// All outputs.
pub(crate) struct Outputs {
    pub(crate) document: Document,
    pub(crate) pdf: pdf::Pdf,
    /// The text of each page, in reading order.
    pub(crate) pages: Vec<String>,
    pub(crate) site: Artifacts,
    pub(crate) data: dati::Dati,
}

impl Outputs {
    pub(crate) fn of(document: Document) -> Self {
        let (driver, mut typesetter) = (driver(), pdf::Typesetter::default());
        let made = project::make(&document, driver.layouts(), &OUTPUTS, &mut typesetter, &mut |_| {});
        let made = made.unwrap_or_else(|problems| panic!("{problems:#?}"));
        // typst remembers the pages of a moment ago.
        let pages = typesetter.typeset(&document, driver.layouts(), None).unwrap().page_texts();
        Outputs { document, pdf: made.pdf.unwrap(), pages, site: made.site, data: made.data.unwrap() }
    }

    /// The outputs of `content/`, made once for all the tests.
    pub(crate) fn content() -> &'static Self {
        static OUTPUTS: std::sync::OnceLock<Outputs> = std::sync::OnceLock::new();
        OUTPUTS.get_or_init(|| Outputs::of(Compiled::folder(&content()).clean()))
    }

    /// Names and texts of the pages of the site.
    pub(crate) fn html(&self) -> impl Iterator<Item = (&str, &str)> {
        let pages = self.site.iter().filter(|(path, _)| path.ends_with(".html"));
        pages.map(|(path, bytes)| (path.as_str(), std::str::from_utf8(bytes).unwrap()))
    }
}

/// Says that a test does nothing because `what` is not on this machine. In CI everything is there, and the test fails.
pub(crate) fn skipped(what: &str) {
    assert!(std::env::var_os("CI").is_none(), "saltato: manca {what}");
    eprintln!("saltato: manca {what}");
}

/// The folder of the fixtures and snapshots of this suite.
pub(crate) fn suite() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite")
}
