//! What is done against corruption is also among the objectives of performance.

use crate::conti::requisiti;
use crate::rules::rischi::nell_insieme;
use crate::rules::{Ambito, Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola =
    Regola::nota("P0624", "rischi-nella-performance", include_str!("rischi_nella_performance.md"), check)
        .ambito(Ambito::Ordinario)
        .fonte(fonti::L190_2012_1_8_BIS);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let elementi = &cx.piano.elementi;
    let asked = !elementi.misure_prevenzione.is_empty() && cx.letti_gli_obiettivi();
    let Some(place) = nell_insieme(cx).filter(|_| asked) else { return };
    let linked = elementi.misure_prevenzione.iter().any(|misura| misura.value.obiettivo.is_some())
        || elementi.processi.iter().any(|processo| processo.value.obiettivo.is_some());
    // Also one that P0601 asks for, which says `sezione = "2.3"`.
    let served = requisiti::di_ogni_sezione(cx.piano)
        .any(|(_, o)| o.etichette.iter().any(|etichetta| requisiti::ETICHETTE_RISCHI.contains(etichetta)));
    if !linked && !served {
        out.push(
            REGOLA
                .at(place, "nessun obiettivo di performance serve la prevenzione della corruzione")
                .help("aggiungi `obiettivo = \"…\"` a una misura, o l’etichetta `prevenzione-corruzione-trasparenza` a un obiettivo"),
        );
    }
}
