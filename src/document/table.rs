//! Tables. A cell holds the words that are printed and, apart from them, the values that it says. Pages print the words and the
//! open data publish the values, so no output has to guess a value from words.

use super::{Inline, Numero, Words, plain};
use crate::base::giorno::Giorno;
use crate::base::span::Span;
use crate::piano::element::id::Id;
use crate::piano::element::misura::{Decimale, Percento, Peso};
use crate::piano::element::row::Profile;
use crate::piano::element::value::Importo;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

/// A table. A table without a caption has no number and is in no list of tables.
#[derive(Debug)]
pub struct Table {
    /// Number, from 1 over the whole plan. None without a caption.
    pub number: Option<u32>,
    /// Caption, without "Tabella N".
    pub caption: Option<Words>,
    /// The columns: at least one.
    pub columns: Vec<Column>,
    /// The rows, in order. Each has as many cells as there are columns.
    pub rows: Vec<Row>,
    /// Whether the first column names the row (it becomes a row header for screen readers, see [`Table::names`]).
    pub row_headers: bool,
    /// The register that holds what the table shows, by its public name. A reader who asks for the data gets the whole register.
    pub registro: Option<&'static str>,
}

/// A column. What it holds decides its width, alignment and wrapping in both outputs.
#[derive(Debug)]
pub struct Column {
    /// Header cell. Never empty for tables of views; may be empty in Markdown.
    pub header: Words,
    /// The kind of content of the column.
    pub profile: Profile,
}

/// A row of a table.
#[derive(Debug)]
pub struct Row {
    /// Anchor of the thing that the row shows.
    pub anchor: Option<Id>,
    /// The cells, one for each column.
    pub cells: Vec<Cell>,
    /// How many of its first cells continue the cell above them. They are empty, and each is printed as one with the cell that it
    /// continues.
    pub continues: usize,
    /// Whether it is a row of totals.
    pub total: bool,
    /// Whether it heads the rows below it. Then its first cell spans all the columns and the others are empty.
    pub heads: bool,
    /// Where it was written.
    pub span: Span,
}

impl Row {
    /// A row without anchor that is neither of totals nor a heading.
    pub fn new<C: Into<Cell>>(cells: impl IntoIterator<Item = C>, span: Span) -> Self {
        let cells = cells.into_iter().map(Into::into).collect();
        Row { anchor: None, cells, continues: 0, total: false, heads: false, span }
    }
}

/// A cell. It holds only inline text, so that the height of a row can be measured.
#[derive(Debug, Clone, Default)]
pub struct Cell {
    /// What is printed.
    pub words: Words,
    /// The values that it says to machines; empty for a cell that says only its words. A cell may say two things, such as an
    /// outcome and its percentage. Each becomes a column of the data, whose name is that of the printed column followed by this
    /// one. The first has no name of its own.
    pub values: Vec<(Cow<'static, str>, Value)>,
    /// The shade of its ground, from 1 to 3, for a table that is read at a glance. 0 for a plain cell. It says nothing that the words do
    /// not say.
    pub tint: u8,
}

/// A value that a cell says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// The value could be said but is missing.
    Nothing,
    /// Words or a code.
    Words(String),
    /// A number. The header says what it counts.
    Number(Numero),
    /// An amount in euro.
    Euro(Numero),
    /// A percentage.
    Percent(Numero),
    /// A day.
    Day(Giorno),
}

impl Cell {
    /// A cell with words that say one value.
    #[must_use]
    pub fn new(words: Words, value: impl Into<Value>) -> Self {
        Cell { words, values: vec![("".into(), value.into())], tint: 0 }
    }

    /// The same cell, which also says the value called `thing`.
    #[must_use]
    pub fn and(mut self, thing: impl Into<Cow<'static, str>>, value: impl Into<Value>) -> Self {
        self.values.push((thing.into(), value.into()));
        self
    }
}

/// A cell whose words have no value beside them.
impl From<Words> for Cell {
    fn from(words: Words) -> Self {
        Cell { words, values: vec![], tint: 0 }
    }
}

/// Code that reads a cell reads its words, unless it asks for the values.
impl std::ops::Deref for Cell {
    type Target = [Inline];

    fn deref(&self) -> &[Inline] {
        &self.words
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Value::Nothing, Into::into)
    }
}

impl From<usize> for Value {
    fn from(number: usize) -> Self {
        Value::from(number as u64)
    }
}

impl From<u64> for Value {
    fn from(number: u64) -> Self {
        Value::Number(i64::try_from(number).unwrap_or(i64::MAX).into())
    }
}

impl From<Decimale> for Value {
    fn from(number: Decimale) -> Self {
        Value::Number(number.into())
    }
}

impl From<Importo> for Value {
    fn from(amount: Importo) -> Self {
        Value::Euro(amount.into())
    }
}

impl From<Percento> for Value {
    fn from(percent: Percento) -> Self {
        Value::Percent(percent.into())
    }
}

/// A mark in the place of a weight becomes the words that explain it.
impl From<Peso> for Value {
    fn from(peso: Peso) -> Self {
        match peso {
            Peso::Numero(percent) => percent.into(),
            Peso::NonValutato => Value::Words("non valutato".into()),
            Peso::Incentivato => Value::Words("remunerato con incentivi".into()),
        }
    }
}

impl From<Giorno> for Value {
    fn from(day: Giorno) -> Self {
        Value::Day(day)
    }
}

impl From<&str> for Value {
    fn from(words: &str) -> Self {
        Value::Words(words.to_owned())
    }
}

/// From how many columns on the first of a table is narrow.
const MANY: usize = 4;

impl Table {
    /// Whether a cell names its row, in tables whose rows are named. The first cell does. If it is a code, the name after it does
    /// too, because a listener who hears only a code before each value learns little. A total has no code, and its second cell alone
    /// names it.
    #[must_use]
    pub fn names(&self, row: &Row, column: usize) -> bool {
        let is = |at: usize, profile| self.columns.get(at).is_some_and(|column| column.profile == profile);
        let second = || {
            let named = row.cells.get(1).is_some_and(|cell| !plain(cell).trim().is_empty());
            let alone = !row.total && row.continues == 0 && self.columns.len() > 2;
            alone && named && is(0, Profile::Codice) && is(1, Profile::Testo)
        };
        let codeless = row.total
            && is(0, Profile::Codice)
            && is(1, Profile::Testo)
            && row.cells.first().is_some_and(|cell| plain(cell).trim().is_empty());
        let named = match column {
            0 => !codeless,
            1 => codeless || second(),
            _ => false,
        };
        self.row_headers && named
    }

    /// The words that stand over columns in the head, each with its columns: two neighbours or more. They are the year with which
    /// their headers end, such as «Peso 2026» and «Tempi 2026», or else the words before different years, such as «Peso 2026» and
    /// «Peso 2027». There each of them says only the rest, see [`Table::testa`].
    #[must_use]
    pub fn anni(&self) -> Vec<(Range<usize>, &str)> {
        let parted: Vec<Option<(&str, &str)>> = self.columns.iter().map(|column| year_of(&column.header)).collect();
        let mut found: Vec<(Range<usize>, &str)> = vec![];
        // The years first: what one year has stands together.
        for years in [true, false] {
            let of = |(words, year)| if years { year } else { words };
            let mut runs: Vec<(Range<usize>, &str)> = vec![];
            for (at, one) in parted.iter().enumerate() {
                let Some(over) = one.map(of).filter(|_| !found.iter().any(|(columns, _)| columns.contains(&at))) else {
                    continue;
                };
                match runs.last_mut() {
                    Some((columns, last)) if *last == over && columns.end == at => columns.end = at + 1,
                    _ => runs.push((at..at + 1, over)),
                }
            }
            found.extend(runs.into_iter().filter(|(columns, _)| columns.len() > 1));
        }
        found.sort_by_key(|(columns, _)| columns.start);
        found
    }

    /// The words of the head right over a column: its header, without what stands over it and its neighbours.
    #[must_use]
    pub fn testa(&self, column: usize) -> Cow<'_, [Inline]> {
        let Some(of) = self.columns.get(column) else { return Cow::Borrowed(&[]) };
        let over = self.anni().into_iter().find(|(columns, _)| columns.contains(&column));
        match (year_of(&of.header), over, of.header.as_slice()) {
            (Some((words, year)), Some((_, over)), [Inline::Text { span, .. }]) => {
                let rest = if over == year { words } else { year };
                Cow::Owned(vec![Inline::Text { text: rest.to_owned(), span: *span }])
            }
            _ => Cow::Borrowed(&of.header),
        }
    }

    /// The words of the first cell of a row, and the details that end it in small print after a line break, where the outputs set these
    /// beside the name of the row, under its other cells. The first of many columns is narrow, and the details would make it high.
    #[must_use]
    pub fn a_parte<'t>(&self, row: &'t Row) -> Option<(&'t [Inline], &'t [Inline])> {
        let (name, details) = match row.cells.first()?.words.as_slice() {
            [name @ .., Inline::Break, Inline::Small(details)] if !name.is_empty() && !row.total && !row.heads => {
                (name, details)
            }
            _ => return None,
        };
        // Beside columns of numbers alone the first has room enough.
        let words = |column: &&Column| {
            !matches!(column.profile, Profile::Numero | Profile::Importo | Profile::Data | Profile::Centrato)
        };
        let narrow = self.columns.len() >= MANY && self.columns.iter().skip(1).filter(words).count() > 1;
        let first = self.columns.first().is_some_and(|column| column.profile == Profile::Testo);
        let whole = narrow && first && self.row_headers && self.rows.iter().all(|row| row.continues == 0);
        whole.then_some((name, details))
    }

    /// Brings together the rows that have the same words in some columns, at the place of the first of them. Totals stay last.
    pub fn riunisci(&mut self, at: &[usize]) {
        let mut places: BTreeMap<Vec<String>, usize> = BTreeMap::new();
        let mut keyed = Vec::with_capacity(self.rows.len());
        for row in std::mem::take(&mut self.rows) {
            let words: Vec<String> = at.iter().filter_map(|n| row.cells.get(*n)).map(|cell| plain(cell)).collect();
            let next = places.len();
            let place = if row.total { usize::MAX } else { *places.entry(words).or_insert(next) };
            keyed.push((place, row));
        }
        keyed.sort_by_key(|(place, _)| *place);
        self.rows = keyed.into_iter().map(|(_, row)| row).collect();
    }

    /// Takes some columns out, by position, and writes their words in a heading row above the rows that have them, once for each
    /// change. A row without words in those columns stays in the group above it; one that has words only in the last of them changes
    /// those alone.
    pub fn raggruppa(&mut self, at: &[usize]) {
        fn divide<T>(list: Vec<T>, at: &[usize]) -> (Vec<T>, Vec<T>) {
            let (taken, kept): (Vec<_>, Vec<_>) = list.into_iter().enumerate().partition(|(n, _)| at.contains(n));
            let bare = |list: Vec<(usize, T)>| list.into_iter().map(|(_, one)| one).collect();
            (bare(taken), bare(kept))
        }
        let (groups, columns) = divide(std::mem::take(&mut self.columns), at);
        self.columns = columns;
        let names: Vec<String> = groups.iter().map(|column| plain(&column.header)).collect();
        let mut last: Vec<String> = vec![];
        let mut above: Vec<Cell> = vec![];
        let mut rows = Vec::with_capacity(self.rows.len());
        for mut row in std::mem::take(&mut self.rows) {
            let (mut said, cells) = divide(std::mem::take(&mut row.cells), at);
            row.cells = cells;
            let text = |cell: &Cell| plain(cell).trim().to_owned();
            let empty = said.iter().all(|cell| text(cell).is_empty());
            if !empty && !row.total {
                for (cell, above) in said.iter_mut().zip(&above) {
                    if !text(cell).is_empty() {
                        break;
                    }
                    *cell = above.clone();
                }
                above.clone_from(&said);
            }
            let words: Vec<String> = said.iter().map(text).collect();
            // A total belongs to no group, so its name goes into the first column that is left.
            if let Some(first) = row.cells.first_mut().filter(|cell| row.total && cell.is_empty()) {
                *first = said.iter().find(|cell| !cell.is_empty()).cloned().unwrap_or_default();
            }
            if !empty && !row.total && words != last {
                let mut head = Cell::default();
                for (n, (cell, name)) in said.into_iter().zip(&names).enumerate() {
                    let text = |text: String| Inline::Text { text, span: row.span };
                    let empty = plain(&cell).trim().is_empty();
                    match n {
                        _ if empty => {}
                        0 => head.words.extend(cell.words),
                        // The words that follow the name of the group are explained by the name of their column.
                        _ => {
                            let mark = if head.words.is_empty() { "" } else { " – " };
                            let name = if name.trim().is_empty() { String::new() } else { format!("{name}: ") };
                            head.words.push(text(format!("{mark}{name}")));
                            head.words.extend(cell.words);
                        }
                    }
                    let words = words.get(n).filter(|words| !words.is_empty()).map(String::as_str);
                    let value = cell.values.into_iter().next().map(|(_, value)| value);
                    head.values.push((name.clone().into(), value.unwrap_or_else(|| words.into())));
                }
                let mut cells = vec![Cell::default(); self.columns.len()];
                if let Some(first) = cells.first_mut() {
                    *first = head;
                }
                rows.push(Row { heads: true, ..Row::new(cells, row.span) });
                last = words;
            }
            rows.push(row);
        }
        self.rows = rows;
    }

    /// How many rows the cell at `row` and `column` spans: 1 for most, 0 for one that continues the cell above it.
    #[must_use]
    pub fn height(&self, row: usize, column: usize) -> usize {
        let mut rows = self.rows.iter().skip(row);
        if rows.next().is_none_or(|row| row.continues > column) {
            return 0;
        }
        1 + rows.take_while(|row| row.continues > column).count()
    }
}

/// The words of a header that ends with a year, and the year. None for a header with more than plain words.
fn year_of(header: &[Inline]) -> Option<(&str, &str)> {
    let [Inline::Text { text, .. }] = header else { return None };
    let (words, year) = text.trim().rsplit_once(' ')?;
    let is_year = year.len() == 4 && year.starts_with("20") && year.bytes().all(|b| b.is_ascii_digit());
    let words = words.trim();
    (is_year && !words.is_empty()).then_some((words, year))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::span::FileId;

    #[test]
    fn what_columns_share_stands_over_them() {
        let table = |names: &[&str]| {
            let header =
                |name: &&str| vec![Inline::Text { text: (*name).to_owned(), span: Span::new(FileId(0), 0..1) }];
            let columns = names.iter().map(|n| Column { header: header(n), profile: Profile::Testo }).collect();
            Table { number: None, caption: None, columns, rows: vec![], row_headers: false, registro: None }
        };
        let said = |names: &[&str]| {
            let table = table(names);
            let heads: Vec<String> = (0..names.len()).map(|at| plain(&table.testa(at))).collect();
            let over: Vec<String> =
                table.anni().iter().map(|(at, words)| format!("{words} {}-{}", at.start, at.end)).collect();
            format!("{} | {}", over.join(", "), heads.join(", "))
        };
        assert_eq!(said(&["N.", "Peso 2026", "Tempi 2026", "Peso 2027"]), "2026 1-3 | N., Peso, Tempi, Peso 2027");
        assert_eq!(said(&["Atteso", "Atteso 2026", "Atteso 2027"]), "Atteso 1-3 | Atteso, 2026, 2027");
        assert_eq!(
            said(&["Peso 2025", "Tempi 2025", "Tempi 2026", "Tempi 2027"]),
            "2025 0-2, Tempi 2-4 | Peso, Tempi, 2026, 2027"
        );
        assert_eq!(said(&["Peso 2025", "Tempi 2026"]), " | Peso 2025, Tempi 2026");
    }
}
