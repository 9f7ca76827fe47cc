//! The words inside paragraphs: how they look, where they lead, the marks of the notes, the fields.

use super::places;
use super::styles::{self, id};
use super::write::{Writer, link_name};
use crate::base::fonts::MONO;
use crate::document::{Inline, Mark, Note, plain};
use crate::emit::text::{clean, unseen};
use crate::piano::element::id::Id;

/// How words look, beside the style of their paragraph.
#[derive(Clone, Copy, Default)]
pub(super) struct Run<'r> {
    pub(super) bold: bool,
    pub(super) italic: bool,
    pub(super) small: bool,
    pub(super) strike: bool,
    pub(super) code: bool,
    /// Whether they are in a link: links do not nest.
    pub(super) link: bool,
    pub(super) raised: bool,
    /// In half points.
    pub(super) size: Option<u32>,
    pub(super) color: Option<&'r str>,
    pub(super) lang: Option<&'r str>,
}

/// The longest address that Word takes.
const INDIRIZZO: usize = 2_000;

impl<'a> Writer<'a> {
    /// Some words of one look.
    pub(super) fn text(&mut self, text: &str, run: Run<'_>) {
        if clean(text).next().is_none() {
            return;
        }
        self.said.push_str(text);
        self.xml.open("w:r", &[]);
        self.look(run);
        self.xml.leaf("w:t", &[("xml:space", "preserve")], text);
        self.xml.close();
    }

    fn look(&mut self, run: Run<'_>) {
        let xml = &mut self.xml;
        xml.open("w:rPr", &[]);
        if run.link {
            xml.val("w:rStyle", id::COLLEGAMENTO);
        }
        if run.code {
            styles::fonts(xml, MONO);
        }
        for (on, names) in [(run.bold, ["w:b", "w:bCs"]), (run.italic, ["w:i", "w:iCs"])] {
            if on {
                names.iter().for_each(|name| xml.void(name, &[]));
            }
        }
        if run.strike {
            xml.void("w:strike", &[]);
        }
        // What one may pass over is grey, unless it is on a ground of its own.
        let color = run.color.or(run.small.then_some(styles::TENUE));
        // LibreOffice would take the colour of a link in a table from the document, and not from its style.
        if let Some(color) = if run.link { Some(self.primario.as_str()) } else { color } {
            xml.val("w:color", color);
        }
        let size =
            if run.small || run.code { run.size.or(Some(21)).map(|size| (size * 23 + 12) / 25) } else { run.size };
        if let Some(size) = size {
            xml.val("w:sz", &size.to_string());
            xml.val("w:szCs", &size.to_string());
        }
        if run.raised {
            xml.val("w:vertAlign", "superscript");
        }
        if let Some(lang) = run.lang {
            xml.val("w:lang", lang);
        }
        xml.close();
    }

    pub(super) fn tab(&mut self) {
        self.xml.open("w:r", &[]);
        self.xml.void("w:tab", &[]);
        self.xml.close();
    }

    pub(super) fn line_break(&mut self) {
        self.xml.open("w:r", &[]);
        self.xml.void("w:br", &[]);
        self.xml.close();
    }

    /// Words of a text.
    pub(super) fn inlines(&mut self, words: &'a [Inline], run: Run<'_>) {
        for inline in words {
            match inline {
                Inline::Text { text, .. } | Inline::Abbr { text, .. } => self.text(text, run),
                Inline::Strong(content) => self.inlines(content, Run { bold: true, ..run }),
                Inline::Emph(content) => self.inlines(content, Run { italic: true, ..run }),
                Inline::Small(content) => self.inlines(content, Run { small: true, ..run }),
                Inline::Strike(content) => self.inlines(content, Run { strike: true, ..run }),
                Inline::Revised { value, version, era } => {
                    self.inlines(value, run);
                    self.text(&places::revised(*version), Run { bold: true, small: true, ..run });
                    self.inlines(era, Run { small: true, ..run });
                }
                Inline::Code { text, .. } => self.text(text, Run { code: true, ..run }),
                Inline::Link { url, content } => self.link(url, |w, run| w.inlines(content, run), run),
                Inline::Lang { lang, content } => self.inlines(content, Run { lang: Some(lang), ..run }),
                Inline::Xref { target, content, .. } => self.cite(target, content, run),
                // The pages of other publications are not set for the copy.
                Inline::PaginaVicina { .. } => {}
                Inline::Note { number } => self.note(*number, run),
                Inline::Image { asset, alt } => {
                    let size = f64::from(run.size.unwrap_or(21)) / 2.0;
                    self.asset(asset, alt, (self.frame.room, 8.0 * size));
                }
                Inline::Mark(mark) => {
                    if matches!(mark, Mark::Scale { .. }) {
                        self.line_break();
                    }
                    self.mark(mark, f64::from(run.size.unwrap_or(21)) / 2.0);
                }
                Inline::Break => self.line_break(),
            }
        }
    }

    /// A citation: a link inside the file, where the thing is in it.
    fn cite(&mut self, target: &'a Id, content: &'a [Inline], run: Run<'_>) {
        let place = Some(self.document.luogo(target)).filter(|place| self.printed.contains(*place)).unwrap_or(target);
        if run.link || !self.printed.contains(place) {
            return self.inlines(content, run);
        }
        self.xml.open("w:hyperlink", &[("w:anchor", &link_name(place)), ("w:history", "1")]);
        self.inlines(content, Run { link: true, ..run });
        self.xml.close();
    }

    /// A link that leaves the file; the words alone where the address is none that Word takes.
    pub(super) fn link(&mut self, url: &str, words: impl FnOnce(&mut Self, Run<'_>), run: Run<'_>) {
        let address = self.address(url).filter(|_| !run.link);
        let Some(address) = address else { return words(self, run) };
        let rel = self.rels.link(&address);
        self.xml.open("w:hyperlink", &[("r:id", &rel), ("w:history", "1")]);
        words(self, Run { link: true, ..run });
        self.xml.close();
    }

    /// The address of a link, written as Word wants it: it refuses a whole file for one that is not well formed. None for what stands
    /// beside the site, and not beside this file.
    fn address(&self, url: &str) -> Option<String> {
        let url = self.document.fuori(url)?;
        let url: String = clean(&url).filter(|c| !c.is_whitespace()).collect();
        let url = url::Url::parse(&url).ok()?.to_string();
        (url.len() <= INDIRIZZO).then_some(url)
    }

    // --- Fields ---

    /// Begins a field: what follows, up to its end, is what it said the last time.
    pub(super) fn field_begin(&mut self, instruction: &str) {
        self.field_char("begin");
        self.xml.open("w:r", &[]);
        self.xml.leaf("w:instrText", &[("xml:space", "preserve")], &format!(" {instruction} "));
        self.xml.close();
        self.field_char("separate");
    }

    pub(super) fn field_end(&mut self) {
        self.field_char("end");
    }

    fn field_char(&mut self, kind: &str) {
        self.xml.open("w:r", &[]);
        self.xml.void("w:fldChar", &[("w:fldCharType", kind)]);
        self.xml.close();
    }

    // --- Notes ---

    /// The mark of a note, and the first time its text.
    fn note(&mut self, number: u32, run: Run<'_>) {
        let note = self.notes.get(&number).copied().filter(|_| !run.link && !self.noted.contains(&number));
        match note {
            // Word has no notes in notes: the text follows that of the first.
            Some(note) if self.in_note => {
                self.noted.insert(number);
                self.told_after.push(note);
                self.text(&number.to_string(), Run { raised: true, ..run });
            }
            Some(note) => {
                self.noted.insert(number);
                self.new_note(note);
            }
            None => self.text(&number.to_string(), Run { raised: true, ..run }),
        }
    }

    fn new_note(&mut self, note: &'a Note) {
        let number = note.number;
        let (first, next) = self.counted.unwrap_or((number, number));
        // Word counts the notes by itself. One that comes out of order has its number as a word.
        let own = next != number;
        if !own {
            self.counted = Some((first, next + 1));
        }
        let (text, id) = (number.to_string(), self.noted.len().to_string());
        self.xml.open("w:r", &[]);
        self.note_mark();
        let mut of = vec![("w:id", id.as_str())];
        if own {
            of.insert(0, ("w:customMarkFollows", "1"));
        }
        self.xml.void("w:footnoteReference", &of);
        if own {
            self.xml.leaf("w:t", &[], &text);
        }
        self.xml.close();

        self.swap();
        self.in_note = true;
        let before = self.frame;
        self.frame =
            super::write::Frame { room: self.misure.width(), left: 0.0, depth: 0, flow: false, boxed: None, ..before };
        self.xml.open("w:footnote", &[("w:id", &id)]);
        self.note_text(&note.blocks, |w| {
            w.xml.open("w:r", &[]);
            w.note_mark();
            if own {
                w.xml.leaf("w:t", &[], &text);
            } else {
                w.xml.void("w:footnoteRef", &[]);
            }
            w.xml.close();
        });
        while let Some(other) = (!self.told_after.is_empty()).then(|| self.told_after.remove(0)) {
            let text = other.number.to_string();
            self.note_text(&other.blocks, |w| w.text(&text, Run { raised: true, ..Run::default() }));
        }
        self.xml.close();
        self.frame = before;
        self.in_note = false;
        self.swap();
    }

    fn note_mark(&mut self) {
        self.xml.open("w:rPr", &[]);
        self.xml.val("w:rStyle", id::RIMANDO_NOTA);
        self.xml.close();
    }

    /// Goes from the text to the notes, or back.
    fn swap(&mut self) {
        let (xml, rels) = &mut self.other;
        std::mem::swap(&mut self.xml, xml);
        std::mem::swap(&mut self.rels, rels);
    }
}

/// Whether words have nothing that can be seen.
pub(super) fn is_blank(words: &[Inline]) -> bool {
    unseen(&plain(words))
}
