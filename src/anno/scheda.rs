//! A record in its file: where its fields are, and how what is asked stands beside them.

use super::commenti::commento;
use super::record::Passo;
use toml_edit::{InlineTable, Item, Table, TableLike, Value};

/// A record, in one of the two forms that TOML has for it. A row of a CSV is taken for a row of a list.
pub(super) enum Scheda<'t> {
    /// With a header, and a line for each field.
    Tavola(&'t mut Table),
    /// Between braces, on one line.
    Riga(&'t mut InlineTable),
}

impl Scheda<'_> {
    /// Its fields.
    pub(super) fn campi(&mut self) -> &mut dyn TableLike {
        match self {
            Scheda::Tavola(table) => *table,
            Scheda::Riga(row) => *row,
        }
    }

    /// Makes its fields over, and gives back what is asked of a row.
    pub(super) fn rifai(&mut self, passo: &mut Passo<'_>, kind: &str) -> Vec<String> {
        match self {
            Scheda::Tavola(table) => passo.tavola(kind, *table, true),
            Scheda::Riga(row) => {
                let blank = |value: &Value| value.decor().suffix().cloned();
                let before = row.iter().last().and_then(|(_, last)| blank(last));
                let asked = passo.tavola(kind, *row, false);
                // The blank before the brace stays, whichever field is now the last.
                if let (Some(before), Some((_, last))) = (before, row.iter_mut().last()) {
                    last.decor_mut().set_suffix(before);
                }
                asked
            }
        }
    }

    /// Sets it aside, with the reason where there is room for one.
    pub(super) fn archivia(&mut self, perche: &str) {
        match self {
            Scheda::Tavola(table) => {
                let mut yes = Value::from(true);
                if !perche.is_empty() {
                    yes.decor_mut().set_suffix(format!(" # {perche}"));
                }
                table.insert(ARCHIVIATO, Item::Value(yes));
            }
            Scheda::Riga(row) => {
                // The blank before the brace stays where it is.
                if let Some((_, last)) = row.iter_mut().last() {
                    last.decor_mut().set_suffix("");
                }
                let mut yes = Value::from(true);
                yes.decor_mut().set_prefix(" ");
                yes.decor_mut().set_suffix(" ");
                row.insert(ARCHIVIATO, yes);
            }
        }
    }

    /// Puts `frasi` after its fields; gives them back for a row, where they stand above it.
    pub(super) fn chiede(&mut self, passo: &mut Passo<'_>, frasi: Vec<String>) -> Vec<String> {
        match self {
            Scheda::Tavola(table) => {
                passo.in_coda(*table, frasi);
                vec![]
            }
            Scheda::Riga(_) => frasi,
        }
    }

    /// Puts `frase` above the field `key`; gives it back for a row.
    pub(super) fn sopra(&mut self, key: &str, frase: String) -> Vec<String> {
        match self {
            Scheda::Tavola(table) => {
                Passo::sopra(*table, key, &[frase]);
                vec![]
            }
            Scheda::Riga(_) => vec![frase],
        }
    }
}

/// The field that sets a record aside.
const ARCHIVIATO: &str = "archiviato";

/// Whether a record is set aside. In a CSV yes is a word.
pub(super) fn archiviata(table: &dyn TableLike) -> bool {
    let word = |said: &str| matches!(said.trim().to_lowercase().as_str(), "sì" | "si" | "x" | "true" | "vero");
    table.get(ARCHIVIATO).is_some_and(|said| said.as_bool() == Some(true) || said.as_str().is_some_and(word))
}

/// Puts `frasi` above a row of a list.
pub(super) fn sopra_la_riga(value: &mut Value, frasi: &[String]) {
    if frasi.is_empty() {
        return;
    }
    let before = value.decor().prefix().and_then(|raw| raw.as_str()).unwrap_or_default().to_owned();
    let indent = before.rsplit('\n').next().unwrap_or_default().to_owned();
    let lines: String = frasi.iter().map(|frase| format!("\n{indent}{}", commento(frase))).collect();
    let head = before.rsplit_once('\n').map_or("", |(head, _)| head);
    value.decor_mut().set_prefix(format!("{head}{lines}\n{indent}"));
}
