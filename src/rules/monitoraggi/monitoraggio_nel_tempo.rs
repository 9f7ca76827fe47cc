//! The times of a monitoring are in the triennium.

use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola =
    Regola::avviso("P1053", "monitoraggio-nel-tempo", include_str!("monitoraggio_nel_tempo.md"), check);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let years: Vec<i16> = cx.set.anni().collect();
    let (Some(first), Some(last)) = (years.first(), years.last()) else { return };
    // The last report of the triennium is made after its end.
    let inside = |year: i16| (*first..=last.saturating_add(1)).contains(&year);
    for tempo in cx.piano.elementi.monitoraggi.iter().flat_map(|m| &m.value.tempi.0) {
        let days: Vec<i16> =
            tempo.value.intervalli(cx.anno).iter().filter_map(|days| days.a).map(|day| day.anno()).collect();
        if let Some(year) = days.iter().find(|year| !inside(**year)) {
            out.push(
                REGOLA
                    .at(tempo.span, format!("«{}» è del {year}, fuori dal triennio", tempo.value.parola.trim()))
                    .help("correggi l’anno, o toglilo: «entro il 30/06» vale ogni anno"),
            );
        }
    }
}
