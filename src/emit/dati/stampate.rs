//! Printed tables as datasets: the tables in the text of the plan (Markdown, CSV, views that count). Their values are those
//! that the cells carry, and words are not parsed again. What a cell of a column of numbers says in words goes in a column
//! of its own. A cell that stands over several rows is repeated in each. Totals stay, and a column says which rows are
//! totals.

use crate::conti::colonna::vuota;
use crate::document::{
    BlockKind, Cell, Column, DataColumn, DataType, Dataset, Datum, Document, Inline, Section, Table, Value, in_force,
    plain,
};
use crate::lingua::totali::{non_si_somma, parziale, totale};
use crate::piano::element::id::Id;
use std::collections::BTreeSet;

/// The name of the data of a printed table; none for a table without a number, which is part of something larger.
pub(super) fn nome(table: &Table) -> Option<String> {
    match (table.registro, table.number) {
        (Some(registro), _) => Some(registro.to_owned()),
        (None, Some(number)) => Some(format!("tabella-{number}")),
        (None, None) => None,
    }
}

/// The printed tables that no register holds, in order.
pub(super) fn tutte(document: &Document) -> Vec<Dataset> {
    let mut out = Vec::new();
    document.walk(&mut |section, _| {
        section.each_block(&mut |block| {
            if let BlockKind::Table(table) = &block.kind
                && table.registro.is_none()
                && let (Some(nome), Some(number)) = (nome(table), table.number)
            {
                out.push(dataset(table, nome, number, section));
            }
        });
    });
    out
}

pub(super) fn dataset(table: &Table, nome: String, number: u32, section: &Section) -> Dataset {
    let caption = table.caption.as_deref().map(plain).unwrap_or_default();
    let titolo = if caption.is_empty() { format!("Tabella {number}") } else { caption };
    let descrizione = format!("Tabella {number} del piano, nella sezione «{}».", section.heading());
    let rows = whole(table);
    let totals = totals(table, &rows);
    let apart = apart(&totals, &rows);
    let mut names = BTreeSet::new();
    // A total of a part belongs to the group that it adds.
    let own = del_gruppo(table, &totals, &rows);
    let whole: Vec<bool> = totals.iter().zip(own).map(|(total, own)| *total && !own).collect();
    let mut made: Vec<Colonna> = gruppi(table, &whole, &mut names);
    for (n, column) in table.columns.iter().enumerate() {
        let cells: Vec<&Cell> = rows.iter().filter_map(|row| row.get(n).copied()).collect();
        made.extend(columns(column, n, &cells, &mut names));
    }
    if apart.contains(&true) {
        let column = DataColumn {
            nome: unique("riga_di_totale".to_owned(), &mut names),
            descrizione: TOTALE.to_owned(),
            tipo: DataType::SiNo,
            unita: None,
            rimanda: None,
        };
        made.push((column, apart.iter().map(|apart| Datum::SiNo(*apart)).collect()));
    }
    let mut righe = vec![Vec::with_capacity(made.len()); rows.len()];
    let mut colonne = Vec::with_capacity(made.len());
    for (column, values) in made {
        colonne.push(column);
        for (row, value) in righe.iter_mut().zip(values) {
            row.push(value);
        }
    }
    // A row that an author leaves blank parts the others on the page, and says nothing.
    let says = |cells: &[&Cell]| cells.iter().any(|cell| !cell.values.is_empty() || !line(cell).is_empty());
    let righe = righe.into_iter().zip(&rows).filter(|(_, cells)| says(cells)).map(|(row, _)| row).collect();
    Dataset { nome, titolo, descrizione, colonne, righe }
}

/// The cells of each row. A cell that stands over several rows is repeated in each of them.
fn whole(table: &Table) -> Vec<Vec<&Cell>> {
    let mut out: Vec<Vec<&Cell>> = Vec::with_capacity(table.rows.len());
    for row in table.rows.iter().filter(|row| !row.heads) {
        let above = out.last().map(Vec::as_slice).unwrap_or_default();
        let cells = row.cells.iter().enumerate();
        let cells = cells.map(|(n, cell)| above.get(n).filter(|_| n < row.continues).copied().unwrap_or(cell));
        out.push(cells.collect());
    }
    out
}

/// Which totals are of the group in which they stand: their words say that they are of a part, or their numbers are the sum of those of
/// the group. One that cannot be added up is of its group where another group follows it.
fn del_gruppo(table: &Table, totals: &[bool], rows: &[Vec<&Cell>]) -> Vec<bool> {
    let last_head = table.rows.iter().rposition(|row| row.heads);
    let mut out = Vec::with_capacity(rows.len());
    // Where the present group begins, and whether it is one of totals. None above the first group.
    let mut group: Option<(usize, bool)> = None;
    for (n, row) in table.rows.iter().enumerate() {
        if row.heads {
            group = Some((out.len(), row.cells.first().is_some_and(|cell| totale(&line(cell)))));
            continue;
        }
        let at = out.len();
        let cells = rows.get(at).map(Vec::as_slice).unwrap_or_default();
        let part = cells.iter().take(2).any(|cell| parziale(&line(cell)));
        let addends = |from: usize| -> Vec<&[&Cell]> {
            let here = rows.iter().zip(totals).take(at).skip(from).filter(|(_, total)| !**total);
            here.map(|(cells, _)| cells.as_slice()).collect()
        };
        out.push(match group {
            _ if part || !totals.get(at).is_some_and(|total| *total) => part,
            // The totals of the program are of the whole table.
            None | Some((_, true)) => false,
            Some(_) if row.total => false,
            Some((from, false)) => {
                let followed = last_head.is_some_and(|last| last > n);
                match somma(&addends(from), cells) {
                    Some(true) => followed || from > 0,
                    Some(false) => followed && somma(&addends(0), cells) != Some(true),
                    None => followed,
                }
            }
        });
    }
    out
}

/// Whether the numbers of a row are the sums of those of the rows `addends`. None where there is nothing to add up.
fn somma(addends: &[&[&Cell]], cells: &[&Cell]) -> Option<bool> {
    let number = |cell: &&Cell| {
        cell.values.iter().find_map(|(of, value)| match value {
            Value::Number(n) | Value::Euro(n) if of.is_empty() => Some(n.as_f64()),
            _ => None,
        })
    };
    let mut found = None;
    for (n, total) in cells.iter().enumerate().filter_map(|(n, cell)| Some((n, number(cell)?))) {
        let column: Vec<f64> = addends.iter().filter_map(|row| number(row.get(n)?)).collect();
        if !column.is_empty() {
            let same = (column.iter().sum::<f64>() - total).abs() < 0.000_1;
            found = Some(found.unwrap_or(true) && same);
        }
    }
    found
}

/// A column with the head of the group of each row. A total of the whole table belongs to no group.
fn gruppi(table: &Table, totals: &[bool], names: &mut BTreeSet<String>) -> Vec<Colonna> {
    let heads: Vec<&Cell> = table.rows.iter().filter(|row| row.heads).filter_map(|row| row.cells.first()).collect();
    let mut things: Vec<&str> = Vec::new();
    for (thing, _) in heads.iter().flat_map(|head| &head.values) {
        if !things.contains(&thing.as_ref()) {
            things.push(thing);
        }
    }
    let mut made = Vec::new();
    for thing in things {
        let mut here: Option<&Value> = None;
        let mut values: Vec<Option<&Value>> = Vec::with_capacity(totals.len());
        for row in &table.rows {
            if row.heads {
                let said = row.cells.iter().flat_map(|cell| &cell.values);
                here = said.filter(|(of, _)| of == thing).map(|(_, value)| value).next();
                continue;
            }
            let total = totals.get(values.len()).copied().unwrap_or_default();
            // Where the group itself is the total, its name is the one word that says so.
            let named = |value: &&Value| matches!(value, Value::Words(words) if totale(words));
            values.push(here.filter(|value| !total || named(value)));
        }
        let words = vec![Datum::Vuoto; values.len()];
        let base = Id::slug(thing).as_str().replace('-', "_");
        made.extend(one((base, ""), format!("{thing}{DEL_GRUPPO}"), &values, words, names));
    }
    made
}

/// What the columns say that are not printed, each made of those that are.
const TOTALE: &str = "Se la riga è un totale delle altre, una loro parte («di cui…»), una media o una percentuale: chi somma la lascia fuori";
const DEL_GRUPPO: &str = ": del gruppo in cui è la riga";
const AL_POSTO: &str = "Ciò che sta scritto al posto del valore in «";

/// Whether a column with this description is none of those that are printed.
pub(crate) fn aggiunta(descrizione: &str) -> bool {
    // Earlier editions say the first words alone.
    descrizione.starts_with("Se la riga è un totale delle altre")
        || descrizione.starts_with(AL_POSTO)
        || descrizione.ends_with(DEL_GRUPPO)
}

/// The words of a cell on one line. The lines in the cell are separate things, divided by `; `.
fn line(cell: &[Inline]) -> String {
    let cell = in_force(cell);
    let lines =
        cell.split(|inline| matches!(inline, Inline::Break)).filter_map(|line| match Datum::testo(&plain(line)) {
            Datum::Testo(words) => Some(words),
            _ => None,
        });
    lines.collect::<Vec<_>>().join("; ")
}

/// Which rows are totals: those of the program, and those of an author whose first words, or the head of whose group, say so.
fn totals(table: &Table, rows: &[Vec<&Cell>]) -> Vec<bool> {
    let says = |cells: &[&Cell]| {
        // The second cell may name the part of which the first names the thing: «Area nord», «Subtotale».
        prime(cells).is_some_and(|words| totale(&words)) || cells.get(1).is_some_and(|cell| parziale(&line(cell)))
    };
    let mut group = false;
    let mut out = Vec::with_capacity(rows.len());
    for row in &table.rows {
        if row.heads {
            group = row.cells.first().is_some_and(|cell| says(&[cell]));
        } else {
            out.push(row.total || group || rows.get(out.len()).is_some_and(|cells| says(cells)));
        }
    }
    out
}

/// The first words of a row.
fn prime(cells: &[&Cell]) -> Option<String> {
    cells.iter().map(|cell| line(cell)).find(|words| !words.is_empty())
}

/// Which rows are not added to the others: the totals, and those whose first words say so. Where no other row is left, «Totale dipendenti»
/// and «di cui donne», nothing else says what a total counts: only one that is the sum of the others stays apart.
fn apart(totals: &[bool], rows: &[Vec<&Cell>]) -> Vec<bool> {
    let says = |cells: &[&Cell]| prime(cells).is_some_and(|words| non_si_somma(&words));
    let all: Vec<bool> = totals.iter().zip(rows).map(|(total, cells)| *total || says(cells)).collect();
    if all.contains(&false) || !all.iter().zip(totals).any(|(apart, total)| *apart && !*total) {
        return all;
    }
    let others = |at: usize| -> Vec<&[&Cell]> {
        let here = rows.iter().zip(totals).enumerate().filter(|(n, (_, total))| **total && *n != at);
        here.map(|(_, (cells, _))| cells.as_slice()).collect()
    };
    let sum = |(n, total): (usize, &bool)| !*total || rows.get(n).and_then(|row| somma(&others(n), row)) == Some(true);
    totals.iter().enumerate().map(sum).collect()
}

/// A column of the data with its values.
type Colonna = (DataColumn, Vec<Datum>);

/// Column `n` as columns of data: one for each kind of thing that its cells say, and one for words where some cells have
/// nothing else. None if the column has neither a name nor a word.
fn columns(column: &Column, n: usize, cells: &[&Cell], names: &mut BTreeSet<String>) -> Vec<Colonna> {
    let header = plain(&column.header);
    let title = header.split_whitespace().collect::<Vec<_>>().join(" ");
    if title.is_empty() && cells.iter().all(|cell| line(cell).is_empty()) {
        return vec![];
    }
    let base = match Id::slug(&title).as_str().replace('-', "_") {
        _ if title.is_empty() && n == 0 => "voce".to_owned(),
        // «%» and «Δ» leave no word, and would be called as the first column is.
        _ if !Id::keeps(&title) => format!("colonna_{}", n + 1),
        // «€/000»
        name if name == "000" => "valori".to_owned(),
        // Most programs that read data refuse a name that begins with a digit.
        name if anno(&name) => format!("anno_{name}"),
        name if name.starts_with(|c: char| c.is_ascii_digit()) => format!("colonna_{name}"),
        name => name,
    };
    // A sign in the title is the unit of its numbers; «Part time 50%» is the name of what is counted.
    let share = title.split('%').next().unwrap_or_default().trim_end();
    let thousands = title.split(|c: char| !(c.is_alphanumeric() || c == '.')).any(|word| word == "000");
    let sign = if title.contains('€') && thousands {
        "_migliaia_di_euro"
    } else if title.contains('€') {
        "_euro"
    } else if title.contains('%') && !share.ends_with(|c: char| c.is_ascii_digit()) {
        "_percentuale"
    } else {
        ""
    };
    let descrizione = if title.is_empty() { format!("Colonna {} della tabella", n + 1) } else { title };
    // The names of the things that the cells say, in the order in which they appear.
    let mut things: Vec<&str> = vec![""];
    for (thing, _) in cells.iter().flat_map(|cell| &cell.values) {
        if !things.contains(&thing.as_ref()) {
            things.push(thing);
        }
    }
    let mut made = Vec::new();
    for thing in things {
        let values: Vec<Option<&Value>> =
            cells.iter().map(|cell| cell.values.iter().find(|(of, _)| *of == thing).map(|(_, value)| value)).collect();
        let (base, descrizione) = match thing {
            "" => (base.clone(), descrizione.clone()),
            thing => (format!("{base}_{thing}"), format!("{descrizione}: {thing}")),
        };
        // Only the first thing is what the words say, where no value says it.
        let words: Vec<Datum> =
            cells.iter().map(|cell| if thing.is_empty() { said(cell) } else { Datum::Vuoto }).collect();
        let sign = if thing.is_empty() { sign } else { "" };
        made.extend(one((base, sign), descrizione, &values, words, names));
    }
    made
}

/// Whether a name begins with a year: `2027`, `2027_2029`.
fn anno(name: &str) -> bool {
    let first = name.split('_').next().unwrap_or_default();
    first.len() == 4 && first.bytes().all(|b| b.is_ascii_digit()) && ["19", "20"].iter().any(|c| first.starts_with(c))
}

/// A column of values of one kind, and the column of the words that stand in the place of some. Values of different kinds
/// cannot be in one column, which then has the words. `sign`: what the title says that the numbers are.
fn one(
    (base, sign): (String, &str),
    descrizione: String,
    values: &[Option<&Value>],
    words: Vec<Datum>,
    names: &mut BTreeSet<String>,
) -> Vec<Colonna> {
    let typed: Vec<DataKind> = values.iter().filter_map(|value| DataKind::of((*value)?)).collect();
    let kind = typed.first().filter(|first| typed.iter().all(|kind| kind == *first)).copied();
    let column = |nome, descrizione, tipo, unita| DataColumn { nome, descrizione, tipo, unita, rimanda: None };
    let Some(kind) = kind else {
        let mixed = !typed.is_empty();
        let text = |(value, words): (&Option<&Value>, Datum)| match value {
            Some(Value::Words(said)) if !mixed => Datum::testo(said),
            Some(Value::Nothing) if !mixed => Datum::Vuoto,
            _ => words,
        };
        let values = values.iter().zip(words).map(text).collect();
        let nome = if base.contains(sign.trim_start_matches('_')) { base } else { base + sign };
        return vec![(column(unique(nome, names), descrizione, DataType::Testo, None), values)];
    };
    let (suffix, unita) = match kind {
        DataKind::Euro => ("_euro", Some("euro")),
        DataKind::Percent => ("_percentuale", Some("%")),
        DataKind::Number => (sign, None),
        DataKind::Day => ("", None),
    };
    let named = match kind {
        DataKind::Euro => base.ends_with(suffix),
        DataKind::Percent => base.contains("percentuale"),
        DataKind::Number | DataKind::Day => base.contains(suffix.trim_start_matches('_')),
    };
    let nome = unique(if named { base } else { base + suffix }, names);
    let mut notes = Vec::with_capacity(values.len());
    let mut data = Vec::with_capacity(values.len());
    for (value, words) in values.iter().zip(words) {
        let (datum, note) = match value {
            Some(Value::Number(n) | Value::Euro(n) | Value::Percent(n)) => (Datum::Numero(*n), Datum::Vuoto),
            Some(Value::Day(day)) => (Datum::Data(*day), Datum::Vuoto),
            Some(Value::Nothing) => (Datum::Vuoto, Datum::Vuoto),
            Some(Value::Words(said)) => (Datum::Vuoto, Datum::testo(said)),
            None => (Datum::Vuoto, words),
        };
        data.push(datum);
        notes.push(note);
    }
    let whole = |datum: &Datum| !matches!(datum, Datum::Numero(n) if n.intero().is_none());
    let tipo = match kind {
        DataKind::Day => DataType::Data,
        DataKind::Number if data.iter().all(whole) => DataType::Intero,
        DataKind::Number | DataKind::Euro | DataKind::Percent => DataType::Numero,
    };
    let mut made = vec![(column(nome.clone(), descrizione, tipo, unita), data)];
    if notes.iter().any(|note| *note != Datum::Vuoto) {
        let descrizione = format!("{AL_POSTO}{nome}»");
        made.push((column(unique(format!("{nome}_nota"), names), descrizione, DataType::Testo, None), notes));
    }
    made
}

/// The kinds of value that a column of the data can have beside words.
#[derive(Clone, Copy, PartialEq, Eq)]
enum DataKind {
    Number,
    Euro,
    Percent,
    Day,
}

impl DataKind {
    fn of(value: &Value) -> Option<Self> {
        match value {
            Value::Number(_) => Some(DataKind::Number),
            Value::Euro(_) => Some(DataKind::Euro),
            Value::Percent(_) => Some(DataKind::Percent),
            Value::Day(_) => Some(DataKind::Day),
            Value::Words(_) | Value::Nothing => None,
        }
    }
}

/// The words of a cell as a value. A dash is an empty value.
fn said(cell: &[Inline]) -> Datum {
    match line(cell).as_str() {
        words if vuota(words) => Datum::Vuoto,
        words => Datum::testo(words),
    }
}

/// A name not in `names` yet: `name`, or else `name_2`, `name_3`…
fn unique(name: String, names: &mut BTreeSet<String>) -> String {
    let mut free = name.clone();
    let mut n = 1;
    while !names.insert(free.clone()) {
        n += 1;
        free = format!("{name}_{n}");
    }
    free
}
