//! Section 2.3 has the parts that the Piano-tipo asks for.

use crate::conti::requisiti::blocchi_rischi;
use crate::rules::rischi::nell_insieme;
use crate::rules::{Ambito, Cx, Diagnostic, Regola, elenco, fonti};

// The list of art. 3 was not read in the decree itself: an `avviso`.
pub static REGOLA: Regola = Regola::avviso("P0601", "blocchi-rischi", include_str!("blocchi_rischi.md"), check)
    .ambito(Ambito::Ordinario)
    .fonte(fonti::DM132_2022_3_1_C)
    .origine(&["N37"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let Some(place) = nell_insieme(cx).filter(|_| cx.lette_le_sezioni() && cx.letti_gli_obiettivi()) else { return };
    let blocks = blocchi_rischi(cx.piano, cx.set.profilo());
    let missing: Vec<_> = blocks.iter().filter(|blocco| !blocco.presente).collect();
    if missing.is_empty() {
        return;
    }
    let names: Vec<String> = missing.iter().map(|blocco| blocco.nome.to_owned()).collect();
    let cures: Vec<String> = missing.iter().map(|blocco| blocco.cura.to_owned()).collect();
    let verb = if missing.len() == 1
        && !names.iter().any(|name| name.starts_with("gli ") || name.starts_with("le ") || name.starts_with("i "))
    {
        "manca"
    } else {
        "mancano"
    };
    out.push(
        REGOLA
            .at(place, format!("alla sezione 2.3 {verb} {}", elenco(&names)))
            .help(format!("aggiungi {}", elenco(&cures))),
    );
}
