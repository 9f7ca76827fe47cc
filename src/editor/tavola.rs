//! The place of the caret in TOML: under which header, in which table between braces, at which key or value. The lexer of the TOML
//! library gives the tokens of any text, also of one that is half written.

use super::caret::Radice;
use std::ops::Range;
use toml_parser::Source;
use toml_parser::lexer::{Token, TokenKind};

/// A place in TOML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tavola<'t> {
    /// What the TOML is about.
    pub(super) radice: Radice<'t>,
    /// The keys that lead to the place: those of the header, then those of the tables between braces. Of a value, its own key too.
    pub(super) path: Vec<&'t str>,
    /// What is typed there.
    pub(super) parte: Parte<'t>,
}

/// What is typed at a place in TOML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Parte<'t> {
    /// A key.
    Chiave {
        /// The key, perhaps blank.
        word: &'t str,
        /// Its place in the text.
        range: Range<usize>,
        /// The keys that its table has beside it.
        altre: Vec<&'t str>,
        /// Whether an equals sign follows.
        uguale: bool,
        /// Whether it stands at the beginning of a line, where a header may be written in its place.
        riga: bool,
    },
    /// A value.
    Valore {
        /// The value, perhaps blank, without its quotation marks.
        word: &'t str,
        /// Its place in the text, without its quotation marks.
        range: Range<usize>,
        /// Whether it is between quotation marks.
        virgolette: bool,
        /// The mark that closes it, where that is missing.
        manca: &'static str,
        /// Whether it is an item of a list.
        elenco: bool,
    },
    /// The name in a header.
    Intestazione {
        /// The name as it is written, `obiettivo.fase`.
        word: &'t str,
        /// Its place in the text.
        range: Range<usize>,
        /// Whether it is between two brackets a side.
        doppia: bool,
        /// The brackets that close it, where they are missing.
        manca: &'static str,
    },
    /// A comment, or a place where nothing can be typed.
    Nulla,
}

impl Tavola<'_> {
    /// Whether the caret is in words between quotation marks, which may be a text with citations.
    pub(super) fn in_un_testo(&self) -> bool {
        matches!(self.parte, Parte::Valore { virgolette: true, .. })
    }
}

/// A list or a table in which the caret may be.
#[derive(Debug)]
enum Aperto<'t> {
    Elenco,
    Tabella(Voci<'t>),
}

/// The keys of a table, as far as it was read.
#[derive(Debug, Default)]
struct Voci<'t> {
    /// Those that are done.
    altre: Vec<&'t str>,
    /// The one being read, step by step.
    chiave: Vec<&'t str>,
    /// Whether its equals sign was met.
    valore: bool,
}

impl Voci<'_> {
    fn fine(&mut self) {
        let first = self.chiave.first().copied();
        self.altre.extend(first);
        self.chiave.clear();
        self.valore = false;
    }
}

struct Lettore<'t> {
    text: &'t str,
    header: Vec<&'t str>,
    /// Brackets opened on the line of a header, while it is being read.
    brackets: Option<usize>,
    aperti: Vec<Aperto<'t>>,
    /// The table of the header, in which all others are.
    base: Voci<'t>,
    /// Whether nothing but blanks was met on this line.
    riga: bool,
}

impl<'t> Lettore<'t> {
    fn voci(&mut self) -> Option<&mut Voci<'t>> {
        match self.aperti.last_mut() {
            None => Some(&mut self.base),
            Some(Aperto::Tabella(voci)) => Some(voci),
            Some(Aperto::Elenco) => None,
        }
    }

    fn token(&mut self, kind: TokenKind, range: Range<usize>) {
        let word = self.text.get(range).unwrap_or_default();
        if let Some(brackets) = self.brackets {
            match kind {
                TokenKind::LeftSquareBracket if self.header.is_empty() => self.brackets = Some(brackets + 1),
                TokenKind::Newline => self.brackets = None,
                TokenKind::Atom | TokenKind::BasicString | TokenKind::LiteralString => {
                    self.header.push(word.trim_matches(['"', '\'']));
                }
                _ => {}
            }
            self.riga = kind == TokenKind::Newline;
            return;
        }
        match kind {
            TokenKind::Newline => {
                if self.aperti.is_empty() {
                    self.base.fine();
                }
                self.riga = true;
                return;
            }
            TokenKind::Whitespace => return,
            TokenKind::LeftSquareBracket => {
                let value = self.voci().is_none_or(|voci| voci.valore);
                if value {
                    self.aperti.push(Aperto::Elenco);
                } else if self.aperti.is_empty() && self.base.chiave.is_empty() {
                    self.base = Voci::default();
                    self.header.clear();
                    self.brackets = Some(1);
                }
            }
            TokenKind::RightSquareBracket => {
                if matches!(self.aperti.last(), Some(Aperto::Elenco)) {
                    self.aperti.pop();
                }
            }
            TokenKind::LeftCurlyBracket => self.aperti.push(Aperto::Tabella(Voci::default())),
            TokenKind::RightCurlyBracket => {
                if matches!(self.aperti.last(), Some(Aperto::Tabella(_))) {
                    self.aperti.pop();
                }
            }
            TokenKind::Comma => {
                if let Some(Aperto::Tabella(voci)) = self.aperti.last_mut() {
                    voci.fine();
                }
            }
            TokenKind::Equals => {
                if let Some(voci) = self.voci() {
                    voci.valore = true;
                }
            }
            TokenKind::Atom | TokenKind::BasicString | TokenKind::LiteralString => {
                if let Some(voci) = self.voci()
                    && !voci.valore
                {
                    voci.chiave.push(word.trim_matches(['"', '\'']));
                }
            }
            _ => {}
        }
        self.riga = false;
    }

    /// Forgets a list that was never closed, where the line at `rest` can only begin a field or a record.
    fn ripresa(&mut self, rest: &str) {
        let line = rest.lines().next().unwrap_or_default().trim();
        let key = line.split_once('=').is_some_and(|(key, _)| {
            let key = key.trim();
            !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-' || b == b'.')
        });
        let header = line.strip_prefix("[[").and_then(|name| name.strip_suffix("]]")).is_some_and(|name| {
            !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-.".contains(&b))
        });
        let list = self.aperti.iter().all(|aperto| matches!(aperto, Aperto::Elenco));
        if !self.aperti.is_empty() && (header || list && key) {
            self.aperti.clear();
            self.base.fine();
        }
    }

    fn path(&self) -> Vec<&'t str> {
        let inner = self.aperti.iter().filter_map(|aperto| match aperto {
            Aperto::Tabella(voci) => Some(&voci.chiave),
            Aperto::Elenco => None,
        });
        let keys = std::iter::once(&self.base.chiave).chain(inner).flatten();
        self.header.iter().chain(keys).copied().collect()
    }
}

/// The place of the caret, at byte `at` of `text`, in the TOML that stands at `range`.
pub(super) fn find<'t>(text: &'t str, range: Range<usize>, radice: Radice<'t>, at: usize) -> Tavola<'t> {
    let whole = text.get(range.clone()).unwrap_or_default();
    let place = |token: &Token| range.start + token.span().start()..range.start + token.span().end();
    let mut reader =
        Lettore { text, header: vec![], brackets: None, aperti: vec![], base: Voci::default(), riga: true };
    let mut tokens = Source::new(whole).lex().peekable();
    let mut touched: Option<(TokenKind, Range<usize>)> = None;
    while let Some(token) = tokens.peek() {
        let span = place(token);
        if reader.riga && span.start < at {
            reader.ripresa(text.get(span.start..).unwrap_or_default());
        }
        let word = !matches!(
            token.kind(),
            TokenKind::Whitespace
                | TokenKind::Newline
                | TokenKind::Comma
                | TokenKind::Equals
                | TokenKind::Dot
                | TokenKind::LeftSquareBracket
                | TokenKind::LeftCurlyBracket
                | TokenKind::RightCurlyBracket
                | TokenKind::RightSquareBracket
                | TokenKind::Eof
        );
        if span.start >= at && !(word && span.start == at) || token.kind() == TokenKind::Eof {
            break;
        }
        if word && at <= span.end {
            touched = Some((token.kind(), span));
            tokens.next();
            break;
        }
        reader.token(token.kind(), span);
        tokens.next();
    }
    let parte = reader.parte(touched, at);
    let path = reader.path();
    let mut tavola = Tavola { radice, path, parte };
    if let Parte::Chiave { altre, .. } = &mut tavola.parte
        && reader.aperti.is_empty()
    {
        // The keys below the caret, down to the next header.
        reader.base.fine();
        reader.base.altre.clear();
        let first = reader.header.clone();
        for token in tokens {
            reader.token(token.kind(), place(&token));
            if reader.brackets.is_some() || reader.header != first {
                break;
            }
            if token.kind() == TokenKind::Newline {
                altre.append(&mut reader.base.altre);
            }
        }
    }
    tavola
}

impl<'t> Lettore<'t> {
    fn parte(&mut self, touched: Option<(TokenKind, Range<usize>)>, at: usize) -> Parte<'t> {
        let text = self.text;
        let (kind, range) = touched.unwrap_or((TokenKind::Whitespace, at..at));
        let word = text.get(range.clone()).unwrap_or_default();
        if kind == TokenKind::Comment {
            return Parte::Nulla;
        }
        let rest = |from: usize| text.get(from..).unwrap_or_default();
        if let Some(brackets) = self.brackets {
            let line = text.get(..at).and_then(|t| t.rfind('\n')).map_or(0, |n| n + 1);
            let start = text.get(line..at).and_then(|t| t.rfind('[')).map_or(at, |n| line + n + 1);
            let end = rest(at).find(['\n', '\r', ']', ' ', '#']).map_or(text.len(), |n| at + n);
            let closing = rest(end).trim_start_matches(' ');
            let manca = match (brackets, closing.starts_with("]]"), closing.starts_with(']')) {
                (1, _, true) | (_, true, _) => "",
                (1, ..) | (_, _, true) => "]",
                _ => "]]",
            };
            if text.get(start..at).is_some_and(|name| name.contains(']')) {
                return Parte::Nulla;
            }
            let word = text.get(start..end).unwrap_or_default();
            return Parte::Intestazione { word, range: start..end, doppia: brackets > 1, manca };
        }
        let marks = match kind {
            TokenKind::BasicString | TokenKind::LiteralString => 1,
            TokenKind::MlBasicString | TokenKind::MlLiteralString => 3,
            _ => 0,
        };
        let mark = word.get(..marks).unwrap_or_default();
        let closed = marks > 0 && word.len() >= 2 * marks && word.ends_with(mark);
        let riga = self.riga && self.aperti.is_empty();
        let elenco = matches!(self.aperti.last(), Some(Aperto::Elenco));
        if self.voci().is_none_or(|voci| voci.valore) {
            let inner = range.start + marks..if closed { range.end - marks } else { range.end };
            if marks > 0 && !(inner.start..=inner.end).contains(&at) {
                return Parte::Nulla;
            }
            return Parte::Valore {
                word: text.get(inner.clone()).unwrap_or_default(),
                // What is not closed takes the rest of the line, of which the author typed no more than down to the caret.
                range: if marks > 0 && !closed { inner.start..at } else { inner },
                virgolette: marks > 0,
                manca: match mark {
                    _ if closed => "",
                    "\"" => "\"",
                    "'" => "'",
                    "\"\"\"" => "\"\"\"",
                    "'''" => "'''",
                    _ => "",
                },
                elenco,
            };
        }
        let uguale = rest(range.end).trim_start_matches([' ', '\t']).starts_with('=');
        let altre = self.voci().map(|voci| voci.altre.clone()).unwrap_or_default();
        Parte::Chiave { word: word.trim_matches(['"', '\'']), range, altre, uguale, riga }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(text: &str) -> String {
        let at = text.find('‸').expect("the caret is marked");
        let text = text.replace('‸', "");
        let found = find(&text, 0..text.len(), Radice::Dati, at);
        format!("{} {:?}", found.path.join("/"), found.parte)
    }

    #[test]
    fn a_key_knows_its_table() {
        for (text, found) in [
            (
                "[[obiettivo]]\n‸\n",
                "obiettivo Chiave { word: \"\", range: 14..14, altre: [], uguale: false, riga: true }",
            ),
            (
                "[[obiettivo]]\nid = \"a\"\npe‸\ntitolo = \"b\"\n[[obiettivo.fase]]\npeso = 1",
                "obiettivo Chiave { word: \"pe\", range: 23..25, altre: [\"id\", \"titolo\"], uguale: false, riga: true }",
            ),
            (
                "[[obiettivo.fase]]\npe‸so = 1",
                "obiettivo/fase Chiave { word: \"peso\", range: 19..23, altre: [], uguale: true, riga: true }",
            ),
            (
                "[[a]]\nformula = { numeratore = \"x\", de‸ }",
                "a/formula Chiave { word: \"de\", range: 36..38, altre: [\"numeratore\"], uguale: false, riga: false }",
            ),
            (
                "[[a]]\nscala = [{ entro = \"x\" }, { ‸",
                "a/scala Chiave { word: \"\", range: 34..34, altre: [], uguale: false, riga: false }",
            ),
        ] {
            assert_eq!(place(text), found, "{text}");
        }
    }

    #[test]
    fn a_value_knows_its_key() {
        for (text, found) in [
            (
                "[[a]]\nunita = \"S‸2\"",
                "a/unita Valore { word: \"S2\", range: 15..17, virgolette: true, manca: \"\", elenco: false }",
            ),
            (
                "[[a]]\nunita = \"‸\npeso = 1",
                "a/unita Valore { word: \"\", range: 15..15, virgolette: true, manca: \"\\\"\", elenco: false }",
            ),
            (
                "[[a]]\nunita = ‸",
                "a/unita Valore { word: \"\", range: 14..14, virgolette: false, manca: \"\", elenco: false }",
            ),
            (
                "[[a]]\nprogetti = [\"x\", \"‸\"]",
                "a/progetti Valore { word: \"\", range: 24..24, virgolette: true, manca: \"\", elenco: true }",
            ),
            (
                "[[a]]\npersonale = { istruttori = ‸",
                "a/personale/istruttori Valore { word: \"\", range: 33..33, virgolette: false, manca: \"\", elenco: false }",
            ),
            ("[[a]]\nx = 1 # un comme‸nto", "a/x Nulla"),
            // A list that was never closed does not swallow what follows.
            (
                "[[a]]\nprogetti = [\"x\",\nunita = \"‸\"",
                "a/unita Valore { word: \"\", range: 32..32, virgolette: true, manca: \"\", elenco: false }",
            ),
        ] {
            assert_eq!(place(text), found, "{text}");
        }
    }

    #[test]
    fn a_header_is_read_while_it_is_typed() {
        for (text, found) in [
            ("[[‸", "Intestazione { word: \"\", range: 2..2, doppia: true, manca: \"]]\" }"),
            ("[[obie‸]]", "Intestazione { word: \"obie\", range: 2..6, doppia: true, manca: \"\" }"),
            ("[en‸\nnome = 1", "Intestazione { word: \"en\", range: 1..3, doppia: false, manca: \"]\" }"),
            ("[[obiettivo.‸\n", "Intestazione { word: \"obiettivo.\", range: 2..12, doppia: true, manca: \"]]\" }"),
        ] {
            assert!(place(text).ends_with(found), "{text}: {}", place(text));
        }
    }
}
