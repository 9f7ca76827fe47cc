//! The structure tree of the PDF against the plan that it prints. `pdf.rs` reads the tree from the bytes; here it is judged: by
//! what PDF/UA-1 asks of it, by what it lets pass in silence (a table without headers, a link without words), and by the
//! document itself, table by table and word by word, in its order. No validator that can be installed does any of this.

use crate::pdf::{Kid, Lead, Node, Pdf};
use crate::project::{Compiled, Outputs, Project};
use piao::diag::Diagnostic;
use piao::document::{Block, BlockKind, Document, Inline, Section, Table, TreeNode, con_legende, plain};
use piao::emit::layouts::Layouts;
use piao::emit::pdf;
use piao::report::terminal;
use std::collections::BTreeSet;
use std::path::Path;

/// Everything that is wrong, each with its page and the heading above it.
fn problems(pdf: &Pdf, document: &Document) -> Vec<String> {
    let mut judge = Judge::new(pdf, document);
    judge.claims();
    let text = judge.node(0);
    let mut expected = Expected::default();
    document.sections.iter().for_each(|section| expected.section(document, section));
    judge.order(&text, &spoken(&expected.text));
    if judge.boxes != expected.boxes {
        judge.found.push(format!("{} boxes in the tree, {} in the plan", judge.boxes, expected.boxes));
    }
    judge.compare_tables(&expected.tables);
    judge.found
}

struct Judge<'a> {
    pdf: &'a Pdf,
    document: &'a Document,
    found: Vec<String>,
    /// Where the walk is: the page of the last words, the last heading and its level.
    page: u32,
    heading: String,
    level: u8,
    /// The tables met, with the place of each.
    tables: Vec<(usize, String)>,
    /// The boxes met.
    boxes: usize,
    /// For each table around: whether its last column tells pages.
    paged: Vec<bool>,
}

impl<'a> Judge<'a> {
    fn new(pdf: &'a Pdf, document: &'a Document) -> Self {
        let heading = "l’inizio".to_owned();
        Judge { pdf, document, found: vec![], page: 0, heading, level: 0, tables: vec![], boxes: 0, paged: vec![] }
    }

    fn place(&self) -> String {
        format!("p. {}, «{}»", self.page, self.heading)
    }

    fn wrong(&mut self, what: impl std::fmt::Display) {
        self.found.push(format!("{}: {what}", self.place()));
    }

    /// What the file says of itself before its first page.
    fn claims(&mut self) {
        let claim = |key: &str| self.pdf.claims.get(key).map_or("", String::as_str);
        let packet = claim("Metadata");
        let title = packet.split_once("<dc:title>").and_then(|(_, rest)| rest.split_once("</dc:title>"));
        let wanted = [
            ("Marked", claim("Marked") == "true"),
            ("Lang it-IT", claim("Lang") == "it-IT"),
            ("DisplayDocTitle", claim("DisplayDocTitle") == "true"),
            ("PageMode UseOutlines", claim("PageMode") == "UseOutlines"),
            // An approved act is no proof: the file must not call itself one.
            ("that it is the document itself", !packet.is_empty() && !packet.contains("RenditionClass")),
            ("pdfuaid:part 1", packet.contains("<pdfuaid:part>1</pdfuaid:part>")),
            ("pdfaid:part 2", packet.contains("<pdfaid:part>2</pdfaid:part>")),
            ("pdfaid:conformance A", packet.contains("<pdfaid:conformance>A</pdfaid:conformance>")),
            ("dc:title", title.is_some_and(|(title, _)| !tight(title.rsplit('>').nth(2).unwrap_or(title)).is_empty())),
        ];
        let missing: Vec<_> = wanted.into_iter().filter(|(_, there)| !there).map(|(claim, _)| claim).collect();
        missing.into_iter().for_each(|claim| self.wrong(format!("the file does not say {claim}")));
        for title in ["Indice", "Questa edizione"] {
            if !self.pdf.bookmarks.iter().any(|bookmark| bookmark == title) {
                self.wrong(format!("no bookmark «{title}» among {:?}", self.pdf.bookmarks));
            }
        }
        self.found.extend(self.pdf.astray.iter().take(5).cloned());
        for (page, words) in &self.pdf.loose {
            self.found.push(format!("p. {page}: neither tagged nor an artifact: «{words}»"));
        }
    }

    /// The words of an element and of what is in it.
    fn node(&mut self, at: usize) -> String {
        self.shape(at);
        let node = &self.pdf.nodes[at];
        let role = node.role.as_str();
        if role == "Table" {
            self.tables.push((at, self.place()));
            self.paged.push(self.paged(at));
        }
        let mut text = String::new();
        let mut leads = 0;
        for kid in &node.kids {
            match kid {
                Kid::Node(child) => {
                    self.parent(role, &self.pdf.nodes[*child]);
                    let words = self.node(*child);
                    // The head of a group is one cell over all the columns.
                    let several = node.kids.iter().filter(|kid| matches!(kid, Kid::Node(_))).count() > 1;
                    match role == "TR"
                        && several
                        && self.paged.last() == Some(&true)
                        && self.last_cell(at) == Some(*child)
                    {
                        true => self.page_of_row(at, &words),
                        false => text.push_str(&words),
                    }
                }
                Kid::Text(words, page) => {
                    self.page = *page;
                    if words.contains('\u{200b}') {
                        self.wrong(format!("a character that nobody wrote, and who copies takes along: «{words}»"));
                    }
                    text.push_str(words);
                }
                Kid::Link(lead, said) => {
                    leads += 1;
                    self.lead(lead, said);
                    match lead {
                        Lead::Name(name) if !self.pdf.destinations.contains_key(name) => {
                            self.wrong(format!("a link to «{name}», which is nowhere"));
                        }
                        Lead::Away(address) if !address.contains(':') => self.wrong(format!("a link to «{address}»")),
                        _ => {}
                    }
                }
            }
        }
        if role == "Table" {
            self.paged.pop();
        }
        let bare = tight(&text);
        if let Some(level) = role.strip_prefix('H').and_then(|level| level.parse::<u8>().ok()) {
            self.heading.clone_from(&text);
            if level > self.level + 1 {
                self.wrong(format!("a heading of level {level} after one of level {}", self.level));
            }
            self.level = level;
        }
        match role {
            "P" | "TH" | "H1" | "H2" | "H3" | "H4" | "H5" | "H6" | "Caption" | "LI" | "TOCI" | "Note" | "Code"
                if bare.is_empty() && !self.shows(node) =>
            {
                self.wrong(format!("a {role} without words"));
            }
            "Link" if bare.is_empty() && !self.shows(node) => self.wrong("a link without words"),
            "Link" if leads == 0 => self.wrong(format!("a link that leads nowhere: «{text}»")),
            "Figure" if node.says.get("Alt").is_none_or(|alt| tight(alt).is_empty()) => {
                self.wrong("a figure without words in its place");
            }
            "TH" if !node.says.contains_key("Scope") => self.wrong(format!("a header of nothing: «{text}»")),
            _ => {}
        }
        match role {
            // The contents are ours: they repeat the words of the plan, out of its order.
            "TOC" => String::new(),
            // A picture is read by its alternative text, its caption as it is.
            "Figure" if node.says.contains_key("Alt") => {
                let caption = node.kids.iter().find_map(|kid| match kid {
                    Kid::Node(child) if self.pdf.nodes[*child].role == "Caption" => Some(*child),
                    _ => None,
                });
                caption.map(|caption| self.words(caption) + " ").unwrap_or_default()
            }
            // Where one of these ends, so does a word.
            "Span" | "Link" | "Reference" | "Strong" | "Em" | "Code" => text,
            // A note may follow words that stand in no paragraph.
            "Note" => format!(" {text} "),
            _ => text + " ",
        }
    }

    /// The last cell of a row.
    fn last_cell(&self, row: usize) -> Option<usize> {
        self.pdf.nodes[row]
            .kids
            .iter()
            .rev()
            .find_map(|kid| if let Kid::Node(child) = kid { Some(*child) } else { None })
    }

    /// Whether the last column of a table tells the pages of what its rows lead to. The plan has no such column.
    fn paged(&self, table: usize) -> bool {
        let mut at = table;
        loop {
            let mut kids = self.pdf.nodes[at].kids.iter().filter_map(|kid| match kid {
                Kid::Node(child) if self.pdf.nodes[*child].role != "Caption" => Some(*child),
                _ => None,
            });
            let Some(first) = kids.next() else { return false };
            if self.pdf.nodes[at].role == "TR" {
                return self.last_cell(at).is_some_and(|cell| self.words(cell).trim() == "pag.");
            }
            at = first;
        }
    }

    /// A row says the page of something to which it leads, or none.
    fn page_of_row(&mut self, row: usize, words: &str) {
        let words = words.trim();
        if words.is_empty() || words == "pag." {
            return;
        }
        let mut pages = vec![];
        let mut todo = vec![row];
        while let Some(at) = todo.pop() {
            for kid in &self.pdf.nodes[at].kids {
                match kid {
                    Kid::Node(child) => todo.push(*child),
                    Kid::Link(Lead::Name(name), _) => {
                        pages.extend(self.pdf.destinations.get(name).map(ToString::to_string))
                    }
                    _ => {}
                }
            }
        }
        // A cell that lists several things says the page of each.
        if words.split(", ").any(|said| !pages.iter().any(|page| page == said)) {
            self.wrong(format!("a row that says page {words} leads to {pages:?}"));
        }
    }

    /// The words of an element, in their order.
    fn words(&self, at: usize) -> String {
        let kids = self.pdf.nodes[at].kids.iter();
        kids.map(|kid| match kid {
            Kid::Node(child) => self.words(*child),
            Kid::Text(words, _) => words.clone(),
            Kid::Link(..) => String::new(),
        })
        .collect()
    }

    /// What a link says of where it leads: the thing, by its name, and its page.
    fn lead(&mut self, lead: &Lead, said: &str) {
        match lead {
            Lead::Name(name) => {
                let page = self.pdf.destinations.get(name).map(|page| format!(", pagina {page}"));
                let target = self.document.targets.iter().find(|(id, _)| id.as_str() == name);
                let called = target.map(|(_, target)| target.name().replace('\u{a0}', " ")).unwrap_or_default();
                if !page.is_some_and(|page| said.ends_with(&page) && said.len() > page.len())
                    || !said.contains(called.trim())
                {
                    self.wrong(format!("a link to «{name}» that says «{said}»"));
                }
            }
            // Only the marks of notes have no name.
            Lead::Page(_) if !said.starts_with("Nota ") && !said.starts_with("torna al testo, nota ") => {
                self.wrong(format!("a link that says «{said}»"));
            }
            Lead::Away(address) if !said.contains(address.split_once(':').map_or("", |(_, rest)| rest)) => {
                self.wrong(format!("a link to «{address}» that says «{said}»"));
            }
            _ => {}
        }
    }

    /// What may stand right in an element, and what it must be told by.
    fn shape(&mut self, at: usize) {
        let pdf = self.pdf;
        let node = &pdf.nodes[at];
        let role = node.role.as_str();
        let kids: Vec<usize> =
            node.kids.iter().filter_map(|kid| if let Kid::Node(child) = kid { Some(*child) } else { None }).collect();
        let roles: Vec<&str> = kids.iter().map(|kid| pdf.nodes[*kid].role.as_str()).collect();
        let heading = |role: &str| role.strip_prefix('H').is_some_and(|level| level.parse::<u8>().is_ok());
        let words = role == "P" || heading(role) || ["Span", "Link", "Strong", "Em"].contains(&role);
        let mut after = roles.iter().skip_while(|role| **role != "Sect");
        for (wrong, what) in [
            (role == "Sect" && !roles.first().is_some_and(|first| heading(first)), "a section without its heading"),
            (role == "Sect" && roles.iter().skip(1).any(|role| heading(role)), "a heading without its section"),
            (role == "Document" && roles.iter().any(|role| heading(role)), "a heading without its section"),
            (role == "Document" && after.any(|role| *role != "Sect"), "something in no section"),
            (heading(role) && roles.contains(&"P"), "a paragraph in a heading"),
            (words && roles.contains(&"Note"), "a note in the middle of words"),
            (role == "Div" && roles == ["Caption", "Figure"], "a caption beside its figure"),
            (role == "L" && roles.contains(&"L"), "a list beside the item that it is in"),
            (role == "LBody" && node.kids.is_empty(), "an item that holds nothing"),
        ] {
            if wrong {
                self.wrong(format!("{what}: a {role} of {roles:?}"));
            }
        }
        let boxes = ["Nota", "Suggerimento", "Importante", "Attenzione", "Pericolo"];
        if role == "Div" && kids.first().is_some_and(|first| boxes.contains(&self.words(*first).trim())) {
            self.boxes += 1;
        }
        for link in kids.into_iter().filter(|kid| pdf.nodes[*kid].role == "Link") {
            let is_mark = |kid: &Kid| matches!(kid, Kid::Link(Lead::Page(_), said) if said.starts_with("Nota "));
            if role != "Reference" && pdf.nodes[link].kids.iter().any(is_mark) {
                self.wrong("the mark of a note that is no reference");
            }
            // In the contents and in the marks of notes the place tells it.
            if !["Reference", "Lbl"].contains(&role) && !self.lined(link) && !self.shows(&pdf.nodes[link]) {
                self.wrong(format!("a link told by its colour alone: «{}»", self.words(link)));
            }
        }
    }

    /// Whether a line is under the words, or through them.
    fn lined(&self, at: usize) -> bool {
        let node = &self.pdf.nodes[at];
        let below = |kid: &Kid| matches!(kid, Kid::Node(child) if self.lined(*child));
        node.says.contains_key("TextDecorationType") || node.kids.iter().any(below)
    }

    /// Whether a picture stands for the words.
    fn shows(&self, node: &Node) -> bool {
        let mut kids = node.kids.iter().filter_map(|kid| match kid {
            Kid::Node(child) => Some(&self.pdf.nodes[*child]),
            _ => None,
        });
        kids.any(|kid| kid.role == "Figure" || self.shows(kid))
    }

    /// Which element may be in which: ISO 32000-1, 14.8.4.3.
    fn parent(&mut self, role: &str, child: &Node) {
        let fits = match child.role.as_str() {
            "LI" => role == "L",
            "LBody" => role == "LI",
            "TR" => ["Table", "THead", "TBody", "TFoot"].contains(&role),
            "THead" | "TBody" | "TFoot" => role == "Table",
            "TH" | "TD" => role == "TR",
            "TOCI" => role == "TOC",
            _ => !["L", "Table", "TR", "TOC"].contains(&role) || ["Caption", "L", "TOC"].contains(&child.role.as_str()),
        };
        if !fits {
            self.wrong(format!("a {} in a {role}", child.role));
        }
    }

    /// The words of the tree are those of the plan, in its order, none twice: a header repeated on the next page, a running
    /// head or a word moved elsewhere would show here. Before them stand the cover and the contents, after them what closes.
    fn order(&mut self, text: &str, expected: &str) {
        let found = spoken(text);
        let head: String = expected.chars().take(60).collect();
        let Some((before, _)) = found.match_indices(&head).last() else {
            return self.found.push(format!("«{head}» is not in the tree"));
        };
        let (mut found, mut wanted) = (found[before..].chars().peekable(), expected.chars().peekable());
        let mut last = String::new();
        while let (Some(a), Some(b)) = (found.peek(), wanted.peek()) {
            if a != b {
                break;
            }
            last.push(*a);
            found.next();
            wanted.next();
        }
        if wanted.peek().is_some() {
            let last: String = last.chars().rev().take(60).collect::<Vec<_>>().into_iter().rev().collect();
            let (found, wanted): (String, String) = (found.take(60).collect(), wanted.take(60).collect());
            self.found.push(format!("after «{last}» the tree reads «{found}», the plan «{wanted}»"));
        }
    }

    /// One element for each table of the plan, whatever the pages it crosses, with its rows, columns and headers.
    fn compare_tables(&mut self, expected: &[Grid]) {
        let tables = std::mem::take(&mut self.tables);
        if tables.len() != expected.len() {
            self.found.push(format!("{} tables in the tree, {} in the plan", tables.len(), expected.len()));
        }
        for ((at, place), wanted) in tables.into_iter().zip(expected) {
            let found = self.grid(at);
            if found.as_ref() != Ok(wanted) {
                self.found.push(format!("{place}: a table read as {found:?}, in the plan {wanted:?}"));
            }
        }
    }

    /// The cells of a table, each once for every place that it covers.
    fn grid(&self, at: usize) -> Result<Grid, String> {
        let paged = self.paged(at);
        let mut rows = vec![];
        let mut todo = vec![at];
        while let Some(node) = todo.pop() {
            let node = &self.pdf.nodes[node];
            if node.role == "TR" {
                rows.push(node);
                continue;
            }
            todo.extend(node.kids.iter().rev().filter_map(|kid| match kid {
                Kid::Node(child) if self.pdf.nodes[*child].role != "Caption" => Some(*child),
                _ => None,
            }));
        }
        // What is still open from the rows above: how many rows, and the letter.
        let mut open: Vec<(usize, char)> = vec![];
        let mut grid = vec![];
        for (n, row) in rows.into_iter().enumerate() {
            let mut line = String::new();
            let mut cells = row.kids.iter().filter_map(|kid| match kid {
                Kid::Node(child) => Some(&self.pdf.nodes[*child]),
                _ => None,
            });
            let mut at = 0;
            loop {
                if let Some((left, letter)) = open.get_mut(at).filter(|(left, _)| *left > 0) {
                    line.push(*letter);
                    *left -= 1;
                    at += 1;
                    continue;
                }
                let Some(cell) = cells.next() else { break };
                let span = |key: &str| cell.says.get(key).map_or(Ok(1), |n| n.parse::<usize>());
                let (Ok(high), Ok(wide)) = (span("RowSpan"), span("ColSpan")) else {
                    return Err(format!("row {n}: a span that is no number"));
                };
                let letter = match (cell.role.as_str(), cell.says.get("Scope").map(String::as_str)) {
                    ("TD", None) => 'd',
                    ("TH", Some("Column")) => 'c',
                    ("TH", Some("Row")) => 'r',
                    other => return Err(format!("row {n}: {other:?}")),
                };
                for _ in 0..wide {
                    line.push(letter);
                    open.resize(open.len().max(at + 1), (0, ' '));
                    open[at] = (high - 1, letter.to_ascii_uppercase());
                    at += 1;
                }
            }
            if paged {
                line.pop();
            }
            grid.push(line);
        }
        if open.iter().any(|(left, _)| *left > 0) {
            return Err("a cell goes on below the last row".to_owned());
        }
        Ok(grid)
    }
}

/// A table, a string a row: `c` names a column, `r` a row, `d` is a datum; a capital goes on from the row above.
type Grid = Vec<String>;

/// What the tree should say.
#[derive(Default)]
struct Expected {
    text: String,
    tables: Vec<Grid>,
    /// Boxes.
    boxes: usize,
    /// Footnotes already read.
    noted: Vec<u32>,
    /// Those that come after the words at hand.
    notes: Vec<u32>,
    /// The remarks under the tables of the section at hand. Paper says each once.
    told: BTreeSet<String>,
    /// The remarks that the caption of the next table takes.
    legend: Vec<Vec<Inline>>,
}

impl Expected {
    fn section(&mut self, document: &Document, section: &Section) {
        self.say(&section.heading());
        if let Some(referente) = &section.referente {
            self.say(&format!("Referente: {referente}"));
        }
        self.cited(document, Some(&section.id), None);
        self.told.clear();
        self.blocks(document, section, &section.blocks);
        section.children.iter().for_each(|child| self.section(document, child));
    }

    /// Words by themselves.
    fn say(&mut self, words: &str) {
        self.text.push_str(words);
        self.text.push(' ');
    }

    /// Words by themselves, then the notes that they refer to.
    fn line(&mut self, document: &Document, section: &Section, content: &[Inline]) {
        self.inlines(content);
        self.text.push(' ');
        self.notes(document, section);
    }

    /// The notes that the words so far refer to.
    fn notes(&mut self, document: &Document, section: &Section) {
        for number in std::mem::take(&mut self.notes) {
            let Some(note) = section.notes.iter().find(|note| note.number == number) else { continue };
            self.noted.push(number);
            self.say(&number.to_string());
            self.blocks(document, section, &note.blocks);
        }
    }

    fn blocks(&mut self, document: &Document, section: &Section, blocks: &[Block]) {
        let mut table = false;
        let (blocks, legends): (Vec<&Block>, Vec<_>) = con_legende(blocks, Some(8)).into_iter().unzip();
        for ((n, block), legend) in blocks.iter().copied().enumerate().zip(legends) {
            self.legend =
                legend.into_iter().filter(|words| self.told.insert(plain(words))).map(<[_]>::to_vec).collect();
            let remark = match &block.kind {
                BlockKind::Remark(content) | BlockKind::Legend(content) => Some(plain(content)),
                _ => None,
            };
            let follows = table && remark.is_some();
            // A remark is of the table above it, or of the one that comes after it and the other remarks.
            let other = |block: &&&Block| !matches!(block.kind, BlockKind::Remark(_) | BlockKind::Legend(_));
            let next = blocks[n + 1..].iter().find(other);
            let of_table = table || next.is_some_and(|block| matches!(block.kind, BlockKind::Table(_)));
            if remark.is_none_or(|words| !of_table || self.told.insert(words)) {
                self.block(document, section, block);
            }
            table = matches!(block.kind, BlockKind::Table(_)) || follows;
        }
    }

    fn block(&mut self, document: &Document, section: &Section, block: &Block) {
        match &block.kind {
            BlockKind::Heading { number, content, .. } => {
                self.say(number.as_deref().unwrap_or_default());
                self.line(document, section, content);
            }
            BlockKind::Paragraph(content) | BlockKind::Remark(content) | BlockKind::Legend(content) => {
                self.line(document, section, content)
            }
            BlockKind::List { start, items, segni, .. } => {
                for (n, item) in items.iter().enumerate() {
                    let number = || start.map(|start| format!("{}.", start + n as u64)).unwrap_or_default();
                    self.say(&segni.get(n).cloned().unwrap_or_else(number));
                    self.blocks(document, section, item);
                }
            }
            BlockKind::Quote(blocks) => self.blocks(document, section, blocks),
            BlockKind::Outcome(outcome) => {
                self.blocks(document, section, &outcome.blocks);
                for field in &outcome.fields {
                    self.say(&field.label);
                    self.inlines(&field.value);
                    self.text.push(' ');
                }
                self.notes(document, section);
                let rows = outcome.fields.len();
                self.tables.extend((rows > 0).then(|| vec!["rd".to_owned(); rows]));
                self.blocks(document, section, &outcome.notes);
            }
            BlockKind::Callout { kind, blocks } => {
                self.boxes += 1;
                self.say(kind.label());
                self.blocks(document, section, blocks);
            }
            BlockKind::Definitions(definitions) => {
                for definition in definitions {
                    self.line(document, section, &definition.term);
                    definition.details.iter().for_each(|detail| self.blocks(document, section, detail));
                    self.cited(document, definition.anchor.as_ref(), None);
                }
            }
            BlockKind::Code { text, .. } => self.say(text),
            BlockKind::Table(table) => {
                self.caption(document, section, "Tabella", table.number, table.caption.as_deref());
                for words in std::mem::take(&mut self.legend) {
                    self.line(document, section, &words);
                }
                self.table(table);
                // They are read after it.
                self.notes(document, section);
                self.cited(document, block.anchor.as_ref(), None);
                for id in table.rows.iter().filter_map(|row| row.anchor.as_ref()) {
                    let name = document.targets.get(id).map(piao::document::Target::name);
                    self.cited(document, Some(id).filter(|id| Some(*id) != block.anchor.as_ref()), name.as_deref());
                }
                return;
            }
            BlockKind::Figure(figure) => {
                self.caption(document, section, "Figura", figure.number, figure.caption.as_deref());
            }
            BlockKind::Drawing(drawing) => {
                self.caption(document, section, "Figura", drawing.number, drawing.caption.as_deref());
            }
            BlockKind::Card(card) => {
                self.say(card.code.as_deref().unwrap_or_default());
                self.line(document, section, &card.title);
                self.say(&card.kind);
                card.above.iter().for_each(|words| self.line(document, section, words));
                self.blocks(document, section, &card.lead);
                // The names of the facts head the columns of a table with one row.
                card.facts.iter().for_each(|fact| self.say(&fact.label));
                for fact in &card.facts {
                    self.inlines(&fact.value);
                    self.text.push(' ');
                }
                self.notes(document, section);
                let facts = card.facts.len();
                self.tables.extend((facts > 0).then(|| vec!["c".repeat(facts), "d".repeat(facts)]));
                for field in &card.fields {
                    self.say(&field.label);
                    self.inlines(&field.value);
                    self.text.push(' ');
                }
                self.notes(document, section);
                self.tables.extend((!card.fields.is_empty()).then(|| vec!["rd".to_owned(); card.fields.len()]));
                let mut absent = String::new();
                for (before, label, why) in card.mancanti(&mut self.told) {
                    absent += before;
                    absent += label;
                    absent += &why.map(|why| format!(" ({})", plain(why))).unwrap_or_default();
                }
                if !absent.is_empty() {
                    self.say(&format!("{}{absent}.", card.non_indicato()));
                }
                self.blocks(document, section, &card.blocks);
            }
            BlockKind::Tree(nodes) => self.tree(document, section, nodes),
            BlockKind::Absent(reason) => {
                self.say("Dato assente:");
                self.line(document, section, reason);
            }
            BlockKind::Rule => {}
        }
        self.cited(document, block.anchor.as_ref(), None);
    }

    fn caption(
        &mut self,
        document: &Document,
        section: &Section,
        word: &str,
        number: Option<u32>,
        words: Option<&[Inline]>,
    ) {
        let Some(words) = words else { return };
        self.say(&number.map(|number| format!("{word} {number}.")).unwrap_or_default());
        self.line(document, section, words);
    }

    fn table(&mut self, table: &Table) {
        let line = |judge: &mut Self, content: &[Inline]| {
            judge.inlines(content);
            judge.text.push(' ');
        };
        let mut grid = vec!["c".repeat(table.columns.len())];
        // A year stands over its columns: the head has a second row, into which what is of no year goes on.
        let years = table.anni();
        let year = |at: usize| years.iter().find(|(columns, _)| columns.contains(&at));
        for at in 0..table.columns.len() {
            match year(at) {
                Some((columns, year)) if columns.start == at => self.say(year),
                Some(_) => {}
                None => line(self, &table.testa(at)),
            }
        }
        if !years.is_empty() {
            grid.push((0..table.columns.len()).map(|at| if year(at).is_some() { 'c' } else { 'C' }).collect());
        }
        for at in (0..table.columns.len()).filter(|at| year(*at).is_some()) {
            line(self, &table.testa(at));
        }
        for row in &table.rows {
            // What goes on from the row above is what it is there.
            let above = grid.last().cloned().unwrap_or_default();
            let letters = (0..table.columns.len()).map(|at| match at < row.continues {
                // One cell over all the columns: the head of the rows below it.
                _ if row.heads => 'r',
                true => above.chars().nth(at).unwrap_or('?').to_ascii_uppercase(),
                false if table.names(row, at) => 'r',
                false => 'd',
            });
            grid.push(letters.collect());
            let apart = table.a_parte(row);
            for (at, cell) in row.cells.iter().enumerate().skip(row.continues) {
                line(self, apart.filter(|_| at == 0).map_or(&**cell, |(name, _)| name));
            }
            // Details stand in a row of their own, beside the name, which goes on into it.
            if let Some((_, details)) = apart {
                grid.push(format!("R{}", "d".repeat(table.columns.len() - 1)));
                line(self, details);
            }
        }
        self.tables.push(grid);
    }

    fn tree(&mut self, document: &Document, section: &Section, nodes: &[TreeNode]) {
        for node in nodes {
            self.say(&node.code);
            self.inlines(&node.title);
            self.text.push(' ');
            node.flags.iter().for_each(|flag| self.say(flag));
            self.line(document, section, &[]);
            self.blocks(document, section, &node.blocks);
            self.cited(document, node.anchor.as_ref(), None);
            self.tree(document, section, &node.children);
        }
    }

    /// "Citato in: …" of what somebody cites; `name` where it does not stand right above.
    fn cited(&mut self, document: &Document, id: Option<&piao::piano::element::id::Id>, name: Option<&str>) {
        // Otherwise the index at the end says it.
        if !document.meta.citato_in {
            return;
        }
        let Some(target) = id.and_then(|id| document.targets.get(id)).filter(|t| !t.citato_in.is_empty()) else {
            return;
        };
        self.say(&name.map(|name| format!("{name}.")).unwrap_or_default());
        let labels = target.citato_in.iter().filter_map(|id| Some(document.targets.get(id)?.label.as_str()));
        self.say(&format!("Citato in: {}", labels.collect::<Vec<_>>().join(", ")));
    }

    fn inlines(&mut self, content: &[Inline]) {
        for inline in content {
            match inline {
                Inline::Strong(c) | Inline::Emph(c) | Inline::Strike(c) | Inline::Lang { content: c, .. } => {
                    self.inlines(c)
                }
                Inline::Link { content, .. } | Inline::Xref { content, .. } => self.inlines(content),
                Inline::Note { number } => {
                    self.text.push_str(&number.to_string());
                    if !self.noted.contains(number) && !self.notes.contains(number) {
                        self.notes.push(*number);
                    }
                }
                // A picture has its own words, apart; a shape has none.
                Inline::Image { .. } | Inline::Mark(_) => {}
                words => self.text.push_str(&plain(std::slice::from_ref(words))),
            }
        }
    }
}

/// `text` word by word, without what lines and pages add to it: places to break, the bullets of lists, the page after a
/// citation. Blanks tell words apart, and are one each.
fn spoken(text: &str) -> String {
    let kept = |c: &char| !"\u{ad}\u{200b}\u{2060}\u{feff}•–·".contains(*c);
    let text: String = text.chars().filter(kept).collect();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut parts = text.split(" (pag. ");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let digits = part.bytes().take_while(u8::is_ascii_digit).count();
        match part[digits..].strip_prefix(')').filter(|_| digits > 0) {
            Some(rest) => out.push_str(rest),
            None => out += &format!(" (pag. {part}"),
        }
    }
    out
}

/// `text` without what cannot be seen.
fn tight(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !"\u{ad}\u{200b}\u{2060}\u{feff}".contains(*c)).collect()
}

fn judge(name: &str, document: &Document) {
    let pdf =
        pdf::render(document, &Layouts::embedded(), None).unwrap_or_else(|problems| panic!("{name}: {problems:#?}"));
    let found = problems(&Pdf::read(&pdf.bytes), document);
    assert!(found.is_empty(), "{name}: {}", found.join("\n"));
}

#[test]
fn the_tree_of_the_content_is_the_plan() {
    let outputs = Outputs::content();
    let found = problems(&Pdf::read(&outputs.pdf.bytes), &outputs.document);
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn the_tree_of_every_plan_is_the_plan() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    for name in [
        "base",
        "piani/cassano",
        "piani/cesano-boscone",
        "piani/piccolo-comune",
        "piani/scambio-comune",
        "piani/terre-argine",
        "piani/terre-argine-variante",
    ] {
        judge(name, &Compiled::folder(&tests.join(name)).document.unwrap());
    }
}

/// A plan with one of everything, and much of some: a table over many pages, one that needs them turned, groups that go on,
/// lists in lists, notes with more than words, drawings of every kind.
fn everything() -> Document {
    let mut long = "Voce;Descrizione;Importo;Scadenza;Quota\n".to_owned();
    for n in 1..=300 {
        long +=
            &format!("V-{n:03};{};{n}.250,00 €;31/12/2026;{} %\n", "Servizi di prossimità ".repeat(n % 5 + 1), n % 100);
    }
    let wide: Vec<String> = (1..=14).map(|n| format!("Denominazione{n}")).collect();
    let wide = format!("| {} |\n|{}\n| {} |\n", wide.join(" | "), "---|".repeat(14), wide.join(" | "));
    let text = format!(
        "Un paragrafo con **parole *forti***, `codice`, ~~tolto~~, un [indirizzo](https://esempio.it), \
         la [@t-lunga], la [@larga] e [@fig-rete].[^a] Ancora.[^b] E di nuovo.[^a]\n\n\
         - uno\n  1. dentro\n     - più dentro\n\n       con due paragrafi\n  2. secondo\n- due[^c]\n\n7. sette\n8. otto\n\n\
         > Una citazione\n>\n> - con un elenco\n\n> [!ATTENZIONE]\n> Un avviso.\n\n\
         ```\ncodice  su\n  due righe\n```\n\n## Tabelle {{#t-titolo}}\n\n\
         ```piao:tabella\nid = \"t-lunga\"\ndidascalia = \"Una tabella lunga, vedi [@t-titolo]\"\ndati = \"dati/lunga.csv\"\n```\n\n\
         ### Larga\n\nTabella: Larga[^d] {{#larga}}\n\n{wide}\n| Voce | Valore |\n| :-: | --: |\n| ![Un segno](immagini/r.svg) | 1 |\n| uguale | 2 |\n| uguale | 3 |\n| S5.00004.000012.0000003.000004/S5.00004.000012.0000003.000004/S5.00004.000012.0000003.000004 \
         https://www.comune.example.it/amministrazione-trasparente/atti/2026/delibere/di-giunta?x=1&y=2 \
         [https://www.comune.example.it/amministrazione-trasparente/atti/2026/delibere/di-giunta?x=1&y=2](https://esempio.it) \
         `dati/2026/amministrazione-trasparente/atti/delibere-di-giunta/elenco-completo-delle-delibere.csv` | 4 |\n\n\
         ## Disegni\n\n![Una rete](immagini/r.svg \"La rete di [@t-titolo][^e]\"){{#fig-rete}}\n\n![Un’altra](immagini/r.svg)\n\n\
         ```piao:albero-disegnato\n```\n\n```piao:cronoprogramma\n```\n\n```piao:calendario\n```\n\n```piao:cruscotto\n```\n\n\
         ```piao:raccordo\n```\n\n```piao:verifiche\n```\n\n```piao:titolari\n```\n\n```piao:tabella-unita\n```\n\n\
         ```piao:progetti\n```\n\n```piao:nodi\n```\n\n```piao:obiettivi\n```\n\n```piao:schede-scambio\n```\n\n```piao:glossario\n```\n\n\
         [^a]: Una nota che cita la [@t-lunga].\n[^b]: Una nota con un elenco:\n\n    - uno\n    - due\n\n    e un secondo paragrafo.\n\
         [^c]: Breve.\n[^d]: Nella didascalia.\n[^e]: In quella di una figura.\n"
    );
    let mut data = "[[unita]]\nid = \"u\"\nnome = \"Ufficio\"\n\n[[nodo]]\nid = \"n\"\ncodice = \"1\"\ntitolo = \"Indirizzo\"\n\n\
         [[nodo]]\nid = \"m\"\ncodice = \"1.1\"\npadre = \"n\"\ntitolo = \"Ramo\"\ndescrizione = \"Con parole.\"\n\n\
         [[incarico]]\nunita = \"u\"\nruolo = \"dirigente\"\npersona = \"Anna Neri\"\n\n\
         [[incarico]]\nunita = \"u\"\nruolo = \"interim\"\npersona = \"Ugo Neri\"\n\n\
         [[ente]]\nid = \"e\"\nnome = \"Comune di Prova\"\n\n[[scheda_scambio]]\nid = \"s\"\nente = \"e\"\ntitolo = \"Uno scambio\"\n\
         disponibilita = [{ quando = \"5 settembre 2025\" }, { quando = \"entro ottobre 2025\" }]\n\n\
         [[progetto]]\nid = \"p\"\nprogramma = \"PNRR\"\ntitolo = \"Rete\"\nimporto = \"10,00 €\"\nrichiesto = \"10,00 €\"\n\
         finanziato = \"5,00 €\"\n\n[[progetto]]\nid = \"q\"\nprogramma = \"PNRR\"\ntitolo = \"Casa\"\nimporto = \"20,00 €\"\n\
         richiesto = \"10,00 €\"\nfinanziato = \"non ancora finanziato\"\n\n\
         [[termine]]\nid = \"cad\"\nsigla = \"CAD\"\nnome = \"Codice\"\ndefinizione = \"Una norma.\"\n\n"
        .to_owned();
    for n in 1..=30 {
        data += &format!(
            "[[obiettivo]]\nid = \"o{n}\"\ncodice = \"OB.{n:02}\"\ntitolo = \"Obiettivo numero {n}\"\nnodo = \"m\"\nunita = \"u\"\npeso = 3\n\
             risultato_atteso = \"Cita la [@t-lunga]\"\n\
             [[obiettivo.fase]]\ntesto = \"Uno\"\ntempi = \"marzo\"\nsoggetti = [\"Chi aiuta\"]\n[[obiettivo.fase]]\ntesto = \"Due\"\ntempi = \"maggio\"\n\
             [[obiettivo.verifica]]\nstrumento = \"A\"\natteso = \"B\"\n[[obiettivo.verifica]]\nstrumento = \"C\"\natteso = \"D\"\n\
             [[obiettivo.indicatore]]\ntesto = \"Indice\"\ndimensione = \"output\"\nbase = {{ anno = 2024, valore = 1 }}\ntarget = 2\n\n"
        );
    }
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"20\"><path d=\"M0 0h40v20z\"/></svg>";
    let plan = Project::new().section(&text).file("dati/d.toml", &data).file("dati/lunga.csv", &long);
    let compiled = plan.file("immagini/r.svg", svg).compile();
    let messages = compiled.messages();
    compiled.document.unwrap_or_else(|| panic!("{messages}"))
}

#[test]
fn the_tree_of_a_plan_with_one_of_everything_is_the_plan() {
    judge("everything", &everything());
}

/// An extract has pages of its own, and its links say those.
#[test]
fn the_links_of_an_extract_say_its_own_pages() {
    let document = everything();
    let whole = pdf::render(&document, &Layouts::embedded(), None).unwrap();
    for id in ["t-lunga", "o7", "prova"] {
        let id = piao::piano::element::id::Id::new(id).unwrap();
        let part = pdf::Part { id: &id, pages: &whole.pages };
        let read = Pdf::read(&pdf::render(&document, &Layouts::embedded(), Some(&part)).unwrap().bytes);
        let links =
            read.nodes.iter().flat_map(|node| &node.kids).filter(|kid| matches!(kid, Kid::Link(Lead::Name(_), _)));
        assert!(id.as_str() != "prova" || links.count() > 50);
        let mut judge = Judge::new(&read, &document);
        judge.node(0);
        assert!(judge.found.is_empty(), "{id}: {}", judge.found.join("\n"));
    }
}

/// What the judge is worth: layouts broken on purpose, each in a way that typst and the standards let pass.
#[test]
fn the_judge_sees_what_the_standards_let_pass() {
    let document = everything();
    for (file, broken, seen) in [
        ("tabella", "#let voce(contenuto) = contenuto", "a table read as"),
        ("tabella", "#let _sana = tabella\n#let tabella(testata: (), ..a) = _sana(..a)", "a TH without words"),
        ("tabella", "#let _una = tabella\n#let tabella(..a) = { _una(..a); std.table([x]) }", "tables in the tree"),
        ("testo", "#let cita(id, riga: true, parole) = link(label(id), [])", "a link without words"),
        ("testo", "#let avviso(nome, parola, testo) = testo", "the tree reads"),
        ("testo", "#let avviso(nome, parola, testo) = { par(parola); testo }", "boxes in the tree"),
        ("testo", "#let cita(id, riga: true, parole) = link(label(id), parole)", "told by its colour alone"),
        ("testo", "#let cedi = \"\\u{200B}\"", "a character that nobody wrote"),
        ("testo", "#let a-capo = linebreak()", "the tree reads"),
        ("testo", "#let vesti-titolo(l, numero, corpo) = { numero; h(0.55em); corpo }", "is not in the tree"),
        ("pagina", "#let colophon(dati) = [x]", "no bookmark «Questa edizione»"),
        ("testo", "#let nota(numero, testo) = [#footnote[x]#label(\"nota:\" + str(numero))]", "the tree reads"),
        ("testo", "#let elenco(stretto: true, ..voci) = list(..voci.pos().rev())", "the tree reads"),
        ("figura", "#let disegno(..a) = pdf.artifact(box())", "the tree reads"),
    ] {
        let mut layouts = Layouts::embedded();
        let file = format!("pdf/{file}.typ");
        let source = [layouts.get(&file).unwrap(), b"\n", broken.as_bytes(), b"\n"].concat();
        layouts.insert(file, source);
        let pdf = pdf::render(&document, &layouts, None).unwrap_or_else(|problems| panic!("{broken}: {problems:#?}"));
        let found = problems(&Pdf::read(&pdf.bytes), &document);
        assert!(found.iter().any(|problem| problem.contains(seen)), "{broken}: {found:#?}");
    }
}

/// Whatever breaks, the message is on the line that the author wrote: layouts that fail, each where one kind of thing is set.
#[test]
fn an_error_of_typesetting_is_on_the_line_of_its_author() {
    let toml = "[[progetto]]\nid = \"uno\"\nprogramma = \"PNRR\"\ntitolo = \"Rete\"\nimporto = \"10,00 €\"\n\
                richiesto = \"10,00 €\"\nfinanziato = \"5,00 €\"\ndescrizione = \"Nella descrizione.\"\n\n\
                [[progetto]]\nid = \"due\"\nprogramma = \"PNRR\"\ntitolo = \"Casa\"\nimporto = \"20,00 €\"\n\
                richiesto = \"10,00 €\"\nfinanziato = \"non ancora finanziato\"\n";
    let text = "+++\ntitolo = \"Prova\"\nid = \"prova\"\n+++\n\nPrimo.\n\nSecondo `codice` e fine.\n\n| Voce | Valore |\n| --- | --- |\n\
                | prima | 1 |\n| seconda | `cella` |\n\n> Detto da altri.\n\n![Una rete](immagini/r.svg)\n\n\
                ```piao:progetti\nforma = \"schede\"\n```\n\n```piao:progetti\ndidascalia = \"Insieme\"\n```\n\n\
                ```piao:tabella\nrighe = [\n    [\"A\", \"B\"],\n    [\"1\", \"rotta\"],\n    [\"2\", \"sana\"],\n]\n```\n";
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"20\"><path d=\"M0 0h40v20z\"/></svg>";
    let compiled =
        Project::new().file("1-prova.md", text).file("dati/d.toml", toml).file("immagini/r.svg", svg).compile();
    let messages = compiled.messages();
    let mut document = compiled.document.unwrap_or_else(|| panic!("{messages}"));
    // The layout's own function, but for the thing that holds those words.
    let broken = |function: &str, words: &str| {
        let mut layouts = Layouts::embedded();
        let rule = format!(
            "\n#let _sana = {function}\n#let {function}(..a) = if repr(a).contains(\"{words}\") {{ panic(\"rotto\") }} else {{ _sana(..a) }}\n"
        );
        let source = [layouts.get("pdf/main.typ").unwrap(), rule.as_bytes()].concat();
        layouts.insert("pdf/main.typ".into(), source);
        layouts
    };
    let place = |problems: Vec<Diagnostic>| {
        let problem = problems.into_iter().find(|problem| problem.code == "P0901").expect("P0901");
        let span = problem.span.unwrap_or_else(|| panic!("no place: {problem:#?}"));
        let (file, line, _) = terminal::place(&compiled.sources, span).unwrap();
        format!("{file}:{line}")
    };
    for (function, words, expected) in [
        ("capoverso", "Secondo", "1-prova.md:8"),
        ("codice", "codice", "1-prova.md:8"),
        ("codice", "cella", "1-prova.md:13"),
        ("citazione", "Detto", "1-prova.md:15"),
        ("figura", "Una rete", "1-prova.md:17"),
        // Prose of a record, a field of its card, its row in a table, a cell written in a view.
        ("capoverso", "Nella descrizione", "dati/d.toml:8"),
        ("campi", "non ancora finanziato", "dati/d.toml:10"),
        ("voce", "Casa", "dati/d.toml:10"),
        ("voce", "[2]", "1-prova.md:31"),
    ] {
        let problems = pdf::render(&document, &broken(function, words), None).expect_err(words);
        assert_eq!(place(problems), expected, "{function}, {words}");
    }
    // A picture that typst refuses.
    let asset = document.assets.values_mut().next().unwrap();
    asset.bytes = b"<svg".as_slice().into();
    let problems = pdf::render(&document, &Layouts::embedded(), None).expect_err("a broken picture");
    assert_eq!(place(problems), "1-prova.md:17");
}

/// Drawings of more things than an alternative may be long: each piece says its own.
#[test]
fn a_drawing_of_hundreds_of_things_is_told_in_parts() {
    let mut data = "[[nodo]]\nid = \"n\"\ncodice = \"1\"\ntitolo = \"Indirizzo\"\n\n".to_owned();
    for n in 1..=350 {
        data += &format!(
            "[[obiettivo]]\nid = \"o{n}\"\ncodice = \"OB.{n:03}\"\nnodo = \"n\"\nscadenza = \"31/12/2027\"\n\
             titolo = \"Rendere più semplice il procedimento numero {n}, con tempi certi per chi lo chiede\"\n\n"
        );
    }
    let text = "```piao:albero-disegnato\n```\n\n```piao:cronoprogramma\n```\n";
    let compiled = Project::new().section(text).file("dati/d.toml", &data).compile();
    let messages = compiled.messages();
    let document = compiled.document.unwrap_or_else(|| panic!("{messages}"));
    let pdf = Pdf::read(&pdf::render(&document, &Layouts::embedded(), None).unwrap().bytes);
    let told: Vec<&String> = pdf.nodes.iter().filter_map(|node| node.says.get("Alt")).collect();
    for n in 1..=350 {
        let code = format!("OB.{n:03} ");
        assert_eq!(told.iter().filter(|alt| alt.contains(&code)).count(), 2, "{code}");
    }
    assert!(told.iter().all(|alt| alt.len() < 12_000));
}
