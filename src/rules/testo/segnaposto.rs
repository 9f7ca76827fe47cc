//! Nothing of the form is left in the text: every blank is filled in.

use crate::base::text::short;
use crate::lingua::segnaposto;
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola =
    Regola::errore("P0512", "segnaposto", include_str!("segnaposto.md"), check).origine(&["TEMPLATE-LEAK", "N12"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for (span, words) in cx.testi().iter().flat_map(|testo| testo.find(segnaposto::find)) {
        out.push(
            REGOLA
                .at(span, format!("«{}» è un segnaposto rimasto dal modello", short(words)))
                .label("da riempire o da togliere")
                .help("scrivi al suo posto il valore o il testo, oppure togli la riga; in un campo dei dati che ancora non si sa puoi scrivere `{ assente = \"motivo\" }`"),
        );
    }
}
