//! Finds texts that say almost the same: the pairs of texts that share most of their words, and what the two of a pair do not
//! have in common. Pairs are found through their rarest words, so that no text is compared with all the others.

use crate::base::text::{fold, words};
use std::collections::{BTreeMap, BTreeSet};

/// How many texts are remembered for one pair of words. A pair in more texts is boilerplate, and further texts are not compared
/// through it.
const VICINI: usize = 12;
/// With how many others a text is compared at most.
const CONFRONTI: usize = 48;

/// The pairs of `testi`, each of words in order, that share at least `soglia` hundredths of their pairs of words; of
/// each pair the later text first, with how much it shares.
pub(super) fn coppie(testi: &[Vec<String>], soglia: usize) -> Vec<(usize, usize, usize)> {
    let mut names: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut often: Vec<usize> = Vec::new();
    let sets: Vec<BTreeSet<usize>> = testi
        .iter()
        .map(|words| {
            let pairs = words.iter().zip(words.iter().skip(1));
            let set: BTreeSet<usize> = pairs
                .map(|(a, b)| {
                    let next = names.len();
                    *names.entry((a, b)).or_insert(next)
                })
                .collect();
            often.resize(names.len(), 0);
            set.iter().filter_map(|id| often.get_mut(*id).map(|n| *n += 1)).count();
            set
        })
        .collect();
    let mut under: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut out = Vec::new();
    for (n, set) in sets.iter().enumerate() {
        let mut rare: Vec<(usize, usize)> =
            set.iter().map(|id| (often.get(*id).copied().unwrap_or_default(), *id)).collect();
        rare.sort_unstable();
        // Texts that share enough share at least one of these rare pairs, because the remaining ones are too few.
        rare.truncate(set.len() - (set.len() * soglia).div_ceil(100) + 1);
        let mut near: BTreeSet<usize> = BTreeSet::new();
        for (_, id) in &rare {
            let list = under.entry(*id).or_default();
            near.extend(list.iter().copied().take(CONFRONTI.saturating_sub(near.len())));
            if list.len() < VICINI {
                list.push(n);
            }
        }
        for other in near {
            let Some(theirs) = sets.get(other) else { continue };
            let both = set.intersection(theirs).count();
            let share = both * 100 / (set.len() + theirs.len() - both).max(1);
            if share >= soglia {
                out.push((n, other, share));
            }
        }
    }
    out
}

/// What `a` and `b` do not have in common, with one word after it, when it is in one place.
pub(super) fn differenza(a: &str, b: &str) -> Option<(String, String)> {
    let (a, b): (Vec<&str>, Vec<&str>) = (words(a).collect(), words(b).collect());
    let same = |(x, y): &(&&str, &&str)| fold(x) == fold(y);
    let head = a.iter().zip(&b).take_while(same).count();
    let left = a.len().min(b.len()) - head;
    let tail = a.iter().rev().zip(b.iter().rev()).take(left).take_while(same).count();
    let cut = |words: &[&str]| {
        let end = words.len() - tail;
        let changed = words.get(head..end).unwrap_or_default();
        let more = words.get(end..(end + 1).min(words.len())).unwrap_or_default();
        (changed.len() <= 8).then(|| [changed, more].concat().join(" "))
    };
    let (a, b) = (cut(&a)?, cut(&b)?);
    (a != b).then_some((a, b))
}

#[cfg(test)]
mod tests {
    use super::{coppie, differenza};
    use crate::base::text::flat;

    fn words(text: &str) -> Vec<String> {
        text.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn near_texts_are_paired_and_far_ones_are_not() {
        let all = [
            "assistere gli anziani della casa protetta con due ausiliarie in turno",
            "curare il verde dei giardini pubblici di tutto il paese con una ditta",
            "assistere gli anziani della casa protetta con tre ausiliarie in turno",
        ];
        let all: Vec<Vec<String>> = all.iter().map(|t| words(t)).collect();
        let found = coppie(&all, 60);
        assert_eq!(found.iter().map(|(a, b, _)| (*a, *b)).collect::<Vec<_>>(), [(2, 0)]);
        assert!(coppie(&[], 60).is_empty() && coppie(&[vec![], vec![]], 60).is_empty());
    }

    #[test]
    fn ten_thousand_texts_are_paired_at_once() {
        let all: Vec<Vec<String>> = (0..10_000)
            .map(|n| words(&format!("lo stesso testo di sempre per la scheda numero {n} del piano")))
            .collect();
        assert!(coppie(&all, 70).len() <= 10_000 * super::CONFRONTI);
    }

    #[test]
    fn the_difference_is_told_where_it_is() {
        assert_eq!(
            differenza("con 2 Ausiliarie in turno", "con 3 ausiliarie in turno").unwrap(),
            ("2 Ausiliarie".into(), "3 ausiliarie".into())
        );
        assert_eq!(differenza("uno due", "uno due"), None);
        assert_eq!(differenza("", ""), None);
        assert_eq!(differenza("a b", "a b c").unwrap(), (String::new(), "c".into()));
        assert_eq!(flat("L’Attività, n. 5"), "l attivita n 5");
    }
}
