//! Where no objective has a number for weight there is nothing to sum.

use crate::rules::obiettivi::totale_digitato::digitati;
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola =
    Regola::avviso("P0305", "totale-senza-pesi", include_str!("totale_senza_pesi.md"), check).origine(&["TOT-ON-NULL"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    if !cx.letti_gli_obiettivi() {
        return;
    }
    digitati(cx, &mut |typed| {
        if typed.quadro.peso().is_some() {
            return;
        }
        let nome = &cx.piano[typed.unita].value.nome.value;
        let what = typed.momento.map_or_else(|| "dei pesi".to_owned(), |momento| format!("del {}", momento.label()));
        let why = match typed.quadro.righe.len() {
            0 => "l’unità non ha obiettivi".to_owned(),
            1 => "il suo solo obiettivo non ha un numero per peso: non si valuta".to_owned(),
            n => format!("nessuno dei suoi {n} obiettivi ha un numero per peso: non si valutano"),
        };
        out.push(
            REGOLA
                .at(
                    typed.valore.span,
                    format!("il totale {what} di «{nome}» non esiste, ed è scritto {}", typed.valore.value.esteso()),
                )
                .note(why)
                .help("togli il totale; se gli obiettivi si valutano, scrivi i loro pesi"),
        );
    });
}
