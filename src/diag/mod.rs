//! What is wrong with a plan, in words for those who wrote it. One struct for everything: the check that finds a problem
//! writes its sentence there and then, so there is no catalogue of messages and no error type to convert.

pub mod codes;

use crate::base::span::{FileId, Span};
use crate::base::text::fold;
use codes::Code;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// How serious a problem is. The commands decide what each level stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Something cannot be read, found or printed, so no output is made. Messages call it `errore`, as they do [`Self::Errore`].
    Blocco,
    /// A rule is broken: a draft is made all the same, an approved plan is not.
    Errore,
    /// The output is made. A person should look at the place, which is probably wrong.
    Avviso,
    /// The output is made. What is written may well be right.
    Nota,
}

/// The norm that a rule applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fonte {
    /// The norm, as it is cited: `DM 30 giugno 2022, n. 132, art. 7`.
    pub testo: &'static str,
    /// Whether somebody read the text of the norm when the rule was written. Otherwise the rule says what offices commonly
    /// hold, and the page of the rule asks for a confirmation.
    pub letta: bool,
}

impl Fonte {
    /// A norm whose text was read when the rule was written.
    pub(crate) const fn letta(testo: &'static str) -> Self {
        Fonte { testo, letta: true }
    }

    /// A norm that was taken from what offices commonly hold, and still has to be checked against its text.
    pub(crate) const fn da_confermare(testo: &'static str) -> Self {
        Fonte { testo, letta: false }
    }
}

/// One problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// `P0201`: `P` and four digits, by subject. Never reused.
    pub code: &'static str,
    /// How serious it is.
    pub severity: Severity,
    /// What is wrong: lowercase, no full stop, understood alone.
    pub message: String,
    /// The place to which the message points. None for a problem of the whole folder.
    pub span: Option<Span>,
    /// A few words under the marked characters.
    pub label: Option<String>,
    /// Other places that matter, each with its words.
    pub others: Vec<(Span, String)>,
    /// The norm that is broken. None when the plan only contradicts itself.
    pub norma: Option<Fonte>,
    /// Facts that explain the problem: the addends of a sum, what was expected.
    pub notes: Vec<String>,
    /// Ways to mend the problem. Any one of them is enough.
    pub helps: Vec<String>,
    /// A certain correction. Each text replaces the characters at its span; the replacements are made all together or not at
    /// all. They mend the problem and change nothing else, so `piao controlla --correggi --scrivi` may write them.
    pub patch: Vec<(Span, String)>,
    /// A text that would mend the problem if it is what the author meant: shown, and never written by the program.
    pub proposta: Option<(Span, String)>,
}

impl Diagnostic {
    fn new(severity: Severity, code: &'static str, span: Option<Span>, message: String) -> Self {
        Diagnostic {
            code,
            severity,
            message,
            span,
            label: None,
            others: vec![],
            norma: None,
            notes: vec![],
            helps: vec![],
            patch: vec![],
            proposta: None,
        }
    }

    /// A problem at `span` that no rule reports. Its severity is that of `code`.
    #[must_use]
    pub fn at(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self::new(code.severity, code.name, Some(span), message.into())
    }

    /// A breach, at `span`, of the rule that has `code`.
    #[must_use]
    pub fn rule(code: &'static str, severity: Severity, span: Span, message: impl Into<String>) -> Self {
        Self::new(severity, code, Some(span), message.into())
    }

    /// A problem that has no place in a file: a missing folder, a layout that fails.
    #[must_use]
    pub fn global(code: Code, message: impl Into<String>) -> Self {
        Self::new(code.severity, code.name, None, message.into())
    }

    /// The same problem as it is told of a file that is none of the sources, as a sheet that is imported: at its `place`, without those of
    /// the plan.
    #[must_use]
    pub fn altrove(&self, place: &str) -> Self {
        let (notes, helps) = (self.notes.clone(), self.helps.clone());
        let told = Self::new(self.severity, self.code, None, format!("{place}: {}", self.message));
        Diagnostic { norma: self.norma, notes, helps, ..told }
    }

    /// Whether it has this code.
    #[must_use]
    pub fn is(&self, code: Code) -> bool {
        self.code == code.name
    }

    /// By what problems are counted.
    #[must_use]
    pub fn chiave(&self) -> Chiave {
        (self.span.map(|span| span.file), self.code)
    }

    /// Whether the problem means that a part of the sources could not be read. Then what seems to be missing from the plan may
    /// be in that part.
    #[must_use]
    pub fn illeggibile(&self) -> bool {
        self.code.starts_with("P01")
    }

    /// Sets the words that are shown under the marked characters.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.label = Some(text.into());
        self
    }

    /// Adds another place of the files, with the words to show there.
    #[must_use]
    pub fn other(mut self, span: Span, text: impl Into<String>) -> Self {
        self.others.push((span, text.into()));
        self
    }

    /// Adds a fact that explains the problem.
    #[must_use]
    pub fn note(mut self, text: impl Into<String>) -> Self {
        self.notes.push(text.into());
        self
    }

    /// Adds a way to mend the problem.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.helps.push(text.into());
        self
    }

    /// Adds a part of a certain correction: `text` takes the place of the characters at `span`. A correction is certain when
    /// nobody who knows the plan could want another one, or when what is printed stays the same.
    #[must_use]
    pub fn patch(mut self, span: Span, text: impl Into<String>) -> Self {
        self.patch.push((span, text.into()));
        self
    }

    /// Adds a likely correction: it is shown, and the author decides.
    #[must_use]
    pub fn proposta(mut self, span: Span, text: impl Into<String>) -> Self {
        self.proposta = Some((span, text.into()));
        self
    }
}

/// The file of a problem, if it has one, and its code.
pub type Chiave = (Option<FileId>, &'static str);

/// Problems as they are compared after a change of the plan, when their places may be others.
#[derive(Debug, Clone, Default)]
pub struct Conto<'d> {
    /// How many there are of each file and code.
    pub quanti: BTreeMap<Chiave, usize>,
    /// Their words.
    pub parole: BTreeSet<(Chiave, &'d str)>,
}

/// The list to which every phase adds its problems. No phase stops at the first one, so one run shows them all.
#[derive(Debug, Clone, Default)]
pub struct Diagnostics(Vec<Diagnostic>, Vec<(Diagnostic, String)>);

impl Diagnostics {
    /// Add a problem.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Add a breach that the authors excuse, with their reason. It does not count as a problem, but it is listed.
    pub fn excuse(&mut self, diagnostic: Diagnostic, reason: String) {
        self.1.push((diagnostic, reason));
    }

    /// The breaches that are excused, by file and position, with their reasons.
    #[must_use]
    pub fn excused(&self) -> Vec<&(Diagnostic, String)> {
        let mut all: Vec<&(Diagnostic, String)> = self.1.iter().collect();
        all.sort_by(|a, b| (a.0.span, a.0.code).cmp(&(b.0.span, b.0.code)));
        all
    }

    /// Whether a [`Severity::Blocco`] was reported, which no output can be made with. Breaches of rules do not count here.
    #[must_use]
    pub fn has_blocking(&self) -> bool {
        self.count(Severity::Blocco) > 0
    }

    /// How many problems have this severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.0.iter().filter(|d| d.severity == severity).count()
    }

    /// How many there are.
    #[must_use]
    pub fn quanti(&self) -> usize {
        self.0.len()
    }

    /// Drops, of those reported after the first `from`, the ones that `keep` refuses.
    pub fn retain_after(&mut self, from: usize, keep: impl Fn(&Diagnostic) -> bool) {
        let mut n = 0;
        self.0.retain(|diagnostic| {
            n += 1;
            n <= from || keep(diagnostic)
        });
    }

    /// Adds to each problem what `more` makes of it.
    pub fn adding(&mut self, more: impl Fn(&mut Diagnostic)) {
        self.0.iter_mut().for_each(more);
    }

    /// All, as they were reported.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.0.iter()
    }

    /// The problems that are reported more often here than in `before`, of the same plan before it was changed. They are counted by
    /// file and code, because their words and places may change.
    #[must_use]
    pub fn new_since(&self, before: &Diagnostics) -> Vec<&Diagnostic> {
        let Conto { quanti: known, parole: words } = before.conto();
        let mut now: BTreeMap<Chiave, Vec<&Diagnostic>> = BTreeMap::new();
        for problem in self.sorted() {
            now.entry(problem.chiave()).or_default().push(problem);
        }
        let mut new = Vec::new();
        for (key, problems) in now {
            if problems.len() > known.get(&key).copied().unwrap_or_default() {
                // Of several problems with this code, the new one is that whose words were not there before.
                let other = problems.iter().find(|d| !words.contains(&(key, d.message.as_str())));
                new.extend(other.or(problems.first()).copied());
            }
        }
        new
    }

    /// How many there are of each file and code, and their words.
    #[must_use]
    pub fn conto(&self) -> Conto<'_> {
        let mut out = Conto::default();
        for problem in self.sorted() {
            *out.quanti.entry(problem.chiave()).or_default() += 1;
            out.parole.insert((problem.chiave(), &problem.message));
        }
        out
    }

    /// All, by file and position, each once. Problems without a place come first.
    #[must_use]
    pub fn sorted(&self) -> Vec<&Diagnostic> {
        let mut all: Vec<&Diagnostic> = self.0.iter().collect();
        all.sort_by(|a, b| (a.span, a.severity, a.code, &a.message).cmp(&(b.span, b.severity, b.code, &b.message)));
        all.dedup();
        all
    }
}

impl Extend<Diagnostic> for Diagnostics {
    fn extend<I: IntoIterator<Item = Diagnostic>>(&mut self, diagnostics: I) {
        self.0.extend(diagnostics);
    }
}

/// The candidate nearest to `word`, when it is near enough to be what the author meant. Case and accents are forgiven.
#[must_use]
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // Words from a hostile file can be megabytes long and the distance is quadratic.
    let word = fold(&word.chars().take(80).collect::<String>());
    let candidates: Vec<&str> = candidates.into_iter().filter(|c| c.len() <= 160 && accosta(&word, &fold(c))).collect();
    let best = candidates.iter().map(|c| (strsim::damerau_levenshtein(&word, &fold(c)), *c)).min()?;
    let near = best.0 <= 1 + word.chars().count() / 3;
    // A word that was cut short is far from the whole word, but it names it all the same.
    let begun = || candidates.iter().copied().find(|c| word.chars().count() > 4 && fold(c).starts_with(&word));
    near.then_some(best.1).or_else(begun)
}

/// Whether one of two words may be the other misspelt. `A4` is another unit than `A1`, and «segretario provinciale» another office than
/// «segretario generale», however few letters they differ in: the same figures, and words that are near one by one.
fn accosta(word: &str, candidate: &str) -> bool {
    let figures = |text: &str| -> Vec<String> {
        let groups = text.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty());
        groups.map(|group| group.trim_start_matches('0').to_owned()).collect()
    };
    let parts = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).map(str::to_owned).collect()
    };
    let (a, b) = (parts(word), parts(candidate));
    let near = |(a, b): (&String, &String)| {
        strsim::damerau_levenshtein(a, b) <= 1 + a.chars().count() / 3 || b.starts_with(a.as_str())
    };
    figures(word) == figures(candidate) && (a.len() != b.len() || a.len() < 2 || a.iter().zip(&b).all(near))
}

/// `range` moved inside `text` and onto the boundaries of characters. The renderer of excerpts panics on other ranges.
#[must_use]
pub fn clamp(text: &str, range: Range<usize>) -> Range<usize> {
    let floor = |n: usize| (0..=n.min(text.len())).rev().find(|n| text.is_char_boundary(*n)).unwrap_or(0);
    let (start, end) = (floor(range.start), floor(range.end));
    start..end.max(start)
}
