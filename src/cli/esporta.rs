//! `piao esporta`: a copy of the plan, or of a part of it, for Word.

use super::args::Esporta;
use super::compila::find_part;
use super::insieme::{self, Asked};
use super::phases::Phases;
use super::{Outcome, Task, compiled, out, refused, show_all, stop};
use crate::diag::Diagnostic;
use crate::diag::codes::P0174;
use crate::emit::layouts::Layouts;
use crate::project::Driver;
use crate::publish;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

pub(super) fn run(options: &Esporta) -> Outcome {
    let driver = Driver::new(Layouts::embedded());
    let plan = match insieme::asked(&driver, &options.folder, options.ente.as_deref()) {
        Ok(Asked::One(plan)) => *plan,
        Ok(Asked::All(workspace)) => {
            let first = workspace.order().find_map(|n| workspace.nomi().nth(n)).unwrap_or_default();
            let problem = Diagnostic::global(P0174, "qui ci sono più piani, e se ne esporta uno per volta");
            return stop(&problem.help(format!("scrivi quale: `--ente {first}`")));
        }
        Err(outcome) => return outcome,
    };
    let mut phases = Phases::new(5);
    let mut plan = match compiled(plan, options.version, Task::Read, &mut phases) {
        Ok(plan) => plan,
        Err(outcome) => return outcome,
    };
    let part = options.section.as_deref().map(|word| find_part(word, &plan, "--sezione"));
    let part = match part.transpose() {
        Ok(part) => part,
        Err(problem) => return stop(&problem),
    };
    let file = options.output.clone().unwrap_or_else(|| match &part {
        Some(id) => PathBuf::from(format!("piao-{id}.docx")),
        None => PathBuf::from("piao.docx"),
    });
    let made = phases.run("copia per Word", || plan.docx(part.as_ref()));
    let bytes = match made {
        Ok(bytes) => bytes,
        Err(problems) => return refused(&plan, problems, Task::Read, &mut phases),
    };
    phases.finish();
    if let Some(compiled) = plan.compiled() {
        show_all(&compiled.diags, &compiled.sources);
    }
    let Some(name) = file.file_name() else { return Outcome::CouldNotRun };
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let size = bytes.len() as f64 / 1e6;
    let files = BTreeMap::from([(name.to_string_lossy().into_owned(), bytes)]);
    // A copy that somebody has commented is never written over.
    if let Err(problem) = publish::create(&files, folder) {
        return stop(&problem);
    }
    let size = format!("{size:.1}").replace('.', ",");
    out(&format!("La copia per la revisione è in {} ({size} MB).", file.display()));
    let root = plan.compiled().map_or(options.folder.as_path(), |compiled| compiled.sources.root.as_path());
    out(&format!("Quando torna: piao importa {} {} --revisioni", file.display(), root.display()));
    Outcome::Done
}
