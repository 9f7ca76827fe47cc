//! The weights of the objectives of a unit that are evaluated add up to 100.

use crate::conti::performance::quadro::Quadro;
use crate::rules::vocabolario::{Somma, cento};
use crate::rules::{Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola = Regola::errore("P0301", "pesi-obiettivi", include_str!("pesi_obiettivi.md"), check)
    .fonte(fonti::SISTEMA_DI_VALUTAZIONE)
    .origine(&["W-SUM-OBJ", "N32"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    if !cx.letti_gli_obiettivi() {
        return;
    }
    for (unita, quadro) in Quadro::tutti(cx.piano, cx.index) {
        let unita = &cx.piano[unita];
        let Some(Somma { somma, cura }) = quadro.peso().and_then(|sum| cento([sum], false)) else { continue };
        let parts: Vec<String> = quadro
            .righe
            .iter()
            .filter(|riga| riga.conta)
            .filter_map(|riga| {
                let code = riga.parte.codice.clone().unwrap_or_else(|| cx.nome(riga.obiettivo));
                Some(format!("{code} {}", riga.parte.peso?.value.numero()?.numero()))
            })
            .collect();
        out.push(
            REGOLA
                .at(
                    unita.value.nome.span,
                    format!("i pesi degli obiettivi di «{}» danno {}, non 100", unita.value.nome.value, somma.numero()),
                )
                .note(format!("si sommano: {}", parts.join(", ")))
                .help(format!(
                    "{cura} pesi; un obiettivo seguito ma non valutato ha `peso = \"==\"`, uno sostituito ha `stato = \"sostituito\"`"
                )),
        );
    }
}
