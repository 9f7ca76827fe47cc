//! The columns of totals, and those of shares.

use super::numeri::{Contenuto, Numero};
use super::{Cella, Errore, Griglia, contenuto, larghezza, nome};
use crate::lingua::totali::totale;

/// A column of totals: it adds up some columns before it, as most of its rows show. The first column of numbers adds those after it.
pub(super) fn colonne(grid: &Griglia, column: usize, out: &mut Vec<Errore>) {
    let first = (0..column).all(|n| grid.righe.iter().all(|row| contenuto(row, n).numero().is_none()));
    let beside: Vec<usize> =
        if first { (column + 1..larghezza(&grid.righe)).collect() } else { (0..column).rev().collect() };
    let numbers = |row: &[Cella]| -> Option<(Vec<Numero>, Numero)> {
        let written = contenuto(row, column).numero()?;
        let mut before = Vec::new();
        for n in &beside {
            match contenuto(row, *n) {
                // A percentage is not added to what it is of.
                Contenuto::Numero(number) if number.percento != written.percento => {}
                Contenuto::Numero(number) => before.push(number),
                Contenuto::Vuota => before.push(Numero { valore: 0, decimali: 0, segno: false, ..written }),
                Contenuto::Altro => break,
            }
        }
        Some((before, written))
    };
    let rows: Vec<(usize, Vec<Numero>, Numero)> = grid
        .righe
        .iter()
        .enumerate()
        // The sum of sums is told by its column.
        .filter(|(_, row)| !totale(nome(row)))
        .filter_map(|(n, row)| numbers(row).map(|(before, written)| (n, before, written)))
        .collect();
    let sum = |before: &[Numero], width: usize| -> Option<i128> {
        Some(before.get(..width)?.iter().map(|number| number.valore).sum())
    };
    let fits = |(_, before, written): &(usize, Vec<Numero>, Numero), width: usize| {
        let slack = before.iter().map(|number| number.mezzo()).max().unwrap_or(0);
        let slack = if written.decimali > 0 { slack } else { 0 };
        sum(before, width).is_some_and(|sum| (sum - written.valore).abs() <= slack)
    };
    let widest = rows.iter().map(|(_, before, _)| before.len()).min().unwrap_or(0);
    let best = (2..=widest).map(|width| (rows.iter().filter(|row| fits(row, width)).count(), width)).max();
    let Some((right, width)) = best else { return };
    // The column is a total only when two thirds of its rows add up, or one of two in which there is something to add.
    let added = |(_, before, _): &&(usize, Vec<Numero>, Numero)| {
        before.get(..width).is_some_and(|all| all.iter().filter(|number| number.valore != 0).count() > 1)
    };
    let one_of_two = rows.len() == 2 && rows.iter().filter(added).any(|row| fits(row, width));
    if !(right >= 2 && right * 3 >= rows.len() * 2 || one_of_two) {
        return;
    }
    for row in rows.iter().filter(|row| !fits(row, width)) {
        let (n, before, written) = row;
        let Some(sum) = sum(before, width) else { continue };
        // What is there in each year, and is the same in all, is there in all of them together: «Persone».
        let same = before.get(..width).is_some_and(|all| all.iter().all(|number| number.valore == written.valore));
        if same {
            continue;
        }
        // A cell may already have been reported as the total of its column.
        if out.iter().any(|errore| (errore.riga, errore.colonna) == (*n, column)) {
            continue;
        }
        out.push(Errore {
            riga: *n,
            colonna: column,
            titolo: grid.titolo(column),
            cosa: "il totale",
            scritto: Numero::scritto(written.valore, written.decimali, written.segno),
            come: if first { "le colonne dopo danno" } else { "le colonne prima danno" },
            giusto: Numero::scritto(sum, written.decimali, written.segno),
        });
    }
}

/// A column of percentages that are the shares of another column in its total: the one row that is not is told.
pub(super) fn parti(grid: &Griglia, column: usize, out: &mut Vec<Errore>) {
    let totals: Vec<usize> =
        (0..grid.righe.len()).filter(|row| grid.righe.get(*row).is_some_and(|row| totale(nome(row)))).collect();
    let [total] = totals.as_slice() else { return };
    // A total in the first row stands above the rows that it adds.
    let around = if *total == 0 { 1..grid.righe.len() } else { 0..*total };
    let all = around.len();
    let rows: Vec<usize> =
        around.filter(|row| grid.numero(*row, column).is_some_and(|number| number.percento)).collect();
    // Fewer might be shares by chance.
    if rows.len() < 4 || rows.len() != all {
        return;
    }
    let width = grid.righe.get(*total).map_or(0, Vec::len);
    let mut found: Option<(usize, Numero, i128)> = None;
    // The rows that are no share of `other`; none where it cannot be the whole.
    let wrong = |other: usize| -> Option<Vec<(usize, Numero, i128)>> {
        let all = grid.numero(*total, other).filter(|all| all.valore > 0 && !all.percento)?;
        let shares = rows.iter().map(|row| {
            let (part, written) = (grid.numero(*row, other)?, grid.numero(*row, column)?);
            Some((*row, written, part.valore * 1_000_000 / all.valore))
        });
        let shares: Vec<_> = shares.collect::<Option<_>>()?;
        Some(
            shares.into_iter().filter(|(_, written, share)| (share - written.valore).abs() > written.mezzo()).collect(),
        )
    };
    for wrong in (0..width).filter(|other| *other != column).filter_map(wrong) {
        match wrong.as_slice() {
            // Another column explains all of them.
            [] => return,
            [one] if found.is_none() => found = Some(*one),
            [_] => return,
            _ => {}
        }
    }
    if let Some((riga, written, share)) = found {
        out.push(Errore {
            riga,
            colonna: column,
            titolo: grid.titolo(column),
            cosa: "la percentuale",
            scritto: Numero::scritto(written.valore, written.decimali, written.segno),
            come: "come parte del totale, come nelle altre righe, viene",
            giusto: Numero::scritto(share, written.decimali, written.segno),
        });
    }
}
