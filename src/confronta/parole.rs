//! The text of the sections, paragraph by paragraph, with the words that changed.

use super::abbina::{Come, Dette, somiglianza};
use super::serie::tratti;
use crate::base::text::flat_words;
use serde_json::Value;
use std::collections::BTreeMap;

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
    out
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
pub(super) fn abbina(a: &[Sezione<'_>], b: &[Sezione<'_>]) -> Vec<(Option<usize>, Come)> {
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

/// The paragraphs of a section that changed, and how many lines only repeat what was said of the records. `dette` are the words said
/// of them, of each plan.
pub(super) fn paragrafi(
    a: &[&str],
    b: &[&str],
    schede: [&dyn Fn(&str) -> bool; 2],
    dette: [&Dette; 2],
) -> (Vec<Paragrafo>, usize) {
    // A table or a figure that only has another number is the same.
    let key = |line: &&str| numbered(line).unwrap_or(line).to_owned();
    let (old, new): (Vec<String>, Vec<String>) = (a.iter().map(key).collect(), b.iter().map(key).collect());
    let (zone_a, zone_b) = (zone(a, schede[0]), zone(b, schede[1]));
    let (mut out, mut repeated) = (Vec::new(), 0);
    let place = |n: usize| format!("paragrafo {} di {}", n + 1, b.len());
    for run in tratti(&old, &new).into_iter().filter(|run| !run.uguale) {
        let mut next = run.prima.start;
        let mut say = |pezzi: Vec<Pezzo>, in_zone: bool, dove: String| {
            let said = |piece: &Pezzo| match piece {
                Pezzo::Uguale(_) => true,
                Pezzo::Tolto(words) => dette[0].all(value(words)),
                Pezzo::Aggiunto(words) => dette[1].all(value(words)),
            };
            if in_zone && pezzi.iter().all(said) {
                repeated += 1;
            } else {
                out.push(Paragrafo { dove, pezzi });
            }
        };
        let gone = |n: usize| {
            (vec![Pezzo::Tolto(a.get(n).copied().unwrap_or_default().to_owned())], zone_a.get(n) == Some(&true))
        };
        for m in run.dopo.clone() {
            let line = b.get(m).copied().unwrap_or_default();
            let in_zone = zone_b.get(m) == Some(&true);
            // The paragraph that this one was, if one of those left is alike. Only some are looked at, so that a long table is fast.
            let words = flat_words(line);
            let near = (next..run.prima.end)
                .take(40)
                .find(|n| a.get(*n).is_some_and(|other| somiglianza(&flat_words(other), &words) >= 45));
            match near {
                Some(n) => {
                    for n in next..n {
                        let (pezzi, in_zone) = gone(n);
                        say(pezzi, in_zone, format!("tolto, prima del {}", place(m)));
                    }
                    next = n + 1;
                    say(parole(a.get(n).copied().unwrap_or_default(), line), in_zone, place(m));
                }
                None => say(vec![Pezzo::Aggiunto(line.to_owned())], in_zone, place(m)),
            }
        }
        for n in next..run.prima.end {
            let (pezzi, in_zone) = gone(n);
            let dove = if run.dopo.end < b.len() {
                format!("tolto, prima del {}", place(run.dopo.end))
            } else {
                "tolto, alla fine".to_owned()
            };
            say(pezzi, in_zone, dove);
        }
    }
    (out, repeated)
}

/// What follows the number in `Tabella 4: …`.
fn numbered(line: &str) -> Option<&str> {
    let rest = line.strip_prefix("Tabella ").or_else(|| line.strip_prefix("Figura "))?;
    let (number, rest) = rest.split_once(": ")?;
    number.bytes().all(|b| b.is_ascii_digit()).then_some(rest)
}

/// What follows the label of a field of a card: the label is not of the record.
fn value(words: &str) -> &str {
    words.split_once(": ").map_or(words, |(_, rest)| rest)
}

/// Which lines may be of a table or of a card: rows of tables, and what follows the head of a card.
fn zone(lines: &[&str], head: &dyn Fn(&str) -> bool) -> Vec<bool> {
    let mut inside = false;
    lines
        .iter()
        .map(|line| {
            inside |= head(line);
            inside || line.contains(" | ")
        })
        .collect()
}
