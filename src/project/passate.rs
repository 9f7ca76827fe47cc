//! What the files of an edition published before say of it: its title, its act, its document on paper. They stand in the sources, and
//! may be of another program or none: what is not there is not said.

use super::PDF;
use crate::base::giorno::Giorno;
use crate::confronta;
use crate::document::{Detta, Passata};
use crate::emit::pdf::pagine;
use crate::piano::settings::{Momento, Stato, Tipo};
use crate::source::{self, Edizione};
use serde_json::Value;

/// Reads what an edition says of itself.
pub(super) fn passata(edizione: Edizione) -> Passata {
    let detta = edizione.files.get(confronta::PIAO_JSON).and_then(|file| confronta::da_file(file).ok());
    let detta = detta.and_then(|json| detta_da(&json, edizione.anno));
    let first = edizione.inizio();
    let paper = if edizione.files.contains_key(PDF) { PDF } else { first };
    let carta = edizione.files.get(paper).filter(|_| paper.to_lowercase().ends_with(".pdf")).and_then(|file| {
        let bytes = source::nominato(file).ok()?;
        Some((paper.to_owned(), bytes.len(), pagine(&bytes)))
    });
    Passata { carta, detta, edizione }
}

/// The words that a `piao.json` has of the plan as a whole.
fn detta_da(json: &Value, anno: i16) -> Option<Detta> {
    let text = |name: &str| json.get(name).and_then(Value::as_str);
    let (titolo, triennio, momento) = (text("titolo")?, text("triennio")?, text("momento")?);
    // A report is of one year, and its title may say which.
    let report = momento == Momento::Consuntivo.label() || titolo == Tipo::Relazione.titolo();
    let nome = match report {
        true if titolo.contains(&anno.to_string()) => titolo.to_owned(),
        true => format!("{titolo} {anno}"),
        false => format!("{titolo} {}", triennio.replace('-', "–")),
    };
    let approvata = text("stato")? == Stato::Approvato.label();
    let deliberazione = text("deliberazione").filter(|_| approvata).map(str::to_owned);
    let day = deliberazione.as_deref().and_then(|act| act.rsplit_once(" del "));
    Some(Detta {
        nome,
        approvata_il: day.and_then(|(_, day)| Giorno::parse(day)),
        deliberazione,
        piano: approvata && momento == Momento::Approvazione.label() && !report,
    })
}
