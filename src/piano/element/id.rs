//! Id: the name of a thing of the plan, unique whatever its kind; it makes file names, anchors and fact names.

use std::{fmt, sync::Arc};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// `[a-z0-9]+(-[a-z0-9]+)*`, at most 64 characters. Can only be made by checking ([`Id::new`]) or by [`Id::slug`],
/// so it never needs to be escaped: in a URL, in a file name, in a typst label or in an HTML attribute.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(Arc<str>);

impl Id {
    /// Longest id, in characters.
    pub const MAX: usize = 64;

    /// `text` as an id, if it is one.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let good = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        (text.len() <= Self::MAX && text.split('-').all(good)).then(|| Id(text.into()))
    }

    /// The id nearest to `text`: accents dropped, everything else turned into single hyphens, cut at a hyphen when too
    /// long. `voce` when nothing is left (a title made of symbols only).
    #[must_use]
    pub fn slug(text: &str) -> Self {
        let mut slug = String::with_capacity(text.len());
        for c in text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
            if c.is_ascii_alphanumeric() {
                slug.push(c);
            } else if !slug.ends_with('-') && !slug.is_empty() {
                slug.push('-');
            }
        }
        if slug.len() > Self::MAX {
            let cut = slug.get(..Self::MAX).and_then(|s| s.rfind('-')).filter(|n| *n > 0).unwrap_or(Self::MAX);
            slug.truncate(cut);
        }
        let slug = slug.trim_matches('-');
        Id(if slug.is_empty() { "voce" } else { slug }.into())
    }

    /// Whether an id keeps anything of `text`: not of «Δ %», where [`Id::slug`] makes one up.
    #[must_use]
    pub fn keeps(text: &str) -> bool {
        text.nfd().any(|c| c.is_ascii_alphanumeric())
    }

    /// The id of a thing that is part of `self`: `self-part`, shortened from the end of `self` if needed.
    #[must_use]
    pub fn child(&self, part: &str) -> Self {
        Id::slug(&format!("{self}-{part}"))
    }

    /// The id of the `n`th thing that would have this same id: `self-n`, within the limit of length.
    #[must_use]
    pub fn numbered(&self, n: u32) -> Self {
        let short: String = self.0.chars().take(Self::MAX - 11).collect();
        Id(format!("{}-{n}", short.trim_end_matches('-')).into())
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Id;

    #[test]
    fn a_slug_is_always_an_id() {
        for text in ["", "Attività 2.2", "—", "  a  b ", "S5.00004", &"parola lunga ".repeat(20), &"x".repeat(200)] {
            let slug = Id::slug(text);
            assert_eq!(Id::new(slug.as_str()), Some(slug), "{text:?}");
        }
        assert_eq!(Id::slug("Attività, priorità & co.").as_str(), "attivita-priorita-co");
    }

    #[test]
    fn what_is_not_an_id_is_refused() {
        for text in ["", "-a", "a-", "a--b", "A", "à", "a.b", "a b", &"x".repeat(65)] {
            assert_eq!(Id::new(text), None, "{text:?}");
        }
    }
}
