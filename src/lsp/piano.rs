//! A plan that editors have open: its unsaved texts, the thread that compiles it, the problems that were told.

use super::forme::{Righe, uri, written};
use super::risposte;
use crate::base::span::{FileId, Span};
use crate::diag::{Diagnostic, Severity};
use crate::emit::layouts::Layouts;
use crate::project::{self, Compiled, Driver, Plan};
use crate::report::terminal::place;
use crate::source::File;
use lsp_server::{Message, Notification, Request};
use lsp_types::notification::{Notification as _, PublishDiagnostics};
use lsp_types::{
    Diagnostic as Told, DiagnosticRelatedInformation, DiagnosticSeverity, Location, NumberOrString,
    PublishDiagnosticsParams, Range, Uri,
};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How long after the last change the plan is compiled.
const PAUSE: Duration = Duration::from_millis(250);

/// Bytes of stack of the thread. Deeply nested lists are read by recursive functions.
const STACK: usize = 32 << 20;

/// What the client can do, as far as answers depend on it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Cliente {
    /// It shows other places beside a problem.
    pub(super) altri_posti: bool,
    /// It can put the caret inside what it writes.
    pub(super) segnaposto: bool,
    /// It takes edits with the version of each file.
    pub(super) versioni: bool,
}

/// A file that an editor has open.
#[derive(Debug, Clone)]
pub(super) struct Aperto {
    /// Its address, as the editor spells it.
    pub(super) uri: Uri,
    /// Its text.
    pub(super) text: String,
    /// Its version.
    pub(super) version: i32,
}

/// What the thread of the protocol and that of the plan share.
pub(super) struct Comune {
    pub(super) root: PathBuf,
    pub(super) cliente: Cliente,
    /// Where both are locked, it is locked before the open files.
    pub(super) plan: Mutex<Plan>,
    /// The open files, by their path in the plan.
    pub(super) aperti: Mutex<BTreeMap<String, Aperto>>,
}

/// What is asked of the thread of the plan.
enum Ask {
    /// A text, or a file on the disk, has changed.
    Changed,
    /// A question whose answer wants a compile of the present texts.
    Present(Request),
}

/// A plan that is open.
pub(super) struct Piano {
    pub(super) comune: Arc<Comune>,
    asks: Sender<Ask>,
}

/// A lock that a panic of another thread does not close: what it guards is replaced in whole.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Piano {
    /// Opens the plan of the folder `root` and begins to compile it. `tell` takes the messages for the editor.
    ///
    /// # Errors
    /// Why it cannot be opened, in words.
    pub(super) fn open(
        root: PathBuf,
        cliente: Cliente,
        tell: impl Fn(Message) + Send + 'static,
    ) -> Result<Self, String> {
        let mut plan = Driver::new(Layouts::embedded()).open(&root).map_err(|problem| {
            let words = std::iter::once(&problem.message).chain(&problem.notes).chain(&problem.helps);
            words.map(String::as_str).collect::<Vec<_>>().join("; ")
        })?;
        plan.ask(project::Ask { dati_dopo: true, ..project::Ask::default() });
        let comune = Arc::new(Comune { root, cliente, plan: Mutex::new(plan), aperti: Mutex::default() });
        let (asks, asked) = channel();
        let work = Lavoro { comune: comune.clone(), told: BTreeSet::new(), tell: Box::new(tell) };
        std::thread::Builder::new()
            .stack_size(STACK)
            .spawn(move || work.run(&asked))
            .map_err(|error| error.to_string())?;
        Ok(Piano { comune, asks })
    }

    /// The path in the plan of a file on the disk.
    pub(super) fn path(&self, file: &Path) -> Option<String> {
        let inside = file.strip_prefix(&self.comune.root).ok()?.to_str()?.replace('\\', "/");
        Some(unicode_normalization::UnicodeNormalization::nfc(inside.as_str()).collect())
    }

    /// Lays the text of an open file over that of the disk.
    pub(super) fn lay(&self, path: &str, aperto: Aperto) {
        // Under one lock: a compile of this text is told with this version.
        let mut plan = lock(&self.comune.plan);
        plan.lay(path, &aperto.text);
        lock(&self.comune.aperti).insert(path.to_owned(), aperto);
        drop(plan);
        self.changed();
    }

    /// The file counts again as it is on the disk.
    pub(super) fn lift(&self, path: &str) {
        let mut plan = lock(&self.comune.plan);
        plan.lift(path);
        lock(&self.comune.aperti).remove(path);
        drop(plan);
        self.changed();
    }

    /// A file may have changed.
    pub(super) fn changed(&self) {
        // When the thread has ended there is nobody to tell.
        let _ = self.asks.send(Ask::Changed);
    }

    /// Asks what wants a compile of the present texts.
    pub(super) fn ask(&self, request: Request) {
        let _ = self.asks.send(Ask::Present(request));
    }
}

/// The thread that compiles a plan.
struct Lavoro {
    comune: Arc<Comune>,
    /// The files of which problems were told.
    told: BTreeSet<String>,
    tell: Box<dyn Fn(Message) + Send>,
}

impl Lavoro {
    fn run(mut self, asks: &Receiver<Ask>) {
        self.guarded();
        loop {
            let mut ask = match asks.recv() {
                Ok(ask) => ask,
                Err(_) => return,
            };
            // While somebody types nothing is compiled, unless somebody asks.
            while matches!(ask, Ask::Changed) {
                ask = match asks.recv_timeout(PAUSE) {
                    Ok(next) => next,
                    Err(RecvTimeoutError::Timeout) => break,
                    Err(RecvTimeoutError::Disconnected) => return,
                };
            }
            self.guarded();
            if let Ask::Present(request) = ask {
                (self.tell)(Message::Response(risposte::guarded(&self.comune, request)));
            }
        }
    }

    /// Compiles, even if a plan makes the program fail: its authors change it, and then it is tried again.
    fn guarded(&mut self) {
        let _ = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| self.compile()));
    }

    fn compile(&mut self) {
        let mut plan = lock(&self.comune.plan);
        let versions: BTreeMap<String, (Uri, i32)> = lock(&self.comune.aperti)
            .iter()
            .map(|(path, aperto)| (path.clone(), (aperto.uri.clone(), aperto.version)))
            .collect();
        // The lock is not held while the plan is compiled: the last compile answers meanwhile.
        let Some(pending) = plan.begin(&mut |_| {}) else { return };
        drop(plan);
        let compiled = pending.compile(&mut |_| {});
        let told = problems(&compiled, &self.comune, &versions);
        lock(&self.comune.plan).accept(compiled);
        let before = std::mem::replace(&mut self.told, told.keys().cloned().collect());
        let clean = before.into_iter().filter(|path| !told.contains_key(path)).map(|path| (path, vec![]));
        let clean: Vec<(String, Vec<Told>)> = clean.collect();
        for (path, diagnostics) in told.into_iter().chain(clean) {
            let open = versions.get(&path);
            let address = open.map(|(uri, _)| uri.clone()).or_else(|| uri(&self.comune.root.join(&path)));
            let Some(uri) = address else { continue };
            let version = open.map(|(_, version)| *version);
            let params = PublishDiagnosticsParams { uri, diagnostics, version };
            (self.tell)(Message::Notification(Notification::new(PublishDiagnostics::METHOD.to_owned(), params)));
        }
    }
}

/// The problems of a plan, by file. Those of the whole folder stand at the top of `piao.toml`.
fn problems(
    compiled: &Compiled,
    comune: &Comune,
    versions: &BTreeMap<String, (Uri, i32)>,
) -> BTreeMap<String, Vec<Told>> {
    let mut lines = Lines::of(compiled);
    let mut out: BTreeMap<String, Vec<Told>> = BTreeMap::new();
    for problem in compiled.diags.sorted() {
        // What is wrong in a text of another plan, which this one includes, is told here: there its own problems are told.
        let own = problem.span.filter(|span| span.file.vicino().is_none());
        let (path, range) = match own.and_then(|span| lines.place(span)) {
            Some((file, range)) => (file.path.clone(), range),
            None => ("piao.toml".to_owned(), Range::default()),
        };
        let elsewhere = problem.span.filter(|_| own.is_none()).and_then(|span| place(&compiled.sources, span));
        let said = elsewhere.map(|(file, line, _)| format!("{file}, riga {line}: ")).unwrap_or_default();
        let others = problem.others.iter().filter(|_| comune.cliente.altri_posti).filter_map(|(span, words)| {
            let (file, range) = lines.place(*span)?;
            let open = versions.get(&file.path).filter(|_| span.file.vicino().is_none()).map(|(uri, _)| uri.clone());
            let location = Location::new(open.or_else(|| address(compiled, span.file))?, range);
            Some(DiagnosticRelatedInformation { location, message: words.clone() })
        });
        let others: Vec<DiagnosticRelatedInformation> = others.collect();
        let told = Told {
            range,
            severity: Some(match problem.severity {
                Severity::Blocco | Severity::Errore => DiagnosticSeverity::ERROR,
                Severity::Avviso => DiagnosticSeverity::WARNING,
                Severity::Nota => DiagnosticSeverity::INFORMATION,
            }),
            code: Some(NumberOrString::String(problem.code.to_owned())),
            source: Some("piao".to_owned()),
            message: format!("{said}{}", message(problem)),
            related_information: (!others.is_empty()).then_some(others),
            ..Told::default()
        };
        out.entry(path).or_default().push(told);
    }
    out
}

/// A problem in words, with what explains it and its cure.
fn message(problem: &Diagnostic) -> String {
    let mut out = problem.message.clone();
    if let Some(label) = &problem.label {
        out.push_str(&format!(" ({label})"));
    }
    for note in &problem.notes {
        out.push_str(&format!("\nnota: {note}"));
    }
    if let Some(norma) = problem.norma {
        let doubt = if norma.letta { "" } else { " (da confermare)" };
        out.push_str(&format!("\nlo chiede: {}{doubt}", norma.testo));
    }
    for help in &problem.helps {
        out.push_str(&format!("\naiuto: {help}"));
    }
    out
}

/// The lines of the files of a compile, each counted once.
pub(super) struct Lines<'c> {
    pub(super) compiled: &'c Compiled,
    known: BTreeMap<FileId, Righe>,
}

/// The address of a file of a compile, of its plan or of one beside it.
pub(super) fn address(compiled: &Compiled, file: FileId) -> Option<Uri> {
    let path = &compiled.sources.file(file)?.path;
    uri(&compiled.sources.casa(file).root.join(path))
}

impl<'c> Lines<'c> {
    pub(super) fn of(compiled: &'c Compiled) -> Self {
        Lines { compiled, known: BTreeMap::new() }
    }

    /// The file of a span, and the part of it that stands on its first line: nobody wants whole pages underlined.
    fn place(&mut self, span: Span) -> Option<(&'c File, Range)> {
        let file = self.compiled.sources.file(span.file)?;
        let range = crate::diag::clamp(file.text(), span.range());
        let text = file.text().get(range.clone()).unwrap_or_default();
        let line = text.find(['\n', '\r']).unwrap_or(text.len());
        Some((file, self.range(span.file, &(range.start..range.start + line))))
    }

    /// A place of the text of a file, as an editor counts it.
    pub(super) fn range(&mut self, file: FileId, place: &std::ops::Range<usize>) -> Range {
        let Some(text) = self.compiled.sources.file(file) else { return Range::default() };
        let righe = self.known.entry(file).or_insert_with(|| Righe::of(text.as_written()));
        righe.range(&written(text, place))
    }
}
