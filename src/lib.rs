//! `piao`.
pub mod data;
pub mod document;
pub mod element;
pub mod emit;
pub mod span;
