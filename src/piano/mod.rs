//! The plan as its authors wrote it, with the place of every word: settings, sections, records. Nothing here reads a file: `load`
//! reads the files and makes these types.

pub mod element;
pub mod piano_tipo;
pub mod prose;
pub mod pubblicazione;
pub mod revisione;
pub mod rischi;
pub mod settings;
pub mod vista;

use crate::base::span::{FileId, Span, Spanned};
use crate::lingua::articoli::di_ente;
use crate::lingua::ortografia::Dizionario;
use crate::source::{Cosa, Esterna};
use element::Elementi;
use element::obiettivo::indicatore::parole;
use element::pos::Pos;
use element::unita::Unita;
use element::value::Citation;
use prose::Brano;
use pubblicazione::Pubblicazione;
use serde::Deserialize;
use settings::{Impostazioni, Momento};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A plan as written.
#[derive(Debug, Default)]
pub struct Piano {
    /// The contents of `piao.toml`, when it could be read.
    pub impostazioni: Option<Impostazioni>,
    /// The chapters, in order. Each holds its subsections.
    pub sezioni: Vec<Sezione>,
    /// The records of every kind.
    pub elementi: Elementi,
    /// The bodies from whose plans something was taken, by the place of their plan in the list of the workspace.
    pub padroni: BTreeMap<usize, Padrone>,
    /// Where the plan includes each file of theirs whose section it has.
    pub presi: BTreeMap<FileId, Span>,
    /// What the plan cites of the publications of others.
    pub esterne: Esterne,
    /// The records that the data ask of other plans: the name of the plan, and what is asked.
    pub da_includere: Vec<(Spanned<String>, Vec<Spanned<String>>)>,
    /// The records written in the place of some of another plan.
    pub sostituiti: Vec<Sostituito>,
    /// Where the records of the units of one person begin, each with what says so.
    pub sole: BTreeMap<(FileId, u32), UnaPersona>,
    /// The records that are set aside: no part of the plan, but whoever cites one is told where it is.
    pub archiviati: Vec<Archiviato>,
    /// What the versions down to this one changed in the records.
    pub revisioni: Vec<revisione::Revisione>,
    /// The prose of the records. A field of prose holds its position in this list.
    pub testi: Vec<Brano>,
    /// The texts of the records that are neither prose nor references, such as titles and names.
    pub parole: Vec<Parola>,
    /// The values that have a form of their own, such as targets and times, as they are written.
    pub valori: Vec<crate::base::span::Spanned<String>>,
    /// Every reference found in the data.
    pub citazioni: Vec<Citation>,
    /// Images that the prose cites, by the file that cites them and the path written there. The value is the path that was found,
    /// and the image.
    pub immagini: BTreeMap<(FileId, String), (String, Asset)>,
    /// The CSV files that the views show, by the plan that has the file and by path.
    pub tabelle: BTreeMap<(Option<usize>, String), Tabella>,
    /// Breaches of rules that the authors excuse, each with its reason.
    pub ammesse: Vec<Ammessa>,
    /// The spelling dictionary of the office, when it has one.
    pub dizionario: Option<Dizionario>,
    /// What is unknown because it could not be read. Citations and facts that may depend on it are not reported.
    pub incompleto: Incompleto,
}

/// A CSV file that a view shows.
#[derive(Debug, Default)]
pub struct Tabella {
    /// Its rows that are not blank. The first has the names of the columns.
    pub righe: Vec<Vec<String>>,
    /// The line on which each of them begins, from 1.
    pub linee: Vec<u64>,
}

impl Piano {
    /// The moment of the version being made, where the sources hold something of a later one, which must be left out.
    #[must_use]
    pub fn fino_a(&self) -> Option<Momento> {
        let set = self.impostazioni.as_ref()?;
        set.seguito.momento.map(|_| set.momento.value)
    }

    /// The body that owns what is written at `span`, when the plan took it from another.
    #[must_use]
    pub fn padrone(&self, span: Span) -> Option<&Padrone> {
        self.padroni.get(&span.file.vicino()?)
    }

    /// Where this plan includes what is written at `span` in another.
    #[must_use]
    pub fn preso_da(&self, span: Span) -> Option<Span> {
        let padrone = || self.padrone(span).map(|padrone| padrone.includi.unwrap_or(padrone.da));
        self.presi.get(&span.file).copied().or_else(padrone)
    }

    /// The body whose record the one written at `scheda` takes the place of.
    #[must_use]
    pub fn al_posto_di(&self, scheda: Span) -> Option<&Padrone> {
        let posto = self.sostituiti.iter().find(|posto| posto.scheda == scheda)?;
        let nome = posto.da.value.trim().to_lowercase();
        self.padroni.values().find(|padrone| padrone.nome == nome)
    }

    /// The rows of the CSV file that a view names.
    #[must_use]
    pub fn tabella(&self, path: &Spanned<String>) -> Option<&Vec<Vec<String>>> {
        self.tabelle.get(&(path.span.file.vicino(), path.value.clone())).map(|tabella| &tabella.righe)
    }

    /// The line of a CSV file on which its row `n` begins, counted from 0. Blank rows are none, and a cell may hold several lines.
    #[must_use]
    pub fn linea(&self, path: &Spanned<String>, n: usize) -> Option<u64> {
        self.tabelle.get(&(path.span.file.vicino(), path.value.clone()))?.linee.get(n).copied()
    }

    /// What says that one person alone works in a unit; none where nothing does.
    #[must_use]
    pub fn una_persona(&self, unita: Pos<Unita>) -> Option<UnaPersona> {
        let span = self[unita].span;
        self.sole.get(&(span.file, span.start)).copied()
    }

    /// What `word` names where it is written. `there` says whether this plan has a thing by that name.
    #[must_use]
    pub fn citata<'p>(&'p self, word: &'p Spanned<String>, there: bool) -> Citata<'p> {
        let of = |nome: &'p str, id: &str| match self.esterne.piani.get(nome) {
            Some((esterna, _)) => Citata::Altrove(nome, esterna.cosa(id)),
            None => Citata::Ignoto(nome),
        };
        if let Some((nome, id)) = word.value.split_once(':') {
            let (nome, id) = (nome.trim(), id.trim());
            return if nome == self.esterne.qui { Citata::Qui(id) } else { of(nome, id) };
        }
        if let Some(found) = self.pubblicazione(&word.value, word.span) {
            return Citata::Fuori(found);
        }
        // A text taken from another plan may cite what is only there.
        match self.padrone(word.span).filter(|_| !there).map(|padrone| of(&padrone.nome, &word.value)) {
            Some(found @ Citata::Altrove(_, Some(_))) => found,
            _ => Citata::Qui(&word.value),
        }
    }

    /// The publication outside the workspace that `word` names at `span`: those of a text are the ones of the plan that wrote it.
    #[must_use]
    pub fn pubblicazione(&self, word: &str, span: Span) -> Option<&Pubblicazione> {
        self.citabili_fuori(span).find(|one| one.si_chiama(word))
    }

    /// The publications outside the workspace that a text can cite which is written at `span`.
    pub fn citabili_fuori(&self, span: Span) -> impl Iterator<Item = &Pubblicazione> {
        let all = match span.file.vicino() {
            Some(n) => self.padroni.get(&n).map(|padrone| padrone.pubblicazioni.as_slice()),
            None => self.impostazioni.as_ref().map(|set| set.pubblicazioni.as_slice()),
        };
        all.into_iter().flatten().map(|one| &one.value)
    }

    /// The publications outside the workspace that the plan itself lists.
    pub fn pubblicazioni(&self) -> impl Iterator<Item = &Pubblicazione> {
        self.impostazioni.iter().flat_map(|set| &set.pubblicazioni).map(|one| &one.value)
    }

    /// What the thing of another publication is called that `word` names, for the data, where a text has no links.
    #[must_use]
    pub fn detta(&self, word: &str) -> Option<String> {
        if let Some((nome, id)) = word.split_once(':') {
            let (esterna, _) = self.esterne.piani.get(nome.trim())?;
            return esterna.cosa(id).map(|cosa| format!("{} (piano {})", cosa.nome, di_ente(&esterna.ente)));
        }
        let theirs = self.padroni.values().flat_map(|padrone| &padrone.pubblicazioni).map(|one| &one.value);
        let found = self.pubblicazioni().chain(theirs).find(|one| one.si_chiama(word))?;
        Some(format!("«{}» {}", found.titolo.value.trim(), di_ente(found.ente.value.trim())))
    }

    /// The record that is set aside and was called `nome`.
    #[must_use]
    pub fn archiviato(&self, nome: &str) -> Option<&Archiviato> {
        let same = |other: &String| other.trim().to_lowercase() == nome.trim().to_lowercase();
        self.archiviati.iter().find(|archiviato| archiviato.nomi.iter().any(same))
    }

    /// The section whose number in the Piano-tipo is `numero`: `2.2`.
    #[must_use]
    pub fn sezione(&self, numero: &str) -> Option<&Sezione> {
        let mut found = None;
        each_section(&self.sezioni, &mut |sezione| {
            if sezione.front.sezione.as_ref().is_some_and(|n| n.value.trim() == numero) && found.is_none() {
                found = Some(sezione);
            }
        });
        found
    }
}

/// The body that owns a text or a record which another plan shows.
#[derive(Debug, Clone)]
pub struct Padrone {
    /// The name of its plan in the list of the workspace.
    pub nome: String,
    /// Its official name.
    pub ente: String,
    /// What kind of body it is.
    pub tipo: element::ente::Tipo,
    /// The date of its plan.
    pub data: crate::base::giorno::Giorno,
    /// How far its plan is on its way to approval.
    pub stato: settings::Stato,
    /// Where the data ask for its records.
    pub includi: Option<Span>,
    /// Where something is first taken from it.
    pub da: Span,
    /// What its own data take from other plans: the name of each, and the words of the records.
    pub chiesti: Vec<(String, Vec<String>)>,
    /// The publications outside the workspace that its plan cites.
    pub pubblicazioni: Vec<Spanned<Pubblicazione>>,
}

/// The publications of other plans, as far as this one cites them.
#[derive(Debug, Default)]
pub struct Esterne {
    /// The names of all the plans of the workspace. Empty for a plan that stands alone, and for one that cites no other.
    pub nomi: Vec<String>,
    /// The name of this one.
    pub qui: String,
    /// What can be cited of each plan that is cited, by its name, and the way from the pages of this site to those of its site.
    pub piani: BTreeMap<String, (Arc<Esterna>, String)>,
}

/// What a citation names.
#[derive(Debug)]
pub enum Citata<'p> {
    /// Something of this plan: its id or its code.
    Qui(&'p str),
    /// Something of the publication of another plan: the name of that plan, and the thing, if the plan has it.
    Altrove(&'p str, Option<&'p Cosa>),
    /// A publication that is no plan of the workspace.
    Fuori(&'p Pubblicazione),
    /// Something of a plan that is not known: the name that was written.
    Ignoto(&'p str),
}

/// A record with `al_posto_di`: it is written in the place of one of another plan.
#[derive(Debug)]
pub struct Sostituito {
    /// The kind of both.
    pub kind: element::Kind,
    /// The id and the code of this one, in lower case: the other has one of them.
    pub nomi: Vec<String>,
    /// The name of the other plan, where it is written.
    pub da: Spanned<String>,
    /// Where the record is written.
    pub scheda: Span,
    /// Whether the other record was met.
    pub trovato: bool,
}

/// What a section has from other plans. The one from which it is taken may have it from a third, and say something else in it.
#[derive(Debug, Clone)]
pub struct Inclusa {
    /// The plan that wrote the section first.
    pub di: Di,
    /// Whose the stretches of its text are, in order.
    pub tratti: Vec<Tratto>,
    /// The breaches of rules that the other plans excuse, each with the file of theirs in which.
    pub ammetti: Vec<(FileId, Ammetti)>,
    /// The ids of parts in whose place headings stand by the id of before, each with that id: the text cites them by the present one.
    pub di_prima: Vec<(String, String)>,
    /// Whether the other plan includes it from a third, and that could not be taken.
    pub manca: bool,
}

/// A stretch of the text of a section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tratto {
    /// The number of the block after its last.
    pub fine: usize,
    /// Whose it is.
    pub di: Di,
    /// Whose text it takes the place of.
    pub al_posto: Option<Di>,
}

/// The plan that wrote a text: its place in the list of the workspace. None for the plan that is made.
pub type Di = Option<usize>;

/// What says that a unit has one person. The outcome of such a unit is the appraisal of that person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnaPersona {
    /// The unit itself: `dipendenti = 1`.
    Scritta,
    /// The rows of the staff.
    Dotazione,
}

/// A record with `archiviato = true`.
#[derive(Debug)]
pub struct Archiviato {
    /// The id and the codes by which it was cited.
    pub nomi: Vec<String>,
    /// Where it is written.
    pub span: Span,
}

/// `[[ammetti]]`: a breach of one rule, which the authors excuse in the text where they write this.
#[derive(Debug, Clone, Deserialize)]
pub struct Ammetti {
    /// The name of the rule.
    pub regola: Spanned<String>,
    /// Why it is right to break it here.
    pub motivo: Spanned<String>,
}

/// An excuse with the text in which it holds: a section with its front matter, or a record with all its parts.
#[derive(Debug)]
pub struct Ammessa {
    /// The rule and the reason.
    pub ammetti: Ammetti,
    /// The place of the text in which it holds.
    pub dove: Span,
}

/// One Markdown file, or a folder without `index.md`.
#[derive(Debug, Clone)]
pub struct Sezione {
    /// What its front matter says.
    pub front: Front,
    /// Title, from the front matter, the first heading or the name of the file.
    pub titolo: String,
    /// Name of the file or folder without its number. The id is made from it, because titles change.
    pub stem: String,
    /// Depth in the plan: 1 for a chapter.
    pub level: u8,
    /// The text of the section, without the front matter.
    pub prose: Brano,
    /// The sections of the files in its folder, in order.
    pub children: Vec<Sezione>,
    /// The place to report what is wrong with the whole section: the first byte of the file.
    pub span: Span,
    /// What it has from another plan.
    pub inclusa: Option<Inclusa>,
}

/// The front matter of a section.
#[derive(Debug, Default, Clone, Deserialize)]
pub struct Front {
    /// Title, in plain words.
    pub titolo: Option<Spanned<String>>,
    /// Id, by which the section can be cited.
    pub id: Option<Spanned<String>>,
    /// Number in the Piano-tipo: `2.2`.
    pub sezione: Option<Spanned<String>>,
    /// The first moment of the year at which the section is in the plan. Without it the section is always there.
    pub momento: Option<Spanned<Momento>>,
    /// How far the work on the section is, in the words of its office. [`Front::lavorazione`] understands five of them.
    pub stato: Option<Spanned<String>>,
    /// The office that answers for it.
    pub referente: Option<Spanned<String>>,
    /// Why the section is due and does not exist.
    pub assente: Option<Spanned<String>>,
    /// The section of another plan that stands here: `unione:formazione`.
    pub includi: Option<Spanned<String>>,
    /// The paragraphs of that section in whose place others stand.
    #[serde(default)]
    pub al_posto_di: Vec<Spanned<AlPostoDi>>,
    /// Whether neither the front matter nor the text gives it a title.
    #[serde(skip)]
    pub senza_titolo: bool,
    /// The parts that the Piano-tipo asks for and that this text has under titles of its own.
    #[serde(default)]
    pub tratta: Vec<Spanned<Tratta>>,
    /// Whether the section has a number: `false` takes it away.
    pub numerata: Option<bool>,
    /// Whether its title stands at the head of a page of its own, on a band.
    #[serde(default)]
    pub frontespizio: bool,
    /// Breaches of rules that are excused in this file.
    #[serde(default)]
    pub ammetti: Vec<Ammetti>,
    /// What could not be read in the front matter.
    #[serde(skip)]
    pub incompleto: Incompleto,
}

/// A paragraph of an included section, and what stands in its place.
#[derive(Debug, Clone, Deserialize)]
pub struct AlPostoDi {
    /// The words with which the paragraph begins.
    pub capoverso: Spanned<String>,
    /// The text in its place, in Markdown.
    pub testo: Spanned<String>,
}

parole! {
    /// Parts of section 2.3 that are known by their title, or else by what the front matter says.
    Tratta { ContestoEsterno = "contesto esterno", ContestoInterno = "contesto interno" }
}

impl Front {
    /// How far the work on the section is. None when nothing is written, or a word that is none of the five.
    #[must_use]
    pub fn lavorazione(&self) -> Option<Lavorazione> {
        self.stato.as_ref().and_then(|stato| Lavorazione::di(&stato.value))
    }
}

impl Sezione {
    /// Whether it is still to be written, or a section under it is. Nobody may report what lacks in such a section: one note says
    /// that it is to be written.
    #[must_use]
    pub fn da_compilare(&self) -> bool {
        self.front.lavorazione() == Some(Lavorazione::DaCompilare) || self.children.iter().any(Sezione::da_compilare)
    }
}

parole! {
    /// How far the work on a section is, in the words of the portal of the plans.
    Lavorazione {
        DaCompilare = "da compilare",
        InCompilazione = "in compilazione",
        Compilata = "compilata",
        InValidazione = "in validazione",
        Validata = "validata",
    }
}

impl Lavorazione {
    /// The one that `parola` names, with a hyphen or with a blank.
    #[must_use]
    pub fn di(parola: &str) -> Option<Self> {
        let parola = parola.trim().to_lowercase();
        Self::ALL.iter().copied().find(|one| one.nome() == parola || one.label() == parola)
    }
}

/// Every section, chapters first.
pub fn each_section<'a>(sezioni: &'a [Sezione], visit: &mut dyn FnMut(&'a Sezione)) {
    for sezione in sezioni {
        visit(sezione);
        each_section(&sezione.children, visit);
    }
}

/// Every prose of the plan: sections first, then records.
pub fn each_prose<'a>(piano: &'a Piano, visit: &mut dyn FnMut(&'a Brano)) {
    each_section(&piano.sezioni, &mut |sezione| visit(&sezione.prose));
    piano.testi.iter().for_each(visit);
}

/// A text of a record that is neither prose nor a reference: a title, a name, who takes part.
#[derive(Debug, Clone)]
pub struct Parola {
    /// The key of the field that holds it.
    pub campo: String,
    /// The text, with its place.
    pub testo: crate::base::span::Spanned<String>,
}

/// What is unknown because something could not be read. Nobody may report it as missing: the cause is already reported.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Incompleto {
    /// Some ids and codes are unknown, so a citation that finds nothing may be right.
    pub nomi: bool,
    /// Some values of fields are unknown, so a fact that finds nothing may be right.
    pub fatti: bool,
}

impl std::ops::BitOrAssign for Incompleto {
    fn bitor_assign(&mut self, other: Self) {
        self.nomi |= other.nomi;
        self.fatti |= other.fatti;
    }
}

/// An image, with its format and its size.
#[derive(Debug, Clone)]
pub struct Asset {
    /// The bytes of the file.
    pub bytes: Arc<[u8]>,
    /// `svg`, `png` or `jpg`: it is read from the content of the file and not from its name.
    pub format: &'static str,
    /// Natural width and height in CSS pixels; both above zero.
    pub size: (f64, f64),
}
