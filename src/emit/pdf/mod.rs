//! The PDF. [`write`] turns the document into calls of layout functions, typst sets the pages, and the file is exported as
//! PDF/UA-1 and PDF/A-2a together (PDF/A-3a when it carries the open data). The look is in `layouts/pdf/`, and what a plan
//! says is decided before. So every error here is ours, and not the author's.

#[cfg(test)]
mod laid_out;
pub(in crate::emit) mod measure;
mod names;
mod objects;
mod overflow;
mod pack;
mod pictures;
mod places;
pub(in crate::emit) mod scope;
mod stretch;
#[cfg(test)]
pub(in crate::emit) mod tests;
mod tree;
mod world;
mod write;

pub(crate) use pack::pagine;
pub use pictures::Face;
pub use places::{Places, Spot};
pub use stretch::Sheets;
pub use write::WHERE_CITED;

use self::stretch::Stretch;
use super::{Carta, Pages, dati, drawing};
use crate::base::colore::Colori;
use crate::base::span::Span;
use crate::diag::codes::{P0901, P0906, P0907, P0910};
use crate::diag::{Diagnostic, Severity};
use crate::document::Document;
use crate::emit::layouts::Layouts;
use crate::piano::element::id::Id;
use comemo::Track;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;
use std::sync::Arc;
use typst::diag::SourceDiagnostic;
use typst::foundations::Smart;
use typst::introspection::{Introspector, Location};
use typst::layout::{Frame, FrameItem, Point, Transform};
use typst::syntax::{FileId, Source, Span as Mark};
use typst::{World, WorldExt};
use typst_layout::PagedDocument;
use typst_library::model::LateLinkResolver;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

/// A finished PDF.
#[derive(Debug)]
pub struct Pdf {
    /// The file.
    pub bytes: Vec<u8>,
    /// The page on which each anchored thing begins.
    pub pages: Pages,
    /// How many pages there are.
    pub count: u32,
    /// What typst says of the layouts without stopping: warnings for whoever draws them.
    pub warnings: Vec<Diagnostic>,
}

impl Pdf {
    /// What the site says of the file.
    #[must_use]
    pub fn carta(&self) -> Carta<'_> {
        Carta { pages: &self.pages, count: self.count, bytes: self.bytes.len() }
    }
}

/// A part of the plan to print alone (`--estratto ID`), with the numbers and the pages that it has in the whole.
#[derive(Debug, Clone, Copy)]
pub struct Part<'a> {
    /// A section with its subsections, or a card, a table, any block with an anchor. The id of a row or of a node of a
    /// tree stands for the block that holds it.
    pub id: &'a Id,
    /// The pages of the whole plan, for citations that leave the part.
    pub pages: &'a Pages,
}

/// What of a plan is printed.
#[derive(Clone, Copy)]
enum Printed<'a> {
    /// All of it, with its open data attached where the plan asks for it: the file that is kept.
    File,
    /// All of it, for who looks at the pages, which show no attached files.
    Pages,
    /// A part, as a document of its own.
    Part(&'a Part<'a>),
    /// Some of its pages.
    Stretch(&'a Stretch<'a>),
}

impl<'a> Printed<'a> {
    fn part(self) -> Option<&'a Part<'a>> {
        match self {
            Printed::Part(part) => Some(part),
            Printed::File | Printed::Pages | Printed::Stretch(_) => None,
        }
    }

    fn stretch(self) -> Option<&'a Stretch<'a>> {
        match self {
            Printed::Stretch(stretch) => Some(stretch),
            Printed::File | Printed::Pages | Printed::Part(_) => None,
        }
    }
}

/// Sets the pages and exports the file.
///
/// # Errors
/// When typst refuses the pages or the export: an error of ours or of the layouts, with the author's place when known.
pub fn render(document: &Document, layouts: &Layouts, part: Option<&Part<'_>>) -> Result<Pdf, Vec<Diagnostic>> {
    typeset(document, layouts, part)?.export()
}

/// Pages that are set but not yet a file. Setting takes nine tenths of the time.
pub struct Typeset {
    document: PagedDocument,
    sources: Sources,
    /// Every place that has a name in the file, with that name.
    anchors: Vec<(Location, String)>,
    pages: Pages,
    warnings: Vec<Diagnostic>,
    ident: String,
    impronta: String,
    /// The words for each named destination, which screen readers say of the links to it.
    names: BTreeMap<String, String>,
    /// How many of the last pages are not of the plan.
    hidden: usize,
}

/// Set the pages.
///
/// # Errors
/// When typst refuses them, or when citations and pages do not settle.
pub fn typeset(document: &Document, layouts: &Layouts, part: Option<&Part<'_>>) -> Result<Typeset, Vec<Diagnostic>> {
    Typesetter::default().typeset(document, layouts, part)
}

/// Sets the pages of a plan again after each edit. What typst remembers of the last time depends on the places in the
/// generated text too. So files are edited where they change, and the rest of each file keeps its places.
#[derive(Default)]
pub struct Typesetter {
    known: HashMap<FileId, Source>,
}

impl Typesetter {
    /// Set the pages.
    ///
    /// # Errors
    /// As [`typeset`].
    pub fn typeset(
        &mut self,
        document: &Document,
        layouts: &Layouts,
        part: Option<&Part<'_>>,
    ) -> Result<Typeset, Vec<Diagnostic>> {
        self.set(document, layouts, part.map_or(Printed::File, Printed::Part))
    }

    /// Set the pages for who looks at them.
    ///
    /// # Errors
    /// As [`typeset`].
    pub fn pages(&mut self, document: &Document, layouts: &Layouts) -> Result<Sheets, Vec<Diagnostic>> {
        Ok(Sheets::new(Arc::new(self.set(document, layouts, Printed::Pages)?)))
    }

    /// Set alone the pages of the chapter at place `chapter`, and put them among those of `before`. The numbers of the pages, and those
    /// that they cite, are of when the whole was set. None when these pages cannot be set alone.
    pub fn stretch(
        &mut self,
        document: &Document,
        layouts: &Layouts,
        chapter: usize,
        before: &Sheets,
    ) -> Option<Sheets> {
        let stretch = Stretch::around(document, chapter, before.whole())?;
        // What is wrong with them is told when the whole is set.
        let set = self.set(document, layouts, Printed::Stretch(&stretch)).ok()?;
        Some(before.with(stretch.pages.clone(), set))
    }

    fn set(
        &mut self,
        document: &Document,
        layouts: &Layouts,
        printed: Printed<'_>,
    ) -> Result<Typeset, Vec<Diagnostic>> {
        let sources = Sources::new(document, layouts, printed, &mut self.known).map_err(|error| vec![*error])?;
        if printed.stretch().is_none() {
            self.known.retain(|file, _| sources.maps.contains_key(file));
        }
        set(document, sources, printed)
    }
}

fn set(document: &Document, sources: Sources, printed: Printed<'_>) -> Result<Typeset, Vec<Diagnostic>> {
    let result = typst::compile::<PagedDocument>(&sources.files);
    let mut warnings: Vec<Diagnostic> = vec![];
    let mut errors: Vec<Diagnostic> = vec![];
    for warning in &result.warnings {
        // Pages that do not converge may show wrong page numbers, so this is an error.
        if warning.message.contains("did not converge") {
            errors.push(sources.explain(warning));
        } else {
            warnings.push(Diagnostic { severity: Severity::Avviso, ..sources.explain(warning) });
        }
    }
    let pages = match result.output {
        Ok(pages) if errors.is_empty() => pages,
        Ok(_) => return Err(errors),
        Err(refused) => {
            errors.extend(refused.iter().map(|error| sources.explain(error)));
            return Err(merge(errors));
        }
    };
    let lost = overflow::lost(&pages, sources.foot);
    if !lost.is_empty() {
        let marks = sources.files.marks(sources.maps.keys());
        return Err(merge(lost.iter().map(|lost| sources.lost(lost, &marks)).collect()));
    }
    let anchors = anchors(&pages);
    let places: BTreeMap<String, u32> = anchors
        .iter()
        .filter_map(|(location, name)| {
            let page = pages.introspector().position(*location)?.page;
            Some((name.clone(), u32::try_from(page.get()).ok()?))
        })
        .collect();
    let numbers = places.iter().filter_map(|(name, page)| Some((Id::new(name)?, *page))).collect();
    let ident = format!("piao {} {}", document.meta.ente, printed.part().map_or("", |part| part.id.as_str()));
    let impronta = document.meta.impronta.clone();
    let names = names::names(document, &places);
    Ok(Typeset {
        document: pages,
        sources,
        anchors,
        pages: numbers,
        warnings: merge(warnings),
        ident,
        impronta,
        names,
        hidden: usize::from(printed.stretch().is_some()),
    })
}

impl Typeset {
    /// The page on which each anchored thing begins.
    #[must_use]
    pub fn pages(&self) -> &Pages {
        &self.pages
    }

    /// How many pages there are.
    #[must_use]
    pub fn count(&self) -> u32 {
        u32::try_from(self.document.pages().len()).unwrap_or(u32::MAX)
    }

    /// Write the file.
    ///
    /// # Errors
    /// When the pages hold something that PDF/UA-1 or PDF/A refuse: a character that no font has, a broken picture.
    pub fn export(self) -> Result<Pdf, Vec<Diagnostic>> {
        // PDF/A-3 allows attached files, PDF/A-2 does not.
        let archive = if self.sources.attached { PdfStandard::A_3a } else { PdfStandard::A_2a };
        let standards = PdfStandards::new(&[PdfStandard::Ua_1, archive])
            .map_err(|error| vec![Diagnostic::global(P0901, format!("{FAILED}: {}", error.message()))])?;
        let options = PdfOptions {
            ident: Smart::Custom(self.ident.clone()),
            creator: Smart::Custom(Some(concat!("piao ", env!("CARGO_PKG_VERSION")).to_owned())),
            // The layout sets the date of the plan, so none is taken from the clock.
            timestamp: None,
            page_ranges: None,
            standards,
            tagged: true,
            pretty: false,
        };
        // `typst_pdf::pdf` names only headings. This function takes a list, so that rows and figures have names too.
        let names: Vec<_> = self.anchors.iter().map(|(location, name)| (*location, name.as_str().into())).collect();
        let introspector: &dyn Introspector = self.document.introspector().as_ref();
        let resolver = LateLinkResolver::new(None, introspector);
        let mut bytes = typst_pdf::pdf_in_bundle(&self.document, &options, &names, resolver.track())
            .map_err(|errors| merge(errors.iter().map(|error| self.sources.explain(error)).collect()))?;
        let count = self.count();
        let Typeset { document, sources, pages, mut warnings, impronta, names, .. } = self;
        // The pages take the most memory. They are dropped before a second copy of the file is made.
        drop((document, sources));
        if !pack::stamp(&mut bytes, &impronta) {
            warnings.push(
                Diagnostic::global(P0907, "il PDF non porta fra le parole chiave l’impronta del contenuto")
                    .note("`piao impronta` e `piao verifica` non la troveranno")
                    .help("in un’impaginazione propria, `set document` deve avere `keywords: dati.parole`"),
            );
        }
        let bytes = pack::pack(&bytes, &names).unwrap_or_else(|| {
            warnings.push(
                Diagnostic::global(P0906, "il PDF è giusto, ma più grande e meno accessibile del dovuto")
                    .note("il file non ha la forma attesa: le sue parti non si sono compresse, né i collegamenti dicono dove portano")
                    .help("è un difetto di piao: segnalalo a chi lo mantiene"),
            );
            bytes
        });
        Ok(Pdf { bytes, pages, count, warnings })
    }

    /// The text of each page in reading order, with one line of text for each line of the page.
    #[must_use]
    pub fn page_texts(&self) -> Vec<String> {
        self.document.pages().iter().map(|page| frame_text(&page.frame)).collect()
    }
}

/// The places that the plan names, and the listed tables and figures without an id, in reading order. Our other names,
/// which have a colon, stay out of the file.
fn anchors(pages: &PagedDocument) -> Vec<(Location, String)> {
    let labelled = pages.introspector().query_labelled();
    labelled
        .iter()
        .filter_map(|element| {
            let label = element.label()?.resolve();
            let name = label.as_str();
            let known = Id::new(name).is_some() || names::LISTED.iter().any(|kind| name.starts_with(kind));
            known.then(|| Some((element.location()?, name.to_owned())))?
        })
        .collect()
}

/// What typst reads, and what links it back to the sources of the plan.
struct Sources {
    files: world::Files,
    maps: HashMap<FileId, Vec<(usize, Span)>>,
    /// The parts of drawings that are written at places of their own, by the name of the drawing inside typst.
    rows: HashMap<String, Vec<drawing::Row>>,
    /// The chapters of the whole plan that begin a page.
    starts: Vec<Id>,
    /// Whether there are files to put inside the PDF.
    attached: bool,
    /// Height of the margin below the text, in points.
    foot: f64,
}

/// The message of every failure of the typesetter.
const FAILED: &str = "la composizione della pagina non è riuscita";

impl Sources {
    /// `known`: the generated files as they were last written, and then as they are now.
    fn new(
        document: &Document,
        layouts: &Layouts,
        printed: Printed<'_>,
        known: &mut HashMap<FileId, Source>,
    ) -> Result<Self, Box<Diagnostic>> {
        let misure = measure::Misure::read(layouts)?;
        let mut written = write::write(document, &misure, printed)?;
        let main = written.files.first().map_or(write::MAIN, |main| main.path.as_str());
        let mut files = world::Files::new(layouts, main)?;
        // Only the whole plan carries the data, because it is the file that is kept. The others are only read.
        let kept = matches!(printed, Printed::File);
        let attached = if document.meta.allega_dati && kept { dati::allegati(document)? } else { vec![] };
        if let Some(main) = written.files.first_mut() {
            main.text.push_str(&write::attach(attached.iter().map(|(file, _)| file)));
        }
        let inside = !attached.is_empty();
        for (file, bytes) in attached {
            files.add_file(&format!("/{}", file.nome()), bytes.into())?;
        }
        files.add_file("/colori.toml", colori(document.meta.colori).into_bytes().into())?;
        for (key, path) in &written.images {
            if let Some(asset) = document.assets.get(key) {
                files.add_file(path, asset.bytes.clone())?;
            }
        }
        let mut rows = HashMap::new();
        for (path, picture) in written.drawings {
            files.add_file(&path, picture.svg.into_bytes().into())?;
            if !picture.rows.is_empty() {
                rows.insert(path, picture.rows);
            }
        }
        let mut maps = HashMap::new();
        for file in written.files {
            let id = files.add_source(&file.path, file.text, known)?;
            maps.insert(id, file.map);
        }
        Ok(Sources { files, maps, rows, starts: written.starts, attached: inside, foot: misure.pagina.margine_basso })
    }

    /// The place in the sources of the words at `byte` of a generated file.
    fn author(&self, file: FileId, byte: usize) -> Option<Span> {
        let map = self.maps.get(&file)?;
        let at = map.partition_point(|(start, _)| *start <= byte);
        map.get(at.checked_sub(1)?).map(|(_, span)| *span)
    }

    /// The place where a picture is first shown. Errors that typst finds inside a picture have no other place.
    fn shown(&self, picture: FileId) -> Option<Span> {
        let call = format!("image(\"{}\"", picture.vpath().get_with_slash());
        let calls = self.maps.keys().filter_map(|file| {
            let byte = self.files.source(*file).ok()?.text().find(&call)?;
            self.author(*file, byte)
        });
        calls.min()
    }

    /// The diagnostic for words that no page shows.
    fn lost(&self, lost: &overflow::Lost, marks: &HashMap<Mark, Range<usize>>) -> Diagnostic {
        let words: String = lost.words.chars().take(60).collect();
        let cut = if words.len() < lost.words.len() { "…" } else { "" };
        let mut diagnostic =
            Diagnostic::global(P0910, format!("«{words}{cut}» uscirebbe dalla pagina {} del PDF", lost.page))
                .note("sta in una cosa che non si divide fra due pagine, ed è più alta o più larga di una pagina")
                .help("accorcia quel testo, o dividilo in più righe, celle o capoversi");
        if let (Some(id), Some(range)) = (lost.span.id(), marks.get(&lost.span)) {
            diagnostic.span = self.author(id, range.start);
        }
        diagnostic
    }

    /// A message of typst in our words. Its place is that of the author if it comes from a text, and that in the layout if
    /// it comes from a layout.
    fn explain(&self, error: &SourceDiagnostic) -> Diagnostic {
        let mut diagnostic = Diagnostic::global(P0901, format!("{FAILED}: {}", error.message));
        let trace = error.trace.iter().map(|point| point.span.into());
        let mut layout = None;
        for span in std::iter::once(error.span).chain(trace) {
            let (Some(id), Some(range)) = (span.id(), self.files.range(span)) else { continue };
            if self.maps.contains_key(&id) {
                diagnostic.span = diagnostic.span.or_else(|| self.author(id, range.start));
            } else if let Some(author) = self.shown(id) {
                diagnostic.span = diagnostic.span.or(Some(author));
            } else if layout.is_none() {
                layout = self.files.source(id).ok().and_then(|source| place(id, &source, range.start));
            }
        }
        if let Some(place) = layout {
            diagnostic = diagnostic.note(format!("nell’impaginazione, {place}"));
        }
        for hint in &error.hints {
            diagnostic = diagnostic.note(format!("typst: {}", hint.v));
        }
        diagnostic.help("è un errore di piao o dell’impaginazione: segnalalo")
    }
}

/// The colours of the body, as `layouts/pdf/stile.typ` reads them.
fn colori(colori: Colori) -> String {
    format!("primario = \"{}\"\ntitoli = \"{}\"\n", colori.primario, colori.titoli)
}

/// A place in a file of typst, as in `layouts/pdf/tabella.typ:12:3`.
fn place(id: FileId, source: &Source, byte: usize) -> Option<String> {
    let (line, column) = source.lines().byte_to_line_column(byte)?;
    let path = id.vpath().get_with_slash();
    Some(format!("{}:{}:{}", path.trim_start_matches('/'), line + 1, column + 1))
}

/// Keeps each message once, at its first place: a layout that fails on every row is reported once.
fn merge(all: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut seen = BTreeSet::new();
    all.into_iter().filter(|diagnostic| seen.insert((diagnostic.message.clone(), diagnostic.notes.clone()))).collect()
}

// --- Text of a page ---

/// The text of a frame. A line begins where a run of glyphs goes back to the left or is on another baseline. A gap in a
/// line is a blank.
fn frame_text(frame: &Frame) -> String {
    struct Reader {
        out: String,
        /// Where the last run ended: right edge and baseline.
        at: Option<(f64, f64)>,
    }
    fn go(frame: &Frame, transform: Transform, reader: &mut Reader) {
        for (position, item) in frame.items() {
            match item {
                FrameItem::Group(group) => {
                    let moved =
                        transform.pre_concat(Transform::translate(position.x, position.y)).pre_concat(group.transform);
                    go(&group.frame, moved, reader);
                }
                FrameItem::Text(text) => {
                    let point = Point::new(position.x, position.y).transform(transform);
                    let (x, y, size) = (point.x.to_pt(), point.y.to_pt(), text.size.to_pt());
                    if let Some((right, baseline)) = reader.at {
                        if (baseline - y).abs() >= size * 0.6 || x <= right - size {
                            reader.out.push('\n');
                        } else if x > right + size * 0.12 && !reader.out.ends_with(' ') {
                            reader.out.push(' ');
                        }
                    }
                    reader.out.push_str(&text.text);
                    reader.at = Some((x + text.width().to_pt(), y));
                }
                FrameItem::Shape(..) | FrameItem::Image(..) | FrameItem::Link(..) | FrameItem::Tag(_) => {}
            }
        }
    }
    let mut reader = Reader { out: String::new(), at: None };
    go(frame, Transform::identity(), &mut reader);
    let lines: Vec<&str> = reader.out.lines().map(str::trim_end).collect();
    lines.join("\n").replace('\u{200B}', "")
}
