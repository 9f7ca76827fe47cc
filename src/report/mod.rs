//! How problems are shown: on a terminal, in formats for other programs, and with the page that explains each code.

pub mod machine;
pub mod pagine;
pub mod terminal;
