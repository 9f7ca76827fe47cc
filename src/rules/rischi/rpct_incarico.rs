//! The plan says who is the officer for the prevention of corruption.

use crate::rules::rischi::{nell_insieme, rischi};
use crate::rules::{Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola =
    Regola::avviso("P0623", "rpct-incarico", include_str!("rpct_incarico.md"), check).fonte(fonti::L190_2012_1_7);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    // Without the field of the registry at all another rule asks for it.
    let Some(place) = nell_insieme(cx).filter(|_| cx.set.ente.rpct.is_some()) else { return };
    if rischi(cx).rpct().is_none() {
        out.push(
            REGOLA
                .at(place, "non si dice chi è il responsabile della prevenzione della corruzione (RPCT)")
                .help("scrivi `rpct = \"…\"` in `[ente]` di `piao.toml`, o un `[[incarico]]` con `ruolo = \"rpct\"`"),
        );
    }
}
