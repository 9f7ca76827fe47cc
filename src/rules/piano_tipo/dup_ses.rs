//! In Comuni and their unions, public value comes from the strategic section of the DUP.

use crate::conti::requisiti::{self, Risposta};
use crate::piano::element::obiettivo_vp::ObiettivoVp;
use crate::rules::{Ambito, Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola = Regola::errore("P1022", "dup-ses", include_str!("dup_ses.md"), check)
    .ambito(Ambito::EntiLocali)
    .fonte(fonti::DM132_2022_3_2)
    .origine(&["N17"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    if !cx.intero() || !requisiti::dovuto_il_dup(cx.set) {
        return;
    }
    let all = &cx.piano.elementi.obiettivi_vp;
    let missing: Vec<_> = cx
        .piano
        .elementi
        .each::<ObiettivoVp>()
        .filter(|(_, o)| requisiti::dal_dup(&o.value) == Risposta::Manca && o.intero)
        .collect();
    // When no record of the plan says it, one message is given for the whole plan.
    let never = missing.len() == all.len() && missing.len() > 1;
    for (pos, obiettivo) in missing.iter().take(if never { 1 } else { usize::MAX }) {
        let nome = cx.nome(*pos);
        let mut problem = REGOLA
            .at(
                obiettivo.value.titolo.span,
                format!("l’obiettivo di valore pubblico {nome} non dice da quale punto del DUP viene"),
            )
            .label("manca `dup`");
        if never {
            problem = problem.note(format!("nessuno dei {} obiettivi di valore pubblico lo dice", all.len()));
        }
        out.push(problem.help(
            "aggiungi il numero dell’obiettivo nella sezione strategica del DUP: `dup = \"SeS 3.1\"`; se non c’è, `dup = { assente = \"motivo\" }`",
        ));
    }
}
