//! What is named by its title is named by the title that it has.

use crate::base::span::Span;
use crate::base::text::flat_words;
use crate::index::What;
use crate::piano::element::Kind;
use crate::piano::prose::{BlockKind, Inline, plain};
use crate::piano::{each_prose, each_section};
use crate::rules::confronti::nearly_equal;
use crate::rules::discorso::Discorso;
use crate::rules::{Cx, Diagnostic, Regola};
use std::collections::BTreeMap;

pub static REGOLA: Regola =
    Regola::avviso("P0343", "titolo-diverso", include_str!("titolo_diverso.md"), check).origine(&["TITLE-DRIFT"]);

/// The kinds whose title is long enough to be copied, and misspelt.
const GENERI: [Kind; 4] = [Kind::Obiettivo, Kind::Nodo, Kind::Progetto, Kind::LineaFormativa];

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    citations(cx, out);
    headings(cx, out);
}

fn problem(span: Span, written: &str, titolo: &str, place: Option<Span>) -> Diagnostic {
    let problem = REGOLA.at(span, format!("«{}» non è il titolo, che è «{}»", written.trim(), titolo.trim()));
    let problem = match place {
        Some(place) => problem.other(place, "il titolo è scritto qui"),
        None => problem,
    };
    problem.help(format!("scrivi «{}», o correggi il titolo", titolo.trim()))
}

/// The words of a citation that are nearly the title of what they cite.
fn citations(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let sections = sections(cx);
    each_prose(cx.piano, &mut |prose| {
        prose.inlines(&mut |inline| {
            let Inline::Cite { name, content: Some(content) } = inline else { return };
            let written = plain(content);
            let words = flat_words(&written);
            if words.len() < 3 {
                return;
            }
            let found = cx.index.find(&name.value);
            let [thing] = found.as_slice() else { return };
            let titles: Vec<(&str, Option<Span>)> = match thing.what {
                What::Element(kind, n) => cx
                    .piano
                    .elementi
                    .get(kind, n)
                    .map(|element| {
                        let titolo = element.value.titolo();
                        let alias =
                            element.value.alias().into_iter().map(|alias| (alias.value.as_str(), Some(alias.span)));
                        std::iter::once((titolo.value, Some(titolo.span))).chain(alias).collect()
                    })
                    .unwrap_or_default(),
                What::Section | What::Heading => {
                    sections.get(thing.id.as_str()).map(|titolo| (titolo.as_str(), None)).into_iter().collect()
                }
                What::Table | What::Figure => vec![],
            };
            let known: Vec<Vec<String>> = titles.iter().map(|(titolo, _)| flat_words(titolo)).collect();
            if known.contains(&words) {
                return;
            }
            let near = titles.iter().zip(&known).find(|(_, known)| nearly_equal(&words, known).is_some());
            let Some(((titolo, place), _)) = near else { return };
            let discorso = Discorso::of(content);
            if let Some(span) = discorso.span(0..discorso.parole.len()) {
                out.push(problem(span, &written, titolo, *place));
            }
        });
    });
}

/// The titles of sections and of headings, by id.
fn sections(cx: &Cx<'_>) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    each_section(&cx.piano.sezioni, &mut |sezione| {
        if let Some(id) = cx.index.id_at(sezione.span) {
            out.insert(id.as_str().to_owned(), sezione.titolo.clone());
        }
        sezione.prose.each_block(&mut |block| {
            if let (BlockKind::Heading { content, .. }, Some(id)) = (&block.kind, cx.index.id_at(block.span)) {
                out.insert(id.as_str().to_owned(), plain(content));
            }
        });
    });
    out
}

/// Headings and titles of sections that are nearly the title of an element.
fn headings(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    // Titles by all their words but one: two that differ in one word share such a key, however many they are.
    let mut titles: Vec<(Vec<String>, &str, Span)> = Vec::new();
    for kind in GENERI {
        titles.extend(cx.piano.elementi.of(kind).into_iter().map(|element| {
            let titolo = element.value.titolo();
            (flat_words(titolo.value), titolo.value, titolo.span)
        }));
    }
    let mut by_key: BTreeMap<(usize, String), Vec<usize>> = BTreeMap::new();
    let mut whole: BTreeMap<&[String], usize> = BTreeMap::new();
    for (n, (words, ..)) in titles.iter().enumerate() {
        whole.insert(words, n);
        for key in chiavi(words) {
            by_key.entry(key).or_default().push(n);
        }
    }
    let mut look = |span: Span, written: &str| {
        let words = flat_words(written);
        if whole.contains_key(words.as_slice()) {
            return;
        }
        let candidates = chiavi(&words).filter_map(|key| by_key.get(&key)).flat_map(|all| all.iter().take(VICINI));
        let near = candidates.filter_map(|n| titles.get(*n)).find(|(known, ..)| nearly_equal(&words, known).is_some());
        if let Some((_, titolo, place)) = near {
            out.push(problem(span, written, titolo, Some(*place)));
        }
    };
    each_section(&cx.piano.sezioni, &mut |sezione| {
        if let Some(titolo) = &sezione.front.titolo {
            look(titolo.span, &titolo.value);
        }
    });
    each_prose(cx.piano, &mut |prose| {
        prose.each_block(&mut |block| {
            if let BlockKind::Heading { content, .. } = &block.kind {
                let discorso = Discorso::of(content);
                if let Some(span) = discorso.span(0..discorso.parole.len()) {
                    look(span, &discorso.parole);
                }
            }
        });
    });
}

/// How many titles with one key are looked at.
const VICINI: usize = 50;

/// The words of a title without one of them, for each of them, with its position.
fn chiavi(words: &[String]) -> impl Iterator<Item = (usize, String)> {
    // A text of more than forty words is no title, and one of two is too short to be compared.
    let n = if (3..=40).contains(&words.len()) { words.len() } else { 0 };
    (0..n).map(|skip| {
        let rest: Vec<&str> =
            words.iter().enumerate().filter(|(n, _)| *n != skip).map(|(_, word)| word.as_str()).collect();
        (skip, rest.join(" "))
    })
}
