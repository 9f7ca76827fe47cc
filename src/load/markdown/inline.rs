//! What stands inside a line: stress, links, citations and facts, images, notes, comments.

use super::{Place, Reader, lingue};
use crate::base::decisioni::NON_CHIUDE;
use crate::base::span::Spanned;
use crate::base::text::short;
use crate::diag::Diagnostic;
use crate::diag::codes::{P0110, P0204, P0502, P0507};
use crate::piano::prose::{Image, Inline};
use pulldown_cmark::{Event, LinkType, Tag};
use std::ops::Range;

impl<'t> Reader<'t> {
    /// Reads the inlines up to the end of the element that holds them. Its end event is consumed too.
    pub(super) fn inlines(&mut self) -> Vec<Inline> {
        let mut content = Vec::new();
        self.inlines_into(&mut content, false);
        content
    }

    /// `bare`: the inlines stand in a tight item. They end at the first block, whose events are not consumed.
    pub(super) fn inlines_into(&mut self, content: &mut Vec<Inline>, bare: bool) {
        while let Some((event, _)) = self.events.peek() {
            let end = matches!(event, Event::End(_));
            let block = match event {
                Event::Start(tag) => !is_inline(tag),
                Event::Rule | Event::Html(_) => true,
                _ => false,
            };
            if bare && (end || block) {
                break;
            }
            let Some((event, range)) = self.events.next() else { break };
            if end {
                break;
            }
            self.inline(event, range, content);
        }
        merge(content);
        lingue::mark(content);
        self.slips(content);
    }

    pub(super) fn inline(&mut self, event: Event<'t>, range: Range<usize>, content: &mut Vec<Inline>) {
        if let Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough) = event {
            self.vanished(&range);
        }
        match event {
            Event::Text(text) => {
                self.bar(range.start);
                self.words(text.into_string(), range, content);
            }
            Event::SoftBreak => self.words(" ".into(), range, content),
            Event::HardBreak => {
                self.bar(range.start + 1);
                content.push(Inline::Break);
            }
            Event::Code(text) => {
                self.graves(&range);
                content.push(Inline::Code { text: text.into_string(), span: self.span(range) });
            }
            Event::Start(Tag::Emphasis) => content.push(Inline::Emph(self.inside(&range, Self::inlines))),
            Event::Start(Tag::Strong) => content.push(Inline::Strong(self.inside(&range, Self::inlines))),
            Event::Start(Tag::Strikethrough) => content.push(Inline::Strike(self.inside(&range, Self::inlines))),
            Event::Start(Tag::Link { link_type, dest_url, id, title }) => {
                if !title.is_empty() {
                    let span = self.span(range.clone());
                    self.problems.push(
                        Diagnostic::at(
                            P0507,
                            span,
                            format!("le parole fra virgolette di questo collegamento («{title}») non si stampano"),
                        )
                        .note(
                            "comparirebbero solo passando il mouse: chi legge sulla carta o con la voce non le avrebbe",
                        )
                        .help("se servono, scrivile nel testo; altrimenti toglile"),
                    );
                }
                // The words of this citation are only its name, and are not printed.
                let name = matches!(link_type, LinkType::ShortcutUnknown);
                let before = self.name;
                self.name |= name;
                let inner = self.inside(&range, Self::inlines);
                self.name = before;
                if let LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut = link_type {
                    self.named.insert(folded(&id));
                }
                if let Some(link) = self.link(link_type, &dest_url, &id, inner, range) {
                    content.push(link);
                }
            }
            Event::Start(Tag::Image { dest_url, link_type, id, .. }) => {
                if let LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut = link_type {
                    self.named.insert(folded(&id));
                }
                let alt = crate::piano::prose::plain(&self.inside(&range, Self::inlines)).trim().to_owned();
                if alt.is_empty() {
                    self.error(P0502, range.clone(), format!("l’immagine `{dest_url}` non ha un testo alternativo"))
                        .helps
                        .push("scrivi fra le parentesi quadre che cosa mostra, per chi non la vede: `![descrizione](file)`".into());
                }
                let path = Spanned::new(dest_url.to_string(), self.span(range));
                content.push(Inline::Image(Image { path, alt }));
            }
            Event::FootnoteReference(label) => {
                content.push(Inline::Note { label: Spanned::new(label.to_string(), self.span(range)) });
            }
            Event::InlineHtml(html) if self.cell && is_break(&html) => content.push(Inline::Break),
            Event::InlineHtml(html) => self.html(&html, range),
            Event::Start(_) => self.skip(),
            Event::End(_)
            | Event::Html(_)
            | Event::Rule
            | Event::TaskListMarker(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_) => {}
        }
    }

    /// Adds words to a line. Where places are not exact, those that follow one another are joined here, as [`merge`] joins the others: the
    /// signs that span two of them are seen. What begins after a backslash stays apart, for its first sign is meant to be printed.
    fn words(&mut self, text: String, range: Range<usize>, content: &mut Vec<Inline>) {
        let escaped = self.text.get(..range.start).is_some_and(|before| before.ends_with('\\'));
        let apart = std::mem::replace(&mut self.apart, escaped) || escaped;
        match content.last_mut() {
            Some(Inline::Text { text: before, .. }) if !apart && matches!(self.place, Place::Whole(_)) => {
                before.push_str(&text);
            }
            _ => content.push(Inline::Text { text, span: self.span(range) }),
        }
    }

    pub(super) fn link(
        &mut self,
        kind: LinkType,
        url: &str,
        id: &str,
        inner: Vec<Inline>,
        range: Range<usize>,
    ) -> Option<Inline> {
        let text = crate::piano::prose::plain(&inner);
        let trimmed = text.trim();
        let cites = |s: &str| s.starts_with(['@', '=']) && s.len() > 1;
        match kind {
            LinkType::ShortcutUnknown => self.citation(id, None, range),
            LinkType::ReferenceUnknown | LinkType::CollapsedUnknown => {
                self.error(P0204, range, "due parentesi quadre di seguito non sono una citazione").helps.push(
                    if cites(trimmed) {
                        format!("scrivile separate: `[{trimmed}], [{id}]`")
                    } else {
                        format!("scrivi `[{trimmed}]({id})`")
                    },
                );
                None
            }
            LinkType::Inline if url.starts_with('@') => self.citation(url, Some(inner), range),
            _ if cites(trimmed) && matches!(kind, LinkType::Inline) => {
                self.error(
                    P0204,
                    range,
                    format!(
                        "dopo la citazione `[{trimmed}]` c’è una parentesi che la trasforma in un altro collegamento"
                    ),
                )
                .helps
                .push(format!("metti uno spazio prima della parentesi: `[{trimmed}] ({url})`"));
                None
            }
            _ => {
                let url = Spanned::new(
                    if kind == LinkType::Email { format!("mailto:{url}") } else { url.to_owned() },
                    self.span(range),
                );
                Some(Inline::Link { url, content: inner })
            }
        }
    }

    /// Reads `[@id]`, `[testo](@id)` or `[=fatto]`. `written` begins with `@` or `=`.
    pub(super) fn citation(
        &mut self,
        written: &str,
        content: Option<Vec<Inline>>,
        range: Range<usize>,
    ) -> Option<Inline> {
        let at = self
            .text
            .get(range.clone())
            .and_then(|t| t.rfind(written))
            .map_or(range.clone(), |n| range.start + n + 1..range.start + n + written.len());
        let fact = written.starts_with('=');
        let word: String = written.chars().skip(1).collect::<String>().trim().to_owned();
        let wrong = |c: char| !(c.is_alphanumeric() || "._/:-()°’' ".contains(c)) || c == '\u{a0}';
        let help = if fact {
            "un fatto si scrive `[=famiglia.misura]`, con lettere, cifre, punti e trattini"
        } else {
            "una citazione si scrive `[@id]` o `[testo](@id)`"
        };
        if let Some(bad) = word.chars().find(|c| wrong(*c)) {
            let message = match bad {
                '“' | '”' | '‘' | '«' | '»' | '"' => {
                    format!("nella citazione ci sono virgolette ({bad}), forse incollate da Word")
                }
                '\u{a0}' | '\u{202f}' | '\u{200b}' => {
                    "nella citazione c’è uno spazio speciale, forse incollato da Word".to_owned()
                }
                '*' | '_' | '\\' | '`' => "dentro una citazione non si usano grassetto, corsivo o barre".to_owned(),
                ';' | ',' | '@' => "una citazione nomina una cosa sola".to_owned(),
                _ => format!("nella citazione c’è un carattere che un id non può avere: «{bad}»"),
            };
            self.error(P0204, at, message).helps.push(help.into());
            return None;
        }
        if word.is_empty() {
            self.error(P0204, range, "la citazione è vuota").helps.push(help.into());
            return None;
        }
        let name = Spanned::new(word, self.span(at));
        Some(if fact { Inline::Fact { name } } else { Inline::Cite { name, content } })
    }

    /// Comments are notes of the author. Any other HTML is reported, because only one of the outputs could show it.
    pub(super) fn html(&mut self, html: &str, range: Range<usize>) {
        let mut rest = html.trim();
        while let Some(comment) = rest.strip_prefix("<!--") {
            match comment.split_once("-->") {
                Some((_, after)) => rest = after.trim(),
                None => {
                    let cure = chiudi(comment);
                    self.error(P0110, range, "il commento non è chiuso").helps.push(cure.into());
                    return;
                }
            }
        }
        if rest.is_empty() {
            let span = self.span(range);
            self.comments.push(span);
            return;
        }
        // Markdown takes the whole line on which a comment ends for HTML.
        if rest.len() < html.trim().len() && !rest.starts_with('<') {
            let line = rest.lines().next().unwrap_or_default();
            let at = self.text.get(range.clone()).and_then(|block| block.rfind(rest).or_else(|| block.find(line)));
            let place = at.map_or(range.clone(), |n| range.start + n..range.start + n + line.trim_end().len());
            let message =
                format!("«{}» sta sulla riga di un commento, e Markdown non lo legge come testo", short(line));
            self.error(P0110, place, message)
                .helps
                .push("vai a capo dopo `-->`: il testo comincia sulla riga dopo".into());
            return;
        }
        // A closing tag is not reported: its opening tag already was.
        if rest.starts_with("</") {
            return;
        }
        let name: String = rest
            .trim_start_matches(['<', '/'])
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect::<String>()
            .to_lowercase();
        let cure = match name.as_str() {
            "br" if self.cell => "in una cella si va a capo con `<br>`, da solo",
            "br" => "per andare a capo metti una barra `\\` in fondo alla riga",
            "b" | "strong" => "per il grassetto scrivi `**testo**`",
            "i" | "em" | "cite" => "per il corsivo scrivi `*testo*`",
            "u" | "mark" | "font" | "span" => {
                "il corsivo `*testo*` o il grassetto `**testo**` danno risalto in tutte le uscite"
            }
            "s" | "del" | "strike" => "per il testo barrato scrivi `~~testo~~`",
            "a" => "per un collegamento scrivi `[testo](indirizzo)`",
            "img" => "per un’immagine scrivi `![descrizione](immagini/file.png \"didascalia\")`",
            "table" | "tr" | "td" | "th" | "thead" | "tbody" => "per una tabella usa le barre `| a | b |` di Markdown",
            "ul" | "ol" | "li" => "per un elenco comincia le righe con `-` o con `1.`",
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => "per un titolo scrivi `## Titolo`",
            "p" | "div" | "center" => {
                "togli i due segni e lascia il testo: un capoverso ha una riga vuota prima e dopo, e non si centra"
            }
            "sup" => "per una nota scrivi `[^1]` e il suo testo; per m² usa il carattere ²",
            "sub" => "usa il carattere piccolo: `CO₂`, `H₂O`",
            "hr" => "per una riga scrivi `---`",
            _ => "scrivi lo stesso con i segni di Markdown; per il segno < usa `\\<`",
        };
        let range = range.start..range.start + html.trim_end().len();
        self.error(P0110, range, format!("l’HTML `{}` non è ammesso", short(rest.lines().next().unwrap_or_default())))
            .helps
            .push(cure.into());
    }
}

/// How a comment is closed that is open. `piao nuovo-anno` leaves `--&gt;` in those that it puts into a comment of its own.
pub(super) fn chiudi(comment: &str) -> &'static str {
    // Where the signs were read as text, they are there as they are printed.
    match comment.contains(NON_CHIUDE) || comment.contains("-->") {
        true => "chiudi il commento con `-->`, al posto di `--&gt;`",
        false => "chiudi il commento con `-->`",
    }
}

/// A label in the form in which labels are compared: in one case, with one blank between words.
pub(super) fn folded(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Whether `html` is `<br>`, in any of its spellings.
pub(super) fn is_break(html: &str) -> bool {
    let name = html.trim_start_matches('<').trim_end_matches('>').trim_end_matches('/').trim();
    name.eq_ignore_ascii_case("br")
}

/// Whether an element is inline: it stands in a line of text.
pub(super) fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Link { .. }
            | Tag::Image { .. }
            | Tag::Superscript
            | Tag::Subscript
    )
}

/// Joins texts that follow one another: the parser splits the words wherever one of its events ends.
pub(super) fn merge(content: &mut Vec<Inline>) {
    let mut out: Vec<Inline> = Vec::with_capacity(content.len());
    for inline in content.drain(..) {
        if let Inline::Text { text, span } = &inline
            && let Some(Inline::Text { text: before, span: place }) = out.last_mut()
            && place.file == span.file
            && place.end == span.start
        {
            before.push_str(text);
            place.end = span.end;
            continue;
        }
        out.push(inline);
    }
    *content = out;
}
