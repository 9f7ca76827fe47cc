//! The tests that see the program from outside. `tests/README.md` says how to run, add and update them.

#[path = "suite/project.rs"]
mod project;

#[path = "suite/cli.rs"]
mod cli;
#[path = "suite/commonmark.rs"]
mod commonmark;
#[path = "suite/content.rs"]
mod content;
#[path = "suite/determinism.rs"]
mod determinism;
#[path = "suite/errors.rs"]
mod errors;
#[path = "suite/hostile.rs"]
mod hostile;
#[path = "suite/parity.rs"]
mod parity;
#[path = "suite/pdf.rs"]
mod pdf;
