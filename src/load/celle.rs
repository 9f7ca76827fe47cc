//! The rows of a CSV as records: `dati/processi.csv` has a process a row. The first row has the names of the fields. The rows become the
//! table that the parser of TOML would have made, with each cell at its place in the CSV, so both are read by the same reader of records.
//! What a cell means depends on its field, so here all cells are texts: `toml::de` reads them when it knows the type. A record with parts
//! that repeat, as a process with its risks, takes as many rows as it has parts: each has the name of the record and one part.

use super::csv::{delimiter, open_quote};
use super::toml::Celle;
use crate::base::decisioni::di_decisioni;
use crate::base::span::{FileId, Span};
use crate::base::text::{flat, short};
use crate::diag::Diagnostic;
use crate::diag::codes::{P0107, P0121, P0140};
use crate::lingua::totali::totale;
use crate::piano::element::Kind;
use crate::piano::element::id::Id;
use crate::source::{File, decode};
use ::toml::Spanned;
use ::toml::de::{DeArray, DeString, DeTable, DeValue};
use std::collections::BTreeMap;
use std::ops::Range;

/// The records of a file.
pub(super) struct Righe {
    /// As TOML would have them: the name of the kind, with the list of its records.
    pub(super) table: DeTable<'static>,
    /// What the reader of records must know of the cells.
    pub(super) celle: Celle,
    /// What is wrong with the rows.
    pub(super) problems: Vec<Diagnostic>,
    /// Whether a row, a column or a cell is lost.
    pub(super) lost: bool,
}

/// The kind whose records the file holds, by its name: `dati/misure-prevenzione.csv`. A number before the name only orders the files.
pub(crate) fn kind(file: &File) -> Option<Kind> {
    let name = nome(file)?;
    Kind::ALL.iter().copied().find(|kind| kind.info().plural == name)
}

/// The name of a CSV of the data, in the letters that the name of a kind has.
pub(super) fn nome(file: &File) -> Option<String> {
    let name = file.path.strip_prefix("dati/").filter(|_| file.has_extension("csv"))?;
    Some(super::stem(name.rsplit('/').next().unwrap_or(name)).to_lowercase().replace(['_', ' '], "-"))
}

/// A cell: its words, and its place with its quotation marks.
pub(crate) struct Cella {
    pub(crate) testo: String,
    pub(crate) range: Range<usize>,
}

/// A column: the keys that lead to its field, and its place in the first row.
struct Colonna {
    chiavi: Vec<String>,
    range: Range<usize>,
}

/// Reads the records of `kind` out of a file.
pub(super) fn read(kind: Kind, id: FileId, file: &File) -> Righe {
    let text = file.text();
    let at = |range: &Range<usize>| Span::new(id, range.clone());
    let mut out = Righe { table: DeTable::new(), celle: Celle::default(), problems: vec![], lost: false };
    if text.is_empty() && !file.bytes.is_empty() {
        let problem = Diagnostic::at(P0121, at(&(0..0)), format!("`{}` non è un file CSV", file.path));
        let cure = "aprilo con il foglio di calcolo e salvalo come «CSV (delimitato dal separatore di elenco)»";
        return Righe { problems: vec![problem.help(cure)], lost: true, ..out };
    }
    if let (_, Some(line)) = decode(&file.bytes) {
        let range = riga(text, line);
        let problem = Diagnostic::at(P0140, at(&range), "in questa riga una lettera non è scritta come le altre");
        let note = "il file è in UTF-8, ma quella riga ha un carattere di un’altra codifica: qui è letto come lo scrive Windows";
        out.problems.push(problem.note(note).help("riapri il file, riscrivi quella riga e salva come «CSV UTF-8»"));
    }
    let start = inizio(text);
    let body = text.get(start..).unwrap_or_default();
    let delimiter = delimiter(body);
    if let Some(line) = open_quote(body, delimiter) {
        let range = riga(text, line + usize::from(start > 0));
        let problem = Diagnostic::at(
            P0121,
            at(&range),
            "una virgoletta aperta in questa riga non è chiusa dove finisce la cella",
        );
        let note = "le righe che seguono finirebbero dentro quella cella: il file non è stato letto";
        let help = "chiudi la virgoletta; una virgoletta che fa parte del testo si scrive due volte, `\"\"`, dentro una cella fra virgolette";
        return Righe { problems: vec![problem.note(note).help(help)], lost: true, ..out };
    }
    let mut rows = righe(text, start, delimiter).into_iter();
    let Some(header) = rows.next() else {
        let problem = Diagnostic::at(P0121, at(&(0..0)), "il file è vuoto");
        out.problems.push(problem.help("la prima riga ha i nomi dei campi; sotto, una riga per ogni scheda"));
        return out;
    };
    let columns = out.intestazione(&header, id);
    let mut items: Vec<Spanned<DeValue<'static>>> = Vec::new();
    let mut nomi = BTreeMap::new();
    for row in rows {
        let Some(item) = out.scheda(&header, &columns, &row, id) else { continue };
        match continua(items.len(), &nomi, &columns, &row, &item) {
            Some(earlier) => out.aggiungi(items.get_mut(earlier), &columns, item, id),
            None => {
                nomi.extend(nome_scheda(&item).map(|name| (name.to_owned(), items.len())));
                items.push(item);
            }
        }
    }
    let items: DeArray<'static> = items.into_iter().collect();
    if items.iter().next().is_some() {
        let key = Spanned::new(start..start, DeString::Borrowed(kind.info().table));
        out.table.insert(key, Spanned::new(start..text.len(), DeValue::Array(items)));
    }
    out
}

/// Where the rows begin: Excel may write the separator on a first line of its own.
pub(crate) fn inizio(text: &str) -> usize {
    let first = text.split_inclusive('\n').next().unwrap_or_default();
    if first.trim().to_lowercase().starts_with("sep=") { first.len() } else { 0 }
}

impl Righe {
    /// Reads the names in the first row. None for a column that has no name, or one that another has.
    fn intestazione(&mut self, header: &[Cella], id: FileId) -> Vec<Option<Colonna>> {
        let mut columns: Vec<Option<Colonna>> = Vec::new();
        for cell in header {
            // What the office has still to decide is no field.
            if di_decisioni(&cell.testo) {
                columns.push(None);
                continue;
            }
            let found =
                (!cell.testo.is_empty()).then(|| Colonna { chiavi: chiavi(&cell.testo), range: cell.range.clone() });
            let twice = found.as_ref().filter(|f| columns.iter().flatten().any(|other| other.chiavi == f.chiavi));
            if twice.is_some() {
                let message = format!("la colonna `{}` c’è due volte", short(&cell.testo));
                let problem = Diagnostic::at(P0107, Span::new(id, cell.range.clone()), message);
                self.problems.push(problem.help("tienine una sola"));
                self.lost = true;
                columns.push(None);
                continue;
            }
            if let Some(name) = found.as_ref().and_then(|f| f.chiavi.first()) {
                self.celle.colonne.insert(name.clone());
            }
            columns.push(found);
        }
        let end = header.last().map_or(0, |cell| cell.range.end);
        self.celle.intestazione = header.first().map_or(0, |cell| cell.range.start)..end;
        columns
    }

    /// The record of a row. None for a row that cannot be one.
    fn scheda(
        &mut self,
        header: &[Cella],
        columns: &[Option<Colonna>],
        row: &[Cella],
        id: FileId,
    ) -> Option<Spanned<DeValue<'static>>> {
        let (first, last) = (row.first()?, row.last()?);
        let range = first.range.start..last.range.end;
        let used = row.iter().rposition(|cell| !cell.testo.is_empty()).map_or(0, |n| n + 1);
        if row.len() < header.len() || used > header.len() {
            let message =
                format!("questa riga ha {} celle, e la prima del file ne ha {}", row.len().max(used), header.len());
            let problem = Diagnostic::at(P0121, Span::new(id, range), message);
            self.problems.push(problem.help(
                "ogni riga deve avere tante celle quante la prima; un testo che contiene il separatore va fra virgolette",
            ));
            self.lost = true;
            return None;
        }
        // A sheet sums its rows: the plan sums them by itself.
        if let Some(cell) = row.iter().find(|cell| !cell.testo.is_empty()).filter(|cell| solo_totale(&cell.testo)) {
            let message = format!("«{}» è la riga dei totali del foglio, e non una scheda", short(&cell.testo));
            let problem = Diagnostic::at(P0121, Span::new(id, range), message);
            self.problems.push(problem.help("togli questa riga: i totali li calcola il programma"));
            self.lost = true;
            return None;
        }
        let mut table = DeTable::new();
        for ((cell, column), name) in row.iter().zip(columns).zip(header) {
            let Some(column) = column else {
                if di_decisioni(&name.testo) {
                    continue;
                }
                // A column without a name that has a word: what it says is not known.
                if !cell.testo.is_empty() {
                    let problem = Diagnostic::at(
                        P0121,
                        Span::new(id, cell.range.clone()),
                        "sopra questa cella manca il nome della colonna",
                    );
                    self.problems.push(problem.help("scrivi nella prima riga il nome del campo, o togli la colonna"));
                    self.lost = true;
                }
                continue;
            };
            if cell.testo.is_empty() {
                if let [name] = column.chiavi.as_slice() {
                    self.celle.vuote.insert((range.start, name.clone()), cell.range.clone());
                }
                continue;
            }
            self.celle.nota(cell.testo.as_str(), &cell.range);
            let value = Spanned::new(cell.range.clone(), DeValue::String(cell.testo.clone().into()));
            if !put(&mut table, &column.chiavi, &column.range, value) {
                let name = column.chiavi.first().map_or("", String::as_str);
                let message = format!("in questa riga `{name}` è scritto due volte: intero e per parti");
                let problem = Diagnostic::at(P0107, Span::new(id, cell.range.clone()), message);
                self.problems.push(problem.help("lascia vuota una delle due celle"));
                self.lost = true;
            }
        }
        Some(Spanned::new(range, DeValue::Table(table)))
    }
}

impl Righe {
    /// Adds to a record the parts that a row says of it. What the row says again of the record itself must be the same.
    fn aggiungi(
        &mut self,
        record: Option<&mut Spanned<DeValue<'static>>>,
        columns: &[Option<Colonna>],
        row: Spanned<DeValue<'static>>,
        id: FileId,
    ) {
        let Some(record) = record else { return };
        let name = nome_scheda(record).unwrap_or_default().to_owned();
        let at = Span::new(id, row.span());
        let (DeValue::Table(record), DeValue::Table(row)) = (record.get_mut(), row.into_inner()) else { return };
        // Whether the row says something that the rows above do not.
        let mut nuova = false;
        for (key, value) in row {
            let field = key.get_ref().as_ref();
            if !columns.iter().flatten().any(|column| column.parte() == Some(field)) {
                if !record.get(field).is_some_and(|known| conferma(known.get_ref(), value.get_ref())) {
                    self.altro(&name, field, Span::new(id, value.span()));
                    nuova = true;
                }
                continue;
            }
            let Some(known) = record.get_mut(field) else {
                record.insert(key, value);
                nuova = true;
                continue;
            };
            let range = known.span();
            match known.get_mut() {
                // Cells that repeat what a row above says add nothing.
                DeValue::Array(parts) if parts.iter().any(|part| uguali(part.get_ref(), value.get_ref())) => continue,
                first @ DeValue::Table(_) if uguali(first, value.get_ref()) => continue,
                DeValue::Array(parts) => parts.push(value),
                first @ DeValue::Table(_) => {
                    let one = Spanned::new(range, std::mem::replace(first, DeValue::Boolean(false)));
                    *first = DeValue::Array([one, value].into_iter().collect());
                }
                // There the record says it in words, in one cell.
                _ => self.altro(&name, field, Span::new(id, value.span())),
            }
            nuova = true;
        }
        if !nuova {
            let message =
                format!("questa riga ripete una parte della scheda «{}», e non aggiunge niente", short(&name));
            self.problems.push(
                Diagnostic::at(P0107, at, message)
                    .help("togli la riga; se è un’altra parte, scrivi in una cella che cosa la distingue"),
            );
            self.lost = true;
        }
    }

    /// Tells a cell that does not agree with what the rows above say of the record.
    fn altro(&mut self, name: &str, field: &str, at: Span) {
        let message = format!("questa riga continua la scheda «{}», e ne dice un altro `{field}`", short(name));
        self.problems.push(Diagnostic::at(P0107, at, message).help(
            "scrivi lo stesso valore della prima riga della scheda, o lascia vuota la cella; se è un’altra scheda, dalle un altro id o un altro codice",
        ));
        self.lost = true;
    }
}

impl Colonna {
    /// The part of the record of which it has a field.
    fn parte(&self) -> Option<&str> {
        parte(&self.chiavi).map(|(part, _)| part)
    }
}

/// The part of a record of which a column has a field, and the keys inside it: `rischio` of `rischio.evento`. None for a field of the
/// record, also one by year.
pub(crate) fn parte(chiavi: &[String]) -> Option<(&str, &[String])> {
    let (part, rest) = chiavi.split_first()?;
    rest.first().filter(|field| !anno(field)).map(|_| (part.as_str(), rest))
}

/// The record, of the `scritte` ones above, that a row continues: the one whose id, code or title it has; the last one where it has only
/// parts. A row without parts is a record of its own. `nomi` has the last record of each name.
fn continua(
    scritte: usize,
    nomi: &BTreeMap<String, usize>,
    columns: &[Option<Colonna>],
    row: &[Cella],
    item: &Spanned<DeValue<'static>>,
) -> Option<usize> {
    let said = |part: bool| {
        let cells = row.iter().zip(columns).filter(|(cell, _)| !cell.testo.is_empty());
        cells.filter_map(|(_, column)| column.as_ref()).any(|column| column.parte().is_some() == part)
    };
    if !said(true) {
        return None;
    }
    if !said(false) {
        return scritte.checked_sub(1);
    }
    nomi.get(nome_scheda(item)?).copied()
}

/// By what a record is recognised: its id, else its code, else its title.
fn nome_scheda<'r>(record: &'r Spanned<DeValue<'static>>) -> Option<&'r str> {
    let DeValue::Table(table) = record.get_ref() else { return None };
    let named = ["id", "codice", "titolo"].iter().find_map(|field| table.get(*field))?;
    testo(named.get_ref())
}

/// Whether all that `said` says is already in `known`. A value by year has a cell a year, and a row may repeat some of them.
fn conferma(known: &DeValue<'static>, said: &DeValue<'static>) -> bool {
    match (known, said) {
        (DeValue::Table(known), DeValue::Table(said)) => said.iter().all(|(key, value)| {
            known.get(key.get_ref().as_ref()).is_some_and(|known| conferma(known.get_ref(), value.get_ref()))
        }),
        (known, said) => testo(known).is_some() && testo(known) == testo(said),
    }
}

/// Whether two values say the same.
fn uguali(a: &DeValue<'static>, b: &DeValue<'static>) -> bool {
    conferma(a, b) && conferma(b, a)
}

/// The words of a cell.
fn testo<'v>(value: &'v DeValue<'static>) -> Option<&'v str> {
    match value {
        DeValue::String(text) => Some(text.as_ref()),
        _ => None,
    }
}

/// Whether a cell says that its row is a total, and nothing else: «Totale generale». A record may be called «Totale rifacimento del tetto».
fn solo_totale(text: &str) -> bool {
    const ALTRE: [&str; 8] =
        ["generale", "complessivo", "complessiva", "dipendenti", "personale", "unita", "persone", "righe"];
    let words = flat(text);
    let mut rest = words.split(' ').skip(1);
    totale(text) && rest.all(|word| ALTRE.contains(&word))
}

/// Whether a key is a year.
pub(crate) fn anno(key: &str) -> bool {
    key.len() == 4 && key.bytes().all(|b| b.is_ascii_digit())
}

/// Puts a value where the keys lead. False when something else stands there.
fn put(table: &mut DeTable<'static>, keys: &[String], at: &Range<usize>, value: Spanned<DeValue<'static>>) -> bool {
    let Some((key, rest)) = keys.split_first() else { return false };
    if !rest.is_empty() && !table.contains_key(key.as_str()) {
        let inner = Spanned::new(value.span(), DeValue::Table(DeTable::new()));
        table.insert(Spanned::new(at.clone(), DeString::Owned(key.clone())), inner);
    }
    match table.get_mut(key.as_str()).map(Spanned::get_mut) {
        Some(DeValue::Table(inner)) if !rest.is_empty() => put(inner, rest, at, value),
        Some(_) => false,
        None => {
            table.insert(Spanned::new(at.clone(), DeString::Owned(key.clone())), value);
            true
        }
    }
}

/// The keys that the name of a column says: `Tempo attuale` is `tempo_attuale`, `posti 2027` is the year of `posti`, `criteri.impatto` the
/// field of an inner table.
pub(crate) fn chiavi(name: &str) -> Vec<String> {
    let field = |word: &str| Id::slug(word).as_str().replace('-', "_");
    let mut out = Vec::new();
    for part in name.split('.').map(str::trim) {
        let year = part.rsplit_once(char::is_whitespace).filter(|(_, year)| anno(year));
        let (word, year) = year.map_or((part, None), |(before, year)| (before.trim(), Some(year)));
        out.push(if out.is_empty() { field(word) } else { word.to_owned() });
        out.extend(year.map(str::to_owned));
    }
    out
}

/// The rows that have a word, from byte `start` of the text.
pub(crate) fn righe(text: &str, start: usize, delimiter: u8) -> Vec<Vec<Cella>> {
    let mut reader = csv_core::ReaderBuilder::new().delimiter(delimiter).build();
    let bytes = text.as_bytes();
    let mut buffer = vec![0; bytes.len() + 1];
    let (mut at, mut begin, mut filled) = (start, start, 0);
    let (mut rows, mut row) = (Vec::new(), Vec::new());
    loop {
        let input = bytes.get(at..).unwrap_or_default();
        let (result, read, written) = reader.read_field(input, buffer.get_mut(filled..).unwrap_or_default());
        at += read;
        filled += written;
        let record_end = match result {
            csv_core::ReadFieldResult::InputEmpty => continue,
            csv_core::ReadFieldResult::Field { record_end } => record_end,
            // The buffer holds the whole text, so it is never full.
            csv_core::ReadFieldResult::OutputFull | csv_core::ReadFieldResult::End => break,
        };
        let words = String::from_utf8_lossy(buffer.get(..filled).unwrap_or_default());
        let raw = text.get(begin..at).unwrap_or_default();
        row.push(Cella {
            testo: words.trim().replace("\r\n", "\n"),
            range: place(raw, begin, row.is_empty(), record_end),
        });
        (begin, filled) = (at, 0);
        if record_end {
            let row = std::mem::take(&mut row);
            // Spreadsheets also write blank rows, those that were emptied.
            if row.iter().any(|cell: &Cella| !cell.testo.is_empty()) {
                rows.push(row);
            }
        }
    }
    // The last columns that have neither a name nor a word, which spreadsheets add.
    if let Some(header) = rows.first_mut() {
        while header.last().is_some_and(|cell| cell.testo.is_empty()) {
            header.pop();
        }
    }
    rows
}

/// The place of a cell in what was read for it, `raw`, which begins at byte `begin`: without the separator, the ends of lines and the blanks.
fn place(raw: &str, begin: usize, first: bool, last: bool) -> Range<usize> {
    let raw = if last {
        raw.trim_end_matches(['\r', '\n'])
    } else {
        raw.get(..raw.len().saturating_sub(1)).unwrap_or_default()
    };
    let start = if first { raw.len() - raw.trim_start_matches(['\r', '\n']).len() } else { 0 };
    let inner = raw.get(start..).unwrap_or_default();
    let start = begin + start + inner.len() - inner.trim_start().len();
    start..start + inner.trim().len()
}

/// The place of a line, from 1.
fn riga(text: &str, line: usize) -> Range<usize> {
    let start = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let words = text.get(start..).unwrap_or_default().lines().next().unwrap_or_default();
    start..start + words.len()
}

#[cfg(test)]
mod tests {
    use super::{chiavi, righe};

    #[test]
    fn a_cell_stands_where_it_is_written() {
        for text in ["a;b c\n\n1; due ;\n\"x;y\";\"z\"\"w\"\n", "sep=;\r\na;b c\r\n1;due;\r\n;\r\n\"x;y\";\"z\"\"w\""] {
            let start = if text.starts_with("sep") { 7 } else { 0 };
            let found: Vec<Vec<(String, &str)>> = righe(text, start, b';')
                .into_iter()
                .map(|row| row.into_iter().map(|cell| (cell.testo, &text[cell.range])).collect())
                .collect();
            let pair = |a: &str, b: &'static str| (a.to_owned(), b);
            assert_eq!(found[0], [pair("a", "a"), pair("b c", "b c")], "{text}");
            assert_eq!(found[1], [pair("1", "1"), pair("due", "due"), pair("", "")], "{text}");
            assert_eq!(found[2], [pair("x;y", "\"x;y\""), pair("z\"w", "\"z\"\"w\"")], "{text}");
            assert_eq!(found.len(), 3, "{text}");
        }
    }

    #[test]
    fn a_column_is_named_as_people_write_it() {
        for (name, keys) in [
            ("tempo_attuale", &["tempo_attuale"][..]),
            ("Tempo attuale", &["tempo_attuale"]),
            ("Unità", &["unita"]),
            ("posti 2027", &["posti", "2027"]),
            ("indicatore.target 2027", &["indicatore", "target", "2027"]),
            ("criteri.impatto-esterno", &["criteri", "impatto-esterno"]),
        ] {
            assert_eq!(chiavi(name), keys, "{name}");
        }
    }
}
