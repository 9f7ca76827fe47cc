//! `piao raccolta`: the workbooks that the offices fill, and how far they are.

use super::args::Raccolta;
use super::{Outcome, out, quanti, read, say, show, show_all, stop, wrap};
use crate::base::text::in_shell;
use crate::diag::codes::{P0101, P0102, P0104, P0109, P0112, P1507, P1508};
use crate::diag::{Diagnostic, Diagnostics};
use crate::importa::foglio;
use crate::project::{Ask, Compiled};
use crate::publish;
use crate::raccolta::{Invio, Libro, raccolta, riconosci, stato};
use crate::source::{Sources, fogli_in, nominato};
use std::path::{Path, PathBuf};

/// The name of the folder of a collection.
const RACCOLTA: &str = "raccolta";
/// The most columns of a line.
const WIDTH: usize = 100;
/// How many missing answers of a unit are listed.
const MANCANTI: usize = 12;

pub(super) fn run(options: &Raccolta) -> Outcome {
    let compiled = match read(&options.folder, Ask::default()) {
        Ok(compiled) => compiled,
        Err(outcome) => return outcome,
    };
    if compiled.piano.impostazioni.is_none() {
        show_all(&compiled.diags, &compiled.sources);
        say("Non è stato fatto niente: prima serve un piano che si legga.");
        return Outcome::CouldNotRun;
    }
    if let Some(outcome) = illeggibile(&compiled) {
        return outcome;
    }
    // Beside the folder of the plan, whatever folder is the current one.
    let folder = options.output.clone().unwrap_or_else(|| accanto(&options.folder));
    if options.state { tell_state(options, &folder, &compiled) } else { write(options, &folder, &compiled) }
}

/// Tells the files of a plan that cannot be read, and that nothing was done. None where all of them can.
pub(super) fn illeggibile(compiled: &Compiled) -> Option<Outcome> {
    const CODES: [&str; 5] = [P0101.name, P0102.name, P0104.name, P0109.name, P0112.name];
    let mut wrong = Diagnostics::default();
    let all = compiled.diags.sorted().into_iter().filter(|problem| CODES.contains(&problem.code));
    all.for_each(|problem| wrong.push(problem.clone()));
    wrong.has_blocking().then(|| {
        show_all(&wrong, &compiled.sources);
        say("Non è stato fatto niente: prima serve un piano che si legga tutto.");
        Outcome::CouldNotRun
    })
}

/// The folder of the collection of a plan, when none is named.
fn accanto(plan: &Path) -> PathBuf {
    let plan = if plan.is_file() { plan.parent().unwrap_or(plan) } else { plan };
    match plan.file_name() {
        Some(_) => plan.with_file_name(RACCOLTA),
        None => plan.join("..").join(RACCOLTA),
    }
}

/// The workbooks of collections that are in a folder, and what there is to say of those that cannot be read.
fn tornati(folder: &Path) -> (Vec<Libro>, Vec<Diagnostic>) {
    let (mut books, mut unread) = (Vec::new(), Vec::new());
    for path in fogli_in(folder).unwrap_or_default() {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let Ok(bytes) = nominato(&path) else { continue };
        match foglio::leggi(&name, &bytes).map(|fogli| riconosci(&name, &fogli)) {
            Ok(Some(Ok(book))) => books.push(book),
            Ok(None) => {}
            Ok(Some(Err(problem))) | Err(problem) => unread.push(problem),
        }
    }
    (books, unread)
}

/// A workbook that is of another plan.
fn altrui(book: &Libro, folder: &Path) -> Diagnostic {
    let what = format!("in `{}` c’è la raccolta di un altro piano", folder.display());
    Diagnostic::global(P1507, what)
        .note(format!("`{}` è di {}", book.file(), book.di_chi()))
        .help("scegli un’altra cartella, per esempio `--uscita raccolta-2`, o sposta quei file")
}

/// Writes the workbooks.
fn write(options: &Raccolta, folder: &Path, compiled: &Compiled) -> Outcome {
    if let Some(book) = tornati(folder).0.iter().find(|book| !book.e_di(compiled)) {
        return stop(&altrui(book, folder).note("non è stato scritto niente"));
    }
    let invio = Invio { entro: options.by, referente: options.ask_whom.clone() };
    let made = match raccolta(compiled, options.moment, options.unit.as_deref(), &invio) {
        Ok(made) => made,
        Err(problem) => {
            show(&problem, &Sources::default());
            return Outcome::Errors;
        }
    };
    let files = made.libri.iter().map(|(name, fatto)| (name.clone(), fatto.bytes.clone())).collect();
    let done = match publish::consegna(&files, folder, &compiled.sources.root) {
        Ok(done) => done,
        Err(problem) => return stop(&problem),
    };
    let folder = folder.display();
    for name in &done.tenuti {
        let problem = Diagnostic::global(P1508, format!("`{folder}/{name}` è stato compilato: resta com’è"))
            .note("dopo che piao lo ha scritto qualcuno lo ha cambiato; quello nuovo non è stato scritto")
            .help(format!(
                "importa le risposte con `piao importa {} {}`; per rifarlo, prima spostalo",
                in_shell(&format!("{folder}/{name}")),
                in_shell(&options.folder.display().to_string())
            ));
        show(&problem, &Sources::default());
    }
    for (name, fatto) in made.libri.iter().filter(|(name, _)| !done.tenuti.contains(name)) {
        let rest = match fatto.dovute - fatto.piene {
            0 => "tutto già compilato".to_owned(),
            n => quanti(n, "cella da compilare", "celle da compilare"),
        };
        wrap(&format!("{folder}/{name}: {}, {}, {rest}", fatto.unita, fatto.che_cosa), "", WIDTH);
    }
    made.fuori.iter().for_each(|line| wrap(line, "", WIDTH));
    let kept = done.tenuti.len();
    let mut words = vec![quanti(done.scritti, "file scritto", "file scritti")];
    words.extend((done.uguali > 0).then(|| format!("{} già così", done.uguali)));
    words.extend((kept > 0).then(|| quanti(kept, "tenuto com’era", "tenuti com’erano")));
    out(&format!("{}.", words.join(", ")));
    out(&format!("Si mandano agli uffici; quando tornano: piao importa {folder} {}.", options.folder.display()));
    Outcome::Done
}

/// Says how far the collection is, with the workbooks that came back and may not have been imported yet.
fn tell_state(options: &Raccolta, folder: &Path, compiled: &Compiled) -> Outcome {
    let (books, mut unread) = tornati(folder);
    let (books, others): (Vec<Libro>, Vec<Libro>) = books.into_iter().partition(|book| book.e_di(compiled));
    unread.extend(others.first().map(|book| altrui(book, folder)));
    unread.iter().for_each(|problem| show(problem, &Sources::default()));
    let state = match stato(compiled, options.moment, options.unit.as_deref(), &books) {
        Ok(state) => state,
        Err(problem) => {
            show(&problem, &Sources::default());
            return Outcome::Errors;
        }
    };
    let whole = state.unita.iter().filter(|unit| unit.piene == unit.dovute).count();
    let silent = state.unita.iter().filter(|unit| unit.piene == 0 && unit.nei_file == 0 && unit.dovute > 0).count();
    let done = quanti(whole, "unità ha finito", "unità hanno finito");
    out(&format!("Raccolta, {}: {done} su {}; {silent} senza risposte.", state.titolo, state.unita.len()));
    let wide = state.unita.iter().map(|unit| unit.nome.chars().count()).max().unwrap_or_default().min(50);
    for unit in &state.unita {
        let said = match (unit.dovute - unit.piene, unit.piene) {
            (0, _) => "finito".to_owned(),
            (_, 0) if unit.nei_file == 0 => "nessuna risposta".to_owned(),
            (rest, _) => format!("ne {} {rest}", if rest == 1 { "manca" } else { "mancano" }),
        };
        let waiting = (unit.nei_file > 0).then(|| {
            let answers = quanti(unit.nei_file, "risposta da importare", "risposte da importare");
            format!("; {answers}: {}", unit.file.join(", "))
        });
        let name = format!("{}{}", unit.nome, " ".repeat(wide.saturating_sub(unit.nome.chars().count())));
        out(&format!("  {name}  {:>3} di {:>3}  {said}{}", unit.piene, unit.dovute, waiting.unwrap_or_default()));
        // Of who has not begun nothing is listed: everything is missing.
        let some = if unit.piene == 0 && options.unit.is_none() { &[][..] } else { unit.mancano.as_slice() };
        let most = if options.unit.is_some() { some.len() } else { MANCANTI };
        some.iter().take(most).for_each(|line| wrap(line, "      ", WIDTH));
        if let Some(rest) = some.len().checked_sub(most).filter(|rest| *rest > 0) {
            out(&format!("      … e altre {rest}: piao raccolta --stato --unita {}", unit.id));
        }
    }
    state.fuori.iter().for_each(|line| wrap(line, "", WIDTH));
    Outcome::Done
}
