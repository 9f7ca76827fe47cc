//! Counts of people that may tell who they are: by sex, age, way of working, disability. Every output asks here which of them it
//! may print, the open data included.
//!
//! A count under the threshold is masked, zero included: «no woman in this area» says the sex of everybody in it. What is printed
//! beside it must not give it back: neither the totals, nor the words that stand in its place, nor the choice of what is masked.
//! `a_masked_count_has_two_values` asks that of all small tables.

use std::fmt;

/// A count as it may be printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Conta {
    /// The number.
    Numero(u32),
    /// Less than the threshold, which is this.
    Meno(u32),
    /// Masked so that another cannot be found.
    Riservata,
}

impl Conta {
    /// The number, when it may be printed.
    #[must_use]
    pub fn numero(self) -> Option<u32> {
        match self {
            Conta::Numero(number) => Some(number),
            Conta::Meno(_) | Conta::Riservata => None,
        }
    }
}

/// The words that are printed: `12`, `meno di 3`, `riservato`.
impl fmt::Display for Conta {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Conta::Numero(number) => f.write_str(&crate::lingua::numeri::thousands(u64::from(*number))),
            Conta::Meno(soglia) => write!(f, "meno di {soglia}"),
            Conta::Riservata => f.write_str("riservato"),
        }
    }
}

/// The two counts of each area as they may be printed, then, where areas are more than one, those of all of them. The sum of the two
/// is always printed, for each area and for all.
pub fn coppie(aree: &[[u32; 2]], soglia: u32) -> impl Iterator<Item = [Conta; 2]> {
    let mut masked: Vec<bool> = aree.iter().map(|area| area.iter().any(|count| *count < soglia)).collect();
    // What the words of a lone masked area leave open is closed by the totals, so the smallest of the others is masked too. It is
    // chosen by its sum, which everybody reads: a choice by its counts would tell something of them.
    if masked.iter().filter(|masked| **masked).count() == 1 {
        let others = aree.iter().enumerate().filter(|(at, area)| {
            let open = possibili(area, soglia);
            masked.get(*at) == Some(&false) && open.0 < open.1
        });
        if let Some((at, _)) = others.min_by_key(|(_, area)| somma(area)) {
            masked.iter_mut().skip(at).take(1).for_each(|masked| *masked = true);
        }
    }
    let all = (aree.len() > 1).then(|| tutte(aree, &masked, soglia));
    let shown = aree.iter().zip(masked);
    shown.map(move |(area, masked)| if masked { coperta(area, soglia) } else { area.map(Conta::Numero) }).chain(all)
}

/// The two counts of all the areas. `masked`: which of these are.
fn tutte(aree: &[[u32; 2]], masked: &[bool], soglia: u32) -> [Conta; 2] {
    let all = [0, 1].map(|at| aree.iter().filter_map(|area| area.get(at)).fold(0u32, |sum, n| sum.saturating_add(*n)));
    // The least, the sum and the most of the masked counts of one sex. At either end each of them is known from the totals.
    let (mut least, mut sum, mut most) = (0u64, 0u64, 0u64);
    for (area, _) in aree.iter().zip(masked).filter(|(_, masked)| **masked) {
        let (from, to) = possibili(area, soglia);
        (least, sum, most) = (least + u64::from(from), sum + u64::from(area[0]), most + u64::from(to));
    }
    let hidden = masked.iter().filter(|masked| **masked).count();
    // Under a threshold of one there are two possible values, none and all: some sums have one way only.
    let tells = hidden == 1 || hidden > 0 && (sum == least || sum == most || soglia == 1);
    let few = all.iter().any(|count| *count < soglia);
    if tells || few { [Conta::Riservata; 2] } else { all.map(Conta::Numero) }
}

fn somma(area: &[u32; 2]) -> u32 {
    area[0].saturating_add(area[1])
}

/// The words of two masked counts. Those of a small sum are the same whatever the counts are, because «meno di 3» twice, of four
/// people, would be two and two.
fn coperta(area: &[u32; 2], soglia: u32) -> [Conta; 2] {
    let all = somma(area);
    match all {
        _ if soglia == 1 => [Conta::Riservata; 2],
        _ if all < soglia => [Conta::Meno(soglia); 2],
        _ if all <= soglia.saturating_sub(1).saturating_mul(2) => [Conta::Riservata; 2],
        _ => area.map(|count| if count < soglia { Conta::Meno(soglia) } else { Conta::Riservata }),
    }
}

/// The least and the most that the first count may be for who reads the words of two masked counts and their sum.
fn possibili(area: &[u32; 2], soglia: u32) -> (u32, u32) {
    let all = somma(area);
    match coperta(area, soglia) {
        [Conta::Meno(_), Conta::Riservata] => (0, soglia - 1),
        [Conta::Riservata, Conta::Meno(_)] => (all.saturating_sub(soglia - 1), all),
        // Two counts that are not small stand where a small sum cannot.
        _ if area.iter().all(|count| *count >= soglia) => (soglia, all.saturating_sub(soglia)),
        _ => (0, all),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::{BTreeMap, BTreeSet};

    fn words(aree: &[[u32; 2]], soglia: u32) -> Vec<String> {
        coppie(aree, soglia).map(|row| row.map(|count| count.to_string()).join(" | ")).collect()
    }

    #[test]
    fn a_small_count_cannot_be_found_from_those_beside_it() {
        assert_eq!(words(&[[10, 5], [4, 6]], 3), ["10 | 5", "4 | 6", "14 | 11"]);
        // A lone small count: the smallest of the other areas is masked with it.
        assert_eq!(
            words(&[[10, 5], [1, 6], [9, 4]], 3),
            ["10 | 5", "meno di 3 | riservato", "riservato | riservato", "20 | 15"]
        );
        // Nobody of a sex tells the sex of all the others.
        assert_eq!(words(&[[0, 6], [9, 8]], 3), ["meno di 3 | riservato", "riservato | riservato", "9 | 14"]);
        // «Meno di 3» twice, of four, would be two and two.
        assert_eq!(
            words(&[[2, 2], [32, 19], [1, 1]], 3),
            ["riservato | riservato", "32 | 19", "meno di 3 | meno di 3", "35 | 22"]
        );
        // Where the masked counts are the least or the most that they can be, their sum tells each of them.
        assert_eq!(
            words(&[[0, 9], [12, 10], [0, 2]], 3),
            ["meno di 3 | riservato", "12 | 10", "meno di 3 | meno di 3", "riservato | riservato"]
        );
        // No other area can be masked with it: of six, not less than three is three and three.
        assert_eq!(words(&[[3, 3], [1, 6]], 3), ["3 | 3", "meno di 3 | riservato", "riservato | riservato"]);
        assert_eq!(words(&[[1, 6]], 0), ["1 | 6"]);
        assert_eq!(words(&[[1000, 4]], 3), ["1.000 | 4"]);
    }

    /// All tables of up to three small areas: whoever knows how the program masks, and asks which tables would be printed so, finds two
    /// values or more for each masked count.
    #[test]
    fn a_masked_count_has_two_values() {
        let pairs: Vec<[u32; 2]> = (1..=8).flat_map(|all| (0..=all).map(move |first| [first, all - first])).collect();
        let mut tables: Vec<Vec<[u32; 2]>> = pairs.iter().map(|pair| vec![*pair]).collect();
        for _ in 0..2 {
            let longer = tables.iter().flat_map(|table| pairs.iter().map(|pair| [table.as_slice(), &[*pair]].concat()));
            tables = tables.iter().cloned().chain(longer).collect::<BTreeSet<_>>().into_iter().collect();
        }
        for soglia in 1..=4 {
            // What is printed, with the values that each count has in the tables that are printed so.
            type Visti = Vec<[BTreeSet<u32>; 2]>;
            let mut printed: BTreeMap<(Vec<String>, Vec<u32>), Visti> = BTreeMap::new();
            for table in &tables {
                let mut counts = table.clone();
                counts.extend((table.len() > 1).then(|| [0, 1].map(|at| table.iter().map(|area| area[at]).sum())));
                let sums = counts.iter().map(somma).collect();
                let seen = printed.entry((words(table, soglia), sums)).or_default();
                seen.resize_with(counts.len(), Default::default);
                for (seen, counts) in seen.iter_mut().zip(&counts) {
                    for (seen, count) in seen.iter_mut().zip(counts) {
                        seen.insert(*count);
                    }
                }
            }
            for ((words, sums), seen) in printed {
                for (row, seen) in words.iter().zip(&seen) {
                    for (word, seen) in row.split(" | ").zip(seen) {
                        let number = word.parse::<u32>().is_ok();
                        assert!(number || seen.len() > 1, "{word} is {seen:?} under {soglia}: {words:?} of {sums:?}");
                        assert!(!number || seen.first().is_none_or(|count| *count >= soglia), "{word} under {soglia}");
                    }
                }
            }
        }
    }
}
