//! Nothing of the form is left in the text: every blank is filled in.

use crate::diag::{Diagnostic, Severity};
use crate::rules::{Cx, Regola};

pub static REGOLA: Regola = Regola {
    codice: "P0512",
    pagina: include_str!("segnaposto.md"),
    nome: "segnaposto",
    livello: Severity::Errore,
    origine: &["TEMPLATE-LEAK", "N12"],
    check,
    ..Regola::BASE
};

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
