//! `piao pubblica`: writes everything that the office uploads, in a folder and in a `.zip`, and prints what is left to do.

use super::args::Pubblica;
use super::gia_pubblicata::{Cambiata, di_prima, prima_versione};
use super::impronta::{print_digests, print_sentence};
use super::insieme;
use super::phases::Phases;
use super::{Outcome, Task, compiled, counted, out, over_a_later_edition, refused, show_all, stop, tell_left, wrap};
use crate::base::giorno::Giorno;
use crate::base::span::{FileId, Span};
use crate::diag::codes::{P1404, P1406, P1408};
use crate::diag::{Diagnostic, Diagnostics};
use crate::emit::html::{UFFICIO, UN_FILE};
use crate::emit::layouts::Layouts;
use crate::piano::element::quanti;
use crate::piano::element::value::Dovuto;
use crate::piano::settings::{Impostazioni, Momento, Stato};
use crate::project::{Compiled, Driver, PDF, Plan, of_publication};
use crate::publish::{self, Fascicolo, Innesto, Written};
use crate::source::{self, Edizione, Sources};
use std::path::{Path, PathBuf};

/// The most columns of the lines at the end.
const WIDTH: usize = 100;

pub(super) fn run(options: &Pubblica) -> Outcome {
    let driver = Driver::new(Layouts::embedded());
    let plan = match driver.open(&options.folder) {
        Ok(plan) => plan,
        Err(problem) => return stop(&problem),
    };
    if let Some(problem) = insieme::fuori_elenco(&plan, &options.output) {
        return stop(&problem);
    }
    let Some(root) = plan.workspace().map(Path::to_owned) else { return publish_plan(plan, options) };
    // A plan of a workspace has its place in the publication of all.
    let Pubblica { folder, version, output, draft, into } = options;
    let place = if plan.place().as_os_str().is_empty() { output.clone() } else { output.join(plan.place()) };
    if let Err(problem) = publish::free(output, folder).and_then(|()| publish::begin(output)) {
        return stop(&problem);
    }
    let (folder, into) = (folder.clone(), into.clone());
    match publish_plan(plan, &Pubblica { folder, version: *version, output: place, draft: *draft, into }) {
        Outcome::Done => insieme::list_again(&driver, &root, output),
        outcome => outcome,
    }
}

fn publish_plan(plan: Plan, options: &Pubblica) -> Outcome {
    let zip = archive_path(&options.output);
    let elsewhere =
        options.into.as_ref().map_or(Ok(()), |site| publish::elsewhere(site, &options.folder, &options.output));
    let free = publish::free(&options.output, &options.folder);
    if let Err(problem) = free.and(elsewhere).and_then(|()| publish::nostro(&zip)) {
        return stop(&problem);
    }
    let mut phases = Phases::new(8);
    let mut plan = match compiled(plan, options.version, Task::Publish, &mut phases) {
        Ok(plan) => plan,
        Err(outcome) => return outcome,
    };
    let Some(Compiled { piano, sources, .. }) = plan.compiled() else { return Outcome::CouldNotRun };
    let Some(set) = &piano.impostazioni else { return Outcome::CouldNotRun };
    let mut problems = Diagnostics::default();
    if !options.draft {
        problems.extend(missing_for_approval(set, sources));
    }
    let (this_one, later) = (set.edizione(), !set.seguito.versioni.is_empty());
    for folder in [Some(&options.output), options.into.as_ref()].into_iter().flatten() {
        let command = format!("piao pubblica {}", options.folder.display());
        problems.extend(over_a_later_edition(folder, &this_one, &command, options.version));
    }
    let editions = previous_editions(&sources.root, set, &mut problems);
    let others: Vec<String> = editions.iter().map(|edition| edition.nome.clone()).collect();
    // The site into which the publication goes has its own copy of each edition.
    let shelves: Vec<PathBuf> =
        [&options.output, &sources.root].into_iter().chain(options.into.as_ref()).cloned().collect();
    if problems.has_blocking() {
        let all: Vec<Diagnostic> = problems.iter().cloned().collect();
        return refused(&plan, all, Task::Publish, &mut phases);
    }
    let (files, made) = match plan.publication(editions, &mut |step| phases.step(step)) {
        Ok(made) => made,
        Err(more) => return refused(&plan, problems.iter().cloned().chain(more).collect(), Task::Publish, &mut phases),
    };
    let Some(compiled @ Compiled { piano, sources, document: Some(document), diags, .. }) = plan.compiled() else {
        return Outcome::CouldNotRun;
    };
    let Some(set) = &piano.impostazioni else { return Outcome::CouldNotRun };
    let mut diags = diags.clone();
    diags.extend(problems.iter().cloned().collect::<Vec<_>>());
    let count = made.pdf.as_ref().map(|pdf| pdf.count);
    diags.extend(made.pdf.map(|pdf| pdf.warnings).unwrap_or_default());
    let public = public_part(&files);
    // This edition is made from the sources. A folder may hold the only copy of another, so it is kept.
    let other = |path: &str| !of_publication(path, &this_one);
    if let Some(problem) = Cambiata::dello_stesso_atto(document, &others, &shelves).and_then(|c| c.ferma(document, set))
    {
        return refused(&plan, vec![problem], Task::Publish, &mut phases);
    }
    if let Some(changed) = Cambiata::of(document, &this_one, &shelves) {
        // What came later must not take the place of what was approved, with whatever act or state.
        if let Some(problem) = changed.ferma(document, set) {
            return refused(&plan, vec![problem], Task::Publish, &mut phases);
        }
        diags.extend(changed.avviso(document, set));
    }
    diags.extend(di_prima(compiled, &shelves));
    let written = phases.run("scrittura", || {
        // A site that holds files of others at our paths is refused before anything is written.
        if let Some(site) = &options.into {
            publish::obstacles(&public, site)?;
        }
        let written = publish::write(&files, &options.output, &other)?;
        // An error after the first step also says what is already done, so that the user knows from where to go on.
        let folder = format!("la cartella `{}` invece è già quella nuova", options.output.display());
        let names = files.voci().map(|(path, _)| path);
        publish::write_archive(&options.output, names, document.meta.data, &zip)
            .map_err(|problem| problem.note(folder.clone()))?;
        let done = format!("{folder}, e così l’archivio `{}`", zip.display());
        let graft = |site: &PathBuf| {
            publish::graft_into(&public, site, &this_one).map_err(|problem| problem.note(done.clone()))
        };
        let site = options.into.as_ref().map(graft).transpose()?;
        Ok((written, site))
    });
    let elapsed = phases.finish();
    let (written, site) = match written {
        Ok(done) => done,
        Err(problem) => return stop(&problem),
    };
    show_all(&diags, sources);
    let pages = count.map_or_else(String::new, |count| quanti(count as usize, "pagina, ", "pagine, "));
    let seconds = format!("{:.1}", elapsed.as_secs_f64()).replace('.', ",");
    let meta = &document.meta;
    let notes = counted(&diags);
    out(&format!(
        "{}, {} ({}): {pages}{} in {} e in {}, {seconds} secondi, {notes}",
        meta.ente,
        meta.nome(),
        meta.stato.label(),
        written_files(written),
        options.output.display(),
        zip.display()
    ));
    tell_left(&options.output, &publish::left(&files, &options.output));
    print_next_steps(options, later.then_some(&*this_one), site.as_ref());
    let alone = set.versioni.is_empty() && set.momento.value == Momento::Approvazione && meta.stato == Stato::Approvato;
    if alone {
        wrap(
            &format!(
                "quando il piano cambierà, in fondo a piao.toml la prima versione si scrive così, con il giorno che è stampato su questa: così questa edizione resta la stessa.\n{}",
                prima_versione(meta.data)
            ),
            "  5. ",
            WIDTH,
        );
    }
    if let Some(pdf) = files.fatti.get(PDF) {
        out("");
        if meta.stato == Stato::Approvato { print_digests(pdf) } else { print_sentence(PDF, pdf) }
    }
    Outcome::Done
}

/// `41 file (2 cambiati)`
fn written_files(written: Written) -> String {
    let changed = match written.changed {
        n if n == written.files => String::new(),
        0 => " (nessuno cambiato)".to_owned(),
        n => format!(" ({})", quanti(n, "cambiato", "cambiati")),
    };
    format!("{}{changed}", quanti(written.files, "file", "file"))
}

/// What is missing before a plan can be published as approved: the number and the date of its act, and the state in `piao.toml`.
fn missing_for_approval(set: &Impostazioni, sources: &Sources) -> Vec<Diagnostic> {
    let top = sources.find("piao.toml").map_or(FileId(0), |(id, _)| id);
    let table = set.tabelle.get("deliberazione").copied();
    let place = table.unwrap_or_else(|| Span::new(top, 0..0));
    let act = set.deliberazione.as_ref();
    let number = act.and_then(|act| act.numero.as_ref());
    let date = act.and_then(|act| act.data.as_ref());
    let mut out = Vec::new();
    // A header written twice would be another error.
    let help = match table {
        Some(_) => "in `piao.toml`, sotto la riga `[deliberazione]`, scrivi:\n",
        None => "scrivi in fondo a `piao.toml`:\n[deliberazione]\norgano = \"giunta\"\n",
    };
    let mut missing = |place: Span, what: &str, line: &str| {
        out.push(
            Diagnostic::at(P1404, place, format!("per pubblicare manca {what} della deliberazione"))
                .help(format!("{help}{line}"))
                .help("per pubblicare un testo non ancora approvato, `piao pubblica --bozza`"),
        );
    };
    match number {
        Some(Dovuto::Valore(number)) if !number.trim().is_empty() => {}
        Some(Dovuto::Valore(number)) => missing(number.span, "il numero", "numero = \"5\""),
        Some(Dovuto::Assente(reason)) => missing(reason.span, "il numero", "numero = \"5\""),
        None => missing(place, "il numero", "numero = \"5\""),
    }
    match date {
        Some(Dovuto::Valore(_)) => {}
        Some(Dovuto::Assente(reason)) => missing(reason.span, "la data", "data = \"30/01/2027\""),
        None => missing(place, "la data", "data = \"30/01/2027\""),
    }
    if out.is_empty() && set.stato != Stato::Approvato {
        let state = set.stato.label();
        out.push(
            Diagnostic::at(P1404, place_of_state(sources).unwrap_or(place), format!("il piano è in stato di {state}"))
                .note("la deliberazione c’è, ma il PDF e il sito direbbero che il testo non è ancora approvato")
                .help("in `piao.toml`, al posto di questa riga, scrivi `stato = \"approvato\"`")
                .help("per pubblicarlo com’è, `piao pubblica --bozza`"),
        );
    }
    out
}

/// The place in `piao.toml` where the state is written.
fn place_of_state(sources: &Sources) -> Option<Span> {
    let (id, file) = sources.find("piao.toml")?;
    let mut at = 0;
    for line in file.text().split_inclusive('\n') {
        if line.split('=').next().is_some_and(|key| key.trim() == "stato") {
            return Some(Span::new(id, at..at + line.trim_end().len()));
        }
        at += line.len();
    }
    None
}

/// The editions of the plan that came before this one. The sources make this one, and what came later was not there yet.
pub(super) fn came_before(root: &Path, set: &Impostazioni, diags: &mut Diagnostics) -> Vec<Edizione> {
    let this_one = set.edizione();
    let mut all = source::edizioni(root, diags);
    all.retain(|edizione| edizione.nome != this_one && !source::viene_dopo(&edizione.nome, &this_one));
    all
}

/// The previous editions. It reports one at the address of this one, and those that need no longer be published. An earlier version that
/// is made again may well be among the editions: it was copied there before the next one was published.
fn previous_editions(root: &Path, set: &Impostazioni, diags: &mut Diagnostics) -> Vec<Edizione> {
    if !set.seguito.versioni.is_empty() {
        return came_before(root, set, diags);
    }
    let all = source::edizioni(root, diags);
    let (this_one, oggi) = (set.edizione(), set.data.anno());
    for edizione in &all {
        let nome = &edizione.nome;
        if *nome == this_one {
            diags.push(
                Diagnostic::global(P1406, format!("`edizioni/{nome}` è l’edizione che stai pubblicando"))
                    .note(format!("questa versione del piano va all’indirizzo `edizioni/{this_one}`"))
                    .help("se il piano è cambiato dopo, aggiungi in `piao.toml` la `[[versione]]` nuova: avrà un indirizzo suo, e questa cartella resta dov’è")
                    .help(format!("se è una copia di questa stessa edizione, togli la cartella; se è un testo che un altro atto ha approvato prima di questo, chiamala `edizioni/{nome}-1`")),
            );
        } else if edizione.fino() < oggi {
            let due = Giorno(jiff::civil::date(edizione.fino(), 12, 31));
            diags.push(
                Diagnostic::global(
                    P1408,
                    format!("`edizioni/{nome}` non è più dovuta: i cinque anni sono finiti il {due}"),
                )
                .note("resta pubblicata: nessuno la toglie se non siete voi")
                .help("se l’atto non produce più effetti, puoi togliere la cartella dalle fonti"),
            );
        }
    }
    all
}

/// The files for the public, without the papers of the office. Where there is the site, the page in one file would be a second
/// copy of it.
pub(super) fn public_part(files: &Fascicolo) -> Fascicolo {
    let made = files.fatti.iter().filter(|(path, _)| !path.starts_with(UFFICIO) && *path != UN_FILE);
    let fatti = made.map(|(path, bytes)| (path.clone(), bytes.clone())).collect();
    Fascicolo { fatti, copie: files.copie.clone(), fonti: None }
}

/// The archive beside the folder: `pubblicazione.zip`.
fn archive_path(folder: &Path) -> PathBuf {
    let mut name = folder.file_name().unwrap_or_else(|| "pubblicazione".as_ref()).to_owned();
    name.push(".zip");
    folder.with_file_name(name)
}

/// Prints what the office has to do with the publication. `superata` is the name of this edition, when a version comes after it.
fn print_next_steps(options: &Pubblica, superata: Option<&str>, site: Option<&Innesto>) {
    let output = options.output.display();
    out("");
    if let (Some(site), Some(folder)) = (site, &options.into) {
        let gone = match site.tolti {
            0 => String::new(),
            n => format!(", {}", quanti(n, "file di prima tolto", "file di prima tolti")),
        };
        wrap(&format!("In {}: {}{gone}.", folder.display(), written_files(site.scritti)), "", WIDTH);
        if !site.rimaste.is_empty() {
            let names: Vec<&str> = site.rimaste.iter().map(String::as_str).collect();
            wrap(
                &format!(
                    "Nel sito restano edizioni che fra le fonti non ci sono: {}. Perché compaiano nell’elenco, copiale nella cartella edizioni del piano.",
                    names.join(", ")
                ),
                "",
                WIDTH,
            );
        }
        out("");
    }
    out("Che cosa resta da fare:");
    if let Some(edizione) = superata {
        wrap(
            &format!(
                "il piano ha una versione che viene dopo questa. Se è già pubblicata carica sul sito soltanto la cartella edizioni/{edizione} di {output}, e nient’altro: piao.pdf e sito restano quelli della versione in vigore. Se non lo è ancora, carica piao.pdf e le cartelle sito ed edizioni."
            ),
            "  1. ",
            WIDTH,
        );
    } else if site.is_none() {
        wrap(
            &format!(
                "carica sul sito, una accanto all’altra, tre cose di {output}: il file piao.pdf e le cartelle sito ed edizioni. La cartella ufficio no."
            ),
            "  1. ",
            WIDTH,
        );
        wrap(
            &format!(
                "Se il CMS non accetta cartelle, carica piao.pdf e {UN_FILE}: è il testo del sito in una pagina sola."
            ),
            "     ",
            WIDTH,
        );
    } else {
        wrap("apri le pagine pubblicate e guarda che si vedano.", "  1. ", WIDTH);
    }
    wrap(&format!("incolla nel CMS i campi di {output}/{UFFICIO}scheda-cms.html."), "  2. ", WIDTH);
    wrap(
        &format!("metti i collegamenti nei posti elencati in {output}/{UFFICIO}dove-pubblicare.html."),
        "  3. ",
        WIDTH,
    );
    wrap(
        "prima di pubblicare un’altra versione, o il piano dell’anno prossimo, copia la cartella edizioni di questa pubblicazione in quella del piano.",
        "  4. ",
        WIDTH,
    );
}
