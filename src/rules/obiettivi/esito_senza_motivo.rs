//! An outcome that is not the whole says why.

use crate::base::span::interi;
use crate::piano::element::obiettivo::misurazione::Esito;
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola = Regola::errore("P0363", "esito-senza-motivo", include_str!("esito_senza_motivo.md"), check)
    .origine(&["PARTIAL-REASON"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for (n, obiettivo) in cx.scritti() {
        let o = &obiettivo.value;
        let mut tell = |stato: Esito, what: String, span| {
            // An objective that was replaced names the one that took its place.
            let replaced = stato == Esito::Sostituito && o.sostituito_da.is_some();
            if stato != Esito::Raggiunto && !replaced {
                let problem = REGOLA
                    .at(span, format!("{what} è «{}», ma non si dice perché", stato.label()))
                    .help("aggiungi il motivo: `in_quanto = \"…\"`");
                out.push(problem);
            }
        };
        for misura in interi(&o.misurazioni).filter(|m| m.value.in_quanto.is_none()) {
            let m = &misura.value;
            // Without its percentage the outcome is told by another rule, which asks for the reason too.
            if m.percento().is_some() {
                tell(m.stato, format!("al {} {}", m.momento.label(), cx.nome(n)), misura.span);
            }
        }
        let results = interi(&o.risultati).map(|r| ("un risultato", &r.value.misurazioni));
        let indicators = interi(&o.indicatori).map(|i| ("un indicatore", &i.value.misurazioni));
        for (what, all) in results.chain(indicators) {
            for misura in interi(all).filter(|m| m.value.in_quanto.is_none()) {
                let m = &misura.value;
                let what = format!("al {} {what} di {}", m.momento.label(), cx.nome(n));
                m.stato.into_iter().for_each(|stato| tell(stato, what.clone(), misura.span));
            }
        }
    }
}
