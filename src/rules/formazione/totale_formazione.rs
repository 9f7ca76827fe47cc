//! Totals of the training plan are computed: one that is typed must be the same.

use crate::conti::campi::scelti;
use crate::conti::formazione::{Formazione, Somma};
use crate::piano::each_prose;
use crate::piano::element::linea_formativa::LineaFormativa;
use crate::piano::prose::BlockKind;
use crate::piano::vista::Shows;
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola =
    Regola::errore("P1125", "totale-formazione", include_str!("totale_formazione.md"), check).origine(&["TOT-DERIVED"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let plan = Formazione::di(cx.piano, cx.index);
    if cx.piano.incompleto.fatti || !plan.linee().all(|line| line.intero) {
        return;
    }
    each_prose(cx.piano, &mut |prose| {
        prose.each_block(&mut |block| {
            let BlockKind::View(vista) = &block.kind else { return };
            let Some(totale) = vista.totale.as_ref().filter(|_| vista.shows == Shows::Formazione) else { return };
            let mut sum = Somma::default();
            for line in scelti::<LineaFormativa>(cx.piano, cx.index, vista) {
                plan.somma(&mut sum, &cx.piano[line].value, &plan.anni);
            }
            let ore = totale.ore.filter(|typed| typed.value.0.numero() != sum.ore.numero()).map(|typed| {
                (typed.span, "delle ore", sum.ore.to_string(), typed.value.0.to_string())
            });
            let costo = totale.costo.filter(|typed| typed.value != sum.costo).map(|typed| {
                (typed.span, "del costo", sum.costo.to_string(), typed.value.to_string())
            });
            for (span, what, right, typed) in ore.into_iter().chain(costo) {
                let cure = format!("\"{}\"", right.replace('\u{a0}', " "));
                out.push(
                    REGOLA
                        .at(span, format!("il totale {what} è {right}, non {typed}"))
                        .note("le ore si moltiplicano per i partecipanti e per gli anni della linea; il costo per gli anni")
                        .help(format!("scrivi {cure}, o togli il totale: si calcola da solo"))
                        .proposta(span, cure),
                );
            }
        });
    });
}
