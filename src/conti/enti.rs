//! The public bodies that the data list: which of them is that of the plan, and how many employees each has.

use crate::piano::Piano;
use crate::piano::element::ente::Ente;
use crate::piano::element::pos::Pos;
use crate::piano::element::value::Dovuto;

/// The body of the plan among those that the data list: the one that has its name.
#[must_use]
pub fn proprio(piano: &Piano) -> Option<Pos<Ente>> {
    piano.elementi.each::<Ente>().find(|(_, ente)| stesso(piano, &ente.value)).map(|(pos, _)| pos)
}

/// Whether a body has the name of that whose plan it is.
fn stesso(piano: &Piano, ente: &Ente) -> bool {
    let same = |a: &str, b: &str| a.trim().to_lowercase() == b.trim().to_lowercase();
    piano.impostazioni.as_ref().is_some_and(|set| same(&set.ente.nome.value, &ente.nome.value))
}

/// The number of employees in `anno` of a body, or, without one, of that whose plan it is. A body that has the name of the latter is the
/// latter.
#[must_use]
pub fn dipendenti(piano: &Piano, ente: Option<Pos<Ente>>, anno: i16) -> Option<u32> {
    let own = || match piano.impostazioni.as_ref()?.ente.dipendenti {
        Some(Dovuto::Valore(number)) => Some(number.value),
        _ => None,
    };
    let Some(ente) = ente.map(|pos| &piano[pos].value) else { return own() };
    match &ente.dipendenti {
        Some(staff) => staff.di(anno).map(|number| number.value),
        None if stesso(piano, ente) => own(),
        None => None,
    }
}
