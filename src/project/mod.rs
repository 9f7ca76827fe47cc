//! The driver. It holds plans in memory and compiles each of them, the first time and again after a change. It gives the
//! diagnostics, the document and the outputs of a plan, and finds the line of the sources that made a place of an output. The
//! command line and the tests use it, and so can an editor. It prints nothing and writes nothing to the disk.
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

mod cambiato;
mod compiled;
mod esterne;
mod impronta;
mod outputs;
mod parte;
mod passate;
mod places;
mod workspace;

pub use cambiato::Edita;
pub use compiled::{Ask, Compiled};
pub use outputs::{Format, OUTPUTS, Outputs, PDF, make, of_publication};
pub use parte::Parte;
pub use places::Anchor;
use workspace::Dove;
pub use workspace::{Problems, Workspace};

use crate::base::hash;
use crate::diag::codes::{P0113, P0181};
use crate::diag::{Diagnostic, Diagnostics};
use crate::document::Edizioni;
use crate::emit::docx;
use crate::emit::layouts::Layouts;
use crate::emit::pdf::{self, Places, Sheets, Typesetter};
use crate::piano::element::id::Id;
use crate::piano::settings::Impostazioni;
use crate::publish::Fascicolo;
use crate::source::{Edizione, File, Folder, Shelf, Sources, Vicinato, Voce, folders};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A phase of the work. The variants are in the order in which the phases run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// The files are read.
    Files,
    /// What they say is understood.
    Plan,
    /// Ids, codes and citations are looked up.
    References,
    /// The rules run and the document, the plan as its readers see it, is made, at the same time.
    RulesAndWords,
    /// The pages are set.
    Pdf,
    /// The open data are made.
    Data,
    /// The pages are set and the open data are made, at the same time.
    PdfAndData,
    /// The site is made.
    Site,
    /// The site is made a second time, for the permanent address of this edition.
    Lasting,
    /// A part of the plan is set alone.
    Extract,
}

/// The beginning or the end of a phase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The phase begins.
    Begins(Phase),
    /// The phase has ended.
    Ends(Phase),
}

/// A function that is told when each phase begins and ends.
pub type Progress<'a> = dyn FnMut(Step) + 'a;

/// Does the work of a phase, and reports its beginning and its end.
fn run<T>(progress: &mut Progress<'_>, phase: Phase, work: impl FnOnce() -> T) -> T {
    progress(Step::Begins(phase));
    let done = work();
    progress(Step::Ends(phase));
    done
}

/// What several plans share: the layouts, the files that were read, and what typst remembers. Cloning it is cheap.
#[derive(Debug, Clone)]
pub struct Driver(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    layouts: Layouts,
    shelf: Shelf,
    plans: AtomicUsize,
}

/// For how many compiles of each open plan typst remembers a layout that none of them used. With fewer, a page that one edit
/// took away must be set again when the next edit puts it back. With more, memory grows while an author works for hours.
const REMEMBERED: usize = 10;

impl Driver {
    /// A driver whose outputs look like `layouts`.
    #[must_use]
    pub fn new(layouts: Layouts) -> Self {
        Driver(Arc::new(Shared { layouts, shelf: Shelf::default(), plans: AtomicUsize::new(0) }))
    }

    /// The layouts with which the outputs are made.
    #[must_use]
    pub fn layouts(&self) -> &Layouts {
        &self.0.layouts
    }

    /// The plan of the folder that `typed` names, or of the folder of its `piao.toml`. Nothing is read yet.
    ///
    /// # Errors
    /// P0113 when there is no such folder, P0174 when it holds several plans, P0170 when a folder above lists plans and the list is wrong.
    pub fn open(&self, typed: &Path) -> Result<Plan, Diagnostic> {
        let root = folder(typed)?;
        if let Some(problem) = workspace::not_one(root, &self.0.shelf) {
            return Err(problem);
        }
        let mut plan = self.plan(Folder::disk(root.to_owned()));
        match workspace::around(root, &self.0.shelf)? {
            Dove::Solo => {}
            Dove::Posto(posto) => plan.posto = Some(*posto),
            Dove::FuoriElenco(above) => plan.fuori_elenco = Some(above),
        }
        Ok(plan)
    }

    /// The same, and where the folder holds several plans the principal one, for who wants to see a plan and names none. With the
    /// workspace that lists it, and its place in the list: files are named from the folder of the workspace.
    ///
    /// # Errors
    /// As [`Driver::open`].
    pub fn open_first(&self, typed: &Path) -> Result<(Plan, Option<(Workspace, usize)>), Diagnostic> {
        let among = |workspace: Workspace, n| Ok((workspace.plan(n), Some((workspace, n))));
        match self.workspace(typed) {
            Ok(None) => match self.workspace_of(typed) {
                Some((workspace, n)) => among(workspace, n),
                None => Ok((self.open(typed)?, None)),
            },
            Ok(Some(workspace)) => {
                let first = workspace.order().next().unwrap_or_default();
                among(workspace, first)
            }
            Err(problems) => Err(problems.in_breve()),
        }
    }

    /// A plan whose files are given here, each as its path and its text, and not read from the disk.
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
            ask: Ask::default(),
            compiled: None,
            whole: None,
            typesetter: Typesetter::default(),
            typeset: false,
            set: None,
            places: None,
            sheets: None,
            changed: None,
            times: 0,
            edita: None,
            posto: None,
            fuori_elenco: None,
        }
    }

    /// Lets comemo forget what neither the rules nor typst have used for long.
    fn forget(&self) {
        comemo::evict(REMEMBERED * self.0.plans.load(Ordering::Relaxed).max(1));
    }
}

/// A plan in memory.
pub struct Plan {
    driver: Driver,
    folder: Folder,
    ask: Ask,
    compiled: Option<Compiled>,
    /// The last compile in which every name was known, when the present one is not such.
    whole: Option<Compiled>,
    typesetter: Typesetter,
    /// Whether its pages were set before.
    typeset: bool,
    /// The pages of the last compile, if they were set, and the places on them, if somebody asked for one.
    set: Option<Arc<pdf::Typeset>>,
    places: Option<Places>,
    /// The pages as they were last set, for who looks at them, and since then the place among the chapters of the one that changed.
    sheets: Option<Sheets>,
    changed: Option<usize>,
    /// How many times it was compiled because something had changed.
    times: u64,
    /// The edition with which the last compile is compared, once it was looked for.
    edita: Option<Option<Edita>>,
    /// Its place among the plans of a workspace.
    posto: Option<Posto>,
    /// The folder above that lists plans, and not this one.
    fuori_elenco: Option<PathBuf>,
}

/// The place of a plan among those of a workspace.
#[derive(Debug)]
struct Posto {
    /// The plans beside, some of them perhaps read already for another plan: the first compile uses them as they are.
    vicinato: Arc<Vicinato>,
    qui: usize,
    used: bool,
    /// Its folder in the publication of the workspace; empty for the principal plan.
    uscita: PathBuf,
    /// The folder of the workspace.
    sopra: PathBuf,
}

/// A plan about to be compiled: its files as they were when it was asked. It borrows nothing of the plan, which goes on answering of
/// its last compile.
pub struct Pending {
    sources: Sources,
    ask: Ask,
    diags: Diagnostics,
}

impl Pending {
    /// Compiles it.
    #[must_use]
    pub fn compile(self, progress: &mut Progress<'_>) -> Compiled {
        Compiled::of(self.sources, self.ask, self.diags, progress)
    }
}

impl Drop for Plan {
    fn drop(&mut self) {
        self.driver.0.plans.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Plan {
    /// A digest of all that the outputs of the last compile are made of: the files, those of other plans that it shows or cites, the edition
    /// that was found with which it is compared, what was asked, the program. Outputs that have the same one have the same bytes. None before
    /// the first compile.
    #[must_use]
    pub fn fonti(&self) -> Option<String> {
        let compiled = self.compiled.as_ref()?;
        let before = self.edita.iter().flatten().map(Edita::impronta).collect::<String>();
        let asked = format!("{} {:?} {before} ", env!("PIAO_SORGENTI"), self.ask.version);
        Some(hash::file((asked + &compiled.sources.digest()).as_bytes()))
    }

    /// Sets what is asked of the compiles that follow.
    pub fn ask(&mut self, ask: Ask) {
        self.ask = ask;
        self.compiled = None;
        self.whole = None;
    }

    /// The folder on the disk; empty for a plan in memory.
    #[must_use]
    pub fn root(&self) -> &Path {
        self.folder.root()
    }

    /// The folder of the workspace that lists the plan: a change anywhere in it may change the plan. None for a plan that stands alone.
    #[must_use]
    pub fn workspace(&self) -> Option<&Path> {
        self.posto.as_ref().map(|posto| posto.sopra.as_path())
    }

    /// The folder of its outputs in that of the whole publication: `comuni/argelato`. Empty for a plan that stands alone, and for
    /// the principal one of a workspace.
    #[must_use]
    pub fn place(&self) -> &Path {
        self.posto.as_ref().map_or(Path::new(""), |posto| &posto.uscita)
    }

    /// The name by which the other plans of its workspace cite it. None for a plan that stands alone.
    #[must_use]
    pub fn nome(&self) -> Option<&str> {
        self.posto.as_ref().and_then(|posto| posto.vicinato.nome(posto.qui))
    }

    /// The plans on the list of its workspace. None for a plan that stands alone.
    pub fn elenco(&self) -> impl Iterator<Item = Voce<'_>> {
        self.posto.iter().flat_map(|posto| posto.vicinato.voci())
    }

    /// The folder above that lists plans, and not this one. None for a plan that no list could name, and for one that is on the list.
    #[must_use]
    pub fn fuori_elenco(&self) -> Option<&Path> {
        self.fuori_elenco.as_deref()
    }

    /// The lines that would add the plan to the list of the folder above, where [`Plan::fuori_elenco`] says that they are not there.
    #[must_use]
    pub fn voce_mancante(&self) -> Option<String> {
        let (above, root) = (self.fuori_elenco()?, self.root());
        let absolute = std::path::absolute(root).unwrap_or_else(|_| root.to_owned());
        let name = absolute.strip_prefix(above).unwrap_or(root).to_string_lossy().replace('\\', "/");
        Some(format!("[[piano]]\ncartella = \"{name}\""))
    }

    /// The folders of the publications that stand below that of this plan: in a workspace, those of the other plans stand below that of the
    /// principal one.
    #[must_use]
    pub fn pubblicazioni_sotto(&self) -> Vec<String> {
        self.posto.as_ref().map(|posto| posto.vicinato.sotto(posto.qui)).unwrap_or_default()
    }

    /// Lays `text` over the file at `path` (from the folder of the plan), as an editor has it before it is saved. The file
    /// need not be on the disk.
    pub fn lay(&mut self, path: &str, text: &str) {
        self.folder.lay(path, text);
    }

    /// Takes away the text that was laid over `path`, so that the file on the disk counts again.
    pub fn lift(&mut self, path: &str) {
        self.folder.lift(path);
    }

    /// The file at `path` as it is on the disk now, whatever is laid over it.
    #[must_use]
    pub fn on_disk(&self, path: &str) -> Option<Arc<File>> {
        self.folder.on_disk(path)
    }

    /// Reads the folder and compiles, if anything changed since the last time. No output is made.
    pub fn compile(&mut self, progress: &mut Progress<'_>) -> &Compiled {
        let pending = self.read(progress);
        match self.compiled.take() {
            Some(before) if before.sources.same(&pending.sources) => self.compiled.insert(before),
            before => {
                self.compiled = before;
                self.accept(pending.compile(progress))
            }
        }
    }

    /// Reads the folder. None if nothing changed since the last compile. [`Plan::accept`] takes the result: between the two the plan
    /// may be asked, and changed again.
    pub fn begin(&mut self, progress: &mut Progress<'_>) -> Option<Pending> {
        let pending = self.read(progress);
        let same = self.compiled.as_ref().is_some_and(|before| before.sources.same(&pending.sources));
        (!same).then_some(pending)
    }

    fn read(&mut self, progress: &mut Progress<'_>) -> Pending {
        let mut diags = Diagnostics::default();
        let mut sources = run(progress, Phase::Files, || self.folder.read(&self.driver.0.shelf, &mut diags));
        if let Some(posto) = &mut self.posto {
            if std::mem::replace(&mut posto.used, true) {
                posto.vicinato = Arc::new(posto.vicinato.di_nuovo());
            }
            sources.metti_accanto(posto.vicinato.clone(), posto.qui);
        }
        diags.extend(self.non_elencato());
        Pending { sources, ask: self.ask, diags }
    }

    /// What is said of a plan under a list that does not name it: it is made as one that stands alone.
    fn non_elencato(&self) -> Option<Diagnostic> {
        let (above, lines) = self.fuori_elenco().zip(self.voce_mancante())?;
        let list = above.join("piao.toml");
        let message = format!("questo piano non è nell’elenco di `{}`: si legge come se fosse solo", list.display());
        Some(
            Diagnostic::global(P0181, message)
                .note("gli altri piani di quell’elenco non si possono né includere né citare, e la pagina degli enti non lo nomina")
                .help(format!("aggiungi all’elenco le righe:\n{lines}"))
                .help("se deve stare per conto suo, va bene così"),
        )
    }

    /// Takes `compiled` as the result of the last compile.
    pub fn accept(&mut self, compiled: Compiled) -> &Compiled {
        (self.set, self.places, self.edita) = (None, None, None);
        self.times += 1;
        // A plan whose pages are set forgets when they are: between two settings there may be many compiles.
        if !self.typeset && self.times > 1 {
            self.driver.forget();
        }
        let (before, kept) = (self.compiled.take(), self.whole.take());
        // Only who looks at the pages asks for it.
        let shown = before.as_ref().filter(|_| self.sheets.is_some());
        self.changed = shown.and_then(|before| compiled.changed_since(before));
        let (last, other) = match before {
            Some(before) if before.whole() => (Some(before), kept),
            before => (kept, before),
        };
        let (whole, forgotten) = if compiled.whole() { (None, [last, other]) } else { (last, [None, other]) };
        self.whole = whole;
        // They are large, and who waits for what is new does not wait for this.
        rayon::spawn(move || drop(forgotten));
        self.compiled.insert(compiled)
    }

    /// The result of the last compile in which every name was known: of the last one, unless its authors are in the middle of
    /// a word. None before the first compile.
    #[must_use]
    pub fn whole(&self) -> Option<&Compiled> {
        self.whole.as_ref().or(self.compiled.as_ref())
    }

    /// The result of the last compile. None before the first.
    #[must_use]
    pub fn compiled(&self) -> Option<&Compiled> {
        self.compiled.as_ref()
    }

    /// How many times it was compiled because something had changed: two calls of [`Plan::compile`] between which this number is the
    /// same found the same files.
    #[must_use]
    pub fn times(&self) -> u64 {
        self.times
    }

    /// The result of the last compile, for a caller that no longer needs the plan.
    #[must_use]
    pub fn into_compiled(mut self) -> Option<Compiled> {
        self.compiled.take()
    }

    /// The outputs of the last compile. They are made whatever problems were reported; a caller that wants to refuse a broken
    /// plan asks [`Compiled::broken`] first.
    ///
    /// # Errors
    /// The problems that kept the outputs from being made. The list is empty when there is no document: before the first
    /// compile, and when `piao.toml` cannot be read.
    pub fn outputs(&mut self, formats: &[Format], progress: &mut Progress<'_>) -> Result<Outputs, Vec<Diagnostic>> {
        if formats.contains(&Format::Pdf) {
            self.again();
            self.vicine();
        }
        self.completa();
        if formats.contains(&Format::Site) {
            self.confronta();
        }
        let compiled = self.compiled.as_ref().ok_or_else(Vec::new)?;
        let document = compiled.document.as_ref().ok_or_else(Vec::new)?;
        let made = make(document, &self.driver.0.layouts, formats, &mut self.typesetter, progress)?;
        if let Some(pdf) = made.pdf.as_ref().filter(|_| self.ask.version.is_none()) {
            esterne::tieni(compiled, &pdf.pages);
        }
        Ok(made)
    }

    /// The pages of the last compile, set but not made into a file, for a viewer that shows them one by one.
    ///
    /// # Errors
    /// As [`Plan::outputs`].
    pub fn pages(&mut self) -> Result<Sheets, Vec<Diagnostic>> {
        self.again();
        let document = self.compiled.as_ref().and_then(|compiled| compiled.document.as_ref()).ok_or_else(Vec::new)?;
        let sheets = self.typesetter.pages(document, &self.driver.0.layouts)?;
        self.set = Some(sheets.whole().clone());
        Ok(self.sheets.insert(sheets).clone())
    }

    /// The pages as they were last set, with those around what the last compile changed as they are now: who writes sees them at once, and
    /// the others when [`Plan::pages`] has set the whole. None when it is not one thing that changed, and when its pages cannot be set
    /// alone.
    pub fn changed_pages(&mut self) -> Option<Sheets> {
        let document = self.compiled.as_ref()?.document.as_ref()?;
        let before = self.sheets.as_ref()?;
        let sheets = self.typesetter.stretch(document, &self.driver.0.layouts, self.changed?, before)?;
        Some(self.sheets.insert(sheets).clone())
    }

    /// The PDF of one part of the plan, the one with anchor `id`. Its numbers, and the pages that it cites, are those of the
    /// whole plan.
    ///
    /// # Errors
    /// As [`Plan::outputs`].
    pub fn extract(&mut self, id: &Id, progress: &mut Progress<'_>) -> Result<pdf::Pdf, Vec<Diagnostic>> {
        self.again();
        self.vicine();
        self.completa();
        let document = self.compiled.as_ref().and_then(|compiled| compiled.document.as_ref()).ok_or_else(Vec::new)?;
        let layouts = &self.driver.0.layouts;
        // The whole plan is set first, because the extract cites its pages.
        let whole = run(progress, Phase::Pdf, || self.typesetter.typeset(document, layouts, None))?;
        let part = pdf::Part { id, pages: whole.pages() };
        run(progress, Phase::Extract, || pdf::render(document, layouts, Some(&part)))
    }

    /// The copy of the last compile for Word; of the part with anchor `id`, if one is asked for.
    ///
    /// # Errors
    /// As [`Plan::outputs`].
    pub fn docx(&mut self, id: Option<&Id>) -> Result<Vec<u8>, Vec<Diagnostic>> {
        self.completa();
        let compiled = self.compiled.as_ref().ok_or_else(Vec::new)?;
        let document = compiled.document.as_ref().ok_or_else(Vec::new)?;
        docx::render(document, &compiled.sources, &self.driver.0.layouts, id).map_err(|problem| vec![problem])
    }

    /// Everything that is published: the outputs as the edition in force, the same edition at its permanent address, the
    /// previous editions `passate`, and the papers of the office. The [`Outputs`] come back without their files, which are
    /// now in the publication.
    ///
    /// # Errors
    /// As [`Plan::outputs`].
    pub fn publication(
        &mut self,
        passate: Vec<Edizione>,
        progress: &mut Progress<'_>,
    ) -> Result<(Fascicolo, Outputs), Vec<Diagnostic>> {
        self.again();
        self.vicine();
        self.completa();
        self.confronta();
        let Some(Compiled { piano, document: Some(document), .. }) = &mut self.compiled else { return Err(vec![]) };
        let Some(set) = &piano.impostazioni else { return Err(vec![]) };
        let layouts = &self.driver.0.layouts;
        let copies = outputs::copies(&passate);
        let passate = passate.into_iter().map(passate::passata).collect();
        let edizioni = Edizioni { questa: set.edizione(), passate, permanente: false };
        document.edizioni = Some(edizioni.clone());
        let made = make(document, layouts, &OUTPUTS, &mut self.typesetter, progress);
        // Each page of the site says whether it stands at the permanent address: only for this is the site made twice.
        document.edizioni = Some(Edizioni { permanente: true, ..edizioni });
        let all = made.and_then(|made| outputs::publication(document, set, layouts, made, copies, progress));
        // The document goes back to what it was, because the plan may be compiled into other outputs.
        document.edizioni = None;
        all
    }

    /// The name of the edition of the version before that of the last compile.
    #[must_use]
    pub fn di_prima(&self) -> Option<String> {
        cambiato::nome_di_prima(self.compiled.as_ref()?.piano.impostazioni.as_ref()?)
    }

    /// Looks for the edition with which the last compile is compared: among those that the sources keep, and in the publications in `folders`.
    pub fn cerca_di_prima(&mut self, folders: &[PathBuf]) {
        let compiled = self.compiled.as_ref();
        if let Some((compiled, set)) = compiled.zip(compiled.and_then(|compiled| compiled.piano.impostazioni.as_ref()))
        {
            self.edita = Some(cambiato::edita(&compiled.sources, set, folders));
        }
    }

    /// Compares the last compile with `edita`, where the sources keep no edition to compare it with.
    pub fn confronta_con(&mut self, edita: Option<Edita>) {
        self.cerca_di_prima(&[]);
        if let Some(none @ None) = &mut self.edita {
            *none = edita;
        }
    }

    /// Called before an output is made that carries the fingerprint or the open data.
    fn completa(&mut self) {
        if let Some(compiled) = &mut self.compiled {
            compiled.completa(self.ask.version);
        }
    }

    /// Called before the site is made: its page of what changed tells of another version too, which is made again for it.
    fn confronta(&mut self) {
        if let Some(Compiled { piano, sources, document: Some(document), .. }) = &mut self.compiled
            && let Some(set) = &piano.impostazioni
            && document.cambiato.is_none()
        {
            let edita = self.edita.get_or_insert_with(|| cambiato::edita(sources, set, &[]));
            document.cambiato = cambiato::pagina(sources, set, document, edita.as_ref());
        }
    }

    /// Finds on which pages the plans beside have what is cited of them: their pages are set for that. It is done before the file of the pages
    /// is made; who only looks at the pages while writing does not wait for those of others.
    pub fn vicine(&mut self) {
        if let Some(Compiled { piano, sources, document: Some(document), .. }) = &mut self.compiled {
            let day = piano.impostazioni.as_ref().and_then(Impostazioni::allora);
            esterne::pagine(document, sources, &self.driver.0.layouts, day);
        }
    }

    /// Called before pages are set. From the second time on it lets typst forget old layouts.
    fn again(&mut self) {
        if std::mem::replace(&mut self.typeset, true) {
            self.driver.forget();
        }
    }
}

/// The folder of the plan when the command names none: the one that is found from the current folder.
#[must_use]
pub fn here() -> PathBuf {
    plan_in(Path::new(".")).unwrap_or_else(|| ".".into())
}

/// The folder of the plan that `folder` has: `folder` itself or, if the plan is not there, `content` below it, or the only folder below
/// it that has a plan.
#[must_use]
pub fn plan_in(folder: &Path) -> Option<PathBuf> {
    let has = |folder: &Path| folder.join("piao.toml").is_file();
    if has(folder) {
        return Some(folder.to_owned());
    }
    // As people type it: `content`, and not `./content`.
    let content = if folder == Path::new(".") { "content".into() } else { folder.join("content") };
    if has(&content) {
        return Some(content);
    }
    let mut below = folders(folder).into_iter().filter(|folder| has(folder));
    match (below.next(), below.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    }
}

/// The folder of the plan that `typed` names.
fn folder(typed: &Path) -> Result<&Path, Diagnostic> {
    // Who names `piao.toml` means its folder.
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
