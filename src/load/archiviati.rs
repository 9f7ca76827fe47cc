//! The records that are set aside with `archiviato = true`: what an office closed in an earlier year and keeps at hand. They are read,
//! so that what is wrong in them is told, and they are no part of the plan: no output, count or rule sees them.

use super::{revisioni, toml, try_read};
use crate::base::span::Spanned as OurSpanned;
use crate::piano::element::Kind;
use crate::piano::{Archiviato, Piano};
use ::toml::Spanned;
use ::toml::de::{DeTable, DeValue};

/// The key that sets a record aside.
const CHIAVE: &str = "archiviato";

/// Takes the records that are set aside out of those of a file.
pub(super) fn togli(table: &mut DeTable<'_>, piano: &mut Piano, cx: &toml::Cx<'_>) {
    let mut emptied = Vec::new();
    for (key, value) in table.iter_mut() {
        let name = key.get_ref().as_ref();
        let Some(kind) = Kind::di_tabella(name) else { continue };
        let DeValue::Array(items) = value.get_mut() else { continue };
        toml::retain(items, |mut item| (!da_parte(kind, &mut item, piano, cx)).then_some(item));
        if items.is_empty() {
            emptied.push(name.to_owned());
        }
    }
    // Without its records a list would be taken for a field.
    for name in emptied {
        table.remove(name.as_str());
    }
}

/// Whether `record` is set aside. If it is, it has been read for its problems, and the plan knows its names.
pub(super) fn da_parte<'a>(
    kind: Kind,
    record: &mut Spanned<DeValue<'a>>,
    piano: &mut Piano,
    cx: &toml::Cx<'_>,
) -> bool {
    let span = cx.span(record.span());
    let DeValue::Table(table) = record.get_mut() else { return false };
    let Some(value) = table.remove(CHIAVE) else { return false };
    let said: Option<OurSpanned<bool>> = toml::record(&value, cx);
    if !said.is_some_and(|said| said.value) {
        return false;
    }
    table.remove("ammetti");
    let text = |table: &DeTable<'_>, name: &str| match table.get(name).map(Spanned::get_ref) {
        Some(DeValue::String(words)) => Some(words.to_string()),
        _ => None,
    };
    let mut nomi: Vec<String> = ["id", "codice"].into_iter().filter_map(|name| text(table, name)).collect();
    if let Some(DeValue::Array(shares)) = table.get("quota").map(Spanned::get_ref) {
        nomi.extend(shares.iter().filter_map(|share| match share.get_ref() {
            DeValue::Table(share) => text(share, "codice"),
            _ => None,
        }));
    }
    piano.archiviati.push(Archiviato { nomi, span });
    if let Some(set) = &piano.impostazioni {
        revisioni::read(kind, record, &revisioni::Versioni::of(set), cx);
    }
    try_read(kind, record, cx, &|_| true);
    true
}
