//! A record as a form: of a file of data, at the head of a section or of a card, or the settings of the plan. What may be written in it is
//! what its reader knows ([`schema`]); what is written is found with the places of its parts. [`super::cambia`] changes it.

use super::cambia::Step;
use super::schema::{self, Field, Form};
use crate::lingua::accenti;
use crate::load::cards;
use crate::load::markdown::split_front_matter;
use crate::piano::element::Kind;
use crate::piano::element::id::Id;
use crate::piano::element::row::Row;
use crate::project::Compiled;
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;
use std::ops::Range;
use toml_edit::{Document, Item, Table, TableLike, Value};

/// The TOML of a file.
pub(crate) struct Toml<'t> {
    pub(super) text: &'t str,
    /// Where it begins in the file.
    pub(super) start: usize,
    /// What stands at the head of a file in Markdown, and the settings: a record alone, without a header, with these fields.
    head: Option<Head>,
}

struct Head {
    title: &'static str,
    fields: Vec<Field>,
}

impl<'t> Toml<'t> {
    /// The TOML of the file at `path`; none where there is none.
    pub(super) fn of(path: &str, text: &'t str) -> Option<Self> {
        if path == "piao.toml" {
            let head = Head { title: "Impostazioni", fields: schema::settings().to_vec() };
            return Some(Toml { text, start: 0, head: Some(head) });
        }
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
pub(super) struct Record<'d> {
    pub(super) table: &'d Table,
    /// The name of its table; blank for what stands at the head of a file.
    pub(super) name: &'static str,
    title: &'static str,
    kind: Option<Kind>,
    pub(super) fields: Vec<Field>,
    /// Its place among those of its table in the text.
    n: usize,
    /// Where each of them begins.
    all: Vec<Option<Range<usize>>>,
}

pub(super) type Text<'t> = Document<&'t str>;

pub(super) fn read(text: &str, above: usize) -> Result<Text<'_>, String> {
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

/// The records of a file, read once, for who asks many values of them.
pub(crate) struct Letto<'t> {
    toml: Toml<'t>,
    document: Text<'t>,
}

/// What stands at a place of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Scritto {
    /// Nothing.
    Manca,
    /// Words, or a single value.
    Parole(String),
    /// Something that has parts: several values, a reason why there is none.
    Altro,
}

impl<'t> Letto<'t> {
    /// The records of the file at `path`; none where there is no TOML that can be read.
    pub(crate) fn of(path: &str, text: &'t str) -> Option<Self> {
        let toml = Toml::of(path, text)?;
        let document = read(toml.text, 0).ok()?;
        Some(Letto { toml, document })
    }

    /// The table, and the place among those of its table, of the record in which the byte `at` of the file is.
    pub(crate) fn record(&self, at: usize) -> Option<(&'static str, usize)> {
        let at = at.checked_sub(self.toml.start)?;
        if self.toml.head.is_none() {
            let rows = Kind::ALL.iter().filter_map(|kind| {
                let table = kind.info().table;
                let list = self.document.as_table().get(table)?.as_array()?;
                let n = list.iter().position(|row| row.span().is_some_and(|span| span.contains(&at)))?;
                Some((table, n))
            });
            if let Some(found) = rows.into_iter().next() {
                return Some(found);
            }
        }
        let found = find(&self.document, &self.toml, at)?;
        Some((found.name, found.n))
    }

    fn table(&self, table: &str, n: usize) -> Option<&dyn TableLike> {
        let whole = self.document.as_table();
        if self.toml.head.is_some() {
            return Some(whole);
        }
        match whole.get(table)? {
            Item::ArrayOfTables(list) => list.get(n).map(|table| table as &dyn TableLike),
            item => item.as_array()?.get(n)?.as_inline_table().map(|table| table as &dyn TableLike),
        }
    }

    /// What stands at that place of the `n`th record of `table`.
    pub(crate) fn valore(&self, table: &str, n: usize, steps: &[Step]) -> Scritto {
        let found = self.table(table, n).and_then(|table| item(table, steps));
        match found {
            None => Scritto::Manca,
            Some(Item::Value(value)) => plain(value).map_or(Scritto::Altro, Scritto::Parole),
            Some(_) => Scritto::Altro,
        }
    }

    /// How many rows the list at that place has.
    pub(crate) fn righe(&self, table: &str, n: usize, steps: &[Step]) -> usize {
        match self.table(table, n).and_then(|table| item(table, steps)) {
            Some(Item::ArrayOfTables(list)) => list.len(),
            Some(Item::Value(Value::Array(list))) => list.len(),
            _ => 0,
        }
    }

    /// Of the list at that place, the row in which the byte `at` of the file is: the last one that begins before it.
    pub(crate) fn riga(&self, table: &str, n: usize, steps: &[Step], at: usize) -> Option<usize> {
        let at = at.checked_sub(self.toml.start)?;
        let starts: Vec<usize> = match item(self.table(table, n)?, steps)? {
            Item::ArrayOfTables(list) => list.iter().filter_map(|row| Some(row.span()?.start)).collect(),
            Item::Value(Value::Array(list)) => list.iter().filter_map(|row| Some(row.span()?.start)).collect(),
            _ => return None,
        };
        starts.iter().take_while(|start| **start <= at).count().checked_sub(1)
    }

    /// The bytes of the file in which that value is written.
    pub(crate) fn posto(&self, table: &str, n: usize, steps: &[Step]) -> Option<Range<usize>> {
        let span = item(self.table(table, n)?, steps)?.span()?;
        Some(span.start + self.toml.start..span.end + self.toml.start)
    }
}

/// The `n`th record of the table `name` where its records are rows between braces, `unita = [{ … }, { … }]`, with its fields.
pub(super) fn row<'d>(document: &'d Text<'_>, name: &str, n: usize) -> Option<(&'d Value, &'static [Field])> {
    let kind = Kind::di_tabella(name)?;
    Some((document.as_table().get(name)?.as_array()?.get(n)?, schema::of(kind)))
}

/// The item at the end of the steps.
fn item<'d>(table: &'d dyn TableLike, steps: &[Step]) -> Option<&'d Item> {
    let [Step::Key(key), rest @ ..] = steps else { return None };
    let found = table.get(key)?;
    match rest {
        [] => Some(found),
        [Step::Row(n), rest @ ..] => match found {
            Item::ArrayOfTables(list) => item(list.get(*n)?, rest),
            found => item(found.as_array()?.get(*n)?.as_inline_table()?, rest),
        },
        rest => item(found.as_table_like()?, rest),
    }
}

/// The `n`th record of the table `name`.
pub(super) fn nth<'d>(document: &'d Text<'_>, toml: &Toml<'_>, name: &str, n: usize) -> Option<Record<'d>> {
    if let Some(head) = &toml.head {
        let fields = head.fields.clone();
        let all = vec![Some(0..0)];
        return Some(Record { table: document.as_table(), name: "", title: head.title, kind: None, fields, n: 0, all });
    }
    let kind = Kind::di_tabella(name)?;
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
pub(crate) fn form(path: &str, text: &str, at: usize, compiled: &Compiled) -> Result<Json, String> {
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
        "file": path,
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
        let part = item.filter(|_| field.is_part()).and_then(Item::as_table_like);
        let rows = match (&field.form, item) {
            (Form::Table(_), Some(Item::ArrayOfTables(list))) => {
                let rows = list.iter().map(|row| json!({ "riga": self.line(row.span()), "campi": inner(Some(row)) }));
                Some(rows.collect::<Vec<_>>())
            }
            _ => None,
        };
        let model = item.and_then(|item| written(item, field));
        // What the form does not know how to show is changed in the text.
        let dotted = item.and_then(Item::as_table).is_some_and(Table::is_dotted);
        let odd = item.is_some() && rows.is_none() && model.is_none() && part.is_none() || dotted;
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
            // Of a part that there is one of, what it has; of rows, what a row may have.
            "campi": if matches!(field.form, Form::Table(_)) { inner(part) } else { Json::Null },
            "nel_testo": odd,
            "riga": self.line(item.and_then(Item::span)),
        })
    }
}

/// The name of a field as its label: the accents that TOML does not have come back.
fn label(name: &str) -> String {
    let word = |word: &str| match word {
        "unita" => "unità".to_owned(),
        "cup" | "dup" | "ipa" | "istat" | "pec" | "peg" | "rpct" | "sdg" => word.to_uppercase(),
        word => word.to_owned(),
    };
    let words = name.split('_').map(word).collect::<Vec<_>>().join(" ");
    let mut right = words.clone();
    for wrong in accenti::find(&words).into_iter().rev() {
        right.replace_range(wrong.dove.clone(), &wrong.giusta);
    }
    crate::base::text::capital(&right)
}

/// A value as the form shows it; none for one that it does not know how to show.
fn written(item: &Item, field: &Field) -> Option<Json> {
    match item {
        Item::Value(Value::Array(list)) => {
            let words: Option<Vec<String>> = list.iter().map(plain).collect();
            words.map(|words| json!({ "elenco": words }))
        }
        Item::Value(Value::InlineTable(table)) => match table.get("assente") {
            Some(reason) if table.len() == 1 => reason.as_str().map(|reason| json!({ "assente": reason })),
            _ if field.by_year && table.iter().all(|(key, _)| key.bytes().all(|b| b.is_ascii_digit())) => {
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
pub(super) fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(words) => Some(words.value().clone()),
        Value::Integer(number) => Some(number.value().to_string()),
        // «2.500» is two thousand five hundred for who reads it here.
        Value::Float(_) => Some(value.to_string().trim().replace('.', ",")),
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
