//! From a document to its outputs. `compila`, `pubblica` and `verifica` all make them here, so that they are the same bytes.

use super::{Phase, Progress, run};
use crate::diag::Diagnostic;
use crate::document::Document;
use crate::emit::dati::{self, Dati};
use crate::emit::html::{self, UFFICIO, UN_FILE, ufficio};
use crate::emit::layouts::Layouts;
use crate::emit::pdf::{Pdf, Typesetter};
use crate::emit::{Artifacts, Carta, metadati};
use crate::piano::settings::Impostazioni;
use crate::publish::Fascicolo;
use crate::source::Edizione;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// A form in which a plan is given out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// The PDF, with its metadata.
    Pdf,
    /// The site, with the open data beside it.
    Site,
}

impl Format {
    /// As `--solo` calls it.
    #[must_use]
    pub fn nome(self) -> &'static str {
        match self {
            Format::Pdf => "pdf",
            Format::Site => "sito",
        }
    }

    /// The form that a file in the folder of the outputs belongs to: made alone, a form leaves the files of the others as they are.
    /// None for the files of another command: an extract, the papers of the office, an edition.
    #[must_use]
    pub fn of(path: &str) -> Option<Format> {
        match path {
            PDF | metadati::FILE => Some(Format::Pdf),
            _ => path.starts_with(SITO).then_some(Format::Site),
        }
    }
}

/// All the formats that `piao compila` makes.
pub const OUTPUTS: [Format; 2] = [Format::Pdf, Format::Site];

/// The name of the PDF in the folder of the outputs.
pub const PDF: &str = "piao.pdf";

/// The folder of the site in the folder of the outputs.
const SITO: &str = "sito/";

/// The page of the site that lists the editions. Only the edition in force has it.
const ELENCO: &str = "edizioni.html";

/// The outputs of a plan.
#[derive(Debug, Default)]
pub struct Outputs {
    /// The PDF, when it was made.
    pub pdf: Option<Pdf>,
    /// `metadati-all5.xml`, which goes with the PDF.
    pub metadata: Option<Vec<u8>>,
    /// The pages of the site, by their path in it.
    pub site: Artifacts,
    /// The open data, when the site was made.
    pub data: Option<Dati>,
}

impl Outputs {
    /// Path and bytes of every file in the folder of the outputs.
    pub fn files(&self) -> impl Iterator<Item = (String, &Vec<u8>)> {
        // Every field is named, here and below: a new output is in both lists, or nothing compiles.
        let Outputs { pdf, metadata, site, data } = self;
        let pdf = pdf.iter().map(|pdf| (PDF.to_owned(), &pdf.bytes));
        let metadata = metadata.iter().map(|bytes| (metadati::FILE.to_owned(), bytes));
        let data = data.iter().flat_map(|data| &data.files);
        pdf.chain(metadata).chain(site.iter().chain(data).map(|(path, bytes)| (format!("{SITO}{path}"), bytes)))
    }

    /// Takes the files out of the outputs. The places of the pages and the warnings stay.
    pub fn take_files(&mut self) -> Artifacts {
        let Outputs { pdf, metadata, site, data } = self;
        let mut out = Artifacts::new();
        if let Some(pdf) = pdf {
            out.insert(PDF.to_owned(), std::mem::take(&mut pdf.bytes));
        }
        out.extend(metadata.take().map(|bytes| (metadati::FILE.to_owned(), bytes)));
        let data = data.as_mut().map(|data| std::mem::take(&mut data.files)).unwrap_or_default();
        let site = std::mem::take(site).into_iter().chain(data);
        out.extend(site.map(|(path, bytes)| (format!("{SITO}{path}"), bytes)));
        out
    }
}

/// Makes the outputs of `document` that are asked for.
///
/// # Errors
/// What kept them from being made: defects of ours or of the layouts, with the author's place when it is known.
pub fn make(
    document: &Document,
    layouts: &Layouts,
    formats: &[Format],
    typesetter: &mut Typesetter,
    progress: &mut Progress<'_>,
) -> Result<Outputs, Vec<Diagnostic>> {
    let mut typeset = || typesetter.typeset(document, layouts, None)?.export();
    let open_data = || dati::render(document, formats.contains(&Format::Pdf)).map_err(|problem| vec![*problem]);
    let (pdf, data) = match (formats.contains(&Format::Pdf), formats.contains(&Format::Site)) {
        (false, false) => (None, None),
        (true, false) => (Some(run(progress, Phase::Pdf, typeset)?), None),
        (false, true) => (None, Some(run(progress, Phase::Data, open_data)?)),
        // The data need no page, so they are made while typst sets the pages and does not use all the cores.
        (true, true) => run(progress, Phase::PdfAndData, || {
            std::thread::scope(|scope| {
                let data = scope.spawn(open_data);
                let pdf = typeset();
                let data = data.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
                Ok::<_, Vec<Diagnostic>>((Some(pdf?), Some(data?)))
            })
        })?,
    };
    let site = match &data {
        Some(_) => run(progress, Phase::Site, || html::render(document, layouts, pdf.as_ref().map(Pdf::carta)))?,
        None => Artifacts::new(),
    };
    let metadata = pdf.as_ref().map(|pdf| metadati::all5(document, &pdf.bytes));
    Ok(Outputs { pdf, metadata, site, data })
}

/// Where the previous editions go in the publication, and where each of their files is now.
pub(super) fn copies(passate: &[Edizione]) -> BTreeMap<String, PathBuf> {
    let mut copies = BTreeMap::new();
    for edizione in passate {
        let files = edizione.files.iter();
        copies.extend(files.map(|(path, disk)| (format!("edizioni/{}/{path}", edizione.nome), disk.clone())));
    }
    copies
}

/// Whether a publication whose edition is named `edizione` makes the file at `path` or, when it no longer does, takes it away. The rest
/// of the folder is of other commands, or the only copy of another edition.
#[must_use]
pub fn of_publication(path: &str, edizione: &str) -> bool {
    let edition = path.strip_prefix("edizioni/").and_then(|rest| rest.split_once('/'));
    Format::of(path).is_some()
        || path.starts_with(UFFICIO)
        || path == UN_FILE
        || edition.is_some_and(|(name, _)| name == edizione)
}

/// Builds the publication from the outputs `made` for the edition in force. `document` is now the one whose pages say that they
/// stand at the permanent address.
pub(super) fn publication(
    document: &Document,
    set: &Impostazioni,
    layouts: &Layouts,
    mut made: Outputs,
    copie: BTreeMap<String, PathBuf>,
    progress: &mut Progress<'_>,
) -> Result<(Fascicolo, Outputs), Vec<Diagnostic>> {
    // The bytes are taken away below.
    let carta = made.pdf.as_ref().map(|pdf| (pdf.pages.clone(), pdf.count, pdf.bytes.len()));
    let carta = carta.as_ref().map(|(pages, count, bytes)| Carta { pages, count: *count, bytes: *bytes });
    let mut artifacts = made.take_files();
    let papers = ufficio(document, set, &artifacts, layouts)?;
    let metadata = artifacts.remove(metadati::FILE).map(|bytes| (format!("{UFFICIO}{}", metadati::FILE), bytes));
    let lasting = run(progress, Phase::Lasting, || html::render(document, layouts, carta))?;
    let here = format!("edizioni/{}/", set.edizione());
    let list = format!("{SITO}{ELENCO}");
    let same = artifacts.iter().filter(|(path, _)| **path != list);
    let mut fatti: Artifacts = same.map(|(path, bytes)| (format!("{here}{path}"), bytes.clone())).collect();
    fatti.extend(lasting.into_iter().map(|(path, bytes)| (format!("{here}{SITO}{path}"), bytes)));
    fatti.extend(papers.into_iter().chain(metadata));
    fatti.insert(UN_FILE.to_owned(), html::un_file(document, layouts)?);
    fatti.extend(artifacts);
    Ok((Fascicolo { fatti, copie, ..Fascicolo::default() }, made))
}
