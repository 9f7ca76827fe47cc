//! Finds what was added to a PDF after our bytes. A signature is added in this way, but so is any other change, because a
//! program shows the last revision of a file. These additions are allowed: signatures, their fields, their places on a page, the
//! proofs of their validity (DSS), and the entries of the catalog and of the pages that lead to them. All others are reported.

use lopdf::xref::XrefEntry;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, decode_text_string};
use std::collections::{BTreeMap, BTreeSet};
use usvg::roxmltree::{Document as Xml, Node};

/// What the revisions after our bytes add.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Additions {
    /// How many signatures and time stamps.
    pub firme: usize,
    /// Pages on which a signature can be seen, from 1.
    pub visibili: BTreeSet<u32>,
    /// Whether who signed also wrote again the data of the document, without changing what they say: the program and the day.
    pub dati: bool,
    /// Changes that no signature needs, a sentence each. Empty when everything is allowed.
    pub altro: Vec<String>,
}

/// The greatest part of a page that the marks of signatures may cover. A larger one could hide our text behind another.
const MAX_COVERED: f64 = 0.12;

/// The entries of the catalog that a signature needs.
const CATALOG_KEYS: [&[u8]; 4] = [b"AcroForm", b"DSS", b"Extensions", b"Perms"];

/// Finds what `published`, which begins with `ours`, adds to it. None when it cannot be read as a PDF with revisions: then what
/// it adds is not known.
pub(super) fn additions(published: &[u8], ours: &[u8]) -> Option<Additions> {
    let after = Document::load_mem(published).ok()?;
    let before = Document::load_mem(ours).ok()?;
    // Other programs may repair a broken cross-reference table in another way, and show something else.
    if after.xref_recovery.is_some() || !ends_at_last_revision(published) {
        return None;
    }
    let pages = before.get_pages();
    let mut revisions = Revisions { before: &before, after: &after, pages, out: Additions::default() };
    revisions.compare_tables(ours.len());
    revisions.check_form();
    Some(revisions.out)
}

/// Whether nothing follows the end of the last revision.
fn ends_at_last_revision(bytes: &[u8]) -> bool {
    bytes.trim_ascii_end().ends_with(b"%%EOF")
}

struct Revisions<'a> {
    before: &'a Document,
    after: &'a Document,
    /// The pages of our PDF, by number.
    pages: BTreeMap<u32, ObjectId>,
    out: Additions,
}

impl<'a> Revisions<'a> {
    /// Compares the cross-reference tables before and after, and judges every object that is new or has moved.
    fn compare_tables(&mut self, long: usize) {
        for key in [b"Root".as_slice(), b"Encrypt", b"XRefStm"] {
            let root = |file: &Document| file.trailer.get(key).ok().cloned();
            if root(self.after) != root(self.before) {
                self.report(format!("cambia «{}» del documento", String::from_utf8_lossy(key)));
            }
        }
        let (old, new) = (&self.before.reference_table.entries, &self.after.reference_table.entries);
        for (number, entry) in old {
            let same = match (entry, new.get(number)) {
                (
                    XrefEntry::Normal { offset, generation },
                    Some(XrefEntry::Normal { offset: other, generation: version }),
                ) => offset == other && generation == version,
                (
                    XrefEntry::Compressed { container, index },
                    Some(XrefEntry::Compressed { container: other, index: place }),
                ) => container == other && index == place,
                (XrefEntry::Free | XrefEntry::UnusableFree, None | Some(XrefEntry::Free | XrefEntry::UnusableFree)) => {
                    true
                }
                _ => false,
            };
            if !same {
                self.check_object(*number);
            }
        }
        // A new entry may not point into our bytes, and make an object of what was none.
        let inside = |entry: &XrefEntry| match entry {
            XrefEntry::Normal { offset, .. } => (*offset as usize) < long,
            XrefEntry::Compressed { container, .. } => old.contains_key(container),
            XrefEntry::Free | XrefEntry::UnusableFree => false,
        };
        let bad = new.iter().filter(|(number, entry)| !old.contains_key(number) && inside(entry)).count();
        if bad > 0 {
            self.report(format!("{bad} oggetti nuovi stanno dentro i byte vecchi"));
        }
    }

    /// Judges object `number` of our PDF, which a later revision wrote again.
    fn check_object(&mut self, number: u32) {
        let find = |file: &'a Document| file.objects.iter().find(|((n, _), _)| *n == number);
        let (Some((id, before)), Some((_, after))) = (find(self.before), find(self.after)) else {
            self.report(format!("l’oggetto {number} non c’è più"));
            return;
        };
        // Some programs write an object again without changing it.
        if before == after {
            return;
        }
        let root = self.before.trailer.get(b"Root").and_then(Object::as_reference).ok();
        let page = self.pages.iter().find(|(_, page)| *page == id).map(|(n, _)| *n);
        let listed = self.pages.iter().find(|(_, page)| {
            let annots = self.before.get_dictionary(**page).and_then(|page| page.get(b"Annots"));
            annots.and_then(Object::as_reference).is_ok_and(|annots| annots == *id)
        });
        let listed = listed.map(|(n, _)| *n);
        match (before, after) {
            (Object::Dictionary(before), Object::Dictionary(after)) if root == Some(*id) => {
                self.check_catalog(before, after)
            }
            (Object::Dictionary(before), Object::Dictionary(after)) if page.is_some() => {
                self.check_page(page.unwrap_or_default(), before, after);
            }
            (Object::Array(before), Object::Array(after)) if listed.is_some() => {
                self.check_annotations(listed.unwrap_or_default(), before, after);
            }
            (Object::Dictionary(before), Object::Dictionary(after)) if self.info(*id) => {
                self.out.dati = true;
                let words = |data: &Dictionary, key: &[u8]| {
                    data.get(key).ok().map(|value| decode_text_string(value).map_err(|_| value.clone()))
                };
                // Another encoding of the same words is no change.
                let others = changed_keys(before, after).into_iter().filter(|key| {
                    ![b"ModDate".as_slice(), b"Producer"].contains(&key.as_slice())
                        && words(before, key) != words(after, key)
                });
                for key in others.collect::<Vec<_>>() {
                    self.report(format!("cambia «{}» fra i dati del documento", printed_name(&key)));
                }
            }
            (Object::Stream(before), Object::Stream(after)) if self.xmp(*id) => {
                self.out.dati = true;
                match (properties(before), properties(after)) {
                    (Some(before), Some(after)) => {
                        let names: BTreeSet<String> =
                            before.symmetric_difference(&after).map(|(name, _)| name.clone()).collect();
                        for name in names {
                            self.report(format!("cambia «{}» fra i metadati", super::printable(&name)));
                        }
                    }
                    _ => self.report("cambiano i metadati".to_owned()),
                }
            }
            _ => {
                let what = page.map_or_else(|| self.describe(*id), |page| format!("la pagina {page}"));
                self.report(format!("cambia {what}"));
            }
        }
    }

    fn info(&self, id: ObjectId) -> bool {
        self.before.trailer.get(b"Info").and_then(Object::as_reference).is_ok_and(|info| info == id)
    }

    /// Whether an object is the metadata of the document.
    fn xmp(&self, id: ObjectId) -> bool {
        let data = self.before.catalog().and_then(|root| root.get(b"Metadata")).and_then(Object::as_reference);
        data.is_ok_and(|data| data == id)
    }

    /// Names an object in the words of a reader: the page whose content it is, where it is one.
    fn describe(&self, id: ObjectId) -> String {
        let page = self.pages.iter().find(|(_, page)| self.before.get_page_contents(**page).contains(&id));
        match page {
            Some((page, _)) => format!("il contenuto della pagina {page}"),
            None => format!("l’oggetto {}", id.0),
        }
    }

    fn check_catalog(&mut self, before: &'a Dictionary, after: &'a Dictionary) {
        for key in changed_keys(before, after) {
            if !CATALOG_KEYS.contains(&key.as_slice()) {
                self.report(format!("cambia «{}» del catalogo", printed_name(&key)));
            }
        }
    }

    fn check_page(&mut self, page: u32, before: &'a Dictionary, after: &'a Dictionary) {
        for key in changed_keys(before, after) {
            if key != b"Annots" {
                self.report(format!("alla pagina {page} cambia «{}»", printed_name(&key)));
                continue;
            }
            let list = |file: &'a Document, page: &'a Dictionary| match page.get_deref(b"Annots", file) {
                Ok(Object::Array(list)) => Some(list.as_slice()),
                Ok(_) => None,
                Err(_) => Some(&[][..]),
            };
            match (list(self.before, before), list(self.after, after)) {
                (Some(before), Some(after)) => self.check_annotations(page, before, after),
                _ => self.report(format!("alla pagina {page} cambia ciò che le è appuntato")),
            }
        }
    }

    /// Checks the annotations of a page: ours must be there in their order, and only the places of signatures may be added.
    fn check_annotations(&mut self, page: u32, before: &[Object], after: &'a [Object]) {
        let Some(added) = after.get(before.len()..).filter(|_| after.starts_with(before)) else {
            self.report(format!("alla pagina {page} cambiano i collegamenti"));
            return;
        };
        let mut covered = 0.0;
        for one in added {
            let widget = self.after.dereference(one).ok().and_then(|(_, widget)| widget.as_dict().ok());
            match widget.filter(|widget| self.is_signature(widget)) {
                Some(widget) => {
                    let area = area(widget, self.after);
                    covered += area;
                    if area > 0.0 {
                        self.out.visibili.insert(page);
                    }
                }
                None => self.report(format!("alla pagina {page} è appuntata una cosa che non è una firma")),
            }
        }
        if covered > MAX_COVERED * 595.28 * 841.89 {
            self.report(format!("alla pagina {page} le firme coprono gran parte del foglio"));
        }
    }

    /// Whether a dictionary is the field of a signature or its place on a page. One that also has an action is not.
    fn is_signature(&self, field: &Dictionary) -> bool {
        let kind = |field: &Dictionary| field.get(b"FT").and_then(Object::as_name).is_ok_and(|kind| kind == b"Sig");
        let parent = || field.get_deref(b"Parent", self.after).and_then(Object::as_dict).is_ok_and(kind);
        let place = match field.get(b"Subtype") {
            Ok(kind) => kind.as_name().is_ok_and(|kind| kind == b"Widget"),
            Err(_) => true,
        };
        place && (kind(field) || parent()) && !field.has(b"A") && !field.has(b"AA")
    }

    /// Checks the form when all objects were read: its fields must be signatures. Those that are signed are counted.
    fn check_form(&mut self) {
        let form = self.after.catalog().and_then(|root| root.get_deref(b"AcroForm", self.after));
        let Ok(form) = form.and_then(Object::as_dict) else { return };
        for key in form
            .iter()
            .map(|(key, _)| key)
            .filter(|key| ![b"Fields".as_slice(), b"SigFlags", b"DA", b"DR"].contains(&key.as_slice()))
        {
            self.report(format!("il modulo delle firme ha «{}»", printed_name(key)));
        }
        let Ok(fields) = form.get_deref(b"Fields", self.after).and_then(Object::as_array) else { return };
        for field in fields {
            let Ok(field) = self.after.dereference(field).and_then(|(_, field)| field.as_dict()) else { continue };
            if !self.is_signature(field) {
                self.report("c’è un campo da riempire che non è una firma".to_owned());
                continue;
            }
            let signed = field.get_deref(b"V", self.after).and_then(Object::as_dict);
            if signed.is_ok_and(|value| value.has(b"ByteRange") && value.has(b"Contents")) {
                self.out.firme += 1;
            }
        }
    }

    fn report(&mut self, words: String) {
        if !self.out.altro.contains(&words) {
            self.out.altro.push(words);
        }
    }
}

/// Most bytes of metadata that are read.
const MAX_XMP: usize = 1 << 20;

/// What the metadata of a document say (XMP), each property with its value, apart from what any program that writes the file again
/// changes: its own name, the day, and the number of the copy. None when they cannot be read.
fn properties(data: &Stream) -> Option<BTreeSet<(String, String)>> {
    const OF_PROGRAMS: [&str; 5] = ["Producer", "ModifyDate", "MetadataDate", "InstanceID", "xmptk"];
    const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
    let bytes = match data.dict.has(b"Filter") {
        true => data.decompressed_content_with_limit(MAX_XMP).ok()?,
        false => data.content.clone(),
    };
    let text = String::from_utf8(bytes).ok()?;
    let document = Xml::parse(text.trim_start_matches('\u{feff}')).ok()?;
    let mut out = BTreeSet::new();
    for node in document.descendants().filter(Node::is_element) {
        // The name of a property, and not of the lists that hold its values.
        let path: Vec<&str> = node
            .ancestors()
            .filter(|above| above.is_element() && above.tag_name().namespace() != Some(RDF))
            .map(|above| above.tag_name().name())
            .filter(|name| *name != "xmpmeta")
            .collect();
        let name = path.into_iter().rev().collect::<Vec<_>>().join("/");
        let mut add = |name: String, value: &str| {
            if !OF_PROGRAMS.iter().any(|own| name == *own) {
                out.insert((name, value.trim().to_owned()));
            }
        };
        if !node.children().any(|child| child.is_element()) {
            add(name.clone(), node.text().unwrap_or_default());
        }
        for one in node.attributes().filter(|one| one.namespace() != Some(RDF) && one.name() != "lang") {
            let inside = if name.is_empty() { String::new() } else { format!("{name}/") };
            add(format!("{inside}{}", one.name()), one.value());
        }
    }
    out.retain(|(name, value)| !name.is_empty() && !value.is_empty());
    Some(out)
}

/// The keys whose values differ in the two dictionaries.
fn changed_keys(before: &Dictionary, after: &Dictionary) -> Vec<Vec<u8>> {
    let keys: BTreeSet<&Vec<u8>> = before.iter().chain(after.iter()).map(|(key, _)| key).collect();
    keys.into_iter().filter(|key| before.get(key).ok() != after.get(key).ok()).cloned().collect()
}

fn printed_name(key: &[u8]) -> String {
    super::printable(&String::from_utf8_lossy(key))
}

/// The area of the mark of a signature on its page, in square points. It is zero for an invisible signature.
fn area(widget: &Dictionary, file: &Document) -> f64 {
    let Ok(rect) = widget.get_deref(b"Rect", file).and_then(Object::as_array) else { return 0.0 };
    let numbers: Vec<f64> = rect.iter().filter_map(|n| n.as_float().ok()).map(f64::from).collect();
    match numbers.as_slice() {
        [a, b, c, d] => ((c - a) * (d - b)).abs(),
        _ => 0.0,
    }
}
