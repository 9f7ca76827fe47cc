//! Printed tables as datasets: those that the text of the plan carries (Markdown, CSV, views that count), by what their
//! columns hold. Marks and words in a column of numbers go in a column of their own; a cell that stands over several rows is
//! said in each; totals stay, and a column says that they are totals.

use crate::base::giorno::Giorno;
use crate::document::{
    BlockKind, Column, DataColumn, DataType, Dataset, Datum, Document, Inline, Numero, Section, Table, plain,
};
use crate::piano::element::id::Id;
use crate::piano::element::misura::Decimale;
use crate::piano::element::row::Profile;
use crate::piano::element::value::Importo;
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
    let totals: Vec<bool> = table.rows.iter().zip(&rows).map(|(row, cells)| row.total || is_total(cells)).collect();
    let mut names = BTreeSet::new();
    let mut made = Vec::new();
    for (n, column) in table.columns.iter().enumerate() {
        let cells: Vec<&str> = rows.iter().map(|row| row.get(n).map_or("", String::as_str)).collect();
        made.extend(Colonna::read(column, n, &cells, &mut names).into_iter().flat_map(Colonna::whole));
    }
    if totals.contains(&true) {
        let name = unique("riga_di_totale".to_owned(), &mut names);
        let column = DataColumn {
            nome: name,
            descrizione: "Se la riga è un totale delle altre: chi somma la lascia fuori".to_owned(),
            tipo: DataType::SiNo,
            unita: None,
            rimanda: None,
        };
        made.push((column, totals.iter().map(|total| Datum::SiNo(*total)).collect()));
    }
    let mut righe = vec![Vec::with_capacity(made.len()); rows.len()];
    let mut colonne = Vec::with_capacity(made.len());
    for (column, values) in made {
        colonne.push(column);
        for (row, value) in righe.iter_mut().zip(values) {
            row.push(value);
        }
    }
    Dataset { nome, titolo, descrizione, colonne, righe }
}

/// The words of each cell, those of a cell over several rows in each of them.
fn whole(table: &Table) -> Vec<Vec<String>> {
    let mut out: Vec<Vec<String>> = Vec::with_capacity(table.rows.len());
    for row in &table.rows {
        let above = out.last().map(Vec::as_slice).unwrap_or_default();
        let cells = row.cells.iter().enumerate();
        let cells = cells.map(|(n, cell)| match above.get(n).filter(|_| n < row.continues) {
            Some(words) => words.clone(),
            None => line(cell),
        });
        out.push(cells.collect());
    }
    out
}

/// The words of a cell; what stands on several lines is several things.
fn line(cell: &[Inline]) -> String {
    let lines =
        cell.split(|inline| matches!(inline, Inline::Break)).filter_map(|line| match Datum::testo(&plain(line)) {
            Datum::Testo(words) => Some(words),
            _ => None,
        });
    lines.collect::<Vec<_>>().join("; ")
}

/// Whether a row typed by an author is a total: its first words say so.
fn is_total(cells: &[String]) -> bool {
    let first = cells.iter().find(|cell| !cell.is_empty()).map(|cell| cell.to_lowercase()).unwrap_or_default();
    ["totale", "totali"].contains(&first.split([' ', ':', ',']).next().unwrap_or_default())
}

/// A printed column as data.
struct Colonna {
    column: DataColumn,
    values: Vec<Datum>,
    /// What its cells say in words, where it is a column of numbers or days.
    note: Option<(String, Vec<Datum>)>,
}

/// What a column of numbers is of.
#[derive(Clone, Copy)]
enum Misura {
    Euro,
    Percentuale,
    Numero,
    Giorno,
}

impl Colonna {
    /// Column `n` with its cells; none when it has neither a name nor a word.
    fn read(column: &Column, n: usize, cells: &[&str], names: &mut BTreeSet<String>) -> Option<Self> {
        let header = plain(&column.header);
        let title = header.split_whitespace().collect::<Vec<_>>().join(" ");
        if title.is_empty() && cells.iter().all(|cell| cell.is_empty()) {
            return None;
        }
        let misura = misura(column.profile, cells);
        let base = match Id::slug(&title).as_str().replace('-', "_") {
            _ if title.is_empty() && n == 0 => "voce".to_owned(),
            _ if title.is_empty() => format!("colonna_{}", n + 1),
            // A name that begins with a digit is no name for most programs that read data.
            name if name.starts_with(|c: char| c.is_ascii_digit()) => {
                format!("anno_{name}").replace("anno_anno", "anno")
            }
            name => name,
        };
        let suffix = match misura {
            Some(Misura::Euro) if !base.ends_with("_euro") => "_euro",
            Some(Misura::Percentuale) if !base.contains("percentuale") => "_percentuale",
            _ => "",
        };
        let nome = unique(base + suffix, names);
        let descrizione = if title.is_empty() { format!("Colonna {} della tabella", n + 1) } else { title };
        let of = |tipo, unita| DataColumn {
            nome: nome.clone(),
            descrizione: descrizione.clone(),
            tipo,
            unita,
            rimanda: None,
        };
        let Some(misura) = misura else {
            let values = cells.iter().map(|cell| said(cell)).collect();
            return Some(Colonna { column: of(DataType::Testo, None), values, note: None });
        };
        let column = match misura {
            Misura::Euro => of(DataType::Numero, Some("euro")),
            Misura::Percentuale => of(DataType::Numero, Some("%")),
            Misura::Giorno => of(DataType::Data, None),
            Misura::Numero => {
                let whole = |cell: &&str| !matches!(misura.value(cell), Some(Datum::Numero(n)) if n.intero().is_none());
                of(if cells.iter().all(whole) { DataType::Intero } else { DataType::Numero }, None)
            }
        };
        let values: Vec<Datum> = cells.iter().map(|cell| misura.value(cell).unwrap_or(Datum::Vuoto)).collect();
        // In a column of weights an asterisk is a mark; elsewhere it may be anything.
        let weight = nome.contains("peso");
        let words = |(cell, value): (&&str, &Datum)| match value {
            Datum::Vuoto if weight && *cell == "*" => Datum::testo("remunerato con incentivi"),
            Datum::Vuoto => said(cell),
            _ => Datum::Vuoto,
        };
        let notes: Vec<Datum> = cells.iter().zip(&values).map(words).collect();
        let some = notes.iter().any(|note| *note != Datum::Vuoto);
        let note = some.then(|| (unique(format!("{nome}_nota"), names), notes));
        Some(Colonna { column, values, note })
    }

    /// The column, and that of its words.
    fn whole(self) -> Vec<(DataColumn, Vec<Datum>)> {
        let descrizione = format!("Ciò che sta scritto al posto del valore in «{}»", self.column.nome);
        let note = self.note.map(|(nome, values)| {
            (DataColumn { nome, descrizione, tipo: DataType::Testo, unita: None, rimanda: None }, values)
        });
        std::iter::once((self.column, self.values)).chain(note).collect()
    }
}

impl Misura {
    /// The value of a cell; none when it holds none.
    fn value(self, cell: &str) -> Option<Datum> {
        Some(match self {
            Misura::Euro => Datum::Numero(Importo::parse(cell)?.into()),
            Misura::Percentuale => {
                Datum::Numero(Decimale::parse(cell.strip_suffix('%').unwrap_or(cell).trim())?.into())
            }
            Misura::Numero => Datum::Numero(Numero::from(Decimale::parse(cell)?)),
            Misura::Giorno => Datum::Data(Giorno::parse(cell)?),
        })
    }
}

/// What a column measures: what its profile promises, kept by most of its cells. A column of codes that look like numbers
/// (`007`) or of mixed things stays words.
fn misura(profile: Profile, cells: &[&str]) -> Option<Misura> {
    let filled: Vec<&str> = cells.iter().copied().filter(|cell| said(cell) != Datum::Vuoto && !mark(cell)).collect();
    let percent = filled.iter().filter(|cell| cell.ends_with('%')).count();
    let misura = match profile {
        Profile::Importo => Misura::Euro,
        Profile::Data => Misura::Giorno,
        Profile::Numero if percent > 0 && percent == filled.len() => Misura::Percentuale,
        Profile::Numero if percent == 0 && filled.iter().all(|cell| cell.contains('€')) => Misura::Euro,
        Profile::Numero if percent == 0 => Misura::Numero,
        Profile::Numero | Profile::Testo | Profile::Codice | Profile::Centrato => return None,
    };
    let coded = |cell: &&str| cell.len() > 1 && cell.starts_with('0') && cell.bytes().all(|b| b.is_ascii_digit());
    let read = filled.iter().filter(|cell| misura.value(cell).is_some()).count();
    (read > 0 && read * 2 >= filled.len() && !filled.iter().any(coded)).then_some(misura)
}

/// The marks that stand for a weight.
fn mark(cell: &str) -> bool {
    ["==", "*"].contains(&cell)
}

/// What a cell without a value says: nothing for a dash, words for the mark of what is not evaluated.
fn said(cell: &str) -> Datum {
    match cell {
        "–" | "-" | "—" => Datum::Vuoto,
        "==" => Datum::testo("non valutato"),
        words => Datum::testo(words),
    }
}

/// `name`, or `name_2`, `name_3` where it is taken.
fn unique(name: String, names: &mut BTreeSet<String>) -> String {
    let mut free = name.clone();
    let mut n = 1;
    while !names.insert(free.clone()) {
        n += 1;
        free = format!("{name}_{n}");
    }
    free
}
