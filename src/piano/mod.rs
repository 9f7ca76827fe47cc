//! What a plan is, as its authors wrote it, with the place of every word: settings, sections, records. Nothing here reads
//! a file: `load` makes these types.

pub mod element;
pub mod piano_tipo;
pub mod prose;
pub mod settings;
pub mod vista;

use crate::base::span::{FileId, Span, Spanned};
use crate::lingua::ortografia::Dizionario;
use element::Elementi;
use element::value::Citation;
use prose::Prose;
use serde::Deserialize;
use settings::Impostazioni;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A plan as written.
#[derive(Debug, Default)]
pub struct Piano {
    /// `piao.toml`, when it could be read.
    pub impostazioni: Option<Impostazioni>,
    /// Sections, in order.
    pub sezioni: Vec<Sezione>,
    /// Records.
    pub elementi: Elementi,
    /// The prose of the records, by handle.
    pub testi: Vec<Prose>,
    /// The lines of words of the records: titles, names, whatever is neither prose nor a reference.
    pub parole: Vec<Parola>,
    /// Every reference found in the data.
    pub citazioni: Vec<Citation>,
    /// Images cited by the prose, by the path as written and the file that cites it.
    pub immagini: BTreeMap<(FileId, String), (String, Asset)>,
    /// Tables read from CSV files, by path.
    pub tabelle: BTreeMap<String, Vec<Vec<String>>>,
    /// Breaches of rules that the authors excuse, each with its reason.
    pub ammesse: Vec<Ammessa>,
    /// The dictionary of the office, when it has one.
    pub dizionario: Option<Dizionario>,
    /// What is unknown because it could not be read: citations and facts of it are silent.
    pub incompleto: Incompleto,
}

impl Piano {
    /// The section that takes the place `numero` of the Piano-tipo: `2.2`.
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

/// `[[ammetti]]`: one breach of a rule, excused where it is.
#[derive(Debug, Clone, Deserialize)]
pub struct Ammetti {
    /// The name of the rule.
    pub regola: Spanned<String>,
    /// Why it is right to break it here.
    pub motivo: Spanned<String>,
}

/// An excuse with the text in which it holds: a section with its front matter, or a record with its parts.
#[derive(Debug)]
pub struct Ammessa {
    /// What is excused.
    pub ammetti: Ammetti,
    /// Where.
    pub dove: Span,
}

/// One Markdown file, or a folder without `index.md`.
#[derive(Debug)]
pub struct Sezione {
    /// What its front matter says.
    pub front: Front,
    /// Title.
    pub titolo: String,
    /// Name of the file or folder without its number: what its id is made from, because titles change.
    pub stem: String,
    /// 1 for a chapter.
    pub level: u8,
    /// Its text.
    pub prose: Prose,
    /// Sections of the files in its folder.
    pub children: Vec<Sezione>,
    /// Its place: the first byte of the file.
    pub span: Span,
}

/// The front matter of a section.
#[derive(Debug, Default, Deserialize)]
pub struct Front {
    /// Title.
    pub titolo: Option<Spanned<String>>,
    /// Id.
    pub id: Option<Spanned<String>>,
    /// Number in the Piano-tipo: `2.2`.
    pub sezione: Option<Spanned<String>>,
    /// State of the work on the section.
    pub stato: Option<Spanned<String>>,
    /// The office that answers for it.
    pub referente: Option<Spanned<String>>,
    /// Why the section is due and does not exist.
    pub assente: Option<Spanned<String>>,
    /// `false` for a section without a number.
    pub numerata: Option<bool>,
    /// Breaches of rules that are excused in this file.
    #[serde(default)]
    pub ammetti: Vec<Ammetti>,
    /// What of it could not be read.
    #[serde(skip)]
    pub incompleto: Incompleto,
}

/// Every section, chapters first.
pub fn each_section<'a>(sezioni: &'a [Sezione], visit: &mut dyn FnMut(&'a Sezione)) {
    for sezione in sezioni {
        visit(sezione);
        each_section(&sezione.children, visit);
    }
}

/// Every prose of the plan: sections first, then records.
pub fn each_prose<'a>(piano: &'a Piano, visit: &mut dyn FnMut(&'a Prose)) {
    each_section(&piano.sezioni, &mut |sezione| visit(&sezione.prose));
    piano.testi.iter().for_each(visit);
}

/// A line of words of a record: a title, a name, who takes part. Prose is elsewhere.
#[derive(Debug, Clone)]
pub struct Parola {
    /// The key under which it is written.
    pub campo: String,
    /// The words.
    pub testo: crate::base::span::Spanned<String>,
}

/// What is unknown because something could not be read. Who looks for it must stay silent: the cause is reported already.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Incompleto {
    /// Ids and codes: a citation that finds nothing may be right.
    pub nomi: bool,
    /// Values of fields: a fact that is not there may be right.
    pub fatti: bool,
}

impl std::ops::BitOrAssign for Incompleto {
    fn bitor_assign(&mut self, other: Self) {
        self.nomi |= other.nomi;
        self.fatti |= other.fatti;
    }
}

/// Bytes of an image, and what they are.
#[derive(Debug, Clone)]
pub struct Asset {
    /// The file as it is.
    pub bytes: Arc<[u8]>,
    /// `svg`, `png` or `jpg`, from the content and not from the name.
    pub format: &'static str,
    /// Natural width and height in CSS pixels; both above zero.
    pub size: (f64, f64),
}
