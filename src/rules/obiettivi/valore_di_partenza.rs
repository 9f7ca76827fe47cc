//! An indicator says from which value it starts, and of which year that is.

use crate::piano::element::obiettivo::indicatore::{Indicatore, Misura};
use crate::piano::element::target::Atteso;
use crate::rules::obiettivi::indicatore_incompleto::{Campo, percentuale, report_missing};
use crate::rules::{Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola = Regola::avviso("P0326", "valore-di-partenza", include_str!("valore_di_partenza.md"), check)
    .dal(jiff::civil::date(2022, 6, 30))
    .fonte(fonti::DM132_2022_ALLEGATO_2_2)
    .origine(&["N29"]);

const CAMPI: [Campo; 2] = [
    Campo {
        nome: "il valore di partenza",
        scrivi: "`base = { anno = ANNO, valore = \"…\" }`, o `base = { valore = \"non rilevato\" }`",
        detto: |i| misurato(i).then_some(i.base.is_some()),
    },
    Campo {
        nome: "l’anno del valore di partenza",
        scrivi: "`anno` in `base`",
        detto: |i| {
            i.base
                .as_ref()
                .filter(|base| matches!(base.valore.value.atteso, Atteso::Numero { .. }))
                .map(|b| b.anno.is_some())
        },
    },
];

/// Whether it is measured along a scale: what is done or not, and by when, starts from nothing.
fn misurato(i: &Indicatore) -> bool {
    let number = |atteso: &Atteso| matches!(atteso, Atteso::Numero { .. });
    percentuale(i)
        || i.misura.is_none_or(|m| matches!(m.value, Misura::Quantita | Misura::Tempestivita))
            && i.attesi().any(|(_, target)| number(&target.value.atteso))
}

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    report_missing(cx, &REGOLA, &CAMPI, out);
}
