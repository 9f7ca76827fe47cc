//! The plan has an action for digital accessibility.

use crate::diag::Severity;
use crate::piano::element::obiettivo::Etichetta;
use crate::rules::piano_tipo::accessibilita_fisica::check;
use crate::rules::{Ambito, Fonte, Regola};

pub static REGOLA: Regola = Regola {
    codice: "P1024",
    pagina: include_str!("accessibilita_digitale.md"),
    nome: "accessibilita-digitale",
    livello: Severity::Errore,
    ambito: Ambito::Ordinario,
    fonte: Fonte::letta("DM 30 giugno 2022, n. 132, art. 3, comma 1, lett. a), n. 2)"),
    origine: &["N19"],
    check: |cx, out| check(cx, &REGOLA, Etichetta::AccessibilitaDigitale, out),
    ..Regola::BASE
};
