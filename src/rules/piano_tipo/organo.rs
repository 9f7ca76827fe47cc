//! In local bodies the plan is approved by the Giunta.

use crate::piano::element::atto::Organo;
use crate::piano::element::ente::Tipo;
use crate::rules::{Ambito, Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola = Regola::errore("P1014", "organo", include_str!("organo.md"), check)
    .ambito(Ambito::EntiLocali)
    .fonte(fonti::DM132_2022_11)
    .origine(&["N10"]);

/// Whether the organ may approve the plan: the Giunta, or who has its powers where it was dissolved.
fn approves(organo: Organo) -> bool {
    matches!(organo, Organo::Giunta | Organo::Commissario)
}

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    // The bodies that local ones make for their services have no Giunta.
    let giunta = matches!(cx.set.ente.tipo, Tipo::Comune | Tipo::Unione);
    let Some(organo) = cx.set.deliberazione.as_ref().and_then(|act| act.organo) else { return };
    if cx.intero() && cx.lette_le_impostazioni() && giunta && !approves(organo.value) {
        out.push(
            REGOLA
                .at(
                    organo.span,
                    format!("il piano lo approva la Giunta, e qui la deliberazione è {}", organo.value.label()),
                )
                .help("scrivi `organo = \"giunta\"`")
                .proposta(organo.span, cx.scritto(organo.span, "giunta")),
        );
    }
}
