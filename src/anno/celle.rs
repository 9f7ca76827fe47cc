//! The records of a CSV, made into those of the next year. A record becomes the inline table that would say the same, and what changed in it
//! goes back to its cells. A record with parts that repeat takes several rows, as `load::celle` reads them: it is made over whole, for a row
//! of one part says nothing of when the record ends. What is asked stands in a column of its own, for a CSV has no comments.

use super::campi::{Sorte, sorte};
use super::forme::RIGA;
use crate::base::decisioni::{COLONNA, DECIDERE, di_decisioni};
use crate::load::celle::{anno, chiavi, parte};
use crate::load::csv::{delimiter, open_quote};
use std::collections::BTreeSet;
use toml_edit::{Array, InlineTable, Item, TableLike, Value};

/// The rows of a file, the first with the names of its columns.
struct Foglio<'a> {
    /// The line with the separator that Excel may write.
    sopra: &'a str,
    separatore: u8,
    nomi: Vec<String>,
    /// The keys of each column; none for one that is no field.
    colonne: Vec<Vec<String>>,
    righe: Vec<Vec<String>>,
}

/// A record, with the rows that say it.
struct Gruppo {
    /// Its rows, by number: the first has its own fields.
    righe: Vec<usize>,
    /// Its own fields.
    propri: InlineTable,
    /// Its parts, by name.
    parti: Vec<(String, Vec<Parte>)>,
}

/// A part of a record, with the rows that say it: one, or more that repeat it.
struct Parte {
    campi: InlineTable,
    righe: Vec<usize>,
}

impl<'a> Foglio<'a> {
    /// None when the file cannot be read whole.
    fn di(text: &'a str) -> Option<Self> {
        let first = text.split_inclusive('\n').next().unwrap_or_default();
        let (sopra, body) = match first.trim().to_lowercase().starts_with("sep=") {
            true => text.split_at(first.len()),
            false => ("", text),
        };
        let separatore = delimiter(body);
        if open_quote(body, separatore).is_some() {
            return None;
        }
        let mut reader = ::csv::ReaderBuilder::new()
            .delimiter(separatore)
            .has_headers(false)
            .flexible(true)
            .from_reader(body.as_bytes());
        let mut righe = reader.records().map(|row| Some(row.ok()?.iter().map(str::to_owned).collect::<Vec<_>>()));
        let nomi = righe.next()??;
        let no_field = |name: &String| di_decisioni(name) || name.trim().is_empty();
        let colonne = nomi.iter().map(|name| if no_field(name) { vec![] } else { chiavi(name) }).collect();
        let righe: Vec<Vec<String>> = righe.collect::<Option<_>>()?;
        Some(Foglio { sopra, separatore, nomi, colonne, righe })
    }

    /// The records, each with all its rows.
    fn gruppi(&self) -> Vec<Gruppo> {
        let mut out: Vec<Gruppo> = Vec::new();
        for (n, row) in self.righe.iter().enumerate() {
            let mut propri = InlineTable::new();
            let mut parti: Vec<(String, InlineTable)> = Vec::new();
            for (cell, keys) in row.iter().zip(&self.colonne) {
                let Some(value) = valore(cell.trim()) else { continue };
                match parte(keys) {
                    None => metti(&mut propri, keys, value),
                    Some((name, rest)) => {
                        if !parti.iter().any(|(other, _)| other == name) {
                            parti.push((name.to_owned(), InlineTable::new()));
                        }
                        let here = parti.iter_mut().find(|(other, _)| other == name);
                        here.into_iter().for_each(|(_, table)| metti(table, rest, value.clone()));
                    }
                }
            }
            if propri.is_empty() && parti.is_empty() {
                continue;
            }
            let earlier = match (parti.is_empty(), propri.is_empty()) {
                (true, _) => None,
                (false, true) => out.len().checked_sub(1),
                (false, false) => {
                    nome(&propri).and_then(|name| out.iter().rposition(|one| nome(&one.propri).as_ref() == Some(&name)))
                }
            };
            let here = earlier.unwrap_or(out.len());
            if here == out.len() {
                out.push(Gruppo { righe: vec![], propri, parti: vec![] });
            }
            if let Some(gruppo) = out.get_mut(here) {
                gruppo.righe.push(n);
                parti.into_iter().for_each(|(name, campi)| gruppo.aggiungi(name, campi, n));
            }
        }
        out
    }

    /// Adds a column for each field that a record has now and the file has not: a record that is set aside, the number of a phase.
    fn aggiungi_colonne(&mut self, made: &[(Gruppo, InlineTable, Vec<String>)]) {
        let mut new: BTreeSet<Vec<String>> = BTreeSet::new();
        for (gruppo, after, _) in made {
            for (key, _) in after.iter() {
                match gruppo.parti.iter().find(|(name, _)| name == key) {
                    None => _ = (!gruppo.propri.contains_key(key)).then(|| new.insert(vec![key.to_owned()])),
                    Some((name, parti)) => {
                        for (at, parte) in (0..).zip(parti) {
                            let fields = dopo(after, name, at).into_iter().flat_map(|table| table.iter());
                            let fields = fields.filter(|(field, _)| *field != RIGA && !parte.campi.contains_key(field));
                            new.extend(fields.map(|(field, _)| vec![name.clone(), field.to_owned()]));
                        }
                    }
                }
            }
        }
        for keys in new {
            if !self.colonne.contains(&keys) {
                self.nomi.push(keys.join("."));
                self.colonne.push(keys);
            }
        }
        if made.iter().any(|(.., asked)| !asked.is_empty()) && !self.nomi.iter().any(|name| di_decisioni(name)) {
            self.nomi.push(COLONNA.to_owned());
            self.colonne.push(vec![]);
        }
    }
}

impl Gruppo {
    /// Adds a part, which row `n` says. A row that repeats a part adds none.
    fn aggiungi(&mut self, name: String, campi: InlineTable, n: usize) {
        if !self.parti.iter().any(|(other, _)| *other == name) {
            self.parti.push((name.clone(), vec![]));
        }
        let Some((_, parti)) = self.parti.iter_mut().find(|(other, _)| *other == name) else { return };
        match parti.iter_mut().find(|parte| parte.campi.to_string() == campi.to_string()) {
            Some(same) => same.righe.push(n),
            None => parti.push(Parte { campi, righe: vec![n] }),
        }
    }

    /// The record, of kind `kind`. The parts of a list have their place in it.
    fn scheda(&self, kind: &str) -> InlineTable {
        let mut out = self.propri.clone();
        for (name, parti) in &self.parti {
            let listed = matches!(sorte(&format!("{kind}.{name}")), Some(Sorte::Parti(..) | Sorte::Passi(..)));
            match parti.as_slice() {
                [only] if !listed => _ = out.insert(name, Value::InlineTable(only.campi.clone())),
                all => {
                    let all = (0i64..).zip(all).map(|(at, parte)| {
                        let mut campi = parte.campi.clone();
                        campi.insert(RIGA, at.into());
                        Value::InlineTable(campi)
                    });
                    out.insert(name, Value::Array(all.collect()));
                }
            }
        }
        out
    }

    /// What a cell of row `n` was to say, and what it is to say in the record `after`. None where the row says nothing of it.
    fn cella<'t>(
        &'t self,
        n: usize,
        keys: &[String],
        after: &'t InlineTable,
    ) -> Option<(Option<&'t Item>, Option<&'t Item>)> {
        match parte(keys) {
            None => {
                let was = trova(&self.propri, keys);
                // A row that goes on repeats of the record what it likes.
                Some((was, trova(after, keys)))
            }
            Some((name, rest)) => {
                let (_, parti) = self.parti.iter().find(|(other, _)| other == name)?;
                let at = parti.iter().position(|parte| parte.righe.contains(&n))?;
                let was = trova(&parti.get(at)?.campi, rest);
                Some((was, dopo(after, name, at).and_then(|table| trova(table, rest))))
            }
        }
    }
}

/// The part `at` of the list `name`, or the only one, in a record that was made over.
fn dopo<'t>(after: &'t InlineTable, name: &str, at: usize) -> Option<&'t dyn TableLike> {
    let here = |table: &&InlineTable| table.get(RIGA).and_then(Value::as_integer) == i64::try_from(at).ok();
    match after.get(name)? {
        Value::Array(all) => {
            all.iter().filter_map(Value::as_inline_table).find(here).map(|table| table as &dyn TableLike)
        }
        Value::InlineTable(table) => Some(table),
        _ => None,
    }
}

/// By what a record is recognised in its rows: its id, else its code, else its title.
fn nome(propri: &InlineTable) -> Option<String> {
    let key = ["id", "codice", "titolo"].into_iter().find(|key| propri.contains_key(key))?;
    Some(testo(TableLike::get(propri, key)))
}

/// Calls `each` on every record of `kind` in a CSV.
pub(super) fn leggi(text: &str, kind: &str, each: &mut dyn FnMut(&mut InlineTable)) {
    let Some(foglio) = Foglio::di(text) else { return };
    for gruppo in foglio.gruppi() {
        each(&mut gruppo.scheda(kind));
    }
}

/// The text of a CSV of `kind` in the plan of the next year. `each` makes a record over and gives what it asks, or None where it stays with
/// the plan that ends. None when the text cannot be read.
pub(super) fn nuove(
    text: &str,
    kind: &str,
    each: &mut dyn FnMut(&mut InlineTable) -> Option<Vec<String>>,
) -> Option<String> {
    let mut foglio = Foglio::di(text)?;
    let mut made: Vec<(Gruppo, InlineTable, Vec<String>)> = Vec::new();
    for gruppo in foglio.gruppi() {
        let mut after = gruppo.scheda(kind);
        if let Some(asked) = each(&mut after) {
            made.push((gruppo, after, asked));
        }
    }
    foglio.aggiungi_colonne(&made);
    let mut written: Vec<(usize, Vec<String>)> = Vec::with_capacity(foglio.righe.len());
    for (gruppo, after, asked) in &made {
        for (at, n) in gruppo.righe.iter().copied().enumerate() {
            let mut row = foglio.righe.get(n).cloned().unwrap_or_default();
            row.resize(foglio.nomi.len().max(row.len()), String::new());
            let mut left = at == 0;
            for ((cell, keys), name) in row.iter_mut().zip(&foglio.colonne).zip(&foglio.nomi) {
                if di_decisioni(name) {
                    let own = Some(cell.trim().to_owned()).filter(|own| !own.is_empty());
                    let asked = (at == 0 && !asked.is_empty()).then(|| format!("{DECIDERE} {}", asked.join("; ")));
                    *cell = own.into_iter().chain(asked).collect::<Vec<_>>().join("; ");
                } else if let Some((was, is)) = gruppo.cella(n, keys, after)
                    && (at == 0 || parte(keys).is_some() || !cell.trim().is_empty())
                    && testo(was) != testo(is)
                {
                    *cell = testo(is);
                }
                left |= parte(keys).is_some() && !cell.trim().is_empty();
            }
            // A row of which the part is over.
            if left {
                written.push((n, row));
            }
        }
    }
    written.sort_by_key(|(n, _)| *n);
    let written: Vec<Vec<String>> = written.into_iter().map(|(_, row)| row).collect();
    // A column of a year that is over, which no row has any more.
    let blank =
        |rows: &[Vec<String>], n: usize| rows.iter().all(|row| row.get(n).is_none_or(|cell| cell.trim().is_empty()));
    let gone: Vec<bool> = (0..foglio.nomi.len())
        .map(|n| {
            let of_year = foglio.colonne.get(n).is_some_and(|keys| keys.last().is_some_and(|key| anno(key)));
            of_year && blank(&written, n) && !blank(&foglio.righe, n)
        })
        .collect();
    let kept = |row: Vec<String>| {
        let stays = row.into_iter().enumerate().filter(|(n, _)| !gone.get(*n).copied().unwrap_or(false));
        stays.map(|(_, cell)| cell).collect::<Vec<_>>()
    };
    let mut writer = ::csv::WriterBuilder::new().delimiter(foglio.separatore).flexible(true).from_writer(Vec::new());
    for row in std::iter::once(std::mem::take(&mut foglio.nomi)).chain(written) {
        writer.write_record(kept(row)).ok()?;
    }
    Some(format!("{}{}", foglio.sopra, String::from_utf8(writer.into_inner().ok()?).ok()?))
}

/// The value that the words of a cell have in TOML.
fn valore(cell: &str) -> Option<Value> {
    let whole = |text: &str| text.parse::<i64>().ok().filter(|n| n.to_string() == text);
    if cell.is_empty() {
        return None;
    }
    if let Some((word, reason)) = cell.split_once(':')
        && word.trim().eq_ignore_ascii_case("assente")
    {
        let mut table = InlineTable::new();
        table.insert("assente", Value::from(reason.trim()));
        return Some(table.into());
    }
    if let Some(number) = whole(cell) {
        return Some(number.into());
    }
    let parts: Vec<&str> = cell.split([';', '|', '\n']).map(str::trim).filter(|part| !part.is_empty()).collect();
    if parts.len() > 1 && parts.iter().all(|part| whole(part).is_some()) {
        return Some(parts.into_iter().filter_map(whole).collect::<Array>().into());
    }
    Some(cell.into())
}

/// Puts a value where the keys lead.
fn metti(table: &mut dyn TableLike, keys: &[String], value: Value) {
    let Some((key, rest)) = keys.split_first() else { return };
    if rest.is_empty() {
        table.insert(key, Item::Value(value));
        return;
    }
    if !table.contains_key(key) {
        table.insert(key, Item::Value(InlineTable::new().into()));
    }
    if let Some(inner) = table.get_mut(key).and_then(Item::as_table_like_mut) {
        metti(inner, rest, value);
    }
}

fn trova<'t>(table: &'t dyn TableLike, keys: &[String]) -> Option<&'t Item> {
    let (key, rest) = keys.split_first()?;
    let item = table.get(key)?;
    if rest.is_empty() { Some(item) } else { trova(item.as_table_like()?, rest) }
}

/// The words of a value in a cell.
fn testo(item: Option<&Item>) -> String {
    match item {
        None => String::new(),
        Some(Item::Value(Value::Array(all))) => {
            all.iter().map(|one| testo(Some(&Item::Value(one.clone())))).collect::<Vec<_>>().join("; ")
        }
        Some(item) => {
            let absent = item.as_table_like().and_then(|table| table.get("assente")).and_then(Item::as_str);
            match (item.as_str(), item.as_bool(), absent) {
                (Some(words), ..) => words.to_owned(),
                (_, Some(yes), _) => (if yes { "sì" } else { "no" }).to_owned(),
                (.., Some(reason)) => format!("assente: {reason}"),
                _ => item.as_integer().map(|n| n.to_string()).unwrap_or_default(),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{leggi, nuove};

    #[test]
    fn only_what_changes_is_written_in_the_cells() {
        let text = "sep=;\nProfilo;Numero;Posti 2026;Posti 2027;Campione\n\"Agente \"\"A\"\"\";3;2;4;2027; 2029\n";
        let text = text.replace("2027; 2029", "\"2027; 2029\"");
        let made = nuove(&text, "dotazione", &mut |row| {
            row.get_mut("posti")?.as_inline_table_mut()?.remove("2026");
            Some(vec!["quanti?".to_owned()])
        });
        assert_eq!(
            made.as_deref(),
            Some(
                "sep=;\nProfilo;Numero;Posti 2027;Campione;DECIDERE\n\"Agente \"\"A\"\"\";3;4;\"2027; 2029\";DECIDERE: quanti?\n"
            )
        );
        let gone = nuove("a;b\n1;2\n", "dotazione", &mut |_| None);
        assert_eq!(gone.as_deref(), Some("a;b\n"));
    }

    /// The rows of one record are one record: what is over goes with all its rows, and each part goes back to its own.
    #[test]
    fn a_record_of_several_rows_is_made_over_whole() {
        let text = "Codice;Titolo;Fine;fase.testo;fase.tempi;Decidere\nS1;Nidi;2028-12-31;Gara;2027;\nS1;;;Lavori;2028;\n;;;Prove;2028;\n\
                    S2;Rete;2027-12-31;Scavi;2027;chi?\nS2;;;Posa;2027;\n;;;Prove;2027;\n";
        let mut seen = Vec::new();
        leggi(text, "obiettivo", &mut |record| seen.push(record["fase"].as_array().map_or(0, |all| all.len())));
        assert_eq!(seen, [3, 3]);
        let made = nuove(text, "obiettivo", &mut |record| {
            let ends = record["fine"].as_str()?.starts_with("2028");
            let phases = record["fase"].as_array_mut()?;
            phases
                .retain(|phase| phase.as_inline_table().is_some_and(|phase| phase["tempi"].as_integer() == Some(2028)));
            for (n, phase) in (2..).zip(phases.iter_mut()) {
                phase.as_inline_table_mut()?.insert("n", n.into());
            }
            ends.then(|| vec!["va bene?".to_owned()])
        });
        assert_eq!(
            made.as_deref(),
            Some(
                "Codice;Titolo;Fine;fase.testo;fase.tempi;Decidere;fase.n\nS1;Nidi;2028-12-31;;;DECIDERE: va bene?;\n\
                 S1;;;Lavori;2028;;2\n;;;Prove;2028;;3\n"
            )
        );
    }
}
