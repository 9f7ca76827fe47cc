//! Somebody answers for the inclusion of persons with disabilities and for accessibility.

use crate::conti::requisiti::{self, Risposta};
use crate::rules::{Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola =
    Regola::avviso("P1017", "responsabile-accessibilita", include_str!("responsabile_accessibilita.md"), check)
        .dal(crate::piano::settings::RESPONSABILE_DAL)
        .fonte(fonti::DLGS222_2023)
        .origine(&["N22"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let missing = requisiti::responsabile_accessibilita(cx.set) == Risposta::Manca;
    if missing && cx.intero() && cx.lette_le_impostazioni() && !cx.da_compilare("1") {
        out.push(
            REGOLA
                .at(cx.tabella("ente"), "manca il responsabile per l’inclusione e l’accessibilità")
                .label("`responsabile_accessibilita`")
                .note("è un dirigente, o chi ne fa le veci, esperto di inclusione delle persone con disabilità")
                .help("scrivi qui sotto la sua carica: `responsabile_accessibilita = \"Il responsabile dei servizi sociali\"`; se non è nominato, `{ assente = \"motivo\" }`"),
        );
    }
}
