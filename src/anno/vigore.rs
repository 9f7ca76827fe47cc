//! What is left of a record when the year is over: the values in force, without what changed, was measured or excused.

use super::forme::{al_momento, per_anno_di, ridai};
use super::termine::soppressa;
use toml_edit::{Item, TableLike, Value};

/// Takes out of `table` what a version changed and when: of an arrow the value in force stays, and a part that was taken away goes.
pub(super) fn in_vigore(table: &mut dyn TableLike) {
    let keys: Vec<String> = table.iter().map(|(key, _)| key.to_owned()).collect();
    for key in keys {
        let Some(item) = table.get_mut(&key) else { continue };
        let numbered = key == crate::load::CON_VERSIONE;
        let brief = crate::load::BREVI.contains(&key.as_str()) || numbered;
        let freccia = |text: &str| freccia(text).filter(|_| !numbered || text.contains("(v"));
        match item {
            Item::ArrayOfTables(all) => {
                all.retain(|inner| !soppressa(inner));
                all.iter_mut().for_each(|inner| in_vigore(inner));
            }
            Item::Value(Value::Array(all)) => {
                all.retain(|inner| inner.as_inline_table().is_none_or(|inner| !soppressa(inner)));
                all.iter_mut().filter_map(Value::as_inline_table_mut).for_each(|inner| in_vigore(inner));
            }
            Item::Table(inner) => in_vigore(inner),
            Item::Value(Value::InlineTable(inner)) if brief && per_anno_di(inner) => {
                let years: Vec<String> = inner.iter().map(|(year, _)| year.to_owned()).collect();
                for year in years {
                    if let Some(last) = inner.get(&year).and_then(Value::as_str).and_then(&freccia) {
                        inner.insert(&year, Value::from(last));
                    }
                }
            }
            Item::Value(Value::InlineTable(inner)) => in_vigore(inner),
            Item::Value(Value::String(_)) if brief => {
                if let Some(last) = item.as_str().and_then(&freccia) {
                    ridai(item, Value::from(last));
                }
            }
            _ => {}
        }
    }
}

/// The value in force of `"35 -> 20 (v2)"`.
fn freccia(text: &str) -> Option<String> {
    let text = text.replace("->", "→");
    let (_, last) = text.rsplit_once('→')?;
    let last = last.trim();
    let number = last.strip_suffix(')').and_then(|inner| inner.rsplit_once("(v"));
    Some(number.map_or(last, |(value, _)| value.trim()).to_owned())
}

/// Takes out of `table` what was measured, changed and excused, whatever its kind.
pub(super) fn spoglia(table: &mut dyn TableLike) {
    let keys: Vec<String> = table.iter().map(|(key, _)| key.to_owned()).collect();
    for key in keys {
        let Some(item) = table.get_mut(&key) else { continue };
        if ["misurazione", "revisione", "ammetti", "domanda"].contains(&key.as_str()) || al_momento(item) {
            table.remove(&key);
            continue;
        }
        match item {
            Item::Table(inner) => spoglia(inner),
            Item::ArrayOfTables(all) => all.iter_mut().for_each(|inner| spoglia(inner)),
            Item::Value(Value::InlineTable(inner)) => spoglia(inner),
            Item::Value(Value::Array(all)) => {
                all.iter_mut().filter_map(Value::as_inline_table_mut).for_each(|inner| spoglia(inner));
            }
            _ => {}
        }
    }
}
