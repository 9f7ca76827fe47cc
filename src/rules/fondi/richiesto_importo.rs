//! Nobody asks for more than the project costs.

use crate::conti::finanziamenti;
use crate::rules::fondi::finanziato_richiesto::{campo, fondi, nome};
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola =
    Regola::avviso("P1202", "richiesto-oltre-importo", include_str!("richiesto_importo.md"), check)
        .origine(&["FUNDING"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for (kind, n, span) in fondi(cx) {
        let sums = finanziamenti::di(cx.piano, kind, n);
        let Some(cost) = sums.importo else { continue };
        let above = [("richiesto", sums.richiesto), ("finanziato", sums.finanziato)];
        let above = above.into_iter().filter_map(|(what, amount)| Some((what, amount.filter(|a| *a > cost)?)));
        // What is granted beyond what was asked for has a rule of its own.
        if let Some((what, amount)) = above.into_iter().next() {
            let span = campo(cx, kind, n, what).unwrap_or(span);
            out.push(
                REGOLA
                    .at(span, format!("{}: il {what}, {amount}, è più dell’importo, {cost}", nome(cx, kind, n)))
                    .help("controlla gli importi: l’importo è il costo intero, anche con ciò che mette l’ente"),
            );
        }
    }
}
