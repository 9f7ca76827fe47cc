//! The pages of other publications to which a site leads, looked for where they are published with it.
#![allow(clippy::disallowed_methods, reason = "one of the doors to the disk: here what is published beside is read")]

use crate::document::{Document, Vicina};
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// What became of the links to other publications.
#[derive(Debug, Default)]
pub struct Vicine {
    /// How many pages, or places in a page, were found.
    pub trovate: usize,
    /// Those that are not there, each with what lacks.
    pub perdute: Vec<String>,
}

/// Looks for the pages that the links of `document` name, from the folder `published` of its publication. Those of a publication that
/// has an address of its own are not looked for: they may be anywhere.
#[must_use]
pub fn vicine(document: &Document, published: &Path) -> Vicine {
    let mut out = Vicine::default();
    for (vicina, page) in document.indirizzi().into_iter().filter_map(|url| document.vicina(url)) {
        let Vicina::Accanto(way) = vicina else { continue };
        let (file, anchor) = page.split_once('#').unwrap_or((page, ""));
        let place = published.join("sito").join(way).join(file);
        let shown = format!("{way}{page}");
        match read(&place) {
            None => out.perdute.push(format!("{shown}: la pagina non c’è")),
            Some(text) if !anchor.is_empty() && !text.contains(&format!("id=\"{anchor}\"")) => {
                out.perdute.push(format!("{shown}: nella pagina quel punto non c’è"));
            }
            Some(_) => out.trovate += 1,
        }
    }
    out
}

/// How many bytes of a page are read.
const MAX_PAGE: u64 = 64 << 20;

/// The text of a page. What was published may be anything: a pipe would never end.
fn read(place: &Path) -> Option<String> {
    if !std::fs::metadata(place).ok()?.is_file() {
        return None;
    }
    let mut bytes = Vec::new();
    File::open(place).ok()?.take(MAX_PAGE).read_to_end(&mut bytes).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}
