//! Whether what is published is what the sources make: first the bytes, file by file; then what a reader meets in them, read
//! back from the PDF and from the pages. Nothing is written, and nothing that was published is trusted: it may come from
//! anybody.

mod busta;
mod carta;
mod concordanza;
mod firma;
mod pagina;
mod pubblicata;
mod revisioni;

pub use busta::apri;
pub use concordanza::{Concordanza, confronta};
pub use firma::{Firmato, Pdf, confronta as confronta_pdf, mostrabile, versione};
pub use pubblicata::{PAGINA, Pubblicata};

use crate::publish::Voce;
use std::collections::BTreeMap;

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Esito {
    /// The bytes that the sources make.
    Uguale,
    /// Those bytes, and after them a signature and nothing else.
    Firmato,
    /// Other bytes.
    Cambiato,
    /// Made by the sources, and not published.
    Mancante,
    /// Published, and not made by the sources.
    Estraneo,
}

/// Each file of `attesi` and of what is published, with what became of it.
pub fn esamina<'a>(
    published: &mut Pubblicata,
    attesi: impl Iterator<Item = (&'a str, Voce<'a>)>,
) -> BTreeMap<String, Esito> {
    let mut all: BTreeMap<String, Esito> = published.nomi().map(|name| (name.to_owned(), Esito::Estraneo)).collect();
    for (path, voce) in attesi {
        let esito = match all.contains_key(path) {
            false => Esito::Mancante,
            true if published.uguale(path, voce) => Esito::Uguale,
            true => Esito::Cambiato,
        };
        all.insert(path.to_owned(), esito);
    }
    all
}
