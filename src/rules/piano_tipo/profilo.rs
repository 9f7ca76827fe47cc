//! A body with more than 50 employees owes the whole plan.

use crate::diag::{Diagnostic, Severity};
use crate::piano::element::value::{Dovuto, thousands};
use crate::piano::piano_tipo::Profilo;
use crate::rules::{Cx, Fonte, Regola};

pub static REGOLA: Regola = Regola {
    codice: "P1007",
    pagina: include_str!("profilo.md"),
    nome: "profilo",
    livello: Severity::Errore,
    fonte: Fonte::letta("DL 9 giugno 2021, n. 80, art. 6, comma 1"),
    origine: &["N03"],
    check,
    ..Regola::BASE
};

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
