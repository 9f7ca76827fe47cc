//! `piao importa`: the sheets of a workbook as data of the plan, the text of a document as its sections.

use super::args::Importa;
use super::{Outcome, out, quanti, say, show_all, stop, wrap};
use crate::base::sistema::motivo;
use crate::diag::codes::{P1403, P1501};
use crate::diag::{Diagnostic, Diagnostics, Severity};
use crate::emit::layouts::Layouts;
use crate::importa::{Importato, importa, word};
use crate::project::Driver;
use crate::publish;
use crate::source::{Sources, nominato};
use std::collections::BTreeMap;
use std::io;
use std::path::Path;

/// The mark that tells a spreadsheet that a CSV is in UTF-8.
const BOM: &str = "\u{feff}";
/// The most columns of a line.
const WIDTH: usize = 100;
/// How many changed values are listed.
const CAMBIATI: usize = 40;

pub(super) fn run(options: &Importa) -> Outcome {
    let bytes = match nominato(&options.file) {
        Ok(bytes) => bytes,
        Err(error) => {
            let problem = Diagnostic::global(P1501, format!("`{}` non si può leggere", options.file.display()));
            return stop(
                &problem
                    .note(motivo(&error))
                    .help("controlla il nome; se il file è aperto in un altro programma, chiudilo"),
            );
        }
    };
    let mut plan = match Driver::new(Layouts::embedded()).open(&options.folder) {
        Ok(plan) => plan,
        Err(problem) => return stop(&problem),
    };
    let compiled = plan.compile(&mut |_| {});
    if compiled.piano.impostazioni.is_none() {
        show_all(&compiled.diags, &compiled.sources);
        say("Non è stato importato niente: prima serve un piano che si legga. `piao nuovo` ne comincia uno.");
        return Outcome::Errors;
    }
    let root = compiled.sources.root.clone();
    let name = options.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let done = match word::documento(&options.file) {
        true => word::importa(&name, &bytes, &mut plan),
        false => importa(&name, &bytes, &mut plan, options.wins),
    };
    let found = match done {
        Ok(found) => found,
        Err(problem) => return stop(&problem),
    };
    if let Err(problem) = write(&found, &root) {
        return stop(&problem);
    }
    tell(&found)
}

/// Puts the new files in the plan, and replaces those that an import before wrote.
fn write(found: &Importato, root: &Path) -> Result<(), Diagnostic> {
    let bytes = |path: &str, text: &str| {
        if path.ends_with(".csv") { format!("{BOM}{text}") } else { text.to_owned() }.into_bytes()
    };
    let texts = found.files.iter().map(|(path, text)| (path.clone(), bytes(path, text)));
    let all: BTreeMap<String, Vec<u8>> = texts.chain(found.binari.clone()).collect();
    let (old, new) = all.into_iter().partition::<BTreeMap<_, _>, _>(|(path, _)| root.join(path).is_file());
    publish::create(&new, root)?;
    for (path, bytes) in &old {
        publish::mend(&root.join(path), bytes).map_err(|error: io::Error| {
            Diagnostic::global(P1403, format!("`{path}` non si può scrivere"))
                .note(motivo(&error))
                .help("chiudi il programma che lo tiene aperto e ripeti il comando: non si perde niente")
        })?;
    }
    Ok(())
}

/// Says what was done, and what was not.
fn tell(found: &Importato) -> Outcome {
    let mut problems = Diagnostics::default();
    found.problemi.iter().for_each(|problem| problems.push(problem.clone()));
    show_all(&problems, &Sources::default());
    for line in &found.fogli {
        wrap(line, "", WIDTH);
    }
    for line in found.cambiati.iter().take(CAMBIATI) {
        wrap(line, "  cambiato: ", WIDTH);
    }
    if let Some(rest) = found.cambiati.len().checked_sub(CAMBIATI).filter(|rest| *rest > 0) {
        out(&format!("  … e altri {rest}"));
    }
    if found.files.is_empty() && found.binari.is_empty() {
        say("Non è stato importato niente.");
        return Outcome::Errors;
    }
    let errors =
        found.problemi.iter().filter(|problem| matches!(problem.severity, Severity::Blocco | Severity::Errore)).count();
    if errors > 0 {
        let what = quanti(errors, "punto da correggere", "punti da correggere");
        say(&format!(
            "Importato, con {what}: si correggono nel file importato, ripetendo il comando, o in quello che è stato scritto."
        ));
        return Outcome::Errors;
    }
    Outcome::Done
}
