//! A target goes where a better value lies: never back, and never behind where it starts.

use crate::base::span::Spanned;
use crate::conti::confronto::stessa_scala;
use crate::piano::element::misura::Decimale;
use crate::piano::element::obiettivo::indicatore::{Indicatore, Polarita};
use crate::piano::element::target::{Atteso, Operatore, Target};
use crate::rules::confronti::indicatori;
use crate::rules::{Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola = Regola::avviso("P0328", "target-peggiore", include_str!("target_peggiore.md"), check)
    .fonte(fonti::CRITERI_UPI_3)
    .origine(&["N31"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for (_, indicatore) in indicatori(cx) {
        let Some(polarita) = indicatore.value.polarita.filter(|p| *p != Polarita::Mantiene) else { continue };
        let problem = contro(&indicatore.value, polarita).or_else(|| indietro(&indicatore.value, polarita));
        out.extend(
            problem.map(|problem| problem.note(format!("l’indicatore è: {}", cx.parole(indicatore.value.testo)))),
        );
    }
}

/// A target that asks for more where less is better, or the other way round.
fn contro(indicatore: &Indicatore, polarita: Polarita) -> Option<Diagnostic> {
    let target = indicatore.ogni_target().map(|(_, target)| target).find(|target| {
        let Atteso::Numero { operatore, valore, .. } = &target.value.atteso else { return false };
        // «−10 %» is a change: its sign says where it goes.
        let up = matches!(operatore, Operatore::Almeno | Operatore::PiuDi);
        let down = matches!(operatore, Operatore::AlMassimo | Operatore::MenoDi);
        valore.0 >= 0 && (up && polarita == Polarita::Diminuisce || down && polarita == Polarita::Aumenta)
    })?;
    let (right, other) = match polarita {
        Polarita::Diminuisce => ("≤", Polarita::Aumenta),
        Polarita::Aumenta | Polarita::Mantiene => ("≥", Polarita::Diminuisce),
    };
    Some(
        REGOLA
            .at(
                target.span,
                format!("«{}» va contro la polarità, che dice «{}»", target.value.parola.trim(), polarita.label()),
            )
            .help(format!("scrivi il target con «{right}», o correggi la polarità: `polarita = \"{}\"`", other.nome())),
    )
}

/// A target worse than the one before it, or than the value from which it starts.
fn indietro(indicatore: &Indicatore, polarita: Polarita) -> Option<Diagnostic> {
    let base = indicatore.base.as_ref().map(|base| (None, &base.valore));
    let targets = indicatore.attesi().map(|(anno, target)| (Some(anno), target));
    let values: Vec<(Option<Option<i16>>, &Spanned<Target>)> = base.into_iter().chain(targets).collect();
    values.windows(2).find_map(|pair| {
        let [(before, from), (now, to)] = pair else { return None };
        let (a, b) = paragonabili(indicatore, &from.value, &to.value)?;
        let worse = match polarita {
            Polarita::Aumenta => b < a,
            Polarita::Diminuisce => b > a,
            Polarita::Mantiene => false,
        };
        if !worse {
            return None;
        }
        let of = |year: &Option<Option<i16>>| year.flatten().map_or_else(String::new, |year| format!(" del {year}"));
        let than = match before {
            None => "del valore di partenza".to_owned(),
            Some(_) => format!("di quello{}", of(before)),
        };
        Some(
            REGOLA
                .at(
                    to.span,
                    format!(
                        "il target{}, «{}», è peggiore {than}, «{}»",
                        of(now),
                        to.value.parola.trim(),
                        from.value.parola.trim()
                    ),
                )
                .other(from.span, if before.is_none() { "si parte da qui" } else { "prima era questo" })
                .note(format!("la polarità dice «{}»", polarita.label()))
                .help(
                    "correggi il target o `polarita`; se peggiora per un motivo noto, dillo nel testo dell’obiettivo",
                ),
        )
    })
}

/// The numbers of two values of `indicatore`, where they are certainly of one measure.
pub fn paragonabili(indicatore: &Indicatore, a: &Target, b: &Target) -> Option<(Decimale, Decimale)> {
    fn number(target: &Target) -> Option<(Decimale, &str)> {
        target.valore().filter(|_| !matches!(target.atteso, Atteso::Numero { operatore: Operatore::Tra, .. }))
    }
    let ((a, unit), (b, other)) = (number(a)?, number(b)?);
    // «−10 %» after «66 %» is a change, not a value.
    (stessa_scala(indicatore, unit, other) && a.0 >= 0 && b.0 >= 0).then_some((a, b))
}
