//! Finds where the PDF and the site do not say the same. Both are read back from their bytes. In each section the references
//! are compared (their words, their target, the page that they name), then the captions and the numbers in tables. Each number of
//! a table is also looked for in the file of data that the site offers for the table.

use super::carta::{Event, TaggedPdf};
use super::pagina::{Element, Page};
use crate::document::{BlockKind, Cell, Document, Value, etichette, in_force, plain};
use crate::emit::{dati, pdf::WHERE_CITED};
use crate::piano::element::id::Id;
use std::collections::{BTreeMap, BTreeSet};

/// What was compared, and what does not agree.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Concordanza {
    /// How many references were compared.
    pub citazioni: usize,
    /// How many captions were compared.
    pub didascalie: usize,
    /// How many numbers in tables were compared.
    pub numeri: usize,
    /// How many labels that the site says in words of its own were found on paper in the words of paper.
    pub etichette: usize,
    /// How many of those numbers are in a table that has its own file of data.
    pub nei_dati: usize,
    /// The differences, each as an Italian sentence.
    pub disaccordi: Vec<String>,
}

/// A reference to another part of the plan, as it is read in the PDF or in the site.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Citazione {
    meta: String,
    /// Its words without blanks, because in the PDF a line may end between any two words.
    parole: String,
    /// Whether it stands in a list "Citato in".
    ritorno: bool,
    /// The number in "(pag. N)", in "(pag. N del PDF)".
    pagina: Option<u32>,
}

/// What one of the two outputs says in a section.
#[derive(Debug, Default)]
struct Said {
    citazioni: Vec<Citazione>,
    didascalie: Vec<String>,
    numeri: Vec<String>,
    nei_dati: usize,
    /// On the site, the labels that are in words of its own.
    etichette: BTreeSet<String>,
    /// On paper, all the words of the section.
    parole: String,
}

/// What one of the two outputs says, section by section, by id.
type SaidBySection = BTreeMap<String, Said>;

/// Reads `pdf` and the files of the site, which `page` gives by their path in it, and compares them section by section.
/// None when the PDF cannot be read.
pub fn compare(document: &Document, pdf: &[u8], page: &mut dyn FnMut(&str) -> Option<Vec<u8>>) -> Option<Concordanza> {
    let tree = TaggedPdf::parse(pdf)?;
    let mut out = Concordanza::default();
    let paper = read_pdf(document, &tree, &mut out.disaccordi);
    let mut site = read_site(document, page, &mut out.disaccordi);
    // On paper who looks for a unit is led to the section about it, and on the site to its own page.
    for cited in site.values_mut().flat_map(|said| &mut said.citazioni) {
        if let Some(id) = Id::new(&cited.meta) {
            cited.meta = document.luogo(&id).to_string();
        }
    }
    let sections: BTreeSet<&String> = paper.keys().chain(site.keys()).collect();
    let empty = Said::default();
    for section in sections {
        let (on_paper, on_site) = (paper.get(section).unwrap_or(&empty), site.get(section).unwrap_or(&empty));
        out.citazioni += on_paper.citazioni.len();
        out.didascalie += on_paper.didascalie.len();
        out.numeri += on_paper.numeri.len();
        out.nei_dati += on_site.nei_dati;
        let words_of_section = tight(&on_paper.parole);
        for label in &on_site.etichette {
            out.etichette += 1;
            // A word of citizens may be one of paper too: a register has a column "Motivo".
            let there = |paper: &str| words_of_section.contains(&tight(paper));
            if !etichette::sulla_carta(label).any(there) && !there(label) {
                out.disaccordi.push(format!("{section}: l’etichetta «{label}» è nel sito e non nel PDF"));
            }
        }
        for (output, said) in [("nel PDF", on_paper), ("nel sito", on_site)] {
            for cited in &said.citazioni {
                let there = tree.destinations.get(&cited.meta).copied();
                if there.is_none() {
                    out.disaccordi.push(format!("{section}, {output}: «{}» non porta a niente", cited.parole));
                } else if cited.pagina.is_some() && cited.pagina != there {
                    out.disaccordi.push(format!("{section}, {output}: la pagina dopo «{}» è un’altra", cited.parole));
                }
            }
        }
        // Where a page is said is a choice of each output: on paper a column of a table, or the index of the citations. A page that is
        // said was compared with the place above. The lists "Citato in" are on paper only where the plan asks for them.
        let key = |cited: &Citazione| (cited.meta.clone(), cited.parole.clone(), cited.ritorno);
        let printed = |cited: &&Citazione| !cited.ritorno || document.meta.citato_in;
        let lists = |said: &Said| said.citazioni.iter().filter(printed).map(key).collect::<Vec<_>>();
        differences(section, "il rimando", &lists(on_paper), &lists(on_site), &|k| k.1.clone(), &mut out.disaccordi);
        differences(
            section,
            "la didascalia",
            &on_paper.didascalie,
            &on_site.didascalie,
            &Clone::clone,
            &mut out.disaccordi,
        );
        differences(section, "il numero", &on_paper.numeri, &on_site.numeri, &Clone::clone, &mut out.disaccordi);
    }
    Some(out)
}

/// The members that one list has and the other has not. A member that one list has more often counts as many times.
fn differences<T: Ord + Clone>(
    section: &str,
    what: &str,
    paper: &[T],
    site: &[T],
    words: &dyn Fn(&T) -> String,
    out: &mut Vec<String>,
) {
    let mut count: BTreeMap<&T, i64> = BTreeMap::new();
    paper.iter().for_each(|one| *count.entry(one).or_default() += 1);
    site.iter().for_each(|one| *count.entry(one).or_default() -= 1);
    for (one, times) in count {
        let place = match times {
            0 => continue,
            1.. => "nel PDF e non nel sito",
            _ => "nel sito e non nel PDF",
        };
        out.push(format!("{section}: {what} «{}» è {place}", words(one)));
    }
}

/// Reads what each section says in the PDF.
fn read_pdf(document: &Document, tree: &TaggedPdf, out: &mut Vec<String>) -> SaidBySection {
    let mut spine = Vec::new();
    document.walk(&mut |section, _| spine.push((section.id.to_string(), tight(&section.heading()))));
    let mut spine = spine.into_iter().peekable();
    let mut found = SaidBySection::new();
    let mut section: Option<String> = None;
    let mut heading: Option<String> = None;
    let mut link: Option<Citazione> = None;
    // What follows the last link, to see whether it says a page.
    let mut after: Option<String> = None;
    let mut back = false;
    let mut caption: Option<String> = None;
    // What explains the signs of a table, or what is missing from it, stands in its caption after the title, and only once in a section.
    let mut titled = false;
    let mut tables: Vec<Tabella> = vec![];
    // The index of the citations follows the last section. It repeats names of the plan, each with pages.
    let mut index = false;
    // The table of a card has tables inside: a cell takes only the words that are in no cell inside it.
    let mut cells: Vec<String> = vec![];
    // In the tree of the PDF a note stands where it is cited, but its words do not belong to the cell or title around it.
    let mut aside = 0_usize;
    for event in tree.events() {
        if matches!(event, Event::Opens("Link")) || matches!(event, Event::Closes(role) if is_heading(role)) {
            page_after(&mut after, &mut found, section.as_ref());
        }
        match event {
            Event::Opens("Link") => {
                link = Some(Citazione { meta: String::new(), parole: String::new(), ritorno: back, pagina: None });
            }
            Event::Opens("Span" | "Strong" | "Em") => {}
            Event::Opens(role) => {
                back = false;
                match role {
                    "Table" => tables.push(Tabella::default()),
                    "TR" => {
                        let before =
                            section.as_ref().and_then(|id| found.get(id)).map_or(0, |said| said.citazioni.len());
                        tables.last_mut().into_iter().for_each(|table| table.open(before));
                    }
                    "Lbl" | "Reference" | "Note" => aside += 1,
                    "Caption" => (caption, titled) = (Some(String::new()), false),
                    "TD" | "TH" => cells.push(String::new()),
                    role if is_heading(role) => heading = Some(String::new()),
                    _ => {}
                }
            }
            Event::Link(name) => {
                if let Some(link) = &mut link {
                    if !link.meta.is_empty() && link.meta != name {
                        out.push(format!("nel PDF un rimando porta a {} e a {name}", link.meta));
                    }
                    name.clone_into(&mut link.meta);
                }
            }
            Event::Text(text) => {
                if let Some(section) = &section {
                    found.entry(section.clone()).or_default().parole.push_str(text);
                }
                back |= text.contains("itato in:");
                let title = caption.as_mut().filter(|_| !titled);
                let words = [heading.as_mut(), title, cells.last_mut()].into_iter().flatten();
                words.filter(|_| aside == 0).for_each(|words| words.push_str(text));
                match (&mut link, &mut after) {
                    (Some(link), _) => link.parole.push_str(text),
                    (None, Some(after)) => after.push_str(text),
                    (None, None) => {}
                }
            }
            Event::Closes("Link") => {
                // Links that leave the plan and footnotes have no name; contents and lists come before the first section.
                let done = link.take().filter(|link| !link.meta.is_empty());
                if let Some(done) = done.as_ref().filter(|_| index) {
                    let (page, there) = (tight(&done.parole).parse::<u32>().ok(), tree.destinations.get(&done.meta));
                    if page.is_some() && page.as_ref() != there {
                        out.push(format!("«{}»: la pagina {} che lo cita è un’altra", done.meta, done.parole));
                    }
                } else if let (Some(mut done), Some(section)) = (done, &section) {
                    done.parole = tight(&done.parole);
                    found.entry(section.clone()).or_default().citazioni.push(done);
                    after = Some(String::new());
                }
            }
            Event::Closes("Lbl" | "Reference" | "Note") => aside = aside.saturating_sub(1),
            Event::Closes("P") => titled |= caption.is_some(),
            Event::Closes("Caption") => {
                if let (Some(words), Some(section)) = (caption.take(), &section) {
                    found.entry(section.clone()).or_default().didascalie.push(without_pages(&words));
                }
            }
            Event::Closes("TD" | "TH") => {
                let words = cells.pop().unwrap_or_default();
                if let Some(table) = tables.last_mut() {
                    table.cells.push(words);
                }
            }
            Event::Closes("TR") => {
                if let (Some(table), Some(section)) = (tables.last_mut(), &section) {
                    let said = found.entry(section.clone()).or_default();
                    let said_pages = table.close();
                    table.cells.iter().for_each(|words| said.numeri.extend(numbers_in(words)));
                    let led = said.citazioni.get(table.before..).unwrap_or_default();
                    let pages: Vec<u32> =
                        led.iter().filter_map(|cited| tree.destinations.get(&cited.meta).copied()).collect();
                    for page in said_pages.into_iter().filter(|page| !pages.contains(page)) {
                        out.push(format!(
                            "{section}, nel PDF: nessuna cosa della riga «{}» è a pagina {page}",
                            table.cells.join(" ")
                        ));
                    }
                }
            }
            Event::Closes("Table") => {
                tables.pop();
            }
            Event::Closes(role) if is_heading(role) => {
                let text = tight(&heading.take().unwrap_or_default());
                if let Some((id, _)) = spine.next_if(|(_, expected)| *expected == text) {
                    section = Some(id);
                } else if spine.peek().is_none() && text == tight(WHERE_CITED) {
                    (section, index) = (None, true);
                }
            }
            Event::Closes(_) => {}
        }
    }
    page_after(&mut after, &mut found, section.as_ref());
    if let Some((id, _)) = spine.next() {
        out.push(format!("{id}: il titolo della sezione non si trova nel PDF"));
    }
    found
}

/// A table of the PDF while it is read.
#[derive(Default)]
struct Tabella {
    /// Whether its last column tells pages. None before the first row.
    paged: Option<bool>,
    /// The words of the cells of the row at hand.
    cells: Vec<String>,
    /// How many references of the section come before that row.
    before: usize,
}

impl Tabella {
    /// Begins a row.
    fn open(&mut self, before: usize) {
        self.cells.clear();
        self.before = before;
    }

    /// Ends a row. Takes its pages out of its cells, and returns them.
    fn close(&mut self) -> Vec<u32> {
        let head = || self.cells.last().is_some_and(|words| tight(words) == "pag.");
        let first = self.paged.is_none();
        if !*self.paged.get_or_insert_with(head) || first {
            return vec![];
        }
        // The head of a group is one cell over all the columns. What a row names may be on several pages: «5, 8».
        let said = self.cells.last().filter(|_| self.cells.len() > 1);
        let pages: Option<Vec<u32>> = said.and_then(|words| words.split(',').map(|n| n.trim().parse().ok()).collect());
        if pages.is_some() {
            self.cells.pop();
        }
        pages.unwrap_or_default()
    }
}

/// Reads the page that the text `after` the last reference names, and puts it in that reference.
fn page_after(after: &mut Option<String>, found: &mut SaidBySection, section: Option<&String>) {
    let Some(text) = after.take() else { return };
    let last = section.and_then(|section| found.get_mut(section)?.citazioni.last_mut());
    if let (Some(number), Some(last)) = (number_after(&text, "(pag."), last) {
        last.pagina = Some(number);
    }
}

/// Reads what each section says in the site.
fn read_site(
    document: &Document,
    page: &mut dyn FnMut(&str) -> Option<Vec<u8>>,
    disaccordi: &mut Vec<String>,
) -> SaidBySection {
    let mut found = SaidBySection::new();
    let files = files_of_tables(document);
    document.walk(&mut |section, _| {
        let name = crate::emit::html::file(&section.id);
        let Some(bytes) = page(&name) else {
            disaccordi.push(format!("{}: la pagina {name} non si trova", section.id));
            return;
        };
        let html = Page::parse(&bytes);
        let mut said = Said::default();
        // The numbers of each cell of a table with data, and how many of those that are compared with the PDF they make.
        let mut tabelle: BTreeMap<&DatiDiTabella, Vec<(Vec<String>, usize)>> = BTreeMap::new();
        for element in html.elements() {
            let in_main = || element.ancestors().any(|above| above.name() == "main");
            let named = matches!(element.name(), "dt") || element.attribute("scope") == Some("col");
            if named && in_main() {
                let label = element.text(&not_of_the_cell).trim().to_owned();
                said.etichette.extend(Some(label).filter(|label| etichette::sulla_carta(label).next().is_some()));
            }
            match element.name() {
                "a" if in_main() => match reference(element) {
                    Ok(cited) => said.citazioni.extend(cited),
                    Err(href) => {
                        disaccordi.push(format!("{}: il collegamento {href} non dice a quale punto porta", section.id))
                    }
                },
                "caption" | "figcaption" if in_main() => said.didascalie.push(without_pages(&caption_words(element))),
                "td" | "th" if in_main() => {
                    let words = element.text(&not_of_the_cell);
                    if let Some(dati) = caption_start(element).and_then(|caption| files.get(&caption)) {
                        // What the value was is in another register, and the data of the table have the value in force alone.
                        let in_force = element.text(&|inner| {
                            not_of_the_cell(inner)
                                || inner.has_class("era")
                                || inner.has_class("versione")
                                || inner.name() == "del"
                        });
                        // The data keep blanks that the PDF may lose at the end of a line.
                        let numbers = in_force.split_whitespace().flat_map(numbers_in).collect();
                        tabelle.entry(dati).or_default().push((numbers, numbers_in(&words).len()));
                    }
                    said.numeri.extend(numbers_in(&words));
                }
                // The fields of a card, which on paper are a table.
                "dt" | "dd" if in_main() && element.ancestors().any(|above| above.has_class("campi")) => {
                    said.numeri.extend(numbers_in(&element.text(&not_of_the_cell)));
                }
                _ => {}
            }
        }
        for (dati, cells) in tabelle {
            let Some(data) = page(&dati.path) else {
                disaccordi.push(format!("{}: i dati {} non si trovano", section.id, dati.path));
                continue;
            };
            let there = numbers_of_data(&String::from_utf8_lossy(&data));
            let mut beside = dati.parole.clone();
            for (numbers, all) in cells {
                let mut looked_for = 0;
                for number in numbers {
                    if let Some(left) = beside.get_mut(&number).filter(|left| **left > 0) {
                        *left -= 1;
                        continue;
                    }
                    looked_for += 1;
                    if !there.contains(&as_data(&number)) && !there.contains(number.trim_end_matches('%')) {
                        disaccordi.push(format!(
                            "{}: il numero «{number}» è nella pagina e non nei dati {}",
                            section.id, dati.path
                        ));
                    }
                }
                // Groups of figures with a blank between them, as in a telephone, are one number where the PDF may break the line.
                said.nei_dati += looked_for.min(all);
            }
        }
        found.insert(section.id.to_string(), said);
    });
    found
}

/// The data of a table.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct DatiDiTabella {
    /// Their file in the site.
    path: String,
    /// The numbers that cells say beside their value, each as often as they do: the codes of what a cell counts, «2 medio A.01, A.02». The
    /// data have the value alone.
    parole: BTreeMap<String, usize>,
}

/// The file of data of each table that has one of its own. The key is how its caption begins: `Tabella3.`. The registers are
/// not among them, because they hold records and not the totals of a table.
fn files_of_tables(document: &Document) -> BTreeMap<String, DatiDiTabella> {
    let mut files = BTreeMap::new();
    document.walk(&mut |section, _| {
        for block in &section.blocks {
            block.each(&mut |block| {
                if let BlockKind::Table(table) = &block.kind
                    && table.registro.is_none()
                    && let (Some(number), Some(path)) = (table.number, dati::file_of(table))
                {
                    let cells = table.rows.iter().flat_map(|row| &row.cells);
                    let mut parole = BTreeMap::new();
                    cells.flat_map(beside_the_value).for_each(|number| *parole.entry(number).or_default() += 1);
                    files.insert(format!("Tabella{number}."), DatiDiTabella { path, parole });
                }
            });
        }
    });
    files
}

/// The numbers in the words of a cell that are not those of its values. A cell without a value has its words in the data.
fn beside_the_value(cell: &Cell) -> Vec<String> {
    if !cell.values.iter().any(|(thing, _)| thing.is_empty()) {
        return vec![];
    }
    let words = plain(&in_force(cell));
    let mut numbers: Vec<String> = words.split_whitespace().flat_map(numbers_in).collect();
    let own = |number: &String| {
        cell.values.iter().any(|(_, value)| match value {
            Value::Number(n) | Value::Euro(n) | Value::Percent(n) => {
                numbers_of_data(&n.to_string()).contains(&as_data(number))
            }
            Value::Day(day) => as_data(number) == day.iso(),
            Value::Words(said) => said.contains(number.as_str()),
            Value::Nothing => false,
        })
    };
    numbers.retain(|number| !own(number));
    numbers
}

/// How the caption of the cell's table begins: `Tabella3.`. None for a header, because its numbers are part of a name.
fn caption_start(cell: Element<'_>) -> Option<String> {
    let table = cell.ancestors().take_while(|above| above.name() != "thead").find(|above| above.name() == "table")?;
    let caption = table.children().flatten().find(|kid| kid.name() == "caption")?;
    let words = tight(&caption_words(caption));
    words.find('.').and_then(|end| words.get(..=end)).map(str::to_owned)
}

/// A printed number as the files of data write it: `211.500,00` becomes `211500`, `30/01/2025` becomes `2025-01-30`.
fn as_data(printed: &str) -> String {
    let printed = printed.trim_end_matches('%');
    if let Some(day) = crate::base::giorno::Giorno::parse(printed) {
        return day.iso();
    }
    let plain = printed.replace('.', "").replace(',', ".");
    without_zeros(&plain)
}

/// A decimal number without the zeros at its end.
fn without_zeros(number: &str) -> String {
    match number.split_once('.') {
        Some((whole, decimals)) => {
            let decimals = decimals.trim_end_matches('0');
            if decimals.is_empty() { whole.to_owned() } else { format!("{whole}.{decimals}") }
        }
        None => number.to_owned(),
    }
}

/// Every number and day of a file of data.
fn numbers_of_data(csv: &str) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    for word in csv.split(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-' | '/'))) {
        out.insert(word.to_owned());
        for number in word.split(['-', '/']) {
            out.insert(number.to_owned());
            out.insert(without_zeros(number.trim_matches('.')));
        }
    }
    // A cell that the data keep as text has its numbers in the Italian form.
    out.extend(numbers_in(csv).into_iter().map(|number| number.trim_end_matches('%').to_owned()));
    out
}

/// Whether the words of an element do not count in the cell around it: only the screen has them (a button, the page in the PDF), they
/// are part of a drawing (the scale of a column of bars), or they are in a table inside the cell, whose own cells are compared.
fn not_of_the_cell(element: Element<'_>) -> bool {
    element.name() == "table"
        || ["ingrandisci", "nel-pdf", "permalink", "pagina-pdf", "nota-rif", "scala"]
            .iter()
            .any(|class| element.has_class(class))
}

/// Reads a link of the site. None when it is no reference. An error, with the address, when it leads to a page of the plan but
/// not as a reference does.
fn reference(a: Element<'_>) -> Result<Option<Citazione>, String> {
    let Some(href) = a.attribute("href") else { return Ok(None) };
    let in_text = a.ancestors().any(|above| above.has_class("testo"))
        || a.ancestors()
            .any(|above| above.has_class("citato-in") && above.parent().is_some_and(|up| up.name() == "main"));
    let ours = ["permalink", "nota-rif", "ritorno", "ingrandisci", "nel-pdf", "btn", "nodo-rif"];
    // The pages of a plan stand beside each other: what is in a folder is an annex, whatever its kind.
    let elsewhere = href.contains("://") || href.split('#').next().is_some_and(|path| path.contains('/'));
    if !in_text || ours.iter().any(|class| a.has_class(class)) || elsewhere {
        return Ok(None);
    }
    // Under a table the site makes each cited row a link; the PDF only names it.
    let Some(parent) = a.parent() else { return Ok(None) };
    let ritorno = a.ancestors().any(|above| above.has_class("citato-in"));
    if ritorno
        && parent.name() == "li"
        && parent.children().next().is_some_and(|first| matches!(first, Ok(e) if e.is(a)))
    {
        return Ok(None);
    }
    let Some((page, target)) = href.split_once('#') else {
        // A file to download has no anchor in its address.
        return if href.ends_with(".html") { Err(href.to_owned()) } else { Ok(None) };
    };
    if page.is_empty() && target.starts_with('_') {
        return Ok(None);
    }
    // The page counts only when nothing but blanks stands between it and the link.
    let mut after = parent.children().skip_while(|kid| !matches!(kid, Ok(e) if e.is(a))).skip(1);
    let next = after.find(|kid| !matches!(kid, Err(text) if text.trim().is_empty()));
    let pagina = match next {
        Some(Ok(next)) if next.has_class("pagina-pdf") => number_after(&next.text(&|_| false), "(pag."),
        _ => None,
    };
    Ok(Some(Citazione { meta: target.to_owned(), parole: tight(&a.text(&|_| false)), ritorno, pagina }))
}

/// The title in a caption, without what only the screen has.
fn caption_words(caption: Element<'_>) -> String {
    caption
        .text(&|element| ["ingrandisci", "nel-pdf", "nota-rif", "legenda"].iter().any(|class| element.has_class(class)))
}

/// The numbers of a cell, as they are written.
fn numbers_in(text: &str) -> Vec<String> {
    let text = without_pages(text);
    let runs = text.split(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',' | '/' | '%')));
    runs.map(|run| run.trim_matches(['.', ',', '/']))
        .filter(|run| run.contains(|c: char| c.is_ascii_digit()))
        .map(str::to_owned)
        .collect()
}

/// "(pag. 3)" and "(pag. 3 del PDF)" are the same addition.
fn without_pages(text: &str) -> String {
    let text = tight(text);
    let mut out = String::new();
    let mut rest = text.as_str();
    while let Some((head, tail)) = rest.split_once("(pag.") {
        out.push_str(head);
        rest = tail.split_once(')').map_or("", |(_, rest)| rest);
    }
    out + rest
}

fn is_heading(role: &str) -> bool {
    role.strip_prefix('H').is_some_and(|level| !level.is_empty() && level.bytes().all(|b| b.is_ascii_digit()))
}

/// `text` without blanks and without the marks that let words break.
fn tight(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !['\u{ad}', '\u{200b}', '\u{2060}'].contains(c)).collect()
}

/// The number in a text that begins with `word`.
fn number_after(text: &str, word: &str) -> Option<u32> {
    let text = tight(text);
    let rest = text.strip_prefix(word)?;
    rest.get(..rest.find(|c: char| !c.is_ascii_digit())?)?.parse().ok()
}
