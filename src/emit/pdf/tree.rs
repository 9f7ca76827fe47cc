//! Rewrites the structure tree of typst, which has no sections, no references and no descriptions of links. Elements are
//! only moved, named and added. What each of them says of a page stays with it, so the table that leads from the pages back
//! to the tree stays valid.

use super::objects::{Entry, Table, entries, get, items, pairs, reference};
use std::collections::{BTreeMap, BTreeSet};

/// What the rewriting changes in the file.
pub(super) struct Rewritten {
    /// Objects of the file, by number.
    pub(super) changed: BTreeMap<usize, Vec<u8>>,
    /// Objects after the last of the file.
    pub(super) added: Vec<Vec<u8>>,
}

/// Rewrites the tree. `names`: what each named destination is, in words. None when the file is not of the shape that typst
/// writes.
pub(super) fn rewrite(table: &Table<'_>, names: &BTreeMap<String, String>) -> Option<Rewritten> {
    let mut changed = BTreeMap::new();
    let root = reference(get(&pairs(table.trailer.as_bytes())?, "Root")?)?;
    let catalogue = entries(table.body(root)?)?;
    if get(&catalogue, "Outlines").is_some() && get(&catalogue, "PageMode").is_none() {
        // A plan is long, so a reader program is asked to open it with the bookmarks in sight.
        let mut body = table.body(root)?.strip_suffix(b">>")?.to_vec();
        body.extend_from_slice(b"/PageMode/UseOutlines>>");
        changed.insert(root, body);
    }
    let Some(top) = get(&catalogue, "StructTreeRoot") else { return Some(Rewritten { changed, added: vec![] }) };
    let top = reference(top)?;
    let document = get(&entries(table.body(top)?)?, "K").and_then(items)?;
    let [document] = document.as_slice() else { return None };
    let mut tree = Tree::read(table, reference(document)?, top)?;
    tree.links(table, names, &mut changed)?;
    tree.notes()?;
    tree.lists()?;
    tree.figures()?;
    tree.headings();
    tree.sections()?;
    tree.write(&mut changed).map(|added| Rewritten { changed, added })
}

/// An element of the tree.
struct Element<'a> {
    /// Its number in the file; those of ours come after the last.
    number: usize,
    role: &'a [u8],
    /// The number of the object above.
    parent: usize,
    /// Its other entries, as they are written.
    says: Vec<Entry<'a>>,
    kids: Vec<Kid<'a>>,
}

#[derive(Clone, Copy, PartialEq)]
enum Kid<'a> {
    /// Another element, by its place.
    Element(usize),
    /// Words of a page, or an annotation.
    Content(&'a [u8]),
}

struct Tree<'a> {
    /// The document first, every element after the one that it is in.
    elements: Vec<Element<'a>>,
    /// For each element, the place of the one that holds it. The document holds itself.
    above: Vec<usize>,
    /// How many come from the file.
    old: usize,
    /// The number of the next element of ours.
    next: usize,
}

/// The roles of words and of what can be among words.
const INLINE: [&[u8]; 9] = [b"Span", b"Link", b"Reference", b"Strong", b"Em", b"Code", b"Quote", b"Note", b"BibEntry"];

/// A table and what is in it. Its notes come after it.
const TABLE: [&[u8]; 7] = [b"Table", b"THead", b"TBody", b"TFoot", b"TR", b"TH", b"TD"];

/// Whether elements of this role are lines of words, which a note may not interrupt.
fn holds_words(role: &[u8]) -> bool {
    role == b"P" || level(role).is_some()
}

/// The level of a heading.
fn level(role: &[u8]) -> Option<u8> {
    let digits = role.strip_prefix(b"H")?;
    std::str::from_utf8(digits).ok()?.parse().ok()
}

impl<'a> Tree<'a> {
    fn read(table: &Table<'a>, document: usize, top: usize) -> Option<Self> {
        let mut tree = Tree { elements: vec![], above: vec![], old: 0, next: table.objects.len() };
        tree.elements.push(Element::read(table, document, top)?);
        tree.above.push(0);
        let mut at = 0;
        while let Some(element) = tree.elements.get_mut(at) {
            let parent = element.number;
            let mut kids = std::mem::take(&mut element.kids);
            for kid in &mut kids {
                let Kid::Content(written) = *kid else { continue };
                if let Some(number) = reference(written) {
                    *kid = Kid::Element(tree.elements.len());
                    tree.elements.push(Element::read(table, number, parent)?);
                    tree.above.push(at);
                }
            }
            tree.elements.get_mut(at)?.kids = kids;
            at += 1;
        }
        tree.old = tree.elements.len();
        Some(tree)
    }

    fn role(&self, at: usize) -> &'a [u8] {
        self.elements.get(at).map_or(b"", |element| element.role)
    }

    fn is(&self, kid: Kid<'_>, role: &[u8]) -> bool {
        matches!(kid, Kid::Element(at) if self.role(at) == role)
    }

    fn parent(&self, at: usize) -> usize {
        self.above.get(at).copied().unwrap_or_default()
    }

    /// Where `at` stands among the kids of the element that it is in.
    fn position(&self, at: usize) -> Option<usize> {
        let kids = &self.elements.get(self.parent(at))?.kids;
        kids.iter().position(|kid| *kid == Kid::Element(at))
    }

    /// Every element in reading order.
    fn order(&self) -> Vec<usize> {
        let mut out = vec![];
        let mut todo = vec![0];
        while let Some(at) = todo.pop() {
            out.push(at);
            let kids = self.elements.get(at).map(|element| element.kids.as_slice()).unwrap_or_default();
            todo.extend(kids.iter().rev().filter_map(|kid| if let Kid::Element(at) = kid { Some(*at) } else { None }));
        }
        out
    }

    /// Takes an element out of the one that it is in, and says where it was.
    fn take(&mut self, at: usize) -> Option<usize> {
        let (position, parent) = (self.position(at)?, self.parent(at));
        self.elements.get_mut(parent)?.kids.remove(position);
        Some(position)
    }

    /// Puts an element that is nowhere into another.
    fn put(&mut self, at: usize, parent: usize, position: usize) -> Option<()> {
        let number = self.elements.get(parent)?.number;
        self.elements.get_mut(at)?.parent = number;
        *self.above.get_mut(at)? = parent;
        self.elements.get_mut(parent)?.kids.insert(position, Kid::Element(at));
        Some(())
    }

    /// A new element, in `parent` at that place among its kids.
    fn add(&mut self, role: &'a [u8], parent: usize, position: usize) -> Option<usize> {
        let at = self.elements.len();
        let number = self.next;
        self.next += 1;
        self.elements.push(Element { number, role, parent: 0, says: vec![], kids: vec![] });
        self.above.push(0);
        self.put(at, parent, position)?;
        Some(at)
    }

    fn within(&self, mut at: usize, role: &[u8]) -> bool {
        while at != 0 {
            at = self.parent(at);
            if self.role(at) == role {
                return true;
            }
        }
        false
    }

    /// Describes each link by what it leads to, and makes the mark of a note a reference to it.
    fn links(
        &mut self,
        table: &Table<'a>,
        names: &BTreeMap<String, String>,
        changed: &mut BTreeMap<usize, Vec<u8>>,
    ) -> Option<()> {
        for at in 0..self.old {
            if self.role(at) != b"Link" {
                continue;
            }
            let mut mark = false;
            let kids: Vec<&[u8]> = self.contents(at).collect();
            for kid in kids.into_iter().filter(|kid| kid.starts_with(b"<<")) {
                let Some(number) = get(&entries(kid)?, "Obj").and_then(reference) else { continue };
                let annotation = entries(table.body(number)?)?;
                let Some(destination) = get(&annotation, "Dest") else { continue };
                let words = match string(destination) {
                    Some(name) => names.get(name).cloned(),
                    None if self.within(at, b"Note") => {
                        let number = get(&annotation, "Contents").and_then(string).unwrap_or_default();
                        Some(format!("torna al testo, nota {number}").trim_end().to_owned())
                    }
                    None => {
                        mark |= !self.within(at, b"TOC");
                        None
                    }
                };
                let Some(words) = words else { continue };
                let mut body = b"<<".to_vec();
                for (key, value) in annotation.iter().filter(|(key, _)| *key != b"Contents") {
                    push(&mut body, key, value);
                }
                push(&mut body, b"Contents", &text(&words));
                body.extend_from_slice(b">>");
                changed.insert(number, body);
            }
            if mark {
                self.refer(at)?;
            }
        }
        Some(())
    }

    /// Makes the mark of a note a reference to the note. typst writes it as a label.
    fn refer(&mut self, link: usize) -> Option<()> {
        let parent = self.parent(link);
        if self.role(parent) == b"Lbl" {
            self.elements.get_mut(parent)?.role = b"Reference";
            return Some(());
        }
        let position = self.take(link)?;
        let reference = self.add(b"Reference", parent, position)?;
        self.put(link, reference, 0)
    }

    /// The words and annotations directly in an element.
    fn contents(&self, at: usize) -> impl Iterator<Item = &'a [u8]> {
        let kids = self.elements.get(at).map(|element| element.kids.as_slice()).unwrap_or_default();
        kids.iter().filter_map(|kid| if let Kid::Content(written) = kid { Some(*written) } else { None })
    }

    /// Moves each note after the paragraph, heading, list line or table that refers to it. Otherwise it would be read in the
    /// middle of a sentence.
    fn notes(&mut self) -> Option<()> {
        // The notes of each element, and the elements that these are in.
        let mut after: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        let mut parents = BTreeSet::new();
        for note in self.order().into_iter().filter(|at| self.role(*at) == b"Note").collect::<Vec<_>>() {
            let (mut branch, mut parent) = (note, self.parent(note));
            let within = |role: &[u8]| holds_words(role) || INLINE.contains(&role) || TABLE.contains(&role);
            while parent != 0 && within(self.role(parent)) {
                (branch, parent) = (parent, self.parent(parent));
            }
            if branch != note {
                self.take(note)?;
            }
            after.entry(branch).or_default().push(note);
            parents.insert(parent);
        }
        for parent in parents {
            let kids = std::mem::take(&mut self.elements.get_mut(parent)?.kids);
            let mut out = Vec::with_capacity(kids.len());
            // The notes still to be placed, and whether words outside any paragraph continue.
            let (mut waiting, mut among): (Vec<usize>, bool) = (vec![], false);
            for kid in kids {
                let at = if let Kid::Element(at) = kid { Some(at) } else { None };
                let words = at.is_none_or(|at| INLINE.contains(&self.role(at)));
                if !(among && words) {
                    out.extend(waiting.drain(..).map(Kid::Element));
                }
                let notes = at.and_then(|at| after.remove(&at)).unwrap_or_default();
                if at.is_none_or(|at| !notes.contains(&at)) {
                    out.push(kid);
                }
                if !notes.is_empty() {
                    among = words;
                }
                for note in notes {
                    self.elements.get_mut(note)?.parent = self.elements.get(parent)?.number;
                    *self.above.get_mut(note)? = parent;
                    waiting.push(note);
                }
            }
            out.extend(waiting.into_iter().map(Kid::Element));
            self.elements.get_mut(parent)?.kids = out;
        }
        Some(())
    }

    /// Moves a nested list into the item that it belongs to. typst puts it after the item.
    fn lists(&mut self) -> Option<()> {
        for at in 0..self.old {
            let parent = self.parent(at);
            if self.role(at) != b"L" || self.role(parent) != b"L" {
                continue;
            }
            let position = self.position(at)?;
            let before = position.checked_sub(1).and_then(|n| self.elements.get(parent)?.kids.get(n).copied());
            let Some(Kid::Element(item)) = before.filter(|kid| self.is(*kid, b"LI")) else { continue };
            let body = self.elements.get(item)?.kids.iter().copied().rfind(|kid| self.is(*kid, b"LBody"));
            let Some(Kid::Element(body)) = body else { continue };
            self.take(at)?;
            let end = self.elements.get(body)?.kids.len();
            self.put(at, body, end)?;
        }
        Some(())
    }

    /// Moves the caption of a figure into the figure. typst puts it beside the figure.
    fn figures(&mut self) -> Option<()> {
        for at in 1..self.old {
            if self.role(at) != b"Div" {
                continue;
            }
            let [Kid::Element(caption), Kid::Element(figure)] = *self.elements.get(at)?.kids.as_slice() else {
                continue;
            };
            if self.role(caption) != b"Caption" || self.role(figure) != b"Figure" {
                continue;
            }
            let parent = self.parent(at);
            self.take(caption)?;
            self.take(figure)?;
            let position = self.take(at)?;
            self.put(figure, parent, position)?;
            self.put(caption, figure, 0)?;
            // The words in the place of the figure stand in that of its notes too: these come after it.
            let notes = self.elements.get(caption)?.kids.iter().copied().filter(|kid| self.is(*kid, b"Note"));
            for (n, note) in notes.collect::<Vec<_>>().into_iter().enumerate() {
                let Kid::Element(note) = note else { continue };
                self.take(note)?;
                self.put(note, parent, position + 1 + n)?;
            }
        }
        Some(())
    }

    /// Makes each heading one line of words. What typst took for a paragraph in it becomes part of that line.
    fn headings(&mut self) {
        for at in 0..self.old {
            let within = level(self.role(self.parent(at))).is_some();
            if self.role(at) == b"P"
                && within
                && let Some(element) = self.elements.get_mut(at)
            {
                element.role = b"Span";
            }
        }
    }

    /// Adds a section for each heading, inside that of the heading above it.
    fn sections(&mut self) -> Option<()> {
        let kids = std::mem::take(&mut self.elements.first_mut()?.kids);
        let mut open: Vec<(u8, usize)> = vec![];
        for kid in kids {
            let Kid::Element(at) = kid else { return None };
            if let Some(level) = level(self.role(at)) {
                while open.last().is_some_and(|(last, _)| *last >= level) {
                    open.pop();
                }
                let parent = open.last().map_or(0, |(_, section)| *section);
                let end = self.elements.get(parent)?.kids.len();
                open.push((level, self.add(b"Sect", parent, end)?));
            }
            let parent = open.last().map_or(0, |(_, section)| *section);
            let end = self.elements.get(parent)?.kids.len();
            self.put(at, parent, end)?;
        }
        Some(())
    }

    /// Writes the objects of the elements. Those of the file go into `changed`, and new ones are returned.
    fn write(&self, changed: &mut BTreeMap<usize, Vec<u8>>) -> Option<Vec<Vec<u8>>> {
        let mut added = vec![];
        for (at, element) in self.elements.iter().enumerate() {
            let mut body = b"<<".to_vec();
            push(&mut body, b"S", &[b"/", element.role].concat());
            push(&mut body, b"P", format!("{} 0 R", element.parent).as_bytes());
            for (key, value) in &element.says {
                push(&mut body, key, value);
            }
            let mut kids = b"[".to_vec();
            for (n, kid) in element.kids.iter().enumerate() {
                kids.extend_from_slice(if n > 0 { b" " } else { b"" });
                match kid {
                    Kid::Element(at) => kids.extend(format!("{} 0 R", self.elements.get(*at)?.number).bytes()),
                    Kid::Content(written) => kids.extend_from_slice(written),
                }
            }
            kids.push(b']');
            push(&mut body, b"K", &kids);
            body.extend_from_slice(b">>");
            if at < self.old {
                changed.insert(element.number, body);
            } else {
                added.push(body);
            }
        }
        Some(added)
    }
}

impl<'a> Element<'a> {
    fn read(table: &Table<'a>, number: usize, parent: usize) -> Option<Self> {
        let all = entries(table.body(number)?)?;
        let kids = get(&all, "K").map_or(Some(vec![]), items)?;
        Some(Element {
            number,
            role: get(&all, "S")?.strip_prefix(b"/")?,
            parent,
            kids: kids.into_iter().map(Kid::Content).collect(),
            says: all.into_iter().filter(|(key, _)| ![b"S".as_slice(), b"P", b"K"].contains(key)).collect(),
        })
    }
}

fn push(out: &mut Vec<u8>, key: &[u8], value: &[u8]) {
    out.push(b'/');
    out.extend_from_slice(key);
    if !value.first().is_some_and(|first| b"/[(<".contains(first)) {
        out.push(b' ');
    }
    out.extend_from_slice(value);
}

/// A string of plain letters: the name of a destination, the number of a note.
fn string(value: &[u8]) -> Option<&str> {
    std::str::from_utf8(value.strip_prefix(b"(")?.strip_suffix(b")")?).ok()
}

/// Words as a PDF string: UTF-16, in hexadecimal.
fn text(words: &str) -> Vec<u8> {
    let units: String = words.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
    format!("<FEFF{units}>").into_bytes()
}
