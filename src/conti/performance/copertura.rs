//! Who is in charge of each unit, and the days of the year on which nobody is.

use crate::base::giorno::Giorno;
use crate::index::Index;
use crate::piano::Piano;
use crate::piano::element::incarico::Incarico;
use crate::piano::element::pos::Pos;
use crate::piano::element::unita::Unita;
use jiff::{ToSpan, civil::Date};
use std::collections::BTreeMap;

/// The holders of every unit, in order of time: those whose unit it is, and those who answer for it beside their own.
#[must_use]
pub fn tutti_i_titolari(piano: &Piano, index: &Index) -> BTreeMap<Pos<Unita>, Vec<Pos<Incarico>>> {
    let mut all: BTreeMap<_, Vec<_>> = piano.elementi.each().map(|(unita, _)| (unita, vec![])).collect();
    all.extend(index.legami(piano).guide.iter().map(|(unita, holders)| (*unita, holders.clone())));
    for here in all.values_mut() {
        here.sort_by_key(|pos| piano[*pos].value.dal.map(|dal| dal.value));
    }
    all
}

/// The intervals of the year `anno`, first and last day included, in which none of these holders is in charge. Empty when there
/// are no holders, because that has a message of its own.
#[must_use]
pub fn scoperture(piano: &Piano, titolari: &[Pos<Incarico>], anno: i16) -> Vec<(Giorno, Giorno)> {
    let (Ok(first), Ok(last)) = (Date::new(anno, 1, 1), Date::new(anno, 12, 31)) else { return vec![] };
    let mut gaps = Vec::new();
    let mut covered_to = first;
    if titolari.is_empty() {
        return vec![];
    }
    for incarico in titolari.iter().map(|pos| &piano[*pos]) {
        let from = incarico.value.dal.map_or(first, |dal| dal.value.0);
        let to = incarico.value.al.map_or(last, |al| al.value.0);
        // A holder who begins after the year covers no day of it.
        if from > last {
            continue;
        }
        if from > covered_to {
            gaps.push((Giorno(covered_to), Giorno(from.saturating_sub(1.day()))));
        }
        // The day after the last one covered.
        covered_to = covered_to.max(to.saturating_add(1.day()));
    }
    if covered_to <= last {
        gaps.push((Giorno(covered_to), Giorno(last)));
    }
    gaps
}
