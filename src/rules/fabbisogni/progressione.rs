//! A progression says from which area it takes people: the one just below.

use crate::base::span::interi;
use crate::conti::organico::Organico;
use crate::diag::Severity;
use crate::rules::{Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola =
    Regola::errore("P0738", "progressione", include_str!("progressione.md"), check).fonte(fonti::DLGS165_2001_52_1_BIS);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let Some(plan) = Organico::di(cx.piano) else { return };
    for a in interi(&cx.piano.elementi.assunzioni).map(|record| &record.value) {
        match (&a.da, a.progressione()) {
            (None, false) => {}
            (Some(da), false) => out.push(
                REGOLA
                    .at(da.span, "`da` dice l’area di partenza, e questa non è una progressione")
                    .help("scrivi `modalita = \"progressione\"`, o togli `da`"),
            ),
            (None, true) => out.push(
                REGOLA
                    .at(a.numero.span, "la progressione non dice da quale area vengono queste persone")
                    .note("senza, l’area di partenza conta ancora chi non ha più")
                    .help("aggiungi `da = \"…\"`, l’area appena sotto"),
            ),
            (Some(da), true) => {
                let to = a.area.as_ref().and_then(|area| plan.area(&area.value));
                let (Some(to), Some(from)) = (to, plan.area(&da.value)) else { continue };
                if from != to + 1 {
                    let below = plan.aree.get(to + 1);
                    let found = REGOLA.at(da.span, "una progressione porta all’area appena sopra");
                    let mut found = match below {
                        Some(below) => found.help(format!("l’area appena sotto è `{}`", below.chiave)),
                        None => found.help("sotto quest’area non ce n’è un’altra: correggi `area` o `da`"),
                    };
                    // That the two areas must be one above the other is said by a norm that was not read again.
                    found.severity = if from == to { Severity::Errore } else { Severity::Avviso };
                    out.push(found);
                }
            }
        }
    }
}
