//! Tables. A cell has the words that are printed and, apart from them, the values that it says: a table is printed from the
//! words, and published as data from the values. No output guesses a value from words.

use super::{Inline, Numero, Words, plain};
use crate::base::giorno::Giorno;
use crate::base::span::Span;
use crate::piano::element::id::Id;
use crate::piano::element::misura::{Decimale, Percento, Peso};
use crate::piano::element::row::Profile;
use crate::piano::element::value::Importo;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// A table. Number, caption and header belong together; a table without caption has no number and is in no list.
#[derive(Debug)]
pub struct Table {
    /// From 1 over the whole plan.
    pub number: Option<u32>,
    /// Caption, without "Tabella N".
    pub caption: Option<Words>,
    /// At least one.
    pub columns: Vec<Column>,
    /// In order. Every row has as many cells as there are columns.
    pub rows: Vec<Row>,
    /// Whether the first column names the row (it becomes a row header for screen readers, see [`Table::names`]).
    pub row_headers: bool,
    /// The register that holds what it shows, by its public name: whoever wants the data is given the whole of it.
    pub registro: Option<&'static str>,
}

/// A column: what it holds decides width, alignment and wrapping, in both outputs.
#[derive(Debug)]
pub struct Column {
    /// Header cell. Never empty for tables of views; may be empty in Markdown.
    pub header: Words,
    /// What it holds.
    pub profile: Profile,
}

/// A row.
#[derive(Debug)]
pub struct Row {
    /// Anchor of the thing that the row shows.
    pub anchor: Option<Id>,
    /// One for each column.
    pub cells: Vec<Cell>,
    /// How many of its first cells continue those of the row above, and are empty: they are printed as one with them.
    pub continues: usize,
    /// True for a row of totals.
    pub total: bool,
    /// True for a row that heads those below it: its first cell stands over all the columns, the others are empty.
    pub heads: bool,
    /// Where it was written.
    pub span: Span,
}

impl Row {
    /// A row of its own: without anchor, no total.
    pub fn new<C: Into<Cell>>(cells: impl IntoIterator<Item = C>, span: Span) -> Self {
        let cells = cells.into_iter().map(Into::into).collect();
        Row { anchor: None, cells, continues: 0, total: false, heads: false, span }
    }
}

/// A cell: inline text only, so that a row can be measured.
#[derive(Debug, Clone, Default)]
pub struct Cell {
    /// What is printed.
    pub words: Words,
    /// What it says to a machine; nothing for a cell that says only its words. Some cells say two things, an outcome and its
    /// percentage: each is a column of the data, which adds this name to that of the printed column. The first has none.
    pub values: Vec<(Cow<'static, str>, Value)>,
}

/// Something that a cell says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// It could be said and is not.
    Nothing,
    /// Words or a code.
    Words(String),
    /// A number of something that the header names.
    Number(Numero),
    /// An amount in euro.
    Euro(Numero),
    /// A percentage.
    Percent(Numero),
    /// A day.
    Day(Giorno),
}

impl Cell {
    /// Words that say one thing.
    #[must_use]
    pub fn new(words: Words, value: impl Into<Value>) -> Self {
        Cell { words, values: vec![("".into(), value.into())] }
    }

    /// The same, which says another thing too, by the name `thing`.
    #[must_use]
    pub fn and(mut self, thing: impl Into<Cow<'static, str>>, value: impl Into<Value>) -> Self {
        self.values.push((thing.into(), value.into()));
        self
    }
}

/// Words that have no value beside them.
impl From<Words> for Cell {
    fn from(words: Words) -> Self {
        Cell { words, values: vec![] }
    }
}

/// Who reads a cell reads its words, unless they ask for the values.
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

/// A mark in the place of a weight says in words what it means.
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

impl Table {
    /// Whether a cell names its row, where rows are named: the first does, and after a code the name too, without which the
    /// code says little to who hears it before each datum.
    #[must_use]
    pub fn names(&self, row: &Row, column: usize) -> bool {
        let is = |at: usize, profile| self.columns.get(at).is_some_and(|column| column.profile == profile);
        let named = || row.cells.get(1).is_some_and(|cell| !plain(cell).trim().is_empty());
        let second =
            || self.columns.len() > 2 && is(0, Profile::Codice) && is(1, Profile::Testo) && !row.total && named();
        self.row_headers && (column == 0 || column == 1 && second())
    }

    /// Puts the rows that say the same in some columns one after the other, where the first of them is; totals stay last.
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

    /// Takes some columns out, by position, and says what they hold in a row above those that have it: once, where it
    /// changes. A row that says nothing in them goes on with the group above it.
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
        let mut rows = Vec::with_capacity(self.rows.len());
        for mut row in std::mem::take(&mut self.rows) {
            let (said, cells) = divide(std::mem::take(&mut row.cells), at);
            row.cells = cells;
            let words: Vec<String> = said.iter().map(|cell| plain(cell).trim().to_owned()).collect();
            let empty = words.iter().all(String::is_empty);
            // A total is of no group: its name stands in the first column that is left.
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
                        // What follows the name of the group is told by the name of its column.
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

    /// Over how many rows the cell of row `row` and column `column` stands: 1 for most, 0 for one that continues another.
    #[must_use]
    pub fn height(&self, row: usize, column: usize) -> usize {
        let mut rows = self.rows.iter().skip(row);
        if rows.next().is_none_or(|row| row.continues > column) {
            return 0;
        }
        1 + rows.take_while(|row| row.continues > column).count()
    }
}
