//! What a PDF says of itself, read back from its bytes: structure tree, words of each element, links and where they lead.
//! A screen reader has nothing else. The walks are iterative: a tree from a hostile plan can be deep.

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId};
use std::collections::BTreeMap;

/// A PDF, read.
#[derive(Debug, Default)]
pub(crate) struct Pdf {
    /// Structure elements, the root first; the children of each come after it.
    pub(crate) nodes: Vec<Node>,
    /// The page (from 1) of each named destination.
    pub(crate) destinations: BTreeMap<String, u32>,
    /// Words that are neither in the tree nor an artifact, with their page: for a screen reader they may or may not be there.
    pub(crate) loose: Vec<(u32, String)>,
    /// What the catalogue says of the whole file: `Lang`, `Marked`, `DisplayDocTitle`, `PageMode`, and `Metadata`, the XMP packet.
    pub(crate) claims: BTreeMap<&'static str, String>,
    /// The bookmarks, in their order, whatever their level.
    pub(crate) bookmarks: Vec<String>,
}

/// A structure element.
#[derive(Debug, Default)]
pub(crate) struct Node {
    pub(crate) role: String,
    /// `Alt`, `Scope`, `RowSpan`, `ColSpan`, `TextDecorationType`, as they are.
    pub(crate) says: BTreeMap<&'static str, String>,
    pub(crate) kids: Vec<Kid>,
}

#[derive(Debug)]
pub(crate) enum Kid {
    Node(usize),
    /// Words, and the page on which they stand.
    Text(String, u32),
    /// A link, where it leads, and what is said of it.
    Link(Lead, String),
}

/// Where a link leads.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Lead {
    /// A destination of this file, by name.
    Name(String),
    /// A page of this file, without a name.
    Page(u32),
    /// An address.
    Away(String),
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
        let mut pdf = Pdf {
            destinations: destinations(&file),
            claims: claims(&file),
            bookmarks: bookmarks(&file),
            ..Pdf::default()
        };
        let mut pages: BTreeMap<ObjectId, (u32, BTreeMap<i64, String>)> = BTreeMap::new();
        for (number, page) in file.get_pages() {
            let (words, loose) = page_words(&file, page);
            pages.insert(page, (number, words));
            pdf.loose.extend((!loose.is_empty()).then_some((number, loose)));
        }
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
                    Object::Integer(mark) => words(&pages, page, *mark),
                    Object::Dictionary(kid) if kid.has_type(b"MCR") => {
                        let page = kid.get(b"Pg").and_then(Object::as_reference).ok().or(page);
                        words(&pages, page, kid.get(b"MCID").unwrap().as_i64().unwrap())
                    }
                    Object::Dictionary(kid) if kid.has_type(b"OBJR") => {
                        let annotation = dict(&file, kid.get(b"Obj").unwrap());
                        let said =
                            annotation.get(b"Contents").ok().and_then(|said| lopdf::decode_text_string(said).ok());
                        match destination(&file, annotation) {
                            Some(lead) => Kid::Link(lead, said.unwrap_or_default()),
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
                Some(Kid::Text(text, _)) => out.push(Event::Text(text)),
                Some(Kid::Link(Lead::Name(name), _)) => out.push(Event::Link(name)),
                Some(Kid::Link(Lead::Page(_) | Lead::Away(_), _)) => {}
                None => {
                    out.push(Event::Close(&node.role));
                    open.pop();
                }
            }
        }
        out
    }

    /// The names of all the elements, see [`Pdf::outline_of_parts`].
    pub(crate) fn outline_of_tags(&self) -> String {
        self.outlines().swap_remove(0).join("\n")
    }

    /// The tags of each part of the document, with the words of the heading that begins it (none before the first). A part
    /// begins at a heading of the first three levels. Elements are indented; one with a single child shares its line, and
    /// equal neighbours are counted.
    pub(crate) fn outline_of_parts(&self) -> Vec<(String, String)> {
        let drawn = self.outlines();
        let root = self.nodes.iter().position(|node| node.role == "Document").expect("a document");
        let mut parts: Vec<(String, Vec<&Vec<String>>)> = vec![(String::new(), vec![])];
        // A section of the tree is only around what it holds.
        let mut todo = vec![root];
        while let Some(at) = todo.pop() {
            if ["Document", "Sect"].contains(&self.nodes[at].role.as_str()) {
                let kids = self.nodes[at].kids.iter().rev();
                todo.extend(kids.filter_map(|kid| if let Kid::Node(child) = kid { Some(*child) } else { None }));
                continue;
            }
            let child = &at;
            if ["H1", "H2", "H3"].contains(&self.nodes[*child].role.as_str()) {
                parts.push((self.words(*child), vec![]));
            }
            parts.last_mut().unwrap().1.push(&drawn[*child]);
        }
        parts.into_iter().map(|(heading, lines)| (heading, counted(&lines).join("\n"))).collect()
    }

    /// The words of an element and of those in it.
    fn words(&self, node: usize) -> String {
        let mut out = String::new();
        let mut todo = vec![node];
        while let Some(at) = todo.pop() {
            for kid in &self.nodes[at].kids {
                match kid {
                    Kid::Node(child) => todo.push(*child),
                    Kid::Text(text, _) => out.push_str(text),
                    Kid::Link(..) => {}
                }
            }
        }
        out
    }

    /// The lines of each element with those in it.
    fn outlines(&self) -> Vec<Vec<String>> {
        // Children come after their parents, so backwards every child is ready before it is asked for.
        let mut drawn: Vec<Vec<String>> = vec![vec![]; self.nodes.len()];
        for (at, node) in self.nodes.iter().enumerate().rev() {
            let kids =
                node.kids.iter().filter_map(|kid| if let Kid::Node(child) = kid { Some(&drawn[*child]) } else { None });
            let below = counted(&kids.collect::<Vec<_>>());
            let mut head = node.role.clone();
            if let Some(detail) = node.says.get("Alt").or(node.says.get("Scope")) {
                head += &format!(" ({detail})");
            }
            let children = below.iter().filter(|line| !line.starts_with(' ')).count();
            drawn[at] = match below.split_first() {
                Some((first, rest)) if children == 1 && !first.contains(" ×") => {
                    std::iter::once(format!("{head} > {first}")).chain(rest.iter().cloned()).collect()
                }
                _ => std::iter::once(head).chain(below.iter().map(|line| format!("  {line}"))).collect(),
            };
        }
        drawn
    }
}

/// The lines of elements that stand side by side; equal neighbours are written once, with their number.
fn counted(elements: &[&Vec<String>]) -> Vec<String> {
    let mut out = vec![];
    for same in elements.chunk_by(|a, b| a == b) {
        let [first, rest @ ..] = same[0].as_slice() else { continue };
        out.push(if same.len() > 1 { format!("{first} ×{}", same.len()) } else { first.clone() });
        out.extend(rest.iter().cloned());
    }
    out
}

impl Node {
    fn of(file: &Document, element: &Dictionary) -> Self {
        let name = |object: &Object| String::from_utf8_lossy(object.as_name().unwrap_or_default()).into_owned();
        let mut says = BTreeMap::new();
        if let Some(alt) = element.get(b"Alt").ok().and_then(|alt| lopdf::decode_text_string(alt).ok()) {
            says.insert("Alt", alt);
        }
        let attributes = match element.get_deref(b"A", file) {
            Ok(Object::Array(list)) => list.iter().collect(),
            Ok(one) => vec![one],
            Err(_) => vec![],
        };
        for attribute in attributes.into_iter().filter_map(|o| file.dereference(o).ok()?.1.as_dict().ok()) {
            for key in ["Scope", "RowSpan", "ColSpan", "TextDecorationType"] {
                match attribute.get(key.as_bytes()) {
                    Ok(Object::Integer(number)) => drop(says.insert(key, number.to_string())),
                    Ok(word) => drop(says.insert(key, name(word))),
                    Err(_) => {}
                }
            }
        }
        Node { role: element.get(b"S").map(name).unwrap_or_default(), says, kids: vec![] }
    }
}

fn words(pages: &BTreeMap<ObjectId, (u32, BTreeMap<i64, String>)>, page: Option<ObjectId>, mark: i64) -> Kid {
    let (number, page) = page.and_then(|page| pages.get(&page)).expect("marked content has a page");
    Kid::Text(page.get(&mark).cloned().unwrap_or_default(), *number)
}

fn claims(file: &Document) -> BTreeMap<&'static str, String> {
    let catalogue = dict_of(file);
    let inner = |outer: &[u8], key: &[u8]| catalogue.get_deref(outer, file).ok()?.as_dict().ok()?.get(key).ok();
    let packet = catalogue.get_deref(b"Metadata", file).and_then(Object::as_stream);
    let packet = packet.map(|stream| stream.get_plain_content().unwrap_or_else(|_| stream.content.clone()));
    [
        ("Lang", catalogue.get(b"Lang").ok().and_then(|lang| lopdf::decode_text_string(lang).ok())),
        ("Marked", inner(b"MarkInfo", b"Marked").map(|on| format!("{on:?}"))),
        ("DisplayDocTitle", inner(b"ViewerPreferences", b"DisplayDocTitle").map(|on| format!("{on:?}"))),
        (
            "PageMode",
            catalogue.get(b"PageMode").and_then(Object::as_name).ok().map(|mode| String::from_utf8_lossy(mode).into()),
        ),
        ("Metadata", packet.ok().map(|bytes| String::from_utf8_lossy(&bytes).into_owned())),
    ]
    .into_iter()
    .filter_map(|(key, value)| Some((key, value?)))
    .collect()
}

fn bookmarks(file: &Document) -> Vec<String> {
    let follow = |of: &Dictionary, key: &[u8]| of.get(key).and_then(Object::as_reference).ok();
    let first = dict_of(file).get(b"Outlines").ok().and_then(|outlines| follow(dict(file, outlines), b"First"));
    let mut todo: Vec<ObjectId> = first.into_iter().collect();
    let mut out = vec![];
    while let Some(at) = todo.pop() {
        let one = file.get_dictionary(at).unwrap();
        out.push(lopdf::decode_text_string(one.get(b"Title").unwrap()).unwrap());
        todo.extend(follow(one, b"Next"));
        todo.extend(follow(one, b"First"));
    }
    out
}

fn dict_of(file: &Document) -> &Dictionary {
    file.catalog().expect("a catalogue")
}

fn dict<'a>(file: &'a Document, object: &'a Object) -> &'a Dictionary {
    file.dereference(object).unwrap().1.as_dict().expect("a dictionary")
}

/// The words of each marked part of a page, by the fonts' own maps to Unicode; and those that no mark holds.
fn page_words(file: &Document, page: ObjectId) -> (BTreeMap<i64, String>, String) {
    let fonts = file.get_page_fonts(page).unwrap();
    let encodings: BTreeMap<_, _> =
        fonts.iter().map(|(name, font)| (name.as_slice(), font.get_font_encoding(file).unwrap())).collect();
    let content = Content::decode(&file.get_page_content(page)).unwrap();
    let mut out: BTreeMap<i64, String> = BTreeMap::new();
    let mut loose = String::new();
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
                let text = match mark {
                    Some(mark) => out.entry(mark).or_default(),
                    None if open.is_empty() => &mut loose,
                    // An artifact.
                    None => continue,
                };
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
    (out, loose)
}

/// Where a link annotation leads, if anywhere.
fn destination(file: &Document, annotation: &Dictionary) -> Option<Lead> {
    let place = match annotation.get_deref(b"Dest", file) {
        Ok(place) => place,
        Err(_) => {
            let action = dict(file, annotation.get(b"A").ok()?);
            if let Ok(address) = action.get(b"URI").and_then(Object::as_str) {
                return Some(Lead::Away(String::from_utf8_lossy(address).into_owned()));
            }
            action.get_deref(b"D", file).ok()?
        }
    };
    if let Object::Array(place) = place {
        let page = place.first()?.as_reference().ok()?;
        return Some(Lead::Page(file.get_pages().into_iter().find(|(_, id)| *id == page)?.0));
    }
    let bytes = place.as_str().or_else(|_| place.as_name()).ok()?;
    Some(Lead::Name(String::from_utf8_lossy(bytes).into_owned()))
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
