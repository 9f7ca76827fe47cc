//! The records of a CSV, made into those of the next year. A row becomes the inline table that would say the same, and what changed in it
//! goes back to its cells. What is asked stands in a column of its own, for a CSV has no comments.

use crate::base::decisioni::{COLONNA, DECIDERE};
use crate::load::celle::chiavi;
use crate::load::csv::{delimiter, open_quote};
use toml_edit::{Array, InlineTable, Item, TableLike, Value};

/// The rows of a file, the first with the names of its columns.
struct Foglio<'a> {
    /// The line with the separator that Excel may write.
    sopra: &'a str,
    separatore: u8,
    nomi: Vec<String>,
    colonne: Vec<Vec<String>>,
    righe: Vec<Vec<String>>,
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
        let colonne = nomi.iter().map(|name| if decidere(name) { vec![] } else { chiavi(name) }).collect();
        let righe: Vec<Vec<String>> = righe.collect::<Option<_>>()?;
        Some(Foglio { sopra, separatore, nomi, colonne, righe })
    }

    /// A row as a record.
    fn scheda(&self, row: &[String]) -> InlineTable {
        let mut table = InlineTable::new();
        for (cell, keys) in row.iter().zip(&self.colonne) {
            if let Some(value) = valore(cell.trim()) {
                metti(&mut table, keys, value);
            }
        }
        table
    }
}

/// Calls `each` on every record of a CSV.
pub(super) fn leggi(text: &str, each: &mut dyn FnMut(&mut InlineTable)) {
    let Some(foglio) = Foglio::di(text) else { return };
    for row in &foglio.righe {
        each(&mut foglio.scheda(row));
    }
}

/// The text of a CSV in the plan of the next year. `each` makes a record over and gives what it asks, or None where it stays with the plan
/// that ends. None when the text cannot be read.
pub(super) fn nuove(text: &str, each: &mut dyn FnMut(&mut InlineTable) -> Option<Vec<String>>) -> Option<String> {
    let mut foglio = Foglio::di(text)?;
    let mut rows = Vec::new();
    for row in &foglio.righe {
        if row.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let before = foglio.scheda(row);
        let mut after = before.clone();
        if let Some(asked) = each(&mut after) {
            rows.push((row.clone(), before, after, asked));
        }
    }
    // The columns that the new records have and the file has not.
    let aside = |after: &InlineTable| after.contains_key("archiviato");
    if rows.iter().any(|(_, _, after, _)| aside(after)) && !foglio.colonne.iter().any(|keys| *keys == ["archiviato"]) {
        foglio.nomi.push("archiviato".to_owned());
        foglio.colonne.push(vec!["archiviato".to_owned()]);
    }
    if rows.iter().any(|(.., asked)| !asked.is_empty()) && !foglio.nomi.iter().any(|name| decidere(name)) {
        foglio.nomi.push(COLONNA.to_owned());
        foglio.colonne.push(vec![]);
    }
    let mut written: Vec<Vec<String>> = Vec::with_capacity(rows.len());
    for (mut row, before, after, asked) in rows {
        row.resize(foglio.nomi.len().max(row.len()), String::new());
        for ((cell, keys), name) in row.iter_mut().zip(&foglio.colonne).zip(&foglio.nomi) {
            let (was, is) = (trova(&before, keys), trova(&after, keys));
            if decidere(name) {
                let own = Some(cell.trim().to_owned()).filter(|own| !own.is_empty());
                let asked = (!asked.is_empty()).then(|| format!("{DECIDERE} {}", asked.join("; ")));
                *cell = own.into_iter().chain(asked).collect::<Vec<_>>().join("; ");
            } else if testo(was) != testo(is) {
                *cell = testo(is);
            }
        }
        written.push(row);
    }
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

/// Whether a column has what is to be decided.
fn decidere(name: &str) -> bool {
    name.trim().eq_ignore_ascii_case(COLONNA)
}

fn anno(key: &str) -> bool {
    key.len() == 4 && key.bytes().all(|b| b.is_ascii_digit())
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
    use super::nuove;

    #[test]
    fn only_what_changes_is_written_in_the_cells() {
        let text = "sep=;\nProfilo;Numero;Posti 2026;Posti 2027;Campione\n\"Agente \"\"A\"\"\";3;2;4;2027; 2029\n";
        let text = text.replace("2027; 2029", "\"2027; 2029\"");
        let made = nuove(&text, &mut |row| {
            row.get_mut("posti")?.as_inline_table_mut()?.remove("2026");
            Some(vec!["quanti?".to_owned()])
        });
        assert_eq!(
            made.as_deref(),
            Some(
                "sep=;\nProfilo;Numero;Posti 2027;Campione;DECIDERE\n\"Agente \"\"A\"\"\";3;4;\"2027; 2029\";DECIDERE: quanti?\n"
            )
        );
        let gone = nuove("a;b\n1;2\n", &mut |_| None);
        assert_eq!(gone.as_deref(), Some("a;b\n"));
    }
}
