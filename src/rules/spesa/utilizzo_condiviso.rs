//! Who is shared with another body says with which.

use crate::base::span::interi;
use crate::piano::element::assunzione::Modalita;
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola = Regola::nota("P0757", "utilizzo-condiviso", include_str!("utilizzo_condiviso.md"), check);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let hires = interi(&cx.piano.elementi.assunzioni).map(|record| &record.value);
    let shared = hires.filter(|a| matches!(a.modalita, Some(Modalita::Convenzione | Modalita::Comando)));
    for a in shared.filter(|a| a.finanziamento.is_none() && a.motivo.is_none()) {
        out.push(
            REGOLA
                .at(a.numero.span, "di queste persone non si dice con quale ente sono condivise")
                .help("scrivi l’altro ente in `finanziamento` o in `motivo`"),
        );
    }
}
