//! Every word of the duration of an objective is understood: otherwise it is printed as written, and counts nowhere.

use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola = Regola::avviso("P0415", "durata-capita", include_str!("durata_capita.md"), check);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for durata in cx.scritti().filter_map(|(_, obiettivo)| obiettivo.value.durata.as_ref()) {
        let Some(parola) = &durata.value.parola else { continue };
        let words = crate::base::text::short(parola);
        out.push(
            REGOLA
                .at(durata.span, format!("di «{words}» non si capiscono tutte le parole: resta scritto così, e non si conta"))
                .help("scrivi `\"annuale\"`, `\"pluriennale (1/3)\"` o `\"pluriennale 2027-2029 – fase 2 di 3\"`, e il resto in `dettaglio`"),
        );
    }
}
