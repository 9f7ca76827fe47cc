//! The structure tree of the PDF against the plan that it prints. `pdf.rs` reads the tree from the bytes; here it is judged: by
//! what PDF/UA-1 asks of it, by what it lets pass in silence (a table without headers, a link without words), and by the
//! document itself, table by table and word by word, in its order. No validator that can be installed does any of this.

use crate::pdf::{Kid, Lead, Node, Pdf};
use crate::project::{Compiled, Outputs, Project};
use piao::diag::Diagnostic;
use piao::document::{Block, BlockKind, Document, Inline, Section, Table, TreeNode, plain};
use piao::emit::layouts::Layouts;
use piao::emit::pdf;
use piao::report::terminal;
use std::path::Path;

/// Everything that is wrong, each with its page and the heading above it.
fn problems(pdf: &Pdf, document: &Document) -> Vec<String> {
    let mut judge = Judge { pdf, found: vec![], page: 0, heading: "l’inizio".to_owned(), level: 0, tables: vec![] };
    judge.claims();
    let text = judge.node(0);
    let mut expected = Expected::default();
    document.sections.iter().for_each(|section| expected.section(document, section));
    judge.order(&text, &tight(&expected.text));
    judge.compare_tables(&expected.tables);
    judge.found
}

struct Judge<'a> {
    pdf: &'a Pdf,
    found: Vec<String>,
    /// Where the walk is: the page of the last words, the last heading and its level.
    page: u32,
    heading: String,
    level: u8,
    /// The tables met, with the place of each.
    tables: Vec<(usize, String)>,
}

impl Judge<'_> {
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
            // An approved act is no proof: the file must not call itself one.
            ("that it is the document itself", !packet.is_empty() && !packet.contains("RenditionClass")),
            ("pdfuaid:part 1", packet.contains("<pdfuaid:part>1</pdfuaid:part>")),
            ("pdfaid:part 2", packet.contains("<pdfaid:part>2</pdfaid:part>")),
            ("pdfaid:conformance A", packet.contains("<pdfaid:conformance>A</pdfaid:conformance>")),
            ("dc:title", title.is_some_and(|(title, _)| !tight(title.rsplit('>').nth(2).unwrap_or(title)).is_empty())),
        ];
        let missing: Vec<_> = wanted.into_iter().filter(|(_, there)| !there).map(|(claim, _)| claim).collect();
        missing.into_iter().for_each(|claim| self.wrong(format!("the file does not say {claim}")));
        for (page, words) in &self.pdf.loose {
            self.found.push(format!("p. {page}: neither tagged nor an artifact: «{words}»"));
        }
    }

    /// The words of an element and of what is in it.
    fn node(&mut self, at: usize) -> String {
        let node = &self.pdf.nodes[at];
        let role = node.role.as_str();
        if role == "Table" {
            self.tables.push((at, self.place()));
        }
        let mut text = String::new();
        let mut leads = 0;
        for kid in &node.kids {
            match kid {
                Kid::Node(child) => {
                    self.parent(role, &self.pdf.nodes[*child]);
                    text.push_str(&self.node(*child));
                }
                Kid::Text(words, page) => {
                    self.page = *page;
                    text.push_str(words);
                }
                Kid::Link(lead) => {
                    leads += 1;
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
            // A picture is read by its alternative text.
            "Figure" if node.says.contains_key("Alt") => String::new(),
            _ => text,
        }
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
        let found = tight(text);
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
    /// Footnotes already read.
    noted: Vec<u32>,
}

impl Expected {
    fn section(&mut self, document: &Document, section: &Section) {
        self.say(&section.heading());
        if let Some(referente) = &section.referente {
            self.say(&format!("Referente: {referente}"));
        }
        self.cited(document, Some(&section.id), None);
        self.blocks(document, section, &section.blocks);
        section.children.iter().for_each(|child| self.section(document, child));
    }

    fn say(&mut self, words: &str) {
        self.text.push_str(words);
    }

    fn blocks(&mut self, document: &Document, section: &Section, blocks: &[Block]) {
        blocks.iter().for_each(|block| self.block(document, section, block));
    }

    fn block(&mut self, document: &Document, section: &Section, block: &Block) {
        match &block.kind {
            BlockKind::Heading { number, content, .. } => {
                self.say(number.as_deref().unwrap_or_default());
                self.inlines(document, section, content);
            }
            BlockKind::Paragraph(content) => self.inlines(document, section, content),
            BlockKind::List { start, items, segni, .. } => {
                for (n, item) in items.iter().enumerate() {
                    let number = || start.map(|start| format!("{}.", start + n as u64)).unwrap_or_default();
                    self.say(&segni.get(n).cloned().unwrap_or_else(number));
                    self.blocks(document, section, item);
                }
            }
            BlockKind::Quote(blocks) => self.blocks(document, section, blocks),
            BlockKind::Callout { kind, blocks } => {
                self.say(kind.label());
                self.blocks(document, section, blocks);
            }
            BlockKind::Definitions(definitions) => {
                for definition in definitions {
                    self.inlines(document, section, &definition.term);
                    definition.details.iter().for_each(|detail| self.blocks(document, section, detail));
                    self.cited(document, definition.anchor.as_ref(), None);
                }
            }
            BlockKind::Code { text, .. } => self.say(text),
            BlockKind::Table(table) => {
                self.caption(document, section, "Tabella", table.number, table.caption.as_deref());
                self.table(document, section, table);
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
                self.say(&card.kind);
                self.say(card.code.as_deref().unwrap_or_default());
                self.inlines(document, section, &card.title);
                for field in &card.fields {
                    self.say(&field.label);
                    self.inlines(document, section, &field.value);
                }
                self.tables.extend((!card.fields.is_empty()).then(|| vec!["rd".to_owned(); card.fields.len()]));
                self.blocks(document, section, &card.blocks);
            }
            BlockKind::Tree(nodes) => self.tree(document, section, nodes),
            BlockKind::Absent(reason) => {
                self.say("Dato assente:");
                self.inlines(document, section, reason);
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
        self.inlines(document, section, words);
    }

    fn table(&mut self, document: &Document, section: &Section, table: &Table) {
        let mut grid = vec!["c".repeat(table.columns.len())];
        table.columns.iter().for_each(|column| self.inlines(document, section, &column.header));
        for row in &table.rows {
            let letters = (0..table.columns.len()).map(|at| match (at, at < row.continues) {
                // One cell over all the columns: the head of the rows below it.
                _ if row.heads => 'r',
                (0, false) if table.row_headers => 'r',
                (0, true) if table.row_headers => 'R',
                (_, false) => 'd',
                (_, true) => 'D',
            });
            grid.push(letters.collect());
            row.cells.iter().skip(row.continues).for_each(|cell| self.inlines(document, section, cell));
        }
        self.tables.push(grid);
    }

    fn tree(&mut self, document: &Document, section: &Section, nodes: &[TreeNode]) {
        for node in nodes {
            self.say(&node.code);
            self.inlines(document, section, &node.title);
            node.flags.iter().for_each(|flag| self.say(flag));
            self.blocks(document, section, &node.blocks);
            self.cited(document, node.anchor.as_ref(), None);
            self.tree(document, section, &node.children);
        }
    }

    /// "Citato in: …" of what somebody cites; `name` where it does not stand right above.
    fn cited(&mut self, document: &Document, id: Option<&piao::piano::element::id::Id>, name: Option<&str>) {
        let Some(target) = id.and_then(|id| document.targets.get(id)).filter(|t| !t.citato_in.is_empty()) else {
            return;
        };
        self.say(&name.map(|name| format!("{name}.")).unwrap_or_default());
        let labels = target.citato_in.iter().filter_map(|id| Some(document.targets.get(id)?.label.as_str()));
        self.say(&format!("Citato in: {}", labels.collect::<Vec<_>>().join(", ")));
    }

    fn inlines(&mut self, document: &Document, section: &Section, content: &[Inline]) {
        for inline in content {
            match inline {
                Inline::Strong(c) | Inline::Emph(c) | Inline::Strike(c) => self.inlines(document, section, c),
                Inline::Link { content, .. } | Inline::Xref { content, .. } => {
                    self.inlines(document, section, content);
                }
                Inline::Note { number } => {
                    self.say(&number.to_string());
                    if let Some(note) = section.notes.iter().find(|note| note.number == *number)
                        && !self.noted.contains(number)
                    {
                        self.noted.push(*number);
                        self.say(&number.to_string());
                        self.blocks(document, section, &note.blocks);
                    }
                }
                // A picture has its own words, apart.
                Inline::Image { .. } => {}
                words => self.say(&plain(std::slice::from_ref(words))),
            }
        }
    }
}

/// `text` without what lines and pages add to it: blanks, places to break, the bullets of lists, the page after a citation.
fn tight(text: &str) -> String {
    let kept = |c: &char| !c.is_whitespace() && !"\u{ad}\u{200b}\u{2060}\u{feff}•–·".contains(*c);
    let text: String = text.chars().filter(kept).collect();
    let mut parts = text.split("(pag.");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let digits = part.bytes().take_while(u8::is_ascii_digit).count();
        match part[digits..].strip_prefix(')').filter(|_| digits > 0) {
            Some(rest) => out.push_str(rest),
            None => out += &format!("(pag.{part}"),
        }
    }
    out
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
         Tabella: Una tabella lunga, vedi [@t-titolo] {{#t-lunga}}\n\n```piao:tabella\ndati = \"dati/lunga.csv\"\n```\n\n\
         ### Larga\n\nTabella: Larga[^d] {{#larga}}\n\n{wide}\n| Voce | Valore |\n| :-: | --: |\n| ![Un segno](immagini/r.svg) | 1 |\n| uguale | 2 |\n| uguale | 3 |\n\n\
         ## Disegni\n\n![Una rete](immagini/r.svg \"La rete di [@t-titolo]\"){{#fig-rete}}\n\n![Un’altra](immagini/r.svg)\n\n\
         ```piao:albero-disegnato\n```\n\n```piao:cronoprogramma\n```\n\n```piao:calendario\n```\n\n```piao:cruscotto\n```\n\n\
         ```piao:raccordo\n```\n\n```piao:verifiche\n```\n\n```piao:titolari\n```\n\n```piao:tabella-unita\n```\n\n\
         ```piao:progetti\n```\n\n```piao:nodi\n```\n\n```piao:obiettivi\n```\n\n```piao:schede-scambio\n```\n\n```piao:glossario\n```\n\n\
         [^a]: Una nota che cita la [@t-lunga].\n[^b]: Una nota con un elenco:\n\n    - uno\n    - due\n\n    e un secondo paragrafo.\n\
         [^c]: Breve.\n[^d]: Nella didascalia.\n"
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
            "[[obiettivo]]\nid = \"o{n}\"\ntitolo = \"Obiettivo numero {n}\"\nnodo = \"m\"\nunita = \"u\"\npeso = 3\n\
             risultato_atteso = \"Cita la [@t-lunga]\"\n\
             [[obiettivo.fase]]\ntesto = \"Uno\"\ntempi = \"marzo\"\n[[obiettivo.fase]]\ntesto = \"Due\"\ntempi = \"maggio\"\n\
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

/// What the judge is worth: layouts broken on purpose, each in a way that typst and the standards let pass.
#[test]
fn the_judge_sees_what_the_standards_let_pass() {
    let document = everything();
    for (file, broken, seen) in [
        ("tabella", "#let voce(contenuto) = contenuto", "a table read as"),
        ("tabella", "#let _sana = tabella\n#let tabella(testata: (), ..a) = _sana(..a)", "a TH without words"),
        ("tabella", "#let _una = tabella\n#let tabella(..a) = { _una(..a); std.table([x]) }", "tables in the tree"),
        ("testo", "#let cita(id, parole) = link(label(id), [])", "a link without words"),
        ("testo", "#let avviso(nome, parola, testo) = testo", "the tree reads"),
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
        ("scheda", "non ancora finanziato", "dati/d.toml:10"),
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
