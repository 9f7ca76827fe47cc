//! The months that a phase names are those in which it is done.

use crate::lingua::tempo::{Intervallo, Introdotto, find};
use crate::piano::element::obiettivo::fase::numeri;
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola = Regola::avviso("P0408", "periodo-e-testo", include_str!("periodo_e_testo.md"), check)
    .origine(&["PHASE-PERIOD-TEXT"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for (n, obiettivo) in cx.scritti() {
        let o = &obiettivo.value;
        for (fase, numero) in o.fasi.iter().zip(numeri(&o.fasi)) {
            let Some(tempi) = &fase.value.tempi else { continue };
            let all: Vec<_> = tempi.iter().collect();
            let known =
                |tempo: &crate::lingua::tempo::Tempo| tempo.lettura.as_ref().is_ok_and(|lettura| !lettura.impreciso);
            let days: Vec<(i16, Vec<Intervallo>)> = all
                .iter()
                .map(|(key, tempi)| {
                    let year = key.unwrap_or(cx.anno);
                    (year, tempi.value.intervalli(year))
                })
                .collect();
            if !all.iter().all(|(_, tempi)| known(&tempi.value)) || days.iter().any(|(_, days)| days.is_empty()) {
                continue;
            }
            let (Some((_, first)), texts) = (all.first(), [Some(fase.value.testo), fase.value.risultato_atteso]) else {
                continue;
            };
            for discorso in texts.into_iter().flatten().flat_map(|testo| cx.discorsi(testo)) {
                for trovato in find(&discorso.parole) {
                    // «dal 5 marzo» has no end that can be compared, «da gennaio a marzo» has.
                    let closed = match trovato.come {
                        Introdotto::Nel | Introdotto::Entro => true,
                        Introdotto::Dal => {
                            trovato.tempo.intervalli(cx.anno).iter().all(|i| i.da.is_some() && i.a.is_some())
                        }
                        Introdotto::Al => false,
                    };
                    if !closed || !known(&trovato.tempo) {
                        continue;
                    }
                    // A month that fits one of the years is right. A text with its year tells the past, or is judged by other rules.
                    let fits = days.iter().any(|(year, days)| {
                        let said = trovato.tempo.intervalli(*year);
                        said.is_empty() || said.iter().any(|said| dentro(said, days) || altrove(said, *year))
                    });
                    let Some(span) = discorso.span(trovato.dove.clone()).filter(|_| !fits) else { continue };
                    out.push(
                        REGOLA
                            .at(
                                span,
                                format!(
                                    "la fase {numero} di {} parla di «{}», ma i suoi tempi sono «{}»",
                                    cx.nome(n),
                                    trovato.tempo.parola,
                                    first.value.parola.trim()
                                ),
                            )
                            .other(first.span, "i tempi della fase")
                            .help(format!(
                                "scrivi tempi che comprendano «{}», o correggi il testo",
                                trovato.tempo.parola
                            )),
                    );
                }
            }
        }
    }
}

/// Whether what is said falls in a period.
fn dentro(said: &Intervallo, days: &[Intervallo]) -> bool {
    let Some(last) = said.a else { return true };
    days.iter().any(|i| {
        let begins = match (said.da, i.da) {
            (Some(said), Some(first)) => said >= first,
            // A deadline may be earlier than the work for the next one.
            _ => true,
        };
        begins && i.a.is_none_or(|end| last <= end)
    })
}

fn altrove(said: &Intervallo, year: i16) -> bool {
    said.a.is_some_and(|day| day.anno() != year)
}
