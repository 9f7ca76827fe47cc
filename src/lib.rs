//! `piao`.
pub mod data;
pub mod diag;
pub mod document;
pub mod element;
pub mod emit;
pub mod layouts;
pub mod span;
