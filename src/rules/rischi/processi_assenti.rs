//! A small body that writes section 2.3 anew has its processes, also where all the rest of the section is there.

use crate::base::span::tutti_interi;
use crate::conti::requisiti::{conferma, is_shown};
use crate::piano::element::Kind;
use crate::piano::vista::Shows;
use crate::rules::{Ambito, Cx, Diagnostic, Regola, fonti};

// For larger bodies the processes are one of the parts of P0601.
pub static REGOLA: Regola = Regola::avviso("P0627", "processi-assenti", include_str!("processi_assenti.md"), check)
    .ambito(Ambito::Semplificato)
    .fonte(fonti::L190_2012_1_16)
    .contenuto("2.3");

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let elementi = &cx.piano.elementi;
    let Some(place) = cx.richiesto_in("2.3").filter(|_| elementi.processi.is_empty()) else { return };
    if conferma(cx.piano, cx.set).is_some() || !tutti_interi(&elementi.misure_prevenzione) {
        return;
    }
    // Where the section is prose alone, its processes may be there.
    let shown = [Shows::Elements(Kind::Processo), Shows::Rischi, Shows::MappaRischi];
    if !elementi.misure_prevenzione.is_empty() || shown.into_iter().any(|view| is_shown(cx.piano, view)) {
        out.push(
            REGOLA
                .at(place, "nella sezione 2.3 non c’è nessun processo")
                .note("anche fino a 50 dipendenti si guardano i processi di autorizzazioni, contratti, contributi e personale")
                .help("scrivi le schede `[[processo]]`; se la sezione è quella di un anno fa, confermala con `[[adempimento]]` e `oggetto = \"conferma\"`"),
        );
    }
}
