//! The weights of the objectives of a unit that are evaluated add up to 100.

use crate::conti::performance::quadro::Quadro;
use crate::diag::{Diagnostic, Severity};
use crate::piano::element::misura::Percento;
use crate::rules::{Cx, Fonte, Regola};

pub static REGOLA: Regola = Regola {
    codice: "P0301",
    pagina: include_str!("pesi_obiettivi.md"),
    nome: "pesi-obiettivi",
    livello: Severity::Errore,
    fonte: Fonte::da_confermare(
        "sistema di misurazione e valutazione della performance dell’ente (d.lgs. 150/2009, art. 7)",
    ),
    origine: &["W-SUM-OBJ", "N32"],
    check,
    ..Regola::BASE
};

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    if !cx.letti_gli_obiettivi() {
        return;
    }
    for (unita, quadro) in cx.piano.elementi.unita.iter().zip(Quadro::tutti(cx.piano, cx.index)) {
        let Some(sum) = quadro.peso().filter(|sum| *sum != Percento::CENTO) else { continue };
        let parts: Vec<String> = quadro
            .righe
            .iter()
            .filter(|riga| riga.conta)
            .filter_map(|riga| {
                let code = riga.parte.codice.clone().unwrap_or_else(|| cx.nome(riga.obiettivo));
                Some(format!("{code} {}", riga.parte.peso?.value.numero()?.numero()))
            })
            .collect();
        let diff = Percento((sum.0 - Percento::CENTO.0).abs());
        let (cure, to) = if sum > Percento::CENTO { ("togli", "dai") } else { ("aggiungi", "ai") };
        out.push(
            REGOLA
                .at(
                    unita.value.nome.span,
                    format!("i pesi degli obiettivi di «{}» danno {}, non 100", unita.value.nome.value, sum.numero()),
                )
                .note(format!("si sommano: {}", parts.join(", ")))
                .help(format!(
                    "{cure} {} {to} pesi; un obiettivo seguito ma non valutato ha `peso = \"==\"`, uno sostituito ha `stato = \"sostituito\"`",
                    diff.numero()
                )),
        );
    }
}
