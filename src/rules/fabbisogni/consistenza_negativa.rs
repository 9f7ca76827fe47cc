//! Nobody leaves an area or a profile in which nobody is left.

use super::organico;
use crate::base::span::Span;
use crate::base::text::flat;
use crate::conti::organico::{Chi, Organico};
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola =
    Regola::errore("P0736", "consistenza-negativa", include_str!("consistenza_negativa.md"), check);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let Some(plan) = organico(cx).filter(|plan| plan.righe().next().is_some()) else { return };
    for (n, area) in plan.aree.iter().enumerate() {
        if negativa(cx, &plan, n, None, &format!("nell’area «{}»", area.nome), out) {
            continue;
        }
        // A progression says from which area it takes a person, and not from which profile.
        let taken = plan.assunzioni().any(|a| a.da.as_ref().and_then(|da| plan.area(&da.value)) == Some(n));
        let bare = plan.righe().any(|(_, riga)| plan.area(&riga.area.value) == Some(n) && riga.profilo.is_none());
        if taken || bare {
            continue;
        }
        for profilo in plan.profili(n) {
            negativa(cx, &plan, n, Some(profilo), &format!("con il profilo «{profilo}»"), out);
        }
    }
}

/// Reports the first year at whose end fewer than none are left.
fn negativa(
    cx: &Cx<'_>,
    plan: &Organico<'_>,
    area: usize,
    profilo: Option<&str>,
    where_: &str,
    out: &mut Vec<Diagnostic>,
) -> bool {
    let chi = profilo.map_or(Chi::Area(area), |profilo| Chi::Profilo(area, profilo));
    let Some(year) = plan.ponte(chi).into_iter().find(|year| year.fine < 0) else { return false };
    let ours = |word: Option<&String>, name: Option<&String>| {
        word.and_then(|word| plan.area(word)) == Some(area)
            && profilo.is_none_or(|profilo| name.is_some_and(|name| flat(name) == flat(profilo)))
    };
    let leaves = cx.piano.elementi.cessazioni.iter().map(|record| &record.value).filter(|c| {
        c.anno.value == year.anno && ours(c.area.as_ref().map(|w| &w.value), c.profilo.as_ref().map(|w| &w.value))
    });
    let taken = plan
        .assunzioni()
        .filter(|a| a.anno.value == year.anno && profilo.is_none() && ours(a.da.as_ref().map(|w| &w.value), None));
    // The place is the largest termination, where there is one.
    let most = leaves.max_by_key(|c| c.numero.value).map(|c| c.numero.span);
    let Some(span): Option<Span> = most.or_else(|| taken.last().map(|a| a.numero.span)) else { return false };
    let gone = year.escono + year.ceduti;
    let there = year.inizio + year.entrano + year.promossi;
    out.push(
        REGOLA
            .at(span, format!("nel {} {where_} ne escono {gone}, e le persone sono {there}", year.anno))
            .help("correggi `numero`, l’area o il profilo; o aggiungi alla `dotazione` chi manca"),
    );
    true
}
