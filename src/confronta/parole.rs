//! The text of the sections, paragraph by paragraph, with the words that changed.

use super::Lato;
use super::abbina::{Come, Dette, somiglianza};
use super::serie::tratti;
use crate::base::text::flat_words;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// A piece of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Pezzo {
    /// Words that both plans have.
    Uguale(String),
    /// Words of the first alone.
    Tolto(String),
    /// Words of the second alone.
    Aggiunto(String),
}

/// A paragraph that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Paragrafo {
    /// Which one it is: `paragrafo 2 di 5`.
    pub(crate) dove: String,
    /// Its words, in order.
    pub(crate) pezzi: Vec<Pezzo>,
}

/// A section whose words changed, or a field of a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Brano {
    /// Where the words stand: `2.1 Valore pubblico`.
    pub(crate) titolo: String,
    /// What there is to say of the whole: `sezione aggiunta`.
    pub(crate) nota: String,
    /// What changed, in order.
    pub(crate) paragrafi: Vec<Paragrafo>,
}

/// The paragraph that `a` became. When more than half of the words changed, it is told before and after, whole: single words among
/// others could not be read.
pub(super) fn parole(a: &str, b: &str) -> Vec<Pezzo> {
    let (old, new): (Vec<&str>, Vec<&str>) = (a.split_whitespace().collect(), b.split_whitespace().collect());
    let whole = || {
        let all = [Pezzo::Tolto(old.join(" ")), Pezzo::Aggiunto(new.join(" "))];
        all.into_iter().filter(|piece| !piece.testo().is_empty()).collect()
    };
    let runs = tratti(&old, &new);
    let same: usize = runs.iter().filter(|run| run.uguale).map(|run| run.dopo.len()).sum();
    if same * 2 < old.len().max(new.len()) {
        return whole();
    }
    let mut out = Vec::new();
    for run in runs {
        let words = |list: &[&str], range: std::ops::Range<usize>| list.get(range).unwrap_or_default().join(" ");
        if run.uguale {
            out.push(Pezzo::Uguale(words(&new, run.dopo)));
        } else {
            out.push(Pezzo::Tolto(words(&old, run.prima)));
            out.push(Pezzo::Aggiunto(words(&new, run.dopo)));
        }
    }
    out.retain(|piece| !piece.testo().is_empty());
    let last = out.len().saturating_sub(1);
    for (n, piece) in out.iter_mut().enumerate() {
        if let Pezzo::Uguale(words) = piece {
            *words = shortened(words, n > 0, n < last);
        }
    }
    out
}

/// How many words are kept beside those that changed.
const INTORNO: usize = 14;

/// Words that both plans have, without those that are far from a change: `before` or `after` them.
fn shortened(words: &str, before: bool, after: bool) -> String {
    let all: Vec<&str> = words.split_whitespace().collect();
    let (head, tail) = (if before { INTORNO } else { 0 }, if after { INTORNO } else { 0 });
    if all.len() <= head + tail + INTORNO {
        return words.to_owned();
    }
    let part = |range: std::ops::Range<usize>| all.get(range).unwrap_or_default().join(" ");
    format!("{} … {}", part(0..head), part(all.len() - tail..all.len())).trim().to_owned()
}

impl Pezzo {
    /// Its words.
    pub(crate) fn testo(&self) -> &str {
        match self {
            Pezzo::Uguale(words) | Pezzo::Tolto(words) | Pezzo::Aggiunto(words) => words,
        }
    }
}

/// A section of a plan.
#[derive(Debug)]
pub(super) struct Sezione<'j> {
    pub(super) id: &'j str,
    pub(super) numero: &'j str,
    pub(super) titolo: &'j str,
    pub(super) referente: &'j str,
    /// The paragraphs, then those of the notes.
    pub(super) righe: Vec<&'j str>,
}

impl Sezione<'_> {
    /// Number and title, as a reader sees them.
    pub(super) fn nome(&self) -> String {
        format!("{} {}", self.numero, self.titolo).trim().to_owned()
    }
}

/// The sections of a plan, in reading order.
pub(super) fn sezioni(json: &Value) -> Vec<Sezione<'_>> {
    let mut out = Vec::new();
    walk(json, &mut out);
    out
}

fn walk<'j>(json: &'j Value, out: &mut Vec<Sezione<'j>>) {
    let word = |value: &'j Value, name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default();
    for section in json.get("sezioni").and_then(Value::as_array).into_iter().flatten() {
        let lines =
            |name: &str| section.get(name).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
        out.push(Sezione {
            id: word(section, "id"),
            numero: word(section, "numero"),
            titolo: word(section, "titolo"),
            referente: word(section, "referente"),
            righe: lines("testo").chain(lines("note")).collect(),
        });
        walk(section, out);
    }
}

/// Which section is which: by id, then by number and likeness of the title, then by likeness.
pub(super) fn pairs(a: &[Sezione<'_>], b: &[Sezione<'_>]) -> Vec<(Option<usize>, Come)> {
    let mut taken = vec![false; a.len()];
    let mut found: Vec<Option<(usize, Come)>> = vec![None; b.len()];
    let ids: BTreeMap<&str, usize> = a.iter().enumerate().rev().map(|(n, section)| (section.id, n)).collect();
    let mut pair = |m: usize, n: usize, come: Come, found: &mut Vec<Option<(usize, Come)>>| {
        if let (Some(of @ None), Some(taken @ false)) = (found.get_mut(m), taken.get_mut(n)) {
            *of = Some((n, come));
            *taken = true;
        }
    };
    for (m, section) in b.iter().enumerate() {
        if let Some(n) = ids.get(section.id) {
            pair(m, *n, Come::Id, &mut found);
        }
    }
    let names =
        |sections: &[Sezione<'_>]| sections.iter().map(|section| flat_words(section.titolo)).collect::<Vec<_>>();
    let (names_a, names_b) = (names(a), names(b));
    for (come, least) in [(Come::Codice, 40), (Come::Somiglianza, 70)] {
        for (m, section) in b.iter().enumerate().filter(|_| a.len() < 2000 && b.len() < 2000) {
            if found.get(m).is_some_and(Option::is_some) {
                continue;
            }
            let alike = |n: usize| names_a.get(n).zip(names_b.get(m)).map_or(0, |(a, b)| somiglianza(a, b));
            let good = |(n, other): &(usize, &Sezione<'_>)| {
                (come == Come::Somiglianza || !section.numero.is_empty() && other.numero == section.numero)
                    && alike(*n) >= least
            };
            if let Some((n, _)) = a.iter().enumerate().filter(good).max_by_key(|(n, _)| (alike(*n), usize::MAX - n)) {
                pair(m, n, come, &mut found);
            }
        }
    }
    found.into_iter().map(|found| found.map_or((None, Come::Id), |(n, come)| (Some(n), come))).collect()
}

/// Which sections of the second plan stand among the others in another order than in the first.
pub(super) fn spostate(pairs: &[(Option<usize>, Come)]) -> BTreeSet<usize> {
    let paired = pairs.iter().enumerate().filter_map(|(m, (of, _))| Some((m, (*of)?)));
    let (at, now): (Vec<usize>, Vec<usize>) = paired.unzip();
    let mut then = now.clone();
    then.sort_unstable();
    let runs = tratti(&then, &now);
    let moved = runs.iter().filter(|run| !run.uguale).flat_map(|run| at.get(run.dopo.clone()).unwrap_or_default());
    moved.copied().collect()
}

/// The lines of a section of one plan, what its registers know, and the words that were said of its records.
type Testo<'a> = (&'a [&'a str], &'a Lato<'a>, &'a Dette);

/// The paragraphs of a section that changed, and how many lines only repeat what was said of the records.
pub(super) fn paragrafi(prima: Testo<'_>, dopo: Testo<'_>) -> (Vec<Paragrafo>, usize) {
    let ((a, data_a, dette_a), (b, data_b, dette_b)) = (prima, dopo);
    // A table or a figure that only has another number is the same.
    let key = |line: &&str| numbered(line).unwrap_or(line).to_owned();
    let (old, new): (Vec<String>, Vec<String>) = (a.iter().map(key).collect(), b.iter().map(key).collect());
    let (cards_a, cards_b) = (cards(a, data_a), cards(b, data_b));
    let (mut out, mut repeated) = (Vec::new(), 0);
    let place = |n: usize| format!("paragrafo {} di {}", n + 1, b.len());
    for run in tratti(&old, &new).into_iter().filter(|run| !run.uguale) {
        // A card that is wholly in the run is one that came, went or moved: it was told above.
        let (mut card_came, mut card_went) = (false, false);
        let mut gone = |n: usize, dove: String, out: &mut Vec<Paragrafo>| -> usize {
            let line = a.get(n).copied().unwrap_or_default();
            card_went |= data_a.is_head(line);
            let known = repeats(line, [line, ""], cards_a.get(n) == Some(&true), card_went, data_a, dette_a);
            if !known {
                out.push(Paragrafo { dove, pezzi: vec![Pezzo::Tolto(line.to_owned())] });
            }
            usize::from(known)
        };
        let mut next = run.prima.start;
        for m in run.dopo.clone() {
            let line = b.get(m).copied().unwrap_or_default();
            let head = data_b.is_head(line);
            let in_card = cards_b.get(m) == Some(&true);
            // The paragraph that this one was, if one of those left is alike. Only some are looked at, so that a long table is fast.
            let words = flat_words(line);
            let alike = |n: &usize| a.get(*n).is_some_and(|other| somiglianza(&flat_words(other), &words) >= 45);
            let near = (next..run.prima.end).take(40).find(alike);
            card_came |= head && near.is_none();
            let Some(n) = near else {
                match repeats(line, [line, ""], in_card, card_came, data_b, dette_b) {
                    true => repeated += 1,
                    false => out.push(Paragrafo { dove: place(m), pezzi: vec![Pezzo::Aggiunto(line.to_owned())] }),
                }
                continue;
            };
            for n in next..n {
                repeated += gone(n, format!("tolto, prima del {}", place(m)), &mut out);
            }
            next = n + 1;
            let before = a.get(n).copied().unwrap_or_default();
            let pezzi = parole(before, line);
            let side = |first: bool| {
                let mine = pezzi.iter().filter(|piece| {
                    if first { matches!(piece, Pezzo::Tolto(_)) } else { matches!(piece, Pezzo::Aggiunto(_)) }
                });
                mine.map(Pezzo::testo).collect::<Vec<_>>().join(" ")
            };
            let (went, came) = (side(true), side(false));
            if repeats(before, [&went, &came], cards_a.get(n) == Some(&true), false, data_a, dette_a)
                && repeats(line, [&came, &went], in_card, false, data_b, dette_b)
            {
                repeated += 1;
            } else {
                out.push(Paragrafo { dove: place(m), pezzi });
            }
        }
        for n in next..run.prima.end {
            let dove = if run.dopo.end < b.len() {
                format!("tolto, prima del {}", place(run.dopo.end))
            } else {
                "tolto, alla fine".to_owned()
            };
            repeated += gone(n, dove, &mut out);
        }
    }
    (out, repeated)
}

/// Whether a line only repeats what was said of the records. `changed` are its words that changed, and
/// those of its counterpart; `in_card`: whether it follows the
/// head of a card; `whole`: whether that head came or went with it.
fn repeats(line: &str, changed: [&str; 2], in_card: bool, whole: bool, data: &Lato<'_>, dette: &Dette) -> bool {
    let prose = line.ends_with(['.', '!', '?', ';', ':']);
    if in_card && prose {
        return data.is_of_a_record(line) || data.is_of_a_record(value(line));
    }
    in_card && whole || (in_card || data.names_a_record(line)) && dette.all(value(changed[0]), changed[1])
}

/// What follows the number in `Tabella 4: …`, without the name that only repeats it.
fn numbered(line: &str) -> Option<&str> {
    let rest = line.strip_prefix("Tabella ").or_else(|| line.strip_prefix("Figura "))?;
    let (number, rest) = rest.split_once(": ")?;
    // The name of the data of a table that has no other is made from its number.
    let bare =
        rest.rsplit_once(" [tabella-").filter(|(_, end)| end.trim_end_matches(']').bytes().all(|b| b.is_ascii_digit()));
    number.bytes().all(|b| b.is_ascii_digit()).then_some(bare.map_or(rest, |(rest, _)| rest))
}

/// What follows the label of a field of a card: the label is not of the record.
fn value(words: &str) -> &str {
    words.split_once(": ").map_or(words, |(_, rest)| rest)
}

/// Which lines are of a card, or follow the last one of the section.
fn cards(lines: &[&str], data: &Lato<'_>) -> Vec<bool> {
    let mut inside = false;
    lines
        .iter()
        .map(|line| {
            inside |= data.is_head(line);
            inside
        })
        .collect()
}
