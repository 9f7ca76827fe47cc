//! A training line says how many hours it gives and to how many people, or why it cannot.

use crate::base::span::interi;
use crate::base::text::short;
use crate::rules::{Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola = Regola::avviso("P1120", "linea-incompleta", include_str!("linea_incompleta.md"), check)
    .dal(jiff::civil::date(2025, 1, 14))
    .fonte(fonti::DIRETTIVA_FORMAZIONE)
    .origine(&["N57"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for linea in interi(&cx.piano.elementi.linee_formative) {
        let l = &linea.value;
        let missing = match (l.ore.is_none(), l.partecipanti.is_none()) {
            (true, true) => "le ore e i partecipanti",
            (true, false) => "le ore",
            (false, true) => "i partecipanti",
            (false, false) => continue,
        };
        let mut lines = Vec::new();
        if l.ore.is_none() {
            lines.push("ore = 8");
        }
        if l.partecipanti.is_none() {
            lines.push("partecipanti = [{ categoria = \"istruttori\", numero = 20 }]");
        }
        let title = short(&l.titolo.value);
        out.push(
            REGOLA
                .at(l.titolo.span, format!("la linea formativa «{title}» non dice {missing}"))
                .note("senza ore e partecipanti non si possono contare le 40 ore all’anno a persona")
                .help(format!("aggiungi `{}`; se non si sa ancora, `{{ assente = \"motivo\" }}`", lines.join("` e `"))),
        );
    }
}
