//! No mobile number is printed: a person is reached through the office.

use crate::rules::{Cx, Diagnostic, Regola, fonti, personali};

pub static REGOLA: Regola = Regola::avviso("P1303", "cellulare", include_str!("cellulare.md"), check)
    .fonte(fonti::DLGS33_2013_7_BIS_E_GARANTE)
    .origine(&["N65", "PRIVACY-CONTACT"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for (span, stampato) in cx.nei_stampati(personali::cellulari).filter(|(_, stampato)| !cx.dell_ente(stampato)) {
        let problem = REGOLA.at(span, "c’è il numero di un cellulare, e il piano lo pubblica");
        out.push(match stampato.campo.as_deref() {
            Some("cellulare" | "telefono") => {
                problem.help("togli `cellulare` da `pubblici`, o scrivi il telefono dell’ufficio")
            }
            _ => problem.help("scrivi il telefono dell’ufficio, o togli il numero"),
        });
    }
}
