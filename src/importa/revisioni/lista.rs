//! The comments and the changes as a list for a spreadsheet.

use crate::emit::dati::harmless;
use std::fmt;

/// A comment or a change, for a spreadsheet.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct RigaDiLista {
    /// The place in the sources of today; empty where it was not found.
    pub(crate) file: String,
    pub(crate) riga: String,
    pub(crate) colonna: String,
    /// `commento`, `modifica`, `modifica non registrata`: from the code of what is told.
    pub(crate) che: &'static str,
    pub(crate) autore: String,
    pub(crate) data: String,
    pub(crate) prima: String,
    pub(crate) dopo: String,
    pub(crate) commento: String,
}

/// The list as a CSV file.
pub(crate) struct Lista<'r>(pub(crate) &'r [RigaDiLista]);

impl fmt::Display for Lista<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut csv = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(vec![]);
        let heads = [
            "che cosa",
            "autore",
            "data",
            "file",
            "riga",
            "colonna",
            "parole di prima",
            "parole nuove",
            "commento",
            "deciso",
        ];
        let rows = self.0.iter().map(|row| {
            let RigaDiLista { file, riga, colonna, che, autore, data, prima, dopo, commento } = row;
            // A sheet runs what begins like a formula.
            let texts = [autore, data, file, riga, colonna, prima, dopo, commento].map(|text| harmless(text));
            std::iter::once((*che).to_owned()).chain(texts).chain([String::new()])
        });
        let wrong = |_| fmt::Error;
        csv.write_record(heads).map_err(wrong)?;
        for row in rows {
            csv.write_record(row).map_err(wrong)?;
        }
        let bytes = csv.into_inner().map_err(|_| fmt::Error)?;
        f.write_str(&String::from_utf8_lossy(&bytes))
    }
}
