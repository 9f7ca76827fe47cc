//! The site: one page for each section, a home page, the lists of tables and figures, and the files they need. Static,
//! readable without scripts, with relative links only: it works from a folder, from a subpath, from a memory stick.
//!
//! The frame of the pages is in `layouts/html` (minijinja); the grammar of text and blocks is in `inline` and `blocks`.
//! Nothing here reads a plan or decides a number: it prints the [`Document`]. Nothing here writes to disk.

mod blocks;
mod edizioni;
mod inline;
mod places;
mod templates;
#[cfg(test)]
mod tests;
mod ufficio;

use self::{
    blocks::Entry,
    inline::{Writer, is_safe},
    places::{ELENCHI, HOME, Page, Site, file, numbered},
    templates::Templates,
};
use crate::diag::Diagnostic;
use crate::document::{Block, BlockKind, Document, Edizioni, FILE_ICS, Meta, Section, capital, plain};
use crate::element::id::Id;
use crate::emit::{Artifacts, Pages, ics};
use crate::layouts::{Layouts, fonts};
use minijinja::{Value, context};
use rayon::prelude::*;

pub use self::places::PDF;
pub use self::ufficio::{UFFICIO, ufficio};

/// The files of the site, by path inside its folder.
///
/// `pages` says where each thing is printed in the PDF, which must stand at [`PDF`]; without it the site speaks of no PDF.
///
/// # Errors
///
/// A layout that can not be read or rendered: one `P0902` for each page that fails. Plans have no way to cause it.
pub fn render(document: &Document, layouts: &Layouts, pages: Option<&Pages>) -> Result<Artifacts, Vec<Diagnostic>> {
    let templates = Templates::new(layouts)?;
    let site = Site::new(document, pages);
    let frame = Frame::new(&site);

    let mut order = Vec::new();
    document.walk(&mut |section, above| order.push((section, above.to_vec())));
    let mut jobs: Vec<Job> = (0..order.len()).map(Job::Section).collect();
    jobs.push(Job::Home);
    if has_lists(&document.meta) {
        jobs.push(Job::Elenchi);
    }
    // The address for good leads to the list of the edition in force, which is always the whole one.
    jobs.extend(document.edizioni.iter().filter(|edizioni| !edizioni.permanente).map(Job::Edizioni));
    // Each page is a function of the document alone; the order of the results is that of the jobs.
    let made: Vec<Result<(String, Vec<u8>), Diagnostic>> = jobs
        .par_iter()
        .map(|job| {
            let (name, template, content) = match job {
                Job::Section(n) => frame.section(&order, *n),
                Job::Home => frame.home(),
                Job::Elenchi => frame.elenchi(&order),
                Job::Edizioni(edizioni) => frame.edizioni(edizioni),
            };
            let content = context! { edizioni => edizioni::barra(document.edizioni.as_ref(), &name), ..content };
            Ok((name, templates.render(template, content)?.into_bytes()))
        })
        .collect();

    let mut artifacts = Artifacts::new();
    let mut problems = Vec::new();
    for page in made {
        match page {
            Ok((name, bytes)) => drop(artifacts.insert(name, bytes)),
            Err(problem) => problems.push(problem),
        }
    }
    if !problems.is_empty() {
        // One broken template breaks every page in the same way.
        problems.dedup();
        return Err(problems);
    }
    files(&site, layouts, &mut artifacts);
    Ok(artifacts)
}

/// `blocks` without a page around them: the HTML that CommonMark's reference implementation writes for the same Markdown,
/// as far as the document keeps what it needs.
#[must_use]
pub fn fragment(blocks: &[Block]) -> String {
    let mut writer = Writer::new(None);
    writer.blocks(blocks);
    writer.out
}

/// A page to make.
enum Job<'a> {
    /// The section of that index in reading order.
    Section(usize),
    Home,
    Elenchi,
    Edizioni(&'a Edizioni),
}

/// What is not a page: style sheets, fonts, pictures, annexes.
fn files(site: &Site<'_>, layouts: &Layouts, artifacts: &mut Artifacts) {
    for (name, bytes) in layouts.iter() {
        if let Some(name) = name.strip_prefix("html/").filter(|name| !name.ends_with(".html")) {
            artifacts.insert(format!("assets/{name}"), bytes.to_vec());
        }
    }
    for (name, bytes) in fonts() {
        let (folder, file) = name.rsplit_once('/').unwrap_or(("", name));
        if file.ends_with(".woff2") {
            artifacts.insert(format!("fonts/{file}"), bytes.to_vec());
        } else if file == "OFL.txt" {
            // The licence of the fonts asks to go where they go.
            artifacts.insert(format!("fonts/{folder}-OFL.txt"), bytes.to_vec());
        }
    }
    for (name, image) in &site.images {
        if let Some(asset) = site.document.assets.get(*name) {
            artifacts.insert(image.path.clone(), asset.bytes.to_vec());
        }
    }
    if let Some(bytes) = ics::calendar(site.document) {
        artifacts.insert(FILE_ICS.to_owned(), bytes);
    }
    for (path, bytes) in &site.document.allegati {
        artifacts.insert(path.clone(), bytes.to_vec());
    }
}

/// What is the same on every page.
struct Frame<'a> {
    site: &'a Site<'a>,
    sito: Value,
    /// How many sections there are.
    sections: usize,
}

type Order<'a> = [(&'a Section, Vec<&'a Section>)];

impl<'a> Frame<'a> {
    fn new(site: &'a Site<'a>) -> Self {
        let meta = &site.document.meta;
        let sito = context! {
            titolo => meta.titolo.as_str(),
            triennio => meta.triennio.as_str(),
            ente => meta.ente.as_str(),
            stato => capital(&meta.stato),
            bozza => meta.bozza,
            momento => capital(&meta.momento),
            data => meta.data.lunga(),
            data_iso => meta.data.iso(),
            approvato => meta.stato == "approvato",
            deliberazione => meta.deliberazione.as_deref(),
            impronta => meta.impronta.as_str(),
            avvertenza => meta.avvertenza.as_deref(),
            descrizione => meta.descrizione.as_str(),
            parole_chiave => meta.parole_chiave.join(", "),
            indirizzo => meta.sito.as_deref().filter(|url| is_safe(url)),
            pdf => site.pages.map(|_| PDF),
            elenchi => has_lists(meta).then_some(ELENCHI),
            home => HOME,
        };
        let mut sections = 0;
        site.document.walk(&mut |_, _| sections += 1);
        Frame { site, sito, sections }
    }

    fn home(&self) -> (String, &'static str, Value) {
        let meta = &self.site.document.meta;
        let content = context! {
            sito => self.sito.clone(),
            titolo_pagina => format!("{} {} — {}", meta.titolo, meta.triennio, meta.ente),
            descrizione => meta.descrizione.as_str(),
            contenuti => self.contents(None),
        };
        (HOME.to_owned(), "html/home.html", content)
    }

    fn section(&self, order: &Order<'a>, n: usize) -> (String, &'static str, Value) {
        let (section, above) = match order.get(n) {
            Some((section, above)) => (*section, above.as_slice()),
            None => return self.home(),
        };
        let page = Page::new(self.site, Some(section));
        let mut writer = Writer::new(Some(&page));
        writer.cited(&section.id);
        let citata = std::mem::take(&mut writer.out);
        writer.section(section);
        let before = n.checked_sub(1).and_then(|n| order.get(n)).map(|(section, _)| line(section));
        let after = order.get(n + 1).map(|(section, _)| line(section));
        let content = context! {
            sito => self.sito.clone(),
            titolo_pagina => page_title(&section.heading(), &self.site.document.meta),
            descrizione => format!("{}: {}", section.heading(), self.site.document.meta.descrizione),
            qui => file(&section.id),
            id => section.id.as_str(),
            numero => section.number.as_deref(),
            titolo => section.title.as_str(),
            referente => section.referente.as_deref(),
            pdf_pagina => page.printed(&section.id),
            pdf_href => page.in_pdf(&section.id),
            percorso => above.iter().copied().map(line).collect::<Vec<_>>(),
            contenuti => self.contents(Some(&section.id)),
            in_pagina => inner(section),
            sottosezioni => section.children.iter().map(line).collect::<Vec<_>>(),
            precedente => before,
            successiva => after,
            citata => Value::from_safe_string(citata),
            corpo => Value::from_safe_string(writer.out),
        };
        (file(&section.id), "html/sezione.html", content)
    }

    fn elenchi(&self, order: &Order<'a>) -> (String, &'static str, Value) {
        let page = Page::new(self.site, None);
        let (mut tabelle, mut figure) = (Vec::new(), Vec::new());
        for (section, _) in order {
            let notes = section.notes.iter().flat_map(|note| &note.blocks);
            for block in section.blocks.iter().chain(notes) {
                block.each(&mut |block| {
                    let (list, word, prefix, number, caption) = if let BlockKind::Table(table) = &block.kind {
                        (&mut tabelle, "Tabella", "tab", table.number, &table.caption)
                    } else if let BlockKind::Figure(figura) = &block.kind {
                        (&mut figure, "Figura", "fig", figura.number, &figura.caption)
                    } else if let BlockKind::Drawing(disegno) = &block.kind {
                        (&mut figure, "Figura", "fig", disegno.number, &disegno.caption)
                    } else {
                        return;
                    };
                    let (Some(number), Some(caption)) = (number, caption) else { return };
                    let Some(id) = numbered(block.anchor.as_ref(), prefix, Some(number)) else { return };
                    list.push(context! {
                        etichetta => format!("{word}\u{a0}{number}"),
                        titolo => plain(caption),
                        href => format!("{}#{id}", file(&section.id)),
                        sezione => section.heading(),
                        pagina => block.anchor.as_ref().and_then(|id| page.printed(id)),
                    });
                });
            }
        }
        let content = context! {
            sito => self.sito.clone(),
            titolo_pagina => page_title("Elenchi delle tabelle e delle figure", &self.site.document.meta),
            descrizione => "Elenchi delle tabelle e delle figure del piano, con i collegamenti alle pagine.",
            contenuti => self.contents(None),
            qui => ELENCHI,
            tabelle => if self.site.document.meta.elenco_tabelle { tabelle } else { vec![] },
            figure => if self.site.document.meta.elenco_figure { figure } else { vec![] },
        };
        (ELENCHI.to_owned(), "html/elenchi.html", content)
    }

    fn edizioni(&self, edizioni: &Edizioni) -> (String, &'static str, Value) {
        let content = context! {
            sito => self.sito.clone(),
            titolo_pagina => page_title("Edizioni del piano", &self.site.document.meta),
            descrizione => "L’edizione in vigore del piano e quelle precedenti.",
            contenuti => self.contents(None),
            ..edizioni::elenco(edizioni)
        };
        (edizioni::ELENCO.to_owned(), "html/edizioni.html", content)
    }

    /// The contents of the plan as seen from the page of `current`.
    fn contents(&self, current: Option<&Id>) -> Vec<Value> {
        let all = current.is_none() || self.sections <= WHOLE;
        self.site.document.sections.iter().map(|section| branch(section, current, all)).collect()
    }
}

/// Up to how many sections every page lists them all. Beyond, the place of the page would be lost in the list, and the
/// site would grow with the square of the plan: only the branch of the page is open, and the home page has the rest.
const WHOLE: usize = 40;

/// Whether the site has a page of lists.
fn has_lists(meta: &Meta) -> bool {
    meta.elenco_tabelle || meta.elenco_figure
}

/// A line of a contents list, without those below it.
fn line(section: &Section) -> Value {
    context! {
        numero => section.number.as_deref(),
        titolo => section.title.as_str(),
        href => file(&section.id),
    }
}

/// A line of the contents with those below it: all, or those on the way to `current` and just under it.
fn branch(section: &Section, current: Option<&Id>, all: bool) -> Value {
    let open = all || current.is_some_and(|current| holds(section, current));
    let below = section.children.iter().filter(|_| open);
    context! {
        corrente => current == Some(&section.id),
        voci => below.map(|child| branch(child, current, all)).collect::<Vec<_>>(),
        ..line(section)
    }
}

fn holds(section: &Section, id: &Id) -> bool {
    section.id == *id || section.children.iter().any(|child| holds(child, id))
}

/// The headings of a section as a tree of two levels: deeper ones are found by reading.
fn inner(section: &Section) -> Vec<Value> {
    let entries = blocks::entries(section);
    let top = entries.iter().map(|entry| entry.level).min().unwrap_or_default();
    let mut tree: Vec<(Entry<'_>, Vec<Value>)> = Vec::new();
    let line = |entry: &Entry<'_>, below: Vec<Value>| {
        context! { titolo => entry.title.as_str(), href => format!("#{}", entry.id), voci => below }
    };
    for entry in entries.into_iter().filter(|entry| entry.level <= top + 1) {
        match tree.last_mut() {
            Some((_, below)) if entry.level > top => below.push(line(&entry, vec![])),
            _ => tree.push((entry, vec![])),
        }
    }
    tree.into_iter().map(|(entry, below)| line(&entry, below)).collect()
}

/// What a tab, a bookmark and a search engine show: the most particular first.
fn page_title(heading: &str, meta: &Meta) -> String {
    format!("{heading} — {} {} — {}", meta.titolo, meta.triennio, meta.ente)
}
