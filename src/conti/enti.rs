//! How many employees each public body of the plan has.

use crate::piano::Piano;
use crate::piano::element::ente::Ente;
use crate::piano::element::pos::Pos;
use crate::piano::element::value::Dovuto;

/// The number of employees in `anno` of a body, or, without one, of that whose plan it is. A body that has the name of the latter is the
/// latter.
#[must_use]
pub fn dipendenti(piano: &Piano, ente: Option<Pos<Ente>>, anno: i16) -> Option<u32> {
    let set = piano.impostazioni.as_ref();
    let own = || match set?.ente.dipendenti {
        Some(Dovuto::Valore(number)) => Some(number.value),
        _ => None,
    };
    let Some(ente) = ente.map(|pos| &piano[pos].value) else { return own() };
    let same = |a: &str, b: &str| a.trim().to_lowercase() == b.trim().to_lowercase();
    match &ente.dipendenti {
        Some(staff) => staff.di(anno).map(|number| number.value),
        None if set.is_some_and(|set| same(&set.ente.nome.value, &ente.nome.value)) => own(),
        None => None,
    }
}
