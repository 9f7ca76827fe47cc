//! Tables as HTML: head, rows, merged cells, the field to look for words in a long one, the files of their data.

use super::blocks::etichetta;
use super::inline::Writer;
use super::places::numbered;
use crate::document::{Column, Inline, Table, Target, etichette, plain};
use crate::emit::dati;
use crate::piano::element::id::Id;
use crate::piano::element::row::Profile;

/// The longest word of a column that asks for no width of its own.
const BRIEF: usize = 12;

/// The class of the head over a column that has nothing longer than a code or a day.
fn brief(table: &Table, at: usize) -> &'static str {
    let short = |words: &[Inline]| plain(words).chars().count() <= BRIEF;
    let cells = table.rows.iter().filter(|row| !row.heads).filter_map(|row| row.cells.get(at));
    if cells.map(|cell| cell.words.as_slice()).all(short) { " c-breve" } else { "" }
}

/// The rows from which on a table has a field to look for words in it.
const LONG: usize = 25;

/// On a phone, where each row is a card, a table of more rows than these opens with the first alone.
const FIRST: usize = 6;
const MANY: usize = 10;

/// The row from which on a phone shows the rest only when asked: never one within merged cells.
fn beyond(table: &Table) -> Option<usize> {
    let rows = || table.rows.iter().enumerate().filter(|(_, row)| !row.heads);
    let (last, _) = rows().nth(FIRST - 1).filter(|_| rows().count() > MANY)?;
    let begins = |n: &usize| table.rows.get(*n).is_some_and(|row| row.continues == 0);
    (last + 1..table.rows.len()).find(begins)
}

impl Writer<'_> {
    pub(super) fn table(&mut self, table: &Table, id: Option<&Id>, legend: &[&[Inline]]) {
        let Some(page) = self.page else {
            return self.plain_table(table);
        };
        let name = numbered(id, "tab", table.number);
        let caption = name.as_ref().map(|name| format!("_didascalia-{}", name.trim_start_matches('_')));
        // A table wider than the screen scrolls in its own frame. The keyboard must reach that frame, and a screen reader
        // must name it. Only a table with a caption is a landmark, because a page may have a hundred tables without one.
        let role = if table.caption.is_some() { "region" } else { "group" };
        // In a long table one looks for words (pagina.js). Without scripts the field is not there.
        if table.rows.len() >= LONG && !page.site.one_file {
            self.out.push_str(
                "<div class=\"filtra\"><label>Cerca nella tabella <input class=\"form-control\" type=\"search\" autocomplete=\"off\"></label> \
                 <span role=\"status\"></span></div>\n",
            );
        }
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
        let apart = table.rows.iter().any(|row| table.a_parte(row).is_some());
        let cards = merged || table.columns.len() > 2;
        let beyond = beyond(table).filter(|_| cards);
        let class = match (merged, table.columns.len()) {
            (true, _) => "table gruppi",
            (false, ..=2) => "table",
            (false, _) if apart => "table righe con-dettagli",
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
            for words in legend {
                self.out.push_str("<small class=\"legenda\">");
                self.inlines(words);
                self.close("small");
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
                        let rows = if years.is_empty() { 1 } else { 2 };
                        self.open_cell(tag, scope, column.profile, rows, brief(table, at), None);
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
                self.open_cell("th", "col", column.profile, 1, brief(table, at), None);
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
            self.row(table, n, beyond == Some(n));
        }
        self.out.push_str("</tbody>\n</table>\n</div>\n");
        // It opens what stands before it, by CSS.
        if beyond.is_some() {
            let rows = table.rows.iter().filter(|row| !row.heads && !row.total).count();
            self.out
                .push_str(&format!("<details class=\"mostra\"><summary>Tutte le {rows} righe</summary></details>\n"));
        }
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

    /// `beyond`: on a phone this row and those after it are shown only when asked.
    fn row(&mut self, table: &Table, n: usize, beyond: bool) {
        let Some(row) = table.rows.get(n) else { return };
        // How many columns head the others: on a phone they are the levels of a list.
        let levels = table.rows.iter().map(|row| row.continues).max().unwrap_or_default();
        let leaves = table.columns.len().saturating_sub(levels);
        let class = match (row.heads, row.total) {
            (true, _) => "gruppo",
            (false, true) => "totale",
            (false, false) => "",
        };
        let class = if beyond { format!("{class} oltre") } else { class.to_owned() };
        self.open("tr", class.trim_start(), row.anchor.as_ref());
        self.out.push('\n');
        if let Some(head) = row.cells.first().filter(|_| row.heads) {
            self.out
                .push_str(&format!("<th scope=\"rowgroup\" colspan=\"{}\" class=\"c-testo\">", table.columns.len()));
            self.inlines(head);
            self.out.push_str("</th>\n</tr>\n");
            return;
        }
        let apart = table.a_parte(row);
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
            // The name of a row is beside its cells and the details under them.
            let (words, rows) = match apart {
                Some((name, _)) if at == 0 => (name, 2),
                _ => (&**cell, table.height(n, at)),
            };
            self.open_cell(tag, scope, column.profile, rows, &more, label);
            self.inlines(words);
            self.close(tag);
        }
        self.out.push_str("</tr>\n");
        if let Some((_, details)) = apart {
            self.out.push_str(&format!(
                "<tr class=\"sotto\">\n<td colspan=\"{}\" class=\"c-testo\">",
                table.columns.len() - 1
            ));
            self.inlines(details);
            self.out.push_str("</td>\n</tr>\n");
        }
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
}
