//! A copy of the plan for Word and LibreOffice, to be read, commented and changed by who does not write the sources. It looks like the
//! plan and is made of what Word has itself: its styles, its lists, its notes, links, captions, heads of tables that are repeated,
//! alternative texts, contents. What a reviewer writes in it comes back at the line of the sources, by [`places`].
//!
//! It is written with `xmlwriter` and `zip`, which the program has already. Of the crates that write Word files the best kept is `docx-rs`:
//! it gives every picture the same number and no alternative text, and has no heads of tables that are repeated; styles, lists and notes
//! would still be ours to compose element by element.
//!
//! Nothing here is made smaller to fit, and nothing decides a page: Word does.

mod blocks;
mod inlines;
mod lists;
mod pack;
mod pictures;
mod places;
mod styles;
mod tables;
mod write;
mod xml;

pub use places::{Luogo, Memoria, Oggi, Segno, Trovato, sole, spaced};

use super::pdf::measure::Misure;
use super::pdf::scope::asked;
use crate::diag::Diagnostic;
use crate::document::Document;
use crate::emit::layouts::Layouts;
use crate::piano::element::id::Id;
use crate::source::Sources;

/// Makes the file of `document`, whose places are in `sources`; of the part called `part`, if one is asked for.
///
/// # Errors
/// P0905 when nothing printed has that id. P0901 for a defect of ours or of the layouts.
pub fn render(
    document: &Document,
    sources: &Sources,
    layouts: &Layouts,
    part: Option<&Id>,
) -> Result<Vec<u8>, Diagnostic> {
    let misure = Misure::read(layouts).map_err(|problem| *problem)?;
    let cure = "aggiungi in una sezione la vista che lo mostra, o chiedi una sezione";
    let scope = asked(document, part, cure).map_err(|problem| *problem)?;
    let mut writer = write::Writer::new(document, sources, &misure, &scope);
    writer.write(&scope);
    pack::pack(writer)
}
