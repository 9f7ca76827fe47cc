//! The thread that holds the plan. It makes the plan again when a file changes, on the disk or in the browser, and answers what the
//! browser asks of it.

use super::state::{Made, State};
use super::{complete, save, scheda};
use crate::emit::Artifacts;
use crate::project::{Format, Plan};
use crate::report::terminal::place;
use notify::event::{AccessKind, AccessMode};
use notify::{Config, Event, EventKind, PollWatcher, RecursiveMode, Watcher};
use serde_json::{Value, json};
use std::collections::BTreeMap;
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
    /// Saves a text in a file that had the digest `read`.
    Save { file: String, text: String, read: String, reply: oneshot::Sender<Value> },
    /// A file of the site.
    Site { path: String, reply: oneshot::Sender<Option<Vec<u8>>> },
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
    plan: Plan,
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
    looker.watch(plan.workspace().unwrap_or(plan.root()), RecursiveMode::Recursive)?;
    // What the system tells comes at once. Where it tells nothing, the other looks.
    let told = notify::recommended_watcher(changed(ask)).and_then(|mut watcher| {
        watcher.watch(plan.workspace().unwrap_or(plan.root()), RecursiveMode::Recursive)?;
        Ok(watcher)
    });
    let work = move || {
        // The folder is looked at as long as these live.
        let _watchers = (looker, told);
        let mut work = Work { plan, tell, site: None, compiled: 0, told: 0, laid: BTreeMap::new(), pages_due: false };
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
    plan: Plan,
    tell: watch::Sender<Option<Arc<State>>>,
    /// The site of the plan as it is now, when somebody asked for it.
    site: Option<Artifacts>,
    /// Of which compile the state was told.
    compiled: u64,
    /// How many states were told.
    told: u64,
    /// The marks of the texts that are laid over files, by path, and the number of the last question that laid them.
    laid: BTreeMap<String, (String, u64)>,
    /// Whether the pages of the last compile are still to be set.
    pages_due: bool,
}

impl Work {
    /// Makes the plan and tells it, unless nothing changed since the last time. Its pages follow.
    fn make(&mut self) {
        let broken = self.plan.compile(&mut |_| {}).broken(false);
        // What changed may be a file of the outputs, which stand in the folder of the plan.
        if std::mem::replace(&mut self.compiled, self.plan.times()) == self.plan.times() {
            return;
        }
        self.site = None;
        self.pages_due = !broken;
        self.tell(if broken { Made::Refused(vec![]) } else { Made::Soon });
    }

    fn set_pages(&mut self) {
        self.pages_due = false;
        let pages = match self.plan.pages() {
            Ok(pages) => Made::Pages(Box::new(pages)),
            Err(refused) => Made::Refused(refused),
        };
        self.tell(pages);
    }

    fn tell(&mut self, pages: Made) {
        let before = self.tell.borrow().clone();
        let Some(compiled) = self.plan.compiled() else { return };
        self.told += 1;
        let state = State::of(self.told, compiled, pages, &self.laid, before.as_deref());
        self.tell.send_replace(Some(Arc::new(state)));
    }

    /// Lays an unsaved text over its file.
    fn lay(&mut self, file: String, text: &str, mark: String, turn: u64) {
        let Some(text) = save::as_written(&self.plan, &file, text) else { return };
        self.plan.lay(&file, &text);
        self.laid.insert(file, (mark, turn));
        self.make();
    }

    /// Takes away what was laid over the file, if that is `right`.
    fn lift(&mut self, file: &str, right: impl Fn(&(String, u64)) -> bool) {
        if self.laid.get(file).is_some_and(right) {
            self.laid.remove(file);
            self.plan.lift(file);
            self.make();
        }
    }

    /// A reply that nobody waits for any more is dropped.
    fn answer(&mut self, ask: Ask) {
        match ask {
            Ask::Changed => self.make(),
            Ask::AtPoint { page, x, y, reply } => {
                let found = self.plan.at_point(page, x, y);
                let _ = reply.send(self.place(found));
            }
            Ask::AtAnchor { page, id, reply } => {
                let found = self.plan.compiled().and_then(|compiled| compiled.at_anchor(&page, id.as_deref()));
                let _ = reply.send(self.place(found));
            }
            Ask::Shown { file, line, reply } => {
                // What stands on no page, as the key of a record, is shown by the nearest line above that does.
                let above = (line.saturating_sub(ABOVE)..=line).rev();
                let spots = above
                    .map(|line| self.plan.on_pages(&file, line))
                    .find(|spots| !spots.is_empty())
                    .unwrap_or_default();
                let site = self.plan.compiled().and_then(|compiled| compiled.on_site(&file, line));
                let spots: Vec<Value> =
                    spots.iter().map(|spot| json!({ "pagina": spot.page, "dove": spot.rect })).collect();
                let site =
                    site.map(|anchor| json!({ "pagina": anchor.page, "id": anchor.id.map(|id| id.to_string()) }));
                let _ = reply.send(json!({ "pagine": spots, "sito": site }));
            }
            Ask::Text { file, reply } => {
                let _ = reply.send(save::text(&self.plan, &file));
            }
            Ask::Lay { file, text, mark, turn } => self.lay(file, &text, mark, turn),
            Ask::Lift { file, mark } => self.lift(&file, |laid| laid.0 == mark),
            Ask::Expire { file, turn } => self.lift(&file, |laid| laid.1 == turn),
            Ask::Save { file, text, read, reply } => {
                let answer = save::save(&self.plan, &file, &text, &read);
                let saved = answer.get("impronta").is_some() && answer.get("testo").is_none();
                let _ = reply.send(answer);
                if saved {
                    self.lift(&file, |_| true);
                    self.make();
                }
            }
            Ask::Site { path, reply } => {
                if self.site.is_none() {
                    self.site = self.plan.outputs(&[Format::Site], &mut |_| {}).ok().map(|mut made| made.take_files());
                }
                let file = self.site.as_ref().and_then(|site| site.get(&format!("sito/{path}"))).cloned();
                let _ = reply.send(file);
            }
            Ask::Complete { file, text, line, column, reply } => {
                let state = self.tell.borrow().clone();
                let pages = state.as_ref().and_then(|state| state.pages.as_ref()).map(|pages| pages.pages());
                let _ = reply.send(complete::proposals(&self.plan, &file, &text, line, column, pages));
            }
            Ask::Rename { file, line, column, new, reply } => {
                self.make();
                let _ = reply.send(complete::rename(&self.plan, &file, line, column, new.as_deref()));
            }
            Ask::Form { file, text, line, reply } => {
                let at = complete::byte(&text, line, usize::MAX).unwrap_or_default();
                let form = self.plan.compiled().map(|compiled| scheda::form(&file, &text, at, compiled));
                let _ = reply.send(match form {
                    Some(Ok(form)) => json!({ "scheda": form }),
                    Some(Err(why)) => json!({ "perche": why }),
                    None => Value::Null,
                });
            }
            Ask::Extract { id, reply } => {
                let known = self.plan.compiled().and_then(|compiled| match compiled.index.find(&id).as_slice() {
                    [thing] => Some(thing.id.clone()),
                    _ => None,
                });
                let made = known.and_then(|id| self.plan.extract(&id, &mut |_| {}).ok());
                let _ = reply.send(made.map(|pdf| pdf.bytes));
            }
            Ask::Pdf { reply } => {
                let made = self.plan.outputs(&[Format::Pdf], &mut |_| {}).ok();
                let _ = reply.send(made.and_then(|made| made.pdf).map(|pdf| pdf.bytes));
            }
        }
    }

    fn place(&self, span: Option<crate::base::span::Span>) -> Value {
        let at = span.zip(self.plan.compiled()).and_then(|(span, compiled)| place(&compiled.sources, span));
        at.map_or(Value::Null, |(file, line, column)| json!({ "file": file, "riga": line, "colonna": column }))
    }
}
