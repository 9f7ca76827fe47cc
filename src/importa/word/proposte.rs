//! What the text of a document could be in a plan, told and never written: figures that the data already give, tables that are records.

use super::albero::{Luogo, Tabella};
use super::scrittore::Scritto;
use super::tabelle;
use crate::conti::fatti::{Fatti, Fatto};
use crate::importa::foglio::Foglio;
use crate::importa::righe;
use std::collections::{BTreeMap, BTreeSet};

/// The records that a table holds, if it is a table of records: the name of their file, what they are called, and the CSV.
pub(super) fn schede(
    table: &Tabella,
    title: &str,
    units: &BTreeSet<String>,
) -> Option<(&'static str, &'static str, String)> {
    let foglio = Foglio::di(title, tabelle::testi(table));
    let letto = righe::leggi(&foglio, None, units).ok().filter(|letto| letto.tavola.schede.len() > 1)?;
    let info = letto.kind.info();
    Some((info.plural, info.nouns, letto.tavola.write(&letto.campi.chiavi()).0))
}

/// The names of the facts that give each figure: amounts, and counts with their noun.
pub(super) type Noti = BTreeMap<String, Vec<String>>;

/// The figures that the data give.
pub(super) fn noti(fatti: &Fatti) -> Noti {
    let mut known = Noti::new();
    for (name, fatto) in fatti.iter() {
        let form = match fatto {
            Fatto::Importo(_) => fatto
                .scritto(Some("numero"))
                .filter(|words| words.chars().filter(char::is_ascii_digit).count() > 5)
                .map(|words| (words, name.to_owned())),
            Fatto::Conta { numero, .. } if *numero > 1 => {
                fatto.scritto(Some("conta")).map(|words| (words.replace('\u{a0}', " "), format!("{name}:conta")))
            }
            _ => None,
        };
        if let Some((words, name)) = form {
            known.entry(words.trim().to_owned()).or_default().push(name);
        }
    }
    known
}

/// The figures of a text that the data give too. Each with its line and its place.
pub(super) fn fatti(known: &Noti, scritto: &Scritto) -> Vec<(usize, Luogo, String)> {
    let mut out = Vec::new();
    for (n, line) in scritto.righe.iter().enumerate().filter(|(_, line)| line.contains(|c: char| c.is_ascii_digit())) {
        for (words, names) in known {
            let Some(at) = line.find(words.as_str()) else { continue };
            let alone = |c: Option<char>| !c.is_some_and(|c| c.is_alphanumeric() || c == ',' || c == '.');
            let before = line.get(..at).and_then(|before| before.chars().next_back());
            let after = line.get(at + words.len()..).and_then(|after| after.chars().next());
            // A full stop after it may end the sentence.
            if !alone(before) || after.is_some_and(char::is_alphanumeric) {
                continue;
            }
            let names = names.iter().take(3).map(|name| format!("`[={name}]`")).collect::<Vec<_>>().join(" o ");
            out.push((
                n,
                scritto.luogo(n),
                format!("«{words}» è anche nei dati del piano: se è lo stesso numero, scrivi {names}"),
            ));
        }
    }
    out
}
