//! What the law asks of a plan, each requirement judged in one function. The rules report what is missing and
//! [`super::completezza`] counts what is there. Both call these functions, so they cannot contradict each other.

use crate::piano::element::Kind;
use crate::piano::element::ente::Tipo as Ente;
use crate::piano::element::obiettivo::{Etichetta, Obiettivo};
use crate::piano::element::obiettivo_vp::ObiettivoVp;
use crate::piano::element::pos::Pos;
use crate::piano::element::row::{Campo, Row, Valore};
use crate::piano::element::value::Dovuto;
use crate::piano::piano_tipo::Profilo;
use crate::piano::prose::BlockKind;
use crate::piano::settings::{Impostazioni, RESPONSABILE_DAL};
use crate::piano::vista::Shows;
use crate::piano::{Piano, each_section};

/// The answer of a plan to a requirement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Risposta {
    /// The plan says what is asked for.
    Data,
    /// The plan declares that it is absent, and gives the reason.
    Assente,
    /// The plan does not say it.
    Manca,
}

impl Risposta {
    /// The answer of a field that may be declared absent.
    pub fn di<T>(field: Option<&Dovuto<T>>) -> Self {
        match field {
            Some(Dovuto::Valore(_)) => Risposta::Data,
            Some(Dovuto::Assente(_)) => Risposta::Assente,
            None => Risposta::Manca,
        }
    }

    /// The answer of a field in the form in which it is shown.
    #[must_use]
    pub fn del_campo(campo: &Campo) -> Self {
        match &campo.value {
            Valore::Assente(_) => Risposta::Assente,
            _ if campo.is_missing() => Risposta::Manca,
            _ => Risposta::Data,
        }
    }
}

/// The objectives of performance that still count: neither replaced nor cancelled, and not of another section.
pub fn vivi(piano: &Piano) -> impl Iterator<Item = (Pos<Obiettivo>, &Obiettivo)> {
    di_ogni_sezione(piano).filter(|(_, o)| o.di_performance())
}

/// The objectives that still count, of performance and of the other sections.
fn di_ogni_sezione(piano: &Piano) -> impl Iterator<Item = (Pos<Obiettivo>, &Obiettivo)> {
    piano.elementi.each::<Obiettivo>().map(|(pos, o)| (pos, &o.value)).filter(|(_, o)| o.vivo())
}

/// Whether somebody answers for an objective: a unit, for the whole or for a share, or a person who holds an office.
#[must_use]
pub fn responsabile(obiettivo: &Obiettivo) -> Risposta {
    match Risposta::di(obiettivo.unita.as_ref()) {
        Risposta::Data => Risposta::Data,
        _ if !obiettivo.quote.is_empty() || !obiettivo.responsabili.is_empty() => Risposta::Data,
        other => other,
    }
}

/// Whether an objective says how its success is measured or verified.
#[must_use]
pub fn misurato(obiettivo: &Obiettivo) -> Risposta {
    let there = !obiettivo.indicatori.is_empty() || !obiettivo.verifiche.is_empty();
    if there { Risposta::Data } else { Risposta::Manca }
}

/// The objectives that count, of performance and of public value, with their labels. Among them the actions for accessibility and
/// for saving energy are looked for.
#[must_use]
pub fn etichettati(piano: &Piano) -> Vec<((Kind, usize), &[Etichetta])> {
    let valore =
        piano.elementi.each::<ObiettivoVp>().map(|(pos, o)| (<(Kind, usize)>::from(pos), o.value.etichette.as_slice()));
    valore.chain(di_ogni_sezione(piano).map(|(pos, o)| (pos.into(), o.etichette.as_slice()))).collect()
}

/// The two kinds of accessibility for each of which an action is due (DM 132/2022, art. 3, par. 1, letter a, n. 2).
pub const ACCESSIBILITA: [Etichetta; 2] = [Etichetta::AccessibilitaFisica, Etichetta::AccessibilitaDigitale];

/// The subjects of [`Etichetta::TEMI`] that no objective of performance touches.
#[must_use]
pub fn temi_scoperti(piano: &Piano) -> Vec<(&'static str, &'static [Etichetta])> {
    let touched = |tags: &[Etichetta]| vivi(piano).any(|(_, o)| o.etichette.iter().any(|e| tags.contains(e)));
    Etichetta::TEMI.into_iter().filter(|(_, tags)| !touched(tags)).collect()
}

/// Whether an objective of public value must say from which point of the DUP it comes: the bodies that Comuni make for
/// their services have no DUP, and a simplified plan owes no section 2.1.
#[must_use]
pub fn dovuto_il_dup(set: &Impostazioni) -> bool {
    matches!(set.ente.tipo, Ente::Comune | Ente::Unione | Ente::Provincia | Ente::CittaMetropolitana)
        && set.profilo() == Profilo::Ordinario
}

/// Whether an objective of public value says from which point of the DUP it comes.
#[must_use]
pub fn dal_dup(obiettivo: &ObiettivoVp) -> Risposta {
    Risposta::di(obiettivo.dup.as_ref())
}

/// Whether the plan names who answers for inclusion and accessibility in the public body (D.Lgs. 222/2023).
#[must_use]
pub fn responsabile_accessibilita(set: &Impostazioni) -> Risposta {
    match &set.ente.responsabile_accessibilita {
        Some(Dovuto::Valore(name)) if name.value.trim().is_empty() => Risposta::Manca,
        other => Risposta::di(other.as_ref()),
    }
}

/// The fields of the registry that are due, each with its label: those of [`crate::piano::settings::Ente::dovuti`] and, from
/// the day on which the law asks for it, who answers for accessibility.
#[must_use]
pub fn anagrafica(set: &Impostazioni) -> Vec<(&'static str, Risposta)> {
    let due = set.ente.dovuti();
    let mut all: Vec<_> = due.iter().map(|campo| (campo.label, Risposta::del_campo(campo))).collect();
    if set.data.0 >= RESPONSABILE_DAL {
        let mut row = Row::default();
        set.ente.row(&mut row);
        let officer = row.get("responsabile_accessibilita").map(|campo| campo.label);
        all.extend(officer.map(|label| (label, responsabile_accessibilita(set))));
    }
    all
}

/// Whether a section shows `what`.
#[must_use]
pub fn is_shown(piano: &Piano, what: Shows) -> bool {
    let mut shown = false;
    each_section(&piano.sezioni, &mut |sezione| {
        sezione.prose.each_block(&mut |block| {
            shown |= matches!(&block.kind, BlockKind::View(vista) if vista.shows == what);
        });
    });
    shown
}
