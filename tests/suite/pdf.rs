//! What a PDF says of itself, read back from its bytes: structure tree, words of each element, links and where they lead.
//! A screen reader has nothing else. The walks are iterative: a tree from a hostile plan can be deep.

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId};
use std::collections::BTreeMap;

/// A PDF, read.
#[derive(Debug, Default)]
pub(crate) struct Pdf {
    /// Structure elements; the children of each come after it.
    nodes: Vec<Node>,
    /// The page (from 1) of each named destination.
    pub(crate) destinations: BTreeMap<String, u32>,
}

/// A structure element.
#[derive(Debug, Default)]
struct Node {
    role: String,
    /// Scope of a header cell, alternative text of a figure.
    detail: Option<String>,
    kids: Vec<Kid>,
}

#[derive(Debug)]
enum Kid {
    Node(usize),
    Text(String),
    /// The name of a destination in this file.
    Link(String),
}

/// The tree read aloud.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Event<'a> {
    /// An element begins.
    Open(&'a str),
    Text(&'a str),
    /// The element at hand is a link to that name.
    Link(&'a str),
    Close(&'a str),
}

impl Pdf {
    pub(crate) fn read(bytes: &[u8]) -> Self {
        let file = Document::load_mem(bytes).expect("a PDF");
        let mut pages: BTreeMap<ObjectId, BTreeMap<i64, String>> = BTreeMap::new();
        for page in file.get_pages().into_values() {
            pages.insert(page, page_words(&file, page));
        }
        let mut pdf = Pdf { destinations: destinations(&file), ..Pdf::default() };
        let root = dict(&file, dict_of(&file).get(b"StructTreeRoot").expect("a tagged PDF"));
        pdf.nodes.push(Node { role: "StructTreeRoot".into(), ..Node::default() });
        let mut todo = vec![(0, root, None)];
        while let Some((at, element, page)) = todo.pop() {
            let page = element.get(b"Pg").and_then(Object::as_reference).ok().or(page);
            let kids = match element.get_deref(b"K", &file) {
                Ok(Object::Array(kids)) => kids.iter().collect(),
                Ok(_) => vec![element.get(b"K").unwrap()],
                Err(_) => vec![],
            };
            for kid in kids {
                let kid = match file.dereference(kid).unwrap().1 {
                    Object::Integer(mark) => Kid::Text(words(&pages, page, *mark)),
                    Object::Dictionary(kid) if kid.has_type(b"MCR") => {
                        let page = kid.get(b"Pg").and_then(Object::as_reference).ok().or(page);
                        Kid::Text(words(&pages, page, kid.get(b"MCID").unwrap().as_i64().unwrap()))
                    }
                    Object::Dictionary(kid) if kid.has_type(b"OBJR") => {
                        match destination(&file, dict(&file, kid.get(b"Obj").unwrap())) {
                            Some(name) => Kid::Link(name),
                            None => continue,
                        }
                    }
                    Object::Dictionary(kid) => {
                        let node = pdf.nodes.len();
                        pdf.nodes.push(Node::of(&file, kid));
                        todo.push((node, kid, page));
                        Kid::Node(node)
                    }
                    other => panic!("not a part of a structure tree: {other:?}"),
                };
                pdf.nodes[at].kids.push(kid);
            }
        }
        pdf
    }

    /// The tree in reading order.
    pub(crate) fn events(&self) -> Vec<Event<'_>> {
        let mut out = vec![];
        let mut open = vec![(0, 0)];
        while let Some((node, next)) = open.last_mut() {
            let node = &self.nodes[*node];
            if *next == 0 {
                out.push(Event::Open(&node.role));
            }
            *next += 1;
            match node.kids.get(*next - 1) {
                Some(Kid::Node(child)) => open.push((*child, 0)),
                Some(Kid::Text(text)) => out.push(Event::Text(text)),
                Some(Kid::Link(name)) => out.push(Event::Link(name)),
                None => {
                    out.push(Event::Close(&node.role));
                    open.pop();
                }
            }
        }
        out
    }

    /// The names of the elements, indented; an element with a single child shares its line, and equal neighbours are counted.
    pub(crate) fn outline_of_tags(&self) -> String {
        // Children come after their parents, so backwards every child is ready before it is asked for.
        let mut drawn: Vec<Vec<String>> = vec![vec![]; self.nodes.len()];
        for (at, node) in self.nodes.iter().enumerate().rev() {
            let mut below: Vec<(Vec<String>, usize)> = vec![];
            for kid in &node.kids {
                let Kid::Node(child) = kid else { continue };
                let lines = std::mem::take(&mut drawn[*child]);
                match below.last_mut() {
                    Some((same, count)) if *same == lines => *count += 1,
                    _ => below.push((lines, 1)),
                }
            }
            let mut head = node.role.clone();
            if let Some(detail) = &node.detail {
                head += &format!(" ({detail})");
            }
            let times = |line: &str, count: usize| match count {
                1 => line.to_owned(),
                n => format!("{line} ×{n}"),
            };
            drawn[at] = match below.as_slice() {
                [] => vec![head],
                [(lines, 1)] => {
                    let first = format!("{head} > {}", lines[0]);
                    std::iter::once(first).chain(lines[1..].iter().cloned()).collect()
                }
                below => {
                    let mut out = vec![head];
                    for (lines, count) in below {
                        out.push(format!("  {}", times(&lines[0], *count)));
                        out.extend(lines[1..].iter().map(|line| format!("  {line}")));
                    }
                    out
                }
            };
        }
        drawn.swap_remove(0).join("\n")
    }
}

impl Node {
    fn of(file: &Document, element: &Dictionary) -> Self {
        let name = |object: &Object| String::from_utf8_lossy(object.as_name().unwrap_or_default()).into_owned();
        let role = element.get(b"S").map(name).unwrap_or_default();
        let alt = element.get(b"Alt").ok().and_then(|alt| lopdf::decode_text_string(alt).ok());
        let scope = element.get_deref(b"A", file).ok().and_then(|attributes| {
            let list = match attributes {
                Object::Array(list) => list.iter().collect(),
                other => vec![other],
            };
            let mut dicts = list.into_iter().filter_map(|o| file.dereference(o).ok()?.1.as_dict().ok());
            dicts.find_map(|d| d.get(b"Scope").ok().map(name))
        });
        Node { role, detail: alt.or(scope), kids: vec![] }
    }
}

fn words(pages: &BTreeMap<ObjectId, BTreeMap<i64, String>>, page: Option<ObjectId>, mark: i64) -> String {
    let page = page.and_then(|page| pages.get(&page)).expect("marked content has a page");
    page.get(&mark).cloned().unwrap_or_default()
}

fn dict_of(file: &Document) -> &Dictionary {
    file.catalog().expect("a catalogue")
}

fn dict<'a>(file: &'a Document, object: &'a Object) -> &'a Dictionary {
    file.dereference(object).unwrap().1.as_dict().expect("a dictionary")
}

/// The words of each marked part of a page, by the fonts' own maps to Unicode.
fn page_words(file: &Document, page: ObjectId) -> BTreeMap<i64, String> {
    let fonts = file.get_page_fonts(page).unwrap();
    let encodings: BTreeMap<_, _> =
        fonts.iter().map(|(name, font)| (name.as_slice(), font.get_font_encoding(file).unwrap())).collect();
    let content = Content::decode(&file.get_page_content(page)).unwrap();
    let mut out: BTreeMap<i64, String> = BTreeMap::new();
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
                        text.push_str(&font.expect("a font").bytes_to_string(bytes).unwrap());
                    }
                }
            }
            _ => {}
        }
    }
    out
}

/// Where a link annotation leads inside the file, by name.
fn destination(file: &Document, annotation: &Dictionary) -> Option<String> {
    let name = match annotation.get_deref(b"Dest", file) {
        Ok(name) => name,
        Err(_) => {
            let action = dict(file, annotation.get(b"A").ok()?);
            (action.get(b"S").ok()?.as_name().ok()? == b"GoTo").then(|| action.get_deref(b"D", file).ok())??
        }
    };
    let bytes = name.as_str().or_else(|_| name.as_name()).ok()?;
    Some(String::from_utf8_lossy(bytes).into_owned())
}

fn destinations(file: &Document) -> BTreeMap<String, u32> {
    let numbers: BTreeMap<ObjectId, u32> = file.get_pages().into_iter().map(|(n, id)| (id, n)).collect();
    let mut out = BTreeMap::new();
    let Ok(names) = dict_of(file).get_deref(b"Names", file).and_then(Object::as_dict) else { return out };
    let Ok(tree) = names.get(b"Dests") else { return out };
    let mut todo = vec![dict(file, tree)];
    while let Some(node) = todo.pop() {
        if let Ok(Object::Array(kids)) = node.get_deref(b"Kids", file) {
            todo.extend(kids.iter().map(|kid| dict(file, kid)));
        }
        if let Ok(Object::Array(pairs)) = node.get_deref(b"Names", file) {
            for pair in pairs.chunks(2) {
                let name = String::from_utf8_lossy(pair[0].as_str().unwrap()).into_owned();
                let mut place = file.dereference(&pair[1]).unwrap().1;
                if let Object::Dictionary(wrapped) = place {
                    place = wrapped.get_deref(b"D", file).unwrap();
                }
                let page = place.as_array().unwrap()[0].as_reference().unwrap();
                out.insert(name, numbers[&page]);
            }
        }
    }
    out
}
