//! What changed since the version before this one, or else since the last edition of an earlier year that the sources keep. Both sides
//! are public data, and the comparison is that of `piao confronta`.

use super::esterne;
use crate::confronta::{self, Figura, Figure, confronta};
use crate::conti::fatti::Fatti;
use crate::diag::Diagnostics;
use crate::document::{Cambiato, Document};
use crate::emit::dati;
use crate::emit::html::{IMMAGINI, percorso_immagine};
use crate::index;
use crate::load;
use crate::lower;
use crate::piano::settings::{Impostazioni, Momento, Scelta};
use crate::source::{self, Sources};
use serde_json::Value;

/// The page that says it, without what stands around it. None when nothing comes before.
pub(super) fn pagina(sources: &Sources, set: &Impostazioni, document: &Document) -> Option<Cambiato> {
    let (prima, figure) = match set.versioni.len().checked_sub(2).and_then(|n| set.versioni.get(n)) {
        Some(before) => versione(sources, before.value.numero.value)?,
        None => edizione(sources, set)?,
    };
    let dopo: Value = serde_json::from_slice(&dati::piano(document)).ok()?;
    let found = confronta(&prima, &dopo).con_figure(&figure, &confronta::del_documento(document));
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
    let (mut document, _) = lower::lower(&piano, set, &index, &fatti, sources, &diags);
    document.registri = lower::registri(&piano, set, &index, &fatti, &document);
    let data = serde_json::from_slice(&dati::piano(&document)).ok()?;
    Some((data, confronta::del_documento(&document)))
}

/// The data and the pictures of the last plan of an earlier year, as approved or updated, among the editions that the sources keep. After a monitoring or a
/// report the new plan would seem to have lost its outcomes.
fn edizione(sources: &Sources, set: &Impostazioni) -> Option<(Value, Figure)> {
    if sources.root.as_os_str().is_empty() {
        return None;
    }
    let all = source::edizioni(&sources.root, &mut Diagnostics::default());
    let before = all.iter().filter(|edizione| edizione.anno < set.anno());
    before
        .filter_map(|edizione| edizione.files.get(confronta::PIAO_JSON))
        .filter_map(|file| Some((confronta::da_file(file).ok()?, file)))
        .find(|(json, _)| json.get("momento").and_then(Value::as_str) == Some(Momento::Approvazione.label()))
        .map(|(json, file)| (json, confronta::del_sito(file)))
}
