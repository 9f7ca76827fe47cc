//! `piao raccolta`: the workbooks that the offices fill, and how far they are.

use super::args::Raccolta;
use super::{Outcome, out, quanti, say, show, show_all, stop, wrap};
use crate::diag::Diagnostic;
use crate::diag::codes::P1508;
use crate::emit::layouts::Layouts;
use crate::importa::foglio;
use crate::project::{Compiled, Driver};
use crate::publish;
use crate::raccolta::{Invio, Libro, raccolta, riconosci, stato};
use crate::source::{Sources, fogli_in, nominato};

/// The most columns of a line.
const WIDTH: usize = 100;
/// How many missing answers of a unit are listed.
const MANCANTI: usize = 12;

pub(super) fn run(options: &Raccolta) -> Outcome {
    let mut plan = match Driver::new(Layouts::embedded()).open(&options.folder) {
        Ok(plan) => plan,
        Err(problem) => return stop(&problem),
    };
    let compiled = plan.compile(&mut |_| {});
    if compiled.piano.impostazioni.is_none() {
        show_all(&compiled.diags, &compiled.sources);
        say("Non è stato fatto niente: prima serve un piano che si legga.");
        return Outcome::CouldNotRun;
    }
    if options.state { tell_state(options, compiled) } else { write(options, compiled) }
}

/// Writes the workbooks.
fn write(options: &Raccolta, compiled: &Compiled) -> Outcome {
    let invio = Invio { entro: options.by, referente: options.ask_whom.clone() };
    let made = match raccolta(compiled, options.moment, options.unit.as_deref(), &invio) {
        Ok(made) => made,
        Err(problem) => {
            show(&problem, &Sources::default());
            return Outcome::Errors;
        }
    };
    let files = made.libri.iter().map(|(name, fatto)| (name.clone(), fatto.bytes.clone())).collect();
    let done = match publish::consegna(&files, &options.output, &compiled.sources.root) {
        Ok(done) => done,
        Err(problem) => return stop(&problem),
    };
    let folder = options.output.display();
    for name in &done.tenuti {
        let problem = Diagnostic::global(P1508, format!("`{folder}/{name}` è stato compilato: resta com’è"))
            .note("dopo che piao lo ha scritto qualcuno lo ha cambiato; quello nuovo non è stato scritto")
            .help(format!("importa le risposte con `piao importa {folder}/{name}`; per rifarlo, prima spostalo"));
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
    out("Si mandano agli uffici; quando tornano: piao importa CARTELLA, con la cartella che li ha.");
    Outcome::Done
}

/// Says how far the collection is, with the workbooks that came back and may not have been imported yet.
fn tell_state(options: &Raccolta, compiled: &Compiled) -> Outcome {
    let (mut books, mut unread): (Vec<Libro>, Vec<Diagnostic>) = (Vec::new(), Vec::new());
    for path in fogli_in(&options.output).unwrap_or_default() {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let Ok(bytes) = nominato(&path) else { continue };
        match foglio::leggi(&name, &bytes).map(|fogli| riconosci(&name, &fogli)) {
            Ok(Some(Ok(book))) => books.push(book),
            Ok(None) => {}
            Ok(Some(Err(problem))) | Err(problem) => unread.push(problem),
        }
    }
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
