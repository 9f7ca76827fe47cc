//! Exactly 50 employees: two norms count them in two ways, and the second decides.

use crate::piano::element::value::Dovuto;
use crate::piano::piano_tipo::Profilo;
use crate::rules::{Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola =
    Regola::nota("P1008", "cinquanta-dipendenti", include_str!("cinquanta_dipendenti.md"), check)
        .fonte(fonti::DPR81_2022_1_3)
        .origine(&["N04"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let Some(Dovuto::Valore(dipendenti)) = &cx.set.ente.dipendenti else { return };
    if cx.intero() && cx.lette_le_impostazioni() && cx.set.profilo.is_none() && dipendenti.value == Profilo::SOGLIA {
        out.push(
            REGOLA
                .at(dipendenti.span, "con 50 dipendenti esatti il piano è quello semplificato")
                .note("il DM 132/2022 dice «meno di cinquanta», il DPR 81/2022 «non più di cinquanta»: vale il secondo")
                .help("per confermarlo scrivi `profilo = \"semplificato\"`; per fare il piano intero, `profilo = \"ordinario\"`"),
        );
    }
}
