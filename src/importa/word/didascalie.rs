//! The text of a document as headings, paragraphs, tables and figures, each with its caption: in Word a caption is a paragraph like others,
//! above or below what it names.

use super::albero::{Blocco, Cosa, Immagine, Meta, Paragrafo, Tabella};
use super::parole::{Tratto, immagini, nude, senza_inizio, tratti};
use super::titoli::Titolo;

/// A caption.
#[derive(Debug, Clone)]
pub(super) struct Didascalia<'d> {
    pub(super) paragrafo: &'d Paragrafo,
    /// Its words, without «Tabella 3».
    pub(super) tratti: Vec<Tratto>,
}

/// A part of the text.
#[derive(Debug, Clone)]
pub(super) enum Elemento<'d> {
    Titolo(Titolo<'d>),
    Capoverso(&'d Paragrafo),
    Tabella(&'d Tabella, Option<Didascalia<'d>>),
    /// A paragraph of images alone.
    Figura(&'d Paragrafo, Vec<Immagine>, Option<Didascalia<'d>>),
}

/// What a caption may be of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Genere {
    Tabella,
    Figura,
}

/// How many bytes of `words` name a table or a figure by its number, with the sign that follows: «Tabella 3 – ».
fn testa(words: &str) -> Option<(Genere, usize)> {
    const NOMI: [(&str, Genere); 10] = [
        ("tabella", Genere::Tabella),
        ("tab.", Genere::Tabella),
        ("tavola", Genere::Tabella),
        ("prospetto", Genere::Tabella),
        ("table", Genere::Tabella),
        ("figura", Genere::Figura),
        ("fig.", Genere::Figura),
        ("grafico", Genere::Figura),
        ("immagine", Genere::Figura),
        ("illustrazione", Genere::Figura),
    ];
    let (name, genere) = NOMI
        .into_iter()
        .find(|(name, _)| words.get(..name.len()).is_some_and(|head| head.eq_ignore_ascii_case(name)))?;
    let rest = words.get(name.len()..)?;
    if let Some(text) = rest.strip_prefix(':') {
        return Some((genere, words.len() - text.trim_start().len()));
    }
    let number = rest.trim_start();
    let digits = number.len() - number.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').len();
    let roman = number.len() - number.trim_start_matches(|c: char| "IVXLC".contains(c)).len();
    let after = number.get(digits.max(roman)..)?;
    if digits.max(roman) == 0 || after.starts_with(char::is_alphanumeric) {
        return None;
    }
    let text = after.trim_start_matches([' ', '.', ':', '-', '–', '—', ')', '°']);
    Some((genere, words.len() - text.len()))
}

/// Whether a paragraph is called a caption, by its style.
fn di_stile(paragraph: &Paragrafo) -> bool {
    matches!(
        paragraph.stile.as_str(),
        "caption" | "didascalia" | "table" | "tabella" | "figura" | "figure" | "illustrazione"
    )
}

/// Whether a paragraph names a table or a figure, and so is no heading even where it is bold.
pub(super) fn intitola(paragraph: &Paragrafo) -> bool {
    di_stile(paragraph) || testa(&paragraph.parole()).is_some()
}

/// A paragraph as a caption, and of what. One that is not called a caption must name what it is of.
fn didascalia(paragraph: &Paragrafo) -> Option<(Genere, bool, Didascalia<'_>)> {
    if paragraph.livello.is_some() || paragraph.voce.is_some() {
        return None;
    }
    let all = tratti(&paragraph.pezzi);
    let words = nude(&all);
    let counted = paragraph
        .pezzi
        .iter()
        .any(|pezzo| matches!(&pezzo.cosa, Cosa::Testo(text) if matches!(text.meta, Some(Meta::Conto(_)))));
    let called = counted || di_stile(paragraph);
    let (genere, head) = match testa(&words) {
        Some(found) => found,
        None if called => (if paragraph.stile.starts_with("fig") { Genere::Figura } else { Genere::Tabella }, 0),
        None => return None,
    };
    // A sentence that begins with «Tabella 3» goes on; a caption is short.
    let short = words.chars().count() < 200 && !words.trim_end().ends_with([';', ':']);
    (called || short).then(|| (genere, called, Didascalia { paragrafo: paragraph, tratti: senza_inizio(all, head) }))
}

/// The images of a paragraph that has no words.
fn sole_immagini(paragraph: &Paragrafo) -> Option<Vec<Immagine>> {
    let all = tratti(&paragraph.pezzi);
    let images = immagini(&all);
    let alone = all.iter().all(|tratto| matches!(tratto, Tratto::Immagine(_) | Tratto::ACapo));
    (alone && !images.is_empty()).then_some(images)
}

/// The blocks of a text, each with the heading that it is.
type Blocchi<'d> = [(&'d Blocco, Option<Titolo<'d>>)];

/// The last paragraph of `out`, if it is a caption of a thing of this kind; and whether it is called a caption.
fn sopra<'d>(out: &[Elemento<'d>], of: Genere) -> Option<(bool, Didascalia<'d>)> {
    let Some(Elemento::Capoverso(last)) = out.last() else { return None };
    let (genere, called, found) = didascalia(last)?;
    (genere == of).then_some((called, found))
}

/// The caption at place `n`, if there is one of a thing of this kind.
fn sotto<'d>(all: &Blocchi<'d>, n: usize, of: Genere) -> Option<Didascalia<'d>> {
    let (Blocco::Paragrafo(next), None) = all.get(n)? else { return None };
    let (genere, called, found) = didascalia(next)?;
    (genere == of && (called || of == Genere::Figura)).then_some(found)
}

/// The parts of a text, whose headings are known.
pub(super) fn elementi<'d>(blocks: &'d [Blocco], titoli: Vec<Option<Titolo<'d>>>) -> Vec<Elemento<'d>> {
    let mut out: Vec<Elemento<'d>> = Vec::new();
    let all: Vec<(&'d Blocco, Option<Titolo<'d>>)> = blocks.iter().zip(titoli).collect();
    let mut n = 0;
    while let Some((block, titolo)) = all.get(n) {
        n += 1;
        if let Some(titolo) = titolo {
            out.push(Elemento::Titolo(titolo.clone()));
            continue;
        }
        match block {
            Blocco::Tabella(table) => {
                // Below a table, the caption of the next one may stand right above it.
                let other = matches!(all.get(n + 1), Some((Blocco::Tabella(_), None)));
                let caption = match sopra(&out, Genere::Tabella) {
                    Some((_, found)) => {
                        out.pop();
                        Some(found)
                    }
                    None if other => None,
                    None => sotto(&all, n, Genere::Tabella).inspect(|_| n += 1),
                };
                out.push(Elemento::Tabella(table, caption));
            }
            Blocco::Paragrafo(paragraph) => match sole_immagini(paragraph) {
                Some(images) => {
                    let below = sotto(&all, n, Genere::Figura).inspect(|_| n += 1);
                    let caption = below.or_else(|| {
                        let (_, found) = sopra(&out, Genere::Figura).filter(|(called, _)| *called)?;
                        out.pop();
                        Some(found)
                    });
                    out.push(Elemento::Figura(paragraph, images, caption));
                }
                None => out.push(Elemento::Capoverso(paragraph)),
            },
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Genere, testa};

    #[test]
    fn a_caption_says_its_number_and_a_sentence_goes_on() {
        for (words, kind, rest) in [
            ("Tabella 3 – Le ore", Genere::Tabella, "Le ore"),
            ("TABELLA 2.1: Le ore", Genere::Tabella, "Le ore"),
            ("Fig. 4. Il ponte", Genere::Figura, "Il ponte"),
            ("Tab. IV Le ore", Genere::Tabella, "Le ore"),
            ("Tabella 3", Genere::Tabella, ""),
            ("Tabella: le ore", Genere::Tabella, "le ore"),
        ] {
            let (found, at) = testa(words).unwrap();
            assert_eq!((found, &words[at..]), (kind, rest), "{words}");
        }
        assert_eq!(testa("Tabella delle ore"), None);
        assert_eq!(testa("Figurati"), None);
    }
}
