//! Reads back from the bytes of a PDF what a screen reader would say: the structure tree, the words of each element, the links
//! and where they lead. Only files built as ours are read. The walks are not recursive, because the tree of a hostile file may
//! be deep.

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId};
use std::collections::{BTreeMap, BTreeSet};

/// A tagged PDF that was read back.
#[derive(Debug, Default)]
pub(super) struct TaggedPdf {
    /// The structure elements. Children come after their parent.
    nodes: Vec<Node>,
    /// The page (from 1) of each named destination.
    pub(super) destinations: BTreeMap<String, u32>,
}

#[derive(Debug, Default)]
struct Node {
    role: String,
    kids: Vec<Kid>,
}

#[derive(Debug)]
enum Kid {
    Node(usize),
    Text(String),
    Link(String),
}

/// A step of the walk through the tree in reading order.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Event<'a> {
    /// An element with this role begins.
    Opens(&'a str),
    Text(&'a str),
    /// The element that was opened last is a link to the destination with this name.
    Link(&'a str),
    Closes(&'a str),
}

/// The words of each marked part of a page, by its number (MCID).
type MarkedWords = BTreeMap<i64, String>;

impl TaggedPdf {
    /// The tree of a tagged PDF; none when it has none, or is broken.
    pub(super) fn parse(bytes: &[u8]) -> Option<Self> {
        let file = Document::load_mem(bytes).ok()?;
        let mut pages: BTreeMap<ObjectId, MarkedWords> = BTreeMap::new();
        for page in file.get_pages().into_values() {
            pages.insert(page, marked_words(&file, page)?);
        }
        let mut tagged = TaggedPdf { destinations: destinations(&file)?, ..TaggedPdf::default() };
        let root = file.catalog().ok()?.get(b"StructTreeRoot").ok()?;
        tagged.nodes.push(Node { role: "StructTreeRoot".into(), ..Node::default() });
        let mut todo = vec![(0, dictionary(&file, root)?, None)];
        // An element that is its own ancestor would never end.
        let mut seen = BTreeSet::new();
        while let Some((at, element, page)) = todo.pop() {
            let page = element.get(b"Pg").and_then(Object::as_reference).ok().or(page);
            let kids = match element.get_deref(b"K", &file) {
                Ok(Object::Array(kids)) => kids.iter().collect(),
                Ok(_) => element.get(b"K").into_iter().collect(),
                Err(_) => vec![],
            };
            for kid in kids {
                if kid.as_reference().is_ok_and(|id| !seen.insert(id)) {
                    return None;
                }
                let kid = match file.dereference(kid).ok()?.1 {
                    Object::Integer(mark) => Kid::Text(pages.get(&page?)?.get(mark).cloned().unwrap_or_default()),
                    Object::Dictionary(kid) if kid.has_type(b"MCR") => {
                        let page = kid.get(b"Pg").and_then(Object::as_reference).ok().or(page)?;
                        let mark = kid.get(b"MCID").and_then(Object::as_i64).ok()?;
                        Kid::Text(pages.get(&page)?.get(&mark).cloned().unwrap_or_default())
                    }
                    Object::Dictionary(kid) if kid.has_type(b"OBJR") => {
                        match target(&file, dictionary(&file, kid.get(b"Obj").ok()?)?) {
                            Some(name) => Kid::Link(name),
                            None => continue,
                        }
                    }
                    Object::Dictionary(kid) => {
                        let node = tagged.nodes.len();
                        let role = kid.get(b"S").and_then(Object::as_name).unwrap_or_default();
                        let role = String::from_utf8_lossy(role).into_owned();
                        tagged.nodes.push(Node { role, ..Node::default() });
                        todo.push((node, kid, page));
                        Kid::Node(node)
                    }
                    _ => return None,
                };
                tagged.nodes.get_mut(at)?.kids.push(kid);
            }
        }
        Some(tagged)
    }

    /// The tree in reading order.
    pub(super) fn events(&self) -> Vec<Event<'_>> {
        let mut out = vec![];
        let mut open = vec![(0, 0)];
        while let Some((at, next)) = open.last_mut() {
            let Some(node) = self.nodes.get(*at) else { break };
            if *next == 0 {
                out.push(Event::Opens(&node.role));
            }
            *next += 1;
            match node.kids.get(*next - 1) {
                Some(Kid::Node(child)) => open.push((*child, 0)),
                Some(Kid::Text(text)) => out.push(Event::Text(text)),
                Some(Kid::Link(name)) => out.push(Event::Link(name)),
                None => {
                    out.push(Event::Closes(&node.role));
                    open.pop();
                }
            }
        }
        out
    }
}

fn dictionary<'a>(file: &'a Document, object: &'a Object) -> Option<&'a Dictionary> {
    file.dereference(object).ok()?.1.as_dict().ok()
}

/// The words of each marked part of a page, decoded with the `ToUnicode` maps of its fonts.
fn marked_words(file: &Document, page: ObjectId) -> Option<MarkedWords> {
    let fonts = file.get_page_fonts(page).ok()?;
    let mut encodings = BTreeMap::new();
    for (name, font) in &fonts {
        encodings.insert(name.as_slice(), font.get_font_encoding(file).ok()?);
    }
    let content = Content::decode(&file.get_page_content(page)).ok()?;
    let mut out = MarkedWords::new();
    let mut font = None;
    // Open marks: the number of each, and whether its glyphs are replaced by other words (a hyphen at a line end).
    let mut open: Vec<(Option<i64>, bool)> = vec![];
    for operation in &content.operations {
        let mark = open.iter().rev().find_map(|(mark, _)| *mark);
        match (operation.operator.as_str(), operation.operands.as_slice()) {
            ("BDC" | "BMC", operands) => {
                let properties = operands.get(1).and_then(|o| o.as_dict().ok());
                let number = properties.and_then(|d| d.get(b"MCID").ok()?.as_i64().ok());
                let actual = properties.and_then(|d| lopdf::decode_text_string(d.get(b"ActualText").ok()?).ok());
                if let (Some(words), Some(mark)) = (&actual, number.or(mark)) {
                    out.entry(mark).or_default().push_str(words);
                }
                open.push((number, actual.is_some()));
            }
            ("EMC", _) => drop(open.pop()),
            ("Tf", [Object::Name(name), ..]) => font = encodings.get(name.as_slice()),
            ("Tj" | "TJ", operands) if !open.iter().any(|(_, replaced)| *replaced) => {
                let Some(mark) = mark else { continue };
                let text = out.entry(mark).or_default();
                let parts = match operands.first() {
                    Some(Object::Array(parts)) => parts.as_slice(),
                    _ => operands,
                };
                for part in parts {
                    if let Object::String(bytes, _) = part {
                        text.push_str(&font?.bytes_to_string(bytes).ok()?);
                    }
                }
            }
            _ => {}
        }
    }
    Some(out)
}

/// Where a link annotation leads inside the file, by name.
fn target(file: &Document, annotation: &Dictionary) -> Option<String> {
    let name = match annotation.get_deref(b"Dest", file) {
        Ok(name) => name,
        Err(_) => {
            let action = dictionary(file, annotation.get(b"A").ok()?)?;
            (action.get(b"S").ok()?.as_name().ok()? == b"GoTo").then(|| action.get_deref(b"D", file).ok())??
        }
    };
    let bytes = name.as_str().or_else(|_| name.as_name()).ok()?;
    Some(String::from_utf8_lossy(bytes).into_owned())
}

fn destinations(file: &Document) -> Option<BTreeMap<String, u32>> {
    let numbers: BTreeMap<ObjectId, u32> = file.get_pages().into_iter().map(|(n, id)| (id, n)).collect();
    let mut out = BTreeMap::new();
    let Ok(names) = file.catalog().ok()?.get_deref(b"Names", file).and_then(Object::as_dict) else { return Some(out) };
    let Ok(tree) = names.get(b"Dests") else { return Some(out) };
    let mut todo = vec![dictionary(file, tree)?];
    let mut seen = BTreeSet::new();
    while let Some(node) = todo.pop() {
        if let Ok(Object::Array(kids)) = node.get_deref(b"Kids", file) {
            for kid in kids {
                if kid.as_reference().is_ok_and(|id| !seen.insert(id)) {
                    return None;
                }
                todo.push(dictionary(file, kid)?);
            }
        }
        if let Ok(Object::Array(pairs)) = node.get_deref(b"Names", file) {
            for pair in pairs.chunks(2) {
                let [name, place] = pair else { return None };
                let name = String::from_utf8_lossy(name.as_str().ok()?).into_owned();
                let mut place = file.dereference(place).ok()?.1;
                if let Object::Dictionary(wrapped) = place {
                    place = wrapped.get_deref(b"D", file).ok()?;
                }
                let page = place.as_array().ok()?.first()?.as_reference().ok()?;
                out.insert(name, *numbers.get(&page)?);
            }
        }
    }
    Some(out)
}
