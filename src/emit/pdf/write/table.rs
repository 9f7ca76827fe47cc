//! Tables: their columns, the rows that stay together, the column of pages.

use super::Writer;
use super::inlines::is_rich;
use crate::document::{Cell, Inline, Part, Row, Table, Value, plain};
use crate::emit::pdf::measure::{self, Plan, WHOLE, Words};
use crate::emit::text::Face;
use crate::piano::element::id::Id;
use crate::piano::element::row::Profile;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// How many rows of a table stay together at a break, on each side.
const TOGETHER: usize = 4;

/// How many rows a table has at least that may go on over pages.
pub(super) const LONG: usize = 2 * TOGETHER;

/// [`WHOLE`] of the table with the data of the body.
const REGISTRY: f64 = 0.5;

/// The most bytes of the notes of a row that stays with those before it.
const SHORT: usize = 400;

/// Share of a page up to which a table stays with the drawing that says it again.
const BOUND: f64 = 0.3;

impl<'a> Writer<'a> {
    pub(super) fn table(&mut self, anchor: Option<&'a Id>, table: &'a Table) {
        if table.columns.is_empty() {
            return;
        }
        let pages = self.pages_of_rows(table);
        let paged = !pages.is_empty();
        // Two pages stand on one line.
        let several = pages.iter().any(|row| row.len() > 1);
        let aside = if several { self.misure.tabella.pagine } else { self.misure.tabella.pagina };
        // A short table of a card is as wide as its words: at the far end of a wide one a number is far from its name.
        let room = if self.frame.in_card && table.caption.is_none() {
            measure::compact(table, self.frame.room, self.misure)
        } else {
            self.frame.room
        };
        // A page turned on its side in the middle of a card would leave two pages half blank.
        let may_turn = self.frame.flow && !self.frame.in_card;
        let plan = measure::plan(table, room, may_turn, paged.then_some(aside), self.misure);
        if plan.landscape {
            self.push("#l.orizzontale[");
        }
        let legend = std::mem::take(&mut self.legend);
        // Short tables stay whole. The others say "(segue)" on the pages after the first.
        let caption = legend
            .iter()
            .fold(self.caption_height(table.caption.as_deref()), |high, words| high + self.caption_height(Some(words)));
        // The data of the body are looked up together.
        let registry = table.registro == Some("ente");
        // The notes of a table that does not break are called after it, in one block with it: typst may leave those of a row on another
        // page. Those of a longer one are on the page of their row.
        let noted = self.has_notes(table);
        let whole = if registry { REGISTRY } else { WHOLE };
        let long = table.rows.len() >= LONG && !registry && !noted
            || plan.height > self.misure.height() * whole
            || caption > self.misure.height() * 0.2;
        self.long_above |= long;
        // With its drawing it would leave a hole where the two do not fit together.
        self.bound = self.again.take().is_some_and(|high| plan.height + high <= self.misure.height() * BOUND);
        let bound = self.bound || self.remarked && !long;
        let with_notes = noted && !long;
        if with_notes {
            self.push(if bound { "#l.con-note(legata: true)[\n" } else { "#l.con-note[\n" });
        }
        self.push("#l.tabella(colonne: (");
        for width in &plan.columns {
            let _ = write!(self.out, "{width:.2}pt, ");
        }
        if paged {
            let _ = write!(self.out, "{aside:.2}pt, ");
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
        if long {
            self.push("spezzabile: true, ");
        }
        if bound && !with_notes {
            self.push("legata: true, ");
        }
        // A place that is asked for beside notes would move when they are set, and leave them behind.
        if long && !noted {
            let _ = write!(self.out, "riserva: {:.2}pt, ", plan.first(TOGETHER) + caption);
        }
        let numbered = table.number.filter(|_| long && table.caption.is_some());
        self.id(anchor);
        self.caption(table.number, table.caption.as_deref());
        if !legend.is_empty() {
            self.push("premessa: (");
            for words in legend {
                self.push("[");
                self.inlines(words);
                self.push("], ");
            }
            self.push("), ");
        }
        let under = std::mem::replace(&mut self.ids.under, with_notes.then(Vec::new));

        let saved = (self.frame.room, self.frame.size, self.frame.face, self.frame.flow);
        (self.frame.size, self.frame.flow) = (plan.size, false);
        self.marks.told = (!paged).then(BTreeSet::new);
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
        let beside = self.before_the_last(table, &plan).filter(|n| long && !kept.iter().any(|rows| rows.contains(n)));
        // The head of a group may be repeated on other pages, so it cannot be where the table begins.
        let first = table.rows.iter().position(|row| !row.heads);
        for (n, row) in table.rows.iter().enumerate() {
            self.mark(row.span);
            if row.heads {
                self.group_head(
                    (n, row),
                    table.columns.len() + usize::from(paged),
                    plan.columns.iter().sum::<f64>() - gutter,
                    once,
                    if beside.is_some_and(|before| before + 1 == n) { 3 } else { 2 },
                );
                continue;
            }
            let edge = Edge {
                opens: numbered.filter(|_| Some(n) == first),
                closes: numbered.is_some() && n + 1 == table.rows.len(),
                pages: paged.then(|| pages.get(n).map(Vec::as_slice).unwrap_or_default()),
                kept: beside == Some(n) || kept.iter().any(|rows| rows.contains(&n)),
                follows: kept.iter().any(|rows| rows.end == n),
                long,
            };
            let first = kept.iter().any(|rows| rows.start == n);
            self.push(match (first, beside == Some(n)) {
                (_, true) => ",\nl.insieme(livello: 2,\n",
                (true, false) => ",\nl.insieme(\n",
                (false, false) => ",\n",
            });
            self.row(table, n, &plan, &edge);
            let ends = beside == Some(n) || kept.iter().any(|rows| rows.end == n + 1);
            self.push(if ends { ")" } else { "" });
        }
        (self.frame.room, self.frame.size, self.frame.face, self.frame.flow) = saved;
        self.marks.told = None;
        self.push(")\n");
        self.notes_under();
        self.push(if with_notes { "]\n" } else { "" });
        self.ids.under = under;
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

    /// Whether the heads and the cells of a table have notes that are not printed yet.
    fn has_notes(&self, table: &Table) -> bool {
        let cells = table.rows.iter().flat_map(|row| &row.cells).map(|cell| cell.words.as_slice());
        let heads = table.columns.iter().map(|column| column.header.as_slice());
        cells.chain(heads).any(|words| self.has_note(words))
    }

    pub(super) fn has_note(&self, content: &[Inline]) -> bool {
        content.iter().any(|inline| match inline {
            Inline::Note { number } => self.notes.contains_key(number) && !self.ids.noted.contains(number),
            _ => inline.inner().into_iter().any(|inner| self.has_note(inner)),
        })
    }

    /// How many bytes the notes of a text have that are not printed yet.
    fn length_of_notes(&self, content: &[Inline]) -> usize {
        let mut long = 0;
        for inline in content {
            match inline {
                Inline::Note { number } if !self.ids.noted.contains(number) => {
                    let blocks = self.notes.get(number).into_iter().flat_map(|note| &note.blocks);
                    blocks.for_each(|block| {
                        block.parts(&mut |_, part| {
                            long += match part {
                                Part::Words(words) => plain(words).len(),
                                Part::Plain(text) => text.len(),
                                Part::Blocks(_) => SHORT + 1,
                            }
                        });
                    });
                }
                _ => long += inline.inner().into_iter().map(|inner| self.length_of_notes(inner)).sum::<usize>(),
            }
        }
        long
    }

    /// Calls the notes of the table at hand, after it.
    fn notes_under(&mut self) {
        let notes = self.ids.under.take().unwrap_or_default();
        if notes.is_empty() {
            return;
        }
        self.push("#l.note-tabella(");
        for note in notes {
            let _ = write!(self.out, "({}, [", note.number);
            self.note_body(note);
            self.push("]), ");
        }
        self.push(")\n");
    }

    /// The words of the head over a column. `again`: where the head is repeated it opens the group of the column again.
    fn head(&mut self, table: &'a Table, at: usize, plan: &Plan, again: bool) {
        let gutter = 2.0 * self.misure.tabella.margine_cella;
        let room = plan.columns.get(at).map_or(self.frame.room, |width| width - gutter);
        (self.frame.room, self.frame.face) = (room, Face::Bold);
        self.push("[");
        if again {
            let under = if table.rows.iter().any(repeats) { ", sotto: true" } else { "" };
            let _ = write!(self.out, "#l.ripresa({at}, {room:.2}pt{under});");
        }
        match table.testa(at) {
            Cow::Borrowed(words) => self.inlines(words),
            // What is left of a header without its year is plain words.
            Cow::Owned(words) => self.words(&plain(&words)),
        }
        self.push("]");
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
        // typst loses notes in a row that it takes for a header, and sets twice a cell over several rows.
        let plain =
            |row: &Row| !row.heads && table.a_parte(row).is_none() && !row.cells.iter().any(|cell| self.has_note(cell));
        // The row that a total adds may have notes: they are called with the total. With long ones few rows would fit on its page.
        let noted = table.rows.last().is_some_and(|row| row.total)
            && table.rows.get(count - 2).is_some_and(|row| {
                let long: usize = row.cells.iter().map(|cell| self.length_of_notes(cell)).sum();
                !row.heads && long > 0 && long <= SHORT && table.a_parte(row).is_none()
            });
        let fits = |rows: &std::ops::Range<usize>| {
            let all = table.rows.get(rows.start..rows.end + 1).unwrap_or_default();
            let last = usize::from(noted && rows.end == count - 2);
            let totals = table.rows.get(rows.clone()).unwrap_or_default().iter().any(|row| row.total);
            // Nor can a cell over several rows begin in such a row and end outside.
            let merged = all.iter().any(|row| row.continues > 0);
            let follows = table.rows.get(rows.end + 1).is_some_and(|row| row.continues > 0);
            let plain = all.iter().take(all.len().saturating_sub(last)).all(plain);
            !totals && !merged && !follows && plain && plan.low(rows.start..rows.end + 1)
        };
        // High rows would leave a hole where they do not fit, so fewer of them stay together.
        let most =
            |run: usize, rows: &dyn Fn(usize) -> std::ops::Range<usize>| (2..=most_of(run)).rev().map(rows).find(&fits);
        let end = count - 1 - usize::from(noted);
        let mut kept: Vec<_> =
            [most(first, &|n| start..start + n - 1), most(last, &|n| (end + 1).saturating_sub(n)..end)]
                .into_iter()
                .flatten()
                .collect();
        // Of a short group the two may share rows.
        if let [a, b] = kept.as_slice()
            && a.end >= b.start
        {
            kept.pop();
        }
        // No group leaves one row alone before a break, nor after it.
        let mut groups: Vec<std::ops::Range<usize>> = vec![];
        for (n, row) in table.rows.iter().enumerate() {
            match groups.last_mut() {
                _ if row.heads => groups.push(n + 1..n + 1),
                Some(group) => group.end = n + 1,
                None => {}
            }
        }
        for group in groups.into_iter().filter(|group| group.len() > 1) {
            let (first, last) = match group.len() < 4 {
                true => (group.start..group.end - 1, None),
                false => (group.start..group.start + 1, Some(group.end - 2..group.end - 1)),
            };
            for rows in std::iter::once(first).chain(last).filter(&fits) {
                if kept.iter().all(|other| other.end < rows.start || rows.end < other.start) {
                    kept.push(rows);
                }
            }
        }
        kept
    }

    /// The row before the head of the last group, where that has one row: it stays with them, so that no page begins with the head of a
    /// group and one row alone.
    fn before_the_last(&self, table: &Table, plan: &Plan) -> Option<usize> {
        let n = table.rows.len().checked_sub(3)?;
        let [row, head, last] = table.rows.get(n..)? else { return None };
        let begins = table.rows.iter().position(|row| !row.heads).is_some_and(|first| first < n);
        let alone =
            begins && !row.heads && head.heads && !last.heads && !last.total && !row.total && row.continues == 0;
        let plain = || {
            table.a_parte(row).is_none()
                && !row.cells.iter().chain(&last.cells).any(|cell| self.has_note(cell))
                && (0..table.columns.len()).all(|at| table.height(n, at) == 1)
        };
        (alone && plain() && plan.low(n..n + 3)).then_some(n)
    }

    /// A row across all columns, which names the rows that follow. It is repeated on other pages, without its links, unless it has
    /// notes or pictures, or the header of its table is printed `once`.
    fn group_head(&mut self, (n, row): (usize, &'a Row), columns: usize, room: f64, once: bool, level: u8) {
        let Some(head) = row.cells.first() else { return };
        (self.frame.room, self.frame.face) = (room, Face::Bold);
        let repeats = !once && repeats(row);
        let linked = repeats && linked(row);
        // The head says no page: its words would be longer than those of the rows.
        self.marks.heading = true;
        let _ = write!(self.out, ",\nl.intestazione-gruppo({columns}, {repeats}, livello: {level}, [");
        if linked {
            let _ = write!(self.out, "#l.capo-gruppo({n}, [");
        }
        self.anchor(row.anchor.as_ref());
        self.inlines(head);
        if linked {
            self.push("], [");
            // On one line: what stood on lines of its own is kept apart by a point.
            let lines = head.split(|inline| matches!(inline, Inline::Break)).map(plain);
            let lines: Vec<String> = lines.filter(|words| !words.trim().is_empty()).collect();
            self.words(&lines.join(" · "));
            self.push("]);");
        }
        self.marks.heading = false;
        self.push("])");
    }

    fn row(&mut self, table: &'a Table, n: usize, plan: &Plan, edge: &Edge<'_>) {
        let Some(row) = table.rows.get(n) else { return };
        let tall = plan.tall.get(n).copied().unwrap_or(true);
        // The details of a row beside its name, under its cells. A row that breaks over two pages has them in its first cell.
        let apart = table.a_parte(row).filter(|_| !tall);
        let gutter = 2.0 * self.misure.tabella.margine_cella;
        self.frame.face = if row.total { Face::Bold } else { Face::Regular };
        let special = tall || row.total;
        // The last row that a total adds is never on the page before it.
        let added = !edge.kept
            && apart.is_none()
            && table.rows.get(n + 1).is_some_and(|next| next.total)
            && !special
            && (0..table.columns.len()).all(|at| table.height(n, at) == 1 && !plan.loose.contains(&(n, at)));
        // Its notes are called with the total, because typst does not lose them there.
        let mut late = vec![];
        if edge.long {
            late = std::mem::replace(&mut self.ids.under, added.then(Vec::new)).unwrap_or_default();
        }
        if added {
            self.push(if edge.follows { "l.insieme(livello: 4, " } else { "l.insieme(" });
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
            } else if apart.is_some() && at == 0 {
                self.push("l.gruppo(2, voce: true, unito: true)");
            } else if names && !special {
                self.push("l.voce");
            } else if let Some(cell) = row.cells.get(at).filter(|cell| cell.tint > 0) {
                let _ = write!(self.out, "l.tinta({})", cell.tint);
            } else if apart.is_some() {
                self.push("l.sopra");
            }
            self.push("[");
            if at == row.continues {
                for note in std::mem::take(&mut late) {
                    let _ = write!(self.out, "#l.nota-altrove({})[", note.number);
                    self.note_body(note);
                    self.push("];");
                }
                self.anchor(row.anchor.as_ref());
                if let Some(number) = edge.opens {
                    let _ = write!(self.out, "#l.apre({number});");
                }
            }
            if let Some(cell) = row.cells.get(at) {
                self.frame.room = room;
                let whole = matches!(column.profile, Profile::Importo | Profile::Numero | Profile::Data)
                    && Words::of(cell, self.frame.face).firm() * plan.size <= self.frame.room;
                let missing = !row.total && is_missing(cell);
                self.marks.tinted = cell.tint > 0;
                self.push(if missing { "#l.manca[" } else { "" });
                match apart {
                    Some((name, _)) if at == 0 => self.inlines(name),
                    _ if whole => self.unbroken(cell),
                    _ => self.inlines(cell),
                }
                self.push(if missing { "]" } else { "" });
                self.marks.tinted = false;
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
                if n + 1 == table.rows.len() && table.rows.iter().any(|row| repeats(row) && linked(row)) {
                    self.push("#l.chiude-capo();");
                }
            }
            self.push("]");
        }
        self.marks.paged.clear();
        if let Some(pages) = edge.pages {
            self.push(if apart.is_some() { ", l.sopra(l.pagine-di(" } else { ", l.pagine-di(" });
            for id in pages {
                let _ = write!(self.out, "\"{id}\", ");
                self.ids.reached.insert((*id).clone());
            }
            self.push(if apart.is_some() { "))" } else { ")" });
        }
        if let Some((_, details)) = apart {
            let columns = table.columns.len() - 1 + usize::from(edge.pages.is_some());
            self.frame.room = plan.columns.iter().skip(1).sum::<f64>() - gutter;
            let _ = write!(self.out, ", l.sotto({columns})[");
            self.inlines(details);
            self.push("]");
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
    /// Whether it is the row after them.
    follows: bool,
    /// Whether the table may break.
    long: bool,
}

/// Whether a cell only says that a value is missing.
fn is_missing(cell: &Cell) -> bool {
    cell.values.first().is_some_and(|(_, value)| *value == Value::Nothing) && cell.values.len() == 1
        || plain(cell).trim() == "–"
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

/// Whether the head of a group of rows may be printed on several pages. What is cited has one place, and so has a note.
fn repeats(row: &Row) -> bool {
    fn words(content: &[Inline]) -> bool {
        content.iter().all(|inline| match inline {
            Inline::Link { content, .. }
            | Inline::Xref { content, .. }
            | Inline::Strong(content)
            | Inline::Emph(content)
            | Inline::Small(content) => words(content),
            Inline::Break => true,
            other => !is_rich(std::slice::from_ref(other)),
        })
    }
    row.heads && row.anchor.is_none() && row.cells.first().is_some_and(|head| words(head))
}

/// Whether the head of a group leads elsewhere.
fn linked(row: &Row) -> bool {
    row.cells.first().is_some_and(|head| is_rich(head))
}
