//! The one place where a plan becomes files: what `compila` shows and `pubblica` publishes are the same bytes.

use super::args::Output;
use super::phases::Phases;
use super::{Outcome, piano, say, show, show_all};
use crate::diag::{Diagnostic, Diagnostics, Severity};
use crate::document::{Document, Edizioni};
use crate::emit::html::{UFFICIO, ufficio};
use crate::emit::layouts::Layouts;
use crate::emit::{self, Artifacts, Pages, metadati, pdf};
use crate::index::Index;
use crate::load;
use crate::piano::Piano;
use crate::piano::settings::Stato;
use crate::publish::Fascicolo;
use crate::source::{self, Edizione, Sources};
use std::path::Path;

/// What a person fears after an error.
const UNTOUCHED: &str = "Il piano non è stato compilato. La pubblicazione precedente, se c’era, è rimasta com’era.";

/// A plan in which nothing forbids to make the outputs.
pub(super) struct Opera {
    pub(super) sources: Sources,
    pub(super) piano: Piano,
    pub(super) index: Index,
    pub(super) document: Document,
    pub(super) diags: Diagnostics,
}

/// The outputs of a plan.
pub(super) struct Prodotti {
    /// `piao.pdf` with its metadata, and below `sito/` the site with the data.
    pub(super) artifacts: Artifacts,
    /// Pages of the PDF, when it was made.
    pub(super) count: Option<u32>,
    /// Where each thing is in it.
    pub(super) pages: Option<Pages>,
    /// What the layouts could do better, for whoever draws them.
    pub(super) avvisi: Vec<Diagnostic>,
}

/// The PDF in the folder of the outputs.
pub(super) const PDF: &str = "piao.pdf";

/// The site in the folder of the outputs.
const SITO: &str = "sito/";

/// The list of the editions, which only the edition in force has.
const ELENCO: &str = "sito/edizioni.html";

impl Opera {
    /// Reads the plan of the folder that `typed` names. A structural error stops always, a broken rule when the plan is
    /// approved, or whatever its state where it is to be published. What stops is told before returning.
    pub(super) fn leggi(typed: &Path, pubblica: bool, phases: &mut Phases) -> Result<Self, Outcome> {
        let folder = piano::cartella(typed).map_err(|problem| stop(&problem))?;
        let mut diags = Diagnostics::default();
        let sources = phases.run("lettura dei file", || source::discover(folder, &mut diags));
        let piano = phases.run("lettura del piano", || load::load(&sources, &mut diags));
        let (index, fatti) =
            phases.run("riferimenti e controlli", || crate::examine(&piano, &sources, None, &mut diags));
        let document = phases.run("numeri e parole", || crate::compose(&piano, &index, &fatti, &sources, &mut diags));
        // A draft is made although it breaks a rule: its authors want to see it. What is approved may break none.
        let approved = piano.impostazioni.as_ref().is_some_and(|set| set.stato == Stato::Approvato);
        let broken = diags.has_blocking() || ((approved || pubblica) && diags.count(Severity::Errore) > 0);
        match document {
            Some(document) if !broken => Ok(Opera { sources, piano, index, document, diags }),
            _ => Err(refused(&diags, &sources, phases)),
        }
    }

    /// Both outputs, or the one that is asked for.
    pub(super) fn fai(
        &self,
        layouts: &Layouts,
        solo: Option<Output>,
        phases: &mut Phases,
    ) -> Result<Prodotti, Vec<Diagnostic>> {
        let typeset = || pdf::render(&self.document, layouts, None);
        let open_data = || emit::dati::render(&self.document).map_err(|problem| vec![*problem]);
        let (pdf, data) = match solo {
            Some(Output::Pdf) => (Some(phases.run("composizione del PDF", typeset)?), None),
            Some(Output::Sito) => (None, Some(phases.run("dati aperti", open_data)?)),
            // Typesetting leaves a core idle now and then: the data, which need no page, are made beside it.
            None => phases.run("composizione del PDF e dati aperti", || {
                std::thread::scope(|scope| {
                    let data = scope.spawn(open_data);
                    let pdf = typeset();
                    let data = data.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
                    Ok::<_, Vec<Diagnostic>>((Some(pdf?), Some(data?)))
                })
            })?,
        };
        let mut artifacts = Artifacts::new();
        let (mut count, mut pages, mut avvisi) = (None, None, vec![]);
        if let Some(pdf) = pdf {
            count = Some(pdf.count);
            artifacts.insert(metadati::FILE.into(), metadati::all5(&self.document, &pdf.bytes));
            artifacts.insert(PDF.into(), pdf.bytes);
            avvisi = pdf.warnings;
            pages = Some(pdf.pages);
        }
        if let Some(data) = data {
            let site = phases.run("pagine del sito", || emit::html::render(&self.document, layouts, pages.as_ref()))?;
            let files = site.into_iter().chain(data.files);
            artifacts.extend(files.map(|(path, bytes)| (format!("{SITO}{path}"), bytes)));
        }
        Ok(Prodotti { artifacts, count, pages, avvisi })
    }

    /// What is published: both outputs where the edition in force is found, again at the address of this edition for good,
    /// the previous editions `passate`, and the papers of the office. Of the outputs, what is not files is left.
    pub(super) fn fascicolo(
        &mut self,
        layouts: &Layouts,
        passate: Vec<Edizione>,
        phases: &mut Phases,
    ) -> Result<(Fascicolo, Prodotti), Vec<Diagnostic>> {
        let Some(set) = &self.piano.impostazioni else { return Err(vec![]) };
        let mut files = Fascicolo::default();
        for edizione in &passate {
            let below = edizione.files.iter();
            files.copie.extend(below.map(|(path, disk)| (format!("edizioni/{}/{path}", edizione.nome), disk.clone())));
        }
        let edizioni = Edizioni { questa: set.anno().to_string(), passate, permanente: false };
        let here = format!("edizioni/{}/", edizioni.questa);
        self.document.edizioni = Some(edizioni.clone());
        let mut made = self.fai(layouts, None, phases)?;
        let papers = ufficio(&self.document, set, &made.artifacts, layouts)?;
        let metadata =
            made.artifacts.remove(metadati::FILE).map(|bytes| (format!("{UFFICIO}{}", metadati::FILE), bytes));
        // The pages say where they stand; the rest is the same.
        self.document.edizioni = Some(Edizioni { permanente: true, ..edizioni });
        let lasting =
            phases.run("indirizzo permanente", || emit::html::render(&self.document, layouts, made.pages.as_ref()))?;
        let same = made.artifacts.iter().filter(|(path, _)| path.as_str() != ELENCO);
        files.fatti = same.map(|(path, bytes)| (format!("{here}{path}"), bytes.clone())).collect();
        files.fatti.extend(lasting.into_iter().map(|(path, bytes)| (format!("{here}{SITO}{path}"), bytes)));
        files.fatti.extend(papers.into_iter().chain(metadata));
        files.fatti.append(&mut made.artifacts);
        Ok((files, made))
    }

    /// Tells what kept the outputs from being made, with what was already known of the plan.
    pub(super) fn fallita(mut self, problems: Vec<Diagnostic>, phases: &mut Phases) -> Outcome {
        self.diags.extend(problems);
        refused(&self.diags, &self.sources, phases)
    }
}

/// Tells all that is known of the plan, and that nothing was made.
fn refused(diags: &Diagnostics, sources: &Sources, phases: &mut Phases) -> Outcome {
    phases.finish();
    show_all(diags, sources);
    say(UNTOUCHED);
    Outcome::Errors
}

/// Tells why the command could not run.
pub(super) fn stop(problem: &Diagnostic) -> Outcome {
    show(problem, &Sources::default());
    Outcome::CouldNotRun
}
