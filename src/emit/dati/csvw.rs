//! `csv-metadata.json` gives the types of the columns of each CSV, in the form of *CSV on the Web* (W3C). Programs that
//! follow that standard look for this name beside a CSV, and then keep `037000` as it is written. A spreadsheet that opens
//! the CSV alone makes a number of it.

use super::json::{Json, object, some};
use super::{CC_BY, Formato, Risorsa};
use crate::document::{DataColumn, DataType, Dataset, Meta};
use std::collections::BTreeMap;

/// The name of the file.
pub(super) const FILE: &str = "csv-metadata.json";

/// Describes the CSV files among `files`.
pub(super) fn metadata(meta: &Meta, files: &[Risorsa], datasets: &[&Dataset]) -> Json {
    let tables: BTreeMap<&str, &Dataset> = datasets.iter().map(|dataset| (dataset.nome.as_str(), *dataset)).collect();
    let tables = files.iter().filter(|file| file.formato == Formato::Csv).filter_map(|file| {
        let dataset = tables.get(file.tabella.as_deref()?)?;
        let columns = dataset.colonne.iter().map(column).collect();
        Some(object([
            ("url", some(file.nome())),
            ("dc:title", some(&file.titolo)),
            ("dc:description", some(&file.descrizione)),
            ("tableSchema", Some(object([("columns", Some(Json::List(columns)))]))),
        ]))
    });
    let dialect = object([("delimiter", some(",")), ("encoding", some("utf-8")), ("header", some(true))]);
    let language = object([("@language", some("it"))]);
    object([
        ("@context", Some(Json::List(vec![Json::from("http://www.w3.org/ns/csvw"), language]))),
        ("dc:title", some(format!("{}, {}", meta.nome(), meta.ente))),
        ("dc:publisher", some(&meta.ente)),
        ("dc:license", Some(object([("@id", some(CC_BY))]))),
        ("dc:modified", Some(object([("@value", some(meta.giorno().iso())), ("@type", some("xsd:date"))]))),
        ("dialect", Some(dialect)),
        ("tables", Some(Json::List(tables.collect()))),
    ])
}

fn column(column: &DataColumn) -> Json {
    let datatype = match column.tipo {
        DataType::Testo | DataType::Elenco => "string",
        DataType::Intero => "integer",
        DataType::Numero => "decimal",
        DataType::Data => "date",
        DataType::SiNo => "boolean",
    };
    object([
        ("name", some(&column.nome)),
        ("titles", some(&column.nome)),
        ("dc:description", some(&column.descrizione)),
        ("datatype", some(datatype)),
        // A list is in one cell, its items divided by a separator and a blank.
        ("separator", (column.tipo == DataType::Elenco).then(|| Json::from("; "))),
    ])
}
