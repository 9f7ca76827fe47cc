//! Takes the document out of the envelope of a signed file (CAdES, `.p7m`). The certificates are not looked at. The envelope is
//! written in ASN.1 (BER, ITU-T X.690); some programs write it in pieces without a declared length, or as base64 text, and an
//! envelope may hold another one.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// How many envelopes one inside the other are opened at most.
const MAX_NESTED: usize = 5;

/// The document inside an envelope; none when `bytes` are no envelope, or hold no document.
#[must_use]
pub fn open_envelope(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut inside = bytes.to_vec();
    for _ in 0..MAX_NESTED {
        if let Some(binary) = from_base64(&inside) {
            inside = binary;
        }
        inside = signed_content(&inside)?;
        if inside.starts_with(b"%PDF-") {
            return Some(inside);
        }
    }
    None
}

/// Decodes an envelope that is written as base64, with or without the PEM lines around it.
fn from_base64(bytes: &[u8]) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(bytes).ok()?;
    let letters: String =
        text.lines().filter(|line| !line.starts_with("-----")).flat_map(str::split_whitespace).collect();
    STANDARD.decode(letters).ok().filter(|bytes| !bytes.is_empty())
}

/// The signed content of a message: `ContentInfo` holds `SignedData`, which holds it (RFC 5652, sections 3 and 5).
fn signed_content(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut rest = bytes;
    let mut info = Value::read(&mut rest)?.content_if(0x30)?;
    Value::read(&mut info).filter(|kind| kind.tag == 0x06)?;
    let mut message = Value::read(&mut info)?.content_if(0xA0)?;
    let mut data = Value::read(&mut message)?.content_if(0x30)?;
    // The version, and the names of the algorithms.
    Value::read(&mut data).filter(|version| version.tag == 0x02)?;
    Value::read(&mut data).filter(|names| names.tag == 0x31)?;
    let mut signed = Value::read(&mut data)?.content_if(0x30)?;
    Value::read(&mut signed).filter(|kind| kind.tag == 0x06)?;
    let mut content = Value::read(&mut signed)?.content_if(0xA0)?;
    let mut out = Vec::new();
    Value::read(&mut content)?.append_to(&mut out, 0)?;
    Some(out)
}

/// A value of ASN.1.
struct Value<'a> {
    /// The tag: the type of the value, and whether it is made of other values.
    tag: u8,
    data: &'a [u8],
}

impl<'a> Value<'a> {
    /// Reads the value at the beginning of `bytes`, and moves `bytes` past it.
    fn read(bytes: &mut &'a [u8]) -> Option<Self> {
        let (&tag, rest) = bytes.split_first()?;
        // No signed message has a tag of more than one byte.
        if tag & 0x1f == 0x1f {
            return None;
        }
        let (&first, mut rest) = rest.split_first()?;
        let long = match first {
            0..=0x7f => usize::from(first),
            0x80 => {
                let long = length_to_end(rest, 0)?;
                let data = rest.get(..long)?;
                *bytes = rest.get(long + 2..)?;
                return Some(Value { tag, data });
            }
            _ => {
                let (size, after) = rest.split_at_checked(usize::from(first & 0x7f).min(9))?;
                rest = after;
                size.iter().try_fold(0_usize, |long, byte| long.checked_mul(256)?.checked_add(usize::from(*byte)))?
            }
        };
        let (data, after) = rest.split_at_checked(long)?;
        *bytes = after;
        Some(Value { tag, data })
    }

    /// The content, when the value has this tag.
    fn content_if(self, tag: u8) -> Option<&'a [u8]> {
        (self.tag == tag).then_some(self.data)
    }

    /// Adds the bytes of a string to `out`. A string may be written in one piece or as a series of pieces.
    fn append_to(self, out: &mut Vec<u8>, depth: usize) -> Option<()> {
        match self.tag {
            0x04 => out.extend_from_slice(self.data),
            0x24 if depth < 8 => {
                let mut pieces = self.data;
                while !pieces.is_empty() {
                    Value::read(&mut pieces)?.append_to(out, depth + 1)?;
                }
            }
            _ => return None,
        }
        Some(())
    }
}

/// The length of a series of values that has no declared length: it ends with two zero bytes.
fn length_to_end(bytes: &[u8], depth: usize) -> Option<usize> {
    let mut rest = bytes;
    while !rest.starts_with(&[0, 0]) {
        // Each level without a length reads again all that is inside it, so a deep file would take very long.
        if depth > 8 {
            return None;
        }
        let (&_, after) = rest.split_first()?;
        if after.first() == Some(&0x80) {
            let inside = after.get(1..)?;
            rest = inside.get(length_to_end(inside, depth + 1)? + 2..)?;
        } else {
            Value::read(&mut rest)?;
        }
    }
    Some(bytes.len() - rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A value with its length in the long form.
    fn value(tag: u8, data: &[u8]) -> Vec<u8> {
        let long = u32::try_from(data.len()).unwrap().to_be_bytes();
        [&[tag, 0x84], long.as_slice(), data].concat()
    }

    /// A value of no declared length.
    fn open(tag: u8, data: &[u8]) -> Vec<u8> {
        [&[tag, 0x80], data, &[0, 0]].concat()
    }

    fn message(content: Vec<u8>, make: fn(u8, &[u8]) -> Vec<u8>) -> Vec<u8> {
        let kind = [0x06, 0x01, 0x2a];
        let signed = make(0x30, &[kind.as_slice(), &make(0xA0, &content)].concat());
        let data = [[0x02, 0x01, 0x01].as_slice(), &value(0x31, b""), &signed, &value(0xA0, b"certificati")].concat();
        make(0x30, &[kind.as_slice(), &make(0xA0, &make(0x30, &data))].concat())
    }

    #[test]
    fn a_document_comes_out_of_every_envelope() {
        let pdf: Vec<u8> = b"%PDF-1.7\n".iter().copied().chain((0..9000u32).map(|n| (n * 7 % 253) as u8)).collect();
        let whole = message(value(0x04, &pdf), value);
        let pieces: Vec<u8> = pdf.chunks(1000).flat_map(|piece| value(0x04, piece)).collect();
        let streamed = message(open(0x24, &pieces), open);
        for signed in [&whole, &streamed] {
            assert_eq!(open_envelope(signed).as_deref(), Some(pdf.as_slice()));
            let twice = message(value(0x04, signed), open);
            assert_eq!(open_envelope(&twice).as_deref(), Some(pdf.as_slice()));
            let letters = STANDARD.encode(signed);
            let lines: Vec<&str> = letters.as_bytes().chunks(64).map(|l| std::str::from_utf8(l).unwrap()).collect();
            let pem = format!("-----BEGIN PKCS7-----\n{}\n-----END PKCS7-----\n", lines.join("\n"));
            assert_eq!(open_envelope(pem.as_bytes()).as_deref(), Some(pdf.as_slice()));
            assert_eq!(open_envelope(letters.as_bytes()).as_deref(), Some(pdf.as_slice()));
            for cut in [0, 1, 5, 20, 40, signed.len() / 2, signed.len() - 1] {
                assert!(open_envelope(&signed[..cut]).is_none_or(|found| found == pdf), "cut at {cut}");
            }
        }
        for bad in [b"".as_slice(), b"\x30", b"\x30\x80", b"\x30\x84\xff\xff\xff\xff", &[0x30, 0x80].repeat(40_000)] {
            assert_eq!(open_envelope(bad), None);
        }
    }
}
