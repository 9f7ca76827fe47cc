//! Writes the text of the document: the cover, the contents, the sections. Blocks, words, tables and pictures have files of their own.

use super::inlines::Run;
use super::lists::Liste;
use super::pack::{Media, Rels};
use super::places::{Luogo, Memoria};
use super::styles::{self, TENUE, hex, id};
use super::xml::Xml;
use crate::base::hash;
use crate::base::text::capital;
use crate::document::{BlockKind, Document, Inline, Note, Section, plain};
use crate::emit::pdf::measure::Misure;
use crate::emit::pdf::scope::{Scope, printed};
use crate::emit::text::or;
use crate::piano::element::id::Id;
use crate::piano::settings::Stato;
use crate::source::Sources;
use std::collections::{BTreeMap, BTreeSet};

/// The deepest headings that the contents list.
const INDICE: u8 = 3;

/// Twentieths of a point in a point.
pub(super) const TWIPS: f64 = 20.0;

/// What is written so far, and where.
pub(super) struct Writer<'a> {
    pub(super) document: &'a Document,
    pub(super) sources: &'a Sources,
    pub(super) misure: &'a Misure,
    /// The part that is being written, and what it leads to.
    pub(super) xml: Xml,
    pub(super) rels: Rels,
    /// The other part: the notes while the text is written, the text while a note is.
    pub(super) other: (Xml, Rels),
    pub(super) media: Media,
    pub(super) liste: Liste,
    /// The ids that links can reach, and those that already have a bookmark.
    pub(super) printed: BTreeSet<&'a Id>,
    pub(super) labelled: BTreeSet<&'a Id>,
    /// The notes of the section at hand, and those already written.
    pub(super) notes: BTreeMap<u32, &'a Note>,
    pub(super) noted: BTreeSet<u32>,
    /// The number of the first note that Word counts, and the one that it gives to the next.
    pub(super) counted: Option<(u32, u32)>,
    /// Whether a note is being written: Word has no notes in notes.
    pub(super) in_note: bool,
    /// The notes that a note speaks of, to be told after it.
    pub(super) told_after: Vec<&'a Note>,
    /// How many bookmarks, pictures and headings of the contents there are.
    bookmarks: usize,
    pub(super) pictures: usize,
    headings: usize,
    /// What the file keeps of itself: the texts that have a place.
    pub(super) memoria: Memoria,
    /// The words of the paragraph at hand.
    pub(super) said: String,
    /// Bookmarks to be written at the beginning of the next paragraph.
    pub(super) pending: Vec<String>,
    pub(super) frame: Frame,
    /// Whether the pages at hand are turned on their side.
    pub(super) turned: bool,
    /// The colour of numbers and links.
    pub(super) primario: String,
    /// Whether the next section begins a page.
    page: bool,
    /// Whether the first pages, which begin with the cover, are not ended yet.
    cover: bool,
}

/// The place around what is written. Lengths in points.
#[derive(Clone, Copy)]
pub(super) struct Frame {
    /// How wide it is.
    pub(super) room: f64,
    /// How far its left edge is from that of the page.
    pub(super) left: f64,
    /// How deep it is in lists.
    pub(super) depth: usize,
    /// Whether it is in the plain flow of the page.
    pub(super) flow: bool,
    pub(super) in_card: bool,
    /// The ground and the line of the frame around it.
    pub(super) boxed: Option<Boxed>,
}

/// A frame around paragraphs.
#[derive(Clone, Copy)]
pub(super) struct Boxed {
    pub(super) ground: &'static str,
    pub(super) line: &'static str,
}

/// How a paragraph stands, beside its style.
#[derive(Default)]
pub(super) struct Par<'s> {
    pub(super) style: &'s str,
    /// The list and the level of an item.
    pub(super) item: Option<(usize, usize)>,
    /// How far the first line stands out to the left, in points.
    pub(super) hanging: f64,
    pub(super) keep: bool,
    /// Space above and below, in twentieths of a point, where it is not that of the style.
    pub(super) spacing: Option<(u32, u32)>,
    pub(super) align: Option<&'static str>,
    /// Whether it is as wide as the page, and not as the prose.
    pub(super) wide: bool,
    /// Whether it begins a page.
    pub(super) page: bool,
    /// The ground of one that is a band.
    pub(super) ground: Option<String>,
}

impl<'s> Par<'s> {
    pub(super) fn of(style: &'s str) -> Self {
        Par { style, ..Par::default() }
    }
}

/// An entry of the contents.
struct Voce {
    level: u8,
    words: String,
}

impl<'a> Writer<'a> {
    pub(super) fn new(document: &'a Document, sources: &'a Sources, misure: &'a Misure, scope: &Scope<'a>) -> Self {
        Writer {
            document,
            sources,
            misure,
            xml: Xml::text_part("w:document"),
            rels: Rels::default(),
            other: (Xml::text_part("w:footnotes"), Rels::default()),
            media: Media::default(),
            liste: Liste::default(),
            printed: printed(scope, document),
            labelled: BTreeSet::new(),
            notes: BTreeMap::new(),
            noted: BTreeSet::new(),
            counted: None,
            in_note: false,
            told_after: vec![],
            bookmarks: 0,
            pictures: 0,
            headings: 0,
            memoria: Memoria::of(&document.meta),
            said: String::new(),
            pending: vec![],
            frame: Frame { room: misure.width(), left: 0.0, depth: 0, flow: true, in_card: false, boxed: None },
            turned: false,
            primario: hex(document.meta.colori.primario),
            page: matches!(scope, Scope::Whole),
            cover: matches!(scope, Scope::Whole),
        }
    }

    /// Writes what is asked for.
    pub(super) fn write(&mut self, scope: &Scope<'a>) {
        super::blocks::separators(&mut self.other.0);
        self.xml.open("w:body", &[]);
        match scope {
            Scope::Whole => {
                self.cover();
                self.contents();
                for section in &self.document.sections {
                    self.section(section);
                }
                self.colophon();
            }
            Scope::Section(section) => self.section(section),
            Scope::Blocks(section, blocks) => {
                self.notes = section.note_per_numero();
                self.blocks(blocks);
            }
        }
        self.pages(self.turned);
        self.xml.close();
    }

    // --- Paragraphs ---

    /// A paragraph with its bookmarks.
    pub(super) fn paragraph(&mut self, par: &Par<'_>, inner: impl FnOnce(&mut Self)) {
        self.xml.open("w:p", &[]);
        self.properties(par);
        for name in std::mem::take(&mut self.pending) {
            self.bookmark(&name, |_| {});
        }
        // A note has paragraphs of its own.
        let before = std::mem::take(&mut self.said);
        let marks = self.memoria.segni.len();
        inner(self);
        let said = std::mem::replace(&mut self.said, before);
        if self.memoria.segni.len() == marks {
            self.memoria.ha_scritto(&said);
        }
        self.xml.close();
    }

    fn properties(&mut self, par: &Par<'_>) {
        let frame = self.frame;
        let xml = &mut self.xml;
        xml.open("w:pPr", &[]);
        if !par.style.is_empty() {
            xml.val("w:pStyle", par.style);
        }
        if par.keep {
            xml.void("w:keepNext", &[]);
        }
        if par.page {
            xml.void("w:pageBreakBefore", &[]);
        }
        if let Some((list, level)) = par.item {
            xml.open("w:numPr", &[]);
            xml.val("w:ilvl", &level.to_string());
            xml.val("w:numId", &list.to_string());
            xml.close();
        }
        if let Some(boxed) = frame.boxed {
            xml.open("w:pBdr", &[]);
            styles::border(xml, "w:left", boxed.line, 24, 8);
            xml.close();
        }
        match (&par.ground, frame.boxed) {
            (Some(ground), _) => styles::shade(xml, ground),
            (None, Some(boxed)) => styles::shade(xml, boxed.ground),
            (None, None) => {}
        }
        if let Some((before, after)) = par.spacing {
            xml.void("w:spacing", &[("w:before", &before.to_string()), ("w:after", &after.to_string())]);
        }
        let twips = |points: f64| format!("{:.0}", points * TWIPS);
        if frame.left > 0.0 || par.hanging > 0.0 || par.wide {
            let (left, hanging) = (twips(frame.left + par.hanging), twips(par.hanging));
            let mut of = vec![("w:left", left.as_str())];
            of.extend(par.wide.then_some(("w:right", "0")));
            of.extend((par.hanging > 0.0).then_some(("w:hanging", hanging.as_str())));
            xml.void("w:ind", &of);
        }
        if let Some(align) = par.align {
            xml.val("w:jc", align);
        }
        xml.close();
    }

    /// A bookmark around `inner`.
    pub(super) fn bookmark(&mut self, name: &str, inner: impl FnOnce(&mut Self)) {
        self.bookmarks += 1;
        let number = self.bookmarks.to_string();
        self.xml.void("w:bookmarkStart", &[("w:id", &number), ("w:name", name)]);
        inner(self);
        self.xml.void("w:bookmarkEnd", &[("w:id", &number)]);
    }

    /// `inner` with the hidden bookmark that says where it is written.
    pub(super) fn placed(&mut self, place: Option<&Luogo>, inner: impl FnOnce(&mut Self)) {
        match place.and_then(|place| place.name(self.sources, self.memoria.segni.len() + 1)) {
            Some(name) => {
                self.memoria.segni.push(name.clone());
                self.bookmark(&name, inner);
            }
            None => inner(self),
        }
    }

    /// Words with their place.
    pub(super) fn words(&mut self, words: &'a [Inline], run: Run<'_>) {
        let place = Luogo::of(words);
        self.placed(place.as_ref(), |w| w.inlines(words, run));
    }

    /// Gives the anchor a bookmark, at the beginning of the next paragraph.
    pub(super) fn anchor(&mut self, anchor: Option<&'a Id>) {
        if let Some(id) = anchor
            && self.printed.contains(id)
            && self.labelled.insert(id)
        {
            self.pending.push(link_name(id));
        }
    }

    /// Runs `inner` in a narrower place, `left` points to the right and outside the plain flow.
    pub(super) fn inside(&mut self, left: f64, inner: impl FnOnce(&mut Self)) {
        let before = self.frame;
        self.frame.left += left;
        self.frame.room = (self.frame.room - left).max(40.0);
        self.frame.flow = false;
        inner(self);
        self.frame = before;
    }

    // --- Frame ---

    fn cover(&mut self) {
        let meta = &self.document.meta;
        if let Some(stemma) = &meta.stemma {
            let alt = meta.stemma_detto();
            self.paragraph(&Par { spacing: Some((0, 240)), ..Par::default() }, |w| {
                w.asset(stemma, &alt, (200.0, 24.0 * 72.0 / 25.4));
            });
        }
        let titoli = hex(meta.colori.titoli);
        let big = Run { size: Some(32), bold: true, color: Some(&titoli), ..Default::default() };
        self.paragraph(&Par::default(), |w| w.text(&meta.ente, big));
        if let Some(word) = stamp(meta.bozza, meta.stato) {
            let run = Run { size: Some(26), bold: true, color: Some(TENUE), ..Default::default() };
            self.paragraph(&Par { spacing: Some((240, 0)), ..Par::default() }, |w| w.text(word, run));
        }
        self.paragraph(&Par::of(id::TITOLO), |w| w.text(or(&meta.titolo, "Piano"), Default::default()));
        if !meta.periodo.is_empty() {
            self.paragraph(&Par::of(id::SOTTOTITOLO), |w| w.text(&meta.periodo, Default::default()));
        }
        if let Some(words) = &meta.avvertenza {
            self.boxed(Boxed { ground: "FFF6E5", line: "8A5300" }, |w| {
                let run = Run { bold: true, color: Some("5C3700"), ..Default::default() };
                w.paragraph(&Par { style: id::AVVISO, wide: true, ..Par::default() }, |w| w.text(words, run));
            });
        }
        self.boxed(Boxed { ground: styles::FONDO, line: "0066CC" }, |w| {
            let wide = || Par { style: id::AVVISO, wide: true, ..Par::default() };
            let bold = Run { bold: true, ..Default::default() };
            w.paragraph(&Par { keep: true, ..wide() }, |w| w.text("Copia per la revisione", bold));
            for words in REVISIONE {
                w.paragraph(&wide(), |w| w.text(words, Default::default()));
            }
        });
        let address = meta.indirizzo.as_ref().or(meta.sito.as_ref());
        let rows = [
            ("Stato", Some(capital(meta.stato.label()))),
            ("Data", Some(meta.giorno().lunga())),
            ("Organo", meta.organo.clone()),
            ("Atto", meta.allegato.clone()),
        ];
        self.paragraph(&Par { spacing: Some((480, 0)), ..Par::default() }, |_| {});
        let soft = Run { color: Some(TENUE), ..Default::default() };
        let bold = Run { bold: true, ..Default::default() };
        for (name, value) in rows {
            let Some(value) = value.filter(|value| !value.is_empty()) else { continue };
            self.paragraph(&Par::of(id::COPERTINA), |w| {
                w.text(&format!("{name}: "), soft);
                w.tab();
                w.text(&value, bold);
            });
        }
        if let Some(address) = address {
            self.paragraph(&Par::of(id::COPERTINA), |w| {
                w.text("Indirizzo: ", soft);
                w.tab();
                w.link(address, |w, run| w.text(address, run), bold);
            });
        }
    }

    /// The contents: a field that Word makes again when it is asked, with the entries already written. Their pages are known to who opens
    /// the file, and not here. Asking Word to work them out when it opens the file (`w:updateFields`, `w:dirty`) makes it ask a reviewer
    /// whether to trust fields «that may refer to other files»; and a `PAGEREF` beside each entry stays blank until somebody updates it:
    /// LibreOffice works it out only outside a field of contents, and without that field Word no longer updates all of them with one click.
    fn contents(&mut self) {
        let entries = self.entries();
        self.xml.open("w:sdt", &[]);
        self.xml.open("w:sdtPr", &[]);
        self.xml.open("w:docPartObj", &[]);
        self.xml.val("w:docPartGallery", "Table of Contents");
        self.xml.void("w:docPartUnique", &[]);
        self.xml.close();
        self.xml.close();
        self.xml.open("w:sdtContent", &[]);
        let title = Par { style: id::TITOLO_INDICE, page: true, ..Par::default() };
        self.paragraph(&title, |w| w.text("Indice", Default::default()));
        let last = entries.len();
        for (n, entry) in (1..).zip(entries) {
            let style = id::sommario(entry.level);
            self.paragraph(&Par::of(&style), |w| {
                if n == 1 {
                    w.field_begin(&format!("TOC \\o \"1-{INDICE}\" \\h \\z"));
                }
                w.xml.open("w:hyperlink", &[("w:anchor", &toc_name(n)), ("w:history", "1")]);
                w.text(&entry.words, Default::default());
                w.xml.close();
                if n == last {
                    w.field_end();
                }
            });
        }
        self.xml.close();
        self.xml.close();
    }

    /// The headings that the contents list, in the order in which [`Writer::heading`] writes them.
    fn entries(&self) -> Vec<Voce> {
        let mut all = vec![];
        self.document.walk(&mut |section, _| {
            if section.level <= INDICE {
                all.push(Voce { level: section.level, words: section.heading() });
            }
            for block in &section.blocks {
                if let BlockKind::Heading { level, number, content } = &block.kind
                    && *level <= INDICE
                {
                    let words = match number.as_deref().map(str::trim).filter(|number| !number.is_empty()) {
                        Some(number) => format!("{number} {}", plain(content)),
                        None => plain(content),
                    };
                    all.push(Voce { level: *level, words });
                }
            }
        });
        all
    }

    fn section(&mut self, section: &'a Section) {
        self.upright();
        self.anchor(Some(&section.id));
        let level = section.level.clamp(1, 6);
        let band = section.frontespizio;
        let style = if band { id::FRONTESPIZIO.to_owned() } else { id::titolo(level) };
        // The first comes after the contents. A section with pages of its own leaves none to that which follows.
        let page = std::mem::replace(&mut self.page, section.apart) || band || section.apart;
        let par = Par { style: &style, page, ..Par::default() };
        let place = Luogo::title(&section.title, section.span);
        self.heading(level, section.number.as_deref(), &par, true, |w| {
            let run = Run::default();
            w.placed(place.as_ref(), |w| w.text(or(&section.title, "(senza titolo)"), run));
        });
        if let Some(referente) = section.referente.as_deref().filter(|name| !name.trim().is_empty()) {
            let words = format!("Referente: {referente}");
            self.paragraph(&Par::of(id::REFERENTE), |w| w.text(&words, Default::default()));
        }
        self.notes = section.note_per_numero();
        self.blocks(&section.blocks);
        for child in &section.children {
            self.section(child);
        }
    }

    /// A heading, with its number as a word. `listed`: the contents have it.
    pub(super) fn heading(
        &mut self,
        level: u8,
        number: Option<&str>,
        par: &Par<'_>,
        listed: bool,
        title: impl FnOnce(&mut Self),
    ) {
        let primario = self.primario.clone();
        let name = (listed && level <= INDICE).then(|| {
            self.headings += 1;
            toc_name(self.headings)
        });
        self.paragraph(par, |w| {
            let whole = |w: &mut Self| {
                if let Some(number) = number.map(str::trim).filter(|number| !number.is_empty()) {
                    let color = (par.style != id::FRONTESPIZIO).then_some(primario.as_str());
                    w.text(&format!("{number} "), Run { color, ..Default::default() });
                }
                title(w);
            };
            match name {
                Some(name) => w.bookmark(&name, whole),
                None => whole(w),
            }
        });
    }

    fn colophon(&mut self) {
        let meta = &self.document.meta;
        self.upright();
        let soft = Run { size: Some(17), color: Some(TENUE), ..Default::default() };
        let act = meta.allegato.as_ref().map(|act| format!(" {act}.")).unwrap_or_default();
        let lines = [
            format!("{}. {}. {}, {}.{act}", meta.nome(), meta.ente, capital(meta.stato.label()), meta.giorno().lunga()),
            format!("Impronta del contenuto da cui è fatta questa copia (SHA-256): {}", meta.impronta),
        ];
        self.paragraph(&Par { spacing: Some((480, 0)), ..Par::default() }, |_| {});
        for line in &lines {
            self.paragraph(&Par { spacing: Some((0, 60)), ..Par::default() }, |w| w.text(line, soft));
        }
    }

    // --- Pages ---

    /// What follows stands on pages turned on their side.
    pub(super) fn on_its_side(&mut self) {
        if !self.turned {
            self.paragraph_with_pages(false);
            self.turned = true;
        }
    }

    /// What follows stands on upright pages.
    pub(super) fn upright(&mut self) {
        if self.turned {
            self.paragraph_with_pages(true);
            self.turned = false;
        }
    }

    /// Ends the pages at hand: Word keeps their form in their last paragraph.
    fn paragraph_with_pages(&mut self, turned: bool) {
        self.xml.open("w:p", &[]);
        self.xml.open("w:pPr", &[]);
        self.xml.val("w:pStyle", id::SEPARATORE);
        self.pages(turned);
        self.xml.close();
        self.xml.close();
    }

    fn pages(&mut self, turned: bool) {
        let page = &self.misure.pagina;
        let twips = |points: f64| format!("{:.0}", points * TWIPS);
        let (mut wide, mut high) = (twips(page.larghezza), twips(page.altezza));
        if turned {
            std::mem::swap(&mut wide, &mut high);
        }
        let (top, bottom, side) = (twips(page.margine_alto), twips(page.margine_basso), twips(page.margine_lati));
        // The cover is the first page of the first pages.
        let cover = std::mem::take(&mut self.cover);
        let xml = &mut self.xml;
        xml.open("w:sectPr", &[]);
        xml.void("w:headerReference", &[("w:type", "default"), ("r:id", super::pack::TESTATA)]);
        xml.void("w:footerReference", &[("w:type", "default"), ("r:id", super::pack::PIEDE)]);
        let mut size = vec![("w:w", wide.as_str()), ("w:h", high.as_str())];
        size.extend(turned.then_some(("w:orient", "landscape")));
        xml.void("w:pgSz", &size);
        xml.void(
            "w:pgMar",
            &[
                ("w:top", &top),
                ("w:right", &side),
                ("w:bottom", &bottom),
                ("w:left", &side),
                ("w:header", "680"),
                ("w:footer", "600"),
                ("w:gutter", "0"),
            ],
        );
        if cover {
            xml.void("w:titlePg", &[]);
        }
        xml.close();
    }
}

/// The words on the cover that say what the file is for.
const REVISIONE: [&str; 2] = [
    "Il testo ufficiale è quello del PDF e del sito: questa copia serve per leggere, commentare e proporre modifiche. Word e LibreOffice le \
     registrano; commenti e modifiche tornano così nel piano, uno per uno, al punto giusto.",
    "I numeri di sezioni, tabelle e note sono quelli del piano. I numeri di pagina dell’indice li mette Word: tasto destro sull’indice, \
     «Aggiorna campo».",
];

/// The mark of a plan that is not approved yet.
pub(super) fn stamp(bozza: bool, stato: Stato) -> Option<&'static str> {
    if bozza {
        return Some("BOZZA");
    }
    (stato == Stato::Proposta).then_some("PROPOSTA")
}

/// The name of the bookmark of a thing with an id: Word allows 40 letters, digits and underscores.
pub(super) fn link_name(id: &Id) -> String {
    let short: String = id.as_str().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).take(26).collect();
    let digest: String = hash::file(id.as_str().as_bytes()).chars().take(8).collect();
    format!("_id_{short}_{digest}")
}

fn toc_name(n: usize) -> String {
    format!("_Toc{:08}", 90_000_000 + n)
}
