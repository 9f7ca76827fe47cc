//! What changed since the version before this one, or else since the last edition of an earlier year that the sources keep. Both sides
//! are public data, and the comparison is that of `piao confronta`. The version before is what was published of it, where that is at hand: the
//! sources say what the other plans say now.

use super::esterne;
use crate::base::hash;
use crate::confronta::{self, Figura, Figure, confronta};
use crate::conti::fatti::Fatti;
use crate::diag::Diagnostics;
use crate::document::{Cambiato, Document};
use crate::emit::dati;
use crate::emit::html::{IMMAGINI, percorso_immagine};
use crate::index;
use crate::load;
use crate::lower;
use crate::piano::settings::{Impostazioni, Momento, Scelta, Stato, Versione};
use crate::source::{self, Edizione, Sources};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// What is said where the version before is made again, and shows or cites what is of others.
const RIFATTA: &str = "La versione di prima è rifatta con le fonti di oggi, perché la sua edizione pubblicata non è a portata di mano. Ciò che il piano include o cita di un altro può starvi com’è adesso: se da allora è cambiato, qui non si vede.";

/// An edition as it was published: what it says, and its pictures.
#[derive(Debug)]
pub struct Edita {
    piano: Value,
    figure: Figure,
    /// The digest of what it says.
    impronta: String,
}

impl Edita {
    /// The edition whose `piao.json` is `json`, with the files of the folder of its pictures. None where no act approved it: the text of a proposal
    /// is no version of the plan.
    #[must_use]
    pub fn of(json: &[u8], immagini: impl Iterator<Item = (String, Vec<u8>)>) -> Option<Self> {
        let piano = confronta::da_bytes(confronta::PIAO_JSON, json).ok()?;
        Self::nuova(piano, confronta::figure_in(immagini)).approvata()
    }

    /// The edition whose `piao.json` is the file `json`.
    fn in_file(json: &Path) -> Option<Self> {
        Some(Self::nuova(confronta::da_file(json).ok()?, confronta::del_sito(json)))
    }

    fn nuova(piano: Value, figure: Figure) -> Self {
        let impronta = hash::file(piano.to_string().as_bytes());
        Edita { piano, figure, impronta }
    }

    fn approvata(self) -> Option<Self> {
        (self.dice("stato") == Some(Stato::Approvato.label())).then_some(self)
    }

    fn dice(&self, nome: &str) -> Option<&str> {
        self.piano.get(nome).and_then(Value::as_str)
    }

    /// The digest of what it says.
    pub(super) fn impronta(&self) -> &str {
        &self.impronta
    }
}

/// The version before that of `set`.
fn prima(set: &Impostazioni) -> Option<&Versione> {
    set.versioni.len().checked_sub(2).and_then(|n| set.versioni.get(n)).map(|versione| &versione.value)
}

/// The name of the edition of the version before that of `set`.
pub(super) fn nome_di_prima(set: &Impostazioni) -> Option<String> {
    prima(set).map(|versione| set.edizione_di(versione))
}

/// The edition with which the plan of `set` is compared: that of the version before, among the editions that the sources keep or in one of
/// the publications in `folders`; else the last one of an earlier year that the sources keep.
pub(super) fn edita(sources: &Sources, set: &Impostazioni, folders: &[PathBuf]) -> Option<Edita> {
    if sources.root.as_os_str().is_empty() {
        return None;
    }
    let all = source::edizioni(&sources.root, &mut Diagnostics::default());
    let Some(nome) = nome_di_prima(set) else { return edizione(&all, set) };
    let kept = all.iter().find(|edizione| edizione.nome == nome);
    let kept = kept.and_then(|edizione| edizione.files.get(confronta::PIAO_JSON).cloned());
    let there = || folders.iter().find_map(|folder| confronta::pubblicato(&folder.join("edizioni").join(&nome)));
    Edita::in_file(&kept.or_else(there)?)?.approvata()
}

/// The page that says it, without what stands around it. None when nothing comes before. `edita`: that of [`edita`].
pub(super) fn pagina(
    sources: &Sources,
    set: &Impostazioni,
    document: &Document,
    edita: Option<&Edita>,
) -> Option<Cambiato> {
    let dopo: Value = serde_json::from_slice(&dati::piano(document)).ok()?;
    let found = match (edita, prima(set)) {
        (Some(edita), _) => {
            confronta(&edita.piano, &dopo).con_figure(&edita.figure, &confronta::del_documento(document))
        }
        (None, Some(before)) => {
            let (prima, figure) = versione(sources, before.numero.value)?;
            let found = confronta(&prima, &dopo).con_figure(&figure, &confronta::del_documento(document));
            if document.vicine.is_empty() { found } else { found.con_avvertenza(RIFATTA) }
        }
        (None, None) => return None,
    };
    // A picture of before has a folder of its own: who compares this edition with the next reads from `immagini` its pictures alone.
    let path = |prima: bool, nome: &str, figura: &Figura| {
        let folder = if prima { "immagini/prima" } else { IMMAGINI };
        percorso_immagine(folder, nome, &figura.bytes, &figura.formato)
    };
    let corpo = confronta::corpo(&found, &path);
    let before = found.figure.iter().map(|cambiata| (&cambiata.nome, &cambiata.coppia[0]));
    let immagini = before.map(|(nome, figura)| (path(true, nome, figura), figura.bytes.clone())).collect();
    Some(Cambiato { corpo, immagini })
}

/// The data and the pictures of an earlier version, made again from the sources.
fn versione(sources: &Sources, numero: u32) -> Option<(Value, Figure)> {
    // What is wrong with it was told when it was made.
    let mut diags = Diagnostics::default();
    let mut piano = load::load(sources, Some(Scelta::Versione(numero)), &mut diags);
    esterne::attach(&mut piano, sources);
    let index = index::resolve(&piano, sources, &mut diags);
    let fatti = Fatti::resolve(&piano, &index, &mut diags);
    let set = piano.impostazioni.as_ref()?;
    let document = lower::complete(&piano, set, &index, &fatti, sources, &diags);
    let data = serde_json::from_slice(&dati::piano(&document)).ok()?;
    Some((data, confronta::del_documento(&document)))
}

/// The last plan of an earlier year, as approved or updated, among the editions that the sources keep. After a monitoring or a report the new
/// plan would seem to have lost its outcomes.
fn edizione(all: &[Edizione], set: &Impostazioni) -> Option<Edita> {
    let before = all.iter().filter(|edizione| edizione.anno < set.anno());
    let mut read = before.filter_map(|edizione| Edita::in_file(edizione.files.get(confronta::PIAO_JSON)?));
    read.find(|edita| edita.dice("momento") == Some(Momento::Approvazione.label()))
}
