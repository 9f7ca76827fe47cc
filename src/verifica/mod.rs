//! Checks that what is published is what the sources make. First the bytes are compared, file by file; then the PDF and the
//! pages are read back and compared with each other. Nothing is written. What was published may come from anybody, so no file
//! is trusted to be well formed.

mod busta;
mod carta;
mod concordanza;
mod firma;
mod pagina;
mod pubblicata;
mod revisioni;
mod vicine;

pub use busta::open_envelope;
pub use concordanza::{Concordanza, compare};
pub use firma::{Firmato, Pdf, compare as compare_pdf, printable, version};
pub use pubblicata::{PAGINA, Pubblicata, file};
pub use vicine::{Vicine, collegati, smarrite, vicine};

use crate::publish::Voce;
use std::collections::BTreeMap;

/// How a published file compares with the one that the sources make.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Esito {
    /// It has the bytes that the sources make.
    Uguale,
    /// It has those bytes, then a signature and nothing else.
    Firmato,
    /// It has other bytes.
    Cambiato,
    /// The sources make it, and it is not published.
    Mancante,
    /// It is published, and the sources do not make it.
    Estraneo,
}

/// Compares the files that are `published` with those that the sources make. Every path of either has an outcome.
pub fn examine<'a>(
    published: &mut Pubblicata,
    expected: impl Iterator<Item = (&'a str, Voce<'a>)>,
) -> BTreeMap<String, Esito> {
    let mut all: BTreeMap<String, Esito> = published.paths().map(|name| (name.to_owned(), Esito::Estraneo)).collect();
    for (path, voce) in expected {
        let esito = match all.contains_key(path) {
            false => Esito::Mancante,
            true if published.has_bytes_of(path, voce) => Esito::Uguale,
            true => Esito::Cambiato,
        };
        all.insert(path.to_owned(), esito);
    }
    all
}
