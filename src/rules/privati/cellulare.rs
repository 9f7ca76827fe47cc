//! No mobile number is printed: a person is reached through the office.

use crate::rules::{Cx, Diagnostic, Gruppo, Regola, Stampato, Trovati, fonti, personali};
use std::ops::Range;

pub static REGOLA: Regola = Regola::avviso("P1303", "cellulare", include_str!("cellulare.md"), check)
    .fonte(fonti::DLGS33_2013_7_BIS_E_GARANTE)
    .origine(&["N65", "PRIVACY-CONTACT"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for (stampato, dove) in cx.nei_stampati(numeri).filter(|(stampato, _)| !cx.dell_ente(stampato)) {
        let Some(span) = stampato.testo.span(dove) else { continue };
        let problem = REGOLA.at(span, "c’è il numero di un cellulare, e il piano lo pubblica");
        out.push(match stampato.campo.as_deref() {
            Some("cellulare" | "telefono") => {
                problem.help("togli `cellulare` da `pubblici`, o scrivi il telefono dell’ufficio")
            }
            _ => problem.help("scrivi il telefono dell’ufficio, o togli il numero"),
        });
    }
}

#[comemo::memoize]
fn numeri(gruppo: &Gruppo<Stampato>) -> Trovati<Range<usize>> {
    gruppo.trova(personali::cellulari)
}
