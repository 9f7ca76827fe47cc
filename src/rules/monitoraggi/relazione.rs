//! The report on performance is made by 30 June.

use crate::base::text::flat;
use crate::piano::element::monitoraggio::Tipo;
use crate::rules::{Ambito, Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola = Regola::avviso("P1054", "relazione-entro-giugno", include_str!("relazione.md"), check)
    .ambito(Ambito::Ordinario)
    .fonte(fonti::DLGS150_2009_10_1_B);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for m in cx.piano.elementi.monitoraggi.iter().map(|m| &m.value) {
        let words = m.documento.iter().chain([&m.titolo]).map(|words| flat(&words.value));
        let report = m.tipo() == Tipo::Relazione && m.guarda("2.2")
            || words.into_iter().any(|words| words.contains("relazione sulla performance"));
        if !report {
            continue;
        }
        // «Semestrale» names no day that could be late.
        let dated = m.tempi.0.iter().filter(|tempo| !tempo.value.senza_fine() || tempo.value.in_tratti());
        for tempo in dated {
            let last = tempo.value.intervalli(cx.anno).iter().filter_map(|days| days.a).max();
            let Some(day) = last.filter(|day| (day.mese(), day.giorno()) > (6, 30)) else { continue };
            out.push(
                REGOLA
                    .at(
                        tempo.span,
                        format!("la relazione sulla performance è attesa il {day}, e si deve entro il 30 giugno"),
                    )
                    .help("scrivi `tempi = \"entro il 30/06\"`"),
            );
        }
    }
}
