//! Other tables in the sheet of one. Of those beside it nothing is imported, and it is told.

use super::campi::Campi;
use super::foglio::{Foglio, Posto, nome};
use super::letto::Avviso;
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
    let all = doppie(foglio, (testata, chiave), teste);
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
                "«{}» sembra di un’altra tabella: è letta quella che comincia in {}, e di ciò che sta qui non è importato niente; se è un’altra, mettila in un foglio suo; se è la stessa, togli la colonna vuota o il nome doppio",
                short(&cell.testo),
                nome((testata, own.first().copied().unwrap_or_default())),
            );
            avvisi.push(Avviso { altra_tabella: true, ..Avviso::a(nome(*posto), che, true) });
        }
        out.extend(group);
    }
    out
}

/// The columns that have something from that row down, in groups that a blank column parts.
fn gruppi(foglio: &Foglio, testata: u32) -> Vec<BTreeSet<u32>> {
    let full = foglio.celle.range((testata, 0)..).map(|((_, column), _)| *column);
    let merged = foglio.unite.range((testata, 0)..=(testata, u32::MAX)).map(|((_, column), _)| *column);
    let mut out: Vec<BTreeSet<u32>> = Vec::new();
    for column in full.chain(merged).collect::<BTreeSet<u32>>() {
        match out.last_mut() {
            Some(group) if column > 0 && group.contains(&(column - 1)) => drop(group.insert(column)),
            _ => out.push(BTreeSet::from([column])),
        }
    }
    out
}

/// The groups, with that of the key divided where its heads begin again: two tables may have no blank column between them.
fn doppie(foglio: &Foglio, (testata, chiave): Posto, teste: &BTreeMap<u32, String>) -> Vec<BTreeSet<u32>> {
    // A head that is merged over several columns is one.
    let head = |column: u32| teste.get(&column).filter(|_| foglio.prima((testata, column)).1 == column);
    let mut out = Vec::new();
    for mut group in gruppi(foglio, testata) {
        let after = || group.range(chiave.saturating_add(1)..).copied().filter(|column| head(*column).is_some());
        let again = |column: &u32| group.range(..column).any(|before| head(*before) == head(*column));
        let twice = group.contains(&chiave) && after().any(|column| head(column) == head(chiave));
        let first = after().find(again).filter(|_| twice);
        let rest = first.map(|first| group.split_off(&first));
        out.push(group);
        out.extend(rest);
    }
    out
}

/// Whether two groups of columns have their rows together: a blank column inside a table is there for the eye.
fn insieme(foglio: &Foglio, testata: u32, own: &BTreeSet<u32>, other: &BTreeSet<u32>) -> bool {
    let says = |row: u32, group: &BTreeSet<u32>| group.iter().any(|column| !foglio.testo((row, *column)).is_empty());
    let rows = foglio.righe().into_iter().filter(|row| *row > testata);
    let rows: Vec<(bool, bool)> = rows.map(|row| (says(row, own), says(row, other))).collect();
    let here = rows.iter().filter(|(own, _)| *own).count();
    let both = rows.iter().filter(|(own, other)| *own && *other).count();
    rows.iter().rposition(|(_, other)| *other) <= rows.iter().rposition(|(own, _)| *own) && both * 2 >= here
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
