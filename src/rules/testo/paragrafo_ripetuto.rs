//! What is said once is said in one place: the same paragraph does not come back, and a sentence of a card is of that card.

use crate::base::span::{FileId, Span};
use crate::base::text::flat;
use crate::piano::each_prose;
use crate::piano::element::Kind;
use crate::piano::prose::{BlockKind, Brano};
use crate::rules::{Cx, Diagnostic, Discorso, Regola};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

pub static REGOLA: Regola = Regola::nota("P0515", "paragrafo-ripetuto", include_str!("paragrafo_ripetuto.md"), check)
    .origine(&["BOILERPLATE", "COPY-DRIFT"]);

/// Words of a paragraph that may not come back, and how many times it may.
const PARAGRAFO: usize = 25;
const VOLTE: usize = 3;
/// Words of a sentence that belongs to one card.
const FRASE: usize = 12;

/// A card: its kind and its position.
type Scheda = (Kind, usize);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let cards = schede(cx);
    let mut texts: Vec<Arc<[Paragrafo]>> = Vec::new();
    each_prose(cx.piano, &mut |brano| texts.push(paragrafi(brano)));
    let mut paragraphs: BTreeMap<&str, Vec<Span>> = BTreeMap::new();
    let mut sentences: BTreeMap<&str, (Scheda, Span)> = BTreeMap::new();
    let mut pairs: BTreeMap<(Scheda, Scheda), Vec<(Span, Span)>> = BTreeMap::new();
    for paragrafo in texts.iter().flat_map(|text| text.iter()) {
        if let Some(words) = &paragrafo.parole {
            paragraphs.entry(words).or_default().push(paragrafo.dove);
        }
        let Some(card) = scheda(&cards, paragrafo.dove) else { continue };
        for (here, words) in &paragrafo.frasi {
            match sentences.get(words.as_str()) {
                Some((other, there)) if *other != card => {
                    pairs.entry((*other, card)).or_default().push((*here, *there));
                }
                Some(_) => {}
                None => {
                    sentences.insert(words, (card, *here));
                }
            }
        }
    }
    let mut told: BTreeSet<Span> = BTreeSet::new();
    for spans in paragraphs.values().filter(|spans| spans.len() > VOLTE) {
        let [first, second, ..] = spans.as_slice() else { continue };
        told.extend(spans);
        out.push(
            REGOLA
                .at(*second, format!("lo stesso paragrafo torna {} volte nel piano", spans.len()))
                .label("la seconda volta")
                .other(*first, "la prima volta è qui")
                .help("tienilo una volta sola, per esempio in una sezione, e dove serve mettine la citazione: `[@id]`"),
        );
    }
    // Cards that are whole copies are the matter of another rule.
    let copies: BTreeSet<(usize, usize)> = crate::rules::testo::obiettivi_simili::gruppi(cx)
        .iter()
        .flat_map(|group| {
            group.iter().enumerate().flat_map(|(n, a)| group.iter().take(64).skip(n + 1).map(|b| (a.n(), b.n())))
        })
        .collect();
    for ((other, card), found) in pairs {
        let copy = other.0 == Kind::Obiettivo
            && card.0 == Kind::Obiettivo
            && copies.contains(&(other.1.min(card.1), other.1.max(card.1)));
        let found: Vec<&(Span, Span)> =
            found.iter().filter(|(here, _)| !told.iter().any(|t| dentro(*t, *here))).collect();
        let Some((here, there)) = found.first().filter(|_| !copy) else { continue };
        let (name, theirs) = (nome(cx, card), nome(cx, other));
        let problem = REGOLA
            .at(*here, format!("in {name} c’è una frase uguale a una di {theirs}"))
            .other(*there, "è scritta anche qui");
        let problem = match found.len() {
            1 => problem,
            n => problem.note(format!("le frasi uguali sono {n}")),
        };
        out.push(problem.help("se è rimasta da un copia e incolla, riscrivila per questa scheda; se vale per tutte e due, mettila in una sezione"));
    }
}

/// A paragraph as it is compared with others.
struct Paragrafo {
    dove: Span,
    /// Its plain words, if they are many.
    parole: Option<String>,
    /// Its long sentences, each with its place and its plain words.
    frasi: Vec<(Span, String)>,
}

/// The paragraphs of a text.
#[comemo::memoize]
fn paragrafi(brano: &Brano) -> Arc<[Paragrafo]> {
    let mut out = Vec::new();
    brano.each_block(&mut |block| {
        let BlockKind::Paragraph(content) = &block.kind else { return };
        let testo = Discorso::nudo(content);
        let words = flat(&testo.parole);
        let frasi = frasi(&testo).into_iter().filter_map(|(range, words)| Some((testo.span(range)?, words)));
        out.push(Paragrafo {
            dove: testo.span(0..testo.parole.len()).unwrap_or(block.span),
            parole: (words.split(' ').count() >= PARAGRAFO).then_some(words),
            frasi: frasi.collect(),
        });
    });
    out.into()
}

fn dentro(outer: Span, inner: Span) -> bool {
    outer.file == inner.file && outer.start <= inner.start && inner.end <= outer.end
}

/// What a card is called in a message.
fn nome(cx: &Cx<'_>, (kind, n): Scheda) -> String {
    if kind == Kind::Obiettivo {
        return cx.nome((kind, n));
    }
    let element = cx.piano.elementi.get(kind, n);
    element.map_or_else(String::new, |e| format!("«{}»", crate::base::text::short(e.value.titolo().value)))
}

/// Where the records of each file begin.
fn schede(cx: &Cx<'_>) -> BTreeMap<FileId, Vec<(u32, Scheda)>> {
    let mut out: BTreeMap<FileId, Vec<(u32, Scheda)>> = BTreeMap::new();
    for kind in Kind::ALL.iter().copied() {
        for (n, element) in cx.piano.elementi.of(kind).iter().enumerate() {
            out.entry(element.span.file).or_default().push((element.span.start, (kind, n)));
        }
    }
    out.values_mut().for_each(|list| list.sort_unstable_by_key(|(start, _)| *start));
    out
}

/// The record in which `span` stands.
fn scheda(cards: &BTreeMap<FileId, Vec<(u32, Scheda)>>, span: Span) -> Option<Scheda> {
    let list = cards.get(&span.file)?;
    let at = list.partition_point(|(start, _)| *start <= span.start);
    list.get(at.checked_sub(1)?).map(|(_, card)| *card)
}

/// The long sentences of a paragraph, and their plain words; what cites or counts says another thing each time.
fn frasi(testo: &Discorso) -> Vec<(Range<usize>, String)> {
    let mut out = Vec::new();
    let mut start = 0;
    for piece in testo.parole.split_inclusive(['.', '!', '?', ';']) {
        let end = start + piece.len();
        let words = flat(piece);
        if words.split(' ').count() >= FRASE && !piece.contains('\u{fffc}') {
            let lead = piece.len() - piece.trim_start().len();
            out.push((start + lead..end, words));
        }
        start = end;
    }
    out
}
