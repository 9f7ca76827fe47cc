//! The switch between the editions of the plan: links made now, to files that are known now, and no script.
//!
//! An edition has an address for good, `edizioni/2025/`, from its first day; while it is in force the same pages stand at
//! `sito/` too. Beside `edizioni/` nothing moves, so that the links of an old edition, whose bytes nobody touches, still
//! lead to the one in force.

use super::inline::encode_path;
use super::places::HOME;
use crate::document::Edizioni;
use crate::source::Edizione;
use minijinja::{Value, context};

/// The page that lists the editions.
pub(super) const ELENCO: &str = "edizioni.html";

/// From a page of an edition at its address for good, to the site of the edition in force.
const IN_VIGORE: &str = "../../../sito/";

/// The bar of the page `qui`.
pub(super) fn barra(edizioni: Option<&Edizioni>, qui: &str) -> Value {
    let Some(edizioni) = edizioni else { return Value::from(()) };
    let same = |passata: &Edizione| {
        let page = format!("sito/{qui}");
        // A page that was not there then: its edition begins at its home.
        let there = passata.files.contains_key(&page);
        let path = if there { page.as_str() } else { passata.inizio() };
        context! {
            nome => passata.nome.as_str(),
            href => format!("{}{}/{}", below(edizioni), passata.nome, encode_path(path)),
            stessa => there && qui != HOME && qui != ELENCO,
        }
    };
    context! {
        questa => edizioni.questa.as_str(),
        permanente => edizioni.permanente,
        passate => edizioni.passate.iter().map(same).collect::<Vec<_>>(),
        in_vigore => format!("{IN_VIGORE}{HOME}"),
        elenco => if edizioni.permanente { format!("{IN_VIGORE}{ELENCO}") } else { ELENCO.to_owned() },
    }
}

/// What the list says of each edition.
pub(super) fn elenco(edizioni: &Edizioni) -> Value {
    let line = |passata: &Edizione| {
        let link = |path: &str| format!("{}{}/{}", below(edizioni), passata.nome, encode_path(path));
        let pdf = passata.files.contains_key("piao.pdf");
        context! {
            nome => passata.nome.as_str(),
            href => link(passata.inizio()),
            pdf => pdf.then(|| link("piao.pdf")),
            fino => passata.fino(),
        }
    };
    context! {
        qui => ELENCO,
        permanente => format!("{}{}/sito/{HOME}", below(edizioni), edizioni.questa),
        precedenti => edizioni.passate.iter().map(line).collect::<Vec<_>>(),
    }
}

/// From a page to the folder of the editions.
fn below(edizioni: &Edizioni) -> &'static str {
    if edizioni.permanente { "../../" } else { "../edizioni/" }
}
