//! Counts of people that may tell who they are: by sex, age, way of working, disability. Every output asks here which of them it
//! may print, the open data included.
//!
//! A count under the threshold is masked, zero included: «no woman in this area» says the sex of everybody in it. Where the rows or
//! the columns of a table have a total, a single masked cell could be found by taking the others away, so the next smallest of
//! its line is masked too.

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

/// A table of counts as it may be printed. Each row has a total that is printed; the last row holds the totals of the columns, or
/// stands alone.
#[must_use]
pub fn tabella(righe: &[Vec<u32>], soglia: u32) -> Vec<Vec<Conta>> {
    let mut masked: Vec<Vec<bool>> =
        righe.iter().map(|row| row.iter().map(|count| *count < soglia).collect()).collect();
    let width = righe.iter().map(Vec::len).max().unwrap_or_default();
    let row = |at: usize| (0..width).map(move |column| (at, column));
    let column = |at: usize| (0..righe.len()).map(move |line| (line, at));
    let lines: Vec<Vec<(usize, usize)>> =
        (0..righe.len()).map(|at| row(at).collect()).chain((0..width).map(|at| column(at).collect())).collect();
    // Each turn masks one cell more, so there is an end.
    loop {
        let lone = lines.iter().find_map(|line| {
            let hidden = |(r, c): &(usize, usize)| masked.get(*r).and_then(|row| row.get(*c)).copied().unwrap_or(true);
            let count = |(r, c): &(usize, usize)| righe.get(*r).and_then(|row| row.get(*c)).copied();
            if line.len() < 2 || line.iter().filter(|cell| hidden(cell)).count() != 1 {
                return None;
            }
            line.iter().filter(|cell| !hidden(cell)).min_by_key(|cell| count(cell)).copied()
        });
        let Some((r, c)) = lone else { break };
        if let Some(cell) = masked.get_mut(r).and_then(|row| row.get_mut(c)) {
            *cell = true;
        }
    }
    let shown = |(count, hidden): (&u32, bool)| match hidden {
        false => Conta::Numero(*count),
        true if *count < soglia => Conta::Meno(soglia),
        true => Conta::Riservata,
    };
    righe.iter().zip(masked).map(|(row, masked)| row.iter().zip(masked).map(shown).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(righe: &[&[u32]], soglia: u32) -> Vec<String> {
        let righe: Vec<Vec<u32>> = righe.iter().map(|row| row.to_vec()).collect();
        let said = |row: Vec<Conta>| row.iter().map(ToString::to_string).collect::<Vec<_>>().join(" | ");
        tabella(&righe, soglia).into_iter().map(said).collect()
    }

    #[test]
    fn a_small_count_cannot_be_found_from_those_beside_it() {
        // In a row with a printed total the other cell would give it away, and so would the rest of its column.
        assert_eq!(
            words(&[&[10, 5], &[1, 6], &[11, 11]], 3),
            ["riservato | riservato", "meno di 3 | riservato", "11 | 11"]
        );
        assert_eq!(words(&[&[10, 5], &[4, 6], &[14, 11]], 3), ["10 | 5", "4 | 6", "14 | 11"]);
        // Nobody of a sex tells the sex of all the others.
        assert_eq!(
            words(&[&[0, 6], &[9, 8], &[9, 14]], 3),
            ["meno di 3 | riservato", "riservato | riservato", "9 | 14"]
        );
        assert_eq!(
            words(&[&[2, 2], &[1, 9], &[3, 11]], 3),
            ["meno di 3 | meno di 3", "meno di 3 | riservato", "3 | 11"]
        );
        assert_eq!(words(&[&[1, 6]], 0), ["1 | 6"]);
        assert_eq!(words(&[&[1000]], 3), ["1.000"]);
    }
}
