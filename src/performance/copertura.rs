//! Who holds each unit, and the days of the year on which nobody does.

use crate::data::Data;
use crate::element::Kind;
use crate::load::Piano;
use crate::resolve::Index;
use jiff::{ToSpan, civil::Date};

/// The holders of `unita`, by position, in order of time.
#[must_use]
pub fn titolari(piano: &Piano, index: &Index, unita: usize) -> Vec<usize> {
    let incarichi = &piano.elementi.incarichi;
    let mut here: Vec<usize> = (0..incarichi.len())
        .filter(|n| {
            incarichi.get(*n).is_some_and(|incarico| {
                let of = incarico.value.unita.as_ref().and_then(|rif| index.element(Kind::Unita, &rif.value));
                incarico.value.ruolo.value.risponde() && of == Some(unita)
            })
        })
        .collect();
    here.sort_by_key(|n| incarichi.get(*n).and_then(|i| i.value.dal.map(|dal| dal.value)));
    here
}

/// The intervals of the year `anno`, first and last day included, in which `unita` has no holder. None at all when no
/// holder is known: that is another thing to say.
#[must_use]
pub fn scoperture(piano: &Piano, index: &Index, unita: usize, anno: i16) -> Vec<(Data, Data)> {
    let (Ok(first), Ok(last)) = (Date::new(anno, 1, 1), Date::new(anno, 12, 31)) else { return vec![] };
    let mut gaps = Vec::new();
    let mut covered_to = first;
    let holders = titolari(piano, index, unita);
    if holders.is_empty() {
        return vec![];
    }
    for incarico in holders.into_iter().filter_map(|n| piano.elementi.incarichi.get(n)) {
        let from = incarico.value.dal.map_or(first, |dal| dal.value.0);
        let to = incarico.value.al.map_or(last, |al| al.value.0);
        // Who comes after the year covers none of it.
        if from > last {
            continue;
        }
        if from > covered_to {
            gaps.push((Data(covered_to), Data(from.saturating_sub(1.day()))));
        }
        // The day after the last one covered.
        covered_to = covered_to.max(to.saturating_add(1.day()));
    }
    if covered_to <= last {
        gaps.push((Data(covered_to), Data(last)));
    }
    gaps
}
