//! The site: one page for each section, one for each objective and unit, a home page, the lists, the index of the search, and
//! the files they need. Static, readable without scripts, with relative links only: it works from a folder, from a subpath,
//! from a memory stick.
//!
//! The frame of the pages is in `layouts/html` (minijinja) and is filled by `frame`; the grammar of text and blocks is in
//! `inline` and `blocks`, the search in `cerca`.
//! Nothing here reads a plan or decides a number: it prints the [`Document`]. Nothing here writes to disk.

mod blocks;
mod catalogo;
mod cerca;
#[cfg(test)]
mod cerca_tests;
mod edizioni;
mod estratto;
mod figures;
mod frame;
mod inline;
mod liste;
mod mark;
mod places;
mod confronto_enti;
mod portale;
mod sezioni_enti;
mod tables;
mod templates;
#[cfg(test)]
mod tests;
mod ufficio;
mod un_file;

use self::frame::{Frame, Job};
use self::inline::{Writer, encode};
use self::places::{COLORI, ICONA, NON_TROVATA, NOTIZIE, Site};
use self::templates::Templates;
use crate::base::colore::Colori;
use crate::base::fonts;
use crate::diag::Diagnostic;
use crate::document::{Block, Document, FILE_ICS, Section};
use crate::emit::layouts::Layouts;
use crate::emit::{Artifacts, Carta, ics};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::fmt::Write as _;

pub use self::frame::UN_FILE;
pub(crate) use self::inline::escape;
pub(crate) use self::mark::{EM, segno};
pub use self::places::file;
pub(crate) use self::places::{IMMAGINI, immagine_in_pagina, nome_immagine, percorso_immagine};
pub use self::portale::{ENTI, Pubblicazione, del_portale, portale};
pub use self::ufficio::{UFFICIO, ufficio};
pub use self::un_file::un_file;

/// Makes the files of the site, by path inside its folder.
///
/// `carta` says where each thing is printed in the PDF, which must stand at [`PDF`](super::PDF); without it the site speaks of no PDF.
///
/// # Errors
///
/// A layout that cannot be read or rendered gives a `P0902` for each page that fails. Nothing in a plan can cause it.
pub fn render(document: &Document, layouts: &Layouts, carta: Option<Carta<'_>>) -> Result<Artifacts, Vec<Diagnostic>> {
    let templates = Templates::new(layouts)?;
    let site = Site::new(document, carta);
    let order = ordine(document);
    let frame = Frame::new(&site, &order);
    // Each page depends on the document alone, so pages are made in parallel. The results stay in the order of the jobs.
    let (made, index) = rayon::join(
        || {
            let page = |job: &Job<'_>| {
                let page = frame.page(job);
                Ok((page.file, templates.render(page.template, page.content)?.into_bytes()))
            };
            frame.jobs().par_iter().map(page).collect::<Vec<Result<(String, Vec<u8>), Diagnostic>>>()
        },
        || cerca::files(&site, &order),
    );

    let mut artifacts = Artifacts::new();
    let mut problems = Vec::new();
    for page in made {
        match page {
            Ok((name, bytes)) => drop(artifacts.insert(name, bytes)),
            Err(problem) => problems.push(problem),
        }
    }
    if !problems.is_empty() {
        // One broken template breaks every page in the same way.
        problems.dedup();
        return Err(problems);
    }
    artifacts.extend(sitemap(&site, artifacts.keys()));
    artifacts.extend(index);
    artifacts.extend(edizioni::notizie(&site).map(|feed| (NOTIZIE.to_owned(), feed.into_bytes())));
    files(&site, layouts, &mut artifacts);
    Ok(artifacts)
}

/// The sections in reading order, each with those above it.
fn ordine(document: &Document) -> Vec<(&Section, Vec<&Section>)> {
    let mut order = Vec::new();
    document.walk(&mut |section, above| order.push((section, above.to_vec())));
    order
}

/// `blocks` without a page around them: the HTML that CommonMark's reference implementation writes for the same Markdown,
/// as far as the document keeps what it needs.
#[must_use]
pub fn fragment(blocks: &[Block]) -> String {
    let mut writer = Writer::new(None);
    writer.blocks(blocks);
    writer.out
}

/// The list of pages for search engines. It needs the address of the site, and is made only if the plan gives one.
fn sitemap<'a>(site: &Site<'_>, pages: impl Iterator<Item = &'a String>) -> Option<(String, Vec<u8>)> {
    // An edition at its permanent address is a copy of one that is, or was, the site, so it has no list.
    let address = site.address().filter(|_| site.document.edizioni.as_ref().is_none_or(|all| !all.permanente))?;
    let day = site.document.meta.giorno().iso();
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    xml.push_str("<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    let moved: BTreeSet<String> = site.document.prima.values().flatten().map(file).collect();
    for page in pages.filter(|page| *page != NON_TROVATA && !moved.contains(*page)) {
        xml.push_str("<url><loc>");
        escape(&mut xml, &encode(&format!("{address}{page}")));
        xml.push_str(&format!("</loc><lastmod>{day}</lastmod></url>\n"));
    }
    xml.push_str("</urlset>\n");
    Some(("sitemap.xml".to_owned(), xml.into_bytes()))
}

/// Adds the files that are no pages: style sheets, fonts, pictures, annexes.
fn files(site: &Site<'_>, layouts: &Layouts, artifacts: &mut Artifacts) {
    let embedded = Layouts::embedded();
    for (path, bytes) in layouts.iter() {
        if let Some(name) = path.strip_prefix("html/").filter(|name| !name.ends_with(".html")) {
            let bytes = match name.rsplit('.').next() {
                Some("css") => without_comments(bytes),
                // What others write need not keep to what is known of our scripts.
                Some("js") if embedded.get(path) == Some(bytes) => without_comment_lines(bytes),
                _ => bytes.to_vec(),
            };
            artifacts.insert(format!("assets/{name}"), bytes);
        }
    }
    // The icon is drawn in our colour.
    if let Some(icon) = artifacts.get_mut(ICONA) {
        let drawn = String::from_utf8_lossy(icon).replace("#0066cc", &site.document.meta.colori.primario.to_string());
        *icon = drawn.into_bytes();
    }
    for (name, bytes) in fonts::files() {
        let (folder, file) = name.rsplit_once('/').unwrap_or(("", name));
        if file.ends_with(".woff2") {
            artifacts.insert(format!("fonts/{file}"), bytes.to_vec());
        } else if file == "OFL.txt" {
            // The licence of the fonts must be distributed with them.
            artifacts.insert(format!("fonts/{folder}-OFL.txt"), bytes.to_vec());
        }
    }
    for (name, image) in &site.images {
        if let Some(asset) = site.document.assets.get(*name) {
            artifacts.insert(image.path.clone(), asset.bytes.to_vec());
        }
    }
    for (path, bytes) in site.document.cambiato.iter().flat_map(|cambiato| &cambiato.immagini) {
        artifacts.insert(path.clone(), bytes.to_vec());
    }
    if let Some(bytes) = ics::calendar(site.document, &|id| site.whole_address(id)) {
        artifacts.insert(FILE_ICS.to_owned(), bytes);
    }
    if let Some(css) = colori(site.document.meta.colori, site.document.stile.is_some()) {
        artifacts.insert(COLORI.to_owned(), css.into_bytes());
    }
    let style = site.document.stile.iter().flat_map(|stile| &stile.file);
    for (path, bytes) in site.document.allegati.iter().chain(style) {
        artifacts.insert(path.clone(), bytes.to_vec());
    }
}

/// A style sheet of ours without its comments and its indents, which are for who edits it: each page of the site asks for it.
fn without_comments(css: &[u8]) -> Vec<u8> {
    let css = String::from_utf8_lossy(css);
    let mut out = String::with_capacity(css.len());
    let mut rest = css.as_ref();
    while let Some((before, comment)) = rest.split_once("/*") {
        out.push_str(before);
        rest = comment.split_once("*/").map_or("", |(_, after)| after.trim_start_matches('\n'));
    }
    out.push_str(rest);
    let lines: Vec<&str> = out.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.join("\n").into_bytes()
}

/// A script of ours without its indents and the lines that are comments: none of ours has a comment, or a line like one, within a
/// statement, nor a text of several lines.
fn without_comment_lines(js: &[u8]) -> Vec<u8> {
    let js = String::from_utf8_lossy(js);
    let mut out = String::with_capacity(js.len());
    let mut within = false;
    for line in js.lines() {
        let bare = line.trim_start();
        within |= bare.starts_with("/**");
        if !within && !bare.is_empty() && !bare.starts_with("//") {
            out.push_str(bare);
            out.push('\n');
        }
        within &= !bare.ends_with("*/");
    }
    out.into_bytes()
}

/// The style sheet with the colours of a body that has its own. `light`: whether its pages are always light.
fn colori(colori: Colori, light: bool) -> Option<String> {
    let Colori { primario, titoli } = colori;
    if colori == Colori::NOSTRI {
        return None;
    }
    let mut css = format!(
        ":root {{ --primario: {primario}; --testata: {primario}; --collegamento: {primario}; --nota: {primario}; \
         --titoli: {titoli}; --scuro: {titoli}; --testata-slim: {titoli}; --piede: {titoli}; }}\n"
    );
    if !light {
        // In the dark, words are these colours made light, and what is behind white words is these made dark.
        let words = format!("color-mix(in srgb, {primario} 45%, white)");
        let _ = writeln!(
            css,
            "@media (prefers-color-scheme: dark) {{ html:root {{ --primario: {primario}; --collegamento: {words}; --nota: {words}; \
             --titoli: color-mix(in srgb, {titoli} 12%, white); --testata: color-mix(in srgb, {primario} 60%, black); \
             --testata-slim: color-mix(in srgb, {titoli} 60%, black); }} }}"
        );
    }
    Some(css)
}
