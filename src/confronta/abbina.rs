//! Which row of one plan is which of the other: by id, then by code and likeness, then by likeness alone.

use super::registri::{Registro, Riga, parola};
use crate::base::giorno::{Giorno, MESI, nome_mese};
use crate::base::text::flat_words;
use std::collections::{BTreeMap, BTreeSet};

/// How alike two names with the same code are, at least, in hundredths.
const STESSO_CODICE: usize = 40;
/// How alike two names without anything else in common are, at least.
const SOMIGLIANZA: usize = 70;
/// How many pairs of names are compared at most; beyond, the things are told as taken away and added.
const COPPIE: usize = 250_000;

/// How a thing of one plan was found in the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Come {
    /// By its id, or its place in the thing of which it is a part.
    Id,
    /// By its code, and a name that is alike.
    Codice,
    /// By its name alone.
    Somiglianza,
}

impl Come {
    /// What is said of a thing found this way.
    pub(super) fn parole(self) -> Option<&'static str> {
        match self {
            Come::Id => None,
            Come::Codice => Some("ritrovato per codice e somiglianza"),
            Come::Somiglianza => Some("ritrovato per somiglianza"),
        }
    }
}

/// The rows of two plans, paired.
#[derive(Debug, Default)]
pub(super) struct Abbinati {
    /// In the order of the second plan.
    pub(super) coppie: Vec<(usize, usize, Come)>,
    /// Rows of the first plan alone.
    pub(super) tolti: Vec<usize>,
    /// Rows of the second alone.
    pub(super) aggiunti: Vec<usize>,
}

/// How alike two texts are: the share of their words that both have, in hundredths.
pub(super) fn somiglianza(a: &[String], b: &[String]) -> usize {
    let mut left: BTreeMap<&String, usize> = BTreeMap::new();
    a.iter().for_each(|word| *left.entry(word).or_default() += 1);
    let both =
        b.iter().filter(|word| left.get_mut(word).is_some_and(|n| std::mem::replace(n, n.saturating_sub(1)) > 0));
    200 * both.count() / (a.len() + b.len()).max(1)
}

/// Pairs the rows `a` and `b` of a register. `ids`: the id in the second plan of each thing of the first that has another there.
pub(super) fn pair(registro: &Registro, a: &[&Riga], b: &[&Riga], ids: &BTreeMap<String, String>) -> Abbinati {
    let id = |riga: &Riga, column: &str, first: bool| {
        let id = parola(riga, column);
        if first { id.map(|id| ids.get(&id).cloned().unwrap_or(id)) } else { id }
    };
    let owner = |riga: &Riga, first: bool| registro.padre.and_then(|column| id(riga, column, first));
    let key = |riga: &Riga, first: bool| {
        let parts: Vec<Option<String>> =
            registro.chiave.iter().map(|column| id(riga, column, first && column.ends_with("_id"))).collect();
        (owner(riga, first), parts)
    };
    let words = |riga: &Riga, first: bool| (owner(riga, first), registro.parole(riga));
    let mut pairs = Pairs { a: vec![None; a.len()], b: vec![false; b.len()] };
    if registro.padre.is_some() {
        // What is a part has its place as key, and a part put before it changes that.
        pairs.equal(a, b, Come::Id, |riga, first| (key(riga, first), words(riga, first)));
        pairs.equal(a, b, Come::Id, words);
    }
    pairs.equal(a, b, Come::Id, key);
    let (left_a, left_b) = pairs.left();
    let mut near = Vec::new();
    if left_a.len().saturating_mul(left_b.len()) <= COPPIE {
        let split = |rows: &[&Riga], left: &[usize]| -> Vec<(usize, Vec<String>)> {
            left.iter().filter_map(|n| rows.get(*n).map(|riga| (*n, flat_words(&registro.parole(riga))))).collect()
        };
        let (names_a, names_b) = (split(a, &left_a), split(b, &left_b));
        for (n, name) in &names_a {
            for (m, other) in &names_b {
                let (Some(before), Some(after)) = (a.get(*n), b.get(*m)) else { continue };
                if owner(before, true) != owner(after, false) {
                    continue;
                }
                let alike = somiglianza(name, other);
                let code = parola(before, "codice");
                let same = code.is_some() && code == parola(after, "codice");
                if same && alike >= STESSO_CODICE || alike >= SOMIGLIANZA {
                    near.push((!same, usize::MAX - alike, *n, *m));
                }
            }
        }
    }
    near.sort_unstable();
    for (other_code, _, n, m) in near {
        pairs.pair(n, m, if other_code { Come::Somiglianza } else { Come::Codice });
    }
    let (tolti, aggiunti) = pairs.left();
    let mut coppie: Vec<(usize, usize, Come)> =
        pairs.a.iter().enumerate().filter_map(|(n, found)| found.map(|(m, come)| (n, m, come))).collect();
    coppie.sort_unstable_by_key(|(_, m, _)| *m);
    Abbinati { coppie, tolti, aggiunti }
}

/// The pairs made so far.
struct Pairs {
    /// Of each row of the first plan, its row in the second.
    a: Vec<Option<(usize, Come)>>,
    /// Of each row of the second, whether it is taken.
    b: Vec<bool>,
}

impl Pairs {
    fn pair(&mut self, n: usize, m: usize, come: Come) {
        if let (Some(of @ None), Some(taken @ false)) = (self.a.get_mut(n), self.b.get_mut(m)) {
            *of = Some((m, come));
            *taken = true;
        }
    }

    /// Pairs the rows left that have the same key, in order.
    fn equal<K: Ord>(&mut self, a: &[&Riga], b: &[&Riga], come: Come, key: impl Fn(&Riga, bool) -> K) {
        let (left_a, left_b) = self.left();
        let mut there: BTreeMap<K, Vec<usize>> = BTreeMap::new();
        for m in left_b.into_iter().rev() {
            if let Some(riga) = b.get(m) {
                there.entry(key(riga, false)).or_default().push(m);
            }
        }
        for n in left_a {
            let found = a.get(n).and_then(|riga| there.get_mut(&key(riga, true))).and_then(Vec::pop);
            if let Some(m) = found {
                self.pair(n, m, come);
            }
        }
    }

    fn left(&self) -> (Vec<usize>, Vec<usize>) {
        let a = self.a.iter().enumerate().filter(|(_, found)| found.is_none()).map(|(n, _)| n).collect();
        let b = self.b.iter().enumerate().filter(|(_, taken)| !**taken).map(|(m, _)| m).collect();
        (a, b)
    }
}

/// The words, without case and accents, that some texts have.
#[derive(Debug)]
pub(super) struct Dette(BTreeSet<String>);

/// Words that stand between values wherever they are printed.
const FRA: &str = "a al da dal di e fra tra euro dato assente";

/// The words of `text`, a number as one word however it is printed: of «2.100» neither 2 nor 100 says anything.
fn parole(text: &str) -> Vec<String> {
    let figure = |c: char| c.is_ascii_digit() || ".,".contains(c);
    let pieces = text.split(|c: char| c.is_whitespace() || "/-–—−".contains(c));
    let words = pieces.flat_map(|piece| {
        let bare = piece.trim_matches(|c: char| !c.is_alphanumeric());
        if !bare.is_empty() && bare.chars().all(figure) { vec![numero(bare)] } else { flat_words(piece) }
    });
    words.collect()
}

/// A number without the points of its thousands and the zeros after its decimals: `2.100,50` is `2100.5`.
fn numero(figures: &str) -> String {
    let (whole, decimals) = figures.split_once(',').unwrap_or((figures, ""));
    let mut groups = whole.split('.');
    let first = groups.next().unwrap_or_default().len();
    let plain = if first <= 3 && groups.all(|group| group.len() == 3) {
        format!("{}.{decimals}", whole.replace('.', ""))
    } else {
        figures.replace(',', ".")
    };
    match plain.split_once('.') {
        Some((whole, rest)) => format!("{whole}.{}", rest.trim_end_matches('0')).trim_end_matches('.').to_owned(),
        None => plain,
    }
}

impl Dette {
    /// Those that are always said.
    pub(super) fn nuove() -> Self {
        Dette(flat_words(FRA).into_iter().collect())
    }

    /// Adds the words of `text`, and the forms in which its days and months are printed.
    pub(super) fn add(&mut self, text: &str) {
        for word in parole(text) {
            if MESI.contains(&word.as_str()) {
                self.0.extend(word.get(..3).map(str::to_owned));
                self.0.extend(MESI.iter().position(|month| *month == word).map(|n| format!("{:02}", n + 1)));
            }
            // A day is «1» in words and «01» in figures.
            if word.len() == 1 {
                self.0.insert(format!("0{word}"));
            }
            self.0.insert(word);
        }
        if let Some(day) = Giorno::parse(text) {
            self.0.extend(flat_words(&format!("{day} {}", day.lunga())));
            self.0.extend(nome_mese(day.mese()).get(..3).map(str::to_owned));
        }
    }

    /// Whether all the words of `text` are there, but for those that `other`, its counterpart, has too.
    pub(super) fn all(&self, text: &str, other: &str) -> bool {
        let same: BTreeSet<String> = parole(other).into_iter().collect();
        parole(text).iter().all(|word| self.0.contains(word) || same.contains(word))
    }
}
