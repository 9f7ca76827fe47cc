//! An office begins after the act that gives it.

use crate::piano::element::Element;
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola = Regola::avviso("P1211", "atto-dopo-inizio", include_str!("atto_dopo_inizio.md"), check)
    .origine(&["ACT-AFTER-TERM"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for incarico in cx.piano.elementi.incarichi.iter().map(|incarico| &incarico.value) {
        let (Some(dal), Some(rif)) = (&incarico.dal, &incarico.atto) else { continue };
        let Some(atto) = cx.index.rif(rif).map(|pos| &cx.piano[pos]) else { continue };
        let Some(data) = &atto.value.data else { continue };
        if data.value <= dal.value {
            continue;
        }
        let name = atto.value.label().unwrap_or_default();
        out.push(
            REGOLA
                .at(dal.span, format!("l’incarico comincia il {}, ma l’atto che lo dà è del {}", dal.value, data.value))
                .other(data.span, "la data dell’atto")
                .help(format!(
                    "controlla `dal` e la data di «{name}»; se l’incarico è cominciato con un altro atto, cita quello"
                )),
        );
    }
}
