//! Blocks as HTML: the grammar of text, cards, trees and notes. Tables are in `tables`, pictures in `figures`. Their look is in
//! `layouts/html/piao.css`; the frame of the page (head, navigation, foot) is in the templates.

use super::inline::{Writer, mark_id, note_id};
use crate::document::{
    Aspetto, Block, BlockKind, Card, Definition, Inline, Note, Outcome, Row, Section, Table, TreeNode, Voce,
    con_legende, etichette, plain,
};
use crate::piano::element::id::Id;
use crate::piano::element::row::Profile;
use crate::piano::prose::Callout;
use std::collections::BTreeMap;

/// From how many characters on a field is long.
const LUNGO: usize = 90;

impl Writer<'_> {
    /// What a page shows of its section: blocks and notes. The heading of the section is the template's.
    pub(super) fn section(&mut self, section: &Section) {
        self.blocks(&section.blocks);
        self.notes();
    }

    pub(super) fn blocks(&mut self, blocks: &[Block]) {
        for (block, legend) in con_legende(blocks, None) {
            self.block(block, &legend);
        }
    }

    /// `legend`: the remarks that the caption of a table takes.
    fn block(&mut self, block: &Block, legend: &[&[Inline]]) {
        self.line();
        let anchor = block.anchor.as_ref().filter(|_| self.page.is_some());
        // Who comes with an id that the block had before finds it all the same.
        let page = self.page;
        for before in anchor.iter().flat_map(|id| page.map(|page| page.before(id)).unwrap_or_default()) {
            self.open("span", "", Some(before));
            self.out.push_str("</span>");
        }
        match &block.kind {
            BlockKind::Heading { level, number, content } => self.heading(*level, anchor, number.as_deref(), content),
            BlockKind::Paragraph(content) => self.element("p", "", anchor, |w| w.inlines(content)),
            BlockKind::Remark(content) | BlockKind::Legend(content) => {
                self.element("p", "", anchor, |w| w.wrap("small", content))
            }
            BlockKind::List { start, tight, items, segni } => self.list(*start, *tight, items, segni, anchor),
            BlockKind::Quote(blocks) => self.element("blockquote", "", anchor, |w| {
                w.out.push('\n');
                w.blocks(blocks);
            }),
            BlockKind::Callout { kind, blocks } => self.callout(*kind, blocks, anchor),
            BlockKind::Definitions(entries) => self.definitions(entries, anchor),
            BlockKind::Code { lang, text } => self.code(lang.as_deref(), text, anchor),
            BlockKind::Table(table) => self.table(table, anchor, legend),
            BlockKind::Figure(figure) => self.figure(figure, anchor),
            BlockKind::Drawing(drawing) => self.drawing(drawing, anchor),
            BlockKind::Card(card) => self.card(card, anchor),
            BlockKind::Tree(nodes) => {
                self.element("div", "albero", anchor, |w| w.tree(nodes));
            }
            BlockKind::Absent(reason) => self.element("p", "assente", anchor, |w| {
                w.out.push_str("<strong>Dato assente:</strong> ");
                w.inlines(reason);
            }),
            BlockKind::Outcome(outcome) => self.outcome(outcome, anchor),
            BlockKind::Rule => {
                self.open("hr", "", anchor);
                self.out.pop();
                self.void();
                self.out.push('\n');
            }
        }
        // A card writes its anchor inside its own frame.
        if let Some(id) = anchor.filter(|_| !matches!(block.kind, BlockKind::Card(_))) {
            self.cited(id);
        }
    }

    /// A new line, unless one has just begun.
    fn line(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
    }

    /// `<tag class="…" id="…">`
    pub(super) fn open(&mut self, tag: &str, class: &str, id: Option<&Id>) {
        self.out.push('<');
        self.out.push_str(tag);
        if !class.is_empty() {
            self.attribute("class", class);
        }
        if let Some(id) = id {
            self.attribute("id", id.as_str());
        }
        self.out.push('>');
    }

    pub(super) fn element(&mut self, tag: &str, class: &str, id: Option<&Id>, inside: impl FnOnce(&mut Self)) {
        self.open(tag, class, id);
        inside(self);
        self.out.push_str("</");
        self.out.push_str(tag);
        self.out.push_str(">\n");
    }

    /// A heading. The link to itself is beside the heading, because inside it would become part of its name.
    fn heading(&mut self, level: u8, id: Option<&Id>, number: Option<&str>, content: &[Inline]) {
        let level = self.page.map_or(level.clamp(1, 6), |page| page.level(level));
        if id.is_some() {
            self.out.push_str("<div class=\"intestazione\">");
        }
        self.element(&format!("h{level}"), "", id, |w| {
            if let Some(number) = number {
                w.span("numero", number);
                w.out.push(' ');
            }
            // A title without an anchor is that of a part of a card, which the program names.
            match etichetta(content).filter(|_| id.is_none() && w.page.is_some()) {
                Some(label) => w.text(label),
                None => w.inlines(content),
            }
        });
        if let Some(id) = id {
            self.out.pop();
            self.permalink(id, &plain(content));
            self.printed(id, &plain(content));
            self.out.push_str("</div>\n");
        }
    }

    /// A link to a thing: to its own page, if it has one that is not this, or else to this point.
    pub(super) fn permalink(&mut self, id: &Id, title: &str) {
        self.out.push_str("<a class=\"permalink\"");
        let alone = self.page.and_then(|page| page.site.alone(id.as_str()));
        self.attribute("href", &alone.unwrap_or_else(|| format!("#{id}")));
        self.attribute("aria-label", &format!("Indirizzo di questo punto: {title}"));
        self.out.push_str("><span aria-hidden=\"true\">¶</span></a>");
    }

    /// `pag. 21 del PDF`, beside the name of the thing that begins there.
    pub(super) fn printed(&mut self, id: &Id, title: &str) {
        let Some((page, number)) = self.page.and_then(|page| Some((page, page.printed(id)?))) else { return };
        self.out.push_str(" <a class=\"nel-pdf\"");
        self.attribute("href", &page.in_pdf(id));
        self.attribute("aria-label", &format!("pag.\u{a0}{number} del PDF: {title}"));
        self.out.push_str(&format!(">pag.\u{a0}{number} del PDF</a>"));
    }

    pub(super) fn span(&mut self, class: &str, text: &str) {
        self.out.push_str("<span");
        self.attribute("class", class);
        self.out.push('>');
        self.text(text);
        self.out.push_str("</span>");
    }

    /// A list. Marks that the author chose are written as words, because the browser counts in another alphabet, and
    /// readers must find letter `l)` where it is cited. The role is written because some screen readers skip a list that
    /// has no marks of its own.
    fn list(&mut self, start: Option<u64>, tight: bool, items: &[Vec<Block>], segni: &[String], id: Option<&Id>) {
        let tag = if start.is_some() { "ol" } else { "ul" };
        self.open(tag, if segni.is_empty() { "" } else { "con-segni" }, id);
        if !segni.is_empty() {
            self.out.pop();
            self.attribute("role", "list");
            self.out.push('>');
        } else if let Some(start) = start.filter(|start| *start != 1) {
            self.out.pop();
            self.attribute("start", &start.to_string());
            self.out.push('>');
        }
        self.out.push('\n');
        for (n, item) in items.iter().enumerate() {
            self.out.push_str("<li>");
            match segni.get(n) {
                Some(segno) => {
                    self.span("segno", segno);
                    self.out.push(' ');
                    self.element("div", "", None, |w| w.item(tight, item));
                    self.out.pop();
                }
                None => self.item(tight, item),
            }
            self.out.push_str("</li>\n");
        }
        self.out.push_str("</");
        self.out.push_str(tag);
        self.out.push_str(">\n");
    }

    /// The blocks of a list item. In a tight item paragraphs have no `<p>`.
    fn item(&mut self, tight: bool, blocks: &[Block]) {
        for block in blocks {
            let BlockKind::Paragraph(content) = &block.kind else {
                self.block(block, &[]);
                continue;
            };
            if !tight {
                self.block(block, &[]);
                continue;
            }
            if !self.out.ends_with("<li>") && !self.out.ends_with("<div>") {
                self.line();
            }
            match block.anchor.as_ref().filter(|_| self.page.is_some()) {
                Some(id) => {
                    self.open("span", "", Some(id));
                    self.inlines(content);
                    self.out.push_str("</span>");
                    self.cited(id);
                }
                None => self.inlines(content),
            }
        }
    }

    /// A callout says its kind in words; the colour only repeats it.
    fn callout(&mut self, kind: Callout, blocks: &[Block], id: Option<&Id>) {
        // The English word is that of Bootstrap Italia.
        let class = match kind {
            Callout::Nota => "note",
            Callout::Suggerimento => "success",
            Callout::Importante => "important",
            Callout::Attenzione => "warning",
            Callout::Pericolo => "danger",
        };
        self.out.push_str("<div role=\"note\"");
        self.attribute("class", &format!("callout {class} callout-{}", kind.name()));
        if let Some(id) = id {
            self.attribute("id", id.as_str());
        }
        self.out.push_str(">\n<div class=\"callout-inner\">\n<p class=\"callout-title\"><span class=\"text\">");
        self.text(kind.label());
        self.out.push_str("</span></p>\n");
        self.blocks(blocks);
        self.out.push_str("</div>\n</div>\n");
    }

    /// How a thing ended, and beside it how that was decided.
    fn outcome(&mut self, outcome: &Outcome, id: Option<&Id>) {
        if !outcome.in_due() {
            self.element("div", "esito", id, |w| {
                w.out.push('\n');
                w.blocks(&outcome.blocks);
            });
            return;
        }
        self.element("div", "esito in-due", id, |w| {
            w.out.push('\n');
            w.element("div", "", None, |w| w.blocks(&outcome.blocks));
            w.element("div", "", None, |w| {
                if !outcome.fields.is_empty() {
                    w.fields("campi come", outcome.fields.iter().map(|one| (one.label.clone(), one.value.as_slice())));
                }
                w.blocks(&outcome.notes);
            });
        });
    }

    fn definitions(&mut self, entries: &[Definition], id: Option<&Id>) {
        self.element("dl", "", id, |w| {
            w.out.push('\n');
            for entry in entries {
                let anchor = entry.anchor.as_ref().filter(|_| w.page.is_some());
                w.element("dt", "", anchor, |w| w.inlines(&entry.term));
                for blocks in &entry.details {
                    w.element("dd", "", None, |w| match blocks.as_slice() {
                        // One paragraph is the common case, and reads as the value of a field.
                        [Block { anchor: None, kind: BlockKind::Paragraph(content), .. }] => w.inlines(content),
                        blocks => w.blocks(blocks),
                    });
                }
                if let Some(id) = anchor.filter(|id| w.is_cited(id)) {
                    w.element("dd", "", None, |w| w.cited(id));
                }
            }
        });
    }

    fn code(&mut self, lang: Option<&str>, text: &str, id: Option<&Id>) {
        self.element("pre", "", id, |w| {
            w.out.push_str("<code");
            if let Some(lang) = lang.filter(|lang| !lang.is_empty()) {
                w.attribute("class", &format!("language-{lang}"));
            }
            w.out.push('>');
            w.text(text);
            w.out.push_str("</code>");
        });
    }

    fn card(&mut self, card: &Card, id: Option<&Id>) {
        let level = self.page.map_or(card.level.clamp(1, 6), |page| page.level(card.level));
        self.out.push_str("<article");
        self.attribute("class", &format!("card card-{}", card.role));
        if let Some(id) = id {
            self.attribute("id", id.as_str());
        }
        self.out.push_str(">\n<div class=\"card-header\">\n<p class=\"card-kind\">");
        self.text(etichette::voce(&card.kind));
        self.above(card, !card.kind.is_empty());
        self.out.push_str("</p>\n<div class=\"intestazione\">");
        self.element(&format!("h{level}"), "card-title", None, |w| {
            if let Some(code) = &card.code {
                w.span("codice", code);
                w.out.push(' ');
            }
            w.inlines(&card.title);
        });
        if let Some(id) = id {
            self.out.pop();
            self.permalink(id, &plain(&card.title));
            self.printed(id, &plain(&card.title));
        }
        self.out.push_str("</div>\n</div>\n<div class=\"card-body\">\n");
        self.card_body(card);
        if let Some(id) = id {
            self.cited(id);
        }
        self.out.push_str("</div>\n</article>\n");
    }

    /// To what a thing belongs, on the line of its kind. `after`: something stands on that line already.
    fn above(&mut self, card: &Card, after: bool) {
        for (n, words) in card.above.iter().enumerate() {
            self.out.push_str(if after || n > 0 { " · " } else { "" });
            self.quiet = true;
            self.inlines(words);
            self.quiet = false;
        }
    }

    /// What a thing is comes before its fields: readers decide by it whether to go on.
    fn card_body(&mut self, card: &Card) {
        self.blocks(&card.lead);
        for (class, fields) in [("campi fatti", &card.facts), ("campi", &card.fields)] {
            if !fields.is_empty() {
                let all = fields.iter().map(|field| (field.label.clone(), field.value.as_slice()));
                self.fields(class, all);
            }
        }
        if !card.absent.is_empty() {
            self.element("p", "non-indicati", None, |w| {
                w.text(card.non_indicato());
                for (before, label, why) in card.mancanti(&mut w.told) {
                    w.text(before);
                    w.text(label);
                    if let Some(why) = why {
                        w.text(" (");
                        w.inlines(why);
                        w.text(")");
                    }
                }
                w.text(".");
            });
        }
        self.blocks(&card.blocks);
    }

    fn fields<'f>(&mut self, class: &str, fields: impl Iterator<Item = (String, &'f [Inline])>) {
        self.element("dl", class, None, |w| {
            w.out.push('\n');
            for (label, value) in fields {
                // What is said in many words has more room.
                let long = class == "campi" && plain(value).chars().count() > LUNGO;
                w.out.push_str(if long { "<div class=\"lungo\">\n<dt>" } else { "<div>\n<dt>" });
                w.text(etichette::voce(&label));
                w.out.push_str("</dt>\n<dd>");
                w.inlines(value);
                w.out.push_str("</dd>\n</div>\n");
            }
        });
    }

    /// Writes a block on a page that already has its title.
    pub(super) fn alone(&mut self, block: &Block) {
        match &block.kind {
            BlockKind::Card(card) => {
                if !card.above.is_empty() {
                    self.element("p", "card-kind", None, |w| w.above(card, false));
                }
                self.card_body(card);
            }
            _ => self.blocks(block.nested().first().copied().unwrap_or_default()),
        }
    }

    /// A row of a table as fields, each under the name of its column; without what the title of its page says.
    /// `sopra`: what the page has said of it above its fields.
    pub(super) fn row_alone(&mut self, table: &Table, row: &Row, voce: &Voce, sopra: &[&Aspetto]) {
        let at = table.rows.iter().position(|other| std::ptr::eq(other, row)).unwrap_or_default();
        // The rows that go on with this one are of the same thing: the second who held a unit in the year.
        let rest = table.rows.iter().skip(at + 1).take_while(|row| row.continues > 0 && row.anchor.is_none()).count();
        let codice = voce.codice.as_deref().unwrap_or_default();
        let own = |words: &str| {
            [voce.titolo.as_str(), codice, &voce.nome(), &format!("{codice} – {}", voce.titolo)].contains(&words)
        };
        let above = |words: &str| {
            let aspects = sopra.iter().flat_map(|one| [Some(&one.parole), one.dettaglio.as_ref()]);
            aspects.flatten().any(|said| said == words)
        };
        for n in at..=at + rest {
            // The words of a cell that continues the one above are in that cell.
            let cell = |column: usize| {
                let mut rows = table.rows.iter().take(n + 1).rev();
                rows.find(|row| row.continues <= column).and_then(|row| row.cells.get(column))
            };
            let columns = table.columns.iter().enumerate().filter_map(|(n, column)| Some((column, cell(n)?)));
            let filled: Vec<_> = columns
                .map(|(column, cell)| (column, cell, plain(cell).trim().to_owned()))
                .filter(|(.., words)| !matches!(words.as_str(), "" | "–") && !own(words))
                .collect();
            // What the page says above is said again only where something more is said of it: two dates need their name.
            let more = || filled.iter().filter(|(.., words)| !above(words));
            if more().next().is_none() {
                continue;
            }
            let dated = rest > 0 || more().any(|(column, ..)| column.profile == Profile::Data);
            let shown = filled.iter().filter(|(.., words)| dated || !above(words));
            self.fields("campi", shown.map(|(column, cell, _)| (plain(&column.header), &***cell)));
        }
    }

    fn tree(&mut self, nodes: &[TreeNode]) {
        self.out.push_str("\n<ul>\n");
        for node in nodes {
            let anchor = node.anchor.as_ref().filter(|_| self.page.is_some());
            self.element("li", "", anchor, |w| {
                w.out.push_str("\n<p class=\"nodo\">");
                w.span("codice", &node.code);
                w.out.push_str(" <span class=\"nodo-titolo\">");
                w.inlines(&node.title);
                w.out.push_str("</span>");
                for flag in &node.flags {
                    w.out.push(' ');
                    w.span("badge", flag);
                }
                w.out.push_str("</p>\n");
                w.blocks(&node.blocks);
                if let Some(id) = anchor {
                    w.cited(id);
                }
                if !node.children.is_empty() {
                    w.tree(&node.children);
                }
            });
        }
        self.out.push_str("</ul>\n");
    }

    fn is_cited(&self, id: &Id) -> bool {
        self.page.and_then(|page| page.site.target(id)).is_some_and(|target| !target.citato_in.is_empty())
    }

    /// Who cites `id`, if anybody does: folded, because it serves who looks for it and not who reads.
    pub(super) fn cited(&mut self, id: &Id) {
        let Some(target) =
            self.page.and_then(|page| page.site.target(id)).filter(|target| !target.citato_in.is_empty())
        else {
            return;
        };
        let places = &target.citato_in;
        let words = match places.len() {
            1 => "Citato in un punto".to_owned(),
            n => format!("Citato in {n} punti"),
        };
        self.element("details", "citato-in", None, |w| {
            w.out.push_str(&format!("\n<summary>{words}</summary>\n<p>"));
            w.places(places);
            w.out.push_str("</p>\n");
        });
    }

    pub(super) fn places(&mut self, places: &[Id]) {
        for (n, place) in places.iter().enumerate() {
            if n > 0 {
                self.out.push_str(", ");
            }
            let label =
                self.page.and_then(|page| page.site.target(place)).map_or(place.as_str(), |target| &target.label);
            self.place(place, label);
        }
    }

    /// A thing by its name, as a link where the site shows it.
    pub(super) fn place(&mut self, id: &Id, label: &str) {
        let Some(page) = self.page else { return };
        match page.href(id) {
            Some(href) => {
                self.out.push_str("<a");
                self.attribute("href", &href);
                self.out.push('>');
                self.text(label);
                self.out.push_str("</a>");
            }
            None => self.text(label),
        }
    }

    /// The notes at the foot of the page, each with a way back for each of its marks.
    pub(super) fn notes(&mut self) {
        let Some(page) = self.page else { return };
        // A note may cite another note. So all bodies are written first, and the marks in them are counted too.
        let mut bodies: BTreeMap<u32, String> = BTreeMap::new();
        let mut due: Vec<&Note> = page.notes.iter().collect();
        loop {
            let (now, later): (Vec<&Note>, Vec<&Note>) =
                due.into_iter().partition(|note| page.is_whole() || self.marks.contains_key(&note.number));
            if now.is_empty() {
                break;
            }
            for note in now {
                let before = std::mem::take(&mut self.out);
                self.blocks(&note.blocks);
                bodies.insert(note.number, std::mem::replace(&mut self.out, before));
            }
            due = later;
        }
        if bodies.is_empty() {
            return;
        }
        let (id, level) = page.notes_heading();
        self.out.push_str(&format!(
            "<section class=\"note-a-pie\" role=\"doc-endnotes\" aria-labelledby=\"{id}\">\n<h{level} id=\"{id}\">Note</h{level}>\n<ol>\n"
        ));
        for (number, body) in bodies {
            self.out.push_str("<li");
            self.attribute("id", &note_id(number));
            self.attribute("value", &number.to_string());
            self.out.push_str(">\n");
            let marks = self.marks.get(&number).copied().unwrap_or_default();
            // The link back is at the end of the last line of the note, not on a line of its own.
            let (body, end) = match body.strip_suffix("</p>\n") {
                Some(body) => (body, "</p>\n"),
                None => (body.as_str(), ""),
            };
            self.out.push_str(body);
            for count in 1..=marks {
                self.out.push_str(" <a class=\"ritorno\" role=\"doc-backlink\"");
                self.attribute("href", &format!("#{}", mark_id(number, count)));
                let which = if marks > 1 { format!(", richiamo {count}") } else { String::new() };
                self.attribute("aria-label", &format!("Torna al testo dalla nota {number}{which}"));
                self.out.push_str("><span aria-hidden=\"true\">↩</span></a>");
            }
            self.out.push_str(end);
            self.out.push_str("</li>\n");
        }
        self.out.push_str("</ol>\n</section>\n");
    }
}

/// The label of the site for words of the program, if it has another than paper.
pub(super) fn etichetta(words: &[Inline]) -> Option<&str> {
    match words {
        [Inline::Text { text, .. }] => Some(etichette::voce(text)).filter(|label| label != text),
        _ => None,
    }
}

/// A line of the contents of a page: the anchor, the words and the level of a heading.
pub(super) struct Entry<'a> {
    pub(super) id: &'a Id,
    pub(super) title: String,
    pub(super) level: u8,
}

/// The headings and cards of a section that have an anchor, in order.
pub(super) fn entries(section: &Section) -> Vec<Entry<'_>> {
    let mut entries = Vec::new();
    for block in &section.blocks {
        let Some(id) = &block.anchor else { continue };
        let joined = |number: Option<&str>, content: &[Inline]| match number {
            Some(number) => format!("{number} {}", plain(content)),
            None => plain(content),
        };
        if let BlockKind::Heading { level, number, content } = &block.kind {
            entries.push(Entry { id, title: joined(number.as_deref(), content), level: *level });
        } else if let BlockKind::Card(card) = &block.kind {
            entries.push(Entry { id, title: joined(card.code.as_deref(), &card.title), level: card.level });
        }
    }
    entries
}
