//! What two series have in common, in order: lines, words or values.

use similar::{Algorithm, DiffTag, capture_diff_slices};
use std::collections::BTreeMap;
use std::ops::Range;

/// How many pairs are compared at most. Beyond, what stands between a common beginning and a common end counts as changed as a whole:
/// a file made to be slow must not be.
const COPPIE: usize = 4_000_000;

/// A run of two series: the same items, or items that differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tratto {
    /// Whether the items are the same.
    pub(super) uguale: bool,
    /// Where it is in the first series.
    pub(super) prima: Range<usize>,
    /// Where it is in the second.
    pub(super) dopo: Range<usize>,
}

/// The runs of `a` and `b`, in order. Two runs that differ never follow each other.
pub(super) fn tratti<T: Ord>(a: &[T], b: &[T]) -> Vec<Tratto> {
    // Numbers in the place of the items: the comparison wants them hashed.
    let mut known: BTreeMap<&T, usize> = BTreeMap::new();
    let mut number = |item| {
        let next = known.len();
        *known.entry(item).or_insert(next)
    };
    let a: Vec<usize> = a.iter().map(&mut number).collect();
    let b: Vec<usize> = b.iter().map(&mut number).collect();
    let head = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let most = a.len().min(b.len()) - head;
    let tail = a.iter().rev().zip(b.iter().rev()).take(most).take_while(|(a, b)| a == b).count();
    let (in_a, in_b) = (head..a.len() - tail, head..b.len() - tail);
    let mut out: Vec<Tratto> = Vec::new();
    let mut push = |uguale: bool, prima: Range<usize>, dopo: Range<usize>| match out.last_mut() {
        _ if prima.is_empty() && dopo.is_empty() => {}
        Some(last) if last.uguale == uguale => (last.prima.end, last.dopo.end) = (prima.end, dopo.end),
        _ => out.push(Tratto { uguale, prima, dopo }),
    };
    push(true, 0..head, 0..head);
    if in_a.len().saturating_mul(in_b.len()) > COPPIE {
        push(false, in_a.clone(), in_b.clone());
    } else {
        let (middle_a, middle_b) = (a.get(in_a.clone()).unwrap_or_default(), b.get(in_b.clone()).unwrap_or_default());
        let (mut at_a, mut at_b) = (head, head);
        for op in capture_diff_slices(Algorithm::Myers, middle_a, middle_b) {
            // Where nothing was inserted or deleted, the place that an operation says may be an old one: only lengths count.
            let (tag, prima, dopo) = op.as_tag_tuple();
            let (end_a, end_b) = (at_a + prima.len(), at_b + dopo.len());
            push(tag == DiffTag::Equal, at_a..end_a, at_b..end_b);
            (at_a, at_b) = (end_a, end_b);
        }
    }
    push(true, in_a.end..a.len(), in_b.end..b.len());
    out
}
