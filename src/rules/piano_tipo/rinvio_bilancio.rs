//! The deferral of the budget has its decree, and is of this year.

use crate::diag::{Diagnostic, Severity};
use crate::rules::{Cx, Fonte, Regola};

pub static REGOLA: Regola = Regola {
    codice: "P1013",
    pagina: include_str!("rinvio_bilancio.md"),
    nome: "rinvio-bilancio",
    livello: Severity::Avviso,
    ambito: crate::rules::Ambito::EntiLocali,
    fonte: Fonte::letta("DM 30 giugno 2022, n. 132, art. 8, comma 2"),
    origine: &["N09"],
    check,
    ..Regola::BASE
};

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    if !cx.intero() || !cx.lette_le_impostazioni() {
        return;
    }
    let decreto = cx.set.termini.decreto.as_ref().filter(|decreto| !decreto.value.trim().is_empty());
    let Some(bilancio) = cx.set.termini.bilancio else {
        if let Some(decreto) = decreto {
            out.push(
                REGOLA
                    .at(decreto.span, "manca il termine a cui questo decreto rinvia il bilancio")
                    .note("senza, il termine del piano resta il 31 gennaio")
                    .help("aggiungi la data in `[termini]`: `bilancio = \"GG/MM/AAAA\"`"),
            );
        }
        return;
    };
    let due = cx.set.anni().next().unwrap_or_default();
    if bilancio.value.anno() != due {
        out.push(
            REGOLA
                .at(bilancio.span, format!("il {} non è un rinvio del bilancio {due}", bilancio.value))
                .note(format!(
                    "il bilancio {due} si approva entro il 31/12/{}: un rinvio porta a un giorno del {due}",
                    due.saturating_sub(1)
                ))
                .help("scrivi il termine di quest’anno, o togli `[termini]` se il bilancio non è rinviato"),
        );
    } else if decreto.is_none() {
        out.push(
            REGOLA
                .at(bilancio.span, format!("manca il decreto che ha rinviato il bilancio al {}", bilancio.value))
                .help("aggiungi in `[termini]` il decreto, per esempio `decreto = \"DM Interno 24/12/2025\"`"),
        );
    }
}
