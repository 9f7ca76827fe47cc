//! What stands at the caret of an editor, read from the text alone: while somebody types, a file is often in a state that no parser
//! accepts, and its last compile is older than its words.

use super::tavola::{self, Tavola};
use crate::load::cards;
use crate::load::markdown::split_front_matter;
use crate::piano::element::Kind;
use std::ops::Range;

/// A caret in a text.
#[derive(Debug, Clone, Copy)]
pub struct Caret<'t> {
    /// The file, from the folder of the plan, with `/`.
    pub path: &'t str,
    /// Its text as the author sees it now.
    pub text: &'t str,
    /// The byte of the text at which the caret stands.
    pub at: usize,
}

/// What the caret is in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Luogo<'t> {
    /// `[@…]` or `](@…)`.
    Citazione(Nome<'t>),
    /// `[=…]`
    Fatto(Nome<'t>),
    /// The name of a view, after ```` ```piao: ````.
    Vista(Nome<'t>),
    /// `{#…}`
    Ancora(Nome<'t>),
    /// A place in TOML.
    Tavola(Tavola<'t>),
    /// Text, or nothing in particular.
    Testo,
}

/// A name in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Nome<'t> {
    /// The name, whole, even if the caret is inside it.
    pub(super) word: &'t str,
    /// Its place in the text.
    pub(super) range: Range<usize>,
    /// The sign that closes it, where it is missing.
    pub(super) manca: &'static str,
}

/// What the TOML around the caret is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Radice<'t> {
    /// `piao.toml`
    Impostazioni,
    /// A file of records.
    Dati,
    /// The front matter of a section.
    Sezione,
    /// The front matter of a card.
    Scheda(Kind),
    /// The view of that name.
    Vista(&'t str),
}

/// The longest name that is looked for on a line.
const LONGEST: usize = 200;

impl<'t> Caret<'t> {
    /// What the caret is in.
    pub(super) fn luogo(&self) -> Luogo<'t> {
        let Some((before, _)) = self.text.split_at_checked(self.at) else { return Luogo::Testo };
        let zona = zona(self.path, self.text, self.at);
        match zona {
            Zona::Esempio => return Luogo::Testo,
            Zona::Riga => {
                if let Some(start) = fence(before) {
                    return Luogo::Vista(self.nome(start, "", |c| !c.is_whitespace() && c != '`'));
                }
            }
            Zona::Tavola(..) | Zona::Prosa => {}
        }
        // Citations and facts stand in texts, those of records too.
        let tavola = match zona {
            Zona::Tavola(radice, range) => Some(tavola::find(self.text, range, radice, self.at)),
            _ => None,
        };
        if tavola.as_ref().is_none_or(Tavola::in_un_testo)
            && let Some(found) = self.in_prosa(before)
        {
            return found;
        }
        tavola.map_or(Luogo::Testo, Luogo::Tavola)
    }

    fn in_prosa(&self, before: &'t str) -> Option<Luogo<'t>> {
        let line = before.rfind('\n').map_or(0, |n| n + 1);
        let written = before.get(line..)?;
        // The nearest opening sign that nothing has closed.
        let signs = [("](@", ')'), ("[@", ']'), ("[=", ']'), ("{#", '}')];
        let opened = signs.iter().filter_map(|(sign, close)| {
            let at = written.rfind(sign)? + sign.len();
            let open = written.get(at..).is_some_and(|name| name.len() <= LONGEST && !name.contains(*close));
            open.then_some((line + at, *sign, *close))
        });
        let (start, sign, close) = opened.max_by_key(|(start, ..)| *start)?;
        // Without its closing sign the name ends where words begin.
        let rest = self.text.get(self.at..)?;
        let end = rest.find(['\n', close, '[', '"']).filter(|n| rest.get(*n..).is_some_and(|t| t.starts_with(close)));
        let nome = match end {
            Some(length) => {
                Nome { word: self.text.get(start..self.at + length)?, range: start..self.at + length, manca: "" }
            }
            None => {
                let manca = match close {
                    ')' => ")",
                    '}' => "}",
                    _ => "]",
                };
                self.nome(start, manca, |c| c.is_alphanumeric() || "-._/:".contains(c))
            }
        };
        Some(match sign {
            "[=" => Luogo::Fatto(nome),
            "{#" => Luogo::Ancora(nome),
            _ => Luogo::Citazione(nome),
        })
    }

    /// The name that begins at `start` and goes on after the caret as long as its letters are `of` it.
    fn nome(&self, start: usize, manca: &'static str, of: impl Fn(char) -> bool) -> Nome<'t> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let more = rest.find(|c: char| !of(c)).unwrap_or(rest.len());
        let range = start..self.at + more;
        Nome { word: self.text.get(range.clone()).unwrap_or_default(), range, manca }
    }
}

/// The part of a file in which the caret is.
enum Zona<'t> {
    /// TOML: what it is about, and where it stands.
    Tavola(Radice<'t>, Range<usize>),
    /// Markdown.
    Prosa,
    /// The line that opens a fenced block.
    Riga,
    /// A block of code that is no view.
    Esempio,
}

fn zona<'t>(path: &str, text: &'t str, at: usize) -> Zona<'t> {
    let lower = path.to_lowercase();
    if lower.ends_with(".toml") {
        let radice = if lower == "piao.toml" { Radice::Impostazioni } else { Radice::Dati };
        return Zona::Tavola(radice, 0..text.len());
    }
    if !lower.ends_with(".md") {
        return Zona::Esempio;
    }
    let front = front(text);
    if let Some(front) = front.clone()
        && (front.start..=front.end).contains(&at)
    {
        return Zona::Tavola(cards::kind(path).map_or(Radice::Sezione, Radice::Scheda), front);
    }
    let mut start = front.map_or(0, |front| front.end);
    let mut open: Option<(&str, usize, &str)> = None;
    for line in text.get(start..).unwrap_or_default().split_inclusive('\n') {
        let bare = line.trim();
        let end = start + line.len();
        let here = (start..=start + line.trim_end_matches(['\n', '\r']).len()).contains(&at);
        let signs = bare.len() - bare.trim_start_matches('`').len();
        match open {
            None if signs >= 3 => {
                if here {
                    return Zona::Riga;
                }
                open = Some((bare.get(..signs).unwrap_or_default(), end, bare.get(signs..).unwrap_or_default().trim()));
            }
            Some((fence, from, info)) => {
                let closed = signs >= fence.len() && bare.len() == signs;
                if at < start || here {
                    return inside(info, from..start, text, at);
                }
                if closed {
                    open = None;
                }
            }
            None => {}
        }
        if at < start {
            break;
        }
        start = end;
    }
    match open {
        Some((_, from, info)) if at >= from => inside(info, from..text.len(), text, at),
        _ => Zona::Prosa,
    }
}

/// The inside of a fenced block, whose body is known down to the line of the caret.
fn inside<'t>(info: &'t str, body: Range<usize>, text: &'t str, at: usize) -> Zona<'t> {
    let Some(name) = info.strip_prefix("piao:") else { return Zona::Esempio };
    // The body goes on to the next line of signs.
    let rest = text.get(at..).unwrap_or_default();
    let end = rest.find("\n```").map_or(text.len(), |n| at + n + 1);
    Zona::Tavola(Radice::Vista(name.trim()), body.start..end.max(body.start))
}

/// The front matter of a text: the bytes between its two lines of signs.
fn front(text: &str) -> Option<Range<usize>> {
    let (front, start) = split_front_matter(text).0?;
    Some(start..start + front.len())
}

/// Where the name of a view begins, on a line that opens a block and ends at the caret.
fn fence(before: &str) -> Option<usize> {
    let start = before.rfind('\n').map_or(0, |n| n + 1);
    let line = before.get(start..)?;
    let indent = line.len() - line.trim_start().len();
    let signs = line.trim_start().len() - line.trim_start().trim_start_matches('`').len();
    let at = start + indent + signs;
    // A view may be begun before its `piao:` is written.
    (signs >= 3).then(|| before.get(at..).filter(|name| name.starts_with("piao:")).map_or(at, |_| at + "piao:".len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The place of `‸` in a text.
    fn luogo(path: &str, text: &str) -> String {
        let at = text.find('‸').expect("the caret is marked");
        let text = text.replace('‸', "");
        format!("{:?}", Caret { path, text: &text, at }.luogo())
    }

    #[test]
    fn a_name_is_found_where_it_is_typed() {
        for (text, found) in [
            ("Si veda [@perso‸na] e altro.", "Citazione(Nome { word: \"persona\", range: 10..17, manca: \"\" })"),
            ("Si veda [@pers‸ e altro.", "Citazione(Nome { word: \"pers\", range: 10..14, manca: \"]\" })"),
            ("Si veda [@‸", "Citazione(Nome { word: \"\", range: 10..10, manca: \"]\" })"),
            ("[le parole](@‸) dopo", "Citazione(Nome { word: \"\", range: 13..13, manca: \"\" })"),
            (
                "[@uno] e [=progetti.conta:let‸tere]",
                "Fatto(Nome { word: \"progetti.conta:lettere\", range: 11..33, manca: \"\" })",
            ),
            ("È già [@uno] finita ‸ qui", "Testo"),
            ("## Titolo {#perc‸hé}", "Ancora(Nome { word: \"perché\", range: 12..19, manca: \"\" })"),
            ("testo\n\n```piao:prog‸etti\n```\n", "Vista(Nome { word: \"progetti\", range: 15..23, manca: \"\" })"),
            ("testo\n\n```‸", "Vista(Nome { word: \"\", range: 10..10, manca: \"\" })"),
            ("```\n[@esem‸pio]\n```\n", "Testo"),
        ] {
            assert_eq!(luogo("1-a.md", text), found, "{text}");
        }
    }

    #[test]
    fn a_table_is_known_by_the_file_and_the_place() {
        for (path, text, radice) in [
            ("piao.toml", "[en‸te]", "Impostazioni"),
            ("dati/a.toml", "[[ente]]\n‸", "Dati"),
            ("1-a.md", "+++\ntit‸olo = \"A\"\n+++\n\nTesto.", "Sezione"),
            ("obiettivi/S1.00001.md", "+++\npeso = ‸\n+++\n", "Scheda(Obiettivo)"),
            ("1-a.md", "Testo.\n\n```piao:progetti\ncolonne = [\"‸\"]\n```\n\nAltro.", "Vista(\"progetti\")"),
            ("1-a.md", "Testo.\n\n```piao:progetti\n‸```\n", "Vista(\"progetti\")"),
            ("1-a.md", "Testo.\n\n```piao:progetti\nid = \"a‸", "Vista(\"progetti\")"),
        ] {
            let found = luogo(path, text);
            assert!(found.contains(&format!("radice: {radice}")), "{text}: {found}");
        }
        assert_eq!(luogo("1-a.md", "```piao:progetti\n```\n\nDopo ‸"), "Testo");
        assert_eq!(luogo("1-a.md", "```piao:progetti\n```\n‸"), "Testo");
        // In the text of a record a citation is one.
        let found = luogo("dati/a.toml", "[[ente]]\ndescrizione = \"\"\"\nÈ in [@‸ e altro\n\"\"\"\n");
        assert!(found.starts_with("Citazione"), "{found}");
        assert!(luogo("dati/a.toml", "# [@‸\n").starts_with("Tavola"));
    }
}
