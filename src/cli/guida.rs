//! `piao guida`: the manual as a PDF, compiled like a plan.

use super::phases::Phases;
use super::{Outcome, out, show_all, stop};
use crate::emit::layouts::Layouts;
use crate::project::{Driver, Format};
use crate::{guida, publish};
use std::collections::BTreeMap;
use std::path::Path;

pub(super) fn run(file: &Path) -> Outcome {
    let files = guida::files();
    let mut plan =
        Driver::new(Layouts::embedded()).memory(files.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    let mut phases = Phases::new(5);
    // The manual shows mistakes on purpose, so its rules are not asked: only what cannot be read stops it.
    let broken = plan.compile(&mut |step| phases.step(step)).diags.has_blocking();
    let made = plan.outputs(&[Format::Pdf], &mut |step| phases.step(step));
    phases.finish();
    let pdf = match made {
        Ok(outputs) if !broken => outputs.pdf,
        made => {
            // A fault of the manual, and so of ours.
            if let Some(compiled) = plan.compiled() {
                let mut diags = compiled.diags.clone();
                diags.extend(made.err().unwrap_or_default());
                show_all(&diags, &compiled.sources);
            }
            return Outcome::Errors;
        }
    };
    let Some((pdf, name)) = pdf.zip(file.file_name()) else { return Outcome::CouldNotRun };
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let files = BTreeMap::from([(name.to_string_lossy().into_owned(), pdf.bytes)]);
    if let Err(problem) = publish::create(&files, folder) {
        return stop(&problem);
    }
    out(&format!("La guida, {} pagine, è in {}.", pdf.count, file.display()));
    Outcome::Done
}
