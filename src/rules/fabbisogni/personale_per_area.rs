//! Each row of staff says its area, one of those of the contract, and its profile.

use crate::base::span::{Span, Spanned, interi};
use crate::conti::organico::Organico;
use crate::diag::nearest;
use crate::rules::{Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola = Regola::errore("P0731", "personale-per-area", include_str!("personale_per_area.md"), check)
    .fonte(fonti::DM132_2022_4_1_C)
    .origine(&["N50"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let Some(plan) = Organico::di(cx.piano) else { return };
    let all = &cx.piano.elementi;
    for riga in interi(&all.dotazione) {
        let d = &riga.value;
        out.extend(ignota(cx, &plan, &d.area));
        out.extend(senza(cx, d.profilo.as_ref(), d.area.span, "questa riga della dotazione non dice il profilo"));
    }
    for record in interi(&all.cessazioni) {
        let c = &record.value;
        out.extend(movimento(cx, &plan, c.numero.value, c.numero.span, c.area.as_ref(), c.profilo.as_ref()));
    }
    for record in interi(&all.assunzioni) {
        let a = &record.value;
        out.extend(movimento(cx, &plan, a.numero.value, a.numero.span, a.area.as_ref(), a.profilo.as_ref()));
        out.extend(a.da.as_ref().and_then(|da| ignota(cx, &plan, da)));
    }
}

/// What a termination or a hire lacks. One of nobody says neither.
fn movimento(
    cx: &Cx<'_>,
    plan: &Organico<'_>,
    numero: u32,
    span: Span,
    area: Option<&Spanned<String>>,
    profilo: Option<&Spanned<String>>,
) -> Option<Diagnostic> {
    if numero == 0 {
        return None;
    }
    match area {
        Some(area) => {
            ignota(cx, plan, area).or_else(|| senza(cx, profilo, area.span, "di queste persone non si dice il profilo"))
        }
        None => Some(
            REGOLA
                .at(span, "di queste persone non si dice l’area")
                .help(format!("aggiungi `area = \"…\"`: {}", aree(plan))),
        ),
    }
}

fn senza(cx: &Cx<'_>, profilo: Option<&Spanned<String>>, span: Span, message: &str) -> Option<Diagnostic> {
    if profilo.is_some_and(|profilo| !profilo.value.trim().is_empty()) {
        return None;
    }
    // The words of the body, where it has already written a profile.
    let known = cx.piano.elementi.dotazione.iter().find_map(|riga| riga.value.profilo.as_ref());
    let example = known.map_or("Istruttore tecnico", |known| known.value.trim());
    Some(REGOLA.at(span, message).help(format!("aggiungi `profilo`, come in `profilo = \"{example}\"`")))
}

fn ignota(cx: &Cx<'_>, plan: &Organico<'_>, area: &Spanned<String>) -> Option<Diagnostic> {
    if plan.area(&area.value).is_some() {
        return None;
    }
    let short = crate::base::text::short(&area.value);
    let found = REGOLA.at(area.span, format!("«{short}» non è un’area del contratto"));
    let keys = plan.aree.iter().map(|area| area.chiave.as_str());
    Some(match nearest(&area.value, keys) {
        Some(near) => found.help(format!("forse intendevi `{near}`")).proposta(area.span, cx.scritto(area.span, near)),
        None => found
            .help(format!("le aree sono {}; se il contratto è un altro, elencale in `[fabbisogni] aree`", aree(plan))),
    })
}

fn aree(plan: &Organico<'_>) -> String {
    plan.aree.iter().map(|area| format!("`{}`", area.chiave)).collect::<Vec<_>>().join(", ")
}
