//! The quick corrections of the problems of a file: those that `piao controlla --correggi` would make, and those that it only proposes.

use super::{Edit, Editor};
use crate::base::span::{FileId, Span};
use crate::base::text::capital;
use crate::diag::Diagnostic;
use crate::project::Compiled;

/// A way to mend a problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// What it does: `scrivi «possibilità»`.
    pub title: String,
    /// The code of the problem.
    pub code: &'static str,
    /// The words of the problem.
    pub message: String,
    /// Where the problem is reported.
    pub span: Span,
    /// What it changes: all together, or nothing.
    pub edits: Vec<Edit>,
    /// Whether it is certain. Otherwise it is right only if it is what the author meant.
    pub certain: bool,
}

impl Editor<'_> {
    /// The corrections of the problems that are reported in the file at `path`, in the order of their places.
    #[must_use]
    pub fn corrections(&self, path: &str) -> Vec<Correction> {
        let Some((file, _)) = self.now.sources.find(path) else { return vec![] };
        let here = self.now.diags.sorted().into_iter().filter(|d| d.span.is_some_and(|span| span.file == file));
        here.flat_map(|problem| of(self.now, problem, file)).collect()
    }
}

fn of(compiled: &Compiled, problem: &Diagnostic, file: FileId) -> Vec<Correction> {
    let make = |edits: &[(Span, String)], certain: bool| {
        let edits: Option<Vec<Edit>> = edits.iter().map(|(span, text)| edit(compiled, *span, text)).collect();
        let edits = edits.filter(|edits| !edits.is_empty())?;
        let title = match problem.helps.first().map(|help| help.lines().next().unwrap_or_default()) {
            Some(help) => capital(help.trim_end_matches(':')),
            None => match edits.as_slice() {
                [only] if only.text.trim().is_empty() => "Togli queste parole".to_owned(),
                [only] => format!("Scrivi «{}»", crate::base::text::short(only.text.trim())),
                _ => "Correggi".to_owned(),
            },
        };
        let span = problem.span.unwrap_or(Span::new(file, 0..0));
        Some(Correction { title, code: problem.code, message: problem.message.clone(), span, edits, certain })
    };
    let certain = make(&problem.patch, true);
    let proposed = problem.proposta.as_ref().and_then(|one| make(std::slice::from_ref(one), false));
    certain.into_iter().chain(proposed).collect()
}

/// None for an edit that cannot be made: of a CSV, which a spreadsheet writes, of words that are not there, or of a text that is of another
/// plan.
fn edit(compiled: &Compiled, span: Span, text: &str) -> Option<Edit> {
    if span.file.vicino().is_some() {
        return None;
    }
    let file = compiled.sources.file(span.file).filter(|file| !file.has_extension("csv"))?;
    let old = file.text().get(span.range())?;
    (old != text).then(|| Some(Edit { place: Editor::place(compiled, span)?, text: text.to_owned() }))?
}
