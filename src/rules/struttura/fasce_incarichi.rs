//! The posts of responsibility say their band.

use super::struttura;
use crate::base::span::interi;
use crate::piano::element::incarico::Ruolo;
use crate::rules::{Ambito, Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola = Regola::nota("P0717", "fasce-incarichi", include_str!("fasce_incarichi.md"), check)
    .ambito(Ambito::Ordinario)
    .fonte(fonti::DM132_2022_ALLEGATO_3_1);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    if struttura(cx).is_none() {
        return;
    }
    let posts = interi(&cx.piano.elementi.incarichi).map(|record| &record.value);
    let posts: Vec<_> = posts.filter(|i| matches!(i.ruolo.value, Ruolo::Dirigente | Ruolo::Eq)).collect();
    let bare: Vec<_> = posts.iter().filter(|i| i.fascia.is_none()).collect();
    let Some(first) = bare.first() else { return };
    let message = match (bare.len(), posts.len()) {
        (1, 1) => "l’incarico di responsabilità non dice la fascia".to_owned(),
        (n, all) if n == all => {
            format!("nessuno dei {all} incarichi di dirigente o di elevata qualificazione dice la fascia")
        }
        (n, all) => format!("incarichi di responsabilità senza la fascia: {n} su {all}"),
    };
    out.push(REGOLA.at(first.ruolo.span, message).help("aggiungi `fascia = \"…\"` a ciascuno"));
}
