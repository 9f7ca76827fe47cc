//! The document as a reader sees it, in order. It is all that the outputs know of a plan.
//!
//! Every number is already given, every citation already has its words and its target, every view is already a table, a card or a
//! list. An output decides only the look and, on paper, the pages. Nothing here depends on which output it is for.

mod catalogo;
pub mod dataset;
pub mod drawing;
pub mod etichette;
pub mod impronta;
mod legende;
mod mark;
mod table;
mod walk;

use crate::piano::Asset;
use crate::piano::prose::Callout;
use crate::piano::settings::Stato;
pub use catalogo::{Aspetto, Cifra, Colonna, Compreso, Elenco, Voce};
pub use dataset::{DataColumn, DataType, Dataset, Datum, Numero};
pub use drawing::{
    Bar, Bridge, BridgeYear, Calendar, CalendarRow, Chart, ChartPoint, Counter, Drawing, DrawingKind, DrawnNode, Gantt,
    GanttRow, Month, OrgLook, OrgUnit, Role, StackPart, Sure,
};
pub use legende::con_legende;
pub use mark::{Level, Mark, Place, Posto, Sign, Stage, Strip, distinct, places};
pub use table::{Cell, Column, Row, Table, Value};
pub use walk::{Part, PartMut};

use crate::base::colore::Colori;
use crate::base::span::Span;
use crate::lingua::articoli::di_ente;
use crate::piano::element::id::Id;
use crate::source::Edizione;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A whole plan, ready for the outputs.
#[derive(Debug)]
pub struct Document {
    /// What is printed on the cover, in the running heads and in the metadata.
    pub meta: Meta,
    /// Chapters in reading order.
    pub sections: Vec<Section>,
    /// Everything that can be reached by id: where it is and what it is called. Keys are unique over the plan.
    pub targets: BTreeMap<Id, Target>,
    /// The lists of the things that a reader looks for one at a time, one list a kind. No list is empty.
    pub catalogo: Vec<Elenco>,
    /// What the plan is in a few figures, at most [`Cifra::MASSIMO`], the most telling first.
    pub cifre: Vec<Cifra>,
    /// Images by the path that [`Inline::Image`] and [`Figure`] name.
    pub assets: BTreeMap<String, Asset>,
    /// The style sheet of the body, in place of that of the program.
    pub stile: Option<Stile>,
    /// The days to offer for an agenda, in the file [`FILE_ICS`] of the site. Empty where no view shows the calendar.
    pub calendario: Vec<Evento>,
    /// Annexes, copied beside the site and listed by the view `allegati`: path in the site (`allegati/x.pdf`) and bytes.
    pub allegati: BTreeMap<String, Arc<[u8]>>,
    /// The public data of the plan, one register for each kind of thing. The registers are always the same, and some may have no
    /// rows. Empty as long as no output asks for them.
    pub registri: Vec<Dataset>,
    /// What changed since the version or the edition before this one. None where there is none before it.
    pub cambiato: Option<Cambiato>,
    /// The ids that things had before, by the present one: their old addresses in the site lead to the new ones.
    pub prima: BTreeMap<Id, Vec<Id>>,
    /// The editions of the plan on its site. None for an output that is not published.
    pub edizioni: Option<Edizioni>,
    /// Where the publications are that the plan cites, by the names that stand in addresses after [`VICINA`].
    pub vicine: BTreeMap<String, Vicina>,
    /// The page of the PDF of another publication on which a thing begins that the plan cites, by the address of the citation. Those of
    /// plans that cite others are not there: two plans that cite each other would have to wait for each other’s pages. None until they are
    /// asked for: who only reads the plan does not set the pages of others.
    pub pagine_vicine: Option<BTreeMap<String, u32>>,
    /// The way from a page of the site to the folder of the publication of all the plans of a workspace, or its address, ending in `/`.
    /// None for a plan that stands alone, and for one that is published elsewhere.
    pub radice: Option<String>,
    /// The records that stand in the place of those of other plans: the register and the id of each.
    pub al_posto: Vec<(String, String)>,
}

/// What changed since the version or the edition before this one, for a page of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cambiato {
    /// The HTML of the page, without what stands around it.
    pub corpo: String,
    /// The pictures of before that it shows, by their paths in the site.
    pub immagini: BTreeMap<String, Arc<[u8]>>,
}

/// How the address of a page of another publication begins: the name of its plan and the page follow. What it stands for depends on
/// where the page stands that has the link.
pub const VICINA: &str = "vicina:";

/// Where another publication is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vicina {
    /// How links reach it.
    pub strada: Strada,
    /// The way there from the pages of the site where all the plans of the workspace are published together, ending in `/`.
    pub accanto: String,
}

/// How a link reaches another publication.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Strada {
    /// At this address, ending in `/`.
    Indirizzo(String),
    /// Published with this one.
    Accanto,
    /// It is not known: this plan is published elsewhere, and the other one says no address.
    Ignota,
}

impl Document {
    /// The publication and the page that an address means, if it is of another publication.
    #[must_use]
    pub fn vicina<'d>(&'d self, url: &'d str) -> Option<(&'d Vicina, &'d str)> {
        let (nome, page) = url.strip_prefix(VICINA)?.split_once('/')?;
        Some((self.vicine.get(nome)?, page))
    }

    /// The address of a link for an output that stands alone. None for what is published beside the site: a file of the plan, or a
    /// publication of which only the way from the site is known.
    #[must_use]
    pub fn fuori<'d>(&'d self, url: &'d str) -> Option<Cow<'d, str>> {
        if self.ha_file(url) {
            return None;
        }
        match self.vicina(url) {
            Some((Vicina { strada: Strada::Indirizzo(address), .. }, page)) => {
                Some(Cow::Owned(format!("{address}{page}")))
            }
            Some(_) => None,
            None => Some(Cow::Borrowed(url)),
        }
    }

    /// The pages of [`Document::pagine_vicine`], by the names that [`Section::rimandi`] gives.
    pub fn pagine_citate(&self) -> impl Iterator<Item = (String, u32)> {
        let pages = self.pagine_vicine.iter().flatten();
        pages.filter_map(|(url, page)| Some((url.strip_prefix(VICINA)?.replacen('/', ":", 1), *page)))
    }

    /// The page that an [`Inline::PaginaVicina`] stands for, with its words. None where it is not known.
    #[must_use]
    pub fn pagina_vicina(&self, url: &str, prima: &str, dopo: &str) -> Option<String> {
        let page = self.pagine_vicine.as_ref()?.get(url)?;
        Some(format!("{prima}pag.\u{A0}{page}{dopo}"))
    }
}

/// This edition of the plan, with those before it.
#[derive(Debug, Clone)]
pub struct Edizioni {
    /// Name of this edition, which is its year. It is part of its permanent address.
    pub questa: String,
    /// The previous ones, the newest first.
    pub passate: Vec<Passata>,
    /// Whether these pages are for the permanent address, where the edition stays when another is in force. Otherwise they are for
    /// the address of whichever edition is in force.
    pub permanente: bool,
}

/// An edition published before, and what its own files say of it.
#[derive(Debug, Clone)]
pub struct Passata {
    /// Its files.
    pub edizione: Edizione,
    /// Its document on paper: path inside the edition, bytes, and pages where they can be counted.
    pub carta: Option<(String, usize, Option<u32>)>,
    /// What its data say. None of an edition that was made without piao.
    pub detta: Option<Detta>,
}

/// What the data of a published edition say of it.
#[derive(Debug, Clone)]
pub struct Detta {
    /// Title with its years, as its pages have it.
    pub nome: String,
    /// The act that approved it. None of a draft or a proposal.
    pub deliberazione: Option<String>,
    /// The day of that act, where the words of the act end with it.
    pub approvata_il: Option<crate::base::giorno::Giorno>,
    /// Whether it is the plan that the body follows from then on: approved, and neither a monitoring nor a report.
    pub piano: bool,
}

/// The plan in a few words. All texts are plain and in Italian, as they are printed.
#[derive(Debug)]
pub struct Meta {
    /// Title of the plan: `Piano integrato di attività e organizzazione`, or the one that the plan gives itself.
    pub titolo: String,
    /// First and last year, with the dash of print: `2025–2027`.
    pub triennio: String,
    /// The years printed after the title: those of the triennium, or the year of a report. Empty where the title says them.
    pub periodo: String,
    /// Name of the body: `Unione Reno Galliera`.
    pub ente: String,
    /// The moment in the yearly cycle: `approvazione`, `monitoraggio` or `consuntivo`.
    pub momento: String,
    /// How far the plan is on its way to approval.
    pub stato: Stato,
    /// Whether the pages carry the mark of a draft.
    pub bozza: bool,
    /// What kind of publication it is.
    pub tipo: crate::piano::settings::Tipo,
    /// Date printed in every output.
    pub data: crate::base::giorno::Giorno,
    /// The act, `deliberazione della Giunta n. 5 del 30/01/2025`, when there is one.
    pub deliberazione: Option<String>,
    /// The day on which the plan was approved. None until it is, and where the act has no day.
    pub approvato_il: Option<crate::base::giorno::Giorno>,
    /// The organ that approves the plan, as on the cover: `Giunta`. None when the plan does not say it.
    pub organo: Option<String>,
    /// The plan as an annex of its act: `Allegato A alla deliberazione della Giunta n. 5 del 30/01/2025`.
    pub allegato: Option<String>,
    /// Number of this version of the plan, from 1.
    pub versione: u32,
    /// The day of this version. None for the first version, or where the plan does not say it.
    pub modificato: Option<crate::base::giorno::Giorno>,
    /// The coat of arms of the body: a key of [`Document::assets`].
    pub stemma: Option<String>,
    /// The colours of the body.
    pub colori: Colori,
    /// A sentence printed in evidence on the cover and on the home page. A demonstration says here that it is one.
    pub avvertenza: Option<String>,
    /// One sentence for the metadata of both outputs.
    pub descrizione: String,
    /// Keywords for the metadata of both outputs.
    pub parole_chiave: Vec<String>,
    /// Address of the site of the body, if known.
    pub sito: Option<String>,
    /// Web address of the site of the plan, ending with `/`.
    pub indirizzo: Option<String>,
    /// Web address of the privacy notice.
    pub privacy: Option<String>,
    /// Web address of the accessibility statement.
    pub accessibilita: Option<String>,
    /// Web address where readers say how clear a page is.
    pub valutazione: Option<String>,
    /// The ways to reach the body, such as `PEC`, each with its value.
    pub contatti: Vec<(&'static str, String)>,
    /// The fingerprint of the content, see [`impronta`]. Empty until the driver computes it.
    pub impronta: String,
    /// Whether a list of the tables is printed: the settings ask for it and there are tables.
    pub elenco_tabelle: bool,
    /// Whether a list of the figures is printed: the settings ask for it and there are figures.
    pub elenco_figure: bool,
    /// Whether paper prints under each thing who cites it. Otherwise one index at the end tells it.
    pub citato_in: bool,
    /// Code of the body in the index of public administrations, if known.
    pub codice_ipa: Option<String>,
    /// Certified mail of the body, if known.
    pub pec: Option<String>,
    /// Whether the PDF carries the open data inside.
    pub allega_dati: bool,
}

impl Meta {
    /// The title with its years: `Piano integrato di attività e organizzazione 2025-2027`.
    #[must_use]
    pub fn nome(&self) -> String {
        format!("{} {}", self.titolo, self.periodo).trim_end().to_owned()
    }

    /// What the coat of arms shows, for who does not see it: `Stemma del Comune di Cassano`.
    #[must_use]
    pub fn stemma_detto(&self) -> String {
        format!("Stemma {}", di_ente(&self.ente))
    }

    /// The same for the running heads, which have one line: of a monitoring, without the title of the plan.
    #[must_use]
    pub fn corrente(&self) -> String {
        match self.titolo.split_once(": ") {
            Some((head, _)) if head.starts_with("Monitoraggio al ") => format!("{head}, {}", self.periodo),
            _ => self.nome(),
        }
    }

    /// The day of this edition: that of the act which approved it, where it came after the day of the text.
    #[must_use]
    pub fn giorno(&self) -> crate::base::giorno::Giorno {
        self.approvato_il.filter(|day| *day > self.data).unwrap_or(self.data)
    }
}

/// A style sheet of the body, with what stands beside it (fonts, pictures): path in the site and bytes.
#[derive(Debug)]
pub struct Stile {
    /// Path of the style sheet, which is one of those of `file`.
    pub foglio: String,
    /// All the files, by path in the site.
    pub file: BTreeMap<String, Arc<[u8]>>,
}

/// One Markdown file: in the site a page, in the PDF a heading with its text.
#[derive(Debug)]
pub struct Section {
    /// Anchor of the section. It names the page in the site: `<id>.html`.
    pub id: Id,
    /// Number as printed: `2.2`. None for a section that is not numbered.
    pub number: Option<String>,
    /// Plain title, without the number.
    pub title: String,
    /// Depth in the plan: 1 for a chapter.
    pub level: u8,
    /// Whether its title stands on a band, on paper at the head of a new page.
    pub frontespizio: bool,
    /// The office that answers for the section, when named.
    pub referente: Option<String>,
    /// State of the work on the section, in the words of its office.
    pub stato: Option<String>,
    /// What stands between the heading of the section and the first subsection.
    pub blocks: Vec<Block>,
    /// Subsections, one level below.
    pub children: Vec<Section>,
    /// Footnotes cited from the blocks of this section (not of its children), by number.
    pub notes: Vec<Note>,
    /// Whether paper gives it pages of its own: nothing else stands on them.
    pub apart: bool,
    /// The section of the Piano-tipo that it is, where its author says so: `2.2`.
    pub piano_tipo: Option<String>,
    /// The section of another plan whose text stands here: `unione:formazione`.
    pub inclusa: Option<String>,
    /// A digest of what this plan writes in it. Only in a plan that shows or cites others, whose words stand among its own.
    pub scritto: Option<String>,
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

    /// Its notes, by number.
    #[must_use]
    pub fn note_per_numero(&self) -> BTreeMap<u32, &Note> {
        self.notes.iter().map(|note| (note.number, note)).collect()
    }

    /// Every block of its text and of its notes, in reading order, outermost first; not those of its subsections.
    pub fn each_block<'a>(&'a self, visit: &mut dyn FnMut(&'a Block)) {
        let notes = self.notes.iter().flat_map(|note| &note.blocks);
        self.blocks.iter().chain(notes).for_each(|block| block.each(visit));
    }
}

/// How the words begin that say which other body wrote a text.
pub const A_CURA: &str = "A cura ";

/// The name of the calendar file in the site.
pub const FILE_ICS: &str = "calendario.ics";

/// An event for an agenda: one or more consecutive days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evento {
    /// Identifier of the event. It stays the same in every version of the plan, even when the days move, and no other plan has it.
    pub uid: String,
    /// Id of the card that describes it.
    pub scheda: Id,
    /// Title of the event.
    pub titolo: String,
    /// What a participant needs to know, line by line.
    pub testo: String,
    /// Place of the event.
    pub luogo: String,
    /// First day.
    pub da: crate::base::giorno::Giorno,
    /// Last day, included.
    pub a: crate::base::giorno::Giorno,
    /// Whether the day is fixed. Otherwise it is still to be confirmed.
    pub certo: bool,
}

impl Document {
    /// Whether the site has a file at `path` that a text may link to.
    #[must_use]
    pub fn ha_file(&self, path: &str) -> bool {
        self.allegati.contains_key(path) || (path == FILE_ICS && !self.calendario.is_empty())
    }

    /// Where who looks for `id` on paper is led: to the section about it if it has one, else to the thing itself.
    #[must_use]
    pub fn luogo<'a>(&'a self, id: &'a Id) -> &'a Id {
        self.targets.get(id).and_then(|target| target.capitolo.as_ref()).unwrap_or(id)
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
    /// Number, from 1.
    pub number: u32,
    /// The text of the note.
    pub blocks: Vec<Block>,
}

/// Where a thing with an id stands and what it is called.
#[derive(Debug, Clone)]
pub struct Target {
    /// Its name in running text: `obiettivo 6.2`, `tabella 4`, `sezione 2.2`, `deliberazione … n. 34 del 29/10/2024`.
    pub label: String,
    /// The title, plain, for a thing that has one beside the label.
    pub title: Option<String>,
    /// The section in whose page it stands (the section itself, for a section).
    pub section: Id,
    /// The places that cite it, in reading order, each once. The thing itself is printed with "Citato in" and this list.
    pub citato_in: Vec<Id>,
    /// The section that is about it, where the plan has one and the thing itself is only a row of a table: that of a unit.
    pub capitolo: Option<Id>,
}

impl Target {
    /// Label and title, for where the thing stands alone: `misura 1.4.3, Adozione app IO`.
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
    /// Anchor, unique over the document, of a thing with an id. It is a key of `targets`. A heading without an explicit id also has
    /// one, but only for deep links in the site, and it is no key of `targets`.
    pub anchor: Option<Id>,
    /// Where it was written. The messages of the typesetter point there.
    pub span: Span,
    /// The kind of block, with its contents.
    pub kind: BlockKind,
}

/// The kinds of block. Elements and views reach the outputs only as these.
#[derive(Debug)]
#[expect(missing_docs, reason = "each variant says what its fields hold")]
pub enum BlockKind {
    /// A heading inside a section; `level` is absolute (section level + 1 and below), at most 6, never skipping.
    Heading { level: u8, number: Option<String>, content: Vec<Inline> },
    /// Running text.
    Paragraph(Vec<Inline>),
    /// What the program remarks about the table or the drawing that it stands under, in small letters. Paper prints once those that are
    /// equal.
    Remark(Vec<Inline>),
    /// The same about the table that comes after it, whose marks it explains: it is read with its caption.
    Legend(Vec<Inline>),
    /// A list, bulleted (`start` none) or numbered from `start`. In a tight list the items are single paragraphs without space
    /// between them. `segni` holds the mark of each item, `a)` or `1)`, where the author chose others than `1.`, `2.`; otherwise it
    /// is empty.
    List { start: Option<u64>, tight: bool, items: Vec<Vec<Block>>, segni: Vec<String> },
    /// Quotation.
    Quote(Vec<Block>),
    /// An alert, such as `[!NOTA]`.
    Callout { kind: Callout, blocks: Vec<Block> },
    /// Terms, each with one or more definitions.
    Definitions(Vec<Definition>),
    /// Preformatted text.
    Code { lang: Option<String>, text: String },
    /// A table, from Markdown or from a view.
    Table(Table),
    /// A picture. With a caption it has a number too; without, it only stands on a line of its own.
    Figure(Figure),
    /// A drawing made from the data, numbered and listed with the figures.
    Drawing(Drawing),
    /// An element in full: a band with kind, code and title, then fields and prose.
    Card(Card),
    /// The strategic tree, or any tree of things with a code.
    Tree(Vec<TreeNode>),
    /// A value or a section that is due and does not exist, with the reason that the authors give.
    Absent(Vec<Inline>),
    /// What counts most in a card, in a frame: how the thing ended, and why.
    Outcome(Outcome),
    /// Thematic break.
    Rule,
}

/// One entry of a definition list.
#[derive(Debug)]
pub struct Definition {
    /// Its anchor, if it is a term of the glossary or has an id.
    pub anchor: Option<Id>,
    /// The term.
    pub term: Vec<Inline>,
    /// The definitions of the term, at least one.
    pub details: Vec<Vec<Block>>,
}

/// A picture.
#[derive(Debug)]
pub struct Figure {
    /// Number in the one series that figures and drawings share, from 1 over the whole plan. None without a caption.
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
    /// The noun for what it is, as printed: `Progetto finanziato`.
    pub kind: String,
    /// Name of the kind for the layouts: `progetto`, `obiettivo`.
    pub role: &'static str,
    /// Code as printed, if any.
    pub code: Option<String>,
    /// Title, as inline text.
    pub title: Vec<Inline>,
    /// Level of the heading, at most 6.
    pub level: u8,
    /// To what it belongs, on the line of its kind: its unit, its place in the tree. None is empty.
    pub above: Vec<Words>,
    /// The prose that says what it is. It comes before everything else.
    pub lead: Vec<Block>,
    /// The few facts that a reader looks for first, short enough to stand side by side: at most [`Card::FACTS`].
    pub facts: Vec<Field>,
    /// The other labels and values, in the order of print.
    pub fields: Vec<Field>,
    /// What is declared missing, after the fields: the things that have one reason, separated by commas, and the reason.
    pub absent: Vec<Field>,
    /// What follows the fields.
    pub blocks: Vec<Block>,
}

impl Card {
    /// The most facts that stand side by side.
    pub const FACTS: usize = 4;

    /// What is missing, one thing after the other: what stands before it, its name, and its reason where it is said. `told` has the
    /// reasons that the page or the section gave already: each is given once.
    pub fn mancanti(&self, told: &mut BTreeSet<String>) -> Vec<(&'static str, &str, Option<&[Inline]>)> {
        let mut all: Vec<(&str, &str, Option<&[Inline]>)> = vec![];
        for field in &self.absent {
            let why = told.insert(plain(&field.value)).then_some(field.value.as_slice());
            let before = match all.last() {
                None => " ",
                Some((.., None)) if why.is_none() => ", ",
                // A reason stands beside this thing, or beside the one before it.
                Some(_) => "; ",
            };
            all.push((before, &field.label, why));
        }
        all
    }

    /// The words before what is missing.
    #[must_use]
    pub fn non_indicato(&self) -> &'static str {
        match self.absent.as_slice() {
            [one] if !one.label.contains(',') => "Non indicato:",
            _ => "Non indicati:",
        }
    }
}

/// One label with its value.
#[derive(Debug)]
pub struct Field {
    /// Name of the field as printed: `Importo del progetto`.
    pub label: String,
    /// The value, as inline text.
    pub value: Vec<Inline>,
}

/// How a thing ended, in a frame. Where more is known than that, the frame has two halves.
#[derive(Debug)]
pub struct Outcome {
    /// How it ended, and why.
    pub blocks: Vec<Block>,
    /// How it was before, what was computed, proposed and accepted, one under the other. The words of a value that decides are strong.
    pub fields: Vec<Field>,
    /// What explains them.
    pub notes: Vec<Block>,
}

impl Outcome {
    /// Whether the frame has two halves.
    #[must_use]
    pub fn in_due(&self) -> bool {
        !(self.fields.is_empty() && self.notes.is_empty())
    }
}

/// A node of a printed tree.
#[derive(Debug)]
pub struct TreeNode {
    /// Anchor of the thing that the node shows.
    pub anchor: Option<Id>,
    /// Code of the thing: `6.2`.
    pub code: String,
    /// Title, as inline text.
    pub title: Vec<Inline>,
    /// Flags printed after the title: `TRASVERSALE`.
    pub flags: Vec<String>,
    /// Prose under the title.
    pub blocks: Vec<Block>,
    /// The nodes one level below.
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
    /// Words that a reader may pass over: what explains or adds to those before them. They are smaller and grey.
    Small(Vec<Inline>),
    /// Words that no longer hold, struck through.
    Strike(Vec<Inline>),
    /// A value that a version of the plan changed: the value in force, the number of that version, and what it was, in words with
    /// the former values struck. It needs no colour, and is read whole by a voice and in plain text.
    Revised { value: Vec<Inline>, version: u32, era: Vec<Inline> },
    /// Code.
    Code { text: String, span: Span },
    /// A link that leaves the plan: `http:`, `https:`, `mailto:`, `tel:`.
    Link { url: String, content: Vec<Inline> },
    /// A citation of something in the plan. `target` is a key of `Document::targets`.
    Xref {
        target: Id,
        /// The words as printed: those of the author, or `obiettivo 6.2, titolo`.
        content: Vec<Inline>,
        /// Whether paper adds "(pag. N)". It does not inside the same section or card. The page itself never decides, because a
        /// layout that depends on its own page breaks may not settle.
        page: bool,
        /// Whether it stands in a list made by the program, such as an index or a table of the tree. To be listed is not to be
        /// cited.
        listed: bool,
    },
    /// An acronym of the glossary: its words, and the name in full. Where a reader needs that name in the text itself, it is
    /// already there.
    Abbr { text: String, span: Span, title: String },
    /// Words of another language, with its code: `en`, `de-AT`.
    Lang { lang: String, content: Vec<Inline> },
    /// The page of the PDF of another publication on which the thing of the link before it begins. Its words are known when the pages of
    /// that PDF are, and none where they are not: see [`Document::pagina_vicina`].
    PaginaVicina {
        /// The address of the link.
        url: String,
        /// What stands before the page: ` (`.
        prima: &'static str,
        /// What stands after it: ` del PDF dell’Unione Reno Galliera)`.
        dopo: String,
    },
    /// The mark of a footnote: its number, which is that of a note of the same section (`Section::notes`).
    Note { number: u32 },
    /// A small picture in the text.
    Image { asset: String, alt: String },
    /// A shape made from the data. It says again, for the eye, what the words beside it say, so it has no words of its own.
    Mark(Mark),
    /// Forced line break.
    Break,
}

/// The content with the values in force alone, without what they were before and without what is struck. The data say these, and the
/// register of the revisions says the others.
#[must_use]
pub fn in_force(content: &[Inline]) -> Words {
    let one = |inline: &Inline| match inline {
        Inline::Revised { value, .. } => in_force(value),
        Inline::Strike(_) => vec![],
        Inline::Strong(inner) => vec![Inline::Strong(in_force(inner))],
        Inline::Emph(inner) => vec![Inline::Emph(in_force(inner))],
        Inline::Small(inner) => vec![Inline::Small(in_force(inner))],
        other => vec![other.clone()],
    };
    content.iter().flat_map(one).collect()
}

/// The words alone, as a screen reader would say them. Bookmarks, widths, titles and search use them.
#[must_use]
pub fn plain(content: &[Inline]) -> String {
    fn go(content: &[Inline], out: &mut String) {
        for inline in content {
            match inline {
                Inline::Text { text, .. } | Inline::Code { text, .. } | Inline::Abbr { text, .. } => out.push_str(text),
                Inline::Strong(c) | Inline::Emph(c) | Inline::Small(c) | Inline::Strike(c) => go(c, out),
                Inline::Revised { value, version, era } => {
                    go(value, out);
                    out.push_str(&format!(" [v{version}] "));
                    go(era, out);
                }
                Inline::Link { content, .. } | Inline::Xref { content, .. } | Inline::Lang { content, .. } => {
                    go(content, out);
                }
                Inline::Note { .. } | Inline::Mark(_) | Inline::PaginaVicina { .. } => {}
                Inline::Image { alt, .. } => out.push_str(alt),
                Inline::Break => out.push(' '),
            }
        }
    }
    let mut out = String::new();
    go(content, &mut out);
    out
}
