//! Open data: every table of the plan, for machines. The registers of the [`Document`] and the tables of its text, each as
//! CSV and JSON, all in one XLSX, the whole plan as `piao.json`, and what describes them: JSON Schema, Data Package,
//! DCAT-AP_IT, checksums.
//!
//! Nothing here reads a plan: `lower::registri` decides what a register holds. Each format has its own file here.

mod csv;
mod csvw;
mod dcat;
mod documento;
pub mod insieme;
mod json;
mod pacchetto;
mod stampate;
#[cfg(test)]
mod tests;
mod xlsx;

pub(crate) use self::csv::harmless;
pub(crate) use documento::SE_CI_SONO;
pub(crate) use stampate::aggiunta;
pub(crate) use xlsx::{cut, day, made_by_unix};

use crate::base::hash;
use crate::diag::Diagnostic;
use crate::diag::codes::P0801;
use crate::document::{Dataset, Document, Meta, Table};
use crate::emit::Artifacts;
use crate::piano::element::id::Id;
use rayon::prelude::*;

/// What stands before the reason of what is declared absent, in the texts of `piao.json`.
pub const ASSENTE: &str = "Dato assente:";

/// The folder of the data inside that of the site.
pub const FOLDER: &str = "dati";

/// The licence of the data, by its address. By CAD art. 52 data published without a licence are open; this one says so.
pub const CC_BY: &str = "https://creativecommons.org/licenses/by/4.0/";

/// The name of that licence.
pub const CC_BY_NOME: &str = "CC BY 4.0";

/// The schema of `piao.json`, beside it.
const SCHEMA: &str = "piao.schema.json";

/// A file format of the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Formato {
    Csv,
    Json,
    Xlsx,
    JsonLd,
    Turtle,
    Testo,
}

impl Formato {
    /// The name of the format on a page.
    #[must_use]
    pub fn sigla(self) -> &'static str {
        match self {
            Formato::Csv => "CSV",
            Formato::Json => "JSON",
            Formato::Xlsx => "XLSX",
            Formato::JsonLd => "JSON-LD",
            Formato::Turtle => "Turtle",
            Formato::Testo => "TXT",
        }
    }

    /// The media type of the format.
    #[must_use]
    pub fn media(self) -> &'static str {
        match self {
            Formato::Csv => "text/csv",
            Formato::Json => "application/json",
            Formato::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Formato::JsonLd => "application/ld+json",
            Formato::Turtle => "text/turtle",
            Formato::Testo => "text/plain",
        }
    }

    /// The code of the format in the list of file types of the European Union.
    fn eu(self) -> &'static str {
        match self {
            Formato::Csv => "CSV",
            Formato::Json => "JSON",
            Formato::Xlsx => "XLSX",
            Formato::JsonLd => "JSON_LD",
            Formato::Turtle => "RDF_TURTLE",
            Formato::Testo => "TXT",
        }
    }
}

/// A file of the data, with what pages and metadata say of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Risorsa {
    /// Path inside the folder of the site: `dati/obiettivi.csv`.
    pub path: String,
    /// The title of the file, such as `Obiettivi`.
    pub titolo: String,
    /// What a row is, or what the file is for.
    pub descrizione: String,
    /// The file format.
    pub formato: Formato,
    /// The size in bytes.
    pub bytes: usize,
    /// The SHA-256 of the bytes, in hexadecimal.
    pub sha256: String,
    /// The number of rows, if the file is one table.
    pub righe: Option<usize>,
    /// The name of the table in the file, if it holds one. The CSV and the JSON of a table have the same.
    pub tabella: Option<String>,
}

impl Risorsa {
    /// The name of the file in the folder of the data.
    #[must_use]
    pub fn nome(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }
}

/// All the files of the data, and the list that describes them.
#[derive(Debug, Default)]
pub struct Dati {
    /// Files by path inside the folder of the site.
    pub files: Artifacts,
    /// The description of the files, in the order of the page that lists them: the whole plan, the tables, the metadata.
    pub risorse: Vec<Risorsa>,
}

/// The name of the data of a printed table: the name of the table, or that of the register of what it shows. None for a
/// table without a number, because it is a part of something larger that has its own file.
#[must_use]
pub fn nome_di(table: &Table) -> Option<String> {
    stampate::nome(table)
}

/// The two forms that the data called `nome` have, each with its address from the pages of the site.
#[must_use]
pub fn forme(nome: &str) -> [(Formato, String); 2] {
    [(Formato::Csv, format!("{FOLDER}/{nome}.csv")), (Formato::Json, format!("{FOLDER}/{nome}.json"))]
}

/// The address, from the pages of the site, of the CSV of a printed table.
#[must_use]
pub fn file_of(table: &Table) -> Option<String> {
    nome_di(table).map(|nome| {
        let [(_, csv), _] = forme(&nome);
        csv
    })
}

/// The data of `document`. `pdf`: whether the PDF is published beside them, so that the catalogue may speak of it.
///
/// # Errors
/// A workbook that cannot be written, for example because a table has more rows than a sheet: `P0801`.
pub fn render(document: &Document, pdf: bool) -> Result<Dati, Box<Diagnostic>> {
    let printed = stampate::tutte(document);
    let registers = document.registri.iter().filter(|register| !register.righe.is_empty());
    let datasets: Vec<&Dataset> = registers.chain(&printed).collect();
    let meta = &document.meta;
    let plan = meta.nome();
    // The workbook takes as long as all the rest, so it is made in parallel.
    let (workbook, (tables, (whole, schema))) = rayon::join(
        || xlsx::file(meta, &datasets),
        || {
            let table = |dataset: &&Dataset| (csv::file(dataset), json::table(dataset));
            rayon::join(
                || datasets.par_iter().map(table).collect::<Vec<(Vec<u8>, Vec<u8>)>>(),
                || (documento::document(document, &printed).file(), documento::schema(document).file()),
            )
        },
    );
    let workbook = workbook.map_err(|error| {
        Box::new(Diagnostic::global(P0801, "la cartella di lavoro dei dati aperti non si può scrivere")
            .note(error.to_string())
            .help("se una tabella ha più di un milione di righe, dividila; altrimenti è un difetto di piao: segnalalo"))
    })?;

    let mut dati = Dati::default();
    let plan_as = |formato| Nuova { formato, titolo: &plan, descrizione: "", dataset: None };
    dati.add(
        "piao.xlsx",
        workbook,
        Nuova { descrizione: "Tutte le tabelle del piano, una per foglio.", ..plan_as(Formato::Xlsx) },
    );
    dati.add(
        "piao.json",
        whole,
        Nuova {
            descrizione: "Il piano come documento unico: sezioni con il testo, registri, tabelle.",
            ..plan_as(Formato::Json)
        },
    );
    for (dataset, (csv, json)) in datasets.iter().zip(tables) {
        for (formato, extension, bytes) in [(Formato::Csv, "csv", csv), (Formato::Json, "json", json)] {
            let said =
                Nuova { formato, titolo: &dataset.titolo, descrizione: &dataset.descrizione, dataset: Some(dataset) };
            dati.add(&format!("{}.{extension}", dataset.nome), bytes, said);
        }
    }
    let data = dati.risorse.clone();
    let (package, dcat) =
        rayon::join(|| pacchetto::package(meta, &data, &datasets).file(), || dcat::metadata(document, &data, pdf));
    let describes = |formato, titolo, descrizione| Nuova { formato, titolo, descrizione, dataset: None };
    dati.add(
        SCHEMA,
        schema,
        describes(Formato::Json, "Schema di piao.json", "Che cosa contiene piao.json, campo per campo (JSON Schema)."),
    );
    dati.add(
        "datapackage.json",
        package,
        describes(
            Formato::Json,
            "Descrizione delle tabelle",
            "Colonne, tipi, unità e chiavi di ogni CSV (Data Package).",
        ),
    );
    dati.add(
        csvw::FILE,
        csvw::metadata(meta, &data, &datasets).file(),
        describes(Formato::Json, "Tipi delle colonne", "Il tipo di ogni colonna di ogni CSV (CSV on the Web)."),
    );

    let catalogue = "Metadati per il catalogo nazionale (DCAT-AP_IT).";
    dati.add("dcat-ap_it.ttl", dcat.turtle, describes(Formato::Turtle, "Metadati DCAT-AP_IT", catalogue));
    dati.add("dcat-ap_it.jsonld", dcat.json_ld, describes(Formato::JsonLd, "Metadati DCAT-AP_IT", catalogue));
    let sums: String = dati.risorse.iter().map(|file| format!("{}  {}\n", file.sha256, file.nome())).collect();
    dati.add(
        "SHA256SUMS",
        sums.into_bytes(),
        describes(
            Formato::Testo,
            "Impronte dei file",
            "Impronta SHA-256 di ogni altro file: `sha256sum -c SHA256SUMS` le controlla.",
        ),
    );
    Ok(dati)
}

/// The plan as one public document: the bytes of its `piao.json`.
#[must_use]
pub fn piano(document: &Document) -> Vec<u8> {
    documento::document(document, &stampate::tutte(document)).file()
}

/// The files that the PDF carries when it carries the data. The workbook and the plan as one document hold everything. The
/// schema explains that document. The registers are also there as CSV, the format that will be readable for longest. The
/// printed tables have no CSV here: they are in the pages, in the workbook and in the document, and would only make the
/// list of attachments long.
///
/// # Errors
/// Those of [`render`].
pub fn allegati(document: &Document) -> Result<Vec<(Risorsa, Vec<u8>)>, Box<Diagnostic>> {
    let Dati { mut files, risorse } = render(document, true)?;
    let register =
        |file: &Risorsa| document.registri.iter().any(|register| Some(&register.nome) == file.tabella.as_ref());
    let inside = |file: &Risorsa| match file.formato {
        Formato::Csv => register(file),
        _ => ["piao.xlsx", "piao.json", SCHEMA].contains(&file.nome()),
    };
    Ok(risorse
        .into_iter()
        .filter(inside)
        .filter_map(|file| files.remove(&file.path).map(|bytes| (file, bytes)))
        .collect())
}

/// The description of a file that is about to be added.
struct Nuova<'a> {
    formato: Formato,
    titolo: &'a str,
    descrizione: &'a str,
    dataset: Option<&'a Dataset>,
}

impl Dati {
    fn add(&mut self, name: &str, bytes: Vec<u8>, said: Nuova<'_>) {
        let path = format!("{FOLDER}/{name}");
        self.risorse.push(Risorsa {
            path: path.clone(),
            titolo: said.titolo.to_owned(),
            descrizione: said.descrizione.to_owned(),
            formato: said.formato,
            bytes: bytes.len(),
            sha256: hash::file(&bytes),
            righe: said.dataset.map(|dataset| dataset.righe.len()),
            tabella: said.dataset.map(|dataset| dataset.nome.clone()),
        });
        self.files.insert(path, bytes);
    }
}

/// Several values in one cell.
fn elenco(words: &[String]) -> String {
    words.join("; ")
}

/// The name of the data of a plan, such as `piao-2025-2027`.
fn slug(meta: &Meta) -> String {
    format!("piao-{}", Id::slug(&meta.triennio))
}
