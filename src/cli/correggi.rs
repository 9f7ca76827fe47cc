//! `piao controlla --correggi [--scrivi]`: shows the corrections that are certain, with the lines before and after, and writes
//! them when asked. Before any file is touched the plan is checked with the corrections in it, and a correction that would raise
//! a new problem is left out.

use super::args::Controlla;
use super::{Outcome, counts, out, put, quanti, read, say, show};
use crate::base::sistema::motivo;
use crate::base::span::FileId;
use crate::diag::codes::P1403;
use crate::diag::{Conto, Diagnostic, Diagnostics, Severity};
use crate::project::{Ask, Compiled};
use crate::rules::Regola;
use crate::source::{File, Sources};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::io;
use std::ops::Range;

/// How many characters are shown on each side of a change. A whole paragraph may stand on one line.
const CONTEXT: usize = 50;

/// How many times, at most, the plan is checked with a part of the corrections in it, to find those that raise a new problem.
const MAX_CHECKS: usize = 80;

/// How many rounds there are at most: correcting a plan may bring other corrections to light.
const MAX_ROUNDS: usize = 6;

pub(super) fn run(options: &Controlla) -> Outcome {
    let compiled = match read(&options.folder, options.ask) {
        Ok(compiled) => compiled,
        Err(outcome) => return outcome,
    };
    let corrected = Corrected::of(&compiled, options.ask);
    for shown in &corrected.shown {
        out(shown.trim_end());
        out("");
    }
    for (place, words, problem) in &corrected.left_out {
        say(&format!("{place}: {words} non si corregge, perché il piano avrebbe un problema in più:"));
        say(&format!("  {}[{}]: {}", problem.severity.label(), problem.code, problem.message));
    }
    if corrected.counts_by_file.is_empty() {
        let shown = |problem: &Diagnostic| problem.helps.iter().any(|help| help.contains("scrivi la riga così"));
        let lines = compiled.diags.iter().filter(|problem| shown(problem)).count();
        if lines == 0 {
            say("Nessuna correzione è certa.");
        } else {
            say("Nessuna correzione si fa da sola.");
            let (n, verb) = (quanti(lines, "problema", "problemi"), if lines == 1 { "dice" } else { "dicono" });
            say(&format!("{n} {verb} come riscrivere la riga, e va copiata a mano: piao controlla"));
        }
    } else {
        let number: usize = corrected.counts_by_file.values().sum();
        out(&format!("{} in {} file.", quanti(number, "correzione", "correzioni"), corrected.counts_by_file.len()));
    }
    let (diags, written) = if options.write && !corrected.counts_by_file.is_empty() {
        let written = write(&compiled, &corrected);
        match read(&options.folder, options.ask) {
            Ok(now) => (now.diags, written),
            Err(outcome) => return outcome,
        }
    } else {
        if !corrected.counts_by_file.is_empty() {
            say("Nessun file è stato toccato. Per scriverle: piao controlla --correggi --scrivi");
        }
        (compiled.diags, true)
    };
    match (counts(&diags), options.write) {
        (None, _) => say("Nessun problema."),
        (Some(counts), true) => {
            let verb = if counts.starts_with("1 ") && !counts.contains(',') { "resta" } else { "restano" };
            say(&format!("Nel piano {verb} {counts}. Per vederli: piao controlla"));
        }
        (Some(counts), false) => say(&format!("Il piano ha {counts}. Per vederli: piao controlla")),
    }
    let errors = diags.count(Severity::Blocco) + diags.count(Severity::Errore);
    match written {
        false => Outcome::CouldNotRun,
        true if errors > 0 => Outcome::Errors,
        true => Outcome::Done,
    }
}

/// A range of a file, and the text that replaces it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Edit {
    range: Range<usize>,
    text: String,
    /// The code of the problem that it mends.
    code: &'static str,
}

/// The edits that mend one problem. They are made all together or not at all.
#[derive(Debug, Clone)]
struct Correction(Vec<(FileId, Edit)>);

/// The corrections of the reported problems. They do not overlap: one that touches the place of another waits for the next
/// round.
fn corrections(diags: &Diagnostics, sources: &Sources) -> Vec<Correction> {
    let mut all: Vec<Correction> = Vec::new();
    // The ranges that are taken, by start. They do not overlap, so only the neighbours of a new one must be compared with it.
    let mut taken: BTreeMap<(FileId, usize), (Edit, usize)> = BTreeMap::new();
    for problem in diags.sorted() {
        let mut edits: Vec<(FileId, Edit)> = Vec::new();
        let readable = problem.patch.iter().all(|(span, text)| {
            // A CSV is written by a spreadsheet, perhaps in another encoding: it is mended there. The file of another plan is mended by
            // who owns it.
            let own = |file: &&File| span.file.vicino().is_none() && !file.has_extension("csv");
            let file = sources.file(span.file).filter(own);
            let old = file.and_then(|file| file.text().get(span.range()));
            if old.is_some_and(|old| old != text) {
                edits.push((span.file, Edit { range: span.range(), text: text.clone(), code: problem.code }));
            }
            old.is_some()
        });
        // Two problems may ask for the same edit: it is made once.
        let same = |(file, edit): &(FileId, Edit)| {
            let (other, which) = taken.get(&(*file, edit.range.start))?;
            (other.range == edit.range && other.text == edit.text).then_some(*which)
        };
        let with = edits.iter().find_map(same);
        edits.retain(|edit| same(edit).is_none());
        if !readable || edits.is_empty() {
            continue;
        }
        let free = |(file, edit): &(FileId, Edit)| {
            let before = taken.range(..=(*file, edit.range.start)).next_back();
            let after = taken.range((*file, edit.range.start)..).next();
            before.is_none_or(|((f, _), (e, _))| f != file || e.range.end <= edit.range.start && !e.range.is_empty())
                && after.is_none_or(|((f, _), (e, _))| f != file || edit.range.end <= e.range.start)
        };
        if !edits.iter().all(free) {
            continue;
        }
        let which = with.unwrap_or(all.len());
        taken.extend(edits.iter().map(|(file, edit)| ((*file, edit.range.start), (edit.clone(), which))));
        match all.get_mut(which) {
            Some(correzione) => correzione.0.extend(edits),
            None => all.push(Correction(edits)),
        }
    }
    all
}

/// The edits of the corrections `which`, by file and in the order of their places.
fn by_file(all: &[Correction], which: &[usize]) -> BTreeMap<FileId, Vec<Edit>> {
    let mut out: BTreeMap<FileId, Vec<Edit>> = BTreeMap::new();
    for (file, edit) in which.iter().filter_map(|n| all.get(*n)).flat_map(|correzione| &correzione.0) {
        out.entry(*file).or_default().push(edit.clone());
    }
    out.values_mut().for_each(|edits| edits.sort_by_key(|edit| (edit.range.start, edit.range.end)));
    out
}

/// A plan with all the corrections that raise nothing new.
#[derive(Debug, Default)]
struct Corrected {
    /// The changed lines of each file, as they are shown.
    shown: Vec<String>,
    /// How many corrections are made in each file.
    counts_by_file: BTreeMap<FileId, usize>,
    /// The texts with the corrections in them.
    texts: BTreeMap<FileId, String>,
    /// The corrections that are left out: place, words, and the problem that they would raise.
    left_out: Vec<(String, String, Diagnostic)>,
}

impl Corrected {
    /// Corrects `compiled` until nothing is left to correct. A correction may bring another to light.
    fn of(compiled: &Compiled, ask: Ask) -> Self {
        let mut corrected = Corrected::default();
        let mut tries = MAX_CHECKS;
        let mut now: Option<Compiled> = None;
        for _ in 0..MAX_ROUNDS {
            let before = now.as_ref().unwrap_or(compiled);
            let all = corrections(&before.diags, &before.sources);
            let conto = before.diags.conto();
            let mut trial = Trial { before, conto, ask, all: &all, kept: vec![], left_out: vec![], last: None, tries };
            trial.group(&(0..all.len()).collect::<Vec<_>>());
            tries = trial.tries;
            let Trial { kept, left_out, last, .. } = trial;
            corrected.left_out = left_out;
            let Some(last) = last.filter(|_| !kept.is_empty()) else { break };
            for (id, edits) in by_file(&all, &kept) {
                let Some(file) = before.sources.file(id) else { continue };
                corrected.shown.push(diff(file, &edits));
                *corrected.counts_by_file.entry(id).or_default() += edits.len();
                corrected.texts.insert(id, mended(file.text(), 0, &edits));
            }
            now = Some(last);
        }
        corrected
    }
}

/// The search for the corrections that can be made together without raising a new problem.
struct Trial<'a> {
    before: &'a Compiled,
    /// The problems of `before`, counted.
    conto: Conto<'a>,
    ask: Ask,
    all: &'a [Correction],
    kept: Vec<usize>,
    left_out: Vec<(String, String, Diagnostic)>,
    /// The plan compiled with the corrections that are kept so far.
    last: Option<Compiled>,
    /// How many more times the plan may be compiled.
    tries: usize,
}

impl Trial<'_> {
    /// Keeps those of `group` that raise nothing new beside those that are kept.
    fn group(&mut self, group: &[usize]) {
        if group.is_empty() {
            return;
        }
        let which: Vec<usize> = self.kept.iter().chain(group).copied().collect();
        let texts = by_file(self.all, &which)
            .into_iter()
            .filter_map(|(id, edits)| Some((id, mended(self.before.sources.file(id)?.text(), 0, &edits))))
            .collect();
        let now = Compiled::of(self.before.sources.con(&texts), self.ask, Diagnostics::default(), &mut |_| {});
        self.tries = self.tries.saturating_sub(1);
        let new = now.diags.new_since(&self.before.diags).first().copied().cloned();
        let new = new.or_else(|| self.born(&now.diags, &which).cloned());
        match (new, group) {
            (None, _) => {
                self.kept = which;
                self.last = Some(now);
            }
            (Some(problem), [_]) => self.leave(group, &problem),
            (Some(problem), _) if self.tries == 0 => self.leave(group, &problem),
            (Some(_), _) => {
                let (first, second) = group.split_at(group.len() / 2);
                self.group(first);
                self.group(second);
            }
        }
    }

    /// A problem that stands where a correction of `which` was made, and hides behind one of its kind that another of them mended.
    fn born<'d>(&self, now: &'d Diagnostics, which: &[usize]) -> Option<&'d Diagnostic> {
        let mut left = self.conto.quanti.clone();
        for correction in which.iter().filter_map(|n| self.all.get(*n)) {
            let mended: BTreeSet<_> = correction.0.iter().map(|(file, edit)| (Some(*file), edit.code)).collect();
            for key in mended {
                left.entry(key).and_modify(|count| *count = count.saturating_sub(1));
            }
        }
        let places: BTreeMap<FileId, Vec<Range<usize>>> =
            by_file(self.all, which).into_iter().map(|(file, edits)| (file, places(&edits))).collect();
        let count = now.conto().quanti;
        let here = |problem: &Diagnostic| {
            let span = problem.span.map(|span| (span.file, span.range()));
            span.is_some_and(|(file, range)| {
                let touches = |place: &Range<usize>| range.start <= place.end && place.start <= range.end;
                places.get(&file).is_some_and(|places| places.iter().any(touches))
            })
        };
        let more = |d: &Diagnostic| count.get(&d.chiave()) > Some(left.get(&d.chiave()).unwrap_or(&0));
        let known = |d: &Diagnostic| self.conto.parole.contains(&(d.chiave(), d.message.as_str()));
        // What is corrected in its turn is no problem.
        now.sorted().into_iter().find(|d| d.patch.is_empty() && more(d) && !known(d) && here(d))
    }

    fn leave(&mut self, group: &[usize], problem: &Diagnostic) {
        for (id, edits) in by_file(self.all, group) {
            let Some(file) = self.before.sources.file(id) else { continue };
            self.left_out.extend(edits.into_iter().map(|edit| {
                let place = format!("{}, riga {}", file.path, file.line(edit.range.start));
                let old = crate::base::text::short(file.text().get(edit.range).unwrap_or_default());
                (place, format!("«{}»", visible(&old)), problem.clone())
            }));
        }
    }
}

/// Where `edits` stand in the text that they make.
fn places(edits: &[Edit]) -> Vec<Range<usize>> {
    let (mut out, mut gone, mut come) = (Vec::with_capacity(edits.len()), 0, 0);
    for edit in edits {
        let start = (edit.range.start + come).saturating_sub(gone);
        out.push(start..start + edit.text.len());
        gone += edit.range.len();
        come += edit.text.len();
    }
    out
}

/// `text` with the corrections in it.
fn mended(text: &str, from: usize, edits: &[Edit]) -> String {
    let (mut out, mut at) = (String::with_capacity(text.len()), 0);
    for edit in edits {
        out.push_str(text.get(at..edit.range.start - from).unwrap_or_default());
        out.push_str(&edit.text);
        at = edit.range.end - from;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

/// The lines of a file that change, before and after.
fn diff(file: &File, edits: &[Edit]) -> String {
    let text = file.text();
    let line = |edit: &Edit| {
        let start = text.get(..edit.range.start).and_then(|t| t.rfind('\n')).map_or(0, |n| n + 1);
        let end =
            text.get(edit.range.end..).and_then(|t| t.find(['\r', '\n'])).map_or(text.len(), |n| edit.range.end + n);
        start..end
    };
    let mut out = format!("{}\n", file.path);
    let mut rest = edits;
    while let Some(first) = rest.first() {
        let mut lines = line(first);
        // Two corrections of one line are shown together, unless they are far apart.
        let near = |pair: &&[Edit]| matches!(pair, [a, b] if b.range.start < line(a).end && b.range.start - a.range.end <= 2 * CONTEXT);
        let count = 1 + rest.windows(2).take_while(near).count();
        let (group, after) = rest.split_at(count);
        rest = after;
        let Some(last) = group.last() else { break };
        lines.end = line(last).end;
        let shown = window(text, lines.clone(), first.range.start..last.range.end);
        let (open, close) =
            (if shown.start > lines.start { "…" } else { "" }, if shown.end < lines.end { "…" } else { "" });
        let old = text.get(shown.clone()).unwrap_or_default();
        let new = mended(old, shown.start, group);
        let mut names: Vec<&str> = group.iter().map(|edit| name(edit.code)).collect();
        names.dedup();
        // Writing to a string does not fail.
        let _ = write!(
            out,
            "  riga {} ({})\n    prima  {open}{}{close}\n    dopo   {open}{}{close}\n",
            file.line(first.range.start),
            names.join(", "),
            visible(old),
            visible(&new)
        );
    }
    out
}

/// As much of `lines` as is shown around `changed`.
fn window(text: &str, lines: Range<usize>, changed: Range<usize>) -> Range<usize> {
    let before = text.get(lines.start..changed.start).unwrap_or_default();
    let after = text.get(changed.end..lines.end).unwrap_or_default();
    let start = before.char_indices().rev().nth(CONTEXT).map_or(lines.start, |(n, _)| lines.start + n);
    let end = after.char_indices().nth(CONTEXT).map_or(lines.end, |(n, _)| changed.end + n);
    start..end
}

/// Text for the terminal. A character that cannot be seen, or would move the cursor, is shown by its name.
fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.trim_start().chars() {
        match c {
            '\n' => out.push_str("\n           "),
            '\t' => out.push(' '),
            c if c.is_control() || crate::base::text::nascosto(c) => {
                let _ = write!(out, "‹U+{:04X}›", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out
}

fn name(code: &'static str) -> &'static str {
    Regola::con(code).map_or(code, |regola| regola.nome)
}

/// Writes the corrected texts, a file at a time. False when a file could not be written.
fn write(compiled: &Compiled, corrected: &Corrected) -> bool {
    let mut fine = true;
    for (id, text) in &corrected.texts {
        let Some(file) = compiled.sources.file(*id) else { continue };
        match replace(file, text) {
            Ok(()) => say(&format!(
                "{}: {}.",
                file.path,
                quanti(
                    corrected.counts_by_file.get(id).copied().unwrap_or_default(),
                    "correzione scritta",
                    "correzioni scritte"
                )
            )),
            Err(problem) => {
                fine = false;
                show(&problem, &compiled.sources);
            }
        }
    }
    fine
}

/// Replaces the text of the file, unless somebody has changed it since it was read.
fn replace(file: &File, text: &str) -> Result<(), Diagnostic> {
    let refused = |error: &io::Error| {
        Diagnostic::global(P1403, format!("`{}` non si può correggere", file.path))
            .note(motivo(error))
            .note("il file è rimasto com’era")
            .help("chiudi il programma che lo tiene aperto, controlla i permessi e riprova")
    };
    match put(file, &file.con_segno(text)) {
        Ok(true) => Ok(()),
        Ok(false) => Err(Diagnostic::global(P1403, format!("`{}` è cambiato mentre lo si correggeva", file.path))
            .note("il file è rimasto com’è ora")
            .help("ripeti il comando")),
        Err(error) => Err(refused(&error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::span::Span;

    fn problem(code: &'static str, patches: &[(Range<usize>, &str)]) -> Diagnostic {
        let span = |range: &Range<usize>| Span::new(FileId(0), range.clone());
        let at = patches.first().map_or(Span::new(FileId(0), 0..0), |(range, _)| span(range));
        patches
            .iter()
            .fold(Diagnostic::rule(code, Severity::Avviso, at, code), |d, (range, text)| d.patch(span(range), *text))
    }

    fn chosen(text: &str, problems: Vec<Diagnostic>) -> (String, usize) {
        let sources = Sources::memory(&[("a.md", text)]);
        let mut diags = Diagnostics::default();
        diags.extend(problems);
        let all = corrections(&diags, &sources);
        let edits = by_file(&all, &(0..all.len()).collect::<Vec<_>>()).remove(&FileId(0)).unwrap_or_default();
        (mended(text, 0, &edits), all.len())
    }

    #[test]
    fn one_of_two_corrections_of_a_place_waits() {
        let two = || vec![problem("P1", &[(0..5, "otto")]), problem("P2", &[(3..6, "x")])];
        assert_eq!(chosen("sette mari", two()), ("otto mari".to_owned(), 1));
        // Two problems that ask for the same edit make one correction.
        let same = vec![problem("P1", &[(0..5, "otto")]), problem("P2", &[(0..5, "otto")])];
        assert_eq!(chosen("sette mari", same), ("otto mari".to_owned(), 1));
        // All the parts of a correction, or none.
        let parts = vec![problem("P1", &[(0..1, "S")]), problem("P2", &[(0..2, "z"), (6..7, "M")])];
        assert_eq!(chosen("sette mari", parts), ("Sette mari".to_owned(), 1));
        // Side by side is not over.
        let beside = vec![problem("P1", &[(0..1, "S")]), problem("P2", &[(1..2, "E")])];
        assert_eq!(chosen("sette mari", beside), ("SEtte mari".to_owned(), 2));
        // A place that is not there is left alone.
        assert_eq!(chosen("è", vec![problem("P1", &[(1..2, "e")])]), ("è".to_owned(), 0));
    }

    #[test]
    fn a_long_line_is_shown_where_it_changes() {
        let text = format!("{} possibilita {}\naltra\n", "parola ".repeat(40), "è ".repeat(60));
        let at = text.find("possibilita").expect("it is there");
        let edits = [Edit { range: at..at + 11, text: "possibilità".into(), code: "P0342" }];
        let sources = Sources::memory(&[("a.md", &text)]);
        let shown = diff(&sources.files[0], &edits);
        assert!(shown.lines().all(|line| line.chars().count() < 140), "{shown}");
        assert!(shown.contains("  riga 1 (") && shown.contains("dopo   …") && shown.contains("possibilità"), "{shown}");
    }
}
