//! The spending under the limit of the past is not above it.

use super::{posto, spese};
use crate::rules::{Ambito, Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola = Regola::avviso("P0747", "limite-spesa", include_str!("limite_spesa.md"), check)
    .ambito(Ambito::EntiLocali)
    .fonte(fonti::L296_2006_1_557);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for (dati, _) in spese(cx) {
        let Some(limite) = dati.value.limite.as_ref() else { continue };
        let l = &limite.value;
        for anno in cx.set.anni() {
            let (Some(most), Some(spent)) = (l.limite(), l.soggetta(anno)) else { continue };
            if spent > most {
                let span = posto(l.soggetta.as_ref(), anno).or_else(|| posto(l.totale.as_ref(), anno));
                out.push(
                    REGOLA
                        .at(
                            span.unwrap_or(limite.span),
                            format!("nel {anno} la spesa soggetta al limite è {spent}, e il limite {most}"),
                        )
                        .help(
                            "riduci la spesa, o correggi `escluse`: le assunzioni entro la soglia si possono escludere",
                        ),
                );
            }
        }
    }
}
