//! The plans beside a plan: those that the same workspace lists. A plan can show their sections and records, and cite what they
//! publish, so their files are at hand: each folder is read when somebody first asks for it, and once for all the plans.

use super::{Folder, Shelf, Sources, sul_disco};
use crate::base::hash::hex;
use crate::base::span::{FileId, Span};
use crate::base::text::key;
use crate::diag::Diagnostics;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

/// The plans of a workspace, in the order of its list.
#[derive(Debug, Default)]
pub struct Vicinato {
    vicini: Vec<Vicino>,
    shelf: Shelf,
    /// What stands before the path of a file when it is shown, so that whoever typed the command finds it.
    prefisso: String,
}

#[derive(Debug)]
struct Vicino {
    nome: String,
    /// Its folder, from that of the workspace.
    cartella: String,
    /// The folder of its outputs in the publication of all.
    uscita: String,
    folder: Folder,
    letto: OnceLock<Letto>,
    /// None inside where its settings cannot be read.
    esterna: OnceLock<Option<Arc<Esterna>>>,
    /// None inside where they cannot be known.
    carta: OnceLock<Option<Arc<Carta>>>,
}

/// The page of the PDF of a plan on which each thing begins, by where it is in the site.
pub type Carta = BTreeMap<String, u32>;

/// A plan on the list of a workspace.
#[derive(Debug, Clone, Copy)]
pub struct Voce<'v> {
    /// Its name.
    pub nome: &'v str,
    /// Its folder, from that of the workspace.
    pub cartella: &'v str,
    /// The folder of its outputs in the publication of all; empty for the principal plan.
    pub uscita: &'v str,
}

/// What the others can cite of the publication of a plan. The driver works it out, once for all of them.
#[derive(Debug)]
pub struct Esterna {
    /// The body whose plan it is.
    pub ente: String,
    /// The address of its site, ending in `/`, when the plan says it.
    pub indirizzo: Option<String>,
    /// What it has, by id and by code, in lower case.
    pub cose: BTreeMap<String, Cosa>,
    /// The ids that things had before, in lower case, each with the present one.
    pub spostate: BTreeMap<String, String>,
    /// Its facts, by name, as they are printed.
    pub fatti: BTreeMap<String, String>,
    /// How many records it has of each kind, by the plural name of the kind.
    pub schede: BTreeMap<&'static str, usize>,
    /// Where the plan begins, to point at when something is not in it.
    pub posto: Span,
    /// The places of the plans that were read to know this.
    pub letti: Vec<usize>,
}

/// A thing of the publication of another plan.
#[derive(Debug, Clone)]
pub struct Cosa {
    /// What it is called: `sezione 3.2`.
    pub nome: String,
    /// Its title, where the name does not say it.
    pub titolo: Option<String>,
    /// Where it is in the site: `formazione.html#iscrizione`.
    pub pagina: String,
    /// Whether a citation of it does not say the page: a term, a body.
    pub muta: bool,
}

impl Esterna {
    /// The thing that `word` names, or named before: the old addresses of the site lead to it too.
    #[must_use]
    pub fn cosa(&self, word: &str) -> Option<&Cosa> {
        let word = key(word);
        self.cose.get(&word).or_else(|| self.cose.get(self.spostate.get(&word)?))
    }
}

#[derive(Debug)]
struct Letto {
    sources: Sources,
    /// The path of each file as it is shown.
    nomi: Vec<String>,
}

/// The plans beside this one, and which of them this one is.
#[derive(Debug, Clone)]
pub(super) struct Accanto {
    vicinato: Arc<Vicinato>,
    qui: usize,
    /// The paths of the files of this plan as they are shown. Empty where they are shown as they are.
    nomi: Vec<String>,
    /// Which plans were read for this one.
    letti: Arc<[AtomicBool]>,
}

impl Vicinato {
    /// The plans of the workspace in the folder `root`. `prefisso` leads from where paths are shown to that folder.
    pub fn new<'p>(root: &Path, prefisso: &str, piani: impl IntoIterator<Item = Voce<'p>>, shelf: Shelf) -> Self {
        let vicini = piani.into_iter().map(|Voce { nome, cartella, uscita }| Vicino {
            nome: nome.to_owned(),
            cartella: cartella.to_owned(),
            uscita: uscita.to_owned(),
            folder: Folder::disk(sul_disco(root, cartella)),
            letto: OnceLock::new(),
            esterna: OnceLock::new(),
            carta: OnceLock::new(),
        });
        Vicinato { vicini: vicini.collect(), shelf, prefisso: prefisso.to_owned() }
    }

    /// The same plans, none of them read yet.
    #[must_use]
    pub fn di_nuovo(&self) -> Self {
        let vicini = self.vicini.iter().map(|vicino| Vicino {
            nome: vicino.nome.clone(),
            cartella: vicino.cartella.clone(),
            uscita: vicino.uscita.clone(),
            folder: vicino.folder.clone(),
            letto: OnceLock::new(),
            esterna: OnceLock::new(),
            carta: OnceLock::new(),
        });
        Vicinato { vicini: vicini.collect(), shelf: self.shelf.clone(), prefisso: self.prefisso.clone() }
    }

    /// The folders of the publications that stand below that of the plan at place `n`: those of all the others, below the principal one.
    #[must_use]
    pub fn sotto(&self, n: usize) -> Vec<String> {
        let principale = self.vicini.get(n).is_some_and(|vicino| vicino.uscita.is_empty());
        let others = self.vicini.iter().filter(|vicino| principale && !vicino.uscita.is_empty());
        others.map(|vicino| vicino.uscita.clone()).collect()
    }

    /// The plans on the list.
    pub fn voci(&self) -> impl Iterator<Item = Voce<'_>> {
        let all = self.vicini.iter();
        all.map(|vicino| Voce { nome: &vicino.nome, cartella: &vicino.cartella, uscita: &vicino.uscita })
    }

    /// The name of the plan at place `n`.
    #[must_use]
    pub fn nome(&self, n: usize) -> Option<&str> {
        self.vicini.get(n).map(|vicino| vicino.nome.as_str())
    }

    /// The files of the plan at place `n`.
    fn letto(&self, n: usize) -> Option<&Letto> {
        let vicino = self.vicini.get(n)?;
        Some(vicino.letto.get_or_init(|| {
            // What is wrong with them is told when that plan is made.
            let sources = vicino.folder.read(&self.shelf, &mut Diagnostics::default());
            let nomi = self.shown(vicino, &sources);
            Letto { sources, nomi }
        }))
    }

    fn shown(&self, vicino: &Vicino, sources: &Sources) -> Vec<String> {
        let head = format!("{}{}", self.prefisso, vicino.cartella);
        sources.files.iter().map(|file| format!("{head}/{}", file.path)).collect()
    }
}

impl Accanto {
    /// The files of the plan at place `n`, which from now on is one of those that were read for this one.
    fn letto(&self, n: usize) -> Option<&Letto> {
        if n != self.qui {
            self.letti.get(n)?.store(true, Ordering::Relaxed);
        }
        self.vicinato.letto(n)
    }

    /// Whether the plans that were read in the first of two readings are the same in the second.
    pub(super) fn same(&self, other: &Accanto) -> bool {
        let read = (0..).zip(&self.vicinato.vicini).filter(|(_, vicino)| vicino.letto.get().is_some());
        self.qui == other.qui
            && self.vicinato.vicini.len() == other.vicinato.vicini.len()
            && read.into_iter().all(|(n, _)| match (self.vicinato.letto(n), other.vicinato.letto(n)) {
                (Some(a), Some(b)) => a.sources.same(&b.sources),
                _ => false,
            })
    }
}

impl Sources {
    /// Puts the plan among those of `vicinato`, at the place `qui` of their list.
    pub fn metti_accanto(&mut self, vicinato: Arc<Vicinato>, qui: usize) {
        let own = vicinato.vicini.get(qui).filter(|_| vicinato.prefisso.is_empty());
        let nomi = own.map(|vicino| vicinato.shown(vicino, self)).unwrap_or_default();
        let letti = vicinato.vicini.iter().map(|_| AtomicBool::new(false)).collect();
        self.accanto = Some(Accanto { vicinato, qui, nomi, letti });
    }

    /// The places of the plans that were read so far for this one.
    #[must_use]
    pub fn letti(&self) -> Vec<usize> {
        let letti = self.accanto.iter().flat_map(|accanto| accanto.letti.iter().enumerate());
        letti.filter(|(_, letto)| letto.load(Ordering::Relaxed)).map(|(n, _)| n).collect()
    }

    /// A digest of all that the plan was made of: its files and its place in the publication of all, and the same of each plan that was
    /// read for it.
    #[must_use]
    pub fn digest(&self) -> String {
        let mut all = Sha256::new();
        let mut add = |uscita: &str, sources: &Sources| {
            all.update(format!("{uscita}\n{}\n", sources.files.len()));
            for file in &sources.files {
                all.update(format!("{}\n", file.path));
                all.update(file.digest());
            }
        };
        add(self.uscita(), self);
        if let Some(accanto) = &self.accanto {
            for n in self.letti() {
                if let Some((vicino, letto)) = accanto.vicinato.vicini.get(n).zip(accanto.vicinato.letto(n)) {
                    add(&vicino.uscita, &letto.sources);
                }
            }
        }
        hex(&all.finalize())
    }

    /// The plans of the workspace: the place of each in its list, and its name. None of them is read.
    pub fn nomi_vicini(&self) -> impl Iterator<Item = (usize, &str)> {
        let all = self.accanto.iter().flat_map(|accanto| accanto.vicinato.vicini.iter().enumerate());
        all.map(|(n, vicino)| (n, vicino.nome.as_str()))
    }

    /// The files of the plan at place `n` of the list, which are read when somebody first looks at them.
    #[must_use]
    pub fn vicino(&self, n: usize) -> Option<&Sources> {
        Some(&self.accanto.as_ref()?.letto(n)?.sources)
    }

    /// The folder of the plan at place `n` of the list, where there is no plan in it: it has no `piao.toml`.
    #[must_use]
    pub fn senza_piano(&self, n: usize) -> Option<&Path> {
        let there = self.vicino(n)?;
        let known = there.files.is_empty() || !there.manifesto_ignoto;
        (known && there.find("piao.toml").is_none()).then_some(there.root.as_path())
    }

    /// The sources of the plan at place `n` of the list, as it has them when it is made itself.
    #[must_use]
    pub fn del_piano(&self, n: usize) -> Option<Sources> {
        let accanto = self.accanto.as_ref()?;
        let Sources { root, files, partial, manifesto_ignoto, .. } = &accanto.letto(n)?.sources;
        let (partial, manifesto_ignoto) = (*partial, *manifesto_ignoto);
        let mut sources =
            Sources { root: root.clone(), files: files.clone(), partial, manifesto_ignoto, accanto: None };
        sources.metti_accanto(accanto.vicinato.clone(), n);
        Some(sources)
    }

    /// What can be cited of the plan at place `n`, which `make` works out of its sources if nobody has yet.
    pub fn esterna(&self, n: usize, make: impl FnOnce(&Sources) -> Option<Esterna>) -> Option<Arc<Esterna>> {
        let accanto = self.accanto.as_ref()?;
        let vicino = accanto.vicinato.vicini.get(n)?;
        // Not inside the cell: whoever else asks while it is worked out must not wait for a thread that waits for it.
        let esterna = match vicino.esterna.get() {
            Some(known) => known.clone(),
            None => {
                let made = self.del_piano(n).as_ref().and_then(make).map(Arc::new);
                vicino.esterna.get_or_init(|| made).clone()
            }
        };
        let letti = esterna.iter().flat_map(|esterna| esterna.letti.iter().copied());
        for n in letti.chain([n]) {
            accanto.letto(n);
        }
        esterna
    }

    /// The pages of the PDF of the plan at place `n`, which `make` works out of its sources if nobody has yet.
    pub fn carta(&self, n: usize, make: impl FnOnce(&Sources) -> Option<Carta>) -> Option<Arc<Carta>> {
        let vicino = self.accanto.as_ref()?.vicinato.vicini.get(n)?;
        let make = || self.del_piano(n).as_ref().and_then(make).map(Arc::new);
        vicino.carta.get_or_init(make).clone()
    }

    /// Takes `mine` as the pages of the PDF of this plan: nobody need set them again to cite them.
    pub fn metti_carta(&self, mine: impl FnOnce() -> Carta) {
        let here = self.accanto.as_ref().and_then(|accanto| accanto.vicinato.vicini.get(accanto.qui));
        if let Some(here) = here {
            here.carta.get_or_init(|| Some(Arc::new(mine())));
        }
    }

    /// The way from a page of the site of this plan to the folder of the site of the plan at place `n`, ending in `/`.
    #[must_use]
    pub fn verso(&self, n: usize) -> Option<String> {
        let there = &self.accanto.as_ref()?.vicinato.vicini.get(n)?.uscita;
        let there = if there.is_empty() { String::new() } else { format!("{there}/") };
        Some(format!("{}{there}sito/", self.alla_radice()?))
    }

    /// The way from a page of the site of this plan to the folder of the publication of all, ending in `/`.
    #[must_use]
    pub fn alla_radice(&self) -> Option<String> {
        let accanto = self.accanto.as_ref()?;
        let uscita = &accanto.vicinato.vicini.get(accanto.qui)?.uscita;
        Some("../".repeat(1 + uscita.split('/').filter(|part| !part.is_empty()).count()))
    }

    /// The folder of the outputs of this plan in the publication of all the plans of its workspace; empty for the principal one, and
    /// for a plan that stands alone.
    #[must_use]
    pub fn uscita(&self) -> &str {
        let vicino = self.accanto.as_ref().and_then(|accanto| accanto.vicinato.vicini.get(accanto.qui));
        vicino.map_or("", |vicino| &vicino.uscita)
    }

    /// The place of this plan in the list of the workspace.
    #[must_use]
    pub fn qui(&self) -> Option<usize> {
        self.accanto.as_ref().map(|accanto| accanto.qui)
    }

    /// The sources of the plan that owns `file`: these, or those of a plan beside.
    #[must_use]
    pub fn casa(&self, file: FileId) -> &Sources {
        self.del_vicino(file).unwrap_or(self)
    }

    /// The sources of the plan beside that owns `file`.
    pub(super) fn del_vicino(&self, file: FileId) -> Option<&Sources> {
        Some(&self.accanto.as_ref()?.letto(file.vicino()?)?.sources)
    }

    /// The file that messages call `nome`, of this plan or of one beside it that was read.
    #[must_use]
    pub fn con_nome(&self, nome: &str) -> Option<FileId> {
        let own = self.iter().map(|(id, _)| id).find(|id| self.nome(*id) == nome);
        let beside = || {
            let all = self.accanto.iter().flat_map(|accanto| accanto.vicinato.vicini.iter().enumerate());
            let mut read = all.filter_map(|(n, vicino)| Some((n, vicino.letto.get()?)));
            read.find_map(|(n, letto)| {
                let at = letto.nomi.iter().position(|known| known == nome)?;
                Some(FileId(u32::try_from(at).ok()?).accanto(n))
            })
        };
        own.or_else(beside)
    }

    /// The path of a file as messages show it.
    #[must_use]
    pub fn nome(&self, file: FileId) -> &str {
        let names = match (&self.accanto, file.vicino()) {
            (Some(accanto), Some(n)) => accanto.letto(n).map(|letto| letto.nomi.as_slice()),
            (Some(accanto), None) => Some(accanto.nomi.as_slice()),
            (None, _) => None,
        };
        let shown = names.and_then(|names| names.get(file.suo().0 as usize)).map(String::as_str);
        shown.or_else(|| self.file(file).map(|file| file.path.as_str())).unwrap_or_default()
    }
}
