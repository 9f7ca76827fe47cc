//! A threshold that is typed is that of the tables, or says from which norm it comes.

use super::spese;
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola = Regola::errore("P0746", "soglia-digitata", include_str!("soglia_digitata.md"), check);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for (dati, capacita) in spese(cx) {
        let d = &dati.value;
        let Some((fascia, _)) = capacita.and_then(|c| c.fascia).filter(|_| d.fonte_soglia.is_none()) else { continue };
        let typed =
            [("soglia", d.soglia, Some(fascia.soglia)), ("soglia di rientro", d.soglia_rientro, fascia.rientro)];
        for (what, typed, right) in typed {
            let (Some(typed), Some(right)) = (typed, right) else { continue };
            if typed.value != right {
                let cure = format!("\"{}\"", right.to_string().replace('\u{a0}', " "));
                out.push(
                    REGOLA
                        .at(typed.span, format!("la {what} è {right}, non {}", typed.value))
                        .note(format!("la fascia è {}", fascia.parole()))
                        .help(format!(
                            "scrivi {cure}, o togli la riga; se un decreto l’ha cambiata, aggiungi `fonte_soglia`"
                        ))
                        .proposta(typed.span, cure),
                );
            }
        }
    }
}
