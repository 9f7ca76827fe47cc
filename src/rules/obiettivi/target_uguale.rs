//! An indicator that must move does not stop where it starts.

use crate::piano::element::obiettivo::indicatore::{Indicatore, Polarita};
use crate::piano::element::target::{Atteso, Operatore, Target};
use crate::rules::confronti::indicatori;
use crate::rules::obiettivi::target_peggiore::paragonabili;
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola =
    Regola::nota("P0329", "target-uguale", include_str!("target_uguale.md"), check).origine(&["N33", "NO-IMPROVEMENT"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for (_, indicatore) in indicatori(cx) {
        let i = &indicatore.value;
        let Some(base) = i.base.as_ref().filter(|_| i.polarita != Some(Polarita::Mantiene)) else { continue };
        let targets: Vec<_> = i.attesi().map(|(_, target)| target).collect();
        let Some(first) =
            targets.first().filter(|_| targets.iter().all(|target| fermo(i, &base.valore.value, &target.value)))
        else {
            continue;
        };
        out.push(
            REGOLA
                .at(
                    first.span,
                    format!(
                        "«{}» è già il valore di partenza: l’indicatore non misura un miglioramento",
                        first.value.parola.trim()
                    ),
                )
                .other(base.valore.span, "si parte da qui")
                .note(format!("l’indicatore è: {}", cx.parole(i.testo)))
                .help("scrivi un target migliore; se il valore si deve conservare, aggiungi `polarita = \"mantiene\"`"),
        );
    }
}

/// Whether a target asks for no more than there is.
fn fermo(indicatore: &Indicatore, base: &Target, target: &Target) -> bool {
    let still = matches!(
        &target.atteso,
        Atteso::Numero { operatore: Operatore::Uguale | Operatore::Almeno | Operatore::AlMassimo, .. }
    );
    still && paragonabili(indicatore, base, target).is_some_and(|(a, b)| a == b)
}
