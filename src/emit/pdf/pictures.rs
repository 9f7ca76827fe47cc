//! The set pages as pictures, for a viewer that shows them one by one.

use super::Typeset;
use typst::utils::hash128;

/// A page, for a viewer that has not asked for its picture yet.
#[derive(Debug, Clone, PartialEq)]
pub struct Face {
    /// Width in points.
    pub width: f64,
    /// Height in points.
    pub height: f64,
    /// Two pages with the same digest look the same.
    pub digest: u128,
}

impl Typeset {
    /// The size of each page, and the digest that tells whether it changed.
    #[must_use]
    pub fn faces(&self) -> Vec<Face> {
        let pages = self.document.pages().iter();
        pages
            .map(|page| {
                let size = page.frame.size();
                Face { width: size.x.to_pt(), height: size.y.to_pt(), digest: hash128(&(&page.frame, &page.fill)) }
            })
            .collect()
    }

    /// The picture of page `number` (from 1), as SVG.
    #[must_use]
    pub fn picture(&self, number: usize) -> Option<String> {
        let page = self.document.pages().get(number.checked_sub(1)?)?;
        Some(typst_svg::svg(page, &typst_svg::SvgOptions::default()))
    }
}
