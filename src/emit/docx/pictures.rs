//! Pictures of the authors and drawings made from the data. Word draws words of an SVG with the fonts of the machine, and older ones draw
//! no SVG at all: so a drawing is given as PNG, made by resvg, which typst has brought along already.

use super::inlines::Run;
use super::pack::Immagine;
use super::places::Luogo;
use super::styles::id;
use super::write::{Par, Writer};
use crate::base::colore::Colori;
use crate::document::{Drawing, Figure, Inline, Mark};
use crate::emit::drawing::{self, Room};
use crate::emit::html;
use crate::emit::pdf::measure;
use crate::emit::text::or;

/// English metric units in a point.
const EMU: f64 = 12_700.0;

impl<'a> Writer<'a> {
    pub(super) fn figure(&mut self, figure: &'a Figure, place: Option<&Luogo>) {
        let size = (self.frame.room, self.misure.picture());
        let par = Par { keep: figure.caption.is_some(), ..Par::of(id::FIGURA) };
        self.paragraph(&par, |w| w.placed(place, |w| w.asset(&figure.asset, &figure.alt, size)));
        self.under(figure.number, figure.caption.as_deref());
    }

    /// A drawing as wide as its room. Charts stand side by side. A drawing higher than a page comes in pieces.
    pub(super) fn drawing(&mut self, drawing: &'a Drawing, place: Option<&Luogo>) {
        let measure = &self.misure.disegno;
        let (columns, width) = measure.colonne(&drawing.kind, self.frame.room);
        let room =
            Room { width, height: self.misure.height() * 0.8, size: measure.corpo, colori: self.document.meta.colori };
        let pictures = drawing::draw(drawing, room);
        let captioned = drawing.caption.is_some();
        let many = pictures.len();
        let rows = pictures.chunks(columns as usize);
        let last = rows.len();
        for (n, row) in rows.enumerate() {
            let par = Par { keep: captioned && (n + 1 == last || many < 3), ..Par::of(id::FIGURA) };
            self.paragraph(&par, |w| {
                let inner = |w: &mut Self| {
                    for (at, picture) in row.iter().enumerate() {
                        // A blank stands between two.
                        if at > 0 {
                            w.text("   ", Run::default());
                        }
                        // Word alone knows what begins a page: a piece that goes on always says from what.
                        if let Some(again) = picture.again.as_deref() {
                            w.drawn(again);
                            w.line_break();
                        }
                        w.drawn(picture);
                    }
                };
                // The first piece stands for all.
                w.placed(place.filter(|_| n == 0), inner);
            });
        }
        self.under(drawing.number, drawing.caption.as_deref());
    }

    /// A picture made from the data, in a line of text.
    fn drawn(&mut self, picture: &drawing::Picture) {
        let image = Immagine::Disegno { svg: picture.svg.as_bytes().into(), wide: picture.width };
        self.picture(image, or(&picture.alt, "Immagine"), (picture.width, picture.height));
    }

    fn under(&mut self, number: Option<u32>, caption: Option<&'a [Inline]>) {
        let Some(caption) = caption else { return };
        let par = Par { spacing: Some((80, 360)), ..Par::of(id::DIDASCALIA) };
        self.paragraph(&par, |w| w.caption("Figura", number, caption));
    }

    /// A picture of the plan in its natural size, or in what fits into `most`; its words where it is none.
    pub(super) fn asset(&mut self, key: &str, alt: &str, most: (f64, f64)) {
        let document = self.document;
        let Some(asset) = document.assets.get(key) else {
            return self.text(alt, Run::default());
        };
        let wide = measure::image_width(document, key, most.0, most.1);
        let high = wide * (asset.size.1 / asset.size.0.max(0.01)).max(0.001);
        let image = match asset.format {
            "svg" => Immagine::Disegno { svg: asset.bytes.clone(), wide },
            format => Immagine::Pronta { bytes: asset.bytes.clone(), format },
        };
        self.picture(image, or(alt, "Immagine"), (wide, high));
    }

    /// A shape among words. The words beside it say the same, so that nobody hears it.
    pub(super) fn mark(&mut self, mark: &Mark, size: f64) {
        let (ems, inner) = html::segno(mark);
        let (top, units) = (1.0, 18.0);
        let mut style = segni(self.document.meta.colori);
        // The head of a table is dark.
        if matches!(mark, Mark::Scale { .. }) {
            style.push_str(SCALA);
        }
        let svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"segno\" viewBox=\"0 {top} {wide} {units}\" width=\"{wide}\" \
             height=\"{units}\"><style>{style}</style>{inner}</svg>",
            wide = ems * html::EM
        );
        let size = size * 0.9;
        let wide = ems * size;
        let image = Immagine::Disegno { svg: svg.into_bytes().into(), wide };
        self.picture(image, "", (wide, units / html::EM * size));
    }

    /// A picture in a line of text. Without words, it is an ornament.
    fn picture(&mut self, image: Immagine, alt: &str, (wide, high): (f64, f64)) {
        let rel = self.rels.image(&self.media.add(image));
        self.pictures += 1;
        let number = self.pictures.to_string();
        let emu = |points: f64| format!("{:.0}", points * EMU);
        let extent = [("cx", emu(wide)), ("cy", emu(high))];
        let extent: Vec<(&str, &str)> = extent.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let name = format!("Immagine {number}");
        let xml = &mut self.xml;
        xml.open("w:r", &[]);
        xml.open("w:drawing", &[]);
        xml.open("wp:inline", &[("distT", "0"), ("distB", "0"), ("distL", "0"), ("distR", "0")]);
        xml.void("wp:extent", &extent);
        xml.open("wp:docPr", &[("id", &number), ("name", &name), ("descr", alt)]);
        if alt.is_empty() {
            xml.open("a:extLst", &[]);
            xml.open("a:ext", &[("uri", "{C183D7F6-B498-43B3-948B-1728B52AA6E4}")]);
            let adec = "http://schemas.microsoft.com/office/drawing/2017/decorative";
            xml.void("adec:decorative", &[("xmlns:adec", adec), ("val", "1")]);
            xml.close();
            xml.close();
        }
        xml.close();
        xml.open("wp:cNvGraphicFramePr", &[]);
        xml.void("a:graphicFrameLocks", &[("noChangeAspect", "1")]);
        xml.close();
        xml.open("a:graphic", &[]);
        xml.open("a:graphicData", &[("uri", "http://schemas.openxmlformats.org/drawingml/2006/picture")]);
        xml.open("pic:pic", &[]);
        xml.open("pic:nvPicPr", &[]);
        xml.void("pic:cNvPr", &[("id", &number), ("name", &name), ("descr", alt)]);
        xml.void("pic:cNvPicPr", &[]);
        xml.close();
        xml.open("pic:blipFill", &[]);
        xml.void("a:blip", &[("r:embed", &rel)]);
        xml.open("a:stretch", &[]);
        xml.void("a:fillRect", &[]);
        xml.close();
        xml.close();
        xml.open("pic:spPr", &[]);
        xml.open("a:xfrm", &[]);
        xml.void("a:off", &[("x", "0"), ("y", "0")]);
        xml.void("a:ext", &extent);
        xml.close();
        xml.open("a:prstGeom", &[("prst", "rect")]);
        xml.void("a:avLst", &[]);
        // The geometry, the shape, the picture, its data, its graphic, the line, the drawing, the run.
        (0..8).for_each(|_| xml.close());
    }
}

/// The colours of the scale in the head of a table.
const SCALA: &str = " .inchiostro { fill: #fff } text { fill: #fff; font: 600 15px 'Titillium Web' }";

/// The colours of shapes, by the classes that the site has too.
fn segni(colori: Colori) -> String {
    let Colori { primario, titoli } = colori;
    format!(
        ".inchiostro {{ fill: {titoli} }} .vuoto {{ fill: #fff; stroke: {titoli}; stroke-width: 2 }} .pieno {{ fill: {primario} }} \
         .fondo {{ fill: #eef3f8; stroke: #768a9f }} .alone {{ fill: #fff }} .filo {{ fill: none; stroke: #c5d0db; stroke-width: 2 }} \
         .tratto {{ fill: none; stroke: {primario}; stroke-width: 2.8 }} .orlo {{ stroke: #fff; stroke-width: 1.2 }}"
    )
}
