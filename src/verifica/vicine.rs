//! The pages of other publications to which a site leads, looked for where they are published with it.

use super::pagina::Page;
use crate::document::{Document, Strada};
use std::collections::{BTreeMap, BTreeSet};

/// What became of the links to other publications.
#[derive(Debug, Default)]
pub struct Vicine {
    /// How many pages, or places in a page, were found.
    pub trovate: usize,
    /// Those that are not there, each with what lacks.
    pub perdute: Vec<String>,
    /// The sites at an address of their own, which are not published here.
    pub altrove: BTreeSet<String>,
}

/// Looks for the pages that the links of `document` name. `page` reads a file by its path from the folder of the publication. A
/// publication that has an address of its own is looked for too where it is published with this one: its pages are the same.
#[must_use]
pub fn vicine(document: &Document, page: &mut dyn FnMut(&str) -> Option<Vec<u8>>) -> Vicine {
    let mut out = Vicine::default();
    let mut there = ids_read_once(page);
    for (vicina, wanted) in document.indirizzi().into_iter().filter_map(|url| document.vicina(url)) {
        let folder = format!("sito/{}", vicina.accanto);
        let shown = match &vicina.strada {
            Strada::Indirizzo(address) if there(format!("{folder}index.html"), "").is_none() => {
                out.altrove.insert(address.clone());
                continue;
            }
            Strada::Indirizzo(address) => format!("{address}{wanted}"),
            Strada::Accanto => format!("{}{wanted}", vicina.accanto),
            // There is no link.
            Strada::Ignota => continue,
        };
        let (file, anchor) = wanted.split_once('#').unwrap_or((wanted, ""));
        match there(format!("{folder}{file}"), anchor) {
            None => out.perdute.push(format!("{shown}: la pagina non c’è")),
            Some(false) => out.perdute.push(format!("{shown}: nella pagina quel punto non c’è")),
            Some(true) => out.trovate += 1,
        }
    }
    out
}

/// Answers of the file at a path, and of an anchor: None where the file is not there, otherwise whether it has the anchor. A page is read
/// once, however many links lead to it.
fn ids_read_once(page: &mut dyn FnMut(&str) -> Option<Vec<u8>>) -> impl FnMut(String, &str) -> Option<bool> {
    let mut read: BTreeMap<String, Option<BTreeSet<String>>> = BTreeMap::new();
    move |path, anchor| {
        let found = read.entry(path).or_insert_with_key(|path| page(path).map(|bytes| ids(&bytes)));
        found.as_ref().map(|ids| anchor.is_empty() || ids.contains(anchor))
    }
}

/// The links of the published pages `html` of a site that lead to pages of other publications which are not there:
/// `../../../sito/uffici.html`. `page` is as in [`vicine`].
pub fn smarrite<'h>(
    html: impl IntoIterator<Item = &'h [u8]>,
    page: &mut dyn FnMut(&str) -> Option<Vec<u8>>,
) -> BTreeSet<String> {
    let mut there = ids_read_once(page);
    let mut out = BTreeSet::new();
    for bytes in html {
        let own = Page::parse(bytes);
        let links = own.elements().filter_map(|element| element.attribute("href"));
        for link in links.filter(|link| link.starts_with("../") && !link.starts_with("../edizioni/")) {
            let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
            if file.ends_with(".html") && there(format!("sito/{}", decoded(file)), &decoded(anchor)) != Some(true) {
                out.insert(link.to_owned());
            }
        }
    }
    out
}

/// The ids of what is in a page.
fn ids(page: &[u8]) -> BTreeSet<String> {
    Page::parse(page).elements().filter_map(|element| element.attribute("id")).map(str::to_owned).collect()
}

/// The files below `folder`, such as `../comuni/argelato/sito/index.html`, to which the links of a page lead.
#[must_use]
pub fn collegati(page: &[u8]) -> BTreeSet<String> {
    let page = Page::parse(page);
    let links = page.elements().flat_map(|element| [element.attribute("href"), element.attribute("src")]);
    let files = links.flatten().map(|link| link.split(['#', '?']).next().unwrap_or_default());
    files.filter(|link| !link.is_empty() && !link.contains(':')).map(decoded).collect()
}

/// An address with its `%XX` as the bytes that they mean.
fn decoded(link: &str) -> String {
    let mut out = Vec::new();
    let mut rest = link.as_bytes();
    while let [first, tail @ ..] = rest {
        let hex = tail.get(..2).and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        match hex.filter(|_| *first == b'%') {
            Some(byte) => {
                out.push(byte);
                rest = tail.get(2..).unwrap_or_default();
            }
            None => {
                out.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}
