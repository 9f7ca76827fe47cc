//! `piao`: a compiler from Markdown and TOML to the PDF, the site and the data of a public body's plan.

pub mod data;
pub mod diag;
pub mod document;
pub mod element;
pub mod emit;
pub mod facts;
pub mod layouts;
pub mod load;
pub mod piano_tipo;
pub mod prose;
pub mod resolve;
pub mod settings;
pub mod source;
pub mod span;
pub mod view;
