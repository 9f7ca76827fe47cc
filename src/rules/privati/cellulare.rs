//! No mobile number is printed: a person is reached through the office.

use crate::diag::{Diagnostic, Severity};
use crate::rules::{Cx, Fonte, Regola, personali};

pub static REGOLA: Regola = Regola {
    codice: "P1303",
    pagina: include_str!("cellulare.md"),
    nome: "cellulare",
    livello: Severity::Avviso,
    fonte: Fonte::letta("d.lgs. 33/2013, art. 7-bis; linee guida del Garante 15 maggio 2014 (GU 134/2014)"),
    origine: &["N65", "PRIVACY-CONTACT"],
    check,
    ..Regola::BASE
};

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for stampato in cx.stampati().iter().filter(|stampato| !cx.dell_ente(stampato)) {
        let testo = &stampato.testo;
        for range in personali::cellulari(&testo.parole) {
            out.extend(testo.span(range).map(|span| {
                let problem = REGOLA.at(span, "c’è il numero di un cellulare, e il piano lo pubblica");
                match stampato.campo.as_deref() {
                    Some("cellulare" | "telefono") => {
                        problem.help("togli `cellulare` da `pubblici`, o scrivi il telefono dell’ufficio")
                    }
                    _ => problem.help("scrivi il telefono dell’ufficio, o togli il numero"),
                }
            }));
        }
    }
}
