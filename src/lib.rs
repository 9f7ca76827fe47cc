//! `piao`: a compiler from Markdown and TOML to the PDF, the site and the data of a public body's plan.
//!
//! ```text
//! source::Folder     Sources    what its authors have in front of them
//! load::load         Piano      what the plan says
//! index::resolve     Index      what each word names
//! conti              Fatti      what it implies
//! check::check                  what the outputs and the standards refuse
//! rules::check                  what the law and the plan itself contradict
//! lower::lower       Document   what a reader sees, in order
//! emit               Artifacts  path -> bytes (PDF, site, data)
//! project::Driver    all of it, for a plan in memory, once or again after a change
//! editor::Editor     what stands at a place of its sources, and what may be written there
//! preview::Preview   the same in a browser, while its authors write
//! ```
//!
//! Each phase is a function that returns its type whatever happens and reports to [`diag::Diagnostics`]; only `cli` stops.
//! A folder uses only those above it in this list. Those that nothing outside the library needs are private: then the compiler
//! tells what in them is used no longer.

pub mod base;
pub mod diag;
mod lingua;
pub mod source;
pub mod piano;
mod load;
mod index;
mod conti;
mod check;
pub mod rules;
pub mod document;
mod lower;
pub mod emit;
pub mod report;
mod publish;
mod confronta;
mod anno;
pub mod verifica;
mod nuovo;
mod guida;
pub mod project;
mod editor;
mod importa;
mod raccolta;
mod lsp;
pub mod preview;
pub mod cli;
