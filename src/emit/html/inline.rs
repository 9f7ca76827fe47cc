//! Inline text as HTML: how words, links and citations are written. Their look is in `layouts/html`, and the words of a
//! citation are already in the document.
//!
//! The writer has two uses. With a page around it, it adds what readers of the site need (addresses, names for screen
//! readers, pages of the PDF). Without a page, it writes the plain HTML of CommonMark's reference implementation.

use super::places::Page;
use crate::document::{Inline, Mark};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// Writes blocks and inline text into a string.
pub(super) struct Writer<'a> {
    /// The page being written; none for plain fragments.
    pub(super) page: Option<&'a Page<'a>>,
    /// What is written so far.
    pub(super) out: String,
    /// How many marks of each footnote were written: each mark needs its own id, for the way back.
    pub(super) marks: BTreeMap<u32, u32>,
    /// Inside `<a>` another link is not allowed: only its words are written.
    in_link: bool,
    /// Citations do not say their page in the PDF.
    pub(super) quiet: bool,
    /// The reasons of what is declared missing that the page has given.
    pub(super) told: BTreeSet<String>,
}

impl<'a> Writer<'a> {
    pub(super) fn new(page: Option<&'a Page<'a>>) -> Self {
        Writer { page, out: String::new(), marks: BTreeMap::new(), in_link: false, quiet: false, told: BTreeSet::new() }
    }

    /// Writes the author's text, escaped.
    pub(super) fn text(&mut self, text: &str) {
        escape(&mut self.out, text);
    }

    /// ` name="value"`.
    pub(super) fn attribute(&mut self, name: &str, value: &str) {
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push_str("=\"");
        escape(&mut self.out, value);
        self.out.push('"');
    }

    /// The end of a tag without content. The reference output of CommonMark is XHTML.
    pub(super) fn void(&mut self) {
        self.out.push_str(if self.page.is_some() { ">" } else { " />" });
    }

    /// A run of inline text.
    pub(super) fn inlines(&mut self, content: &[Inline]) {
        let mut rest = content;
        while let Some((first, after)) = rest.split_first() {
            rest = match (first, after) {
                (Inline::Mark(mark), [Inline::Text { text, .. }, after @ ..]) if text.starts_with('\u{a0}') => {
                    self.held(mark, text, after)
                }
                _ => {
                    self.inline(first);
                    after
                }
            };
        }
    }

    /// A shape with the word that a no-break blank holds to it: a browser breaks the line after a picture all the same. It gives what
    /// is left of the run.
    fn held<'i>(&mut self, mark: &Mark, text: &str, after: &'i [Inline]) -> &'i [Inline] {
        self.out.push_str("<span class=\"unito\">");
        self.shape(mark);
        let (word, more) = text.split_at(text.find(' ').unwrap_or(text.len()));
        self.text(word);
        // The word may be in the next inline: «◐ **2** medio».
        let alone = word.chars().count() == 1 && more.is_empty();
        let rest = match after.split_first().filter(|_| alone) {
            Some((next, rest)) => {
                self.inline(next);
                rest
            }
            None => after,
        };
        self.out.push_str("</span>");
        self.text(more);
        rest
    }

    fn inline(&mut self, inline: &Inline) {
        match inline {
            Inline::Text { text, .. } => self.text(text),
            Inline::Strong(content) => self.wrap("strong", content),
            Inline::Emph(content) => self.wrap("em", content),
            Inline::Small(content) => self.wrap("small", content),
            Inline::Strike(content) => self.wrap("del", content),
            Inline::Revised { value, version, era } => {
                self.inlines(value);
                // The brackets are there for who copies the words. A voice says the name instead.
                let _ = write!(
                    self.out,
                    " <span class=\"versione\" role=\"img\" aria-label=\"cambiato con la versione {version}\"><i>[</i>v{version}<i>]</i></span> \
                     <span class=\"era\">"
                );
                self.inlines(era);
                self.out.push_str("</span>");
            }
            Inline::Code { text, .. } => {
                self.out.push_str("<code>");
                self.text(text);
                self.out.push_str("</code>");
            }
            Inline::Link { url, content } => {
                let href = match self.page {
                    Some(page) => page.outside(url),
                    // A fragment has no page that an address could be relative to, so it shows the one that the author
                    // wrote.
                    None => (is_safe(url) || is_relative(url)).then(|| encode(url)),
                };
                self.link(href.as_deref(), content);
            }
            Inline::PaginaVicina { url, prima, dopo } => {
                if let Some(said) = self.page.and_then(|page| page.site.document.pagina_vicina(url, prima, dopo)) {
                    self.text(&said);
                }
            }
            Inline::Lang { lang, content } => {
                self.out.push_str("<span");
                self.attribute("lang", lang);
                self.out.push('>');
                self.inlines(content);
                self.out.push_str("</span>");
            }
            Inline::Xref { target, content, page, .. } => {
                let href = match self.page {
                    Some(page) => page.href(target),
                    None => Some(format!("#{target}")),
                };
                self.link(href.as_deref(), content);
                if let Some(number) = self.page.filter(|_| *page && !self.quiet).and_then(|page| page.printed(target)) {
                    self.out.push_str("<span class=\"pagina-pdf\"> (pag.\u{a0}");
                    self.out.push_str(&number.to_string());
                    self.out.push_str(" del PDF)</span>");
                }
            }
            Inline::Abbr { text, title, .. } => {
                self.out.push_str("<abbr");
                self.attribute("title", title);
                self.out.push('>');
                self.text(text);
                self.out.push_str("</abbr>");
            }
            Inline::Note { number } => self.mark(*number),
            Inline::Image { asset, alt } => self.image(asset, alt, "in-riga"),
            Inline::Mark(mark) => self.shape(mark),
            Inline::Break => {
                self.out.push_str("<br");
                self.void();
                self.out.push('\n');
            }
        }
    }

    pub(super) fn wrap(&mut self, tag: &str, content: &[Inline]) {
        self.out.push('<');
        self.out.push_str(tag);
        self.out.push('>');
        self.inlines(content);
        self.out.push_str("</");
        self.out.push_str(tag);
        self.out.push('>');
    }

    /// `content` as a link to `href`, an address that is already encoded; without it, the words alone.
    fn link(&mut self, href: Option<&str>, content: &[Inline]) {
        match href.filter(|_| !self.in_link) {
            Some(href) => {
                self.out.push_str("<a");
                self.attribute("href", href);
                self.out.push('>');
                self.in_link = true;
                self.inlines(content);
                self.in_link = false;
                self.out.push_str("</a>");
            }
            None => self.inlines(content),
        }
    }

    /// The mark of a footnote. It is a link only where the note is really at the foot of the page.
    fn mark(&mut self, number: u32) {
        self.out.push_str("<sup>");
        if self.page.is_some_and(|page| page.has_note(number)) && !self.in_link {
            let count = self.marks.entry(number).or_default();
            *count += 1;
            let id = mark_id(number, *count);
            self.out.push_str("<a class=\"nota-rif\"");
            self.attribute("id", &id);
            self.attribute("href", &format!("#{}", note_id(number)));
            self.out.push_str(" role=\"doc-noteref\"");
            self.attribute("aria-label", &format!("Nota {number}"));
            self.out.push('>');
            self.out.push_str(&number.to_string());
            self.out.push_str("</a>");
        } else {
            self.out.push_str(&number.to_string());
        }
        self.out.push_str("</sup>");
    }

    /// A picture. Its size is said so that the text does not jump while it loads.
    pub(super) fn image(&mut self, asset: &str, alt: &str, class: &str) {
        let Some(page) = self.page else {
            self.out.push_str("<img");
            self.attribute("src", &encode(asset));
            self.attribute("alt", alt);
            self.void();
            return;
        };
        // `lower` provides every asset. If one were missing, its words would be better than a broken picture.
        let Some(image) = page.site.images.get(asset) else {
            self.text(alt);
            return;
        };
        self.out.push_str("<img");
        self.attribute("class", class);
        self.attribute("src", &image.path);
        self.attribute("width", &image.width.to_string());
        self.attribute("height", &image.height.to_string());
        self.attribute("alt", alt);
        self.void();
    }
}

/// The id of a note. Ids made here begin with `_`, which an [`crate::piano::element::id::Id`] never does, so they cannot be
/// equal to those of the plan.
pub(super) fn note_id(number: u32) -> String {
    format!("_nota-{number}")
}

/// The id of the mark of a note, to which the note links back. `count` tells the marks of one note apart.
pub(super) fn mark_id(number: u32, count: u32) -> String {
    format!("_rif-{number}-{count}")
}

/// `text` for a place between tags or between double quotes.
pub(crate) fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // Browsers read NUL as U+FFFD or drop it, and validators refuse it.
            '\0' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
}

/// Whether a link may lead to `url`, outside the plan. The schemes that are allowed are listed, because those that are
/// dangerous cannot all be known.
pub(super) fn is_safe(url: &str) -> bool {
    let scheme = url.split(':').next().unwrap_or_default().to_ascii_lowercase();
    url.contains(':') && matches!(scheme.as_str(), "http" | "https" | "mailto" | "tel")
}

/// Whether `url` has no scheme at all.
fn is_relative(url: &str) -> bool {
    !url.chars().take_while(|c| !matches!(c, '/' | '?' | '#')).any(|c| c == ':')
}

/// A path as an address. `#`, `%` and `?` in the name of a file are escaped.
pub(super) fn encode_path(path: &str) -> String {
    encode(&path.replace('%', "%25")).replace('#', "%23").replace('?', "%3F")
}

/// `url` with the bytes that an address can not hold written as `%XX`; what is already so written stays.
pub(super) fn encode(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    for byte in url.bytes() {
        match byte {
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => out.push(char::from(byte)),
            b'-' | b'_' | b'.' | b'+' | b'!' | b'*' | b'(' | b')' | b',' | b'%' | b'#' | b'@' | b'?' | b'=' | b';' => {
                out.push(char::from(byte));
            }
            b':' | b'/' | b'&' | b'$' | b'~' | b'\'' => out.push(char::from(byte)),
            _ => {
                out.push('%');
                for half in [byte >> 4, byte & 15] {
                    out.extend(char::from_digit(u32::from(half), 16).map(|c| c.to_ascii_uppercase()));
                }
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::Writer;
    use crate::base::span::{FileId, Span};
    use crate::document::{Inline, Level, Mark};

    #[test]
    fn a_shape_stays_beside_its_word() {
        let written = |after: &[Inline]| {
            let mut run = vec![Inline::Mark(Mark::Level(Level { step: 1, of: 3 }))];
            run.extend_from_slice(after);
            let mut writer = Writer::new(None);
            writer.inlines(&run);
            writer.out
        };
        let text = |words: &str| Inline::Text { text: words.into(), span: Span::new(FileId(0), 0..0) };
        let two = Inline::Strong(vec![text("2")]);
        let map = written(&[text("\u{a0}"), two, text("\u{a0}medio A.01, A.02")]);
        assert!(map.starts_with("<span class=\"unito\"><svg"), "{map}");
        assert!(map.ends_with("</svg>\u{a0}<strong>2</strong></span>\u{a0}medio A.01, A.02"), "{map}");
        let level = written(&[text("\u{a0}molto alto")]);
        assert!(level.ends_with("</svg>\u{a0}molto</span> alto"), "{level}");
        assert!(written(&[text(" alto")]).ends_with("</svg> alto"));
        assert!(written(&[]).ends_with("</svg>"));
    }
}
