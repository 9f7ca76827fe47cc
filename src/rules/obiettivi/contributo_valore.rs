//! An objective of performance says to which public value it contributes.

use crate::piano::element::obiettivo_vp::ObiettivoVp;
use crate::rules::confronti::{vivi, vivi_scritti};
use crate::rules::{Ambito, Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola = Regola::avviso("P0322", "contributo-valore", include_str!("contributo_valore.md"), check)
    .ambito(Ambito::Ordinario)
    .dal(jiff::civil::date(2025, 12, 17))
    .fonte(fonti::LINEE_GUIDA_PIAO)
    .origine(&["N25"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let values = &cx.piano.elementi.obiettivi_vp;
    // Without a public value there is nothing to contribute to, and another rule says so.
    if !cx.intero() || values.is_empty() {
        return;
    }
    let missing: Vec<_> = vivi(cx).filter(|(_, o)| o.value.valore.0.is_empty() && o.value.di_performance()).collect();
    // When no record of the plan says it, one message is given for the whole plan.
    let never =
        missing.len() > 1 && missing.len() == vivi_scritti(cx).filter(|(_, o)| o.value.di_performance()).count();
    let first = cx.piano.elementi.each::<ObiettivoVp>().next();
    let id = first.and_then(|(pos, _)| cx.index.id(pos)).map(ToString::to_string).unwrap_or_default();
    for (n, obiettivo) in missing.iter().take(if never { 1 } else { usize::MAX }) {
        let mut problem = REGOLA
            .at(obiettivo.value.titolo.span, format!("{} non dice a quale valore pubblico contribuisce", cx.nome(*n)))
            .label("manca `valore`");
        if never {
            problem = problem.note(format!("nessuno dei {} obiettivi di performance lo dice", missing.len()));
        }
        out.push(problem.help(format!(
            "aggiungi `valore` con l’id di un obiettivo di valore pubblico, per esempio `valore = \"{id}\"`; se serve soltanto all’ente, `valore = \"funzionamento\"`"
        )));
    }
}
