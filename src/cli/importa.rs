//! `piao importa`: the sheets of a workbook as data of the plan, the answers of a collection put where the plan has them, the text of a
//! document as its sections.

use super::args::Importa;
use super::raccolta::illeggibile;
use super::{Outcome, no_plan, out, put, quanti, say, show, show_all, stop, wrap};
use crate::base::sistema::motivo;
use crate::base::text::in_shell;
use crate::diag::codes::{P1403, P1501, P1502};
use crate::diag::{Diagnostic, Diagnostics, Severity};
use crate::emit::layouts::Layouts;
use crate::importa::{Importato, foglio, importa, word};
use crate::project::Driver;
use crate::publish;
use crate::raccolta::{Ritorno, riconosci, ritorno};
use crate::source::{File, IMPORTA, Sources, fogli_in, nominato};
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The mark that tells a spreadsheet that a CSV is in UTF-8.
const BOM: &str = "\u{feff}";
/// The most columns of a line.
const WIDTH: usize = 100;
/// How many changed values are listed.
const CAMBIATI: usize = 40;

pub(super) fn run(options: &Importa) -> Outcome {
    let files = match files(&options.file) {
        Ok(files) => files,
        Err(problem) => return stop(&problem),
    };
    let mut plan = match Driver::new(Layouts::embedded()).open(&options.folder) {
        Ok(plan) => plan,
        Err(problem) => return stop(&problem),
    };
    let compiled = plan.compile(&mut |_| {});
    if compiled.piano.impostazioni.is_none() {
        if let Some(none) = no_plan(compiled) {
            return stop(none);
        }
        show_all(&compiled.diags, &compiled.sources);
        say("Non è stato importato niente: prima serve un piano che si legga. `piao nuovo` ne comincia uno.");
        return Outcome::Errors;
    }
    if let Some(outcome) = illeggibile(compiled) {
        return outcome;
    }
    let dove = Dove::di(&compiled.sources);
    if let ([(name, bytes)], true) = (files.as_slice(), word::documento(&options.file)) {
        return match word::importa(name, bytes, &mut plan) {
            Ok(found) => done(dove.write(&found.files, &found.binari), || tell(&found)),
            Err(problem) => stop(&problem),
        };
    }
    let (mut books, mut others) = (Vec::new(), Vec::new());
    for (name, bytes) in files {
        let fogli = match foglio::leggi(&name, &bytes) {
            Ok(fogli) => fogli,
            Err(problem) => return stop(&problem),
        };
        match riconosci(&name, &fogli) {
            Some(Ok(book)) => books.push(book),
            Some(Err(problem)) => return stop(&problem),
            None => others.push((name, fogli)),
        }
    }
    match (books.as_slice(), others.as_slice()) {
        ([], [(name, fogli)]) => match importa(name, fogli, &mut plan, options.wins) {
            Ok(found) => done(dove.write(&found.files, &found.binari), || tell(&found)),
            Err(problem) => stop(&problem),
        },
        ([], _) => stop(&none(&options.file)),
        (books, others) => {
            for (name, _) in others {
                let problem =
                    Diagnostic::global(P1502, format!("`{name}` non è un file di una raccolta: non è stato letto"));
                let folder = in_shell(&options.folder.display().to_string());
                let help = format!("importalo da solo: `piao importa {} {folder}`", in_shell(name));
                show(&problem.help(help), &Sources::default());
            }
            match ritorno(books, &mut plan, options.wins) {
                Ok(found) => done(dove.write(&found.files, &BTreeMap::new()), || tell_back(&found)),
                Err(problem) => stop(&problem),
            }
        }
    }
}

/// The files that the user names: one, or the workbooks of a folder.
fn files(path: &Path) -> Result<Vec<(String, Vec<u8>)>, Diagnostic> {
    let unreadable = |path: &Path, error: &io::Error| {
        Diagnostic::global(P1501, format!("`{}` non si può leggere", path.display()))
            .note(motivo(error))
            .help("controlla il nome; se il file è aperto in un altro programma, chiudilo")
    };
    let all =
        if path.is_dir() { fogli_in(path).map_err(|error| unreadable(path, &error))? } else { vec![path.to_owned()] };
    let each = all.iter().map(|path| {
        let bytes = nominato(path).map_err(|error| unreadable(path, &error))?;
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        Ok((name, bytes))
    });
    each.collect()
}

/// A folder from which nothing can be imported.
fn none(folder: &Path) -> Diagnostic {
    Diagnostic::global(P1501, format!("in `{}` non ci sono file di una raccolta", folder.display()))
        .note("da una cartella si importano i file che `piao raccolta` ha scritto e gli uffici hanno compilato")
        .help("per un altro foglio scrivi il nome del file: `piao importa obiettivi.xlsx`")
}

fn done(written: Result<(), Diagnostic>, tell: impl FnOnce() -> Outcome) -> Outcome {
    match written {
        Ok(()) => tell(),
        Err(problem) => stop(&problem),
    }
}

/// The folder of a plan, and its files as they were read when the command began.
pub(super) struct Dove {
    root: PathBuf,
    letti: Vec<Arc<File>>,
}

impl Dove {
    pub(super) fn di(sources: &Sources) -> Self {
        Dove { root: sources.root.clone(), letti: sources.files.clone() }
    }

    fn letto(&self, path: &str) -> Option<&File> {
        self.letti.iter().find(|file| file.path == path).map(AsRef::as_ref)
    }

    /// Puts the new files in the plan, and replaces those that it has: each only if the disk still has what was read.
    pub(super) fn write(
        &self,
        texts: &BTreeMap<String, String>,
        binari: &BTreeMap<String, Vec<u8>>,
    ) -> Result<(), Diagnostic> {
        let bytes = |path: &str, text: &str| match self.letto(path) {
            // A file of the plan keeps the ends of its lines.
            Some(file) if std::str::from_utf8(&file.bytes).is_ok() => file.con_segno(text),
            _ => if path.ends_with(".csv") { format!("{BOM}{text}") } else { text.to_owned() }.into_bytes(),
        };
        let texts = texts.iter().map(|(path, text)| (path.clone(), bytes(path, text)));
        let all: BTreeMap<String, Vec<u8>> = texts.chain(binari.clone()).collect();
        // What an import before wrote beside the sources is ours; another file that was not there is of somebody else.
        let ours = |path: &str| path.starts_with(&format!("{IMPORTA}/")) && self.root.join(path).is_file();
        let (old, new) =
            all.into_iter().partition::<BTreeMap<_, _>, _>(|(path, _)| self.letto(path).is_some() || ours(path));
        let refused = |path: &str, why: String| {
            Diagnostic::global(P1403, format!("`{path}` non si può scrivere"))
                .note(why)
                .help("chiudi il programma che lo tiene aperto e ripeti il comando: non si perde niente")
        };
        let same = |path: &str, done: io::Result<bool>| match done {
            Ok(true) => Ok(()),
            Ok(false) => Err(refused(path, "è stato cambiato mentre il comando lavorava".to_owned())),
            Err(error) => Err(refused(path, motivo(&error))),
        };
        // A file of which there is something to tell has no place on the disk to be compared with.
        let known = |path: &str| self.letto(path).filter(|file| !file.disco.as_os_str().is_empty());
        // First all are looked at: of an import nothing is written, or what belongs together.
        for path in old.keys() {
            same(path, known(path).map_or(Ok(true), File::invariato))?;
        }
        if !new.is_empty() {
            publish::create(&new, &self.root)?;
        }
        for (path, bytes) in &old {
            let done = match known(path) {
                Some(file) => put(file, bytes),
                None => publish::mend(&self.root.join(path), bytes).map(|()| true),
            };
            same(path, done)?;
        }
        Ok(())
    }
}

/// Says what the workbooks of a collection changed.
fn tell_back(found: &Ritorno) -> Outcome {
    let mut problems = Diagnostics::default();
    found.problemi.iter().for_each(|problem| problems.push(problem.clone()));
    show_all(&problems, &Sources::default());
    list(&found.cambiati, "  ");
    if !found.note.is_empty() {
        out("Note degli uffici, che nel piano non entrano:");
        list(&found.note, "  ");
    }
    found.libri.iter().for_each(|line| wrap(line, "", WIDTH));
    if found.problemi.iter().any(|problem| matches!(problem.severity, Severity::Blocco | Severity::Errore)) {
        say("Quello che non è entrato è detto sopra, cella per cella: si corregge nel file e si ripete il comando.");
        return Outcome::Errors;
    }
    Outcome::Done
}

/// The first lines of a list, and how many more there are.
fn list(lines: &[String], head: &str) {
    for line in lines.iter().take(CAMBIATI) {
        wrap(line, head, WIDTH);
    }
    if let Some(rest) = lines.len().checked_sub(CAMBIATI).filter(|rest| *rest > 0) {
        out(&format!("  … e altri {rest}"));
    }
}

/// Says what was done, and what was not.
fn tell(found: &Importato) -> Outcome {
    let mut problems = Diagnostics::default();
    found.problemi.iter().for_each(|problem| problems.push(problem.clone()));
    show_all(&problems, &Sources::default());
    for line in &found.fogli {
        wrap(line, "", WIDTH);
    }
    list(&found.cambiati, "  cambiato: ");
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Folder, Shelf};

    #[test]
    #[expect(clippy::disallowed_methods, reason = "the test is the program that saves a file meanwhile")]
    fn what_somebody_saves_meanwhile_is_not_written_over() {
        use std::fs::{create_dir, read_to_string, write};
        let dir = tempfile::tempdir().unwrap();
        let at = |path: &str| dir.path().join(path);
        create_dir(at("dati")).unwrap();
        for path in ["piao.toml", "dati/a.toml", "dati/b.toml"] {
            write(at(path), "prima = 1\r\n").unwrap();
        }
        let letti = Folder::disk(dir.path().to_owned()).read(&Shelf::default(), &mut Diagnostics::default()).files;
        let dove = Dove { root: dir.path().to_owned(), letti };
        let texts = |all: &[(&str, &str)]| -> BTreeMap<String, String> {
            all.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
        };
        let none = BTreeMap::new();
        // One of two files is saved after it was read, and one that was not there appears: neither the other nor they are touched.
        write(at("dati/b.toml"), "sua = 2\n").unwrap();
        let refused = dove.write(&texts(&[("dati/a.toml", "nuova = 3\n"), ("dati/b.toml", "nuova = 3\n")]), &none);
        assert_eq!(refused.unwrap_err().code, "P1403");
        write(at("dati/c.toml"), "sua = 2\n").unwrap();
        let refused = dove.write(&texts(&[("dati/a.toml", "nuova = 3\n"), ("dati/c.toml", "nuova = 3\n")]), &none);
        assert_eq!(refused.unwrap_err().code, "P1425");
        for (path, text) in
            [("dati/a.toml", "prima = 1\r\n"), ("dati/b.toml", "sua = 2\n"), ("dati/c.toml", "sua = 2\n")]
        {
            assert_eq!(read_to_string(at(path)).unwrap(), text, "{path}");
        }
        assert_eq!(dove.write(&texts(&[("dati/a.toml", "nuova = 3\n")]), &none), Ok(()));
        assert_eq!(read_to_string(at("dati/a.toml")).unwrap(), "nuova = 3\r\n");
    }
}
