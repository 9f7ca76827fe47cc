//! One person at a time heads a unit.

use crate::base::giorno::Giorno;
use crate::base::span::{Spanned, tutti_interi};
use crate::piano::element::incarico::{Incarico, Ruolo};
use crate::piano::element::pos::Pos;
use crate::piano::element::unita::Unita;
use crate::rules::{Cx, Diagnostic, Regola};
use std::collections::BTreeMap;

pub static REGOLA: Regola = Regola::avviso("P0727", "due-guide", include_str!("due_guide.md"), check);

/// The days of an office, from the first to the last.
fn giorni(incarico: &Incarico) -> (Option<Giorno>, Option<Giorno>) {
    (incarico.dal.map(|dal| dal.value), incarico.al.map(|al| al.value))
}

/// Whether two offices are held on a same day.
fn insieme(a: &Incarico, b: &Incarico) -> bool {
    let before =
        |a: &Incarico, b: &Incarico| matches!((giorni(a).1, giorni(b).0), (Some(end), Some(start)) if end < start);
    !before(a, b) && !before(b, a)
}

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let incarichi = &cx.piano.elementi.incarichi;
    if !tutti_interi(incarichi) || cx.piano.incompleto.nomi {
        return;
    }
    // Where managers head the units, those with an elevata qualificazione work under them, and a unit may have several.
    let managed = incarichi.iter().any(|i| matches!(i.value.ruolo.value, Ruolo::Dirigente | Ruolo::SegretarioGenerale));
    let heads = |ruolo: Ruolo| match ruolo {
        Ruolo::Dirigente | Ruolo::Responsabile | Ruolo::Titolare | Ruolo::Interim => true,
        Ruolo::Eq => !managed,
        _ => false,
    };
    let all: Vec<(Pos<Unita>, &Spanned<Incarico>)> = incarichi
        .iter()
        .filter(|incarico| heads(incarico.value.ruolo.value))
        .filter_map(|incarico| Some((cx.index.rif(incarico.value.unita.as_ref()?)?, incarico)))
        .collect();
    let mut earlier: BTreeMap<Pos<Unita>, Vec<&Spanned<Incarico>>> = BTreeMap::new();
    for (unita, incarico) in all {
        let before = earlier.entry(unita).or_default();
        let first = before.iter().copied().find(|first| stesso(&first.value, &incarico.value));
        before.push(incarico);
        let Some(first) = first else { continue };
        let nome = &cx.piano[unita].value.nome.value;
        let from = giorni(&incarico.value).0.max(giorni(&first.value).0);
        let when = from.map_or_else(String::new, |day| format!(" dal {day}"));
        out.push(
            REGOLA
                .at(incarico.value.ruolo.span, format!("a guidare «{nome}» sono in due{when}"))
                .other(first.value.ruolo.span, "l’altro incarico è questo")
                .help("se uno è finito scrivi `al` con il suo ultimo giorno; se l’unità è un’altra correggi `unita`"),
        );
    }
}

/// Whether two offices are the same one, held together: two managers, or a manager and who stands in for nobody. Of those without any day
/// P0349 asks since when.
fn stesso(a: &Incarico, b: &Incarico) -> bool {
    let interim = a.ruolo.value == Ruolo::Interim || b.ruolo.value == Ruolo::Interim;
    let dated = |i: &Incarico| i.dal.is_some() || i.al.is_some();
    (a.ruolo.value == b.ruolo.value || interim) && dated(a) && dated(b) && insieme(a, b)
}
