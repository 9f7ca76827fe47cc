//! The links between the editions of the plan. They are made when the site is made, to files that exist then, and need no
//! script.
//!
//! Every edition has a permanent address, such as `edizioni/2025/`, from its first day. While it is in force its pages are
//! at `sito/` too. Those two folders never move, so the links of an old edition, whose files are never changed, still lead
//! to the edition in force.

use super::inline::encode_path;
use super::places::HOME;
use crate::document::Edizioni;
use crate::source::Edizione;
use minijinja::{Value, context};

/// The page that lists the editions.
pub(super) const ELENCO: &str = "edizioni.html";

/// The name of an edition in words: `2027-3-monitoraggio` is `2027, monitoraggio (versione 3)`.
fn in_parole(nome: &str) -> String {
    let parts: Vec<&str> = nome.split('-').collect();
    match parts.as_slice() {
        [anno, numero, what @ ("aggiornamento" | "monitoraggio" | "consuntivo")] => {
            format!("{anno}, {what} (versione\u{a0}{numero})")
        }
        _ => nome.to_owned(),
    }
}

/// The path from a page of an edition, at its permanent address, to the site of the edition in force.
const IN_VIGORE: &str = "../../../sito/";

/// The bar that links the page `qui` to the other editions.
pub(super) fn barra(edizioni: Option<&Edizioni>, qui: &str) -> Value {
    let Some(edizioni) = edizioni else { return Value::from(()) };
    let same = |passata: &Edizione| {
        let page = format!("sito/{qui}");
        // If that edition has no such page, the link leads to its home page.
        let there = passata.files.contains_key(&page);
        let path = if there { page.as_str() } else { passata.inizio() };
        context! {
            nome => in_parole(&passata.nome),
            href => format!("{}{}/{}", below(edizioni), passata.nome, encode_path(path)),
            stessa => there && qui != HOME && qui != ELENCO,
        }
    };
    context! {
        questa => in_parole(&edizioni.questa),
        permanente => edizioni.permanente,
        passate => edizioni.passate.iter().map(same).collect::<Vec<_>>(),
        in_vigore => format!("{IN_VIGORE}{HOME}"),
        elenco => if edizioni.permanente { format!("{IN_VIGORE}{ELENCO}") } else { ELENCO.to_owned() },
    }
}

/// The values that the list of editions shows for each.
pub(super) fn elenco(edizioni: &Edizioni) -> Value {
    let line = |passata: &Edizione| {
        let link = |path: &str| format!("{}{}/{}", below(edizioni), passata.nome, encode_path(path));
        let pdf = passata.files.contains_key("piao.pdf");
        context! {
            nome => in_parole(&passata.nome),
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
