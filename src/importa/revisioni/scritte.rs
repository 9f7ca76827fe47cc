//! `--revisioni --scrivi`: the changes of a copy whose place is certain, written in the sources. A change is certain when the plan with it in
//! says what the reviewer wrote: the same copy, compared with that plan, has nothing to tell of that change, and of the others it tells
//! what it told.

use super::revisioni;
use crate::diag::{Diagnostic, Diagnostics, Severity};
use crate::project::Plan;
use crate::source::{File, Sources};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// How many times, at most, the plan is compiled with some of the changes in it.
const PROVE: usize = 80;

/// What was written in the plan.
#[derive(Debug, Default)]
pub(crate) struct Scritte {
    /// The new texts, by their paths in the folder of the plan.
    pub(crate) files: BTreeMap<String, String>,
    /// The changes that are in them, a line each, with the place where the words were.
    pub(crate) fatte: Vec<String>,
}

/// Writes the changes of `bytes`, the copy called `file`, in the texts of `plan`, which is left with them in. Nothing is written on the disk.
///
/// # Errors
/// Those of [`revisioni`].
pub(crate) fn scrivi(file: &str, bytes: &[u8], plan: &mut Plan) -> Result<Scritte, Diagnostic> {
    let before = plan.compile(&mut |_| {});
    let found = revisioni(file, bytes, before)?.problemi;
    let mut prova = Prova {
        file,
        bytes,
        prima: before.diags.clone(),
        cambi: candidati(&found, &before.sources),
        detti: detti(&found),
        plan,
        kept: vec![],
        laid: vec![],
        left: PROVE,
    };
    let all: Vec<usize> = (0..prova.cambi.len()).collect();
    prova.gruppo(&all);
    let kept = std::mem::take(&mut prova.kept);
    let files = prova.testi(&kept);
    prova.stendi(&files);
    let made = kept.iter().filter_map(|n| prova.cambi.get(*n));
    let fatte =
        made.map(|cambio| format!("{}:{}: {}", cambio.file.path, cambio.file.line(cambio.range.start), cambio.nome.1));
    Ok(Scritte { files, fatte: fatte.collect() })
}

/// A change that has a place.
struct Cambio {
    nome: Nome,
    file: Arc<File>,
    range: Range<usize>,
    testo: String,
}

/// The changes that may be written, in the order of their places. Of two that touch, the first. A CSV is mended in its spreadsheet, the file
/// of another plan by who owns it, and one that may only be read stays as it is.
fn candidati(found: &[Diagnostic], sources: &Sources) -> Vec<Cambio> {
    let each = found.iter().filter_map(|problem| {
        let (span, testo) = problem.proposta.clone()?;
        let file = sources.files.get(span.file.0 as usize).filter(|_| span.file.vicino().is_none())?;
        let ours = !file.has_extension("csv") && file.only_read().is_none();
        ours.then(|| Cambio { nome: nome(problem), file: file.clone(), range: span.range(), testo })
    });
    let mut all: Vec<Cambio> = each.collect();
    // A move goes from its place to the other, and what changes between them comes first.
    let long = |cambio: &Cambio| cambio.file.text().get(cambio.range.clone()).is_some_and(|text| text.contains("\n\n"));
    all.sort_by_cached_key(|cambio| (long(cambio), cambio.file.path.clone(), cambio.range.start, cambio.range.end));
    let mut out: Vec<Cambio> = Vec::with_capacity(all.len());
    for cambio in all {
        let apart = |other: &Cambio| {
            other.file.path != cambio.file.path
                || other.range.end < cambio.range.start
                || cambio.range.end < other.range.start
        };
        if out.iter().all(apart) {
            out.push(cambio);
        }
    }
    out.sort_by(|a, b| (&a.file.path, a.range.start).cmp(&(&b.file.path, b.range.start)));
    out
}

/// A problem, wherever it is.
type Nome = (&'static str, String);

fn nome(problem: &Diagnostic) -> Nome {
    (problem.code, problem.message.clone())
}

/// How many times each thing is told.
fn detti<'d>(problems: impl IntoIterator<Item = &'d Diagnostic>) -> BTreeMap<Nome, usize> {
    let mut out = BTreeMap::new();
    for problem in problems {
        *out.entry(nome(problem)).or_default() += 1;
    }
    out
}

/// The search for the changes that are certain together.
struct Prova<'a> {
    file: &'a str,
    bytes: &'a [u8],
    prima: Diagnostics,
    cambi: Vec<Cambio>,
    /// What the copy tells of the plan as it is.
    detti: BTreeMap<Nome, usize>,
    plan: &'a mut Plan,
    kept: Vec<usize>,
    /// The paths that have a text over them.
    laid: Vec<String>,
    left: usize,
}

impl Prova<'_> {
    /// Keeps those of a group that are certain: all of them, or those of each half.
    fn gruppo(&mut self, group: &[usize]) {
        if group.is_empty() || self.left == 0 {
            return;
        }
        self.left -= 1;
        if self.certi(group) {
            self.kept.extend(group);
        } else if group.len() > 1 {
            let (first, second) = group.split_at(group.len() / 2);
            self.gruppo(first);
            self.gruppo(second);
        }
    }

    /// Whether the plan with a group in it, and with those that are kept, says what their reviewers wrote, and nothing worse than before.
    fn certi(&mut self, group: &[usize]) -> bool {
        let which: Vec<usize> = self.kept.iter().chain(group).copied().collect();
        let files = self.testi(&which);
        self.stendi(&files);
        let compiled = self.plan.compile(&mut |_| {});
        let new = compiled.diags.new_since(&self.prima);
        let worse = new.iter().any(|problem| matches!(problem.severity, Severity::Blocco | Severity::Errore));
        let Ok(now) = revisioni(self.file, self.bytes, compiled) else { return false };
        let mut due = self.detti.clone();
        for cambio in which.iter().filter_map(|n| self.cambi.get(*n)) {
            if let Some(n) = due.get_mut(&cambio.nome) {
                *n -= 1;
            }
        }
        due.retain(|_, n| *n > 0);
        !worse && detti(&now.problemi) == due
    }

    /// The texts of the files with these changes in them.
    fn testi(&self, which: &[usize]) -> BTreeMap<String, String> {
        let mut files: BTreeMap<String, String> = BTreeMap::new();
        let mut which: Vec<usize> = which.to_vec();
        which.sort_unstable();
        // From the last: the places before it stay.
        for cambio in which.iter().rev().filter_map(|n| self.cambi.get(*n)) {
            let text = files.entry(cambio.file.path.clone()).or_insert_with(|| cambio.file.text().to_owned());
            let (head, tail) = (text.get(..cambio.range.start), text.get(cambio.range.end..));
            let (Some(head), Some(tail)) = (head, tail) else { continue };
            *text = format!("{head}{}{tail}", cambio.testo);
        }
        files
    }

    /// Lays these texts over the plan, and no others.
    fn stendi(&mut self, files: &BTreeMap<String, String>) {
        self.laid.iter().filter(|path| !files.contains_key(*path)).for_each(|path| self.plan.lift(path));
        files.iter().for_each(|(path, text)| self.plan.lay(path, text));
        self.laid = files.keys().cloned().collect();
    }
}
