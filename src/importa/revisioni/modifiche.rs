//! The changes of a text that Word tracked, and which of them the plan has taken.

use super::copia::Unita;
use crate::emit::docx::spaced;
use crate::importa::word::albero::Revisione;

/// A change of one author, with what was there and what he wrote.
pub(super) struct Modifica<'u> {
    pub(super) autore: &'u Revisione,
    /// Where it is in the text as it was exported.
    pub(super) from: usize,
    pub(super) prima: String,
    pub(super) dopo: String,
}

impl Modifica<'_> {
    /// Whether no word stands between it and another.
    pub(super) fn tocca(&self, other: &Self) -> bool {
        self.from + self.prima.len() == other.from || other.from + other.prima.len() == self.from
    }
}

/// The changes of a text: what an author took away and what he put in its place are one.
pub(super) fn modifiche(unit: &Unita) -> Vec<Modifica<'_>> {
    let mut all: Vec<Modifica<'_>> = vec![];
    let mut at = 0;
    // Whether the last words were a change.
    let mut open = false;
    for tratto in &unit.tratti {
        let Some(revisione) = &tratto.revisione else {
            at += tratto.testo.len();
            open = false;
            continue;
        };
        let same = |last: &&mut Modifica<'_>| last.autore.autore == revisione.autore && open;
        if all.last_mut().filter(same).is_none() {
            all.push(Modifica { autore: revisione, from: at, prima: String::new(), dopo: String::new() });
        }
        open = true;
        // What one proposed and another took away again was never there.
        if revisione.di_nuove {
            continue;
        }
        let Some(last) = all.last_mut() else { continue };
        if revisione.tolta {
            last.prima.push_str(&tratto.testo);
            at += tratto.testo.len();
        } else {
            last.dopo.push_str(&tratto.testo);
        }
    }
    all.retain(|change| !(change.prima.trim().is_empty() && change.dopo.trim().is_empty()));
    all
}

/// The words of a text with some of its changes: those that `taken` says, by their place among them.
pub(super) fn con(before: &str, changes: &[Modifica<'_>], taken: impl Fn(usize) -> bool) -> String {
    let (mut out, mut at) = (String::new(), 0);
    for (n, change) in changes.iter().enumerate() {
        out.push_str(before.get(at..change.from).unwrap_or_default());
        out.push_str(if taken(n) { &change.dopo } else { &change.prima });
        at = change.from + change.prima.len();
    }
    out.push_str(before.get(at..).unwrap_or_default());
    out
}

/// The changes of which more are not tried together.
const INSIEME: usize = 10;

/// Which changes the plan has taken already, so that it says what it says today: their bits.
pub(super) fn fatte(before: &str, changes: &[Modifica<'_>], today: &str) -> usize {
    let all = (1 << changes.len().min(INSIEME)) - 1;
    (1..=all).rev().find(|which| spaced(&con(before, changes, |n| presa(*which, n))) == today).unwrap_or_default()
}

/// Whether the bit of the `n`th change is set. Those after the first [`INSIEME`] have none.
pub(super) fn presa(which: usize, n: usize) -> bool {
    n < INSIEME && (which >> n) & 1 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_with_all_of_its_changes_has_the_last_too() {
        let autore = Revisione { autore: "Anna Rossi".into(), ..Revisione::default() };
        let all = 2 * usize::BITS as usize;
        let change = |n: usize| Modifica { autore: &autore, from: 2 * n, prima: "a".into(), dopo: n.to_string() };
        let changes: Vec<Modifica<'_>> = (0..all).map(change).collect();
        let before = "a ".repeat(all);
        let after: String = (0..all).map(|n| format!("{n} ")).collect();
        assert_eq!(con(&before, &changes, |_| true), after);
        assert_eq!(con(&before, &changes, |_| false), before);
        // The plan has taken the first and the third.
        let today = spaced(&con(&before, &changes, |n| n == 0 || n == 2));
        let done = fatte(&before, &changes, &today);
        assert_eq!((0..all).filter(|n| presa(done, *n)).collect::<Vec<_>>(), [0, 2]);
    }
}
