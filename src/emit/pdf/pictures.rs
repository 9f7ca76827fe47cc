//! The set pages as pictures, for a viewer that shows them one by one.

use super::Typeset;
use typst::foundations::Bytes;
use typst::layout::{Frame, FrameItem};
use typst::utils::hash128;
use typst::visualize::{Image, ImageKind, SvgImage};
use typst_layout::Page;

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
    /// The pages that a viewer shows.
    pub(super) fn leaves(&self) -> &[Page] {
        let pages = self.document.pages();
        pages.get(..pages.len().saturating_sub(self.hidden)).unwrap_or_default()
    }

    /// The size of page `n` (from 0), and the digest that tells whether it changed.
    pub(super) fn face(&self, n: usize) -> Option<Face> {
        let page = self.leaves().get(n)?;
        let size = page.frame.size();
        Some(Face { width: size.x.to_pt(), height: size.y.to_pt(), digest: hash128(&(&page.frame, &page.fill)) })
    }

    /// The picture of page `n` (from 0), as SVG.
    pub(super) fn picture(&self, n: usize) -> Option<String> {
        let mut page = self.leaves().get(n)?.clone();
        page.frame = outlined(&page.frame);
        Some(typst_svg::svg(&page, &typst_svg::SvgOptions::default()))
    }
}

/// The frame with the words of its drawings as shapes: a browser gives no font to a drawing inside a picture.
fn outlined(frame: &Frame) -> Frame {
    let mut out = frame.clone();
    out.clear();
    for (at, item) in frame.items() {
        let item = match item {
            FrameItem::Group(group) => {
                let mut group = group.clone();
                group.frame = outlined(&group.frame);
                FrameItem::Group(group)
            }
            FrameItem::Image(image, size, span) => {
                FrameItem::Image(shapes(image).unwrap_or_else(|| image.clone()), *size, *span)
            }
            other => other.clone(),
        };
        out.push(*at, item);
    }
    out
}

/// The drawing with its words as shapes. None for what is no drawing.
fn shapes(image: &Image) -> Option<Image> {
    let ImageKind::Svg(svg) = image.kind() else { return None };
    // What typst read has the shape of each letter, and writes it unless it is asked for the words.
    let shapes = Bytes::from_string(svg.tree().to_string(&Default::default()));
    Some(Image::plain(SvgImage::new(shapes).ok()?))
}
