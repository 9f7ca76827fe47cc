//! At least half of the posts of an area are open to people from outside.

use super::organico;
use crate::rules::{Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola = Regola::avviso("P0739", "riserva-esterno", include_str!("riserva_esterno.md"), check)
    .fonte(fonti::DLGS165_2001_52_1_BIS);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let Some(plan) = organico(cx) else { return };
    for (n, area) in plan.aree.iter().enumerate() {
        let (up, all) = plan.ingressi(n);
        let here = plan
            .assunzioni()
            .filter(|a| a.progressione() && a.area.as_ref().and_then(|area| plan.area(&area.value)) == Some(n));
        let here: Vec<_> = here.collect();
        // Who says why has thought of it: the contract allows more for some years.
        let (Some(last), false) = (here.last(), here.iter().any(|a| a.motivo.is_some())) else { continue };
        if up * 2 > all {
            out.push(
                REGOLA
                    .at(
                        last.numero.span,
                        format!(
                            "nell’area «{}» le progressioni sono {up} su {all} ingressi nel triennio, più della metà",
                            area.nome
                        ),
                    )
                    .help(
                        "togline, o aggiungi assunzioni dall’esterno; se una norma lo permette, scrivilo in `motivo`",
                    ),
            );
        }
    }
}
