//! `piao controlla --correggi [--scrivi]`: the corrections that are certain, shown before and after, and written when asked.
//! What is written raises nothing new: the plan is checked with the corrections in it before any file is touched.

use super::args::Controlla;
use super::{Outcome, counts, out, quanti, read, say, show};
use crate::base::giorno::Giorno;
use crate::base::span::FileId;
use crate::diag::codes::P1403;
use crate::diag::{Diagnostic, Diagnostics, Severity};
use crate::project::Compiled;
use crate::publish;
use crate::rules::Regola;
use crate::source::{File, Sources};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::io;
use std::ops::Range;

/// Characters shown on each side of what changes: a paragraph is one line, and may be a page long.
const CONTEXT: usize = 50;

pub(super) fn run(options: &Controlla) -> Outcome {
    let letto = match read(&options.folder, options.today) {
        Ok(letto) => letto,
        Err(outcome) => return outcome,
    };
    let scelta = Scelta::of(&letto.diags, &letto.sources);
    for (id, edits) in &scelta.per_file {
        if let Some(file) = letto.sources.file(*id) {
            out(diff(file, edits).trim_end());
            out("");
        }
    }
    if scelta.per_file.is_empty() {
        say("Nessuna correzione è certa.");
    } else {
        let number: usize = scelta.per_file.values().map(Vec::len).sum();
        out(&format!("{} in {} file.", quanti(number, "correzione", "correzioni"), scelta.per_file.len()));
    }
    let (diags, written) = if options.write && !scelta.per_file.is_empty() {
        let written = write(&letto, &scelta, options.today);
        match read(&options.folder, options.today) {
            Ok(now) => (now.diags, written),
            Err(outcome) => return outcome,
        }
    } else {
        if !scelta.per_file.is_empty() {
            say("Nessun file è stato toccato. Per scriverle: piao controlla --correggi --scrivi");
        }
        (letto.diags, true)
    };
    if scelta.rinviate > 0 {
        let (verb, more) = (if scelta.rinviate == 1 { "tocca" } else { "toccano" }, "altra correzione");
        say(&format!(
            "{} {verb} lo stesso punto: ripeti il comando dopo aver scritto queste.",
            quanti(scelta.rinviate, more, "altre correzioni")
        ));
    }
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

/// Characters of a file to be written otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Edit {
    range: Range<usize>,
    text: String,
    /// The rule that asks for it.
    code: &'static str,
}

/// The corrections of one run.
#[derive(Debug, Default)]
struct Scelta {
    /// By position, none over another.
    per_file: BTreeMap<FileId, Vec<Edit>>,
    /// Problems whose correction touches the place of another: the next run has them.
    rinviate: usize,
}

impl Scelta {
    fn of(diags: &Diagnostics, sources: &Sources) -> Self {
        let mut scelta = Scelta::default();
        // By start: the ranges taken do not overlap, so the neighbours are all that must be looked at.
        let mut taken: BTreeMap<(FileId, usize), Edit> = BTreeMap::new();
        for problem in diags.sorted() {
            let mut edits: Vec<(FileId, Edit)> = Vec::new();
            let readable = problem.patch.iter().all(|(span, text)| {
                let old = sources.file(span.file).and_then(|file| file.text().get(span.range()));
                if old.is_some_and(|old| old != text) {
                    edits.push((span.file, Edit { range: span.range(), text: text.clone(), code: problem.code }));
                }
                old.is_some()
            });
            let new = |(file, edit): &(FileId, Edit)| {
                !taken.get(&(*file, edit.range.start)).is_some_and(|e| e.range == edit.range && e.text == edit.text)
            };
            edits.retain(new);
            if !readable || edits.is_empty() {
                continue;
            }
            let free = |(file, edit): &(FileId, Edit)| {
                let before = taken.range(..=(*file, edit.range.start)).next_back();
                let after = taken.range((*file, edit.range.start)..).next();
                before.is_none_or(|((f, _), e)| f != file || e.range.end <= edit.range.start && !e.range.is_empty())
                    && after.is_none_or(|((f, _), e)| f != file || edit.range.end <= e.range.start)
            };
            if edits.iter().all(free) {
                taken.extend(edits.into_iter().map(|(file, edit)| ((file, edit.range.start), edit)));
            } else {
                scelta.rinviate += 1;
            }
        }
        for ((file, _), edit) in taken {
            scelta.per_file.entry(file).or_default().push(edit);
        }
        scelta
    }
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

/// Text for the terminal: what is not seen, or would move the cursor, is named.
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

/// Writes the corrections that raise nothing new, a file at a time. False when the disk refused one.
fn write(letto: &Compiled, scelta: &Scelta, today: Option<Giorno>) -> bool {
    let mut texts: BTreeMap<FileId, String> = scelta
        .per_file
        .iter()
        .filter_map(|(id, edits)| Some((*id, mended(letto.sources.file(*id)?.text(), 0, edits))))
        .collect();
    // What one file no longer raises another may: again until nothing new is left.
    while !texts.is_empty() {
        let now = Compiled::of(letto.sources.con(&texts), today, Diagnostics::default(), &mut |_| {});
        let new = nuovi(&letto.diags, &now.diags);
        if new.is_empty() {
            break;
        }
        let guilty: BTreeSet<FileId> =
            new.iter().filter_map(|d| d.span).map(|span| span.file).filter(|file| texts.contains_key(file)).collect();
        // Where none of the files is the place of what is new, any of them may be its cause.
        let guilty = if guilty.is_empty() { texts.keys().copied().collect() } else { guilty };
        for id in guilty {
            texts.remove(&id);
            let path = letto.sources.file(id).map_or("", |file| file.path.as_str());
            say(&format!(
                "{path}: non è stato corretto, perché con le correzioni il piano avrebbe un problema in più:"
            ));
            let here = new.iter().find(|d| d.span.is_some_and(|span| span.file == id)).or(new.first());
            if let Some(problem) = here {
                say(&format!("  {}[{}]: {}", problem.severity.label(), problem.code, problem.message));
            }
        }
    }
    let mut fine = true;
    for (id, text) in &texts {
        let Some(file) = letto.sources.file(*id) else { continue };
        match replace(file, text) {
            Ok(()) => say(&format!(
                "{}: {}.",
                file.path,
                quanti(scelta.per_file.get(id).map_or(0, Vec::len), "correzione scritta", "correzioni scritte")
            )),
            Err(problem) => {
                fine = false;
                show(&problem, &letto.sources);
            }
        }
    }
    fine
}

/// The new text in the place of the file, if nobody has written in it since it was read.
fn replace(file: &File, text: &str) -> Result<(), Diagnostic> {
    let refused = |error: &io::Error| {
        Diagnostic::global(P1403, format!("`{}` non si può correggere", file.path))
            .note(format!("il sistema dice: {error}"))
            .note("il file è rimasto com’era")
            .help("chiudi il programma che lo tiene aperto, controlla i permessi e riprova")
    };
    if !file.invariato().map_err(|error| refused(&error))? {
        return Err(Diagnostic::global(P1403, format!("`{}` è cambiato mentre lo si correggeva", file.path))
            .note("il file è rimasto com’è ora")
            .help("ripeti il comando"));
    }
    publish::mend(&file.disco, &file.con_segno(text)).map_err(|error| refused(&error))
}

/// What is reported of the corrected plan more often than before, by file and code. Words and places may change.
fn nuovi<'a>(before: &Diagnostics, after: &'a Diagnostics) -> Vec<&'a Diagnostic> {
    let key = |d: &Diagnostic| (d.span.map(|span| span.file), d.code);
    let mut known: BTreeMap<_, usize> = BTreeMap::new();
    let mut words: BTreeSet<(_, &str)> = BTreeSet::new();
    for problem in before.sorted() {
        *known.entry(key(problem)).or_default() += 1;
        words.insert((key(problem), &problem.message));
    }
    let mut now: BTreeMap<_, Vec<&Diagnostic>> = BTreeMap::new();
    for problem in after.sorted() {
        now.entry(key(problem)).or_default().push(problem);
    }
    let mut new = Vec::new();
    for (key, problems) in now {
        if problems.len() > known.get(&key).copied().unwrap_or_default() {
            // The one that was not there, if its words tell.
            let other = problems.iter().find(|d| !words.contains(&(key, d.message.as_str())));
            new.extend(other.or(problems.first()).copied());
        }
    }
    new
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
        let scelta = Scelta::of(&diags, &sources);
        let edits = scelta.per_file.get(&FileId(0)).cloned().unwrap_or_default();
        (mended(text, 0, &edits), scelta.rinviate)
    }

    #[test]
    fn one_of_two_corrections_of_a_place_waits() {
        let two = || vec![problem("P1", &[(0..5, "otto")]), problem("P2", &[(3..6, "x")])];
        assert_eq!(chosen("sette mari", two()), ("otto mari".to_owned(), 1));
        // The same said twice is one.
        let same = vec![problem("P1", &[(0..5, "otto")]), problem("P2", &[(0..5, "otto")])];
        assert_eq!(chosen("sette mari", same), ("otto mari".to_owned(), 0));
        // All the parts of a correction, or none.
        let parts = vec![problem("P1", &[(0..1, "S")]), problem("P2", &[(0..2, "z"), (6..7, "M")])];
        assert_eq!(chosen("sette mari", parts), ("Sette mari".to_owned(), 1));
        // Side by side is not over.
        let beside = vec![problem("P1", &[(0..1, "S")]), problem("P2", &[(1..2, "E")])];
        assert_eq!(chosen("sette mari", beside), ("SEtte mari".to_owned(), 0));
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
