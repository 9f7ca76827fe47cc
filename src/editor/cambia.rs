//! A change of a form in the TOML that it shows: it touches only the bytes of the value that changes. Comments, order and spacing stay.

use super::modulo::{Record, Toml, nth, plain, read, row};
use super::schema::{Field, Form};
use crate::piano::element::misura::Decimale;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::ops::Range;
use toml_edit::{Array, Decor, InlineTable, Item, Table, Value};

/// A step to a part of a record: a key, or a place in a list.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub(crate) enum Step {
    /// A place in a list.
    Row(usize),
    /// A field.
    Key(String),
}

/// What becomes of a value.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case", tag = "che", content = "con")]
pub(crate) enum Change {
    /// It is these words.
    Testo(String),
    /// It is these, one beside the other.
    Elenco(Vec<String>),
    /// It is declared absent, with the reason.
    Assente(String),
    /// It is no longer written.
    Togli,
    /// A row follows the others of its list or, after the whole record, a new record.
    Aggiungi,
    /// A row with these fields follows the others of its list. Only who takes back a collection asks for it.
    #[serde(skip)]
    Parte(Vec<(&'static str, String)>),
}

/// A change that the browser asks for.
#[derive(Debug, Deserialize)]
pub(crate) struct Changed {
    /// The path in its plan, as the form said it.
    file: String,
    testo: String,
    tabella: String,
    n: usize,
    percorso: Vec<Step>,
    cambia: Change,
}

impl Changed {
    /// The text of the file with the change.
    ///
    /// # Errors
    /// A sentence for the author, when the change cannot be made.
    pub(crate) fn made(&self) -> Result<String, String> {
        change(&self.file, &self.testo, &self.tabella, self.n, &self.percorso, &self.cambia)
    }
}

/// The fields that name a record or a part of one, which a new one begins with.
const NAMES: [&str; 5] = ["titolo", "nome", "testo", "oggetto", "profilo"];

/// The text of the file at `path` in which a part of the `n`th record of `table` is changed.
///
/// # Errors
/// A sentence for the author, when the change cannot be made.
pub(crate) fn change(
    path: &str,
    text: &str,
    table: &str,
    n: usize,
    steps: &[Step],
    change: &Change,
) -> Result<String, String> {
    let lost = || "La scheda non è più dov’era: riaprila.".to_owned();
    let toml = Toml::of(path, text).ok_or_else(lost)?;
    let document = read(toml.text, 0)?;
    let made = match nth(&document, &toml, table, n) {
        Some(record) => edit(toml.text, record, steps, change),
        // A record that is a row between braces.
        None => row(&document, table, n).and_then(|(row, fields)| {
            let new = in_braces(braces(toml.text, row.span()?)?, None, fields, steps, change)??;
            Some((row.span()?, bare(new)))
        }),
    };
    let (edit, words) = made.ok_or_else(lost)?;
    let mut out = text.to_owned();
    out.replace_range(toml.start + edit.start..toml.start + edit.end, &words);
    // What is written must be read again: a change that would spoil the file is not made.
    let again = Toml::of(path, &out).map(|toml| read(toml.text, 0).map(|_| ()));
    match again {
        Some(Ok(())) => Ok(out),
        _ => Err("Così il file non si leggerebbe più: scrivilo nel testo.".to_owned()),
    }
}

/// The bytes that a change replaces, and what takes their place.
fn edit(text: &str, record: Record<'_>, path: &[Step], change: &Change) -> Option<(Range<usize>, String)> {
    let (mut table, mut fields) = (record.table, record.fields);
    // The header under which rows are written: `[[obiettivo.fase]]`.
    let mut header = record.name.to_owned();
    let mut steps = path;
    while let [Step::Key(key), rest @ ..] = steps {
        let field = fields.iter().find(|field| field.name == key)?.clone();
        match rest {
            [Step::Row(row), rest @ ..] => {
                header = under(&header, key);
                // A row between braces.
                if let Some(list) = table.get(key)?.as_array() {
                    let span = list.get(*row)?.span()?;
                    let new = in_braces(braces(text, span.clone())?, None, field.fields(), rest, change)??;
                    return Some((span, bare(new)));
                }
                let list = table.get(key)?.as_array_of_tables()?;
                let found = list.get(*row)?;
                if let ([], Change::Togli) = (rest, change) {
                    let end = line_end(text, last(found)?);
                    // The empty line that follows goes with it.
                    let blank = text.get(end..).is_some_and(|after| after.starts_with('\n'));
                    return Some((line_start(text, found.span()?.start)..end + usize::from(blank), String::new()));
                }
                (table, steps) = (found, rest);
            }
            [Step::Key(_), ..] if field.is_part() => match table.get(key) {
                Some(Item::Table(part)) if !part.is_dotted() => {
                    header = under(&header, key);
                    (table, steps) = (part, rest);
                }
                Some(item @ Item::Value(Value::InlineTable(_))) => {
                    let value: Value = text.get(item.span()?)?.parse().ok()?;
                    return match in_braces(value.as_inline_table().cloned()?, None, field.fields(), rest, change)? {
                        Some(new) => Some((item.span()?, bare(new))),
                        None => without(text, table, key, item),
                    };
                }
                Some(_) => return None,
                // As the example writes it: between braces, or under a header of its own.
                None if alone_in_braces(&field) => {
                    let example = field.example.as_deref().and_then(|example| example.parse::<Value>().ok());
                    let like = example.as_ref().and_then(single);
                    let Some(new) = in_braces(InlineTable::new(), like, field.fields(), rest, change)? else {
                        return Some((0..0, String::new()));
                    };
                    return written_first(text, table, &fields, key, &header, new);
                }
                None => return new_part(text, table, &under(&header, key), field.fields(), rest, change),
            },
            _ => break,
        }
        fields = field.fields().to_vec();
    }
    if path.is_empty() && *change == Change::Aggiungi && !header.is_empty() {
        return added(text, table, &header, &first_field(&fields));
    }
    let (key, year) = match steps {
        [Step::Key(key)] => (key, None),
        [Step::Key(key), Step::Key(year)] => (key, Some(year.as_str())),
        _ => return None,
    };
    let field = fields.iter().find(|field| field.name == key)?;
    let old = table.get(key);
    // A new row follows the last one, or the record itself.
    let above = || match old {
        Some(item) => Some(item.as_array_of_tables()?.iter().last().unwrap_or(table)),
        None => Some(table),
    };
    match (change, old) {
        (Change::Parte(values), Some(Item::Value(list))) => {
            let span = list.span()?;
            let list = text.get(span.clone())?.parse::<Value>().ok()?;
            let new = with_row(list.as_array()?.clone(), field.fields(), values)?;
            return Some((span, bare(new)));
        }
        (Change::Parte(values), _) => {
            let value = |name: &str, words: &str| {
                let field = field.fields().iter().find(|field| field.name == name)?;
                Some(format!("{name} = {}\n", bare(literal(words, None, field))))
            };
            let lines: Option<String> = values.iter().map(|(name, words)| value(name, words)).collect();
            return added(text, above()?, &under(&header, key), &lines?);
        }
        (Change::Aggiungi, _) => return added(text, above()?, &under(&header, key), &first_field(field.fields())),
        _ => {}
    }
    // Read again alone, a value has the spaces and the comments that are inside it.
    let value: Option<Value> = old.and_then(|item| text.get(item.span()?)?.parse().ok());
    let value = value.as_ref();
    let new = changed(field, value, year, change)?;
    match (old, new) {
        (Some(old), Some(new)) => Some((old.span()?, bare(new))),
        (Some(old), None) => Some(without(text, table, key, old)?),
        (None, Some(new)) => written_first(text, table, &fields, key, &header, new),
        (None, None) => Some((0..0, String::new())),
    }
}

/// Writes a key that is not there yet.
fn written_first(
    text: &str,
    table: &Table,
    fields: &[Field],
    key: &str,
    header: &str,
    value: Value,
) -> Option<(Range<usize>, String)> {
    // A table of which only the parts have a header gets its own after them.
    if table.is_implicit() && !header.is_empty() {
        let end = line_end(text, last(table)?);
        return Some((end..end, format!("\n[{header}]\n{key} = {}\n", bare(value))));
    }
    let at = place(text, table, fields, key, header.is_empty())?;
    let before = if at == 0 || text.get(..at).is_some_and(|before| before.ends_with('\n')) { "" } else { "\n" };
    Some((at..at, format!("{before}{key} = {}\n", bare(value))))
}

/// Whether a part is written between braces, as its example does.
fn alone_in_braces(field: &Field) -> bool {
    field.example.as_deref().is_some_and(|example| example.trim_start().starts_with('{'))
}

/// A part between braces of which one value changes. The inner None: nothing is left in it. A value that is not there yet is written as
/// those beside it, or as `like` where there are none.
fn in_braces(
    mut part: InlineTable,
    like: Option<&Value>,
    fields: &[Field],
    steps: &[Step],
    change: &Change,
) -> Option<Option<Value>> {
    let [Step::Key(key), rest @ ..] = steps else { return None };
    let field = fields.iter().find(|field| field.name == key)?;
    let old = part.get(key).cloned();
    let new = match (rest, change) {
        ([], Change::Parte(values)) => {
            let list = old.as_ref().map_or(Some(Array::new()), |list| list.as_array().cloned())?;
            Some(with_row(list, field.fields(), values)?)
        }
        ([Step::Row(n), rest @ ..], _) => {
            let mut list = old.as_ref()?.as_array()?.clone();
            let row = list.get(*n)?.as_inline_table()?.clone();
            let mut new = in_braces(row, None, field.fields(), rest, change)??;
            *new.decor_mut() = list.get(*n)?.decor().clone();
            list.replace_formatted(*n, new);
            Some(Value::Array(list))
        }
        ([], Change::Testo(_)) if old.is_none() && field.form == Form::Words => {
            let beside = part.iter().next().map(|(_, value)| value).or(like);
            changed(field, beside, None, change)?
        }
        ([], _) => changed(field, old.as_ref(), None, change)?,
        ([Step::Key(year)], _) if field.by_year => changed(field, old.as_ref(), Some(year), change)?,
        (rest, _) if field.is_part() => {
            let inner = old.as_ref().and_then(Value::as_inline_table).cloned().unwrap_or_default();
            let example = field.example.as_deref().and_then(|example| example.parse::<Value>().ok());
            in_braces(inner, example.as_ref().and_then(single), field.fields(), rest, change)?
        }
        _ => return None,
    };
    match (part.get_mut(key), new) {
        (Some(place), Some(mut new)) => {
            *new.decor_mut() = place.decor().clone();
            *place = new;
        }
        (Some(_), None) => {
            part.remove(key);
            part.fmt();
        }
        (None, Some(new)) => {
            // In the order in which its fields are explained.
            let rank = |name: &str| fields.iter().position(|field| field.name == name);
            let mut all: Vec<(String, Value)> =
                part.iter().map(|(key, value)| (key.to_owned(), value.clone())).collect();
            let at = all.iter().position(|(name, _)| rank(name) > rank(key)).unwrap_or(all.len());
            all.insert(at, (key.clone(), new));
            part = InlineTable::new();
            for (key, mut value) in all {
                value.decor_mut().clear();
                part.insert(&key, value);
            }
        }
        (None, None) => {}
    }
    Some((!part.is_empty()).then_some(Value::InlineTable(part)))
}

/// A part that is not there, under a header of its own, with the one value that is written in it.
fn new_part(
    text: &str,
    after: &Table,
    header: &str,
    fields: &[Field],
    steps: &[Step],
    change: &Change,
) -> Option<(Range<usize>, String)> {
    let end = line_end(text, last(after).unwrap_or(text.len()));
    let before = match text.get(..end) {
        None | Some("") => "",
        Some(before) if before.ends_with("\n\n") => "",
        Some(before) if before.ends_with('\n') => "\n",
        Some(_) => "\n\n",
    };
    let [Step::Key(key), rest @ ..] = steps else { return None };
    let field = fields.iter().find(|field| field.name == key)?;
    if field.is_part() && !rest.is_empty() {
        return new_part(text, after, &under(header, key), field.fields(), rest, change);
    }
    if *change == Change::Aggiungi {
        return Some((end..end, format!("{before}[[{}]]\n{}", under(header, key), first_field(field.fields()))));
    }
    let year = match rest {
        [] => None,
        [Step::Key(year)] => Some(year.as_str()),
        _ => return None,
    };
    let Some(new) = changed(field, None, year, change)? else { return Some((0..0, String::new())) };
    Some((end..end, format!("{before}[{header}]\n{key} = {}\n", bare(new))))
}

/// A part between braces, read again alone: it has the spaces and the comments that are inside it.
fn braces(text: &str, span: Range<usize>) -> Option<InlineTable> {
    text.get(span)?.parse::<Value>().ok()?.as_inline_table().cloned()
}

/// A list of rows between braces with one more row, on a line of its own where the others are.
fn with_row(mut list: Array, fields: &[Field], values: &[(&'static str, String)]) -> Option<Value> {
    let mut row = InlineTable::new();
    for (name, words) in values {
        let field = fields.iter().find(|field| field.name == *name)?;
        row.insert(*name, literal(words, None, field));
    }
    let space = list.get(0).and_then(|first| first.decor().prefix()?.as_str()).unwrap_or_default();
    let space = match space.rfind('\n') {
        Some(at) => space.get(at..).unwrap_or_default().to_owned(),
        None if list.is_empty() => String::new(),
        None => " ".to_owned(),
    };
    let mut row = Value::InlineTable(row);
    *row.decor_mut() = Decor::new(space, "");
    list.push_formatted(row);
    Some(Value::Array(list))
}

/// A value with a change, of that year alone where there is one. The inner None: it is no longer written.
fn changed(field: &Field, old: Option<&Value>, year: Option<&str>, change: &Change) -> Option<Option<Value>> {
    Some(match (year, change) {
        (Some(year), change) => by_year(field, old, year, change)?,
        (None, Change::Testo(words)) => Some(literal(words, old, field)),
        (None, Change::Elenco(words)) => Some(match words.as_slice() {
            // Where one may stand alone it does: it may be how many there are, and not which.
            [only] if old.is_none() && alone(field) => literal(only, None, field),
            words => list(words, old, field),
        }),
        (None, Change::Assente(reason)) => {
            let mut absent = InlineTable::new();
            absent.insert("assente", reason.trim().into());
            Some(Value::InlineTable(absent))
        }
        (None, Change::Togli) => None,
        // No row stands between braces: who asks for one is told that it was not written.
        (None, Change::Aggiungi | Change::Parte(_)) => return None,
    })
}

/// A new record under that header, after the table `after` and its parts, with those lines.
fn added(text: &str, after: &Table, header: &str, lines: &str) -> Option<(Range<usize>, String)> {
    let end = line_end(text, last(after)?);
    let before = if text.get(..end).is_some_and(|before| before.ends_with('\n')) { "\n" } else { "\n\n" };
    Some((end..end, format!("{before}[[{header}]]\n{lines}")))
}

/// The line with which a new record or row begins.
fn first_field(fields: &[Field]) -> String {
    let words = |field: &&Field| matches!(field.form, Form::Words | Form::Prose);
    let named = fields.iter().find(|field| NAMES.contains(&field.name)).or_else(|| fields.iter().find(words));
    named.map(|field| format!("{} = \"\"\n", field.name)).unwrap_or_default()
}

/// The header of a part of what has the header `above`.
fn under(above: &str, key: &str) -> String {
    if above.is_empty() { key.to_owned() } else { format!("{above}.{key}") }
}

/// A value without the space around it.
fn bare(value: Value) -> String {
    value.to_string().trim().to_owned()
}

/// Where a key of a field is written that is not there: after the nearest of those that come before it in the record, or else first.
fn place(text: &str, table: &Table, fields: &[Field], key: &str, head: bool) -> Option<usize> {
    let own = fields.iter().position(|field| field.name == key)?;
    let above = fields.get(..own)?.iter().rev().find_map(|field| {
        let item = table.get(field.name).filter(|item| item.is_value())?;
        item.span().map(|span| span.end)
    });
    match above {
        Some(end) => Some(line_end(text, end)),
        None if head => Some(0),
        None => Some(line_end(text, table.span()?.end)),
    }
}

/// The end of what is written of a table and of its parts.
fn last(table: &Table) -> Option<usize> {
    let own = table.span().map(|span| span.end);
    let inner = table.iter().filter_map(|(_, item)| match item {
        Item::Table(table) => last(table),
        Item::ArrayOfTables(list) => list.iter().filter_map(last).max(),
        item => item.span().map(|span| span.end),
    });
    inner.chain(own).max()
}

fn line_start(text: &str, at: usize) -> usize {
    text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |n| n + 1)
}

/// The beginning of the line after the one of the byte `at`.
fn line_end(text: &str, at: usize) -> usize {
    text.get(at..).and_then(|after| after.find('\n')).map_or(text.len(), |n| at + n + 1)
}

/// Takes a key away with its line. A comment beside it stays, on a line of its own.
fn without(text: &str, table: &Table, key: &str, old: &Item) -> Option<(Range<usize>, String)> {
    let start = table.key(key)?.span()?.start;
    let end = old.span()?.end;
    let rest = text.get(end..line_end(text, end))?;
    let comment = rest.trim();
    Some((
        line_start(text, start)..end + rest.len(),
        if comment.is_empty() { String::new() } else { format!("{comment}\n") },
    ))
}

/// A value by year in which that of `year` changes. The inner None: no year is left.
fn by_year(field: &Field, old: Option<&Value>, year: &str, change: &Change) -> Option<Option<Value>> {
    let before = old.and_then(Value::as_inline_table);
    let mut years = before.cloned().unwrap_or_default();
    match change {
        Change::Testo(words) => {
            let sample = years.get(year).or_else(|| years.iter().next().map(|(_, value)| value)).cloned();
            let new = literal(words, sample.as_ref(), field);
            match years.get_mut(year) {
                Some(value) => {
                    let decor = value.decor().clone();
                    *value = new;
                    *value.decor_mut() = decor;
                }
                None => {
                    // Years stay in their order.
                    let mut all: Vec<(String, Value)> =
                        years.iter().map(|(key, value)| (key.to_owned(), value.clone())).collect();
                    all.push((year.to_owned(), new));
                    all.sort_by(|a, b| a.0.cmp(&b.0));
                    years = InlineTable::new();
                    for (key, mut value) in all {
                        value.decor_mut().clear();
                        years.insert(&key, value);
                    }
                }
            }
        }
        Change::Togli => {
            years.remove(year);
        }
        Change::Elenco(_) | Change::Assente(_) | Change::Aggiungi | Change::Parte(_) => return None,
    }
    Some((!years.is_empty()).then_some(Value::InlineTable(years)))
}

/// Words as a value. Who reads the plan reads numbers as Italians write them, from words: so a number is only what has a single
/// meaning in TOML and in Italian, figures alone. Words of another type than their reader wants are written as words, and it says what is
/// wrong with them.
fn literal(words: &str, old: Option<&Value>, field: &Field) -> Value {
    let words = words.trim();
    let example = field.example.as_deref().and_then(|example| example.parse::<Value>().ok());
    let (old, example) = (old.and_then(single), example.as_ref().and_then(single));
    let made = match (&field.form, old.or(example)) {
        // Its reader takes no words.
        (Form::Number, _) => whole(words),
        (Form::Truth, _) | (_, Some(Value::Boolean(_))) => words.parse::<bool>().map(Value::from).ok(),
        (Form::Day, Some(Value::Datetime(_)) | None) => day(words),
        (Form::Prose | Form::Day | Form::OneOf(_) | Form::Reference(_), _) => None,
        // A code in figures is words, whatever stands there by mistake.
        (Form::Words, _) if matches!(example, Some(Value::String(_))) => None,
        (_, Some(Value::Integer(_) | Value::Float(_))) => figures(words).map(Value::from),
        (_, Some(Value::Datetime(_))) => day(words),
        _ => None,
    };
    made.unwrap_or_else(|| words.into())
}

/// Whether the example of a field that takes a list has a value alone.
fn alone(field: &Field) -> bool {
    let example = field.example.as_deref().and_then(|example| example.parse::<Value>().ok());
    example.is_some_and(|example| !example.is_array() && !example.is_inline_table())
}

/// A value, or the first of those in it.
fn single(value: &Value) -> Option<&Value> {
    match value {
        Value::Array(list) => list.get(0),
        Value::InlineTable(table) => table.iter().next().map(|(_, value)| value),
        value => Some(value),
    }
}

/// A number of figures alone, which says the same in every language. With a zero before it, it is a code.
fn figures(words: &str) -> Option<i64> {
    let bare = words.strip_prefix('-').unwrap_or(words);
    let right = bare.bytes().all(|b| b.is_ascii_digit()) && (bare == "0" || !bare.starts_with('0'));
    right.then(|| words.parse().ok()).flatten()
}

/// A whole number, in which points may separate thousands.
fn whole(words: &str) -> Option<Value> {
    let read = Decimale::parse(words)?;
    // «0250» may have lost its point.
    let plain = !words.contains(',') && words.split('.').skip(1).all(|group| group.len() == 3);
    let bare = words.trim_start_matches(['-', '−']);
    (plain && (bare == "0" || !bare.starts_with('0'))).then(|| Value::from(read.0 / Decimale::UNO.0))
}

/// A day written in Italian, or in the way of TOML.
fn day(words: &str) -> Option<Value> {
    let iso = match words.split(['/', '.']).collect::<Vec<_>>().as_slice() {
        [day, month, year] if year.len() == 4 => format!("{year}-{month:0>2}-{day:0>2}"),
        _ => words.to_owned(),
    };
    iso.parse::<toml_edit::Datetime>().ok().map(Value::from)
}

/// Words as a list. Those that were there keep their lines and their comments.
fn list(words: &[String], old: Option<&Value>, field: &Field) -> Value {
    let mut array = old.and_then(Value::as_array).cloned().unwrap_or_else(Array::new);
    let mut seen = BTreeSet::new();
    let words = words.iter().map(|word| word.trim()).filter(|word| !word.is_empty() && seen.insert(*word));
    let words: Vec<&str> = words.collect();
    let mut n = 0;
    while n < array.len() {
        let same = array.get(n).and_then(plain);
        if same.is_some_and(|same| words.contains(&same.as_str())) {
            n += 1;
        } else {
            array.remove(n);
        }
    }
    for (n, word) in words.iter().enumerate() {
        let found = (0..array.len()).find(|at| array.get(*at).and_then(plain).as_deref() == Some(*word));
        match found {
            Some(at) if at == n => {}
            Some(at) => {
                let moved = array.remove(at);
                array.insert_formatted(n.min(array.len()), moved);
            }
            None => {
                let mut new = literal(word, array.get(0), field);
                // On a line of its own where the others are; their comments are theirs.
                let space = array.get(0).and_then(|first| first.decor().prefix()?.as_str()).unwrap_or_default();
                let space = match space.rfind('\n') {
                    Some(at) => space.get(at..).unwrap_or_default(),
                    None if n > 0 => " ",
                    None => "",
                };
                *new.decor_mut() = Decor::new(space, "");
                if n < array.len() { array.insert_formatted(n, new) } else { array.push_formatted(new) }
            }
        }
    }
    Value::Array(array)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value as Json, json};

    const RECORD: &str = "[[obiettivo]]\ntitolo = \"Uno\" # il nome\npeso = 40\n\n[[obiettivo.indicatore]]\ntesto = \"Primo\"\n\
                          base = { anno = 2026, valore = \"12 %\" } # di prima\n\n[[obiettivo]]\ntitolo = \"Due\"\n";

    fn made(path: &str, text: &str, table: &str, steps: &Json, what: &str, with: &str) -> String {
        let change = if what == "testo" { json!({ "che": what, "con": with }) } else { json!({ "che": what }) };
        let ask = json!({ "file": path, "testo": text, "tabella": table, "n": 0, "percorso": steps, "cambia": change });
        let ask: Changed = serde_json::from_value(ask).expect("a change");
        ask.made().unwrap_or_else(|why| panic!("{steps} {with}: {why}"))
    }

    /// What is written in place of `before`.
    fn written(table: &str, key: &str, before: &str, with: &str) -> String {
        let text = format!("[[{table}]]\n{key} = {before}\n");
        let out = made("dati/a.toml", &text, table, &json!([key]), "testo", with);
        out.lines()
            .nth(1)
            .and_then(|line| line.split_once(" = "))
            .map(|(_, value)| value.to_owned())
            .expect("it is there")
    }

    #[test]
    fn a_number_is_written_as_who_reads_it_here_means_it() {
        for (table, key, before, with, after) in [
            // A weight, which its reader takes from words: a point between thousands is none between decimals.
            ("obiettivo", "peso", "40", "50", "50"),
            ("obiettivo", "peso", "40", "2.500", "\"2.500\""),
            ("obiettivo", "peso", "40", "33,3", "\"33,3\""),
            ("obiettivo", "peso", "12.5", "33.3", "\"33.3\""),
            ("obiettivo", "peso", "40", "1e3", "\"1e3\""),
            ("obiettivo", "peso", "40", "inf", "\"inf\""),
            ("obiettivo", "peso", "40", "==", "\"==\""),
            ("obiettivo", "peso", "40", "007", "\"007\""),
            ("obiettivo", "peso", "40", "99999999999999999999", "\"99999999999999999999\""),
            // An amount.
            ("progetto", "importo", "2500", "3500", "3500"),
            ("progetto", "importo", "2500", "2.500", "\"2.500\""),
            ("progetto", "importo", "2500.50", "2.500,50", "\"2.500,50\""),
            ("progetto", "importo", "\"1,00 €\"", "120.000", "\"120.000\""),
            // A whole number, whose reader takes no words.
            ("dotazione", "numero", "3", "1.250", "1250"),
            ("dotazione", "numero", "\"tre\"", "4", "4"),
            ("dotazione", "numero", "3", "2,5", "\"2,5\""),
            ("dotazione", "numero", "3", "1.25", "\"1.25\""),
            ("dotazione", "numero", "3", "0.250", "\"0.250\""),
            ("dotazione", "numero", "3", "circa 4", "\"circa 4\""),
            // A code in figures.
            ("obiettivo", "codice", "12", "007", "\"007\""),
            ("obiettivo", "codice", "12", "13", "\"13\""),
        ] {
            assert_eq!(written(table, key, before, with), after, "{key} = {before}: {with}");
        }
    }

    #[test]
    fn a_decimal_is_shown_with_its_comma() {
        let value: Value = "2.500".parse().expect("a float");
        assert_eq!(plain(&value).as_deref(), Some("2,500"));
    }

    #[test]
    fn how_many_may_stand_where_a_list_of_which_may() {
        let text = "[[progetto]]\ntitolo = \"Uno\"\n";
        let list = |words: &[&str]| {
            let change = json!({ "che": "elenco", "con": words });
            let ask = json!({ "file": "dati/a.toml", "testo": text, "tabella": "progetto", "n": 0, "percorso": ["paesi"], "cambia": change });
            serde_json::from_value::<Changed>(ask).expect("a change").made().expect("it is made")
        };
        assert!(list(&["3"]).contains("paesi = 3\n"), "{}", list(&["3"]));
        assert!(list(&["Francia", "Spagna"]).contains("paesi = [\"Francia\", \"Spagna\"]\n"));
    }

    #[test]
    fn a_part_of_a_record_is_changed_where_it_stands() {
        let base = json!(["indicatore", 0, "base", "valore"]);
        let changed =
            |steps: &Json, what: &str, with: &str| made("dati/a.toml", RECORD, "obiettivo", steps, what, with);
        assert_eq!(changed(&base, "testo", "13 %"), RECORD.replace("12 %", "13 %"));
        assert_eq!(changed(&base, "togli", ""), RECORD.replace("anno = 2026, valore = \"12 %\"", "anno = 2026"));
        // Between braces where the example writes it so, in the order in which it is explained.
        let formula = json!(["indicatore", 0, "formula", "numeratore"]);
        let out = changed(&formula, "testo", "iscrizioni");
        assert!(out.contains("testo = \"Primo\"\nformula = { numeratore = \"iscrizioni\" }\nbase = "), "{out}");
        // Under a header of its own where the example does; before the next record.
        let out = changed(&json!(["contabile", "peg"]), "testo", "04.06");
        assert_eq!(
            out,
            RECORD.replace("# di prima\n\n", "# di prima\n\n[obiettivo.contabile]\npeg = \"04.06\"\n\n"),
            "{out}"
        );
        let again = made("dati/a.toml", &out, "obiettivo", &json!(["contabile", "peg"]), "testo", "04.07");
        assert_eq!(again, out.replace("04.06", "04.07"));
        let voce = made("dati/a.toml", &again, "obiettivo", &json!(["contabile", "voce"]), "aggiungi", "");
        assert!(voce.contains("peg = \"04.07\"\n\n[[obiettivo.contabile.voce]]\n"), "{voce}");
        let voce =
            made("dati/a.toml", &voce, "obiettivo", &json!(["contabile", "voce", 0, "importo"]), "testo", "18.000");
        assert!(
            voce.contains("importo = \"18.000\"\n") && voce.ends_with("[[obiettivo]]\ntitolo = \"Due\"\n"),
            "{voce}"
        );
    }

    #[test]
    fn the_settings_are_a_form_too() {
        let text = "# La carta d’identità.\ntipo = \"piao\"\n\n[ente]\nnome = \"Comune\" # il nome\n";
        let changed = |steps: &Json, with: &str| made("piao.toml", text, "", steps, "testo", with);
        assert_eq!(changed(&json!(["tipo"]), "relazione"), text.replace("\"piao\"", "\"relazione\""));
        assert_eq!(
            changed(&json!(["triennio"]), "2027-2029"),
            text.replace("\"piao\"\n", "\"piao\"\ntriennio = \"2027-2029\"\n")
        );
        assert_eq!(changed(&json!(["ente", "nome"]), "Unione"), text.replace("Comune", "Unione"));
        assert_eq!(changed(&json!(["ente", "dipendenti"]), "1.250"), format!("{text}dipendenti = 1250\n"));
        assert_eq!(changed(&json!(["termini", "decreto"]), "DM"), format!("{text}\n[termini]\ndecreto = \"DM\"\n"));
    }
}
