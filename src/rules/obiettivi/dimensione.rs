//! An indicator says which dimension of the performance it measures.

use crate::base::span::Spanned;
use crate::piano::element::obiettivo::indicatore::Indicatore;
use crate::rules::{Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola = Regola::errore("P0313", "dimensione", include_str!("dimensione.md"), check)
    .fonte(fonti::LINEE_GUIDA_DFP_2017)
    .origine(&["DIM-MISSING"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let all = || cx.scritti().flat_map(|(_, o)| &o.value.indicatori);
    let missing: Vec<&Spanned<Indicatore>> = all().filter(|i| i.value.dimensione.is_none() && i.intero).collect();
    // When no record of the plan says it, one message is given for the whole plan.
    let never = missing.len() == all().count() && missing.len() > 1;
    for indicatore in missing.iter().take(if never { 1 } else { usize::MAX }) {
        let mut problem = REGOLA
            .at(
                indicatore.span,
                format!("l’indicatore «{}» non dice che cosa misura dell’azione", cx.parole(indicatore.value.testo)),
            )
            .label("manca `dimensione`");
        if never {
            problem = problem.note(format!("nessuno dei {} indicatori del piano la dice", missing.len()));
        }
        out.push(
            problem
                .help("aggiungi `dimensione` con una di queste parole: \"efficacia\", \"efficienza\", \"economicita\", \"outcome\", \"output\", \"attivita-processo\""),
        );
    }
}
