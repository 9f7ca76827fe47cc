//! An indicator that gives the target of one year gives that of every year of the triennium in which the objective lasts.

use crate::piano::element::misura::PerAnno;
use crate::piano::element::obiettivo::Obiettivo;
use crate::piano::element::value::Dovuto;
use crate::rules::confronti::indicatori;
use crate::rules::{Cx, Diagnostic, Regola, elenco, fonti};

pub static REGOLA: Regola = Regola::errore("P0327", "target-mancante", include_str!("target_mancante.md"), check)
    .fonte(fonti::DM132_2022_7_E_ALLEGATO_2_2)
    .origine(&["N30"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for (obiettivo, indicatore) in indicatori(cx) {
        let Some(PerAnno::Anni(targets)) = indicatore.value.traguardo() else { continue };
        let Some(last) = targets.values().last().and_then(|targets| targets.0.last()) else { continue };
        let Some((from, to)) = anni(cx, obiettivo) else { continue };
        let due = cx.set.anni().filter(|anno| (from..=to).contains(anno));
        let missing: Vec<String> =
            due.filter(|anno| !targets.contains_key(anno)).map(|anno| anno.to_string()).collect();
        if missing.is_empty() {
            continue;
        }
        let write: Vec<String> = missing.iter().map(|anno| format!("`{anno} = \"…\"`")).collect();
        out.push(
            REGOLA
                .at(
                    last.span,
                    format!(
                        "l’indicatore «{}» non ha il target del {}",
                        cx.parole(indicatore.value.testo),
                        elenco(&missing)
                    ),
                )
                .label("l’ultimo target scritto")
                .note(format!(
                    "il piano va dal {} al {}; un obiettivo che finisce prima lo dice in `fine`",
                    cx.anno,
                    cx.set.anni().last().unwrap_or(cx.anno)
                ))
                .help(format!("aggiungi in `target` {}", elenco(&write))),
        );
    }
}

/// The first and the last year of which a target is asked: those of the plan in which the objective lasts. None where its last day is
/// written and cannot be read: which years it has is known once that is mended.
fn anni(cx: &Cx<'_>, obiettivo: &Obiettivo) -> Option<(i16, i16)> {
    if let Some(Dovuto::Valore(term)) = &obiettivo.scadenza
        && term.value.lettura.is_err()
        && obiettivo.fine.is_none()
    {
        return None;
    }
    let first = obiettivo.inizio.as_ref().map_or(cx.anno, |inizio| inizio.value.anno());
    Some((first.max(cx.anno), obiettivo.ultimo_anno(cx.anno).unwrap_or(i16::MAX)))
}
