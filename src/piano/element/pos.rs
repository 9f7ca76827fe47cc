//! Pos: the position of a record in a plan, with the kind of the record in its type. So a unit cannot be taken for an objective,
//! and every position names a record that exists. Where kinds mix, in a view or among ids, [`Kind`] and number are used instead.

use super::{Elementi, Kind, Record};
use crate::base::span::Spanned;
use crate::piano::Piano;
use std::cmp::Ordering;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Index;

/// The position of a record among those of its kind in one plan. Only the plan and its index give positions: each names a
/// record that is there.
pub struct Pos<T> {
    n: usize,
    kind: PhantomData<fn() -> T>,
}

impl<T> Pos<T> {
    /// The position of record number `n`, counted from 0. The record must exist.
    pub(crate) fn new(n: usize) -> Self {
        Pos { n, kind: PhantomData }
    }

    /// The number, counted from 0, for code that handles several kinds together.
    #[must_use]
    pub fn n(self) -> usize {
        self.n
    }
}

impl<T: Record> From<Pos<T>> for (Kind, usize) {
    fn from(pos: Pos<T>) -> Self {
        (T::KIND, pos.n)
    }
}

// Written by hand, because `derive` would require the same traits of `T`, the type of the records.
impl<T> Clone for Pos<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Pos<T> {}
impl<T> PartialEq for Pos<T> {
    fn eq(&self, other: &Self) -> bool {
        self.n == other.n
    }
}
impl<T> Eq for Pos<T> {}
impl<T> PartialOrd for Pos<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl<T> Ord for Pos<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.n.cmp(&other.n)
    }
}
impl<T> fmt::Debug for Pos<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.n)
    }
}

impl Elementi {
    /// The records of one type with their positions, in the order of the sources.
    pub fn each<T: Record>(&self) -> impl DoubleEndedIterator<Item = (Pos<T>, &Spanned<T>)> + ExactSizeIterator {
        T::tutti(self).iter().enumerate().map(|(n, record)| (Pos::new(n), record))
    }
}

impl<T: Record> Index<Pos<T>> for Piano {
    type Output = Spanned<T>;

    #[expect(clippy::indexing_slicing, reason = "a position is made from a record that is there")]
    fn index(&self, pos: Pos<T>) -> &Spanned<T> {
        &T::tutti(&self.elementi)[pos.n]
    }
}
