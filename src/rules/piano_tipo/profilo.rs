//! A body with more than 50 employees owes the whole plan.

use crate::lingua::numeri::thousands;
use crate::piano::element::value::Dovuto;
use crate::piano::piano_tipo::Profilo;
use crate::rules::{Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola =
    Regola::errore("P1007", "profilo", include_str!("profilo.md"), check).fonte(fonti::DL80_2021_6_1).origine(&["N03"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let (Some(profilo), Some(Dovuto::Valore(dipendenti))) = (&cx.set.profilo, &cx.set.ente.dipendenti) else { return };
    if cx.intero()
        && cx.lette_le_impostazioni()
        && profilo.value == Profilo::Semplificato
        && Profilo::di(dipendenti.value) == Profilo::Ordinario
    {
        let staff = thousands(u64::from(dipendenti.value));
        out.push(
            REGOLA
                .at(profilo.span, format!("con {staff} dipendenti serve il piano ordinario, non il semplificato"))
                .other(dipendenti.span, "i dipendenti sono scritti qui")
                .help("togli `profilo`: si ricava dal numero dei dipendenti; se il numero è sbagliato, correggilo"),
        );
    }
}
