//! Writes the document as calls of layout functions: one generated file for each chapter, with a map from its bytes to the
//! words of the authors. Texts become string literals, so typst never takes an author's text for code. The look is in
//! `layouts/pdf/`, and sizes are computed in [`super::measure`].

mod blocks;
mod card;
mod citations;
mod figures;
mod inlines;
mod literals;
mod pages;
mod table;

use self::inlines::is_rich;
use self::literals::{pieces, quote, yielding};
use super::measure::{self, Misure, Run};
use super::scope::{Scope, asked, count, printed as all_ids};
use super::stretch::{self, Stretch};
use super::{Part, Printed};
use crate::base::hash;
use crate::base::span::Span;
use crate::base::text::nascosto;
use crate::diag::Diagnostic;
use crate::document::impronta::{FORMA, SEGNAPOSTO};
use crate::document::{Block, Document, Inline, Note, Section, plain};
use crate::emit::dati::{self, Risorsa};
use crate::emit::drawing::Picture;
use crate::emit::stringhe;
use crate::emit::text::{Face, clean, or, unseen};
use crate::piano::element::id::Id;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use unicode_normalization::char::is_combining_mark;

pub use self::citations::WHERE_CITED;

/// A generated file.
pub(super) struct File {
    /// Its name inside typst.
    pub(super) path: String,
    /// Its text.
    pub(super) text: String,
    /// From each byte on, the place in the sources of the words that follow. Sorted by byte.
    pub(super) map: Vec<(usize, Span)>,
}

/// Everything typst needs, as text.
pub(super) struct Written {
    /// The main file first.
    pub(super) files: Vec<File>,
    /// Names of the images inside typst, by key of `Document::assets`.
    pub(super) images: BTreeMap<String, String>,
    /// Drawings, each with its name inside typst.
    pub(super) drawings: Vec<(String, Picture)>,
    /// The chapters of the whole plan that begin a page.
    pub(super) starts: Vec<Id>,
}

/// The main generated file.
pub(super) const MAIN: &str = "/piano.typ";

/// The same for a stretch. It has a name of its own, so that typst finds again what it remembers of each.
pub(super) const STRETCH: &str = "/tratto.typ";

/// The generated files of what is `printed` of `document`.
pub(super) fn write(document: &Document, misure: &Misure, printed: Printed<'_>) -> Result<Written, Box<Diagnostic>> {
    let cure = "aggiungi in una sezione la vista che lo mostra, o chiedi l’estratto di una sezione";
    let part = printed.part();
    let scope = asked(document, part.map(|part| part.id), cure)?;
    // An image keeps its name when another is added before it. typst would lay out again whatever has a new name.
    let images = document
        .assets
        .iter()
        .map(|(key, asset)| {
            let name: String = hash::file(key.as_bytes()).chars().take(16).collect();
            (key.clone(), format!("/immagini/{name}.{}", asset.format))
        })
        .collect();
    // What stands before a stretch has its label there.
    let before = printed.stretch().map(|stretch| stretch.before(document)).unwrap_or_default();
    let mut writer = Writer {
        document,
        misure,
        part,
        images,
        drawings: vec![],
        chapter: ("", 0),
        running: String::new(),
        ids: Ids {
            printed: all_ids(&scope, document),
            alone: document
                .catalogo
                .iter()
                .enumerate()
                .filter(|(_, list)| list.sole)
                .flat_map(|(n, list)| list.voci.iter().map(move |voce| (&voce.id, n)))
                .collect(),
            labelled: before.clone(),
            reached: BTreeSet::new(),
            noted: BTreeSet::new(),
            under: None,
        },
        notes: BTreeMap::new(),
        levels: Levels {
            last: 0,
            shift: match &scope {
                Scope::Section(section) => Some(section.level.saturating_sub(1)),
                Scope::Blocks(..) => None,
                Scope::Whole => Some(0),
            },
        },
        frame: Frame {
            room: misure.width(),
            size: misure.testo.corpo,
            face: Face::Regular,
            flow: true,
            in_card: false,
            band: false,
            minute: false,
        },
        marks: Marks::default(),
        told: BTreeSet::new(),
        again: None,
        legend: vec![],
        bound: false,
        remarked: false,
        long_above: false,
        silent: 0,
        out: String::new(),
        map: vec![],
    };
    let mut main = String::new();
    let mut files = vec![];
    let mut begun = vec![];
    writer.prelude();
    main.push_str(&writer.take().text);
    match printed {
        Printed::Stretch(stretch) => {
            let chapters = document.sections.get(stretch.chapters.clone()).unwrap_or_default();
            files.extend(chapters.iter().map(|section| writer.chapter(section, &section.blocks, true)));
            writer.stretch(stretch, chapters, &before);
            main.push_str(&writer.take().text);
        }
        Printed::File | Printed::Pages | Printed::Part(_) => {
            writer.opening(&scope);
            main.push_str(&writer.take().text);
            let chapters: Vec<(&Section, &[Block], bool)> = match &scope {
                Scope::Whole => document.sections.iter().map(|s| (s, s.blocks.as_slice(), true)).collect(),
                Scope::Section(section) => vec![(*section, section.blocks.as_slice(), true)],
                Scope::Blocks(section, blocks) => vec![(*section, *blocks, false)],
            };
            let contents = !matches!(scope, Scope::Blocks(..));
            // In an extract nothing stands before it.
            let starts = if matches!(scope, Scope::Whole) { stretch::starts(document) } else { vec![] };
            for (n, (section, blocks, whole)) in chapters.into_iter().enumerate() {
                files.push(writer.chapter(section, blocks, whole));
                if starts.contains(&n) {
                    begun.push(section.id.clone());
                    writer.push("]\n#l.pagine[\n");
                } else if contents || n > 0 {
                    writer.push("#l.segue-capitolo\n");
                }
                writer.include(section);
                main.push_str(&writer.take().text);
            }
            if matches!(scope, Scope::Whole) {
                if !document.meta.citato_in {
                    writer.where_cited();
                }
                main.push_str(&writer.take().text);
                // Only the last page prints the fingerprint. Among the values that every page gets it would change every page.
                let _ =
                    writeln!(main, "#l.colophon(dati + (impronta: \"{}\", forma: {FORMA}))", document.meta.impronta);
            }
            main.push_str("]\n");
        }
    }
    let path = if printed.stretch().is_some() { STRETCH } else { MAIN };
    files.insert(0, File { path: path.to_owned(), text: main, map: vec![] });
    Ok(Written { files, images: writer.images, drawings: writer.drawings, starts: begun })
}

/// The generated file of a chapter.
fn path(section: &Section) -> String {
    format!("/testo/{}.typ", section.id)
}

/// The calls that attach files of the open data to the PDF. Each has its name in the folder of the data, its type and a
/// description, without which PDF/A-3 refuses it. Its date is that of the document.
pub(super) fn attach<'a>(files: impl Iterator<Item = &'a Risorsa>) -> String {
    let mut out = String::new();
    for file in files {
        let description = format!("{} ({}). {}", file.titolo, file.formato.sigla(), file.descrizione);
        out.push_str("#pdf.attach(");
        quote(&mut out, &format!("/{}", file.nome()));
        out.push_str(", relationship: \"data\", mime-type: ");
        quote(&mut out, file.formato.media());
        out.push_str(", description: ");
        quote(&mut out, stringhe::tagliata(&clean(&description).collect::<String>()));
        out.push_str(")\n");
    }
    out
}

/// The most blanks, and the most characters without width, that are set in a row. More would make an endless line, and
/// typst keeps the place of a glyph in its line in 16 bits. Nobody sees those that are left out.
const BLANKS: usize = 1_000;
const SIGNS: usize = 60;

/// Writes calls into `out`. What changes on the way down (`frame`, `marks`) is put back on the way up.
struct Writer<'a> {
    document: &'a Document,
    misure: &'a Misure,
    part: Option<&'a Part<'a>>,
    images: BTreeMap<String, String>,
    drawings: Vec<(String, Picture)>,
    ids: Ids<'a>,
    /// The title of the chapter at hand, for the running heads.
    running: String,
    /// The chapter being written, and how many drawings the chapters before it have.
    chapter: (&'a str, usize),
    /// Footnotes of the section at hand, by number.
    notes: BTreeMap<u32, &'a Note>,
    levels: Levels,
    frame: Frame,
    marks: Marks,
    /// The remarks under the tables of the section at hand. Paper prints each once; the site may show a card by itself.
    told: BTreeSet<String>,
    /// The height, in points, of the drawing that says again the next table, if there is one.
    again: Option<f64>,
    /// The remarks that the caption of the next table takes.
    legend: Vec<&'a [Inline]>,
    /// Whether the last block stays on the page of the next one, and with it a remark between the two.
    bound: bool,
    /// Whether a remark follows the block at hand.
    remarked: bool,
    /// Whether a table that may go on over pages stands before the block at hand, in this chapter.
    long_above: bool,
    /// How many characters that print nothing are at the end of what is written.
    silent: usize,
    out: String,
    map: Vec<(usize, Span)>,
}

/// The ids that links can reach, and those that already have a label.
struct Ids<'a> {
    /// The ids of what is printed. A citation of any other id has no link.
    printed: BTreeSet<&'a Id>,
    /// The ids of the things that can be read alone, each with the number of its list.
    alone: BTreeMap<&'a Id, usize>,
    /// The ids that already have a label. With a second label typst would refuse every link to them.
    labelled: BTreeSet<&'a Id>,
    /// The ids to which links lead.
    reached: BTreeSet<Id>,
    /// The footnotes already printed. Further marks refer to them.
    noted: BTreeSet<u32>,
    /// The notes that are called later than where their marks stand: after a table that does not break, or with the total after their row.
    under: Option<Vec<&'a Note>>,
}

/// The levels of the headings.
struct Levels {
    /// The level of the last heading, 0 before the first. PDF/UA refuses a heading that skips a level.
    last: u8,
    /// How many levels an extract takes away. It is unknown until the first heading of the part, which becomes of the first
    /// level.
    shift: Option<u8>,
}

/// The place around the text being written.
struct Frame {
    /// Its width, in points.
    room: f64,
    /// The size of its letters, in points.
    size: f64,
    face: Face,
    /// Whether the text is in the plain flow of the page, where a page can be turned on its side.
    flow: bool,
    /// Whether it is under the title of a card.
    in_card: bool,
    /// Whether a title is written that stands on a band.
    band: bool,
    /// Inside a list that says again what is drawn.
    minute: bool,
}

/// What is not allowed in the words being written.
#[derive(Default)]
struct Marks {
    /// The words are in a link, and links do not nest.
    in_link: bool,
    /// The words are struck, and cannot be struck or underlined again.
    struck: bool,
    /// In a row of a table with a column of pages: the things whose pages are told there.
    paged: Vec<Id>,
    /// In a table without such a column: the things whose pages were said in it.
    told: Option<BTreeSet<Id>>,
    /// The words head a group of rows, where no page is said.
    heading: bool,
    /// Only words are wanted (bookmarks, lists of tables): no links, notes, pictures.
    flat: bool,
    /// Citations do not say their page.
    quiet: bool,
    /// The words are in a cell with a ground of its own.
    tinted: bool,
}

impl<'a> Writer<'a> {
    fn push(&mut self, text: &str) {
        self.out.push_str(text);
    }

    /// Takes what is written so far as a file that has no name yet.
    fn take(&mut self) -> File {
        File { path: String::new(), text: std::mem::take(&mut self.out), map: std::mem::take(&mut self.map) }
    }

    /// Records that what follows are the words of `span`.
    fn mark(&mut self, span: Span) {
        self.map.push((self.out.len(), span));
    }

    /// `text` as a string in code.
    fn literal(&mut self, text: &str) {
        let pieces = pieces(text);
        if pieces.len() == 1 {
            quote(&mut self.out, text);
        } else {
            self.push("(");
            for (n, piece) in pieces.iter().enumerate() {
                self.push(if n > 0 { " + " } else { "" });
                quote(&mut self.out, piece);
            }
            self.push(")");
        }
    }

    /// `text` without the characters that print nothing after the first [`BLANKS`] or [`SIGNS`] in a row. The row may have
    /// begun in the words before.
    fn thinned<'t>(&mut self, text: &'t str) -> Cow<'t, str> {
        let before = self.silent;
        let kept = |run: &mut usize, c: char| {
            let none = is_combining_mark(c) || nascosto(c) || c == '\u{AD}';
            *run = if none || c.is_whitespace() { *run + 1 } else { 0 };
            *run <= if none { SIGNS } else { BLANKS }
        };
        // All characters must be counted, even after the first that is left out.
        if text.chars().filter(|c| !kept(&mut self.silent, *c)).count() == 0 {
            return Cow::Borrowed(text);
        }
        let mut run = before;
        Cow::Owned(text.chars().filter(|c| kept(&mut run, *c)).collect())
    }

    /// `text` as words in markup.
    fn words(&mut self, text: &str) {
        let text = &*self.thinned(text);
        for run in measure::fit(text, self.prose() / self.frame.size, self.frame.face) {
            match run {
                Run::Text(text) => {
                    for piece in pieces(&text) {
                        // In an address the kerning of the font would join the bars.
                        let address = piece.contains("://");
                        for (n, part) in yielding(piece).enumerate() {
                            self.push(if n > 0 { "#l.cedi;#" } else { "#" });
                            self.push(if address { "l.indirizzo(" } else { "" });
                            quote(&mut self.out, part);
                            self.push(if address { ");" } else { ";" });
                        }
                    }
                }
                Run::Word(word) => {
                    self.push("#l.sillabe(");
                    quote(&mut self.out, word);
                    self.push(");");
                }
            }
        }
    }

    /// `text` as code, in a place that takes `room` ems.
    fn code(&mut self, text: &str, room: f64) -> String {
        let mut fitted = String::with_capacity(text.len());
        let text = &*self.thinned(text);
        for run in measure::fit(text, room, Face::Mono) {
            match run {
                Run::Text(text) => fitted.push_str(&text),
                // Code is not hyphenated, because readers would copy a hyphen that is not part of it.
                Run::Word(word) => fitted.extend(word.chars().flat_map(|c| [c, '\u{200B}'])),
            }
        }
        fitted
    }

    fn option(&mut self, name: &str, text: Option<&str>) {
        if let Some(text) = text {
            let _ = write!(self.out, "{name}: ");
            self.literal(text);
            self.push(", ");
        }
    }

    /// The width of running text here. In the plain flow it is less than that of the page, which tables, drawings and cards have.
    fn prose(&self) -> f64 {
        if self.frame.flow { self.frame.room.min(self.misure.testo.giustezza) } else { self.frame.room }
    }

    /// Runs `inner` with another width, outside the plain flow.
    fn inside(&mut self, room: f64, inner: impl FnOnce(&mut Self)) {
        // In very deep nesting no width is left. Words then break every few characters, but stay on the page.
        let before =
            (std::mem::replace(&mut self.frame.room, room.max(40.0)), std::mem::replace(&mut self.frame.flow, false));
        inner(self);
        (self.frame.room, self.frame.flow) = before;
    }

    // --- The frame: metadata, cover, contents ---

    fn prelude(&mut self) {
        let meta = &self.document.meta;
        self.push("#import \"/layouts/pdf/main.typ\" as l\n#let dati = (\n");
        let date = meta.giorno();
        let (nome, corrente) = (meta.nome(), meta.corrente());
        let texts = [
            ("titolo", or(&meta.titolo, "Piano")),
            ("nome", or(&nome, "Piano")),
            ("corrente", or(&corrente, "Piano")),
            ("periodo", &meta.periodo),
            ("ente", &meta.ente),
            ("stato", meta.stato.label()),
            ("descrizione", &meta.descrizione),
        ];
        for (name, text) in texts {
            let _ = write!(self.out, "  {name}: ");
            self.literal(text);
            self.push(",\n");
        }
        let options = [
            ("allegato", meta.allegato.clone()),
            ("stemma", meta.stemma.as_ref().and_then(|key| self.images.get(key)).cloned()),
            ("stemma-detto", meta.stemma.as_ref().map(|_| meta.stemma_detto())),
            ("avvertenza", meta.avvertenza.clone()),
            ("sito", meta.sito.clone()),
            ("indirizzo", meta.indirizzo.clone()),
            ("organo", meta.organo.clone()),
            ("estratto", self.part.map(|part| self.extract_words(part))),
        ];
        for (name, text) in options {
            let _ = write!(self.out, "  {name}: ");
            match text {
                Some(text) => self.literal(&text),
                None => self.push("none"),
            }
            self.push(",\n");
        }
        let _ = writeln!(self.out, "  licenza: (\"{}\", \"{}\"),\n  contatti: (", dati::CC_BY_NOME, dati::CC_BY);
        for (nome, valore) in &meta.contatti {
            self.push("    (");
            self.literal(nome);
            self.push(", ");
            self.literal(valore);
            self.push("),\n");
        }
        self.push("  ),\n  parole: (");
        // All pages depend on the keywords, and the fingerprint changes at every edit. So a placeholder is written here,
        // and replaced when the file is packed.
        for word in meta.parole_chiave.iter().map(String::as_str).chain([SEGNAPOSTO]) {
            self.literal(word);
            self.push(", ");
        }
        let _ = write!(
            self.out,
            "),\n  data: datetime(year: {}, month: {}, day: {}),\n  data-lunga: ",
            date.anno(),
            date.mese(),
            date.giorno()
        );
        self.literal(&date.lunga());
        let _ = write!(self.out, ",\n  bozza: {},\n)\n#show: l.piano.with(dati)\n", meta.bozza);
    }

    /// The cover, and the contents where there are any.
    fn opening(&mut self, scope: &Scope<'a>) {
        let meta = &self.document.meta;
        self.push("#l.copertina(dati)\n#l.pagine[\n");
        let blocks = matches!(scope, Scope::Blocks(..));
        if !blocks {
            let counts = count(scope, self.document);
            let _ = writeln!(
                self.out,
                "#l.indice(tabelle: {}, figure: {})",
                meta.elenco_tabelle && counts.0 > 0,
                meta.elenco_figure && counts.1 > 0
            );
        }
    }

    /// The words that name an extract, such as `sezione 2.2, Performance (pag. 12 del piano)`.
    fn extract_words(&self, part: &Part<'_>) -> String {
        let mut words = match self.document.targets.get(part.id) {
            Some(target) => match &target.title {
                Some(title) => format!("{}, {title}", target.label),
                None => target.label.clone(),
            },
            None => part.id.to_string(),
        };
        if let Some(page) = part.pages.get(part.id) {
            let _ = write!(words, " (pag.\u{A0}{page} del piano)");
        }
        words
    }

    // --- Sections and blocks ---

    /// The file of a chapter, or of some blocks of it.
    fn chapter(&mut self, section: &'a Section, blocks: &'a [Block], whole: bool) -> File {
        self.chapter = (section.id.as_str(), self.drawings.len());
        self.long_above = false;
        self.push("#import \"/layouts/pdf/main.typ\" as l\n");
        if whole {
            self.section(section);
        } else {
            self.notes = section.note_per_numero();
            self.blocks(blocks);
        }
        File { path: path(section), ..self.take() }
    }

    fn include(&mut self, section: &Section) {
        self.push("#include ");
        self.literal(&path(section));
        self.push("\n");
    }

    /// Some chapters, whose files are written, as the whole plan has them. `before`: the ids of what stands before them.
    fn stretch(&mut self, stretch: &Stretch<'_>, chapters: &'a [Section], before: &BTreeSet<&'a Id>) {
        let _ = write!(self.out, "#l.tratto({}, {}, (", stretch.pages.start, stretch.of);
        for id in std::mem::take(&mut self.ids.reached) {
            let here = self.ids.labelled.contains(&id) && !before.contains(&id);
            if let Some(page) = stretch.page(&id).filter(|_| !here) {
                let _ = write!(self.out, "(\"{id}\", {page}), ");
            }
        }
        self.push("))[\n");
        for (n, section) in chapters.iter().enumerate() {
            self.push(if n > 0 { "#l.segue-capitolo\n" } else { "" });
            self.include(section);
        }
        self.push("]\n");
    }

    fn section(&mut self, section: &'a Section) {
        self.mark(section.span);
        let level = self.next_level(section.level);
        self.push(if section.frontespizio { "#l.pagina-nuova\n" } else { "" });
        self.begin(section);
        self.frame.band = section.frontespizio;
        self.heading(level, section.number.as_deref(), Some(&section.id), &Title::Plain(&section.title), true);
        self.frame.band = false;
        if let Some(referente) = section.referente.as_deref().filter(|r| !r.trim().is_empty()) {
            self.push("#l.referente(");
            self.literal(referente);
            self.push(")\n");
        }
        // It is under the heading, as on the site. At the end of the section it would seem to be about the last card.
        self.cited_under_heading(&section.id);
        self.notes = section.note_per_numero();
        self.told.clear();
        self.blocks(&section.blocks);
        for child in &section.children {
            self.section(child);
        }
    }

    /// Tells the running heads that a chapter begins, or a section of its.
    fn begin(&mut self, section: &'a Section) {
        if section.level > 2 {
            return;
        }
        self.push("#l.comincia(");
        if section.level == 2 && !self.running.is_empty() {
            let chapter = self.running.clone();
            self.literal(&chapter);
            self.push(", sezione: ");
        } else {
            self.running = section.heading();
        }
        self.literal(&section.heading());
        self.push(")\n");
    }

    /// The level of a heading in print. It moves up in an extract, is at most one more than the last, and at most 6.
    fn next_level(&mut self, wanted: u8) -> u8 {
        let shift = *self.levels.shift.get_or_insert(wanted.saturating_sub(1));
        self.levels.last = wanted.saturating_sub(shift).clamp(1, 6).min(self.levels.last + 1);
        self.levels.last
    }

    fn heading(&mut self, level: u8, number: Option<&str>, anchor: Option<&'a Id>, title: &Title<'a>, listed: bool) {
        let _ = write!(self.out, "#l.titolo({level}, ");
        if self.frame.in_card {
            self.push("minore: true, ");
        }
        if self.frame.band {
            self.push("frontespizio: true, ");
        }
        self.option("numero", number.map(str::trim).filter(|n| !n.is_empty()));
        self.id(anchor);
        if !listed {
            self.push("elencato: false, ");
        }
        let words = match title {
            Title::Plain(words) => (*words).to_owned(),
            Title::Rich(content) => plain(content),
        };
        // PDF/UA refuses a heading without words, and a bookmark would have no name.
        let empty = unseen(&words);
        match title {
            _ if empty => self.push(")[#\"(senza titolo)\"]\n"),
            Title::Plain(words) => {
                self.push(")[");
                self.words(words);
                self.push("]\n");
            }
            Title::Rich(content) if is_rich(content) => {
                self.push("esteso: [");
                self.inlines(content);
                self.push("])[");
                self.flat(content);
                self.push("]\n");
            }
            Title::Rich(content) => {
                self.push(")[");
                self.inlines(content);
                self.push("]\n");
            }
        }
    }

    /// `id: "x", ` when the anchor is to become a label.
    fn id(&mut self, anchor: Option<&'a Id>) {
        if let Some(id) = anchor
            && self.ids.printed.contains(id)
            && self.ids.labelled.insert(id)
        {
            let _ = write!(self.out, "id: \"{id}\", ");
        }
    }

    /// Writes a mark in the text when the anchor is to become a label.
    fn anchor(&mut self, anchor: Option<&'a Id>) {
        if let Some(id) = anchor
            && self.ids.printed.contains(id)
            && self.ids.labelled.insert(id)
        {
            let _ = write!(self.out, "#l.ancora(\"{id}\");");
        }
    }
}

/// The words of a heading.
enum Title<'a> {
    Plain(&'a str),
    Rich(&'a [Inline]),
}
