//! The years of a training line are those of the plan, and its values are of years in which it is given.

use crate::conti::formazione::{anni_di, anni_scritti};
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola =
    Regola::errore("P1124", "anno-formazione", include_str!("anno_formazione.md"), check).origine(&["DATE-CYCLE"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let anni: Vec<i16> = cx.set.anni().collect();
    let (Some(first), Some(last)) = (anni.first(), anni.last()) else { return };
    let triennio = &cx.set.triennio.value;
    for linea in &cx.piano.elementi.linee_formative {
        let l = &linea.value;
        let named = l.anni.iter().map(|anno| (anno.value, anno.span)).chain(anni_scritti(l));
        let outside = named.clone().filter(|(anno, _)| !anni.contains(anno));
        // A line may have begun before the plan.
        let late = l.dal.iter().map(|dal| (dal.value, dal.span)).filter(|(anno, _)| anno > last);
        for (anno, span) in outside.chain(late) {
            out.push(
                REGOLA
                    .at(span, format!("il {anno} è fuori dal triennio {triennio}"))
                    .help(format!("gli anni del piano vanno dal {first} al {last}")),
            );
        }
        let given = anni_di(l, &anni);
        for (anno, span) in anni_scritti(l) {
            if anni.contains(&anno) && !given.contains(&anno) {
                out.push(
                    REGOLA
                        .at(span, format!("questo valore è per il {anno}, anno in cui la linea non si tiene"))
                        .help("aggiungi l’anno ad `anni`, correggi `dal`, o togli il valore"),
                );
            }
        }
    }
}
