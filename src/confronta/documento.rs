//! What the document says of itself, its printed tables, and the registers that this version does not know.

use super::abbina::somiglianza;
use super::registri::{DETTI_ALTROVE, REGISTRI, etichetta};
use super::serie;
use super::valori::{self, ASSENTE};
use super::{Lavoro, Parte, Segno, Senso, Voce};
use crate::emit::dati;
use crate::piano::element::misura::Decimale;
use crate::piano::element::quanti;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// How a table is named.
pub(super) const TABELLA: &str = "Tabella ";

impl Lavoro<'_> {
    /// The registers that this version does not know: a later one may have added them.
    pub(super) fn altri_registri(&mut self) {
        let known = |name: &str| DETTI_ALTROVE.contains(&name) || REGISTRI.iter().any(|registro| registro.nome == name);
        let mut names: BTreeSet<&str> = self.prima.registri.keys().chain(self.dopo.registri.keys()).copied().collect();
        names.retain(|name| !known(name));
        for name in names {
            let (a, b) = (self.prima.righe(name).len(), self.dopo.righe(name).len());
            if self.prima.righe(name) != self.dopo.righe(name) {
                self.altro(
                    &format!("Registro «{name}»"),
                    "",
                    quanti(a, "riga", "righe"),
                    quanti(b, "riga", "righe"),
                    Senso::parole("cambiato"),
                );
            }
        }
        let (a, b) = (self.prima.righe("revisioni").len(), self.dopo.righe("revisioni").len());
        if a != b {
            let senso = valori::differenza(
                Decimale(10_000 * i64::try_from(a).unwrap_or(0)),
                Decimale(10_000 * i64::try_from(b).unwrap_or(0)),
                "",
            );
            self.altro(
                "Registro delle revisioni",
                "",
                quanti(a, "riga", "righe"),
                quanti(b, "riga", "righe"),
                Senso::parole(senso),
            );
        }
    }

    fn altro(&mut self, scheda: &str, campo: &str, prima: String, dopo: String, senso: Senso) {
        self.push(Voce {
            parte: Parte::Altro,
            segno: Segno::Cambiato,
            id: String::new(),
            scheda: scheda.to_owned(),
            campo: campo.to_owned(),
            prima,
            dopo,
            senso,
            scala: None,
            note: vec![],
        });
    }

    /// What the document says of itself, and its tables.
    pub(super) fn documento(&mut self) {
        for name in [
            "titolo",
            "triennio",
            "momento",
            "stato",
            "data",
            "descrizione",
            "parole_chiave",
            "avvertenza",
            "deliberazione",
            "licenza",
        ] {
            let (old, new) = (self.prima.json.get(name), self.dopo.json.get(name));
            if old != new {
                let senso = valori::senso_semplice(name, old, new);
                self.altro(
                    "Il documento",
                    &etichetta(name),
                    valori::semplice(name, old),
                    valori::semplice(name, new),
                    senso,
                );
            }
        }
        let (mut old, new) = (tabelle(self.prima.json), tabelle(self.dopo.json));
        for (before, after) in altri_titoli(&old, &new) {
            let name = format!("{TABELLA}«{after}»");
            self.altro(&name, "titolo", before.clone(), after.clone(), Senso::parole("altro titolo"));
            if let Some(table) = old.remove(&before) {
                old.insert(after, table);
            }
        }
        for title in old.keys().chain(new.keys()).collect::<BTreeSet<_>>() {
            let name = format!("{TABELLA}«{title}»");
            let rows = |table: Option<&Tavola>| {
                table.map_or_else(|| ASSENTE.to_owned(), |table| quanti(table.righe.len(), "riga", "righe"))
            };
            match (old.get(title), new.get(title)) {
                (Some(a), Some(b)) => {
                    if a.teste != b.teste {
                        let heads = |table: &Tavola| table.teste.join(" | ");
                        self.altro(&name, "colonne", heads(a), heads(b), Senso::parole("altre intestazioni"));
                    }
                    self.tabella(&name, &a.righe, &b.righe);
                }
                (a, b) => {
                    let done = if b.is_some() { "tabella aggiunta" } else { "tabella tolta" };
                    self.altro(&name, "", rows(a), rows(b), Senso::parole(done));
                }
            }
        }
    }

    /// Compares the rows of a table. Those whose first cell is the same are of the same thing.
    fn tabella(&mut self, name: &str, a: &[Vec<String>], b: &[Vec<String>]) {
        for run in serie::tratti(a, b).into_iter().filter(|run| !run.uguale) {
            let mut left: Vec<&Vec<String>> = a.get(run.prima).unwrap_or_default().iter().collect();
            for row in b.get(run.dopo).unwrap_or_default() {
                let same = left.iter().position(|old| old.first() == row.first());
                let old = same.map(|n| left.remove(n));
                self.riga_di_tabella(name, old, Some(row));
            }
            left.into_iter().for_each(|row| self.riga_di_tabella(name, Some(row), None));
        }
    }

    fn riga_di_tabella(&mut self, name: &str, prima: Option<&Vec<String>>, dopo: Option<&Vec<String>>) {
        let empty = Vec::new();
        let (a, b) = (prima.unwrap_or(&empty), dopo.unwrap_or(&empty));
        let changed = |mine: &[String], other: &[String]| -> String {
            let cells = mine.iter().enumerate().filter(|(n, cell)| other.get(*n) != Some(*cell));
            cells.map(|(_, cell)| cell.as_str()).filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join(" | ")
        };
        let (old, new) = (changed(a, b), changed(b, a));
        // A table of the data says again what was said of the records.
        if self.dette[0].all(&old, &new) && self.dette[1].all(&new, &old) {
            return;
        }
        let said = |words: String| if words.is_empty() { ASSENTE.to_owned() } else { words };
        let (campo, done) = match (prima, dopo) {
            (Some(row), Some(_)) => (row.first().cloned().unwrap_or_default(), ""),
            (None, _) => (String::new(), "riga aggiunta"),
            (_, None) => (String::new(), "riga tolta"),
        };
        self.altro(name, &campo, said(old), said(new), Senso::parole(done));
    }
}

/// The tables of the first plan that have another title in the second: those with the same columns, and of whose rows at least half have
/// the same first cell. One that may be two of them is none.
fn altri_titoli(old: &BTreeMap<String, Tavola>, new: &BTreeMap<String, Tavola>) -> Vec<(String, String)> {
    let left: Vec<_> = old.iter().filter(|(title, _)| !new.contains_key(*title)).collect();
    let there: Vec<_> = new.iter().filter(|(title, _)| !old.contains_key(*title)).collect();
    let same = |a: &Tavola, b: &Tavola| {
        let names =
            |table: &Tavola| -> Vec<String> { table.righe.iter().filter_map(|row| row.first().cloned()).collect() };
        a.teste == b.teste && !a.righe.is_empty() && somiglianza(&names(a), &names(b)) >= 50
    };
    let found = left.iter().filter_map(|(title, table)| {
        let mut after = there.iter().filter(|(_, other)| same(table, other));
        let (Some((other, its)), None) = (after.next(), after.next()) else { return None };
        let alone = left.iter().filter(|(_, one)| same(one, its)).count() == 1;
        alone.then(|| ((*title).clone(), (*other).clone()))
    });
    found.collect()
}

/// A printed table: the heads of its columns, and its rows with their cells in order. Tables with one title are one.
#[derive(Default)]
struct Tavola {
    teste: Vec<String>,
    righe: Vec<Vec<String>>,
}

/// The printed tables by title. Of a cell with a number beside its words, the words. A column of the data that is only a part of a
/// printed one has the head of that, and one that is not printed has none.
fn tabelle(json: &Value) -> BTreeMap<String, Tavola> {
    let mut out: BTreeMap<String, Tavola> = BTreeMap::new();
    for table in json.get("tabelle").and_then(Value::as_array).into_iter().flatten() {
        let title = table.get("titolo").and_then(Value::as_str).unwrap_or_default();
        let list = |name: &str| table.get(name).and_then(Value::as_array).into_iter().flatten();
        let columns: Vec<&str> = list("colonne").filter_map(|column| column.get("nome")?.as_str()).collect();
        let cells = |row: &Value| -> Vec<String> {
            let cell = |column: &&str| {
                row.get(*column).filter(|cell| !cell.is_null()).map(|cell| valori::semplice(column, Some(cell)))
            };
            columns.iter().map(|column| cell(column).unwrap_or_default()).collect()
        };
        let heads = list("colonne").filter_map(|column| column.get("descrizione")?.as_str());
        let heads = heads.filter(|head| !dati::aggiunta(head));
        let own = out.entry(title.to_owned()).or_default();
        own.teste.extend(heads.map(|head| head.split_once(": ").map_or(head, |(printed, _)| printed).to_owned()));
        own.teste.dedup();
        own.righe.extend(list("righe").map(cells));
    }
    out
}
