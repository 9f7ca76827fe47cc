//! What the text of a document could be in a plan, told and never written: figures that the data already give, tables that are records.

use super::albero::{Luogo, Tabella};
use super::scrittore::Scritto;
use super::tabelle;
use super::titoli::forma;
use crate::conti::fatti::{Fatti, Fatto};
use crate::importa::foglio::Foglio;
use crate::importa::righe;
use std::collections::{BTreeMap, BTreeSet};

/// The records that a table holds.
pub(super) struct Schede {
    /// The name of their file, and what they are called.
    pub(super) plural: &'static str,
    pub(super) many: &'static str,
    pub(super) csv: String,
    /// The columns that are no field of theirs.
    pub(super) perse: Vec<String>,
}

/// The records that a table holds, if it is certain that it is a table of records: its title says so, or it has none and all of its columns
/// are fields of one kind. A row that is one cell is the title of others, and makes it a table to be read.
pub(super) fn schede(table: &Tabella, title: &str, units: &BTreeSet<String>) -> Option<Schede> {
    let testi = tabelle::testi(table);
    let said = |row: &Vec<String>| row.iter().filter(|cell| !cell.trim().is_empty()).count();
    if testi.iter().skip(1).any(|row| row.len() > 2 && said(row) == 1) {
        return None;
    }
    let foglio = Foglio::di(title, testi);
    let letto = righe::leggi(&foglio, None, units).ok().filter(|letto| letto.tavola.schede.len() > 1)?;
    let info = letto.kind.info();
    let perse: Vec<String> = letto
        .teste
        .iter()
        .filter(|(column, head)| !letto.colonne.contains_key(column) && !head.trim().is_empty())
        .map(|(_, head)| head.trim().to_owned())
        .collect();
    let words = forma(title);
    let named = [info.plural, info.nouns].iter().any(|name| words.starts_with(&forma(name)));
    (named || words.is_empty() && perse.is_empty()).then(|| Schede {
        plural: info.plural,
        many: info.nouns,
        csv: letto.tavola.write(&letto.campi.chiavi()).0,
        perse,
    })
}

/// How the facts that give each figure are called: amounts, and counts with their noun.
pub(super) type Noti = BTreeMap<String, Vec<String>>;

/// The figures that the data give.
pub(super) fn noti(fatti: &Fatti) -> Noti {
    let mut known = Noti::new();
    for (name, fatto) in fatti.iter() {
        let form = match fatto {
            Fatto::Importo(_) => fatto
                .scritto(Some("numero"))
                .filter(|words| words.chars().filter(char::is_ascii_digit).count() > 5)
                .map(|words| (words, format!("[={name}]"))),
            Fatto::Conta { numero, .. } if *numero > 1 => {
                fatto.scritto(Some("conta")).map(|words| (words.replace('\u{a0}', " "), format!("[={name}:conta]")))
            }
            // Numbers that the plan knows without their noun.
            Fatto::Numero(_) => {
                name.strip_prefix("ente.").filter(|end| ["dipendenti", "abitanti"].contains(end)).and_then(|noun| {
                    fatto.scritto(None).map(|words| (format!("{words} {noun}"), format!("[={name}] {noun}")))
                })
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
            let names = names.iter().take(3).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" o ");
            out.push((
                n,
                scritto.luogo(n),
                format!("«{words}» è anche nei dati del piano: se è lo stesso numero, scrivi {names}"),
            ));
        }
    }
    out
}
