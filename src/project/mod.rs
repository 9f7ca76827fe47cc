//! The driver: plans held in memory, each compiled whole or again after a change, with what it gives: diagnostics, document,
//! outputs, and the way between a place of an output and the line that made it. The command line, the tests and whatever
//! shows a plan while it is written stand on it. It prints nothing, and writes nothing on the disk.
//!
//! ```no_run
//! use piao::{emit::layouts::Layouts, project::{Driver, OUTPUTS}};
//!
//! let driver = Driver::new(Layouts::embedded());
//! let mut plan = driver.open("content".as_ref()).expect("the folder is there");
//! plan.compile(&mut |_| {});
//! let outputs = plan.outputs(&OUTPUTS, &mut |_| {}).expect("nothing forbids them");
//! plan.lay("1-scheda-anagrafica.md", "what the editor shows and nobody has saved");
//! let problems = &plan.compile(&mut |_| {}).diags;
//! # let _ = (outputs, problems);
//! ```

mod compiled;
mod impronta;
mod outputs;
mod places;

pub use compiled::Compiled;
pub use outputs::{Format, OUTPUTS, Outputs, PDF, make};
pub use places::Anchor;

use crate::base::giorno::Giorno;
use crate::diag::codes::P0113;
use crate::diag::{Diagnostic, Diagnostics};
use crate::document::Edizioni;
use crate::emit::layouts::Layouts;
use crate::emit::pdf::{self, Places, Typesetter};
use crate::piano::element::id::Id;
use crate::publish::Fascicolo;
use crate::source::{Edizione, Folder, Shelf};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A part of the work, in the order in which each is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// The files are read.
    Files,
    /// What they say is understood.
    Plan,
    /// Words are looked up, and what is wrong is found.
    Checks,
    /// What a reader sees is put in order.
    Words,
    /// The pages are set.
    Pdf,
    /// The open data are made.
    Data,
    /// Both at once.
    PdfAndData,
    /// The site is made.
    Site,
    /// The site is made again, for its address for good.
    Lasting,
    /// A part of the plan is set alone.
    Extract,
}

/// The beginning or the end of a phase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// It begins.
    Begins(Phase),
    /// It ended.
    Ends(Phase),
}

/// Who is told how far the work is.
pub type Progress<'a> = dyn FnMut(Step) + 'a;

/// Does a phase, and says so.
fn run<T>(progress: &mut Progress<'_>, phase: Phase, work: impl FnOnce() -> T) -> T {
    progress(Step::Begins(phase));
    let done = work();
    progress(Step::Ends(phase));
    done
}

/// What several plans share: the look, the files that were read, what was typeset. The fonts are in the program.
#[derive(Debug, Clone)]
pub struct Driver(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    layouts: Layouts,
    shelf: Shelf,
    plans: AtomicUsize,
}

/// For how many compiles of each open plan typst remembers a layout that none of them used. Fewer, and what one edit took
/// away must be set anew when the next puts it back; more, and the memory of a long day grows.
const REMEMBERED: usize = 10;

impl Driver {
    /// A driver whose outputs look like `layouts`.
    #[must_use]
    pub fn new(layouts: Layouts) -> Self {
        Driver(Arc::new(Shared { layouts, shelf: Shelf::default(), plans: AtomicUsize::new(0) }))
    }

    /// The look of the outputs.
    #[must_use]
    pub fn layouts(&self) -> &Layouts {
        &self.0.layouts
    }

    /// The plan of the folder that `typed` names, or of the folder of its `piao.toml`. Nothing is read yet.
    ///
    /// # Errors
    /// P0113 when there is no such folder.
    pub fn open(&self, typed: &Path) -> Result<Plan, Diagnostic> {
        let root = folder(typed)?;
        Ok(self.plan(Folder::disk(root.to_owned())))
    }

    /// A plan of files that are on no disk: path and text of each.
    #[must_use]
    pub fn memory<'t>(&self, files: impl IntoIterator<Item = (&'t str, &'t str)>) -> Plan {
        let mut folder = Folder::memory();
        files.into_iter().for_each(|(path, text)| folder.lay(path, text));
        self.plan(folder)
    }

    fn plan(&self, folder: Folder) -> Plan {
        self.0.plans.fetch_add(1, Ordering::Relaxed);
        Plan {
            driver: self.clone(),
            folder,
            today: None,
            compiled: None,
            typesetter: Typesetter::default(),
            typeset: false,
            places: None,
        }
    }

    /// Lets typst forget what no plan has used for long.
    fn forget(&self) {
        comemo::evict(REMEMBERED * self.0.plans.load(Ordering::Relaxed).max(1));
    }
}

/// A plan in memory.
pub struct Plan {
    driver: Driver,
    folder: Folder,
    today: Option<Giorno>,
    compiled: Option<Compiled>,
    typesetter: Typesetter,
    /// Whether its pages were set before.
    typeset: bool,
    places: Option<Places>,
}

impl Drop for Plan {
    fn drop(&mut self) {
        self.driver.0.plans.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Plan {
    /// Terms are reckoned from `today`; from the date of the plan when none is given.
    pub fn today(&mut self, today: Option<Giorno>) {
        self.today = today;
        self.compiled = None;
    }

    /// The folder on the disk; empty for a plan in memory.
    #[must_use]
    pub fn root(&self) -> &Path {
        self.folder.root()
    }

    /// Lays `text` over the file at `path` (from the folder of the plan), as an editor has it before it is saved. The file
    /// need not be on the disk.
    pub fn lay(&mut self, path: &str, text: &str) {
        self.folder.lay(path, text);
    }

    /// Takes what was laid over `path` away: the disk counts again.
    pub fn lift(&mut self, path: &str) {
        self.folder.lift(path);
    }

    /// Reads the folder and compiles, if anything changed since the last time. No output is made.
    pub fn compile(&mut self, progress: &mut Progress<'_>) -> &Compiled {
        let mut diags = Diagnostics::default();
        let sources = run(progress, Phase::Files, || self.folder.read(&self.driver.0.shelf, &mut diags));
        match self.compiled.take() {
            Some(before) if before.sources.same(&sources) => self.compiled.insert(before),
            _ => {
                self.places = None;
                self.compiled.insert(Compiled::of(sources, self.today, diags, progress))
            }
        }
    }

    /// What the last compile gave; nothing before the first.
    #[must_use]
    pub fn compiled(&self) -> Option<&Compiled> {
        self.compiled.as_ref()
    }

    /// What the last compile gave, for who needs the plan no longer.
    #[must_use]
    pub fn into_compiled(mut self) -> Option<Compiled> {
        self.compiled.take()
    }

    /// The outputs of what was compiled, whatever is wrong with it: whether to make them is for the caller to say, who may ask
    /// [`Compiled::broken`].
    ///
    /// # Errors
    /// What kept them from being made. Nothing is told, and nothing made, before the first compile and of a plan whose
    /// `piao.toml` cannot be read.
    pub fn outputs(&mut self, formats: &[Format], progress: &mut Progress<'_>) -> Result<Outputs, Vec<Diagnostic>> {
        if formats.contains(&Format::Pdf) {
            self.again();
        }
        let document = self.compiled.as_ref().and_then(|compiled| compiled.document.as_ref()).ok_or_else(Vec::new)?;
        make(document, &self.driver.0.layouts, formats, &mut self.typesetter, progress)
    }

    /// The PDF of a part of the plan, with the numbers and the pages that it has in the whole: its anchor is `id`.
    ///
    /// # Errors
    /// As [`Plan::outputs`].
    pub fn extract(&mut self, id: &Id, progress: &mut Progress<'_>) -> Result<pdf::Pdf, Vec<Diagnostic>> {
        self.again();
        let document = self.compiled.as_ref().and_then(|compiled| compiled.document.as_ref()).ok_or_else(Vec::new)?;
        let layouts = &self.driver.0.layouts;
        // The pages of the whole plan are what the extract cites.
        let whole = run(progress, Phase::Pdf, || self.typesetter.typeset(document, layouts, None))?;
        let part = pdf::Part { id, pages: whole.pages() };
        run(progress, Phase::Extract, || pdf::render(document, layouts, Some(&part)))
    }

    /// What is published: both outputs where the edition in force is found, again at the address of this edition for good,
    /// the previous editions `passate`, and the papers of the office. Of the outputs, what is not files is left.
    ///
    /// # Errors
    /// As [`Plan::outputs`].
    pub fn publication(
        &mut self,
        passate: Vec<Edizione>,
        progress: &mut Progress<'_>,
    ) -> Result<(Fascicolo, Outputs), Vec<Diagnostic>> {
        self.again();
        let Some(Compiled { piano, document: Some(document), .. }) = &mut self.compiled else { return Err(vec![]) };
        let Some(set) = &piano.impostazioni else { return Err(vec![]) };
        let layouts = &self.driver.0.layouts;
        let copies = outputs::copies(&passate);
        let edizioni = Edizioni { questa: set.anno().to_string(), passate, permanente: false };
        document.edizioni = Some(edizioni.clone());
        let made = make(document, layouts, &OUTPUTS, &mut self.typesetter, progress);
        // The pages say where they stand; the rest is the same.
        document.edizioni = Some(Edizioni { permanente: true, ..edizioni });
        let all = made.and_then(|made| outputs::publication(document, set, layouts, made, copies, progress));
        // What is compiled is the plan, wherever it is published.
        document.edizioni = None;
        all
    }

    /// Before pages are set: what is old is forgotten, unless they are the first.
    fn again(&mut self) {
        if std::mem::replace(&mut self.typeset, true) {
            self.driver.forget();
        }
    }
}

/// The folder that is meant when none is named: this one, or the one below where people compile from.
#[must_use]
pub fn here() -> PathBuf {
    let here = Path::new("piao.toml").is_file();
    if !here && Path::new("content/piao.toml").is_file() { "content".into() } else { ".".into() }
}

/// The folder of the plan that `typed` names.
fn folder(typed: &Path) -> Result<&Path, Diagnostic> {
    // The file instead of its folder: what is meant is clear.
    let folder = match typed.file_name() {
        Some(name) if name == "piao.toml" => {
            typed.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."))
        }
        _ => typed,
    };
    if folder.is_dir() {
        return Ok(folder);
    }
    Err(Diagnostic::global(P0113, format!("la cartella `{}` non c’è", folder.display()))
        .help("indica la cartella del piano, quella che contiene `piao.toml`"))
}
