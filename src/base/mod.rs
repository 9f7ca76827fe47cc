//! The types on which all the other folders are built: places in files, days, colours, digests, words, fonts. Nothing here
//! knows what a plan is.

pub mod colore;
pub mod decisioni;
pub mod fonts;
pub mod giorno;
pub mod hash;
pub mod sistema;
pub mod span;
pub mod text;
