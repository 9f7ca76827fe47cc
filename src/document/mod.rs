//! The document as a reader sees it, in order: the only thing that the outputs know of a plan.
//!
//! Every number is already given, every citation already has its words and its target, every view is already a table,
//! a card or a list. What is left to an output is the look, and (on paper) the page. Nothing here says which output it is for.

pub mod dataset;
pub mod drawing;
pub mod impronta;
mod table;
mod walk;

use crate::piano::Asset;
use crate::piano::prose::Callout;
use crate::piano::settings::Stato;
pub use dataset::{DataColumn, DataType, Dataset, Datum, Numero};
pub use drawing::{
    Bar, Calendar, CalendarRow, Chart, ChartPoint, Drawing, DrawingKind, DrawnNode, Gantt, GanttRow, Month, Role, Sure,
};
pub use table::{Cell, Column, Row, Table, Value};
pub use walk::{Part, PartMut};

use crate::base::colore::Colori;
use crate::base::span::Span;
use crate::piano::element::id::Id;
use crate::source::Edizione;
use std::{collections::BTreeMap, sync::Arc};

/// A whole plan, ready to be set.
#[derive(Debug)]
pub struct Document {
    /// What stands on the cover, in the metadata and in the running heads.
    pub meta: Meta,
    /// Chapters in reading order.
    pub sections: Vec<Section>,
    /// Everything that can be reached by id: where it is and what it is called. Keys are unique over the plan.
    pub targets: BTreeMap<Id, Target>,
    /// The things that a reader looks for one at a time, by kind; no list is empty.
    pub catalogo: Vec<Elenco>,
    /// Images by the path that [`Inline::Image`] and [`Figure`] name.
    pub assets: BTreeMap<String, Asset>,
    /// The style sheet of the body, in the place of ours.
    pub stile: Option<Stile>,
    /// What an agenda can be given, for the file [`FILE_ICS`] of the site; nothing where no view shows the calendar.
    pub calendario: Vec<Evento>,
    /// Annexes, copied beside the site and listed by the view `allegati`: path in the site (`allegati/x.pdf`) and bytes.
    pub allegati: BTreeMap<String, Arc<[u8]>>,
    /// The records of the plan as public data, one register for each kind of thing: always the same ones, some without rows.
    pub registri: Vec<Dataset>,
    /// The editions among which the plan is published; none for an output that is not published.
    pub edizioni: Option<Edizioni>,
}

/// The edition at hand and those before it.
#[derive(Debug, Clone)]
pub struct Edizioni {
    /// The name of this one, which is its address for good: its year.
    pub questa: String,
    /// The previous ones, the newest first.
    pub passate: Vec<Edizione>,
    /// Whether the site stands at that address, where it stays when another edition is in force, or at the address of
    /// whichever is in force.
    pub permanente: bool,
}

/// The plan in a few words. All texts are plain, already in Italian form.
#[derive(Debug)]
pub struct Meta {
    /// `Piano integrato di attività e organizzazione`, or what the plan calls itself.
    pub titolo: String,
    /// `2025-2027`.
    pub triennio: String,
    /// Name of the body: `Unione Reno Galliera`.
    pub ente: String,
    /// `approvazione`, `monitoraggio` or `consuntivo`.
    pub momento: String,
    /// How far the approval is.
    pub stato: Stato,
    /// True while the pages carry the draft mark.
    pub bozza: bool,
    /// Date of every output, year, month (1–12), day.
    pub data: crate::base::giorno::Giorno,
    /// `deliberazione della Giunta n. 5 del 30/01/2025`, when there is one.
    pub deliberazione: Option<String>,
    /// `Allegato A alla deliberazione della Giunta n. 5 del 30/01/2025`: what the plan is to its act.
    pub allegato: Option<String>,
    /// Which version it is, from 1.
    pub versione: u32,
    /// The day of this version, when it is not the first and says it.
    pub modificato: Option<crate::base::giorno::Giorno>,
    /// The coat of arms of the body: a key of [`Document::assets`].
    pub stemma: Option<String>,
    /// The colours of the body.
    pub colori: Colori,
    /// A sentence in evidence on the cover and on the home page (a demonstration says here that it is one).
    pub avvertenza: Option<String>,
    /// One sentence for the metadata of both outputs.
    pub descrizione: String,
    /// Keywords for the metadata of both outputs.
    pub parole_chiave: Vec<String>,
    /// Address of the site of the body, if known.
    pub sito: Option<String>,
    /// Where the site of the plan will be, with `/` at its end.
    pub indirizzo: Option<String>,
    /// Address of the privacy notice.
    pub privacy: Option<String>,
    /// Address of the accessibility statement.
    pub accessibilita: Option<String>,
    /// How the body is reached: `PEC` and the like, with their value.
    pub contatti: Vec<(&'static str, String)>,
    /// The fingerprint of the content, see [`impronta`]; empty until the driver knows it.
    pub impronta: String,
    /// Whether there is a list of the tables: there are some, and the settings want it.
    pub elenco_tabelle: bool,
    /// Whether there is a list of the figures.
    pub elenco_figure: bool,
    /// Code of the body in the index of public administrations, if known.
    pub codice_ipa: Option<String>,
    /// Certified mail of the body, if known.
    pub pec: Option<String>,
    /// Whether the PDF carries the open data inside.
    pub allega_dati: bool,
}

/// A style sheet of the body, with what stands beside it (fonts, pictures): path in the site and bytes.
#[derive(Debug)]
pub struct Stile {
    /// Its own path, one of those of `file`.
    pub foglio: String,
    /// All files.
    pub file: BTreeMap<String, Arc<[u8]>>,
}

/// The things of one kind.
#[derive(Debug)]
pub struct Elenco {
    /// Their name as views have it: `obiettivi`, `unita`.
    pub nome: &'static str,
    /// As printed: `Obiettivi`.
    pub titolo: String,
    /// Whether each of them is also read alone, by who is sent to it: not an act or a word, which are a line of a list.
    pub sole: bool,
    /// In their order.
    pub voci: Vec<Voce>,
}

/// A thing of a list.
#[derive(Debug)]
pub struct Voce {
    /// Its id. It is an anchor of the text, except for a unit that is only spoken of.
    pub id: Id,
    /// The word for what it is: `Obiettivo`.
    pub genere: String,
    /// Its code, if any.
    pub codice: Option<String>,
    /// What it is called.
    pub titolo: String,
    /// The things that belong to it: the objectives of a unit, by id.
    pub comprende: Vec<Id>,
}

impl Voce {
    /// Code and title.
    #[must_use]
    pub fn nome(&self) -> String {
        match &self.codice {
            Some(codice) => format!("{codice} {}", self.titolo),
            None => self.titolo.clone(),
        }
    }
}

/// One Markdown file: a page of the site, a heading with its text in the PDF.
#[derive(Debug)]
pub struct Section {
    /// Anchor, and name of the page in the site: `<id>.html`.
    pub id: Id,
    /// `2.2`; none for a section that is not numbered.
    pub number: Option<String>,
    /// Plain title, without the number.
    pub title: String,
    /// 1 for a chapter.
    pub level: u8,
    /// The office that answers for the section, when named.
    pub referente: Option<String>,
    /// How far the work on it is, in the words of its office.
    pub stato: Option<String>,
    /// What stands between the heading of the section and the first subsection.
    pub blocks: Vec<Block>,
    /// Subsections, one level below.
    pub children: Vec<Section>,
    /// Footnotes cited from the blocks of this section (not of its children), by number.
    pub notes: Vec<Note>,
    /// Where the section begins in the sources.
    pub span: Span,
}

impl Section {
    /// Name and number as printed: `2.2 Performance`.
    #[must_use]
    pub fn heading(&self) -> String {
        match &self.number {
            Some(number) => format!("{number} {}", self.title),
            None => self.title.clone(),
        }
    }

    /// Every block of its text and of its notes, in reading order, outermost first; not those of its subsections.
    pub fn each_block<'a>(&'a self, visit: &mut dyn FnMut(&'a Block)) {
        let notes = self.notes.iter().flat_map(|note| &note.blocks);
        self.blocks.iter().chain(notes).for_each(|block| block.each(visit));
    }
}

/// The calendar file of the site.
pub const FILE_ICS: &str = "calendario.ics";

/// Days of an agenda.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evento {
    /// The same in every version of the plan, also when its days have moved, and in no other plan.
    pub uid: String,
    /// The card that says it.
    pub scheda: Id,
    /// Title.
    pub titolo: String,
    /// What is to be known, in lines.
    pub testo: String,
    /// Where.
    pub luogo: String,
    /// First day.
    pub da: crate::base::giorno::Giorno,
    /// Last day, included.
    pub a: crate::base::giorno::Giorno,
    /// Whether it will be that day: otherwise it is still to be confirmed.
    pub certo: bool,
}

impl Document {
    /// Whether the site has a file at `path` that a text may link to.
    #[must_use]
    pub fn ha_file(&self, path: &str) -> bool {
        self.allegati.contains_key(path) || (path == FILE_ICS && !self.calendario.is_empty())
    }

    /// Every section with its ancestors (chapter first), in reading order.
    pub fn walk<'a>(&'a self, visit: &mut dyn FnMut(&'a Section, &[&'a Section])) {
        fn go<'a>(
            sections: &'a [Section],
            above: &mut Vec<&'a Section>,
            visit: &mut dyn FnMut(&'a Section, &[&'a Section]),
        ) {
            for section in sections {
                visit(section, above);
                above.push(section);
                go(&section.children, above, visit);
                above.pop();
            }
        }
        go(&self.sections, &mut Vec::new(), visit);
    }
}

/// A footnote. The number runs over the whole plan, in order of first citation, and is the same in both outputs.
#[derive(Debug)]
pub struct Note {
    /// From 1.
    pub number: u32,
    /// Its text.
    pub blocks: Vec<Block>,
}

/// Where a thing with an id stands and what it is called.
#[derive(Debug, Clone)]
pub struct Target {
    /// `obiettivo 6.2`, `tabella 4`, `sezione 2.2`, `deliberazione … n. 34 del 29/10/2024`: as in running text.
    pub label: String,
    /// The title, plain, when the thing has one beside its label.
    pub title: Option<String>,
    /// The section in whose page it stands (the section itself, for a section).
    pub section: Id,
    /// Who cites it, in reading order, each citing place once. Printed as "Citato in" on the thing itself.
    pub citato_in: Vec<Id>,
}

impl Target {
    /// Label and title, where it stands alone: `misura 1.4.3, Adozione app IO`.
    #[must_use]
    pub fn name(&self) -> String {
        match &self.title {
            Some(title) => format!("{}, {title}", self.label),
            None => self.label.clone(),
        }
    }
}

/// A block with its place in the sources and, when something may point at it, its anchor.
#[derive(Debug)]
pub struct Block {
    /// Unique over the document. Things with an explicit id or an element's id have it; it is a key of `targets`
    /// except for headings without an explicit id, whose anchor is only for deep links in the site.
    pub anchor: Option<Id>,
    /// Where it was written, for the messages of the typesetter.
    pub span: Span,
    /// What it is.
    pub kind: BlockKind,
}

/// The kinds of block. Elements and views meet the outputs only through these.
#[derive(Debug)]
#[expect(missing_docs, reason = "each variant says what its fields hold")]
pub enum BlockKind {
    /// A heading inside a section; `level` is absolute (section level + 1 and below), at most 6, never skipping.
    Heading { level: u8, number: Option<String>, content: Vec<Inline> },
    /// Running text.
    Paragraph(Vec<Inline>),
    /// Bulleted (`start` none) or numbered from `start`. A tight list has single paragraphs without space between. `segni`:
    /// the mark of each item, `a)`, where its author chose letters or roman numbers; otherwise empty.
    List { start: Option<u64>, tight: bool, items: Vec<Vec<Block>>, segni: Vec<String> },
    /// Quotation.
    Quote(Vec<Block>),
    /// `[!NOTA]` and its kin.
    Callout { kind: Callout, blocks: Vec<Block> },
    /// Terms, each with one or more definitions.
    Definitions(Vec<Definition>),
    /// Preformatted text.
    Code { lang: Option<String>, text: String },
    /// A table, from Markdown or from a view.
    Table(Table),
    /// A picture with number and caption, or (no caption) on its own line.
    Figure(Figure),
    /// A drawing made from the data, numbered and listed with the figures.
    Drawing(Drawing),
    /// An element in full: a band with kind, code and title, then fields and prose.
    Card(Card),
    /// The strategic tree, or any tree of things with a code.
    Tree(Vec<TreeNode>),
    /// A value or a section that is due and does not exist, with the reason that the authors give.
    Absent(Vec<Inline>),
    /// Thematic break.
    Rule,
}

/// One entry of a definition list.
#[derive(Debug)]
pub struct Definition {
    /// Its anchor, when it is a term of the glossary or has an id.
    pub anchor: Option<Id>,
    /// The term.
    pub term: Vec<Inline>,
    /// One or more definitions.
    pub details: Vec<Vec<Block>>,
}

/// A picture.
#[derive(Debug)]
pub struct Figure {
    /// From 1 over the whole plan; none without caption.
    pub number: Option<u32>,
    /// Caption, without "Figura N".
    pub caption: Option<Vec<Inline>>,
    /// Key of `Document::assets`.
    pub asset: String,
    /// Text alternative, never empty.
    pub alt: String,
}

/// An element shown in full.
#[derive(Debug)]
pub struct Card {
    /// The word for what it is, as printed: `Progetto finanziato`.
    pub kind: String,
    /// A name of the kind for layouts: `progetto`, `obiettivo`.
    pub role: &'static str,
    /// Printed code, if any.
    pub code: Option<String>,
    /// Title.
    pub title: Vec<Inline>,
    /// Heading level of the title, at most 6.
    pub level: u8,
    /// Labels and values, in order.
    pub fields: Vec<Field>,
    /// Prose.
    pub blocks: Vec<Block>,
}

/// One label with its value.
#[derive(Debug)]
pub struct Field {
    /// `Importo del progetto`
    pub label: String,
    /// Its value.
    pub value: Vec<Inline>,
}

/// A node of a printed tree.
#[derive(Debug)]
pub struct TreeNode {
    /// Anchor of the thing that the node shows.
    pub anchor: Option<Id>,
    /// `6.2`
    pub code: String,
    /// Title.
    pub title: Vec<Inline>,
    /// Flags printed after the title: `TRASVERSALE`.
    pub flags: Vec<String>,
    /// Prose under the title.
    pub blocks: Vec<Block>,
    /// One level below.
    pub children: Vec<TreeNode>,
}

/// A line of text, as it is printed.
pub type Words = Vec<Inline>;

/// The kinds of inline text.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "each variant says what its fields hold")]
pub enum Inline {
    /// Words, with their place: the font check and the typesetter's messages point there.
    Text { text: String, span: Span },
    /// Strong importance.
    Strong(Vec<Inline>),
    /// Stress.
    Emph(Vec<Inline>),
    /// No longer true.
    Strike(Vec<Inline>),
    /// Code.
    Code { text: String, span: Span },
    /// A link that leaves the plan: `http:`, `https:`, `mailto:`, `tel:`.
    Link { url: String, content: Vec<Inline> },
    /// A citation of something in the plan. `target` is a key of `Document::targets`.
    Xref {
        target: Id,
        /// The words, already decided: those of the author or `obiettivo 6.2, titolo`.
        content: Vec<Inline>,
        /// Whether paper adds "(pag. N)": decided by structure (false inside the same section or card), never by
        /// page, because a layout that depends on its own page breaks may not settle.
        page: bool,
        /// Whether it stands in a list made by us (an index, a table of the tree): who is listed is not cited.
        listed: bool,
    },
    /// An acronym of the glossary: the words, and what they stand for. Where a reader needs the name in the text itself, it is
    /// already there.
    Abbr { text: String, span: Span, title: String },
    /// Words of another language, with its code: `en`, `de-AT`.
    Lang { lang: String, content: Vec<Inline> },
    /// The mark of a footnote: its number, and a key of `Section::notes` of the section it stands in.
    Note { number: u32 },
    /// A small picture in the text.
    Image { asset: String, alt: String },
    /// Forced line break.
    Break,
}

/// The words alone, as a screen reader would say them: for bookmarks, widths, titles, search.
#[must_use]
pub fn plain(content: &[Inline]) -> String {
    fn go(content: &[Inline], out: &mut String) {
        for inline in content {
            match inline {
                Inline::Text { text, .. } | Inline::Code { text, .. } | Inline::Abbr { text, .. } => out.push_str(text),
                Inline::Strong(c) | Inline::Emph(c) | Inline::Strike(c) => go(c, out),
                Inline::Link { content, .. } | Inline::Xref { content, .. } | Inline::Lang { content, .. } => {
                    go(content, out);
                }
                Inline::Note { .. } => {}
                Inline::Image { alt, .. } => out.push_str(alt),
                Inline::Break => out.push(' '),
            }
        }
    }
    let mut out = String::new();
    go(content, &mut out);
    out
}
