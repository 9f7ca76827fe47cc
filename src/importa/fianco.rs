//! Other tables in the sheet of one. Of those beside it nothing is imported, and it is told.

use super::campi::Campi;
use super::foglio::{Foglio, Posto, nome};
use super::righe::Avviso;
use crate::base::text::short;
use std::collections::{BTreeMap, BTreeSet};

/// The columns that are not of the table that has the head of its key in that cell. Each table beside it is told once. `teste` are the
/// heads of the columns, `tutti` the fields of each kind, `campi` those of the kind that is read.
pub(super) fn estranee(
    foglio: &Foglio,
    (testata, chiave): Posto,
    teste: &BTreeMap<u32, String>,
    (campi, tutti): (&Campi, &[Campi]),
    avvisi: &mut Vec<Avviso>,
) -> BTreeSet<u32> {
    let all = gruppi(foglio, testata);
    let mut out = BTreeSet::new();
    let Some(own) = all.iter().find(|group| group.contains(&chiave)) else { return out };
    let field = |column: &u32| campi.colonna(teste.get(column)?);
    let fields: BTreeSet<String> = own.iter().filter_map(field).collect();
    for group in all.iter().filter(|group| *group != own) {
        let heads: Vec<(u32, &str)> =
            group.iter().filter_map(|column| Some((*column, teste.get(column)?.as_str()))).collect();
        let again = group.iter().filter_map(field).any(|field| fields.contains(&field));
        if !heads.is_empty() && !again && !altra_tabella(&heads, tutti) && insieme(foglio, testata, own, group) {
            continue;
        }
        let first = foglio
            .celle
            .iter()
            .find(|((row, column), cell)| *row >= testata && group.contains(column) && !cell.testo.is_empty());
        if let Some((posto, cell)) = first {
            let che = format!(
                "«{}» sta oltre una colonna vuota: è letta la tabella che ha «{}», e di ciò che sta qui non è importato niente; se è un’altra tabella, mettila in un foglio suo; se è la stessa, togli la colonna vuota",
                short(&cell.testo),
                short(teste.get(&chiave).map_or("", String::as_str)),
            );
            avvisi.push(Avviso { dove: nome(*posto), che, da_fare: true });
        }
        out.extend(group);
    }
    out
}

/// The columns that have something from that row down, in groups that a blank column parts.
fn gruppi(foglio: &Foglio, testata: u32) -> Vec<BTreeSet<u32>> {
    let full: BTreeSet<u32> =
        foglio.celle.keys().filter(|(row, _)| *row >= testata).map(|(_, column)| *column).collect();
    let merged = foglio.unite.keys().filter(|(row, _)| *row == testata).map(|(_, column)| *column);
    let mut out: Vec<BTreeSet<u32>> = Vec::new();
    for column in full.iter().copied().chain(merged).collect::<BTreeSet<u32>>() {
        match out.last_mut() {
            Some(group) if column > 0 && group.contains(&(column - 1)) => drop(group.insert(column)),
            _ => out.push(BTreeSet::from([column])),
        }
    }
    out
}

/// Whether two groups of columns have their rows together: a blank column inside a table is there for the eye.
fn insieme(foglio: &Foglio, testata: u32, own: &BTreeSet<u32>, other: &BTreeSet<u32>) -> bool {
    let says = |row: u32, group: &BTreeSet<u32>| group.iter().any(|column| !foglio.testo((row, *column)).is_empty());
    let rows = || foglio.righe().into_iter().filter(|row| *row > testata);
    let here: Vec<u32> = rows().filter(|row| says(*row, own)).collect();
    let there: Vec<u32> = rows().filter(|row| says(*row, other)).collect();
    let both = there.iter().filter(|row| here.binary_search(row).is_ok()).count();
    there.last() <= here.last() && both * 2 >= here.len()
}

/// Whether a row that stands apart is the head of another table. `tutti` are the fields of each kind.
pub(super) fn altra_tabella(cells: &[(u32, &str)], tutti: &[Campi]) -> bool {
    cells.len() > 1
        && tutti.iter().any(|campi| {
            let fields: BTreeSet<String> = cells.iter().filter_map(|(_, words)| campi.colonna(words)).collect();
            let needed = campi.necessari().is_some_and(|needed| needed.iter().all(|field| fields.contains(*field)));
            needed && fields.len() > 1 && fields.len() * 2 > cells.len()
        })
}
