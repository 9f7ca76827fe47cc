//! `piao lsp`: the server of the editors, on standard input and output.

use super::{Outcome, say};
use crate::lsp;
use std::io::IsTerminal;

pub(super) fn run() -> Outcome {
    if std::io::stdin().is_terminal() {
        say(
            "`piao lsp` lo avvia un editor, come VS Code, Helix o Neovim: docs/editor.md dice come. Per chiuderlo: Ctrl+C.",
        );
    }
    match lsp::serve() {
        Ok(true) => Outcome::Done,
        Ok(false) => Outcome::Errors,
        Err(error) => {
            say(&format!("L’editor non parla come dovrebbe: {error}."));
            Outcome::CouldNotRun
        }
    }
}
