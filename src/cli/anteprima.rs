//! `piao anteprima`: the plan in the browser, made again at each change, until the program is closed.

use super::args::Anteprima;
use super::{Outcome, out, say, stop};
use crate::preview::Preview;

pub(super) fn run(options: &Anteprima) -> Outcome {
    let preview = match Preview::open(&options.folder, options.port) {
        Ok(preview) => preview,
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
