//! `datapackage.json`: the Data Package of Frictionless Data, with a Table Schema for each CSV. Programs read types, units
//! and keys in it. It lists the CSV files only, because its readers take every resource for a table.

use super::json::{Json, object, some};
use super::{CC_BY, Formato, Risorsa};
use crate::document::{DataColumn, DataType, Dataset, Datum, Meta};
use std::collections::{BTreeMap, BTreeSet};

/// Describes the CSV files among `files`.
pub(super) fn package(meta: &Meta, files: &[Risorsa], datasets: &[&Dataset]) -> Json {
    let tables: BTreeMap<&str, &Dataset> = datasets.iter().map(|dataset| (dataset.nome.as_str(), *dataset)).collect();
    let licence = object([
        ("name", some("CC-BY-4.0")),
        ("title", some("Creative Commons Attribuzione 4.0 Internazionale")),
        ("path", some(CC_BY)),
    ]);
    let publisher = object([
        ("title", some(&meta.ente)),
        ("path", meta.sito.as_ref().map(Json::from)),
        ("role", some("publisher")),
    ]);
    let resources = files.iter().filter(|file| file.formato == Formato::Csv).filter_map(|file| {
        let dataset = tables.get(file.tabella.as_deref()?)?;
        Some(resource(file, dataset, &tables))
    });
    object([
        ("profile", some("tabular-data-package")),
        ("name", some(super::slug(meta))),
        ("title", some(format!("{}, {}", meta.nome(), meta.ente))),
        ("description", some(&meta.descrizione)),
        ("version", some(meta.giorno().iso())),
        ("created", some(format!("{}T00:00:00Z", meta.giorno().iso()))),
        ("keywords", Some(meta.parole_chiave.iter().collect())),
        ("licenses", Some(Json::List(vec![licence]))),
        ("contributors", Some(Json::List(vec![publisher]))),
        ("resources", Some(Json::List(resources.collect()))),
    ])
}

fn resource(file: &Risorsa, dataset: &Dataset, tables: &BTreeMap<&str, &Dataset>) -> Json {
    let dialect = object([("delimiter", some(",")), ("lineTerminator", some("\r\n")), ("header", some(true))]);
    object([
        ("name", some(&dataset.nome)),
        ("path", some(file.nome())),
        ("profile", some("tabular-data-resource")),
        ("title", some(&file.titolo)),
        ("description", some(&file.descrizione)),
        ("format", some("csv")),
        ("mediatype", some(file.formato.media())),
        ("encoding", some("utf-8")),
        ("bytes", some(file.bytes)),
        ("hash", some(format!("sha256:{}", file.sha256))),
        ("dialect", Some(dialect)),
        ("schema", Some(schema(dataset, tables))),
    ])
}

fn schema(dataset: &Dataset, tables: &BTreeMap<&str, &Dataset>) -> Json {
    let keys = dataset.colonne.iter().filter_map(|column| {
        // A table without rows has no file, and a foreign key to it would be broken.
        let to = column.rimanda.filter(|to| tables.get(to).is_some_and(|table| key(table).is_some()))?;
        // A foreign key to the same table has an empty name for it (Table Schema).
        let to = if to == dataset.nome { "" } else { to };
        let reference = object([("resource", some(to)), ("fields", some("id"))]);
        Some(object([("fields", some(&column.nome)), ("reference", Some(reference))]))
    });
    let keys: Vec<Json> = keys.collect();
    object([
        ("fields", Some(Json::List(dataset.colonne.iter().map(field).collect()))),
        ("missingValues", Some([""].into_iter().collect())),
        ("primaryKey", key(dataset).map(Json::from)),
        ("foreignKeys", (!keys.is_empty()).then_some(Json::List(keys))),
    ])
}

/// The primary key: `id`, if no two rows have the same.
fn key(dataset: &Dataset) -> Option<&str> {
    let first = dataset.colonne.first().filter(|column| column.nome == "id")?;
    let mut seen = BTreeSet::new();
    let unique = |row: &Vec<Datum>| matches!(row.first(), Some(Datum::Testo(id)) if seen.insert(id.clone()));
    dataset.righe.iter().all(unique).then_some(first.nome.as_str())
}

fn field(column: &DataColumn) -> Json {
    let tipo = match column.tipo {
        DataType::Testo | DataType::Elenco => "string",
        DataType::Intero => "integer",
        DataType::Numero => "number",
        DataType::Data => "date",
        DataType::SiNo => "boolean",
    };
    let words = match column.tipo {
        DataType::Elenco => format!("{}; più valori sono separati da punto e virgola", column.descrizione),
        _ => column.descrizione.clone(),
    };
    object([
        ("name", some(&column.nome)),
        ("type", some(tipo)),
        ("format", some("default")),
        ("description", some(words)),
        ("unit", column.unita.map(Json::from)),
    ])
}
