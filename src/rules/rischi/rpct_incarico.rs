//! The plan says who is the officer for the prevention of corruption, and who keeps the data of the body among the contracting ones.

use crate::base::span::tutti_interi;
use crate::piano::element::incarico::Ruolo;
use crate::rules::rischi::{nell_insieme, rischi};
use crate::rules::{Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola =
    Regola::avviso("P0623", "rpct-incarico", include_str!("rpct_incarico.md"), check).fonte(fonti::L190_2012_1_7);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let Some(place) = nell_insieme(cx) else { return };
    // Without the field of the registry at all another rule asks for it.
    if cx.set.ente.rpct.is_some() && rischi(cx).rpct().is_none() {
        out.push(
            REGOLA
                .at(place, "non si dice chi è il responsabile della prevenzione della corruzione (RPCT)")
                .help("scrivi `rpct = \"…\"` in `[ente]` di `piao.toml`, o un `[[incarico]]` con `ruolo = \"rpct\"`"),
        );
    }
    if tutti_interi(&cx.piano.elementi.incarichi)
        && !cx.piano.elementi.incarichi.iter().any(|incarico| incarico.value.ruolo.value == Ruolo::Rasa)
    {
        out.push(
            REGOLA
                .at(place, "non si dice chi è il responsabile dell’anagrafe per la stazione appaltante (RASA)")
                .note("nominarlo è una misura che i Piani nazionali anticorruzione chiedono a ogni stazione appaltante")
                .help("aggiungi un `[[incarico]]` con `ruolo = \"rasa\"`"),
        );
    }
}
