//! One word out of a few, as the sources write it: by its name, `graduatoria-altri`, or by the words in which it is printed, «graduatoria
//! di altri enti». Whoever copies from the plan, or from a contract, writes the latter.

use crate::base::text::flat;
use serde::de::{self, EnumAccess, VariantAccess, Visitor};
use std::fmt;

/// Reads the place, among its names, of a word.
pub(crate) struct Scelta {
    /// The names that the sources have.
    pub(crate) nomi: &'static [&'static str],
    /// The words in which each is printed.
    pub(crate) stampati: &'static [&'static str],
}

impl Scelta {
    /// The place of the only name that `word` says. Case, accents and hyphens make no difference.
    fn posto(&self, word: &str) -> Option<usize> {
        if let Some(at) = self.nomi.iter().position(|nome| *nome == word) {
            return Some(at);
        }
        let said = flat(word);
        let all = self.nomi.iter().zip(self.stampati).enumerate();
        let mut found = all.filter(|(_, (nome, words))| flat(nome) == said || flat(words) == said).map(|(at, _)| at);
        found.next().filter(|_| found.next().is_none())
    }
}

impl<'de> Visitor<'de> for Scelta {
    type Value = usize;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("una parola fra quelle previste")
    }
    fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<usize, A::Error> {
        let (word, access) = data.variant::<String>()?;
        access.unit_variant()?;
        self.posto(&word).ok_or_else(|| de::Error::unknown_variant(&word, self.nomi))
    }
}

#[cfg(test)]
mod tests {
    use super::Scelta;

    #[test]
    fn a_word_is_known_by_its_name_and_by_what_is_printed() {
        let words = Scelta {
            nomi: &["segretario-generale", "segretario", "mobilita", "altro"],
            stampati: &["segretario generale", "segretario comunale", "mobilità da altri enti", "altro"],
        };
        for (word, at) in [
            ("segretario", Some(1)),
            ("Segretario comunale", Some(1)),
            ("segretario generale", Some(0)),
            ("mobilità", Some(2)),
            ("Mobilità da altri enti", Some(2)),
            ("segretario provinciale", None),
            ("", None),
        ] {
            assert_eq!(words.posto(word), at, "{word}");
        }
    }
}
