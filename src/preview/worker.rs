//! The thread that holds the plan. It makes the plan again when a file changes, and answers what the browser asks of it.

use super::state::State;
use crate::emit::Artifacts;
use crate::project::{Format, Plan};
use crate::report::terminal::place;
use notify::{Config, PollWatcher, RecursiveMode, Watcher};
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
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
    /// The text of a file of the plan.
    Text { file: String, reply: oneshot::Sender<Option<String>> },
    /// A file of the site.
    Site { path: String, reply: oneshot::Sender<Option<Vec<u8>>> },
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
        move |_| {
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
        let mut work = Work { plan, tell, site: None, made: 0 };
        work.make();
        let mut again = true;
        loop {
            let ask =
                if again { asks.recv_timeout(AFTER) } else { asks.recv().map_err(|_| RecvTimeoutError::Disconnected) };
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

struct Work {
    plan: Plan,
    tell: watch::Sender<Option<Arc<State>>>,
    /// The site of the plan as it is now, when somebody asked for it.
    site: Option<Artifacts>,
    /// Of which compile the state was told.
    made: u64,
}

impl Work {
    /// Makes the plan and tells it, unless nothing changed since the last time.
    fn make(&mut self) {
        let broken = self.plan.compile(&mut |_| {}).broken(false);
        // What changed may be a file of the outputs, which stand in the folder of the plan.
        if std::mem::replace(&mut self.made, self.plan.times()) == self.plan.times() {
            return;
        }
        self.site = None;
        let before = self.tell.borrow().clone();
        let pages = if broken { Err(vec![]) } else { self.plan.pages() };
        let Some(compiled) = self.plan.compiled() else { return };
        let state = State::of(self.made, compiled, pages, before.as_deref());
        self.tell.send_replace(Some(Arc::new(state)));
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
                let found = self.plan.compiled().and_then(|compiled| compiled.sources.find(&file));
                let _ = reply.send(found.map(|(_, file)| file.text().to_owned()));
            }
            Ask::Site { path, reply } => {
                if self.site.is_none() {
                    self.site = self.plan.outputs(&[Format::Site], &mut |_| {}).ok().map(|mut made| made.take_files());
                }
                let file = self.site.as_ref().and_then(|site| site.get(&format!("sito/{path}"))).cloned();
                let _ = reply.send(file);
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
