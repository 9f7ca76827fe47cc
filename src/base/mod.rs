//! What everything else is made of: places in files, days, colours, digests, words, fonts. It knows nothing of plans.

pub mod colore;
pub mod fonts;
pub mod giorno;
pub mod hash;
pub mod span;
pub mod text;
