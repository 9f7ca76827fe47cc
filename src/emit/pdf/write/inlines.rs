//! The text inside blocks: words, links, marks, notes.

use super::Writer;
use super::literals::yielding;
use crate::document::{Inline, Mark, Note, Posto, places, plain};
use crate::emit::pdf::measure;
use crate::emit::text::{Face, clean, unseen};
use crate::piano::element::id::Id;
use std::fmt::Write as _;

impl<'a> Writer<'a> {
    /// The words of `content` without links, notes and pictures.
    pub(super) fn flat(&mut self, content: &'a [Inline]) {
        let before = std::mem::replace(&mut self.marks.flat, true);
        self.inlines(content);
        self.marks.flat = before;
    }

    /// Whether a reference says its page. In a table with a column of pages that of the row does not, nor do those that the program
    /// lists; in another the first of each thing does.
    fn says_page(&mut self, target: &Id, page: bool, listed: bool) -> bool {
        if !page || self.marks.heading {
            return false;
        }
        let place = self.led(target).clone();
        if self.marks.paged.is_empty() {
            self.marks.told.as_mut().is_none_or(|told| told.insert(place))
        } else {
            !listed && !self.marks.paged.contains(&place)
        }
    }

    pub(super) fn inlines(&mut self, content: &'a [Inline]) {
        for inline in content {
            match inline {
                // typst has no alternate text for a run of words (/E), so an acronym has its name only where the text says
                // it.
                Inline::Text { text, span } | Inline::Abbr { text, span, .. } => {
                    self.mark(*span);
                    self.words(text);
                }
                Inline::Strong(content) => self.wrap("#strong[", content),
                Inline::Emph(content) => self.wrap("#emph[", content),
                Inline::Small(content) if self.marks.tinted => self.wrap("#l.minore(tinta: true)[", content),
                Inline::Small(content) => self.wrap("#l.minore[", content),
                Inline::Strike(content) if self.marks.struck => self.inlines(content),
                Inline::Strike(content) => {
                    self.marks.struck = true;
                    self.wrap("#strike[", content);
                    self.marks.struck = false;
                }
                Inline::Revised { value, .. } if self.marks.flat => self.inlines(value),
                Inline::Revised { value, version, era } => {
                    self.inlines(value);
                    let _ = write!(self.out, "#l.rivisto({version})[");
                    self.inlines(era);
                    self.push("]");
                }
                Inline::Code { text, span } => {
                    self.mark(*span);
                    self.push("#l.codice(");
                    let fitted = self.code(text, self.prose() / self.frame.size);
                    for (n, part) in yielding(&fitted).enumerate() {
                        self.push(if n > 0 { ", " } else { "" });
                        self.literal(part);
                    }
                    self.push(");");
                }
                Inline::Link { content, .. } | Inline::Xref { content, .. } if self.marks.flat => self.inlines(content),
                Inline::Link { url, content } => self.link(url, content),
                Inline::PaginaVicina { .. } if self.marks.flat => {}
                Inline::PaginaVicina { url, prima, dopo } => {
                    if let Some(said) = self.document.pagina_vicina(url, prima, dopo) {
                        self.words(&said);
                    }
                }
                Inline::Lang { lang, content } => {
                    let (lang, region) = lang.split_once('-').unwrap_or((lang, ""));
                    let region = if region.is_empty() { "none".to_owned() } else { format!("\"{region}\"") };
                    let _ = write!(self.out, "#text(lang: \"{lang}\", region: {region})[");
                    self.inlines(content);
                    self.push("]");
                }
                Inline::Xref { target, content, page, listed } => {
                    let page = self.says_page(target, *page, *listed);
                    self.cite(target, page, !has_strike(content), |w| w.inlines(content));
                }
                Inline::Note { .. } if self.marks.flat => {}
                Inline::Note { number } => self.note(*number),
                Inline::Image { alt, .. } if self.marks.flat => self.words(alt),
                Inline::Image { asset, alt } => match self.images.get(asset).cloned() {
                    Some(path) => {
                        // A picture among words is at most a few lines high.
                        let width = measure::image_width(self.document, asset, self.frame.room, 8.0 * self.frame.size);
                        self.push("#box(");
                        self.image(&path, width, alt);
                        self.push(");");
                    }
                    None => self.words(alt),
                },
                Inline::Mark(_) if self.marks.flat => {}
                Inline::Mark(mark) => self.shape(mark),
                Inline::Break if self.marks.flat => self.push("#\" \";"),
                Inline::Break => self.push("#l.a-capo;"),
            }
        }
    }

    /// A shape among words. Its words are beside it, so that it is not read.
    fn shape(&mut self, mark: &Mark) {
        match mark {
            Mark::Sign(sign) => {
                let _ = write!(self.out, "#l.segno(\"{}\");", sign.name());
            }
            Mark::Level(level) => {
                let full = level.full().map_or_else(|| "none".to_owned(), |full| format!("{full:.4}"));
                let _ = write!(self.out, "#l.livello({full});");
            }
            Mark::Bar(strip) => {
                let tick = strip.tick().map_or_else(|| "none".to_owned(), |tick| format!("{tick:.4}"));
                let wide = if strip.wide { ", largo: 12.4em" } else { "" };
                let _ = write!(self.out, "#l.barra({:.4}, {tick}{wide});", strip.full());
            }
            Mark::Scale { wide } => {
                self.push("#l.a-capo;");
                self.push(if *wide { "#l.scala(largo: 12.4em);" } else { "#l.scala();" });
            }
            Mark::Line { start, end, points } => {
                self.push("#l.linea(");
                for Posto { stage, at } in places(*start, *end, points) {
                    let _ = write!(self.out, "(\"{}\", {at:.4}), ", stage.name());
                }
                self.push(");");
            }
        }
    }

    fn wrap(&mut self, open: &str, content: &'a [Inline]) {
        let face = self.frame.face;
        if open == "#strong[" && face == Face::Regular {
            self.frame.face = Face::Bold;
        }
        self.push(open);
        self.inlines(content);
        self.push("]");
        self.frame.face = face;
    }

    fn link(&mut self, url: &str, content: &'a [Inline]) {
        let url = self.document.fuori(url).unwrap_or_default();
        let url: String = clean(&url).filter(|c| !c.is_whitespace()).collect();
        // typst refuses an empty address and one of more than 8,000 bytes. A link without words could not be clicked.
        if self.marks.in_link || url.is_empty() || url.len() > 2000 || unseen(&plain(content)) {
            self.inlines(content);
            return;
        }
        self.push("#l.rimando(");
        self.literal(&url);
        self.push(self.line(!has_strike(content)));
        self.marks.in_link = true;
        self.inlines(content);
        self.marks.in_link = false;
        self.push("]");
    }

    /// The end of the call of a link. PDF/UA refuses two lines on one word, so struck words in a link, or a link in struck
    /// words, are not underlined.
    pub(super) fn line(&self, line: bool) -> &'static str {
        if line && !self.marks.struck { ")[" } else { ", riga: false)[" }
    }

    fn note(&mut self, number: u32) {
        let note = self.notes.get(&number).copied().filter(|_| !self.marks.in_link);
        match note.filter(|_| self.ids.noted.insert(number)) {
            Some(note) => match &mut self.ids.under {
                None => {
                    let _ = write!(self.out, "#l.nota({number})[");
                    self.note_body(note);
                    self.push("];");
                }
                Some(under) => {
                    under.push(note);
                    let _ = write!(self.out, "#l.nota-ripetuta({number});");
                }
            },
            // It is printed already, perhaps in another section, or it will be.
            None => {
                let reaches = self.ids.noted.contains(&number) && !self.marks.in_link;
                let call = if reaches { "nota-ripetuta" } else { "numero-nota" };
                let _ = write!(self.out, "#l.{call}({number});");
            }
        }
    }

    /// The words of a note.
    pub(super) fn note_body(&mut self, note: &'a Note) {
        let saved = (self.frame.room, self.frame.size, self.frame.face, self.frame.flow);
        (self.frame.room, self.frame.face, self.frame.flow) =
            (self.misure.testo.giustezza - 20.0, Face::Regular, false);
        let under = self.ids.under.take();
        self.body(&note.blocks, true);
        self.ids.under = under;
        (self.frame.room, self.frame.size, self.frame.face, self.frame.flow) = saved;
    }
}

/// Whether `content` has links, notes or pictures. Those are printed on the page and left out of bookmarks and lists.
pub(super) fn is_rich(content: &[Inline]) -> bool {
    content.iter().any(|inline| match inline {
        Inline::Text { .. } | Inline::Code { .. } | Inline::Abbr { .. } | Inline::Mark(Mark::Scale { .. }) => false,
        Inline::Strong(content)
        | Inline::Emph(content)
        | Inline::Small(content)
        | Inline::Strike(content)
        | Inline::Lang { content, .. } => is_rich(content),
        Inline::Link { .. }
        | Inline::Xref { .. }
        | Inline::PaginaVicina { .. }
        | Inline::Note { .. }
        | Inline::Image { .. }
        | Inline::Mark(_)
        | Inline::Revised { .. }
        | Inline::Break => true,
    })
}

/// Whether some words are struck, as those that were revised are.
fn has_strike(content: &[Inline]) -> bool {
    let struck = |inline: &Inline| matches!(inline, Inline::Strike(_) | Inline::Revised { .. });
    content.iter().any(|inline| struck(inline) || inline.inner().into_iter().any(has_strike))
}
