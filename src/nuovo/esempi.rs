//! What `piao esempio` prints besides the records, which have their own in `piano/element/esempi`.

use super::environment;
use crate::piano::element::Forma;
use crate::piano::vista::{Per, Shows};
use minijinja::{Error, context};
use std::collections::BTreeMap;

mod piano {
    include!(concat!(env!("OUT_DIR"), "/esempio.rs"));
}

/// A whole small plan, clean: the one that the suite compiles, `tests/piani/piccolo-comune`. Each file by its path.
#[must_use]
pub fn piano() -> BTreeMap<String, Vec<u8>> {
    // What the suite expects of it is no part of it.
    let own = piano::FILES.iter().filter(|(path, _)| *path != "atteso.txt");
    own.map(|(path, bytes)| ((*path).to_owned(), bytes.to_vec())).collect()
}

/// A `piao.toml` with every field.
pub const IMPOSTAZIONI: &str = include_str!("esempi/piao.toml");

/// A section with what it can have.
pub const SEZIONE: &str = include_str!("esempi/sezione.md");

/// A view with every key that it takes. It is made from the description of the view, so that no view is without an example.
///
/// # Errors
/// When the model is wrong.
pub fn vista(name: &str, shows: Shows) -> Result<String, Error> {
    let view = shows.descrittore();
    // The second name of a view shows no table.
    let second = name != view.nome;
    let (colonne, forma) = match shows {
        Shows::Elements(kind) if !second => (kind.info().colonne, kind.info().forma),
        _ => (&[][..], Forma::Tabella),
    };
    let words = name.replace('-', " ");
    let mut letters = words.chars();
    let titolo: String = letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default();
    let said = context! {
        nome => name,
        titolo,
        tabella => view.tabella && !second,
        colonne => colonne.to_vec(),
        forma => format!("{forma:?}").to_lowercase(),
        chiavi => view.chiavi.iter().filter(|_| !second).map(|chiave| chiave.nome()).collect::<Vec<_>>(),
        filtra => view.filtra.map(|kind| kind.info().nouns),
        per => view.per.iter().copied().map(Per::nome).collect::<Vec<_>>(),
        totali => view.totali.to_vec(),
    };
    environment()?.render_named_str("vista.md", include_str!("esempi/vista.md"), said)
}
