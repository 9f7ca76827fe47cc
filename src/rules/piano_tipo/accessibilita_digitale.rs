//! The plan has an action for digital accessibility.

use crate::piano::element::obiettivo::Etichetta;
use crate::rules::piano_tipo::accessibilita_fisica::azione;
use crate::rules::{Ambito, Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola =
    Regola::errore("P1024", "accessibilita-digitale", include_str!("accessibilita_digitale.md"), check)
        .ambito(Ambito::Ordinario)
        .fonte(fonti::DM132_2022_3_1_A_2)
        .origine(&["N19"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    azione(cx, &REGOLA, Etichetta::AccessibilitaDigitale, out);
}
