//! JSON whose keys stay in the order in which they are written, so that people who open a file see the id and the title
//! first. A dataset is an array with one object for each row. Every object has every column, with `null` where there is no
//! value.

use crate::document::{Dataset, Datum, Numero};
use serde::ser::{Serialize, SerializeMap, Serializer};

/// A JSON value.
#[derive(Debug, Clone)]
pub(super) enum Json {
    Null,
    Bool(bool),
    Number(Numero),
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

/// A JSON object. Keys without a value (`None`) are left out. A `null` is written only where it is given.
pub(super) fn object<const N: usize>(fields: [(&str, Option<Json>); N]) -> Json {
    Json::Object(fields.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))).collect())
}

/// A value that is there.
pub(super) fn some(value: impl Into<Json>) -> Option<Json> {
    Some(value.into())
}

/// `null` where there is nothing.
pub(super) fn or_null<T: Into<Json>>(value: Option<T>) -> Option<Json> {
    Some(value.map_or(Json::Null, Into::into))
}

impl Json {
    /// The bytes of a file with indentation, so that people can read it too.
    pub(super) fn file(&self) -> Vec<u8> {
        // Serialization cannot fail: keys are strings and numbers are finite.
        let mut out = serde_json::to_vec_pretty(self).unwrap_or_default();
        out.push(b'\n');
        out
    }
}

/// The file of a dataset, one line for each row, so that two editions can be compared line by line.
pub(super) fn table(dataset: &Dataset) -> Vec<u8> {
    let Json::List(rows) = rows(dataset) else { return vec![] };
    let lines: Vec<String> = rows.iter().map(|row| serde_json::to_string(row).unwrap_or_default()).collect();
    format!("[\n{}\n]\n", lines.join(",\n")).into_bytes()
}

/// The rows of a dataset.
pub(super) fn rows(dataset: &Dataset) -> Json {
    let object = |row: &Vec<Datum>| {
        let names = dataset.colonne.iter().map(|column| column.nome.clone());
        Json::Object(names.zip(row.iter().map(Json::from)).collect())
    };
    Json::List(dataset.righe.iter().map(object).collect())
}

impl From<&Datum> for Json {
    fn from(value: &Datum) -> Self {
        match value {
            Datum::Vuoto => Json::Null,
            Datum::Testo(words) => words.as_str().into(),
            Datum::Elenco(words) => words.iter().cloned().collect(),
            Datum::Numero(number) => Json::Number(*number),
            Datum::Data(day) => day.iso().into(),
            Datum::SiNo(yes) => Json::Bool(*yes),
        }
    }
}
impl From<&str> for Json {
    fn from(text: &str) -> Self {
        Json::Text(text.to_owned())
    }
}
impl From<&String> for Json {
    fn from(text: &String) -> Self {
        Json::Text(text.clone())
    }
}
impl From<String> for Json {
    fn from(text: String) -> Self {
        Json::Text(text)
    }
}
impl From<bool> for Json {
    fn from(value: bool) -> Self {
        Json::Bool(value)
    }
}
impl From<usize> for Json {
    fn from(value: usize) -> Self {
        Json::Number(i64::try_from(value).unwrap_or(i64::MAX).into())
    }
}
impl From<Vec<Json>> for Json {
    fn from(list: Vec<Json>) -> Self {
        Json::List(list)
    }
}
impl<T: Into<Json>> FromIterator<T> for Json {
    fn from_iter<I: IntoIterator<Item = T>>(list: I) -> Self {
        Json::List(list.into_iter().map(Into::into).collect())
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Json::Null => serializer.serialize_unit(),
            Json::Bool(value) => serializer.serialize_bool(*value),
            Json::Number(number) => match number.intero() {
                Some(whole) => serializer.serialize_i64(whole),
                None => serializer.serialize_f64(number.as_f64()),
            },
            Json::Text(text) => serializer.serialize_str(text),
            Json::List(list) => serializer.collect_seq(list),
            Json::Object(fields) => {
                let mut map = serializer.serialize_map(Some(fields.len()))?;
                for (key, value) in fields {
                    map.serialize_entry(key, value)?;
                }
                map.end()
            }
        }
    }
}
