//! Several plans in one run: those that the `piao.toml` of a workspace lists. What is done with each is what is done with one; a plan
//! with errors does not stop the others.

use super::altrove;
use super::args::Compila;
use super::{Outcome, compila, out, read_plan, say, show_all, stop, wrap};
use crate::confronta::PIAO_JSON;
use crate::diag::Diagnostic;
use crate::diag::codes::P0174;
use crate::document::Document;
use crate::emit::Artifacts;
use crate::emit::html::{self, Pubblicazione};
use crate::emit::layouts::Layouts;
use crate::lingua::articoli::di_ente;
use crate::piano::element::quanti;
use crate::project::{Ask, Compiled, Driver, Format, PDF, Plan, Workspace};
use crate::publish::{self, Fascicolo};
use crate::verifica::Pubblicata;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What a folder holds.
pub(super) enum Asked {
    /// One plan, or the one of several that was asked for.
    One(Box<Plan>),
    /// Several plans.
    All(Box<Workspace>),
}

/// The plan or the plans of the folder `typed`. Where there are several, `ente` asks for one.
pub(super) fn asked(driver: &Driver, typed: &Path, ente: Option<&str>) -> Result<Asked, Outcome> {
    let workspace = driver.workspace(typed).map_err(|problems| {
        show_all(&problems.diags, &problems.sources);
        say("Nessun piano è stato letto: l’elenco dei piani ha errori.");
        Outcome::Errors
    })?;
    match (workspace, ente) {
        (Some(workspace), None) => Ok(Asked::All(Box::new(workspace))),
        (Some(workspace), Some(nome)) => {
            let n = workspace.find(nome).map_err(|problem| stop(&problem))?;
            Ok(Asked::One(Box::new(workspace.plan(n))))
        }
        (None, None) => Ok(Asked::One(Box::new(driver.open(typed).map_err(|problem| stop(&problem))?))),
        (None, Some(_)) => Err(one_alone("--ente", typed)),
    }
}

/// What is said of an option that chooses among plans, where the folder `typed` holds one.
pub(super) fn one_alone(option: &str, typed: &Path) -> Outcome {
    let message = format!("nella cartella `{}` non c’è un elenco di piani", typed.display());
    stop(
        &Diagnostic::global(P0174, message)
            .note(format!("`{option}` sceglie fra i piani che il `piao.toml` di una cartella elenca con `[[piano]]`"))
            .help(format!("togli `{option}`, o indica la cartella che ha l’elenco")),
    )
}

/// The problem of writing `plan` into `output`, the publication of a list of plans that does not name it: it would take the place of the
/// principal one.
pub(super) fn fuori_elenco(plan: &Plan, output: &Path) -> Option<Diagnostic> {
    let above = plan.fuori_elenco()?;
    if !output.join(html::ENTI).join("index.html").is_file() {
        return None;
    }
    let (list, folder) = (above.join("piao.toml"), plan.root());
    let message = format!("`{}` non è nell’elenco dei piani di `{}`", folder.display(), list.display());
    Some(
        Diagnostic::global(P0174, message)
            .note(format!(
                "`{}` è la pubblicazione dei piani dell’elenco: questo prenderebbe il posto di quello principale",
                output.display()
            ))
            .help(format!("aggiungi all’elenco le righe:\n{}", plan.voce_mancante().unwrap_or_default()))
            .help("per farlo a parte, scegli un’altra cartella con `--uscita CARTELLA`"),
    )
}

/// The folder of the outputs of a plan whose place in `output` is `place`: empty for the principal one.
pub(super) fn al_posto(output: &Path, place: &Path) -> PathBuf {
    if place.as_os_str().is_empty() { output.to_owned() } else { output.join(place) }
}

/// Compiles the plans of `workspace`, the principal one first.
pub(super) fn compila(workspace: &Workspace, options: &Compila, layouts: &Layouts) -> Outcome {
    if options.extract.is_some() {
        let problem = Diagnostic::global(P0174, "`--estratto` è di un piano solo, e qui ce ne sono più di uno");
        let first = workspace.order().next().map_or("", |n| workspace.nome(n));
        return stop(&problem.help(format!("scrivi anche di quale: `--ente {first}`")));
    }
    let free = workspace.order().try_for_each(|n| publish::free(&options.output, &workspace.root(n)));
    if let Err(problem) = free.and_then(|()| publish::begin(&options.output)) {
        return stop(&problem);
    }
    let mut failed = Vec::new();
    let asked: Vec<usize> = match options.share {
        Some(share) => workspace.share(share).collect(),
        None => workspace.order().collect(),
    };
    let mut citati: BTreeMap<String, usize> = BTreeMap::new();
    for n in asked.iter().copied() {
        let mut conta = |compiled: &Compiled| {
            let names = compiled.document.iter().flat_map(Document::citate);
            names.for_each(|nome| *citati.entry(nome.to_owned()).or_default() += 1);
        };
        match compila::one(workspace.plan(n), options, &mut conta) {
            Outcome::Done => {}
            Outcome::Errors => failed.push(n),
            Outcome::CouldNotRun => return Outcome::CouldNotRun,
        }
    }
    // The page that lists them all is made when they are all there.
    if options.only != Some(Format::Pdf)
        && options.share.is_none()
        && let Err(problem) = list(workspace, &options.output, layouts)
    {
        return stop(&problem);
    }
    let all = asked.len();
    if options.share.is_none() {
        tell_out_of_list(workspace, &options.output);
    }
    if failed.is_empty() {
        let portal = options.output.join(html::ENTI).join("index.html");
        let listed = options.share.is_none() && portal.is_file();
        let listed = if listed { format!(", elencati in {}", portal.display()) } else { String::new() };
        out(&format!("{} in {}{listed}.", quanti(all, "piano", "piani"), options.output.display()));
        return Outcome::Done;
    }
    let folders: Vec<&str> = failed.iter().map(|n| workspace.cartella(*n)).collect();
    say(&format!("Non compilati {} su {all}: {}.", failed.len(), folders.join(", ")));
    for n in failed {
        if let Some(citing) = citati.get(workspace.nome(n)).copied() {
            let there = options.output.join(workspace.uscita(n)).join("sito/index.html").is_file();
            say(&cited_by(&workspace.chiamato(n), citing, there));
        }
    }
    Outcome::Errors
}

/// Says which folders of the publication of all hold that of a plan that is not on the list, such as one that was taken off it: nobody
/// takes them away, and the page of the bodies does not lead there.
pub(super) fn tell_out_of_list(workspace: &Workspace, output: &Path) {
    let listed: Vec<&str> = workspace.order().map(|n| workspace.uscita(n)).collect();
    let others = publish::sotto(output).into_iter().filter(|folder| !listed.contains(&folder.as_str()));
    let mut alone: Vec<String> = Vec::new();
    for folder in others {
        let there = output.join(&folder).display().to_string();
        match altrove::ora(output, &folder, &listed) {
            None => alone.push(there),
            Some(now) => wrap(
                &format!(
                    "Ciò che è pubblicato in {there}, che non è più nell’elenco, è anche in {}. Il suo indirizzo può essere scritto in un atto: lascialo sul sito finché quelle edizioni vanno pubblicate.",
                    output.join(now).display()
                ),
                "",
                100,
            ),
        }
    }
    let others = alone;
    if let [first, more @ ..] = others.as_slice() {
        let words = match more {
            [] => format!(
                "In {first} c’è la pubblicazione di un piano che non è nell’elenco, e la pagina degli enti non lo nomina: se non si pubblica più, cancella quella cartella, qui e sul sito."
            ),
            more => format!(
                "In {first} e {} c’è la pubblicazione di piani che non sono nell’elenco, e la pagina degli enti non li nomina: se non si pubblicano più, cancella quelle cartelle, qui e sul sito.",
                more.join(", ")
            ),
        };
        wrap(&words, "", 100);
    }
}

/// What readers find who follow the citations of a plan that was not made. `citing`: how many plans cite it; `there`: whether its
/// publication of before is there.
fn cited_by(ente: &str, citing: usize, there: bool) -> String {
    let ente = di_ente(ente);
    let who = match citing {
        1 => format!("Il piano {ente} è citato da un altro, che per questo non dice a che pagina del PDF"),
        many => format!("Il piano {ente} è citato da altri {many}, che per questo non dicono a che pagina del PDF"),
    };
    match there {
        true => format!("{who}: i collegamenti portano alla sua pubblicazione di prima, dove qualcosa può mancare."),
        false => format!("{who}: i collegamenti non si aprono finché quel piano non è compilato."),
    }
}

/// Makes the page that lists the bodies of the workspace in `root` again, after one of its plans was made alone. `output` is the
/// publication of all.
pub(super) fn list_again(driver: &Driver, root: &Path, output: &Path) -> Outcome {
    let workspace = match driver.workspace(root) {
        Ok(Some(workspace)) => workspace,
        Ok(None) => return Outcome::Done,
        Err(_) => {
            let root = root.display();
            say(&format!(
                "La pagina degli enti è rimasta com’era: l’elenco dei piani ha un errore, che `piao controlla {root}` dice."
            ));
            return Outcome::Done;
        }
    };
    list(&workspace, output, driver.layouts()).map_or_else(|problem| stop(&problem), |()| Outcome::Done)
}

/// The files of the page that lists the bodies, made of what is published in the folder or archive `published`.
pub(super) fn portale(workspace: &Workspace, published: &Path, layouts: &Layouts) -> Result<Artifacts, Diagnostic> {
    let files = html::portale(workspace.titolo(), pubblicati(workspace, published), layouts);
    files.or_else(|problems| problems.into_iter().next().map_or_else(|| Ok(Artifacts::new()), Err))
}

/// Writes the page that lists the bodies.
pub(super) fn list(workspace: &Workspace, output: &Path, layouts: &Layouts) -> Result<(), Diagnostic> {
    let files = portale(workspace, output, layouts)?;
    // The outputs of the principal plan, which stand in the same folder, stay as they are.
    let files = Fascicolo { fatti: files, fonti: publish::fonti(output), ..Fascicolo::default() };
    let ours = |path: &str| path.starts_with(html::ENTI);
    // To write into the folder is to make all that stands below it again, the publications of all the bodies.
    if publish::same(&files, output, &ours) {
        return Ok(());
    }
    publish::write(&files, output, &|path| !ours(path)).map(|_| ())
}

/// What of each plan is in the folder or archive of the publication: made now, or before. Each is read when it is asked for.
fn pubblicati(workspace: &Workspace, published: &Path) -> impl Iterator<Item = Pubblicazione> {
    workspace.order().map(|n| {
        let dove = workspace.uscita(n);
        let mut there = Pubblicata::al_posto(published, dove, &workspace.pubblicazioni_sotto(n)).ok();
        let pdf = there.as_ref().is_some_and(|there| there.has(PDF));
        let mut read = |path: &str| there.as_mut()?.read(path, MAX_JSON);
        let json =
            |bytes: Option<Vec<u8>>| -> Option<Value> { bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()) };
        let (piano, catalogo) = (json(read(PIAO_JSON)), json(read("sito/dati/dcat-ap_it.jsonld")));
        let said = piano.as_ref().and_then(|piano| piano.pointer("/ente/nome")?.as_str()).map(str::to_owned);
        Pubblicazione {
            nome: workspace.nome(n).to_owned(),
            ente: said.unwrap_or_else(|| workspace.chiamato(n)),
            piano,
            catalogo,
            pdf,
            dove: if dove.is_empty() { String::new() } else { format!("{dove}/") },
        }
    })
}

/// How many bytes of a file of data are read.
const MAX_JSON: u64 = 64 << 20;

/// Reads and checks the plans of `workspace`, and keeps `what` is wanted of each.
pub(super) fn read_all<T>(workspace: &Workspace, ask: Ask, what: impl Fn(Compiled) -> T) -> Result<Vec<T>, Outcome> {
    workspace.order().map(|n| read_plan(workspace.plan(n), ask).map(&what)).collect()
}
