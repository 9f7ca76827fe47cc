//! The command line: it dispatches the commands, and is the only place that prints. The exit codes are 0 when the command did its
//! work, 1 when the plan has errors, 2 when the command could not run.
#![expect(clippy::print_stdout, reason = "the terminal is the business of this module alone")]

mod altrove;
mod anteprima;
mod approvata;
mod args;
mod compila;
mod completezza;
mod confronta;
mod console;
mod controlla;
mod correggi;
mod esempio;
mod esporta;
mod gia_pubblicata;
mod guida;
mod importa;
mod insieme;
mod impronta;
mod lsp;
mod nomi;
mod nuovo;
mod nuovo_anno;
mod phases;
mod pubblica;
mod raccolta;
mod revisioni;
mod spiega;
mod verifica;

use crate::diag::codes::{P0113, P0903, P1423};
use crate::diag::{Diagnostic, Diagnostics, Severity};
use crate::emit::html::ENTI;
use crate::emit::layouts::Layouts;
use crate::piano::element::quanti;
use crate::piano::settings::Scelta;
use crate::project::{Ask, Compiled, Driver, Plan};
use crate::publish;
use crate::report::terminal;
use crate::source::{File, Sources};
use phases::Phases;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::{IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};

/// Bytes of stack of each working thread. The system gives memory only for the part that is used.
const STACK: usize = 32 << 20;

/// How a command ended.
enum Outcome {
    Done,
    Errors,
    CouldNotRun,
}

/// Runs the program with the arguments of the process, program name first.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let bare = arguments.len() < 2;
    // A panic is our fault. The user must get words to pass on to us, and not a stack trace.
    std::panic::set_hook(Box::new(|_| {}));
    // The main thread of Windows has a stack of 1 MB, which nested lists could fill: the work has threads of its own. The
    // pool may exist already (in tests), and then it is large enough.
    let _ = rayon::ThreadPoolBuilder::new().stack_size(STACK).build_global();
    let worker = std::thread::Builder::new().stack_size(STACK).spawn(|| dispatch(arguments));
    let outcome = worker.ok().and_then(|worker| worker.join().ok()).unwrap_or_else(|| {
        let problem = Diagnostic::global(P0903, "piao si è fermato per un suo difetto")
            .note("la pubblicazione è tutta quella di prima, o tutta quella nuova")
            .help("segnalalo a chi mantiene piao, con i file del piano se possibile");
        show(&problem, &Sources::default());
        Outcome::CouldNotRun
    });
    // The window of a double click closes with the program: nobody could read what it says.
    if bare && console::own() && std::io::stdin().is_terminal() && std::io::stdout().is_terminal() {
        print!("\nPremi Invio per chiudere.");
        let _ = std::io::stdout().flush();
        let _ = std::io::stdin().read_line(&mut String::new());
    }
    if let Err(error) = std::io::stdout().flush() {
        note_loss(&error);
    }
    if LOST.load(Ordering::Relaxed) {
        say("Quello che piao aveva da dire non si è potuto scrivere tutto: il disco è pieno, o non lo permette.");
        return ExitCode::from(2);
    }
    match outcome {
        Outcome::Done => ExitCode::SUCCESS,
        Outcome::Errors => ExitCode::from(1),
        Outcome::CouldNotRun => ExitCode::from(2),
    }
}

fn dispatch(arguments: Vec<OsString>) -> Outcome {
    match args::parse(arguments) {
        Ok(args::Command::Compila(options)) => compila::run(&options),
        Ok(args::Command::Controlla(options)) if options.fix => correggi::run(&options),
        Ok(args::Command::Controlla(options)) => controlla::run(&options),
        Ok(args::Command::Anteprima(options)) => anteprima::run(&options),
        Ok(args::Command::Lsp) => lsp::run(),
        Ok(args::Command::Fatti(options)) => nomi::fatti(&options),
        Ok(args::Command::Elenco(options)) => nomi::elenco(&options),
        Ok(args::Command::Spiega(options)) => spiega::run(&options),
        Ok(args::Command::Impronta(file)) => impronta::run(&file),
        Ok(args::Command::Pubblica(options)) => pubblica::run(&options),
        Ok(args::Command::Verifica(options)) => verifica::run(&options),
        Ok(args::Command::Confronta(options)) => confronta::run(&options),
        Ok(args::Command::NuovoAnno(options)) => nuovo_anno::run(&options),
        Ok(args::Command::Importa(options)) => importa::run(&options),
        Ok(args::Command::Revisioni(options)) => revisioni::run(&options),
        Ok(args::Command::Esporta(options)) => esporta::run(&options),
        Ok(args::Command::Raccolta(options)) => raccolta::run(&options),
        Ok(args::Command::Esempio(options)) => esempio::run(&options),
        Ok(args::Command::Nuovo(options)) => nuovo::run(&options),
        Ok(args::Command::Guida(file)) => guida::run(&file),
        Ok(args::Command::None) => bare(),
        Ok(args::Command::Print(text)) => {
            if let Err(error) = write!(anstream::stdout(), "{text}") {
                note_loss(&error);
            }
            Outcome::Done
        }
        Err(text) => {
            say(text.trim_end());
            Outcome::CouldNotRun
        }
    }
}

/// Without a command, the user means the plan that is here. Whoever opened the program by a double click cannot type a command: the plan
/// is shown in the browser, where it is written, checked and published. Where there is no plan it is proposed to begin one.
fn bare() -> Outcome {
    let folder = crate::project::here();
    let show = |folder| anteprima::run(&args::Anteprima { folder, port: None, browser: true });
    if folder.join("piao.toml").is_file() {
        return if console::own() { show(folder) } else { compila::run(&args::Compila::of(folder)) };
    }
    say("Qui non c’è un piano: manca il file `piao.toml`.");
    if console::own() {
        say("Cominciamone uno. Invio prende la risposta fra parentesi quadre.\n");
        return match nuovo::begin(&args::Nuovo::default()) {
            Ok(folder) => show(folder),
            Err(outcome) => outcome,
        };
    }
    say("Per cominciarne uno:                piao nuovo piao-2027");
    say("Per compilarne uno che è altrove:   piao compila CARTELLA");
    say("Per tutti i comandi:                piao --aiuto");
    Outcome::CouldNotRun
}

/// What a command does with the plan that it opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Task {
    /// It only reads it.
    Read,
    /// It writes the outputs.
    Write,
    /// It writes what is published. A broken rule forbids it.
    Publish,
}

/// Compiles the plan in the folder `typed`.
fn read(typed: &Path, ask: Ask) -> Result<Compiled, Outcome> {
    let plan = Driver::new(Layouts::embedded()).open(typed).map_err(|problem| stop(&problem))?;
    read_plan(plan, ask)
}

/// Compiles `plan`, for its problems.
fn read_plan(mut plan: Plan, ask: Ask) -> Result<Compiled, Outcome> {
    plan.ask(ask);
    plan.compile(&mut |_| {});
    plan.into_compiled().ok_or(Outcome::CouldNotRun)
}

/// Compiles a `version` of the plan in the folder `typed`. If its problems forbid the `task`, it prints them and fails.
fn open(
    typed: &Path,
    version: Option<Scelta>,
    layouts: Layouts,
    task: Task,
    phases: &mut Phases,
) -> Result<Plan, Outcome> {
    let plan = Driver::new(layouts).open(typed).map_err(|problem| stop(&problem))?;
    compiled(plan, version, task, phases)
}

/// Compiles a `version` of `plan`. If its problems forbid the `task`, it prints them and fails.
fn compiled(mut plan: Plan, version: Option<Scelta>, task: Task, phases: &mut Phases) -> Result<Plan, Outcome> {
    plan.ask(Ask { version, ..Ask::default() });
    let broken = plan.compile(&mut |step| phases.step(step)).broken(task == Task::Publish);
    if broken { Err(refused(&plan, vec![], task, phases)) } else { Ok(plan) }
}

/// Prints the problems of the plan, those in `more` that kept the outputs from being made, and that nothing was made. Who asked to
/// write may fear that the published files are lost.
fn refused(plan: &Plan, more: Vec<Diagnostic>, task: Task, phases: &mut Phases) -> Outcome {
    phases.finish();
    if let Some(compiled) = plan.compiled() {
        let mut diags = compiled.diags.clone();
        diags.extend(more);
        heading(compiled, &diags);
        show_all(&diags, &compiled.sources);
    }
    say(match task {
        Task::Read => "Il piano non è stato compilato.",
        Task::Write | Task::Publish => {
            "Il piano non è stato compilato. La pubblicazione precedente, se c’era, è rimasta com’era."
        }
    });
    Outcome::Errors
}

/// Says whose plan the problems are that follow, if there are any and there are plans beside it.
fn heading(compiled: &Compiled, diags: &Diagnostics) {
    if compiled.sources.qui().is_some() && diags.quanti() > 0 {
        let ente = compiled.piano.impostazioni.as_ref().map(|set| set.ente.nome.value.trim()).filter(|n| !n.is_empty());
        say(&format!("{}:", ente.unwrap_or(compiled.sources.uscita())));
    }
}

/// The problem of writing the edition `questa` into `folder`, where a later one is published: `piao.pdf` and the site there are of the
/// edition in force. `command` is what the user typed, without the folder.
fn over_a_later_edition(folder: &Path, questa: &str, command: &str, version: Option<Scelta>) -> Option<Diagnostic> {
    let all = crate::source::edizioni(folder, &mut Diagnostics::default());
    let later = all.into_iter().find(|edizione| crate::source::viene_dopo(&edizione.nome, questa))?;
    let momento = version.map_or_else(String::new, |version| format!(" --momento {version}"));
    let place = folder.display();
    Some(
        Diagnostic::global(P1423, format!("in `{place}` c’è già `edizioni/{}`, che viene dopo questa versione", later.nome))
            .note(format!("questa è `edizioni/{questa}`: `piao.pdf` e `sito` di `{place}` sono dell’edizione in vigore, e ne prenderebbe il posto"))
            .help(format!("ciò che è pubblicato resta dov’è; per rifare questa versione a parte: `{command}{momento} --uscita {questa}-rifatta`")),
    )
}

/// The problem of a folder that is no plan: what else stands in it says nothing of one.
fn no_plan(compiled: &Compiled) -> Option<&Diagnostic> {
    let none = |problem: &&Diagnostic| problem.is(P0113) && problem.span.is_none();
    compiled.diags.iter().find(none).filter(|_| compiled.sources.find("piao.toml").is_none())
}

/// Replaces a file of the plan, unless somebody has changed it since it was read: then it stays, and the answer is false.
fn put(file: &File, bytes: &[u8]) -> std::io::Result<bool> {
    if !file.invariato()? {
        return Ok(false);
    }
    publish::mend(&file.disco, bytes).map(|()| true)
}

/// Prints why the command could not run.
fn stop(problem: &Diagnostic) -> Outcome {
    show(problem, &Sources::default());
    Outcome::CouldNotRun
}

/// Prints a line on the error stream. When the reader has closed it (`piao compila 2>&1 | head`), the line is dropped without an
/// error.
fn say(line: &str) {
    let _ = writeln!(anstream::stderr(), "{line}");
}

/// Whether a part of the answer could not be printed.
static LOST: AtomicBool = AtomicBool::new(false);

/// Notes that printing failed. A reader who closed the stream early wanted no more, so that is not a failure.
fn note_loss(error: &std::io::Error) {
    if error.kind() != std::io::ErrorKind::BrokenPipe {
        LOST.store(true, Ordering::Relaxed);
    }
}

/// Prints a line of the answer. A word of the plan may hold characters that would move the cursor of the terminal: they are shown
/// as signs.
fn out(line: &str) {
    let shown: String =
        line.chars().map(|c| if c.is_control() && !"\n\t".contains(c) { '\u{fffd}' } else { c }).collect();
    if let Err(error) = writeln!(std::io::stdout(), "{shown}") {
        note_loss(&error);
    }
}

/// One diagnostic on the error stream, with colours where the terminal has them.
fn show(diagnostic: &Diagnostic, sources: &Sources) {
    say(&format!("{}\n", terminal::text(diagnostic, sources, 100)));
}

/// `words` on as many lines as they need, after `head` on the first and under its end on the others. Names and ids are never
/// cut at their hyphens: they are there to be copied.
fn wrap(words: &str, head: &str, width: usize) {
    let indent = " ".repeat(head.chars().count());
    let options = textwrap::Options::new(width)
        .initial_indent(head)
        .subsequent_indent(&indent)
        .break_words(false)
        .word_splitter(textwrap::WordSplitter::NoHyphenation);
    textwrap::wrap(words, options).iter().for_each(|line| out(line.trim_end()));
}

/// Says what of earlier outputs is in `folder` and was not made again: it may say something else than the new files. A folder stands
/// for the files in it.
fn tell_left(folder: &Path, left: &[String]) {
    let mut groups: BTreeMap<String, usize> = BTreeMap::new();
    // The page of the bodies is made after the plans.
    for path in left.iter().filter(|path| !path.starts_with(ENTI)) {
        let depth = if path.starts_with("edizioni/") { 2 } else { 1 };
        let parts: Vec<&str> = path.split('/').collect();
        let name = match parts.len() > depth {
            true => format!("{}/", parts.iter().take(depth).copied().collect::<Vec<_>>().join("/")),
            false => path.clone(),
        };
        *groups.entry(name).or_default() += 1;
    }
    if groups.is_empty() {
        return;
    }
    let shown = groups.iter().map(|(name, n)| match name.ends_with('/') {
        true => format!("{name} ({})", quanti(*n, "file", "file")),
        false => name.clone(),
    });
    let shown = shown.collect::<Vec<_>>().join(", ");
    wrap(&format!("In {} restano com’erano, e possono dire altro: {shown}.", folder.display()), "", 100);
}

/// Says which files in `folder` somebody has completed, and stayed so.
fn tell_completed(folder: &Path) {
    let all = publish::completati(folder);
    let (words, all) = match all.as_slice() {
        [] => return,
        [one] => ("resta com’è un file che qualcuno ha firmato o completato dopo", one.clone()),
        _ => ("restano come sono i file che qualcuno ha firmato o completato dopo", all.join(", ")),
    };
    wrap(&format!("In {} {words}: {all}. Le fonti fanno ancora ciò che vi sta sotto.", folder.display()), "", 100);
}

/// `3 errori, di cui 2 bloccanti, 1 avviso`, or that there is none.
fn counted(diags: &Diagnostics) -> String {
    counts(diags).unwrap_or_else(|| "nessun avviso".to_owned())
}

/// `3 errori, di cui 2 bloccanti, 1 avviso`; none when there is nothing to tell.
fn counts(diags: &Diagnostics) -> Option<String> {
    counts_of(&diags.sorted())
}

/// The same of some of them.
fn counts_of(diags: &[&Diagnostic]) -> Option<String> {
    let words = |n: usize, one: &str, many: &str| (n > 0).then(|| quanti(n, one, many));
    let count = |severity| diags.iter().filter(|diagnostic| diagnostic.severity == severity).count();
    let (blocking, broken) = (count(Severity::Blocco), count(Severity::Errore));
    let errors = match (blocking, broken) {
        (_, 0) => words(blocking, "errore bloccante", "errori bloccanti"),
        (0, _) => words(broken, "errore", "errori"),
        _ => Some(format!(
            "{}, di cui {}",
            quanti(blocking + broken, "errore", "errori"),
            quanti(blocking, "bloccante", "bloccanti")
        )),
    };
    let parts: Vec<String> =
        [errors, words(count(Severity::Avviso), "avviso", "avvisi"), words(count(Severity::Nota), "nota", "note")]
            .into_iter()
            .flatten()
            .collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// How many messages are printed for people. Nobody reads more, and a broken file may raise a million of them.
const MESSAGGI: usize = 500;

/// How many are printed for programs.
const MESSAGGI_PROGRAMMI: usize = 10_000;

/// Prints every diagnostic, then how many there are of each level.
fn show_all(diags: &Diagnostics, sources: &Sources) {
    show_some(&diags.sorted(), sources);
}

/// Prints the diagnostics `all`, then how many they are of each level.
fn show_some(all: &[&Diagnostic], sources: &Sources) {
    for diagnostic in all.iter().take(MESSAGGI) {
        show(diagnostic, sources);
    }
    if all.len() > MESSAGGI {
        let rest = all.len() - MESSAGGI;
        say(&format!(
            "E altri {rest} messaggi: correggi questi e ripeti, oppure usa `piao controlla --formato breve`.\n"
        ));
    }
    if let Some(counts) = counts_of(all) {
        say(&counts);
    }
    if sources.partial {
        say("Alcuni file non si sono potuti leggere: ciò che definiscono non è stato controllato.");
    }
}
