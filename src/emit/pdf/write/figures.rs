//! Pictures of the authors and drawings made from the data, with their captions.

use super::Writer;
use super::inlines::is_rich;
use crate::document::{Block, BlockKind, Drawing, DrawingKind, Figure, Inline};
use crate::emit::drawing::{self, Picture, Room};
use crate::emit::pdf::measure;
use crate::emit::stringhe;
use crate::emit::text::{Face, or};
use crate::piano::element::id::Id;
use std::fmt::Write as _;

/// Share of a page from which on a drawing may float.
const FLOATS: f64 = 0.25;

impl<'a> Writer<'a> {
    pub(super) fn figure(&mut self, anchor: Option<&'a Id>, figure: &'a Figure) {
        let Some(path) = self.images.get(&figure.asset).cloned() else {
            // The loader refuses a missing image. If one were missing, its words would stand in for it.
            self.anchor(anchor);
            self.push("#l.assente[");
            self.words(&figure.alt);
            self.push("]\n");
            return;
        };
        let width = measure::image_width(self.document, &figure.asset, self.frame.room, self.misure.picture());
        self.push("#l.figura(");
        self.image(&path, width, &figure.alt);
        let _ = write!(self.out, ", larga: {:.2}pt, ", self.frame.room);
        if self.caption_height(figure.caption.as_deref()) > self.misure.height() * 0.2 {
            self.push("spezzabile: true, ");
        }
        self.id(anchor);
        self.caption(figure.number, figure.caption.as_deref());
        self.push(")\n");
        self.cited_at(anchor);
    }

    /// Writes a drawing as wide as its room. Charts stand side by side. A drawing higher than a page comes in pieces.
    pub(super) fn drawing(&mut self, anchor: Option<&'a Id>, drawing: &'a Drawing) {
        let measure = &self.misure.disegno;
        let (columns, width) = measure.colonne(&drawing.kind, self.frame.room);
        // The caption stands on the same page.
        let height = self.misure.height() * 0.88;
        let draw = |height| {
            drawing::draw(drawing, Room { width, height, size: measure.corpo, colori: self.document.meta.colori })
        };
        let mut pictures = draw(height);
        // What goes on over pages anyway comes in lower pieces, the first of which may stand on what is left of a page. A tree that is
        // divided is divided into halves of this height, which are one drawing where they stand on one page.
        if columns < 2.0 && pictures.len() > 1 {
            let tree = matches!(drawing.kind, DrawingKind::Tree(_));
            pictures = draw(self.misure.height() * if tree { 0.5 } else { 0.4 });
        }
        let high = pictures.iter().map(|picture| picture.height).sum::<f64>() / columns;
        let _ = write!(self.out, "#l.disegno(larga: {:.2}pt, colonne: {columns:.0}, ", self.frame.room);
        let long = self.caption_height(drawing.caption.as_deref()) > self.misure.height() * 0.08;
        let breaks = high > self.misure.height() * 0.5 && (pictures.len() > 1 || long);
        if breaks {
            self.push("spezzabile: true, ");
        }
        // A high drawing that does not fit would leave the rest of its page blank. The text goes on before it, also past a title. In a
        // card it belongs to the card.
        // The list of an organisation chart says the same right under it.
        let followed = matches!(drawing.kind, DrawingKind::Organization(_));
        let free = drawing.number.is_some() && self.frame.flow && !self.frame.in_card && !followed;
        // A remark stays with the drawing that it explains.
        let remarked = self.remarked && !breaks;
        if remarked {
            self.push("legata: true, ");
        }
        if !remarked && !breaks && free && high > self.misure.height() * FLOATS {
            // At the head of a page it could part the rows of a table that goes on there from the words that say so.
            self.push(if self.long_above { "libera: bottom, " } else { "libera: auto, " });
        }
        self.id(anchor);
        self.caption(drawing.number, drawing.caption.as_deref());
        for mut picture in pictures {
            let close = match picture.again.take() {
                Some(again) => {
                    self.push("l.riapre(");
                    self.drawn(*again);
                    self.push(", ");
                    "), "
                }
                None => ", ",
            };
            self.drawn(picture);
            self.push(close);
        }
        self.push(")\n");
        self.cited_at(anchor);
    }

    /// A picture made from the data, as an image.
    fn drawn(&mut self, picture: Picture) {
        let (chapter, before) = self.chapter;
        let path = format!("/disegni/{chapter}-{}.svg", self.drawings.len() - before + 1);
        self.image(&path, picture.width, &picture.alt);
        self.drawings.push((path, picture));
    }

    /// Writes the call of `image` here and not in a layout, because typst reports a broken file at the call.
    pub(super) fn image(&mut self, path: &str, width: f64, alt: &str) {
        self.push("image(");
        self.literal(path);
        let _ = write!(self.out, ", width: {width:.2}pt, alt: ");
        self.literal(stringhe::tagliata(or(alt, "Immagine")));
        self.push(")");
    }

    /// About how high a caption is.
    pub(super) fn caption_height(&self, caption: Option<&[Inline]>) -> f64 {
        caption
            .map_or(0.0, |caption| measure::height(caption, self.frame.room, self.misure.tabella.corpo, Face::Regular))
    }

    /// Number and caption of a table or a figure, as named arguments.
    pub(super) fn caption(&mut self, number: Option<u32>, caption: Option<&'a [Inline]>) {
        let Some(caption) = caption else { return };
        if let Some(number) = number {
            let _ = write!(self.out, "numero: {number}, ");
        }
        if is_rich(caption) {
            self.push("esteso: [");
            self.inlines(caption);
            self.push("], ");
        }
        self.push("didascalia: [");
        self.flat(caption);
        self.push("], ");
    }
}

/// About how high a drawing is that says again the table above it, with letters of `size` points.
pub(super) fn again(block: &Block, size: f64) -> Option<f64> {
    match &block.kind {
        BlockKind::Drawing(Drawing { caption: None, kind: DrawingKind::Gantt(gantt), .. }) => {
            // A name takes up to two lines. Above them stand years and months, below them the legend.
            Some((gantt.rows.len() as f64 * 2.2 + 6.0) * size)
        }
        _ => None,
    }
}
