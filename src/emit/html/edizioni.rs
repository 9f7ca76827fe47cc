//! The links between the editions of the plan. They are made when the site is made, to files that exist then, and need no
//! script.
//!
//! Every edition has a permanent address, such as `edizioni/2025/`, from its first day. While it is in force its pages are
//! at `sito/` too. Those two folders never move, so the links of an old edition, whose files are never changed, still lead
//! to the edition in force.

use super::inline::{encode, encode_path, escape};
use super::places::{HOME, NOTIZIE, Site};
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
            href => verso(edizioni, passata, path),
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
        let link = |path: &str| verso(edizioni, passata, path);
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

/// The editions before this one that have a page, each with the address of that page.
pub(super) fn con_la_pagina(edizioni: &Edizioni, file: &str) -> Vec<Value> {
    let has = edizioni.passate.iter().filter(|passata| passata.files.contains_key(&format!("sito/{file}")));
    let one = |passata: &Edizione| {
        context! {
            nome => in_parole(&passata.nome),
            href => verso(edizioni, passata, &format!("sito/{file}")),
        }
    };
    has.map(one).collect()
}

/// From a page to a file of an earlier edition.
fn verso(edizioni: &Edizioni, passata: &Edizione, path: &str) -> String {
    format!("{}{}/{}", below(edizioni), passata.nome, encode_path(path))
}

/// From a page to the folder of the editions.
fn below(edizioni: &Edizioni) -> &'static str {
    if edizioni.permanente { "../../" } else { "../edizioni/" }
}

/// The news of the plan as an Atom feed, for who wants to know when a new edition or version is published. It needs the address of
/// the site. Its one entry is the edition in force, because of the others no day is known; a reader of feeds keeps those that it
/// has seen.
pub(super) fn notizie(site: &Site<'_>) -> Option<String> {
    let address = encode(site.address()?);
    let edizioni = site.document.edizioni.as_ref().filter(|edizioni| !edizioni.permanente)?;
    let meta = &site.document.meta;
    let day = meta.modificato.or(meta.approvato_il).unwrap_or(meta.giorno());
    let titolo = meta.nome();
    let versione = if meta.versione > 1 { format!(", versione {}", meta.versione) } else { String::new() };
    let updated = format!("{}T00:00:00Z", day.iso());
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    xml.push_str("<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"it\">\n");
    tag(&mut xml, "id", &format!("{address}{NOTIZIE}"));
    tag(&mut xml, "title", &format!("{titolo}: le edizioni"));
    tag(&mut xml, "updated", &updated);
    link(&mut xml, "self", &format!("{address}{NOTIZIE}"));
    link(&mut xml, "alternate", &format!("{address}{ELENCO}"));
    xml.push_str("<author>\n");
    tag(&mut xml, "name", &meta.ente);
    xml.push_str("</author>\n<entry>\n");
    tag(&mut xml, "id", &format!("{address}{HOME}#edizione-{}-{}", edizioni.questa, meta.versione));
    tag(&mut xml, "title", &format!("{titolo}, edizione {}{versione}", edizioni.questa));
    tag(&mut xml, "updated", &updated);
    tag(&mut xml, "summary", &meta.descrizione);
    link(&mut xml, "alternate", &format!("{address}{HOME}"));
    xml.push_str("</entry>\n</feed>\n");
    Some(xml)
}

fn tag(xml: &mut String, name: &str, text: &str) {
    xml.push_str(&format!("<{name}>"));
    escape(xml, text);
    xml.push_str(&format!("</{name}>\n"));
}

fn link(xml: &mut String, rel: &str, href: &str) {
    xml.push_str(&format!("<link rel=\"{rel}\" href=\""));
    escape(xml, href);
    xml.push_str("\"/>\n");
}
