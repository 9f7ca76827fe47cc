//! A PDF that was signed: the signature is added after our bytes (PAdES) or is an envelope around them (CAdES, `.p7m`). Whose
//! the signature is and whether it holds is for the programs that know certificates.

/// How a published PDF stands to ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pdf {
    /// The same bytes.
    Uguale,
    /// Ours first, then others: that many bytes, with that many signatures.
    Firmato {
        /// Bytes after ours.
        oltre: usize,
        /// Signatures among them.
        firme: usize,
    },
    /// Ours, whole, inside an envelope.
    Busta,
    /// An envelope in which ours is not found: another document, or one that is written in letters.
    BustaChiusa,
    /// Another document.
    Diverso,
}

/// How `published` stands to `ours`.
#[must_use]
pub fn confronta(published: &[u8], ours: &[u8]) -> Pdf {
    if published == ours {
        return Pdf::Uguale;
    }
    if let Some(rest) = published.strip_prefix(ours) {
        let firme = rest.windows(10).filter(|word| *word == b"/ByteRange").count();
        return Pdf::Firmato { oltre: rest.len(), firme };
    }
    if published.starts_with(b"%PDF-") {
        return Pdf::Diverso;
    }
    if dentro(published, ours) { Pdf::Busta } else { Pdf::BustaChiusa }
}

/// Whether `ours` is inside the envelope, in one piece or in the pieces in which some programs put it.
fn dentro(envelope: &[u8], ours: &[u8]) -> bool {
    let head = ours.get(..ours.len().min(64)).unwrap_or_default();
    if head.is_empty() {
        return false;
    }
    let starts = envelope.windows(head.len()).enumerate().filter(|(_, window)| *window == head).map(|(at, _)| at);
    // A hostile file may begin like ours a million times.
    starts.take(8).any(|at| envelope.get(at..).is_some_and(|rest| pezzi(rest, ours)))
}

/// Whether `rest` begins with `ours`, between whose bytes there may be the headers of the pieces (octet strings of ASN.1).
fn pezzi(mut rest: &[u8], mut ours: &[u8]) -> bool {
    loop {
        let same = rest.iter().zip(ours).take_while(|(a, b)| a == b).count();
        if same == ours.len() {
            return true;
        }
        // A header of the next piece may begin with a byte that is ours by chance: it is looked for a little before.
        let next = (0..6).filter_map(|back| same.checked_sub(back)).find_map(|at| {
            let header = intestazione(rest.get(at..)?)?;
            let (after, left) = (rest.get(at + header..)?, ours.get(at..)?);
            let probe = left.len().min(16);
            (at > 0 && after.get(..probe) == left.get(..probe)).then_some((after, left))
        });
        match next {
            Some(next) => (rest, ours) = next,
            None => return false,
        }
    }
}

/// The length of the header of an octet string that begins here.
fn intestazione(bytes: &[u8]) -> Option<usize> {
    let [0x04, long, ..] = bytes else { return None };
    match long {
        0..=0x7f => Some(2),
        0x81..=0x84 => Some(2 + usize::from(long & 0x7f)),
        _ => None,
    }
}

/// The version of piao that a PDF says to be made by, in its metadata.
#[must_use]
pub fn versione(pdf: &[u8]) -> Option<String> {
    let mark = b"CreatorTool>piao ";
    let at = pdf.windows(mark.len()).position(|window| window == mark)? + mark.len();
    let word: Vec<u8> = pdf.get(at..)?.iter().copied().take(20).take_while(|b| *b != b'<').collect();
    String::from_utf8(word).ok().map(|word| mostrabile(&word))
}

/// `text` as a terminal may show it: whoever published may have written anything.
#[must_use]
pub fn mostrabile(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).take(200).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ours() -> Vec<u8> {
        let mut pdf = b"%PDF-1.7\n".to_vec();
        pdf.extend((0..5000u32).map(|n| (n * 7 % 251) as u8));
        pdf.extend(b"%%EOF");
        pdf
    }

    #[test]
    fn a_signature_after_our_bytes_is_counted() {
        let ours = ours();
        let mut signed = ours.clone();
        signed.extend(b"\n9 0 obj <</ByteRange [0 1 2 3]>> endobj %%EOF");
        assert_eq!(confronta(&ours, &ours), Pdf::Uguale);
        assert_eq!(confronta(&signed, &ours), Pdf::Firmato { oltre: signed.len() - ours.len(), firme: 1 });
        let mut other = signed;
        other[100] ^= 1;
        assert_eq!(confronta(&other, &ours), Pdf::Diverso);
        assert_eq!(confronta(&ours[..100], &ours), Pdf::Diverso);
    }

    #[test]
    fn an_envelope_is_opened_whole_or_in_pieces() {
        let ours = ours();
        let whole = [b"\x30\x82\x13\x00\x04\x82\x13\x91".as_slice(), &ours, b"\x31\x82 certificates"].concat();
        assert_eq!(confronta(&whole, &ours), Pdf::Busta);
        let mut pieces = b"\x30\x80\x24\x80".to_vec();
        for piece in ours.chunks(1000) {
            pieces.extend([0x04, 0x82, (piece.len() >> 8) as u8, piece.len() as u8]);
            pieces.extend(piece);
        }
        pieces.extend(b"\0\0 certificates");
        assert_eq!(confronta(&pieces, &ours), Pdf::Busta);
        let mut other = pieces;
        other[3000] ^= 1;
        assert_eq!(confronta(&other, &ours), Pdf::BustaChiusa);
        assert_eq!(confronta(b"MIIGvgYJKoZIhvcNAQcCoII", &ours), Pdf::BustaChiusa);
        assert_eq!(confronta(b"", &ours), Pdf::BustaChiusa);
    }

    #[test]
    fn what_others_wrote_cannot_move_the_cursor() {
        assert_eq!(mostrabile("a\u{1b}[2Jb"), "a\u{fffd}[2Jb");
    }
}
