//! Where each text of a Word file was written: the hidden bookmark around it says the file, the place in it and a digest of its words.
//! A comment or a change that comes back with the file is then told at the line of the sources, also when the lines have moved: the words
//! are looked for again among those of the plan of today.
//!
//! Everything is in the name of the bookmark, which Word and LibreOffice keep, and which goes along with a paragraph that is copied into
//! another file. Word hides the names that begin with `_`, and allows 40 characters.

use crate::base::hash;
use crate::base::span::{FileId, Span};
use crate::document::{Block, BlockKind, Document, Inline, Meta, Part};
use crate::emit::text::clean;
use crate::source::Sources;
use std::collections::{BTreeMap, BTreeSet};

/// How the names of these bookmarks begin. The place follows.
const INIZIO: &str = "_piao";

/// How many hexadecimal digits of a digest tell a file, and words, from the others.
const FILE: usize = 6;
const PAROLE: usize = 10;

/// A text of the plan, as a paragraph of Word has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Luogo {
    /// Where it is written.
    pub span: Span,
    /// Its words, with single blanks between them.
    pub parole: String,
    /// Where its parts are written: from each byte of `parole` on. Sorted.
    pub pezzi: Vec<(usize, Span)>,
    /// Which text of the plan it is, in reading order.
    pub posto: usize,
    /// The row of a table in which it stands, among all those of the plan.
    pub riga: Option<usize>,
}

/// What the name of a bookmark says of the text around which it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segno {
    /// The digest of the path of its file.
    file: String,
    /// Its first byte in the file.
    start: u32,
    /// The digest of its words.
    parole: String,
    /// Which text of the Word file it is, from 1: none is left out.
    pub numero: usize,
}

impl Segno {
    /// What the name says. None for a bookmark that is not of ours.
    #[must_use]
    pub fn read(name: &str) -> Option<Self> {
        let rest = name.strip_prefix(INIZIO)?;
        let mut parts = rest.split('_');
        let (file, start, parole, numero) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        let hex = |text: &str, len| text.len() == len && text.bytes().all(|b| b.is_ascii_hexdigit());
        let start = u32::from_str_radix(start, 36).ok()?;
        let numero = usize::from_str_radix(numero, 36).ok()?;
        (hex(file, FILE) && hex(parole, PAROLE)).then(|| Segno {
            file: file.to_owned(),
            start,
            parole: parole.to_owned(),
            numero,
        })
    }

    /// Whether the text had these words, with single blanks between them.
    #[must_use]
    pub fn says(&self, words: &str) -> bool {
        Segno::che_dice(words)(self)
    }

    /// The same for many marks: the digest of the words is taken once.
    pub fn che_dice(words: &str) -> impl Fn(&Segno) -> bool + use<> {
        let parole = short(words, PAROLE);
        move |segno| segno.parole == parole
    }
}

/// What a Word file keeps of itself out of sight, in a part that Word and LibreOffice carry along: whose plan it is of, and which texts it
/// had. What is no longer in it is known so.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Memoria {
    /// The body and its three years.
    pub piano: String,
    /// The names of the bookmarks around its texts.
    pub segni: Vec<String>,
    /// The digests of the paragraphs that the program wrote by itself.
    programma: BTreeSet<String>,
}

/// What stands between two things that a file keeps of itself.
const FRA: char = '|';

impl Memoria {
    /// The name space of the part.
    pub const SPAZIO: &'static str = "urn:piao:copia";

    /// That of a file of a plan, without any text yet.
    #[must_use]
    pub fn of(meta: &Meta) -> Self {
        let piano = spaced(&format!("{} {}", meta.ente, meta.triennio)).replace(FRA, " ");
        Memoria { piano, ..Memoria::default() }
    }

    /// Reads what [`Memoria::scritta`] wrote.
    #[must_use]
    pub fn letta(text: &str) -> Self {
        let mut parts = text.split(FRA).map(str::trim);
        let piano = parts.next().unwrap_or_default().to_owned();
        let (segni, programma): (Vec<&str>, Vec<&str>) = parts.partition(|part| part.starts_with(INIZIO));
        Memoria {
            piano,
            segni: segni.into_iter().map(str::to_owned).collect(),
            programma: programma.into_iter().map(str::to_owned).collect(),
        }
    }

    pub(super) fn scritta(&self) -> String {
        let parts = std::iter::once(&self.piano).chain(&self.segni).chain(&self.programma);
        parts.map(String::as_str).collect::<Vec<_>>().join(&FRA.to_string())
    }

    /// Notes a paragraph that the program wrote by itself.
    pub(super) fn ha_scritto(&mut self, words: &str) {
        self.programma.insert(solid(words));
    }

    /// Whether the program wrote by itself a paragraph that says this.
    #[must_use]
    pub fn scrisse(&self, words: &str) -> bool {
        self.programma.contains(&solid(words))
    }
}

/// The digest of letters and digits alone: programs change blanks.
fn solid(words: &str) -> String {
    short(&sole(words), PAROLE)
}

/// The letters and digits of some words.
#[must_use]
pub fn sole(words: &str) -> String {
    words.chars().filter(|c| c.is_alphanumeric()).collect()
}

fn short(text: &str, digits: usize) -> String {
    hash::file(text.as_bytes()).chars().take(digits).collect()
}

impl Luogo {
    /// The place of `words`. None for words that are written nowhere, or that say nothing.
    #[must_use]
    pub fn of(words: &[Inline]) -> Option<Self> {
        let mut said = Said::default();
        said.inlines(words);
        let first = said.pezzi.first()?.1;
        // Words that the program puts together are from several files: their place is that of the first.
        let same = said.pezzi.iter().map(|(_, span)| *span).filter(|span| span.file == first.file);
        let span = same.fold(first, |hull, span| Span {
            start: hull.start.min(span.start),
            end: hull.end.max(span.end),
            ..hull
        });
        said.parole.chars().any(char::is_alphanumeric).then_some(Luogo {
            span,
            parole: said.parole,
            pezzi: said.pezzi,
            posto: 0,
            riga: None,
        })
    }

    /// The place of a text of one piece.
    pub(super) fn title(text: &str, span: Span) -> Option<Self> {
        Luogo::of(&[Inline::Text { text: text.to_owned(), span }])
    }

    /// The place of a block without words, such as a picture.
    fn wordless(span: Span) -> Self {
        Luogo { span, parole: String::new(), pezzi: vec![], posto: 0, riga: None }
    }

    /// The name of its bookmark, the `n`th of a Word file. None for what is in no file.
    pub(super) fn name(&self, sources: &Sources, n: usize) -> Option<String> {
        let path = &sources.file(self.span.file)?.path;
        let digest = short(&self.parole, PAROLE);
        Some(format!("{INIZIO}{}_{}_{digest}_{}", short(path, FILE), base36(self.span.start as usize), base36(n)))
    }
}

fn base36(mut n: usize) -> String {
    let mut out = vec![];
    loop {
        out.extend(char::from_digit((n % 36) as u32, 36));
        n /= 36;
        if n == 0 {
            return out.into_iter().rev().collect();
        }
    }
}

/// Words as a paragraph of Word has them. The marks of notes, pictures and shapes are no words there.
#[derive(Default)]
struct Said {
    parole: String,
    pezzi: Vec<(usize, Span)>,
    /// Whether a blank comes before the next word.
    blank: bool,
}

impl Said {
    fn text(&mut self, text: &str, span: Option<Span>) {
        if let Some(span) = span.filter(|span| span.file != FileId(u32::MAX)) {
            self.pezzi.push((self.parole.len(), span));
        }
        for c in clean(text) {
            if c.is_whitespace() {
                self.blank = !self.parole.is_empty();
                continue;
            }
            if std::mem::take(&mut self.blank) {
                self.parole.push(' ');
            }
            self.parole.push(c);
        }
    }

    fn inlines(&mut self, words: &[Inline]) {
        for inline in words {
            match inline {
                Inline::Text { text, span } | Inline::Code { text, span } | Inline::Abbr { text, span, .. } => {
                    self.text(text, Some(*span));
                }
                Inline::Revised { value, version, era } => {
                    self.inlines(value);
                    self.text(&revised(*version), None);
                    self.inlines(era);
                }
                Inline::Break => self.blank = !self.parole.is_empty(),
                _ => inline.inner().into_iter().for_each(|inner| self.inlines(inner)),
            }
        }
    }
}

/// The mark of a version, after the value that it changed.
pub(super) fn revised(version: u32) -> String {
    format!(" [v{version}] ")
}

/// The words of a paragraph of Word, as [`Luogo::parole`] has them.
#[must_use]
pub fn spaced(text: &str) -> String {
    let mut said = Said::default();
    said.text(text, None);
    said.parole
}

/// The texts of the plan of today, among which those of a Word file that comes back are found again.
pub struct Oggi {
    luoghi: Vec<Luogo>,
    /// Those with the same words, by their digest.
    parole: BTreeMap<String, Vec<usize>>,
    /// The files, by the digest of their path.
    files: BTreeMap<String, FileId>,
}

/// What became of a text since it was exported.
#[derive(Debug)]
pub enum Trovato<'o> {
    /// It says what it said, perhaps in other lines.
    Uguale(&'o Luogo),
    /// It says something else: this is what resembles it most, in its file.
    Cambiato(&'o Luogo),
    /// Nothing in its file resembles it.
    Perso,
}

/// How much two texts must have in common to be the same text, changed: this share of their words.
const SIMILI: f64 = 0.5;

impl Oggi {
    /// The texts of `document`, which is made of `sources`.
    #[must_use]
    pub fn of(document: &Document, sources: &Sources) -> Self {
        let luoghi = luoghi(document);
        let mut parole: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        let mut files = BTreeMap::new();
        for (n, luogo) in luoghi.iter().enumerate() {
            parole.entry(short(&luogo.parole, PAROLE)).or_default().push(n);
            if let Some(file) = sources.file(luogo.span.file) {
                files.insert(short(&file.path, FILE), luogo.span.file);
            }
        }
        Oggi { luoghi, parole, files }
    }

    /// The text at a place in reading order.
    #[must_use]
    pub fn testo(&self, posto: usize) -> Option<&Luogo> {
        self.luoghi.get(posto)
    }

    /// The texts of a row of a table, in order.
    pub fn riga(&self, riga: usize) -> impl Iterator<Item = &Luogo> {
        self.luoghi.iter().filter(move |luogo| luogo.riga == Some(riga))
    }

    /// Whether a text ends with these words, and has others before them.
    #[must_use]
    pub fn in_coda(&self, words: &str) -> bool {
        self.luoghi.iter().any(|luogo| luogo.parole.ends_with(words) && luogo.parole != words)
    }

    /// How many texts have these words, in the file of `luogo` where there is one; and how many of `segni` say that they had.
    #[must_use]
    pub fn quanti(&self, words: &str, luogo: Option<&Luogo>, segni: &[Segno]) -> (usize, usize) {
        let file = luogo.map(|luogo| luogo.span.file);
        let here = |other: Option<FileId>| file.is_none() || other == file;
        let all = self.parole.get(&short(words, PAROLE)).into_iter().flatten().filter_map(|n| self.luoghi.get(*n));
        let had = Segno::che_dice(words);
        let had = segni.iter().filter(|segno| had(segno) && here(self.files.get(&segno.file).copied()));
        (all.filter(|luogo| here(Some(luogo.span.file))).count(), had.count())
    }

    /// Whether a text of the plan has these words.
    #[must_use]
    pub fn ha(&self, words: &str) -> bool {
        self.parole.contains_key(&short(words, PAROLE))
    }

    /// Whether a text of the plan says what the mark says.
    #[must_use]
    pub fn conosce(&self, segno: &Segno) -> bool {
        self.parole.contains_key(&segno.parole)
    }

    /// The text that the mark names, which is now `words` in the Word file without its tracked changes. Without a mark it is the text that
    /// has these words, if only one has them.
    #[must_use]
    pub fn trova(&self, segno: Option<&Segno>, words: &str) -> Trovato<'_> {
        let Some(segno) = segno else {
            let same = self.parole.get(&short(words, PAROLE)).filter(|_| !words.is_empty());
            let mut same = same.into_iter().flatten().filter_map(|n| self.luoghi.get(*n));
            return match (same.next(), same.next()) {
                (Some(luogo), None) => Trovato::Uguale(luogo),
                _ => Trovato::Perso,
            };
        };
        let file = self.files.get(&segno.file).copied();
        let far = |luogo: &Luogo| (Some(luogo.span.file) != file, luogo.span.start.abs_diff(segno.start));
        let same = self.parole.get(&segno.parole).into_iter().flatten().filter_map(|n| self.luoghi.get(*n));
        // The words of another file are the same text only where they say enough.
        let same = same.filter(|luogo| Some(luogo.span.file) == file || luogo.parole.split(' ').count() > 5);
        if let Some(luogo) = same.min_by_key(|luogo| far(luogo)) {
            return Trovato::Uguale(luogo);
        }
        let near = self.luoghi.iter().filter(|luogo| Some(luogo.span.file) == file);
        let near = near.map(|luogo| (in_common(&luogo.parole, words), luogo)).filter(|(share, _)| *share >= SIMILI);
        let best = near.max_by(|(a, x), (b, y)| a.total_cmp(b).then(far(y).cmp(&far(x))));
        best.map_or(Trovato::Perso, |(_, luogo)| Trovato::Cambiato(luogo))
    }
}

/// The share of their words that two texts have in common.
fn in_common(a: &str, b: &str) -> f64 {
    let mut left: BTreeMap<&str, usize> = BTreeMap::new();
    let mut all = 0.0;
    for word in a.split_whitespace() {
        *left.entry(word).or_default() += 1;
        all += 1.0;
    }
    let mut common = 0.0;
    for word in b.split_whitespace() {
        all += 1.0;
        if let Some(n) = left.get_mut(word).filter(|n| **n > 0) {
            *n -= 1;
            common += 2.0;
        }
    }
    if all > 0.0 { common / all } else { 0.0 }
}

/// The texts of a plan, in reading order.
fn luoghi(document: &Document) -> Vec<Luogo> {
    let mut all = vec![];
    let mut rows = 0;
    document.walk(&mut |section, _| {
        all.extend(Luogo::title(&section.title, section.span));
        section.each_block(&mut |block| {
            all.extend(picture(block));
            let mut divided = divided(block).peekable();
            let cells = celle(block, &mut rows);
            block.parts(&mut |_, part| match part {
                // The writer of tables sets them apart.
                Part::Words(words) => {
                    let texts = match divided.next_if(|(cell, _)| std::ptr::eq(*cell, words)) {
                        Some((_, (name, details))) => vec![name, details],
                        None => vec![words],
                    };
                    let riga = cells.get(&words.as_ptr()).copied();
                    all.extend(texts.into_iter().filter_map(Luogo::of).map(|luogo| Luogo { riga, ..luogo }));
                }
                // Codes and labels are of the program; the blocks inside are visited by themselves.
                Part::Plain(_) | Part::Blocks(_) => {}
            });
            all.extend(code(block));
        });
    });
    all.iter_mut().enumerate().for_each(|(posto, luogo)| luogo.posto = posto);
    all
}

/// The row of each cell of a table, by where its words begin. `rows` counts those of the plan.
fn celle(block: &Block, rows: &mut usize) -> BTreeMap<*const Inline, usize> {
    let mut out = BTreeMap::new();
    if let BlockKind::Table(table) = &block.kind {
        for row in &table.rows {
            *rows += 1;
            out.extend(row.cells.iter().filter(|cell| !cell.words.is_empty()).map(|cell| (cell.words.as_ptr(), *rows)));
        }
    }
    out
}

/// The cells of a table that are two texts, in order: each with the name of its row and its details.
fn divided(block: &Block) -> impl Iterator<Item = (&[Inline], (&[Inline], &[Inline]))> {
    let table = match &block.kind {
        BlockKind::Table(table) => Some(table),
        _ => None,
    };
    table.into_iter().flat_map(|table| {
        table.rows.iter().filter_map(move |row| Some((row.cells.first()?.words.as_slice(), table.a_parte(row)?)))
    })
}

/// The place of a picture.
pub(super) fn picture(block: &Block) -> Option<Luogo> {
    matches!(block.kind, BlockKind::Figure(_) | BlockKind::Drawing(_)).then(|| Luogo::wordless(block.span))
}

/// The place of a block of code.
pub(super) fn code(block: &Block) -> Option<Luogo> {
    match &block.kind {
        BlockKind::Code { text, .. } => Luogo::title(text, block.span),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_where_its_words_are() {
        let sources = Sources::memory(&[("2-valore/1-performance.md", "Le ore di formazione.\n")]);
        let span = Span::new(FileId(0), 0..21);
        let words = [
            Inline::Strong(vec![Inline::Text { text: "Le  ore".into(), span: Span::new(FileId(0), 0..7) }]),
            Inline::Break,
            Inline::Text { text: "di\u{a0}formazione.".into(), span: Span::new(FileId(0), 8..21) },
            Inline::Note { number: 3 },
        ];
        let place = Luogo::of(&words).unwrap();
        assert_eq!((place.parole.as_str(), place.span), ("Le ore di formazione.", span));
        assert_eq!(place.pezzi.iter().map(|(at, _)| *at).collect::<Vec<_>>(), [0, 6]);
        let name = place.name(&sources, usize::MAX >> 44).unwrap();
        assert!(name.len() <= 40 && name.starts_with('_'), "{name}");
        let read = Segno::read(&name).unwrap();
        assert!(read.file == short("2-valore/1-performance.md", FILE) && read.says("Le ore di formazione."));
        assert_eq!((read.start, read.numero), (0, usize::MAX >> 44));
        assert!(!read.says("Le ore di lavoro."));
        for other in [
            "_Toc123",
            "_GoBack",
            "_piao",
            "_piaozzzzzz_0_0123456789_0",
            "_piao012345_ù_0123456789_0",
            "_piao012345_0_0123456789",
        ] {
            assert_eq!(Segno::read(other), None, "{other}");
        }
    }
}
