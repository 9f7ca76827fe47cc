//! The triennium is of three years and begins with the year whose plan it is.

use crate::rules::{Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola = Regola::errore("P1011", "triennio", include_str!("triennio.md"), check)
    .fonte(fonti::DM132_2022_7_1)
    .origine(&["N07"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let triennio = &cx.set.triennio;
    let mut years = triennio.value.split(['-', '/', '–']).filter_map(|year| year.trim().parse::<i16>().ok());
    let (Some(first), Some(last), true) = (years.next(), years.next(), cx.intero()) else { return };
    let right = |first: i16| format!("{first}-{}", first.saturating_add(2));
    if last != first.saturating_add(2) {
        let due = right(first);
        out.push(
            REGOLA
                .at(triennio.span, format!("«{}» non è un triennio", triennio.value.trim()))
                .note(format!("il piano vale per tre anni, e il primo è il suo: {due}"))
                .help(format!("scrivi `triennio = \"{due}\"`"))
                .proposta(triennio.span, cx.scritto(triennio.span, &due)),
        );
    } else if let Some(esercizio) = cx.set.esercizio.filter(|esercizio| esercizio.value != first) {
        let due = right(esercizio.value);
        out.push(
            REGOLA
                .at(
                    triennio.span,
                    format!("il piano del {} non può avere il triennio {}", esercizio.value, triennio.value.trim()),
                )
                .other(esercizio.span, "l’anno del piano è scritto qui")
                .note("il piano si rifà ogni anno, e il triennio comincia con il suo anno")
                .help(format!("scrivi `triennio = \"{due}\"`, o correggi `esercizio`")),
        );
    }
}
