//! What is found, told: on a terminal, to other programs, and as the pages that explain each code.

pub mod machine;
pub mod pagine;
pub mod terminal;
