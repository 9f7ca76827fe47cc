//! The forms that a value has in TOML, and what each says by itself.

use super::commenti::SEGNO;
use crate::base::giorno::Giorno;
use crate::base::text::at_most;
use crate::piano::settings::Momento;
use toml_edit::{InlineTable, Item, TableLike, Value};

/// The key that has, in a part of a record of a CSV, the place of the part in its list: with it the part finds its rows again.
pub(super) const RIGA: &str = "\u{e000}riga";

/// The most characters of a former value in a comment.
pub(super) const ERA: usize = 160;

/// Puts `new` in the place of a value, with what stood around it.
pub(super) fn ridai(item: &mut Item, mut new: Value) {
    if let Item::Value(old) = item {
        *new.decor_mut() = old.decor().clone();
    }
    *item = Item::Value(new);
}

/// A value that is declared absent until somebody decides, with what stood around the one of before.
pub(super) fn da_indicare(anno: i16, before: &Item) -> Item {
    let mut table = InlineTable::new();
    table.insert("assente", Value::from(format!("da indicare per il {anno}")));
    let mut item = before.clone();
    ridai(&mut item, Value::InlineTable(table));
    item
}

/// A value as it was written, on one line.
pub(super) fn era_scritto(item: &Item) -> String {
    let mut bare = item.clone();
    if let Item::Value(value) = &mut bare {
        value.decor_mut().clear();
        senza_posto(value);
    }
    let words = bare.to_string().split_whitespace().collect::<Vec<_>>().join(" ");
    at_most(&words.replace(SEGNO, ""), ERA)
}

/// Whether a value says that there is nothing to decide: it is declared absent, or does not apply.
pub(super) fn vuoto(item: &Item) -> bool {
    item.as_str().is_some_and(|word| ["==", ""].contains(&word.trim()))
        || item.as_table_like().is_some_and(|table| table.contains_key("assente"))
}

/// Whether a value is a table of values by year.
pub(super) fn per_anno(item: &Item) -> bool {
    item.as_table_like().is_some_and(per_anno_di)
}

pub(super) fn per_anno_di(table: &dyn TableLike) -> bool {
    !table.is_empty() && table.iter().all(|(key, _)| key.len() == 4 && key.bytes().all(|b| b.is_ascii_digit()))
}

/// Whether a value is a table of values by moment of the year.
pub(super) fn al_momento(item: &Item) -> bool {
    let moment = |key: &str| Momento::ALL.iter().any(|momento| momento.label() == key);
    item.as_table_like().is_some_and(|table| !table.is_empty() && table.iter().all(|(key, _)| moment(key)))
}

/// Whether a part of a record is of a moment of the year.
pub(super) fn di_un_momento(table: &dyn TableLike) -> bool {
    let said = table.get("momento").and_then(Item::as_str);
    said.is_some_and(|said| Momento::ALL.iter().any(|momento| momento.label() == said))
}

/// The tables of the list `name`, with or without headers of their own.
pub(super) fn parti_di<'t>(table: &'t dyn TableLike, name: &str) -> Vec<&'t dyn TableLike> {
    match table.get(name) {
        Some(Item::ArrayOfTables(all)) => all.iter().map(|inner| inner as &dyn TableLike).collect(),
        Some(Item::Value(Value::Array(all))) => {
            all.iter().filter_map(Value::as_inline_table).map(|inner| inner as &dyn TableLike).collect()
        }
        _ => vec![],
    }
}

/// The values of a field of `table`, or of the field of one of its parts: `risultato.tempi`.
pub(super) fn trova<'t>(table: &'t dyn TableLike, field: &str) -> Vec<&'t Item> {
    match field.split_once('.') {
        None => table.get(field).into_iter().filter(|item| !vuoto(item)).collect(),
        Some((part, field)) => parti_di(table, part).into_iter().flat_map(|inner| trova(inner, field)).collect(),
    }
}

/// Takes the places of the parts out of a value that is shown.
fn senza_posto(value: &mut Value) {
    match value {
        Value::InlineTable(table) => {
            table.remove(RIGA);
            table.iter_mut().for_each(|(_, inner)| senza_posto(inner));
        }
        Value::Array(all) => all.iter_mut().for_each(senza_posto),
        _ => {}
    }
}

/// The day that a value is, or that its words say.
pub(super) fn giorno(item: &Item) -> Option<Giorno> {
    match item {
        Item::Value(Value::Datetime(day)) => Giorno::parse(&day.value().to_string()),
        Item::Value(Value::String(words)) => Giorno::parse(words.value()),
        _ => None,
    }
}

/// A day, written as the one of before is.
pub(super) fn giorno_scritto(day: Giorno, before: Option<&Item>) -> Value {
    match before {
        Some(Item::Value(Value::String(_))) => Value::from(day.to_string()),
        _ => day.iso().parse::<toml_edit::Datetime>().map_or_else(|_| Value::from(day.to_string()), Value::from),
    }
}

/// The same day of the year after.
pub(super) fn un_anno_dopo(day: Giorno) -> Giorno {
    Giorno(day.0.saturating_add(jiff::Span::new().years(1)))
}
