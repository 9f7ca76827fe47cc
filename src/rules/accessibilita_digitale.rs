//! The plan has an action for digital accessibility.

use super::accessibilita_fisica::check;
use super::{Ambito, Fonte, Regola};
use crate::diag::Severity;
use crate::element::obiettivo::Etichetta;

pub(super) static REGOLA: Regola = Regola {
    codice: "P1024",
    nome: "accessibilita-digitale",
    livello: Severity::Errore,
    ambito: Ambito::Ordinario,
    fonte: Fonte::letta("DM 30 giugno 2022, n. 132, art. 3, comma 1, lett. a), n. 2)"),
    origine: &["N19"],
    check: |cx, out| check(cx, &REGOLA, Etichetta::AccessibilitaDigitale, out),
    ..Regola::BASE
};
