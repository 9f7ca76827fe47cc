//! The outputs. Each is a function of the [`crate::document::Document`], and they share nothing else.

pub mod dati;
pub mod docx;
pub mod drawing;
pub mod html;
pub mod ics;
pub mod metadati;
pub mod pdf;
pub mod glyphs;
pub mod layouts;
pub mod stringhe;
mod text;

use crate::piano::element::id::Id;
use std::collections::BTreeMap;

/// Files to publish: path (forward slashes, relative to the output folder) and bytes.
pub type Artifacts = BTreeMap<String, Vec<u8>>;

/// The page on which each anchored thing begins, as printed at the foot of the page ("pag. N").
pub type Pages = BTreeMap<Id, u32>;

/// The address of the PDF from the pages of the site. It is beside the folder of the site.
pub const PDF: &str = "../piao.pdf";

/// What the site says of the PDF that stands beside it.
#[derive(Debug, Clone, Copy)]
pub struct Carta<'a> {
    /// The page on which each thing begins.
    pub pages: &'a Pages,
    /// How many pages there are.
    pub count: u32,
    /// Size of the file, in bytes.
    pub bytes: usize,
}
