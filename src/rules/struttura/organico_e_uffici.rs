//! The people of the units of the first level are those of the body.

use super::struttura;
use crate::conti::organico::Organico;
use crate::lingua::numeri::thousands;
use crate::piano::element::value::Dovuto;
use crate::rules::{Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola = Regola::errore("P0711", "organico-e-uffici", include_str!("organico_e_uffici.md"), check)
    .fonte(fonti::DM132_2022_4_1_A)
    .origine(&["N46"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let Some(all) = struttura(cx) else { return };
    let Some(Dovuto::Valore(dipendenti)) = &cx.set.ente.dipendenti else { return };
    // A headcount that is not the number of employees has a message of its own.
    let organico = Organico::di(cx.piano);
    let counted = organico.as_ref().map_or(0, Organico::totale);
    if counted > 0 && counted != u64::from(dipendenti.value) {
        return;
    }
    let units = all.primo_livello();
    let people: Option<Vec<u32>> = units.iter().map(|unita| all.persone(*unita)).collect();
    let Some(people) = people.filter(|people| !people.is_empty()) else { return };
    let outside = cx.set.organizzazione.fuori_unita;
    let sum = people.iter().map(|n| u64::from(*n)).sum::<u64>() + u64::from(outside);
    if sum == u64::from(dipendenti.value) {
        return;
    }
    let mut addends: Vec<String> =
        units.iter().zip(&people).map(|(unita, people)| format!("{} {people}", cx.nome(*unita))).collect();
    if outside > 0 {
        addends.push(format!("fuori dalle unità {outside}"));
    }
    let place = units.first().map_or(dipendenti.span, |unita| cx.piano[*unita].value.nome.span);
    out.push(
        REGOLA
            .at(
                dipendenti.span,
                format!(
                    "i dipendenti sono {}, le unità ne sommano {}",
                    thousands(u64::from(dipendenti.value)),
                    thousands(sum)
                ),
            )
            .other(place, "le unità cominciano qui")
            .note(format!("si sommano: {}", addends.join(", ")))
            .help(
                "correggi il numero sbagliato; chi non sta in nessuna unità si dice in `[organizzazione] fuori_unita`",
            ),
    );
}
