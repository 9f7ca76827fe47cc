//! Opens the archives that workbooks and documents are, when they can do no harm; and reads their parts, which are XML without a DTD.

use roxmltree::{Document, Node, ParsingOptions};
use std::collections::BTreeMap;
use std::io::{self, Cursor, Read};
use zip::ZipArchive;

/// An archive that was opened.
pub(super) type Archivio<'b> = ZipArchive<Cursor<&'b [u8]>>;

/// Most bytes that an archive may become when it is unpacked. The largest files of a body are a hundredth of it.
pub(super) const MAX_UNPACKED: u64 = 256 << 20;
/// Most files in an archive.
const MAX_FILES: usize = 10_000;
/// What is smaller than this fills no memory, however much it was packed.
const SMALL: u64 = 16 << 20;
/// How many times larger than it is packed a file may be. The text of a document is 10 to 60 times; deflate cannot go beyond 1032.
const MAX_RATIO: u64 = 400;
/// Most bytes of what says which parts a part names.
const MAX_RELS: u64 = 24 << 20;
/// Most nodes of a part that is XML.
pub(super) const MAX_NODES: u32 = 4_000_000;

/// Why an archive is not opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Guasto {
    /// It is protected by a password, or is of a program of before 2007: both begin with the same bytes.
    Cifrato,
    /// It is no archive, or not a whole one.
    NonArchivio,
    /// It unpacks to more than any file of a body needs.
    Gonfio,
}

/// Opens an archive. All that is in it is unpacked once and thrown away, whatever lengths it declares.
pub(super) fn apri(bytes: &[u8]) -> Result<Archivio<'_>, Guasto> {
    if bytes.starts_with(&super::xls::INIZIO) {
        return Err(Guasto::Cifrato);
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Guasto::NonArchivio)?;
    if archive.len() > MAX_FILES {
        return Err(Guasto::Gonfio);
    }
    let mut left = MAX_UNPACKED;
    for n in 0..archive.len() {
        let Ok(entry) = archive.by_index(n) else { continue };
        let packed = entry.compressed_size();
        // What is damaged is told by who reads it.
        let read = io::copy(&mut entry.take(left + 1), &mut io::sink()).unwrap_or_default();
        if read > SMALL && read / MAX_RATIO > packed {
            return Err(Guasto::Gonfio);
        }
        left = left.checked_sub(read).ok_or(Guasto::Gonfio)?;
    }
    Ok(archive)
}

/// The bytes of a part, `most` of them at most. None when it is not there, has more, or cannot be unpacked.
pub(super) fn parte(archive: &mut Archivio<'_>, name: &str, most: u64) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let entry = archive.by_name(name).ok()?;
    entry.take(most + 1).read_to_end(&mut bytes).ok()?;
    (bytes.len() as u64 <= most).then_some(bytes)
}

/// The words of a part, as [`parte`] reads it. None also when they are not in UTF-8.
pub(super) fn testo(archive: &mut Archivio<'_>, name: &str, most: u64) -> Option<String> {
    String::from_utf8(parte(archive, name, most)?).ok()
}

/// The tree of a part that has `most` nodes at most.
///
/// # Errors
/// When it is not well formed, or has a DTD: an entity could fill the memory, or name other files.
pub(super) fn albero(text: &str, most: u32) -> Result<Document<'_>, roxmltree::Error> {
    let options = ParsingOptions { allow_dtd: false, nodes_limit: most, ..ParsingOptions::default() };
    Document::parse_with_options(text, options)
}

/// The value of an attribute, whatever its namespace.
pub(super) fn attr<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    node.attributes().find(|attribute| attribute.name() == name).map(|attribute| attribute.value())
}

/// What a part names in another part, or out of the archive.
#[derive(Debug, Clone)]
pub(super) struct Relazione {
    /// The last word of its type: `image`, `footnotes`.
    pub(super) tipo: String,
    /// The name of a part, or an address.
    pub(super) dove: String,
    /// Whether it leads out of the archive.
    pub(super) fuori: bool,
}

/// The name of the part that has the relations of another one.
pub(super) fn rels(part: &str) -> String {
    let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
    unisci(folder, &format!("_rels/{name}.rels"))
}

/// What a part names, by id. `tree` is that of its relations.
pub(super) fn relazioni(part: &str, tree: &Document<'_>) -> BTreeMap<String, Relazione> {
    let folder = part.rsplit_once('/').map_or("", |(folder, _)| folder);
    let each = tree.root_element().children().filter(Node::is_element).filter_map(|node| {
        let target = attr(node, "Target")?;
        let fuori = attr(node, "TargetMode").is_some_and(|mode| mode.eq_ignore_ascii_case("external"));
        let dove = if fuori { target.to_owned() } else { unisci(folder, target) };
        let tipo = attr(node, "Type")?.rsplit('/').next().unwrap_or_default().to_owned();
        Some((attr(node, "Id")?.to_owned(), Relazione { tipo, dove, fuori }))
    });
    each.collect()
}

/// The parts of this type that a part of the archive names, by the name that it gives them.
pub(super) fn nominate(archive: &mut Archivio<'_>, part: &str, tipo: &str) -> BTreeMap<String, String> {
    let text = testo(archive, &rels(part), MAX_RELS).unwrap_or_default();
    let Ok(tree) = albero(&text, MAX_NODES) else { return BTreeMap::new() };
    let all = relazioni(part, &tree).into_iter().filter(|(_, one)| one.tipo == tipo && !one.fuori);
    all.map(|(id, one)| (id, one.dove)).collect()
}

/// The name of the part that `target` names from `folder`.
fn unisci(folder: &str, target: &str) -> String {
    let above = if target.starts_with('/') { "" } else { folder };
    let mut parts: Vec<&str> = above.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::{rels, unisci};

    #[test]
    fn a_part_is_named_from_the_part_that_names_it() {
        assert_eq!(unisci("word", "media/image1.png"), "word/media/image1.png");
        assert_eq!(unisci("word", "/word/media/image1.png"), "word/media/image1.png");
        assert_eq!(unisci("word", "../docProps/core.xml"), "docProps/core.xml");
        assert_eq!(unisci("", "../../../etc/passwd"), "etc/passwd");
        assert_eq!([rels(""), rels("xl/workbook.xml")], ["_rels/.rels", "xl/_rels/workbook.xml.rels"]);
    }
}
