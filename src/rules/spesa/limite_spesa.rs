//! The spending under the limit of the past is not above it.

use super::{posto, spese};
use crate::base::span::tutti_interi;
use crate::piano::each_prose;
use crate::piano::element::spesa_personale::SpesaPersonale;
use crate::piano::prose::BlockKind;
use crate::piano::settings::Stato;
use crate::piano::vista::Shows;
use crate::rules::{Ambito, Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola = Regola::avviso("P0747", "limite-spesa", include_str!("limite_spesa.md"), check)
    .ambito(Ambito::EntiLocali)
    .fonte(fonti::L296_2006_1_557);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    senza_limiti(cx, out);
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

/// A plan that goes to be approved, or is, and prints that its limits are not there.
fn senza_limiti(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let limited = |dati: &SpesaPersonale| dati.limite.is_some() || dati.flessibile.is_some();
    let spese = &cx.piano.elementi.spese_personale;
    if cx.set.stato == Stato::Bozza || !tutti_interi(spese) || spese.iter().any(|record| limited(&record.value)) {
        return;
    }
    each_prose(cx.piano, &mut |prose| {
        prose.each_block(&mut |block| {
            if matches!(&block.kind, BlockKind::View(vista) if vista.shows == Shows::LimiteSpesa) {
                out.push(
                    REGOLA
                        .at(block.span, "questa vista stampa che i limiti della spesa di personale non ci sono")
                        .help("scrivi `[spesa_personale.limite]` nella scheda della spesa, con `comma`, `base` e `totale`; se l’ente non li ha, togli la vista"),
                );
            }
        });
    });
}
