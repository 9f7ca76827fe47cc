//! Tests of tables as they are laid out. They read from the pages of typst, before those are a file, where each word of
//! each cell is and whether it may be there. The documents are whole plans, and tables made to break badly.

use super::tests::{block, column, document, p, row, section, table};
use super::{Typeset, typeset};
use crate::diag::Diagnostics;
use crate::document::*;
use crate::emit::layouts::Layouts;
use crate::piano::element::row::Profile;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;
use typst::foundations::{Smart, StyleChain};
use typst::introspection::{Location, Tag};
use typst::layout::{Frame, FrameItem, Point, Sizing, Transform};
use typst_library::model::{TableCell, TableElem};
use typst_library::pdf::ArtifactElem;

/// A cell, each time that it is laid out: a header is laid out once on each page.
#[derive(Debug)]
struct Laid {
    table: usize,
    x: usize,
    y: usize,
    rowspan: usize,
    width: f64,
    /// Top left corner, page by page.
    corners: BTreeMap<usize, (f64, f64)>,
}

/// A run of words.
#[derive(Debug)]
struct Run {
    words: String,
    page: usize,
    /// Left, top, right, bottom of its ink.
    ink: [f64; 4],
    cell: Option<usize>,
    /// Whether the run is not part of what is read: the words that open a group again, running heads.
    artifact: bool,
}

#[derive(Default)]
struct Pages {
    /// Width and height.
    sizes: Vec<(f64, f64)>,
    /// Widths of the columns of each table.
    tables: Vec<Vec<f64>>,
    cells: Vec<Laid>,
    runs: Vec<Run>,
    places: HashMap<Location, usize>,
}

impl Pages {
    fn read(set: &Typeset) -> Self {
        let mut pages = Pages::default();
        for (n, page) in set.document.pages().iter().enumerate() {
            pages.sizes.push((page.frame.width().to_pt(), page.frame.height().to_pt()));
            pages.frame(&page.frame, Transform::identity(), n, &mut vec![], &mut vec![]);
        }
        pages
    }

    /// `open`: the cells at hand, innermost last; `artifacts`: those at hand.
    fn frame(
        &mut self,
        frame: &Frame,
        at: Transform,
        page: usize,
        open: &mut Vec<Location>,
        artifacts: &mut Vec<Location>,
    ) {
        let styles = StyleChain::default();
        for (position, item) in frame.items() {
            let corner = position.transform(at);
            match item {
                FrameItem::Group(group) => {
                    let inner = at.pre_concat(Transform::translate(position.x, position.y)).pre_concat(group.transform);
                    let parent = group.parent.map(|parent| parent.location);
                    open.extend(parent);
                    self.frame(&group.frame, inner, page, open, artifacts);
                    if let Some(cell) = parent.and_then(|parent| self.places.get(&parent)) {
                        let corner = Point::zero().transform(inner);
                        self.cells[*cell].corners.entry(page).or_insert((corner.x.to_pt(), corner.y.to_pt()));
                        open.pop();
                    } else if parent.is_some() {
                        open.pop();
                    }
                }
                FrameItem::Tag(Tag::Start(element, _)) => {
                    let Some(location) = element.location() else { continue };
                    if let Some(table) = element.to_packed::<TableElem>() {
                        let widths = table.grid.as_ref().unwrap().cols.iter().map(|column| match column {
                            Sizing::Rel(width) => width.abs.abs.to_pt(),
                            // The columns of a card.
                            Sizing::Auto | Sizing::Fr(_) => f64::INFINITY,
                        });
                        self.tables.push(widths.collect());
                    } else if let Some(cell) = element.to_packed::<TableCell>() {
                        let place = |value: Smart<usize>| value.custom().unwrap();
                        let (x, y) = (place(cell.x.get(styles)), place(cell.y.get(styles)));
                        let table = self.tables.len() - 1;
                        self.places.insert(location, self.cells.len());
                        self.cells.push(Laid {
                            table,
                            x,
                            y,
                            rowspan: cell.rowspan.get(styles).get(),
                            width: self.tables[table][x..x + cell.colspan.get(styles).get()].iter().sum(),
                            corners: BTreeMap::from([(page, (corner.x.to_pt(), corner.y.to_pt()))]),
                        });
                        open.push(location);
                    } else if element.is::<ArtifactElem>() {
                        artifacts.push(location);
                    }
                }
                FrameItem::Tag(Tag::End(location, ..)) => {
                    open.retain(|cell| cell != location);
                    artifacts.retain(|artifact| artifact != location);
                }
                FrameItem::Text(text) if !text.text.trim().is_empty() => {
                    let ink = text.bbox();
                    let corners = [ink.min, ink.max].map(|p| (*position + p).transform(at));
                    let (a, b) = (corners[0], corners[1]);
                    let (left, right) = (a.x.min(b.x).to_pt(), a.x.max(b.x).to_pt());
                    let (top, bottom) = (a.y.min(b.y).to_pt(), a.y.max(b.y).to_pt());
                    let cell = open.last().and_then(|location| self.places.get(location)).copied();
                    let artifact = !artifacts.is_empty();
                    self.runs.push(Run {
                        words: text.text.to_string(),
                        page,
                        ink: [left, top, right, bottom],
                        cell,
                        artifact,
                    });
                }
                _ => {}
            }
        }
    }

    /// The top of each row, by table and page.
    fn tops(&self) -> BTreeMap<(usize, usize), BTreeMap<usize, f64>> {
        let mut tops: BTreeMap<_, BTreeMap<_, f64>> = BTreeMap::new();
        for cell in &self.cells {
            for (page, (_, y)) in &cell.corners {
                let rows = tops.entry((cell.table, *page)).or_default();
                // The rest of a group cell is at the top of its page, and not at the top of its row.
                if *page == *cell.corners.keys().next().unwrap() {
                    rows.insert(cell.y, *y);
                }
            }
        }
        tops
    }

    /// All the words and cells that are where they may not be.
    fn problems(&self) -> Vec<String> {
        let mut found = vec![];
        let tops = self.tops();
        for run in &self.runs {
            let Run { words, page, ink: [left, top, right, bottom], cell, artifact } = run;
            let (width, height) = self.sizes[*page];
            if *left < 67.0 || *right > width - 67.0 {
                found.push(format!("p. {}: «{words}» in the margin, from {left:.1} to {right:.1}", page + 1));
            }
            // Running heads and page numbers are above and below the text. A letter may hang under the last line.
            if (*top < 76.0 && *bottom > 76.0) || (*bottom > height - 66.0 && *top < height - 62.0) {
                found.push(format!("p. {}: «{words}» over the edge of the text, at {top:.1}", page + 1));
            }
            let Some(cell) = cell.map(|cell| &self.cells[cell]) else { continue };
            let place = format!("p. {}, table {}, cell {}.{}: «{words}»", page + 1, cell.table + 1, cell.y, cell.x);
            let Some((x, y)) = cell.corners.get(page) else {
                found.push(format!("{place} on a page where its cell is not"));
                continue;
            };
            if *left < x - 0.3 || *right > x + cell.width + 0.3 {
                found.push(format!("{place} from {left:.1} to {right:.1}, its cell from {x:.1} for {:.1}", cell.width));
            }
            // The row below begins where the lowest cell above it ends.
            let below = tops[&(cell.table, *page)].range(cell.y + cell.rowspan..).next();
            let below = below.map_or(f64::INFINITY, |(_, y)| *y);
            if !artifact && (*top < y - 0.3 || *bottom > below + 0.3) {
                found.push(format!("{place} from {top:.1} to {bottom:.1}, its row from {y:.1} to {below:.1}"));
            }
        }
        // No ink may be over other ink, except the parts of letters that hang below their line.
        let mut order: Vec<&Run> = self.runs.iter().collect();
        order.sort_by(|a, b| (a.page, a.ink[1]).partial_cmp(&(b.page, b.ink[1])).unwrap());
        for (n, a) in order.iter().enumerate() {
            for b in order.iter().skip(n + 1).take_while(|b| b.page == a.page && b.ink[1] < a.ink[3] - 0.6) {
                if a.ink[0].max(b.ink[0]) < a.ink[2].min(b.ink[2]) - 0.6 {
                    found.push(format!("p. {}: «{}» over «{}»", a.page + 1, a.words, b.words));
                }
            }
        }
        found
    }
}

impl Pages {
    /// The faults that a reader of a table meets from its second page on.
    fn breaks(&self, document: &Document) -> Vec<String> {
        let mut tables: Vec<Option<&Table>> = vec![];
        document.walk(&mut |section, _| {
            for block in &section.blocks {
                block.each(&mut |block| match &block.kind {
                    BlockKind::Table(table) => tables.push(Some(table)),
                    BlockKind::Card(card) => {
                        let own = [&card.facts, &card.fields].into_iter().filter(|fields| !fields.is_empty());
                        tables.extend(own.map(|_| None));
                    }
                    BlockKind::Outcome(outcome) => tables.extend((!outcome.fields.is_empty()).then_some(None)),
                    _ => {}
                });
            }
        });
        assert_eq!(tables.len(), self.tables.len(), "tables of the document and of the pages");
        let mut found = vec![];
        let tops = self.tops();
        for (at, table) in tables.iter().enumerate().filter_map(|(at, table)| Some((at, (*table)?))) {
            let cells: Vec<(usize, &Laid)> = self.cells.iter().enumerate().filter(|(_, c)| c.table == at).collect();
            // The pages of each row, judged by the cells that belong to that row alone.
            let mut rows: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
            for (_, cell) in cells.iter().filter(|(_, c)| c.y > 0 && c.rowspan == 1) {
                rows.entry(cell.y).or_default().extend(cell.corners.keys());
            }
            let pages: BTreeSet<usize> = rows.values().flatten().copied().collect();
            let Some(first) = pages.first() else { continue };
            let name = table.caption.as_deref().map(plain).unwrap_or_default();
            let mut wrong =
                |page: usize, what: &str| found.push(format!("p. {}, table {}, {name}: {what}", page + 1, at + 1));
            for page in &pages {
                let heads = cells.iter().filter(|(_, c)| c.y == 0 && c.corners.contains_key(page)).count();
                // Paper may add a column of pages.
                let added = self.tables.get(at).map_or(0, Vec::len) - table.columns.len();
                // A year stands over its columns: the first row of the head has one cell for them all.
                let over: usize = table.anni().iter().map(|(columns, _)| columns.len() - 1).sum();
                if heads + over != table.columns.len() + added || added > 1 {
                    wrong(*page, &format!("{heads} cells of header over {} columns", table.columns.len()));
                }
                let words = format!("Tabella {} (segue)", table.number.unwrap_or_default());
                let said = self.runs.iter().any(|run| run.page == *page && run.words == words);
                if said != (page > first) && table.number.is_some() && table.caption.is_some() {
                    wrong(*page, &format!("«{words}» said: {said}"));
                }
            }
            for (n, row) in table.rows.iter().enumerate().filter(|(n, row)| row.total && *n > 0) {
                if rows[&(n + 1)].is_disjoint(&rows[&n]) {
                    wrong(
                        rows[&(n + 1)].first().copied().unwrap_or_default(),
                        &format!("{} alone", plain(&row.cells[0])),
                    );
                }
            }
            for (index, cell) in cells.iter().filter(|(_, cell)| cell.rowspan > 1) {
                let last = (cell.y..cell.y + cell.rowspan).filter_map(|y| rows.get(&y)?.last()).max();
                for page in cell.corners.keys().skip(1).filter(|page| Some(*page) <= last) {
                    let again = self.runs.iter().filter(|run| run.page == *page).any(|run| {
                        run.cell == Some(*index)
                            || (run.artifact
                                && run.cell.is_some_and(|c| (self.cells[c].table, self.cells[c].x) == (at, cell.x)))
                    });
                    if !again {
                        wrong(*page, &format!("the cell {}.{} goes on without words", cell.y, cell.x));
                    }
                }
                // A group higher than a third of the page may begin with one row: kept whole it would leave a hole on the
                // page before.
                // A row without words of its own stands on no page that can be read.
                let (Some(here), Some(there)) = (rows.get(&cell.y), rows.get(&(cell.y + 1))) else { continue };
                let (here, there) = (here.last(), there.first());
                let rest = there
                    .map(|page| &tops[&(at, *page)])
                    .and_then(|tops| Some(tops.get(&(cell.y + cell.rowspan))? - tops.get(&(cell.y + 1))?));
                if here < there && rest.is_some_and(|rest| rest < 150.0) {
                    wrong(*here.unwrap(), &format!("the group {}.{} begins alone", cell.y, cell.x));
                }
            }
        }
        found
    }
}

fn plan(path: &str) -> Document {
    let mut diags = Diagnostics::default();
    let sources = crate::source::discover(&Path::new(env!("CARGO_MANIFEST_DIR")).join(path), &mut diags);
    let piano = crate::load::load(&sources, None, &mut diags);
    let index = crate::index::resolve(&piano, &sources, &mut diags);
    let fatti = crate::conti::fatti::Fatti::resolve(&piano, &index, &mut diags);
    let set = piano.impostazioni.as_ref().unwrap();
    let (mut document, _) = crate::lower::lower(&piano, set, &index, &fatti, &sources, &diags);
    document.meta.bozza = false;
    // The driver sets the fingerprint in a real run.
    document.meta.impronta = "0".repeat(64);
    document
}

fn laid(document: &Document) -> Pages {
    let set = typeset(document, &Layouts::embedded(), None).unwrap_or_else(|errors| panic!("{errors:#?}"));
    Pages::read(&set)
}

#[test]
fn nothing_in_the_plans_stands_where_it_may_not() {
    for path in [
        "content/unione",
        "tests/piani/cesano-boscone",
        "tests/piani/cassano",
        "tests/piani/terre-argine",
        "tests/piani/scambio-comune",
    ] {
        let document = plan(path);
        let pages = laid(&document);
        assert!(pages.cells.len() > 200, "{path}: {} cells were read", pages.cells.len());
        let found = [pages.problems(), pages.breaks(&document)].concat();
        assert!(found.is_empty(), "{path}: {}", found.join("\n"));
    }
}

/// Tables of every length, so that each falls over a page in every way: with totals, with groups, with rows of several lines.
#[test]
fn tables_break_where_they_may() {
    let columns = || {
        vec![
            column("Codice", Profile::Codice),
            column("Indirizzo", Profile::Testo),
            column("Descrizione", Profile::Testo),
            column("Importo", Profile::Importo),
        ]
    };
    let mut blocks = vec![];
    for length in (20..120).step_by(3) {
        let mut rows: Vec<Row> = (0..length)
            .map(|n| {
                let words =
                    "Servizi di prossimità per chi abita lontano ".repeat(1 + (n * 7 + length) % (1 + length % 4));
                row(&[&format!("C-{n:02}"), "Persone", &words, &format!("{n}.000,00 €")])
            })
            .collect();
        if length % 2 == 0 {
            rows.push(Row { total: true, ..row(&["Totale", "", "", "99.000,00 €"]) });
        } else {
            for row in rows.iter_mut().enumerate().filter(|(n, _)| n % (length % 6 + 2) != 0).map(|(_, row)| row) {
                row.continues = 2;
                row.cells[..2].iter_mut().for_each(|cell| cell.words.clear());
            }
        }
        let table = table(length as u32, &format!("Di {length} righe"), columns(), rows);
        blocks.push(block(BlockKind::Table(table)));
    }
    let document = document(vec![section("uno", "1", 1, "Uno", blocks)]);
    let pages = laid(&document);
    let found = [pages.problems(), pages.breaks(&document)].concat();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// A total is on the page of the last row that it adds, also when that row has notes; each is printed once, at the foot.
#[test]
fn a_total_is_never_alone_whatever_the_notes_above_it() {
    let columns = || vec![column("Obiettivo", Profile::Testo), column("Importo", Profile::Importo)];
    for (long, each) in [(0, 1), (0, 3), (40, 1), (120, 2)] {
        let mut blocks = vec![];
        let mut notes = vec![];
        let mut marked = vec![];
        for (n, before) in (18..44).enumerate() {
            let mut rows: Vec<Row> = (0..before).map(|n| row(&[&format!("Obiettivo {n}"), "1.000,00 €"])).collect();
            for _ in 0..each {
                let number = notes.len() as u32 + 1;
                rows[before - 1].cells[0].words.push(Inline::Note { number });
                let words = format!("Nota numero {number}. {}", "quota di chi partecipa ".repeat(long));
                notes.push(Note { number, blocks: vec![p(&words)] });
                marked.push((n, before));
            }
            rows.push(Row { total: true, ..row(&["Totale", "99.000,00 €"]) });
            blocks.push(block(BlockKind::Table(table(n as u32 + 1, "Con una nota", columns(), rows))));
        }
        let mut one = section("uno", "1", 1, "Uno", blocks);
        one.notes = notes;
        let document = document(vec![one]);
        let pages = laid(&document);
        let found = [pages.problems(), pages.breaks(&document)].concat();
        assert!(found.is_empty(), "{long} × {each}: {}", found.join("\n"));
        for (n, (table, row)) in marked.into_iter().enumerate() {
            let words = format!("Nota numero {}.", n + 1);
            let notes: Vec<usize> =
                pages.runs.iter().filter(|run| run.words.contains(&words)).map(|run| run.page).collect();
            let cell = pages.cells.iter().find(|cell| (cell.table, cell.y, cell.x) == (table, row, 0)).unwrap();
            let at: Vec<usize> = cell.corners.keys().copied().collect();
            assert_eq!(notes.len(), 1, "{long} × {each}: «{words}» on the pages {notes:?}");
            // What does not fit with its row typst puts where there is room, in any table: the last before, the long after.
            assert!(notes == at || each > 1 || long > 0, "«{words}» on {notes:?}, its row on {at:?}");
        }
    }
}

/// A group whose own words go on to the next page: no word of the rest stands over another, nor over those that open it again.
#[test]
fn the_words_of_a_group_that_breaks_are_alone_in_their_place() {
    let columns =
        || vec![column("Delega", Profile::Testo), column("Nodo", Profile::Codice), column("Titolo", Profile::Testo)];
    let blocks = |words: usize, rows: usize| {
        let each = (0..40).step_by(3).enumerate().map(move |(n, before)| {
            let mut all: Vec<Row> = (0..before).map(|n| row(&[&format!("Prima {n}"), "–", "Una riga"])).collect();
            let long = "sicurezza, protezione civile e rapporti con i Comuni ".repeat(words);
            all.extend((0..rows).map(|n| Row {
                continues: usize::from(n > 0),
                ..row(&[if n > 0 { "" } else { &long }, &format!("1.{n}"), "Servizi di prossimità"])
            }));
            all.push(row(&["Ultima", "–", "Una riga"]));
            block(BlockKind::Table(table(n as u32 + 1, "Con un gruppo", columns(), all)))
        });
        each.collect::<Vec<_>>()
    };
    for (words, rows) in [(4, 8), (8, 8), (12, 8), (9, 14)] {
        let document = document(vec![section("uno", "1", 1, "Uno", blocks(words, rows))]);
        let pages = laid(&document);
        let found = [pages.problems(), pages.breaks(&document)].concat();
        assert!(found.is_empty(), "{words} × {rows}: {}", found.join("\n"));
    }
}

/// Details stand beside the name of their row, on its page. The head of a group is on each page of its rows, and leads elsewhere once.
#[test]
fn details_stay_with_their_row_and_the_heads_of_groups_come_again() {
    let columns = || {
        vec![
            column("Indicatore", Profile::Testo),
            column("Partenza", Profile::Testo),
            column("Atteso", Profile::Testo),
            column("Meglio se", Profile::Codice),
        ]
    };
    let mut blocks = vec![];
    for size in 1..12 {
        let mut rows = vec![];
        for group in 0..40 {
            let mut head = row(&["", "", "", ""]);
            let content = row(&[&format!("Gruppo {size}.{group}")]).cells[0].words.clone();
            head.cells[0].words = vec![Inline::Link { url: "https://www.esempio.it/".into(), content }];
            rows.push(Row { heads: true, ..head });
            rows.extend((0..(group * size) % 7 + 1).map(|n| {
                let mut one = row(&["Pasti serviti nelle scuole", "100 pasti (2024)", "≥ 120 pasti", "sale"]);
                let words = "Fonte: il registro delle presenze. ".repeat((n + group) % 5);
                let details = row(&[&words]).cells[0].words.clone();
                one.cells[0].words.extend([Inline::Break, Inline::Small(details)].into_iter().filter(|_| n % 3 > 0));
                one
            }));
        }
        blocks.push(block(BlockKind::Table(table(size as u32, &format!("Di {size}"), columns(), rows))));
    }
    let document = document(vec![section("uno", "1", 1, "Uno", blocks)]);
    let pages = laid(&document);
    let found = [pages.problems(), pages.breaks(&document)].concat();
    assert!(found.is_empty(), "{}", found.join("\n"));
    for cell in pages.cells.iter().filter(|cell| cell.rowspan > 1) {
        assert_eq!(cell.corners.len(), 1, "a name on two pages: {cell:?}");
    }
    // The first row of each page stands under the head of its group.
    let mut again = 0;
    for ((at, page), rows) in pages.tops() {
        let heads = pages.runs.iter().filter(|run| run.page == page && run.words.starts_with("Gruppo "));
        let of_table = heads.filter(|run| run.cell.is_some_and(|cell| pages.cells[cell].table == at));
        let highest = of_table.map(|run| run.ink[1]).fold(f64::INFINITY, f64::min);
        let rows: Vec<f64> = rows.into_iter().filter(|(y, _)| *y > 0).map(|(_, top)| top).collect();
        let first = rows.iter().copied().fold(f64::INFINITY, f64::min);
        assert!(highest < first + 16.0, "p. {}, table {}: head at {highest}, first row at {first}", page + 1, at + 1);
        again += 1;
    }
    assert!(again > 20, "{again}");
    // What is repeated is no part of what is read, so that the standards take the file.
    typeset(&document, &Layouts::embedded(), None).unwrap().export().unwrap();
}

/// Three hundred rows of everything that does not fit: words without a place to break, amounts, percentages, pictures of no
/// size, more columns than a page has room for.
#[test]
fn a_table_of_three_hundred_rows_loses_nothing() {
    let words = [
        "Precipitevolissimevolmente",
        "https://www.esempio.it/amministrazione-trasparente/pagina?id=12345678901234567890",
        "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJKLMNOPQRSTUVWXYZ",
        "sì",
    ];
    let rows = |cells: usize| -> Vec<Row> {
        (0..300)
            .map(|n| {
                let cells: Vec<String> = (0..cells)
                    .map(|c| match (n + c) % 6 {
                        0..=3 => words[(n + c) % 6].to_owned(),
                        4 => format!("{n}.250.000,00 €"),
                        _ => format!("{},5 %", n % 100),
                    })
                    .collect();
                row(&cells.iter().map(String::as_str).collect::<Vec<_>>())
            })
            .collect()
    };
    let profiles =
        [Profile::Testo, Profile::Codice, Profile::Importo, Profile::Numero, Profile::Data, Profile::Centrato];
    let columns = |n: usize| (0..n).map(|c| column("Denominazione", profiles[c % profiles.len()])).collect();
    for (width, turned) in [(3, false), (7, true), (20, true)] {
        let block = block(BlockKind::Table(table(1, "Lunga", columns(width), rows(width))));
        let document = document(vec![section("uno", "1", 1, "Uno", vec![block])]);
        let pages = laid(&document);
        assert_eq!(pages.cells.iter().filter(|cell| cell.y > 0).count(), 300 * width);
        let (wide, high) = pages.sizes[*pages.cells.iter().flat_map(|cell| cell.corners.keys()).next().unwrap()];
        assert_eq!(wide > high, turned, "{width} columns: a turned page");
        let found = [pages.problems(), pages.breaks(&document)].concat();
        assert!(found.is_empty(), "{width} columns: {}", found.join("\n"));
    }
}
