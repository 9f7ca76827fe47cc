//! The days away from the office are not more than those in it.

use crate::piano::element::lavoro_agile::LavoroAgile;
use crate::rules::agile::usato;
use crate::rules::{Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola =
    Regola::errore("P0722", "giorni-oltre-prevalenza", include_str!("giorni_oltre_prevalenza.md"), check)
        .fonte(fonti::DM132_2022_4_1_B_2);

/// The most days of a month that leave the others in the office: half of twenty.
const AL_MESE: u32 = 10;
/// Half of the days that a person works in a year, which are 220.
const ALL_ANNO: i64 = 110;

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for agile in usato(cx) {
        let a = &agile.value;
        if let Some(most) = a.massimo_giorni_mese.filter(|most| most.value > AL_MESE) {
            out.push(
                REGOLA
                    .at(most.span, format!("con {} giorni al mese da fuori la presenza non prevale", most.value))
                    .note(format!("i giorni di lavoro di un mese sono una ventina: la metà è {AL_MESE}"))
                    .help(format!("scrivi al massimo {AL_MESE}, o togli il campo se il limite è un altro")),
            );
            continue;
        }
        for (anno, days) in a.giornate.iter().flat_map(|all| all.iter()) {
            let Some(anno) = anno else { continue };
            let Some(people) = LavoroAgile::persone(a.dipendenti.as_ref(), anno).filter(|people| *people > 0) else {
                continue;
            };
            let Some((number, _)) = days.value.valore() else { continue };
            let total = number.0 / 10_000;
            if total > people * ALL_ANNO {
                out.push(
                    REGOLA
                        .at(
                            days.span,
                            format!("nel {anno} le giornate da fuori sono {total}: più della metà di quelle lavorate"),
                        )
                        .note(format!(
                            "{people} persone per {ALL_ANNO} giorni, la metà di 220, fanno {}",
                            people * ALL_ANNO
                        ))
                        .help("controlla i due numeri: la presenza in sede deve prevalere"),
                );
            }
        }
    }
}
