//! Writes the document as calls of layout functions: one generated file for each chapter, with a map from its bytes to the
//! words of the authors. Texts become string literals, so typst never takes an author's text for code. The look is in
//! `layouts/pdf/`, and sizes are computed in [`super::measure`].

use super::Part;
use super::measure::{self, Misure, Plan, Run, Words};
use super::scope::{Scope, count, find, printed};
use crate::base::hash;
use crate::base::span::Span;
use crate::base::text::{at_most, capital, nascosto, padded};
use crate::diag::Diagnostic;
use crate::diag::codes::P0905;
use crate::document::impronta::{FORMA, SEGNAPOSTO};
use crate::document::{
    Block, BlockKind, Card, Cell, Definition, Document, Drawing, DrawingKind, Field, Figure, Inline, Mark, Note, Posto,
    Row, Section, Table, TreeNode, Value, Vicina, places, plain,
};
use crate::emit::dati::{self, Risorsa};
use crate::emit::drawing::{self, Picture, Room};
use crate::emit::stringhe;
use crate::emit::text::{self, Face, clean};
use crate::piano::element::id::Id;
use crate::piano::element::row::Profile;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use unicode_normalization::char::is_combining_mark;

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
}

/// The main generated file.
pub(super) const MAIN: &str = "/piano.typ";

/// The generated files of `document`, or of the part that is asked for.
pub(super) fn write(document: &Document, misure: &Misure, part: Option<&Part<'_>>) -> Result<Written, Box<Diagnostic>> {
    let scope = match part {
        None => Scope::Whole,
        Some(part) => find(document, part.id).ok_or_else(|| {
            let words = format!("«{}» non è stampato in nessuna parte del piano", part.id);
            let cure = "aggiungi in una sezione la vista che lo mostra, o chiedi l’estratto di una sezione";
            Box::new(Diagnostic::global(P0905, words).help(cure))
        })?,
    };
    // An image keeps its name when another is added before it. typst would lay out again whatever has a new name.
    let images = document
        .assets
        .iter()
        .map(|(key, asset)| {
            let name: String = hash::file(key.as_bytes()).chars().take(16).collect();
            (key.clone(), format!("/immagini/{name}.{}", asset.format))
        })
        .collect();
    let mut writer = Writer {
        document,
        misure,
        part,
        images,
        drawings: vec![],
        chapter: ("", 0),
        running: String::new(),
        ids: Ids {
            printed: printed(&scope, document),
            alone: document
                .catalogo
                .iter()
                .enumerate()
                .filter(|(_, list)| list.sole)
                .flat_map(|(n, list)| list.voci.iter().map(move |voce| (&voce.id, n)))
                .collect(),
            labelled: BTreeSet::new(),
            noted: BTreeSet::new(),
            later: None,
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
        },
        marks: Marks::default(),
        told: BTreeSet::new(),
        again: None,
        bound: false,
        silent: 0,
        out: String::new(),
        map: vec![],
    };
    let mut main = String::new();
    writer.prelude(&scope);
    main.push_str(&writer.take().text);
    let mut files = vec![];
    let chapters: Vec<(&Section, &[Block], bool)> = match &scope {
        Scope::Whole => document.sections.iter().map(|s| (s, s.blocks.as_slice(), true)).collect(),
        Scope::Section(section) => vec![(*section, section.blocks.as_slice(), true)],
        Scope::Blocks(section, blocks) => vec![(*section, *blocks, false)],
    };
    // Estimated pages since the last chapter that began a page.
    let mut before = 0.0;
    let mut alone = false;
    let lengths: Vec<f64> = chapters.iter().map(|(section, ..)| pages_of(section)).collect();
    let parts = lengths.iter().sum::<f64>() >= LONG_PLAN;
    let contents = !matches!(scope, Scope::Blocks(..));
    for (n, ((section, blocks, whole), pages)) in chapters.into_iter().zip(lengths).enumerate() {
        let path = format!("/testo/{}.typ", section.id);
        writer.chapter = (section.id.as_str(), writer.drawings.len());
        writer.push("#import \"/layouts/pdf/main.typ\" as l\n");
        if whole {
            writer.section(section);
        } else {
            writer.notes = by_number(&section.notes);
            writer.blocks(blocks);
        }
        let mut file = writer.take();
        file.path.clone_from(&path);
        files.push(file);
        // In a long plan a long chapter after many pages begins one, and is laid out on another processor beside them. Any other would
        // leave the rest of a page blank for little, so it goes on where the one before ends.
        let long = parts && before >= LONG_CHAPTER && pages >= LONG_CHAPTER;
        // In an extract nothing stands before it.
        let begins = long || matches!(scope, Scope::Whole) && (section.apart || alone);
        alone = section.apart;
        before = if begins { pages } else { before + pages };
        if begins {
            writer.push("]\n#l.pagine[\n");
        } else if contents || n > 0 {
            writer.push("#l.segue-capitolo\n");
        }
        writer.push("#include ");
        writer.literal(&path);
        writer.push("\n");
        main.push_str(&writer.take().text);
    }
    if matches!(scope, Scope::Whole) {
        if !document.meta.citato_in {
            writer.where_cited();
        }
        main.push_str(&writer.take().text);
        // Only the last page prints the fingerprint. Among the values that every page gets it would change every page.
        let _ = writeln!(main, "#l.colophon(dati + (impronta: \"{}\", forma: {FORMA}))", document.meta.impronta);
    }
    main.push_str("]\n");
    files.insert(0, File { path: MAIN.to_owned(), text: main, map: vec![] });
    Ok(Written { files, images: writer.images, drawings: writer.drawings })
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

/// The title of the index of the citations.
pub const WHERE_CITED: &str = "Dove è citato";

/// The longest description of a card, in bytes, that stays with what follows it.
const SHORT: usize = 900;

/// The longest name, in characters, in the index of the citations: about a line of a column.
const ENTRY: usize = 48;

/// From how many lines on the index of the citations is a chapter.
const BRIEF: usize = 6;

/// From how many estimated pages on a plan is laid out in parts, on several processors.
const LONG_PLAN: f64 = 100.0;

/// From how many estimated pages on a chapter, or what comes before it, is long enough to be such a part.
const LONG_CHAPTER: f64 = 6.0;

/// How many rows of a table stay together at a break, on each side.
const TOGETHER: usize = 4;

/// Share of a page up to which a table with notes stays whole.
const NOTED: f64 = 0.5;

/// Share of a page from which on a drawing may float.
const FLOATS: f64 = 0.25;

/// Share of a page up to which a table stays with the drawing that says it again.
const BOUND: f64 = 0.3;

/// The longest paragraph, in bytes, whose line breaks are chosen by looking at all of its lines. The time that typst takes
/// for it grows with the square of the length.
const COMMON: usize = 4_000;

/// The longest name, in characters, that opens a page on which a card goes on. It stands on one line.
const NAME: usize = 90;

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
    /// Whether the last block stays on the page of the next one, and with it a remark between the two.
    bound: bool,
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
    /// The footnotes already printed. Further marks refer to them.
    noted: BTreeSet<u32>,
    /// The footnotes of a row that is kept on one page with its total. They are printed with the total, because typst does
    /// not lose them in that row. None in every other row.
    later: Option<Vec<&'a Note>>,
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
    /// The words head a group of rows, where no page is said.
    heading: bool,
    /// Only words are wanted (bookmarks, lists of tables): no links, notes, pictures.
    flat: bool,
    /// Citations do not say their page.
    quiet: bool,
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

    fn prelude(&mut self, scope: &Scope<'a>) {
        let meta = &self.document.meta;
        self.push("#import \"/layouts/pdf/main.typ\" as l\n#let dati = (\n");
        let date = meta.giorno();
        let nome = meta.nome();
        let texts = [
            ("titolo", or(&meta.titolo, "Piano")),
            ("nome", or(&nome, "Piano")),
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
        let _ = write!(self.out, ",\n  bozza: {},\n)\n#show: l.piano.with(dati)\n#l.copertina(dati)\n", meta.bozza);
        self.push("#l.pagine[\n");
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
        self.notes = by_number(&section.notes);
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
        let empty = clean(&words).all(char::is_whitespace);
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

    fn blocks(&mut self, blocks: &'a [Block]) {
        let mut table = false;
        for (n, block) in blocks.iter().enumerate() {
            let mut next = blocks.iter().skip(n + 1);
            // A drawing without a caption says again the table above it, also when a remark stands between the two.
            self.again = next.find(|block| !is_remark(block)).and_then(|block| again(block, self.misure.disegno.corpo));
            let table_next = blocks.get(n + 1).is_some_and(|block| matches!(block.kind, BlockKind::Table(_)));
            self.bound = is_remark(block) && (self.bound || table_next);
            match &block.kind {
                BlockKind::Paragraph(content) if table && is_remark(block) && !self.told.insert(plain(content)) => {}
                // A line of stress under a table is a remark about it, and is set as small as the table.
                BlockKind::Paragraph(content)
                    if is_remark(block) || table && matches!(content.as_slice(), [Inline::Emph(_)]) =>
                {
                    self.mark(block.span);
                    self.anchor(block.anchor.as_ref());
                    self.push(if self.bound { "#l.nota-tabella(legata: true)[" } else { "#l.nota-tabella[" });
                    match content.as_slice() {
                        [Inline::Small(content)] => self.inlines(content),
                        _ => self.inlines(content),
                    }
                    self.push("]\n");
                    self.cited_at(block.anchor.as_ref());
                }
                _ => self.block(block),
            }
            table = matches!(block.kind, BlockKind::Table(_));
        }
    }

    /// The blocks of a list item, a definition…: a single paragraph stays bare, so that it is not a paragraph in a paragraph.
    fn body(&mut self, blocks: &'a [Block], tight: bool) {
        for (n, block) in blocks.iter().enumerate() {
            match &block.kind {
                BlockKind::Paragraph(content) if block.anchor.is_none() && (blocks.len() == 1 || (tight && n == 0)) => {
                    self.mark(block.span);
                    self.inlines(content);
                }
                _ => self.block(block),
            }
        }
    }

    fn block(&mut self, block: &'a Block) {
        self.mark(block.span);
        let anchor = block.anchor.as_ref();
        match &block.kind {
            BlockKind::Heading { level, number, content } => {
                let level = self.next_level(*level);
                // The table of contents lists the plan, without the headings inside hundreds of cards.
                self.heading(
                    level,
                    number.as_deref(),
                    anchor,
                    &Title::Rich(content),
                    self.frame.flow && !self.frame.in_card,
                );
                if let Some(id) = anchor {
                    self.cited_under_heading(id);
                }
            }
            BlockKind::Table(table) => self.table(anchor, table),
            BlockKind::Figure(figure) => self.figure(anchor, figure),
            BlockKind::Drawing(drawing) => self.drawing(anchor, drawing),
            BlockKind::Card(card) => self.card(anchor, card),
            BlockKind::Tree(nodes) => {
                self.anchor(anchor);
                self.push("#l.albero(");
                self.tree(nodes, 1);
                self.push(")\n");
                self.cited_at(anchor);
            }
            BlockKind::Paragraph(content) => {
                self.anchor(anchor);
                self.push(if plain(content).len() <= COMMON { "#l.capoverso[" } else { "#l.par[" });
                self.inlines(content);
                self.push("]\n");
                self.cited_at(anchor);
            }
            BlockKind::List { start, tight, items, segni } => {
                self.anchor(anchor);
                match start {
                    Some(_) if !segni.is_empty() => {
                        self.push("#l.con-segni((");
                        for segno in segni {
                            self.literal(segno);
                            self.push(", ");
                        }
                        self.push("), ");
                    }
                    None => self.push("#l.elenco("),
                    // typst counts items in machine words. No author numbers an item higher on purpose.
                    Some(start) => {
                        let _ = write!(self.out, "#l.numerato(inizio: {}, ", (*start).min(999_999_999));
                    }
                }
                let _ = write!(self.out, "stretto: {tight}");
                let digits = start.map_or(0, |start| (start.saturating_add(items.len() as u64)).to_string().len());
                let digits = segni.iter().map(|segno| segno.chars().count()).fold(digits, usize::max);
                let indent = self.misure.rientri.elenco + 0.5 * self.frame.size * digits.saturating_sub(1) as f64;
                self.inside(self.prose() - indent, |w| {
                    for item in items {
                        w.push(", [");
                        w.body(item, *tight);
                        w.push("]");
                    }
                });
                self.push(")\n");
                self.cited_at(anchor);
            }
            BlockKind::Quote(blocks) => {
                self.anchor(anchor);
                self.push("#l.citazione[");
                self.inside(self.prose() - self.misure.rientri.citazione, |w| w.blocks(blocks));
                self.push("]\n");
                self.cited_at(anchor);
            }
            BlockKind::Callout { kind, blocks } => {
                self.anchor(anchor);
                let _ = write!(self.out, "#l.avviso(\"{}\", \"{}\")[", kind.name(), kind.label());
                self.inside(self.prose() - self.misure.rientri.avviso, |w| w.blocks(blocks));
                self.push("]\n");
                self.cited_at(anchor);
            }
            BlockKind::Definitions(definitions) => {
                self.anchor(anchor);
                self.definitions(definitions);
                self.cited_at(anchor);
            }
            BlockKind::Code { text, .. } => {
                self.anchor(anchor);
                self.push("#l.blocco-codice(");
                let ems = (self.prose() - self.misure.rientri.codice) / self.misure.testo.corpo_codice;
                let text = text.replace('\t', "    ").replace("\r\n", "\n");
                for (n, line) in text.trim_end_matches('\n').split('\n').enumerate() {
                    self.push(if n > 0 { ", " } else { "" });
                    let fitted = self.code(line, ems);
                    self.literal(&fitted);
                }
                self.push(")\n");
                self.cited_at(anchor);
            }
            BlockKind::Outcome(blocks) => {
                self.anchor(anchor);
                // What may not break must surely fit on a page.
                let room = self.frame.room - self.misure.rientri.avviso;
                let size = self.misure.testo.corpo;
                let high = |block: &Block| match &block.kind {
                    BlockKind::Paragraph(words) => measure::height(words, room, size, Face::Regular) + size,
                    _ => f64::INFINITY,
                };
                let long = blocks.iter().map(high).sum::<f64>() > self.misure.height() / 3.0;
                let _ = write!(self.out, "#l.esito(spezzabile: {long})[");
                self.inside(room, |w| w.blocks(blocks));
                self.push("]\n");
                self.cited_at(anchor);
            }
            BlockKind::Absent(content) => {
                self.anchor(anchor);
                self.push("#l.assente[");
                self.inlines(content);
                self.push("]\n");
                self.cited_at(anchor);
            }
            BlockKind::Rule => {
                self.anchor(anchor);
                self.push("#l.filetto()\n");
            }
        }
    }

    fn definitions(&mut self, definitions: &'a [Definition]) {
        if definitions.is_empty() {
            return;
        }
        self.push("#l.definizioni(");
        for definition in definitions {
            self.push("([");
            self.anchor(definition.anchor.as_ref());
            self.inlines(&definition.term);
            self.push("], [");
            self.inside(self.prose() - self.misure.rientri.elenco, |w| {
                let several = definition.details.len() > 1;
                for detail in &definition.details {
                    if several {
                        w.blocks(detail);
                    } else {
                        w.body(detail, false);
                    }
                }
                w.cited_at(definition.anchor.as_ref());
            });
            self.push("]), ");
        }
        self.push(")\n");
    }

    fn figure(&mut self, anchor: Option<&'a Id>, figure: &'a Figure) {
        let Some(path) = self.images.get(&figure.asset).cloned() else {
            // The loader refuses a missing image. If one were missing, its words would stand in for it.
            self.anchor(anchor);
            self.push("#l.assente[");
            self.words(&figure.alt);
            self.push("]\n");
            return;
        };
        let width = measure::image_width(self.document, &figure.asset, self.frame.room, self.misure.height() * 0.72);
        self.push("#l.figura(");
        self.image(&path, width, &figure.alt);
        let _ = write!(self.out, ", larga: {:.2}pt, ", self.frame.room);
        if self.caption_height(figure.caption.as_deref()) > self.misure.height() * 0.2 {
            self.push("spezzabile: true, ");
        }
        self.id(anchor);
        self.caption(figure.number, figure.caption.as_deref());
        self.push(")\n");
        self.cited_at(anchor);
    }

    /// Writes a drawing as wide as its room. Charts stand side by side. A drawing higher than a page comes in pieces.
    fn drawing(&mut self, anchor: Option<&'a Id>, drawing: &'a Drawing) {
        let measure = &self.misure.disegno;
        let gap = measure.spazio;
        let columns = match &drawing.kind {
            DrawingKind::Charts(charts) => {
                ((self.frame.room + gap) / (measure.grafico + gap)).floor().min(charts.len() as f64).max(1.0)
            }
            DrawingKind::Gantt(_)
            | DrawingKind::Tree(_)
            | DrawingKind::Calendar(_)
            | DrawingKind::Stack(_)
            | DrawingKind::Counters(_)
            | DrawingKind::Bridges(_)
            | DrawingKind::Organization(_) => 1.0,
        };
        let width = (self.frame.room - gap * (columns - 1.0)) / columns;
        // The caption stands on the same page.
        let height = self.misure.height() * 0.88;
        let draw = |height| {
            drawing::draw(drawing, Room { width, height, size: measure.corpo, colori: self.document.meta.colori })
        };
        let mut pictures = draw(height);
        // What goes on over pages anyway comes in lower pieces, the first of which may stand on what is left of a page. A tree that is
        // divided is divided into halves of this height.
        if columns < 2.0 && pictures.len() > 1 {
            let tree = matches!(drawing.kind, DrawingKind::Tree(_));
            pictures = draw(self.misure.height() * if tree { 0.8 } else { 0.4 });
        }
        let high = pictures.iter().map(|picture| picture.height).sum::<f64>() / columns;
        let _ = write!(self.out, "#l.disegno(larga: {:.2}pt, colonne: {columns:.0}, ", self.frame.room);
        let long = self.caption_height(drawing.caption.as_deref()) > self.misure.height() * 0.08;
        let breaks = high > self.misure.height() * 0.5 && (pictures.len() > 1 || long);
        if breaks {
            self.push("spezzabile: true, ");
        }
        // A high drawing that does not fit would leave the rest of its page blank. The text goes on before it, also past a title. In a
        // card it belongs to the card.
        // The list of an organisation chart says the same right under it.
        let followed = matches!(drawing.kind, DrawingKind::Organization(_));
        let free = drawing.number.is_some() && self.frame.flow && !self.frame.in_card && !followed;
        if !breaks && free && high > self.misure.height() * FLOATS {
            self.push("libera: true, ");
        }
        self.id(anchor);
        self.caption(drawing.number, drawing.caption.as_deref());
        for picture in pictures {
            let (chapter, before) = self.chapter;
            let path = format!("/disegni/{chapter}-{}.svg", self.drawings.len() - before + 1);
            self.image(&path, picture.width, &picture.alt);
            self.push(", ");
            self.drawings.push((path, picture));
        }
        self.push(")\n");
        self.cited_at(anchor);
    }

    /// Writes the call of `image` here and not in a layout, because typst reports a broken file at the call.
    fn image(&mut self, path: &str, width: f64, alt: &str) {
        self.push("image(");
        self.literal(path);
        let _ = write!(self.out, ", width: {width:.2}pt, alt: ");
        self.literal(stringhe::tagliata(or(alt, "Immagine")));
        self.push(")");
    }

    /// About how high a caption is.
    fn caption_height(&self, caption: Option<&[Inline]>) -> f64 {
        caption
            .map_or(0.0, |caption| measure::height(caption, self.frame.room, self.misure.tabella.corpo, Face::Regular))
    }

    /// Number and caption of a table or a figure, as named arguments.
    fn caption(&mut self, number: Option<u32>, caption: Option<&'a [Inline]>) {
        let Some(caption) = caption else { return };
        if let Some(number) = number {
            let _ = write!(self.out, "numero: {number}, ");
        }
        if is_rich(caption) {
            self.push("esteso: [");
            self.inlines(caption);
            self.push("], ");
        }
        self.push("didascalia: [");
        self.flat(caption);
        self.push("], ");
    }

    fn table(&mut self, anchor: Option<&'a Id>, table: &'a Table) {
        if table.columns.is_empty() {
            return;
        }
        let pages = self.pages_of_rows(table);
        let paged = !pages.is_empty();
        // A short table of a card is as wide as its words: at the far end of a wide one a number is far from its name.
        let room = if self.frame.in_card && table.caption.is_none() {
            measure::compact(table, self.frame.room, self.misure)
        } else {
            self.frame.room
        };
        // A page turned on its side in the middle of a card would leave two pages half blank.
        let may_turn = self.frame.flow && !self.frame.in_card;
        let plan = measure::plan(table, room, may_turn, paged, self.misure);
        if plan.landscape {
            self.push("#l.orizzontale[");
        }
        self.push("#l.tabella(colonne: (");
        for width in &plan.columns {
            let _ = write!(self.out, "{width:.2}pt, ");
        }
        if paged {
            let _ = write!(self.out, "{:.2}pt, ", self.misure.tabella.pagina);
        }
        self.push("), tipi: (");
        for column in &table.columns {
            let _ = write!(self.out, "\"{}\", ", profile_name(column.profile));
        }
        self.push(if paged { "\"pagina\", " } else { "" });
        let _ = write!(self.out, "), corpo: {:.2}pt, ", plan.size);
        // The PDF standards refuse a link or a note in a header that repeats. Such a header is printed once.
        let once = table.columns.iter().any(|column| is_rich(&column.header));
        if once {
            self.push("ripeti: false, ");
        }
        // Short tables stay whole. The others say "(segue)" on the pages after the first.
        let caption = self.caption_height(table.caption.as_deref());
        // typst may set a note on the page before that of its row, when the row moves to the next. A table with notes that does not break
        // moves with them.
        let noted = table.rows.iter().any(|row| row.cells.iter().any(|cell| has_note(cell)));
        let whole = if noted { NOTED } else { 0.33 };
        let long = table.rows.len() >= 2 * TOGETHER && !noted
            || plan.height > self.misure.height() * whole
            || caption > self.misure.height() * 0.2;
        if long {
            self.push("spezzabile: true, ");
        }
        // With its drawing it would leave a hole where the two do not fit together.
        self.bound = self.again.take().is_some_and(|high| plan.height + high <= self.misure.height() * BOUND);
        if self.bound {
            self.push("legata: true, ");
        }
        // A place that is asked for beside notes would move when they are set, and leave them behind.
        if long && !noted {
            let _ = write!(self.out, "riserva: {:.2}pt, ", plan.first(TOGETHER) + caption);
        }
        let numbered = table.number.filter(|_| long && table.caption.is_some());
        self.id(anchor);
        self.caption(table.number, table.caption.as_deref());

        let saved = (self.frame.room, self.frame.size, self.frame.face, self.frame.flow);
        (self.frame.size, self.frame.flow) = (plan.size, false);
        let gutter = 2.0 * self.misure.tabella.margine_cella;
        let merged = table.rows.iter().map(|row| row.continues).max().unwrap_or_default();
        let years = table.anni();
        self.push("testata: (");
        // Where words stand over several columns the head has two rows. The other columns fill both.
        for at in if years.is_empty() { 0..0 } else { 0..table.columns.len() } {
            match years.iter().find(|(columns, _)| columns.contains(&at)) {
                Some((columns, words)) if columns.start == at => {
                    let _ = write!(self.out, "(colonne: {}, parole: [", columns.len());
                    self.words(words);
                    self.push("]), ");
                }
                Some(_) => {}
                None => {
                    self.push("(righe: 2, parole: ");
                    self.head(table, at, &plan, merged > at && long && !once);
                    self.push("), ");
                }
            }
        }
        if paged && !years.is_empty() {
            self.push("(righe: 2, parole: [#\"pag.\"]), ");
        }
        for at in 0..table.columns.len() {
            if years.is_empty() || years.iter().any(|(columns, _)| columns.contains(&at)) {
                self.head(table, at, &plan, merged > at && long && !once);
                self.push(", ");
            }
        }
        self.push(if paged && years.is_empty() { "[#\"pag.\"]," } else { "" });
        self.push(")");
        let kept = if long { self.kept_rows(table, &plan) } else { vec![] };
        // The head of a group may be repeated on other pages, so it cannot be where the table begins.
        let first = table.rows.iter().position(|row| !row.heads);
        for (n, row) in table.rows.iter().enumerate() {
            self.mark(row.span);
            if row.heads {
                self.group_head(
                    row,
                    table.columns.len() + usize::from(paged),
                    plan.columns.iter().sum::<f64>() - gutter,
                    once,
                );
                continue;
            }
            let edge = Edge {
                opens: numbered.filter(|_| Some(n) == first),
                closes: numbered.is_some() && n + 1 == table.rows.len(),
                pages: paged.then(|| pages.get(n).map(Vec::as_slice).unwrap_or_default()),
                kept: kept.iter().any(|rows| rows.contains(&n)),
            };
            let first = kept.iter().any(|rows| rows.start == n);
            self.push(if first { ",\nl.insieme(\n" } else { ",\n" });
            self.row(table, n, &plan, &edge);
            self.push(if kept.iter().any(|rows| rows.end == n + 1) { ")" } else { "" });
        }
        (self.frame.room, self.frame.size, self.frame.face, self.frame.flow) = saved;
        self.push(")\n");
        if plan.landscape {
            self.push("]\n");
        }

        self.cited_at(anchor);
        let document = self.document;
        let cited: Vec<(&Id, String)> = table
            .rows
            .iter()
            .filter(|_| document.meta.citato_in)
            .filter_map(|row| row.anchor.as_ref().filter(|id| Some(*id) != anchor))
            .filter_map(|id| Some((id, document.targets.get(id).filter(|target| !target.citato_in.is_empty())?.name())))
            .collect();
        if cited.is_empty() {
            return;
        }
        self.push("#l.citati[\n");
        for (id, name) in cited {
            self.push("#l.citato-in(voce: [");
            self.words(&name);
            self.push("])[");
            self.citers(id);
            self.push("]\n");
        }
        self.push("]\n");
    }

    /// The words of the head over a column. `again`: where the head is repeated it opens the group of the column again.
    fn head(&mut self, table: &'a Table, at: usize, plan: &Plan, again: bool) {
        let gutter = 2.0 * self.misure.tabella.margine_cella;
        let room = plan.columns.get(at).map_or(self.frame.room, |width| width - gutter);
        (self.frame.room, self.frame.face) = (room, Face::Bold);
        self.push("[");
        if again {
            let _ = write!(self.out, "#l.ripresa({at}, {room:.2}pt);");
        }
        match table.testa(at) {
            Cow::Borrowed(words) => self.inlines(words),
            // What is left of a header without its year is plain words.
            Cow::Owned(words) => self.words(&plain(&words)),
        }
        self.push("]");
    }

    /// For each row of a table, the things whose pages a column of their own tells: those of the first kind to which it leads that can be read
    /// alone, such as an objective, or else all of them. Empty for a table that has no such column. A row whose author cites two things has
    /// none: a page that stands apart would not say of which it is.
    fn pages_of_rows(&self, table: &'a Table) -> Vec<Vec<&'a Id>> {
        fn all<'a>(content: &'a [Inline], out: &mut Vec<(&'a Id, bool)>) {
            for inline in content {
                match inline {
                    Inline::Xref { target, page, listed, .. } if *page || *listed => out.push((target, *listed)),
                    _ => inline.inner().into_iter().for_each(|inner| all(inner, out)),
                }
            }
        }
        let mut pages = Vec::with_capacity(table.rows.len());
        for row in &table.rows {
            let mut found = vec![];
            row.cells.iter().filter(|_| !row.heads).for_each(|cell| all(cell, &mut found));
            let mut seen = BTreeSet::new();
            found.retain(|(id, _)| self.ids.printed.contains(id) && seen.insert(*id));
            // An objective says its own page, and not that of its unit.
            let first = found.iter().find_map(|(id, _)| self.ids.alone.get(*id));
            if first.is_some() {
                found.retain(|(id, listed)| !listed || self.ids.alone.get(*id) == first);
            }
            if found.len() > 1 && found.iter().any(|(_, listed)| !listed) {
                return vec![];
            }
            pages.push(found.into_iter().map(|(id, _)| id).collect());
        }
        // One page alone is told beside its words.
        if pages.iter().filter(|page: &&Vec<&Id>| !page.is_empty()).count() > 1 { pages } else { vec![] }
    }

    /// The rows that stay on the page of the row after them, so that no page has less than [`TOGETHER`] rows of a table: some at the
    /// beginning, some at the end.
    fn kept_rows(&self, table: &Table, plan: &Plan) -> Vec<std::ops::Range<usize>> {
        let count = table.rows.len();
        // The rows under the first head of a group, and those under the last.
        let head = |row: &Row| row.heads;
        let start = table.rows.iter().position(|row| !row.heads).unwrap_or(count);
        let first = table.rows.iter().skip(start).take_while(|row| !row.heads).count();
        let last = table.rows.iter().rev().take_while(|row| !row.heads).count();
        let most_of = |run: usize| TOGETHER.min(if table.rows.iter().any(head) { run } else { count / 2 });
        if count < 4 {
            return vec![];
        }
        let fits = |rows: &std::ops::Range<usize>| {
            let all = table.rows.get(rows.start..rows.end + 1).unwrap_or_default();
            // typst loses notes in a row that it takes for a header.
            let plain = |row: &Row| !row.heads && !row.cells.iter().any(|cell| has_note(cell));
            let totals = table.rows.get(rows.clone()).unwrap_or_default().iter().any(|row| row.total);
            // Nor can a cell over several rows begin in such a row and end outside.
            let merged = all.iter().any(|row| row.continues > 0);
            let follows = table.rows.get(rows.end + 1).is_some_and(|row| row.continues > 0);
            !totals && !merged && !follows && all.iter().all(plain) && plan.low(rows.start..rows.end + 1)
        };
        // High rows would leave a hole where they do not fit, so fewer of them stay together.
        let most =
            |run: usize, rows: &dyn Fn(usize) -> std::ops::Range<usize>| (2..=most_of(run)).rev().map(rows).find(&fits);
        let mut kept: Vec<_> = [most(first, &|n| start..start + n - 1), most(last, &|n| count - n..count - 1)]
            .into_iter()
            .flatten()
            .collect();
        // Of a short group the two may share rows.
        if let [a, b] = kept.as_slice()
            && a.end >= b.start
        {
            kept.pop();
        }
        kept
    }

    /// A row across all columns, which names the rows that follow. It is repeated on other pages unless it has links or
    /// notes, or the header of its table is printed `once`.
    fn group_head(&mut self, row: &'a Row, columns: usize, room: f64, once: bool) {
        let Some(head) = row.cells.first() else { return };
        (self.frame.room, self.frame.face) = (room, Face::Bold);
        let repeats = !once && !is_rich(head) && row.anchor.is_none();
        // The head says no page: its words would be longer than those of the rows.
        self.marks.heading = true;
        let _ = write!(self.out, ",\nl.intestazione-gruppo({columns}, {repeats}, [");
        self.anchor(row.anchor.as_ref());
        self.inlines(head);
        self.marks.heading = false;
        self.push("])");
    }

    fn row(&mut self, table: &'a Table, n: usize, plan: &Plan, edge: &Edge<'_>) {
        let Some(row) = table.rows.get(n) else { return };
        let tall = plan.tall.get(n).copied().unwrap_or(true);
        let gutter = 2.0 * self.misure.tabella.margine_cella;
        self.frame.face = if row.total { Face::Bold } else { Face::Regular };
        let special = tall || row.total;
        // The last row that a total adds is never on the page before it.
        let added = !edge.kept
            && table.rows.get(n + 1).is_some_and(|next| next.total)
            && !special
            && (0..table.columns.len()).all(|at| table.height(n, at) == 1 && !plan.loose.contains(&(n, at)));
        let notes = std::mem::replace(&mut self.ids.later, added.then(Vec::new)).unwrap_or_default();
        if added {
            self.push("l.insieme(");
        } else if special {
            self.push("..l.riga(");
            self.push(if row.total { "totale: true, " } else { "" });
            self.push(if tall { "alta: true, " } else { "" });
            let columns = row.continues..table.columns.len();
            let before = columns.clone().take_while(|at| !table.names(row, *at)).count();
            let named = columns.skip(before).take_while(|at| table.names(row, *at)).count();
            if named > 0 {
                let _ = write!(self.out, "voci: ({before}, {}), ", before + named);
            }
        }
        let mut first = true;
        self.marks.paged = edge.pages.unwrap_or_default().iter().map(|id| (*id).clone()).collect();
        for (column, at) in table.columns.iter().zip(0..) {
            let loose = plan.loose.contains(&(n, at));
            if at < row.continues && !loose {
                continue;
            }
            self.push(if std::mem::take(&mut first) { "" } else { ", " });
            if at < row.continues {
                self.push("[]");
                continue;
            }
            let rows = if loose { 1 } else { table.height(n, at) };
            let names = table.names(row, at);
            let room = plan.columns.get(at).map_or(self.frame.room, |width| width - gutter);
            if rows > 1 {
                let beside = row.cells.get(at).map(|cell| cell.words.as_slice()).unwrap_or_default();
                let _ = write!(self.out, "l.gruppo({rows}, ");
                self.push(if plan.together(n..n + rows, beside, room) { "unito: true, " } else { "" });
                self.push(if names { "voce: true)" } else { ")" });
            } else if names && !special {
                self.push("l.voce");
            } else if let Some(cell) = row.cells.get(at).filter(|cell| cell.tint > 0) {
                let _ = write!(self.out, "l.tinta({})", cell.tint);
            }
            self.push("[");
            if at == row.continues {
                notes.iter().for_each(|note| self.footnote("nota-altrove", note));
                self.anchor(row.anchor.as_ref());
                if let Some(number) = edge.opens {
                    let _ = write!(self.out, "#l.apre({number});");
                }
            }
            if let Some(cell) = row.cells.get(at) {
                self.frame.room = room;
                let whole = matches!(column.profile, Profile::Importo | Profile::Numero | Profile::Data)
                    && Words::of(cell, self.frame.face).natural() * plan.size <= self.frame.room;
                let missing = !row.total && is_missing(cell);
                self.push(if missing { "#l.manca[" } else { "" });
                if whole {
                    self.unbroken(cell)
                } else {
                    self.inlines(cell)
                }
                self.push(if missing { "]" } else { "" });
                if rows > 1 {
                    // It is placed after the words. If they go on to the next page themselves, nothing may be written over
                    // them.
                    let _ = write!(self.out, "#l.apre-gruppo({at}, ");
                    let again = plan.again(n + 1..n + rows, &plain(cell), room);
                    self.literal(&again);
                    self.push(if plan.runs_on(n, cell, room) { ", corre: true);" } else { ");" });
                }
            }
            if at + 1 == table.columns.len() {
                // The groups that end with this row.
                let next = table.rows.get(n + 1).map_or(0, |next| next.continues);
                for group in next..row.continues.max(next) {
                    let _ = write!(self.out, "#l.chiude-gruppo({group});");
                }
                if edge.closes {
                    self.push("#l.chiude();");
                }
            }
            self.push("]");
        }
        self.marks.paged.clear();
        if let Some(pages) = edge.pages {
            self.push(", l.pagine-di(");
            for id in pages {
                let _ = write!(self.out, "\"{id}\", ");
            }
            self.push(")");
        }
        if added || special {
            self.push(")");
        }
    }

    /// A cell that fits on one line and must stay on it. "1 250,00 €" has blanks at which no line may end.
    fn unbroken(&mut self, cell: &'a [Inline]) {
        for inline in cell {
            match inline {
                Inline::Text { text, span } | Inline::Abbr { text, span, .. } => {
                    self.mark(*span);
                    self.words(&text.replace(' ', "\u{A0}"));
                }
                other => self.inlines(std::slice::from_ref(other)),
            }
        }
    }

    fn card(&mut self, anchor: Option<&'a Id>, card: &'a Card) {
        let level = self.next_level(card.level);
        let _ = write!(self.out, "#l.scheda({level}, ");
        let code = card.code.as_deref().map(str::trim).filter(|code| !code.is_empty());
        self.option("codice", code);
        self.id(anchor);
        // The name that opens the pages on which the card goes on.
        let name = [code.unwrap_or_default(), &plain(&card.title)].join(" ");
        self.option("nome", Some(&at_most(name.trim(), NAME)));
        self.above(card);
        if is_rich(&card.title) {
            self.push("esteso: [");
            self.inlines(&card.title);
            self.push("], ");
        }
        self.push(")[");
        if clean(&plain(&card.title)).all(char::is_whitespace) {
            self.push("#\"(senza titolo)\"");
        } else {
            self.flat(&card.title);
        }
        self.push("]\n");
        let in_card = std::mem::replace(&mut self.frame.in_card, true);
        // A title and its description are not left alone at the foot of a page.
        let words = |block: &Block| match &block.kind {
            BlockKind::Paragraph(words) => plain(words).len(),
            _ => SHORT,
        };
        let short = !card.lead.is_empty() && card.lead.iter().map(words).sum::<usize>() < SHORT;
        let goes_on = !(card.facts.is_empty() && card.fields.is_empty() && card.blocks.is_empty());
        self.push(if short && goes_on { "#l.legato[" } else { "" });
        self.blocks(&card.lead);
        self.push(if short && goes_on { "]\n" } else { "" });
        let alone = card.fields.is_empty() && card.blocks.is_empty();
        self.facts(&card.facts, !alone);
        self.fields(&card.fields);
        self.blocks(&card.blocks);
        self.frame.in_card = in_card;
        self.cited_at(anchor);
        self.push("#l.chiude-scheda()\n");
    }

    /// The words on the line of the kind, and how many lines they take. They are read after the title and stand above it.
    fn above(&mut self, card: &'a Card) {
        let size = self.misure.scheda.sopra;
        let words = std::iter::once(card.kind.as_str()).filter(|kind| !clean(kind).all(char::is_whitespace));
        let kind: Vec<&str> = words.collect();
        if kind.is_empty() && card.above.is_empty() {
            return;
        }
        // Paper does not say the pages here.
        let said: Vec<String> = card.above.iter().map(|words| format!(" · {}", plain(words))).collect();
        let bold = kind.iter().map(|kind| (*kind, Face::Bold));
        let texts: Vec<(&str, Face)> = bold.chain(said.iter().map(|words| (words.as_str(), Face::Regular))).collect();
        // A little less room than there is, so that the lines that typst makes are never more.
        let lines = measure::lines_of(&texts, self.frame.room * 0.97, size);
        let _ = write!(self.out, "righe: {lines:.0}, sopra: (");
        let saved = std::mem::replace(&mut self.frame.size, size);
        let quiet = std::mem::replace(&mut self.marks.quiet, true);
        for kind in kind {
            self.push("[");
            self.words(kind);
            self.push("], ");
        }
        for words in &card.above {
            self.push("[");
            self.inlines(words);
            self.push("], ");
        }
        (self.frame.size, self.marks.quiet) = (saved, quiet);
        self.push("), ");
    }

    /// Facts side by side, each as wide as its words ask. `bound`: they stay with what follows.
    fn facts(&mut self, facts: &'a [Field], bound: bool) {
        if facts.is_empty() {
            return;
        }
        let size = self.misure.scheda.fatti;
        let gutter = 2.0 * self.misure.scheda.margine;
        // What counts is set a little larger than the rest.
        let natural = |fact: &Field| {
            text::width(&fact.label, Face::Bold).max(Words::of(&fact.value, Face::Bold).natural() * 1.1) * size + gutter
        };
        let asks: Vec<f64> = facts.iter().map(|fact| natural(fact).max(6.0 * size)).collect();
        let rooms = shares(&asks, self.frame.room);
        self.push(if bound { "#l.fatti(legati: true, (" } else { "#l.fatti((" });
        for room in &rooms {
            let _ = write!(self.out, "{room:.2}pt, ");
        }
        self.push("), ");
        let saved = (std::mem::replace(&mut self.frame.size, size), self.frame.flow);
        for (fact, room) in facts.iter().zip(&rooms) {
            self.push("([");
            self.inside(room - gutter, |w| w.words(&fact.label));
            self.push("], [");
            self.inside(room - gutter, |w| w.inlines(&fact.value));
            self.push("]), ");
        }
        (self.frame.size, self.frame.flow) = saved;
        self.push(")\n");
    }

    /// Labels and values, one under the other.
    fn fields(&mut self, fields: &'a [Field]) {
        if fields.is_empty() {
            return;
        }
        let labels = self.misure.rientri.etichetta;
        let size = self.misure.testo.corpo;
        let rooms = (labels - 8.0, self.frame.room - labels - 8.0);
        // A row is as high as the higher of its cells, with the space around them.
        let heights: Vec<f64> = fields
            .iter()
            .map(|field| {
                let label = measure::lines(&field.label, rooms.0, size) * size * measure::LINE;
                label.max(measure::height(&field.value, rooms.1, size, Face::Regular)) + 10.0
            })
            .collect();
        let _ = write!(self.out, "#l.campi(unita: {}", heights.iter().sum::<f64>() < self.misure.height() * 0.25);
        let saved = self.frame.flow;
        for (field, height) in fields.iter().zip(heights) {
            self.push(",\n([");
            self.inside(rooms.0, |w| w.words(&field.label));
            self.push("], [");
            self.inside(rooms.1, |w| w.inlines(&field.value));
            // A row may break over two pages if both of its cells may. A row surely lower than half a page stays whole.
            self.push(if height > self.misure.height() / 2.0 { "], true)" } else { "], false)" });
        }
        self.frame.flow = saved;
        self.push(")\n");
    }

    /// Writes sibling nodes: their codes, then each node as content. `depth`: that of the nodes, from 1. The layouts show the depth
    /// of nodes where some have others below them.
    fn tree(&mut self, nodes: &'a [TreeNode], depth: usize) {
        self.push("(");
        let mut widest = 0.0_f64;
        for node in nodes {
            widest = widest.max(text::width(&node.code, Face::Bold));
            self.literal(&node.code);
            self.push(", ");
        }
        self.push(")");
        let divided = nodes.iter().any(|node| !node.children.is_empty());
        self.inside(self.prose() - widest * self.frame.size - self.misure.rientri.elenco, |w| {
            for node in nodes {
                w.push(",\n[#l.nodo(");
                w.id(node.anchor.as_ref());
                if divided {
                    let _ = write!(w.out, "livello: {depth}, ");
                }
                w.push("etichette: (");
                for flag in &node.flags {
                    w.literal(flag);
                    w.push(", ");
                }
                w.push("))[");
                w.inlines(&node.title);
                w.push("]");
                let cited = node.anchor.as_ref().filter(|id| w.document.meta.citato_in && w.is_cited(id));
                // A "Citato in" line is kept with its node. Alone at the top of a page it would seem to be about the next
                // one.
                w.push(if cited.is_some() { "#l.legato[" } else { "#[" });
                w.blocks(&node.blocks);
                w.push("]\n");
                w.cited_at(cited);
                if !node.children.is_empty() {
                    w.push("#l.albero(");
                    w.tree(&node.children, depth + 1);
                    w.push(")");
                }
                w.push("]");
            }
        });
    }

    // --- Citations ---

    fn cited_at(&mut self, anchor: Option<&'a Id>) {
        if let Some(id) = anchor {
            self.cited_in(id);
        }
    }

    /// "Citato in: …", when somebody cites `id`.
    fn is_cited(&self, id: &Id) -> bool {
        self.document.targets.get(id).is_some_and(|target| !target.citato_in.is_empty())
    }

    fn cited_in(&mut self, id: &Id) {
        if self.document.meta.citato_in && self.is_cited(id) {
            self.push("#l.citato-in[");
            self.citers(id);
            self.push("]\n");
        }
    }

    /// One index of who cites each thing, in the place of a line under each.
    fn where_cited(&mut self) {
        let document = self.document;
        let mut entries: Vec<(&Id, String)> = vec![];
        for id in self.ids.labelled.iter().copied() {
            if self.is_cited(id)
                && let Some(target) = document.targets.get(id)
            {
                // A code alone says nothing to who looks for a thing.
                entries.push((id, at_most(&capital(&target.name()), ENTRY)));
            }
        }
        if entries.is_empty() {
            return;
        }
        // As an Italian dictionary sorts them, and codes by their numbers.
        entries.sort_by_cached_key(|(_, name)| padded(&Id::slug(name).to_string()));
        let brief = entries.len() < BRIEF;
        self.push(if brief { "#l.dove-citato(" } else { "#l.segue-capitolo\n#l.dove-citato(" });
        self.literal(WHERE_CITED);
        self.push(if brief { ", breve: true" } else { "" });
        for (id, name) in entries {
            self.push(",\n([");
            self.words(&name);
            self.push("], (");
            for citer in document.targets.get(id).into_iter().flat_map(|target| &target.citato_in) {
                let _ = write!(self.out, "\"{citer}\", ");
            }
            self.push("))");
        }
        self.push(")\n");
    }

    /// "Citato in: …" under a heading, when somebody cites `id`. It is bound to what follows, so that a heading is not left at the
    /// foot of a page with this line alone.
    fn cited_under_heading(&mut self, id: &Id) {
        if self.document.meta.citato_in && self.is_cited(id) {
            self.push("#l.citato-in(legato: true)[");
            self.citers(id);
            self.push("]\n");
        }
    }

    fn citers(&mut self, id: &Id) {
        let document = self.document;
        let Some(target) = document.targets.get(id) else { return };
        let mut first = true;
        for citer in &target.citato_in {
            let Some(from) = document.targets.get(citer) else { continue };
            if !std::mem::take(&mut first) {
                self.push("#\", \";");
            }
            self.cite(citer, true, true, |w| w.words(&from.label));
        }
    }

    /// A citation: a link with its page when the target is printed here, the page of the whole plan when it is not.
    /// `line`: no word of it is struck.
    fn cite(&mut self, target: &Id, page: bool, line: bool, words: impl FnOnce(&mut Self)) {
        let here = self.ids.printed.contains(target);
        if here && !self.marks.in_link {
            let page = page && !self.marks.quiet;
            let _ = write!(self.out, "#l.cita{}(\"{target}\"", if page { "-pagina" } else { "" });
            self.push(self.line(line));
            self.marks.in_link = true;
            words(self);
            self.marks.in_link = false;
            self.push("]");
        } else {
            words(self);
        }
        if !here
            && let Some(part) = self.part
            && let Some(page) = part.pages.get(target)
        {
            let _ = write!(self.out, "#\" (pag.\u{A0}{page} del piano)\";");
        }
    }

    // --- Inline text ---

    /// The words of `content` without links, notes and pictures.
    fn flat(&mut self, content: &'a [Inline]) {
        let before = std::mem::replace(&mut self.marks.flat, true);
        self.inlines(content);
        self.marks.flat = before;
    }

    /// Whether a reference says its page. In a table with a column of pages that of the row does not, nor do those that the program
    /// lists.
    fn says_page(&self, target: &Id, page: bool, listed: bool) -> bool {
        page && !self.marks.heading && (self.marks.paged.is_empty() || !listed && !self.marks.paged.contains(target))
    }

    fn inlines(&mut self, content: &'a [Inline]) {
        for inline in content {
            match inline {
                // typst has no alternate text for a run of words (/E), so an acronym has its name only where the text says
                // it.
                Inline::Text { text, span } | Inline::Abbr { text, span, .. } => {
                    self.mark(*span);
                    self.words(text);
                }
                Inline::Strong(content) => self.wrap("#strong[", content),
                Inline::Emph(content) => self.wrap("#emph[", content),
                Inline::Small(content) => self.wrap("#l.minore[", content),
                Inline::Strike(content) if self.marks.struck => self.inlines(content),
                Inline::Strike(content) => {
                    self.marks.struck = true;
                    self.wrap("#strike[", content);
                    self.marks.struck = false;
                }
                Inline::Revised { value, .. } if self.marks.flat => self.inlines(value),
                Inline::Revised { value, version, era } => {
                    self.inlines(value);
                    let _ = write!(self.out, "#l.rivisto({version})[");
                    self.inlines(era);
                    self.push("]");
                }
                Inline::Code { text, span } => {
                    self.mark(*span);
                    self.push("#l.codice(");
                    let fitted = self.code(text, self.prose() / self.frame.size);
                    for (n, part) in yielding(&fitted).enumerate() {
                        self.push(if n > 0 { ", " } else { "" });
                        self.literal(part);
                    }
                    self.push(");");
                }
                Inline::Link { content, .. } | Inline::Xref { content, .. } if self.marks.flat => self.inlines(content),
                Inline::Link { url, content } => self.link(url, content),
                Inline::Lang { lang, content } => {
                    let (lang, region) = lang.split_once('-').unwrap_or((lang, ""));
                    let region = if region.is_empty() { "none".to_owned() } else { format!("\"{region}\"") };
                    let _ = write!(self.out, "#text(lang: \"{lang}\", region: {region})[");
                    self.inlines(content);
                    self.push("]");
                }
                Inline::Xref { target, content, page, listed } => {
                    let page = self.says_page(target, *page, *listed);
                    self.cite(target, page, !has_strike(content), |w| w.inlines(content));
                }
                Inline::Note { .. } if self.marks.flat => {}
                Inline::Note { number } => self.note(*number),
                Inline::Image { alt, .. } if self.marks.flat => self.words(alt),
                Inline::Image { asset, alt } => match self.images.get(asset).cloned() {
                    Some(path) => {
                        // A picture among words is at most a few lines high.
                        let width = measure::image_width(self.document, asset, self.frame.room, 8.0 * self.frame.size);
                        self.push("#box(");
                        self.image(&path, width, alt);
                        self.push(");");
                    }
                    None => self.words(alt),
                },
                Inline::Mark(_) if self.marks.flat => {}
                Inline::Mark(mark) => self.shape(mark),
                Inline::Break if self.marks.flat => self.push("#\" \";"),
                Inline::Break => self.push("#l.a-capo;"),
            }
        }
    }

    /// A shape among words. Its words are beside it, so that it is not read.
    fn shape(&mut self, mark: &Mark) {
        match mark {
            Mark::Sign(sign) => {
                let _ = write!(self.out, "#l.segno(\"{}\");", sign.name());
            }
            Mark::Level(level) => {
                let full = level.full().map_or_else(|| "none".to_owned(), |full| format!("{full:.4}"));
                let _ = write!(self.out, "#l.livello({full});");
            }
            Mark::Bar(strip) => {
                let tick = strip.tick().map_or_else(|| "none".to_owned(), |tick| format!("{tick:.4}"));
                let wide = if strip.wide { ", largo: 12.4em" } else { "" };
                let _ = write!(self.out, "#l.barra({:.4}, {tick}{wide});", strip.full());
            }
            Mark::Line { start, end, points } => {
                self.push("#l.linea(");
                for Posto { stage, at, sotto, grande } in places(*start, *end, points) {
                    let _ = write!(self.out, "(\"{}\", {at:.4}, {sotto:.2}, {grande:.2}), ", stage.name());
                }
                self.push(");");
            }
        }
    }

    fn wrap(&mut self, open: &str, content: &'a [Inline]) {
        let face = self.frame.face;
        if open == "#strong[" && face == Face::Regular {
            self.frame.face = Face::Bold;
        }
        self.push(open);
        self.inlines(content);
        self.push("]");
        self.frame.face = face;
    }

    fn link(&mut self, url: &str, content: &'a [Inline]) {
        // A file of the plan is published beside the site and not beside the PDF.
        let file = self.document.ha_file(url);
        // So is a publication of which only the way from the site is known.
        let (file, url) = match self.document.vicina(url) {
            Some((Vicina::Indirizzo(address), page)) => (file, Cow::Owned(format!("{address}{page}"))),
            Some((Vicina::Accanto(_), _)) => (true, Cow::Borrowed(url)),
            None => (file, Cow::Borrowed(url)),
        };
        let url = &*url;
        let url: String = clean(url).filter(|c| !c.is_whitespace()).collect();
        // typst refuses an empty address and one of more than 8,000 bytes. A link without words could not be clicked.
        let bad = url.is_empty() || url.len() > 2000 || clean(&plain(content)).all(char::is_whitespace);
        if self.marks.in_link || bad || file {
            self.inlines(content);
            return;
        }
        self.push("#l.rimando(");
        self.literal(&url);
        self.push(self.line(!has_strike(content)));
        self.marks.in_link = true;
        self.inlines(content);
        self.marks.in_link = false;
        self.push("]");
    }

    /// The end of the call of a link. PDF/UA refuses two lines on one word, so struck words in a link, or a link in struck
    /// words, are not underlined.
    fn line(&self, line: bool) -> &'static str {
        if line && !self.marks.struck { ")[" } else { ", riga: false)[" }
    }

    fn note(&mut self, number: u32) {
        let Some(note) = self.notes.get(&number).copied() else {
            // The note is of another section. The mark refers to the note if it is already printed.
            if self.ids.noted.contains(&number) && !self.marks.in_link {
                let _ = write!(self.out, "#l.nota-ripetuta({number});");
            } else {
                let _ = write!(self.out, "#l.numero-nota({number});");
            }
            return;
        };
        if self.marks.in_link {
            let _ = write!(self.out, "#l.numero-nota({number});");
        } else if self.ids.noted.insert(number) {
            match &mut self.ids.later {
                None => self.footnote("nota", note),
                Some(later) => {
                    later.push(note);
                    let _ = write!(self.out, "#l.nota-ripetuta({number});");
                }
            }
        } else {
            let _ = write!(self.out, "#l.nota-ripetuta({number});");
        }
    }

    /// Writes the call of the layout function `call`, which prints a note.
    fn footnote(&mut self, call: &str, note: &'a Note) {
        let _ = write!(self.out, "#l.{call}({})[", note.number);
        let saved = (self.frame.room, self.frame.size, self.frame.face, self.frame.flow);
        (self.frame.room, self.frame.face, self.frame.flow) =
            (self.misure.testo.giustezza - 20.0, Face::Regular, false);
        let later = self.ids.later.take();
        self.body(&note.blocks, true);
        self.ids.later = later;
        (self.frame.room, self.frame.size, self.frame.face, self.frame.flow) = saved;
        self.push("];");
    }
}

/// Divides `room` among things that ask for some width. Those that ask for no more than their part have it, and the others divide
/// the rest; if all have what they ask for, what is left goes to each by what it asks.
fn shares(asks: &[f64], room: f64) -> Vec<f64> {
    let mut given: Vec<Option<f64>> = vec![None; asks.len()];
    loop {
        let left = room - given.iter().flatten().sum::<f64>();
        let open = given.iter().filter(|one| one.is_none()).count();
        let part = left / open.max(1) as f64;
        let mut changed = false;
        for (one, ask) in given.iter_mut().zip(asks).filter(|(one, ask)| one.is_none() && **ask <= part) {
            *one = Some(*ask);
            changed = true;
        }
        if !changed || open == 0 {
            let more = if open == 0 { left / asks.iter().sum::<f64>().max(1.0) } else { 0.0 };
            let widen = |(one, ask): (Option<f64>, &f64)| one.unwrap_or(part) + more * ask;
            return given.into_iter().zip(asks).map(widen).collect();
        }
    }
}

fn by_number(notes: &[Note]) -> BTreeMap<u32, &Note> {
    notes.iter().map(|note| (note.number, note)).collect()
}

/// How a row stands in its table.
struct Edge<'a> {
    /// The number of the table that begins here.
    opens: Option<u32>,
    /// Whether it ends here.
    closes: bool,
    /// In a table with a column of pages: the things whose pages this row tells.
    pages: Option<&'a [&'a Id]>,
    /// Whether it is among rows that stay on the page of the row after them.
    kept: bool,
}

/// The words of a heading.
enum Title<'a> {
    Plain(&'a str),
    Rich(&'a [Inline]),
}

/// Whether `content` has links, notes or pictures. Those are printed on the page and left out of bookmarks and lists.
fn is_rich(content: &[Inline]) -> bool {
    content.iter().any(|inline| match inline {
        Inline::Text { .. } | Inline::Code { .. } | Inline::Abbr { .. } => false,
        Inline::Strong(content)
        | Inline::Emph(content)
        | Inline::Small(content)
        | Inline::Strike(content)
        | Inline::Lang { content, .. } => is_rich(content),
        Inline::Link { .. }
        | Inline::Xref { .. }
        | Inline::Note { .. }
        | Inline::Image { .. }
        | Inline::Mark(_)
        | Inline::Revised { .. }
        | Inline::Break => true,
    })
}

/// Whether `content` has the mark of a note.
fn has_note(content: &[Inline]) -> bool {
    content.iter().any(|inline| matches!(inline, Inline::Note { .. }) || inline.inner().into_iter().any(has_note))
}

/// Whether a block is a remark of the program about what stands above it.
fn is_remark(block: &Block) -> bool {
    matches!(&block.kind, BlockKind::Paragraph(content) if matches!(content.as_slice(), [Inline::Small(_)]))
}

/// About how high a drawing is that says again the table above it, with letters of `size` points.
fn again(block: &Block, size: f64) -> Option<f64> {
    match &block.kind {
        BlockKind::Drawing(Drawing { caption: None, kind: DrawingKind::Gantt(gantt), .. }) => {
            // A name takes up to two lines. Above them stand years and months, below them the legend.
            Some((gantt.rows.len() as f64 * 2.2 + 6.0) * size)
        }
        _ => None,
    }
}

/// Whether a cell only says that a value is missing.
fn is_missing(cell: &Cell) -> bool {
    cell.values.first().is_some_and(|(_, value)| *value == Value::Nothing) && cell.values.len() == 1
        || plain(cell).trim() == "–"
}

/// About how many pages the text of a section takes, with its subsections. A page has some 2,500 characters, and a drawing takes a
/// third of one.
fn pages_of(section: &Section) -> f64 {
    let mut pages = 0.0;
    section.each_block(&mut |block| {
        if matches!(block.kind, BlockKind::Drawing(_) | BlockKind::Figure(_)) {
            pages += 0.33;
            return;
        }
        block.parts(&mut |_, part| {
            pages += match part {
                crate::document::Part::Words(words) => plain(words).chars().count(),
                crate::document::Part::Plain(text) => text.chars().count(),
                crate::document::Part::Blocks(_) => 0,
            } as f64
                / 2_500.0;
        });
    });
    pages + section.children.iter().map(pages_of).sum::<f64>()
}

/// Whether some words are struck, as those that were revised are.
fn has_strike(content: &[Inline]) -> bool {
    let struck = |inline: &Inline| matches!(inline, Inline::Strike(_) | Inline::Revised { .. });
    content.iter().any(|inline| struck(inline) || inline.inner().into_iter().any(has_strike))
}

/// `text`, or `otherwise` if no character of `text` can be seen.
fn or<'t>(text: &'t str, otherwise: &'t str) -> &'t str {
    if clean(text).all(char::is_whitespace) { otherwise } else { text }
}

/// The name of a profile in the layouts.
fn profile_name(profile: Profile) -> &'static str {
    match profile {
        Profile::Testo => "testo",
        Profile::Codice => "codice",
        Profile::Importo => "importo",
        Profile::Numero => "numero",
        Profile::Data => "data",
        Profile::Centrato => "centrato",
    }
}

// --- Literals ---

/// Longest literal, in bytes of the text. typst keeps the place of a glyph in its literal in 16 bits, and an escape takes
/// two bytes for one.
const LONGEST: usize = 16 * 1024;

/// `text` cut into pieces for literals. There is at least one piece.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = vec![];
    let mut rest = text;
    while rest.len() > LONGEST {
        let cut = (0..=LONGEST).rev().find(|n| rest.is_char_boundary(*n)).unwrap_or(rest.len());
        let (piece, tail) = rest.split_at(cut);
        pieces.push(piece);
        rest = tail;
    }
    pieces.push(rest);
    pieces
}

/// `text` cut where a line may end. Between two pieces typst can be told to allow a break without a character, which
/// readers would otherwise copy with the words. Where the standard forbids a break even beside a blank (before a bar, after
/// a parenthesis), the character stays.
fn yielding(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let cut = text.match_indices('\u{200B}').find_map(|(at, blank)| {
            let (before, after) = (text.get(..at)?, text.get(at + blank.len()..)?);
            let solid = |c: char| c.is_alphanumeric() || text::is_joint(c);
            let ends = before.chars().next_back().is_some_and(solid);
            (ends && after.chars().next().is_some_and(char::is_alphanumeric)).then_some((before, after))
        });
        match cut {
            Some((before, after)) => {
                rest = Some(after);
                Some(before)
            }
            None => rest.take(),
        }
    })
}

/// Appends `text` as a typst string. In a string only `"` and `\` have a meaning.
fn quote(out: &mut String, text: &str) {
    out.push('"');
    for c in clean(text) {
        if matches!(c, '"' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out.push('"');
}

// --- What is printed ---
