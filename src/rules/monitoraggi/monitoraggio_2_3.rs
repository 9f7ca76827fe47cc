//! A small body that maps its processes says how it looks at its measures.

use crate::base::span::tutti_interi;
use crate::conti::requisiti::monitorata;
use crate::rules::{Ambito, Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola = Regola::avviso("P1052", "monitoraggio-2-3", include_str!("monitoraggio_2_3.md"), check)
    .ambito(Ambito::Semplificato)
    .fonte(fonti::PNA_2022_MONITORAGGIO);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let elementi = &cx.piano.elementi;
    let asked = !elementi.processi.is_empty() && tutti_interi(&elementi.monitoraggi);
    let Some(place) = cx.richiesto_in("2.3").filter(|_| asked) else { return };
    if !monitorata(cx.piano, "2.3") {
        out.push(
            REGOLA
                .at(place, "non si dice come si guarda se le misure di prevenzione sono attuate")
                .note("la sezione 4 non è dovuta fino a 50 dipendenti, il monitoraggio della 2.3 sì")
                .help("aggiungi un `[[monitoraggio]]` con `sezioni = [\"2.3\"]`, `strumento`, `tempi`, `responsabili`"),
        );
    }
}
