//! Section 2.3 is confirmed for two years, then made anew.

use crate::conti::requisiti::primo_anno_dei_rischi;
use crate::rules::rischi::scaduta;
use crate::rules::{Ambito, Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola = Regola::errore("P0621", "conferma-scaduta", include_str!("conferma_scaduta.md"), check)
    .ambito(Ambito::Semplificato)
    .fonte(fonti::DM132_2022_6_2)
    .contenuto("2.3");

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let Some(place) = cx.richiesto_in("2.3").filter(|_| scaduta(cx)) else { return };
    let first = primo_anno_dei_rischi(cx.set);
    let place = cx.set.rischi.primo_anno.map_or(place, |anno| anno.span);
    out.push(
        REGOLA
            .at(place, format!("la sezione 2.3 è del {first}: nel {} non basta confermarla", cx.anno))
            .note(format!("vale per tre anni: dal {first} al {}", first + 2))
            .help(
                "scrivi di nuovo i `[[processo]]` con rischi e misure, togli `primo_anno` e l’adempimento `conferma`",
            ),
    );
}
