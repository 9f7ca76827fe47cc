//! Blocks as HTML: the grammar of tables, cards, trees and notes. Their look is in `layouts/html/piao.css`; the frame of the
//! page (head, navigation, foot) is in the templates.

use super::inline::{Writer, mark_id, note_id};
use super::places::numbered;
use crate::base::colore::Colori;
use crate::document::{
    Block, BlockKind, Card, Column, Definition, Drawing, DrawingKind, DrawnNode, Figure, Inline, Note, Row, Section,
    Table, Target, TreeNode, Voce, etichette, plain,
};
use crate::emit::dati;
use crate::emit::drawing::{self, Room};
use crate::piano::element::id::Id;
use crate::piano::element::row::Profile;
use crate::piano::prose::Callout;
use std::collections::BTreeMap;

/// The natural width, in CSS pixels, from which a figure can be opened at full size, because it is wider than the column.
const WIDE: u32 = 760;

/// Room of a drawing on a wide screen, in CSS pixels.
const DESK: Room = Room { width: 720.0, height: f64::INFINITY, size: 14.0, colori: Colori::NOSTRI };

/// Room of a drawing on the smallest screen (320 CSS pixels), inside the margins of the page and of its own white ground.
const NARROW: Room = Room { width: 268.0, height: f64::INFINITY, size: 13.5, colori: Colori::NOSTRI };

impl Writer<'_> {
    /// What a page shows of its section: blocks and notes. The heading of the section is the template's.
    pub(super) fn section(&mut self, section: &Section) {
        self.blocks(&section.blocks);
        self.notes();
    }

    pub(super) fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
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
            BlockKind::List { start, tight, items, segni } => self.list(*start, *tight, items, segni, anchor),
            BlockKind::Quote(blocks) => self.element("blockquote", "", anchor, |w| {
                w.out.push('\n');
                w.blocks(blocks);
            }),
            BlockKind::Callout { kind, blocks } => self.callout(*kind, blocks, anchor),
            BlockKind::Definitions(entries) => self.definitions(entries, anchor),
            BlockKind::Code { lang, text } => self.code(lang.as_deref(), text, anchor),
            BlockKind::Table(table) => self.table(table, anchor),
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
            BlockKind::Outcome(blocks) => self.element("div", "esito", anchor, |w| {
                w.out.push('\n');
                w.blocks(blocks);
            }),
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
    fn open(&mut self, tag: &str, class: &str, id: Option<&Id>) {
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

    fn element(&mut self, tag: &str, class: &str, id: Option<&Id>, inside: impl FnOnce(&mut Self)) {
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
    fn permalink(&mut self, id: &Id, title: &str) {
        self.out.push_str("<a class=\"permalink\"");
        let alone = self.page.and_then(|page| page.site.alone(id.as_str()));
        self.attribute("href", &alone.unwrap_or_else(|| format!("#{id}")));
        self.attribute("aria-label", &format!("Indirizzo di questo punto: {title}"));
        self.out.push_str("><span aria-hidden=\"true\">¶</span></a>");
    }

    /// `pag. 21 del PDF`, beside the name of the thing that begins there.
    fn printed(&mut self, id: &Id, title: &str) {
        let Some((page, number)) = self.page.and_then(|page| Some((page, page.printed(id)?))) else { return };
        self.out.push_str(" <a class=\"nel-pdf\"");
        self.attribute("href", &page.in_pdf(id));
        self.attribute("aria-label", &format!("pag.\u{a0}{number} del PDF: {title}"));
        self.out.push_str(&format!(">pag.\u{a0}{number} del PDF</a>"));
    }

    fn span(&mut self, class: &str, text: &str) {
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
                self.block(block);
                continue;
            };
            if !tight {
                self.block(block);
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

    fn table(&mut self, table: &Table, id: Option<&Id>) {
        let Some(page) = self.page else {
            return self.plain_table(table);
        };
        let name = numbered(id, "tab", table.number);
        let caption = name.as_ref().map(|name| format!("_didascalia-{}", name.trim_start_matches('_')));
        // A table wider than the screen scrolls in its own frame. The keyboard must reach that frame, and a screen reader
        // must name it. Only a table with a caption is a landmark, because a page may have a hundred tables without one.
        let role = if table.caption.is_some() { "region" } else { "group" };
        self.out.push_str(&format!("<div class=\"table-responsive\" role=\"{role}\" tabindex=\"0\""));
        // A table without a caption is named by its columns, and so is its frame, so that no table in a list of them is
        // without a name.
        let columns = || {
            let headers: Vec<String> =
                table.columns.iter().map(|c| plain(&c.header)).filter(|text| !text.is_empty()).collect();
            let headers: Vec<&str> = headers.iter().map(|label| etichette::voce(label)).collect();
            if headers.is_empty() { "Tabella".to_owned() } else { format!("Tabella: {}", headers.join(", ")) }
        };
        match caption.as_ref().filter(|_| table.caption.is_some()) {
            Some(caption) => self.attribute("aria-labelledby", caption),
            None => self.attribute("aria-label", &columns()),
        }
        let merged = table.rows.iter().any(|row| row.continues > 0);
        // On a phone each row becomes a card, unless two columns are all there is.
        let class = match (merged, table.columns.len()) {
            (true, _) => "table gruppi",
            (false, ..=2) => "table",
            (false, _) => "table righe",
        };
        self.out.push_str(">\n<table");
        self.attribute("class", class);
        if table.caption.is_none() {
            self.attribute("aria-label", &columns());
        }
        if let Some(name) = &name {
            self.attribute("id", name);
        }
        self.out.push_str(">\n");
        if let Some(content) = &table.caption {
            self.out.push_str("<caption><span class=\"didascalia\"");
            if let Some(caption) = &caption {
                self.attribute("id", caption);
            }
            self.out.push('>');
            self.label("Tabella", table.number);
            self.inlines(content);
            self.out.push_str("</span>");
            if let Some(id) = id {
                self.printed(id, &plain(content));
            }
            self.out.push_str("</caption>\n");
        }
        // A Markdown table may have no header. An empty header row would be read aloud, so it is left out.
        let empty = |column: &Column| plain(&column.header).trim().is_empty();
        if !table.columns.iter().all(empty) {
            self.out.push_str("<thead>\n<tr>\n");
            // Where words stand over several columns the head has two rows. The other columns fill both.
            let years = table.anni();
            let within = |at: usize| years.iter().find(|(columns, _)| columns.contains(&at));
            for (at, column) in table.columns.iter().enumerate() {
                match within(at) {
                    Some((columns, words)) if columns.start == at => {
                        self.out.push_str(&format!(
                            "<th scope=\"colgroup\" colspan=\"{}\" class=\"c-centrato\">",
                            columns.len()
                        ));
                        self.text(etichette::voce(words));
                        self.close("th");
                    }
                    Some(_) => {}
                    None => {
                        let (tag, scope) = if empty(column) { ("td", "") } else { ("th", "col") };
                        self.open_cell(tag, scope, column.profile, if years.is_empty() { 1 } else { 2 }, "", None);
                        match etichetta(&column.header) {
                            Some(label) => self.text(label),
                            None => self.inlines(&column.header),
                        }
                        self.close(tag);
                    }
                }
            }
            if !years.is_empty() {
                self.out.push_str("</tr>\n<tr>\n");
            }
            for (at, column) in table.columns.iter().enumerate().filter(|(at, _)| within(*at).is_some()) {
                self.open_cell("th", "col", column.profile, 1, "", None);
                self.inlines(&table.testa(at));
                self.close("th");
            }
            self.out.push_str("</tr>\n</thead>\n");
        }
        self.out.push_str("<tbody>\n");
        for (n, row) in table.rows.iter().enumerate() {
            // A group is a `<tbody>` of its own, so that its head is the header of its rows alone.
            let grouped = row.heads || (row.total && table.rows.iter().any(|row| row.heads));
            if grouped && n > 0 {
                self.out.push_str("</tbody>\n<tbody>\n");
            }
            self.row(table, n);
        }
        self.out.push_str("</tbody>\n</table>\n</div>\n");
        self.data(table);

        // Who cites a row is not written in the row: it would be read with every cell, and break the columns.
        let rows: Vec<(&Id, &[Id])> = table
            .rows
            .iter()
            .filter_map(|row| row.anchor.as_ref())
            .filter_map(|id| Some((id, page.site.target(id)?.citato_in.as_slice())))
            .filter(|(_, places)| !places.is_empty())
            .collect();
        if !rows.is_empty() {
            self.out.push_str(
                "<details class=\"citato-in\">\n<summary>Dove sono citate le voci della tabella</summary>\n<ul>\n",
            );
            for (id, places) in rows {
                self.out.push_str("<li>");
                let name = page.site.target(id).map_or_else(|| id.to_string(), Target::name);
                self.place(id, &name);
                self.out.push_str(". Citato in: ");
                self.places(places);
                self.out.push_str("</li>\n");
            }
            self.out.push_str("</ul>\n</details>\n");
        }
    }

    /// The buttons that download the data of a table.
    fn data(&mut self, table: &Table) {
        // In one file there are no data beside the page.
        if self.page.is_some_and(|page| page.site.one_file) {
            return;
        }
        let Some((nome, caption)) = dati::nome_di(table).zip(table.caption.as_ref()) else { return };
        self.out.push_str("<p class=\"dati\">Dati della tabella:");
        for (formato, href) in dati::forme(&nome) {
            let form = formato.sigla();
            self.out.push_str(" <a class=\"btn btn-outline-primary btn-xs\" download");
            self.attribute("href", &href);
            self.attribute("aria-label", &format!("{form}, dati della tabella: {}", plain(caption)));
            self.out.push('>');
            self.out.push_str(form);
            self.out.push_str("</a>");
        }
        self.out.push_str("</p>\n");
    }

    fn row(&mut self, table: &Table, n: usize) {
        let Some(row) = table.rows.get(n) else { return };
        // How many columns head the others: on a phone they are the levels of a list.
        let levels = table.rows.iter().map(|row| row.continues).max().unwrap_or_default();
        let leaves = table.columns.len().saturating_sub(levels);
        let class = match (row.heads, row.total) {
            (true, _) => "gruppo",
            (false, true) => "totale",
            (false, false) => "",
        };
        self.open("tr", class, row.anchor.as_ref());
        self.out.push('\n');
        if let Some(head) = row.cells.first().filter(|_| row.heads) {
            self.out
                .push_str(&format!("<th scope=\"rowgroup\" colspan=\"{}\" class=\"c-testo\">", table.columns.len()));
            self.inlines(head);
            self.out.push_str("</th>\n</tr>\n");
            return;
        }
        for (at, (cell, column)) in row.cells.iter().zip(&table.columns).enumerate().skip(row.continues) {
            let (tag, scope) = if table.names(row, at) { ("th", "row") } else { ("td", "") };
            let header = plain(&column.header);
            // The name of a row needs no label, and a cell that says nothing is left out of its card.
            let label = Some(etichette::voce(header.trim())).filter(|label| tag == "td" && !label.is_empty());
            let empty = matches!(plain(cell).trim(), "" | "–");
            let level = levels > 0 && (at < levels || leaves == 1);
            let mut more = if level { format!(" liv-{at}") } else { String::new() };
            more.push_str(if empty { " vuota" } else { "" });
            if cell.tint > 0 {
                more.push_str(&format!(" tinta-{}", cell.tint));
            }
            let label = label.filter(|_| !level && !empty);
            self.open_cell(tag, scope, column.profile, table.height(n, at), &more, label);
            self.inlines(cell);
            self.close(tag);
        }
        self.out.push_str("</tr>\n");
    }

    /// The tag of a cell over `rows` rows. `label` names its column where the header is out of sight.
    fn open_cell(&mut self, tag: &str, scope: &str, profile: Profile, rows: usize, more: &str, label: Option<&str>) {
        self.out.push('<');
        self.out.push_str(tag);
        if !scope.is_empty() {
            self.attribute("scope", scope);
        }
        if rows > 1 {
            self.attribute("rowspan", &rows.to_string());
        }
        let class = match profile {
            Profile::Testo => "c-testo",
            Profile::Codice => "c-codice",
            Profile::Importo => "c-importo",
            Profile::Numero => "c-numero",
            Profile::Data => "c-data",
            Profile::Centrato => "c-centrato",
        };
        self.attribute("class", &format!("{class}{more}"));
        if let Some(label) = label {
            self.attribute("data-label", label);
        }
        self.out.push('>');
    }

    fn close(&mut self, tag: &str) {
        self.out.push_str("</");
        self.out.push_str(tag);
        self.out.push_str(">\n");
    }

    /// A table as GitHub's specification writes it.
    fn plain_table(&mut self, table: &Table) {
        let row = |w: &mut Self, tag: &str, cells: &mut dyn Iterator<Item = &[Inline]>| {
            w.out.push_str("<tr>\n");
            for (cell, column) in cells.zip(&table.columns) {
                w.out.push('<');
                w.out.push_str(tag);
                match column.profile {
                    Profile::Centrato => w.attribute("align", "center"),
                    Profile::Importo | Profile::Numero => w.attribute("align", "right"),
                    Profile::Testo | Profile::Codice | Profile::Data => {}
                }
                w.out.push('>');
                w.inlines(cell);
                w.out.push_str("</");
                w.out.push_str(tag);
                w.out.push_str(">\n");
            }
            w.out.push_str("</tr>\n");
        };
        self.out.push_str("<table>\n<thead>\n");
        row(self, "th", &mut table.columns.iter().map(|column| column.header.as_slice()));
        self.out.push_str("</thead>\n");
        if !table.rows.is_empty() {
            self.out.push_str("<tbody>\n");
            for cells in &table.rows {
                row(self, "td", &mut cells.cells.iter().map(|cell| &**cell));
            }
            self.out.push_str("</tbody>\n");
        }
        self.out.push_str("</table>\n");
    }

    /// `Tabella 4. `
    fn label(&mut self, word: &str, number: Option<u32>) {
        if let Some(number) = number {
            self.span("etichetta", &format!("{word}\u{a0}{number}."));
            self.out.push(' ');
        }
    }

    fn figure(&mut self, figure: &Figure, id: Option<&Id>) {
        let Some(page) = self.page else {
            return self.element("p", "", None, |w| w.image(&figure.asset, &figure.alt, ""));
        };
        self.out.push_str("<figure class=\"figure\"");
        if let Some(name) = numbered(id, "fig", figure.number) {
            self.attribute("id", &name);
        }
        self.out.push_str(">\n");
        self.image(&figure.asset, &figure.alt, "figure-img");
        self.out.push('\n');
        let large =
            page.site.images.get(figure.asset.as_str()).filter(|image| image.width > WIDE && !page.site.one_file);
        if figure.caption.is_some() || large.is_some() {
            self.out.push_str("<figcaption class=\"figure-caption\">");
            if let Some(content) = &figure.caption {
                self.label("Figura", figure.number);
                self.inlines(content);
                if let Some(id) = id {
                    self.printed(id, &plain(content));
                }
            }
            if let Some(image) = large {
                let which = figure.number.map_or_else(|| "la figura".to_owned(), |n| format!("la figura\u{a0}{n}"));
                self.out.push_str(" <a class=\"ingrandisci\"");
                self.attribute("href", &image.path);
                self.out.push('>');
                self.text(&format!("Apri {which} a grandezza intera"));
                self.out.push_str("</a>");
            }
            self.out.push_str("</figcaption>\n");
        }
        self.out.push_str("</figure>\n");
    }

    /// Writes a drawing twice, for a wide column and for a phone. The style sheet shows one of them, and the hidden one is
    /// not read aloud. Charts are written once, because they are small and stand in rows.
    fn drawing(&mut self, drawing: &Drawing, id: Option<&Id>) {
        let Some(page) = self.page else {
            return self.element("p", "", None, |w| w.text(&drawing.alt));
        };
        let colori = page.site.document.meta.colori;
        self.out.push_str("<figure class=\"figure disegno\"");
        if let Some(name) = numbered(id, "fig", drawing.number) {
            self.attribute("id", &name);
        }
        self.out.push_str(">\n");
        let forms: &[(&str, Room)] = match &drawing.kind {
            DrawingKind::Charts(_) => &[("disegno-grafici", NARROW)],
            DrawingKind::Gantt(_)
            | DrawingKind::Stack(_)
            | DrawingKind::Calendar(_)
            | DrawingKind::Counters(_)
            | DrawingKind::Bridges(_)
            | DrawingKind::Organization(_) => &[("disegno-largo", DESK), ("disegno-stretto", NARROW)],
            // A tree is a list, whose lines are of the style sheet: its nodes lead to what they name.
            DrawingKind::Tree(nodes) => {
                self.drawn_tree(nodes, "albero-disegnato");
                &[]
            }
        };
        for (class, room) in forms {
            self.out.push_str("<div");
            self.attribute("class", class);
            // Each chart has its own alternative. The group has that of the drawing.
            if matches!(drawing.kind, DrawingKind::Charts(_)) && !drawing.alt.trim().is_empty() {
                self.attribute("role", "group");
                self.attribute("aria-label", &drawing.alt);
            }
            self.out.push('>');
            for picture in drawing::draw(drawing, Room { colori, ..*room }) {
                self.out.push('\n');
                self.out.push_str(&picture.svg);
            }
            self.out.push_str("\n</div>\n");
        }
        if let Some(content) = &drawing.caption {
            self.out.push_str("<figcaption class=\"figure-caption\">");
            self.label("Figura", drawing.number);
            self.inlines(content);
            if let Some(id) = id {
                self.printed(id, &plain(content));
            }
            self.out.push_str("</figcaption>\n");
        }
        self.out.push_str("</figure>\n");
    }

    fn drawn_tree(&mut self, nodes: &[DrawnNode], class: &str) {
        self.element("ul", class, None, |w| {
            w.out.push('\n');
            for node in nodes {
                w.element("li", "", None, |w| {
                    let href = node.id.as_ref().and_then(|id| w.page?.href(id));
                    match &href {
                        Some(href) => {
                            w.out.push_str("<a class=\"nodo-rif\"");
                            w.attribute("href", href);
                            w.out.push('>');
                        }
                        None => w.out.push_str("<span class=\"nodo-rif\">"),
                    }
                    if !node.code.is_empty() {
                        w.span("codice", &node.code);
                        w.out.push(' ');
                    }
                    w.text(&node.title);
                    for flag in &node.flags {
                        w.out.push(' ');
                        w.span("badge", flag);
                    }
                    w.out.push_str(if href.is_some() { "</a>" } else { "</span>" });
                    if !node.children.is_empty() {
                        w.out.push('\n');
                        w.drawn_tree(&node.children, "");
                    }
                });
            }
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
        self.blocks(&card.blocks);
    }

    fn fields<'f>(&mut self, class: &str, fields: impl Iterator<Item = (String, &'f [Inline])>) {
        self.element("dl", class, None, |w| {
            w.out.push('\n');
            for (label, value) in fields {
                w.out.push_str("<div>\n<dt>");
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
    pub(super) fn row_alone(&mut self, table: &Table, row: &Row, voce: &Voce) {
        let at = table.rows.iter().position(|other| std::ptr::eq(other, row)).unwrap_or_default();
        // The rows that go on with this one are of the same thing: the second who held a unit in the year.
        let rest = table.rows.iter().skip(at + 1).take_while(|row| row.continues > 0 && row.anchor.is_none()).count();
        let codice = voce.codice.as_deref().unwrap_or_default();
        let own = |words: &str| {
            [voce.titolo.as_str(), codice, &voce.nome(), &format!("{codice} – {}", voce.titolo)].contains(&words)
        };
        let above = |words: &str| {
            let aspects = voce.aspetti.iter().flatten().flat_map(|one| [Some(&one.parole), one.dettaglio.as_ref()]);
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
            if filled.iter().any(|(.., words)| !above(words)) {
                self.fields("campi", filled.iter().map(|(column, cell, _)| (plain(&column.header), &***cell)));
            }
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

    fn places(&mut self, places: &[Id]) {
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
    fn place(&mut self, id: &Id, label: &str) {
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
fn etichetta(words: &[Inline]) -> Option<&str> {
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
