//! The spending for flexible work is not above its limit.

use super::{posto, spese};
use crate::rules::{Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola = Regola::avviso("P0749", "lavoro-flessibile", include_str!("lavoro_flessibile.md"), check)
    .fonte(fonti::DL78_2010_9_28);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for (dati, _) in spese(cx) {
        let Some(flessibile) = dati.value.flessibile.as_ref() else { continue };
        for anno in cx.set.anni() {
            let (Some(most), Some(next)) = (flessibile.value.limite(), flessibile.value.prevista(anno)) else {
                continue;
            };
            if next > most {
                let span = posto(flessibile.value.prevista.as_ref(), anno).unwrap_or(flessibile.span);
                out.push(
                    REGOLA
                        .at(span, format!("nel {anno} il lavoro flessibile costa {next}, e il limite è {most}"))
                        .help("riduci la spesa prevista, o correggi `base` e `percento`"),
                );
            }
        }
    }
}
