//! Every word of the length of an exchange is understood: otherwise it is printed as written, and counts nowhere.

use crate::base::span::Span;
use crate::piano::element::scheda_scambio::durata::DurataSessione;
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola = Regola::avviso("P1126", "durata-non-letta", include_str!("durata_non_letta.md"), check);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let mut told = |durata: &DurataSessione, span: Span, cure: &str| {
        if durata.lettura.is_none() {
            let words = crate::base::text::short(&durata.parola);
            out.push(
                REGOLA
                    .at(
                        span,
                        format!(
                            "non si capisce per certo quanto dura «{words}»: resta scritto così, senza numeri nei dati"
                        ),
                    )
                    .help(cure),
            );
        }
    };
    for scheda in cx.piano.elementi.schede_scambio.iter().map(|scheda| &scheda.value) {
        if let Some(durata) = &scheda.durata {
            told(
                &durata.value,
                durata.span,
                "scrivi qui soltanto quanto dura una sessione, con la sua unità: `\"2 giornate\"`, `\"3 incontri di 2 ore\"`, `\"4 ore e 30 minuti\"`; \
                 il resto va in `modalita`",
            );
        }
        for ore in scheda.programma.iter().filter_map(|parte| parte.value.ore.as_ref()) {
            told(
                &ore.value.0,
                ore.span,
                "scrivi qui soltanto quanto dura, per esempio `\"3 ore\"` o `\"1 ora e 30 minuti\"`, e il resto nel `testo`",
            );
        }
    }
}
