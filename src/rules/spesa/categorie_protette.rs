//! A body with at least fifteen employees says in words that it respects the quota of the protected categories.

use super::{dichiarato, letto};
use crate::base::span::interi;
use crate::piano::element::adempimento::Oggetto;
use crate::piano::element::value::Dovuto;
use crate::rules::{Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola = Regola::avviso("P0756", "categorie-protette", include_str!("categorie_protette.md"), check)
    .fonte(fonti::L68_1999_3)
    .contenuto("3.3");

/// From how many employees the quota is due, and up to how many a number would tell who is counted.
const DA: u32 = 15;
const POCHI: u32 = 50;

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let Some(Dovuto::Valore(dipendenti)) = &cx.set.ente.dipendenti else { return };
    let all = interi(&cx.piano.elementi.adempimenti).map(|record| &record.value);
    for a in all.filter(|a| a.oggetto.value == Oggetto::CategorieProtette) {
        if dipendenti.value <= POCHI && a.esito.value.contains(|c: char| c.is_ascii_digit()) {
            out.push(
                REGOLA
                    .at(a.esito.span, "con pochi dipendenti questo numero dice chi è")
                    .help("scrivi l’esito a parole: `esito = \"quota d’obbligo rispettata\"`"),
            );
        }
    }
    let asked = dipendenti.value >= DA && !cx.piano.elementi.adempimenti.is_empty() && letto(cx);
    if let Some(place) = super::assume(cx).filter(|_| asked && !dichiarato(cx, Oggetto::CategorieProtette)) {
        out.push(
            REGOLA
                .at(place, "il piano assume e non dice se la quota delle categorie protette è rispettata")
                .help("aggiungi `{ oggetto = \"categorie-protette\", esito = \"quota d’obbligo rispettata\" }` agli adempimenti, senza numeri"),
        );
    }
}
