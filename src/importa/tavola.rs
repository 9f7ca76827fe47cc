//! The records of a sheet as rows of words, which is also what a CSV of the plan holds: a record has a row, and one more for each further
//! phase, indicator or risk.

use super::foglio::Posto;
use crate::load::celle::inizio;
use crate::load::csv::{delimiter, open_quote, tra_virgolette};
use std::collections::BTreeMap;
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
}

impl Tavola {
    /// Records with these fields, and none yet.
    pub(super) fn con(campi: Vec<String>) -> Self {
        Tavola { campi, ..Tavola::default() }
    }

    /// Without its records, which others will take the place of.
    pub(super) fn vuota(&self, campi: Vec<String>) -> Self {
        Tavola { campi, separatore: self.separatore, ..Tavola::default() }
    }

    /// Reads a CSV that `piao importa` wrote, maybe changed since. `chiavi` are the fields that tell records apart.
    pub(super) fn read(text: &str, chiavi: &[&str]) -> Self {
        let text = text.get(inizio(text)..).unwrap_or_default().replace("\r\n", "\n");
        let delimiter = delimiter(&text);
        let reader = csv::ReaderBuilder::new()
            .flexible(true)
            .has_headers(false)
            .delimiter(delimiter)
            .from_reader(text.as_bytes());
        let mut rows = reader.into_records().map_while(Result::ok);
        let campi: Vec<String> = rows.next().iter().flatten().map(|name| name.trim().to_owned()).collect();
        let twice = campi
            .iter()
            .enumerate()
            .any(|(n, campo)| !campo.is_empty() && campi.iter().skip(n + 1).any(|other| other == campo));
        let in_perdita = twice || open_quote(&text, delimiter).is_some();
        let mut out = Tavola { campi, separatore: Some(delimiter), in_perdita, ..Tavola::default() };
        for row in rows {
            let named = |n: usize| out.campi.get(n).is_some_and(|campo| !campo.is_empty());
            out.in_perdita |= row.iter().enumerate().any(|(n, cell)| !cell.trim().is_empty() && !named(n));
            let said = out.campi.iter().zip(&row).filter(|(campo, cell)| !campo.is_empty() && !cell.trim().is_empty());
            let riga: Riga = said
                .map(|(campo, cell)| (campo.clone(), Voce { testo: cell.trim().to_owned(), posto: None }))
                .collect();
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
        let mut text = String::new();
        let mut places = Vec::new();
        let separator = char::from(self.separatore.unwrap_or(b';'));
        row(&mut text, separator, self.campi.iter().map(|campo| (campo.as_str(), None)), &mut places);
        for scheda in &self.schede {
            let first = scheda.righe.first();
            for (n, riga) in scheda.righe.iter().enumerate() {
                let cells = self.campi.iter().map(|campo| {
                    // Each row says of which record it is.
                    let own = riga.get(campo);
                    let repeated = (n > 0 && chiavi.contains(&campo.as_str())).then(|| first?.get(campo)).flatten();
                    let voce = own.or(repeated);
                    (voce.map_or("", |voce| voce.testo.as_str()), own.and_then(|voce| voce.posto))
                });
                row(&mut text, separator, cells, &mut places);
            }
        }
        (text, places)
    }
}

/// Writes a row. A new CSV has the separator that the spreadsheets of Italian offices expect.
fn row<'a>(
    text: &mut String,
    separator: char,
    cells: impl Iterator<Item = (&'a str, Option<Posto>)>,
    places: &mut Vec<(Range<usize>, Posto)>,
) {
    for (n, (cell, posto)) in cells.enumerate() {
        if n > 0 {
            text.push(separator);
        }
        let start = text.len();
        text.push_str(&tra_virgolette(cell, separator));
        places.extend(posto.map(|posto| (start..text.len(), posto)));
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
