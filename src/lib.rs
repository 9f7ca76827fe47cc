//! `piao`: a compiler from Markdown and TOML to the PDF, the site and the data of a public body's plan.
//!
//! ```text
//! source::discover   Sources    what is on disk
//! load::load         Piano      what the plan says
//! resolve::resolve   Index      what each word names, and the facts
//! check::check                  what the outputs and the standards refuse
//! lower::lower       Document   what a reader sees, in order
//! emit               Artifacts  path -> bytes (PDF, site)
//! ```
//!
//! Each phase is a function that returns its type whatever happens and reports to [`diag::Diagnostics`]; only `cli` stops.

pub mod check;
pub mod cli;
pub mod data;
pub mod diag;
pub mod document;
pub mod element;
pub mod emit;
pub mod facts;
pub mod glyphs;
pub mod layouts;
pub mod load;
pub mod piano_tipo;
pub mod prose;
pub mod publish;
pub mod resolve;
pub mod settings;
pub mod source;
pub mod span;
pub mod view;
