//! The records of a sheet as rows of words, which is also what a CSV of the plan holds: a record has a row, and one more for each further
//! phase, indicator or risk.

use super::foglio::Posto;
use crate::load::celle::{Cella, inizio, righe};
use crate::load::csv::{delimiter, open_quote, tra_virgolette};
use std::collections::{BTreeMap, VecDeque};
use std::ops::Range;

/// What one cell says of a field.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Voce {
    pub(super) testo: String,
    /// The cell of the sheet that says it. None for what only the plan says.
    pub(super) posto: Option<Posto>,
}

/// A row of a record: what it says, by field.
pub(super) type Riga = BTreeMap<String, Voce>;

/// A record: its own row, then those that hold only further parts of it.
#[derive(Debug, Clone, Default)]
pub(super) struct Scheda {
    pub(super) righe: Vec<Riga>,
}

impl Scheda {
    /// What the record says of a field of its own: a row of it, or several that say the same.
    pub(super) fn dice(&self, campo: &str) -> &str {
        let said = self.righe.iter().filter_map(|riga| riga.get(campo)).map(|voce| voce.testo.as_str());
        let mut said = said.filter(|words| !words.is_empty());
        said.next().unwrap_or_default()
    }

    /// The words by which it is the same record in two sheets.
    pub(super) fn chiave(&self, chiavi: &[&str]) -> Option<String> {
        let found = chiavi.iter().map(|campo| self.dice(campo)).find(|said| !said.is_empty())?;
        Some(crate::base::text::flat(found))
    }
}

/// The records of a kind, with their fields in order.
#[derive(Debug, Clone, Default)]
pub(super) struct Tavola {
    pub(super) campi: Vec<String>,
    pub(super) schede: Vec<Scheda>,
    /// The separator of the CSV that it was read from.
    pub(super) separatore: Option<u8>,
    /// Whether the CSV has cells of which it is not known what they say: they would be lost in writing it again.
    pub(super) in_perdita: bool,
    /// The CSV itself: a row that says the same stays as it is written.
    scritto: Scritto,
}

/// The text of a CSV, in pieces.
#[derive(Debug, Clone, Default)]
struct Scritto {
    /// What stands before its rows: the names of the columns.
    testa: String,
    /// How many names there are; and whether more columns follow, that have none.
    colonne: usize,
    senza_nome: bool,
    righe: Vec<Grezza>,
    /// What stands after them.
    coda: String,
}

/// A row as it is written.
#[derive(Debug, Clone)]
struct Grezza {
    /// The blank rows above it.
    sopra: String,
    testo: String,
    /// What each cell says, and its place in the row.
    celle: Vec<(String, Range<usize>)>,
}

impl Tavola {
    /// Records with these fields, and none yet.
    pub(super) fn con(campi: Vec<String>) -> Self {
        Tavola { campi, ..Tavola::default() }
    }

    /// Adds the records of another, with the fields that it has more.
    pub(super) fn aggiungi(&mut self, other: Tavola) {
        let more: Vec<String> = other.campi.into_iter().filter(|campo| !self.campi.contains(campo)).collect();
        self.campi.extend(more);
        self.schede.extend(other.schede);
    }

    /// Without its records, which others will take the place of.
    pub(super) fn vuota(&self, campi: Vec<String>) -> Self {
        Tavola { campi, separatore: self.separatore, scritto: self.scritto.clone(), ..Tavola::default() }
    }

    /// Reads a CSV that `piao importa` wrote, maybe changed since. `chiavi` are the fields that tell records apart.
    pub(super) fn read(text: &str, chiavi: &[&str]) -> Self {
        let text = text.replace("\r\n", "\n");
        let start = inizio(&text);
        let bare = text.get(start..).unwrap_or_default();
        let delimiter = delimiter(bare);
        let mut rows = righe(&text, start, delimiter).into_iter();
        let header = rows.next().unwrap_or_default();
        let campi: Vec<String> = header.iter().map(|cell| cell.testo.clone()).collect();
        let rows: Vec<Vec<Cella>> = rows.collect();
        let twice = campi
            .iter()
            .enumerate()
            .any(|(n, campo)| !campo.is_empty() && campi.iter().skip(n + 1).any(|other| other == campo));
        let in_perdita = twice || open_quote(bare, delimiter).is_some();
        let scritto = Scritto::di(&text, &header, &rows);
        let mut out = Tavola { campi, separatore: Some(delimiter), in_perdita, scritto, ..Tavola::default() };
        for row in rows {
            let named = |n: usize| out.campi.get(n).is_some_and(|campo| !campo.is_empty());
            out.in_perdita |= row.iter().enumerate().any(|(n, cell)| !cell.testo.is_empty() && !named(n));
            let said = out.campi.iter().zip(row).filter(|(campo, cell)| !campo.is_empty() && !cell.testo.is_empty());
            let riga: Riga =
                said.map(|(campo, cell)| (campo.clone(), Voce { testo: cell.testo, posto: None })).collect();
            if !riga.is_empty() {
                out.push(riga, chiavi);
            }
        }
        out
    }

    /// Adds a row: to the record above, when it names the same one.
    fn push(&mut self, riga: Riga, chiavi: &[&str]) {
        let alone = Scheda { righe: vec![riga] };
        let key = alone.chiave(chiavi);
        match self.schede.last_mut() {
            // Rows without a name, as those of staff, are a record each.
            Some(above) if above.chiave(chiavi).is_some_and(|name| key.is_none_or(|key| key == name)) => {
                above.righe.extend(alone.righe);
            }
            _ => self.schede.push(alone),
        }
    }

    /// The CSV, and the cell of the sheet behind each place of it.
    pub(super) fn write(&self, chiavi: &[&str]) -> (String, Vec<(Range<usize>, Posto)>) {
        let mut places = Vec::new();
        let separator = char::from(self.separatore.unwrap_or(b';'));
        // Columns are added at the right of those that the file has.
        let added = self.campi.iter().skip(self.scritto.colonne);
        let kept = !self.scritto.testa.is_empty() && (added.len() == 0 || !self.scritto.senza_nome);
        let mut left: VecDeque<&Grezza> = self.scritto.righe.iter().filter(|_| kept).collect();
        let mut text = String::new();
        if kept {
            let added = added.map(|campo| (campo.as_str(), None));
            aggiunte(&mut text, &self.scritto.testa, separator, added, &mut places);
        } else {
            row(&mut text, separator, self.campi.iter().map(|campo| (campo.as_str(), None)), &mut places);
        }
        for scheda in &self.schede {
            let first = scheda.righe.first();
            for (n, riga) in scheda.righe.iter().enumerate() {
                let own: Vec<Option<&Voce>> = self.campi.iter().map(|campo| riga.get(campo)).collect();
                let same = left.iter().position(|raw| raw.dice(&own, self.scritto.colonne));
                if let Some(raw) = same.and_then(|at| left.remove(at)) {
                    raw.scrivi(&mut text, &own, (self.scritto.colonne, separator), &mut places);
                    continue;
                }
                let cells = self.campi.iter().zip(&own).map(|(campo, own)| {
                    // Each row says of which record it is.
                    let repeated = (n > 0 && chiavi.contains(&campo.as_str())).then(|| first?.get(campo)).flatten();
                    let voce = own.or(repeated);
                    (voce.map_or("", |voce| voce.testo.as_str()), own.and_then(|voce| voce.posto))
                });
                row(&mut text, separator, cells, &mut places);
            }
        }
        text.push_str(&self.scritto.coda);
        (text, places)
    }
}

impl Scritto {
    /// The pieces of a text that has these rows.
    fn di(text: &str, header: &[Cella], rows: &[Vec<Cella>]) -> Self {
        // A row ends with its line.
        let end = |row: &[Cella]| {
            let last = row.last().map_or(0, |cell| cell.range.end);
            let rest = text.get(last..).unwrap_or_default();
            last + rest.split_inclusive('\n').next().map_or(0, str::len)
        };
        let mut out = Scritto { colonne: header.len(), ..Scritto::default() };
        let Some(last) = header.last() else { return out };
        let mut at = end(header);
        out.testa = text.get(..at).unwrap_or_default().to_owned();
        out.senza_nome =
            text.get(last.range.end..at).is_some_and(|rest| !rest.trim_matches(['"', ' ', '\n']).is_empty());
        for row in rows {
            let Some(first) = row.first().map(|cell| cell.range.start) else { continue };
            let above = text.get(at..first).unwrap_or_default();
            let begin = at + above.rfind('\n').map_or(0, |newline| newline + 1);
            let next = end(row).max(begin);
            out.righe.push(Grezza {
                sopra: text.get(at..begin).unwrap_or_default().to_owned(),
                testo: text.get(begin..next).unwrap_or_default().to_owned(),
                celle: row
                    .iter()
                    .map(|cell| {
                        let place = cell.range.start.saturating_sub(begin)..cell.range.end.saturating_sub(begin);
                        (cell.testo.clone(), place)
                    })
                    .collect(),
            });
            at = next;
        }
        text.get(at..).unwrap_or_default().clone_into(&mut out.coda);
        out
    }
}

impl Grezza {
    /// Whether it says this in its columns, and can be given more of them.
    fn dice(&self, voci: &[Option<&Voce>], colonne: usize) -> bool {
        let said = |n: usize| self.celle.get(n).map_or("", |(words, _)| words.as_str());
        (voci.len() == colonne || self.celle.len() == colonne)
            && voci
                .iter()
                .take(colonne)
                .enumerate()
                .all(|(n, voce)| voce.map_or("", |voce| voce.testo.as_str()) == said(n))
    }

    /// Writes it as it is, with what it says in the columns that were added.
    fn scrivi(
        &self,
        text: &mut String,
        voci: &[Option<&Voce>],
        (colonne, separator): (usize, char),
        places: &mut Vec<(Range<usize>, Posto)>,
    ) {
        text.push_str(&self.sopra);
        let start = text.len();
        for (voce, (_, range)) in voci.iter().zip(&self.celle) {
            let posto = voce.and_then(|voce| voce.posto);
            places.extend(posto.map(|posto| (start + range.start..start + range.end, posto)));
        }
        let said = |voce: &Voce| voce.posto;
        let added = voci.iter().skip(colonne);
        let added = added.map(|voce| (voce.map_or("", |voce| voce.testo.as_str()), voce.and_then(said)));
        aggiunte(text, &self.testo, separator, added, places);
    }
}

/// Writes a line with more cells at its end.
fn aggiunte<'a>(
    text: &mut String,
    line: &str,
    separator: char,
    cells: impl Iterator<Item = Scritta<'a>>,
    places: &mut Vec<(Range<usize>, Posto)>,
) {
    text.push_str(line.trim_end_matches('\n'));
    for cell in cells {
        text.push(separator);
        in_cella(text, separator, cell, places);
    }
    text.push('\n');
}

/// The words of a cell of a CSV, and the cell of the sheet that says them.
type Scritta<'a> = (&'a str, Option<Posto>);

/// Writes a cell.
fn in_cella(text: &mut String, separator: char, (cell, posto): Scritta<'_>, places: &mut Vec<(Range<usize>, Posto)>) {
    let start = text.len();
    text.push_str(&tra_virgolette(cell, separator));
    places.extend(posto.map(|posto| (start..text.len(), posto)));
}

/// Writes a row. A new CSV has the separator that the spreadsheets of Italian offices expect.
fn row<'a>(
    text: &mut String,
    separator: char,
    cells: impl Iterator<Item = Scritta<'a>>,
    places: &mut Vec<(Range<usize>, Posto)>,
) {
    for (n, cell) in cells.enumerate() {
        if n > 0 {
            text.push(separator);
        }
        in_cella(text, separator, cell, places);
    }
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use super::Tavola;

    #[test]
    fn what_is_written_is_read_again() {
        let text = "codice;titolo;fase.testo\nA1;\"Uno; \"\"due\"\"\";prima\nA1;;seconda\nB2;Tre;\n";
        let keys = ["codice"];
        let read = Tavola::read(text, &keys);
        assert_eq!(read.schede.iter().map(|scheda| scheda.righe.len()).collect::<Vec<_>>(), [2, 1]);
        assert_eq!(read.schede[0].dice("titolo"), "Uno; \"due\"");
        assert_eq!(read.write(&keys).0, text);
        // Each row that says the same is as it was written: its quotation marks, its blanks, the blank rows, a name that is not repeated.
        let hand = "sep=;\ncodice;\"titolo\" ;fase.testo\n\nA1 ;\"Uno\"; prima\n;;seconda\n;;;\nB2;Due\n\n";
        let mut read = Tavola::read(hand, &keys);
        assert_eq!(read.write(&keys).0, hand);
        read.campi.push("nota".to_owned());
        let note = super::Voce { testo: "x;y".to_owned(), posto: Some((3, 4)) };
        read.schede[0].righe[1].insert("nota".to_owned(), note);
        let (more, places) = read.write(&keys);
        assert_eq!(
            more,
            "sep=;\ncodice;\"titolo\" ;fase.testo;nota\n\nA1 ;\"Uno\"; prima;\n;;seconda;\"x;y\"\nB2;Due;;\n\n"
        );
        assert_eq!(
            places.iter().map(|(at, posto)| (&more[at.clone()], *posto)).collect::<Vec<_>>(),
            [("\"x;y\"", (3, 4))]
        );
        // With the separator that it has, and however its lines end.
        let commas = "codice,titolo\r\nA1,Uno; due\r\nB2,\"Tre, quattro\"\r\n";
        assert_eq!(Tavola::read(commas, &keys).write(&keys).0, commas.replace('\r', ""));
        for (lossy, text) in [
            (false, "codice;titolo;\nA1;Uno;\n"),
            (true, "codice;titolo;\nA1;Uno;nota\n"),
            (true, "codice;titolo\nA1;Uno;nota\n"),
            (true, "codice;titolo;titolo\nA1;Uno;Due\n"),
        ] {
            assert_eq!(Tavola::read(text, &keys).in_perdita, lossy, "{text}");
        }
    }
}
