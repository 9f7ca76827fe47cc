//! An objective reached in part says how much of it.

use crate::diag::{Diagnostic, Severity};
use crate::rules::{Cx, Regola};

pub static REGOLA: Regola = Regola {
    codice: "P0320",
    pagina: include_str!("esito_parziale.md"),
    nome: "esito-parziale",
    livello: Severity::Errore,
    origine: &["PARTIAL-REASON", "TEMPLATE-LEAK"],
    check,
    ..Regola::BASE
};

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for (n, obiettivo) in cx.obiettivi() {
        for misura in obiettivo.value.misurazioni.iter().filter(|m| m.value.percento().is_none() && cx.letto(m.span)) {
            let when = misura.value.momento.label();
            out.push(
                REGOLA
                    .at(misura.span, format!("{} è raggiunto in parte al {when}, ma non si dice quanto", cx.nome(n)))
                    .note("senza la percentuale il totale dell’unità non si può calcolare")
                    .help("aggiungi per esempio `percentuale = 60`, e con `in_quanto` il motivo"),
            );
        }
    }
}
