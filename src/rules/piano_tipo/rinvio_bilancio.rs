//! The deferral of the budget has its decree, and is of this year.

use crate::rules::{Ambito, Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola = Regola::avviso("P1013", "rinvio-bilancio", include_str!("rinvio_bilancio.md"), check)
    .ambito(Ambito::EntiLocali)
    .fonte(fonti::DM132_2022_8_2)
    .origine(&["N09"]);

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
