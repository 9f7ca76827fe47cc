//! What a workbook says beside its cells: the rows that it hides, and the cells that have a comment. Neither is data; both are told.

use super::archivio;
use super::foglio::Foglio;
use roxmltree::{Document, Node, ParsingOptions};
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// Most bytes of a part: the tree of one takes ten times as much memory.
const MAX_XML: u64 = 24 << 20;
/// Most nodes of a part.
const MAX_NODES: u32 = 4_000_000;
const CARTELLA: &str = "xl/workbook.xml";

/// Takes note in each sheet of its hidden rows and of its comments. A part that cannot be read says nothing: the cells were read without.
pub(super) fn annota(bytes: &[u8], fogli: &mut [Foglio]) {
    let Ok(mut archive) = archivio::apri(bytes) else { return };
    let sheets = relazioni(&mut archive, CARTELLA, "worksheet");
    let Some(book) = testo(&mut archive, CARTELLA) else { return };
    let named: Vec<(String, String)> = albero(&book).map_or_else(Vec::new, |book| {
        let sheets = book.descendants().filter(|node| node.tag_name().name() == "sheet");
        sheets.filter_map(|sheet| Some((attr(sheet, "name")?, attr(sheet, "id")?))).collect()
    });
    for (name, id) in named {
        let part = sheets.iter().find(|(known, _)| *known == id).map(|(_, part)| part.clone());
        let (Some(part), Some(foglio)) = (part, fogli.iter_mut().find(|foglio| foglio.nome == name)) else { continue };
        for (_, comments) in relazioni(&mut archive, &part, "comments") {
            let text = testo(&mut archive, &comments).unwrap_or_default();
            let Some(tree) = albero(&text) else { continue };
            let all = tree.descendants().filter(|node| node.tag_name().name() == "comment");
            foglio.commenti.extend(all.filter_map(|comment| attr(comment, "ref")));
        }
        let text = testo(&mut archive, &part).unwrap_or_default();
        // Most sheets hide nothing.
        let Some(tree) = Some(&text).filter(|text| text.contains(" hidden=")).and_then(|text| albero(text)) else {
            continue;
        };
        let rows = tree.descendants().filter(|node| node.tag_name().name() == "row");
        let hidden = rows.filter(|row| attr(*row, "hidden").is_some_and(|value| value == "1" || value == "true"));
        foglio.nascoste.extend(hidden.filter_map(|row| attr(row, "r")?.parse::<u32>().ok()?.checked_sub(1)));
    }
}

/// The value of an attribute, whatever its namespace.
fn attr(node: Node<'_, '_>, name: &str) -> Option<String> {
    node.attributes().find(|attribute| attribute.name() == name).map(|attribute| attribute.value().to_owned())
}

fn albero(text: &str) -> Option<Document<'_>> {
    let options = ParsingOptions { allow_dtd: false, nodes_limit: MAX_NODES, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).ok()
}

fn testo(archive: &mut ZipArchive<Cursor<&[u8]>>, part: &str) -> Option<String> {
    let mut text = String::new();
    let read = archive.by_name(part).ok()?.take(MAX_XML + 1).read_to_string(&mut text).ok()?;
    (read as u64 <= MAX_XML).then_some(text)
}

/// The parts of this type that a part names, each with the name that it gives them.
fn relazioni(archive: &mut ZipArchive<Cursor<&[u8]>>, part: &str, tipo: &str) -> Vec<(String, String)> {
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    let text = testo(archive, &format!("{folder}/_rels/{file}.rels")).unwrap_or_default();
    let Some(tree) = albero(&text) else { return Vec::new() };
    let all = tree.descendants().filter(|node| node.tag_name().name() == "Relationship");
    let of_type = all.filter(|node| attr(*node, "Type").is_some_and(|one| one.rsplit('/').next() == Some(tipo)));
    let each = of_type.filter_map(|node| {
        let target = attr(node, "Target")?;
        let mut path: Vec<&str> = if target.starts_with('/') { Vec::new() } else { folder.split('/').collect() };
        for step in target.split('/').filter(|step| !step.is_empty() && *step != ".") {
            match step {
                ".." => path.truncate(path.len().saturating_sub(1)),
                _ => path.push(step),
            }
        }
        Some((attr(node, "Id")?, path.join("/")))
    });
    each.collect()
}
