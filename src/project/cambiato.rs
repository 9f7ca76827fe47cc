//! What changed since the version before this one, or else since the last edition of an earlier year that the sources keep. Both sides
//! are public data, and the comparison is that of `piao confronta`.

use super::esterne;
use crate::confronta::{self, confronta};
use crate::conti::fatti::Fatti;
use crate::diag::Diagnostics;
use crate::document::Document;
use crate::emit::dati;
use crate::index;
use crate::load;
use crate::lower;
use crate::piano::settings::{Impostazioni, Momento, Scelta};
use crate::source::{self, Sources};
use serde_json::Value;

/// The page that says it, without what stands around it. None when nothing comes before.
pub(super) fn pagina(sources: &Sources, set: &Impostazioni, document: &Document) -> Option<String> {
    let prima = match set.versioni.len().checked_sub(2).and_then(|n| set.versioni.get(n)) {
        Some(before) => versione(sources, before.value.numero.value)?,
        None => edizione(sources, set)?,
    };
    let dopo: Value = serde_json::from_slice(&dati::piano(document)).ok()?;
    Some(confronta::corpo(&confronta(&prima, &dopo)))
}

/// The data of an earlier version, made again from the sources.
fn versione(sources: &Sources, numero: u32) -> Option<Value> {
    // What is wrong with it was told when it was made.
    let mut diags = Diagnostics::default();
    let mut piano = load::load(sources, Some(Scelta::Versione(numero)), &mut diags);
    esterne::attach(&mut piano, sources);
    let index = index::resolve(&piano, sources, &mut diags);
    let fatti = Fatti::resolve(&piano, &index, &mut diags);
    let document = lower::lower(&piano, piano.impostazioni.as_ref()?, &index, &fatti, sources, &mut diags);
    serde_json::from_slice(&dati::piano(&document)).ok()
}

/// The data of the last plan of an earlier year, as approved or updated, among the editions that the sources keep. After a monitoring or a
/// report the new plan would seem to have lost its outcomes.
fn edizione(sources: &Sources, set: &Impostazioni) -> Option<Value> {
    if sources.root.as_os_str().is_empty() {
        return None;
    }
    let all = source::edizioni(&sources.root, &mut Diagnostics::default());
    let before = all.iter().filter(|edizione| edizione.anno < set.anno());
    before
        .filter_map(|edizione| confronta::da_file(edizione.files.get(PIAO_JSON)?).ok())
        .find(|json| json.get("momento").and_then(Value::as_str) == Some(Momento::Approvazione.label()))
}

/// Where an edition has the data of its plan.
const PIAO_JSON: &str = "sito/dati/piao.json";
