//! Nothing of the form is left in the text: every blank is filled in.

use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola =
    Regola::errore("P0512", "segnaposto", include_str!("segnaposto.md"), check).origine(&["TEMPLATE-LEAK", "N12"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for testo in cx.testi() {
        for range in crate::lingua::segnaposto::trova(&testo.parole) {
            let words = crate::base::text::short(testo.parole.get(range.clone()).unwrap_or_default());
            let Some(span) = testo.span(range) else { continue };
            out.push(
                REGOLA
                    .at(span, format!("«{words}» è un segnaposto rimasto dal modello"))
                    .label("da riempire o da togliere")
                    .help("scrivi al suo posto il valore o il testo, oppure togli la riga; in un campo dei dati che ancora non si sa puoi scrivere `{ assente = \"motivo\" }`"),
            );
        }
    }
}
