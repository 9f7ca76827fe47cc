//! The widths of the columns of a table, and the heights of its rows.

use super::Misure;
use super::words::{Told, Words, height};
use crate::document::{Column, Inline, Table};
use crate::emit::text::Face;
use crate::piano::element::row::Profile;
use std::collections::{BTreeMap, BTreeSet};

/// How a table is set.
#[derive(Debug)]
pub(in crate::emit) struct Plan {
    /// Widths of the columns, in points, gutters included.
    pub(in crate::emit) columns: Vec<f64>,
    /// Size of the text.
    pub(in crate::emit) size: f64,
    /// Whether it only fits on a page turned on its side.
    pub(in crate::emit) landscape: bool,
    /// For each row, whether it may break over two pages.
    pub(in crate::emit) tall: Vec<bool>,
    /// Cells over several rows, by row and column, that are much higher than all of their rows. Their words are set in the
    /// first row alone, because typst would set the end of them below the page.
    pub(in crate::emit) loose: BTreeSet<(usize, usize)>,
    /// Estimated height of the whole, header included.
    pub(in crate::emit) height: f64,
    /// Estimated height of the header.
    head: f64,
    /// Lines of each row.
    lines: Vec<f64>,
    /// Estimated height of each row.
    heights: Vec<f64>,
    /// Height up to which rows that belong together are kept on one page.
    together: f64,
}

/// What one column asks for, in ems.
#[derive(Debug, Clone, Copy, Default)]
struct Ask {
    /// The width below which words break.
    min: f64,
    /// The width that it would like, beside its neighbours.
    wish: f64,
    /// The width beyond which nothing is gained.
    natural: f64,
    /// The width in which short cells take two lines at most.
    two: f64,
    /// Whether it takes what is left.
    grows: bool,
}

impl Ask {
    /// The width that a column keeps even when the table would be lower: a short name is not set one word a line.
    fn floor(&self) -> f64 {
        if self.natural <= 2.0 * LONG_WORD { self.min.max(self.two) } else { self.min }
    }
}

/// A millimetre, in points.
const MM: f64 = 72.0 / 25.4;

/// Shorter words than this, in ems, must not break. "amministrazione" is about as long.
const LONG_WORD: f64 = 8.5;

/// The plan of a table that has `room` points of width. Only a table in the plain flow can be turned (`may_turn`). `pages`: the
/// width of a column of pages that is added to those of the table, if there is one.
pub(in crate::emit) fn plan(table: &Table, room: f64, may_turn: bool, pages: Option<f64>, misure: &Misure) -> Plan {
    let (aside, paged) = (pages.unwrap_or_default(), pages.is_some());
    let room = room - aside;
    let apart: Vec<_> = table.rows.iter().map(|row| table.a_parte(row)).collect();
    let mut once = Told::Once(BTreeSet::new());
    let cells: Vec<Vec<Words>> = table
        .rows
        .iter()
        .zip(&apart)
        .map(|(row, apart)| {
            let face = if row.total || row.heads { Face::Bold } else { Face::Regular };
            // The head of a group says no page.
            let (mut all, mut column) = (Told::Always, Told::Column(true));
            let told = if row.heads {
                &mut all
            } else if paged {
                &mut column
            } else {
                &mut once
            };
            let name = apart.map(|(name, _)| name);
            let words = |(at, cell)| name.filter(|_| at == 0).unwrap_or(cell);
            let cells = row.cells.iter().map(|cell| cell.words.as_slice()).enumerate().map(words);
            cells.map(|cell| Words::in_row(cell, face, told)).collect()
        })
        .collect();
    // The details of a row that stand under its cells, beside its name.
    let details: Vec<Option<Words>> =
        apart.iter().map(|apart| apart.map(|(_, details)| Words::of(details, Face::Regular))).collect();
    let heads: Vec<Words> = (0..table.columns.len()).map(|at| Words::of(&table.testa(at), Face::Bold)).collect();
    let asks: Vec<Ask> = table
        .columns
        .iter()
        .enumerate()
        .map(|(n, column)| {
            // A cell that continues the one above is not set.
            let here = table.rows.iter().zip(&cells).filter(|(row, _)| row.continues <= n && !row.heads);
            ask(column.profile, heads.get(n), here.filter_map(|(_, row)| row.get(n)))
        })
        .collect();

    let gutters = 2.0 * misure.tabella.margine_cella * asks.len() as f64;
    let need = |size: f64| asks.iter().map(|ask| ask.min).sum::<f64>() * size + gutters;
    let (full, least) = (misure.tabella.corpo, misure.tabella.corpo_minimo.min(misure.tabella.corpo));
    let middle = (full + least) / 2.0;
    let wide = misure.width_landscape() - aside;
    // The page stays upright if possible, first at full size, then a little smaller. Otherwise it is turned, and then the
    // text is made smaller again.
    let (size, landscape) = if need(full) <= room {
        (full, false)
    } else if need(middle) <= room {
        (middle, false)
    } else if may_turn {
        let size = [full, middle].into_iter().find(|size| need(*size) <= wide).unwrap_or(least);
        (size, true)
    } else {
        (least, false)
    };
    let room = if landscape { wide } else { room };
    let page = if landscape { misure.height_landscape() } else { misure.height() };

    let gutter = 2.0 * misure.tabella.margine_cella;
    let mut columns = share(&asks, (room - gutters).max(asks.len() as f64), size);
    make_low(&mut columns, &Lines::of(table, &cells, &heads, &details), &asks, size);
    columns.iter_mut().for_each(|width| *width += gutter);
    let columns = columns;
    let line = size * misure.tabella.interlinea;
    let lines = |row: &[Words], counts: &dyn Fn(usize) -> bool| {
        let cells = row.iter().zip(&columns).enumerate().filter(|(n, _)| counts(*n));
        cells.map(|(_, (cell, width))| cell.lines((width - gutter) / size)).fold(1.0, f64::max)
    };
    let high = |row: &[Words]| lines(row, &|_| true) * line + 2.0 * misure.tabella.spazio_cella + 1.5;
    // A cell over several rows has the room of all of them, and makes none of them higher than the other cells ask.
    let over = columns.iter().sum::<f64>() - gutter;
    let own: Vec<f64> = cells
        .iter()
        .enumerate()
        .map(|(n, row)| match row.first().filter(|_| table.rows.get(n).is_some_and(|row| row.heads)) {
            Some(head) => head.lines(over / size),
            None => match details.get(n).and_then(Option::as_ref) {
                Some(details) => {
                    let beside = over - columns.first().copied().unwrap_or_default();
                    (lines(row, &|c| c > 0) + details.lines(beside / size)).max(lines(row, &|c| c == 0))
                }
                None => lines(row, &|c| table.height(n, c) == 1),
            },
        })
        .collect();
    let heights: Vec<f64> = own.iter().map(|n| n * line + 2.0 * misure.tabella.spazio_cella + 1.5).collect();
    let mut tall: Vec<bool> = cells
        .iter()
        .zip(&heights)
        .map(|(row, height)| *height > page / 2.0 || row.iter().any(|cell| cell.picture))
        .collect();
    let mut loose = BTreeSet::new();
    // The height that cells over several rows need beyond the rows beside them.
    let mut beyond = 0.0;
    for (n, row) in cells.iter().enumerate() {
        for (at, (cell, width)) in row.iter().zip(&columns).enumerate().filter(|(at, _)| table.height(n, *at) > 1) {
            let beside = n..n + table.height(n, at);
            let high = cell.lines((width - gutter) / size) * line;
            let rows = heights.get(beside.clone()).unwrap_or_default().iter().sum::<f64>();
            beyond += (high - rows).max(0.0);
            if high - rows > page / 4.0 {
                loose.extend(beside.map(|n| (n, at)));
                tall.get_mut(n).into_iter().for_each(|tall| *tall |= high > page / 2.0);
            }
        }
    }
    let years = if table.anni().is_empty() { 0.0 } else { line + 2.0 * misure.tabella.spazio_cella };
    let head = high(&heads) + years;
    let height = heights.iter().sum::<f64>() + beyond + head;
    // Rows higher together than a third of a page would leave a hole at its foot, so they are not kept together.
    Plan { columns, size, landscape, tall, loose, height, head, lines: own, heights, together: page / 3.0 }
}

impl Plan {
    /// The height that the header and the first `rows` take, up to where a hole would be worse than few rows: of high ones two are
    /// enough.
    pub(in crate::emit) fn first(&self, rows: usize) -> f64 {
        let mut high = self.head;
        for (n, row) in self.heights.iter().take(rows).enumerate() {
            if n >= 2 && high + row > self.together * 0.5 {
                break;
            }
            high += row;
        }
        high.min(self.together * 0.8)
    }

    /// Whether `rows`, which belong together, are few enough to be kept on one page with the `cell` that stands beside
    /// them all, `room` points wide.
    pub(in crate::emit) fn together(&self, rows: std::ops::Range<usize>, cell: &[Inline], room: f64) -> bool {
        let heights = self.heights.get(rows.clone()).unwrap_or_default();
        let tall = self.tall.get(rows).unwrap_or_default();
        !tall.contains(&true)
            && heights.iter().sum::<f64>() <= self.together
            && height(cell, room, self.size, Face::Regular) <= self.together
    }

    /// Whether `rows` are few enough to be kept on one page, and none of them may break.
    pub(in crate::emit) fn low(&self, rows: std::ops::Range<usize>) -> bool {
        let heights = self.heights.get(rows.clone()).unwrap_or_default();
        let tall = self.tall.get(rows.clone()).unwrap_or_default();
        !tall.contains(&true)
            && !self.loose.iter().any(|(row, _)| rows.contains(row))
            && heights.iter().sum::<f64>() <= self.together * 0.4
    }

    /// Whether the words of a cell over several rows may go on beside the rows after its first, and so on the next page.
    pub(in crate::emit) fn runs_on(&self, row: usize, cell: &[Inline], room: f64) -> bool {
        height(cell, room, self.size, Face::Regular) > self.heights.get(row).copied().unwrap_or_default() * 0.8
    }

    /// The words that open a cell again on the next page, beside the rows `rest` that it still has. They take no room of
    /// their own, so only as many as fit beside the lowest of those rows are given.
    pub(in crate::emit) fn again(&self, rest: std::ops::Range<usize>, words: &str, room: f64) -> String {
        const MARK: &str = "(segue)";
        let lines = self.lines.get(rest).into_iter().flatten().copied().fold(f64::INFINITY, f64::min);
        let room = room / self.size;
        let fits = |text: &str| {
            let mut measured = Words::default();
            measured.text(text, Face::Regular);
            measured.lines(room) <= lines.min(4.0)
        };
        let whole = format!("{} {MARK}", words.trim());
        if fits(&whole) {
            return whole;
        }
        let parts: Vec<&str> = words.split_whitespace().collect();
        let cut = |n: usize| format!("{}… {MARK}", parts.get(..n).unwrap_or_default().join(" "));
        (1..parts.len()).rev().map(cut).find(|text| fits(text)).unwrap_or_else(|| MARK.to_owned())
    }
}

/// What a column asks for, from its header and its cells.
fn ask<'a>(profile: Profile, head: Option<&'a Words>, cells: impl Iterator<Item = &'a Words>) -> Ask {
    let (mut widest, mut natural, mut firm, mut two) = (0.0_f64, 0.0_f64, 0.0_f64, 0.0_f64);
    let (mut sum, mut count) = (0.0, 0.0_f64);
    for cell in cells {
        let width = cell.natural();
        firm = firm.max(cell.firm());
        if width <= 2.0 * LONG_WORD {
            two = two.max(cell.in_two());
        }
        widest = widest.max(cell.widest());
        natural = natural.max(width);
        sum += width;
        count += 1.0;
    }
    let (head_word, head_all) = head.map_or((0.0, 0.0), |head| (head.widest(), head.natural()));
    let mean = if count > 0.0 { sum / count } else { 0.0 };
    match profile {
        // A header is not split inside a word if possible. Two lines of header are better than a wide column of digits.
        Profile::Importo | Profile::Numero | Profile::Data => {
            let min = firm.min(16.0).max(head_word.min(LONG_WORD)).max(1.5);
            Ask {
                min,
                wish: min.max((head_all / 2.0).min(7.0)),
                natural: natural.max(head_all).max(min),
                two,
                grows: false,
            }
        }
        Profile::Codice => {
            let min = widest.min(18.0).max(head_word.min(LONG_WORD)).max(1.5);
            Ask { min, wish: min.max(natural.min(10.0)), natural: natural.max(head_all).max(min), two, grows: false }
        }
        Profile::Testo | Profile::Centrato => {
            let min = widest.max(head_word).clamp(1.5, LONG_WORD);
            let natural = natural.max(head_all).max(min);
            Ask { min, wish: (mean * natural).sqrt().max(min), natural, two, grows: profile == Profile::Testo }
        }
    }
}

/// Divides `room` points among the columns, gutters excluded. The widths add up to `room`, unless no column could use all
/// of it.
fn share(asks: &[Ask], room: f64, size: f64) -> Vec<f64> {
    let points = |em: f64| em * size + 0.5;
    let min: f64 = asks.iter().map(|ask| points(ask.min)).sum();
    if min > room {
        // The columns do not fit. All give in proportion, and words will break.
        return asks.iter().map(|ask| points(ask.min) * room / min).collect();
    }
    let grows = asks.iter().any(|ask| ask.grows);
    // Each column gets its minimum, and where there is room what keeps its short names on two lines. What is left goes by wish, up to the
    // natural width, and then to the columns of words.
    let floors: f64 = asks.iter().map(|ask| points(ask.floor())).sum();
    let least = |ask: &Ask| if floors <= room { ask.floor() } else { ask.min };
    let mut widths: Vec<f64> = asks.iter().map(|ask| points(least(ask))).collect();
    for goal in [|ask: &Ask| ask.wish, |ask: &Ask| ask.natural] {
        for _ in 0..8 {
            let left = room - widths.iter().sum::<f64>();
            let wanting: Vec<bool> =
                asks.iter().zip(&widths).map(|(ask, width)| points(goal(ask)) > width + 0.1).collect();
            let weight: f64 = asks.iter().zip(&wanting).filter(|(_, w)| **w).map(|(ask, _)| ask.wish).sum();
            if left < 0.5 || weight <= 0.0 {
                break;
            }
            for ((ask, width), wanting) in asks.iter().zip(&mut widths).zip(&wanting) {
                if *wanting {
                    *width = (*width + left * ask.wish / weight).min(points(goal(ask)));
                }
            }
        }
    }
    // Widths are whole millimetres, so that a small edit does not move every line. Columns of words take what remains.
    for width in &mut widths {
        let rounded = (*width / MM).ceil() * MM;
        if rounded > *width {
            *width = rounded;
        }
    }
    let over = widths.iter().sum::<f64>() - room;
    if over > 0.0 {
        // A millimetre is taken from the widest column, where it matters least.
        let widest = widths.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1)).map_or(0, |(n, _)| n);
        if let Some(width) = widths.get_mut(widest) {
            *width -= over;
        }
    } else if grows {
        let weight: f64 = asks.iter().filter(|ask| ask.grows).map(|ask| ask.wish).sum();
        for (ask, width) in asks.iter().zip(&mut widths) {
            if ask.grows && weight > 0.0 {
                *width -= over * ask.wish / weight;
            }
        }
    } else {
        // All columns are numbers. They are spread, but not so far that the eye loses the row.
        let spread = (-over).min(widths.iter().sum::<f64>() * 0.5) / widths.len().max(1) as f64;
        widths.iter_mut().for_each(|width| *width += spread);
    }
    widths
}

/// The cells on which the height of a table depends.
struct Lines<'w> {
    /// For each column its cells, each with the number of its row. The header is row 0.
    cells: Vec<Vec<(usize, &'w Words)>>,
    /// Cells over several rows: the column, the rows, the words.
    over: Vec<(usize, std::ops::Range<usize>, &'w Words)>,
    /// The rows with details under the cells beside their name.
    details: BTreeSet<usize>,
    rows: usize,
}

impl<'w> Lines<'w> {
    /// How many rows are looked at. The rows of a longer table are like one another.
    const ENOUGH: usize = 200;

    fn of(table: &Table, cells: &'w [Vec<Words>], heads: &'w [Words], details: &[Option<Words>]) -> Self {
        let rows = cells.len().min(Self::ENOUGH);
        let with = details.iter().zip(1..=rows).filter(|(details, _)| details.is_some()).map(|(_, n)| n).collect();
        let columns = heads.iter().map(|head| vec![(0, head)]).collect();
        let mut lines = Lines { cells: columns, over: vec![], details: with, rows: rows + 1 };
        for (n, (row, words)) in table.rows.iter().zip(cells).enumerate().take(rows).filter(|(_, (row, _))| !row.heads)
        {
            for (at, cell) in words.iter().enumerate().skip(row.continues) {
                match table.height(n, at) {
                    0 => {}
                    1 => lines.cells.get_mut(at).into_iter().for_each(|column| column.push((n + 1, cell))),
                    high => lines.over.push((at, n + 1..(n + 1 + high).min(rows + 1), cell)),
                }
            }
        }
        lines
    }

    /// How many lines each cell of a column takes, when the column is `room` ems wide.
    fn column(&self, at: usize, room: f64) -> Vec<(usize, f64)> {
        let cells = self.cells.get(at).into_iter().flatten();
        // A name that stands beside the cells and their details has a line more than the cells.
        let spare = |row: &usize| if at == 0 && self.details.contains(row) { 1.0 } else { 0.0 };
        cells.map(|(row, words)| (*row, (words.lines(room) - spare(row)).max(1.0))).collect()
    }
}

/// The share of its height by which a table must get lower for short names to be set on more than two lines.
const MUCH: f64 = 0.08;

/// Moves width from column to column, by whole millimetres, as long as the table gets lower. What a column holds decides, and not
/// its longest word. No column becomes narrower than it may be.
fn make_low(widths: &mut [f64], lines: &Lines<'_>, asks: &[Ask], size: f64) {
    /// Lines of each cell of a column, by its width in millimetres more or less than at the start.
    type Known = BTreeMap<(usize, i32), Vec<(usize, f64)>>;
    let start = widths.to_vec();
    let mut moved = vec![0_i32; widths.len()];
    let at = |column: usize, moved: i32| start.get(column).copied().unwrap_or_default() + f64::from(moved) * MM;
    let mut known = Known::new();
    let mut total = |moved: &[i32]| -> f64 {
        let mut high = vec![1.0_f64; lines.rows];
        for (column, by) in moved.iter().enumerate() {
            let cells = known.entry((column, *by)).or_insert_with(|| lines.column(column, at(column, *by) / size));
            for (row, lines) in cells {
                high.get_mut(*row).into_iter().for_each(|high| *high = high.max(*lines));
            }
        }
        let beyond = lines.over.iter().map(|(column, rows, words)| {
            let room = at(*column, moved.get(*column).copied().unwrap_or_default()) / size;
            (words.lines(room) - high.get(rows.clone()).unwrap_or_default().iter().sum::<f64>()).max(0.0)
        });
        beyond.sum::<f64>() + high.iter().sum::<f64>()
    };
    let mut best = total(&moved);
    // Every row on one line cannot be lower.
    while best > lines.rows as f64 {
        let mut found: Option<(f64, Vec<i32>)> = None;
        for step in [1, 2, 3, 4, 6, 8, 10, 12, 16] {
            for from in 0..widths.len() {
                let least = |of: fn(&Ask) -> f64| asks.get(from).map_or(0.0, |ask| of(ask) * size + 0.5);
                let less = moved.get(from).copied().unwrap_or_default() - step;
                if at(from, less) < least(|ask| ask.min) {
                    continue;
                }
                // The gain must be worth the move: half a line a centimetre, or a good part of the table where short names lose
                // the two lines that they have.
                let gain = if at(from, less) < least(Ask::floor) { best * MUCH } else { f64::from(step) * 0.05 };
                for to in (0..widths.len()).filter(|to| *to != from) {
                    let mut next = moved.clone();
                    next.get_mut(from).into_iter().for_each(|by| *by -= step);
                    next.get_mut(to).into_iter().for_each(|by| *by += step);
                    let high = total(&next);
                    if best - high > gain && found.as_ref().is_none_or(|(least, _)| high < *least) {
                        found = Some((high, next));
                    }
                }
            }
        }
        let Some((high, next)) = found else { break };
        (best, moved) = (high, next);
    }
    for (column, (width, by)) in widths.iter_mut().zip(&moved).enumerate() {
        *width = at(column, *by);
    }
}

/// The share of the room that a compact table takes.
const COMPACT: f64 = 0.66;

/// The width of a table in `room` points that has one column of words: less than the room, if its words ask for much less on one
/// line. Other tables have the whole room.
pub(in crate::emit) fn compact(table: &Table, room: f64, misure: &Misure) -> f64 {
    let words = table.columns.iter().filter(|column| column.profile == Profile::Testo).count();
    if words != 1 {
        return room;
    }
    let natural = |(n, column): (usize, &Column)| {
        let cells = table.rows.iter().filter(|row| !row.heads).filter_map(|row| row.cells.get(n));
        let widest = cells.map(|cell| Words::of(cell, Face::Bold).natural()).fold(0.0, f64::max);
        widest.max(Words::of(&column.header, Face::Bold).natural()) * misure.tabella.corpo
    };
    let gutters = (2.0 * misure.tabella.margine_cella + 12.0) * table.columns.len() as f64;
    let all = table.columns.iter().enumerate().map(natural).sum::<f64>() + gutters;
    // One width, or the tables of each card would end at another place.
    if all < room * COMPACT { room * COMPACT } else { room }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emit::layouts::Layouts;
    use crate::emit::pdf::tests::{column, row, table};

    /// The widths that a table gets, and its height in lines.
    fn widths(columns: Vec<crate::document::Column>, rows: Vec<crate::document::Row>) -> (Vec<f64>, f64) {
        let misure = Misure::read(&Layouts::embedded()).unwrap();
        let plan = plan(&table(1, "Prova", columns, rows), misure.width(), true, None, &misure);
        (plan.columns, plan.lines.iter().sum())
    }

    #[test]
    fn a_column_is_as_wide_as_makes_the_table_low() {
        // Nearly all of the words are in one column. The other has one long text, which in the sum of the rows counts little.
        let long =
            "Servizi di prossimità per chi abita lontano dai centri maggiori, con orari che tengono conto dei turni";
        let note = "Da rivedere insieme alle associazioni del territorio prima della fine del triennio in corso, con un nuovo atto";
        let rows = || {
            let mut rows: Vec<_> = (0..12).map(|n| row(&[&format!("C-{n:02}"), long, "Sì"])).collect();
            rows[0] = row(&["C-00", "Breve", note]);
            rows
        };
        let columns = || {
            vec![
                column("Codice", Profile::Codice),
                column("Descrizione", Profile::Testo),
                column("Nota", Profile::Testo),
            ]
        };
        let (wide, high) = widths(columns(), rows());
        let full = Misure::read(&Layouts::embedded()).unwrap().width();
        assert!((wide.iter().sum::<f64>() - full).abs() < 0.1, "{wide:?} of {full}");
        assert!(wide[1] > wide[2] && wide[2] > wide[0] && wide[0] < 60.0, "{wide:?}");
        // No table of the same words with other widths is lower by more than the cost of a move.
        let misure = Misure::read(&Layouts::embedded()).unwrap();
        let table = table(1, "Prova", columns(), rows());
        let gutter = 2.0 * misure.tabella.margine_cella;
        let of = |at: usize, width: f64| -> Vec<f64> {
            let room = (width - gutter) / misure.tabella.corpo;
            table.rows.iter().map(|row| Words::of(&row.cells[at], Face::Regular).lines(room)).collect()
        };
        let least = (60..400)
            .map(|second| {
                let (second, third) = (f64::from(second), full - wide[0] - f64::from(second));
                of(1, second).iter().zip(of(2, third)).map(|(a, b)| a.max(b)).sum::<f64>()
            })
            .fold(f64::INFINITY, f64::min);
        assert!(high <= least + 1.0, "{high} lines, {least} can be had");
    }

    /// A line that is forced, and short names, do not keep a column wide where the words of another are set one a line.
    #[test]
    fn a_column_gives_way_where_another_would_be_high() {
        let act = || row(&["d.lgs. 33/2013, articolo 16, comma 3"]).cells.remove(0).words.clone();
        let forced = |name: &str| {
            let mut cells =
                row(&["Atti generali", name, "Area amministrativa e servizi alla persona", "Segretario", "31/12"]);
            cells.cells[1].words.push(Inline::Break);
            cells.cells[1].words.extend(act());
            cells
        };
        let columns = |all: [&str; 5]| all.into_iter().map(|name| column(name, Profile::Testo)).collect::<Vec<_>>();
        let rows = || (0..8).map(|_| forced("Organigramma")).collect();
        let (_, high) = widths(columns(["Pagina", "Che cosa", "Chi produce", "Chi pubblica", "Termine"]), rows());
        assert!(high <= 24.0, "{high}");

        let names = ["Permesso di costruire", "Oneri calcolati male", "alto", "Ufficio tecnico del Comune"];
        let long = "Controllo successivo su un campione di atti estratto ogni trimestre, con esito pubblicato nel sito del Comune";
        let rows = || (0..8).map(|_| row(&[names[0], names[1], names[2], long, names[3]])).collect();
        let (wide, high) = widths(columns(["Processo", "Evento", "Livello", "Misura", "Chi ne risponde"]), rows());
        assert!(wide[3] > wide[4] && high <= 40.0, "{wide:?} {high}");
    }

    #[test]
    fn a_column_of_pages_takes_its_room_from_the_others() {
        let misure = Misure::read(&Layouts::embedded()).unwrap();
        let columns = vec![column("Obiettivo", Profile::Testo)];
        let table = table(1, "Prova", columns, vec![row(&["Servizi di prossimità"])]);
        let paged = plan(&table, misure.width(), true, Some(misure.tabella.pagina), &misure).columns[0];
        assert!((paged + misure.tabella.pagina - misure.width()).abs() < 0.1, "{paged}");
    }
}
