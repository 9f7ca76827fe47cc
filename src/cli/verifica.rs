//! `piao verifica`: compiles the sources again and compares the result with what is published.

use super::args::Verifica;
use super::impronta::content_fingerprint;
use super::phases::Phases;
use super::pubblica::{came_before, public_part};
use super::{Outcome, Task, approvata, compiled, insieme, out, read, refused, show_all, stop, wrap};
use crate::base::giorno::Giorno;
use crate::confronta::PIAO_JSON;
use crate::diag::{Diagnostic, Diagnostics};
use crate::document::Document;
use crate::document::impronta::FORMA;
use crate::emit::Artifacts;
use crate::emit::html::{self, ENTI, UFFICIO, UN_FILE};
use crate::emit::layouts::Layouts;
use crate::piano::element::quanti;
use crate::piano::settings::{Scelta, Versione};
use crate::project::{Ask, Compiled, Driver, Edita, Format, OUTPUTS, PDF, Plan, Workspace};
use crate::publish::{self, Fascicolo, Voce};
use crate::verifica::{self, Esito, Firmato, PAGINA, Pdf, Pubblicata, compare_pdf, printable};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The most columns of a line.
const WIDTH: usize = 100;
/// How many bytes longer than ours a published file may be and still be read: signatures add bytes to a PDF.
const MARGIN: u64 = 16 << 20;
/// How many bytes of a published `piao.json` are read.
const MAX_JSON: u64 = 64 << 20;
/// How many names of a kind are listed.
const MAX_NAMES: usize = 30;

pub(super) fn run(options: &Verifica) -> Outcome {
    let driver = Driver::new(Layouts::embedded());
    match driver.workspace(&options.sources) {
        Ok(Some(workspace)) => return all(&driver, &workspace, options),
        Ok(None) => {}
        Err(problems) => {
            show_all(&problems.diags, &problems.sources);
            return Outcome::Errors;
        }
    }
    let opened = driver.open(&options.sources);
    let below = opened.as_ref().map(Plan::pubblicazioni_sotto).unwrap_or_default();
    let below = con_altre(below, &options.published);
    let published = match Pubblicata::open(&options.published, &below) {
        Ok(published) => published,
        Err(problem) => return stop(&problem),
    };
    let plan = match opened {
        Ok(plan) => plan,
        Err(problem) => return stop(&problem),
    };
    let folder = options.published.is_dir();
    let beside: Beside<'_> = &mut |path: &str| verifica::file(&options.published.join(path));
    let outcome = one(plan, published, options, folder.then_some(beside));
    if !below.is_empty() && folder && options.published.join(ENTI).is_dir() {
        wrap(
            &format!(
                "La pagina {ENTI}index.html è di tutti i piani: si verifica con le fonti di tutti, la cartella che ha l’elenco."
            ),
            "",
            WIDTH,
        );
    }
    outcome
}

/// The folders `below` that of the principal plan, with those of publications that the list of the plans does not name: they are of other
/// plans too. Nothing where there is none.
fn con_altre(below: Vec<String>, published: &Path) -> Vec<String> {
    if below.is_empty() { below } else { [below, publish::sotto(published)].concat() }
}

/// Verifies the publication of all the plans of `workspace`, and the page that lists their bodies.
fn all(driver: &Driver, workspace: &Workspace, options: &Verifica) -> Outcome {
    let mut same = true;
    let mut whole = Pubblicata::cartella(&options.published, "");
    for n in workspace.order() {
        let dove = workspace.uscita(n);
        out(&format!("{}:", workspace.cartella(n)));
        let below = con_altre(workspace.pubblicazioni_sotto(n), &options.published);
        let published = match Pubblicata::al_posto(&options.published, dove, &below) {
            Ok(published) => published,
            // The page of the bodies says so too, and is verified below.
            Err(_) if Pubblicata::vuota(&options.published, dove, &below) => {
                out(&format!(
                    "Non è ancora pubblicato. Per pubblicarlo: piao pubblica {}",
                    workspace.root(n).display()
                ));
                continue;
            }
            Err(problem) => {
                same = false;
                stop(&problem);
                continue;
            }
        };
        let inside = options.published.is_dir() && !dove.is_empty();
        let place = if inside { options.published.join(dove) } else { options.published.clone() };
        let own = Verifica { published: place, sources: workspace.root(n), ..options.clone() };
        // Each name leads from the folder of the publication.
        let mut beside = |path: &str| whole.read(&plain(&format!("{dove}/{path}")), MAX_JSON);
        match one(workspace.plan(n), published, &own, Some(&mut beside)) {
            Outcome::Done => {}
            Outcome::Errors => same = false,
            Outcome::CouldNotRun => return Outcome::CouldNotRun,
        }
    }
    insieme::tell_out_of_list(workspace, &options.published);
    out(&format!("{ENTI}:"));
    let made = match insieme::portale(workspace, &options.published, driver.layouts()) {
        Ok(made) => made,
        Err(problem) => return stop(&problem),
    };
    if tell_portal(&made, &options.published, &mut whole) && same { Outcome::Done } else { Outcome::Errors }
}

/// Says whether the page that lists the bodies is the one that is `made` of what they publish, and whether what it leads to is there.
fn tell_portal(made: &Artifacts, published: &Path, whole: &mut Pubblicata) -> bool {
    let mut there = Pubblicata::cartella(published, ENTI);
    let own = made.iter().filter_map(|(path, bytes)| Some((path.strip_prefix(ENTI)?, Voce::Fatta(bytes))));
    let same = tell_files(&verifica::examine(&mut there, own), None, "ciò che i piani pubblicano");
    let page = there.read("index.html", MAX_JSON).unwrap_or_default();
    let links = verifica::collegati(&page);
    let lost: Vec<&String> = links.iter().filter(|link| !whole.has(&plain(&format!("{ENTI}{link}")))).collect();
    if lost.is_empty() {
        if !links.is_empty() {
            out(&format!("I {} file a cui porta ci sono.", links.len()));
        }
        return same;
    }
    names(&lost, "Porta a file che non ci sono");
    false
}

/// Says why other programs would read something else than what is verified. False where there is a reason.
pub(super) fn tell_pitfalls(published: &Pubblicata) -> bool {
    let all = published.pitfalls();
    all.iter().take(MAX_NAMES).for_each(|words| wrap(&format!("{}.", printable(words)), "", WIDTH));
    all.is_empty()
}

/// Lists names of files under `title`, when there are any.
pub(super) fn names(all: &[&String], title: &str) {
    if all.is_empty() {
        return;
    }
    out(&format!("{title}:"));
    all.iter().take(MAX_NAMES).for_each(|name| out(&format!("  {}", printable(name))));
    if all.len() > MAX_NAMES {
        out(&format!("  e altri {}", all.len() - MAX_NAMES));
    }
}

/// A path without its `..`: `comuni/argelato/sito/../../../sito/index.html` is `sito/index.html`.
fn plain(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// Reads a file that is published beside, by its path from the folder of the publication.
pub(super) type Beside<'a> = &'a mut dyn FnMut(&str) -> Option<Vec<u8>>;

/// Verifies what is `published` of one plan. `beside` reads what is published with it; None where it is alone.
fn one(plan: Plan, mut published: Pubblicata, options: &Verifica, mut beside: Option<Beside<'_>>) -> Outcome {
    let mut phases = Phases::new(8);
    let mut plan = match compiled(plan, options.version, Task::Read, &mut phases) {
        Ok(plan) => plan,
        Err(outcome) => return outcome,
    };
    if let Some(bytes) = published.document().filter(|bytes| bytes.starts_with(PAGINA)) {
        phases.finish();
        return single_page(&plan, bytes, options);
    }
    let before = plan.di_prima().and_then(|nome| edita(&mut published, &nome));
    plan.confronta_con(before);
    let expected = match expected(&mut plan, &published, &mut phases) {
        Ok(expected) => expected,
        Err(problems) => return refused(&plan, problems, Task::Read, &mut phases),
    };
    phases.finish();
    let Some(compiled @ Compiled { document: Some(document), .. }) = plan.compiled() else {
        return Outcome::CouldNotRun;
    };
    let ours = expected.fatti.get(PDF).map(Vec::as_slice).unwrap_or_default();
    if let Some(bytes) = published.document() {
        tell_other_version(verifica::version(bytes));
        let outcome = verify_document(compiled, bytes, ours);
        if matches!(outcome, Outcome::Errors) {
            tell_version(options, compiled, content_fingerprint(bytes).as_ref());
        }
        return outcome;
    }
    tell_other_version(published.version());
    if let Some(outcome) = approvata::verifica(compiled, &mut published, &options.published, &mut beside) {
        return outcome;
    }
    let mut files = verifica::examine(&mut published, expected.voci());
    // A PDF of ours to which a signature was added has other bytes, but it is not changed.
    for (path, esito) in files.iter_mut().filter(|(path, esito)| **esito == Esito::Cambiato && path.ends_with(PDF)) {
        let Some(Voce::Fatta(made)) = expected.voci().find(|(name, _)| name == path).map(|(_, voce)| voce) else {
            continue;
        };
        match published.read(path, pdf_limit(ours.len())).map(|bytes| compare_pdf(&bytes, made)) {
            Some(Pdf::Firmato(found)) => {
                tell_signed(path, &found);
                *esito = Esito::Firmato;
            }
            Some(Pdf::Alterato(words)) => tell_changed(path, &words),
            _ => {}
        }
    }
    let own_paths = published.own_paths();
    let sound = tell_pitfalls(&published);
    if !(tell_files(&files, own_paths.as_ref(), "queste fonti") & sound) {
        // When the sources are the same and the bytes are not, the words of the outputs are compared too.
        let found = published.read(PDF, pdf_limit(ours.len())).and_then(|bytes| content_fingerprint(&bytes));
        if !tell_other_sources(compiled, found.as_ref()) {
            tell_disagreements(document, &mut published, &expected, ours);
        }
        if !tell_version(options, compiled, found.as_ref()) {
            let said = published.read(PIAO_JSON, MAX_JSON);
            tell_said_version(options, compiled, said.as_deref());
        }
        return Outcome::Errors;
    }
    let agree = tell_disagreements(document, &mut published, &expected, ours);
    let reached = beside.is_none_or(|beside| tell_neighbours(document, beside));
    if reached && agree { Outcome::Done } else { Outcome::Errors }
}

/// The edition called `nome` that is published with what is verified.
fn edita(published: &mut Pubblicata, nome: &str) -> Option<Edita> {
    let json = published.read(&format!("edizioni/{nome}/{PIAO_JSON}"), MAX_JSON)?;
    let head = format!("edizioni/{nome}/sito/immagini/");
    let names = published.paths().filter_map(|path| path.strip_prefix(&head).filter(|name| !name.contains('/')));
    let names: Vec<String> = names.map(str::to_owned).collect();
    let read = |name: String| published.read(&format!("{head}{name}"), MAX_JSON).map(|bytes| (name, bytes));
    Edita::of(&json, names.into_iter().filter_map(read))
}

/// Says whether the pages of other publications to which this one leads are where they are published together.
fn tell_neighbours(document: &Document, beside: Beside<'_>) -> bool {
    let found = verifica::vicine(document, beside);
    if !found.altrove.is_empty() {
        let sites: Vec<String> = found.altrove.iter().map(|site| printable(site)).collect();
        wrap(&format!("Porta anche ad altri siti, che da qui non si guardano: {}.", sites.join(", ")), "", WIDTH);
    }
    if found.perdute.is_empty() {
        if found.trovate > 0 {
            let words = quanti(found.trovate, "rimando porta", "rimandi portano");
            wrap(&format!("{words} ad altre pubblicazioni, e la pagina c’è."), "", WIDTH);
        }
        return true;
    }
    out("Nelle altre pubblicazioni non c’è ciò a cui questa rimanda:");
    found.perdute.iter().take(MAX_NAMES).for_each(|words| wrap(&printable(words), "  ", WIDTH));
    if found.perdute.len() > MAX_NAMES {
        out(&format!("  e altri {}", found.perdute.len() - MAX_NAMES));
    }
    out("Se i piani si pubblicano insieme, ricompilali tutti: `piao compila` sulla cartella che ha l’elenco.");
    false
}

/// Says whether `bytes` are the page in one file that these sources make.
fn single_page(plan: &Plan, bytes: &[u8], options: &Verifica) -> Outcome {
    let Some(compiled @ Compiled { document: Some(document), .. }) = plan.compiled() else {
        return Outcome::CouldNotRun;
    };
    match html::un_file(document, &Layouts::embedded()) {
        Ok(ours) if ours == bytes => {
            out(&format!("È {UN_FILE}, lo stesso che fanno queste fonti, byte per byte."));
            Outcome::Done
        }
        Ok(_) => {
            wrap(
                &format!(
                    "Non è {UN_FILE} che fanno queste fonti: le fonti sono altre, o la pagina è stata cambiata. Anche un CMS può averla cambiata nel caricarla: verifica il file com’è sul sito."
                ),
                "",
                WIDTH,
            );
            let same = |other: &Compiled| {
                let document = other.document.as_ref();
                document.is_some_and(|document| {
                    html::un_file(document, &Layouts::embedded()).is_ok_and(|page| page == bytes)
                })
            };
            tell_version_that(options, compiled, &same);
            Outcome::Errors
        }
        Err(problems) => problems.first().map_or(Outcome::CouldNotRun, stop),
    }
}

/// The files that should be published. What is there decides: they are the whole publication, its public part, or what `compila`
/// makes.
fn expected(plan: &mut Plan, published: &Pubblicata, phases: &mut Phases) -> Result<Fascicolo, Vec<Diagnostic>> {
    let mut made = |plan: &mut Plan, formats: &[Format]| {
        let mut outputs = plan.outputs(formats, &mut |step| phases.step(step))?;
        Ok::<_, Vec<Diagnostic>>(Fascicolo { fatti: outputs.take_files(), ..Fascicolo::default() })
    };
    if published.document().is_some() {
        return made(plan, &[Format::Pdf]);
    }
    let office = published.paths().any(|name| name.starts_with(UFFICIO));
    let public = published.paths().any(|name| name.starts_with("edizioni/"));
    if !office && !public {
        return made(plan, &OUTPUTS);
    }
    let mut diags = Diagnostics::default();
    let Some(set) = plan.compiled().and_then(|compiled| compiled.piano.impostazioni.as_ref()) else {
        return Err(vec![]);
    };
    let editions = came_before(plan.root(), set, &mut diags);
    if diags.has_blocking() {
        return Err(diags.iter().cloned().collect());
    }
    let (files, _) = plan.publication(editions, &mut |step| phases.step(step))?;
    if office {
        return Ok(files);
    }
    let mut public = public_part(&files);
    // It is for who cannot publish the site; beside the site it is no stranger.
    if published.paths().any(|name| name == UN_FILE) {
        public.fatti.extend(files.fatti.get_key_value(UN_FILE).map(|(name, bytes)| (name.clone(), bytes.clone())));
    }
    Ok(public)
}

/// Says that another version of piao made the publication, so that the same sources may give other bytes.
fn tell_other_version(found: Option<String>) {
    let here = env!("CARGO_PKG_VERSION");
    if let Some(found) = found.filter(|found| found != here) {
        wrap(
            &format!(
                "È fatta con piao {found}, e questo è piao {here}: le stesse fonti possono dare byte diversi. Per una risposta certa usa quella versione."
            ),
            "",
            WIDTH,
        );
    }
}

/// How many bytes of a published PDF are read, when ours has `long`: signatures may follow.
fn pdf_limit(long: usize) -> u64 {
    (long as u64).saturating_mul(2).saturating_add(MARGIN)
}

/// Whether the publication was made from a plan with other content, which the fingerprint that was `found` in its PDF tells. It says so.
fn tell_other_sources(compiled: &Compiled, found: Option<&(u8, String)>) -> bool {
    if let Some((forma, _)) = found.filter(|(forma, _)| fingerprint_in_form(compiled, *forma).is_none()) {
        wrap(
            &format!(
                "Il PDF pubblicato porta un’impronta del contenuto di forma {forma}; questo piao calcola la forma {FORMA}, e le due non si possono confrontare."
            ),
            "",
            WIDTH,
        );
    }
    let other = found.and_then(|(forma, found)| Some((fingerprint_in_form(compiled, *forma)?, found)));
    let other = other.filter(|(here, found)| *found != here);
    if let Some((here, found)) = &other {
        wrap(
            &format!(
                "Le fonti non sono le stesse: il PDF pubblicato porta l’impronta del contenuto {found}, queste fonti {here}. Ogni pagina la porta scritta, e perciò cambia."
            ),
            "",
            WIDTH,
        );
    }
    other.is_some()
}

/// Says which version of these sources has the fingerprint that was `found` in what is published, when it is another than the one that was
/// compiled, and how it is verified.
fn tell_version(options: &Verifica, compiled: &Compiled, found: Option<&(u8, String)>) -> bool {
    found.is_some_and(|(forma, found)| {
        tell_version_that(options, compiled, &|other| fingerprint_in_form(other, *forma).as_ref() == Some(found))
    })
}

/// Says which version of these sources what is published says that it is, in its `json`, when the sources no longer make it as it was.
fn tell_said_version(options: &Verifica, compiled: &Compiled, json: Option<&[u8]>) {
    let Some(json) = json.and_then(|json| serde_json::from_slice::<serde_json::Value>(json).ok()) else { return };
    let Some(set) = &compiled.piano.impostazioni else { return };
    let word = |name: &str| json.get(name).and_then(serde_json::Value::as_str).unwrap_or_default();
    let day = Giorno::parse(word("data"));
    let here = set.versione().map(|versione| versione.value.numero.value);
    let same = |versione: &&Versione| {
        day.is_some() && versione.data.map(|day| day.value) == day && versione.momento().label() == word("momento")
    };
    let mut all = set.versioni.iter().map(|versione| &versione.value);
    if let Some(versione) = all.find(same).filter(|versione| Some(versione.numero.value) != here) {
        wrap(
            &format!(
                "Ciò che è pubblicato dice di essere la versione {}. Queste fonti non la rifanno più uguale; che cosa è diverso:",
                nominata(versione)
            ),
            "",
            WIDTH,
        );
        out(&comando(options, versione.numero.value));
    }
}

/// A version in words: `2 (aggiornamento, del 10/06/2027)`.
fn nominata(versione: &Versione) -> String {
    let day = versione.data.map_or_else(String::new, |day| format!(", del {}", day.value));
    format!("{} ({}{day})", versione.numero.value, versione.che_cosa())
}

/// The command that verifies what is published as the version `numero`.
fn comando(options: &Verifica, numero: u32) -> String {
    let (published, sources) = (options.published.display(), options.sources.display());
    format!("  piao verifica {published} --fonti {sources} --momento {numero}")
}

/// As [`tell_version`], for the version whose compile `is_it`.
fn tell_version_that(options: &Verifica, compiled: &Compiled, is_it: &dyn Fn(&Compiled) -> bool) -> bool {
    let Some(set) = compiled.piano.impostazioni.as_ref().filter(|_| !is_it(compiled)) else { return false };
    let here = set.versione().map(|versione| &versione.value);
    let own = here.map_or(1, |versione| versione.numero.value);
    let earlier = set.versioni.iter().map(|versione| versione.value.numero.value);
    let others = earlier.chain(set.seguito.versioni.iter().map(|(numero, _)| *numero)).filter(|numero| *numero != own);
    for numero in others {
        let ask = Ask { version: Some(Scelta::Versione(numero)), ..Ask::default() };
        let Ok(other) = read(&options.sources, ask) else { continue };
        let version = other.piano.impostazioni.as_ref().and_then(|set| set.versione());
        if let Some(version) = version.filter(|_| is_it(&other)) {
            let now = here.map_or_else(String::new, |here| format!("; hai verificato con la {}", nominata(here)));
            wrap(
                &format!(
                    "Ciò che è pubblicato è la versione {} di queste fonti{now}. Per verificarlo:",
                    nominata(&version.value)
                ),
                "",
                WIDTH,
            );
            out(&comando(options, numero));
            return true;
        }
    }
    false
}

/// The fingerprint of these sources, computed in the form that a published PDF carries. None for a form that this version does
/// not know.
fn fingerprint_in_form(compiled: &Compiled, forma: u8) -> Option<String> {
    match forma {
        1 => Some(compiled.first_form()),
        FORMA => compiled.document.as_ref().map(|document| document.meta.impronta.clone()),
        _ => None,
    }
}

/// Verifies a single published document.
fn verify_document(compiled: &Compiled, bytes: &[u8], ours: &[u8]) -> Outcome {
    match compare_pdf(bytes, ours) {
        Pdf::Uguale => out("Il PDF è quello che fanno queste fonti, byte per byte."),
        Pdf::Firmato(found) => tell_signed("Il PDF", &found),
        Pdf::Alterato(words) => {
            tell_changed("Il PDF", &words);
            return Outcome::Errors;
        }
        Pdf::Busta(inside) => match *inside {
            Pdf::Uguale => wrap(
                "Dentro la busta firmata c’è il PDF che fanno queste fonti, byte per byte. Di chi è la firma e se è valida lo dice il programma di firma.",
                "",
                WIDTH,
            ),
            Pdf::Firmato(found) => tell_signed("Il PDF dentro la busta firmata", &found),
            Pdf::Alterato(words) => {
                tell_changed("Il PDF dentro la busta firmata", &words);
                return Outcome::Errors;
            }
            Pdf::Busta(_) | Pdf::BustaChiusa | Pdf::Diverso => {
                out("Il PDF dentro la busta firmata non è quello che fanno queste fonti.");
                return Outcome::Errors;
            }
        },
        Pdf::BustaChiusa => {
            wrap(
                "La busta firmata non si può aprire. Se non sei sicuro di che cosa c’è dentro, estrai il PDF con il programma di firma e verifica quello.",
                "",
                WIDTH,
            );
            return Outcome::Errors;
        }
        Pdf::Diverso => {
            out("Il PDF non è quello che fanno queste fonti.");
            if content_fingerprint(bytes)
                .is_some_and(|(forma, found)| fingerprint_in_form(compiled, forma).as_ref() == Some(&found))
            {
                wrap(
                    "L’impronta del contenuto che porta scritta è però la stessa: può essere la proposta, o la stessa edizione fatta con un’altra versione.",
                    "",
                    WIDTH,
                );
            }
            return Outcome::Errors;
        }
    }
    Outcome::Done
}

/// Says which signatures were added.
fn tell_signed(what: &str, found: &Firmato) {
    wrap(
        &format!(
            "{what}: i primi byte sono quelli che fanno queste fonti; dopo ce ne sono altri {}, con {}, e nient’altro. Di chi è e se è valida lo dice il programma di firma.",
            found.oltre,
            quanti(found.firme, "firma", "firme")
        ),
        "",
        WIDTH,
    );
    if found.dati {
        let words = "Chi ha firmato ha riscritto i dati del documento, con il suo programma e il giorno: dicono le stesse cose.";
        wrap(words, "", WIDTH);
    }
    let pages: Vec<String> = found.visibili.iter().map(ToString::to_string).collect();
    if !pages.is_empty() {
        wrap(&format!("La firma si vede a pagina {}: guarda che non copra il testo.", pages.join(", ")), "", WIDTH);
    }
}

/// Says what was changed in a document of ours by what was added to it.
fn tell_changed(what: &str, words: &[String]) {
    out(&format!("{what} comincia con i byte che fanno queste fonti, ma quello che si legge è altro:"));
    words.iter().take(MAX_NAMES).for_each(|words| wrap(&printable(words), "  ", WIDTH));
    if words.len() > MAX_NAMES {
        out(&format!("  e altri {}", words.len() - MAX_NAMES));
    }
}

/// Prints how each file compares with ours. True when all are there, none is changed, and there are no others. Inside a site of
/// others only the files in `own_paths` are judged. `da` is what they are made of, in words.
fn tell_files(files: &BTreeMap<String, Esito>, own_paths: Option<&BTreeSet<String>>, da: &str) -> bool {
    let of = |esito: Esito| -> Vec<&String> {
        files.iter().filter(|(_, found)| **found == esito).map(|(path, _)| path).collect()
    };
    names(&of(Esito::Cambiato), "Diversi da quelli che fanno le fonti");
    names(&of(Esito::Mancante), "Mancano");
    // Of an edition that the sources do not have nothing can be said; of one that they have, everything.
    let edizione = |path: &str| {
        path.strip_prefix("edizioni/").and_then(|rest| rest.split_once('/')).map(|(name, _)| name.to_owned())
    };
    let known: BTreeSet<String> =
        files.iter().filter(|(_, esito)| **esito != Esito::Estraneo).filter_map(|(path, _)| edizione(path)).collect();
    let strange = of(Esito::Estraneo);
    let (others, strange): (Vec<&String>, Vec<&String>) =
        strange.into_iter().partition(|path| edizione(path).is_some_and(|name| !known.contains(&name)));
    let (ours, theirs): (Vec<&String>, Vec<&String>) =
        strange.into_iter().partition(|path| own_paths.is_none_or(|own_paths| own_paths.contains(*path)));
    names(&ours, "Ci sono, e le fonti non li fanno");
    names(&theirs, "Sono del sito che ospita il piano, nelle stesse cartelle");
    let others: BTreeSet<String> = others.into_iter().filter_map(|path| edizione(path)).collect();
    names(&others.iter().collect::<Vec<_>>(), "Edizioni che fra le fonti non ci sono, e non si possono verificare");
    let (same, signed) = (of(Esito::Uguale).len(), of(Esito::Firmato).len());
    let all = files.len() - of(Esito::Estraneo).len();
    let whole = same + signed == all && all > 0;
    if !whole {
        out(&format!("Sono quelli che fanno {da} {} file su {all}.", same + signed));
    } else if !ours.is_empty() {
        out(&format!("I {all} file che fanno {da} ci sono tutti, e ce ne sono altri."));
    } else if signed == 0 {
        out(&format!("{}: gli stessi che fanno {da}, byte per byte.", quanti(same, "file", "file")));
    } else {
        out(&format!(
            "{}: gli stessi che fanno {da}, byte per byte, e {}.",
            quanti(same, "file", "file"),
            quanti(signed, "PDF firmato", "PDF firmati")
        ));
    }
    whole && ours.is_empty()
}

/// Reads back the published PDF and site, and says whether they agree with each other.
fn tell_disagreements(document: &Document, published: &mut Pubblicata, expected: &Fascicolo, ours: &[u8]) -> bool {
    // The published PDF is read if it is ours or begins with ours; the words of another document cannot be compared.
    let bytes = published.read(PDF, pdf_limit(ours.len())).filter(|bytes| compare_pdf(bytes, ours).says_ours());
    let mut page = |name: &str| {
        let path = format!("sito/{name}");
        let long = expected.fatti.get(&path)?.len() as u64;
        published.read(&path, long.saturating_mul(2).saturating_add(MARGIN))
    };
    let Some(found) = verifica::compare(document, bytes.as_deref().unwrap_or(ours), &mut page) else {
        out("Il PDF non si è potuto rileggere.");
        return false;
    };
    if found.disaccordi.is_empty() {
        wrap(
            &format!(
                "PDF e sito, riletti, dicono lo stesso: {}, {}, {} nelle tabelle, di cui {} anche nei file di dati.",
                quanti(found.citazioni, "rimando", "rimandi"),
                quanti(found.didascalie, "didascalia", "didascalie"),
                quanti(found.numeri, "numero", "numeri"),
                found.nei_dati
            ),
            "",
            WIDTH,
        );
        return true;
    }
    out("PDF e sito, riletti, non dicono lo stesso:");
    found.disaccordi.iter().take(MAX_NAMES).for_each(|words| wrap(&printable(words), "  ", WIDTH));
    if found.disaccordi.len() > MAX_NAMES {
        out(&format!("  e altri {}", found.disaccordi.len() - MAX_NAMES));
    }
    false
}
