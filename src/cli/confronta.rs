//! `piao confronta`: what changed from a plan to another.

use super::args::{Confronta, Forma};
use super::phases::Phases;
use super::{Outcome, Task, open, out, say, stop};
use crate::confronta::{self, Figure, confronta, da_file, del_documento, del_sito, pubblicato};
use crate::diag::Diagnostic;
use crate::diag::codes::{P0113, P1031};
use crate::emit::dati;
use crate::emit::layouts::Layouts;
use crate::piano::settings::Scelta;
use serde_json::Value;
use std::path::Path;

/// The most columns of a line.
const WIDTH: usize = 100;

pub(super) fn run(options: &Confronta) -> Outcome {
    let ([prima, dopo], [before, after]) = (&options.plans, options.versions);
    if before.is_some() && !sources(prima) && !sources(dopo) {
        let problem =
            Diagnostic::global(P1031, "`--momento` sceglie una versione dalle fonti di un piano, e qui non ce ne sono")
                .help("un’edizione pubblicata è già di un momento solo: togli `--momento`");
        return stop(&problem);
    }
    let (prima, dopo) = match (read(prima, before), read(dopo, after)) {
        (Ok(prima), Ok(dopo)) => (prima, dopo),
        (Err(outcome), _) | (_, Err(outcome)) => return outcome,
    };
    let found = confronta(&prima.0, &dopo.0).con_figure(&prima.1, &dopo.1);
    out(&match options.form {
        Forma::Testo => confronta::testo(&found, WIDTH),
        Forma::Markdown => confronta::markdown(&found),
        Forma::Html => confronta::html(&found, &Layouts::embedded()),
        Forma::Json => confronta::json(&found),
    });
    Outcome::Done
}

/// Whether `typed` names the sources of a plan.
fn sources(typed: &Path) -> bool {
    typed.join("piao.toml").is_file() || typed.is_file() && typed.file_name().is_some_and(|name| name == "piao.toml")
}

/// The `piao.json` of a version of the plan that `typed` names, and its pictures where they can be had. The sources of a plan are compiled, unless they cannot be; a published edition is
/// read.
fn read(typed: &Path, version: Option<Scelta>) -> Result<(Value, Figure), Outcome> {
    let told = |problem: Box<Diagnostic>| stop(&problem);
    if typed.is_file() && !sources(typed) {
        return da_file(typed).map(|json| (json, del_sito(typed))).map_err(told);
    }
    if typed.is_dir() && !typed.join("piao.toml").is_file() {
        let Some(file) = pubblicato(typed) else {
            let problem =
                Diagnostic::global(P0113, format!("in `{}` non c’è un piano da confrontare", typed.display()))
                    .note("non c’è `piao.toml`, e nemmeno `sito/dati/piao.json` di un’edizione pubblicata")
                    .help("indica la cartella di un piano, quella di un’edizione (`edizioni/2027`), o un `piao.json`");
            return Err(stop(&problem));
        };
        return da_file(&file).map(|json| (json, del_sito(&file))).map_err(told);
    }
    let mut phases = Phases::new(4);
    let plan = open(typed, version, Layouts::embedded(), Task::Read, &mut phases).inspect_err(|outcome| {
        if !matches!(outcome, Outcome::Errors) {
            return;
        }
        say(&format!("Il piano è quello di `{}`: il confronto non è stato fatto.", typed.display()));
    })?;
    phases.finish();
    let document = plan.compiled().and_then(|compiled| compiled.document.as_ref()).ok_or(Outcome::CouldNotRun)?;
    let json = serde_json::from_slice(&dati::piano(document)).map_err(|_| Outcome::CouldNotRun)?;
    Ok((json, del_documento(document)))
}
