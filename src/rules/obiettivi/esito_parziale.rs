//! An objective reached in part says how much of it.

use crate::base::span::{interi, tutti_interi};
use crate::conti::performance::fasi::calcolato;
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola = Regola::errore("P0320", "esito-parziale", include_str!("esito_parziale.md"), check)
    .origine(&["PARTIAL-REASON", "TEMPLATE-LEAK"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for (n, obiettivo) in cx.scritti() {
        for misura in interi(&obiettivo.value.misurazioni).filter(|m| m.value.percento().is_none()) {
            let when = misura.value.momento.label();
            let o = &obiettivo.value;
            let whole = misura.value.unita.is_none() && tutti_interi(&o.fasi) && tutti_interi(&o.indicatori);
            let given = calcolato(cx.piano, o, misura.value.momento, cx.set).filter(|_| whole);
            let cure = match given {
                Some(danno) => format!(
                    "aggiungi `percentuale = {}`, che è quanto si calcola, e con `in_quanto` il motivo",
                    danno.numero().replace(',', ".")
                ),
                None => "aggiungi per esempio `percentuale = 60`, e con `in_quanto` il motivo".to_owned(),
            };
            out.push(
                REGOLA
                    .at(misura.span, format!("{} è raggiunto in parte al {when}, ma non si dice quanto", cx.nome(n)))
                    .note("senza la percentuale il totale dell’unità non si può calcolare")
                    .help(cure),
            );
        }
    }
}
