//! `piao importa FILE.docx --revisioni [--scrivi]`: the comments and the changes of a copy for Word, at the lines of the plan; those that
//! are certain are written in it, when it is asked.

use super::args::Revisioni;
use super::importa::Dove;
use super::{Outcome, no_plan, out, quanti, say, show_all, stop, wrap};
use crate::base::sistema::motivo;
use crate::diag::codes::P1501;
use crate::diag::{Diagnostic, Diagnostics};
use crate::emit::layouts::Layouts;
use crate::importa::{Lista, Scritte, revisioni, scrivi};
use crate::project::Driver;
use crate::publish;
use crate::source::{IMPORTA, nominato};
use std::collections::BTreeMap;

/// The mark that tells a spreadsheet that a CSV is in UTF-8.
const BOM: &str = "\u{feff}";

pub(super) fn run(options: &Revisioni) -> Outcome {
    let bytes = match nominato(&options.file) {
        Ok(bytes) => bytes,
        Err(error) => {
            let problem = Diagnostic::global(P1501, format!("`{}` non si può leggere", options.file.display()));
            let help = "controlla il nome; se il file è aperto in un altro programma, chiudilo";
            return stop(&problem.note(motivo(&error)).help(help));
        }
    };
    let mut plan = match Driver::new(Layouts::embedded()).open(&options.folder) {
        Ok(plan) => plan,
        Err(problem) => return stop(&problem),
    };
    let compiled = plan.compile(&mut |_| {});
    if compiled.document.is_none() {
        if let Some(none) = no_plan(compiled) {
            return stop(none);
        }
        show_all(&compiled.diags, &compiled.sources);
        say("Le revisioni non si possono riportare: prima serve un piano che si legga.");
        return Outcome::Errors;
    }
    let name = options.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut written = 0;
    if options.write {
        let dove = Dove::di(&compiled.sources);
        let done =
            scrivi(&name, &bytes, &mut plan).and_then(|done| dove.write(&done.files, &BTreeMap::new()).map(|()| done));
        match done {
            Ok(Scritte { fatte, .. }) => {
                written = fatte.len();
                fatte.iter().for_each(|line| wrap(&format!("scritta: {line}"), "", 100));
            }
            Err(problem) => return stop(&problem),
        }
        plan.compile(&mut |_| {});
    }
    let Some(compiled) = plan.compiled() else { return Outcome::CouldNotRun };
    let found = match revisioni(&name, &bytes, compiled) {
        Ok(found) => found,
        Err(problem) => return stop(&problem),
    };
    let mut problems = Diagnostics::default();
    found.problemi.iter().for_each(|problem| problems.push(problem.clone()));
    show_all(&problems, &compiled.sources);
    if options.list && !found.righe.is_empty() {
        let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
        let path = format!("{IMPORTA}/revisioni-{stem}.csv");
        let bytes = format!("{BOM}{}", Lista(&found.righe)).into_bytes();
        // The list may have notes of who works on it.
        if let Err(problem) = publish::create(&BTreeMap::from([(path.clone(), bytes)]), &compiled.sources.root) {
            return stop(&problem);
        }
        out(&format!("L’elenco è in {}.", compiled.sources.root.join(path).display()));
    }
    let of = |what: &str| found.righe.iter().filter(|row| row.che == what).count();
    let comments = quanti(of("commento"), "commento", "commenti");
    let changes = quanti(of("modifica"), "modifica proposta", "modifiche proposte");
    let silent = quanti(of("modifica non registrata"), "modifica non registrata", "modifiche non registrate");
    let same = quanti(found.uguali, "testo è rimasto com’era", "testi sono rimasti com’erano");
    let done = match written {
        0 => "Nel piano non è stato cambiato niente.".to_owned(),
        n => format!(
            "Nel piano {}; di ciò che resta decide chi lo scrive.",
            quanti(n, "modifica è stata scritta", "modifiche sono state scritte")
        ),
    };
    let rest = if written == 0 { "" } else { "restano " };
    wrap(&format!("{name}: {rest}{comments}, {changes}, {silent}; {same}. {done}"), "", 100);
    Outcome::Done
}
