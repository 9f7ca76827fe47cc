//! The finished file, packed. typst writes each element of the structure tree as an object of its own, in clear: four fifths
//! of a long plan. Here the objects that are no streams go together into compressed ones (ISO 32000-1, 7.5.7 and 7.5.8).
//! Numbers of objects, names and the identity of the file do not change.

use lopdf::{Document, SaveOptions};

/// Objects in one stream: few enough that a reader need not unpack much to find one.
const GROUP: usize = 200;

/// The same file, smaller.
///
/// # Errors
/// When it is not of the shape that typst writes.
pub(super) fn pack(pdf: Vec<u8>) -> Result<Vec<u8>, (Vec<u8>, lopdf::Error)> {
    let packed = Document::load_mem(&pdf).and_then(|mut file| {
        let options = SaveOptions::builder()
            .use_object_streams(true)
            .use_xref_streams(true)
            .max_objects_per_stream(GROUP)
            .compression_level(9)
            .build();
        let mut out = Vec::with_capacity(pdf.len() / 2);
        file.save_with_options(&mut out, options)?;
        Ok(out)
    });
    match packed {
        Ok(out) => Ok(if out.len() < pdf.len() { out } else { pdf }),
        Err(error) => Err((pdf, error)),
    }
}
