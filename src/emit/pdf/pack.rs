//! Makes the finished file smaller. typst writes each element of the structure tree as an uncompressed object of its own,
//! and those are four fifths of a long plan. Here the objects that are no streams go together into compressed streams, and
//! the table of the objects becomes a stream too (ISO 32000-1, 7.5.7 and 7.5.8, which PDF/A-2 and PDF/UA-1 allow). Object
//! numbers, names and the identity of the file do not change. The structure tree is rewritten in the same pass
//! ([`super::tree`]).
//!
//! This is a pass over the bytes and does not use a PDF library. A library would first read the file into a tree of values,
//! which took a sixth of the time of the whole compilation and a seventh of its memory (measured with lopdf).

use super::objects::{Entry, Table, entries, find, get, reference, rfind};
use super::tree;
use crate::document::impronta::{SEGNAPOSTO, SEGNO};
use flate2::{Compression, read::ZlibDecoder, write::ZlibEncoder};
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{Read, Write};

/// Writes the fingerprint of the content over its placeholder among the keywords, both in the dictionary of the document
/// and in its XMP metadata. The placeholder has as many digits, so nothing in the file moves. Returns false if either
/// placeholder was not found.
pub(super) fn stamp(pdf: &mut [u8], impronta: &str) -> bool {
    let word = format!("{SEGNO}{impronta}");
    // In the dictionary all keywords are UTF-16 in hexadecimal as soon as one of them has an accent.
    let hex = |text: &str| text.bytes().map(|byte| format!("00{byte:02X}")).collect::<String>();
    let forms = [(SEGNAPOSTO.to_owned(), word.clone()), (hex(SEGNAPOSTO), hex(&word))];
    let mut found = 0;
    for (old, new) in forms.iter().filter(|(old, new)| old.len() == new.len()) {
        let mut at = 0;
        while let Some(next) = pdf.get(at..).and_then(|rest| find(rest, old.as_bytes())) {
            let place = at + next..at + next + old.len();
            at = place.end;
            if let Some(place) = pdf.get_mut(place) {
                place.copy_from_slice(new.as_bytes());
                found += 1;
            }
        }
    }
    found == 2
}

/// How many objects go into one stream. A reader must unpack a whole stream to find one object, so they are few.
const GROUP: usize = 200;

/// The words with which the library marks every PDF as a proof. An approved act is not a proof.
const PROOF: &[u8] = b"<xmpMM:RenditionClass>proof</xmpMM:RenditionClass>";

/// Writes blanks over the mark of a proof. Without it the file is the document itself. No length changes.
fn no_proof(stream: &mut [u8]) {
    // The streams of pictures and fonts are long and cannot have it, so they are not searched.
    if stream.get(..200).is_none_or(|head| find(head, b"/Metadata").is_none()) {
        return;
    }
    if let Some(word) = find(stream, PROOF).and_then(|at| stream.get_mut(at..at + PROOF.len())) {
        word.fill(b' ');
    }
}

/// Makes the file smaller, and rewrites its structure tree with [`tree`]. `names` gives the words for each named
/// destination. None when the file is not of the form that typst writes: one table of objects, no encryption.
pub(super) fn pack(pdf: &[u8], names: &BTreeMap<String, String>) -> Option<Vec<u8>> {
    let table = Table::read(pdf)?;
    let tree::Rewritten { mut changed, added } = tree::rewrite(&table, names)?;
    let mut out = Vec::with_capacity(pdf.len() / 2);
    out.extend_from_slice(pdf.get(..table.first)?);

    let mut places = vec![Place::Free; table.objects.len()];
    let mut small: Vec<(usize, Cow<'_, [u8]>)> = vec![];
    for (number, object) in table.objects.iter().enumerate() {
        let Some(range) = object else { continue };
        let whole = pdf.get(range.clone())?;
        let body = table.body(number)?;
        if body.ends_with(b"endstream") {
            let start = out.len();
            *places.get_mut(number)? = Place::At(start);
            out.extend_from_slice(whole);
            no_proof(out.get_mut(start..)?);
        } else {
            small.push((number, changed.remove(&number).map_or(Cow::Borrowed(body), Cow::Owned)));
        }
    }
    for body in added {
        small.push((places.len(), Cow::Owned(body)));
        places.push(Place::Free);
    }

    // Groups are compressed in parallel and kept in order, so the bytes do not depend on the number of cores.
    let packed: Vec<(usize, usize, Vec<u8>)> = small.par_chunks(GROUP).map(group).collect();
    for (objects, (count, first, data)) in small.chunks(GROUP).zip(packed) {
        let stream = places.len();
        for (index, (number, _)) in objects.iter().enumerate() {
            *places.get_mut(*number)? = Place::Inside { stream, index };
        }
        places.push(Place::At(out.len()));
        push_stream(&mut out, stream, &format!("/Type/ObjStm/N {count}/First {first}"), &data);
    }

    let at = out.len();
    let number = places.len();
    places.push(Place::At(at));
    let mut rows = Vec::with_capacity(places.len() * 7);
    for place in &places {
        place.push(&mut rows)?;
    }
    let entries = format!("/Type/XRef/W{ROW}/Size {} {}", number + 1, table.trailer);
    push_stream(&mut out, number, &entries, &compress(&rows));
    // The end of line: a signature is added after it, and must begin a line (ISO 19005-2, 6.1.9).
    out.extend_from_slice(format!("startxref\n{at}\n%%EOF\n").as_bytes());
    Some(out)
}

/// How many pages a PDF has that was packed here. Of one of another form nothing is said.
pub(crate) fn pagine(pdf: &[u8]) -> Option<u32> {
    let at = number(pdf.get(rfind(pdf, b"startxref")? + 9..)?.split(u8::is_ascii_whitespace).nth(1)?)?;
    let (last, rows) = stream(pdf, at)?;
    if get(&last, "W")? != ROW.as_bytes() {
        return None;
    }
    let place = |object: usize| match *rows.get(object * 7..object * 7 + 7)? {
        [kind, a, b, c, d, e, f] => {
            let first = usize::try_from(u32::from_be_bytes([a, b, c, d])).ok()?;
            Some((kind, first, usize::from(u16::from_be_bytes([e, f]))))
        }
        _ => None,
    };
    // What a reference leads to, in the stream that holds it.
    let follow = |entries: &[Entry<'_>], key: &str| {
        let (2, holder, index) = place(reference(get(entries, key)?)?)? else { return None };
        let (1, at, _) = place(holder)? else { return None };
        let (head, data) = stream(pdf, at)?;
        let (list, bodies) = data.split_at_checked(number(get(&head, "First")?)?)?;
        let places: Vec<usize> = list.split(u8::is_ascii_whitespace).skip(1).step_by(2).filter_map(number).collect();
        let end = places.get(index + 1).copied().unwrap_or(bodies.len());
        Some(bodies.get(*places.get(index)?..end)?.to_vec())
    };
    let root = follow(&last, "Root")?;
    let pages = follow(&entries(&root)?, "Pages")?;
    u32::try_from(number(get(&entries(&pages)?, "Count")?)?).ok()
}

fn number(digits: &[u8]) -> Option<usize> {
    std::str::from_utf8(digits).ok()?.parse().ok()
}

/// The stream that begins at `at`: its entries, and what it holds.
fn stream(pdf: &[u8], at: usize) -> Option<(Vec<Entry<'_>>, Vec<u8>)> {
    const OPENS: &[u8] = b">>\nstream\n";
    let rest = pdf.get(at..)?;
    let opens = find(rest, OPENS)?;
    let head = entries(rest.get(find(rest, b"<<")?..opens + 2)?)?;
    let packed = rest.get(opens + OPENS.len()..)?.get(..number(get(&head, "Length")?)?)?;
    let mut data = vec![];
    ZlibDecoder::new(packed).take(MOST).read_to_end(&mut data).ok()?;
    Some((head, data))
}

/// The most bytes that a stream of objects unpacks to.
const MOST: u64 = 64 << 20;

/// The widths of the columns of the table of the objects.
const ROW: &str = "[1 4 2]";

/// Where an object is, as a row of the table says it (ISO 32000-1, table 18).
#[derive(Clone, Copy)]
enum Place {
    Free,
    At(usize),
    Inside { stream: usize, index: usize },
}

impl Place {
    fn push(self, rows: &mut Vec<u8>) -> Option<()> {
        let (kind, first, second) = match self {
            Place::Free => (0, 0, usize::from(u16::MAX)),
            Place::At(offset) => (1, offset, 0),
            Place::Inside { stream, index } => (2, stream, index),
        };
        rows.push(kind);
        rows.extend(u32::try_from(first).ok()?.to_be_bytes());
        rows.extend(u16::try_from(second).ok()?.to_be_bytes());
        Some(())
    }
}

/// How many objects, where the first begins, and all of them compressed, after the list of their numbers and places.
fn group(objects: &[(usize, Cow<'_, [u8]>)]) -> (usize, usize, Vec<u8>) {
    let mut list = String::new();
    let mut bodies = Vec::new();
    for (number, body) in objects {
        list += &format!("{number} {} ", bodies.len());
        bodies.extend_from_slice(body);
        bodies.push(b'\n');
    }
    let first = list.len();
    let mut all = list.into_bytes();
    all.append(&mut bodies);
    (objects.len(), first, compress(&all))
}

fn compress(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::with_capacity(bytes.len() / 4), Compression::best());
    // Writing to a vector cannot fail.
    let _ = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default()
}

/// PDF/A asks for an end of line before `endstream` (ISO 19005-2, 6.1.7.1).
fn push_stream(out: &mut Vec<u8>, number: usize, entries: &str, data: &[u8]) {
    out.extend_from_slice(
        format!("{number} 0 obj\n<</Length {}/Filter/FlateDecode{entries}>>\nstream\n", data.len()).as_bytes(),
    );
    out.extend_from_slice(data);
    out.extend_from_slice(b"\nendstream\nendobj\n\n");
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    fn pack(pdf: &[u8]) -> Option<Vec<u8>> {
        super::pack(pdf, &BTreeMap::new())
    }

    #[test]
    fn the_pages_of_a_packed_file_are_counted() {
        let mut whole = String::from("%PDF-1.7\n");
        let places = ["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 37/Kids[]>>"].map(|body| {
            let at = whole.len();
            whole += &format!("{} 0 obj\n{body}\nendobj\n\n", if body.contains("Catalog") { 1 } else { 2 });
            at
        });
        let at = whole.len();
        let [first, second] = places.map(|at| format!("{at:010} 00000 n\r\n"));
        whole += &format!("xref\n0 3\n0000000000 65535 f\r\n{first}{second}trailer\n<</Size 3/Root 1 0 R>>\n");
        whole += &format!("startxref\n{at}\n%%EOF");
        let packed = pack(whole.as_bytes()).unwrap();
        assert_eq!(super::pagine(&packed), Some(37));
        assert_eq!(super::pagine(whole.as_bytes()), None);
        for end in 0..packed.len() - 7 {
            assert_eq!(super::pagine(&packed[..end]), None, "cut at {end}");
        }
    }

    #[test]
    fn a_file_of_another_shape_is_left_alone() {
        let whole = b"%PDF-1.7\n1 0 obj\n<</A 1>>\nendobj\n\nxref\n0 2\n0000000000 65535 f\r\n0000000009 00000 n\r\n\
                      trailer\n<</Size 2/Root 1 0 R>>\nstartxref\n34\n%%EOF";
        assert!(pack(whole).is_some());
        for end in 0..whole.len() - 7 {
            assert!(pack(&whole[..end]).is_none(), "cut at {end}");
        }
        let text = String::from_utf8_lossy(whole);
        for (from, to) in [("/Root", "/Encrypt 3 0 R/Root"), ("0 2\n", "1 2\n"), ("/Size 2", "")] {
            assert!(pack(text.replace(from, to).as_bytes()).is_none(), "{from}");
        }
    }
}
