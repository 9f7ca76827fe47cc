//! What a workbook says beside its cells: the rows and the columns that it hides, the cells that have a comment, those with some words struck
//! through. None of it is data; all of it is told.

use super::archivio::{self, Archivio, MAX_NODES, attr};
use super::foglio::{Foglio, MAX_COLUMNS, posto};
use roxmltree::{Document, Node};
use std::collections::BTreeSet;

/// Most bytes of a part: the tree of one takes ten times as much memory.
const MAX_XML: u64 = 24 << 20;
const CARTELLA: &str = "xl/workbook.xml";

/// Takes note in each sheet of its hidden rows and columns, of its comments, and of the cells with struck words. A part that cannot be read says nothing: the cells were read without.
pub(super) fn annota(archive: &mut Archivio<'_>, fogli: &mut [Foglio]) {
    let sheets = archivio::nominate(archive, CARTELLA, "worksheet");
    let Some(book) = testo(archive, CARTELLA) else { return };
    let barrate = barrate(archive);
    let named: Vec<(String, String)> = albero(&book).map_or_else(Vec::new, |book| {
        let sheets = book.descendants().filter(|node| node.tag_name().name() == "sheet");
        sheets.filter_map(|sheet| Some((attr(sheet, "name")?.to_owned(), attr(sheet, "id")?.to_owned()))).collect()
    });
    for (name, id) in named {
        let foglio = fogli.iter_mut().find(|foglio| foglio.nome == name);
        let (Some(part), Some(foglio)) = (sheets.get(&id), foglio) else { continue };
        for comments in archivio::nominate(archive, part, "comments").into_values() {
            let text = testo(archive, &comments).unwrap_or_default();
            let Some(tree) = albero(&text) else { continue };
            let all = tree.descendants().filter(|node| node.tag_name().name() == "comment");
            foglio.commenti.extend(all.filter_map(|comment| attr(comment, "ref")).filter_map(posto));
        }
        let text = testo(archive, part).unwrap_or_default();
        // Most sheets hide nothing.
        let says = |text: &&String| text.contains(" hidden=") || text.contains("strike") || !barrate.is_empty();
        let Some(tree) = Some(&text).filter(says).and_then(|text| albero(text)) else {
            continue;
        };
        for cell in tree.descendants().filter(|node| node.tag_name().name() == "c") {
            let shared = || cell.children().find(|node| node.tag_name().name() == "v")?.text()?.parse().ok();
            let struck = match attr(cell, "t") {
                Some("s") => shared().is_some_and(|n: usize| barrate.contains(&n)),
                Some("inlineStr") => barrata(cell),
                _ => false,
            };
            foglio.barrate.extend(attr(cell, "r").and_then(posto).filter(|_| struck));
        }
        let hidden = tree
            .descendants()
            .filter(|node| attr(*node, "hidden").is_some_and(|value| value == "1" || value == "true"));
        for node in hidden {
            let number = |name: &str| attr(node, name)?.parse::<u32>().ok()?.checked_sub(1);
            match node.tag_name().name() {
                "row" => foglio.nascoste.extend(number("r")),
                "col" => {
                    if let (Some(first), Some(last)) = (number("min"), number("max")) {
                        foglio.colonne_nascoste.extend(first..=last.min(MAX_COLUMNS));
                    }
                }
                _ => {}
            }
        }
    }
}

/// The texts of the workbook that have some words struck through, by their numbers.
fn barrate(archive: &mut Archivio<'_>) -> BTreeSet<usize> {
    let part = archivio::nominate(archive, CARTELLA, "sharedStrings").into_values().next();
    let text = part.and_then(|part| testo(archive, &part)).filter(|text| text.contains("strike")).unwrap_or_default();
    let Some(tree) = albero(&text) else { return BTreeSet::new() };
    let texts = tree.root_element().children().filter(|node| node.tag_name().name() == "si");
    texts.enumerate().filter(|(_, text)| barrata(*text)).map(|(n, _)| n).collect()
}

/// Whether some words of a text are struck through.
fn barrata(node: Node<'_, '_>) -> bool {
    let on = |node: Node<'_, '_>| !attr(node, "val").is_some_and(|value| value == "0" || value == "false");
    node.descendants().any(|node| node.tag_name().name() == "strike" && on(node))
}

fn albero(text: &str) -> Option<Document<'_>> {
    archivio::albero(text, MAX_NODES).ok()
}

fn testo(archive: &mut Archivio<'_>, part: &str) -> Option<String> {
    archivio::testo(archive, part, MAX_XML)
}
