//! The place where a thing was written: a file, and a range of its bytes. The text itself stays in [`crate::source::Sources`].

use serde::de::{Deserialize, Deserializer, Error, SeqAccess, Visitor};
use std::{fmt, marker::PhantomData, ops::Range};

/// One file of the plan, in the order in which [`crate::source::discover`] met it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

impl FileId {
    /// How many files a plan can have. The numbers above are those of the plans beside it, as many for each.
    const FILES: u32 = 1 << 20;

    /// The same file as it is called in the plan beside whose list it is at place `vicino`.
    #[must_use]
    pub fn accanto(self, vicino: usize) -> Self {
        let before = u32::try_from(vicino + 1).unwrap_or(u32::MAX).saturating_mul(Self::FILES);
        FileId(before.saturating_add(self.0 % Self::FILES))
    }

    /// The place in its list of the plan beside that has this file. None for a file of the plan itself.
    #[must_use]
    pub fn vicino(self) -> Option<usize> {
        (self.0 / Self::FILES).checked_sub(1).map(|n| n as usize)
    }

    /// The same file as its own plan calls it.
    #[must_use]
    pub fn suo(self) -> Self {
        FileId(self.0 % Self::FILES)
    }
}

/// Bytes `start..end` of one file. Sorts by file, then by position, which is the order of the diagnostics.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The bytes `range` of `file`. `source` refuses text files over 8 MiB, so their positions always fit in `u32`.
    #[must_use]
    pub fn new(file: FileId, range: Range<usize>) -> Self {
        let clip = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Span { file, start: clip(range.start), end: clip(range.end) }
    }

    /// The bytes as a range of indexes.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A value with the place where it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Its place.
    pub span: Span,
    /// Whether all of the value was read. When a part could not be read it was reported, and a default value stands in its
    /// place. So no rule may say that such a record lacks a field.
    pub intero: bool,
}

impl<T> Spanned<T> {
    /// `value`, written at `span`, all of it read.
    pub fn new(value: T, span: Span) -> Self {
        Spanned { value, span, intero: true }
    }

    /// What `f` makes of the value, at the same place.
    pub fn map<'a, U>(&'a self, f: impl FnOnce(&'a T) -> U) -> Spanned<U> {
        Spanned { value: f(&self.value), span: self.span, intero: self.intero }
    }
}

impl Spanned<String> {
    /// This value borrowed as text, with its place.
    #[must_use]
    pub fn as_deref(&self) -> Spanned<&str> {
        self.map(String::as_str)
    }
}

impl<T> std::ops::Deref for Spanned<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}

/// The items of a list that were read whole.
pub fn interi<T>(list: &[Spanned<T>]) -> impl Iterator<Item = &Spanned<T>> {
    list.iter().filter(|item| item.intero)
}

/// Whether every item of a list was read whole.
#[must_use]
pub fn tutti_interi<T>(list: &[Spanned<T>]) -> bool {
    list.iter().all(|item| item.intero)
}

/// The name under which [`Spanned`] asks our TOML deserializer for file, start, end, value and whether it is whole.
/// `serde_spanned` knows no file, and a span without its file cannot be shown.
pub(crate) const SPANNED: &str = "$piao::Spanned";

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Spanned<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Parts<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Parts<T> {
            type Value = Spanned<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("un valore")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
                let mut number = || seq.next_element::<u32>()?.ok_or_else(|| A::Error::custom("posizione mancante"));
                let span = Span { file: FileId(number()?), start: number()?, end: number()? };
                let value = seq.next_element()?.ok_or_else(|| A::Error::custom("valore mancante"))?;
                // Asked for last: only then is it known what could not be read inside.
                let intero = seq.next_element()?.unwrap_or(true);
                Ok(Spanned { value, span, intero })
            }
        }
        deserializer.deserialize_tuple_struct(SPANNED, 5, Parts(PhantomData))
    }
}
