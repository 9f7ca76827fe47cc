//! A record as a form: of a file of data, or at the head of a section or of a card. What may be written in it is what its reader knows ([`schema`]); what is written is found with the
//! places of its parts, and a change touches only the bytes of the value that changes: comments, order and spacing stay.

use crate::editor::schema::{self, Field, Form};
use crate::lingua::accenti;
use crate::load::cards;
use crate::load::markdown::split_front_matter;
use crate::piano::element::Kind;
use crate::piano::element::id::Id;
use crate::piano::element::row::Row;
use crate::project::Compiled;
use serde::Deserialize;
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;
use std::ops::Range;
use toml_edit::{Array, Decor, Document, InlineTable, Item, Table, TableLike, Value};

/// A step to a part of a record: a key, or a place in a list.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub(super) enum Step {
    Row(usize),
    Key(String),
}

/// What becomes of a value.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case", tag = "che", content = "con")]
pub(super) enum Change {
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
}

/// The TOML of a file.
struct Toml<'t> {
    text: &'t str,
    /// Where it begins in the file.
    start: usize,
    /// What stands at the head of a file in Markdown: a record alone, without a header, with these fields.
    head: Option<Head>,
}

struct Head {
    title: &'static str,
    fields: Vec<Field>,
}

impl<'t> Toml<'t> {
    /// The TOML of the file at `path`; none where there is none.
    fn of(path: &str, text: &'t str) -> Option<Self> {
        if !path.ends_with(".md") {
            return Some(Toml { text, start: 0, head: None });
        }
        let (text, start) = split_front_matter(text).0?;
        let head = match cards::kind(path) {
            Some(kind) => {
                // The long texts of a card stand under headings of its body.
                let below: Vec<String> =
                    kind.parti().iter().map(|title| Id::slug(title).as_str().replace('-', "_")).collect();
                let fields = schema::of(kind).iter().filter(|field| !below.iter().any(|name| name == field.name));
                Head { title: kind.info().title, fields: fields.cloned().collect() }
            }
            None => Head { title: "Sezione", fields: schema::front().to_vec() },
        };
        Some(Toml { text, start, head: Some(head) })
    }
}

/// A record in a text.
struct Record<'d> {
    table: &'d Table,
    /// The name of its table; blank for what stands at the head of a file.
    name: &'static str,
    title: &'static str,
    kind: Option<Kind>,
    fields: Vec<Field>,
    /// Its place among those of its table in the text.
    n: usize,
    /// Where each of them begins.
    all: Vec<Option<Range<usize>>>,
}

/// The fields that name a record or a part of one, which a new one begins with.
const NAMES: [&str; 5] = ["titolo", "nome", "testo", "oggetto", "profilo"];

type Text<'t> = Document<&'t str>;

fn read(text: &str, above: usize) -> Result<Text<'_>, String> {
    Document::parse(text).map_err(|error| {
        let before = |span: Range<usize>| text.get(..span.start).unwrap_or_default().matches('\n').count();
        let line = error.span().map_or(1, |span| before(span) + 1) + above;
        format!("Alla riga {line} il TOML non si legge: si corregge nel testo, poi torna la scheda.")
    })
}

fn records<'d>(document: &'d Text<'_>, kind: Kind) -> Vec<&'d Table> {
    let list = document.as_table().get(kind.info().table).and_then(Item::as_array_of_tables);
    list.into_iter().flat_map(|list| list.iter()).collect()
}

/// The `n`th record of the table `name`.
fn nth<'d>(document: &'d Text<'_>, toml: &Toml<'_>, name: &str, n: usize) -> Option<Record<'d>> {
    if let Some(head) = &toml.head {
        let fields = head.fields.clone();
        let all = vec![Some(0..0)];
        return Some(Record { table: document.as_table(), name: "", title: head.title, kind: None, fields, n: 0, all });
    }
    let kind = Kind::ALL.iter().copied().find(|kind| kind.info().table == name)?;
    let all = records(document, kind);
    let info = kind.info();
    Some(Record {
        table: all.get(n)?,
        name: info.table,
        title: info.title,
        kind: Some(kind),
        fields: schema::of(kind).to_vec(),
        n,
        all: all.iter().map(|table| table.span()).collect(),
    })
}

/// The record in which the byte `at` of the TOML is: the last one that begins before it.
fn find<'d>(document: &'d Text<'_>, toml: &Toml<'_>, at: usize) -> Option<Record<'d>> {
    if toml.head.is_some() {
        return nth(document, toml, "", 0);
    }
    let mut best: Option<(usize, &'static str, usize)> = None;
    for kind in Kind::ALL {
        let starts = records(document, *kind).into_iter().filter_map(|table| Some(table.span()?.start));
        let before = starts.take_while(|start| *start <= at).enumerate().last();
        if let Some((n, start)) = before.filter(|(_, start)| best.is_none_or(|(most, ..)| *start > most)) {
            best = Some((start, kind.info().table, n));
        }
    }
    best.and_then(|(_, name, n)| nth(document, toml, name, n))
}

/// The record at the byte `at` of `text`, which is the file at `path`, as a form; null where there is none.
///
/// # Errors
/// A sentence for the author, where the TOML cannot be read.
pub(super) fn form(path: &str, text: &str, at: usize, compiled: &Compiled) -> Result<Json, String> {
    let Some(toml) = Toml::of(path, text) else { return Ok(Json::Null) };
    let above = text.get(..toml.start).unwrap_or_default().matches('\n').count();
    let document = read(toml.text, above)?;
    let Some(record) = find(&document, &toml, at.saturating_sub(toml.start)) else { return Ok(Json::Null) };
    let seen = Seen { text: toml.text, above };
    // A card prints labels of its own for the fields that it shows.
    let first = record.kind.and_then(|kind| compiled.piano.elementi.get(kind, 0));
    let printed = first.map(|element| Row::of(element.value)).unwrap_or_default();
    let mut wanted = BTreeSet::new();
    references(&record.fields, &mut wanted);
    let known: BTreeSet<&str> = record.fields.iter().map(|field| field.name).collect();
    let other = record.table.iter().filter(|(name, _)| !known.contains(name)).map(|(name, _)| name.to_owned());
    let table = Some(record.table as &dyn TableLike);
    Ok(json!({
        "tabella": record.name,
        "genere": record.title,
        "n": record.n,
        "quante": record.all.len(),
        "righe": record.all.iter().map(|span| seen.line(span.clone())).collect::<Vec<_>>(),
        "campi": record.fields.iter().map(|field| seen.field(field, table, &printed)).collect::<Vec<_>>(),
        "altri": other.collect::<Vec<_>>(),
        "riferimenti": wanted.into_iter().map(|kind| (kind.info().table.to_owned(), names(kind, compiled))).collect::<serde_json::Map<_, _>>(),
        "anni": compiled.piano.impostazioni.as_ref().map(|set| set.anni().collect::<Vec<_>>()),
    }))
}

/// The kinds to which the fields refer.
fn references(fields: &[Field], into: &mut BTreeSet<Kind>) {
    for field in fields {
        if let Form::Reference(kinds) = &field.form {
            into.extend(kinds);
        }
        references(field.fields(), into);
    }
}

/// The elements of a kind, each with the word that names it and its name.
fn names(kind: Kind, compiled: &Compiled) -> Json {
    let things = compiled.index.things().iter();
    let of_kind = things.filter(|thing| matches!(thing.what, crate::index::What::Element(other, _) if other == kind));
    let named = of_kind.map(|thing| {
        let crate::index::What::Element(_, n) = thing.what else { return Json::Null };
        let element = compiled.piano.elementi.get(kind, n);
        let code = element.as_ref().and_then(|element| element.value.codice()).map(|code| format!("{} ", code.value));
        let title = element.as_ref().map(|element| element.value.titolo().value).unwrap_or_default();
        json!([thing.id.as_str(), format!("{}{title}", code.unwrap_or_default())])
    });
    named.filter(|one| !one.is_null()).collect()
}

/// The TOML from which a form is shown, and how many lines of the file stand above it.
struct Seen<'t> {
    text: &'t str,
    above: usize,
}

impl Seen<'_> {
    /// The line of the file at a place of the TOML.
    fn line(&self, span: Option<Range<usize>>) -> Option<usize> {
        Some(self.text.get(..span?.start)?.matches('\n').count() + 1 + self.above)
    }

    /// A field with what is written in it.
    fn field(&self, field: &Field, table: Option<&dyn TableLike>, printed: &Row) -> Json {
        let (form, words): (&str, Vec<&str>) = match &field.form {
            Form::Words => ("parole", vec![]),
            Form::Prose => ("prosa", vec![]),
            Form::Amount => ("importo", vec![]),
            Form::Day => ("giorno", vec![]),
            Form::Number => ("numero", vec![]),
            Form::Truth => ("vero", vec!["true", "false"]),
            Form::OneOf(words) => ("scelta", words.to_vec()),
            Form::Reference(kinds) => ("riferimento", kinds.iter().map(|kind| kind.info().table).collect()),
            Form::Table(_) => ("tabella", vec![]),
            Form::Named(_) | Form::Free => ("libera", vec![]),
        };
        let item = table.and_then(|table| table.get(field.name));
        let inner = |table: Option<&dyn TableLike>| -> Json {
            field.fields().iter().map(|field| self.field(field, table, &Row::default())).collect()
        };
        let rows = match (&field.form, item) {
            (Form::Table(_), Some(Item::ArrayOfTables(list))) => {
                let rows = list.iter().map(|row| json!({ "riga": self.line(row.span()), "campi": inner(Some(row)) }));
                Some(rows.collect::<Vec<_>>())
            }
            _ => None,
        };
        let model = item.and_then(written);
        // What the form does not know how to show is changed in the text.
        let odd = item.is_some() && rows.is_none() && model.is_none();
        let label = printed.get(field.name).map_or_else(|| label(field.name), |campo| campo.label.to_owned());
        json!({
            "nome": field.name,
            "etichetta": label,
            "aiuto": field.help,
            "esempio": field.example.as_deref().map(|example| example.trim_matches('"')),
            "forma": form,
            "scelte": words,
            "molti": field.many,
            "per_anno": field.by_year,
            "assente": field.due,
            "valore": model,
            "righe": rows,
            "campi": if matches!(field.form, Form::Table(_)) { inner(None) } else { Json::Null },
            "nel_testo": odd,
            "riga": self.line(item.and_then(Item::span)),
        })
    }
}

/// The name of a field as its label: the accents that TOML does not have come back.
fn label(name: &str) -> String {
    let words = name.replace('_', " ");
    let mut right = words.clone();
    for wrong in accenti::find(&words).into_iter().rev() {
        right.replace_range(wrong.dove.clone(), &wrong.giusta);
    }
    crate::base::text::capital(&right)
}

/// A value as the form shows it; none for one that it does not know how to show.
fn written(item: &Item) -> Option<Json> {
    match item {
        Item::Value(Value::Array(list)) => {
            let words: Option<Vec<String>> = list.iter().map(plain).collect();
            words.map(|words| json!({ "elenco": words }))
        }
        Item::Value(Value::InlineTable(table)) => match table.get("assente") {
            Some(reason) if table.len() == 1 => reason.as_str().map(|reason| json!({ "assente": reason })),
            _ if table.iter().all(|(key, _)| key.bytes().all(|b| b.is_ascii_digit())) => {
                let years: Option<serde_json::Map<String, Json>> =
                    table.iter().map(|(year, value)| Some((year.to_owned(), plain(value)?.into()))).collect();
                years.map(|years| json!({ "anni": years }))
            }
            _ => None,
        },
        Item::Value(value) => plain(value).map(|words| json!({ "testo": words })),
        _ => None,
    }
}

/// A single value as words.
fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(words) => Some(words.value().clone()),
        Value::Integer(number) => Some(number.value().to_string()),
        Value::Float(_) => Some(value.to_string().trim().to_owned()),
        Value::Boolean(truth) => Some(truth.value().to_string()),
        Value::Datetime(day) => Some(italian(&day.value().to_string())),
        Value::Array(_) | Value::InlineTable(_) => None,
    }
}

/// A day of TOML as it is written in Italy.
fn italian(day: &str) -> String {
    match day.split('-').collect::<Vec<_>>().as_slice() {
        [year, month, day] if day.len() == 2 => format!("{day}/{month}/{year}"),
        _ => day.to_owned(),
    }
}

/// The text of the file at `path` in which a part of the `n`th record of `table` is changed.
///
/// # Errors
/// A sentence for the author, when the change cannot be made.
pub(super) fn change(
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
    let record = nth(&document, &toml, table, n).ok_or_else(lost)?;
    let (edit, words) = edit(toml.text, record, steps, change).ok_or_else(lost)?;
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
    while let [Step::Key(key), Step::Row(row), rest @ ..] = steps {
        let field = fields.iter().find(|field| field.name == key)?.clone();
        header = under(&header, key);
        let list = table.get(key)?.as_array_of_tables()?;
        let found = list.get(*row)?;
        if let ([], Change::Togli) = (rest, change) {
            let end = line_end(text, last(found)?);
            // The empty line that follows goes with it.
            let blank = text.get(end..).is_some_and(|after| after.starts_with('\n'));
            return Some((line_start(text, found.span()?.start)..end + usize::from(blank), String::new()));
        }
        fields = field.fields().to_vec();
        table = found;
        steps = rest;
    }
    if path.is_empty() && *change == Change::Aggiungi && !header.is_empty() {
        return added(text, table, &header, &fields);
    }
    let (key, year) = match steps {
        [Step::Key(key)] => (key, None),
        [Step::Key(key), Step::Key(year)] => (key, Some(year.as_str())),
        _ => return None,
    };
    let field = fields.iter().find(|field| field.name == key)?;
    if *change == Change::Aggiungi {
        let after =
            table.get(key).and_then(Item::as_array_of_tables).and_then(|list| list.iter().last()).unwrap_or(table);
        return added(text, after, &under(&header, key), field.fields());
    }
    let old = table.get(key);
    // Read again alone, a value has the spaces and the comments that are inside it.
    let value: Option<Value> = old.and_then(|item| text.get(item.span()?)?.parse().ok());
    let value = value.as_ref();
    let new = match (year, change) {
        (Some(year), change) => by_year(field, value, year, change)?,
        (None, Change::Testo(words)) => Some(literal(words, value, field)),
        (None, Change::Elenco(words)) => Some(list(words, value, field)),
        (None, Change::Assente(reason)) => {
            let mut absent = InlineTable::new();
            absent.insert("assente", reason.trim().into());
            Some(Value::InlineTable(absent))
        }
        (None, Change::Togli | Change::Aggiungi) => None,
    };
    match (old, new) {
        (Some(old), Some(new)) => Some((old.span()?, bare(new))),
        (Some(old), None) => Some(without(text, table, key, old)?),
        (None, Some(new)) => {
            let at = place(text, table, &fields, key, header.is_empty())?;
            let before = if text.get(..at).is_some_and(|before| before.ends_with('\n')) { "" } else { "\n" };
            Some((at..at, format!("{before}{key} = {}\n", bare(new))))
        }
        (None, None) => Some((0..0, String::new())),
    }
}

/// A new record under that header, after the table `after` and its parts. It begins with the field that names it, blank.
fn added(text: &str, after: &Table, header: &str, fields: &[Field]) -> Option<(Range<usize>, String)> {
    let end = line_end(text, last(after)?);
    let words = |field: &&Field| matches!(field.form, Form::Words | Form::Prose);
    let named = fields.iter().find(|field| NAMES.contains(&field.name)).or_else(|| fields.iter().find(words));
    let first = named.map(|field| format!("{} = \"\"\n", field.name)).unwrap_or_default();
    let before = if text.get(..end).is_some_and(|before| before.ends_with('\n')) { "\n" } else { "\n\n" };
    Some((end..end, format!("{before}[[{header}]]\n{first}")))
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
        Change::Elenco(_) | Change::Assente(_) | Change::Aggiungi => return None,
    }
    Some((!years.is_empty()).then_some(Value::InlineTable(years)))
}

/// Words as a value: of the type that was there or, where nothing was, of the one of the example. Words that are not of that type are
/// written as words, and the reader says what is wrong with them.
fn literal(words: &str, old: Option<&Value>, field: &Field) -> Value {
    let words = words.trim();
    let example = field.example.as_deref().and_then(|example| example.parse::<Value>().ok());
    let sample = match old {
        Some(Value::InlineTable(_) | Value::Array(_)) | None => example.as_ref(),
        old => old,
    };
    let sample = match sample {
        Some(Value::Array(list)) => list.get(0),
        Some(Value::InlineTable(table)) => table.iter().next().map(|(_, value)| value),
        sample => sample,
    };
    let number = || {
        words
            .parse::<i64>()
            .map(Value::from)
            .or_else(|_| words.parse::<f64>().map(|_| words.parse().unwrap_or_else(|_| words.into())))
            .ok()
    };
    let made = match (sample, &field.form) {
        (Some(Value::Integer(_) | Value::Float(_)), _) => number(),
        (Some(Value::Boolean(_)), _) | (_, Form::Truth) => words.parse::<bool>().map(Value::from).ok(),
        (Some(Value::Datetime(_)), _) => day(words),
        (Some(_), _) => None,
        (None, Form::Number) => number(),
        (None, Form::Day) => day(words),
        (None, _) => None,
    };
    made.unwrap_or_else(|| words.into())
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
