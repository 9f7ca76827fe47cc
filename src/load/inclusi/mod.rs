//! What a plan takes from another of its workspace: sections, with `includi = "unione:formazione"` in the front matter of the file
//! that receives them (`testo`), and records, with `[[includi]]` in a file of data (`schede`).
//!
//! What is taken is read from the files of the plan that owns it, and becomes a part of this one: it is numbered here, its citations
//! and facts are resolved here. Its place in the sources stays that of its owner, so both the messages and the pages know whose it is.
//! What its owner leaves out of its own plan is not taken: copies, tables of a view, what is of a later moment.

mod capoversi;
mod schede;
mod testo;
mod titoli;
mod uniti;

pub(super) use schede::{al_posto, al_posto_di, chiesti, nomi, records, risponde};
pub(super) use testo::sezioni;

use super::{copie, formato_ignoto, nest, readable_sections, revisioni, toml};
use crate::base::giorno::Giorno;
use crate::base::span::{FileId, Span, Spanned};
use crate::diag::codes::{P0171, P0172};
use crate::diag::{Diagnostic, Diagnostics, nearest};
use crate::piano::prose::Prose;
use crate::piano::settings::{Impostazioni, Momento, Scelta};
use crate::piano::{Incompleto, Padrone, Piano, Sezione};
use crate::source::{File, Sources};
use ::toml::de::DeValue;
use std::cell::{Cell, OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// The plans beside this one. Each is opened when something is first asked of it, and once.
pub(super) struct Altri<'s> {
    sources: &'s Sources,
    /// The day of the version that is made, when another came after it: what is taken is as its plan had it then.
    allora: Option<Giorno>,
    aperti: RefCell<BTreeMap<usize, Rc<Altro<'s>>>>,
    /// Whether it was told that there are none: whatever is asked of them, the cause is one.
    soli: Cell<bool>,
}

/// A plan beside this one, opened to take something from it.
pub(super) struct Altro<'s> {
    /// Its place in the list of the workspace.
    pub(super) n: usize,
    /// Its name in that list.
    pub(super) nome: &'s str,
    /// Its files.
    pub(super) sources: &'s Sources,
    /// Its settings.
    pub(super) set: Impostazioni,
    copie: Vec<String>,
    albero: OnceCell<Albero>,
}

/// The sections of another plan, as it has them.
struct Albero {
    sezioni: Vec<Sezione>,
    problemi: Diagnostics,
    /// The CSV files that they show.
    mostrati: BTreeSet<String>,
}

/// What of the records of another plan is read as that plan reads it: it follows its versions, and what is of a later moment of its
/// year is not in it yet.
pub(super) struct Altrui {
    /// The versions of that plan.
    pub(super) versioni: revisioni::Versioni,
    /// The last moment that is in it, where its files hold something of a later one.
    pub(super) fino: Option<Momento>,
}

/// The last moment of the year of which something is read: that of this plan and, in a record of another, also of that one. None
/// where nothing is left out.
pub(super) fn fino(piano: &Piano, altrui: Option<&Altrui>) -> Option<Momento> {
    piano.fino_a().into_iter().chain(altrui.and_then(|altrui| altrui.fino)).min()
}

impl<'s> Altri<'s> {
    pub(super) fn new(sources: &'s Sources, allora: Option<Giorno>) -> Self {
        Altri { sources, allora, aperti: RefCell::default(), soli: Cell::new(false) }
    }

    /// Opens the plan that is called `nome.value`, or reports why it cannot be.
    fn open(&self, nome: Spanned<&str>, diags: &mut Diagnostics) -> Option<Rc<Altro<'s>>> {
        let sources = self.sources;
        let wanted = nome.value.trim().to_lowercase();
        let Some((n, name)) = sources.nomi_vicini().find(|(_, name)| *name == wanted) else {
            let names: Vec<&str> = sources.nomi_vicini().map(|(_, name)| name).collect();
            if names.is_empty() && self.soli.replace(true) {
                return None;
            }
            let problem = Diagnostic::at(P0171, nome.span, format!("«{}» non è il nome di un piano", nome.value));
            diags.push(match (names.as_slice(), nearest(&wanted, names.iter().copied())) {
                ([], _) => problem
                    .note("questo piano non sta con altri: nessun `piao.toml` delle cartelle sopra lo nomina nel suo elenco")
                    .help("nel `piao.toml` della cartella che contiene i due piani, che se non c’è si scrive, metti per ognuno le righe:\n[[piano]]\ncartella = \"…\""),
                (_, Some(near)) => problem.help(format!("forse intendevi `{near}`")),
                (names, None) => problem.help(format!("i piani sono: {}", names.join(", "))),
            });
            return None;
        };
        if sources.qui() == Some(n) && nome.span.file.vicino().is_none() {
            diags.push(
                Diagnostic::at(P0172, nome.span, format!("`{name}` è questo stesso piano"))
                    .note("ciò che è già nel piano non si include: si troverebbe due volte")
                    .help("scrivi il nome di un altro piano, oppure cita quella parte con `[@id]`"),
            );
            return None;
        }
        let known = self.aperti.borrow().get(&n).cloned();
        let altro = known.or_else(|| Altro::open(n, name, sources.vicino(n)?, self.allora).map(Rc::new));
        match &altro {
            Some(altro) => _ = self.aperti.borrow_mut().insert(n, altro.clone()),
            None => {
                let problem = match sources.senza_piano(n) {
                    Some(folder) => Diagnostic::at(
                        P0171,
                        nome.span,
                        format!("il piano `{name}` è nell’elenco, ma nella sua cartella non c’è"),
                    )
                    .note(format!(
                        "l’elenco dei piani dice che sta in `{}`, e lì non c’è un `piao.toml`",
                        folder.display()
                    ))
                    .help("metti lì il piano, o correggi `cartella` nell’elenco")
                    .help("finché non c’è, togli ciò che qui si include da quel piano"),
                    None => Diagnostic::at(P0171, nome.span, format!("il `piao.toml` di `{name}` non si legge"))
                        .other(piao_toml(sources.vicino(n), n), "è questo")
                        .note("dice di chi è il testo incluso e di quando, e va stampato")
                        .help(format!("correggi prima il piano `{name}`: `piao controlla` ne dice gli errori")),
                };
                diags.push(problem);
            }
        }
        altro
    }

    /// The ids that the things of the plans which wrote a text had before, each with the present one.
    fn spostati(&self, prose: &Prose) -> BTreeMap<String, String> {
        let writers: BTreeSet<usize> = prose.blocks.iter().filter_map(|block| block.span.file.vicino()).collect();
        let aperti = self.aperti.borrow();
        let opened = writers.iter().filter_map(|n| aperti.get(n));
        let moved = opened.flat_map(|altro| &altro.set.sito.spostati);
        moved.map(|(before, now)| (before.clone(), now.value.trim().to_owned())).collect()
    }

    /// The plan that is called `nome`, when it can be opened. Why it cannot is told where something is taken from it.
    pub(super) fn chiamato(&self, nome: &str) -> Option<Rc<Altro<'s>>> {
        self.sources.nomi_vicini().next()?;
        let nowhere = Span::new(FileId(0).accanto(0), 0..0);
        self.open(Spanned::new(nome, nowhere), &mut Diagnostics::default())
    }
}

impl<'s> Altro<'s> {
    fn open(n: usize, nome: &'s str, sources: &'s Sources, allora: Option<Giorno>) -> Option<Self> {
        let now = super::impostazioni(sources, None)?;
        let then = allora.and_then(|day| now.in_vigore(day)).flatten();
        let set = then.and_then(|version| super::impostazioni(sources, Some(version))).unwrap_or(now);
        let copie = copie::find(sources).into_iter().map(|copia| copia.nome).collect();
        Some(Altro { n, nome, sources, set, copie, albero: OnceCell::new() })
    }

    /// What is called now that was called `id` before.
    fn ora(&self, id: &str) -> Option<&str> {
        self.set.sito.spostati.get(id).map(|now| now.value.trim())
    }

    /// Whether its own plan reads no records out of the file at `path`: it is a copy, or a view shows it as a table.
    pub(super) fn fuori(&self, path: &str) -> bool {
        self.copia(path) || path.to_lowercase().ends_with(".csv") && self.albero().mostrati.contains(path)
    }

    fn copia(&self, path: &str) -> bool {
        self.copie.iter().any(|copia| copie::comprende(copia, path))
    }

    fn albero(&self) -> &Albero {
        self.albero.get_or_init(|| {
            let mut problemi = Diagnostics::default();
            let files: Vec<(FileId, &File, Vec<&str>)> = readable_sections(self.sources)
                .filter(|(_, file)| !self.copia(&file.path))
                .map(|(id, file)| (id.accanto(self.n), file, file.path.split('/').collect()))
                .collect();
            let piano = Piano { sezioni: nest(&files, 0, &mut problemi), ..Piano::default() };
            let mostrati = super::mostrati_di(&piano, Some(self.n));
            Albero { sezioni: piano.sezioni, problemi, mostrati }
        })
    }

    /// How its records are read.
    fn altrui(&self) -> Altrui {
        let fino = self.set.seguito.momento.map(|_| self.set.momento.value);
        Altrui { versioni: revisioni::Versioni::of(&self.set), fino }
    }

    /// The body whose plan it is. `da`: where something is taken from it.
    fn padrone(&self, da: Span) -> Padrone {
        Padrone {
            nome: self.nome.to_owned(),
            ente: self.set.ente.nome.value.clone(),
            tipo: self.set.ente.tipo,
            data: self.set.data.value,
            stato: self.set.stato,
            includi: None,
            da,
            chiesti: vec![],
            pubblicazioni: self.set.pubblicazioni.clone(),
        }
    }

    /// The place of its `piao.toml`, to point at when something is not in it.
    fn place(&self) -> Span {
        piao_toml(Some(self.sources), self.n)
    }
}

/// The place of the `piao.toml` of the plan at place `n`, whose files these are.
fn piao_toml(sources: Option<&Sources>, n: usize) -> Span {
    let id = sources.and_then(|sources| sources.find("piao.toml")).map_or(FileId(0), |(id, _)| id);
    Span::new(id.accanto(n), 0..0)
}

/// The settings of another plan. What is wrong with them is told when that plan is made. None where a value of them cannot be read, and for
/// a form of the sources that this program does not know.
pub(super) fn settings(file: Option<&File>, scelta: Option<Scelta>) -> Option<Impostazioni> {
    let text = file?.text();
    let mut cx = toml::Cx::new(FileId(0), text, 0, 0);
    let spare = OnceCell::new();
    let mut table = cx.parse(text, &spare);
    let formato = table.remove("formato");
    if formato.is_some_and(|value| formato_ignoto(value.get_ref(), cx.span(value.span())).is_some()) {
        return None;
    }
    table.remove("ammetti");
    let table = DeValue::Table(table);
    let mut set: Impostazioni = toml::table(&table, 0..0, &cx)?;
    // In the place of a value that cannot be read stands one that nobody wrote, and these are printed.
    if cx.finish().incompleto != Incompleto::default() {
        return None;
    }
    set.choose(scelta);
    Some(set)
}
