//! What a photograph's file holds beside the picture: place and time, camera, author, words, a film. It is removed without decoding
//! the picture, so the picture does not change.

use flate2::read::ZlibDecoder;
use std::io::Read;
use std::sync::Arc;

/// The file without that. If there is none, these same bytes. None when the file is not well formed to its end.
pub(super) fn senza(bytes: &Arc<[u8]>) -> Option<Arc<[u8]>> {
    let clean = if bytes.starts_with(PNG) { png(bytes)? } else { jpeg(bytes)?.0 };
    Some(if clean.len() == bytes.len() { bytes.clone() } else { Arc::from(clean) })
}

/// Whether a JPEG has four colour components, as print shops use (CMYK).
pub(super) fn quadricromia(bytes: &[u8]) -> bool {
    jpeg(bytes).is_some_and(|(_, colours)| colours == 4)
}

/// Whether a JPEG breaks off inside its picture: no mark of the end comes after the data.
pub(super) fn tronca(bytes: &[u8]) -> bool {
    let mut rest = bytes.strip_prefix(&[0xff, 0xd8]).unwrap_or_default();
    while let &[0xff, marker, ..] = rest {
        let long = match marker {
            0xff => 1,
            // The data of the picture.
            0xda => return !rest.windows(2).any(|two| two == [0xff, 0xd9]),
            _ => match rest.get(2..4) {
                Some(&[high, low]) => usize::from(u16::from_be_bytes([high, low])) + 2,
                _ => return true,
            },
        };
        let Some(next) = rest.get(long..) else { return true };
        rest = next;
    }
    false
}

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

/// The chunks of a PNG without those of text, of time and of the camera (PNG, third edition, 11.3).
fn png(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = PNG.to_vec();
    let mut rest = bytes.strip_prefix(PNG)?;
    loop {
        let long = usize::try_from(u32::from_be_bytes(rest.get(..4)?.try_into().ok()?)).ok()?;
        let kind = rest.get(4..8)?;
        let (chunk, after) = rest.split_at_checked(long.checked_add(12)?)?;
        let bomb = kind == b"iCCP" && profilo(chunk.get(8..)?).is_none();
        if !bomb && !matches!(kind, b"tEXt" | b"zTXt" | b"iTXt" | b"tIME" | b"eXIf") {
            out.extend_from_slice(chunk);
        }
        if kind == b"IEND" {
            return Some(out);
        }
        rest = after;
    }
}

/// Largest colour profile, in bytes. Those of cameras and screens have some thousands, those of print shops two million.
const PROFILO: u64 = 4 << 20;

/// Length of the colour profile in a chunk of a PNG, unpacked. None when it is longer than any real profile.
fn profilo(chunk: &[u8]) -> Option<u64> {
    let name = chunk.iter().position(|byte| *byte == 0)?;
    // After the name stands the compression method, of which there is only one.
    let packed = chunk.get(name + 2..)?;
    let long = std::io::copy(&mut ZlibDecoder::new(packed).take(PROFILO + 1), &mut std::io::sink()).unwrap_or_default();
    (long <= PROFILO).then_some(long)
}

/// Whether a PNG has a colour profile longer than any real one.
pub(super) fn gonfio(bytes: &[u8]) -> bool {
    let mut rest = bytes.strip_prefix(PNG).unwrap_or_default();
    while let Some((head, after)) = rest.split_at_checked(8) {
        let long = head.get(..4).and_then(|long| Some(u32::from_be_bytes(long.try_into().ok()?)));
        let Some(data) = long.and_then(|long| after.get(..usize::try_from(long).ok()?)) else { return false };
        if head.ends_with(b"iCCP") {
            return profilo(data).is_none();
        }
        rest = after.get(data.len() + 4..).unwrap_or_default();
    }
    false
}

/// The segments of a JPEG that make the picture and its colours, up to its end, and the number of its colour components (ITU-T
/// T.81, annex B).
fn jpeg(bytes: &[u8]) -> Option<(Vec<u8>, u8)> {
    let mut out = vec![0xff, 0xd8];
    let mut rest = bytes.strip_prefix(&[0xff, 0xd8])?;
    let mut colours = 0;
    loop {
        let &[0xff, marker, ..] = rest else { return None };
        match marker {
            // A byte of padding before a marker.
            0xff => {
                rest = rest.get(1..)?;
                continue;
            }
            0xd9 => {
                out.extend([0xff, 0xd9]);
                return Some((out, colours));
            }
            _ => {}
        }
        let long = usize::from(u16::from_be_bytes(rest.get(2..4)?.try_into().ok()?)) + 2;
        let (segment, after) = rest.split_at_checked(long)?;
        let data = segment.get(4..)?;
        let keep = match marker {
            // JFIF, the colour data of Adobe, the colour profile.
            0xe0 => data.starts_with(b"JFIF"),
            0xe2 => data.starts_with(b"ICC_PROFILE"),
            0xee => data.starts_with(b"Adobe"),
            0xe1..=0xef | 0xfe => false,
            _ => true,
        };
        if keep {
            out.extend_from_slice(segment);
        }
        if matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc) {
            colours = *data.get(5)?;
        }
        rest = after;
        if marker == 0xda {
            // The data of the picture, up to the next marker that is not part of them.
            let mut at = 0;
            loop {
                at += rest.get(at..)?.iter().position(|byte| *byte == 0xff)?;
                match rest.get(at + 1)? {
                    0x00 | 0xd0..=0xd7 => at += 2,
                    _ => break,
                }
            }
            let (picture, after) = rest.split_at_checked(at)?;
            out.extend_from_slice(picture);
            rest = after;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ::image::{ImageFormat, RgbImage};
    use std::io::Cursor;

    fn picture(format: ImageFormat) -> Vec<u8> {
        let mut out = Cursor::new(vec![]);
        RgbImage::from_fn(40, 30, |x, y| ::image::Rgb([x as u8 * 6, y as u8 * 8, 90]))
            .write_to(&mut out, format)
            .unwrap();
        out.into_inner()
    }

    #[test]
    fn the_picture_stays_and_the_rest_goes() {
        let plain = picture(ImageFormat::Jpeg);
        let mut full = plain[..2].to_vec();
        for (marker, data) in
            [(0xe1, "Exif\0\0GPS 45.1 N"), (0xfe, "fatta da Anna"), (0xed, "Photoshop 3.0"), (0xe2, "MPF\0")]
        {
            full.extend([0xff, marker, 0, data.len() as u8 + 2]);
            full.extend(data.bytes());
        }
        full.extend(&plain[2..]);
        full.extend(b"un film dopo la fotografia");
        assert_eq!(senza(&Arc::from(full)).as_deref(), Some(plain.as_slice()));
        let plain: Arc<[u8]> = Arc::from(plain);
        assert!(Arc::ptr_eq(&senza(&plain).unwrap(), &plain), "a clean file is left as it is");
        assert!(!quadricromia(&plain));

        let plain = picture(ImageFormat::Png);
        let mut full = plain[..33].to_vec();
        let words = b"Author\0Anna Bianchi";
        full.extend((words.len() as u32).to_be_bytes());
        full.extend(b"tEXt");
        full.extend(words);
        full.extend([0; 4]);
        full.extend(&plain[33..]);
        assert_eq!(senza(&Arc::from(full)).as_deref(), Some(plain.as_slice()));
    }

    #[test]
    fn a_picture_that_breaks_off_is_known() {
        let whole = picture(ImageFormat::Jpeg);
        assert!(!tronca(&whole));
        assert!(tronca(&whole[..whole.len() / 2 + 300]) && tronca(&whole[..whole.len() - 2]));
        assert!(!tronca(&[whole.as_slice(), b"un film"].concat()) && !tronca(b"\xff\xd8") && !tronca(b""));
    }

    #[test]
    fn no_bytes_break_it() {
        for whole in [picture(ImageFormat::Jpeg), picture(ImageFormat::Png)] {
            for end in 0..whole.len() {
                let cut: Arc<[u8]> = Arc::from(&whole[..end]);
                assert!(senza(&cut).is_none(), "cut at {end}");
            }
            for at in 0..whole.len() {
                let mut other = whole.clone();
                other[at] ^= 0xff;
                let _ = tronca(&other);
                let _ = senza(&Arc::from(other));
            }
        }
    }
}
