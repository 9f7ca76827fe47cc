//! `piao pubblica`: writes everything that the office uploads, in a folder and in a `.zip`, and prints what is left to do.

use super::altrove::{self, Fuori};
use super::args::Pubblica;
use super::gia_pubblicata::{Cambiata, di_prima, prima_versione};
use super::impronta::{print_digests, print_sentence};
use super::insieme::{self, Asked};
use super::phases::Phases;
use super::{
    Outcome, Task, compiled, counted, heading, out, over_a_later_edition, refused, say, show_all, stop, tell_completed,
    tell_left, wrap,
};
use crate::base::giorno::Giorno;
use crate::base::span::{FileId, Span};
use crate::diag::codes::{P0174, P1404, P1406, P1408};
use crate::diag::{Diagnostic, Diagnostics};
use crate::document::Document;
use crate::emit::html::{ENTI, UFFICIO, UN_FILE};
use crate::emit::layouts::Layouts;
use crate::piano::element::quanti;
use crate::piano::element::value::Dovuto;
use crate::piano::settings::{Impostazioni, Momento, Stato};
use crate::project::{Compiled, Driver, PDF, Plan, Workspace, of_publication};
use crate::publish::{self, Fascicolo, Innesto, Written};
use crate::source::{self, Edizione, MARKER, Sources};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The most columns of the lines at the end.
const WIDTH: usize = 100;

pub(super) fn run(options: &Pubblica) -> Outcome {
    let driver = Driver::new(Layouts::embedded());
    let plan = match insieme::asked(&driver, &options.folder, None) {
        Ok(Asked::One(plan)) => *plan,
        Ok(Asked::All(workspace)) => return all(&driver, &workspace, options),
        Err(outcome) => return outcome,
    };
    if let Some(problem) = insieme::fuori_elenco(&plan, &options.output) {
        return stop(&problem);
    }
    let Some(root) = plan.workspace().map(Path::to_owned) else {
        return publish_plan(plan, options, None).map_or_else(|outcome| outcome, |_| Outcome::Done);
    };
    let posto = Posto::new(&options.output, &plan, false);
    // A plan of a workspace has its place in the publication of all.
    if let Err(problem) = publish::free(&options.output, &options.folder).and_then(|()| publish::begin(&options.output))
    {
        return stop(&problem);
    }
    let own = Pubblica { output: insieme::al_posto(&options.output, plan.place()), ..options.clone() };
    match publish_plan(plan, &own, Some(&posto)) {
        Ok(_) => insieme::list_again(&driver, &root, &options.output),
        Err(outcome) => outcome,
    }
}

/// Where a plan of a workspace is published.
struct Posto {
    /// The publication of all.
    tutti: PathBuf,
    /// Whether the others are published with it now: what is left to do is said once, at the end.
    insieme: bool,
    /// What is published there of plans that the list does not name so.
    fuori: Vec<Fuori>,
    /// The archives beside that are of no plan on the list.
    archivi: Vec<PathBuf>,
}

impl Posto {
    /// The places in `tutti` of the plans on the list of `plan`.
    fn new(tutti: &Path, plan: &Plan, insieme: bool) -> Self {
        let fuori = altrove::fuori(tutti, plan.elenco().map(|voce| voce.uscita));
        let named: Vec<PathBuf> = plan.elenco().map(|voce| archive_path(tutti, Some(voce.nome))).collect();
        let archivi = publish::consegne(tutti).into_iter().filter(|zip| !named.contains(zip)).collect();
        Posto { tutti: tutti.to_owned(), insieme, fuori, archivi }
    }
}

/// What became of a plan that was to be published.
struct Pubblicato {
    /// Its day.
    giorno: Giorno,
    /// The body, where its approved edition stayed as it was.
    resta: Option<String>,
}

/// Publishes all the plans of `workspace`: each with its archive, and all that is uploaded in one.
fn all(driver: &Driver, workspace: &Workspace, options: &Pubblica) -> Outcome {
    let output = &options.output;
    if options.into.is_some() {
        return stop(
            &Diagnostic::global(P0174, "`--in` è di un piano solo, e qui ce ne sono più di uno")
                .help("senza `--in` si prepara un archivio di tutti: quello si scompatta nella cartella del sito")
                .help("per un piano solo indica la sua cartella"),
        );
    }
    let zip = archive_path(output, None);
    let free = workspace.order().try_for_each(|n| publish::free(output, &workspace.root(n)));
    if let Err(problem) = free.and_then(|()| publish::nostro(&zip)).and_then(|()| publish::begin(output)) {
        return stop(&problem);
    }
    let Some(first) = workspace.order().next() else { return Outcome::Done };
    let posto = Posto::new(output, &workspace.plan(first), true);
    let (mut failed, mut day, mut restano) = (Vec::new(), None::<Giorno>, Vec::new());
    let mut last = output.clone();
    for n in workspace.order() {
        let place = insieme::al_posto(output, Path::new(workspace.uscita(n)));
        let own = Pubblica { folder: workspace.root(n), output: place.clone(), ..options.clone() };
        match publish_plan(workspace.plan(n), &own, Some(&posto)) {
            // The archive is dated with the newest of the plans.
            Ok(made) => {
                day = day.max(Some(made.giorno));
                match made.resta {
                    Some(ente) => restano.push(ente),
                    None => last = place,
                }
            }
            Err(Outcome::CouldNotRun) => return Outcome::CouldNotRun,
            Err(_) => failed.push(workspace.cartella(n)),
        }
    }
    if let Err(problem) = insieme::list(workspace, output, driver.layouts()) {
        return stop(&problem);
    }
    insieme::tell_out_of_list(workspace, output);
    let plans = workspace.order().count();
    let (true, Some(day)) = (failed.is_empty(), day) else {
        say(&format!("Non pubblicati {} su {plans}: {}.", failed.len(), failed.join(", ")));
        say(&format!(
            "L’archivio di tutti, {}, si fa quando si pubblicano tutti: correggi ciò che è detto sopra, e ripeti.",
            zip.display()
        ));
        return Outcome::Errors;
    };
    let names = public_of_all(workspace, output);
    if let Err(problem) = publish::write_archive(output, names.iter().map(String::as_str), day, &zip) {
        return stop(&problem);
    }
    out(&format!(
        "{} e la pagina degli enti in {}; ciò che si carica è in {}, {}.",
        quanti(plans, "piano", "piani"),
        output.display(),
        zip.display(),
        quanti(names.len(), "file", "file")
    ));
    if !restano.is_empty() {
        wrap(
            &format!(
                "Ci sono, com’erano, le edizioni approvate di chi non ha un atto nuovo ({}): è cambiato soltanto ciò che includono o citano di un altro piano.",
                restano.join(", ")
            ),
            "",
            WIDTH,
        );
    }
    steps_of_all(output, &zip, &last.join(PDF));
    Outcome::Done
}

/// The files that are uploaded where all the plans are published together, with the list of each publication.
fn public_of_all(workspace: &Workspace, output: &Path) -> Vec<String> {
    let mut names = Vec::new();
    for n in workspace.order() {
        let folder = workspace.uscita(n);
        let head = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        // The archive has the list of the first by itself.
        names.extend((!folder.is_empty()).then(|| format!("{head}{MARKER}")));
        let public = publish::elenco(&output.join(folder)).into_iter().filter(|path| is_public(path));
        names.extend(public.map(|path| format!("{head}{path}")));
    }
    names
}

/// Prints what is left to do with the publication of several plans, of which `pdf` is one.
fn steps_of_all(output: &Path, zip: &Path, pdf: &Path) {
    let folder = output.display();
    let one = archive_path(output, Some("NOME"));
    out("");
    out("Che cosa resta da fare:");
    let steps = [
        format!("se i piani stanno su un sito solo, scompatta {} nella sua cartella: ha i piani di tutti e la pagina enti/index.html, che li elenca e a cui porta il fondo di ogni sito. Non ha le carte degli uffici.", zip.display()),
        format!("se un ente pubblica sul suo sito, dagli {}, che ha il suo piano e le sue carte, e scrivi nel suo piao.toml, sotto [sito], l’indirizzo che avrà: i collegamenti fra un sito e l’altro lo chiedono.", one.display()),
        format!("di ogni ente, incolla nel CMS i campi di {UFFICIO}scheda-cms.html e metti i collegamenti elencati in {UFFICIO}dove-pubblicare.html: le cartelle ufficio sono accanto a ogni piao.pdf, in {folder}."),
        format!("per la deliberazione di ogni ente servono le impronte del suo PDF, per esempio: piao impronta {}", pdf.display()),
        "prima di pubblicare un’altra versione di un piano, copia la cartella edizioni della sua pubblicazione in quella del piano; prima dei piani dell’anno prossimo, fallo per tutti.".to_owned(),
    ];
    for (n, words) in steps.iter().enumerate() {
        wrap(words, &format!("  {}. ", n + 1), WIDTH);
    }
}

/// Publishes one plan. `posto` is its place among those of its workspace.
fn publish_plan(plan: Plan, options: &Pubblica, posto: Option<&Posto>) -> Result<Pubblicato, Outcome> {
    let stop = |problem: &Diagnostic| Err(stop(problem));
    let nome = plan.nome().map(str::to_owned);
    let zip =
        posto.map_or_else(|| archive_path(&options.output, None), |posto| archive_path(&posto.tutti, nome.as_deref()));
    let elsewhere =
        options.into.as_ref().map_or(Ok(()), |site| publish::elsewhere(site, &options.folder, &options.output));
    let free = publish::free(&options.output, &options.folder);
    if let Err(problem) = free.and(elsewhere).and_then(|()| publish::nostro(&zip)) {
        return stop(&problem);
    }
    let mut phases = Phases::new(8);
    let mut plan = compiled(plan, options.version, Task::Publish, &mut phases)?;
    let Some(Compiled { piano, sources, .. }) = plan.compiled() else { return Err(Outcome::CouldNotRun) };
    let Some(set) = &piano.impostazioni else { return Err(Outcome::CouldNotRun) };
    let mut problems = Diagnostics::default();
    if !options.draft {
        problems.extend(missing_for_approval(set, sources));
    }
    let (this_one, later) = (set.edizione(), !set.seguito.versioni.is_empty());
    if let Some((posto, document)) = posto.zip(plan.compiled().and_then(|compiled| compiled.document.as_ref()))
        && let Err(problem) = altrove::riprendi(&posto.fuori, document, &this_one, [&posto.tutti, &options.output])
    {
        return Err(refused(&plan, vec![problem], Task::Publish, &mut phases));
    }
    for folder in [Some(&options.output), options.into.as_ref()].into_iter().flatten() {
        let command = format!("piao pubblica {}", options.folder.display());
        problems.extend(over_a_later_edition(folder, &this_one, &command, options.version));
    }
    let mut editions = previous_editions(&sources.root, set, &mut problems);
    let before = editions.len();
    editions.retain(|edition| edition.nome != this_one);
    // What it is depends on what it says: who has no new act keeps it as it was approved.
    let copied = (editions.len() < before).then(|| at_its_address(&this_one));
    let others: Vec<String> = editions.iter().map(|edition| edition.nome.clone()).collect();
    // The site into which the publication goes has its own copy of each edition.
    let shelves: Vec<PathBuf> =
        [&options.output, &sources.root].into_iter().chain(options.into.as_ref()).cloned().collect();
    if problems.has_blocking() {
        let all: Vec<Diagnostic> = problems.iter().cloned().chain(copied).collect();
        return Err(refused(&plan, all, Task::Publish, &mut phases));
    }
    plan.cerca_di_prima(&shelves);
    let (files, made) = match plan.publication(editions, &mut |step| phases.step(step)) {
        Ok(made) => made,
        Err(more) => {
            let all: Vec<Diagnostic> = problems.iter().cloned().chain(copied).chain(more).collect();
            return Err(refused(&plan, all, Task::Publish, &mut phases));
        }
    };
    let Some(compiled @ Compiled { piano, sources, document: Some(document), diags, .. }) = plan.compiled() else {
        return Err(Outcome::CouldNotRun);
    };
    let Some(set) = &piano.impostazioni else { return Err(Outcome::CouldNotRun) };
    let mut diags = diags.clone();
    diags.extend(problems.iter().cloned().collect::<Vec<_>>());
    let count = made.pdf.as_ref().map(|pdf| pdf.count);
    diags.extend(made.pdf.map(|pdf| pdf.warnings).unwrap_or_default());
    let public = public_part(&files);
    // This edition is made from the sources. A folder may hold the only copy of another, so it is kept.
    let other = |path: &str| !of_publication(path, &this_one);
    if let Some(problem) = Cambiata::dello_stesso_atto(document, &others, &shelves).and_then(|c| c.ferma(document, set))
    {
        return Err(refused(&plan, vec![problem], Task::Publish, &mut phases));
    }
    // Who takes the whole folder away still has the edition in the archive; who changed the name of the plan, in one of another name.
    let archivi: Vec<&Path> = [zip.as_path()]
        .into_iter()
        .chain(posto.iter().flat_map(|posto| &posto.archivi).map(PathBuf::as_path))
        .collect();
    let packed = || {
        let mut all = archivi.iter().filter_map(|zip| Cambiata::archiviata(document, &this_one, zip));
        all.find(|edition| edition.resta(document))
    };
    let gone = !options.output.join(PDF).is_file();
    let changed = Cambiata::of(document, &this_one, &shelves).or_else(|| gone.then(packed).flatten());
    if let Some(changed) = changed {
        if !later && changed.resta(document) {
            let from = |zip: &&Path| changed.dall_archivio(zip);
            let back = (!changed.in_vigore(&options.output)).then(|| archivi.iter().find_map(from));
            if matches!(back, Some(None)) {
                let lost = changed.perduta(document, set, &options.output, &zip);
                return Err(refused(&plan, vec![lost], Task::Publish, &mut phases));
            }
            phases.finish();
            diags.extend(changed.avviso(document, set));
            diags.extend(di_prima(compiled, &shelves));
            heading(compiled, &diags);
            show_all(&diags, sources);
            return leave(document, back.flatten(), options, &zip, &other).or_else(|problem| stop(&problem));
        }
        // What came later must not take the place of what was approved, with whatever act or state.
        if let Some(problem) = changed.ferma(document, set) {
            return Err(refused(&plan, vec![problem], Task::Publish, &mut phases));
        }
        diags.extend(changed.avviso(document, set));
    }
    if let Some(problem) = copied {
        return Err(refused(&plan, vec![problem], Task::Publish, &mut phases));
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
        // The editions that the sources do not keep stay published too.
        let all = publish::elenco(&options.output);
        let made: BTreeSet<&str> = files.voci().map(|(path, _)| path).collect();
        let names = all.iter().map(String::as_str).filter(|path| made.contains(path) || path.starts_with("edizioni/"));
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
    tell_completed(&options.output);
    let done = Pubblicato { giorno: meta.data, resta: None };
    if posto.is_some_and(|posto| posto.insieme) {
        return Ok(done);
    }
    print_next_steps(options, later.then_some(&*this_one), site.as_ref());
    if let Some(posto) = posto
        && document.radice.is_some()
    {
        tell_place(plan.place(), posto);
    }
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
    Ok(done)
}

/// Leaves the approved edition of `document` as it was published, in its folder and in the archive `zip`: only other plans changed what the
/// sources would say now. `back` are its files, where a compile has written others into the folder.
/// `other` says which files of the folder are not of that edition, and stay.
fn leave(
    document: &Document,
    back: Option<Fascicolo>,
    options: &Pubblica,
    zip: &Path,
    other: &dyn Fn(&str) -> bool,
) -> Result<Pubblicato, Diagnostic> {
    let (output, meta) = (&options.output, &document.meta);
    if let Some(files) = back {
        publish::write(&files, output, other)?;
    }
    if !zip.is_file() {
        publish::write_archive(output, publish::elenco(output).iter().map(String::as_str), meta.data, zip)?;
    }
    wrap(
        &format!(
            "{}, {} ({}): resta l’edizione pubblicata, in {} e in {}. È cambiato soltanto ciò che questo piano include o cita di un altro, e non c’è un atto nuovo.",
            meta.ente,
            meta.nome(),
            meta.stato.label(),
            output.display(),
            zip.display()
        ),
        "",
        WIDTH,
    );
    tell_completed(output);
    Ok(Pubblicato { giorno: meta.data, resta: Some(meta.ente.clone()) })
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

/// The previous editions, among them one at the address of this one. It reports those that need no longer be published. An earlier version
/// that is made again may well be among the editions: it was copied there before the next one was published.
fn previous_editions(root: &Path, set: &Impostazioni, diags: &mut Diagnostics) -> Vec<Edizione> {
    if !set.seguito.versioni.is_empty() {
        return came_before(root, set, diags);
    }
    let all = source::edizioni(root, diags);
    let (this_one, oggi) = (set.edizione(), set.data.anno());
    for edizione in &all {
        let nome = &edizione.nome;
        if *nome != this_one && edizione.fino() < oggi {
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

/// One of the previous editions is at the address of this one.
fn at_its_address(nome: &str) -> Diagnostic {
    Diagnostic::global(P1406, format!("`edizioni/{nome}` è l’edizione che stai pubblicando"))
        .note(format!("questa versione del piano va all’indirizzo `edizioni/{nome}`"))
        .help("se il piano è cambiato dopo, aggiungi in `piao.toml` la `[[versione]]` nuova: avrà un indirizzo suo, e questa cartella resta dov’è")
        .help(format!("se è una copia di questa stessa edizione, togli la cartella; se è un testo che un altro atto ha approvato prima di questo, chiamala `edizioni/{nome}-1`"))
}

/// The files for the public, without the papers of the office. Where there is the site, the page in one file would be a second
/// copy of it.
pub(super) fn public_part(files: &Fascicolo) -> Fascicolo {
    let made = files.fatti.iter().filter(|(path, _)| is_public(path));
    let fatti = made.map(|(path, bytes)| (path.clone(), bytes.clone())).collect();
    Fascicolo { fatti, copie: files.copie.clone(), ..Fascicolo::default() }
}

/// Whether a file of a publication is for the public.
pub(super) fn is_public(path: &str) -> bool {
    !path.starts_with(UFFICIO) && path != UN_FILE
}

/// The archive beside the folder: `pubblicazione.zip`; of one of several plans, `pubblicazione-argelato.zip`.
fn archive_path(folder: &Path, nome: Option<&str>) -> PathBuf {
    let mut name = folder.file_name().unwrap_or_else(|| "pubblicazione".as_ref()).to_owned();
    if let Some(nome) = nome {
        name.push(format!("-{nome}"));
    }
    name.push(".zip");
    folder.with_file_name(name)
}

/// Says where a plan stands among those that are published together: its pages lead to the page of the bodies, and to the other sites.
fn tell_place(place: &Path, posto: &Posto) {
    let (tutti, place) = (posto.tutti.display(), place.display().to_string());
    let place = match place.as_str() {
        "" => "nella cartella in cui stanno i piani di tutti".to_owned(),
        place => format!("in {place}, dentro la cartella in cui stanno i piani di tutti"),
    };
    wrap(
        &format!(
            "Questo piano è di un elenco: il suo posto sul sito è {place}. Le sue pagine portano a {ENTI}index.html, che elenca gli enti: carica anche la cartella {ENTI} di {tutti}. Se invece il piano va su un altro sito, scrivi in piao.toml il suo indirizzo, sotto [sito]."
        ),
        "",
        WIDTH,
    );
    let whole = archive_path(&posto.tutti, None);
    if whole.is_file() {
        wrap(
            &format!(
                "{} ha i piani di tutti com’erano prima: si rifà con piao pubblica sulla cartella dell’elenco.",
                whole.display()
            ),
            "",
            WIDTH,
        );
    }
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
