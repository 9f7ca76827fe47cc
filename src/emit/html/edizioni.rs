//! The links between the editions of the plan. They are made when the site is made, to files that exist then, and need no
//! script.
//!
//! Every edition has a permanent address, such as `edizioni/2025/`, from its first day. While it is in force its pages are
//! at `sito/` too. Those two folders never move, so the links of an old edition, whose files are never changed, still lead
//! to the edition in force.

use super::inline::{encode, encode_path, escape};
use super::places::{CAMBIATO, HOME, NOTIZIE, Site};
use crate::base::giorno::Giorno;
use crate::document::{Edizioni, Passata};
use crate::emit::{Carta, PDF};
use crate::piano::settings::{Momento, Stato, Tipo};
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

/// The earlier editions that the bar of every page names; the list has them all.
const NELLA_BARRA: usize = 3;

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
    let passate = edizioni.passate.iter().map(|passata| &passata.edizione);
    context! {
        questa => in_parole(&edizioni.questa),
        permanente => edizioni.permanente,
        passate => passate.take(NELLA_BARRA).map(same).collect::<Vec<_>>(),
        in_vigore => format!("{IN_VIGORE}{HOME}"),
        elenco => if edizioni.permanente { format!("{IN_VIGORE}{ELENCO}") } else { ELENCO.to_owned() },
    }
}

/// The values that the list of editions shows for each.
pub(super) fn elenco(edizioni: &Edizioni, site: &Site<'_>) -> Value {
    let meta = &site.document.meta;
    let approvato = meta.stato == Stato::Approvato;
    // The plan that took the place of those before: its edition, and the day of its act.
    let mut dopo = (approvato && meta.momento == Momento::Approvazione.label() && meta.tipo != Tipo::Relazione)
        .then(|| (in_parole(&edizioni.questa), meta.approvato_il));
    let line = |passata: &Passata| {
        let edizione = &passata.edizione;
        let link = |path: &str| verso(edizioni, edizione, path);
        let inizio = edizione.inizio();
        let nome = in_parole(&edizione.nome);
        let piano = passata.detta.as_ref().filter(|detta| detta.piano);
        let sostituita = dopo.clone().filter(|_| piano.is_some());
        if let Some(detta) = piano {
            dopo = Some((nome.clone(), detta.approvata_il));
        }
        let changed = format!("sito/{}", CAMBIATO.file);
        context! {
            titolo => passata.detta.as_ref().map(|detta| detta.nome.as_str()),
            deliberazione => passata.detta.as_ref().and_then(|detta| detta.deliberazione.as_deref()),
            vigente => piano.is_some() && sostituita.is_none(),
            sostituita => sostituita.map(|(nome, day)| context! { nome, il => day.map(Giorno::lunga) }),
            pdf => passata.carta.as_ref().map(|(path, bytes, pages)| in_pdf(link(path), *bytes, *pages)),
            cambiato => edizione.files.contains_key(&changed).then(|| link(&changed)),
            // What opens in the browser, unless it is the PDF.
            href => (passata.carta.as_ref().is_none_or(|(path, ..)| path != inizio)).then(|| link(inizio)),
            fino => edizione.fino(),
            nome,
        }
    };
    context! {
        qui => ELENCO,
        permanente => format!("{}{}/sito/{HOME}", below(edizioni), edizioni.questa),
        pdf => site.carta.map(di_questa),
        cambiato => site.document.cambiato.as_ref().map(|_| CAMBIATO.file),
        precedenti => edizioni.passate.iter().map(line).collect::<Vec<_>>(),
    }
}

/// The PDF of this edition: where it is, and how large.
pub(super) fn di_questa(carta: Carta<'_>) -> Value {
    in_pdf(PDF.to_owned(), carta.bytes, Some(carta.count))
}

fn in_pdf(href: String, bytes: usize, pages: Option<u32>) -> Value {
    context! { href, pagine => pages, peso => peso(bytes) }
}

/// The size of a file: `298 KB`, `1,2 MB`.
fn peso(bytes: usize) -> String {
    let tenths = (bytes + 50_000) / 100_000;
    match tenths {
        0..10 => format!("{}\u{a0}KB", bytes.div_ceil(1000)),
        _ if tenths.is_multiple_of(10) => format!("{}\u{a0}MB", tenths / 10),
        _ => format!("{},{}\u{a0}MB", tenths / 10, tenths % 10),
    }
}

/// The editions before this one that have a page, each with the address of that page.
pub(super) fn con_la_pagina(edizioni: &Edizioni, file: &str) -> Vec<Value> {
    let has = edizioni.passate.iter().map(|passata| &passata.edizione);
    let has = has.filter(|passata| passata.files.contains_key(&format!("sito/{file}")));
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
