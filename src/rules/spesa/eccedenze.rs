//! The body has looked for staff in excess.

use super::{dichiarato, letto};
use crate::piano::element::adempimento::Oggetto;
use crate::rules::{Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola = Regola::avviso("P0754", "eccedenze", include_str!("eccedenze.md"), check)
    .fonte(fonti::DLGS165_2001_33)
    .origine(&["N55"])
    .contenuto("3.3");

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    // A plan that has none of these data is not asked: the declaration may be in its prose.
    if cx.piano.elementi.adempimenti.is_empty() || dichiarato(cx, Oggetto::Eccedenze) || !letto(cx) {
        return;
    }
    let Some(place) = super::assume(cx) else { return };
    out.push(
        REGOLA.at(place, "il piano assume e non dice l’esito della verifica delle eccedenze").help(
            "aggiungi `{ oggetto = \"eccedenze\", esito = \"nessuna situazione di eccedenza\" }` agli adempimenti",
        ),
    );
}
