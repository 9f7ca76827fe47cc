//! A CSV of records as a grid of cells, each with its place: what stands in a cell, and the text with other words in some of them. A column
//! that is not there is added at the end of every row; an outcome that no row of its record has room for takes a row of its own.

use super::fonti::{Campo, Casa, Nuovo, Parte, Valore, campo, esiti, in_esito, intero};
use crate::editor::cambia::Step;
use crate::editor::modulo::Scritto;
use crate::load::celle::{self, Cella, chiavi};
use crate::load::csv::{delimiter, tra_virgolette};
use crate::piano::settings::Momento;
use std::collections::BTreeMap;
use std::ops::Range;

pub(super) struct Griglia {
    text: String,
    delimiter: char,
    /// The keys of each column.
    colonne: Vec<Vec<String>>,
    /// The place of the last name of a column.
    fine: usize,
    righe: Vec<Vec<Cella>>,
}

/// The keys of the column of what stands at those steps.
fn chiavi_a(steps: &[Step]) -> Vec<String> {
    let keys = steps.iter().filter_map(|step| match step {
        Step::Key(key) => Some(key.clone()),
        Step::Row(_) => None,
    });
    keys.collect()
}

/// The keys of the column of a field.
fn chiavi_di(parte: Parte, che: Campo, momento: Momento) -> Vec<String> {
    match che.di_esito() {
        Some(key) => chiavi_a(&in_esito(parte, 0, key)),
        None => chiavi_a(&campo(parte, che, momento)),
    }
}

impl Griglia {
    pub(super) fn of(text: &str) -> Self {
        let start = celle::inizio(text);
        let separator = delimiter(text.get(start..).unwrap_or_default());
        let mut righe = celle::righe(text, start, separator).into_iter();
        let header = righe.next().unwrap_or_default();
        Griglia {
            text: text.to_owned(),
            delimiter: char::from(separator),
            colonne: header.iter().map(|cell| chiavi(&cell.testo)).collect(),
            fine: header.last().map_or(start, |cell| cell.range.end),
            righe: righe.collect(),
        }
    }

    /// The row in which a byte of the text is.
    pub(super) fn riga(&self, at: usize) -> Option<usize> {
        let begins = |row: &Vec<Cella>| row.first().is_some_and(|cell| cell.range.start <= at);
        self.righe.partition_point(begins).checked_sub(1)
    }

    fn colonna(&self, keys: &[String]) -> Option<usize> {
        self.colonne.iter().position(|column| column == keys)
    }

    fn testo(&self, row: usize, column: usize) -> &str {
        self.righe.get(row).and_then(|row| row.get(column)).map_or("", |cell| cell.testo.as_str())
    }

    fn dice(&self, row: usize, keys: &[&str]) -> &str {
        let keys: Vec<String> = keys.iter().map(|key| (*key).to_owned()).collect();
        self.colonna(&keys).map_or("", |column| self.testo(row, column))
    }

    /// The columns that name a record.
    const NOMI: [&str; 3] = ["id", "codice", "titolo"];

    /// The name of the record that a row says; blank where it says none.
    fn nome(&self, row: usize) -> &str {
        Self::NOMI.iter().map(|key| self.dice(row, &[key])).find(|name| !name.is_empty()).unwrap_or_default()
    }

    /// The rows of the record that begins at a row.
    fn record(&self, first: usize) -> Range<usize> {
        let name = self.nome(first);
        let goes_on = |row: &usize| self.nome(*row).is_empty() || self.nome(*row) == name;
        let more = (first + 1..self.righe.len()).take_while(goes_on).count();
        first..first + 1 + more
    }

    /// The row that has, or may have, a field of a part of the record at `first`. None where it takes a new row.
    fn posto(&self, first: usize, parte: Parte, campo: Campo, momento: Momento) -> Option<usize> {
        let own = parte.riga();
        if campo.di_esito().is_none() {
            return Some(own.unwrap_or(first));
        }
        let list = chiavi_a(&esiti(parte));
        let column = |key: &str| self.colonna(&chiavi_a(&in_esito(parte, 0, key)));
        let said = |row: usize, key: &str| column(key).map_or("", |column| self.testo(row, column));
        let of_moment = |row: usize| said(row, "momento") == momento.label();
        let free = |row: usize| {
            let mut columns = self.colonne.iter().enumerate().filter(|(_, column)| column.starts_with(&list));
            columns.all(|(column, _)| self.testo(row, column).is_empty())
        };
        if own.is_some() {
            return own.filter(|row| of_moment(*row) || free(*row));
        }
        let mut rows = self.record(first);
        rows.clone()
            .find(|row| of_moment(*row) && said(*row, "unita").is_empty())
            .or_else(|| rows.find(|row| free(*row)))
    }

    /// What stands in a field of a part of the record at `first`.
    pub(super) fn scritto(&self, first: usize, parte: Parte, campo: Campo, momento: Momento) -> Scritto {
        let Some(row) = self.posto(first, parte, campo, momento) else { return Scritto::Manca };
        let found = self.colonna(&chiavi_di(parte, campo, momento)).map_or("", |column| self.testo(row, column));
        // The state of a phase as it is today, where no outcome says that of the moment.
        let today = || if campo == Campo::Stato { self.dice(row, &["fase", "stato"]) } else { "" };
        let found = if found.is_empty() { today() } else { found };
        if found.is_empty() { Scritto::Manca } else { Scritto::Parole(found.to_owned()) }
    }

    /// Whether no value for the whole time stands where one by year would.
    pub(super) fn senza_intero(&self, parte: Parte) -> bool {
        let said = parte.riga().zip(self.colonna(&chiavi_a(&intero(parte))));
        said.is_none_or(|(row, column)| self.testo(row, column).is_empty())
    }

    /// A cell as the file writes it.
    fn cella(&self, words: &str) -> String {
        tra_virgolette(words, self.delimiter).into_owned()
    }

    /// The text with those values.
    ///
    /// # Errors
    /// The number of the value for which there is no place.
    pub(super) fn scrivi(&self, valori: &[&Valore], momento: Momento) -> Result<Nuovo, usize> {
        let mut columns = self.colonne.clone();
        let mut column = |keys: Vec<String>| {
            columns.iter().position(|known| *known == keys).unwrap_or_else(|| {
                columns.push(keys);
                columns.len() - 1
            })
        };
        // The new words of the cells that are there, and the cells of the new rows, by the row after which each comes.
        let mut cells: BTreeMap<(usize, usize), String> = BTreeMap::new();
        let mut rows: BTreeMap<usize, BTreeMap<usize, String>> = BTreeMap::new();
        let mut at: Vec<(bool, usize, usize)> = Vec::new();
        for (n, valore) in valori.iter().enumerate() {
            let Casa::Csv(_, first) = valore.casa else { return Err(n) };
            // A phase that says its state is given the new one there, so that all the pages say the same.
            if let (Parte::Fase(row), Campo::Stato) = (valore.parte, valore.campo)
                && !self.dice(row, &["fase", "stato"]).is_empty()
            {
                let today = column(vec!["fase".to_owned(), "stato".to_owned()]);
                cells.insert((row, today), valore.parole.clone());
                let own = self.colonna(&chiavi_di(valore.parte, Campo::Stato, momento));
                let said = own.filter(|column| !self.testo(row, *column).is_empty());
                let said = said.filter(|_| self.posto(first, valore.parte, Campo::Stato, momento).is_some());
                cells.extend(said.map(|column| ((row, column), valore.parole.clone())));
                at.push((true, row, today));
                continue;
            }
            let where_ = column(chiavi_di(valore.parte, valore.campo, momento));
            let outcome = valore.campo.di_esito().map(|_| column(chiavi_a(&in_esito(valore.parte, 0, "momento"))));
            match self.posto(first, valore.parte, valore.campo, momento) {
                Some(row) => {
                    cells.insert((row, where_), valore.parole.clone());
                    cells.extend(outcome.map(|column| ((row, column), momento.label().to_owned())));
                    at.push((true, row, where_));
                }
                None if valore.parte == Parte::Scheda => {
                    let last = self.record(first).end - 1;
                    let new = rows.entry(last).or_default();
                    let name = Self::NOMI.iter().find(|key| !self.dice(first, &[key]).is_empty()).ok_or(n)?;
                    new.insert(column(vec![(*name).to_owned()]), self.dice(first, &[name]).to_owned());
                    new.insert(where_, valore.parole.clone());
                    new.extend(outcome.map(|column| (column, momento.label().to_owned())));
                    at.push((false, last, where_));
                }
                None => return Err(n),
            }
        }
        let added = columns.len() - self.colonne.len();
        let more = |row: Option<usize>| {
            let cells = (self.colonne.len()..columns.len()).map(|column| {
                let words = match row {
                    Some(row) => cells.get(&(row, column)).map_or(String::new(), |words| self.cella(words)),
                    None => columns.get(column).map(|keys| keys.join(".")).unwrap_or_default(),
                };
                format!("{}{words}", self.delimiter)
            });
            cells.collect::<String>()
        };
        let mut edits: Vec<(Range<usize>, String)> = Vec::new();
        if added > 0 {
            edits.push((self.fine..self.fine, more(None)));
        }
        for (n, row) in self.righe.iter().enumerate() {
            for (column, cell) in row.iter().enumerate().take(self.colonne.len()) {
                edits.extend(cells.get(&(n, column)).map(|words| (cell.range.clone(), self.cella(words))));
            }
            if let Some(last) = row.get(self.colonne.len().saturating_sub(1)).filter(|_| added > 0) {
                edits.push((last.range.end..last.range.end, more(Some(n))));
            }
            if let (Some(new), Some(last)) = (rows.get(&n), row.last()) {
                let words = (0..columns.len()).map(|column| new.get(&column).map_or(String::new(), |w| self.cella(w)));
                let line = words.collect::<Vec<_>>().join(&self.delimiter.to_string());
                edits.push((last.range.end..last.range.end, format!("\n{line}")));
            }
        }
        let mut text = self.text.clone();
        for (range, words) in edits.into_iter().rev() {
            text.replace_range(range, &words);
        }
        let after = Griglia::of(&text);
        let place = |(there, row, column): (bool, usize, usize)| {
            let before = rows.range(..row).count();
            let row = row + before + usize::from(!there);
            after.righe.get(row).and_then(|cells| cells.get(column)).map(|cell| cell.range.clone())
        };
        Ok(Nuovo { testo: text, posti: at.into_iter().map(place).collect() })
    }
}
