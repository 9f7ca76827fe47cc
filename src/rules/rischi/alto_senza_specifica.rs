//! A process with a high risk has a measure of its own.

use crate::base::text::short;
use crate::piano::element::misura_prevenzione::Tipo;
use crate::rules::rischi::{letti, rischi};
use crate::rules::{Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola =
    Regola::avviso("P0610", "alto-senza-specifica", include_str!("alto_senza_specifica.md"), check)
        .fonte(fonti::PNA_2019_1)
        .contenuto("2.3");

/// From how many words on a scale has two high levels. With fewer the second is the middle one.
const AMPIA: usize = 5;

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    if !letti(cx) {
        return;
    }
    let rischi = rischi(cx);
    let levels = rischi.regole.livelli().len();
    let high = levels.saturating_sub(if levels < AMPIA { 1 } else { 2 });
    for processo in &cx.piano.elementi.processi {
        let p = &processo.value;
        let Some(level) = rischi.livello(p).filter(|level| *level >= high) else { continue };
        let measures = rischi.misure(p);
        // Without any measure it is the matter of another rule.
        if measures.is_empty() || measures.iter().any(|pos| cx.piano[*pos].value.tipo == Tipo::Specifica) {
            continue;
        }
        let names: Vec<String> = measures.iter().map(|pos| cx.nome(*pos)).collect();
        out.push(
            REGOLA
                .at(
                    p.titolo.span,
                    format!(
                        "«{}» ha un rischio «{}» e soltanto misure generali",
                        short(&p.titolo.value),
                        rischi.parola(level)
                    ),
                )
                .note(format!("le sue misure: {}", names.join(", ")))
                .help("aggiungi una misura `tipo = \"specifica\"`, pensata per questo processo"),
        );
    }
}
