//! The thread that holds the plan. It makes the plan again when a file changes, on the disk or in the browser, and answers what the
//! browser asks of it.

use super::piani::Piani;
use super::save::Saved;
use super::state::{Made, State};
use super::{complete, save};
use crate::editor::modulo;
use crate::emit::Artifacts;
use crate::emit::html::ENTI;
use crate::project::Format;
use crate::report::terminal::place;
use notify::event::{AccessKind, AccessMode};
use notify::{Config, Event, EventKind, PollWatcher, RecursiveMode, Watcher};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, TryRecvError};
use std::time::Duration;
use tokio::sync::{oneshot, watch};

/// How often the folder is looked at, beside what the system tells: no system tells what changes on a disk of the network.
const EVERY: Duration = Duration::from_secs(1);

/// How long after a change the files are read once more. Who looks at times that are whole seconds misses the second of two changes in
/// one second.
const AFTER: Duration = Duration::from_millis(1500);

/// How many lines above one that stands on no page are looked at.
const ABOVE: usize = 40;

/// Bytes of stack of the thread. Deeply nested lists are read by recursive functions.
const STACK: usize = 32 << 20;

/// What is asked of the thread.
pub(super) enum Ask {
    /// A file may have changed.
    Changed,
    /// What made the words at a point of a page.
    AtPoint { page: u32, x: f64, y: f64, reply: oneshot::Sender<Value> },
    /// What made the thing at an anchor of a page of the site.
    AtAnchor { page: String, id: Option<String>, reply: oneshot::Sender<Value> },
    /// Where the pages and the site show a line.
    Shown { file: String, line: usize, reply: oneshot::Sender<Value> },
    /// The text of a file of the plan as the disk has it.
    Text { file: String, reply: oneshot::Sender<Option<Value>> },
    /// What an author has before the eyes and has not saved, with a mark by which the browser knows it again, and the number of the
    /// question.
    Lay { file: String, text: String, mark: String, turn: u64 },
    /// The text laid with that mark is nobody's any more.
    Lift { file: String, mark: String },
    /// Nobody has spoken of the file since the question of that number.
    Expire { file: String, turn: u64 },
    /// Saves a text.
    Save { saved: Saved, reply: oneshot::Sender<Value> },
    /// Saves several texts, or none.
    SaveAll { all: Vec<Saved>, reply: oneshot::Sender<Value> },
    /// Shows another plan of the workspace.
    Choose { n: usize, reply: oneshot::Sender<Value> },
    /// The folder of the plan that is shown.
    Folder { reply: oneshot::Sender<PathBuf> },
    /// A file of the site.
    Site { path: String, reply: oneshot::Sender<Option<Vec<u8>>> },
    /// A file of the publication of all the plans of the workspace: the page of the bodies, or one of the sites to which it leads.
    All { path: String, reply: oneshot::Sender<Option<Vec<u8>>> },
    /// What may be written at a place of a text.
    Complete { file: String, text: String, line: usize, column: usize, reply: oneshot::Sender<Value> },
    /// The id at a place of a file, or the edits that make it another.
    Rename { file: String, line: usize, column: usize, new: Option<String>, reply: oneshot::Sender<Value> },
    /// The record at a line of a text, as a form.
    Form { file: String, text: String, line: usize, reply: oneshot::Sender<Value> },
    /// The PDF of one part, by its id.
    Extract { id: String, reply: oneshot::Sender<Option<Vec<u8>>> },
    /// The PDF.
    Pdf { reply: oneshot::Sender<Option<Vec<u8>>> },
}

/// Begins to look at the folder of `plan` and to make it. `ask` is the other end of `asks`.
pub(super) fn start(
    piani: Piani,
    ask: Sender<Ask>,
    asks: Receiver<Ask>,
    tell: watch::Sender<Option<Arc<State>>>,
) -> Result<(), Box<dyn std::error::Error>> {
    let waiting = Arc::new(AtomicBool::new(false));
    let changed = |ask: Sender<Ask>| {
        let asked = waiting.clone();
        move |event: notify::Result<Event>| {
            // To read the files is no change, and here they are read at each.
            if event.is_ok_and(|event| only_read(event.kind)) {
                return;
            }
            // A thousand changes ask once: until the plan is read again, nothing more is asked.
            if !asked.swap(true, Ordering::SeqCst) {
                // When the thread has ended there is nobody to tell.
                let _ = ask.send(Ask::Changed);
            }
        }
    };
    let mut looker = PollWatcher::new(changed(ask.clone()), Config::default().with_poll_interval(EVERY))?;
    let folder = piani.looked_at();
    looker.watch(&folder, RecursiveMode::Recursive)?;
    // What the system tells comes at once. Where it tells nothing, the other looks.
    let told = notify::recommended_watcher(changed(ask)).and_then(|mut watcher| {
        watcher.watch(&folder, RecursiveMode::Recursive)?;
        Ok(watcher)
    });
    let work = move || {
        // The folder is looked at as long as these live.
        let _watchers = (looker, told);
        let mut work = Work {
            piani,
            tell,
            site: None,
            portale: None,
            altro: None,
            compiled: 0,
            told: 0,
            laid: BTreeMap::new(),
            pages_due: false,
            changed_due: false,
            other: false,
        };
        work.make();
        let mut again = true;
        loop {
            let ask = match asks.try_recv() {
                Ok(ask) => Ok(ask),
                Err(TryRecvError::Disconnected) => Err(RecvTimeoutError::Disconnected),
                // The pages, which take longer, are set when nothing else is asked.
                Err(TryRecvError::Empty) if work.pages_due => {
                    work.set_pages();
                    continue;
                }
                Err(TryRecvError::Empty) if again => asks.recv_timeout(AFTER),
                Err(TryRecvError::Empty) => asks.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            match ask {
                Ok(ask) => {
                    if matches!(ask, Ask::Changed) {
                        waiting.store(false, Ordering::SeqCst);
                        again = true;
                    }
                    work.answer(ask);
                }
                Err(RecvTimeoutError::Timeout) => {
                    work.make();
                    again = false;
                }
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    };
    std::thread::Builder::new().stack_size(STACK).spawn(work)?;
    Ok(())
}

/// Whether what happened leaves the files as they were.
fn only_read(kind: EventKind) -> bool {
    kind.is_access() && kind != EventKind::Access(AccessKind::Close(AccessMode::Write))
}

struct Work {
    piani: Piani,
    tell: watch::Sender<Option<Arc<State>>>,
    /// The site of the plan as it is now, when somebody asked for it.
    site: Option<Artifacts>,
    /// The page of the bodies as it was last asked for, and the site of the last other plan to which somebody went from there.
    portale: Option<Artifacts>,
    altro: Option<(usize, Artifacts)>,
    /// Of which compile the state was told.
    compiled: u64,
    /// How many states were told.
    told: u64,
    /// The marks of the texts that are laid over files, by path, and the number of the last question that laid them.
    laid: BTreeMap<String, (String, u64)>,
    /// Whether the pages of the last compile are still to be set, and whether those around what it changed are to be set before.
    pages_due: bool,
    changed_due: bool,
    /// Whether what was told last is of another plan.
    other: bool,
}

impl Work {
    /// Makes the plan and tells it, unless nothing changed since the last time. Its pages follow.
    fn make(&mut self) {
        self.altro = None;
        let broken = self.piani.plan.compile(&mut |_| {}).broken(false);
        // What changed may be a file of the outputs, which stand in the folder of the plan.
        if std::mem::replace(&mut self.compiled, self.piani.plan.times()) == self.piani.plan.times() {
            return;
        }
        self.site = None;
        (self.pages_due, self.changed_due) = (!broken, !broken);
        self.tell(if broken { Made::Refused(vec![]) } else { Made::Soon });
    }

    /// Sets first the pages around what changed, where that can be, and then all.
    fn set_pages(&mut self) {
        if std::mem::take(&mut self.changed_due)
            && let Some(pages) = self.piani.plan.changed_pages()
        {
            return self.tell(Made::Changed(pages));
        }
        self.pages_due = false;
        let pages = match self.piani.plan.pages() {
            Ok(pages) => Made::Pages(pages),
            Err(refused) => Made::Refused(refused),
        };
        self.tell(pages);
    }

    fn tell(&mut self, pages: Made) {
        let before = self.tell.borrow().clone().filter(|_| !self.other);
        let Some(compiled) = self.piani.plan.compiled() else { return };
        self.told += 1;
        let state = State::of(self.told, &self.piani.told(), compiled, pages, &self.laid, before.as_deref());
        self.other = false;
        self.tell.send_replace(Some(Arc::new(state)));
    }

    /// Lays an unsaved text over its file.
    fn lay(&mut self, file: String, text: &str, mark: String, turn: u64) {
        // The pages are of one plan: the text of another counts when it is saved.
        let Some(path) = self.piani.own(&file).map(str::to_owned) else { return };
        let Some(text) = save::as_written(&self.piani, &file, text) else { return };
        self.piani.plan.lay(&path, &text);
        self.laid.insert(file, (mark, turn));
        self.make();
    }

    /// Takes away what was laid over the file, if that is `right`.
    fn lift(&mut self, file: &str, right: impl Fn(&(String, u64)) -> bool) {
        if self.laid.get(file).is_some_and(right) {
            self.laid.remove(file);
            if let Some(path) = self.piani.own(file) {
                self.piani.plan.lift(path);
            }
            self.make();
        }
    }

    /// Answers what became of texts that were to be saved.
    fn saved(&mut self, all: &[Saved], answer: Value, reply: oneshot::Sender<Value>) {
        let saved = answer.get("esito").and_then(Value::as_str) == Some("salvato");
        // The file is written, whether or not the page of the browser still waits.
        let _ = reply.send(answer);
        if saved {
            for one in all {
                self.lift(&one.file, |_| true);
            }
            self.make();
        }
    }

    /// A reply that nobody waits for any more is dropped.
    fn answer(&mut self, ask: Ask) {
        match ask {
            Ask::Changed => self.make(),
            Ask::AtPoint { page, x, y, reply } => {
                let found = self.piani.plan.at_point(page, x, y);
                let _ = reply.send(self.place(found));
            }
            Ask::AtAnchor { page, id, reply } => {
                let found = self.piani.plan.compiled().and_then(|compiled| compiled.at_anchor(&page, id.as_deref()));
                let _ = reply.send(self.place(found));
            }
            Ask::Shown { file, line, reply } => {
                // What stands on no page, as the key of a record, is shown by the nearest line above that does.
                let above = (line.saturating_sub(ABOVE)..=line).rev();
                let spots = above
                    .map(|line| self.piani.plan.on_pages(&file, line))
                    .find(|spots| !spots.is_empty())
                    .unwrap_or_default();
                let site = self.piani.plan.compiled().and_then(|compiled| compiled.on_site(&file, line));
                let spots: Vec<Value> =
                    spots.iter().map(|spot| json!({ "pagina": spot.page, "dove": spot.rect })).collect();
                let site =
                    site.map(|anchor| json!({ "pagina": anchor.page, "id": anchor.id.map(|id| id.to_string()) }));
                let _ = reply.send(json!({ "pagine": spots, "sito": site }));
            }
            Ask::Text { file, reply } => {
                let _ = reply.send(save::text(&mut self.piani, &file));
            }
            Ask::Lay { file, text, mark, turn } => self.lay(file, &text, mark, turn),
            Ask::Lift { file, mark } => self.lift(&file, |laid| laid.0 == mark),
            Ask::Expire { file, turn } => self.lift(&file, |laid| laid.1 == turn),
            Ask::Save { saved, reply } => {
                let answer = save::save(&self.piani, &saved);
                self.saved(&[saved], answer, reply);
            }
            Ask::SaveAll { all, reply } => {
                let answer = save::save_all(&self.piani, &all);
                self.saved(&all, answer, reply);
            }
            Ask::Choose { n, reply } => {
                let chosen = self.piani.choose(n);
                // When nobody waits for it, it is shown all the same.
                let _ = reply.send(json!({ "scelto": chosen }));
                if chosen {
                    self.laid.clear();
                    self.compiled = 0;
                    self.other = true;
                    self.make();
                }
            }
            Ask::Folder { reply } => {
                let _ = reply.send(self.piani.plan.root().to_owned());
            }
            Ask::Site { path, reply } => {
                let _ = reply.send(self.of_site(&format!("sito/{path}")));
            }
            Ask::All { path, reply } => {
                let _ = reply.send(self.of_all(&path));
            }
            Ask::Complete { file, text, line, column, reply } => {
                let state = self.tell.borrow().clone();
                let pages = state.as_ref().and_then(|state| state.pages.as_ref()).map(|pages| pages.whole().pages());
                let plan = &self.piani.plan;
                let found =
                    self.piani.own(&file).map(|path| complete::proposals(plan, path, &text, line, column, pages));
                let _ = reply.send(found.unwrap_or_else(|| json!({ "proposte": [] })));
            }
            Ask::Rename { file, line, column, new, reply } => {
                self.make();
                let plan = &self.piani.plan;
                let told = self.piani.own(&file).map(|path| complete::rename(plan, path, line, column, new.as_deref()));
                let _ = reply.send(told.unwrap_or_else(
                    || json!({ "perche": "questo file è di un altro piano: passa a quel piano, e cambialo lì" }),
                ));
            }
            Ask::Form { file, text, line, reply } => {
                let at = complete::byte(&text, line, usize::MAX).unwrap_or_default();
                let own = self.piani.own(&file).zip(self.piani.plan.compiled());
                let form = own.map(|(path, compiled)| modulo::form(path, &text, at, compiled));
                let _ = reply.send(match form {
                    Some(Ok(form)) => json!({ "scheda": form }),
                    Some(Err(why)) => json!({ "perche": why }),
                    None => Value::Null,
                });
            }
            Ask::Extract { id, reply } => {
                let known = self.piani.plan.compiled().and_then(|compiled| match compiled.index.find(&id).as_slice() {
                    [thing] => Some(thing.id.clone()),
                    _ => None,
                });
                let made = known.and_then(|id| self.piani.plan.extract(&id, &mut |_| {}).ok());
                let _ = reply.send(made.map(|pdf| pdf.bytes));
            }
            Ask::Pdf { reply } => {
                let made = self.piani.plan.outputs(&[Format::Pdf], &mut |_| {}).ok();
                let _ = reply.send(made.and_then(|made| made.pdf).map(|pdf| pdf.bytes));
            }
        }
    }

    /// A file of the site of the plan that is shown.
    fn of_site(&mut self, path: &str) -> Option<Vec<u8>> {
        if self.site.is_none() {
            self.site = self.piani.plan.outputs(&[Format::Site], &mut |_| {}).ok().map(|mut made| made.take_files());
        }
        self.site.as_ref()?.get(path).cloned()
    }

    /// A file of the publication of all.
    fn of_all(&mut self, path: &str) -> Option<Vec<u8>> {
        if path.starts_with(ENTI) {
            // The other files of the page are always the same.
            if path.ends_with(".html") || self.portale.is_none() {
                self.portale = self.piani.portale();
            }
            return self.portale.as_ref()?.get(path).cloned();
        }
        let (other, file) = self.piani.of_output(path)?;
        let Some(n) = other else { return self.of_site(file) };
        if self.altro.as_ref().is_none_or(|(made, _)| *made != n) {
            self.altro = self.piani.sito(n).map(|site| (n, site));
        }
        self.altro.as_ref()?.1.get(file).cloned()
    }

    fn place(&self, span: Option<crate::base::span::Span>) -> Value {
        let at = span.zip(self.piani.plan.compiled()).and_then(|(span, compiled)| place(&compiled.sources, span));
        at.map_or(Value::Null, |(file, line, column)| json!({ "file": file, "riga": line, "colonna": column }))
    }
}
