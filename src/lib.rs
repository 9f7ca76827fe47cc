//! `piao`: a compiler from Markdown and TOML to the PDF, the site and the data of a public body's plan.
//!
//! ```text
//! source::discover   Sources    what is on disk
//! load::load         Piano      what the plan says
//! index::resolve     Index      what each word names, and the facts
//! check::check                  what the outputs and the standards refuse
//! rules::check                  what the law and the plan itself contradict
//! lower::lower       Document   what a reader sees, in order
//! emit               Artifacts  path -> bytes (PDF, site)
//! ```
//!
//! Each phase is a function that returns its type whatever happens and reports to [`diag::Diagnostics`]; only `cli` stops.

pub mod base;
pub mod diag;
pub mod lingua;
pub mod source;
pub mod piano;
pub mod load;
pub mod index;
pub mod conti;
pub mod check;
pub mod rules;
pub mod document;
pub mod lower;
pub mod emit;
pub mod report;
pub mod publish;
pub mod verifica;
pub mod cli;

use conti::fatti::Fatti;
use diag::Diagnostics;
use document::Document;

/// Everything between the plan and the outputs, reckoning terms from `oggi` (none: from the date of the plan): what each word
/// names, what cannot be printed, what a reader sees. No document when `piao.toml` could not be read; whether to go on after an
/// error is for the caller to say.
pub fn analyse(
    piano: &piano::Piano,
    sources: &source::Sources,
    oggi: Option<base::giorno::Giorno>,
    diags: &mut Diagnostics,
) -> (index::Index, Fatti, Option<Document>) {
    let (index, fatti) = examine(piano, sources, oggi, diags);
    let document = compose(piano, &index, &fatti, sources, diags);
    (index, fatti, document)
}

/// The first half of [`analyse`]: what each word names, and what cannot be printed or is against a rule.
pub fn examine(
    piano: &piano::Piano,
    sources: &source::Sources,
    oggi: Option<base::giorno::Giorno>,
    diags: &mut Diagnostics,
) -> (index::Index, Fatti) {
    let index = index::resolve(piano, sources, diags);
    let fatti = Fatti::resolve(piano, &index, diags);
    check::check(piano, &index, sources, diags);
    rules::check(piano, &index, sources, oggi, diags);
    (index, fatti)
}

/// The second half of [`analyse`]: what a reader sees, in order and with numbers.
pub fn compose(
    piano: &piano::Piano,
    index: &index::Index,
    fatti: &Fatti,
    sources: &source::Sources,
    diags: &mut Diagnostics,
) -> Option<Document> {
    let document = lower::lower(piano, piano.impostazioni.as_ref()?, index, fatti, sources, diags);
    emit::glyphs::check(&document, diags);
    Some(document)
}
