//! The texts of one file, for the rules that look at words alone. What such a rule finds in a file depends on nothing else, so it is
//! remembered: after an edit only the file that changed is read again. The function that finds is marked `#[comemo::memoize]`; it gives
//! places inside texts, never places in files, because an edit above moves these.

use super::Discorso;
use crate::base::span::FileId;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// The texts of a section or of a field, in their order.
#[derive(Debug)]
pub(super) struct Parte<T> {
    testi: Vec<T>,
    /// The digest of their words, which is all that is compared.
    digest: u128,
}

impl<T: AsRef<Discorso>> Parte<T> {
    pub(super) fn di(testi: Vec<T>) -> Arc<Self> {
        let words: Vec<&str> = testi.iter().map(|testo| testo.as_ref().parole.as_str()).collect();
        let digest = typst::utils::hash128(&words);
        Arc::new(Parte { testi, digest })
    }

    /// The file of the first words.
    fn file(&self) -> Option<FileId> {
        self.testi.iter().find_map(|testo| testo.as_ref().file())
    }
}

/// Texts of one file, in their order.
#[derive(Debug)]
pub(super) struct Gruppo<T> {
    parti: Vec<Arc<Parte<T>>>,
}

impl<T> Hash for Gruppo<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.parti.len().hash(state);
        self.parti.iter().for_each(|parte| parte.digest.hash(state));
    }
}

/// What a rule finds in the texts of a file: the number of the text, and what is in it.
pub(super) type Trovati<F> = Arc<[(usize, F)]>;

impl<T: AsRef<Discorso>> Gruppo<T> {
    /// The texts that `all` has, those of a file together where they follow each other.
    pub(super) fn di(all: Vec<Arc<Parte<T>>>) -> Vec<Self> {
        let mut out: Vec<Gruppo<T>> = Vec::new();
        let mut here = None;
        for parte in all.into_iter().filter(|parte| !parte.testi.is_empty()) {
            // Texts without words have no file: they stay with those before.
            let file = parte.file().or(here);
            match out.last_mut().filter(|_| file == here) {
                Some(last) => last.parti.push(parte),
                None => out.push(Gruppo { parti: vec![parte] }),
            }
            here = file;
        }
        out
    }

    /// The texts.
    pub(super) fn testi(&self) -> impl Iterator<Item = &T> {
        self.parti.iter().flat_map(|parte| &parte.testi)
    }

    /// What `find` finds in each text.
    pub(super) fn trova<F, I: IntoIterator<Item = F>>(&self, find: impl Fn(&str) -> I) -> Trovati<F> {
        let words = self.testi().map(|testo| &testo.as_ref().parole).enumerate();
        words.flat_map(|(n, words)| find(words).into_iter().map(move |found| (n, found))).collect()
    }
}

/// What `find` finds in texts, each time with its text.
pub(super) fn trovati<T: AsRef<Discorso>, F: Clone>(
    gruppi: &[Gruppo<T>],
    find: impl Fn(&Gruppo<T>) -> Trovati<F>,
) -> impl Iterator<Item = (&T, F)> {
    gruppi.iter().flat_map(move |gruppo| {
        let found = find(gruppo);
        // In most groups nothing is found.
        let testi: Vec<&T> = if found.is_empty() { vec![] } else { gruppo.testi().collect() };
        (0..found.len()).filter_map(move |n| {
            let (testo, what) = found.get(n)?;
            Some((*testi.get(*testo)?, what.clone()))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::span::{FileId, Span};

    fn gruppi(testi: &[(u32, usize, &str)]) -> Vec<Gruppo<Discorso>> {
        let testo = |(file, at, words): &(u32, usize, &str)| {
            Discorso::altrove(words, Span::new(FileId(*file), *at..*at + words.len()))
        };
        Gruppo::di(testi.iter().map(|one| Parte::di(vec![testo(one)])).collect())
    }

    #[test]
    fn a_file_that_says_the_same_is_known_again_wherever_it_says_it() {
        let digests =
            |testi: &[(u32, usize, &str)]| gruppi(testi).iter().map(typst::utils::hash128).collect::<Vec<_>>();
        let before = digests(&[(0, 0, "uno"), (0, 10, "due"), (1, 0, "tre"), (1, 5, "")]);
        let [first, second] = before.as_slice() else { panic!("{before:?}") };
        // A line above moves the places of a file; the same words divided otherwise are other texts.
        assert_eq!(digests(&[(0, 7, "uno"), (0, 17, "due"), (1, 0, "tre"), (1, 5, "")]), before);
        let edited = digests(&[(0, 0, "uno"), (0, 10, "dua"), (1, 0, "tre"), (1, 5, "")]);
        assert!(edited.first() != Some(first) && edited.get(1) == Some(second), "{edited:?}");
        assert_ne!(digests(&[(0, 0, "unod"), (0, 10, "ue")]), digests(&[(0, 0, "uno"), (0, 10, "due")]));
    }

    #[test]
    fn what_is_found_comes_back_with_its_text() {
        let gruppi = gruppi(&[(0, 0, "a b"), (0, 9, "c"), (1, 0, "b b")]);
        let find = |gruppo: &Gruppo<Discorso>| {
            gruppo.trova(|text| text.match_indices('b').map(|(at, _)| at).collect::<Vec<_>>())
        };
        let found: Vec<(&str, usize)> = trovati(&gruppi, find).map(|(testo, at)| (testo.parole.as_str(), at)).collect();
        assert_eq!(found, [("a b", 2), ("b b", 0), ("b b", 2)]);
    }
}
