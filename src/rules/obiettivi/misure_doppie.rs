//! An objective, one unit's share of it, or one of its parts, has one outcome at each moment.

use crate::base::span::{Span, Spanned};
use crate::piano::element::misura::Momento;
use crate::piano::element::obiettivo::misurazione::MisurazioneParte;
use crate::rules::vocabolario::doppi;
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola =
    Regola::errore("P0316", "misure-doppie", include_str!("misure_doppie.md"), check).origine(&["SAME-FACT-TWICE"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for (n, obiettivo) in cx.scritti() {
        // An outcome whose moment was not read is of no moment.
        let misure = obiettivo.value.misurazioni.iter().filter(|misura| misura.intero).map(|misura| {
            let unita = misura.value.unita.as_ref().map(|rif| cx.index.rif(rif));
            ((misura.value.momento, unita), misura.span, misura.value.momento.label())
        });
        for doppio in doppi(misure) {
            out.push(
                REGOLA
                    .doppio(&doppio, format!("{} ha due esiti al {}", cx.nome(n), doppio.ancora.1))
                    .help("tieni quello giusto; l’esito della quota di un’unità si distingue con `unita = \"…\"`"),
            );
        }
        let o = &obiettivo.value;
        let phases = o.fasi.iter().map(|fase| ("una fase", momenti(&fase.value.misurazioni)));
        let results = o.risultati.iter().map(|risultato| ("un risultato", momenti(&risultato.value.misurazioni)));
        let indicators = o.indicatori.iter().map(|uno| ("un indicatore", momenti(&uno.value.misurazioni)));
        for (what, misure) in phases.chain(results).chain(indicators) {
            for doppio in doppi(misure) {
                let problem = REGOLA
                    .doppio(&doppio, format!("{what} di {} ha due misurazioni al {}", cx.nome(n), doppio.ancora.1));
                out.push(problem.help("tieni quella giusta: si stampano tutte e due, e si contraddicono"));
            }
        }
    }
}

/// The outcomes of a part, each with its moment.
fn momenti<S>(misure: &[Spanned<MisurazioneParte<S>>]) -> Vec<(Momento, Span, &'static str)> {
    let whole = misure.iter().filter(|misura| misura.intero);
    whole.map(|misura| (misura.value.momento, misura.span, misura.value.momento.label())).collect()
}
