//! `piao`: a compiler from Markdown and TOML to the PDF, the site and the data of a public body's plan.
//!
//! ```text
//! source::discover   Sources    what is on disk
//! load::load         Piano      what the plan says
//! resolve::resolve   Index      what each word names, and the facts
//! check::check                  what the outputs and the standards refuse
//! rules::check                  what the law and the plan itself contradict
//! lower::lower       Document   what a reader sees, in order
//! emit               Artifacts  path -> bytes (PDF, site)
//! ```
//!
//! Each phase is a function that returns its type whatever happens and reports to [`diag::Diagnostics`]; only `cli` stops.

pub mod accenti;
pub mod check;
pub mod cli;
pub mod codici;
pub mod colore;
pub mod completezza;
pub mod data;
pub mod diag;
pub mod document;
pub mod element;
pub mod emit;
pub mod facts;
pub mod finanziamenti;
pub mod formazione;
pub mod glyphs;
pub mod impronta;
pub mod layouts;
pub mod load;
pub mod norme;
pub mod ortografia;
pub mod pagine;
pub mod performance;
pub mod piano_tipo;
pub mod prose;
pub mod publish;
pub mod resolve;
pub mod rules;
pub mod segnaposto;
pub mod settings;
pub mod sigle;
pub mod source;
pub mod span;
pub mod tempo;
pub mod verifica;
pub mod view;

use diag::Diagnostics;
use document::{Document, lower};

/// Everything between the plan and the outputs, reckoning terms from `oggi` (none: from the date of the plan): what each word
/// names, what cannot be printed, what a reader sees. No document when `piao.toml` could not be read; whether to go on after an
/// error is for the caller to say.
pub fn analyse(
    piano: &load::Piano,
    sources: &source::Sources,
    oggi: Option<data::Data>,
    diags: &mut Diagnostics,
) -> (resolve::Index, Option<Document>) {
    let index = examine(piano, sources, oggi, diags);
    let document = compose(piano, &index, sources, diags);
    (index, document)
}

/// The first half of [`analyse`]: what each word names, and what cannot be printed or is against a rule.
pub fn examine(
    piano: &load::Piano,
    sources: &source::Sources,
    oggi: Option<data::Data>,
    diags: &mut Diagnostics,
) -> resolve::Index {
    let index = resolve::resolve(piano, sources, diags);
    check::check(piano, &index, sources, diags);
    rules::check(piano, &index, sources, oggi, diags);
    index
}

/// The second half of [`analyse`]: what a reader sees, in order and with numbers.
pub fn compose(
    piano: &load::Piano,
    index: &resolve::Index,
    sources: &source::Sources,
    diags: &mut Diagnostics,
) -> Option<Document> {
    let document = lower::lower(piano, piano.impostazioni.as_ref()?, index, sources, diags);
    glyphs::check(&document, diags);
    Some(document)
}
