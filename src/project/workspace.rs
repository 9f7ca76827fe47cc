//! Several plans made together: a workspace. Each is a plan like any other; here they get to know each other, and where the outputs
//! of each go.

use super::{Driver, Parte, Plan, Posto, folder};
use crate::diag::codes::{P0113, P0170, P0174};
use crate::diag::{Diagnostic, Diagnostics, nearest};
use crate::load::workspace::{self, Manifest};
use crate::publish;
use crate::source::{File, Folder, Shelf, Sources, Vicinato, Voce, sul_disco};
use std::cell::LazyCell;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// A folder whose `piao.toml` lists plans.
#[derive(Debug)]
pub struct Workspace {
    driver: Driver,
    root: PathBuf,
    manifest: Manifest,
    vicinato: Arc<Vicinato>,
}

/// Problems, with the sources in which they are shown.
#[derive(Debug)]
pub struct Problems {
    /// The problems.
    pub diags: Diagnostics,
    /// The file that has them.
    pub sources: Sources,
}

impl Problems {
    /// The first of them, for who shows no file: the words say in which it is, and where.
    pub(super) fn in_breve(&self) -> Diagnostic {
        let file = self.sources.files.first();
        let path = self.sources.root.join(PIAO_TOML);
        let problem = Diagnostic::global(P0170, format!("l’elenco dei piani in `{}` ha un errore", path.display()));
        let Some(first) = self.diags.sorted().first().copied() else {
            return problem.help("correggilo, e riprova");
        };
        let place = first.span.zip(file).map_or(String::new(), |(span, file)| {
            let at = span.start as usize;
            format!("riga {}, colonna {}: ", file.line(at), file.column(at))
        });
        let problem = problem.note(format!("{place}{}", first.message));
        let problem = first.notes.iter().fold(problem, Diagnostic::note);
        match first.helps.as_slice() {
            [] => problem.help("correggilo, e riprova"),
            helps => helps.iter().fold(problem, Diagnostic::help),
        }
    }
}

/// The name of the file that makes a folder a plan, or a workspace.
const PIAO_TOML: &str = "piao.toml";

/// How many plans of a workspace later it is forgotten what none of them used. What they share, fonts and layouts, all of them use.
const LATER: usize = 2;

impl Driver {
    /// The workspace in the folder that `typed` names. None when it is the folder of one plan, or of none.
    ///
    /// # Errors
    /// What is wrong with the list of its plans.
    pub fn workspace(&self, typed: &Path) -> Result<Option<Workspace>, Box<Problems>> {
        let Ok(root) = folder(typed) else { return Ok(None) };
        let Some(sources) = list(root, &self.0.shelf) else { return Ok(None) };
        let mut diags = Diagnostics::default();
        let manifest = sources.files.first().and_then(|file| workspace::read(file, &mut diags));
        let Some(manifest) = manifest else { return Err(Box::new(Problems { diags, sources })) };
        for membro in &manifest.piani {
            if !sul_disco(root, &membro.cartella).join(PIAO_TOML).is_file() {
                let place = &membro.cartella;
                diags.push(
                    Diagnostic::at(P0113, membro.span, format!("nella cartella `{place}` manca il file `piao.toml`"))
                        .help(format!(
                            "comincia quel piano con `piao nuovo {place}`, o togli queste righe dall’elenco"
                        )),
                );
            }
        }
        if diags.has_blocking() {
            return Err(Box::new(Problems { diags, sources }));
        }
        let vicinato = Arc::new(beside(root, "", &manifest, self.0.shelf.clone()));
        Ok(Some(Workspace { driver: self.clone(), root: root.to_owned(), manifest, vicinato }))
    }

    /// The workspace of a folder above that lists the plan of the folder `typed`, and its place in the list. None for a plan that stands
    /// alone, and where the list cannot be read.
    #[must_use]
    pub fn workspace_of(&self, typed: &Path) -> Option<(Workspace, usize)> {
        let Ok(Dove::Posto(posto)) = around(folder(typed).ok()?, &self.0.shelf) else { return None };
        Some((self.workspace(&posto.sopra).ok()??, posto.qui))
    }
}

impl Workspace {
    /// The place in the list of the plan that has the file of that name (from the folder of the workspace), and its path in that plan.
    #[must_use]
    pub fn whose<'n>(&self, name: &'n str) -> Option<(usize, &'n str)> {
        // No folder of the list is inside another.
        self.manifest.piani.iter().enumerate().find_map(|(n, membro)| {
            let path = name.strip_prefix(membro.cartella.as_str())?.strip_prefix('/')?;
            Some((n, path))
        })
    }

    /// The file of that name as it is on the disk now. None when none of the plans is made of it.
    #[must_use]
    pub fn on_disk(&self, name: &str) -> Option<Arc<File>> {
        let (n, path) = self.whose(name)?;
        Folder::disk(self.root(n)).on_disk(path)
    }

    /// The names of the plans, in the order of the list.
    pub fn nomi(&self) -> impl Iterator<Item = &str> {
        self.manifest.piani.iter().map(|membro| membro.nome.as_str())
    }

    /// What each plan is called for who chooses among them: see [`Workspace::chiamato`].
    #[must_use]
    pub fn enti(&self) -> Vec<String> {
        (0..self.manifest.piani.len()).map(|n| self.chiamato(n)).collect()
    }

    /// The body whose plan is at place `n`, as its `piao.toml` names it; the name of the plan where that cannot be read.
    #[must_use]
    pub fn chiamato(&self, n: usize) -> String {
        let sources = Folder::disk(self.root(n)).read_one(PIAO_TOML, &self.driver.0.shelf, &mut Diagnostics::default());
        let ente = sources.and_then(|sources| workspace::ente(sources.files.first()?.text()));
        ente.unwrap_or_else(|| self.nome(n).to_owned())
    }

    /// The name of the plan at place `n`, by which the others cite it.
    #[must_use]
    pub fn nome(&self, n: usize) -> &str {
        self.manifest.piani.get(n).map_or("", |membro| &membro.nome)
    }

    /// The folder of a plan, from that of the workspace.
    #[must_use]
    pub fn cartella(&self, n: usize) -> &str {
        self.manifest.piani.get(n).map_or("", |membro| &membro.cartella)
    }

    /// The folder of a plan on the disk.
    #[must_use]
    pub fn root(&self, n: usize) -> PathBuf {
        sul_disco(&self.root, self.cartella(n))
    }

    /// The folder of the outputs of a plan, from that of the publication of all: empty for the principal one.
    #[must_use]
    pub fn uscita(&self, n: usize) -> &str {
        if n == self.manifest.principale { "" } else { self.cartella(n) }
    }

    /// The file that lists the plans, by its path in the folder of the workspace.
    #[must_use]
    pub fn elenco(&self) -> Option<(String, Vec<u8>)> {
        let sources = list(&self.root, &self.driver.0.shelf)?;
        sources.files.first().map(|file| (file.path.clone(), file.disk_bytes()))
    }

    /// The folders of the publications that stand below that of the plan at place `n`.
    #[must_use]
    pub fn pubblicazioni_sotto(&self, n: usize) -> Vec<String> {
        self.vicinato.sotto(n)
    }

    /// The title of the page that lists the plans.
    #[must_use]
    pub fn titolo(&self) -> &str {
        self.manifest.titolo.as_deref().unwrap_or("I piani degli enti")
    }

    /// Lets the files of the plans be read again: those that were read for plans made before may have changed.
    pub fn rileggi(&mut self) {
        self.vicinato = Arc::new(self.vicinato.di_nuovo());
    }

    /// The place of the plan whose outputs the file at `path` of the publication of all is one of, and its path among them.
    #[must_use]
    pub fn of_output<'p>(&self, path: &'p str) -> Option<(usize, &'p str)> {
        let below = self.order().skip(1).find_map(|n| {
            let file = path.strip_prefix(self.uscita(n))?.strip_prefix('/')?;
            Some((n, file))
        });
        below.or_else(|| Some((self.order().next()?, path)))
    }

    /// The places of the plans in the list, in the order in which they are made: the principal one first.
    pub fn order(&self) -> impl Iterator<Item = usize> {
        let first = self.manifest.principale;
        std::iter::once(first).chain((0..self.manifest.piani.len()).filter(move |n| *n != first))
    }

    /// The places of the plans that are in the share `parte`. The principal one is in none: it is made last, with what is of all.
    pub fn share(&self, parte: Parte) -> impl Iterator<Item = usize> {
        self.order().skip(1).filter(move |n| self.manifest.piani.get(*n).is_some_and(|membro| parte.has(&membro.nome)))
    }

    /// The place in the list of the plan that is called `nome`, or that is in that folder.
    ///
    /// # Errors
    /// P0174 when there is none.
    pub fn find(&self, nome: &str) -> Result<usize, Diagnostic> {
        let wanted = nome.trim().trim_end_matches('/').to_lowercase();
        let all = &self.manifest.piani;
        let found = all.iter().position(|membro| membro.nome == wanted || membro.cartella.to_lowercase() == wanted);
        found.ok_or_else(|| {
            let problem = Diagnostic::global(P0174, format!("«{nome}» non è il nome di un piano"));
            match nearest(nome, self.nomi()) {
                Some(near) => problem.help(format!("forse intendevi `--ente {near}`")),
                None => problem.help(format!("i piani sono: {}", self.nomi().collect::<Vec<_>>().join(", "))),
            }
        })
    }

    /// The plan at place `n` of the list. Of the plans beside it, none is read twice for all those of one workspace.
    #[must_use]
    pub fn plan(&self, n: usize) -> Plan {
        comemo::evict(LATER);
        let mut plan = self.driver.plan(Folder::disk(self.root(n)));
        let uscita = self.uscita(n).into();
        plan.posto =
            Some(Posto { vicinato: self.vicinato.clone(), qui: n, used: false, uscita, sopra: self.root.clone() });
        plan
    }
}

/// The folder of the outputs of the plan at place `n`.
fn uscita(manifest: &Manifest, n: usize) -> PathBuf {
    let other = manifest.piani.get(n).filter(|_| n != manifest.principale);
    other.map(|membro| PathBuf::from(&membro.cartella)).unwrap_or_default()
}

fn beside(root: &Path, prefisso: &str, manifest: &Manifest, shelf: Shelf) -> Vicinato {
    let piani = manifest.piani.iter().enumerate().map(|(n, membro)| Voce {
        nome: &membro.nome,
        cartella: &membro.cartella,
        uscita: if n == manifest.principale { "" } else { &membro.cartella },
    });
    Vicinato::new(root, prefisso, piani, shelf)
}

/// The `piao.toml` in `root`, when it is that of a workspace.
fn list(root: &Path, shelf: &Shelf) -> Option<Sources> {
    let sources = Folder::disk(root.to_owned()).read_one(PIAO_TOML, shelf, &mut Diagnostics::default())?;
    sources.files.first().is_some_and(|file| workspace::lists_plans(file.text())).then_some(sources)
}

/// The problem of asking for one plan where there are several.
pub(super) fn not_one(root: &Path, shelf: &Shelf) -> Option<Diagnostic> {
    let sources = list(root, shelf)?;
    let manifest = sources.files.first().and_then(|file| workspace::read(file, &mut Diagnostics::default()));
    let problem = Diagnostic::global(P0174, format!("nella cartella `{}` ci sono più piani", root.display()))
        .note("questo comando lavora su un piano alla volta");
    let folders = manifest.map(|manifest| manifest.piani).unwrap_or_default();
    let named: Vec<String> =
        folders.iter().take(4).map(|m| format!("`{}`", sul_disco(root, &m.cartella).display())).collect();
    let more = folders.len().saturating_sub(named.len());
    let more = if more > 0 { format!(", e le altre {more} che il suo `piao.toml` elenca") } else { String::new() };
    Some(match named.as_slice() {
        [] => problem.help("indica la cartella di uno dei piani"),
        names => problem.help(format!("indica la cartella di uno: {}{more}", names.join(", "))),
    })
}

/// Where a plan stands.
pub(super) enum Dove {
    /// No folder above lists plans.
    Solo,
    /// In the workspace of a folder above.
    Posto(Box<Posto>),
    /// Under this folder, whose list does not name it.
    FuoriElenco(PathBuf),
}

/// The place of the plan in `root` in the workspace of a folder above, if one lists it.
///
/// # Errors
/// P0170 when a list above is wrong: whether the plan is on it is not known, and made as one that stands alone it would take the place of
/// another in the publication of all.
pub(super) fn around(root: &Path, shelf: &Shelf) -> Result<Dove, Diagnostic> {
    let absolute = std::path::absolute(root).ok();
    let real = LazyCell::new(|| publish::real(root));
    let mut other = None;
    for (above, up) in sopra(root) {
        let Some(sources) = list(&above, shelf) else { continue };
        let mut diags = Diagnostics::default();
        let manifest = sources.files.first().and_then(|file| workspace::read(file, &mut diags));
        let Some(manifest) = manifest else { return Err(Problems { diags, sources }.in_breve()) };
        let named = |cartella: &str| absolute.as_ref().is_some_and(|root| *root == above.join(cartella));
        let there = |cartella: &str| real.is_some() && publish::real(&sul_disco(&above, cartella)) == *real;
        let place = |here: &dyn Fn(&str) -> bool| manifest.piani.iter().position(|membro| here(&membro.cartella));
        // The words of the path are nearly always those of the list: to ask the disk of each of its folders takes long where they are many.
        let Some(qui) = place(&named).or_else(|| place(&there)) else {
            other = other.or(Some(above));
            continue;
        };
        let vicinato = Arc::new(beside(&above, &"../".repeat(up), &manifest, shelf.clone()));
        let uscita = uscita(&manifest, qui);
        return Ok(Dove::Posto(Box::new(Posto { vicinato, qui, used: false, uscita, sopra: above })));
    }
    Ok(other.map_or(Dove::Solo, Dove::FuoriElenco))
}

/// The folders above `root`, each with how many steps up it is: those that its path names, and those in which it really is, for a path may
/// lead through a link or go up again (`unione/../comuni/argelato`).
fn sopra(root: &Path) -> Vec<(PathBuf, usize)> {
    let above = |path: &Path| -> Vec<(PathBuf, usize)> {
        path.ancestors().enumerate().skip(1).map(|(n, above)| (above.to_owned(), n)).collect()
    };
    let named = std::path::absolute(root).ok();
    let plain = |path: &PathBuf| !path.components().any(|part| part == Component::ParentDir);
    let mut out = named.filter(plain).map(|path| above(&path)).unwrap_or_default();
    for (real, up) in publish::real(root).map(|path| above(&path)).unwrap_or_default() {
        if !out.iter().any(|(known, _)| stessa(known, &real)) {
            out.push((real, up));
        }
    }
    out
}

/// Whether two paths lead to one folder, however each is written.
fn stessa(a: &Path, b: &Path) -> bool {
    match (publish::real(a), publish::real(b)) {
        (Some(a), Some(b)) => a == b,
        _ => a == b,
    }
}
