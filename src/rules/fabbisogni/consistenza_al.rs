//! The headcount is that of 31 December of the year before the triennium.

use crate::base::giorno::Giorno;
use crate::diag::Severity;
use crate::piano::piano_tipo::Profilo;
use crate::rules::{Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola = Regola::errore("P0730", "consistenza-al", include_str!("consistenza_al.md"), check)
    .fonte(fonti::DM132_2022_4_1_C)
    .origine(&["N49"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let Some(al) = cx.set.fabbisogni.al else { return };
    // A plan of which only the last years are being made may count the people before the year that it is about.
    let first = cx.set.anni().next().unwrap_or_default();
    let right = [first, cx.anno].map(|year| jiff::civil::Date::new(year.saturating_sub(1), 12, 31).ok());
    let [Some(first), last] = right else { return };
    if al.value.0 == first || Some(al.value.0) == last {
        return;
    }
    let day = Giorno(first);
    let cure = format!("\"{day}\"");
    let mut found = REGOLA
        .at(al.span, format!("il personale è contato al {}, non al {day}", al.value))
        .help(format!("scrivi {cure}, o togli la riga: è il giorno che vale se non dite altro"))
        .proposta(al.span, cure);
    if cx.set.profilo() == Profilo::Semplificato {
        found.severity = Severity::Avviso;
    }
    out.push(found);
}
