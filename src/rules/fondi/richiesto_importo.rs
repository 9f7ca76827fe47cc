//! Nobody asks for more than the project costs.

use crate::rules::fondi::finanziato_richiesto::{interi, nome};
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola =
    Regola::avviso("P1202", "richiesto-oltre-importo", include_str!("richiesto_importo.md"), check)
        .origine(&["FUNDING"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for fondo in interi(cx) {
        let Some(cost) = fondo.importo().map(|cost| cost.value) else { continue };
        let above = [("richiesto", fondo.richiesto()), ("finanziato", fondo.finanziato())];
        let above = above.into_iter().filter_map(|(what, amount)| Some((what, amount.filter(|a| a.value > cost)?)));
        // A grant above the amount asked for has a rule of its own.
        if let Some((what, amount)) = above.into_iter().next() {
            let (nome, span, amount) = (nome(fondo), amount.span, amount.value);
            out.push(
                REGOLA
                    .at(span, format!("{nome}: il {what}, {amount}, è più dell’importo, {cost}"))
                    .help("controlla gli importi: l’importo è il costo intero, anche con ciò che mette l’ente"),
            );
        }
    }
}
