//! Open data: every table of the plan, for machines. The registers of the [`Document`] and the tables of its text, each as
//! CSV and JSON, all in one XLSX, the whole plan as `piao.json`, and what describes them: JSON Schema, Data Package,
//! DCAT-AP_IT, checksums.
//!
//! Nothing here reads a plan: what a register holds is decided in `document::lower::registri`. One file a form.

mod csv;
mod stampate;

use crate::document::{Dataset, Document, Table};
use crate::emit::Artifacts;

/// The folder of the data inside that of the site.
pub const FOLDER: &str = "dati";

/// A file of data, as a page speaks of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Risorsa {
    /// Path inside the folder of the site: `dati/obiettivi.csv`.
    pub path: String,
    /// `Obiettivi`
    pub titolo: String,
    /// What a row is, or what the file is for.
    pub descrizione: String,
    /// `CSV`
    pub formato: &'static str,
    /// Size.
    pub bytes: usize,
    /// How many rows it has, when it is one table.
    pub righe: Option<usize>,
}

/// The data with their list.
#[derive(Debug)]
pub struct Dati {
    /// Files by path inside the folder of the site.
    pub files: Artifacts,
    /// What they are, in the order in which a page lists them.
    pub risorse: Vec<Risorsa>,
}

/// The address, from the pages of the site, of the data of a printed table: its own file, or the register of what it shows.
/// None for a table without a number: it is a part of something larger, that has its file.
#[must_use]
pub fn file_of(table: &Table) -> Option<String> {
    stampate::nome(table).map(|name| path(&name, "csv"))
}

fn path(name: &str, extension: &str) -> String {
    format!("{FOLDER}/{name}.{extension}")
}

/// The data of `document`.
#[must_use]
pub fn render(document: &Document) -> Dati {
    let printed = stampate::tutte(document);
    let datasets: Vec<&Dataset> = document.registri.iter().chain(&printed).collect();
    let mut dati = Dati { files: Artifacts::new(), risorse: vec![] };
    for dataset in datasets {
        dati.table(dataset, "csv", "CSV", csv::file(dataset));
    }
    dati
}

impl Dati {
    fn table(&mut self, dataset: &Dataset, extension: &str, formato: &'static str, bytes: Vec<u8>) {
        let path = path(&dataset.nome, extension);
        self.risorse.push(Risorsa {
            path: path.clone(),
            titolo: dataset.titolo.clone(),
            descrizione: dataset.descrizione.clone(),
            formato,
            bytes: bytes.len(),
            righe: Some(dataset.righe.len()),
        });
        self.files.insert(path, bytes);
    }
}

/// Several words in one cell.
fn elenco(words: &[String]) -> String {
    words.join("; ")
}
