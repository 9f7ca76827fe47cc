//! `piao anteprima`: the plan in the browser, made again at each change, until the program is closed.

use super::args::Anteprima;
use super::{Outcome, out, say, stop};
use crate::base::sistema::motivo;
use crate::preview::{Command, Preview, Said};
use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;

pub(super) fn run(options: &Anteprima) -> Outcome {
    let preview = match Preview::open(&options.folder, options.port) {
        Ok(preview) => preview.with_commands(Arc::new(command_on)),
        Err(problem) => return stop(&problem),
    };
    out(&format!("L’anteprima è qui: {}", preview.address));
    out("Si rinnova a ogni file salvato. Per chiuderla: Ctrl+C, o chiudi questa finestra.");
    if options.browser && open::that(&preview.address).is_err() {
        say("Il browser non si è aperto: apri tu quell’indirizzo.");
    }
    match preview.serve() {
        Ok(()) => Outcome::Done,
        Err(error) => {
            say(&format!("L’anteprima si è chiusa: {error}."));
            Outcome::CouldNotRun
        }
    }
}

/// Runs a command on the plan of `folder` as if it had been typed, and gives what it prints.
fn command_on(command: Command, folder: &Path) -> Said {
    let words: &[&str] = match command {
        Command::Compila => &["compila"],
        Command::Pubblica => &["pubblica"],
        Command::Bozza => &["pubblica", "--bozza"],
    };
    let program = std::env::current_exe();
    let made = program.and_then(|program| {
        let mut child = std::process::Command::new(program);
        child.args(words).arg(folder).env("NO_COLOR", "1").stdin(Stdio::null()).output()
    });
    match made {
        Ok(made) => {
            let said = [made.stderr, made.stdout].map(|bytes| String::from_utf8_lossy(&bytes).trim().to_owned());
            Said { done: made.status.success(), words: said.join("\n").trim().to_owned() }
        }
        Err(error) => Said { done: false, words: format!("Il comando non è partito: {}.", motivo(&error)) },
    }
}
