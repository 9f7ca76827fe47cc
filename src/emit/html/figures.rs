//! Pictures of the authors and drawings made from the data as HTML.

use super::inline::Writer;
use super::places::numbered;
use crate::base::colore::Colori;
use crate::document::{Drawing, DrawingKind, DrawnNode, Figure, plain};
use crate::emit::drawing::{self, Room};
use crate::piano::element::id::Id;

/// The natural width, in CSS pixels, from which a figure can be opened at full size, because it is wider than the column.
const WIDE: u32 = 760;

/// Room of a drawing on a wide screen, in CSS pixels.
const DESK: Room = Room { width: 720.0, height: f64::INFINITY, size: 14.0, colori: Colori::NOSTRI };

/// Room of a drawing on the smallest screen (320 CSS pixels), inside the margins of the page and of its own white ground.
const NARROW: Room = Room { width: 268.0, height: f64::INFINITY, size: 13.5, colori: Colori::NOSTRI };

impl Writer<'_> {
    /// `Tabella 4. `
    pub(super) fn label(&mut self, word: &str, number: Option<u32>) {
        if let Some(number) = number {
            self.span("etichetta", &format!("{word}\u{a0}{number}."));
            self.out.push(' ');
        }
    }

    pub(super) fn figure(&mut self, figure: &Figure, id: Option<&Id>) {
        let Some(page) = self.page else {
            return self.element("p", "", None, |w| w.image(&figure.asset, &figure.alt, ""));
        };
        self.out.push_str("<figure class=\"figure\"");
        if let Some(name) = numbered(id, "fig", figure.number) {
            self.attribute("id", &name);
        }
        self.out.push_str(">\n");
        self.image(&figure.asset, &figure.alt, "figure-img");
        self.out.push('\n');
        let large =
            page.site.images.get(figure.asset.as_str()).filter(|image| image.width > WIDE && !page.site.one_file);
        if figure.caption.is_some() || large.is_some() {
            self.out.push_str("<figcaption class=\"figure-caption\">");
            if let Some(content) = &figure.caption {
                self.label("Figura", figure.number);
                self.inlines(content);
                if let Some(id) = id {
                    self.printed(id, &plain(content));
                }
            }
            if let Some(image) = large {
                let which = figure.number.map_or_else(|| "la figura".to_owned(), |n| format!("la figura\u{a0}{n}"));
                self.out.push_str(" <a class=\"ingrandisci\"");
                self.attribute("href", &image.path);
                self.out.push('>');
                self.text(&format!("Apri {which} a grandezza intera"));
                self.out.push_str("</a>");
            }
            self.out.push_str("</figcaption>\n");
        }
        self.out.push_str("</figure>\n");
    }

    /// Writes a drawing twice, for a wide column and for a phone. The style sheet shows one of them, and the hidden one is
    /// not read aloud. Charts are written once, because they are small and stand in rows.
    pub(super) fn drawing(&mut self, drawing: &Drawing, id: Option<&Id>) {
        let Some(page) = self.page else {
            return self.element("p", "", None, |w| w.text(&drawing.alt));
        };
        let colori = page.site.document.meta.colori;
        self.out.push_str("<figure class=\"figure disegno\"");
        if let Some(name) = numbered(id, "fig", drawing.number) {
            self.attribute("id", &name);
        }
        self.out.push_str(">\n");
        let forms: &[(&str, Room)] = match &drawing.kind {
            DrawingKind::Charts(_) => &[("disegno-grafici", NARROW)],
            DrawingKind::Gantt(_)
            | DrawingKind::Stack(_)
            | DrawingKind::Calendar(_)
            | DrawingKind::Counters(_)
            | DrawingKind::Bridges(_)
            | DrawingKind::Organization(_) => &[("disegno-largo", DESK), ("disegno-stretto", NARROW)],
            // A tree is a list, whose lines are of the style sheet: its nodes lead to what they name.
            DrawingKind::Tree(nodes) => {
                self.drawn_tree(nodes, "albero-disegnato");
                &[]
            }
        };
        for (class, room) in forms {
            self.out.push_str("<div");
            self.attribute("class", class);
            // Each chart has its own alternative. The group has that of the drawing.
            if matches!(drawing.kind, DrawingKind::Charts(_)) && !drawing.alt.trim().is_empty() {
                self.attribute("role", "group");
                self.attribute("aria-label", &drawing.alt);
            }
            self.out.push('>');
            for picture in drawing::draw(drawing, Room { colori, ..*room }) {
                self.out.push('\n');
                self.out.push_str(&picture.svg);
            }
            self.out.push_str("\n</div>\n");
        }
        if let Some(content) = &drawing.caption {
            self.out.push_str("<figcaption class=\"figure-caption\">");
            self.label("Figura", drawing.number);
            self.inlines(content);
            if let Some(id) = id {
                self.printed(id, &plain(content));
            }
            self.out.push_str("</figcaption>\n");
        }
        self.out.push_str("</figure>\n");
    }

    fn drawn_tree(&mut self, nodes: &[DrawnNode], class: &str) {
        self.element("ul", class, None, |w| {
            w.out.push('\n');
            for node in nodes {
                w.element("li", "", None, |w| {
                    let href = node.id.as_ref().and_then(|id| w.page?.href(id));
                    match &href {
                        Some(href) => {
                            w.out.push_str("<a class=\"nodo-rif\"");
                            w.attribute("href", href);
                            w.out.push('>');
                        }
                        None => w.out.push_str("<span class=\"nodo-rif\">"),
                    }
                    if !node.code.is_empty() {
                        w.span("codice", &node.code);
                        w.out.push(' ');
                    }
                    w.text(&node.title);
                    for flag in &node.flags {
                        w.out.push(' ');
                        w.span("badge", flag);
                    }
                    w.out.push_str(if href.is_some() { "</a>" } else { "</span>" });
                    if !node.children.is_empty() {
                        w.out.push('\n');
                        w.drawn_tree(&node.children, "");
                    }
                });
            }
        });
    }
}
