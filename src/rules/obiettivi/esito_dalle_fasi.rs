//! The outcome of an objective is what its phases give.

use crate::base::span::{interi, tutti_interi};
use crate::conti::performance::fasi::{Fasi, calcolato};
use crate::piano::element::misura::Percento;
use crate::piano::settings::Calcolo;
use crate::rules::obiettivi::realizzazione;
use crate::rules::{Cx, Diagnostic, Regola, elenco};

pub static REGOLA: Regola = Regola::avviso("P0307", "esito-dalle-fasi", include_str!("esito_dalle_fasi.md"), check)
    .origine(&["OUTCOME-FROM-PHASES"]);

/// How far apart, in hundredths of a point, the two may be: outcomes are rounded to a point.
const PUNTO: i64 = 100;

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    if cx.set.performance.calcolo == Calcolo::Indicatori {
        dagli_indicatori(cx, out);
        return;
    }
    for (n, obiettivo) in cx.scritti() {
        if !tutti_interi(&obiettivo.value.fasi) {
            continue;
        }
        let Some(fasi) = Fasi::of(&obiettivo.value, cx.anno) else { continue };
        // The outcome of one share says nothing of the whole.
        for misurazione in interi(&obiettivo.value.misurazioni).filter(|m| m.value.unita.is_none()) {
            let momento = misurazione.value.momento;
            let Some(detto) = misurazione.value.percento() else { continue };
            let span = misurazione.value.percentuale.as_ref().map_or(misurazione.span, |p| p.span);
            if realizzazione::troppo(&obiettivo.value, momento, cx.anno) {
                continue;
            }
            let (at, nome) = (momento.label(), cx.nome(n));
            let least = fasi.peso < Percento::CENTO;
            let limit = format!(
                "i pesi delle fasi del {} danno {} in tutto: di più non si può raggiungere",
                cx.anno,
                fasi.peso.numero()
            );
            match fasi.esito(momento) {
                Some((danno, words)) if (danno.0 - detto.0).abs() > PUNTO => {
                    let mut problem = REGOLA
                        .at(
                            span,
                            format!(
                                "al {at} l’esito di {nome} è {}, ma le fasi danno {}",
                                detto.numero(),
                                danno.numero()
                            ),
                        )
                        .note(format!("si sommano: {}", elenco(&words)));
                    if least && detto.0 > fasi.peso.0 + PUNTO {
                        problem = problem.note(limit);
                    }
                    out.push(problem.help(format!(
                        "scrivi `percentuale = {}`, o correggi quanto è stato fatto nelle fasi",
                        danno.numero().replace(',', ".")
                    )));
                }
                None if least && detto.0 > fasi.peso.0 + PUNTO => out.push(
                    REGOLA
                        .at(
                            span,
                            format!(
                                "al {at} l’esito di {nome} è {}, ma le fasi arrivano al massimo a {}",
                                detto.numero(),
                                fasi.peso.numero()
                            ),
                        )
                        .note(limit)
                        .help(format!(
                            "correggi i pesi delle fasi, che insieme devono dare 100, o scrivi un esito fino a {}",
                            fasi.peso.numero()
                        )),
                ),
                Some(_) | None => {}
            }
        }
    }
}

/// The same, for a plan whose outcomes are computed from the indicators.
fn dagli_indicatori(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for (n, obiettivo) in cx.scritti().filter(|(_, obiettivo)| tutti_interi(&obiettivo.value.indicatori)) {
        for misurazione in interi(&obiettivo.value.misurazioni).filter(|m| m.value.unita.is_none()) {
            let m = &misurazione.value;
            let (Some(detto), Some(danno)) = (m.percento(), calcolato(cx.piano, &obiettivo.value, m.momento, cx.set))
            else {
                continue;
            };
            if (danno.0 - detto.0).abs() > PUNTO {
                let span = m.percentuale.as_ref().map_or(misurazione.span, |p| p.span);
                let (said, computed) = (detto.numero(), danno.numero());
                let message = format!(
                    "al {} l’esito di {} è {said}, ma gli indicatori danno {computed}",
                    m.momento.label(),
                    cx.nome(n)
                );
                out.push(
                    REGOLA
                        .at(span, message)
                        .note("si sommano i pesi degli indicatori che hanno raggiunto il target")
                        .help(format!(
                            "scrivi `percentuale = {}`, o correggi i valori rilevati",
                            computed.replace(',', ".")
                        )),
                );
            }
        }
    }
}
